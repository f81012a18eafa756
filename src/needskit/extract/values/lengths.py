"""Lengths of sentences in months, from days, months, years, both, or the words of a band."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from needskit.extract.values.column import Column, Refused, problems_of
from needskit.schema import normalise

if TYPE_CHECKING:
    from needskit.extract.files.raw import Flags, Positions, Tokens
    from needskit.extract.values.spelling import Spelling
    from needskit.schema import Field

PART = re.compile(
    r"(\d+(?:\.\d+)?)\s*(years?|yrs?|y|months?|mths?|mos?|m|weeks?|wks?|w|days?|d)(?![a-z])\.?,?\s*(?:and\s*)?"
)
BARE = re.compile(r"\d+(?:\.\d+)?")
BANDS = {
    6.0: ("6 months or less", "up to 6 months", "under 6 months", "less than 6 months"),
    11.0: ("under 12 months", "less than 12 months", "<12 months", "< 12 months", "under 1 year", "less than 1 year",
           "more than 6 months to less than 12 months", "6 to 12 months"),
    12.0: ("12 months to under 4 years", "12 months or more but less than 4 years", "1-4 years", "1 to 4 years",
           "1 - 4 years", "12 months to less than 4 years", "1 year to less than 4 years"),
    48.0: ("4 years or more", "4 years and over", "4+ years", "4 years+", "over 4 years", "4 years + determinate",
           "4 years+ determinate"),
}  # fmt: skip
"""Bands in words, and a length in months that lies in each: bands are told apart by 12 and 48 months alone."""

OF_BANDS = {words: months for months, texts in BANDS.items() for words in texts}
DAYS_IN_YEAR, DAYS_IN_MONTH, DAYS_IN_WEEK, MONTHS_IN_YEAR = 365, 30.4375, 7, 12
NEAR = 1e-9


def parse_lengths(field: Field, tokens: Tokens, empty: Flags, rows: Positions, spelling: Spelling) -> Column:
    """Turn the lengths of sentences into months.

    Years and months are exact. Days and weeks make whole years of 365 days first, so that 365 days are twelve
    months and 364 are not, and 1,460 days are four years; what is left counts as months of 30.4375 days, and
    never fills up a year.

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
    bare = np.array([BARE.fullmatch(text) is not None for text in texts], dtype=bool) & ~empty
    suffix = f" {spelling.unit}" if spelling.unit else ""
    months = np.array(
        [months_of(f"{text}{suffix}" if is_bare else text) for text, is_bare in zip(texts, bare, strict=True)]
    )
    months[empty] = np.nan
    without_unit = bare & np.isnan(months)
    refused = [
        Refused(
            "length_without_unit", without_unit,
            'wants a length with its unit; for bare numbers say units = { sentence_length = "months" }.',
        ),
        Refused("not_a_length", np.isnan(months) & ~empty & ~without_unit, "wants a length: 9 months, 1Y 6M, 270 days."),
    ]  # fmt: skip
    distinct = pd.array(months, dtype="Float64")
    return Column(pd.Series(distinct.take(tokens.codes)), problems_of(field, refused, tokens, empty, rows))


def months_of(text: str) -> float:
    """How many months is a length? Not a number if it is none.

    Examples
    --------
    >>> months_of("1y 6m"), months_of("365 days"), months_of("364 days") < 12, months_of("under 12 months") < 12
    (18.0, 12.0, True, True)
    """
    if text in OF_BANDS:
        return OF_BANDS[text]
    parts = PART.findall(text)
    if not parts or PART.sub("", text).strip():
        return np.nan
    amounts = dict.fromkeys("ymwd", 0.0)
    for number, unit in parts:
        amounts[unit[0]] += float(number)
    days = amounts["w"] * DAYS_IN_WEEK + amounts["d"]
    years, left = divmod(days, DAYS_IN_YEAR)
    whole = (amounts["y"] + years) * MONTHS_IN_YEAR + amounts["m"]
    if not left:
        return whole
    # Days alone never round up into the next year.
    boundary = (np.floor(whole / MONTHS_IN_YEAR) + 1) * MONTHS_IN_YEAR
    return (
        float(min(whole + left / DAYS_IN_MONTH, boundary - NEAR)) if not amounts["m"] else whole + left / DAYS_IN_MONTH
    )
