"""The made-up spells with youth and adult services that lie behind what the flat extract says of the passage."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from needskit.synthetic import draws, margins
from needskit.synthetic.people import ADULT_AGE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from needskit.synthetic.arrays import Days, Flags, Integers
    from needskit.synthetic.people import When
    from needskit.synthetic.youth import Youth

NO_DAY = np.datetime64("NaT", "D")
MOST_EARLIER = 3
YOUNGEST = 10
"""From which age on youth services take somebody in: the age of criminal responsibility."""

OPEN_STILL, OPEN_AT_19, CLOSED_EARLY = range(3)
"""What became of a case whose end the flat extract does not give."""


@dataclass(frozen=True, slots=True, eq=False)
class Spells:
    """Spells, one value each: whose (as a place among the people), from when, and until when; no day is no end."""

    person: Integers
    start: Days
    end: Days

    def up_to(self, as_at: Days) -> Spells:
        """Return what can be known of them on a day, in the order in which they begin."""
        begun = np.flatnonzero(self.start <= as_at)
        order = begun[np.argsort(self.start[begun], kind="stable")]
        end = self.end[order]
        return Spells(self.person[order], self.start[order], np.where(end > as_at, NO_DAY, end))


def some(who: Flags, start: Days, end: Days) -> Spells:
    """Return a spell of each of some people, given a day for everybody.

    Examples
    --------
    >>> days = np.array(["2025-01-01", "2025-01-02"], dtype="datetime64[D]")
    >>> some(np.array([False, True]), days, days).person.tolist()
    [1]
    """
    person = np.flatnonzero(who)
    return Spells(person, start[person], end[person])


def together(spells: Sequence[Spells]) -> Spells:
    """Put spells below each other."""
    return Spells(
        np.concatenate([each.person for each in spells]),
        np.concatenate([each.start for each in spells]),
        np.concatenate([each.end for each in spells]),
    )


def draw_youth_spells(rng: np.random.Generator, *, when: When, youth: Youth, as_at: Days) -> Spells:
    """Draw the cases of everybody whom youth services knew, whether the flat extract records that or not.

    The case begun last by the index date ends on the day that the extract gives. Where it gives none, the case has no
    end, was still open at 19, or was closed long before 18. Cases before it may overlap with the next, and one in
    some is opened and closed on one day. People who are 16 or 17 at the index date may have another case after it.
    """
    people = when.age.size
    birthday = draws.add_months(when.date_of_birth, months=12 * ADULT_AGE)
    fate = draws.pick(rng, margins.CASES_WITHOUT_END, people=people)
    not_given = ~youth.youth_end_recorded & (youth.youth_end <= as_at)
    late, early = not_given & (fate == OPEN_AT_19), not_given & (fate == CLOSED_EARLY)
    end = np.where(late, draws.later(rng, birthday, low=366, high=800), youth.youth_end)
    end = np.where(early, draws.later(rng, birthday, low=-1200, high=-366), end)
    start = np.minimum(end - _days_open(rng, people=people, most=540), when.index_date)
    start = np.where(late, np.minimum(start, draws.later(rng, birthday, low=-300, high=-1)), start)
    written = np.where(not_given & (fate == OPEN_STILL), NO_DAY, end)
    found = [some(youth.known, start, written)]
    earlier = draws.falling_count(rng, np.full(people, margins.EARLIER_CASES_SCALE))
    born_10 = draws.add_months(when.date_of_birth, months=12 * YOUNGEST)
    following = start
    for number in range(1, MOST_EARLIER + 1):
        first = draws.later(rng, following, low=-420, high=-15)
        last = np.minimum(first + _days_open(rng, people=people, most=400), end)
        overlaps = rng.random(people) < margins.SHARE_CASES_OVERLAP
        last = np.where(overlaps, last, np.minimum(last, following))
        found.append(some(youth.known & (earlier >= number) & (first >= born_10), first, last))
        following = first
    again = (when.age < ADULT_AGE) & (rng.random(people) < margins.SHARE_ANOTHER_CASE)
    first = draws.later(rng, when.index_date, low=1, high=300)
    last = draws.later(rng, first, low=30, high=900)
    found.append(some(again & (first < birthday), first, last))
    return together(found).up_to(as_at)


def draw_adult_spells(rng: np.random.Generator, *, when: When, youth: Youth, as_at: Days) -> Spells:
    """Draw the orders with adult services: of most adults, and of those young people who had reached them.

    The first order of adult life starts on the day that the flat extract gives. Where youth services knew somebody
    and it gives no day, they came late or never. Some had an order that was over before they were 18.
    """
    people = when.age.size
    birthday = draws.add_months(when.date_of_birth, months=12 * ADULT_AGE)
    adult = when.age >= ADULT_AGE
    late = draws.later(rng, birthday, low=1, high=700)
    late = np.where(adult, np.minimum(late, when.index_date), late)
    late = np.where(youth.adult_start <= as_at, late, youth.adult_start)
    came = rng.random(people) >= margins.SHARE_NEVER_ADULT
    listed = adult & (rng.random(people) >= margins.SHARE_NO_ORDER)
    start = np.where(youth.known, late, when.index_date)
    start = np.where(youth.adult_start_recorded, youth.adult_start, start)
    has = np.where(youth.known, youth.adult_start_recorded | came, listed)
    early = start <= birthday
    end = draws.later(rng, start, low=120, high=800)
    end = np.where(early, np.maximum(end, draws.later(rng, birthday, low=30, high=300)), end)
    second = has & adult & (start + 100 < when.index_date)
    second_end = draws.later(rng, when.index_date, low=120, high=800)
    third = has & (rng.random(people) < margins.SHARE_ORDER_AGAIN)
    again = draws.later(rng, end, low=-60, high=500)
    before = youth.known & (rng.random(people) < margins.SHARE_ORDER_BEFORE_18)
    too_early = draws.later(rng, birthday, low=-400, high=-100)
    return together(
        [
            some(has, start, _written(rng, end)),
            some(second, when.index_date, _written(rng, second_end)),
            some(third, again, draws.later(rng, again, low=90, high=700)),
            some(before, too_early, draws.later(rng, too_early, low=20, high=90)),
        ]
    ).up_to(as_at)


def _days_open(rng: np.random.Generator, *, people: int, most: int) -> Integers:
    """Draw for how many days after the first a case is open; some are closed on the day on which they are opened."""
    days = draws.spread(rng, low=1, high=most, people=people, lean=1.3)
    return np.where(rng.random(people) < margins.SHARE_SAME_DAY, 0, days)


def _written(rng: np.random.Generator, end: Days) -> Days:
    """Leave out the end that nobody wrote down."""
    return np.where(rng.random(end.size) < margins.SHARE_ORDER_END_NOT_KNOWN, NO_DAY, end)
