"""Time to a first event from the number of people on each day: Kaplan-Meier and restricted means.

People are followed from day 0. ``events_at`` holds those who have the event on day 0, 1, 2 ..., and ``left_at`` those
whose follow-up ends on that day without it; whoever leaves on a day was still at risk on it. Both may be numbers that
stand for several people. They are of shape ``(cells, days)``, made from single people by ``people_by_day``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from needskit.errors import UsageError
from needskit.stats.proportion import normal_quantile

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from needskit.stats.proportion import Floats


class ByDay(NamedTuple):
    """People on each day, of shape ``(cells, days)``."""

    events_at: Floats
    left_at: Floats


class Survival(NamedTuple):
    """People still without the event at the end of each day; arrays of shape ``(cells, days)``."""

    at_risk: Floats
    """People followed up to this day, and without the event before it."""
    share: Floats
    """Kaplan-Meier estimate. Not a number once nobody is followed up, unless it has come to 0."""
    standard_error: Floats
    """Greenwood's."""
    lower: Floats
    upper: Floats


class RestrictedMean(NamedTuple):
    """Mean days without the event, of so many; arrays of shape ``(cells,)``."""

    mean: Floats
    standard_error: Floats
    lower: Floats
    upper: Floats


def people_by_day(
    days: npt.ArrayLike,
    had_event: npt.ArrayLike,
    *,
    last_day: int,
    weight: npt.ArrayLike | None = None,
    cell: npt.ArrayLike | None = None,
    cells: int = 1,
) -> ByDay:
    """How many people have the event, and how many leave without it, on each day?

    Everybody is counted. Who is followed up for longer than ``last_day`` leaves on it without the event.

    Parameters
    ----------
    days
        Whole days to the event, or to the end of follow-up; shape ``(people,)``.
    had_event
        Whether it was the event; shape ``(people,)``.
    last_day
        The last day that counts, at least 0.
    weight
        How many people each stands for; shape ``(people,)``. One each where there is none.
    cell
        Place of the cell of each person, from 0; shape ``(people,)``. All in the first where there is none.
    cells
        How many cells there are.

    Raises
    ------
    UsageError
        If ``last_day`` or a day is below 0, or a day is not a whole number.

    Examples
    --------
    >>> events_at, left_at = people_by_day([1, 2, 2, 9], [True, True, False, True], last_day=3)
    >>> events_at.tolist(), left_at.tolist()
    ([[0.0, 1.0, 1.0, 0.0]], [[0.0, 0.0, 1.0, 1.0]])
    """
    given = np.asarray(days, dtype=np.float64)
    if last_day < 0 or not (given >= 0).all() or not (np.floor(given) == given).all():
        message = "Days must be whole numbers from 0 on; take others out, or round them, before they are counted."
        raise UsageError(message)
    within = given <= last_day
    place = np.minimum(given, last_day).astype(np.int64)
    if cell is not None:
        place += np.asarray(cell, dtype=np.int64) * (last_day + 1)
    each = np.ones(len(given)) if weight is None else np.asarray(weight, dtype=np.float64)
    has = np.asarray(had_event, dtype=np.bool_) & within
    size = cells * (last_day + 1)
    events, left = (np.bincount(place[who], weights=each[who], minlength=size) for who in (has, ~has))
    return ByDay(*(found.reshape(cells, last_day + 1).astype(np.float64) for found in (events, left)))


def kaplan_meier(events_at: npt.ArrayLike, left_at: npt.ArrayLike, *, confidence: float = 0.95) -> Survival:
    """What share of people is still without the event at the end of each day?

    Everybody counts for as long as they were followed up, on the supposition that those who left are like those who
    stayed. The limits are log-minus-log ones, ``share ** exp(-z s)`` and ``share ** exp(z s)`` with ``s`` the standard
    error of ``log(-log(share))``; they never leave 0 to 1. (Those of R's survfit are on the logarithm unless it is
    told ``conf.type = "log-log"``; those of Stata and SAS are these.) Where nobody has had the event yet, or everybody
    has, they are not numbers.

    Parameters
    ----------
    events_at, left_at
        People with the event, and people whose follow-up ends without it, on each day; shape ``(cells, days)``.
    confidence
        0.95 for a 95% interval.

    Raises
    ------
    UsageError
        If ``confidence`` is not between 0.5 and 1.

    References
    ----------
    Kaplan and Meier (1958), Journal of the American Statistical Association 53, 457-481.
    Greenwood (1926), The Natural Duration of Cancer: the standard error.
    Kalbfleisch and Prentice (1980), The Statistical Analysis of Failure Time Data, page 15: the limits.

    Examples
    --------
    >>> found = kaplan_meier([[0, 2, 1, 1, 2]], [[0, 0, 0, 0, 14]])  # Stata's example of the cancer trial, controls
    >>> found.share[0, 1:].round(4).tolist(), found.standard_error[0, 1:].round(4).tolist()
    ([0.9, 0.85, 0.8, 0.7], [0.0671, 0.0798, 0.0894, 0.1025])
    >>> found.lower[0, 1:].round(4).tolist(), found.upper[0, 1:].round(4).tolist()
    ([0.656, 0.6038, 0.5511, 0.4505], [0.974, 0.949, 0.9198, 0.8525])
    """
    z = normal_quantile(confidence)
    at_risk, events = people_at_risk(events_at, left_at), np.asarray(events_at, dtype=np.float64)
    share = _share(at_risk, events)
    summed = np.cumsum(_greenwood(at_risk, events), axis=-1)
    # Where the share is 0 or 1 there is no logarithm of its logarithm.
    logarithm = np.log(np.where((share > 0) & (share < 1), share, np.nan))
    reach = np.exp(z * np.sqrt(summed) / -logarithm)
    return Survival(
        at_risk=at_risk,
        share=share,
        standard_error=share * np.sqrt(summed),
        lower=np.exp(logarithm * reach),
        upper=np.exp(logarithm / reach),
    )


