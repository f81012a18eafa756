"""Logistic regression from grouped rows: one row for all people who are alike, however many they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from needskit.stats.newton import top_of
from needskit.stats.proportion import normal_quantile
from needskit.stats.tails import two_sided_p_value
from needskit.stats.tall import blocks, triangle

if TYPE_CHECKING:
    import numpy.typing as npt

    from needskit.stats.proportion import Floats

FURTHEST = 15
"""A coefficient beyond this is an odds ratio of millions: it is on its way to infinity, not to an estimate."""


class Logistic(NamedTuple):
    """A fitted model; arrays of shape ``(terms,)`` unless said, in the order of the columns of the design."""

    coefficient: Floats
    standard_error: Floats
    odds_ratio: Floats
    lower: Floats
    upper: Floats
    """Limits of the odds ratio."""
    z: Floats
    p_value: Floats
    """Two-sided, of Wald's test."""
    covariance: Floats
    """Of the coefficients; shape ``(terms, terms)``."""
    log_likelihood: float
    people: float
    yes_total: float
    converged: bool
    """Whether there is an estimate. Where not, every figure but the numbers of people is not a number."""


def logistic(
    design: npt.ArrayLike,
    yes: npt.ArrayLike,
    out_of: npt.ArrayLike,
    *,
    confidence: float = 0.95,
    most_steps: int = 50,
    tolerance: float = 1e-10,
) -> Logistic:
    """How do the odds of the answer change with each term, the other terms being equal?

    Everybody of a row with a known answer is counted; a row of nobody says nothing. Maximum likelihood by Newton's
    method, which for this model is the same as iteratively reweighted least squares; standard errors are those of
    the expected information. The log-likelihood is that of single people, so without binomial coefficients.

    There is no estimate if all or none have the answer, if a term follows from others (or there is nobody to tell
    them apart), or if a term tells the answer of some people for certain, so that its coefficient has no end: one
    beyond 15, or that has not settled after ``most_steps``, counts as such. ``converged`` is then false and the figures
    not numbers, so that a table can still be made.

    Parameters
    ----------
    design
        The value of each term for the people of each row, the intercept among them as a column of 1; shape
        ``(rows, terms)``.
    yes, out_of
        People of each row with the answer, and with any known answer; shape ``(rows,)``.
    confidence
        0.95 for a 95% interval.
    most_steps
        Newton's steps to take at most.
    tolerance
        How far the last step may have moved a coefficient.

    Raises
    ------
    UsageError
        If ``confidence`` is not between 0.5 and 1.

    References
    ----------
    McCullagh and Nelder (1989), Generalized Linear Models, second edition, sections 2.5 and 4.4.

    Examples
    --------
    Rossi, Berk and Lenihan (1980): 48 of 216 people with financial aid were rearrested, and 66 of 216 without.

    >>> found = logistic([[1, 1], [1, 0]], [48, 66], [216, 216])
    >>> found.converged, round(float(found.odds_ratio[1]), 4)
    (True, 0.6494)
    >>> round(float(found.lower[1]), 4), round(float(found.upper[1]), 4)
    (0.4215, 1.0003)
    """
    quantile = normal_quantile(confidence)
    n = np.asarray(out_of, dtype=np.float64)
    counted = n > 0
    x, k = np.asarray(design, dtype=np.float64), np.asarray(yes, dtype=np.float64)
    if not counted.all():
        x, k, n = x[counted], k[counted], n[counted]
    can_be_told = 0 < k.sum() < n.sum() and bool(np.isfinite(x).all()) and _all_told_apart(x)
    fitted = _newton(x, k, n, most_steps=most_steps, tolerance=tolerance) if can_be_told else None
    people, yes_total = float(n.sum()), float(k.sum())
    if fitted is None:
        none = np.full(x.shape[1], np.nan)
        all_none = np.outer(none, none)
        return Logistic(none, none, none, none, none, none, none, all_none, np.nan, people, yes_total, converged=False)
    coefficient, covariance = fitted
    standard_error = np.sqrt(np.diag(covariance))
    z = coefficient / standard_error
    return Logistic(
        coefficient=coefficient,
        standard_error=standard_error,
        odds_ratio=np.exp(coefficient),
        lower=np.exp(coefficient - quantile * standard_error),
        upper=np.exp(coefficient + quantile * standard_error),
        z=z,
        p_value=two_sided_p_value(z),
        covariance=covariance,
        log_likelihood=_log_likelihood(x @ coefficient, k, n),
        people=people,
        yes_total=yes_total,
        converged=True,
    )


def _all_told_apart(x: Floats) -> bool:
    """Tell if no term follows from others, as far as rounding lets it be seen."""
    size = np.linalg.svd(triangle(x), compute_uv=False)
    return bool((size > size.max(initial=0.0) * max(x.shape) * np.finfo(np.float64).eps).sum() == x.shape[1])


def _newton(x: Floats, k: Floats, n: Floats, *, most_steps: int, tolerance: float) -> tuple[Floats, Floats] | None:
    """Return the coefficients and their covariance, or None where there is no estimate."""
    return top_of(
        lambda coefficient: _log_likelihood(x @ coefficient, k, n),
        lambda coefficient: _slopes(x, k, n, coefficient),
        start=np.zeros(x.shape[1]),
        most_steps=most_steps,
        tolerance=tolerance,
        furthest=FURTHEST,
    )


def _slopes(x: Floats, k: Floats, n: Floats, coefficient: Floats) -> tuple[Floats, Floats]:
    """Return the score and the expected information."""
    score, information = np.zeros(x.shape[1]), np.zeros((x.shape[1], x.shape[1]))
    for rows in blocks(len(x)):
        each = x[rows]
        # The logistic function by way of the hyperbolic tangent, which cannot overflow.
        likely = (1 + np.tanh(each @ coefficient / 2)) / 2
        score += (k[rows] - n[rows] * likely) @ each
        spread = each * np.sqrt(n[rows] * likely * (1 - likely))[:, None]
        information += spread.T @ spread
    return score, information


def _log_likelihood(predictor: Floats, k: Floats, n: Floats) -> float:
    return float(-(k @ np.logaddexp(0, -predictor) + (n - k) @ np.logaddexp(0, predictor)))
