"""What a file holds before anybody says what it is: its sheets, their headers and the distinct texts of each column."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from needskit.extract.files.aggregated import looks_aggregated
from needskit.extract.files.grid import open_grid, sheet_names
from needskit.extract.files.header import find_header
from needskit.extract.files.raw import Tokens
from needskit.extract.values.column import missing
from needskit.guess.names import STRONG_FORMS
from needskit.schema import load_table, standard_form

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from needskit.extract.files.grid import Grid
    from needskit.extract.files.raw import Flags

RECORD = re.compile(
    r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}.*|[A-Z]\d{6}|[A-Z]\d{4}[A-Z]{2}|\d{2,4}/\d{1,7}[A-Z]|[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}"
    r"|.*\d{5}.*|.*@.*|.*\d{1,2}[ -][A-Z]{3,9}[ -]\d{2,4}.*",
    re.IGNORECASE | re.DOTALL,
)
"""A date, an identifier, a postcode, an address: what stands in a record and never in a header."""

NO_HEADER = "no row of it has a header that is known"
NO_ROWS = "there are no rows below its header"
NUMBER = re.compile(r"[+-]?\d+([.,]\d+)*%?")
MOST_NUMBERS = 0.3
SURE = 2
"""So many known headers stand in no record."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Column:
    """One column of a sheet.

    Parameters
    ----------
    header
        As it stands in the file, trimmed.
    tokens
        Its texts in every row that is not blank and no note.
    filled
        Which of the distinct texts say something.
    """

    header: str
    tokens: Tokens
    filled: Flags

    @property
    def form(self) -> str:
        """The header as it is compared."""
        return standard_form(self.header)

    @property
    def rows_of(self) -> np.ndarray:
        """In how many rows each of the distinct texts stands."""
        return np.bincount(self.tokens.codes, minlength=len(self.tokens.texts))

    @property
    def rows(self) -> int:
        """How many rows say something."""
        return int(self.rows_of[self.filled].sum())

    @property
    def texts(self) -> list[str]:
        """The distinct texts that say something and stand in a row."""
        said = self.tokens.texts[self.filled & (self.rows_of > 0)]
        return [str(text) for text in said.to_numpy(dtype=object)]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Sheet:
    """One sheet of a workbook, or another file, whose header was found.

    Parameters
    ----------
    path, name
        The file, and the sheet's name if there are several; else empty.
    top
        The first rows.
    header
        Which of them is the header.
    columns
        Those with a header, in order.
    rows
        How many rows there are below it that are not blank and no note.
    aggregated
        Whether it looks like a table of counts.
    """

    path: Path
    name: str
    top: tuple[tuple[str, ...], ...]
    header: int
    columns: tuple[Column, ...]
    rows: int
    aggregated: bool

    @property
    def title(self) -> str:
        """The file, and its sheet if there are several."""
        return f"{self.path.name}, sheet {self.name}" if self.name else self.path.name

    @property
    def header_is_first(self) -> bool:
        """Whether nothing stands above the header."""
        return not any(any(row) for row in self.top[: self.header])


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A file or sheet of which no source is made: where it is, why, and whether the whole file could not be read."""

    title: str
    reason: str
    unread: bool = False


def look(path: Path) -> tuple[Sheet | PassedOver, ...]:
    """What do the sheets of a file hold?

    Raises
    ------
    DataError
        If the file is damaged or no file of its kind.
    UsageError
        If it is not there or of a kind that is not read.
    """
    names = sheet_names(path)
    if len(names) <= 1:
        return (_sheet(path, "", open_grid(path, sheet=None)),)
    return tuple(_sheet(path, name, open_grid(path, sheet=name)) for name in names)


def _sheet(path: Path, name: str, grid: Grid) -> Sheet | PassedOver:
    title = f"{path.name}, sheet {name}" if name else path.name
    header = header_of(grid.top)
    if header is None:
        return PassedOver(title, NO_HEADER)
    headers = grid.top[header]
    named = {f"c{place}": place for place, text in enumerate(headers) if text.strip()}
    read = grid.columns(header, named)
    columns = {place: Tokens.of(read.frame[name]) for name, place in named.items()}
    empty = {place: missing(tokens, ["", *load_table("people").missing_values]) for place, tokens in columns.items()}
    kept = ~read.footers & ~np.all([columns[place].rows_with(empty[place]) for place in columns], axis=0)
    if not kept.any():
        return PassedOver(title, NO_ROWS)
    return Sheet(
        path,
        name,
        grid.top,
        header,
        tuple(Column(headers[place].strip(), columns[place].keep(kept), ~empty[place]) for place in columns),
        int(kept.sum()),
        looks_aggregated(grid.top),
    )


def header_of(top: Sequence[Sequence[str]]) -> int | None:
    """Which of the first rows is the header? None if the likeliest one may be a record.

    A record must not be taken for a header, since headers are written into the settings: a row with one
    known header alone is none if it holds a date, an identifier or many numbers too; words that may stand in a
    record, such as "Homeless", are not counted.

    Examples
    --------
    >>> header_of([["Extract of June", ""], ["CRN", "Sex"], ["X123456", "F"]])
    1
    >>> header_of([["Ann Example", "Homeless"], ["Bob Example", "NFA"]]) is None
    True
    """
    found = find_header(top, known=STRONG_FORMS, wanted=())
    if found is None:
        return None
    cells = [text.strip() for text in top[found] if text.strip()]
    if len({standard_form(text) for text in cells} & STRONG_FORMS) >= SURE:
        return found
    if any(looks_like_record(text) for text in cells if standard_form(text) not in STRONG_FORMS):
        return None
    numbers = sum(NUMBER.fullmatch(text) is not None for text in cells)
    return None if numbers > MOST_NUMBERS * len(cells) else found


def looks_like_record(text: str) -> bool:
    """Is this what stands in a record and not in a header: a date, an identifier, a postcode?"""
    return RECORD.fullmatch(text.strip()) is not None
