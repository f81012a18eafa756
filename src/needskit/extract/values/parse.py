"""From the texts of a column to typed values: each distinct text is looked at once, each rule counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from needskit.extract.values.answers import parse_answers, parse_scores
from needskit.extract.values.column import Column, Refused, missing, open_list, problems_of
from needskit.extract.values.dates import parse_dates
from needskit.extract.values.lengths import parse_lengths
from needskit.extract.values.numbers import parse_numbers
from needskit.extract.values.spelling import AS_THE_SCHEMA, Spelling
from needskit.schema import NOT_KNOWN, Field, TableSchema, normalise

if TYPE_CHECKING:
    from needskit.extract.files.raw import Flags, Positions, Tokens

FOUR_DIGITS = "wants a date: 2025-12-31, 31/12/2025 or 31 Dec 2025, with four digits for the year."
TWO_DIGITS = "wants a date: 2025-12-31, 31/12/2025, 31/12/25 or 31 Dec 2025."
MONTH_FIRST = ' Most are dates only with the month first: say dates = "month first".'


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
    empty = missing(tokens, [*schema.missing_values, *spelling.missing])
    if field.type == "date":
        return _dates(field, tokens, empty, row_numbers, spelling)
    if field.role == "length":
        return parse_lengths(field, tokens, empty, row_numbers, spelling)
    if field.role == "item":
        return parse_scores(field, tokens, empty, row_numbers)
    if field.type in {"integer", "number"}:
        return parse_numbers(field, tokens, empty, row_numbers, spelling)
    if field.type == "boolean" or field.codes:
        return parse_answers(field, tokens, empty, row_numbers, spelling)
    return Column(open_list(_renamed(tokens, spelling), empty, NOT_KNOWN), ())


def _renamed(tokens: Tokens, spelling: Spelling) -> Tokens:
    """Return an open list with the texts that the user renames."""
    if not spelling.codes:
        return tokens
    renamed = pd.Series([spelling.codes.get(normalise(text), text) for text in tokens.texts], dtype="str")
    return tokens.rewritten(renamed)


def _dates(field: Field, tokens: Tokens, empty: Flags, row_numbers: Positions, spelling: Spelling) -> Column:
    asked = pd.Series(tokens.texts.to_numpy()[~empty], dtype="str")
    latest = spelling.latest_two_digit_year
    parsed = parse_dates(asked, day_first=spelling.day_first, latest_two_digit_year=latest)
    dates = np.full(len(tokens.texts), np.datetime64("NaT", "D"))
    dates[~empty] = parsed.dates
    unreadable, placeholder = np.zeros((2, len(dates)), dtype=bool)
    unreadable[~empty], placeholder[~empty] = parsed.unreadable, parsed.placeholder
    wanted = FOUR_DIGITS if latest is None else TWO_DIGITS
    if spelling.day_first and unreadable.any() and _month_comes_first(asked, parsed.unreadable):
        wanted += MONTH_FIRST
    refused = [
        Refused("not_a_date", unreadable, wanted),
        Refused(
            "placeholder_date", placeholder, "wants a date, and holds one that systems write where they have none."
        ),
    ]
    problems = problems_of(field, refused, tokens, empty, row_numbers)
    return Column(pd.Series(dates.astype("datetime64[s]")[tokens.codes]), problems)


def _month_comes_first(texts: pd.Series, unreadable: Flags) -> bool:
    """Tell whether most of the dates that cannot be read with the day first can be with the month first."""
    wrong = texts[unreadable].reset_index(drop=True)
    other = parse_dates(wrong, day_first=False)
    return bool(2 * (~other.unreadable).sum() > len(wrong))