def survival_on(found: Survival, days: Sequence[int]) -> Survival:
    """What share of people is still without the event at the end of these days?

    Parameters
    ----------
    found
        From ``kaplan_meier``.
    days
        The days; of one that the arrays do not reach nothing is known.

    Raises
    ------
    UsageError
        If a day is below 0.

    Examples
    --------
    >>> found = kaplan_meier([[0, 2, 1, 1, 2]], [[0, 0, 0, 0, 14]])
    >>> survival_on(found, [2, 4, 9]).share.round(2).tolist()
    [[0.85, 0.7, nan]]
    """
    wanted = np.asarray(days, dtype=np.int64)
    if (wanted < 0).any():
        message = "A day must be 0 or later, since people are followed from day 0."
        raise UsageError(message)
    reached = wanted < found.share.shape[1]
    place = np.where(reached, wanted, 0)
    return Survival(*(np.where(reached, figure[:, place], np.nan) for figure in found))


def restricted_mean(
    events_at: npt.ArrayLike, left_at: npt.ArrayLike, *, up_to: int, confidence: float = 0.95
) -> RestrictedMean:
    """For how many of the days up to this one are people without the event, on average?

    The area below the Kaplan-Meier curve. Everybody counts for as long as they were followed up. The limits are normal,
    and end at 0 and at the day. Not a number where nobody was followed up for as long; no limits where nobody had
    the event.

    Parameters
    ----------
    events_at, left_at
        People with the event, and people whose follow-up ends without it, on each day; shape ``(cells, days)``.
    up_to
        The day up to which is averaged, at least 1; the arrays must reach the day before it.
    confidence
        0.95 for a 95% interval.

    Raises
    ------
    UsageError
        If ``confidence`` is not between 0.5 and 1, or ``up_to`` is not within the days.

    References
    ----------
    Klein and Moeschberger (2003), Survival Analysis, second edition, section 4.5: the mean and its variance; those of
    R's survfit with ``rmean``.

    Examples
    --------
    >>> found = restricted_mean([[0, 2, 1, 1, 2]], [[0, 0, 0, 0, 14]], up_to=4)
    >>> round(float(found.mean[0]), 2), round(float(found.standard_error[0]), 4)
    (3.55, 0.2177)
    """
    z = normal_quantile(confidence)
    at_risk, events = people_at_risk(events_at, left_at), np.asarray(events_at, dtype=np.float64)
    if not 1 <= up_to <= at_risk.shape[1]:
        message = f"up_to must be from 1 to the {at_risk.shape[1]} days of the arrays, but was {up_to}."
        raise UsageError(message)
    at_risk, events = at_risk[:, :up_to], events[:, :up_to]
    share = _share(at_risk, events)
    # The curve keeps its height from each day to the next: what is left of the area from each day on.
    area = np.cumsum(share[:, ::-1], axis=1)[:, ::-1]
    # Where everybody at risk has the event, Greenwood's term has no end but no area is left for it to count.
    terms = np.where(share == 0, 0, _greenwood(at_risk, events))
    standard_error = np.sqrt((area**2 * terms).sum(axis=1))
    mean = area[:, 0]
    reach = z * np.where(standard_error > 0, standard_error, np.nan)
    return RestrictedMean(mean, standard_error, np.maximum(mean - reach, 0), np.minimum(mean + reach, up_to))


def people_at_risk(events_at: npt.ArrayLike, left_at: npt.ArrayLike) -> Floats:
    """How many people are followed up to each day, and without the event before it?

    Parameters
    ----------
    events_at, left_at
        People with the event, and people whose follow-up ends without it, on each day; shape ``(..., days)``.

    Examples
    --------
    >>> people_at_risk([[0, 2, 1, 1, 2]], [[0, 0, 0, 0, 14]]).tolist()
    [[20.0, 20.0, 18.0, 17.0, 16.0]]
    """
    gone = np.asarray(events_at, dtype=np.float64) + np.asarray(left_at, dtype=np.float64)
    # From the end, so that it comes to 0 exactly, whatever people stand for.
    found: Floats = np.cumsum(gone[..., ::-1], axis=-1)[..., ::-1]
    return found


def _share(at_risk: Floats, events: Floats) -> Floats:
    found = np.cumprod(1 - np.where(at_risk == 0, 0, events / np.where(at_risk == 0, 1, at_risk)), axis=-1)
    return np.where((at_risk == 0) & (found > 0), np.nan, found)


def _greenwood(at_risk: Floats, events: Floats) -> Floats:
    """Return the term of each day in Greenwood's sum; not a number where everybody at risk has the event."""
    below = at_risk * (at_risk - events)
    found: Floats = events / np.where(below == 0, np.nan, below)
    return np.where(events == 0, 0, found)
