"""Whether a file is a table of counts, where a row a person was asked for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from needskit.schema import standard_form

if TYPE_CHECKING:
    from collections.abc import Sequence

AGGREGATED = (
    "it looks like a table of counts, not a row a person. Ask for the person-level extract, or give one row a group "
    "with the number of people in a column called people."
)
"""What to say of such a file, after its name."""

NUMBER = re.compile(
    r"[~<>\u2264\u2265\u00a3]?-?[\d,]*\.?\d+(e[-+]?\d+)?%?[a-z*\u2020]{0,3}|-|\u2013|\.\.|:|\*+|\[?[a-z]\]?|~|n/a",
    re.IGNORECASE,
)
"""A count, a rate, or a sign that stands for one that is withheld or none."""

YEAR = re.compile(r"(19|20)\d\d([-/]\d{2,4})*")
"""A year, two years or a date: what a table of counts has a row for."""

AREA_CODE = re.compile(r"[EWSNKJLM]\d{8}", re.IGNORECASE)
"""A code of the Office for National Statistics for a country, region, district or ward."""

IDENTIFIER = re.compile(r"(?=(\D*\d){3})(?!\d+[-\u2013]\d+$)\S+")
"""A single word with three figures or more that is no range."""

IDENTIFIER_WORDS = re.compile(
    r"(.* )?(id|crn|pnc|pncid|nomis|noms|delius|urn|identifier|surname|forename|dob|date of birth)( .*)?"
)
"""The header, in its standard form with spaces, of a column that tells people apart."""

TITLE_WORDS = re.compile(
    r"\b(table [a-z]?\d+|numbers? of|no\. of|totals?|percentages?|per cent|percent|rates?|average|counts?|all ages|"
    r"population)\b|%|\baged (\d|under|over)",
    re.IGNORECASE,
)
"""Words in the title or the headers of a table of counts; spaces for underscores."""

MOST = 0.8
HALF = 0.5
FEWEST_ROWS = 2


@dataclass(frozen=True, slots=True, repr=False)
class _Row:
    """A row of counts: what it is called, and in which block of rows it stands."""

    block: int
    labels: tuple[str, ...]


def looks_aggregated(top: Sequence[Sequence[str]]) -> bool:
    """Is this a table of counts, and not one row a person?

    It is if all of these hold: most rows that hold numbers are a name and then nothing but numbers, or the signs
    of numbers that are withheld; the names differ from row to row (in each block of rows, where blank rows or
    headings part blocks); they are no identifiers and no header speaks of one; and the title or the headers hold
    a word of such tables, as "Number of", "Total", "Rate" or "Table 3".

    Parameters
    ----------
    top
        The first rows of the file, every cell a text.

    Examples
    --------
    >>> looks_aggregated([["Area", "Number of people"], ["North", "1,204"], ["South", "998"]])
    True
    >>> looks_aggregated([["CRN", "Total score"], ["X123456", "12"], ["X123457", "9"]])
    False
    """
    found: list[_Row] = []
    headings: list[str] = []
    with_numbers, block = 0, 0
    for row in top:
        texts = [text for cell in row if (text := cell.strip())]
        labels = _labels(texts)
        if labels is not None:
            # A name that stands over several rows is written in the first of them.
            block += bool(found) and len(labels) > len(found[-1].labels)
            found.append(_Row(block, labels))
        elif not found:
            headings += texts
        numbers = any(map(_is_number, texts))
        with_numbers += numbers and bool(found)
        block += not numbers
    if len(found) < FEWEST_ROWS or len(found) < MOST * with_numbers:
        return False
    # A header with a column for each year of age looks like a row of counts itself.
    return _are_groups(found) and _speak_of_counts([*headings, *found[0].labels])


def _labels(texts: Sequence[str]) -> tuple[str, ...] | None:
    """Return what a row of counts is called; None if the row is no such row."""
    numbers = [_is_number(text) and not (place == 0 and YEAR.fullmatch(text)) for place, text in enumerate(texts)]
    start = numbers.index(False) if False in numbers else len(texts)
    first = numbers.index(True, start) if True in numbers[start:] else len(texts)
    rest = texts[first:]
    if not rest or sum(map(_is_number, rest)) < MOST * len(rest):
        return None
    return tuple(text for text, number in zip(texts[:first], numbers, strict=False) if not number)


def _is_number(text: str) -> bool:
    return NUMBER.fullmatch(text) is not None


def _are_groups(rows: Sequence[_Row]) -> bool:
    """Tell whether the names of the rows differ and are no identifiers."""
    if len(set(rows)) < MOST * len(rows):
        return False
    return sum(any(map(_is_identifier, row.labels)) for row in rows) < HALF * len(rows)


def _is_identifier(text: str) -> bool:
    return IDENTIFIER.fullmatch(text) is not None and not AREA_CODE.fullmatch(text) and not YEAR.fullmatch(text)


def _speak_of_counts(headings: Sequence[str]) -> bool:
    if any(IDENTIFIER_WORDS.fullmatch(standard_form(text).replace("_", " ")) for text in headings):
        return False
    return any(TITLE_WORDS.search(text.replace("_", " ")) for text in headings)
