"""Measures that take a whole distribution or its neighbours: standardised figures, a trend, a moving percentage."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from needskit.stats.mean import score_mean
from needskit.stats.standard import standard_mean, standard_proportion
from needskit.stats.trend import proportion_trend
from needskit.table.figure import ESTIMATES
from needskit.table.measure import PERCENTAGE, Measure, proportion_of

if TYPE_CHECKING:
    from needskit.stats.proportion import Floats
    from needskit.table.measure import Figures


def _standardised(parts: Floats, confidence: float, off_by: int) -> Figures:
    count, out_of, everyone = parts[:, :3].T
    yes, known, standard = np.split(parts[:, 3:], 3, axis=1)
    rest = known - yes
    found = standard_proportion(yes, known, standard=standard, confidence=confidence)
    # More with the answer and fewer without move the figure up in every stratum: the corners bound it.
    fewest, most = np.maximum(yes - off_by, 0), np.maximum(rest - off_by, 0)
    low = standard_proportion(fewest, fewest + rest + off_by, standard=standard, confidence=confidence)
    high = standard_proportion(yes + off_by, yes + off_by + most, standard=standard, confidence=confidence)
    return {
        "count": count,
        "out_of": out_of,
        "not_known": everyone - out_of,
        "estimate": found.estimate,
        "lower": found.lower if off_by == 0 else low.lower,
        "upper": found.upper if off_by == 0 else high.upper,
        "crude": proportion_of(count, out_of),
        "covered": found.share_covered,
        "base": out_of,
    }


STANDARDISED = Measure(
    "standardised percentage",
    "standardised %",
    "Standardised percentage: what the percentage would be if ages and sexes were mixed as in the standard, direct "
    "standardisation: the percentage of each stratum, weighted by how many of the standard are in it; strata "
    "in which nothing is counted are left out. Limits: 95%, recovered from Wilson's limits of each stratum (Zou, Huang "
    "and Zhang 2009); the standard is taken as it stands.",
    _standardised,
    ("count", "out_of", "not_known", *ESTIMATES, "crude", "covered"),
    shown_per=100,
    shows=("count", "out_of", "everyone"),
)
"""Parts: count, those known, everybody; then of each stratum those who count, those known, the standard's people."""


def standardised_mean(strata: int, *, unit: str) -> Measure:
    """Return the measure of a mean number standardised over so many strata.

    Parts: everybody, people at each number; people at each number of each stratum in turn; the standard's people.
    """

    def rule(parts: Floats, confidence: float, _off_by: int) -> Figures:
        inside = parts.shape[1] - 1 - strata
        at_each = inside // (strata + 1)
        overall = score_mean(parts[:, 1 : 1 + at_each])
        by_stratum = parts[:, 1 + at_each : 1 + inside].reshape(len(parts), strata, at_each)
        found = standard_mean(by_stratum, standard=parts[:, 1 + inside :], confidence=confidence)
        return {
            "count": overall.total,
            "out_of": overall.people,
            "not_known": parts[:, 0] - overall.people,
            "estimate": found.estimate,
            "lower": found.lower,
            "upper": found.upper,
            "crude_mean": overall.mean,
            "covered": found.share_covered,
            "base": overall.people,
        }

    return Measure(
        f"standardised mean, {strata} strata",
        unit,
        "Standardised mean: the mean of each stratum, weighted by how many of the standard are in it. Limits: 95%, "
        "normal, from the variance of each stratum; they do not include rounding.",
        rule,
        ("count", "out_of", "not_known", *ESTIMATES, "crude_mean", "covered"),
        limits_hold_rounding=False,
    )


def _trend(parts: Floats, confidence: float, _off_by: int) -> Figures:
    yes, known = np.split(parts, 2, axis=1)
    found = proportion_trend(yes, known, confidence=confidence)
    return {
        "count": yes.sum(axis=1),
        "out_of": known.sum(axis=1),
        "estimate": found.slope,
        "lower": found.lower,
        "upper": found.upper,
        "p_value": found.p_value,
        "base": known.sum(axis=1),
    }


def trend(*, unit: str, heading: str) -> Measure:
    """Return the measure of by how much a percentage changes with each step of a number.

    Parts: people with the answer at each number, then those with a known answer at each.
    """
    return Measure(
        "trend",
        unit,
        "Trend: the slope of the straight line through the percentages, weighted by how many are at each number; P "
        "value of the Cochran-Armitage test, two-sided. Worked out from the counts shown; limits do not include "
        "rounding.",
        _trend,
        ("count", "out_of", *ESTIMATES, "p_value"),
        shown_per=100,
        heading=heading,
        limits_hold_rounding=False,
    )


def _moving(parts: Floats, confidence: float, off_by: int) -> Figures:
    counts, known = parts[:, [3, 0, 4]].sum(axis=1), parts[:, [5, 1, 6]].sum(axis=1)
    return {
        **PERCENTAGE.rule(parts[:, :3], confidence, off_by),
        "moving": proportion_of(counts, known),
        "further_base": known,
    }


MOVING = replace(
    PERCENTAGE,
    name="percentage beside that of three years",
    method=f"{PERCENTAGE.method} Three years together: the counts of the year before, the year and the year after, "
    "added up, divided by the numbers that they are out of, added up. It is no estimate of one year, and has no "
    "limits; the first and the last year of age have none.",
    rule=_moving,
    figures=(*PERCENTAGE.figures, "moving"),
)
"""A percentage, and that of the year before, the year and the year after. Parts: those of a percentage; then those who
count the year before and the year after, and those known the year before and the year after."""
