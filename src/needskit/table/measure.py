"""Measures: the rules that turn counts into an estimate and its interval.

A measure is a rule and not a result, so that it can be applied to the true counts by an analysis and again to
the protected ones by ``release``: no estimate or interval outlives the counts it was made from.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from needskit.stats.mean import ScoreMean, half_width, score_mean
from needskit.stats.middle import median_score
from needskit.stats.proportion import Floats, Interval, normal_quantile, wilson
from needskit.table.residents import AGAINST_RESIDENTS, HOW, HOW_RATES, RATE, RATE_LIMITS, figures_of_residents

Figures = Mapping[str, Floats]
"""Named figures, each of shape ``(cells,)``. ``base`` is the smallest number of people behind the estimate."""

Rule = Callable[[Floats, float, int], Figures]
"""From parts of shape ``(cells, parts)``, the confidence, and by how many each count may be off."""


@dataclass(frozen=True, slots=True)
class Beside:
    """A published figure that is set beside an estimate: its value, and whom it is of, when and where it stands."""

    value: float
    words: str


@dataclass(frozen=True, slots=True)
class EventsOf:
    """Which part of a measure counts people, which their events, and whether each of these people has one at least."""

    people: int
    events: int
    each_has_one: bool = False


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
        What it gives, in reading order, out of ``FIGURES``.
    shown_per
        By what the estimate is multiplied when it is shown: 100 for a percentage.
    shows
        Which figure each part is, as it stands, in the order of the parts; "everyone" for the part that those not known
        are what is left of, empty for a part that no figure shows.
    confidence
        Of the interval.
    beside
        A published figure to compare the estimate with, if the analyst gives one.
    residents
        How many live where the people are counted, for a rate beside the estimate; 0 if that is not known.
    all_residents
        Of how many residents those are a part, for their percentage beside the estimate; 0 if it is not asked.
    heading
        The words over the estimate, where they are not those of the table.
    limits_hold_rounding
        Whether the limits are wide enough for every true count that may have been rounded to those shown.
    events_of
        Which parts are events that are shown beside people: a release keeps them from telling how few these are.
    """

    name: str
    unit: str
    method: str
    rule: Rule
    figures: tuple[str, ...]
    shown_per: int = 1
    shows: tuple[str, ...] = ()
    confidence: float = 0.95
    beside: Beside | None = None
    residents: int = 0
    all_residents: int = 0
    heading: str = ""
    limits_hold_rounding: bool = True
    events_of: tuple[EventsOf, ...] = ()

    @property
    def stored_unit(self) -> str:
        """The unit of the estimate as it is stored, before it is multiplied for showing."""
        if self.shown_per == 1:
            return self.unit
        return self.unit.replace("percentage points", "difference of proportions").replace("%", "proportion")

    def apply(self, parts: Floats, *, off_by: int = 0) -> Figures:
        """Work out the figures of cells whose counts may each be off by so many."""
        found = self.rule(parts, self.confidence, off_by)
        if self.beside is not None:
            published = np.full(len(parts), self.beside.value)
            found = {**found, "comparator": published, "comparator_difference": found["estimate"] - published}
        if self.residents:
            beside = figures_of_residents(
                found,
                residents=self.residents,
                all_residents=self.all_residents,
                confidence=self.confidence,
                off_by=off_by,
            )
            found = {**found, **beside}
        return found

    def compared_with(self, beside: Beside | None) -> Measure:
        """Return the measure with a published figure set beside its estimate; itself if there is none."""
        if beside is None:
            return self
        return replace(self, beside=beside, figures=(*self.figures, "comparator", "comparator_difference"))

    def per_residents(self, residents: int) -> Measure:
        """Return the measure with a rate of its count per resident."""
        return replace(self, residents=residents, figures=(*self.figures, *RATE))

    def against_residents(self, residents: int, *, of: int) -> Measure:
        """Return the measure with the share of the residents beside its own, and a rate.

        Parameters
        ----------
        residents
            How many live where the people of the row are counted.
        of
            Of how many they are a part.
        """
        once = "events" not in self.figures
        return replace(
            self,
            method=f"{self.method} {HOW}{f' {HOW_RATES}' if once else ''}",
            residents=residents,
            all_residents=of,
            figures=(*self.figures, *AGAINST_RESIDENTS, *(RATE_LIMITS if once else ())),
        )


def widened_wilson(count: Floats, out_of: Floats, confidence: float, off_by: int) -> Interval:
    """Wilson limits that hold whatever the counts were before they were rounded."""
    if off_by == 0:
        return wilson(count, out_of, confidence=confidence)
    smallest, largest = np.maximum(out_of - off_by, 1), out_of + off_by
    lower = wilson(np.maximum(count - off_by, 0), largest, confidence=confidence).lower
    upper = wilson(np.minimum(count + off_by, smallest), smallest, confidence=confidence).upper
    return Interval(lower, upper)


