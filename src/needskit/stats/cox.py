"""Cox regression from grouped rows: one row for all people who are alike, with how many have the event on each day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from needskit.errors import UsageError
from needskit.stats.proportion import normal_quantile
from needskit.stats.survival import people_at_risk
from needskit.stats.tails import two_sided_p_value

if TYPE_CHECKING:
    import numpy.typing as npt

    from needskit.stats.proportion import Floats

MOST_STEPS = 50
SETTLED = 1e-9
"""A step that moves no coefficient by more, in standard deviations of its term, is the last."""

LEAST_LEFT = 1e-9
"""Where less than this of the spread of a term is left among those at risk, a coefficient has no end."""

Ties = Literal["efron", "breslow"]


class Cox(NamedTuple):
    """A fitted model; arrays of shape ``(terms,)`` unless said, in the order of the columns of the design."""

    coefficient: Floats
    standard_error: Floats
    hazard_ratio: Floats
    lower: Floats
    upper: Floats
    """Limits of the hazard ratio."""
    z: Floats
    p_value: Floats
    """Two-sided, of Wald's test."""
    covariance: Floats
    """Of the coefficients; shape ``(terms, terms)``."""
    log_likelihood: float
    """Of the order of events, given the model: partial."""
    log_likelihood_of_none: float
    """The same where no term makes a difference: twice what it is less is the test of all terms together."""
    converged: bool
    """Whether there is an estimate. Where not, every figure is not a number."""


def cox(
    design: npt.ArrayLike,
    events_at: npt.ArrayLike,
    left_at: npt.ArrayLike,
    *,
    ties: Ties = "efron",
    confidence: float = 0.95,
) -> Cox:
    """How many times as soon do people have a first event for each term, the other terms being equal?

    Everybody counts for as long as they were followed up; a row of nobody says nothing. The model supposes that the
    rate of the event among people still without it is so many times that of others throughout, whatever it is on a
    day, so that it looks at the order of events alone. Maximum partial likelihood by Newton's method; standard errors
    are those of the observed information. What is kept at once is an array of the rows by the days with events.

    There is no estimate if nobody has the event, or nobody at risk with them is without it on any day; if a term
    follows from others; or if a term tells who has it first for certain, so that its coefficient has no end.
    ``converged`` is then false and the figures not numbers, so that a table can still be made.

    Parameters
    ----------
    design
        The value of each term for the people of each row, without an intercept; shape ``(rows, terms)``.
    events_at, left_at
        People of each row with the event, and people whose follow-up ends without it, on each day; whole numbers,
        shape ``(rows, days)``. Whoever leaves on a day was at risk on it.
    ties
        What is supposed of people with the event on the same day: "efron", that they had it one after another and in
        any order; "breslow", that all of them were at risk for each.
    confidence
        0.95 for a 95% interval.

    Raises
    ------
    UsageError
        If ``ties`` is neither, or ``confidence`` is not between 0.5 and 1.

    References
    ----------
    Cox (1972), Journal of the Royal Statistical Society B 34, 187-220. Efron (1977), Journal of the American
    Statistical Association 72, 557-565. Breslow (1974), Biometrics 30, 89-99. Kalbfleisch and Prentice (2002), The
    Statistical Analysis of Failure Time Data, second edition, sections 4.2 and 4.3.

    Examples
    --------
    Two of three people with the term have the event, on the days 1 and 2, and one of three without, on day 3.

    >>> found = cox([[1], [0]], [[1, 1, 0], [0, 0, 1]], [[0, 0, 1], [0, 0, 2]])
    >>> found.converged, float(found.hazard_ratio[0].round(3)), float(found.p_value[0].round(3))
    (True, 3.411, 0.328)
    """
    if ties not in {"efron", "breslow"}:
        message = 'ties wants "efron" or "breslow".'
        raise UsageError(message)
    quantile = normal_quantile(confidence)
    people = _people(design, events_at, left_at, is_efron=ties == "efron")
    fitted = _newton(people) if people is not None else None
    if people is None or fitted is None:
        none = np.full(np.asarray(design).shape[1], np.nan)
        return Cox(none, none, none, none, none, none, none, np.outer(none, none), np.nan, np.nan, converged=False)
    coefficient, covariance, reached = fitted
    # The terms were put in standard deviations.
    coefficient, covariance = coefficient / people.scale, covariance / np.outer(people.scale, people.scale)
    standard_error = np.sqrt(np.diag(covariance))
    z = coefficient / standard_error
    with np.errstate(over="ignore"):
        ratio, lower, upper = (np.exp(coefficient + reach * standard_error) for reach in (0.0, -quantile, quantile))
    return Cox(
        coefficient=coefficient,
        standard_error=standard_error,
        hazard_ratio=ratio,
        lower=lower,
        upper=upper,
        z=z,
        p_value=two_sided_p_value(z),
        covariance=covariance,
        log_likelihood=reached,
        log_likelihood_of_none=_log_likelihood(people, np.zeros(len(coefficient))),
        converged=True,
    )


class _People(NamedTuple):
    """People by row and by day with events; each event of a day has a number, and so have all of all days."""

    x: Floats
    """The terms less their means, in standard deviations; shape ``(rows, terms)``."""
    scale: Floats
    events: Floats
    at_risk: Floats
    day: npt.NDArray[np.intp]
    """Of each event, its day; shape ``(events,)``."""
    no_longer: Floats
    """What part of those with an event on its day are no longer at risk at each event; nought after Breslow."""


