"""The profile: people as small integers, so that every table is a count of codes made once.

Each attribute is an array of codes. The answers to all needs together are one more, the pattern: prevalence, number of
needs, pairs and combinations come of how many people have each, and never of going over the people again.
"""

from __future__ import annotations

import math
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from needskit.cohort.packed import BITS, Codes, Small, blocks, numbered
from needskit.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from needskit.cohort.breakdown import Breakdown
    from needskit.table.whom import Attribute

Counts = npt.NDArray[np.int64]
Axis = tuple[Codes, npt.NDArray[np.intp] | None, int]
"""Codes of the rows, what each code is to be counted as (None: as it is), and how many places there are."""

ANSWERS = 4
"""Answers to a need: yes, no, not answered, not assessed."""

FEW = 5
"""Needs of which the patterns are added up together, to tell the answers to each apart afterwards."""

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
        self.weights = weights
        self.needs = tuple(needs)
        self._cache: dict[tuple[str, ...], Counts] = {}
        self._codes: dict[str, Codes] = {}

    @cached_property
    def total(self) -> int:
        """How many people there are."""
        return len(self._people) if self.weights is None else int(self.weights.sum())

    @cached_property
    def _patterned(self) -> tuple[Small, npt.NDArray[np.int8]]:
        """Each row's pattern number, and the answers that each pattern is: shape ``(patterns, needs)``."""
        rows, seen = numbered([self._answers_to(need) for need in self.needs], len(self._people))
        shifts = BITS * np.arange(len(self.needs))
        return rows, ((seen[:, None] >> shifts) & (ANSWERS - 1)).astype(np.int8)

    @property
    def pattern_of_each_row(self) -> Small:
        """The number of each row's pattern."""
        return self._patterned[0]

    def _answers_to(self, need: str) -> Codes:
        codes = _category_codes(self._people[need])
        if codes is None:
            message = f"'{need}' is not a column of answers."
            raise UsageError(message)
        return codes

    @property
    def patterns(self) -> npt.NDArray[np.int8]:
        """The answers of each pattern that somebody has: 0 yes, 1 no, 2 not answered, 3 not assessed."""
        return self._patterned[1]

    def people_by(self, *by: Breakdown) -> Counts:
        """How many people are in each group? Shape: the groups of each breakdown.

        A breakdown by an attribute that does not concern everybody has one group more, for the others.
        """
        return self._count("people", by)

    def patterns_by(self, *by: Breakdown) -> Counts:
        """How many people of each group have each pattern of needs? Shape: groups of each, then patterns."""
        rows, patterns = self._patterned
        return self._count("patterns", by, (rows, None, len(patterns)))

    def answers_by(self, need: str, *by: Breakdown) -> Counts:
        """How many people of each group answered a need yes, no, or not? Last axis: the four answers."""
        size = len(self.patterns) * math.prod(_width(b) for b in by)
        if not self._has_patterns(by) and size > len(self._people):
            return self._count(f"answers to {need}", by, (self._answers_to(need), None, ANSWERS))
        place = self.needs.index(need)
        first = place - place % FEW
        few = len(self.needs[first : first + FEW])
        counts = self._summed(f"answers from {first}", by, lambda: self._few(first), ANSWERS**few)
        apart = counts.reshape(-1, ANSWERS ** (few - 1 - place % FEW), ANSWERS, ANSWERS ** (place % FEW))
        found: Counts = apart.sum(axis=(1, 3)).reshape(*counts.shape[:-1], ANSWERS)
        return found

    def number_by(self, *by: Breakdown) -> Counts:
        """How many people of each group have 0, 1, 2 ... needs? Then: not answered in full, not assessed."""
        most = len(self.needs) + 3
        if self._has_patterns(by):
            return self._summed("numbers", by, lambda: self.number_of_each_pattern, most)
        return self._count("numbers", by, (self._patterned[0], self.number_of_each_pattern.astype(np.intp), most))

    def _few(self, first: int) -> Codes:
        """Return the answers of each pattern to a few needs as one number, the first need in the lowest bits."""
        answers = self.patterns[:, first : first + FEW].astype(np.int64)
        packed: Codes = (answers << (BITS * np.arange(answers.shape[1]))).sum(axis=1)
        return packed

    def combinations_by(self, *by: Breakdown) -> Counts:
        """How many people of each group have exactly each combination of needs, of those answered in full?

        Last axis: every combination, as a binary number of which the first need is the highest digit.
        """
        width = 2 ** len(self.needs) + 2
        combined = self._summed("combinations", by, lambda: self.combination_of_each_pattern, width)
        found: Counts = combined[..., :-2]
        return found

    def amount_by(self, of: str, among: npt.NDArray[np.bool_], *by: Breakdown) -> Counts:
        """What do whole numbers of the people of each group come to? Shape: the groups of each breakdown.

        Parameters
        ----------
        of
            The column of numbers; one that is not known adds nothing.
        among
            Which rows count, shape ``(rows,)``.
        *by
            How people are divided.
        """
        axes: list[Axis] = [(self._group_codes(b), None, _width(b)) for b in by]
        shape = tuple(width for _, _, width in axes)
        found = np.zeros(math.prod(shape), dtype=np.int64)
        for block in blocks(len(self._people)):
            numbers = self._people[of].iloc[block].to_numpy(dtype=np.float64, na_value=0.0)
            amounts = np.where(among[block], numbers, 0).astype(np.int64)
            if self.weights is not None:
                amounts *= self.weights[block]
            if axes:
                np.add.at(found, _joint(axes, block), amounts)
            else:
                found += amounts.sum()
        return found.reshape(shape)

    @cached_property
    def number_of_each_pattern(self) -> npt.NDArray[np.int64]:
        """The number of needs of each pattern; needs + 1 if not answered in full, needs + 2 if not assessed."""
        yes = (self.patterns == 0).sum(axis=1)
        partly = (self.patterns == 2).any(axis=1)  # noqa: PLR2004 - the code of "not answered"
        absent = (self.patterns == ANSWERS - 1).any(axis=1)
        return np.where(absent, len(self.needs) + 2, np.where(partly, len(self.needs) + 1, yes))

    @cached_property
    def combination_of_each_pattern(self) -> npt.NDArray[np.int64]:
        """The needs of each pattern as a binary number, the first need the highest digit.

        2 to the power of the needs if not answered in full, and one more if not assessed.
        """
        size = len(self.needs)
        had: Counts = ((self.patterns == 0) << np.arange(size)[::-1]).sum(axis=1)
        not_in_full = self.number_of_each_pattern > size
        codes: Counts = np.where(not_in_full, 2**size + self.number_of_each_pattern - size - 1, had)
        return codes

    def _has_patterns(self, by: Sequence[Breakdown]) -> bool:
        return ("patterns", *(b.name for b in by)) in self._cache

    def _summed(self, what: str, by: Sequence[Breakdown], places: Callable[[], Codes], width: int) -> Counts:
        """Add up the counts of the patterns that have the same place."""
        key = (what, *(b.name for b in by))
        if key not in self._cache:
            counts = self.patterns_by(*by)
            groups = math.prod(counts.shape[:-1])
            at = (width * np.arange(groups)[:, None] + places()).ravel()
            # Sums of whole numbers below 2**53 are exact in floating point.
            found = np.bincount(at, counts.ravel(), groups * width)
            self._cache[key] = np.rint(found).astype(np.int64).reshape(*counts.shape[:-1], width)
        return self._cache[key]

    def _count(self, what: str, by: Sequence[Breakdown], last: Axis | None = None) -> Counts:
        """Count the rows of each group, by the places of a last axis too if there is one."""
        key = (what, *(b.name for b in by))
        if key not in self._cache:
            axes: list[Axis] = [(self._group_codes(b), None, _width(b)) for b in by]
            self._cache[key] = self._bincount([*axes, last] if last else axes)
        return self._cache[key]

    def _bincount(self, axes: Sequence[Axis]) -> Counts:
        """Count block by block, so that no number is kept for each person."""
        if not axes:
            return np.array(self.total, dtype=np.int64)
        shape = tuple(width for _, _, width in axes)
        found = np.zeros(math.prod(shape), dtype=np.int64)
        for block in blocks(len(self._people)):
            # Unlike bincount this makes no table a block, and whole numbers of people stay whole.
            np.add.at(found, _joint(axes, block), 1 if self.weights is None else self.weights[block])
        return found.reshape(shape)

    def _group_codes(self, breakdown: Breakdown) -> Codes:
        """Return the group of each row."""
        if breakdown.name not in self._codes:
            group_of = {a: i for i, group in enumerate(breakdown.groups) for a in group.answers}
            groups = [group_of[answer] for answer in breakdown.attribute.answers]
            codes = answer_codes(self._people, breakdown.attribute)
            if groups != list(range(len(breakdown.groups))):
                look_up = np.array([*groups, len(breakdown.groups)], dtype=_dtype_for(len(breakdown.groups)))
                codes = _block_by_block(len(codes), look_up.dtype, lambda block: look_up[codes[block]])
            self._codes[breakdown.name] = codes
        return self._codes[breakdown.name]


