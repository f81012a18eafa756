"""The measure of how often events come for the time at risk, of people matched with people like them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from needskit.stats.comparison import compare_means
from needskit.table.figure import ALIKE, PARTLY_ALIKE, UNLIKE
from needskit.table.matched import (
    EVIDENCE,
    OF_WEIGHTED,
    SIGNIFICANT,
    THOUSANDTHS,
    WITHHELD,
    evidence_of,
    moved_by,
    people_behind,
    what_limits_say,
)
from needskit.table.measure import Measure
from needskit.table.reoffending import DAYS_IN_A_YEAR

if TYPE_CHECKING:
    from needskit.stats.proportion import Floats
    from needskit.table.measure import Figures

FOLLOW_UP_DAYS = 365
"""Days of the follow-up of each: those in custody are no time at risk."""


@dataclass(frozen=True, slots=True)
class _Rate:
    """A rate, and the least and the most that it may be; shapes ``(cells,)``, not a number where it is no rate."""

    rate: Floats
    least: Floats
    most: Floats


def _counted(events: Floats, people: Floats, custody: Floats, off_by: int) -> tuple[_Rate, Floats]:
    """Return the rate of counted events, and the years at risk."""
    years, years_off_by = np.maximum(FOLLOW_UP_DAYS * people - custody, 0) / DAYS_IN_A_YEAR, 0.0
    if off_by:
        # The days that two groups differ by would tell how long the one who is in one of them only was in custody.
        years, years_off_by = np.rint(years), off_by * (FOLLOW_UP_DAYS + 1) / DAYS_IN_A_YEAR + 0.5
    least, most = np.maximum(events - off_by, 0), events + off_by
    return _Rate(events / _above(years), least / _above(years + years_off_by), most / _above(years - years_off_by)), (
        years
    )


def _above(value: Floats) -> Floats:
    return np.where(value > 0, value, np.nan)


def _by_time(parts: Floats, confidence: float, off_by: int, *, most: int, alike: bool) -> Figures:
    events, out_of, custody, with_any, theirs_any, all_theirs, one, other, error = parts.T[:9]
    moved = moved_by(off_by)
    ours, years = _counted(events, out_of, custody, off_by)
    if alike:
        theirs, _ = _counted(one, all_theirs, other, off_by)
        size = all_theirs
    else:
        rate, size = one / THOUSANDTHS, other
        theirs = _Rate(rate, np.maximum(rate - moved, 0), rate + moved)
    apart, lowest, highest = (
        np.log(_above(first)) - np.log(_above(second))
        for first, second in ((ours.rate, theirs.rate), (ours.least, theirs.most), (ours.most, theirs.least))
    )
    off = np.maximum(apart - lowest, highest - apart)
    found = compare_means(apart, error / THOUSANDTHS + moved, off_by=off, confidence=confidence)
    said = what_limits_say(found, apart)
    base = people_behind(np.column_stack([with_any, out_of, theirs_any, all_theirs]), size, off_by)
    return {
        "events": events,
        "out_of": out_of,
        "against_out_of": all_theirs,
        "per_year": ours.rate,
        "against_per_year": theirs.rate,
        "rate_ratio": np.exp(apart),
        "rate_ratio_lower": np.exp(found.lower),
        "rate_ratio_upper": np.exp(found.upper),
        "p_value": said["p_value"],
        "significant": said["significant"],
        "person_years": years,
        "effective_size": size,
        "evidence": evidence_of(parts[:, -1], most=most),
        "base": base,
        "further_base": base,
    }


MATCHED_BY_TIME = {
    (most, alike): Measure(
        f"matched rate by time, evidence up to {most}{', all alike' if alike else ''}",
        "",
        "Per 100 years at risk: the events divided by the years at risk, which are 365 days for each less the days in "
        "custody. That of the comparison: weighted events by weighted years. Rate ratio: the first by the second, as "
        "weighted Poisson regression has it with the logarithm of the time as offset; limits: 95% of the robust "
        "standard error of its logarithm (White 1980), by pairs where each stands for one alone (Abadie and Spiess "
        "2022), so that they hold where some have many events and others none. Where counts are protected the years "
        f"are whole years. {SIGNIFICANT.replace('0;', '1;')} {EVIDENCE} {OF_WEIGHTED} {WITHHELD}",
        partial(_by_time, most=most, alike=alike),
        (
            *("out_of", "against_out_of", "events", "per_year", "against_per_year", "rate_ratio"),
            *("rate_ratio_lower", "rate_ratio_upper", "p_value", "significant"),
            *("person_years", "effective_size", "evidence"),
        ),
        shows=("events", "out_of", "", "", "", "against_out_of"),
    )
    for most in (UNLIKE, PARTLY_ALIKE, ALIKE)
    for alike in (False, True)
}
"""By the highest level of evidence that there may be, and whether all of the comparison count alike. Parts: events of
the treated, those at risk, their days in custody, those with any; of the comparison those with any and those at risk;
thousandths of its events per year and its effective size, or its events and days in custody if all count alike;
thousandths of the standard error of the logarithm of the ratio; what ``balanced.judged`` gives of the largest
difference left."""
