"""Worksheets: what stands where, in which words, and how they open."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from needskit.audit.accessible.rule import CHECKLIST, GUIDE, at, cells_where, rule, sheets_where, spots_where

if TYPE_CHECKING:
    from collections.abc import Iterator

    from needskit.audit.accessible.reading.parts import Book, Cell, Grid, Place, Sheet
    from needskit.audit.accessible.rule import Rule

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_HOW_MANY = re.compile(rf"\b(\d+|{'|'.join(_NUMBERS)}|a|several|multiple) (\w+ )?tables?\b", re.IGNORECASE)
_GIVEN_TAB = re.compile(r"sheet ?\d*|chart\d+|table\d* \(\d\)|.* \(\d\)", re.IGNORECASE)
_MONTH = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*"
_SHORT_DATE = re.compile(
    rf"\b{_MONTH}(?: \d{{4}})? ?[-\u2013/] ?{_MONTH}\b|\b{_MONTH} ?[-'\u2019/]? ?\d\d\b(?! ?(?:\d|to\b|{_MONTH}))"
    r"|\b(?:19|20)\d\d ?[-\u2013/] ?\d\d\b(?![-/\d])|\b(?:19|20)\d\d ?[-\u2013] ?(?:19|20)\d\d\b|\bQ[1-4]\b"
)


@rule(
    "W-NO-TITLE",
    severity="essential",
    source=f"{CHECKLIST}, Structure; {GUIDE}, worksheet titles",
    means="A worksheet has no title in A1.",
    mend="Say in A1 what the worksheet holds: what, who, where and when.",
)
def no_title(book: Book) -> Iterator[str]:
    """Find worksheets whose first cell is empty or of a table."""
    return sheets_where(book, lambda sheet: sheet.cells and ((1, 1) not in sheet.cells or sheet.within((1, 1))))


@rule(
    "W-TABLES-NOT-SAID",
    severity="essential",
    source=f"{CHECKLIST}, Structure",
    means="Column A does not say above the table how many tables there are, or says another number.",
    mend="Write below the title: This worksheet contains one table.",
)
def tables_not_said(book: Book) -> Iterator[str]:
    """Find worksheets with tables that do not say how many."""
    return sheets_where(book, lambda sheet: sheet.tables and not _says_how_many(sheet))


def _says_how_many(sheet: Sheet) -> bool:
    said = [found[1].casefold() for cell in sheet.above for found in _HOW_MANY.finditer(cell.text)]
    many = len(sheet.tables)
    words = {str(many), *_NUMBERS[many : many + 1]}
    words |= {"a"} if many == 1 else {"several", "multiple"}
    return bool(words & set(said))


@rule(
    "W-SEVERAL-TABLES",
    severity="desirable",
    source=f"{CHECKLIST}, Structure",
    means="A worksheet holds more than one table.",
    mend="Give each table a worksheet of its own.",
)
def several_tables(book: Book) -> Iterator[str]:
    """Find worksheets with several tables."""
    return sheets_where(book, lambda sheet: len(sheet.tables) > 1)


@rule(
    "W-NOT-IN-COLUMN-A",
    severity="essential",
    source=f"{CHECKLIST}, Structure",
    means="A table does not start in column A.",
    mend="Move it to the left edge of the worksheet.",
)
def not_in_column_a(book: Book) -> Iterator[str]:
    """Find tables away from column A; one beside another is W-SEVERAL-TABLES."""
    return spots_where(book, lambda sheet, grid: _corner(grid) if _stands_apart(sheet, grid) else ())


def _corner(grid: Grid) -> list[Place]:
    return [(grid.area.top, grid.area.left)]


def _stands_apart(sheet: Sheet, grid: Grid) -> bool:
    return grid.area.left > 1 and not any(
        other.area.left < grid.area.left and other.area.top <= grid.area.bottom and grid.area.top <= other.area.bottom
        for other in sheet.grids
    )


@rule(
    "W-AROUND-TABLE",
    severity="essential",
    source=f"{CHECKLIST}, Structure",
    means="There is something below or beside a table.",
    mend="Move it above the table into column A, or to the worksheet called Notes.",
)
def around_table(book: Book) -> Iterator[str]:
    """Find cells below the first row of a table that no table holds, where no other table follows."""
    for sheet in book.visible:
        spots = [cell.place for cell in sheet.cells.values() if sheet.grids and _is_around(sheet, cell)]
        if spots:
            yield at(sheet, spots)


def _is_around(sheet: Sheet, cell: Cell) -> bool:
    if cell.row < min(grid.area.top for grid in sheet.grids) or sheet.within(cell.place):
        return False
    is_heading = cell.column == 1 and any(grid.area.top > cell.row for grid in sheet.grids)
    return not is_heading


@rule(
    "W-OUTSIDE-COLUMN-A",
    severity="essential",
    source=f"{CHECKLIST}, Structure",
    means="Words about a table, or of a worksheet without one, stand outside column A.",
    mend="Move them into column A.",
)
def outside_column_a(book: Book) -> Iterator[str]:
    """Find words above the first table, or without one, beside column A."""
    for sheet in book.visible:
        top = min((grid.area.top for grid in sheet.grids), default=10**9)
        spots = [cell.place for cell in sheet.cells.values() if cell.column > 1 and cell.row < top]
        if spots:
            yield at(sheet, spots)


@rule(
    "W-BLANK",
    severity="essential",
    source=f"{CHECKLIST}, Structure",
    means="A worksheet is blank.",
    mend="Take it out.",
)
def blank(book: Book) -> Iterator[str]:
    """Find worksheets with nothing in them."""
    return sheets_where(book, lambda sheet: not sheet.cells and not sheet.drawn)


@rule(
    "W-TAB",
    severity="desirable",
    source=f"{GUIDE}, worksheet names",
    means="A tab has the name that a program gave it, or spaces at its ends.",
    mend="Name it shortly for what it holds: Table 1, Notes.",
)
def tab(book: Book) -> Iterator[str]:
    """Find tabs whose name says nothing."""
    return sheets_where(book, lambda sheet: _GIVEN_TAB.fullmatch(sheet.name) or sheet.name != sheet.name.strip())


@rule(
    "W-OPENS-ELSEWHERE",
    severity="essential",
    source=f"{CHECKLIST}, Before publishing",
    means="The workbook does not open on its first worksheet with the cursor in A1.",
    mend="Go to A1 of the first worksheet before you save.",
)
def opens_elsewhere(book: Book) -> Iterator[str]:
    """Find what a reader would come to first."""
    if book.visible and (book.active != book.sheets.index(book.visible[0]) or _cursor(book.visible[0]) != "A1"):
        yield "the workbook"


@rule(
    "W-CURSOR",
    severity="desirable",
    source=f"{CHECKLIST}, Before publishing",
    means="A worksheet does not open with the cursor in A1 and A1 in sight.",
    mend="Press Ctrl and Home on each worksheet before you save.",
)
def cursor(book: Book) -> Iterator[str]:
    """Find cursors that are elsewhere; that of the first worksheet is W-OPENS-ELSEWHERE."""
    return sheets_where(book, lambda sheet: sheet is not book.visible[0] and _cursor(sheet) != "A1")


def _cursor(sheet: Sheet) -> str:
    view = next(sheet.tree.iter("sheetView"), None)
    if view is None:
        return "A1"
    corner = view.get("topLeftCell", "A1")
    selected = [node.get("activeCell", "A1") for node in view.iter("selection")]
    is_frozen = next(view.iter("pane"), None) is not None  # each pane has a cursor of its own
    return corner if corner != "A1" or is_frozen or not selected else selected[0]


@rule(
    "W-ZOOM",
    severity="desirable",
    source=f"{CHECKLIST}, Before publishing",
    means="A worksheet does not open at its own size.",
    mend="Set the zoom to 100%.",
)
def zoom(book: Book) -> Iterator[str]:
    """Find worksheets that are made smaller or larger."""
    return sheets_where(
        book, lambda sheet: any(view.get("zoomScale", "100") != "100" for view in sheet.tree.iter("sheetView"))
    )


@rule(
    "W-SHORT-DATES",
    severity="desirable",
    source=f"{GUIDE}, dates",
    means='Periods or years are cut short: "Jan-Mar", "2019-20", "Q1".',
    mend="Write 'January to March 2020', '2019 to 2020', 'quarter 1'.",
)
def short_dates(book: Book) -> Iterator[str]:
    """Find periods that a screen reader reads as something else."""
    return cells_where(book, lambda cell: cell.number is None and _SHORT_DATE.search(cell.text))


@rule(
    "W-HEADERS-DIFFER",
    severity="desirable",
    source=f"{GUIDE}, consistency",
    means="A header is spelled in two ways in the workbook.",
    mend="Use the same words, capitals and spaces for the same thing everywhere.",
)
def headers_differ(book: Book) -> Iterator[str]:
    """Find headers that are alike but for capitals, spaces and signs."""
    spelled: dict[str, dict[str, str]] = defaultdict(dict)
    for sheet in book.visible:
        for column in (column for grid in sheet.grids for column in grid.columns):
            if column.header:
                heard = re.sub(r"[^a-z0-9%£]", "", column.header.text.casefold())
                spelled[heard].setdefault(column.header.text.strip(), at(sheet, [column.header.place]))
    for ways in spelled.values():
        if len(ways) > 1:
            yield "; ".join(list(ways.values())[:3])


RULES: tuple[Rule, ...] = (
    no_title, tables_not_said, several_tables, not_in_column_a, around_table, outside_column_a, blank, tab,
    opens_elsewhere, cursor, zoom, short_dates, headers_differ,
)  # fmt: skip
