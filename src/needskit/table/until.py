"""Measures of the time to a first event, from the people who have it between given days: a mean, and a test."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from needskit.stats.log_rank import log_rank
from needskit.stats.proportion import normal_quantile
from needskit.table.figure import ESTIMATES
from needskit.table.measure import Measure

if TYPE_CHECKING:
    from needskit.stats.proportion import Floats
    from needskit.table.measure import Figures


def mean_days_without(on: tuple[int, ...]) -> Measure:
    """Return the measure of the mean days without the event, up to the last of these days.

    Parts: everybody; those with the event up to each day and after the one before; those without it by the last day.
    """
    middles = middles_of(on)

    def rule(parts: Floats, confidence: float, _off_by: int) -> Figures:
        everyone, people = parts[:, 0], parts[:, 1:]
        known = people.sum(axis=1)
        mean, error = mean_in_bands(people, middles)
        reach = normal_quantile(confidence) * np.where(error > 0, error, np.nan)
        return {
            "out_of": known,
            "not_known": everyone - known,
            "estimate": mean,
            "lower": np.maximum(mean - reach, 0),
            "upper": np.minimum(mean + reach, on[-1]),
            "base": known,
        }

    return Measure(
        f"mean days without, on {len(on)} days to {on[-1]}",
        "days",
        f"Mean days without: the restricted mean, up to day {on[-1]}, which is the area below the Kaplan-Meier curve. "
        "Whoever has the event between two of the days listed counts with the middle of the days between them. Limits: "
        "95%, normal, from Greenwood's variance; they do not include rounding.",
        rule,
        ("out_of", "not_known", *ESTIMATES),
        limits_hold_rounding=False,
        heading=f"Mean days without, up to day {on[-1]}",
    )


def middles_of(on: tuple[int, ...]) -> Floats:
    """Return what each counts with who has the event between two of these days, and last who is without it to the end.

    Examples
    --------
    >>> middles_of((30, 61)).tolist()
    [15.5, 46.0, 61.0]
    """
    # Whole days after the one day, up to and with the other; a day alone is itself.
    return np.array([*((before + 1 + day) / 2 for before, day in pairwise((0, *on))), on[-1]])


def mean_in_bands(people: Floats, middles: Floats) -> tuple[Floats, Floats]:
    """Return the mean days and its standard error; shapes ``(cells,)``.

    Parameters
    ----------
    people
        Those in each band of days; shape ``(cells, bands)``.
    middles
        What each counts with who is in a band; shape ``(bands,)``.
    """
    known = people.sum(axis=1)
    out_of = np.where(known > 0, known, np.nan)
    mean = people @ middles / out_of
    # Where everybody is followed to the last day, Greenwood's variance is that of the days, each cut off there.
    return mean, np.sqrt((people * (middles - mean[:, None]) ** 2).sum(axis=1)) / out_of


def mean_off_by(people: Floats, middles: Floats, off_by: int, *, fewest: Floats) -> tuple[Floats, Floats]:
    """Return by how much a mean of bands may be off, and the most that its standard error may be.

    Parameters
    ----------
    people, middles
        As in ``mean_in_bands``; the bands in rising order.
    off_by
        By how much the number in each band may be.
    fewest
        How many they are together at least; shape ``(cells,)``.

    Examples
    --------
    >>> moved, error = mean_off_by(np.array([[50.0, 50.0]]), np.array([100.0, 365.0]), 4, fewest=np.array([96]))
    >>> bool(np.isclose(moved[0], 265 * (54 / 100) - 132.5)), round(float(error[0]), 2)
    (True, 14.34)
    """
    mean, _ = mean_in_bands(people, middles)
    least, most = np.maximum(people - off_by, 0), people + off_by
    # The mean is furthest off where all bands up to one are as full as they may be and all others as empty, or so.
    cuts = [np.arange(len(middles)) < cut for cut in range(1, len(middles))]
    ends = [np.where(full, most, least) for cut in cuts for full in (cut, ~cut)]
    means = np.array([each @ middles / np.maximum(each.sum(axis=1), 1) for each in ends])
    # Squares about another mean than their own are larger, so these bound those of the true counts.
    squares = (most * (middles - mean[:, None]) ** 2).sum(axis=1)
    return np.abs(means - mean).max(axis=0), np.sqrt(squares) / np.maximum(fewest, 1)


def log_rank_test(groups: int, *, place: int | None = None) -> Measure:
    """Return the measure of the log-rank test of so many groups.

    Parameters
    ----------
    groups
        How many are set against each other.
    place
        Of the group whose events are observed and expected; None for the test of them all.

    Notes
    -----
    Parts: of each group in turn, those with the event up to each day and after the one before, then those without it by
    the last day.
    """
    figures = ("out_of", "events", *(("chi_squared", "p_value") if place is None else ("expected",)))

    def rule(parts: Floats, _confidence: float, _off_by: int) -> Figures:
        by_group = parts.reshape(len(parts), groups, -1)
        events = np.concatenate([by_group[:, :, :-1], np.zeros((len(parts), groups, 1))], axis=2)
        left = np.zeros_like(events)
        left[:, :, -1] = by_group[:, :, -1]
        tests = [log_rank(*each) for each in zip(events, left, strict=True)]
        chosen = slice(None) if place is None else slice(place, place + 1)
        known = by_group[:, chosen].sum(axis=(1, 2))
        found = {
            "events": events[:, chosen].sum(axis=(1, 2)),
            "out_of": known,
            "expected": np.array([test.expected[chosen].sum() for test in tests]),
            "chi_squared": np.array([test.statistic for test in tests]),
            "p_value": np.array([test.p_value for test in tests]),
            "base": np.full(len(parts), np.inf),
            "further_base": known,
        }
        return {name: found[name] for name in (*figures, "base", "further_base")}

    return Measure(
        f"log-rank test of {groups} groups{'' if place is None else f', group {place}'}",
        "",
        "Log-rank test (Mantel 1966), two-sided: the people with the event are set against those expected if people "
        "still without it had it alike on each of the days listed, whatever their group. Events between two of these "
        "days count as on the later one. Worked out from the counts as they are shown; it does not include rounding.",
        rule,
        figures,
        limits_hold_rounding=False,
    )


FIRST_EVENTS = Measure(
    "first events",
    "",
    "Rows that hold only events are of people in no group that is tested.",
    lambda parts, _confidence, _off_by: {"events": parts[:, 0], "base": np.full(len(parts), np.inf)},
    ("events",),
    shows=("events",),
)
"""Parts: those with the event by the last day."""
