"""The made-up offending: history, OGRS3, the IOM register, and reconviction in twelve months.

IOM has no effect on reconviction here: any fall after the start is chosen people going back to their average.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from needskit.synthetic import draws, margins
from needskit.synthetic.people import ADULT_AGE, age_score

if TYPE_CHECKING:
    from needskit.synthetic.arrays import Days, Flags, Floats, Integers
    from needskit.synthetic.people import Homes, Traits, When

DAYS_IN_FOLLOW_UP = 364  # the last day that is inside twelve months whatever the year


@dataclass(frozen=True, slots=True, eq=False)
class Register:
    """Who is managed as an IOM case, in which tier, from when and to when."""

    iom: Flags
    tier: Integers
    start: Days
    end: Days
    ended: Flags


@dataclass(frozen=True, slots=True, eq=False)
class History:
    """What came before the index date, and the two-year OGRS3 score that follows from it."""

    prior_convictions: Integers
    ogrs: Integers
    offences_before: Integers
    custody_before: Integers


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """The twelve months after the index date; to be written only where the follow-up is complete."""

    reconvicted: Flags
    reoffences: Integers
    days_to_first: Integers
    custody: Integers


@dataclass(frozen=True, slots=True, eq=False)
class Severity:
    """Of whoever is reconvicted, the kind of court of the first reoffence, and whether any led to custody."""

    court: Integers
    custody: Flags


def draw_severity(rng: np.random.Generator, *, traits: Traits, outcome: Outcome) -> Severity:
    """Draw how serious the first reoffence is, and who is sentenced to custody: more with more behind them."""
    people = outcome.reoffences.size
    court = draws.pick(rng, tuple(margins.COURTS.values()), people=people)
    score = 0.6 * traits.offending + 0.4 * court + rng.standard_normal(people)
    custody = draws.quota(score, share=margins.SHARE_CUSTODY_FOR_REOFFENCE, among=outcome.reconvicted)
    return Severity(court, custody)


def draw_register(rng: np.random.Generator, *, traits: Traits, when: When, as_at: Days) -> Register:
    """Draw the IOM register: adults with much prior offending, most of them since before the index date."""
    people = when.age.size
    score = traits.offending + 0.6 * rng.standard_normal(people)
    start = when.index_date - draws.spread(rng, low=-30, high=540, people=people)
    end = start + draws.spread(rng, low=120, high=900, people=people)
    return Register(
        iom=draws.quota(score, share=margins.SHARE_IOM, among=when.age >= ADULT_AGE),
        tier=draws.pick(rng, tuple(margins.IOM_TIERS.values()), people=people),
        start=start,
        end=end,
        ended=(rng.random(people) < margins.SHARE_IOM_ENDED) & (end <= as_at),
    )


def draw_history(rng: np.random.Generator, *, traits: Traits, when: When, iom: Flags) -> History:
    """Draw prior convictions (skewed, more with age), OGRS3, and the twelve months before."""
    people = when.age.size
    convictions = np.floor(np.exp(1.5 + 1.0 * traits.offending)).astype(np.int64)
    # No more than three a year from the age of 13, so that a youth has no lifetime's record.
    convictions = np.minimum(convictions, 3 * (when.age - 13))
    risk = 0.8 * traits.offending - 0.7 * age_score(when.age) + 0.4 * rng.standard_normal(people)
    ogrs = np.clip(np.rint(100 / (1 + np.exp(-risk))), 1, 99).astype(np.int64)
    offences = draws.falling_count(rng, np.exp(0.2 + 0.5 * traits.offending + 0.7 * iom))
    # People on the register were all offending shortly before they were put on it.
    offences = np.where(iom, np.maximum(offences, 1), offences)
    convictions = np.where(offences > 0, np.maximum(convictions, 1), convictions)
    custody = draws.spread(rng, low=7, high=300, people=people, lean=2.5)
    in_custody = rng.random(people) < np.where(offences > 0, 0.35, 0.08)
    return History(
        prior_convictions=convictions,
        ogrs=ogrs,
        offences_before=offences,
        custody_before=np.where(in_custody, custody, 0),
    )


def draw_outcome(rng: np.random.Generator, *, traits: Traits, when: When, homes: Homes) -> Outcome:
    """Draw who is reconvicted (exact shares of the homeless and of the others), how soon and how often."""
    people = when.age.size
    score = (
        0.35 * traits.severity
        + 0.45 * traits.offending
        - 0.40 * age_score(when.age)
        + 0.8 * rng.standard_normal(people)
    )
    reconvicted = _reconvicted(score, followed_up=when.followed_up, homes=homes)
    reoffences = 1 + draws.falling_count(rng, margins.REOFFENCES_SCALE * np.exp(0.3 * traits.offending - 0.05))
    days_to_first = draws.spread(rng, low=1, high=DAYS_IN_FOLLOW_UP, people=people, lean=1.6)
    # Custody comes after the reoffence; a few others are recalled without one.
    remanded = np.floor((DAYS_IN_FOLLOW_UP - days_to_first) * rng.random(people)).astype(np.int64)
    recalled = draws.spread(rng, low=14, high=56, people=people)
    chance = rng.random(people)
    custody = np.where(
        reconvicted,
        np.where(chance < margins.SHARE_IN_CUSTODY_AFTER_REOFFENCE, remanded, 0),
        np.where(chance < margins.SHARE_RECALLED_WITHOUT_REOFFENCE, recalled, 0),
    )
    return Outcome(reconvicted=reconvicted, reoffences=reoffences, days_to_first=days_to_first, custody=custody)


def _reconvicted(score: Floats, *, followed_up: Flags, homes: Homes) -> Flags:
    strata = (
        (margins.SHARE_RECONVICTED_HOMELESS, homes.homeless),
        (margins.SHARE_RECONVICTED_OTHERS, homes.before_known & ~homes.homeless),
        (margins.SHARE_RECONVICTED_NOT_KNOWN, ~homes.before_known),
    )
    marks = [draws.quota(score, share=share, among=followed_up & stratum) for share, stratum in strata]
    return marks[0] | marks[1] | marks[2]
