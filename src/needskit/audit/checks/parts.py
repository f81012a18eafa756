"""Checks of everything in a workbook that is not a table: what is hidden, said aside, or left behind."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from openpyxl.utils.cell import range_boundaries

from needskit.audit.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from openpyxl.cell.cell import Cell, MergedCell
    from openpyxl.styles.colors import Color

    from needskit.audit.reading.book import Book

TOLD = {
    "xl/externalLinks/": ("links to other files", "Break the links and keep what is shown."),
    "xl/pivotCache/": ("the records behind a pivot table", "Copy the pivot table as values and delete it."),
    "xl/embeddings/": ("an embedded file", "Take it out."),
    "xl/connections": ("a connection to where data are", "Delete the connection."),
    "xl/queryTables/": ("a query of where data are", "Delete the query."),
    "xl/vbaProject": ("a macro", "Save the workbook without macros."),
    "xl/threadedComments/": ("comments", "Delete them."),
    "xl/persons/": ("names of people who commented", "Let Excel's document inspector take them out."),
    "xl/revisions/": ("earlier versions of the cells", "Save as a new file without shared history."),
    "xl/model/": ("a data model with records", "Take the data model out."),
    "xl/ctrlProps/": ("controls", "Take them out."),
    "xl/activeX/": ("controls", "Take them out."),
    "xl/slicerCaches/": ("lists behind filters", "Take the slicers out."),
    "customXml/": ("data that no cell shows", "Let Excel's document inspector take it out."),
    "docProps/custom.xml": ("document properties of its own", "Delete them."),
}
PRINTING = {"Print_Titles", "Print_Area", "_xlnm.Print_Titles", "_xlnm.Print_Area", "_xlnm._FilterDatabase"}
SPACE = re.compile(r"\{.*?\}")
AREA = re.compile(r"(?:'((?:[^']|'')+)'|([\w.]+))!(\$?[A-Z]+\$?\d+(?::\$?[A-Z]+\$?\d+)?)")
"""A sheet and an area of it, of which a reference may have several."""

NUMBER = re.compile(r"\d")
WHITE, WINDOW = "FFFFFF", 0
"""The colour of paper, as it is written and as the number of a theme's colour."""

SHOWS_NOTHING = {";;;", ";;"}


def parts(book: Book) -> Iterator[Finding]:
    """Find parts of the file that hold more than its sheets show."""
    for beginning, (what, mend) in TOLD.items():
        if any(name.startswith(beginning) for name in book.parts):
            yield Finding("A-PART", "disclosure", "the file", f"The file holds {what}.", mend)
    for name, content in book.parts.items():
        if name.endswith(".rels") and b'TargetMode="External"' in content and b"hyperlink" not in content:
            yield Finding("A-PART", "error", "the file", "A part points outside the file.", "Take the link out.")
            return


def hidden(book: Book) -> Iterator[Finding]:
    """Find hidden sheets, rows and columns, and number formats that show nothing."""
    for each in (*book.opened.worksheets, *book.opened.chartsheets):
        if getattr(each, "sheet_state", "visible") != "visible":
            yield Finding("A-HIDDEN-SHEET", "disclosure", each.title, "The sheet is hidden, not gone.", "Delete it.")
    styles: dict[int, bool] = {}
    for sheet in book.opened.worksheets:
        sizes = (*sheet.row_dimensions.values(), *sheet.column_dimensions.values())
        if any(size.hidden for size in sizes):
            words = "Rows or columns are hidden, not gone."
            yield Finding("A-HIDDEN-CELLS", "disclosure", sheet.title, words, "Delete them.")
        for cell in (cell for row in book.sheets[sheet.title] for cell in row if cell.value is not None):
            where = f"{sheet.title}, {cell.coordinate}"
            if _is_unseen(cell, styles):
                words = "The words or the number of the cell have the colour of what is behind them."
                yield Finding("A-HIDDEN-CELLS", "disclosure", where, words, "Delete the cell.")
            if str(cell.number_format).replace(" ", "") in SHOWS_NOTHING:
                yield Finding("A-HIDDEN-CELLS", "disclosure", where, "A number format hides the cell.", "Clear it.")


def _is_unseen(cell: Cell | MergedCell, known: dict[int, bool]) -> bool:
    """Tell whether a cell is written in the colour of its background; each style is looked at once."""
    style = cell.style_id
    if style not in known:
        behind = _colour(cell.fill.fgColor) if cell.fill.patternType == "solid" else WHITE
        written = _colour(cell.font.color) if cell.font.color is not None else ""
        known[style] = written == behind
    return known[style]


