"""Measures: the rules that turn counts into an estimate and its interval.

A measure is a rule and not a result, so that it can be applied to the true counts by an analysis and again to
the protected ones by ``release``: no estimate or interval outlives the counts it was made from.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from needskit.stats.mean import ScoreMean, half_width, score_mean
from needskit.stats.proportion import Floats, Interval, newcombe, normal_quantile, wilson

Figures = Mapping[str, Floats]
"""Named figures, each of shape ``(cells,)``. ``base`` is the smallest number of people behind the estimate."""

Rule = Callable[[Floats, float, int], Figures]
"""From parts of shape ``(cells, parts)``, the confidence, and by how many each count may be off."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A rule from counts to an estimate, with its unit, its method and how it is shown.

    Parameters
    ----------
    name
        Short and stable: ``percentage``.
    unit
        Of the estimate when shown: "%", "needs per person", or empty where there is no estimate.
    method
        How estimate and interval are worked out, in words for the notes.
    rule
        The calculation.
    figures
        What it gives, in reading order, out of ``count``, ``out_of``, ``not_known``, ``against_count``,
        ``against_out_of``, ``estimate``, ``lower``, ``upper``.
    shown_per
        By what the estimate is multiplied when it is shown: 100 for a percentage.
    confidence
        Of the interval.
    """

    name: str
    unit: str
    method: str
    rule: Rule
    figures: tuple[str, ...]
    shown_per: int = 1
    confidence: float = 0.95

    @property
    def stored_unit(self) -> str:
        """The unit of the estimate as it is stored, before it is multiplied for showing."""
        return {"%": "proportion", "percentage points": "difference of proportions"}.get(self.unit, self.unit)

    def apply(self, parts: Floats, *, off_by: int = 0) -> Figures:
        """Work out the figures of cells whose counts may each be off by so many."""
        return self.rule(parts, self.confidence, off_by)


def _widened_wilson(count: Floats, out_of: Floats, confidence: float, off_by: int) -> Interval:
    """Wilson limits that hold whatever the counts were before they were rounded."""
    if off_by == 0:
        return wilson(count, out_of, confidence=confidence)
    smallest, largest = np.maximum(out_of - off_by, 1), out_of + off_by
    lower = wilson(np.maximum(count - off_by, 0), largest, confidence=confidence).lower
    upper = wilson(np.minimum(count + off_by, smallest), smallest, confidence=confidence).upper
    return Interval(lower, upper)


def _proportion(count: Floats, out_of: Floats) -> Floats:
    """Return count / out_of; not a number where out_of is 0."""
    share: Floats = count / np.where(out_of > 0, out_of, np.nan)
    return share


def _percentage(parts: Floats, confidence: float, off_by: int) -> Figures:
    count, out_of, everyone = parts.T
    limits = _widened_wilson(count, out_of, confidence, off_by)
    return {
        "count": count,
        "out_of": out_of,
        "not_known": everyone - out_of,
        "estimate": _proportion(count, out_of),
        "lower": limits.lower,
        "upper": limits.upper,
        "base": out_of,
    }


def _part_of_whole(parts: Floats, _confidence: float, _off_by: int) -> Figures:
    count, out_of = parts.T
    return {"count": count, "out_of": out_of, "estimate": _proportion(count, out_of), "base": out_of}


def _count(parts: Floats, _confidence: float, _off_by: int) -> Figures:
    return {"count": parts[:, 0], "base": np.full(len(parts), np.inf)}


def _mean_reach(found: ScoreMean, people_at: Floats, confidence: float, off_by: int) -> tuple[Floats, Floats]:
    """Return by how much the mean itself may be off, and how far its interval then reaches at most."""
    if off_by == 0:
        return np.zeros(len(people_at)), half_width(found, confidence=confidence)
    # The true mean is the shown one less sum((score - mean) * error) / true people: at most this far off.
    fewest = np.maximum(found.people - off_by, 2)
    moved = off_by * found.spread / fewest
    # Squares about another mean than their own are larger, so these bound those of the true counts.
    scores = np.arange(people_at.shape[1])
    squares = ((people_at + off_by) * (scores - found.mean[:, None]) ** 2).sum(axis=1)
    return moved, normal_quantile(confidence) * np.sqrt(squares / (fewest * (fewest - 1)))


def _mean(parts: Floats, confidence: float, off_by: int) -> Figures:
    everyone, people_at = parts[:, 0], parts[:, 1:]
    found = score_mean(people_at)
    reach = np.sum(_mean_reach(found, people_at, confidence, off_by), axis=0)
    return {
        "count": found.total,
        "out_of": found.people,
        "not_known": everyone - found.people,
        "estimate": found.mean,
        "lower": np.maximum(found.mean - reach, 0),
        "upper": np.minimum(found.mean + reach, people_at.shape[1] - 1),
        "base": found.people,
    }


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
        "estimate": _proportion(count, out_of) - _proportion(against_count, against_out_of),
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
        _proportion(*first),
        against=wilson(*second, confidence=confidence),
        against_estimate=_proportion(*second),
    )


def _difference_of_means(parts: Floats, confidence: float, off_by: int) -> Figures:
    middle = parts.shape[1] // 2
    ours, theirs = parts[:, :middle], parts[:, middle:]
    first, second = _mean(ours, confidence, off_by), _mean(theirs, confidence, off_by)
    moved, reach = _mean_reach(score_mean(ours[:, 1:]), ours[:, 1:], confidence, off_by)
    against_moved, against_reach = _mean_reach(score_mean(theirs[:, 1:]), theirs[:, 1:], confidence, off_by)
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


_INTERVAL = ("estimate", "lower", "upper")
_TWO_GROUPS = ("count", "out_of", "against_count", "against_out_of", *_INTERVAL)

COUNT = Measure("count", "", "Rows that hold only a count have no percentage.", _count, ("count",))

PART_OF_WHOLE = Measure(
    "part of whole",
    "%",
    "Percentage: the count divided by the number it is out of. It describes these records alone: no interval.",
    _part_of_whole,
    ("count", "out_of", "estimate"),
    shown_per=100,
)

PERCENTAGE = Measure(
    "percentage",
    "%",
    "Percentage: the count divided by those whose answer is known. Limits: 95% Wilson score interval "
    "without continuity correction (Newcombe 1998, method 3).",
    _percentage,
    ("count", "out_of", "not_known", *_INTERVAL),
    shown_per=100,
)

MEAN = Measure(
    "mean",
    "per person",
    "Mean: the sum divided by those whose answer is known. Limits: 95% normal interval from the standard deviation.",
    _mean,
    ("count", "out_of", "not_known", *_INTERVAL),
)

DIFFERENCE = Measure(
    "difference",
    "percentage points",
    "Difference: the first percentage less the second. Limits: 95% hybrid score interval for independent "
    "groups (Newcombe 1998, method 10).",
    _difference,
    _TWO_GROUPS,
    shown_per=100,
)

DIFFERENCE_OF_MEANS = Measure(
    "difference of means",
    "per person",
    "Difference: the first mean less the second. Limits: 95%, from the interval of each mean (Zou and Donner 2008).",
    _difference_of_means,
    _TWO_GROUPS,
)