def _people(
    design: npt.ArrayLike, events_at: npt.ArrayLike, left_at: npt.ArrayLike, *, is_efron: bool
) -> _People | None:
    """Return the people that say something, or None where nothing can be told."""
    x, events = np.asarray(design, dtype=np.float64), np.asarray(events_at, dtype=np.float64)
    at_risk = people_at_risk(events, left_at)
    counted = at_risk[:, 0] > 0 if at_risk.shape[1] else np.zeros(len(x), dtype=bool)
    days = events.sum(axis=0) > 0
    x, events, at_risk = x[counted], events[counted][:, days], at_risk[counted][:, days]
    if not _can_be_told(x, events, at_risk):
        return None
    weights = at_risk[:, 0]
    x = x - np.average(x, axis=0, weights=weights)
    scale = np.sqrt(np.average(x**2, axis=0, weights=weights))
    if not (scale > 0).all():
        return None
    number = np.rint(events.sum(axis=0)).astype(np.intp)
    day = np.repeat(np.arange(len(number)), number)
    first = np.cumsum(number) - number
    no_longer = (np.arange(len(day)) - first[day]) / number[day] if is_efron else np.zeros(len(day))
    return _People(x / scale, scale, events, at_risk, day, no_longer)


def _can_be_told(x: Floats, events: Floats, at_risk: Floats) -> bool:
    """Tell whether the counts are counts, and somebody is without the event where somebody has it."""
    if not events.size or not x.shape[1] or not np.isfinite(x).all():
        return False
    is_whole = np.array_equal(events, np.rint(events)) and bool((events >= 0).all())
    return is_whole and bool((at_risk >= events).all() and (at_risk > events).any() and at_risk[:, 0].any())


def _newton(people: _People) -> tuple[Floats, Floats, float] | None:
    """Return the coefficients, their covariance and the log-likelihood, or None where there is no estimate."""
    coefficient: Floats = np.zeros(people.x.shape[1])
    reached = _log_likelihood(people, coefficient)
    for _ in range(MOST_STEPS):
        score, information, whole = _slopes(people, coefficient)
        if not _is_regular(information, whole):
            return None
        step = np.linalg.solve(information, score)
        is_last = np.abs(step).max() <= SETTLED
        tried = _log_likelihood(people, coefficient + step)
        # A step that overshoots the top is halved; near the top the likelihood only differs by rounding.
        while not tried >= reached - 1e-9 * abs(reached) and np.abs(step).max() > SETTLED:
            step = step / 2
            tried = _log_likelihood(people, coefficient + step)
        coefficient, reached = coefficient + step, tried
        if is_last:
            _, information, whole = _slopes(people, coefficient)
            covariance = np.linalg.inv(information).astype(np.float64)
            return (coefficient, covariance, reached) if _is_regular(information, whole) else None
    return None


def _hazards(people: _People, coefficient: Floats) -> tuple[Floats, float]:
    """Return the hazard of each row against the highest, and the logarithm of that."""
    predictor = people.x @ coefficient
    highest = float(predictor.max())
    return np.exp(predictor - highest), highest


def _log_likelihood(people: _People, coefficient: Floats) -> float:
    hazard, highest = _hazards(people, coefficient)
    left = (hazard @ people.at_risk)[people.day] - people.no_longer * (hazard @ people.events)[people.day]
    if not (left > 0).all():
        return -np.inf
    return float(people.events.sum(axis=1) @ (people.x @ coefficient) - np.log(left).sum() - highest * len(left))


def _slopes(people: _People, coefficient: Floats) -> tuple[Floats, Floats, Floats]:
    """Return the score, the information, and what it would be if those at risk had the mean of everybody."""
    x, days = people.x, people.at_risk.shape[1]
    hazard, _ = _hazards(people, coefficient)
    left = (hazard @ people.at_risk)[people.day] - people.no_longer * (hazard @ people.events)[people.day]

    def summed(each: Floats) -> Floats:
        return np.bincount(people.day, each, minlength=days).astype(np.float64)

    gone = people.no_longer
    # The terms of those at risk, and of those with an event, on each day: shape (terms, days).
    at_risk, having = (x.T * hazard) @ people.at_risk, (x.T * hazard) @ people.events
    expected = hazard * (people.at_risk @ summed(1 / left) - people.events @ summed(gone / left))
    whole = (x.T * expected) @ x
    crossed = (at_risk * summed(gone / left**2)) @ having.T
    means = (at_risk * summed(1 / left**2)) @ at_risk.T - crossed - crossed.T
    means += (having * summed((gone / left) ** 2)) @ having.T
    return x.T @ (people.events.sum(axis=1) - expected), whole - means, whole


def _is_regular(information: Floats, whole: Floats) -> bool:
    """Tell if those at risk still differ in every term and combination of terms."""
    scale = np.sqrt(np.diag(whole))
    if not np.isfinite(information).all() or not (scale > 0).all():
        return False
    return bool(np.linalg.eigvalsh(information / np.outer(scale, scale))[0] > LEAST_LEFT)
