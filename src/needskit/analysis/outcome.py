"""Reconviction as tables about needs use it: who is followed up, and whose outcome is known."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from needskit.analysis.answers import KNOWN, YES
from needskit.cohort.breakdown import NOT_KNOWN
from needskit.cohort.build import FOLLOWED_UP
from needskit.errors import UsageError
from needskit.schema import load_table
from needskit.table.wording import inside_a_sentence

if TYPE_CHECKING:
    from needskit.cohort.cohort import Cohort
    from needskit.table.whom import Condition

RECONVICTED = "reconvicted_12_months"


@dataclass(frozen=True, slots=True)
class Outcome:
    """A yes or no that is asked of those followed up.

    Parameters
    ----------
    column
        Of the answer.
    words
        What a yes is: "reconvicted within 12 months".
    followed
        The condition of those followed up in full; none where the extract does not tell who is.
    """

    column: str
    words: str
    followed: tuple[Condition, ...]

    @property
    def yes(self) -> tuple[Condition, ...]:
        """Those followed up with a yes."""
        return (*self.followed, (self.column, YES))

    @property
    def known(self) -> tuple[Condition, ...]:
        """Those followed up whose answer is known."""
        return (*self.followed, (self.column, KNOWN))

    @property
    def notes(self) -> tuple[str, ...]:
        """Who is followed up, in words."""
        if self.followed:
            return ("Whoever is not yet followed up in full is in no figure: too early is not a no.",)
        return ("The extract does not say who was followed up in full, so everybody with a known outcome is counted.",)


def reconviction_of(cohort: Cohort, column: str) -> Outcome:
    """Return the outcome that a column holds.

    Raises
    ------
    UsageError
        If it is no yes or no column of the extract, or (R-HORIZON) of a longer time than people are followed up.
    """
    attribute = cohort.attributes.get(column)
    if attribute is None or not {"yes", "no"} <= set(attribute.answers):
        message = (
            f"The outcome is read from '{column}', and this extract does not hold it as a yes or no column. "
            f"Add it, or name another with outcome=."
        )
        raise UsageError(message)
    _refuse_longer(cohort, column)
    return Outcome(column, f"{attribute.label[:1].lower()}{attribute.label[1:]}", followed_up_in(cohort))


def _refuse_longer(cohort: Cohort, column: str) -> None:
    """Raise if people are followed up for less time than the outcome is for."""
    said = re.search(r"_(\d+)_months$", column)
    followed = re.search(r"\d+", cohort.attributes[FOLLOWED_UP].label) if FOLLOWED_UP in cohort.attributes else None
    if said is not None and followed is not None and int(followed[0]) < int(said[1]):
        message = (
            f"R-HORIZON: {cohort.unit} are followed up for {followed[0]} months, and the outcome is for {said[1]}. Set "
            "months under [follow_up] to as many."
        )
        raise UsageError(message)


def answer_of(cohort: Cohort, column: str) -> Outcome:
    """Return the yes or no that a column holds; one that is an outcome is asked only of those followed up.

    Raises
    ------
    UsageError
        If it is no yes or no column of the extract.
    """
    attribute = cohort.attributes.get(column)
    if attribute is None or not {"yes", "no"} <= set(attribute.answers):
        message = f"of wants a column of yes or no, and this extract does not hold '{column}' as one. Name another."
        raise UsageError(message)
    schema = load_table("people")
    is_outcome = column in schema.names and schema.field(column).role == "outcome"
    return Outcome(column, inside_a_sentence(attribute.label), followed_up_in(cohort) if is_outcome else ())


def followed_up_in(cohort: Cohort) -> tuple[Condition, ...]:
    """Return the condition of those followed up in full; none where the extract does not tell who is."""
    return ((FOLLOWED_UP, YES),) if FOLLOWED_UP in cohort.attributes else ()


def number_known(cohort: Cohort, number: str) -> Condition:
    """Return the condition that a whole number is known.

    Raises
    ------
    UsageError
        If the extract does not hold it as a column of whole numbers.
    """
    attribute = cohort.attributes.get(number)
    if attribute is None or not any(answer.isdigit() for answer in attribute.answers):
        message = f"'{number}' is read as a whole number, and this extract does not hold it as one. Name another."
        raise UsageError(message)
    return number, frozenset(attribute.answers) - {NOT_KNOWN}
