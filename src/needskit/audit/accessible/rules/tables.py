"""Tables: marked up, whole, with headers, nothing hidden and nothing cut."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from needskit.audit.accessible.measure import is_cut
from needskit.audit.accessible.names import is_a_name
from needskit.audit.accessible.reading.cells import letters
from needskit.audit.accessible.rule import CHECKLIST, GUIDE, at, rule, sheets_where, spots_where

if TYPE_CHECKING:
    from collections.abc import Iterator

    from needskit.audit.accessible.reading.parts import Book, Cell, Column, Grid, Place, Sheet
    from needskit.audit.accessible.rule import Rule

_GIVEN_NAME = re.compile(r"(table|tbl|data|range)_?\d*|.{1,2}", re.IGNORECASE)
_GIVEN_HEADER = re.compile(r"column\d+|unnamed: ?\d+", re.IGNORECASE)
NARROWEST, WIDEST = 4.0, 120.0
"""Digits. Less shows no number of people, more does not fit on a screen."""


@rule(
    "T-NO-TABLE",
    severity="essential",
    source=f"{CHECKLIST}, Tables 1",
    means="Data are not in an Excel table.",
    mend="Mark them up: Insert, Table, with headers.",
)
def no_table(book: Book) -> Iterator[str]:
    """Find blocks of cells that look like a table and are none."""
    yield from (at(s, [(grid.area.top, grid.area.left) for grid in s.loose]) for s in book.visible if s.loose)


@rule(
    "T-NAME",
    severity="desirable",
    source=f"{CHECKLIST}, Tables 2",
    means="A table has a name that does not say what is in it.",
    mend="Give it a name of words joined by underscores, such as Needs_by_sex.",
)
def name(book: Book) -> Iterator[str]:
    """Find tables with the name that a program gave them."""
    return spots_where(book, lambda _, grid: [grid.name] if _was_given(grid.name) else [])


def _was_given(name: str) -> bool:
    """Tell whether a program made a name up; one that Excel does not take is X-TABLE-NAME."""
    return is_a_name(name) and _GIVEN_NAME.fullmatch(name) is not None


@rule(
    "T-MERGED",
    severity="essential",
    source=f"{CHECKLIST}, Tables 3",
    means="Cells are merged.",
    mend="Unmerge them and repeat what they say in each row or column.",
)
def merged(book: Book) -> Iterator[str]:
    """Find merged cells outside tables; within them Excel repairs the file, which is X-MERGED."""
    for sheet in book.visible:
        spots = [(a.top, a.left) for a in sheet.merged if not any(a.meets(grid.area) for grid in sheet.tables)]
        if spots:
            yield at(sheet, spots)


@rule(
    "T-BLANK-LINE",
    severity="essential",
    source=f"{CHECKLIST}, Tables 4",
    means="A table has a blank row or column in it.",
    mend="Take it out: a reader by ear takes it for the end of the table.",
)
def blank_line(book: Book) -> Iterator[str]:
    """Find rows and columns of tables with nothing in them."""
    return spots_where(book, lambda _, grid: _blank_lines(grid))


def _blank_lines(grid: Grid) -> Iterator[str]:
    filled = {cell.row for cell in grid.body}
    yield from (f"row {row}" for row in grid.rows if row not in filled)
    yield from (_column_words(column) for column in grid.columns if not column.filled and len(grid.rows))


def _column_words(column: Column) -> str:
    return f"column {letters(column.number)}"


@rule(
    "T-NO-HEADER",
    severity="essential",
    source=f"{CHECKLIST}, Tables 5",
    means="A column of a table has no header of its own.",
    mend="Give every column one header, in one row, that says what is in it.",
)
def no_header(book: Book) -> Iterator[str]:
    """Find columns without a header, or with one that a program gave."""
    return spots_where(book, lambda _, grid: _without_header(grid))


def _without_header(grid: Grid) -> Iterator[str]:
    if not grid.headers:
        yield f"table {grid.name}"
        return
    for column in grid.columns:
        # In a table of Excel's an empty header cell is X-HEADER-DIFFERS: the file gives the column a name.
        text = column.header.text.strip() if column.header else ""
        if (not text and not grid.name) or _GIVEN_HEADER.fullmatch(text):
            yield _column_words(column)


@rule(
    "T-HEADER-TWICE",
    severity="essential",
    source=f"{CHECKLIST}, Tables 5",
    means="Two columns of a table have headers that sound alike.",
    mend="Say in each what sets it apart.",
)
def header_twice(book: Book) -> Iterator[str]:
    """Find headers that differ by spaces or line breaks alone; those alike to Excel are X-HEADER-TWICE."""
    return spots_where(book, lambda _, grid: _alike(grid))


def _alike(grid: Grid) -> Iterator[Place]:
    headers = [column.header for column in grid.columns if column.header]
    heard = [" ".join(cell.text.casefold().split()) for cell in headers]
    exact = [cell.text.casefold() for cell in headers]
    for place, cell in enumerate(headers):
        told = grid.name and exact.count(exact[place]) > 1
        if heard.index(heard[place]) < place and not told:
            yield cell.place


@rule(
    "T-TEXT-CUT",
    severity="essential",
    source=f"{CHECKLIST}, Tables 6",
    means="Text or numbers in a table are cut off, by the widths of their letters.",
    mend="Wrap the text and make column or row larger.",
)
def text_cut(book: Book) -> Iterator[str]:
    """Find cells whose words do not fit."""
    return spots_where(book, lambda sheet, grid: _cut(book, sheet, grid))


def _cut(book: Book, sheet: Sheet, grid: Grid) -> Iterator[Place]:
    for column in grid.columns:
        for cell in (column.header, *column.cells):
            if cell is not None and is_cut(cell, sheet=sheet, normal=book.normal):
                yield cell.place


@rule(
    "T-FILTER",
    severity="desirable",
    source=f"{CHECKLIST}, Tables 7",
    means="A worksheet has filter buttons, and column A does not say so.",
    mend="Turn them off (Data, Filter), or say above the table that they are there and how to turn them off.",
)
def filters(book: Book) -> Iterator[str]:
    """Find filter buttons that are not announced."""
    return sheets_where(
        book,
        lambda sheet: (
            (sheet.tree.find("autoFilter") is not None or any(g.filtered is not None for g in sheet.tables))
            and not sheet.announces("filter")
        ),
    )


@rule(
    "T-FREEZE",
    severity="desirable",
    source=f"{CHECKLIST}, Tables 7",
    means="A worksheet has frozen panes, and column A does not say so.",
    mend="Unfreeze them (View, Freeze panes), or say above the table that they are there and how to turn them off.",
)
def frozen(book: Book) -> Iterator[str]:
    """Find frozen or split panes that are not announced."""
    return sheets_where(
        book,
        lambda sheet: next(sheet.tree.iter("pane"), None) is not None and not sheet.announces("freeze", "frozen"),
    )


@rule(
    "T-EMPTY-CELL",
    severity="essential",
    source=f"{CHECKLIST}, Tables 8",
    means="A table has empty cells, and column A does not say why.",
    mend="Put shorthand such as [x] in them, or say above the table why cells are blank if there is one reason only.",
)
def empty_cell(book: Book) -> Iterator[str]:
    """Find empty cells without a reason above the table."""
    return spots_where(book, lambda sheet, grid: [] if sheet.announces("blank", "empty") else _empty(grid))


def _empty(grid: Grid) -> Iterator[Place]:
    rows = {cell.row for cell in grid.body}
    for column in grid.columns:
        if column.filled:
            cells = zip(grid.rows, column.cells, strict=True)
            yield from ((row, column.number) for row, cell in cells if cell is None and row in rows)


@rule(
    "T-HIDDEN",
    severity="desirable",
    source=f"{CHECKLIST}, Tables 9",
    means="Rows or columns are hidden, and column A does not say so.",
    mend="Show them, or take them out. What is hidden is published all the same.",
)
def hidden(book: Book) -> Iterator[str]:
    """Find hidden rows and columns that are not announced."""
    yield from (at(s, s.hidden) for s in book.visible if s.hidden and not s.announces("hidden"))


@rule(
    "T-WIDTH",
    severity="desirable",
    source=f"{CHECKLIST}, Tables 10",
    means="A column of a table is too narrow or too wide to be read with ease.",
    mend=f"Make it wider than {NARROWEST:g} and narrower than {WIDEST:g}, and wrap its text.",
)
def width(book: Book) -> Iterator[str]:
    """Find widths that no reader would choose; hidden columns are T-HIDDEN."""
    return spots_where(
        book,
        lambda sheet, grid: (
            _column_words(column)
            for column in grid.columns
            if not NARROWEST <= (sheet.widths.get(column.number) or NARROWEST) <= WIDEST
        ),
    )


@rule(
    "T-INDENT",
    severity="desirable",
    source="Analysis Function, machine readable checklist 6",
    means="Indents or spaces show which row belongs to which.",
    mend="Give each level a column of its own, filled in every row.",
)
def indent(book: Book) -> Iterator[str]:
    """Find indented cells, and those whose text starts with spaces."""
    return spots_where(book, lambda _, grid: (cell.place for cell in grid.body if _is_indented(cell)))


def _is_indented(cell: Cell) -> bool:
    indented = cell.style.indent > 0 and cell.style.across != "right"  # from the right it is air, and no level
    return cell.number is None and (indented or cell.text[:1].isspace())


_TOTAL = re.compile(r"(grand |sub-?)?total\b.*|all( people| persons| offenders)?", re.IGNORECASE)


@rule(
    "T-TOTAL-INSIDE",
    severity="desirable",
    source=f"{GUIDE}, totals",
    means="A total stands in the middle of a table.",
    mend="Put totals first or last, of the table or of the rows that belong together.",
)
def total_inside(book: Book) -> Iterator[str]:
    """Find totals that are neither first nor last of the rows whose other labels they share."""
    return spots_where(book, lambda _, grid: _totals_inside(grid))


def _totals_inside(grid: Grid) -> Iterator[Place]:
    labels = [column for column in grid.columns if column.is_words and column.filled]
    for column in labels:
        others = [other for other in labels if other is not column]
        keys = [tuple(_said(o, at_row) for o in others) for at_row in range(len(column.cells))]
        for place, cell in enumerate(column.cells):
            if cell is None or not _TOTAL.fullmatch(cell.text.strip()):
                continue
            alike = [_said(column, row) for row, key in enumerate(keys) if key == keys[place]]
            told = [_TOTAL.fullmatch(text) is not None for text in alike]
            if not told[0] and not told[-1]:
                yield cell.place


def _said(column: Column, row: int) -> str:
    cell = column.cells[row]
    return "" if cell is None else cell.text.strip()


RULES: tuple[Rule, ...] = (
    no_table, name, merged, blank_line, no_header, header_twice, text_cut, filters, frozen, empty_cell, hidden,
    width, indent, total_inside,
)  # fmt: skip