def _joint(axes: Sequence[Axis], block: slice) -> npt.NDArray[np.intp]:
    """Return one number for each row of a block, that of its cell in a table with these axes."""
    joint: npt.NDArray[np.intp] | None = None
    for codes, counted_as, width in axes:
        places = codes[block] if counted_as is None else np.take(counted_as, codes[block])
        if joint is None:
            joint = places.astype(np.intp)
        else:
            joint *= width
            joint += places
    return np.empty(0, dtype=np.intp) if joint is None else joint


def _width(breakdown: Breakdown) -> int:
    """How many groups are counted, the people whom the question does not concern being one."""
    return len(breakdown.groups) + (breakdown.attribute.within is not None)


def answer_codes(people: pd.DataFrame, attribute: Attribute) -> Codes:
    """Return the position of each row's answer among the answers of the attribute, shape ``(rows,)``.

    People whom the question does not concern have the position after the last. A whole number is looked up
    by its distance from the least that there is; not known comes last.
    """
    column, outside = people[attribute.name], len(attribute.answers)
    codes = _category_codes(column)
    if codes is None:
        codes = _number_codes(column, lowest=int(attribute.answers[0]), not_known=outside - 1)
    if attribute.within is None:
        return codes
    parent, answer = attribute.within
    among = _category_codes(people[parent])
    if among is None:
        # A number that is not known is no number.
        concerned = people[parent].eq(int(answer)).to_numpy(dtype=bool, na_value=False)
    else:
        concerned = among == people[parent].cat.categories.get_loc(answer)
    return np.where(concerned, codes, codes.dtype.type(outside))


def _number_codes(column: pd.Series, *, lowest: int, not_known: int) -> Codes:
    """Return how far each number is from the least, and the place of those not known."""

    def codes(block: slice) -> Codes:
        values = column.iloc[block].to_numpy(dtype=np.float64, na_value=np.nan)
        return np.where(np.isnan(values), not_known, values - lowest).astype(np.intp)

    return _block_by_block(len(column), _dtype_for(not_known + 1), codes)


def _block_by_block(rows: int, dtype: np.dtype[np.signedinteger], codes: Callable[[slice], Codes]) -> Codes:
    """Return codes that are worked out a block at a time, so that what is larger than they are stays small."""
    found = np.empty(rows, dtype=dtype)
    for block in blocks(rows):
        found[block] = codes(block)
    return found


def _dtype_for(most: int) -> np.dtype[np.signedinteger]:
    """Return the smallest signed whole number that holds this one."""
    dtype: np.dtype[np.signedinteger] = np.min_scalar_type(-most - 1)
    return dtype


def _category_codes(column: pd.Series) -> Codes | None:
    """Return the codes of a column of categories, which are not copied; None for another column."""
    values = column.array
    return values.codes if isinstance(values, pd.Categorical) else None
