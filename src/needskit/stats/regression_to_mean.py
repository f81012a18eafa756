"""How many events people chosen for having had many would have next if nothing had changed: fewer, by chance alone.

People differ in how often they have events, and chance adds to it. Whoever is chosen at a high has had more than they
would have on average, and comes down again whatever is done. How far is told by a reference population: everybody who
might have been chosen, such as all people supervised in the area, whatever their number of events. Its rates are
supposed to follow a gamma distribution, and the events of each person that of Poisson at their own rate, the same
before and after. Time is counted in windows of the reference: 1 is as long as theirs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from needskit.errors import UsageError

if TYPE_CHECKING:
    import numpy.typing as npt

    from needskit.stats.proportion import Floats


@dataclass(frozen=True)
class Rates:
    """The gamma distribution that the rates of a reference population are supposed to follow."""

    mean: npt.ArrayLike
    """Events of a person in one window."""
    kappa: npt.ArrayLike
    """Its shape: the smaller, the more people differ and the less they come down."""
    covariance: npt.ArrayLike = 0.0
    """Of the mean and the shape, shape ``(2, 2)``; 0 takes them as known."""


@dataclass(frozen=True)
class Reference:
    """What a reference population says of how people differ."""

    people: float
    variance: float
    """Of the number of events of a person."""
    rates: Rates


def kappa_of(mean: float, variance: float) -> float:
    """How alike are the rates of people whose numbers of events have this mean and variance?

    The shape of the gamma distribution that the rates follow, by the method of moments: mean squared over what the
    variance has beyond chance, which alone would make it the mean.

    Parameters
    ----------
    mean, variance
        Of the number of events of a person in one window; everybody of the reference population counts, also those
        without any.

    Raises
    ------
    UsageError
        If the mean is not above 0 or the variance not above the mean: such people differ no more than by chance, or are
        not everybody.

    References
    ----------
    Hauer (1997), Observational Before-After Studies in Road Safety, Pergamon, chapter 11.

    Examples
    --------
    >>> round(kappa_of(1.2, 4.08), 3)
    0.5
    """
    if not (mean > 0 and variance > mean):
        message = (
            "The variance of the number of events must be above their mean in a reference population, and the mean "
            "above 0. Give everybody who might have been chosen, not those chosen."
        )
        raise UsageError(message)
    return mean**2 / (variance - mean)


def reference_of(people: npt.ArrayLike) -> Reference:
    """What do the numbers of events of a reference population say of how people differ?

    Everybody who might have been chosen counts, also those who were, and those without an event. The covariance is that
    of the delta method, from the first four moments.

    Parameters
    ----------
    people
        How many people had 0, 1, 2 ... events in one window; shape ``(numbers,)``.

    Raises
    ------
    UsageError
        If a number of people is below 0, or the variance is not above the mean.

    References
    ----------
    Hauer (1997), Observational Before-After Studies in Road Safety, Pergamon, chapter 11.

    Examples
    --------
    >>> found = reference_of([7840, 1317, 239, 42, 14, 4, 4, 1])  # Efron and Hastie (2016), table 6.1
    >>> round(float(found.rates.mean), 3), round(float(found.rates.kappa), 2)
    (0.214, 0.62)
    """
    n = _not_negative(people)
    number, total = np.arange(len(n)), n.sum()
    mean = float(n @ number / total) if total > 1 else np.nan
    second, third, fourth = (
        float(n @ (number - mean) ** power / (total - 1)) if total > 1 else np.nan for power in (2, 3, 4)
    )
    kappa = kappa_of(mean, second)
    of_moments = np.array([[second, third], [third, fourth - second**2]]) / total
    # How the shape changes with the mean and with the variance.
    slopes = np.array([[1, 0], [2 * kappa / mean + (kappa / mean) ** 2, -((kappa / mean) ** 2)]])
    return Reference(float(total), second, Rates(mean, kappa, covariance=slopes @ of_moments @ slopes.T))


def expected_next(
    number: npt.ArrayLike,
    *,
    mean: npt.ArrayLike,
    kappa: npt.ArrayLike,
    time_before: npt.ArrayLike = 1.0,
    time_after: npt.ArrayLike = 1.0,
) -> Floats:
    """How many events is a person with so many before to be expected to have next, if nothing changes?

    Between what the person had and what everybody has: ``(number + kappa) * mean / (mean + kappa)`` for equal windows.

    Parameters
    ----------
    number
        Events before.
    mean, kappa
        Of the reference population: events of a person in one window, and the shape of their rates.
    time_before, time_after
        Time at risk in either window, in windows of the reference. All five are of one shape, or are one number.

    Raises
    ------
    UsageError
        If a mean or shape is not above 0.

    References
    ----------
    Robbins (1956), Proceedings of the Third Berkeley Symposium 1, 157-163. Hauer (1997), Observational Before-After
    Studies in Road Safety, Pergamon, chapter 11.

    Examples
    --------
    >>> round(float(expected_next(7, mean=1.2, kappa=0.5)), 6)
    5.294118
    """
    m, k = _above_nought(mean, kappa)
    x, before, after = (np.asarray(each, dtype=np.float64) for each in (number, time_before, time_after))
    found: Floats = after * (x + k) * m / (m * before + k)
    return found


def robbins(people: npt.ArrayLike) -> Floats:
    """How many events is a person with so many before to be expected to have next, whatever the rates of people follow?

    One more than the number, times those of the reference with one more over those with as many. It supposes nothing of
    how people differ and checks what ``expected_next`` supposes, for equal windows. Single values are wild where few
    people are, and too few where numbers have gaps (``robbins_of_those_chosen``). Not a number where nobody of the
    reference has the number.

    Parameters
    ----------
    people
        How many people of the reference had 0, 1, 2 ... events in one window; shape ``(numbers,)``. Nobody has more.

    Raises
    ------
    UsageError
        If a number of people is below 0.

    References
    ----------
    Robbins (1956), Proceedings of the Third Berkeley Symposium 1, 157-163. Efron and Hastie (2016), Computer Age
    Statistical Inference, section 6.1.

    Examples
    --------
    >>> robbins([7840, 1317, 239, 42]).round(3).tolist()  # the first of Efron and Hastie (2016), table 6.1
    [0.168, 0.363, 0.527, 0.0]
    """
    n = _not_negative(people)
    one_more = np.append(n[1:], 0.0)
    found: Floats = np.arange(1, len(n) + 1) * one_more / np.where(n > 0, n, np.nan)
    return found


def robbins_of_those_chosen(people: npt.ArrayLike, at_least: int) -> float:
    """How many events are all people chosen for having so many to be expected to have next, whatever rates follow?

    Everybody of the reference with ``at_least`` so many counts as chosen. Robbins' values of these people come to the
    events of those with more, so that no gap in the numbers matters.

    Parameters
    ----------
    people
        How many people of the reference had 0, 1, 2 ... events in one window; shape ``(numbers,)``. Nobody has more.
    at_least
        The fewest events before of whoever is chosen.

    Raises
    ------
    UsageError
        If a number of people, or ``at_least``, is below 0.

    References
    ----------
    Robbins (1956), Proceedings of the Third Berkeley Symposium 1, 157-163.

    Examples
    --------
    Of those with 2 or more events, who had 3 * 10 + 2 * 30, as many as those with 3 had:

    >>> robbins_of_those_chosen([100, 60, 30, 10], at_least=2)
    30.0
    """
    n = _not_negative(people)
    if at_least < 0:
        message = "The fewest events of whoever is chosen must not be below 0."
        raise UsageError(message)
    return float(np.arange(len(n))[at_least + 1 :] @ n[at_least + 1 :])


def fall_of_those_chosen(at_least: npt.ArrayLike, *, mean: npt.ArrayLike, kappa: npt.ArrayLike) -> Floats:
    """By which part do the events of people chosen for having so many fall in the next window, if nothing changes?

    Everybody of the reference population with ``at_least`` so many events is chosen; the rates follow a gamma
    distribution.

    Parameters
    ----------
    at_least
        The fewest events before of whoever is chosen; a whole number. 0 chooses everybody, who do not fall.
    mean, kappa
        Of the reference population: events of a person in one window, and the shape of their rates.

    Raises
    ------
    UsageError
        If a mean or shape is not above 0.

    References
    ----------
    Hauer (1997), Observational Before-After Studies in Road Safety, Pergamon, chapter 11: the distribution. Greenwood
    and Yule (1920), Journal of the Royal Statistical Society 83, 255-279: events then follow a negative binomial one.

    Examples
    --------
    >>> round(float(fall_of_those_chosen(5, mean=1.2, kappa=0.5)), 3)
    0.244
    """
    m, k = _above_nought(mean, kappa)
    # Here, because loading scipy takes longer than a small job.
    from scipy.special import betainc  # noqa: PLC0415 - see above

    fewest, share = np.asarray(at_least, dtype=np.float64), m / (m + k)

    def at_least_so_many(number: Floats, shape: Floats) -> Floats:
        return np.where(number > 0, betainc(np.maximum(number, 1), shape, share), 1.0)

    before = m * at_least_so_many(fewest - 1, k + 1) / at_least_so_many(fewest, k)
    found: Floats = 1 - (before + k) * m / (m + k) / before
    return found


def _not_negative(people: npt.ArrayLike) -> Floats:
    n = np.asarray(people, dtype=np.float64)
    if not (n >= 0).all():
        message = "Numbers of people must not be below 0."
        raise UsageError(message)
    return n


def _above_nought(mean: npt.ArrayLike, kappa: npt.ArrayLike) -> tuple[Floats, Floats]:
    m, k = np.asarray(mean, dtype=np.float64), np.asarray(kappa, dtype=np.float64)
    if not ((m > 0).all() and (k > 0).all()):
        message = "The mean and the shape (kappa) of the reference population must be above 0."
        raise UsageError(message)
    return m, k
