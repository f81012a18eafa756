"""Lengths of sentences in months, from days, weeks, months and years, alone or together, and bands in words."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import pandas as pd

from needskit.extract.values.column import Column, Refused, problems_of
from needskit.extract.values.numbers import SUPPRESSED
from needskit.schema import normalise

if TYPE_CHECKING:
    from collections.abc import Iterable

    from needskit.extract.files.raw import Flags, Positions, Tokens
    from needskit.extract.values.spelling import Spelling
    from needskit.schema import Field

NUMBER: Final = r"[0-9]{1,6}(?:\.[0-9]{1,6})?"
UNIT: Final = r"years?|yrs?|y|months?|mths?|mos?|m|weeks?|wks?|w|days?|d"
PART: Final = rf"({NUMBER})\s*({UNIT})(?![a-z])\.?"
PARTS: Final = re.compile(rf"{PART}(?:\s*(?:,|&|and)?\s*{PART})*")
EACH: Final = re.compile(PART)
BARE: Final = re.compile(NUMBER)
LAST_UNIT: Final = re.compile(rf"({UNIT})(?![a-z])[^a-z]*$")

INDETERMINATE: Final = re.compile(
    r"(?:mandatory |discretionary |automatic )?life(?: sentence)?|ipp|dpp|indeterminate.*"
)
"""Kinds of sentence, not lengths: they are "not known" here, as the blank is that belongs to them."""

DAYS_IN_YEAR, DAYS_IN_MONTH, DAYS_IN_WEEK, MONTHS_IN_YEAR = 365, 30.4375, 7, 12
STANDS_FOR_LIFE: Final = 99 * 12
"""Systems write 99 years, in months here, where a sentence has no length."""

EDGES: Final = (12.0, 48.0)
"""Months at which the bands of sentences meet: each belongs to the longer band."""

BOUNDS: Final = (
    (re.compile(r"(?:under|less than|below|fewer than|<)\s*(.+)"), "under"),
    (re.compile(r"(?:up to|at most|no more than|<=|\u2264)\s*(.+)"), "at most"),
    (re.compile(r"(?:over|more than|above|greater than|>)\s*(.+)"), "over"),
    (re.compile(r"(?:at least|from|>=|\u2265)\s*(.+)"), "at least"),
    (re.compile(r"(.+?)\s*(?:or less|or under|and under|or fewer|or shorter)"), "at most"),
    (re.compile(r"(.+?)\s*(?:or more|or over|and over|and above|or longer|\+)"), "at least"),
)
RANGE: Final = re.compile(r"(?:between\s+)?(\S.*?)\s*(?:\bto\b|\bbut\b|\band\b|[-\u2013\u2014])\s*(\S.*)")
PLUS_BEFORE_UNIT: Final = re.compile(rf"({NUMBER})\s*\+\s*({UNIT})\b(.*)")


class _Bound(NamedTuple):
    months: float
    kind: str


def parse_lengths(field: Field, tokens: Tokens, empty: Flags, rows: Positions, spelling: Spelling) -> Column:
    """Turn the lengths of sentences into months.

    Years are twelve months. Days and weeks make whole years of 365 days first, so that 365 days are twelve months
    and 1,460 days four years, and 364 days (52 weeks) are less than a year; what is left counts as months of
    30.4375 days. Nothing is rounded.

    A band in words is a length inside it where the whole band is under 12 months, from 12 to under 48, or 48 and
    more, and is refused where it lies across these edges. "Life" and "IPP" are kinds of sentence: they are "not
    known" without complaint, as a blank is. 99 years or more stand for life and are counted.

    Parameters
    ----------
    field
        The column.
    tokens, empty
        The distinct texts, and which of them mean that nothing is known.
    rows
        The row of the file of each record.
    spelling
        The unit of bare numbers.
    """
    texts = [normalise(text) for text in tokens.texts]
    hidden = _flags(SUPPRESSED.fullmatch(text) is not None for text in texts) & ~empty
    bare = _flags(BARE.fullmatch(text) is not None for text in texts) & ~empty
    kinds = _flags(INDETERMINATE.fullmatch(text) is not None for text in texts)
    suffix = f" {spelling.unit}" if spelling.unit else ""
    months = np.array(
        [months_of(f"{text}{suffix}" if alone else text) for text, alone in zip(texts, bare, strict=True)], dtype=float
    )
    months[empty | hidden] = np.nan
    endless = np.nan_to_num(months) >= STANDS_FOR_LIFE
    months[endless] = np.nan
    without_unit = bare & np.isnan(months) & ~endless
    strange = np.isnan(months) & ~(empty | hidden | kinds | endless | without_unit)
    refused = [
        Refused(
            "length_without_unit", without_unit,
            f'wants a length with its unit; for bare numbers say units = {{{field.name} = "months"}}.',
        ),
        Refused("not_a_length", strange, "wants a length: 9 months, 1Y 6M, 270 days."),
        Refused("out_of_range", endless, "wants a length under 99 years; so long a one stands for life."),
        Refused("hidden_number", hidden, "wants a length, and holds a mark for a number that somebody has hidden."),
    ]  # fmt: skip
    distinct = pd.array(months, dtype="Float64")
    return Column(pd.Series(distinct.take(tokens.codes)), problems_of(field, refused, tokens, empty | kinds, rows))


def _flags(found: Iterable[bool]) -> Flags:
    return np.array(list(found), dtype=bool)


def months_of(text: str) -> float:
    """How many months is a length, or a length inside a band? Not a number if it is neither.

    Parameters
    ----------
    text
        Normalised.

    Examples
    --------
    >>> months_of("1y 6m"), months_of("365 days"), months_of("364 days") < 12, months_of("under 12 months") < 12
    (18.0, 12.0, True, True)
    >>> months_of("12 months or more but less than 4 years"), months_of("up to 12 months")
    (30.0, nan)
    """
    exact = _exact(text)
    if not math.isnan(exact):
        return exact
    one = _bound(text)
    if one is not None:
        return _inside(one, None) if one.kind in {"over", "at least"} else _inside(None, one)
    two = RANGE.fullmatch(text)
    if two is None:
        return math.nan
    unit = LAST_UNIT.search(two[2])
    low = two[1] if unit is None or BARE.search(two[1]) is None or EACH.search(two[1]) else f"{two[1]} {unit[1]}"
    lower = _bound(low) or _Bound(_exact(low), "at least")
    upper = _bound(two[2]) or _Bound(_exact(two[2]), "under")
    if lower.kind in {"under", "at most"} or upper.kind in {"over", "at least"}:
        return math.nan
    return _inside(lower, upper)


def _exact(text: str) -> float:
    if PARTS.fullmatch(text) is None:
        return math.nan
    amounts = dict.fromkeys("ymwd", 0.0)
    for number, unit in EACH.findall(text):
        amounts[unit[0]] += float(number)
    days = amounts["w"] * DAYS_IN_WEEK + amounts["d"]
    # Sentences are passed in whole years: 1,460 days are four of them, not one day short of four.
    years, left = divmod(days, DAYS_IN_YEAR)
    months = years * MONTHS_IN_YEAR + left / DAYS_IN_MONTH
    return amounts["y"] * MONTHS_IN_YEAR + amounts["m"] + months


def _bound(text: str) -> _Bound | None:
    """Return one end of a band; None if the text is none."""
    plus = PLUS_BEFORE_UNIT.fullmatch(text)
    plain = f"{plus[1]} {plus[2]}{plus[3]}+" if plus is not None else text
    for pattern, kind in BOUNDS:
        found = pattern.fullmatch(plain)
        if found is not None and not math.isnan(_exact(found[1])):
            return _Bound(_exact(found[1]), kind)
    return None


def _inside(lower: _Bound | None, upper: _Bound | None) -> float:
    """Return a length inside a band that lies in one of the three; not a number if it lies across an edge."""
    low = 0.0 if lower is None else lower.months
    high = math.inf if upper is None else upper.months
    if math.isnan(low) or math.isnan(high) or high <= low:
        return math.nan
    closed = upper is not None and upper.kind == "at most"
    top = sum(high >= edge if closed else high > edge for edge in EDGES)
    if sum(low >= edge for edge in EDGES) != top:
        return math.nan
    return low if math.isinf(high) else (low + high) / 2
