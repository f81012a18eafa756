"""The made-up passage from youth to adult services: who was known, and when one ended and the other began."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from needskit.synthetic import draws, margins
from needskit.synthetic.people import ADULT_AGE, YOUNG_ADULT_ENDS

if TYPE_CHECKING:
    from needskit.synthetic.arrays import Days, Flags
    from needskit.synthetic.people import Traits, When


@dataclass(frozen=True, slots=True, eq=False)
class Youth:
    """Who was known to youth services, with the two dates and whether each is on record."""

    known: Flags
    recorded: Flags
    youth_end: Days
    youth_end_recorded: Flags
    adult_start: Days
    adult_start_recorded: Flags


def draw_youth(rng: np.random.Generator, *, traits: Traits, when: When, as_at: Days) -> Youth:
    """Draw the passage: the youth service ends about the 18th birthday, the adult service starts after a gap.

    Everyone aged 16 or 17 is known to youth services, and leaves them after the index date. Others were known
    before it, and their adult service began no later than the index date. A date after `as_at` is left blank.
    """
    people = when.age.size
    youth = when.age < ADULT_AGE
    birthday = draws.add_months(when.date_of_birth, months=12 * ADULT_AGE)
    could_be_known = ~youth & (birthday >= np.datetime64(margins.YOUTH_SERVICES_BEGAN))
    young_adult = when.age < YOUNG_ADULT_ENDS
    score = traits.offending + rng.standard_normal(people)
    shares = margins.SHARE_KNOWN_TO_YOUTH_SERVICES
    known = (
        youth
        | draws.quota(score, share=shares["18 to 24"], among=could_be_known & young_adult)
        | draws.quota(score, share=shares["25 and over"], among=could_be_known & ~young_adult)
    )
    # Two draws added crowd the days round the birthday: 120 before to 120 after.
    about = draws.spread(rng, low=-60, high=60, people=people) + draws.spread(rng, low=-60, high=60, people=people)
    ended = birthday + about
    ended = np.where(youth, np.maximum(ended, when.index_date), np.minimum(ended, when.index_date))
    started = ended + draws.spread(rng, low=0, high=420, people=people, lean=2.0)
    started = np.where(youth, started, np.minimum(started, when.index_date))
    recorded = youth | (rng.random(people) >= margins.SHARE_YOUTH_NOT_KNOWN)
    end_kept = rng.random(people) >= margins.SHARE_YOUTH_END_NOT_KNOWN
    start_kept = rng.random(people) >= margins.SHARE_ADULT_START_NOT_KNOWN
    return Youth(
        known=known,
        recorded=recorded,
        youth_end=ended,
        youth_end_recorded=known & recorded & end_kept & (ended <= as_at),
        adult_start=started,
        adult_start_recorded=known & recorded & start_kept & (started <= as_at),
    )
