"""Yes or no of several columns together: whether a person has any of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from needskit.cohort.breakdown import NOT_KNOWN
from needskit.errors import UsageError
from needskit.schema import NEED_ANSWERS
from needskit.table.whom import Attribute, Condition, Implied

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from needskit.cohort.cohort import Cohort

YES, NO = frozenset({"yes"}), frozenset({"no"})
ASSESSED = ("assessed", "yes")
NOT_ANSWERED = NEED_ANSWERS[2]


def any_of_name(columns: Iterable[str]) -> str:
    """Return the name of the attribute of whoever has any of these; a single one is that itself.

    Examples
    --------
    >>> any_of_name(["need_drugs", "need_alcohol"])
    'need_drugs or need_alcohol'
    """
    return " or ".join(columns)


def held(cohort: Cohort, columns: Iterable[str]) -> tuple[str, ...]:
    """Return which of these yes or no columns the extract holds."""
    return tuple(name for name in columns if name in cohort.attributes and "yes" in cohort.attributes[name].answers)


def with_any_of(cohort: Cohort, columns: Sequence[str], *, label: str) -> tuple[Cohort, str]:
    """Return the cohort with an attribute that says who has any of these, and its name.

    Yes where any column says so, no where all say no, otherwise not known; columns that the extract does not hold are
    passed over.

    Parameters
    ----------
    cohort
        Whose people are looked at.
    columns
        Yes or no columns.
    label
        What having any of them is called.

    Raises
    ------
    UsageError
        If the extract holds none of the columns.
    """
    there = held(cohort, columns)
    if not there:
        message = (
            f"'{label}' is made of {', '.join(columns) or 'nothing'}, and this extract holds none of these as a yes or "
            "no column. Name others."
        )
        raise UsageError(message)
    name = any_of_name(there)
    if name in cohort.attributes:
        return cohort, name
    of_needs = all(cohort.attributes[column].within == ASSESSED for column in there)
    answers = (*NEED_ANSWERS[:2], NOT_ANSWERED if of_needs else NOT_KNOWN)
    attribute = Attribute(name, label, answers, within=ASSESSED if of_needs else None, implies=tuple(_implied(there)))
    # A column of the user's own has its answers in the order of their texts, no before yes.
    yes = np.logical_or.reduce([cohort.people[column].eq("yes").to_numpy() for column in there])
    no = np.logical_and.reduce([cohort.people[column].eq("no").to_numpy() for column in there])
    found = np.where(yes, 0, np.where(no, 1, 2)).astype(np.int8)
    categories = pd.Index([*answers, NEED_ANSWERS[3]] if of_needs else answers)
    people = cohort.people.assign(**{name: pd.Categorical.from_codes(found, categories=categories)})
    return replace(cohort, people=people, attributes={**cohort.attributes, name: attribute}), name


def _implied(columns: Sequence[str]) -> Iterable[Implied]:
    none: tuple[Condition, ...] = tuple((column, NO) for column in columns)
    yield Implied(NO, none, way="both")
    for column in columns:
        yield Implied(NO, ((column, NO),))
        yield Implied(YES, ((column, YES),), way="back")
