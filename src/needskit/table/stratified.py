"""Measures of two groups within strata: each stratum by itself, and one figure for all, after Mantel and Haenszel."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from needskit.stats.stratified import (
    homogeneity,
    mantel_haenszel,
    pooled_odds_ratio,
    pooled_risk_difference,
    pooled_risk_ratio,
)
from needskit.table.compared import TWO_GROUPS_METHOD, two_groups
from needskit.table.figure import ESTIMATES
from needskit.table.measure import Measure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from needskit.stats.proportion import Floats
    from needskit.table.measure import Figures

TIMES_WHAT_ROUNDING_MOVES = 5
"""A count smaller than so many times what rounding may move it by is too coarse to tell strata apart.

A convention of this library: in made-up people, figures of smaller strata differed by rounding alone.
"""

_COUNTS = ("count", "out_of", "not_known", "against_count", "against_out_of")
_COMPARED = (
    *("difference", "difference_lower", "difference_upper"),
    *("risk_ratio", "risk_ratio_lower", "risk_ratio_upper"),
    *("odds_ratio", "odds_ratio_lower", "odds_ratio_upper", "p_value"),
)

WITHIN = Measure(
    "two groups of a stratum",
    "%",
    TWO_GROUPS_METHOD,
    two_groups,
    (*_COUNTS, *ESTIMATES, "against_estimate", *_COMPARED),
    shown_per=100,
    shows=("count", "out_of", "", "", "against_count", "against_out_of"),
)
"""Parts: of the first group those with a yes, those known, everybody and those with a no; of the second those with a
yes, those known and those with a no."""


def _pooled(parts: Floats, confidence: float, off_by: int) -> Figures:
    count, out_of, everyone, against_count, against_out_of = parts[:, :5].T
    four = np.split(parts[:, 5:], 4, axis=1)
    difference = pooled_risk_difference(*four, confidence=confidence)
    risk = pooled_risk_ratio(*four, confidence=confidence)
    odds = pooled_odds_ratio(*four, confidence=confidence)
    return {
        "count": count,
        "out_of": out_of,
        "not_known": everyone - out_of,
        "against_count": against_count,
        "against_out_of": against_out_of,
        "difference": difference.estimate,
        "difference_lower": difference.lower,
        "difference_upper": difference.upper,
        "risk_ratio": risk.estimate,
        "risk_ratio_lower": risk.lower,
        "risk_ratio_upper": risk.upper,
        "odds_ratio": odds.estimate,
        "odds_ratio_lower": odds.lower,
        "odds_ratio_upper": odds.upper,
        "p_value": mantel_haenszel(*four).p_value,
        "strata_differ": _whether_strata_differ(four, off_by),
        "base": np.full(len(parts), np.inf),
        "further_base": np.minimum(out_of, against_out_of),
    }


def _whether_strata_differ(four: Sequence[Floats], off_by: int) -> Floats:
    """Work out the test, unless rounding could be what makes strata differ."""
    a, b, c, d = four
    compared = (a + b > 0) & (c + d > 0)
    smallest = np.where(compared, np.minimum(np.minimum(a, b), np.minimum(c, d)), np.inf).min(axis=1)
    too_coarse = smallest < TIMES_WHAT_ROUNDING_MOVES * off_by
    found: Floats = np.where(too_coarse, np.nan, homogeneity(*four).p_value)
    return found


POOLED = Measure(
    "two groups, strata pooled",
    "",
    "All strata, pooled: odds ratio, risk ratio and difference of Mantel and Haenszel. Limits: 95%, by Robins, Breslow "
    "and Greenland (1986), by Greenland and Robins (1985) and by Sato (1989). P value: the test of Mantel and Haenszel "
    "without continuity correction. P value of whether strata differ in the odds ratio: the test of Breslow and Day "
    "with Tarone's correction; not given where a stratum has a count so small that rounding could be what makes it "
    "differ. Worked out from the counts as they are shown; the limits do not include rounding.",
    _pooled,
    (*_COUNTS, *_COMPARED, "strata_differ"),
    shown_per=1,
    shows=("count", "out_of", "", "against_count", "against_out_of"),
    limits_hold_rounding=False,
)
"""Parts: of the first group those with a yes, those known and everybody; of the second those with a yes and those
known; then of each stratum those of the first group with a yes, of each with a no, and of the second likewise."""
