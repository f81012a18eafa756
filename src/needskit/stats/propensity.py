"""How likely each person was to be treated, given what is known of them: a logistic model.

The probabilities are of use to find people who are alike, in ``needskit.stats.matching``. They say nothing of what the
treatment does, and nothing of differences that no covariate holds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from needskit.errors import DataError, UsageError
from needskit.stats.arms import who_is_treated
from needskit.stats.design import A_NUMBER, INTERCEPT, MISSING
from needskit.stats.logistic import FURTHEST, logistic
from needskit.stats.tall import blocks, triangle

if TYPE_CHECKING:
    import numpy.typing as npt

    from needskit.stats.design import Design
    from needskit.stats.proportion import Floats

NOTHING_LEFT = 1e-9
"""A term of which no more than this part is left beside those before it follows from them."""


class SeparationError(DataError):
    """A covariate tells the arms apart for certain, or follows from others, so that there is no estimate."""

    def __init__(self, message: str, *, covariate: int, level: int) -> None:
        super().__init__(message)
        self.covariate = covariate
        self.level = level


@dataclass(frozen=True, eq=False, repr=False)
class Propensity:
    """How likely each person was to be treated, by the model; arrays of shape ``(people,)`` unless said."""

    coefficient: Floats
    """In the units of the terms; shape ``(terms,)``."""
    standard_error: Floats
    """Shape ``(terms,)``."""
    probability: Floats
    logit: Floats
    probability_sd: float
    """The standard deviation over everybody of both arms; that of the logit is next."""
    logit_sd: float


def propensity(terms: Design, treated: npt.ArrayLike) -> Propensity:
    """How likely was each person to be treated, given their covariates?

    Everybody of both arms is counted. Logistic regression by maximum likelihood, without a penalty: one would draw
    probabilities together, and with them people who are not alike. Numbers are put in standard deviations while the
    model is fitted, so that their units change nothing.

    Parameters
    ----------
    terms
        From ``design``.
    treated
        Who was treated, as true or 1; shape ``(people,)``.

    Raises
    ------
    UsageError
        If an arm is of nobody, or not everybody of the design has a known arm.
    SeparationError
        If a covariate, or a level of one, follows from those before it, or tells the arms apart for certain: its
        coefficient is then on its way to infinity, and counts as such beyond 15, for a number by standard deviation.
        ``covariate`` and ``level`` of the error are its place.

    References
    ----------
    Rosenbaum and Rubin (1983), Biometrika 70, 41-55. Albert and Anderson (1984), Biometrika 71, 1-10: separation.

    Examples
    --------
    >>> from needskit.stats.design import Category, design
    >>> found = propensity(design([Category([0, 0, 0, 1, 1, 1, 1, 1], levels=2)]), [1, 0, 0, 1, 1, 1, 1, 0])
    >>> found.probability.round(3).tolist()
    [0.333, 0.333, 0.333, 0.8, 0.8, 0.8, 0.8, 0.8]
    """
    ours = who_is_treated(treated, people=len(terms.matrix))
    if not 0 < ours.sum() < len(ours):
        message = "A model of who was treated wants people in both arms, but one is of nobody."
        raise UsageError(message)
    is_number = (terms.level == A_NUMBER) & (terms.covariate != INTERCEPT)
    middle, spread = np.zeros(len(is_number)), np.ones(len(is_number))
    numbers = terms.matrix[:, is_number]
    middle[is_number], spread[is_number] = numbers.mean(axis=0), numbers.std(axis=0)
    # Of a constant, all that is left beside its mean is rounding, and is not to be made large.
    spread = np.where(spread <= NOTHING_LEFT * np.abs(middle), 1.0, spread)
    x = terms.matrix - middle
    x /= spread
    model = logistic(x, ours, np.ones(len(x)))
    if not model.converged:
        raise _no_estimate(terms, x, ours)
    back = np.diag(1 / spread)
    back[0] -= middle / spread
    coefficient = back @ model.coefficient
    logit = np.zeros(len(x))
    # Term by term, so that people who are alike have the same figure to its last digit, whatever adds in parallel.
    for rows in blocks(len(x)):
        for term, each in zip(x[rows].T, model.coefficient, strict=True):
            logit[rows] += each * term
    probability = (1 + np.tanh(logit / 2)) / 2
    return Propensity(
        coefficient=coefficient,
        standard_error=np.sqrt(np.diag(back @ model.covariance @ back.T)),
        probability=probability,
        logit=logit,
        probability_sd=float(probability.std(ddof=1)),
        logit_sd=float(logit.std(ddof=1)),
    )


def _no_estimate(terms: Design, x: Floats, ours: npt.NDArray[np.bool_]) -> SeparationError:
    """Return the error that names the term to blame: one that follows from others, or the one furthest away."""
    follows = _following(x)
    found = _furthest(x, ours) if follows is None else follows
    covariate, level = int(terms.covariate[found]), int(terms.level[found])
    named = f"Covariate {covariate}" if level == A_NUMBER else f"Level {level} of covariate {covariate}"
    if level == MISSING:
        named = f"Missing answers to covariate {covariate}"
    if follows is not None:
        message = f"{named} cannot be told apart from covariates before it, or is the same for everybody: leave it out."
    else:
        message = f"{named} tells the arms apart for certain, or nearly: leave it out, or join levels."
    return SeparationError(message, covariate=covariate, level=level)


def _following(x: Floats) -> int | None:
    """Return the first term that follows from those before it."""
    whole = np.sqrt((x**2).sum(axis=0))
    left = np.zeros(x.shape[1])
    left[: len(x)] = np.abs(np.diag(triangle(x)))
    gone = np.flatnonzero(left <= NOTHING_LEFT * whole)
    return int(gone[0]) if gone.size else None


def _furthest(x: Floats, ours: npt.NDArray[np.bool_]) -> int:
    """Return the term that tells the arms apart by itself, or goes furthest where a slight penalty gives it an end."""
    one, other = x[ours], x[~ours]
    apart = (one.min(axis=0) >= other.max(axis=0)) | (other.min(axis=0) >= one.max(axis=0))
    # Of an indicator that one arm has none of, or all have, the arms do not overlap but in one value.
    is_indicator = np.isin(x, (0, 1)).all(axis=0)
    same = (one.min(axis=0) == one.max(axis=0)) | (other.min(axis=0) == other.max(axis=0))
    alone = np.flatnonzero((apart | (is_indicator & same))[1:]) + 1
    if alone.size:
        return int(alone[0])
    coefficient = np.zeros(x.shape[1])
    penalty = np.where(np.arange(x.shape[1]) == 0, 0.0, 1e-4)
    for _ in range(2 * FURTHEST):
        likely = (1 + np.tanh(x @ coefficient / 2)) / 2
        information = (x.T * (likely * (1 - likely) + 1e-9)) @ x + np.diag(penalty)
        step = np.linalg.solve(information, x.T @ (ours - likely) - penalty * coefficient)
        coefficient = coefficient + step / max(1.0, np.abs(step).max() / 2)
    return int(np.argmax(np.abs(coefficient[1:]))) + 1 if len(coefficient) > 1 else 0