def _colour(colour: Color) -> str:
    if colour.type == "theme":
        return WHITE if colour.theme == WINDOW else f"theme {colour.theme}"
    return str(colour.rgb)[-6:] if colour.type == "rgb" else f"{colour.type} {colour.value}"


def aside(book: Book) -> Iterator[Finding]:
    """Find comments, formulas, defined names and properties that say more than the cells."""
    for title, rows in book.sheets.items():
        for cell in (cell for row in rows for cell in row):
            where = f"{title}, {cell.coordinate}"
            if cell.comment is not None:
                yield Finding("A-COMMENT", "disclosure", where, "The cell has a comment.", "Delete it.")
            if cell.data_type == "f":
                words = "The cell is a formula, so that it shows how the number is made and from which."
                yield Finding("A-FORMULA", "error", where, words, "Copy it as a value.")
    held = [*book.opened.defined_names.values(), *(n for s in book.opened.worksheets for n in s.defined_names.values())]
    names = {each.name: each.attr_text or "" for each in held if each.name not in PRINTING}
    if any(NUMBER.search(AREA.sub("", text)) for text in names.values()):
        words = "A defined name holds a number, or a formula with one, that no cell shows."
        yield Finding("A-NAME", "disclosure", "the file", words, "Delete the name.")
    elif names:
        words = "Defined names may hold numbers or point to cells that nobody sees."
        yield Finding("A-NAME", "error", "the file", words, "Delete the names that printing does not need.")
    properties = book.opened.properties
    if properties.lastModifiedBy or properties.description:
        words = "The document properties name a person, or describe the file in words that nobody checked."
        yield Finding("A-PROPERTY", "note", "the document properties", words, "Clear them.")


def outside(book: Book) -> Iterator[Finding]:
    """Find numbers that stand in no table, once a sheet."""
    for title, rows in book.sheets.items():
        inside = _inside(book, title)
        found = [
            cell.coordinate
            for row in rows
            for cell in row
            if isinstance(cell.value, int | float)
            and not isinstance(cell.value, bool)
            and not any(left <= cell.column <= right and top <= cell.row <= end for left, top, right, end in inside)
        ]
        if found:
            words = f"{len(found)} numbers stand outside tables, where nobody says whom they count."
            yield Finding(
                "A-OUTSIDE", "disclosure", f"{title}, {found[0]}", words, "Move them into a table, or delete them."
            )


def _inside(book: Book, title: str) -> list[tuple[int, int, int, int]]:
    return [
        (1, grid.first_row - 1, max(len(grid.header), 1), grid.first_row + len(grid.rows) - 1)
        for grid in book.grids
        if grid.name == title
    ]


def charts(book: Book) -> Iterator[Finding]:
    """Find charts that hold numbers other than the cells that they are drawn of."""
    for name in sorted(book.parts):
        if not re.fullmatch(r"xl/charts/chart\d+\.xml", name):
            continue
        try:
            drawn = ET.fromstring(book.parts[name])  # noqa: S314 - openpyxl has read the same part before
        except ET.ParseError:
            continue
        for reference in (node for node in drawn.iter() if _plain(node) == "numRef"):
            if not _agrees(book, reference):
                words = "A chart keeps numbers that are not those of the cells it is drawn of."
                yield Finding("A-CHART", "disclosure", name.rsplit("/", 1)[1], words, "Draw the chart again.")
                break


def _plain(node: ET.Element) -> str:
    return SPACE.sub("", node.tag)


def _agrees(book: Book, reference: ET.Element) -> bool:
    formula = next((node.text or "" for node in reference if _plain(node) == "f"), "")
    kept = {
        int(point.get("idx", "0")): value.text or ""
        for point in reference.iter()
        if _plain(point) == "pt"
        for value in point
        if _plain(value) == "v"
    }
    if not kept:
        return True
    values = [cell.value for area in AREA.finditer(formula) for cell in _cells(book, *area.groups())]
    return all(place < len(values) and _same(values[place], text) for place, text in kept.items())


def _cells(book: Book, quoted: str | None, plain: str | None, cells: str) -> Iterator[Cell | MergedCell]:
    """Go through the cells of one area of a reference."""
    rows = book.sheets.get((quoted or plain or "").replace("''", "'"), ())
    left, top, right, bottom = range_boundaries(cells.replace("$", ""))
    if left and top and right and bottom:
        yield from (cell for row in rows[top - 1 : bottom] for cell in row[left - 1 : right])


def _same(value: object, text: str) -> bool:
    try:
        return isinstance(value, int | float) and abs(float(text) - value) <= 1e-9 * max(1.0, abs(value))
    except ValueError:
        return text == str(value)
