"""Turn drawn values into text: words, yes and no, whole numbers and ISO dates; blank is not known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from needskit.synthetic.arrays import Days, Flags, Integers, Words


def words(codes: Integers, names: Iterable[str], *, known: Flags | None = None) -> Words:
    """Write the name each code stands for.

    Examples
    --------
    >>> words(np.array([1, 0]), ["male", "female"], known=np.array([True, False])).tolist()
    ['female', '']
    """
    # One shared string for each distinct value: a million rows stay small, and nothing is formatted twice.
    return np.array(["", *names], dtype=np.object_)[_places(codes, known)]


def yes_no(flags: Flags, *, known: Flags | None = None) -> Words:
    """Write yes or no.

    Examples
    --------
    >>> yes_no(np.array([True, False])).tolist()
    ['yes', 'no']
    """
    return words(flags.astype(np.int64), ("no", "yes"), known=known)


def numbers(values: Integers, *, known: Flags | None = None) -> Words:
    """Write whole numbers of 0 or more.

    Examples
    --------
    >>> numbers(np.array([7, 12])).tolist()
    ['7', '12']
    """
    return words(values, map(str, range(int(values.max()) + 1)), known=known)


def iso_days(days: Days, *, known: Flags | None = None) -> Words:
    """Write days as YYYY-MM-DD; what is no day is blank.

    Examples
    --------
    >>> iso_days(np.array(["2025-12-31", "NaT"], dtype="datetime64[D]")).tolist()
    ['2025-12-31', '']
    """
    given = ~np.isnat(days)
    if not given.any():
        return np.full(days.size, "", dtype=np.object_)
    first = days[given].min()
    known = given if known is None else known & given
    days = np.where(given, days, first)
    calendar = np.arange(first, days.max() + np.timedelta64(1, "D"))
    offsets = (days - first).astype(np.int64)
    return words(offsets, np.datetime_as_string(calendar).tolist(), known=known)


def _places(codes: Integers, known: Flags | None) -> Integers:
    places = codes + 1
    return places if known is None else np.where(known, places, 0)
