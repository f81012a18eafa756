"""What the treated would have been like without treatment, from a model of the others, and the effects that follow.

The model is fitted to the others alone, so that it says nothing of what treatment does. ``standardised`` trusts it
altogether (g-computation); ``doubly_robust`` corrects it by how far it is off among the others, weighted to be like the
treated, and is right if either the model or the weights are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from needskit.errors import UsageError
from needskit.stats.arms import Arm, arms, wald_p_value
from needskit.stats.effect import Difference
from needskit.stats.logistic import logistic
from needskit.stats.poisson import poisson
from needskit.stats.proportion import normal_quantile
from needskit.stats.robust import error_of, robust_covariance
from needskit.stats.weighting import is_treated_of

if TYPE_CHECKING:
    import numpy.typing as npt

    from needskit.stats.proportion import Floats

Kind = Literal["linear", "logistic", "poisson"]


@dataclass(frozen=True, slots=True)
class OutcomeModel:
    """What a model of the others expects of everybody without treatment."""

    expected: Floats
    """Shape ``(people,)``; not numbers where there is no estimate."""
    slopes: Floats
    """How what is expected of each changes with each coefficient; shape ``(people, terms)``."""
    covariance: Floats
    """Of the coefficients, robust; shape ``(terms, terms)``."""
    converged: bool


def expected_without(
    value: npt.ArrayLike,
    treated: npt.ArrayLike,
    design: npt.ArrayLike,
    *,
    kind: Kind,
    time_at_risk: npt.ArrayLike | None = None,
) -> OutcomeModel:
    """What would be expected of everybody without treatment, going by the others?

    The model is fitted to the others, each counting once, and applied to everybody. There is no estimate where the
    model has none: a group among the treated that none of the others is in, for example. ``converged`` is then false.

    Parameters
    ----------
    value
        The outcome: a measure for "linear", 0 or 1 for "logistic", a number of events for "poisson"; shape
        ``(people,)``. That of the treated is not looked at.
    treated
        1 or true for the treated, 0 for the others; shape ``(people,)``.
    design
        The value of each term, the intercept among them as a column of 1; shape ``(people, terms)``.
    kind
        Which model.
    time_at_risk
        For "poisson": the time in which each could have had events; shape ``(people,)``, above 0.

    Raises
    ------
    UsageError
        If ``kind`` is none of the three, ``treated`` is not 0 or 1, or time at risk is given to another model.

    References
    ----------
    Robins (1986), Mathematical Modelling 7, 1393-1512: g-computation.

    Examples
    --------
    >>> found = expected_without([9, 1, 2, 3], [1, 0, 0, 0], [[1, 5], [1, 1], [1, 2], [1, 3]], kind="linear")
    >>> found.expected.round(6).tolist()
    [5.0, 1.0, 2.0, 3.0]
    """
    if kind not in {"linear", "logistic", "poisson"}:
        message = 'kind wants "linear", "logistic" or "poisson".'
        raise UsageError(message)
    if time_at_risk is not None and kind != "poisson":
        message = 'Time at risk wants kind="poisson".'
        raise UsageError(message)
    other, x, y = ~is_treated_of(treated), np.asarray(design, dtype=np.float64), np.asarray(value, dtype=np.float64)
    time = np.ones(len(x)) if time_at_risk is None else np.asarray(time_at_risk, dtype=np.float64)
    fitted = _fitted(x[other], y[other], time[other], kind=kind)
    if fitted is None or not np.isfinite(x).all():
        terms = x.shape[1]
        nothing = np.full((terms, terms), np.nan)
        return OutcomeModel(np.full(len(x), np.nan), np.full(x.shape, np.nan), nothing, converged=False)
    coefficient, bread = fitted
    expected, slope = _applied(x @ coefficient, time, kind=kind)
    scores = x[other] * (y - expected)[other, None]
    return OutcomeModel(expected, x * slope[:, None], robust_covariance(bread, scores), converged=True)


def standardised(
    value: npt.ArrayLike, treated: npt.ArrayLike, model: OutcomeModel, *, confidence: float = 0.95
) -> Difference:
    """By how much do the treated differ from what a model of the others expects of them?

    G-computation: all the treated count once. The standard error is made of how the treated vary about what is expected
    of them, and of how sure that is, by the robust covariance of the coefficients. It holds if the model does.

    Parameters
    ----------
    value
        The outcome; shape ``(people,)``. That of the others is in the model.
    treated
        1 or true for the treated, 0 for the others; shape ``(people,)``.
    model
        From ``expected_without``.
    confidence
        0.95 for a 95% interval.

    Raises
    ------
    UsageError
        If ``confidence`` is not between 0.5 and 1, or ``treated`` is not 0 or 1.

    References
    ----------
    Robins (1986), Mathematical Modelling 7, 1393-1512.

    Examples
    --------
    >>> treated, design = [1, 1, 0, 0, 0, 0], [[1, 5], [1, 2], [1, 1], [1, 2], [1, 3], [1, 4]]
    >>> model = expected_without([9, 8, 1, 2, 4, 4], treated, design, kind="linear")
    >>> found = standardised([9, 8, 1, 2, 4, 4], treated, model)
    >>> [round(figure, 3) for figure in (found.treated, found.others, found.difference)]
    [8.5, 3.85, 4.65]
    """
    is_treated = is_treated_of(treated)
    number = int(is_treated.sum())
    beyond = (np.asarray(value, dtype=np.float64) - model.expected)[is_treated]
    if number > 1:
        slope = model.slopes[is_treated].mean(axis=0)
        variance = float(beyond.var(ddof=1)) / number + float(slope @ model.covariance @ slope)
    else:
        variance = np.nan
    ours, _ = arms(value, treated, np.ones(len(is_treated)))
    expected, _ = arms(model.expected, treated, np.ones(len(is_treated)))
    return _difference(ours.mean, expected.mean, variance, (ours, expected), confidence=confidence)


def doubly_robust(
    value: npt.ArrayLike,
    treated: npt.ArrayLike,
    model: OutcomeModel,
    *,
    weights: npt.ArrayLike,
    confidence: float = 0.95,
) -> Difference:
    """By how much do the treated differ from what is expected of them, once that is corrected by the others?

    Augmented weighting to the treated. What the model expects of them is corrected by how far the others, weighted to
    be like them, are from what it expects of the others. The standard error is that of the efficient influence
    function, which takes both model and weights to be right. Somebody of weight 0 is not counted.

    Parameters
    ----------
    value
        The outcome; shape ``(people,)``.
    treated
        1 or true for the treated, 0 for the others; shape ``(people,)``.
    model
        From ``expected_without``.
    weights
        How much each person counts, from ``needskit.stats.weighting``; shape ``(people,)``, at least 0.
    confidence
        0.95 for a 95% interval.

    Raises
    ------
    UsageError
        If ``confidence`` is not between 0.5 and 1, ``treated`` is not 0 or 1, or a weight is not known or below 0.

    References
    ----------
    Robins, Rotnitzky and Zhao (1994), Journal of the American Statistical Association 89, 846-866.
    Mercatanti and Li (2014), Annals of Applied Statistics 8, 2485-2508: the same for the treated.
    Hahn (1998), Econometrica 66, 315-331: the influence function of an effect on the treated.

    Examples
    --------
    >>> treated, design = [1, 1, 0, 0, 0, 0], [[1, 5], [1, 2], [1, 1], [1, 2], [1, 3], [1, 4]]
    >>> model = expected_without([9, 8, 1, 2, 4, 4], treated, design, kind="linear")
    >>> found = doubly_robust([9, 8, 1, 2, 4, 4], treated, model, weights=[1, 1, 0, 0.5, 0.5, 1])
    >>> [round(figure, 3) for figure in (found.treated, found.others, found.difference)]
    [8.5, 3.775, 4.725]
    """
    ours, theirs = arms(value, treated, weights)
    beyond, off = arms(np.asarray(value, dtype=np.float64) - model.expected, treated, weights)
    difference = beyond.mean - off.mean
    influence = beyond.weight * (beyond.value - difference) / beyond.total
    of_others = off.weight * off.value / off.total
    variance = float(influence @ influence) + float(of_others @ of_others)
    return _difference(ours.mean, ours.mean - difference, variance, (ours, theirs), confidence=confidence)


def _fitted(x: Floats, y: Floats, time: Floats, *, kind: Kind) -> tuple[Floats, Floats] | None:
    """Return the coefficients and the inverse of the information, or None where there is no estimate."""
    if kind == "linear":
        is_known = np.isfinite(x).all() and bool(np.isfinite(y).all())
        if not is_known or np.linalg.matrix_rank(x) < x.shape[1]:
            return None
        # By the triangle of the design and not by its square, which would lose half of the digits.
        orthogonal, triangle = np.linalg.qr(x)
        root = np.linalg.inv(triangle)
        return root @ (orthogonal.T @ y), root @ root.T
    found = logistic(x, y, np.ones(len(y))) if kind == "logistic" else poisson(x, y, time)
    return (found.coefficient, found.covariance) if found.converged else None


def _applied(predictor: Floats, time: Floats, *, kind: Kind) -> tuple[Floats, Floats]:
    """Return what is expected, and how it changes with the predictor."""
    if kind == "linear":
        return predictor, np.ones(len(predictor))
    if kind == "logistic":
        # The logistic function by way of the hyperbolic tangent, which cannot overflow.
        likely = (1 + np.tanh(predictor / 2)) / 2
        return likely, likely * (1 - likely)
    events = time * np.exp(predictor)
    return events, events


def _difference(
    treated: float, others: float, variance: float, both: tuple[Arm, Arm], *, confidence: float
) -> Difference:
    standard_error = float(error_of(variance, size=both[0].largest + both[1].largest))
    difference, reach = treated - others, normal_quantile(confidence) * standard_error
    return Difference(
        treated=treated,
        others=others,
        difference=difference,
        standard_error=standard_error,
        lower=difference - reach,
        upper=difference + reach,
        p_value=wald_p_value(difference, standard_error),
        effective_treated=both[0].effective,
        effective_others=both[1].effective,
    )
