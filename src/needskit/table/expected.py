"""Observed against expected: how many have an event, and how many would by the probabilities given to people alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from needskit.stats.poisson_binomial import events_p_value
from needskit.stats.recalibration import shifted
from needskit.table.figure import ESTIMATES
from needskit.table.measure import PERCENTAGE, Measure

if TYPE_CHECKING:
    from needskit.stats.proportion import Floats
    from needskit.table.measure import Figures

WIDTH = 5
"""Whole per cent in a band of probability."""

STARTS = tuple(range(0, 100, WIDTH))
"""The first whole per cent of each band; the last band holds 100 too."""

MIDPOINTS = (*(start + (WIDTH - 1) / 2 for start in STARTS[:-1]), STARTS[-1] + WIDTH / 2)
"""The middle of the whole per cents of each band, which stands for the probability of everybody in it."""

_PER_CENT = 100


def _against(parts: Floats, confidence: float, off_by: int, chances: Floats) -> Figures:
    """Work out the figures; ``chances`` is of shape ``(cells, bands)``."""
    found = PERCENTAGE.rule(parts[:, :3], confidence, off_by)
    in_band = parts[:, 3 : 3 + len(STARTS)]
    people = in_band.sum(axis=1)
    expected = np.where(in_band > 0, in_band * chances, 0).sum(axis=1)
    share = expected / np.where(people > 0, people, np.nan)
    due = np.where(share > 0, share, np.nan)
    p_values = [
        np.nan if np.isnan(chance).any() else events_p_value(observed, chance, band)
        for observed, chance, band in zip(parts[:, 0], chances, in_band, strict=True)
    ]
    return {
        **found,
        "expected": expected,
        "expected_share": share,
        "difference": found["estimate"] - share,
        "difference_lower": found["lower"] - share,
        "difference_upper": found["upper"] - share,
        "ratio": found["estimate"] / due,
        "ratio_lower": found["lower"] / due,
        "ratio_upper": found["upper"] / due,
        "p_value": np.array(p_values),
    }


def _as_given(parts: Floats, confidence: float, off_by: int) -> Figures:
    chances = np.broadcast_to(np.array(MIDPOINTS) / _PER_CENT, (len(parts), len(STARTS)))
    return _against(parts, confidence, off_by, chances)


def _recalibrated(parts: Floats, confidence: float, off_by: int) -> Figures:
    own = 3 + len(STARTS)
    given = np.array(MIDPOINTS) / _PER_CENT
    chances = np.array([shifted(given, row[own + 1 :], observed=row[own]) for row in parts])
    return _against(parts, confidence, off_by, chances)


_HOW = (
    "Expected: everybody counts with the probability in the middle of their band of 5 per cent, which is a constant; "
    "the sum is worked out from the people in each band as they are shown. It may be off by half a band for each "
    "person at most (3 points in the last band), and is not off on average if people are spread evenly over their "
    "bands. Limits: 95%, those of Wilson of the percentage observed, less or divided by the percentage expected, "
    "which is taken as known; they include the rounding of those observed and not that of those expected. P value: "
    "the exact Poisson-binomial distribution, two-sided, up to 5,000 people, and the normal one beyond."
)

_FIGURES = (
    *("count", "out_of", "not_known", *ESTIMATES, "expected", "expected_share"),
    *("difference", "difference_lower", "difference_upper", "ratio", "ratio_lower", "ratio_upper", "p_value"),
)

OBSERVED_AGAINST_EXPECTED = Measure(
    "observed against expected",
    "%",
    f"Percentage observed: the count divided by those known. {_HOW}",
    _as_given,
    _FIGURES,
    shown_per=100,
    shows=("count", "out_of"),
    limits_hold_rounding=False,
)
"""Parts: people with the event, those known, everybody; those known in each band."""

OBSERVED_AGAINST_RECALIBRATED = Measure(
    "observed against expected, recalibrated",
    "%",
    f"Percentage observed: the count divided by those known. {_HOW} Recalibrated: the log odds of all bands are moved "
    "alike until the number expected of the people they are fitted to is the number observed (logistic regression with "
    "an intercept alone), from the counts of each band as they are rounded.",
    _recalibrated,
    _FIGURES,
    shown_per=100,
    shows=("count", "out_of"),
    limits_hold_rounding=False,
)
"""Parts: those of ``OBSERVED_AGAINST_EXPECTED``; then, of the people fitted to, those with the event and each band."""
