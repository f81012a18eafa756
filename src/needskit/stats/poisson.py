"""Poisson regression: events of people over the time in which they could have had one, by several terms at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from needskit.errors import UsageError
from needskit.stats.newton import top_of
from needskit.stats.proportion import normal_quantile
from needskit.stats.robust import error_of, robust_covariance
from needskit.stats.tails import two_sided_p_value

if TYPE_CHECKING:
    import numpy.typing as npt

    from needskit.stats.proportion import Floats

MOST_STEPS = 50
SETTLED = 1e-10

Errors = Literal["model", "robust"]


@dataclass(frozen=True, slots=True)
class Poisson:
    """A fitted model; arrays of shape ``(terms,)`` unless said, in the order of the columns of the design."""

    coefficient: Floats
    standard_error: Floats
    rate_ratio: Floats
    lower: Floats
    upper: Floats
    """Limits of the rate ratio."""
    z: Floats
    p_value: Floats
    """Two-sided, of Wald's test."""
    covariance: Floats
    """Of the coefficients; shape ``(terms, terms)``."""
    log_likelihood: float
    dispersion: float
    """Pearson's chi-squared over what is left of the rows: well above 1, events vary more than chance has them vary."""
    rows: int
    """Rows that count, those with weight and time at risk."""
    converged: bool
    """Whether there is an estimate. Where not, every figure but the number of rows is not a number."""


def poisson(
    design: npt.ArrayLike,
    events: npt.ArrayLike,
    time_at_risk: npt.ArrayLike,
    *,
    weights: npt.ArrayLike | None = None,
    errors: Errors = "model",
    clusters: npt.ArrayLike | None = None,
    confidence: float = 0.95,
) -> Poisson:
    """How many times as often do events come with each term, the other terms being equal?

    Every row with weight and time at risk counts, whether it had an event or not. Maximum likelihood by Newton's
    method, the logarithm of the time being an offset. A model's own errors hold only if events come by chance at one
    rate (``dispersion`` near 1) and nobody is weighted; robust ones hold without that, and with clusters also where
    rows of one cluster are alike.

    There is no estimate if nobody has an event, if a term follows from others, or if nobody with some term has one,
    so that its coefficient has no end. ``converged`` is then false and the figures not numbers.

    Parameters
    ----------
    design
        The value of each term, the intercept among them as a column of 1; shape ``(rows, terms)``.
    events
        Events of each row; shape ``(rows,)``, at least 0. They need not be whole.
    time_at_risk
        The time in which the row could have had one, in any unit; shape ``(rows,)``.
    weights
        How much each row counts; shape ``(rows,)``, at least 0. With weights, ask for robust errors.
    errors
        "model" or "robust" (the sandwich, HC1).
    clusters
        The cluster of each row; shape ``(rows,)``. Robust errors then are those of clusters.
    confidence
        0.95 for a 95% interval.

    Raises
    ------
    UsageError
        If ``confidence`` is not between 0.5 and 1, or ``errors`` is neither of the two.

    References
    ----------
    McCullagh and Nelder (1989), Generalized Linear Models, second edition, chapter 6.
    Zou (2004), American Journal of Epidemiology 159, 702-706: robust errors, also where the answer is yes or no.

    Examples
    --------
    12 events in 40 years against 15 in 100: 2 times as many.

    >>> found = poisson([[1, 1], [1, 0]], [12, 15], [40, 100])
    >>> [round(float(figure[1]), 3) for figure in (found.rate_ratio, found.lower, found.upper)]
    [2.0, 0.936, 4.273]
    """
    if errors not in {"model", "robust"}:
        message = 'errors wants "model" or "robust".'
        raise UsageError(message)
    quantile = normal_quantile(confidence)
    x, k, time = (np.asarray(each, dtype=np.float64) for each in (design, events, time_at_risk))
    weight = np.ones(len(k)) if weights is None else np.asarray(weights, dtype=np.float64)
    # What is not known is no 0: it stays, and there is no estimate.
    counted = ~((time <= 0) | (weight <= 0))
    x, k, time, weight = x[counted], k[counted], time[counted], weight[counted]
    fitted = _fitted(x, k, time, weight)
    if fitted is None:
        none = np.full(x.shape[1], np.nan)
        nothing = np.outer(none, none)
        return Poisson(
            none, none, none, none, none, none, none, nothing, np.nan, np.nan, rows=len(k), converged=False
        )  # fmt: skip
    coefficient, covariance = fitted
    expected = time * np.exp(x @ coefficient)
    dispersion = _dispersion(k, expected, weight, terms=len(coefficient))
    by_model = np.sqrt(np.diag(covariance))
    if errors == "robust" or clusters is not None:
        of_row = None if clusters is None else np.asarray(clusters)[counted]
        covariance = robust_covariance(covariance, x * (weight * (k - expected))[:, None], clusters=of_row)
    standard_error = error_of(np.diag(covariance), size=by_model)
    z = coefficient / standard_error
    return Poisson(
        coefficient=coefficient,
        standard_error=standard_error,
        rate_ratio=np.exp(coefficient),
        lower=np.exp(coefficient - quantile * standard_error),
        upper=np.exp(coefficient + quantile * standard_error),
        z=z,
        p_value=two_sided_p_value(z),
        covariance=covariance,
        log_likelihood=_log_likelihood(x @ coefficient, k, time, weight) + _of_the_counts(k, time, weight),
        dispersion=dispersion,
        rows=len(k),
        converged=True,
    )


