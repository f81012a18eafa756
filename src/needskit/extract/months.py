"""Months after a date, by the calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from needskit.extract.values.dates import Dates


ONE_DAY = np.timedelta64(1, "D")


def months_later(dates: Dates, months: int) -> Dates:
    """Which day is some months after each date?

    The same day of the month, or the last day of a month that has no such day. Not a date where the date is not
    known.

    Examples
    --------
    >>> months_later(np.array(["2024-01-31", "2024-11-30", "NaT"], dtype="datetime64[D]"), 1).astype(str).tolist()
    ['2024-02-29', '2024-12-30', 'NaT']
    """
    known = ~np.isnat(dates)
    if not known.any():
        return dates
    # A million dates fall on some thousands of days: the calendar is asked of each day in between once.
    first, last = dates[known].min(), dates[known].max()
    every = np.append(np.arange(first, last + ONE_DAY), np.datetime64("NaT", "D"))
    place = np.where(known, (dates - first).astype(np.int64), len(every) - 1)
    later: Dates = _in_month(every, months)[place]
    return later


def birthday(born: Dates, years: int) -> Dates:
    """On which day do people complete so many years of age?

    Whoever was born on 29 February does so on 1 March of a year without that day, as ages do everywhere here. Not a
    date where the date of birth is not known.

    Examples
    --------
    >>> birthday(np.array(["2004-02-29", "2006-05-31", "NaT"], dtype="datetime64[D]"), 18).astype(str).tolist()
    ['2022-03-01', '2024-05-31', 'NaT']
    """
    then = months_later(born, 12 * years)
    # Every other day of the month is there in each year, so only 29 February can have been moved.
    moved = (then - then.astype("datetime64[M]")) != (born - born.astype("datetime64[M]"))
    found: Dates = np.where(moved & ~np.isnat(born), then + ONE_DAY, then)
    return found


def _in_month(days: Dates, months: int) -> Dates:
    month = days.astype("datetime64[M]")
    day = days - month.astype("datetime64[D]")
    then = month + np.timedelta64(months, "M")
    last = (then + np.timedelta64(1, "M")).astype("datetime64[D]") - ONE_DAY
    found: Dates = np.minimum(then.astype("datetime64[D]") + day, last)
    return found
