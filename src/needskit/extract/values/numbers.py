"""Numbers as extracts write them, each distinct text looked at once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from needskit.extract.values.column import FEW, Column, Refused, problems_of

if TYPE_CHECKING:
    from needskit.extract.files.raw import Flags, Positions, Tokens
    from needskit.extract.values.spelling import Spelling
    from needskit.schema import Field

SUPPRESSED = re.compile(r"[<>]=?\s*\d+|\*+|\[?c\]?|\.\.|~|:|supp(ressed)?", re.IGNORECASE)
"""What stands for a hidden number in a table that somebody has already protected."""

UP_TO_A_BILLION = r"(?:[0-9]{1,3}(?:,[0-9]{3}){1,2}|[0-9]{1,9})"
WHOLE_NUMBER = re.compile(rf"[+-]?{UP_TO_A_BILLION}(?:\.0+)?")
NUMBER = re.compile(rf"[+-]?{UP_TO_A_BILLION}(?:\.[0-9]+)?(?: ?%)?")
YEARS_OLD = r"\s*(?:years?(?: old)?|yrs?(?: old)?|yo?)\.?"
MONTHS_OLD = r"\s*(?:months?(?: old)?|mths?|m)\.?"
MONTHS_IN_YEAR = 12
AGE = "age"

Numbers = npt.NDArray[np.float64]


def numbers_of(tokens: Tokens, empty: Flags, *, kind: str, whole: bool) -> tuple[Numbers, list[Refused]]:
    """Return the number that each distinct text is, not a number where it is none, and which rules are broken.

    Parameters
    ----------
    tokens, empty
        The distinct texts, and which of them mean that nothing is known.
    kind
        In words: "a whole number".
    whole
        Whether a fraction is refused.
    """
    texts: list[str] = tokens.texts.tolist()
    number = WHOLE_NUMBER if whole else NUMBER
    hidden = np.array([SUPPRESSED.fullmatch(text) is not None for text in texts], dtype=bool) & ~empty
    readable = np.array([number.fullmatch(text) is not None for text in texts], dtype=bool) & ~empty
    numbers = np.full(len(texts), np.nan)
    numbers[readable] = [float(texts[place].rstrip("%").replace(",", "")) for place in np.flatnonzero(readable)]
    return numbers, [
        Refused("not_a_number", ~readable & ~empty & ~hidden, f"wants {kind}."),
        Refused("hidden_number", hidden, f"wants {kind}, and holds a mark for a number that somebody has hidden."),
    ]


def parse_numbers(field: Field, tokens: Tokens, empty: Flags, rows: Positions, spelling: Spelling) -> Column:
    """Turn texts into numbers within the limits of a column; an age may be in months."""
    whole = field.type == "integer"
    kind = "a whole number" if whole else "a number"
    in_months = np.zeros(len(tokens.texts), dtype=bool)
    if field.name == AGE:
        tokens, in_months = _ages(tokens, spelling.unit)
    numbers, refused = numbers_of(tokens, empty, kind=kind, whole=whole)
    numbers[in_months] = np.floor(numbers[in_months] / MONTHS_IN_YEAR)
    if is_percentage(field):
        if spelling.unit == "fraction":
            numbers *= 100
        else:
            refused.append(_fractions(field, numbers, tokens))
    outside = np.zeros(len(numbers), dtype=bool)
    with np.errstate(invalid="ignore"):
        if field.minimum is not None:
            outside |= numbers < field.minimum
        if field.maximum is not None:
            outside |= numbers > field.maximum
    numbers[outside] = np.nan
    refused.append(Refused("out_of_range", outside, f"wants {kind}{_limits(field)}."))
    problems = problems_of(field, refused, tokens, empty, rows)
    if field.role == "count":
        blank = Refused("no_count", empty, f"wants {kind}, and holds nothing.")
        problems += problems_of(field, [blank], tokens, np.zeros_like(empty), rows)
    distinct = pd.Series(numbers).astype("Int64" if whole else "Float64").array
    return Column(pd.Series(distinct.take(tokens.codes), copy=False), problems)


def is_percentage(field: Field) -> bool:
    """Tell whether a column holds percentages, which may be written as fractions."""
    return field.type == "number" and (field.minimum, field.maximum) == (0, 100)


def _fractions(field: Field, numbers: Numbers, tokens: Tokens) -> Refused:
    """Return the rule that a column of percentages breaks if none of many is above 1: it may hold fractions."""
    known = ~np.isnan(numbers)
    wanted = f'wants percentages, and none is above 1: for fractions say units = {{ {field.name} = "fraction" }}.'
    fractions = known & (numbers > 0)
    suspicious = bool((numbers[known] <= 1).all()) and tokens.records_with(fractions) >= FEW
    return Refused("may_be_fractions", fractions & suspicious, wanted, error=True)


def _ages(tokens: Tokens, unit: str) -> tuple[Tokens, Flags]:
    """Return ages without their unit, and which are in months; a unit in the cell goes before that of the column."""
    texts = tokens.texts.astype("str").str.lower()
    years = texts.str.fullmatch(WHOLE_NUMBER.pattern + YEARS_OLD).to_numpy(dtype=bool)
    months = texts.str.fullmatch(WHOLE_NUMBER.pattern + MONTHS_OLD).to_numpy(dtype=bool)
    bare = texts.str.replace(r"\s*[a-z. ]+$", "", regex=True)
    numbers = tokens.texts.where(~(years | months), bare)
    return tokens.rewritten(numbers), months | (unit == "months") & ~years


def _limits(field: Field) -> str:
    if field.maximum is None:
        return f" of {field.minimum} or more"
    return f" from {field.minimum} to {field.maximum}"
