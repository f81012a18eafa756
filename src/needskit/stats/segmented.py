"""A step at an age: a line on either side of it, in the log odds, and how far apart they are where they meet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from needskit.stats.logistic import logistic
from needskit.stats.marginal import MarginalDifference, predicted_difference

if TYPE_CHECKING:
    import numpy.typing as npt

    from needskit.stats.logistic import Logistic
    from needskit.stats.proportion import Floats


def step_between(
    ages: npt.ArrayLike,
    yes: npt.ArrayLike,
    out_of: npt.ArrayLike,
    *,
    at: int,
    confidence: float = 0.95,
    count_variance: float = 0.0,
) -> MarginalDifference:
    """By how much does the line of this age and above differ, at this age, from the line of the ages below?

    Everybody of a known answer at each age is counted. A logistic regression of the answer on age gives each side a
    level and a slope of its own; ``if_1`` is what the line of ``at`` and above says of those aged ``at``, ``if_0`` what
    the line of the ages below says of them, extended by the one year. Standard error by the delta method. Not a number
    where a side has no line: fewer than two ages, or all or none with the answer.

    Parameters
    ----------
    ages
        In completed years, of both sides; shape ``(ages,)``.
    yes, out_of
        People of each age with the answer, and with any known answer; shape ``(ages,)``.
    at
        The first age above the step.
    confidence
        0.95 for a 95% interval.
    count_variance
        By what variance the number with the answer at each age, and the number without it, may each be off for another
        reason than chance, such as rounding; it is added to that of the score (a sandwich estimate).

    Raises
    ------
    UsageError
        If ``confidence`` is not between 0.5 and 1.

    References
    ----------
    Lee and Card (2008), Journal of Econometrics 142, 655-674, on a running variable in whole years. Oehlert (1992), The
    American Statistician 46, 27-29: the delta method.

    Examples
    --------
    A line that goes on as it was has no step:

    >>> odds = [0.5, 1, 2, 4]
    >>> yes = [1_000 * each / (1 + each) for each in odds]
    >>> found = step_between([16, 17, 18, 19], yes, [1_000] * 4, at=18)
    >>> round(found.if_0, 3), round(found.if_1, 3), found.lower < 0 < found.upper
    (0.667, 0.667, True)
    """
    years = np.asarray(ages, dtype=np.float64) - at
    k, n = np.asarray(yes, dtype=np.float64), np.asarray(out_of, dtype=np.float64)
    above = (years >= 0).astype(np.float64)
    below = 1 - above
    design = np.column_stack((below, below * years, above, above * years))
    model = logistic(design, k, n, confidence=confidence)
    if model.converged and count_variance:
        model = _allowing_for(model, design, n, count_variance)
    return predicted_difference(model, [[0, 0, 1, 0]], [[1, 0, 0, 0]], people=[1], confidence=confidence)


def _allowing_for(model: Logistic, design: Floats, n: Floats, count_variance: float) -> Logistic:
    """Return the model with the covariance of coefficients from counts that may be off by more than chance."""
    counted = n > 0
    x, people = design[counted], n[counted]
    likely = (1 + np.tanh(x @ model.coefficient / 2)) / 2
    # The score of an age is (1 - p) times those with the answer less p times those without it.
    of_the_score = people * likely * (1 - likely) + count_variance * (likely**2 + (1 - likely) ** 2)
    meat = (x.T * of_the_score) @ x
    return model._replace(covariance=model.covariance @ meat @ model.covariance)
