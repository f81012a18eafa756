"""People ranked by a number, such as of reoffences: who is among the most prolific 1, 5 or 10 per cent."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from math import floor
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from needskit.cohort.breakdown import NOT_KNOWN
from needskit.cohort.cohort import PEOPLE
from needskit.cohort.profile import answer_codes
from needskit.table.whom import Attribute, Implied

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy.typing as npt

    from needskit.cohort.breakdown import Breakdown
    from needskit.cohort.cohort import Cohort
    from needskit.table.whom import Condition

    Places = npt.NDArray[np.int64]

NOT_RANKED = "not ranked"


@dataclass(frozen=True, slots=True)
class Ranking:
    """An attribute that says in which slice of the most prolific each person is.

    Parameters
    ----------
    attribute
        Its answers are the slices, the most prolific first, then the rest, then those who are not ranked.
    """

    attribute: Attribute

    @property
    def slices(self) -> tuple[str, ...]:
        """The slices of those who are ranked, the rest last."""
        return self.attribute.answers[:-1]

    @property
    def ranked(self) -> Condition:
        """The condition of those who are ranked."""
        return self.attribute.name, frozenset(self.slices)

    def at_most(self, place: int) -> Condition:
        """Return the condition of the slices up to and with this one."""
        return self.attribute.name, frozenset(self.slices[: place + 1])

    @property
    def rest(self) -> Condition:
        """The condition of those below every cut."""
        return self.attribute.name, frozenset(self.slices[-1:])


def with_ranking(
    cohort: Cohort, *, number: str, asked: Sequence[Condition], top: Sequence[float], within: Sequence[Breakdown] = ()
) -> tuple[Cohort, Ranking]:
    """Return the cohort with its people ranked by a number, the highest first, and cut after some percentages.

    A cut is after the whole number of people that is nearest to the percentage, a half upwards, so it may go through
    people of one number: of those, the ones in earlier rows are ranked higher. A row of several people is divided where
    a cut goes through it.

    Parameters
    ----------
    cohort
        Whose people are ranked.
    number
        The column of whole numbers.
    asked
        Conditions on columns of people: whoever does not meet them all, or whose number is not known, is not ranked.
    top
        Percentages in rising order.
    within
        Breakdowns within whose groups people are ranked, each by itself; all together if there are none.
    """
    known = (number, frozenset(cohort.attributes[number].answers) - {NOT_KNOWN})
    ranking = _ranking(cohort, number, top, within, (*asked, known))
    attribute = ranking.attribute
    if attribute.name in cohort.attributes:
        return cohort, ranking
    sliced = _sliced(cohort, number, _rows_with(cohort, (*asked, known)), top, _groups(cohort, within))
    people = cohort.people.iloc[sliced.row].reset_index(drop=True)
    if PEOPLE in people:
        people[PEOPLE] = pd.Series(sliced.weight).astype(people[PEOPLE].dtype)
    column = pd.Categorical.from_codes(sliced.place, categories=pd.Index(attribute.answers))
    attributes = {**cohort.attributes, attribute.name: attribute}
    return replace(cohort, people=people.assign(**{attribute.name: column}), attributes=attributes), ranking


def _ranking(
    cohort: Cohort, number: str, top: Sequence[float], within: Sequence[Breakdown], asked: tuple[Condition, ...]
) -> Ranking:
    ends = [f"{share:g}%" for share in top]
    between = [f"{low} to {high}" for low, high in pairwise(ends)]
    slices = (f"top {ends[0]}", *between, f"below the top {ends[-1]}")
    inside = f" within {' and '.join(each.name for each in within)}" if within else ""
    # Part of a cohort is ranked by itself, which is another attribute than the ranking of all.
    among = f" of those {cohort.among}" if cohort.among else ""
    name = f"most prolific {', '.join(ends)} by {number}{inside}{among}"
    # Who is ranked is who meets the conditions: the rounding then makes them one number.
    implies = (Implied(frozenset(slices), asked, way="both"),)
    return Ranking(Attribute(name, f"{name[:1].upper()}{name[1:]}", (*slices, NOT_RANKED), implies=implies))


class _Sliced(NamedTuple):
    """Rows after the cuts: the row of people that each is of, the place of its slice, and how many people it is."""

    row: Places
    place: Places
    weight: Places


def _sliced(cohort: Cohort, number: str, ranked: npt.NDArray[np.bool_], top: Sequence[float], group: Places) -> _Sliced:
    """Return the people cut into slices, group by group, those not ranked as they are."""
    rows = len(cohort.people)
    weight = cohort.people[PEOPLE].to_numpy(dtype=np.int64) if PEOPLE in cohort.people else np.ones(rows, np.int64)
    size = cohort.people[number].to_numpy(dtype=np.float64, na_value=0.0)
    others = np.flatnonzero(~ranked)
    found = [_Sliced(others, np.full(len(others), len(top) + 1), weight[others])]
    # Sorting is stable, so that people of one number stay in the order of their rows.
    order = np.lexsort((-size, group))
    order = order[ranked[order]]
    starts = np.flatnonzero(np.diff(group[order], prepend=-1))
    for members in np.split(order, starts[1:]) if len(order) else ():
        ends = np.cumsum(weight[members])
        cuts = np.array([_nearest(int(ends[-1]), share) for share in top])
        # From one edge to the next people are of one row and of one slice.
        edges = np.unique(np.concatenate([[0], ends, cuts]))
        row = members[np.searchsorted(ends, edges[:-1], side="right")]
        found.append(_Sliced(row, np.searchsorted(cuts, edges[:-1], side="right"), np.diff(edges)))
    together = _Sliced(*(np.concatenate(each) for each in zip(*found, strict=True)))
    in_order = np.argsort(together.row, kind="stable")
    return _Sliced(*(each[in_order] for each in together))


def _nearest(people: int, share: float) -> int:
    """Return the whole number of people nearest to a percentage of them, a half upwards."""
    return floor(people * Fraction(str(share)) / 100 + Fraction(1, 2))


def _rows_with(cohort: Cohort, asked: Iterable[Condition]) -> npt.NDArray[np.bool_]:
    kept = np.ones(len(cohort.people), dtype=bool)
    for name, answers in asked:
        attribute = cohort.attributes[name]
        meets = np.array([*(answer in answers for answer in attribute.answers), False])
        kept &= meets[answer_codes(cohort.people, attribute)]
    return kept


def _groups(cohort: Cohort, within: Sequence[Breakdown]) -> Places:
    """Return the number of the group of each row."""
    found = np.zeros(len(cohort.people), dtype=np.int64)
    for breakdown in within:
        place = {answer: i for i, group in enumerate(breakdown.groups) for answer in group.answers}
        outside = len(breakdown.groups)
        codes = np.array([*(place.get(answer, outside) for answer in breakdown.attribute.answers), outside])
        found = found * (outside + 1) + codes[answer_codes(cohort.people, breakdown.attribute)]
    return found
