"""Dates as extracts write them, each distinct text parsed once."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

Dates = npt.NDArray[np.datetime64]
Flags = npt.NDArray[np.bool_]

FORMS = (
    (r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}", "%Y-%m-%d"),
    (r"[0-9]{4}/[0-9]{1,2}/[0-9]{1,2}", "%Y/%m/%d"),
    (r"[0-9]{8}", "%Y%m%d"),
    (r"[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}", "%d/%m/%Y"),
    (r"[0-9]{1,2}-[0-9]{1,2}-[0-9]{4}", "%d-%m-%Y"),
    (r"[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{4}", "%d.%m.%Y"),
    (r"[0-9]{1,2} [A-Za-z]{3} [0-9]{4}", "%d %b %Y"),
    (r"[0-9]{1,2}-[A-Za-z]{3}-[0-9]{4}", "%d-%b-%Y"),
    (r"[0-9]{1,2} [A-Za-z]{4,9} [0-9]{4}", "%d %B %Y"),
)
"""What a date may look like, the day before the month; a time of day after it is passed over."""

TIME_OF_DAY = r"[T ][0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?Z?$"
SERIAL = r"[0-9]{5}"
"""A date that Excel has turned into the number of days since the end of 1899."""

EXCEL_DAY_NOUGHT = np.datetime64("1899-12-30", "D")
EXCEL_LAST_DAY = int(np.datetime64("9999-12-31", "D").astype(np.int64))
PLACEHOLDERS = ("1900-01-01", "1899-12-30", "1901-01-01", "9999-12-31", "2999-12-31")
"""Dates that systems write where they have none."""


class ParsedDates(NamedTuple):
    """Arrays of shape ``(distinct texts,)``."""

    dates: Dates
    unreadable: Flags
    placeholder: Flags


def parse_dates(texts: pd.Series) -> ParsedDates:
    """Which date does each text mean?

    The day comes before the month. A year of two digits is unreadable: nobody can tell the century.

    Parameters
    ----------
    texts
        Distinct texts, trimmed, none of them a missing value.

    Examples
    --------
    >>> parse_dates(pd.Series(["2024-02-29", "29/02/2024", "45351", "31/12/9999", "30/02/2024"])).dates.astype(
    ...     str
    ... ).tolist()
    ['2024-02-29', '2024-02-29', '2024-02-29', 'NaT', 'NaT']
    """
    plain = texts.astype("str").str.replace(TIME_OF_DAY, "", regex=True).reset_index(drop=True)
    dates = np.full(len(plain), np.datetime64("NaT", "D"))
    placeholder = np.zeros(len(plain), dtype=bool)
    for pattern, form in FORMS:
        rows = plain.str.fullmatch(pattern).to_numpy(dtype=bool)
        if rows.any():
            parsed = pd.to_datetime(plain[rows], format=form, errors="coerce")
            dates[rows] = parsed.to_numpy().astype("datetime64[D]")
            # Older pandas cannot hold that year, so it is told from the text.
            placeholder[rows] |= plain[rows].str.contains("9999").to_numpy(dtype=bool)
    serial = plain.str.fullmatch(SERIAL).to_numpy(dtype=bool)
    if serial.any():
        dates[serial] = EXCEL_DAY_NOUGHT + plain[serial].astype(int).to_numpy().astype("timedelta64[D]")
    placeholder |= np.isin(dates, np.array(PLACEHOLDERS, dtype="datetime64[D]"))
    unreadable = np.isnat(dates) & ~placeholder
    dates[placeholder] = np.datetime64("NaT", "D")
    return ParsedDates(dates, unreadable, placeholder)


def completed_years(born: Dates, on: Dates) -> npt.NDArray[np.float64]:
    """How old are people, in completed years, on a date?

    Somebody born on 29 February is a year older on 1 March in years without that day. Not a number where
    either date is not known.

    Examples
    --------
    >>> born = np.array(["2004-02-29", "2004-02-29", "2004-12-31"], dtype="datetime64[D]")
    >>> on = np.array(["2022-02-28", "2022-03-01", "NaT"], dtype="datetime64[D]")
    >>> completed_years(born, on).tolist()
    [17.0, 18.0, nan]
    """
    months, day = _calendar(on)
    months_born, day_born = _calendar(born)
    years = np.floor((months - months_born - (day < day_born)) / 12)
    found: npt.NDArray[np.float64] = np.where(np.isnat(born) | np.isnat(on), np.nan, years)
    return found


def _calendar(dates: Dates) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    """Return months since 1970 and days of the month, each worked out once for every day in between.

    A million dates fall on some thousands of days, and asking the calendar of each date is the slow part.
    Dates that are not known get any month and day.
    """
    days = dates.astype(np.int64)
    known = ~np.isnat(dates)
    first = days.min(where=known, initial=EXCEL_LAST_DAY) if known.any() else 0
    last = days.max(where=known, initial=first) if known.any() else 0
    every = np.arange(first, last + 1).astype("datetime64[D]")
    months = every.astype("datetime64[M]")
    place = np.where(known, days - first, 0)
    return months.astype(np.int32)[place], (every - months).astype(np.int32)[place]
