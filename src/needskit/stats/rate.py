"""Events of people over the time in which they could have had one: a rate and its limits.

Events are supposed to come by chance at one rate (Poisson). Where a person may have several and some people have many,
the truth is less sure than these limits say; they are for counts of events, and never for people with or without one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from needskit.stats.proportion import Interval, normal_quantile

if TYPE_CHECKING:
    import numpy.typing as npt

    from needskit.stats.proportion import Floats

BYAR_FROM = 10
"""Events from which Byar's approximation is taken: PHEindicatormethods' rule."""


def rate(events: npt.ArrayLike, person_time: npt.ArrayLike, *, per: float = 1) -> Floats:
    """How many events are there in so much time at risk?

    Everybody counts who was at risk, with or without an event. Not a number where there was no time at risk.

    Parameters
    ----------
    events
        Events; shape ``(cells,)``.
    person_time
        Time at risk of all people together, such as years; shape ``(cells,)``.
    per
        In how much of that time the rate is wanted; 100 for a rate in 100 years.

    Examples
    --------
    >>> float(rate([65], [100], per=1000)[0])
    650.0
    """
    k, time = np.asarray(events, dtype=np.float64), np.asarray(person_time, dtype=np.float64)
    found: Floats = per * k / np.where(time > 0, time, np.nan)
    return found


def exact_limits(events: npt.ArrayLike, *, confidence: float = 0.95) -> Interval:
    """Between which numbers of events does the one to be expected lie?

    Exact limits: at either end, so few or so many events as there were are as rare as half of what may go wrong. Of no
    events the lower limit is 0. Below 0 events there are no limits.

    Parameters
    ----------
    events
        Events; shape ``(cells,)``.
    confidence
        0.95 for a 95% interval.

    Raises
    ------
    UsageError
        If ``confidence`` is not between 0.5 and 1.

    References
    ----------
    Garwood (1936), Biometrika 28, 437-442.

    Examples
    --------
    >>> lower, upper = exact_limits([15])
    >>> round(float(lower[0]), 4), round(float(upper[0]), 4)
    (8.3954, 24.7402)
    """
    normal_quantile(confidence)
    # Here, because loading scipy takes longer than a small job; half a chi-squared quantile is one of the gamma.
    from scipy.special import gammainccinv, gammaincinv  # noqa: PLC0415 - see above

    k = _not_negative(events)
    tail = (1 - confidence) / 2
    lower = np.where(k == 0, 0.0, gammaincinv(np.where(k == 0, 1.0, k), tail))
    return Interval(lower, np.asarray(gammainccinv(k + 1, tail), dtype=np.float64))


def byar_limits(events: npt.ArrayLike, *, confidence: float = 0.95) -> Interval:
    """Between which numbers of events, nearly, does the one to be expected lie?

    Byar's approximation to the exact limits, which is close from 10 events on. Its lower limit is held at 0 or more,
    and is 0 of no events. Below 0 events there are no limits.

    Parameters
    ----------
    events
        Events; shape ``(cells,)``.
    confidence
        0.95 for a 95% interval.

    Raises
    ------
    UsageError
        If ``confidence`` is not between 0.5 and 1.

    References
    ----------
    Breslow and Day (1987), Statistical Methods in Cancer Research, volume II, IARC, page 69.

    Examples
    --------
    >>> lower, upper = byar_limits([65])  # the test workbook of PHEindicatormethods
    >>> round(float(lower[0]), 4), round(float(upper[0]), 4)
    (50.1632, 82.8491)
    """
    z = normal_quantile(confidence)
    k = _not_negative(events)
    counted = np.where(k > 0, k, np.nan)
    lower = np.maximum(counted * (1 - 1 / (9 * counted) - z / (3 * np.sqrt(counted))) ** 3, 0)
    more = k + 1
    upper = more * (1 - 1 / (9 * more) + z / (3 * np.sqrt(more))) ** 3
    return Interval(np.where(k == 0, 0.0, lower), upper)


def rate_limits(
    events: npt.ArrayLike,
    person_time: npt.ArrayLike,
    *,
    confidence: float = 0.95,
    per: float = 1,
    off_by: int = 0,
    time_off_by: float = 0,
) -> Interval:
    """Between which rates does the one behind these events lie?

    Byar's limits from 10 events on and exact ones below, divided by the time at risk. Both limits rise with the events
    and fall with the time, so the corners bound what any true counts would give. Where there was no time at risk
    there are no limits; where there may have been none before rounding, there is no upper one.

    Parameters
    ----------
    events
        Events; shape ``(cells,)``.
    person_time
        Time at risk of all people together, such as years; shape ``(cells,)``.
    confidence
        0.95 for a 95% interval.
    per
        In how much of that time the rate is wanted; 100 for a rate in 100 years.
    off_by, time_off_by
        How far the events, and the time, may be from the true ones, because they were rounded.

    Raises
    ------
    UsageError
        If ``confidence`` is not between 0.5 and 1.

    References
    ----------
    PHEindicatormethods (R package of the UK Health Security Agency and DHSC), phe_rate: the rule of 10 events.

    Examples
    --------
    >>> lower, upper = rate_limits([65, 3], [100, 100], per=100)
    >>> [round(float(end), 2) for end in (lower[0], upper[0], lower[1], upper[1])]
    [50.16, 82.85, 0.62, 8.77]
    """
    k, time = np.broadcast_arrays(_not_negative(events), np.asarray(person_time, dtype=np.float64))
    known = np.where(time > 0, time, np.nan)
    least = known - time_off_by
    return Interval(
        per * _limits(np.maximum(k - off_by, 0), confidence).lower / (known + time_off_by),
        per * _limits(k + off_by, confidence).upper / np.where(least > 0, least, np.nan),
    )


def _limits(k: Floats, confidence: float) -> Interval:
    nearly = byar_limits(k, confidence=confidence)
    few = k < BYAR_FROM
    if not few.any():
        return nearly
    exact = exact_limits(np.where(few, k, np.nan), confidence=confidence)
    return Interval(*(np.where(few, *both) for both in zip(exact, nearly, strict=True)))


def _not_negative(events: npt.ArrayLike) -> Floats:
    """Return the events; not a number where there are fewer than none."""
    k = np.asarray(events, dtype=np.float64)
    return np.where(k >= 0, k, np.nan)
