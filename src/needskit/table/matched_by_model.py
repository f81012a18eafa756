"""What became of people matched with people like them, where a model of the outcome has a part in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from needskit.stats.comparison import compare_means
from needskit.table.figure import FITTED
from needskit.table.matched import FIGURES_BESIDE, SHOWS, THOUSANDTHS, moved_by, side_of, sides_of, what_limits_say
from needskit.table.measure import Measure

if TYPE_CHECKING:
    from needskit.stats.proportion import Floats
    from needskit.table.measure import Figures


def _by_error(parts: Floats, confidence: float, off_by: int) -> Figures:
    """Return the sides and the difference, with limits by a standard error in thousandths."""
    found = sides_of(parts, confidence, off_by, alike=False)
    error = parts[:, 6] / THOUSANDTHS + moved_by(off_by)
    share, ours = found["estimate"], side_of(found["count"], found["out_of"], off_by)
    moved = np.maximum(ours.most.proportion - share, share - ours.least.proportion) + moved_by(off_by)
    difference = share - found["against_estimate"]
    compared = compare_means(difference, error, off_by=moved, confidence=confidence)
    return {**found, **what_limits_say(compared, difference), "estimator": np.full(len(parts), float(FITTED))}


def _by_model_alone(parts: Floats, confidence: float, off_by: int) -> Figures:
    """Return the same where all of the comparison count alike in the model, so that there are as many as are worth."""
    return _by_error(np.insert(parts, 5, parts[:, 3], axis=1), confidence, off_by)


ESTIMATED_BY_MODEL = Measure(
    "matched percentage by a model",
    "%",
    "Doubly robust: what a logistic model of the comparison expects of those treated, corrected by how far it is off "
    "among the comparison, weighted (Robins, Rotnitzky and Zhao 1994); limits: 95% normal interval of the influence "
    "function.",
    _by_error,
    (*FIGURES_BESIDE, "effective_size", "estimator"),
    shown_per=100,
    shows=SHOWS,
)
"""Parts: as those beside others, then thousandths of the standard error."""

ESTIMATED_BY_MODEL_ALONE = Measure(
    "matched percentage by a model alone",
    "%",
    "By a model alone (g-computation): what a logistic model of the comparison, each counting once, expects of those "
    "treated (Robins 1986); limits: 95% normal interval, of how those treated vary about what is expected of them and "
    "of how sure the model is (robust).",
    _by_model_alone,
    (*FIGURES_BESIDE, "effective_size", "estimator"),
    shown_per=100,
    shows=SHOWS,
)
"""Parts: of the treated those with the outcome and those known, of the comparison both; thousandths of the comparison,
by the model; thousandths of the standard error."""
