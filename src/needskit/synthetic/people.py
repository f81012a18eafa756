"""Who the made-up people are: age, sex, ethnicity, district, dates, and where they live."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from needskit.synthetic import draws, margins

if TYPE_CHECKING:
    import datetime as dt

    from needskit.synthetic.arrays import Days, Flags, Floats, Integers

ADULT_AGE = 18
ADULT_OFFENDER_AGE = 21
YOUNG_ADULT_ENDS = 25


@dataclass(frozen=True, slots=True, eq=False)
class Traits:
    """What lies behind a person's needs and offending; never written to the extract.

    Attributes
    ----------
    severity
        Standard normal; higher for people with more needs.
    offending
        About standard normal; higher for people with more convictions.
    need_strengths
        People by needs, each column standard normal but for a shift by age.
    """

    severity: Floats
    offending: Floats
    need_strengths: Floats


@dataclass(frozen=True, slots=True, eq=False)
class When:
    """The dates and ages everything else hangs on; `followed_up` means 12 months and the wait are over."""

    index_date: Days
    date_of_birth: Days
    age: Integers
    last_day_seen: Days
    followed_up: Flags


@dataclass(frozen=True, slots=True, eq=False)
class Homes:
    """Accommodation codes at three times, with who is known; homeless is before custody, among the known."""

    before: Integers
    before_known: Flags
    release: Integers
    release_known: Flags
    three_months: Integers
    three_months_known: Flags
    homeless: Flags


def draw_ages(rng: np.random.Generator, *, people: int) -> Integers:
    """Draw completed years at the index date: a third 18 to 24, a few 16 or 17, the rest 25 and over.

    Examples
    --------
    >>> ages = draw_ages(draws.stream(1, part=0), people=300)
    >>> int(((ages >= 18) & (ages <= 24)).sum())
    100
    """
    everyone = np.ones(people, dtype=np.bool_)
    chance = rng.random(people)
    young_adult = draws.quota(chance, share=margins.SHARE_AGED_18_TO_24, among=everyone)
    # Taken from the other end of the same order, so the two quotas cannot meet.
    youth = draws.quota(-chance, share=margins.SHARE_AGED_16_OR_17, among=everyone)
    bands = margins.AGE_BANDS_25_AND_OVER
    band = draws.pick(rng, [share for _, _, share in bands], people=people)
    first = np.array([low for low, _, _ in bands], dtype=np.int64)[band]
    years = np.array([high - low + 1 for low, high, _ in bands], dtype=np.int64)[band]
    # The lean thins out the later years of each band, most of all 50 to 79.
    older = first + np.floor(years * rng.random(people) ** 1.4).astype(np.int64)
    in_between = ADULT_AGE + draws.pick(rng, margins.AGES_18_TO_24, people=people)
    younger = draws.spread(rng, low=16, high=17, people=people)
    return np.where(young_adult, in_between, np.where(youth, younger, older))


def draw_when(rng: np.random.Generator, *, ages: Integers, as_at: dt.date) -> When:
    """Draw index dates and dates of birth, and work out whose follow-up is complete."""
    today = np.array([as_at], dtype="datetime64[D]")
    seen_to = draws.add_months(today, months=-margins.WAITING_MONTHS)
    last_index = draws.add_months(seen_to, months=-margins.INDEX_WINDOW_ENDS_MONTHS)
    first_index = draws.add_months(last_index, months=-margins.INDEX_WINDOW_MONTHS)
    window = int((last_index - first_index).astype(np.int64)[0])
    index_date = first_index + draws.spread(rng, low=1, high=window, people=ages.size)
    # Born on the day that makes the age exact, less up to 364 days: never a birthday too many or too few.
    date_of_birth = draws.add_months(index_date, months=-12 * ages) - draws.spread(
        rng, low=0, high=364, people=ages.size
    )
    return When(
        index_date=index_date,
        date_of_birth=date_of_birth,
        age=ages,
        last_day_seen=np.repeat(seen_to, ages.size),
        followed_up=draws.add_months(index_date, months=margins.FOLLOW_UP_MONTHS) <= seen_to,
    )


def draw_traits(rng: np.random.Generator, *, ages: Integers) -> Traits:
    """Draw one severity a person, and from it how strong each need and the offending are."""
    severity = rng.standard_normal(ages.size)
    follows = np.array([needs[1] for needs in margins.NEEDS.values()])
    young_shift = np.array([needs[2] for needs in margins.NEEDS.values()])
    own = rng.standard_normal((ages.size, follows.size))
    strengths = severity[:, None] * follows + own * np.sqrt(1 - follows**2)
    strengths += (ages < YOUNG_ADULT_ENDS)[:, None] * young_shift
    # 0.55, 0.30 and 0.78 keep the spread of `offending` near one: severity, years in which to offend, chance.
    offending = 0.55 * severity + 0.30 * age_score(ages) + 0.78 * rng.standard_normal(ages.size)
    return Traits(severity=severity, offending=offending, need_strengths=strengths)


def age_score(ages: Integers) -> Floats:
    """Put age on a scale of about -1.5 to 1.5, nothing at 32.

    Examples
    --------
    >>> age_score(np.array([32, 80])).tolist()
    [0.0, 1.5]
    """
    return np.clip((ages - 32) / 11, -1.5, 1.5)


def draw_homes(rng: np.random.Generator, *, traits: Traits) -> Homes:
    """Draw where people live at the three times; those homeless before custody mostly have the need."""
    people = traits.severity.size
    known = {
        time: ~draws.quota(rng.random(people), share=share, among=np.ones(people, dtype=np.bool_))
        for time, share in margins.SHARE_ACCOMMODATION_NOT_KNOWN.items()
    }
    need = traits.need_strengths[:, list(margins.NEEDS).index("accommodation")]
    # In OASys no fixed abode alone (score 2) reaches the cut-off for the need, so the two go closely together
    # (HMPPS, hmpps-assess-risks-and-needs, Section.kt).
    score = 0.85 * need + 0.53 * rng.standard_normal(people)
    homeless = draws.quota(score, share=margins.SHARE_HOMELESS, among=known["before"])
    housed = draws.pick(rng, margins.HOUSED_BEFORE, people=people)
    without = margins.FIRST_HOMELESS_CODE + draws.pick(rng, margins.HOMELESS_BEFORE, people=people)
    before = np.where(homeless, without, housed)
    release = draws.follow(rng, before, margins.ON_RELEASE_GIVEN_BEFORE)
    return Homes(
        before=before,
        before_known=known["before"],
        release=release,
        release_known=known["release"],
        three_months=draws.follow(rng, release, margins.AT_3_MONTHS_GIVEN_RELEASE),
        three_months_known=known["three_months"],
        homeless=homeless,
    )
