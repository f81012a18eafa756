"""The measures of how soon people matched with people like them have a first reoffence."""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING

import numpy as np

from needskit.stats.proportion import Interval, normal_quantile, wilson
from needskit.stats.tails import chi_squared_p_value
from needskit.stats.weighted_hazard import weighted_hazard_ratio
from needskit.stats.weighted_log_rank import weighted_log_rank
from needskit.stats.weighted_survival import of_counts
from needskit.table.balanced import FEWEST_PEOPLE
from needskit.table.figure import ESTIMATES
from needskit.table.matched import (
    EVIDENCE,
    FEWEST_MATCHED,
    HALF,
    SIGNIFICANT,
    THOUSANDTHS,
    WITHHELD,
    evidence_of,
    moved_by,
    people_behind,
)
from needskit.table.matched_days import OF_DAYS, ROUNDED_DAYS, days_compared, in_bands, mean_of_amounts, mean_of_counts
from needskit.table.measure import Measure, proportion_of, widened_wilson
from needskit.table.until import middles_of

if TYPE_CHECKING:
    from needskit.stats.proportion import Floats
    from needskit.stats.weighted_survival import WeightedByDay
    from needskit.table.measure import Figures

COUNTS = 4
"""How many parts come before those with a reoffence between the days listed."""


def bands_of(people: Floats) -> WeightedByDay:
    """Return people with the event between days, and those without it, by the place of the day.

    Parameters
    ----------
    people
        Those with the event up to each day and after the one before, then those without it; shape ``(groups, bands)``.
    """
    events, left = people.copy(), np.zeros_like(people)
    left[:, -1], events[:, -1] = people[:, -1], 0
    return of_counts(events, left)


def _by_counts(ours: Floats, theirs: Floats, confidence: float) -> dict[str, Floats]:
    """Return the ratio and the test of groups that are counted."""
    found: dict[str, list[float]] = {name: [] for name in (*_RATIO, "log_rank_p_value")}
    for one, other in zip(ours, theirs, strict=True):
        people = bands_of(np.stack([one, other]))
        ratio = weighted_hazard_ratio(people, confidence=confidence)
        values = (ratio.ratio, ratio.lower, ratio.upper, weighted_log_rank(people).p_value)
        for name, value in zip(found, values, strict=True):
            found[name].append(value)
    return {name: np.array(values) for name, values in found.items()}


def _by_amounts(amounts: Floats, confidence: float, off_by: int) -> dict[str, Floats]:
    """Return the ratio and the test of groups of which one is weighted, from thousandths."""
    ratio, error, statistic = amounts.T / THOUSANDTHS
    moved = moved_by(off_by)
    # A group without a reoffence has no ratio, and then there is none to be had of the test either.
    ratio = np.where(ratio > 0, ratio, np.nan)
    reach = np.exp(normal_quantile(confidence) * (error + moved))
    p_value = np.array([chi_squared_p_value(each, degrees=1) for each in statistic])
    return {
        "hazard_ratio": ratio,
        "hazard_ratio_lower": np.maximum(ratio - moved, 0) / reach,
        "hazard_ratio_upper": (ratio + moved) * reach,
        "log_rank_p_value": np.where(np.isnan(ratio), np.nan, p_value),
    }


_RATIO = ("hazard_ratio", "hazard_ratio_lower", "hazard_ratio_upper")


@cache
def matched_time(on: tuple[int, ...], *, most: int, alike: bool) -> Measure:
    """Return the measure of how soon two arms have a first reoffence.

    Parameters
    ----------
    on
        The days listed, in rising order; all are followed up to the last.
    most
        The highest level of evidence that there may be.
    alike
        Whether all of the comparison count alike.

    Notes
    -----
    Parts: of the treated those with a reoffence by the last day and those known, of the comparison both; of the treated
    those with the first reoffence up to each day and after the one before, then those without one; of the comparison
    the same if they count alike. Else thousandths of the comparison with one, weighted; its effective size; tenths of a
    day of its mean, and of its standard error; thousandths of the hazard ratio, of the standard error of its
    logarithm, and of the log-rank statistic. At the end what ``balanced.judged`` gives of the largest difference left.
    """
    bands, middles = len(on) + 1, middles_of(on)

    def rule(parts: Floats, confidence: float, off_by: int) -> Figures:
        count, out_of, theirs, all_theirs = parts[:, :COUNTS].T
        ours, rest = parts[:, COUNTS : COUNTS + bands], parts[:, COUNTS + bands : -1]
        if alike:
            share, size, further = proportion_of(theirs, all_theirs), all_theirs, _by_counts(ours, rest, confidence)
            against = mean_of_counts(rest, middles, all_theirs, off_by)
        else:
            share, size = np.minimum(rest[:, 0] / THOUSANDTHS, 1), rest[:, 1]
            further = _by_amounts(rest[:, 4:7], confidence, off_by)
            against = mean_of_amounts(rest[:, 2:4], off_by)
        limits = widened_wilson(count, out_of, confidence, off_by)
        base = people_behind(parts[:, :COUNTS], size, off_by)
        return {
            "count": count,
            "out_of": out_of,
            "against_count": theirs,
            "against_out_of": all_theirs,
            "estimate": proportion_of(count, out_of),
            "lower": limits.lower,
            "upper": limits.upper,
            "against_estimate": share,
            **days_compared(mean_of_counts(ours, middles, out_of, off_by), against, confidence),
            **further,
            "effective_size": size,
            "evidence": evidence_of(parts[:, -1], most=most),
            "base": base,
            "further_base": base,
        }

    return Measure(
        f"matched time on {len(on)} days to {on[-1]}, evidence up to {most}{', all alike' if alike else ''}",
        "%",
        _method(on, alike=alike),
        rule,
        (
            *("count", "out_of", "against_count", "against_out_of", *ESTIMATES, "against_estimate", *OF_DAYS),
            *("p_value", "significant", *_RATIO, "log_rank_p_value", "effective_size", "evidence"),
        ),
        shown_per=100,
        shows=("count", "out_of", "against_count", "against_out_of"),
        limits_hold_rounding=not alike,
    )


