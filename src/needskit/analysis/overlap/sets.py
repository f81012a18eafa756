"""Sets of needs: how many have each, which are the commonest, and what they are called."""

from __future__ import annotations

from itertools import combinations as sets_of
from typing import TYPE_CHECKING

import numpy as np

from needskit.analysis.count import attribute_of
from needskit.cohort.build import NUMBER_OF_NEEDS
from needskit.cohort.combination import COMBINATION, NOT_IN_FULL
from needskit.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from needskit.cohort.cohort import Cohort

Places = tuple[int, ...]
"""Needs, by their places among those of the cohort."""

OTHERS = "all other combinations"
NOT_LISTED = "not listed"
"""No row: sets that are not common enough are nowhere, for they are not parts of a whole."""

JOINED = " + "
"""Between the needs of a combination."""


def on_listing(cohort: Cohort, most: str) -> str:
    """Say how many are listed, in which order, and which are not where counts are rounded."""
    return (
        f"{most} are listed, those of most {cohort.unit} first; where counts are rounded, only those of 10 or more "
        f"{cohort.unit}."
    )


def commonest(cohort: Cohort, numbers: Iterable[int], *, exactly: bool, most: int) -> list[Places]:
    """Return the sets of so many needs that most people have, exactly or at least; those that nobody has left out."""
    counts = cohort.profile.combinations_by()
    width = len(cohort.needs.columns)
    codes = np.arange(len(counts))
    size: dict[Places, int] = {}
    for number in numbers:
        for places in sets_of(range(width), number):
            had = sum(1 << (width - 1 - place) for place in places)
            size[places] = int(counts[had] if exactly else counts[(codes & had) == had].sum())
    return sorted((places for places, people in size.items() if people), key=lambda places: -size[places])[:most]


def every(cohort: Cohort) -> tuple[str, ...]:
    """Return every combination of the needs of a cohort."""
    cohort.needs.refuse_none()
    return attribute_of(cohort, COMBINATION).answers[:-1]


def answer_of(cohort: Cohort, places: Places) -> str:
    """Return the combination of the needs at these places."""
    return "".join("1" if place in places else "0" for place in range(len(cohort.needs.columns)))


def all_others(cohort: Cohort, found: Iterable[Places]) -> frozenset[str]:
    """Return the combinations that are none of those found."""
    return frozenset(every(cohort)) - {answer_of(cohort, places) for places in found}


def named(cohort: Cohort, places: Places) -> str:
    """Return a combination in words: its needs, or that there is none."""
    labels = [cohort.needs.questions[place].label for place in places]
    return JOINED.join(labels) or f"no {cohort.needs.word}"


def numbers(cohort: Cohort) -> frozenset[str]:
    """Return the numbers of needs of those with a known answer on every one."""
    return frozenset(cohort.attributes[NUMBER_OF_NEEDS].answers) - {NOT_IN_FULL}


def refuse_none(most: int) -> None:
    """Raise if nothing is to be listed."""
    if most < 1:
        message = f"most wants how many are listed, 1 or more, but was {most}."
        raise UsageError(message)
