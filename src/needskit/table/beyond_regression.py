"""The measure of a fall beyond what regression to the mean alone would bring."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from needskit.stats.reference_sums import POWERS, beyond_regression_of_sums, corners_of, reference_of_sums
from needskit.stats.regression_to_mean import Rates
from needskit.table.before_after import FEWEST_WITH_ANY
from needskit.table.figure import ESTIMATES
from needskit.table.measure import EventsOf, Measure

if TYPE_CHECKING:
    from needskit.stats.proportion import Floats
    from needskit.table.measure import Figures

FEWEST_IN_REFERENCE: Final = 30
"""Of a reference population of fewer than this, nothing is said where counts are protected."""

_COUNTED: Final = 6
"""So many parts are of those chosen; the others are of the reference population."""

_EVENTS_OF = (EventsOf(2, 4, each_has_one=True), EventsOf(3, 5, each_has_one=True))

_BESIDE = ("expected", "relative_change", "expected_change", "reference_mean", "reference_shape")


def beyond_regression_to(*, mean: float | None, kappa: float | None) -> Measure:
    """Return the measure of a fall beyond regression to the mean.

    Its parts are those known, everybody, those with any before and with any after, the events before and after; and
    where a reference population gives the mean, its people and the sums of the first four powers of the events of each.

    Parameters
    ----------
    mean
        Events of one of a reference population in one window; None if its sums give it.
    kappa
        The shape of their rates; None if its sums give it.
    """
    whose = "as the reference population's numbers give it" if kappa is None else f"supposed to be {kappa:g}"

    def rule(parts: Floats, confidence: float, off_by: int) -> Figures:
        rows = [_row(row, mean, kappa, confidence, off_by) for row in parts]
        return {name: np.array([row[name] for row in rows]) for name in rows[0]} if rows else _nothing()

    return Measure(
        f"change beyond regression to the mean, shape {'of the reference' if kappa is None else f'{kappa:g}'}",
        "% change",
        "Expected: for each (events before + shape) x mean / (mean + shape), which is what those of the reference "
        "population with as many would have next if nothing changed (empirical Bayes: Hauer 1997, chapter 11). The "
        f"shape of the rates is {whose}. Change beyond: events after divided by those expected, less 1. Limits: 95%, "
        "negative binomial: they know that rates differ from those expected, and how far the reference population "
        f"tells the mean and the shape. Withheld where counts are protected and fewer than {FEWEST_WITH_ANY} with any "
        f"are shown, before or after, or the reference population is fewer than {FEWEST_IN_REFERENCE}.",
        rule,
        ("out_of", "not_known", "events", "against_events", *ESTIMATES, *_BESIDE),
        shown_per=100,
        shows=("out_of", "everyone", "", "", "events", "against_events"),
        events_of=(*_EVENTS_OF, *((EventsOf(_COUNTED, _COUNTED + 1),) if mean is None else ())),
    )


def _nothing() -> Figures:
    names = ("out_of", "not_known", "events", "against_events", *ESTIMATES, *_BESIDE, "base")
    return {name: np.zeros(0) for name in names}


def _row(parts: Floats, mean: float | None, kappa: float | None, confidence: float, off_by: int) -> dict[str, float]:
    out_of, everyone, any_before, any_after, before, after = (float(each) for each in parts[:_COUNTED])
    few = off_by > 0 and min(any_before, any_after) < FEWEST_WITH_ANY
    found = {
        "out_of": out_of,
        "not_known": everyone - out_of,
        "events": np.nan if few else before,
        "against_events": np.nan if few else after,
        **dict.fromkeys((*ESTIMATES, *_BESIDE), np.nan),
        "base": 0.0,
    }
    rates, corners, enough = _rates(parts[_COUNTED:], mean, kappa, off_by)
    if few or not enough or not out_of or not (before > 0 and np.isfinite(after)):
        return found
    beyond = beyond_regression_of_sums(
        out_of, before, after, rates=rates, corners=corners, confidence=confidence, off_by=off_by
    )
    return {
        **found,
        "estimate": -float(beyond.fall_beyond[0]),
        "lower": -float(np.max(beyond.wider_upper)),
        "upper": -float(np.min(beyond.wider_lower)),
        "expected": float(beyond.expected[0]),
        "relative_change": after / before - 1,
        "expected_change": float(beyond.expected[0]) / before - 1,
        "reference_mean": float(np.asarray(rates.mean)),
        "reference_shape": float(np.asarray(rates.kappa)),
        "base": out_of,
    }


def _rates(
    reference: Floats, mean: float | None, kappa: float | None, off_by: int
) -> tuple[Rates, tuple[tuple[float, float], ...], bool]:
    """Return the rates, those that rounding may have made of them, and whether there are people enough behind them."""
    if mean is not None:
        return Rates(mean, np.nan if kappa is None else kappa), (), True
    of = reference_of_sums(float(reference[0]), [float(each) for each in reference[1 : 1 + len(POWERS)]], off_by=off_by)
    enough = off_by == 0 or float(reference[0]) >= FEWEST_IN_REFERENCE
    rates = of.rates
    if kappa is not None:
        variance = np.asarray(rates.covariance, dtype=np.float64)
        known = np.zeros((2, 2))
        known[0, 0] = variance[0, 0] if variance.ndim else 0.0
        rates = Rates(rates.mean, kappa, known)
    usable = bool(np.isfinite(float(np.asarray(rates.mean))) and np.isfinite(float(np.asarray(rates.kappa))))
    return rates, (corners_of(of, kappa=kappa) if usable and off_by else ()), enough and usable
