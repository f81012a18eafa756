"""Which of the last rows of a table are notes below it, and no record."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from needskit.schema import normalise

if TYPE_CHECKING:
    from collections.abc import Sequence

    from needskit.extract.files.raw import Flags

LAST = 40
"""How many of the last rows may be notes."""

FEWEST_COLUMNS = 3
"""In a narrower table a record may well have one cell filled."""

FEWEST_WORDS = 4
"""A cell of so many words, alone in its row, is a note even without a blank row above it."""

NOTE_WORDS = re.compile(
    r"(source|notes?|footnotes?|end of|extracted|produced|printed|prepared|generated|contact|copyright|\u00a9|crown|"
    r"official|restricted|confidential|key|data as at)\b.*|\*+\s.*|\[?note .*",
    re.IGNORECASE | re.DOTALL,
)
"""How a note begins."""


TOTAL_WORDS = frozenset(
    {"total", "totals", "grand total", "overall total", "sub total", "subtotal", "sum", "column total"}
)
"""What a row of totals says that it is, in whatever column."""


class Below(NamedTuple):
    """Which of the rows are notes below the table, and which are totals at its end, each of shape ``(rows,)``."""

    notes: Flags
    totals: Flags


def below_table(last: Sequence[Sequence[str]], *, columns: int, rows: int) -> Below:
    """Tell which of the last rows are no records, by all of their cells, whichever columns are read.

    Parameters
    ----------
    last
        The last rows of the table, all their cells as texts, in order.
    columns
        How many columns the table has.
    rows
        How many rows it has below the header, of which those are the last.
    """
    totals = np.zeros(rows, dtype=bool)
    texts = last[-LAST:]
    for position, row in enumerate(texts, start=rows - len(texts)):
        totals[position] = any(normalise(cell).rstrip(":") in TOTAL_WORDS for cell in row)
    return Below(footer_rows(last, columns=columns, rows=rows), totals)


def footer_rows(last: Sequence[Sequence[str]], *, columns: int, rows: int) -> Flags:
    """Tell which rows are notes below the table: one cell filled in a table of three or more columns.

    The notes begin with a row after a blank one, a text of four words or more, or a word such as "Source"; from
    there on every row with one cell is a note. A row with a single word or number in it may be a person of whom
    nothing but the identifier is known: it is no note, unless the word says so.

    Parameters
    ----------
    last
        The last rows of the table, all their cells as texts, in order.
    columns
        How many columns the table has.
    rows
        How many rows it has below the header, of which those are the last.

    Returns
    -------
    numpy.ndarray
        Shape ``(rows,)``.

    Examples
    --------
    >>> last = [["X1", "f", "30"], ["X2", "", ""], ["", "", ""], ["Source: case system", "", ""]]
    >>> footer_rows(last, columns=3, rows=4).tolist()
    [False, False, False, True]
    """
    found = np.zeros(rows, dtype=bool)
    if columns < FEWEST_COLUMNS:
        return found
    filled = [[text for cell in row if (text := cell.strip())] for row in last[-LAST:]]
    below = len(filled)
    while below and len(filled[below - 1]) <= 1:
        below -= 1
    begun, after_blank = False, False
    for position in range(below, len(filled)):
        texts = filled[position]
        if texts and _may_be_note(texts[0]):
            begun = begun or after_blank or _is_note(texts[0])
            found[rows - len(filled) + position] = begun
        after_blank = not texts
    return found


def _may_be_note(text: str) -> bool:
    """Tell whether a text is more than a word, or a word that says what it is."""
    return len(text.split()) > 1 or NOTE_WORDS.fullmatch(text) is not None


def _is_note(text: str) -> bool:
    return len(text.split()) >= FEWEST_WORDS or NOTE_WORDS.fullmatch(text) is not None
