"""How many people have an event if each has it with a probability of their own: the number observed against that.

People who are alike are given together: a probability, and how many people have it. The number of events then has a
Poisson-binomial distribution, which is much narrower than that of Poisson where probabilities are high: of 142 people
with a probability of 0.56 its variance is 35.0, and Poisson's is 79.5.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from needskit.errors import UsageError
from needskit.stats.proportion import wilson
from needskit.stats.tails import two_sided_p_value

if TYPE_CHECKING:
    import numpy.typing as npt

    from needskit.stats.proportion import Floats

EXACT_UP_TO = 5_000
"""People up to whom the distribution is worked out exactly; beyond, a p-value is that of the normal distribution."""


class Expected(NamedTuple):
    """What probabilities say of the number of events."""

    events: float
    variance: float
    people: float


class AgainstExpected(NamedTuple):
    """Events observed against those expected; arrays of shape ``(cells,)``."""

    ratio: Floats
    ratio_lower: Floats
    ratio_upper: Floats
    difference: Floats
    """Share of the people observed less the share expected."""
    difference_lower: Floats
    difference_upper: Floats


def expected_events(probability: npt.ArrayLike, people: npt.ArrayLike) -> Expected:
    """How many events are to be expected, and how far does chance move their number?

    Everybody counts with their own probability.

    Parameters
    ----------
    probability
        Probability of the event, from 0 to 1; shape ``(groups,)``.
    people
        How many people have it; shape ``(groups,)``.

    Raises
    ------
    UsageError
        If a probability is not between 0 and 1, or a number of people is below 0.

    Examples
    --------
    >>> found = expected_events([0.56], [142])
    >>> round(found.events, 2), round(found.variance, 1)
    (79.52, 35.0)
    """
    p, n = _groups(probability, people)
    return Expected(float(n @ p), float(n @ (p * (1 - p))), float(n.sum()))


def distribution(probability: npt.ArrayLike, people: npt.ArrayLike) -> Floats:
    """How likely is each number of events, from 0 to everybody?

    Exact: the distributions of the groups are binomial, and are folded into one another, the smallest first. All terms
    are positive, so that small probabilities keep their digits.

    Parameters
    ----------
    probability
        Probability of the event, from 0 to 1; shape ``(groups,)``.
    people
        How many people have it, a whole number; shape ``(groups,)``. Work grows with the square of all people together.

    Raises
    ------
    UsageError
        If a probability is not between 0 and 1, or a number of people is below 0 or not whole.

    References
    ----------
    Hong (2013), Computational Statistics and Data Analysis 59, 41-51.

    Examples
    --------
    >>> distribution([0.5, 0.1], [2, 1]).round(3).tolist()
    [0.225, 0.475, 0.275, 0.025]
    """
    p, n = _groups(probability, people)
    if not (n == np.floor(n)).all():
        message = "A distribution is of whole people: numbers of people must be whole."
        raise UsageError(message)
    folded = sorted((_binomial(int(each), chance) for each, chance in zip(n, p, strict=True)), key=len)
    while len(folded) > 1:
        # Neighbours, so that long ones meet long ones only at the end.
        pairs = [np.convolve(one, other) for one, other in zip(folded[::2], folded[1::2], strict=False)]
        folded = pairs + (folded[-1:] if len(folded) % 2 else [])
    return folded[0] if folded else np.ones(1)


def events_p_value(observed: float, probability: npt.ArrayLike, people: npt.ArrayLike) -> float:
    """How often would chance alone put the number of events this far from the expected, to either side?

    Twice the smaller of the probabilities of so few and of so many, and 1 at most. Exact up to 5,000 people; beyond, or
    where people do not come in whole numbers, by the normal distribution with continuity correction. Of 5,000
    people with probabilities from 0.05 to 0.95 the two differ by less than 0.0001, and where all have one of 0.02, so
    that 100 events are expected, by up to 0.013.

    Not a number where there is nobody, or where all probabilities are 0 or 1 and there is no chance in it.

    Parameters
    ----------
    observed
        People with the event.
    probability
        Probability of the event, from 0 to 1; shape ``(groups,)``.
    people
        How many people have it; shape ``(groups,)``.

    Raises
    ------
    UsageError
        If a probability is not between 0 and 1, or a number of people is below 0.

    Examples
    --------
    >>> round(events_p_value(93, [0.56], [142]), 4)
    0.0269
    """
    expected = expected_events(probability, people)
    if not expected.variance > 0 or not np.isfinite(observed):
        return np.nan
    n = np.asarray(people, dtype=np.float64)
    if expected.people > EXACT_UP_TO or not (n == np.floor(n)).all() or observed != np.floor(observed):
        # Within half an event of the expected nothing is beyond it.
        away = max(abs(observed - expected.events) - 0.5, 0)
        return float(two_sided_p_value(away / np.sqrt(expected.variance)))
    likely = distribution(probability, people)
    few, many = likely[: max(int(observed) + 1, 0)].sum(), likely[max(int(observed), 0) :].sum()
    return float(min(2 * min(few, many), 1))


def against_expected(
    observed: npt.ArrayLike, out_of: npt.ArrayLike, expected: npt.ArrayLike, *, confidence: float = 0.95
) -> AgainstExpected:
    """How many times as many people have the event as were expected, and how many more of every person?

    The expected number is taken as known. The limits are Wilson's of the share observed, divided by the share
    expected, and less the share expected: unlike those of Poisson they know that a person counts once. Not a number of
    nobody, and no ratio where nothing is expected.

    Parameters
    ----------
    observed, out_of
        People with the event, and all people; shape ``(cells,)``.
    expected
        The sum of their probabilities; shape ``(cells,)``.
    confidence
        0.95 for a 95% interval.

    Raises
    ------
    UsageError
        If ``confidence`` is not between 0.5 and 1.

    References
    ----------
    Wilson (1927), Journal of the American Statistical Association 22, 209-212: the limits of the share. That they are
    divided by the share expected is this library's convention.

    Examples
    --------
    >>> found = against_expected([93], [142], [142 * 0.56])
    >>> round(float(found.ratio[0]), 3), round(float(found.ratio_lower[0]), 3), round(float(found.ratio_upper[0]), 3)
    (1.17, 1.024, 1.3)
    >>> round(100 * float(found.difference[0]), 1)  # in 100 people
    9.5
    """
    k, n, e = (np.asarray(each, dtype=np.float64) for each in (observed, out_of, expected))
    known = np.where(n > 0, n, np.nan)
    share, due = k / known, e / known
    lower, upper = wilson(k, n, confidence=confidence)
    below = np.where(due > 0, due, np.nan)
    return AgainstExpected(share / below, lower / below, upper / below, share - due, lower - due, upper - due)


def _binomial(people: int, chance: float) -> Floats:
    """Return how likely each number of events is among people who are alike."""
    if people == 0 or chance in {0, 1}:
        found = np.zeros(people + 1)
        found[-1 if chance == 1 else 0] = 1
        return found
    numbers = np.arange(1, people + 1)
    # Each number is so many times as likely as the one before.
    steps = np.log((people + 1 - numbers) / numbers) + np.log(chance) - np.log1p(-chance)
    logarithms = people * np.log1p(-chance) + np.concatenate([[0], np.cumsum(steps)])
    likely: Floats = np.exp(logarithms)
    return likely


def _groups(probability: npt.ArrayLike, people: npt.ArrayLike) -> tuple[Floats, Floats]:
    p, n = np.broadcast_arrays(np.asarray(probability, dtype=np.float64), np.asarray(people, dtype=np.float64))
    if not ((p >= 0) & (p <= 1)).all() or not (n >= 0).all():
        message = "Probabilities must lie between 0 and 1 (not 0 to 100), and numbers of people must not be below 0."
        raise UsageError(message)
    return p.ravel(), n.ravel()