def _fitted(x: Floats, k: Floats, time: Floats, weight: Floats) -> tuple[Floats, Floats] | None:
    """Return the coefficients and their covariance, or None where there is no estimate."""
    is_known = np.isfinite(x).all() and bool((np.isfinite(k) & np.isfinite(weight) & np.isfinite(time)).all())
    if not is_known or not (k >= 0).all() or not k.any() or np.linalg.matrix_rank(x) < x.shape[1]:
        return None

    def slopes(coefficient: Floats) -> tuple[Floats, Floats]:
        expected = weight * time * np.exp(x @ coefficient)
        information: Floats = (x.T * expected) @ x
        return x.T @ (weight * k - expected), information

    return top_of(
        lambda coefficient: _log_likelihood(x @ coefficient, k, time, weight),
        slopes,
        start=_start(x, k, time, weight),
        most_steps=MOST_STEPS,
        tolerance=SETTLED,
    )


def _start(x: Floats, k: Floats, time: Floats, weight: Floats) -> Floats:
    """Return what a straight line through the logarithms gives, each row's rate moved halfway to that of all."""
    rate = (weight @ k) / (weight @ time)
    halfway = (k + rate * time) / 2
    root = np.sqrt(weight * halfway)
    logarithm = np.log(halfway / time) + (k - halfway) / halfway
    return np.linalg.lstsq(x * root[:, None], logarithm * root, rcond=None)[0].astype(np.float64)


def _log_likelihood(predictor: Floats, k: Floats, time: Floats, weight: Floats) -> float:
    """Return it less what no coefficient changes; where a rate has no end, minus infinity."""
    with np.errstate(over="ignore"):
        expected = time * np.exp(predictor)
    reached = float(weight @ (k * predictor - expected))
    return reached if np.isfinite(reached) else -np.inf


def _of_the_counts(k: Floats, time: Floats, weight: Floats) -> float:
    """Return the part of the log-likelihood that no coefficient changes."""
    from scipy.special import gammaln  # noqa: PLC0415 - loading scipy takes longer than a small job

    return float(weight @ (k * np.log(time) - gammaln(k + 1)))


def _dispersion(k: Floats, expected: Floats, weight: Floats, *, terms: int) -> float:
    left = len(k) - terms
    return float(weight @ ((k - expected) ** 2 / expected)) / left if left > 0 else np.nan
