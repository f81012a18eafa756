"""Months after a date, by the calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from needskit.extract.values.dates import Dates


def months_later(dates: Dates, months: int) -> Dates:
    """Which day is some months after each date?

    The same day of the month, or the last day of a month that has no such day. Not a date where the date is not
    known.

    Examples
    --------
    >>> months_later(np.array(["2024-01-31", "2024-11-30", "NaT"], dtype="datetime64[D]"), 1).astype(str).tolist()
    ['2024-02-29', '2024-12-30', 'NaT']
    """
    first = dates.astype("datetime64[M]")
    day = dates - first.astype("datetime64[D]")
    last = (first + months + 1).astype("datetime64[D]") - np.timedelta64(1, "D")
    later: Dates = np.minimum((first + months).astype("datetime64[D]") + day, last)
    return later
