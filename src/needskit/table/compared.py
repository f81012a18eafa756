"""Measures that set one group against another: the figures of both, and the difference between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from needskit.stats.association import odds_ratio, odds_ratio_limits, phi, risk_ratio, risk_ratio_limits
from needskit.stats.mean import score_mean
from needskit.stats.proportion import Floats, Interval, newcombe, wilson
from needskit.stats.tails import two_sided_p_value
from needskit.table.figure import ESTIMATES
from needskit.table.measure import PERCENTAGE, Measure, mean_of, mean_reach, proportion_of, widened_wilson

if TYPE_CHECKING:
    from needskit.table.measure import Figures

_TWO_GROUPS = ("count", "out_of", "against_count", "against_out_of", *ESTIMATES)


def _difference(parts: Floats, confidence: float, off_by: int) -> Figures:
    count, out_of, against_count, against_out_of = parts.T
    # The lower limit falls with the first percentage and as the second rises: the corners bound it.
    low, high = _corners(count, out_of, off_by)
    against_low, against_high = _corners(against_count, against_out_of, off_by)
    lower = _hybrid(low, against_high, confidence).lower
    upper = _hybrid(high, against_low, confidence).upper
    return {
        "count": count,
        "out_of": out_of,
        "against_count": against_count,
        "against_out_of": against_out_of,
        "estimate": proportion_of(count, out_of) - proportion_of(against_count, against_out_of),
        "lower": lower,
        "upper": upper,
        "base": np.minimum(out_of, against_out_of),
    }


def _corners(count: Floats, out_of: Floats, off_by: int) -> tuple[tuple[Floats, Floats], ...]:
    """Return the counts and denominators of the lowest and of the highest percentage that there may be."""
    smallest = out_of if off_by == 0 else np.maximum(out_of - off_by, 1)
    low = (np.maximum(count - off_by, 0), out_of + off_by)
    return low, (np.minimum(count + off_by, smallest), smallest)


def _hybrid(first: tuple[Floats, Floats], second: tuple[Floats, Floats], confidence: float) -> Interval:
    return newcombe(
        wilson(*first, confidence=confidence),
        proportion_of(*first),
        against=wilson(*second, confidence=confidence),
        against_estimate=proportion_of(*second),
    )


def _difference_of_means(parts: Floats, confidence: float, off_by: int) -> Figures:
    middle = parts.shape[1] // 2
    ours, theirs = parts[:, :middle], parts[:, middle:]
    first, second = mean_of(ours, confidence, off_by), mean_of(theirs, confidence, off_by)
    moved, reach = mean_reach(score_mean(ours[:, 1:]), ours[:, 1:], confidence, off_by)
    against_moved, against_reach = mean_reach(score_mean(theirs[:, 1:]), theirs[:, 1:], confidence, off_by)
    estimate = first["estimate"] - second["estimate"]
    # No interval of a mean goes below 0 or above the most needs there are.
    ends = ours.shape[1] - 2 - first["estimate"] + moved, ours.shape[1] - 2 - second["estimate"] + against_moved
    below = np.hypot(np.minimum(reach, first["estimate"] + moved), np.minimum(against_reach, ends[1]))
    above = np.hypot(np.minimum(reach, ends[0]), np.minimum(against_reach, second["estimate"] + against_moved))
    return {
        "count": first["count"],
        "out_of": first["out_of"],
        "against_count": second["count"],
        "against_out_of": second["out_of"],
        "estimate": estimate,
        "lower": estimate - moved - against_moved - below,
        "upper": estimate + moved + against_moved + above,
        "base": np.minimum(first["base"], second["base"]),
    }


def _against_the_rest(parts: Floats, confidence: float, off_by: int) -> Figures:
    own = PERCENTAGE.rule(parts[:, :3], confidence, off_by)
    between = _difference(parts[:, [0, 1, 3, 4]], confidence, off_by)
    return {
        **own,
        "against_count": between["against_count"],
        "against_out_of": between["against_out_of"],
        "against_estimate": proportion_of(parts[:, 3], parts[:, 4]),
        "difference": between["estimate"],
        "difference_lower": between["lower"],
        "difference_upper": between["upper"],
        "further_base": between["base"],
    }


DIFFERENCE = Measure(
    "difference",
    "percentage points",
    "Difference: the first percentage less the second. Limits: 95% hybrid score interval for independent "
    "groups (Newcombe 1998, method 10).",
    _difference,
    _TWO_GROUPS,
    shown_per=100,
    shows=("count", "out_of", "against_count", "against_out_of"),
)

DIFFERENCE_OF_MEANS = Measure(
    "difference of means",
    "mean",
    "Difference: the first mean less the second. Limits: 95%, from the interval of each mean (Zou and Donner 2008).",
    _difference_of_means,
    _TWO_GROUPS,
)

AGAINST_THE_REST = Measure(
    "percentage against the rest",
    "%",
    "Percentage: the count divided by those whose answer is known. Limits: 95% Wilson score interval without "
    "continuity correction (Newcombe 1998, method 3). Difference: the percentage less that of the rest. Limits: 95% "
    "hybrid score interval for independent groups (Newcombe 1998, method 10).",
    _against_the_rest,
    (
        *("count", "out_of", "not_known", "against_count", "against_out_of", *ESTIMATES),
        *("against_estimate", "difference", "difference_lower", "difference_upper"),
    ),
    shown_per=100,
    shows=("count", "out_of", "everyone", "against_count", "against_out_of"),
)
"""Parts: count, those known and everybody of the group, then count and those known of the rest."""


def two_groups(parts: Floats, confidence: float, off_by: int) -> Figures:
    """Work out the percentages of both groups, their difference, both ratios and the test.

    Parameters
    ----------
    parts
        Of the first group those with a yes, those known, everybody and those with a no; of the second those with a yes,
        those known and those with a no; shape ``(cells, 7)``.
    confidence
        0.95 for a 95% interval.
    off_by
        How far each count may be from the true one, because it was rounded.
    """
    count, out_of, _, without, against_count, against_out_of, against_without = parts.T
    four = count, without, against_count, against_without
    risk = risk_ratio_limits(*four, confidence=confidence, off_by=off_by)
    odds = odds_ratio_limits(*four, confidence=confidence, off_by=off_by)
    found = _against_the_rest(parts[:, [0, 1, 2, 4, 5]], confidence, off_by)
    return {
        **found,
        "risk_ratio": risk_ratio(*four),
        "risk_ratio_lower": risk.lower,
        "risk_ratio_upper": risk.upper,
        "odds_ratio": odds_ratio(*four),
        "odds_ratio_lower": odds.lower,
        "odds_ratio_upper": odds.upper,
        # The square of it is Pearson's chi-squared without continuity correction.
        "p_value": two_sided_p_value(phi(*four) * np.sqrt(out_of + against_out_of)),
    }


def _two_groups(parts: Floats, confidence: float, off_by: int) -> Figures:
    return {**two_groups(parts[:, :7], confidence, off_by), **_if_not_known(parts)}


def _if_not_known(parts: Floats) -> Figures:
    """Work out the difference, were all of whom the group is not known in the one group, or in the other."""
    count, out_of, _, _, against_count, against_out_of, _, unknown, unknown_out_of = parts.T
    return {
        "difference_if_first": proportion_of(count + unknown, out_of + unknown_out_of)
        - proportion_of(against_count, against_out_of),
        "difference_if_second": proportion_of(count, out_of)
        - proportion_of(against_count + unknown, against_out_of + unknown_out_of),
    }


TWO_GROUPS_METHOD = (
    "Percentage: the count divided by those whose answer is known. Limits: 95% Wilson score interval without "
    "continuity correction (Newcombe 1998, method 3). Difference: the first percentage less the second; limits: 95% "
    "hybrid score interval (Newcombe 1998, method 10). Risk ratio: the first percentage divided by the second; limits "
    "95% by Katz. Odds ratio: limits 95% by Woolf. P value: Pearson's chi-squared without continuity correction, from "
    "the counts shown."
)

TWO_GROUPS = Measure(
    "two groups",
    "%",
    TWO_GROUPS_METHOD,
    _two_groups,
    (
        *("count", "out_of", "not_known", "against_count", "against_out_of", *ESTIMATES, "against_estimate"),
        *("difference", "difference_lower", "difference_upper", "difference_if_first", "difference_if_second"),
        *("risk_ratio", "risk_ratio_lower", "risk_ratio_upper"),
        *("odds_ratio", "odds_ratio_lower", "odds_ratio_upper", "p_value"),
    ),
    shown_per=100,
    shows=("count", "out_of", "", "", "against_count", "against_out_of"),
)
"""Parts: of the first group those with a yes, those known, everybody and those with a no; of the second those with a
yes, those known and those with a no; of people whose group is not known those with a yes and those known."""


def _against_another_group(parts: Floats, confidence: float, off_by: int) -> Figures:
    limits = widened_wilson(parts[:, 4], parts[:, 5], confidence, off_by)
    return {
        **two_groups(parts, confidence, off_by),
        "against_lower": limits.lower,
        "against_upper": limits.upper,
    }


ANOTHER_GROUP = Measure(
    "against another group",
    "%",
    "Percentages: the count divided by those whose answer is known. Limits: 95% Wilson score interval without "
    "continuity correction (Newcombe 1998, method 3). Difference: the first percentage less the second; limits: 95% "
    "hybrid score interval (Newcombe 1998, method 10). Risk ratio: the first percentage divided by the second; limits "
    "95% by Katz. P value: Pearson's chi-squared without continuity correction, from the counts shown.",
    _against_another_group,
    (
        *("count", "out_of", "not_known", "against_count", "against_out_of", *ESTIMATES),
        *("against_estimate", "against_lower", "against_upper"),
        *("difference", "difference_lower", "difference_upper"),
        *("risk_ratio", "risk_ratio_lower", "risk_ratio_upper", "p_value"),
    ),
    shown_per=100,
    shows=("count", "out_of", "everyone", "", "against_count", "against_out_of"),
)
"""Parts: of the first group those with a yes, those known, everybody and those with a no; of the second those with a
yes, those known and those with a no."""