def _method(on: tuple[int, ...], *, alike: bool) -> str:
    rounded = (
        "Worked out from the counts as they are shown."
        if alike
        else "What is weighted is protected as numbers: of thousandths for percentages, ratios and the log-rank "
        "statistic, of tenths of a day for means and their errors."
    )
    of_ratio = ", which do not include rounding" if alike else ""
    return (
        "Percentage with a reoffence: 1 less the Kaplan-Meier estimate, since all are followed up to the end; limits: "
        f"95% Wilson score interval. Mean days without: the restricted mean, up to day {on[-1]}, which is the area "
        f"below the Kaplan-Meier curve. {in_bands(on)} Difference in mean days: the first less the second; limits: 95% "
        "normal interval, from Greenwood's variance of those treated and the infinitesimal jackknife of the comparison "
        f"(Therneau and Grambsch 2000). {ROUNDED_DAYS} {SIGNIFICANT} Hazard ratio: weighted Cox regression "
        "with those treated against the comparison, reoffences between two of the days as ties after Efron (1977); "
        f"limits: 95%, by the robust standard error (Binder 1992; Lin and Wei 1989){of_ratio}. Log-rank test: weighted "
        f"(Xie and Liu 2005), two-sided. {rounded} {EVIDENCE} {WITHHELD}"
    )


def _still(parts: Floats, confidence: float, off_by: int, *, alike: bool) -> Figures:
    count, out_of, theirs, all_theirs = parts.T[:COUNTS]
    ours = widened_wilson(count, out_of, confidence, off_by)
    if alike:
        share, size = proportion_of(theirs, all_theirs), all_theirs
        other, behind = widened_wilson(theirs, all_theirs, confidence, off_by), all_theirs
    else:
        share, size = 1 - np.minimum(parts[:, COUNTS] / THOUSANDTHS, 1), parts[:, COUNTS + 1]
        other = _of_weighted(share, size, confidence, off_by)
        fewest = np.minimum.reduce([theirs, all_theirs - theirs, size]) - off_by
        few = (fewest < FEWEST_PEOPLE) | (all_theirs - off_by < FEWEST_MATCHED)
        behind = np.where((off_by > 0) & few, 0, all_theirs)
    return {
        "count": count,
        "out_of": out_of,
        "against_count": theirs,
        "against_out_of": all_theirs,
        "estimate": proportion_of(count, out_of),
        "lower": ours.lower,
        "upper": ours.upper,
        "against_estimate": share,
        "against_lower": other.lower,
        "against_upper": other.upper,
        "effective_size": size,
        "base": out_of,
        "further_base": behind,
    }


def _of_weighted(share: Floats, size: Floats, confidence: float, off_by: int) -> Interval:
    """Return Wilson's limits at the least and the most that a weighted share may be, of the fewest."""
    moved = moved_by(off_by)
    fewest = np.maximum(size - off_by - HALF, 1) if off_by else np.where(size > 0, size, np.nan)
    low, high = np.maximum(share - moved, 0), np.minimum(share + moved, 1)
    return Interval(
        wilson(low * fewest, fewest, confidence=confidence).lower,
        wilson(high * fewest, fewest, confidence=confidence).upper,
    )


STILL_WITHOUT = {
    alike: Measure(
        f"matched percentage without, on a day{', all alike' if alike else ''}",
        "%",
        "Percentage of those treated: the count divided by those whose outcome and day are known, which is the "
        "Kaplan-Meier estimate where all are followed up for as long; that of the comparison is weighted"
        f"{'' if alike else ', and protected as a number of thousandths: to half a percentage point'}. Limits: 95% "
        "Wilson score interval, of the comparison for its effective size (Kish 1965). "
        + (
            ""
            if alike
            else f"Where counts are protected, figures of the comparison are withheld if there may be fewer than "
            f"{FEWEST_MATCHED} matched in it, fewer than {FEWEST_PEOPLE} with or without a reoffence, or an effective "
            f"size below {FEWEST_PEOPLE}."
        ),
        partial(_still, alike=alike),
        (
            *("count", "out_of", "against_count", "against_out_of", *ESTIMATES),
            *("against_estimate", "against_lower", "against_upper", "effective_size"),
        ),
        shown_per=100,
        shows=("count", "out_of", "against_count", "against_out_of"),
    )
    for alike in (False, True)
}
"""By whether all of the comparison count alike. Parts: of the treated those without a reoffence and those known, of the
comparison both; unless they count alike, thousandths of the comparison with one, weighted, and its effective size."""
