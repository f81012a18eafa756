"""From the texts of a column to typed values: each distinct text is looked at once, each rule counted."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from needskit.extract.values.answers import parse_answers, parse_scores
from needskit.extract.values.column import FEW, Column, Refused, missing, problems_of
from needskit.extract.values.dates import parse_dates, two_digit_years
from needskit.extract.values.lengths import parse_lengths
from needskit.extract.values.names import parse_names
from needskit.extract.values.numbers import parse_numbers
from needskit.extract.values.spelling import AS_THE_SCHEMA, Spelling
from needskit.schema import NOT_KNOWN, Field, TableSchema

if TYPE_CHECKING:
    from collections.abc import Callable

    from needskit.extract.files.raw import Flags, Positions, Tokens
    from needskit.extract.values.dates import ParsedDates

    Parser = Callable[[Field, Tokens, Flags, Positions, Spelling], Column]

FOUR_DIGITS = "wants a date: 2025-12-31, 31/12/2025 or 31 Dec 2025, with four digits for the year."
TWO_DIGITS = "wants a date: 2025-12-31, 31/12/2025, 31/12/25 or 31 Dec 2025."
OTHER_ORDER = " {share} of these are dates only with the {first} first{then}."
SHORT_YEARS = " Most of these have years of two digits: say two_digit_years with the latest year there can be."


def parse_column(
    field: Field, tokens: Tokens, schema: TableSchema, row_numbers: Positions, spelling: Spelling = AS_THE_SCHEMA
) -> Column:
    """Turn the texts of a column into what its schema asks for.

    A text that breaks a rule becomes "not known" and is counted; the row is kept.

    Parameters
    ----------
    field, schema
        What the column must hold.
    tokens
        What it holds.
    row_numbers
        The row of the file of each record, shape ``(rows,)``.
    spelling
        What the user says of the column.
    """
    if field.role == "identifier":
        return Column(tokens.texts.take(tokens.codes).reset_index(drop=True), ())
    spelling = replace(spelling, missing=_meaning_nothing(schema, spelling))
    empty = missing(tokens, spelling.missing)
    return _parser(field)(field, tokens, empty, row_numbers, spelling)


def _meaning_nothing(schema: TableSchema, spelling: Spelling) -> frozenset[str]:
    """Return the texts that mean that nothing is known; what the user says of a text goes before the schema."""
    nothing = {text for text, standard in spelling.codes.items() if standard == NOT_KNOWN}
    return spelling.missing.union(schema.missing_values, nothing) - (spelling.codes.keys() - nothing)


def _parser(field: Field) -> Parser:
    """Return what parses a column."""
    by_role: dict[str, Parser] = {"length": parse_lengths, "item": parse_scores}
    by_type: dict[str, Parser] = {"date": _dates, "integer": parse_numbers, "number": parse_numbers}
    listed = parse_answers if field.type == "boolean" or field.codes else None
    return by_role.get(field.role) or by_type.get(field.type) or listed or parse_names


def _dates(field: Field, tokens: Tokens, empty: Flags, row_numbers: Positions, spelling: Spelling) -> Column:
    asked = pd.Series(tokens.texts.to_numpy()[~empty], dtype="str")
    latest = spelling.latest_two_digit_year
    parsed = parse_dates(asked, day_first=spelling.day_first, latest_two_digit_year=latest)
    dates = np.full(len(tokens.texts), np.datetime64("NaT", "D"))
    dates[~empty] = parsed.dates
    unreadable, placeholder = np.zeros((2, len(dates)), dtype=bool)
    unreadable[~empty], placeholder[~empty] = parsed.unreadable, parsed.placeholder
    words, error = _why(asked, tokens.times_of_each[~empty], parsed, spelling) if unreadable.any() else ("", False)
    refused = [
        Refused("not_a_date", unreadable, (FOUR_DIGITS if latest is None else TWO_DIGITS) + words, error),
        Refused(
            "placeholder_date", placeholder, "wants a date, and holds one that systems write where they have none."
        ),
    ]
    problems = problems_of(field, refused, tokens, empty, row_numbers)
    return Column(pd.Series(dates.astype("datetime64[s]")[tokens.codes], copy=False), problems)


def _why(texts: pd.Series, rows: Positions, parsed: ParsedDates, spelling: Spelling) -> tuple[str, bool]:
    """Say why dates cannot be read, if one reason explains most, and whether the others are then misread.

    Where more dates have the month first for certain than the day, the dates that could be either are wrong too.
    """
    first, latest = spelling.day_first, spelling.latest_two_digit_year
    other = parse_dates(texts, day_first=not first, latest_two_digit_year=latest)
    here, there = ~parsed.unreadable & ~parsed.placeholder, ~other.unreadable & ~other.placeholder
    only_here, only_there = int(rows[here & ~there].sum()), int(rows[there & ~here].sum())
    total = int(rows[parsed.unreadable].sum())
    named = ("month", "day") if first else ("day", "month")
    if only_there >= FEW and only_there > only_here:
        return OTHER_ORDER.format(share="Most", first=named[0], then=f': say dates = "{named[0]} first"'), True
    if only_there >= FEW:
        return OTHER_ORDER.format(share="Some", first=named[0], then=", so that others may be misread"), False
    if latest is None and 2 * int(rows[two_digit_years(texts) & parsed.unreadable].sum()) > total:
        return SHORT_YEARS, False
    return "", False
