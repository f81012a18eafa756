"""Dates as extracts write them, each distinct text parsed once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Iterable

Dates = npt.NDArray[np.datetime64]
Flags = npt.NDArray[np.bool_]

YEAR_FIRST = (
    (r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}", "%Y-%m-%d"),
    (r"[0-9]{4}/[0-9]{1,2}/[0-9]{1,2}", "%Y/%m/%d"),
    (r"[0-9]{8}", "%Y%m%d"),
)
IN_FIGURES = tuple((rf"[0-9]{{1,2}}{sign}[0-9]{{1,2}}{sign}[0-9]{{4}}", sign) for sign in ("/", "-", r"\."))
WITH_MONTH_NAMED = (
    (r"[0-9]{1,2} [A-Za-z]{3} [0-9]{4}", "%d %b %Y"),
    (r"[0-9]{1,2}-[A-Za-z]{3}-[0-9]{4}", "%d-%b-%Y"),
    (r"[0-9]{1,2}[A-Za-z]{3}[0-9]{4}", "%d%b%Y"),
    (r"[0-9]{1,2} [A-Za-z]{4,9} [0-9]{4}", "%d %B %Y"),
    (r"[0-9]{1,2}-[A-Za-z]{4,9}-[0-9]{4}", "%d-%B-%Y"),
    (r"[A-Za-z]{3} [0-9]{1,2},? [0-9]{4}", "%b %d %Y"),
    (r"[A-Za-z]{4,9} [0-9]{1,2},? [0-9]{4}", "%B %d %Y"),
)
"""What a date may look like; a time of day after it is passed over."""

CLOCK = r"[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]+)?)?(?: ?[AaPp][Mm])?"
ZONE = r"(?: ?(?:Z|UTC|GMT|BST|[+-][0-9]{2}:?[0-9]{2}))?"
TIME_OF_DAY = rf"(?:T| +){CLOCK}{ZONE}$"
ORDINAL = r"\b([0-9]{1,2})(?:st|nd|rd|th)\b"
SHORT = "[0-9]{1,2}"
TWO_DIGITS = (
    rf"(?:{SHORT}/{SHORT}/|{SHORT}\.{SHORT}\.|{SHORT}-(?:{SHORT}|[A-Za-z]{{3,9}})-|{SHORT} [A-Za-z]{{3,9}} )[0-9]{{2}}"
)
SERIAL = r"[0-9]{5}(?:\.[0-9]+)?"
"""A date that Excel has turned into the number of days since the end of 1899; a fraction is the time of day."""

EXCEL_DAY_NOUGHT = np.datetime64("1899-12-30", "D")
EXCEL_LAST_DAY = int(np.datetime64("9999-12-31", "D").astype(np.int64))
PLACEHOLDERS = ("1900-01-01", "1899-12-30", "1901-01-01", "9999-12-31", "2999-12-31")
"""Dates that systems write where they have none."""

PLACEHOLDER_YEAR = r"^(?:9999|2999)|(?:9999|2999)$"
"""Older pandas cannot hold these years, so that they are told from the text."""

FIRST, LAST = np.datetime64("1800-01-01", "D"), np.datetime64("2261-12-31", "D")
"""A date outside is no date, with every version of pandas."""

CENTURY = 100


@dataclass(frozen=True, slots=True, repr=False)
class ParsedDates:
    """Arrays of shape ``(distinct texts,)``."""

    dates: Dates
    unreadable: Flags
    placeholder: Flags


def parse_dates(texts: pd.Series, *, day_first: bool = True, latest_two_digit_year: int | None = None) -> ParsedDates:
    """Which date does each text mean?

    The day comes before the month unless told otherwise. A year of two digits is unreadable unless it is told
    which year is the latest that it can mean: nobody can tell the century.

    Parameters
    ----------
    texts
        Distinct texts, trimmed, none of them a missing value.
    day_first
        Whether 03/04/2001 is in April.
    latest_two_digit_year
        With 2025, 25 is 2025 and 26 is 1926.

    Examples
    --------
    >>> parse_dates(pd.Series(["2024-02-29", "29/02/2024", "45351", "31/12/9999", "30/02/2024"])).dates.astype(
    ...     str
    ... ).tolist()
    ['2024-02-29', '2024-02-29', '2024-02-29', 'NaT', 'NaT']
    >>> parse_dates(pd.Series(["03/04/26"]), day_first=False, latest_two_digit_year=2025).dates.astype(str).tolist()
    ['1926-03-04']
    """
    texts = texts.astype("str").reset_index(drop=True)
    dates = np.full(len(texts), np.datetime64("NaT", "D"))
    placeholder = np.zeros(len(texts), dtype=bool)
    forms = _forms(day_first=day_first)
    # What is nothing but a date in figures, as most are, needs no trimming first.
    left = _read_as(texts, forms[: len(YEAR_FIRST) + len(IN_FIGURES)], dates, placeholder)
    if len(left):
        left = left.str.replace(TIME_OF_DAY, "", regex=True).str.replace(ORDINAL, r"\1", regex=True)
        left = left.str.replace("Sept ", "Sep ", regex=False)
        if latest_two_digit_year is not None:
            left = _with_centuries(left, latest_two_digit_year)
        left = _read_as(left, forms, dates, placeholder)
    if len(left):
        serial = left[left.str.fullmatch(SERIAL).to_numpy(dtype=bool)]
        dates[serial.index] = EXCEL_DAY_NOUGHT + np.floor(serial.astype(float).to_numpy()).astype("timedelta64[D]")
    placeholder |= np.isin(dates, np.array(PLACEHOLDERS, dtype="datetime64[D]"))
    dates[placeholder | (dates < FIRST) | (dates > LAST)] = np.datetime64("NaT", "D")
    return ParsedDates(dates, np.isnat(dates) & ~placeholder, placeholder)


def _read_as(texts: pd.Series, forms: Iterable[tuple[str, str]], dates: Dates, placeholder: Flags) -> pd.Series:
    """Fill in the dates of texts that have one of the forms, and return the texts that have none."""
    left = texts
    for pattern, form in forms:
        fits = left.str.fullmatch(pattern).to_numpy(dtype=bool)
        if fits.any():
            found = left[fits]
            plain = found.str.replace(",", "") if "," in pattern else found
            parsed = pd.to_datetime(plain, format=form, errors="coerce")
            dates[found.index] = parsed.to_numpy().astype("datetime64[D]")
            placeholder[found.index] = found.str.contains(PLACEHOLDER_YEAR, regex=True).to_numpy(dtype=bool)
            left = left[~fits]
        if not len(left):
            break
    return left


def _forms(*, day_first: bool) -> tuple[tuple[str, str], ...]:
    order = "%d{0}%m{0}%Y" if day_first else "%m{0}%d{0}%Y"
    in_figures = tuple((pattern, order.format(sign[-1])) for pattern, sign in IN_FIGURES)
    return (*YEAR_FIRST, *in_figures, *WITH_MONTH_NAMED)


def _with_centuries(texts: pd.Series, latest: int) -> pd.Series:
    """Return texts whose years of two digits have four, none after the latest."""
    short = two_digit_years(texts)
    if not short.any():
        return texts
    two = texts[short].str[-2:].astype(int).to_numpy()
    four = latest - (latest - two) % CENTURY
    whole = texts.copy()
    whole[short] = texts[short].str[:-2] + pd.Series(four, index=texts.index[short]).astype("str")
    return whole


def two_digit_years(texts: pd.Series) -> Flags:
    """Tell which texts are dates with a year of two digits."""
    plain = texts.str.replace(TIME_OF_DAY, "", regex=True).str.replace(ORDINAL, r"\1", regex=True)
    return plain.str.fullmatch(TWO_DIGITS).to_numpy(dtype=bool)


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