def proportion_of(count: Floats, out_of: Floats) -> Floats:
    """Return count / out_of; not a number where out_of is 0."""
    share: Floats = count / np.where(out_of > 0, out_of, np.nan)
    return share


def _percentage(parts: Floats, confidence: float, off_by: int) -> Figures:
    count, out_of, everyone = parts.T
    limits = widened_wilson(count, out_of, confidence, off_by)
    return {
        "count": count,
        "out_of": out_of,
        "not_known": everyone - out_of,
        "estimate": proportion_of(count, out_of),
        "lower": limits.lower,
        "upper": limits.upper,
        "base": out_of,
    }


def _percentage_with_bounds(parts: Floats, confidence: float, off_by: int) -> Figures:
    count, out_of, everyone = parts.T
    return {
        **_percentage(parts, confidence, off_by),
        "lowest": proportion_of(count, everyone),
        "highest": proportion_of(everyone - out_of + count, everyone),
    }


def _part_of_whole(parts: Floats, _confidence: float, _off_by: int) -> Figures:
    count, out_of = parts.T
    return {"count": count, "out_of": out_of, "estimate": proportion_of(count, out_of), "base": out_of}


def _count(parts: Floats, _confidence: float, _off_by: int) -> Figures:
    return {"count": parts[:, 0], "base": np.full(len(parts), np.inf)}


def _count_of_known(parts: Floats, _confidence: float, _off_by: int) -> Figures:
    count, out_of, everyone = parts.T
    return {"count": count, "out_of": out_of, "not_known": everyone - out_of, "base": np.full(len(parts), np.inf)}


def mean_reach(found: ScoreMean, people_at: Floats, confidence: float, off_by: int) -> tuple[Floats, Floats]:
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


def mean_of(parts: Floats, confidence: float, off_by: int) -> Figures:
    """Work out a mean from parts that are everybody, and the people at each score."""
    everyone, people_at = parts[:, 0], parts[:, 1:]
    found = score_mean(people_at)
    reach = np.sum(mean_reach(found, people_at, confidence, off_by), axis=0)
    return {
        "count": found.total,
        "out_of": found.people,
        "not_known": everyone - found.people,
        "estimate": found.mean,
        "lower": np.maximum(found.mean - reach, 0),
        "upper": np.minimum(found.mean + reach, people_at.shape[1] - 1),
        "base": found.people,
    }


def _mean_and_median(parts: Floats, confidence: float, off_by: int) -> Figures:
    return {**mean_of(parts, confidence, off_by), "median": median_score(parts[:, 1:])}


_INTERVAL = ("estimate", "lower", "upper")

COUNT = Measure("count", "", "Rows that hold only a count have no percentage.", _count, ("count",), shows=("count",))

COUNT_OF_KNOWN = Measure(
    "count of those known",
    "",
    "Rows that hold only a count have no percentage.",
    _count_of_known,
    ("count", "out_of", "not_known"),
)
"""For groups of one each, of whom a percentage would say nothing. Parts: those of a percentage."""

PART_OF_WHOLE = Measure(
    "part of whole",
    "%",
    "Percentage: the count divided by the number it is out of. It describes these records alone: no interval.",
    _part_of_whole,
    ("count", "out_of", "estimate"),
    shown_per=100,
    shows=("count", "out_of"),
)

PERCENTAGE = Measure(
    "percentage",
    "%",
    "Percentage: the count divided by those whose answer is known. Limits: 95% Wilson score interval "
    "without continuity correction (Newcombe 1998, method 3).",
    _percentage,
    ("count", "out_of", "not_known", *_INTERVAL),
    shown_per=100,
    shows=("count", "out_of", "everyone"),
)

PERCENTAGE_WITH_BOUNDS = replace(
    PERCENTAGE, rule=_percentage_with_bounds, figures=(*PERCENTAGE.figures, "lowest", "highest")
)
"""A percentage beside what it would be of everybody, were all that is not known no, or all yes."""


CUMULATIVE = replace(PERCENTAGE, figures=(*PERCENTAGE.figures, "cumulative"))
"""A percentage beside what the rows of the table come to, up to and with this one."""

MEAN = Measure(
    "mean",
    "mean",
    "Mean: the sum divided by those whose answer is known. Limits: 95% normal interval from the standard deviation.",
    mean_of,
    ("count", "out_of", "not_known", *_INTERVAL),
)

MEAN_AND_MEDIAN = replace(MEAN, rule=_mean_and_median, figures=(*MEAN.figures, "median"))
