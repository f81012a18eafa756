"""Strata: people divided by several characteristics at once, for standardising and for models."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from needskit.cohort.profile import answer_codes
from needskit.table.whom import Attribute, Implied

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from needskit.cohort.breakdown import Group
    from needskit.cohort.cohort import Cohort

OUTSIDE = "in no stratum"


@dataclass(frozen=True, slots=True)
class Factor:
    """One characteristic that strata divide people by.

    Parameters
    ----------
    attribute
        Its attribute.
    groups
        The groups of its answers; whoever is in none of them is in no stratum.
    """

    attribute: Attribute
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Strata:
    """An attribute whose answers are the combinations of groups of several characteristics.

    Parameters
    ----------
    attribute
        Its answers are the strata, and those in none.
    factors
        What they are made of, in order.
    found
        The places of the strata, if only those that somebody is in are there; None for every combination.
    """

    attribute: Attribute
    factors: tuple[Factor, ...]
    found: tuple[tuple[int, ...], ...] | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The strata."""
        return self.attribute.answers[:-1]

    @property
    def places(self) -> list[tuple[int, ...]]:
        """The group of each characteristic that each stratum is of, by its place."""
        if self.found is not None:
            return list(self.found)
        return list(product(*(range(len(factor.groups)) for factor in self.factors)))

    def with_group(self, factor: int, group: int) -> frozenset[str]:
        """Return the strata that are of one group of one characteristic."""
        return frozenset(name for name, at in zip(self.names, self.places, strict=True) if at[factor] == group)


def with_strata(cohort: Cohort, factors: Sequence[Factor], *, name: str) -> tuple[Cohort, Strata]:
    """Return the cohort divided into strata.

    Parameters
    ----------
    cohort
        Whose people are divided.
    factors
        By what.
    name
        Of the attribute: one name always stands for the same factors.
    """
    labels = [", ".join(group.label for group in groups) for groups in product(*(f.groups for f in factors))]
    strata = Strata(Attribute(name, name.capitalize(), (*labels, OUTSIDE)), tuple(factors))
    attribute = replace(strata.attribute, implies=tuple(_implied(strata)))
    if name in cohort.attributes:
        return cohort, replace(strata, attribute=attribute)
    codes = np.zeros(len(cohort.people), dtype=np.int64)
    outside = np.zeros(len(cohort.people), dtype=bool)
    for factor in factors:
        found = _groups_of(cohort, factor)
        outside |= found < 0
        codes = codes * len(factor.groups) + np.maximum(found, 0)
    codes[outside] = len(labels)
    return _with_codes(cohort, codes, attribute), replace(strata, attribute=attribute)


def with_strata_found(cohort: Cohort, factors: Sequence[Factor], *, name: str) -> tuple[Cohort, Strata]:
    """Return the cohort divided into the strata that somebody is in, where all there could be are too many.

    Which these are tells of people, so a release that protects refuses a table that counts them: the attribute says
    that it identifies.

    Parameters
    ----------
    cohort
        Whose people are divided.
    factors
        By what.
    name
        Of the attribute: one name always stands for the same factors and people.
    """
    places = np.column_stack([_groups_of(cohort, factor) for factor in factors])
    inside = (places >= 0).all(axis=1)
    found, which = np.unique(places[inside], axis=0, return_inverse=True)
    codes = np.full(len(places), len(found), dtype=np.int64)
    codes[inside] = which.ravel()
    kept = tuple(tuple(int(place) for place in at) for at in found)
    labels = [", ".join(factor.groups[place].label for factor, place in zip(factors, at, strict=True)) for at in kept]
    attribute = Attribute(name, name.capitalize(), (*labels, OUTSIDE), from_extract=True, identifies=True)
    return _with_codes(cohort, codes, attribute), Strata(attribute, tuple(factors), kept)


def _with_codes(cohort: Cohort, codes: np.ndarray, attribute: Attribute) -> Cohort:
    column = pd.Categorical.from_codes(codes, categories=pd.Index(attribute.answers))
    people = cohort.people.assign(**{attribute.name: column})
    return replace(cohort, people=people, attributes={**cohort.attributes, attribute.name: attribute})


def _groups_of(cohort: Cohort, factor: Factor) -> np.ndarray:
    """Return the place of the group that each person is in; -1 for none."""
    look_up = np.full(len(factor.attribute.answers) + 1, -1, dtype=np.int64)
    for place, group in enumerate(factor.groups):
        look_up[[factor.attribute.answers.index(answer) for answer in group.answers]] = place
    found: np.ndarray = look_up[_codes_of(cohort, factor.attribute)]
    return found


def _codes_of(cohort: Cohort, attribute: Attribute) -> np.ndarray:
    """Return the place of each person's answer; of the number of needs, worked out from the needs."""
    if not attribute.numbers:
        return answer_codes(cohort.people, attribute)
    answers = [cohort.people[need].cat.codes.to_numpy() for need in attribute.numbers]
    in_full = np.logical_and.reduce([codes <= 1 for codes in answers])
    number = np.sum([codes == 0 for codes in answers], axis=0)
    return np.where(in_full, number, len(attribute.numbers) + 1)


def _implied(strata: Strata) -> Iterable[Implied]:
    """Say that whoever is in a stratum is in each of the groups that it is of."""
    for place, factor in enumerate(strata.factors):
        for group, of in enumerate(factor.groups):
            yield Implied(strata.with_group(place, group), ((factor.attribute.name, of.answers),))
