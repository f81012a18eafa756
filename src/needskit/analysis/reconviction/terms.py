"""Terms of a model that an analyst names: groups of breakdowns, whole numbers, and numbers put in bands."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import pandas as pd

from needskit.analysis.modelled_terms import Term
from needskit.cohort.breakdown import NOT_IN_A_BAND, NOT_KNOWN, Group
from needskit.cohort.strata import Factor, with_strata, with_strata_found
from needskit.errors import UsageError, reject_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from needskit.cohort.cohort import Cohort
    from needskit.cohort.strata import Strata
    from needskit.table.whom import Attribute

LEAST_GROUPS = 2
MOST_STRATA = 120
"""So many strata are counted whether anybody is in them or not, and can be protected; of more, those found."""

MOST_FOUND = 1_000
"""More strata with people in them than this take too long to count apart."""


@dataclass(frozen=True, slots=True)
class Named:
    """A breakdown or whole number that is in a model.

    Parameters
    ----------
    name
        As it was asked for, and its bands if it has any: what its strata are called by.
    label
        As a reader sees it.
    factor
        Its attribute and groups; others are set against the first.
    is_number
        Whether it is a number, of which each group is one value.
    """

    name: str
    label: str
    factor: Factor
    is_number: bool

    def terms(self, place: int) -> list[Term]:
        """Return its terms, where it is in this place among the factors."""
        if self.is_number:
            return [Term(f"{self.label}: one more", place, None)]
        first, *others = (group.label for group in self.factor.groups)
        return [
            Term(f"{self.label}: {_inside(label)}, against {_inside(first)}", place, group)
            for group, label in enumerate(others, start=1)
        ]


def _inside(label: str) -> str:
    return label[:1].lower() + label[1:]


def named_in(cohort: Cohort, names: Sequence[str], bands: Mapping[str, Sequence[int]]) -> list[Named]:
    """Return what the terms of a model are made of.

    Parameters
    ----------
    cohort
        Whose people are counted.
    names
        Of breakdowns and of whole numbers.
    bands
        Of whole numbers, the first number of each band.

    Raises
    ------
    UsageError
        If there is none, the cohort does not have one, everybody of it is alike in one, or bands are of no term or in
        no rising order.
    """
    if not names:
        message = 'terms wants the names of breakdowns or whole numbers, such as ["sex", "age"].'
        raise UsageError(message)
    spare = [name for name in bands if name not in names]
    if spare:
        message = f"There are bands of '{spare[0]}', which is no term. Name it in terms, or leave its bands out."
        raise UsageError(message)
    numbers = {name: attribute for name, attribute in cohort.attributes.items() if _is_number(cohort, attribute)}
    found = []
    for name in names:
        if name in bands:
            if name not in numbers:
                reject_name(name, kind="whole number of this cohort", known=numbers)
            found.append(_banded(numbers[name], tuple(bands[name])))
        elif name in cohort.breakdowns:
            breakdown = cohort.breakdown(name)
            groups = tuple(g for g in breakdown.groups if g.label not in {NOT_KNOWN, NOT_IN_A_BAND})
            found.append(Named(name, breakdown.label, Factor(breakdown.attribute, groups), is_number=False))
        elif name in numbers:
            found.append(_as_number(numbers[name]))
        else:
            reject_name(name, kind="breakdown or whole number of this cohort", known={**cohort.breakdowns, **numbers})
    return [_among(cohort, each) for each in found]


def _is_number(cohort: Cohort, attribute: Attribute) -> bool:
    if attribute.numbers:
        return True
    return attribute.name in cohort.people and pd.api.types.is_numeric_dtype(cohort.people[attribute.name].dtype)


def _values(attribute: Attribute) -> list[int]:
    return [int(answer) for answer in attribute.answers if answer.isdigit()]


def _as_number(attribute: Attribute) -> Named:
    groups = tuple(Group(str(value), frozenset({str(value)})) for value in _values(attribute))
    return Named(attribute.name, attribute.label, Factor(attribute, groups), is_number=True)


def _banded(attribute: Attribute, starts: tuple[int, ...]) -> Named:
    values = _values(attribute)
    bounds = (values[0] - 1, *starts, values[-1] + 1)
    if not starts or any(later <= earlier for earlier, later in pairwise(bounds)):
        message = (
            f"bands wants the first number of each band of '{attribute.name}' in rising order, from {values[0]} to "
            f"{values[-1]}, such as [{values[0]}, {values[0] + 5}]."
        )
        raise UsageError(message)
    groups = []
    for start, after in pairwise(bounds[1:]):
        is_last = after == bounds[-1]
        one = str(start) if start + 1 == after else f"{start} to {after - 1}"
        label = f"{start} and over" if is_last else one
        groups.append(Group(label, frozenset(str(value) for value in values if start <= value < after)))
    name = f"{attribute.name} from {', '.join(map(str, starts))}"
    return Named(name, attribute.label, Factor(attribute, tuple(groups)), is_number=False)


def _among(cohort: Cohort, named: Named) -> Named:
    """Return it with the groups that people of the cohort could be in, which follows from how they were chosen."""
    possible = cohort.whom.answers_to(named.factor.attribute.name)
    groups = tuple(g for g in named.factor.groups if possible is None or g.answers & possible)
    if len(groups) < LEAST_GROUPS:
        message = f"'{named.name}' is a term of the model, and everybody of this cohort is alike in it. Leave it out."
        raise UsageError(message)
    whole = named.factor.groups if named.is_number else groups
    return Named(named.name, named.label, Factor(named.factor.attribute, whole), named.is_number)


def divided(cohort: Cohort, factors: Sequence[Named]) -> tuple[Cohort, Strata]:
    """Return the cohort divided into strata: all that there could be, or those found where these are too many.

    Raises
    ------
    UsageError
        If there are too many of those found.
    """
    name = f"stratum of {' and '.join(each.name for each in factors)}"
    given = [each.factor for each in factors]
    is_fixed = not any(each.attribute.from_extract or each.attribute.identifies for each in given)
    if is_fixed and math.prod(len(each.groups) for each in given) <= MOST_STRATA:
        return with_strata(cohort, given, name=f"{name}{_as_chosen(cohort, factors)}")
    among = f" of those {cohort.among}" if cohort.among else ""
    cohort, strata = with_strata_found(cohort, given, name=f"{name}, found{among}")
    if len(strata.names) > MOST_FOUND:
        message = (
            f"These terms divide people into more than {MOST_FOUND} strata, which is too many to count apart. Put "
            'whole numbers in bands, such as bands={"age": [18, 25, 35]}, or name fewer terms.'
        )
        raise UsageError(message)
    return cohort, strata


def _as_chosen(cohort: Cohort, factors: Iterable[Named]) -> str:
    """Return the words that tell strata apart where the cohort was chosen by a term, and has fewer of them."""
    by_a_term = any(cohort.whom.answers_to(each.factor.attribute.name) is not None for each in factors)
    return f" of those {cohort.among}" if by_a_term else ""
