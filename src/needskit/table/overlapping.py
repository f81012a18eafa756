"""Measures of how needs come together, from the four counts of two needs or from combinations."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from needskit.stats.association import (
    expected_both,
    lift,
    odds_ratio,
    odds_ratio_limits,
    phi,
    share_limits,
    shared_confidence,
)
from needskit.table.figure import LESS, MORE, NEITHER
from needskit.table.measure import PERCENTAGE, Measure

if TYPE_CHECKING:
    from needskit.stats.proportion import Floats
    from needskit.table.measure import Figures, Rule


def _share_of_first(parts: Floats, confidence: float, off_by: int) -> Figures:
    both, first_only, with_first, everyone = parts.T
    limits = share_limits(both, first_only, confidence=confidence, off_by=off_by)
    return {
        "count": both,
        "out_of": with_first,
        "not_known": everyone - with_first,
        "estimate": both / np.where(with_first > 0, with_first, np.nan),
        "lower": limits.lower,
        "upper": limits.upper,
        "base": with_first,
    }


SHARE_OF_FIRST = Measure(
    "share of those with the first",
    "%",
    "Percentage: those with both, divided by those with the first whose answer on the second is known. Limits: 95% "
    "Wilson score interval without continuity correction (Newcombe 1998, method 3).",
    _share_of_first,
    ("count", "out_of", "not_known", "estimate", "lower", "upper"),
    shown_per=100,
    shows=("count", "", "out_of", "everyone"),
)
"""Parts: both, the first only, the first with a known answer on the second, everybody with the first."""


def _together(comparisons: int) -> Rule:
    """Return the rule of how two needs go together, of so many that are looked at."""

    def rule(parts: Floats, confidence: float, off_by: int) -> Figures:
        both, first, second, neither, known = parts.T
        limits = odds_ratio_limits(both, first, second, neither, confidence=confidence, off_by=off_by)
        strict = odds_ratio_limits(
            both, first, second, neither, confidence=shared_confidence(confidence, comparisons), off_by=off_by
        )
        beyond = np.where(strict.lower > 1, MORE, np.where(strict.upper < 1, LESS, NEITHER)).astype(np.float64)
        return {
            "count": both,
            "out_of": known,
            "estimate": both / np.where(known > 0, known, np.nan),
            "expected": expected_both(both, first, second, neither),
            "lift": lift(both, first, second, neither),
            "phi": phi(both, first, second, neither),
            "odds_ratio": odds_ratio(both, first, second, neither),
            "odds_ratio_lower": limits.lower,
            "odds_ratio_upper": limits.upper,
            "beyond_chance": beyond,
            "base": known,
        }

    return rule


def together(comparisons: int) -> Measure:
    """Return the measure of how two needs go together, one of so many pairs that are looked at.

    Parts: both, the first only, the second only, neither, and all four, of those with a known answer on both.
    """
    return Measure(
        f"together, {comparisons} pairs",
        "%",
        "Percentage: those with both, divided by those with a known answer on both. Expected: what both would come to "
        "if the one said nothing of the other. Lift: found divided by expected. Odds ratio: 95% limits by Woolf's "
        f"method. Together beyond chance: the limits of the odds ratio, at 95% for all {comparisons} pairs at once "
        "(Bonferroni), leave out 1.",
        _together(comparisons),
        (
            *("count", "out_of", "estimate", "expected", "lift", "phi"),
            *("odds_ratio", "odds_ratio_lower", "odds_ratio_upper", "beyond_chance"),
        ),
        shown_per=100,
        shows=("count", "", "", "", "out_of"),
    )


def _exactly(parts: Floats, confidence: float, off_by: int) -> Figures:
    found = PERCENTAGE.rule(parts[:, :3], confidence, off_by)
    at_least = parts[:, 3]
    return {**found, "at_least": at_least, "at_least_share": at_least / np.where(parts[:, 1] > 0, parts[:, 1], np.nan)}


EXACTLY = replace(
    PERCENTAGE,
    rule=_exactly,
    figures=(*PERCENTAGE.figures, "cumulative", "at_least", "at_least_share"),
    shows=("count", "out_of", "everyone", "at_least"),
)
"""The share with exactly a combination; its fourth part counts those who have at least these needs."""
