"""What a reference population says of how people differ, from sums over people that may have been rounded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from needskit.stats.beyond_regression import OffBy, beyond_regression
from needskit.stats.regression_to_mean import Rates

if TYPE_CHECKING:
    from collections.abc import Sequence

    from needskit.stats.beyond_regression import BeyondRegression

POWERS: Final = (1, 2, 3, 4)
"""Of the number of events of each: their sums over people are all that is asked of a reference population."""

NOUGHT: Final = 1e-9
"""A variance that is above the mean by less than this part of it is not above it but for floating point."""

_ALL_CHANCE = 1 - 1e-9
"""A share of chance in the variance beyond which the shape has no end."""


@dataclass(frozen=True)
class ReferenceSums:
    """The rates of a reference population, and how far rounding may have moved them."""

    rates: Rates
    """Not numbers where the variance is not above the mean, or the mean is not above 0, or may be none."""
    means: tuple[float, float]
    """The least and the most that the mean may be."""
    chance: tuple[float, float]
    """The least and the most that the part of the variance may be that is chance: the mean over the variance."""


def reference_of_sums(people: float, sums: Sequence[float], *, off_by: float = 0.0) -> ReferenceSums:
    """What do sums over people say of how people differ?

    The same as ``needskit.stats.regression_to_mean.reference_of`` says of a distribution, from fewer numbers.

    Parameters
    ----------
    people
        How many there are; everybody who might have been chosen, also those without an event.
    sums
        Over people, of the first four powers of the number of events of each.
    off_by
        How far each may be from the true one, because it was rounded.

    References
    ----------
    Hauer (1997), Observational Before-After Studies in Road Safety, Pergamon, chapter 11.

    Examples
    --------
    >>> claims = [7840, 1317, 239, 42, 14, 4, 4, 1]  # Efron and Hastie (2016), table 6.1
    >>> sums = [sum(n * x**power for x, n in enumerate(claims)) for power in POWERS]
    >>> found = reference_of_sums(sum(claims), sums)
    >>> round(float(found.rates.mean), 3), round(float(found.rates.kappa), 2)
    (0.214, 0.62)
    """
    n, (s1, s2, s3, s4) = float(people), (float(each) for each in sums)
    nothing = (np.nan, np.nan)
    if n - off_by <= 1 or s1 - off_by <= 0:
        return ReferenceSums(Rates(np.nan, np.nan), nothing, nothing)
    mean = s1 / n
    second = (s2 - s1 * mean) / (n - 1)
    third = (s3 - 3 * mean * s2 + 2 * mean**2 * s1) / (n - 1)
    fourth = (s4 - 4 * mean * s3 + 6 * mean**2 * s2 - 3 * mean**3 * s1) / (n - 1)
    means = (s1 - off_by) / (n + off_by), (s1 + off_by) / (n - off_by)
    if not second > mean * (1 + NOUGHT):
        return ReferenceSums(Rates(mean, np.nan, np.array([[second / n, 0.0], [0.0, 0.0]])), means, nothing)
    kappa = mean**2 / (second - mean)
    of_moments = np.array([[second, third], [third, fourth - second**2]]) / n
    slopes = np.array([[1, 0], [2 * kappa / mean + (kappa / mean) ** 2, -((kappa / mean) ** 2)]])
    least = max(s2 - off_by - (s1 + off_by) * means[1], 0.0) / (n + off_by - 1)
    most = (s2 + off_by - (s1 - off_by) * means[0]) / (n - off_by - 1)
    chance = means[0] / most, means[1] / least if least > 0 else 1.0
    return ReferenceSums(Rates(mean, kappa, covariance=slopes @ of_moments @ slopes.T), means, chance)


def beyond_regression_of_sums(
    people: float,
    before: float,
    after: float,
    *,
    rates: Rates,
    corners: Sequence[tuple[float, float]] = (),
    confidence: float = 0.95,
    off_by: float = 0.0,
) -> BeyondRegression:
    """By how much more did the events of people fall than if nothing had changed, from sums over them?

    For equal windows, what is expected of people is linear in their number of events, so that their sum is enough: see
    ``needskit.stats.beyond_regression.beyond_regression``. Its limits are here the widest of all rates that there may
    be, and of all sums.

    Parameters
    ----------
    people, before, after
        How many were chosen, and their events in either window.
    rates
        Of the reference population, or supposed.
    corners
        Means and shapes that rounding may have moved from the others.
    confidence
        0.95 for a 95% interval.
    off_by
        How far each sum may be from the true one, because it was rounded.

    Raises
    ------
    UsageError
        If ``confidence`` is not between 0.5 and 1, a mean or shape is not above 0, or a sum is below 0.

    Examples
    --------
    >>> found = beyond_regression_of_sums(10, before=70, after=30, rates=Rates(1.2, 0.5))
    >>> round(float(found.expected[0]), 4), round(float(found.fall_beyond[0]), 3)
    (52.9412, 0.433)
    """
    all_rates = [(float(np.asarray(rates.mean)), float(np.asarray(rates.kappa))), *corners]
    means, kappas = zip(*all_rates, strict=True)
    each = before / people if people > 0 else 0.0
    # So many people more or fewer move what is expected as far as the sums may, whatever the shape.
    moved = off_by * max(1.0, *((1 + kappa) / (each + kappa) for kappa in kappas))
    return beyond_regression(
        [each],
        [people],
        observed=after,
        rates=Rates(np.array(means), np.array(kappas), rates.covariance),
        confidence=confidence,
        off_by=OffBy(moved, off_by),
    )


def corners_of(of: ReferenceSums, *, kappa: float | None = None) -> tuple[tuple[float, float], ...]:
    """Which means and shapes are the furthest that rounding may have moved them to?

    Parameters
    ----------
    of
        The reference population.
    kappa
        A shape that is supposed, and so does not move.

    Examples
    --------
    >>> sums = [sum(n * x**power for x, n in enumerate([60, 20, 10, 10])) for power in POWERS]
    >>> [(round(mean, 2), round(kappa, 2)) for mean, kappa in corners_of(reference_of_sums(100, sums, off_by=4))]
    [(0.63, 0.74), (0.63, 5.27), (0.77, 0.9), (0.77, 6.4)]
    """
    if kappa is not None:
        return tuple((mean, kappa) for mean in of.means)
    shares = [min(share, _ALL_CHANCE) for share in of.chance]
    # The variance is the mean over the share of chance, and the shape follows from both.
    return tuple((mean, mean * share / (1 - share)) for mean in of.means for share in shares)
