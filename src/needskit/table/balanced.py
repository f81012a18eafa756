"""The measures of how alike two groups are in a level or a number, before and after one of them is weighted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from needskit.table.figure import ACCEPTABLE, GOOD, POOR
from needskit.table.measure import Measure, proportion_of

if TYPE_CHECKING:
    from needskit.stats.proportion import Floats
    from needskit.table.measure import Figures

HUNDREDTHS, STEP = 100, 5
UP_TO_GOOD, UP_TO_ACCEPTABLE = 5, 10
"""Hundredths of a standard deviation."""

LEAST_RATIO = 0.5
"""Below this ratio of variances, or above 1 divided by it, the arms are not alike in spread. Rubin (2001)."""

FEWEST_PEOPLE = 10
"""Of fewer people than this with or without a level, in either arm, its differences are not shown where counts are
protected: of so few they would tell each."""

HOW = (
    "Standardised difference: the percentage (of a number the mean) of those treated less that of the comparison, "
    "without its sign, in standard deviations of all those treated; after matching the comparison is weighted and the "
    "standard deviation stays the same. It is rounded up to a hundredth, and for release to a multiple of 0.05 beside "
    "it; 10 stands for no end, of what one arm alone has. Up to 0.05 is good, up to 0.10 acceptable, and more is poor "
    "(Stuart 2010: below 0.1)."
)

OF_SPREAD = (
    "Variance ratio: the variance of those treated divided by that of the comparison, after matching weighted. It is "
    "rounded to a hundredth away from 1, and for release to a multiple of 0.05 beside it; 10 stands for 10 or more. "
    "From 0.5 to 2 the spread is alike (Rubin 2001)."
)


def judged(hundredths: int) -> int:
    """Return how alike groups are with such a difference, as a multiple of what counts are rounded to.

    So that rounding leaves it as it is: whether a match is good is no figure of a few.

    Parameters
    ----------
    hundredths
        Of a standard deviation.

    Examples
    --------
    >>> judged(5), judged(10), judged(11)
    (0, 5, 10)
    """
    return STEP * ((hundredths > UP_TO_GOOD) + (hundredths > UP_TO_ACCEPTABLE))


def _judged(hundredths: Floats) -> Floats:
    """Return how alike groups are with such a difference."""
    return np.select([hundredths <= UP_TO_GOOD, hundredths <= UP_TO_ACCEPTABLE], [GOOD, ACCEPTABLE], POOR).astype(float)


def _differences(before: Floats, after: Floats) -> dict[str, Floats]:
    return {"apart_before": before / HUNDREDTHS, "apart_after": after / HUNDREDTHS, "alike": _judged(after)}


def _of_level(parts: Floats, _confidence: float, off_by: int) -> Figures:
    ours, all_ours, theirs, all_theirs = parts.T[:4]
    all_ours_matched, all_theirs_matched = parts[:, 5], parts[:, 7]
    weighted, all_weighted, before, after = parts.T[8:]
    # Those with the level stand before all of the same, four times.
    few_or_most = [np.minimum(parts[:, at], parts[:, at + 1] - parts[:, at]) for at in range(0, 8, 2)]
    fewest = np.minimum.reduce(few_or_most)
    few = (off_by > 0) & (fewest - off_by < FEWEST_PEOPLE)
    return {
        "count": ours,
        "out_of": all_ours,
        "against_count": theirs,
        "against_out_of": all_theirs,
        "estimate": proportion_of(ours, all_ours),
        "against_estimate": proportion_of(theirs, all_theirs),
        "matched_share": proportion_of(parts[:, 4], all_ours_matched),
        "weighted_share": proportion_of(weighted, all_weighted),
        **_differences(before, after),
        "base": np.minimum(all_ours, all_theirs),
        "further_base": np.where(few, 0, np.minimum(all_ours_matched, all_theirs_matched)),
    }


def _of_matched(parts: Floats) -> Figures:
    ours, theirs, before, after = parts.T[:4]
    return {**_differences(before, after), "base": np.minimum(ours, theirs), "further_base": np.minimum(ours, theirs)}


def _of_number(parts: Floats, _confidence: float, _off_by: int) -> Figures:
    before, after = parts.T[4:] / HUNDREDTHS
    near_enough = (after >= LEAST_RATIO) & (after <= 1 / LEAST_RATIO)
    return {
        **_of_matched(parts),
        "variance_ratio_before": before,
        "variance_ratio_after": after,
        "spread": np.where(near_enough, GOOD, POOR).astype(float),
    }


def _of_all(parts: Floats, _confidence: float, _off_by: int) -> Figures:
    judged = np.select([parts[:, 4] < STEP, parts[:, 4] < 2 * STEP], [GOOD, ACCEPTABLE], POOR).astype(float)
    return {**_of_matched(parts), "alike": judged}


BALANCE = Measure(
    "balance of a level",
    "%",
    "Percentages: the count divided by all of the arm, those not known among them; after matching that of the "
    f"comparison is of its effective number, which is how many of equal weight would tell as much (Kish 1965). "
    f"{HOW} Where counts are protected, figures beside the percentage are withheld if there may be fewer than "
    f"{FEWEST_PEOPLE} in an arm, before or after, with the level or without it.",
    _of_level,
    (
        *("count", "out_of", "against_count", "against_out_of", "estimate", "against_estimate"),
        *("matched_share", "weighted_share", "apart_before", "apart_after", "alike"),
    ),
    shown_per=100,
    shows=("count", "out_of", "against_count", "against_out_of"),
    limits_hold_rounding=False,
)
"""Parts: of those treated with the level and all, of the comparison both; the same four of those matched; of
the effective number of the comparison those with the level and all; hundredths of a standard deviation before and
after."""

BALANCE_OF_NUMBER = Measure(
    "balance of a number",
    "",
    f"{HOW} {OF_SPREAD}",
    _of_number,
    ("apart_before", "apart_after", "alike", "variance_ratio_before", "variance_ratio_after", "spread"),
    limits_hold_rounding=False,
)
"""Parts: those treated and the comparison, matched; hundredths of a standard deviation before and after; hundredths of
the ratio of variances before and after."""

BALANCE_OF_ALL = Measure(
    "balance of all",
    "",
    f"{HOW} Of the row that differs most it is said before rounding.",
    _of_all,
    ("apart_before", "apart_after", "alike"),
    limits_hold_rounding=False,
)
"""Parts: the first four of those of a number, and what ``judged`` gives."""
