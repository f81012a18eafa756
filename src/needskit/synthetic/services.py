"""The made-up support by drug, alcohol, mental health and housing services, before and after the age of 18."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from needskit.synthetic import draws, margins
from needskit.synthetic.people import ADULT_AGE
from needskit.synthetic.spells import NO_DAY

if TYPE_CHECKING:
    from needskit.synthetic.arrays import Days, Flags, Integers
    from needskit.synthetic.people import When
    from needskit.synthetic.youth import Youth

KINDS: Final = tuple(margins.SERVICES)
SERVICES: Final = (*KINDS, *(f"{kind} 18 to 25" for kind in KINDS))
"""Each kind of support, and then the same for young adults alone."""

COMPLETED: Final = ("yes", "no", "")
KEPT, STARTED_AGAIN, LOST, COMPLETED_BEFORE = range(len(margins.SUPPORT_AT_18))


@dataclass(frozen=True, slots=True, eq=False)
class Support:
    """Referrals, one value each: whose, to which service, when, from when to when, and whether it was completed."""

    person: Integers
    service: Integers
    referred: Days
    start: Days
    end: Days
    completed: Integers


def draw_support(rng: np.random.Generator, *, when: When, youth: Youth, as_at: Days) -> Support:
    """Draw who had support at 17 and what became of it at 18, who has it as an adult, and who never took it up.

    Support at 17 goes on in one spell, stops about the birthday and starts again later (often in a service for young
    adults), stops and does not start again, or was completed as planned before the birthday.
    """
    people = when.age.size
    birthday = draws.add_months(when.date_of_birth, months=12 * ADULT_AGE)
    recent = birthday >= np.datetime64(margins.YOUTH_SERVICES_BEGAN)
    likely = np.where(youth.known, margins.SHARE_SUPPORT_AT_17["known"], margins.SHARE_SUPPORT_AT_17["others"])
    at_17 = recent & (rng.random(people) < likely)
    kind = draws.pick(rng, tuple(margins.SERVICES.values()), people=people)
    found = _at_17(rng, who=at_17, kind=kind, birthday=birthday)
    more = at_17 & (rng.random(people) < margins.SHARE_SECOND_SUPPORT)
    found += _at_17(rng, who=more, kind=(kind + 1) % len(KINDS), birthday=birthday)
    found.append(_of_adults(rng, when=when, birthday=birthday))
    untaken = rng.random(people) < margins.SHARE_NOT_TAKEN_UP
    none = np.full(people, NO_DAY)
    asked = draws.later(rng, when.index_date, low=-400, high=0)
    found.append(_some(untaken, kind, asked, none, none, np.full(people, 2)))
    return _up_to(_together(found), as_at)


def _at_17(rng: np.random.Generator, *, who: Flags, kind: Integers, birthday: Days) -> list[Support]:
    people = who.size
    fate = draws.pick(rng, tuple(margins.SUPPORT_AT_18.values()), people=people)
    start = draws.later(rng, birthday, low=-365, high=-10)
    end = draws.later(rng, birthday, low=60, high=700)
    stops = (fate == STARTED_AGAIN) | (fate == LOST)
    end = np.where(stops, np.maximum(draws.later(rng, birthday, low=-60, high=0), start), end)
    ahead = (birthday - start).astype(np.int64)
    before: Days = start + np.floor(ahead * rng.random(people)).astype("timedelta64[D]")
    end = np.where(fate == COMPLETED_BEFORE, before, end)
    done = draws.pick(rng, (0.6, 0.3, 0.1), people=people)
    done = np.where(stops, draws.pick(rng, (0.0, 0.85, 0.15), people=people), done)
    done = np.where(fate == COMPLETED_BEFORE, 0, done)
    first = _some(who, kind, _referred(rng, start), start, end, done)
    again = draws.later(rng, np.maximum(birthday, end), low=0, high=300, lean=1.5)
    service = _for_young_adults(rng, kind, among=np.ones(people, dtype=np.bool_))
    over = draws.later(rng, again, low=30, high=500)
    done = draws.pick(rng, (0.5, 0.4, 0.1), people=people)
    return [first, _some(who & (fate == STARTED_AGAIN), service, _referred(rng, again), again, over, done)]


def _of_adults(rng: np.random.Generator, *, when: When, birthday: Days) -> Support:
    people = when.age.size
    who = (when.age >= ADULT_AGE) & (rng.random(people) < margins.SHARE_SUPPORT_OF_ADULTS)
    start = np.maximum(draws.later(rng, when.index_date, low=-300, high=60), birthday)
    young = start < draws.add_months(birthday, months=12 * 7)
    kind = draws.pick(rng, tuple(margins.SERVICES.values()), people=people)
    service = _for_young_adults(rng, kind, among=young)
    end = draws.later(rng, start, low=30, high=500)
    done = draws.pick(rng, (0.5, 0.4, 0.1), people=people)
    return _some(who, service, _referred(rng, start), start, end, done)


def _for_young_adults(rng: np.random.Generator, kind: Integers, *, among: Flags) -> Integers:
    """Let some be in the service of that kind which is for young adults alone."""
    chosen = among & (rng.random(kind.size) < margins.SHARE_FOR_YOUNG_ADULTS)
    return kind + np.where(chosen, len(KINDS), 0)


def _referred(rng: np.random.Generator, start: Days) -> Days:
    return draws.later(rng, start, low=-60, high=0)


def _some(who: Flags, service: Integers, referred: Days, start: Days, end: Days, completed: Integers) -> Support:
    person = np.flatnonzero(who)
    return Support(person, service[person], referred[person], start[person], end[person], completed[person])


def _together(found: list[Support]) -> Support:
    return Support(
        np.concatenate([each.person for each in found]),
        np.concatenate([each.service for each in found]),
        np.concatenate([each.referred for each in found]),
        np.concatenate([each.start for each in found]),
        np.concatenate([each.end for each in found]),
        np.concatenate([each.completed for each in found]),
    )


def _up_to(found: Support, as_at: Days) -> Support:
    """Return what can be known on a day, in the order of the referrals; whether it was completed only once it ended."""
    known = np.flatnonzero(found.referred <= as_at)
    order = known[np.argsort(found.referred[known], kind="stable")]
    start, end = (np.where(days > as_at, NO_DAY, days) for days in (found.start[order], found.end[order]))
    completed = np.where(np.isnat(end), len(COMPLETED) - 1, found.completed[order])
    return Support(found.person[order], found.service[order], found.referred[order], start, end, completed)
