"""The profile: people as small integers, so that every table is a count of codes made once.

Each attribute is an array of codes. The answers to all needs together are one more array, the pattern, since
people share patterns: prevalence, number of needs, pairs and combinations are all worked out from how many
people have each pattern, and never by going over the people again.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from needskit.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from needskit.cohort.breakdown import Breakdown
    from needskit.table.whom import Attribute

Counts = npt.NDArray[np.int64]
Codes = npt.NDArray[np.integer]

ANSWERS = 4
"""Answers to a need: yes, no, not answered, not assessed."""

DENSE_PATTERNS = 2**20
"""Up to this many possible patterns a table of them is quicker than sorting people."""

MOST_NEEDS = 31
"""More would not fit the 64 bits of a pattern."""


class Profile:
    """The people of one cohort as codes, and how many there are of each.

    Parameters
    ----------
    people
        The typed table of people, a row a person or a group.
    weights
        People that each row stands for, shape ``(rows,)``; None if each is one person.
    needs
        The columns of the needs.
    """

    def __init__(self, people: pd.DataFrame, weights: Counts | None, needs: Sequence[str]) -> None:
        if len(needs) > MOST_NEEDS:
            message = f"A need set may have at most {MOST_NEEDS} needs; this one has {len(needs)}."
            raise UsageError(message)
        self._people = people
        self._weights = weights
        self.needs = tuple(needs)
        self._cache: dict[tuple[str, ...], Counts] = {}
        self._codes: dict[str, Codes] = {}

    @cached_property
    def total(self) -> int:
        """How many people there are."""
        return len(self._people) if self._weights is None else int(self._weights.sum())

    @cached_property
    def _patterned(self) -> tuple[Codes, npt.NDArray[np.int8]]:
        """Each row's pattern number, and the answers that each pattern is: shape ``(patterns, needs)``."""
        size = ANSWERS ** len(self.needs)
        packed = np.zeros(len(self._people), dtype=np.int64)
        for position, need in enumerate(self.needs):
            packed += self._people[need].cat.codes.to_numpy().astype(np.int64) << (2 * position)
        if size <= DENSE_PATTERNS:
            seen = np.flatnonzero(np.bincount(packed, minlength=size))
            number = np.zeros(size, dtype=np.intp)
            number[seen] = np.arange(len(seen))
            rows: Codes = number[packed]
        else:
            seen, rows = np.unique(packed, return_inverse=True)
        shifts = 2 * np.arange(len(self.needs))
        return rows, ((seen[:, None] >> shifts) & (ANSWERS - 1)).astype(np.int8)

    @property
    def patterns(self) -> npt.NDArray[np.int8]:
        """The answers of each pattern that somebody has: 0 yes, 1 no, 2 not answered, 3 not assessed."""
        return self._patterned[1]

    def people_by(self, *by: Breakdown) -> Counts:
        """How many people are in each group? Shape: the groups of each breakdown.

        A breakdown by an attribute that does not concern everybody has one group more, for the others.
        """
        shape = tuple(_width(b) for b in by)
        return self._count(("people", *(b.name for b in by)), by, None, shape)

    def patterns_by(self, *by: Breakdown) -> Counts:
        """How many people of each group have each pattern of needs? Shape: groups of each, then patterns."""
        rows, patterns = self._patterned
        shape = (*(_width(b) for b in by), len(patterns))
        return self._count(("patterns", *(b.name for b in by)), by, rows, shape)

    def answers_by(self, need: str, *by: Breakdown) -> Counts:
        """How many people of each group answered a need yes, no, or not? Last axis: the four answers."""
        answers = self.patterns[:, self.needs.index(need)]
        counts = self.patterns_by(*by)
        return np.stack([counts[..., answers == answer].sum(axis=-1) for answer in range(ANSWERS)], axis=-1)

    def number_by(self, *by: Breakdown) -> Counts:
        """How many people of each group have 0, 1, 2 ... needs? Then: not answered in full, not assessed."""
        numbers = self.number_of_each_pattern
        counts = self.patterns_by(*by)
        return np.stack([counts[..., numbers == number].sum(axis=-1) for number in range(len(self.needs) + 3)], axis=-1)

    @cached_property
    def number_of_each_pattern(self) -> npt.NDArray[np.int64]:
        """The number of needs of each pattern; needs + 1 if not answered in full, needs + 2 if not assessed."""
        yes = (self.patterns == 0).sum(axis=1)
        partly = (self.patterns == 2).any(axis=1)  # noqa: PLR2004 - the code of "not answered"
        absent = (self.patterns == ANSWERS - 1).any(axis=1)
        return np.where(absent, len(self.needs) + 2, np.where(partly, len(self.needs) + 1, yes))

    def _count(
        self, key: tuple[str, ...], by: Sequence[Breakdown], extra: Codes | None, shape: tuple[int, ...]
    ) -> Counts:
        if key not in self._cache:
            joint: Codes | None = None
            for breakdown in by:
                codes = self._group_codes(breakdown)
                joint = codes if joint is None else joint * _width(breakdown) + codes
            if extra is not None:
                joint = extra if joint is None else joint * shape[-1] + extra
            self._cache[key] = self._bincount(joint, shape)
        return self._cache[key]

    def _bincount(self, joint: Codes | None, shape: tuple[int, ...]) -> Counts:
        if joint is None:
            return np.array(self.total, dtype=np.int64)
        size = int(np.prod(shape))
        if self._weights is None:
            return np.bincount(joint, minlength=size).reshape(shape)
        # Sums of whole numbers below 2**53 are exact in floating point.
        return np.rint(np.bincount(joint, self._weights, size)).astype(np.int64).reshape(shape)

    def _group_codes(self, breakdown: Breakdown) -> Codes:
        """Return the group of each row."""
        if breakdown.name not in self._codes:
            group_of = {a: i for i, group in enumerate(breakdown.groups) for a in group.answers}
            groups = [group_of[answer] for answer in breakdown.attribute.answers]
            look_up = np.array([*groups, len(breakdown.groups)], dtype=np.intp)
            self._codes[breakdown.name] = look_up[answer_codes(self._people, breakdown.attribute)]
        return self._codes[breakdown.name]


def _width(breakdown: Breakdown) -> int:
    """How many groups are counted, the people whom the question does not concern being one."""
    return len(breakdown.groups) + (breakdown.attribute.within is not None)


def answer_codes(people: pd.DataFrame, attribute: Attribute) -> Codes:
    """Return the position of each row's answer among the answers of the attribute, shape ``(rows,)``.

    People whom the question does not concern have the position after the last. A whole number is looked up
    by its distance from the least that there is; not known comes last.
    """
    column, outside = people[attribute.name], len(attribute.answers)
    codes: Codes
    if isinstance(column.dtype, pd.CategoricalDtype):
        codes = column.cat.codes.to_numpy()
    else:
        lowest, not_known = int(attribute.answers[0]), outside - 1
        values = column.to_numpy(dtype=np.float64, na_value=np.nan)
        codes = np.where(np.isnan(values), not_known, values - lowest).astype(np.intp)
    if attribute.within is None:
        return codes
    parent, answer = attribute.within
    concerned = people[parent].cat.codes.to_numpy() == people[parent].cat.categories.get_loc(answer)
    return np.where(concerned, codes, outside)
