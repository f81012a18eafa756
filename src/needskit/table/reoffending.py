"""Measures of reoffending: how many, how often, and how often for the time at risk."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from needskit.stats.rate import rate_limits
from needskit.table.figure import ESTIMATES
from needskit.table.measure import PERCENTAGE, EventsOf, Measure, proportion_of, widened_wilson

if TYPE_CHECKING:
    import numpy.typing as npt

    from needskit.stats.proportion import Floats
    from needskit.table.measure import Figures

DAYS_IN_A_YEAR = 365.25


def _how_often(parts: Floats, confidence: float, off_by: int) -> Figures:
    found = PERCENTAGE.rule(parts[:, :3], confidence, off_by)
    count, out_of, events = parts[:, 0], parts[:, 1], parts[:, 3]
    # A release keeps the two together. An extract may still say that somebody reoffended, and name no reoffence.
    times = np.maximum(events, count)
    return {
        **found,
        "events": events,
        "per_reoffender": proportion_of(times, count),
        "per_person": proportion_of(times, out_of),
        "per_100": proportion_of(times, out_of),
    }


HOW_OFTEN = Measure(
    "how many and how often",
    "%",
    "Percentage: those with any, divided by those followed up whose outcome is known. Limits: 95% Wilson score "
    "interval without continuity correction (Newcombe 1998, method 3). The figures "
    "per one with any, per one and per 100 are the events divided by those with any and by those followed up: the "
    "second is the percentage times the first.",
    _how_often,
    ("count", "out_of", "not_known", "events", *ESTIMATES, "per_reoffender", "per_person", "per_100"),
    shown_per=100,
    shows=("count", "out_of", "", "events"),
    events_of=(EventsOf(0, 3, each_has_one=True),),
)
"""Parts: those with any, those known, everybody, and the events."""


def _per_year(parts: Floats, confidence: float, off_by: int) -> Figures:
    people, everyone, events, followed_days, custody = parts.T
    years = np.maximum(followed_days - custody, 0) / DAYS_IN_A_YEAR
    at_risk = np.where(years > 0, years, np.nan)
    limits = rate_limits(events, at_risk, confidence=confidence, off_by=off_by)
    return {
        "out_of": people,
        "not_known": everyone - people,
        "events": events,
        "person_years": years,
        "estimate": events / at_risk,
        "lower": limits.lower,
        "upper": limits.upper,
        "base": people,
    }


PER_YEAR = Measure(
    "per 100 years at risk",
    "per 100 years at risk",
    "Rate: the events divided by the years at risk, which are the days of follow-up less the days in custody. Limits: "
    "95%, Byar's approximation from 10 events on, exact below; they suppose that events come independently of each "
    "other, which repeated ones do not, and so are too narrow.",
    _per_year,
    ("out_of", "not_known", "events", *ESTIMATES, "person_years"),
    shown_per=100,
    shows=("out_of", "", "events"),
    events_of=(EventsOf(0, 2),),
)
"""Parts: those whose time at risk is known, everybody, their events, their days of follow-up, their days in custody."""


FEWEST_WITH_ANY = 10
"""Where fewer with any than this are shown, what they did together is not: it may be what one of them did."""


def _any_and_per_year(parts: Floats, confidence: float, off_by: int) -> Figures:
    count, out_of, not_known, events, days = parts.T
    share = widened_wilson(count, out_of, confidence, off_by)
    years, years_off_by = days / DAYS_IN_A_YEAR, off_by / DAYS_IN_A_YEAR
    few = (count < FEWEST_WITH_ANY) & (off_by > 0)
    if off_by:
        # The days that two groups differ by would tell the date of birth of the one who is in one of them only.
        years, years_off_by = np.rint(years), years_off_by + 0.5
    at_risk = np.where(years > 0, years, np.nan)
    limits = rate_limits(events, at_risk, confidence=confidence, off_by=off_by, time_off_by=years_off_by)
    return {
        "count": count,
        "out_of": out_of,
        "not_known": not_known,
        "events": np.where(few, np.nan, events),
        "person_years": years,
        "estimate": events / at_risk,
        "lower": limits.lower,
        "upper": limits.upper,
        "any_share": proportion_of(count, out_of),
        "any_share_lower": share.lower,
        "any_share_upper": share.upper,
        "base": np.where(few, 0, out_of),
        "further_base": out_of,
    }


ANY_AND_PER_YEAR = Measure(
    "any, and per 100 years at risk",
    "per 100 years at risk",
    "Rate: the events divided by the years at risk, which are the days of follow-up in the time of the row; days in "
    "custody are not taken off. Limits: 95%, Byar's approximation from 10 events on, exact below; they suppose that "
    "events come independently of each other, which repeated ones do not, and so are too narrow. Where counts are "
    "protected the years are whole years, and events and rate are withheld where fewer than "
    f"{FEWEST_WITH_ANY} with any are shown. Percentage with any: the count divided by those at risk, with limits by "
    "the 95% Wilson score interval without continuity correction (Newcombe 1998, method 3).",
    _any_and_per_year,
    (
        *("count", "out_of", "not_known", "events", *ESTIMATES, "any_share", "any_share_lower", "any_share_upper"),
        "person_years",
    ),
    shown_per=100,
    shows=("count", "out_of", "not_known", "events"),
    events_of=(EventsOf(0, 3, each_has_one=True),),
)
"""Parts: those with any, those at risk, those of whom it is not known, the events, the days at risk."""

FEWEST_PROLIFIC = 10
"""Of fewer people than this, or of all but so few, what they did together is not shown where counts are protected."""


def _too_few(people: Floats, above: Floats, followed: Floats, off_by: int) -> npt.NDArray[np.bool_]:
    """Tell whether there may be too few people in a group, between it and a row above, or outside it."""
    found: npt.NDArray[np.bool_] = np.minimum(people - above, followed - people) - off_by < FEWEST_PROLIFIC
    return found


def _concentrated(parts: Floats, _confidence: float, off_by: int) -> Figures:
    people, followed, everyone, events, all_events = parts[:, :5].T
    # What is left when a group is taken from all of them, or a shown row above from a group, is shown too, in effect.
    above = np.zeros(len(parts))
    for row in parts[:, 5:].T:
        above = np.where(_too_few(row, above, followed, off_by), above, row)
    few = _too_few(people, above, followed, off_by)
    return {
        "count": people,
        "out_of": followed,
        "not_known": everyone - followed,
        "events": np.where(few & (off_by > 0), np.nan, events),
        "all_events": all_events,
        "share_of_people": proportion_of(people, followed),
        "share_of_events": proportion_of(np.minimum(events, all_events), all_events),
        "base": np.where(few, 0, followed),
    }


CONCENTRATED = Measure(
    "share of the events",
    "",
    "Percentages of those ranked and of their events: the count divided by that of all that are ranked. They describe "
    f"these records alone: no interval. Where there may be fewer than {FEWEST_PROLIFIC} in a group, between it and a "
    "row above, or outside it, their events are withheld when counts are protected.",
    _concentrated,
    ("count", "out_of", "not_known", "events", "all_events", "share_of_people", "share_of_events"),
    shows=("count", "out_of", "", "events", "all_events"),
    # Those of the group are shown only where there are many: it has too few by itself.
    events_of=(EventsOf(1, 4),),
)
"""Parts: people of the group, those ranked, everybody; events of the group, and of all ranked; people of rows above.

The last are those of every row that this one holds, the smallest first.
"""
