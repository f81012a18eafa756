"""A typed column and what was wrong with it; each rule is tried on the distinct texts, and counted by row."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from needskit.cohort.problems import Problem, Severity
from needskit.schema import Field, normalise

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from needskit.extract.files.raw import Flags, Positions, Tokens

MANY = 1000
"""From so many distinct texts on, looking at them all together is quicker than one by one."""

FEW = 5
"""A column with fewer wrong values than this may be wrong in most of them by chance."""

NEVER_HOPELESS = frozenset({"placeholder_date"})


@dataclass(frozen=True, slots=True, repr=False)
class Column:
    """A typed column, and what was wrong with it."""

    answers: pd.Series
    problems: tuple[Problem, ...]


class Refused(NamedTuple):
    """The distinct texts that break one rule, what the rule wants, and whether this refuses the extract."""

    rule: str
    texts: Flags
    wanted: str
    error: bool = False


def problem(
    rule: str,
    rows: Flags,
    row_numbers: Positions,
    *,
    wanted: str,
    done: str,
    column: str = "",
    severity: Severity = "warning",
) -> tuple[Problem, ...]:
    """Return the problem of the rows that break a rule; nothing if none does."""
    count = int(rows.sum())
    if not count:
        return ()
    return (Problem(rule, column, severity, count, wanted, done, at=row_numbers[np.flatnonzero(rows)]),)


def problems_of(
    field: Field, refused: Iterable[Refused], tokens: Tokens, empty: Flags, row_numbers: Positions
) -> tuple[Problem, ...]:
    """Return the problems of texts that break rules; an error where most of the column does, or it is a count.

    Parameters
    ----------
    field
        The column.
    refused
        Which distinct texts break which rule.
    tokens, empty
        The distinct texts, and which of them mean that nothing is known, shape ``(distinct,)``.
    row_numbers
        The row of the file of each record, shape ``(rows,)``.
    """
    found: list[Problem] = []
    for rule, texts, wanted, error in refused:
        if not texts.any():
            continue
        rows = tokens.rows_with(texts)
        count, filled = tokens.records_with(texts), tokens.records_with(~empty)
        # A count that cannot be read, or a column that never can, is a mistake in the export or the mapping.
        mostly = count >= FEW and 2 * count > filled and rule not in NEVER_HOPELESS
        hopeless = count > 0 and (field.role == "count" or mostly or error)
        done = "Mend the column or its codes and read again." if hopeless else "Counted as not known."
        severity: Severity = "error" if hopeless else "warning"
        said = problem(rule, rows, row_numbers, column=field.name, severity=severity, wanted=wanted, done=done)
        found += (replace(each, rows=count) for each in said)
    return tuple(found)


def missing(tokens: Tokens, missing_values: Collection[str]) -> Flags:
    """Tell which of the distinct texts mean that nothing is known."""
    known = frozenset(missing_values)
    if len(tokens.texts) > MANY:
        # Identifiers and dates have many texts: only those that begin like a missing value go the slow way.
        likely = begin_like(tokens.texts, known) | (tokens.texts == "")
        return chosen(tokens.texts, likely, lambda text: normalise(text) in known)
    return np.array([normalise(text) in known for text in tokens.texts], dtype=bool)


def begin_like(texts: pd.Series, phrases: Iterable[str]) -> pd.Series:
    """Tell which texts begin with the first word of one of the phrases, in capitals or not."""
    return texts.str.lower().str.startswith(tuple({phrase.split()[0] for phrase in phrases if phrase}))


def chosen(texts: pd.Series, likely: pd.Series, rule: Callable[[str], bool]) -> Flags:
    """Tell which texts meet a rule, trying it on the likely ones alone."""
    found = likely.to_numpy(dtype=bool, copy=True)
    found[found] = [rule(text) for text in texts[found]]
    return found


def coded_answers(look_up: npt.NDArray[np.int32], tokens: Tokens, categories: Sequence[str]) -> pd.Series:
    """Return a column of categories from the position of each distinct text's answer among them."""
    small = len(categories) <= np.iinfo(np.int8).max
    codes: npt.NDArray[np.integer] = (look_up.astype(np.int8) if small else look_up)[tokens.codes]
    return coded(codes, categories)


def coded(codes: npt.NDArray[np.integer], categories: Sequence[str]) -> pd.Series:
    """Return a column of categories from the position of each row's answer among them."""
    return pd.Series(pd.Categorical.from_codes(codes, categories=pd.Index(list(categories))), copy=False)
