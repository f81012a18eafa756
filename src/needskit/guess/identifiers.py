"""What kind of identifiers a column holds, and in which form those of most files are the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from needskit.extract.values.identifiers import standard_identifiers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from needskit.extract.values.identifiers import Form
    from needskit.guess.looked import Column

KINDS: Final[tuple[Form, ...]] = ("crn", "pnc", "noms")
NEARLY_ALL: Final = 0.95


def kind_of(column: Column) -> Form:
    """Which form have nearly all identifiers of a column? "as written" if none."""
    texts = pd.Series(column.texts, dtype="str")
    for form in KINDS:
        if len(texts) and 1 - standard_identifiers(texts, form).refused.mean() >= NEARLY_ALL:
            return form
    return "as written"


def identifiers_in(column: Column, form: Form) -> frozenset[str]:
    """Return the distinct identifiers of a column as a form has them; those that are none of that form left out."""
    found = standard_identifiers(pd.Series(column.texts, dtype="str"), form)
    return frozenset(found.texts[~found.refused])


def identifiers_of(column: Column) -> frozenset[str]:
    """Return the distinct identifiers of a column, in the form of their kind; of no kind, in capitals."""
    return frozenset(text.upper() for text in identifiers_in(column, kind_of(column)))


def best_form(people: Sequence[Column], others: Sequence[Column]) -> Form:
    """In which form do the identifiers of most files match the people?

    A form in which the people have no identifier is none, for they would be left out. Of two forms in which as many
    match, what is no mere spelling is taken.

    Parameters
    ----------
    people
        The keys of the files that say who is in the cohort.
    others
        Those of the other files.
    """
    kinds = {kind_of(column) for column in people}
    if len(kinds) != 1 or kinds == {"as written"}:
        return "as written"
    (kind,) = kinds
    return kind if _matching(people, others, kind) >= _matching(people, others, "as written") else "as written"


def _matching(people: Sequence[Column], others: Sequence[Column], form: Form) -> tuple[int, int]:
    """Return how many files match anybody, and how many identifiers do."""
    known = frozenset[str]().union(*(identifiers_in(column, form) for column in people))
    matching = [len(known & identifiers_in(column, form)) for column in others]
    return sum(count > 0 for count in matching), sum(matching)
