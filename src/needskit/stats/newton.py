"""The top of a log-likelihood by Newton's method, for models whose fit is found step by step."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from needskit.stats.proportion import Floats

    Slopes = Callable[[Floats], tuple[Floats, Floats]]
    LogLikelihood = Callable[[Floats], float]


def top_of(
    log_likelihood: LogLikelihood,
    slopes: Slopes,
    *,
    start: Floats,
    most_steps: int,
    tolerance: float,
    furthest: float = np.inf,
) -> tuple[Floats, Floats] | None:
    """Return the coefficients at the top and their covariance, or None where there is no top.

    Parameters
    ----------
    log_likelihood
        What is to be as high as it can be, of coefficients of shape ``(terms,)``.
    slopes
        Its slope and the information, the opposite of its curvature; shapes ``(terms,)`` and ``(terms, terms)``.
    start
        Where to begin; shape ``(terms,)``.
    most_steps
        Steps to take at most.
    tolerance
        How far the last step may have moved a coefficient.
    furthest
        A coefficient beyond this is on its way to infinity.

    References
    ----------
    McCullagh and Nelder (1989), Generalized Linear Models, second edition, section 2.5.

    Examples
    --------
    The logarithm of a number is 3 times it less its exponential: the top is where the exponential is 3.

    >>> found = top_of(
    ...     lambda x: float(3 * x[0] - np.exp(x[0])),
    ...     lambda x: (3 - np.exp(x), np.exp(x)[:, None]),
    ...     start=np.zeros(1),
    ...     most_steps=50,
    ...     tolerance=1e-10,
    ... )
    >>> round(float(np.exp(found[0][0])), 6)
    3.0
    """
    coefficient = start
    reached = log_likelihood(coefficient)
    for _ in range(most_steps):
        slope, information = slopes(coefficient)
        if not _is_regular(information):
            return None
        step = np.linalg.solve(information, slope)
        is_last = np.abs(step).max() <= tolerance
        tried = log_likelihood(coefficient + step)
        # A step that overshoots the top is halved; near the top the likelihood only differs by rounding.
        while not tried >= reached - 1e-9 * abs(reached) and np.abs(step).max() > tolerance:
            step = step / 2
            tried = log_likelihood(coefficient + step)
        coefficient, reached = coefficient + step, tried
        if np.abs(coefficient).max() > furthest:
            return None
        if is_last:
            covariance = np.linalg.inv(slopes(coefficient)[1])
            return coefficient, covariance.astype(np.float64)
    return None


def _is_regular(information: Floats) -> bool:
    """Tell if the information can be inverted, whatever units the terms are in."""
    scale = np.sqrt(np.diag(information))
    if not ((scale > 0).all() and np.isfinite(information).all()):
        return False
    return bool(np.linalg.cond(information / np.outer(scale, scale)) < 1 / np.finfo(np.float64).eps)
