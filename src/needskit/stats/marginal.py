"""What a model of odds says in percentage points: the mean of its probabilities if everybody had a term, and if nobody.

An odds ratio is hard to read, and changes when terms that have nothing to do with it are added. The difference of two
means over the same people does neither. It is what the model says of them, and an effect only if nothing is left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from needskit.errors import UsageError
from needskit.stats.proportion import normal_quantile
from needskit.stats.tails import two_sided_p_value

if TYPE_CHECKING:
    import numpy.typing as npt

    from needskit.stats.logistic import Logistic
    from needskit.stats.proportion import Floats


class MarginalDifference(NamedTuple):
    """Mean predicted probabilities of the same people in two states, and their difference."""

    if_1: float
    if_0: float
    difference: float
    standard_error: float
    lower: float
    upper: float
    p_value: float
    """Two-sided, of Wald's test."""


def term_difference(
    found: Logistic, design: npt.ArrayLike, people: npt.ArrayLike, *, term: int, confidence: float = 0.95
) -> MarginalDifference:
    """By how much would the mean probability change if everybody had this term, against nobody?

    Everybody of the rows is counted, once as if they had the term and once as if they had not, all else being as it is
    (direct standardisation to these people). A term that also makes up others, such as a product, wants both designs:
    ``predicted_difference``.

    Parameters
    ----------
    found
        From ``needskit.stats.logistic.logistic``.
    design
        The value of each term for the people of each row; shape ``(rows, terms)``.
    people
        People of each row; shape ``(rows,)``. Usually those that the model was fitted to.
    term
        The column of the term, which is 0 or 1.
    confidence
        0.95 for a 95% interval.

    Raises
    ------
    UsageError
        If ``confidence`` is not between 0.5 and 1, or the column holds anything but 0 and 1.

    References
    ----------
    Lane and Nelder (1982), Biometrics 38, 613-621.

    Examples
    --------
    Rossi, Berk and Lenihan (1980): 48 of 216 people with financial aid were rearrested, and 66 of 216 without.

    >>> from needskit.stats.logistic import logistic
    >>> found = logistic([[1, 1], [1, 0]], [48, 66], [216, 216])
    >>> aid = term_difference(found, [[1, 1], [1, 0]], [216, 216], term=1)
    >>> [round(100 * figure, 2) for figure in (aid.difference, aid.lower, aid.upper)]
    [-8.33, -16.61, -0.06]
    """
    as_it_is = np.asarray(design, dtype=np.float64)
    if not np.isin(as_it_is[:, term], (0, 1)).all():
        message = "A term that is set to 1 and to 0 must be 0 or 1 in every row."
        raise UsageError(message)
    as_1, as_0 = as_it_is.copy(), as_it_is.copy()
    as_1[:, term], as_0[:, term] = 1, 0
    return predicted_difference(found, as_1, as_0, people=people, confidence=confidence)


def predicted_difference(
    found: Logistic, as_1: npt.ArrayLike, as_0: npt.ArrayLike, *, people: npt.ArrayLike, confidence: float = 0.95
) -> MarginalDifference:
    """By how much does the mean probability of the same people differ between two designs?

    Everybody of the rows is counted. The standard error is that of the delta method, from the covariance of the
    coefficients: it takes the people as given, and not as drawn from others. The limits are normal, and end at -1 and
    1. Not a number where the model has no estimate, or there is nobody.

    Parameters
    ----------
    found
        From ``needskit.stats.logistic.logistic``.
    as_1, as_0
        The value of each term for the people of each row in one state and in the other; shape ``(rows, terms)``.
    people
        People of each row; shape ``(rows,)``.
    confidence
        0.95 for a 95% interval.

    Raises
    ------
    UsageError
        If ``confidence`` is not between 0.5 and 1.

    References
    ----------
    Lane and Nelder (1982), Biometrics 38, 613-621.
    Oehlert (1992), The American Statistician 46, 27-29: the delta method.

    Examples
    --------
    >>> from needskit.stats.logistic import logistic
    >>> found = logistic([[1, 1], [1, 0]], [48, 66], [216, 216])
    >>> round(predicted_difference(found, [[1, 1]], [[1, 0]], people=[1]).standard_error, 4)
    0.0422
    """
    quantile = normal_quantile(confidence)
    n = np.asarray(people, dtype=np.float64)
    # A row of nobody counts for nothing, whatever its terms.
    counted = n != 0
    weights = n[counted] / n.sum() if counted.any() else np.full(1, np.nan)
    if not found.converged or not np.isfinite(weights).all():
        return MarginalDifference(*[np.nan] * 7)
    if_1, slope_1 = _mean(found, np.asarray(as_1, dtype=np.float64)[counted], weights)
    if_0, slope_0 = _mean(found, np.asarray(as_0, dtype=np.float64)[counted], weights)
    slope, difference = slope_1 - slope_0, if_1 - if_0
    standard_error = float(np.sqrt(slope @ found.covariance @ slope))
    certain = not standard_error > 0
    return MarginalDifference(
        if_1=if_1,
        if_0=if_0,
        difference=difference,
        standard_error=standard_error,
        lower=max(difference - quantile * standard_error, -1.0),
        upper=min(difference + quantile * standard_error, 1.0),
        p_value=np.nan if certain else float(two_sided_p_value(difference / standard_error)),
    )


def _mean(found: Logistic, design: Floats, weights: Floats) -> tuple[float, Floats]:
    """Return the mean probability, and how it changes with each coefficient."""
    # The logistic function by way of the hyperbolic tangent, which cannot overflow.
    likely = (1 + np.tanh(design @ found.coefficient / 2)) / 2
    slope: Floats = (weights * likely * (1 - likely)) @ design
    return float(weights @ likely), slope
