"""Sums over people of what two windows of time hold, and how sure the change between the windows is.

A change is that of a sum over a sum: events over time at risk, people with any event over people, or events over people
with any. All that is needed are sums over people, of four numbers of each and of their products two by two: they are
counts, and may be rounded.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from needskit.errors import UsageError

if TYPE_CHECKING:
    import numpy.typing as npt

    from needskit.stats.proportion import Floats

NOUGHT = 1e-12
"""A variance that is less than this part of its largest term is nought but for floating point."""

_DIRECTION = np.array([-1, 1, 1, -1])
"""Which way the change goes if the events before, the time before, the events after or the time after rises."""

_SAME_WAY = np.outer(_DIRECTION, _DIRECTION) > 0


@dataclass(frozen=True)
class Moments:
    """Sums over people of four numbers of each: events before, time before, events after, time after."""

    people: Floats
    """How many there are; shape ``(...)``."""
    sums: Floats
    """Shape ``(..., 4)``."""
    products: Floats
    """Of the products of each two; shape ``(..., 4, 4)``. The squares are on the diagonal."""


@dataclass(frozen=True)
class OffBy:
    """How far each sum may be from the true one, because it was rounded: one number, or an array of its shape."""

    people: npt.ArrayLike = 0.0
    sums: npt.ArrayLike = 0.0
    products: npt.ArrayLike = 0.0


EXACT = OffBy()


@dataclass(frozen=True)
class ByNumber:
    """The three changes that people by their numbers of events tell; the first is the other two multiplied."""

    events: Moments
    """Events over people."""
    anyone: Moments
    """People with any event over people."""
    each: Moments
    """Events over people with any; they are not the same people before and after."""


@dataclass(frozen=True)
class Figure:
    """An estimate and its standard error, and how far rounding may have moved either."""

    estimate: Floats
    least: Floats
    most: Floats
    standard_error: Floats
    largest_error: Floats


@dataclass(frozen=True)
class Known:
    """What a change is worked out from."""

    people: Floats
    fewest: Floats
    """People, if rounding made the most of them; 1 at least."""
    before: Floats
    after: Floats
    difference: Figure
    ratio: Figure
    """Its standard errors are those of its logarithm."""


def moments(
    before: npt.ArrayLike,
    after: npt.ArrayLike,
    *,
    time_before: npt.ArrayLike = 1.0,
    time_after: npt.ArrayLike = 1.0,
    people: npt.ArrayLike = 1.0,
    weight: npt.ArrayLike = 1.0,
) -> Moments:
    """What of two windows must be summed over people for a change and its limits?

    Parameters
    ----------
    before, after
        Events of each person in either window; shape ``(rows,)``, one row for all people who are alike.
    time_before, time_after
        Time at risk in either window, such as years out of custody; shape ``(rows,)``, or one for all.
    people
        People of each row.
    weight
        What each person of a row counts for, such as the weight of a comparison; 1 for people as they are.

    Raises
    ------
    UsageError
        If a number is below 0.

    Examples
    --------
    Two people with 3 events before and 1 after, and one with none:

    >>> found = moments([3, 0], [1, 0], people=[2, 1])
    >>> found.sums.tolist(), found.products[0].tolist()
    ([6.0, 3.0, 2.0, 3.0], [18.0, 6.0, 6.0, 6.0])
    """
    given = (before, time_before, after, time_after, people, weight)
    *four, n, w = np.broadcast_arrays(*(np.asarray(each, dtype=np.float64) for each in given))
    each = np.stack([one.ravel() for one in four])
    n, w = n.ravel(), w.ravel()
    if (each < 0).any() or (n < 0).any() or (w < 0).any():
        message = "Events, times at risk, numbers of people and weights must not be below 0."
        raise UsageError(message)
    return Moments(people=n[w > 0].sum(), sums=each @ (n * w), products=(each * (n * w**2)) @ each.T)


def by_number(people: npt.ArrayLike) -> ByNumber:
    """What do people by their numbers of events before and after tell: of events, of people with any, and of each?

    Everybody counts once and is at risk for all of both windows. Where each number of people may be off by so many, the
    sums are off by what so many people in every place would sum to.

    Parameters
    ----------
    people
        How many people had ``x`` events before and ``y`` after; shape ``(numbers before, numbers after)``, from 0 on.

    Raises
    ------
    UsageError
        If a number is below 0.

    Examples
    --------
    >>> found = by_number([[0, 0, 0], [10, 0, 0], [0, 10, 0]])
    >>> [float(known(each).ratio.estimate.round(3)) for each in (found.events, found.anyone, found.each)]
    [0.333, 0.5, 0.667]
    """
    n = np.asarray(people, dtype=np.float64)
    x, y = np.indices(n.shape).astype(np.float64)
    any_x, any_y = (x > 0).astype(np.float64), (y > 0).astype(np.float64)
    return ByNumber(
        events=moments(x, y, people=n),
        anyone=moments(any_x, any_y, people=n),
        each=moments(x, y, time_before=any_x, time_after=any_y, people=n),
    )


def known(of: Moments, *, off_by: OffBy = EXACT) -> Known:
    """What do sums over people say of both windows, and how sure is it?

    The standard errors are those of sums over sums, each person being one draw with all of both windows. Not numbers
    where a sum that is divided by is 0, and none where all people changed alike.

    Parameters
    ----------
    of
        From ``moments`` or ``by_number``, or put together from sums that were counted.
    off_by
        How far the sums may be from the true ones: the least and most of each figure are then for any such sums.

    References
    ----------
    Cochran (1977), Sampling Techniques, chapter 6: the variance of a ratio.

    Examples
    --------
    >>> found = known(moments([3, 0], [1, 0], people=[2, 1]))
    >>> float(found.before), round(float(found.after), 3), round(float(found.difference.standard_error), 3)
    (2.0, 0.667, 0.544)
    """
    people, sums, products = (np.asarray(each, dtype=np.float64) for each in (of.people, of.sums, of.products))
    off, products_off = (np.asarray(each, dtype=np.float64) for each in (off_by.sums, off_by.products))
    low, high = np.maximum(sums - off, 0), sums + off
    products_low, products_high = np.maximum(products - products_off, 0), products + products_off
    # What one more event, or one more unit of time, of a person adds to an estimate, whatever its sign.
    of_log, of_log_least, of_log_most = (1 / _above_nought(each) for each in (sums, high, low))
    _, per_time_before, _, per_time_after = np.moveaxis(of_log, -1, 0)
    _, least_before, _, least_after = np.moveaxis(of_log_least, -1, 0)
    _, most_before, _, most_after = np.moveaxis(of_log_most, -1, 0)
    a, _, b, _ = np.moveaxis(sums, -1, 0)
    a_low, _, b_low, _ = np.moveaxis(low, -1, 0)
    a_high, _, b_high, _ = np.moveaxis(high, -1, 0)
    before, after = a * per_time_before, b * per_time_after
    of_difference = _of_difference(a, per_time_before, b, per_time_after)
    of_difference_least = _of_difference(a_low, least_before, b_low, least_after)
    of_difference_most = _of_difference(a_high, most_before, b_high, most_after)
    return Known(
        people=people,
        fewest=np.maximum(people - np.asarray(off_by.people, dtype=np.float64), 1),
        before=before,
        after=after,
        difference=Figure(
            estimate=after - before,
            least=b_low * least_after - a_high * most_before,
            most=b_high * most_after - a_low * least_before,
            standard_error=_error(of_difference, of_difference, products, products),
            largest_error=_error(of_difference_least, of_difference_most, products_low, products_high),
        ),
        ratio=Figure(
            estimate=after / _above_nought(before),
            least=b_low * least_after / _above_nought(a_high * most_before),
            most=b_high * most_after / _above_nought(a_low * least_before),
            standard_error=_error(of_log, of_log, products, products),
            largest_error=_error(of_log_least, of_log_most, products_low, products_high),
        ),
    )


def _above_nought(sums: Floats) -> Floats:
    return np.where(sums > 0, sums, np.nan)


def _of_difference(a: Floats, per_time_before: Floats, b: Floats, per_time_after: Floats) -> Floats:
    each = (per_time_before, a * per_time_before**2, per_time_after, b * per_time_after**2)
    return np.stack(np.broadcast_arrays(*each), axis=-1)


def _error(least: Floats, most: Floats, products_low: Floats, products_high: Floats) -> Floats:
    """Return the largest root of the sum of squares of what each person adds, for any weights and products between."""
    largest = most[..., :, None] * most[..., None, :] * products_high
    smallest = least[..., :, None] * least[..., None, :] * products_low
    variance = np.where(_SAME_WAY, largest, -smallest).sum(axis=(-2, -1))
    whole = np.trace(largest, axis1=-2, axis2=-1)
    # Where all people changed alike, nothing tells how far chance moves them: that is no knowledge of the change.
    found: Floats = np.sqrt(np.where(variance > NOUGHT * whole, variance, np.nan))
    return found
