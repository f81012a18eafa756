"""What a rule is: one function that finds where a workbook breaks it, and what is said of that."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from needskit.audit.accessible.reading.cells import address
from needskit.audit.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from needskit.audit.accessible.reading.parts import Book, Cell, Grid, Place, Sheet
    from needskit.audit.finding import Severity

    Find = Callable[[Book], Iterator[str]]

CHECKLIST = "Analysis Function, Accessible spreadsheets: a checklist of the basics"
GUIDE = "Analysis Function, Releasing statistics in spreadsheets"
SYMBOLS = "Analysis Function, Using symbols and shorthand"
UKHSA = "UKHSA, Creating clear and accessible spreadsheets"
EXCEL = "what Excel takes and what it repairs"
MOST_SPOTS = 5
"""Cells named in a finding; the others are counted."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of a workbook.

    Parameters
    ----------
    code
        Short and stable, as in ``Finding.code``.
    severity
        How bad it is to break it.
    source
        Who asks for it, and where.
    means
        What is so where it is broken: a whole sentence.
    mend
        What to do: a whole sentence.
    find
        Yields where a workbook breaks it, in words.
    """

    code: str
    severity: Severity
    source: str
    means: str
    mend: str
    find: Find

    def findings(self, book: Book) -> Iterator[Finding]:
        """Find where a workbook breaks the rule."""
        for where in self.find(book):
            yield Finding(self.code, self.severity, where, self.means, self.mend)


def rule(code: str, *, severity: Severity, source: str, means: str, mend: str) -> Callable[[Find], Rule]:
    """Make a rule of the function below; the sentences end without a full stop in none of them."""

    def made(find: Find) -> Rule:
        return Rule(code, severity, source, means, mend, find)

    return made


def at(sheet: Sheet, spots: Iterable[Place | str]) -> str:
    """Say in words where on a worksheet something is.

    Parameters
    ----------
    sheet
        The worksheet.
    spots
        Cells, or words such as "column C"; none where it is the whole worksheet.
    """
    named = [spot if isinstance(spot, str) else address(spot) for spot in spots]
    more = len(named) - MOST_SPOTS
    few = ", ".join(named[:MOST_SPOTS]) + (f" and {more:,} more" if more > 0 else "")
    return f"worksheet '{sheet.name}'" + (f": {few}" if few else "")


def sheets_where(book: Book, breaks: Callable[[Sheet], object]) -> Iterator[str]:
    """Name the worksheets that break a rule as a whole."""
    yield from (at(sheet, ()) for sheet in book.visible if breaks(sheet))


def cells_where(book: Book, breaks: Callable[[Cell], object], *, only: str = "") -> Iterator[str]:
    """Name the cells that break a rule, of every worksheet or only those in a grid ("table")."""
    for sheet in book.visible:
        spots = [cell.place for cell in sheet.cells.values() if breaks(cell) and (not only or sheet.within(cell.place))]
        if spots:
            yield at(sheet, spots)


def spots_where(book: Book, breaks: Callable[[Sheet, Grid], Iterable[Place | str]]) -> Iterator[str]:
    """Name the cells of each table, or of what looks like one, that break a rule."""
    for sheet in book.visible:
        spots = [spot for grid in sheet.grids for spot in breaks(sheet, grid)]
        if spots:
            yield at(sheet, spots)
