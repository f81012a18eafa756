"""The change between two windows in which everybody is at risk for as long: less is left open by rounding then.

The figures are those of ``needskit.stats.before_after.changed`` where each person is at risk for one unit of time in
either window. Time then cancels out of a ratio, so that only three sums of products may have been moved by rounding.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from needskit.stats.before_after import changed
from needskit.stats.proportion import Interval
from needskit.stats.two_windows import Moments, OffBy

if TYPE_CHECKING:
    import numpy.typing as npt

    from needskit.stats.before_after import Change
    from needskit.stats.proportion import Floats


class Sums(NamedTuple):
    """Sums over people, each of shape ``(cells,)``."""

    people: Floats
    before: Floats
    """Events before."""
    after: Floats
    before_squared: Floats
    """Of the square of each one's events before."""
    product: Floats
    """Of each one's events before times those after."""
    after_squared: Floats


def changed_in_equal_windows(of: Sums, *, confidence: float = 0.95, off_by: float = 0.0) -> Change:
    """How much more or less often do people have events after than before, all being at risk for as long?

    Parameters
    ----------
    of
        Sums over the people.
    confidence
        0.95 for a 95% interval.
    off_by
        How far each sum may be from the true one, because it was rounded. The limits then hold those of whatever the
        true ones were.

    Raises
    ------
    UsageError
        If ``confidence`` is not between 0.5 and 1.

    References
    ----------
    Liang and Zeger (1986), Biometrika 73, 13-22: the clustered variance. Cochran (1977), Sampling Techniques, chapter
    6: the variance of a ratio.

    Examples
    --------
    Five people with 4, 2, 3, 0 and 1 events before, and 1, 2, 0, 1 and 0 after:

    >>> sums = Sums(*(np.array([each], dtype=float) for each in (5, 10, 4, 30, 8, 6)))
    >>> found = changed_in_equal_windows(sums)
    >>> [round(float(each[0]), 3) for each in (found.before, found.after, found.ratio, found.ratio_lower)]
    [2.0, 0.8, 0.4, 0.079]
    """
    exact = changed(_whole(of), confidence=confidence)
    if not off_by:
        return exact
    of_events = np.array([1.0, 0.0, 1.0, 0.0])
    moved = OffBy(off_by, off_by * of_events, off_by * np.outer(of_events, of_events))
    ratio = changed(_without_time(of), confidence=confidence, off_by=moved)
    away = _difference_limits(of, confidence, off_by)
    return replace(
        exact,
        ratio_lower=ratio.ratio_lower,
        ratio_upper=ratio.ratio_upper,
        difference_lower=away.lower,
        difference_upper=away.upper,
    )


def paired_ratio_limits(
    both: npt.ArrayLike,
    lost: npt.ArrayLike,
    gained: npt.ArrayLike,
    neither: npt.ArrayLike,
    *,
    confidence: float = 0.95,
    off_by: int = 0,
) -> Interval:
    """Between which ratios of a second proportion to a first, of the same people, does the one behind counts lie?

    Limits of the logarithm of the ratio, as of ``changed_in_equal_windows`` where nobody has more than one event. With
    counts that may be off, they are the furthest of those of all tables that there may be. Not numbers where nobody has
    a yes at one time, or all are alike.

    Parameters
    ----------
    both, lost, gained, neither
        People with a yes at both times, at the first alone, at the second alone, at neither; shape ``(cells,)``.
    confidence
        0.95 for a 95% interval.
    off_by
        How far each count may be from the true one, because it was rounded.

    Raises
    ------
    UsageError
        If ``confidence`` is not between 0.5 and 1.

    References
    ----------
    Liang and Zeger (1986), Biometrika 73, 13-22.

    Examples
    --------
    Of 300 people 100 had a yes before and 43 after, all of these also before:

    >>> limits = paired_ratio_limits([43], [57], [0], [200])
    >>> round(float(limits.lower[0]), 3), round(float(limits.upper[0]), 3)
    (0.343, 0.54)
    """
    four = (np.asarray(each, dtype=np.float64) for each in (both, lost, gained, neither))
    yes, fewer, more, no = np.broadcast_arrays(*four)
    steps = np.arange(-off_by, off_by + 1)
    # How many have a no matters for nothing but how many people there are, and fewer make limits wider.
    others = np.maximum(no - off_by, 0)[..., None, None]
    lower, upper = np.full(yes.shape, np.nan), np.full(yes.shape, np.nan)
    for step in steps:
        a = np.maximum(yes + step, 0)[..., None, None]
        b = np.maximum(fewer[..., None] + steps, 0)[..., :, None]
        c = np.maximum(more[..., None] + steps, 0)[..., None, :]
        sums = Sums(*np.broadcast_arrays(a + b + c + others, a + b, a + c, a + b, a, a + c))
        found = changed(_without_time(sums), confidence=confidence)
        lower = np.fmin(lower, np.fmin.reduce(found.ratio_lower, axis=(-2, -1)))
        upper = np.fmax(upper, np.fmax.reduce(found.ratio_upper, axis=(-2, -1)))
    return Interval(lower, upper)


def _whole(of: Sums) -> Moments:
    """Return the sums with those that time has a part in."""
    n = of.people
    sums = np.stack((of.before, n, of.after, n), axis=-1)
    products = np.stack((sums,) * 4, axis=-2)
    # What time is multiplied by stays as it is; the others are the products that were summed.
    products[..., 0, :] = np.stack((of.before_squared, of.before, of.product, of.before), axis=-1)
    products[..., 2, :] = np.stack((of.product, of.after, of.after_squared, of.after), axis=-1)
    return Moments(n, sums, products)


def _without_time(of: Sums) -> Moments:
    """Return the sums without the products of time, which cancel out of the standard error of a ratio."""
    one = np.ones(of.people.shape)
    products = np.zeros((*of.people.shape, 4, 4))
    products[..., 0, 0], products[..., 2, 2] = of.before_squared, of.after_squared
    products[..., 0, 2] = products[..., 2, 0] = of.product
    return Moments(of.people, np.stack((of.before, one, of.after, one), axis=-1), products)


def _difference_limits(of: Sums, confidence: float, off_by: float) -> Interval:
    """Return the furthest limits of the mean of what each person has more after than before."""
    # Here, because loading scipy takes longer than a small job.
    from scipy.special import stdtrit  # noqa: PLC0415 - see above

    fewest, most = np.maximum(of.people - off_by, 1), of.people + off_by
    more = of.after - of.before
    nearest = np.maximum(np.abs(more) - 2 * off_by, 0)
    squares = of.before_squared + of.after_squared - 2 * of.product + 4 * off_by
    with np.errstate(divide="ignore", invalid="ignore"):
        variance = (squares - nearest**2 / most) / fewest / np.where(fewest > 1, fewest - 1, np.nan)
        reach = stdtrit(np.where(fewest > 1, fewest - 1, np.nan), (1 + confidence) / 2) * np.sqrt(variance)
    least, greatest = more - 2 * off_by, more + 2 * off_by
    return Interval(
        np.minimum(least / fewest, least / most) - reach, np.maximum(greatest / fewest, greatest / most) + reach
    )
