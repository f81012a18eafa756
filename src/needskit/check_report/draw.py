"""Draws the worksheets of the report with openpyxl, row by row, so that many rows need little memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from openpyxl import Workbook as Book
from openpyxl.cell.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.table import Table as ExcelTable
from openpyxl.worksheet.table import TableColumn, TableStyleInfo

from needskit.check_report.layout import Heights, widths_of
from needskit.check_report.page import PERSONAL, ROW
from needskit.output.excel import style
from needskit.output.excel.gate import write, write_header
from needskit.output.excel.grid import Kind
from needskit.output.excel.measure_text import FONT_SIZE, HEADING_SIZE, TITLE_SIZE, height_of
from needskit.output.excel.names import table_names

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence

    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

    from needskit.check_report.page import Block, Page

A4 = 9
ROW_NUMBER, HOW_MANY, BREAKS_A_RULE = "Row number", "How many", "Breaks a rule"
PALE = "FFFFE699"
"""Black on it has a contrast of 17 to 1."""


def drawn(pages: Sequence[Page]) -> Book:
    """Return the workbook of the planned worksheets, in their order."""
    book = Book(write_only=True)
    style.set_styles(book)
    _add_styles(book)
    book.calculation.fullCalcOnLoad = False  # there are no formulas; Excel would ask to save on closing
    names = iter(table_names(f"{page.tab} {block.heading}" for page in pages for block in page.blocks))
    for place, page in enumerate(pages):
        # A worksheet written row by row has all of the others' settings; its declared type says less.
        sheet = cast("Worksheet", book.create_sheet(page.tab))
        sheet.sheet_view.tabSelected = place == 0
        _Sheet(sheet, page, names).draw()
    return book


def _add_styles(book: Book) -> None:
    thick = Side(style="medium")
    font = Font(name=style.FAMILY, size=FONT_SIZE)
    bold = Font(name=style.FAMILY, size=FONT_SIZE, bold=True)
    # The words to the right of a number begin where it ends, but for the indent.
    right = Alignment(horizontal="right", vertical="top", indent=1)
    book.add_named_style(NamedStyle(ROW_NUMBER, font=font, alignment=right, number_format="0"))
    book.add_named_style(NamedStyle(HOW_MANY, font=font, alignment=right, number_format="#,##0"))
    book.add_named_style(
        NamedStyle(
            BREAKS_A_RULE,
            font=bold,
            alignment=style.WRAPPED,
            fill=PatternFill("solid", start_color=PALE),
            border=Border(left=thick, right=thick, top=thick, bottom=thick),
            number_format="0",
        )
    )


class _Sheet:
    """One worksheet while it is drawn: rows can only be added below."""

    def __init__(self, sheet: Worksheet, page: Page, names: Iterator[str]) -> None:
        self._sheet, self._page, self._names = sheet, page, names
        self._row = 0
        self._pens: dict[str, Cell] = {}
        self._widths = widths_of(page)

    def draw(self) -> None:
        """Draw all of it: the warning, the title, the lines, the tables."""
        self._set_up()
        self._words(PERSONAL, style.TITLE, size=TITLE_SIZE)
        for line in self._page.files:
            self._words(line, style.WORDS, size=FONT_SIZE)
        self._words(self._page.title, style.HEADING, size=HEADING_SIZE)
        for line in self._page.lines:
            self._words(line, style.WORDS, size=FONT_SIZE)
        for place, block in enumerate(self._page.blocks):
            if place:
                self._add([], height_of(1))
            if block.heading:
                self._words(block.heading, style.HEADING, size=HEADING_SIZE)
            self._block(block)

    def _set_up(self) -> None:
        """Say what a worksheet that is written row by row must know before its first row."""
        for place, width in enumerate(self._widths, start=1):
            self._sheet.column_dimensions[get_column_letter(place)].width = width
        self._sheet.sheet_view.zoomScale = 100
        self._sheet.page_setup.orientation = "landscape"
        self._sheet.page_setup.paperSize = A4
        self._sheet.page_setup.fitToWidth = 1
        self._sheet.page_setup.fitToHeight = 0
        self._sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)

    def _add(self, cells: list[Cell] | Generator[Cell], height: float) -> None:
        self._row += 1
        self._sheet.row_dimensions[self._row].height = height
        self._sheet.append(cells)  # type: ignore[arg-type]  # a generator is taken, whatever its declared type

    def _words(self, text: str, name: str, *, size: int) -> None:
        self._add([self._written(text, name)], height_of(1, size=size))

    def _block(self, block: Block) -> None:
        heights = Heights(self._widths)
        top = self._row + 1
        headings = []
        cells = []
        for column in block.columns:
            cell = WriteOnlyCell(self._sheet)
            cell.style = style.HEADER_OF_WORDS
            headings.append(write_header(cell, column.heading))
            cells.append(cell)
        self._add(cells, heights.of(headings, bold=True))
        styles = [_styles_of(value, column.heading) for value, column in zip(block.rows[0], block.columns, strict=True)]
        for line, row in enumerate(block.rows):
            # A generator: a pen is shared by cells, so each is drawn as soon as it is written.
            drawing = (
                self._written(value, BREAKS_A_RULE if (line, place) in block.marked else styles[place])
                for place, value in enumerate(row)
            )
            self._add(drawing, heights.of(row, bold=False))
        self._table(headings, f"A{top}:{get_column_letter(len(block.columns))}{self._row}")

    def _written(self, value: str | int, name: str) -> Cell:
        """Return the pen of a style with a value on it: a cell made for each value costs far more time."""
        number = isinstance(value, int)
        key = f"{name} {number}"
        if key not in self._pens:
            pen = WriteOnlyCell(self._sheet)
            pen.style = name
            # All text, so that the gate need not change a style that other cells share.
            pen.quotePrefix = not number
            self._pens[key] = pen
        pen = self._pens[key]
        write(pen, value, Kind.COUNT if number else Kind.TEXT)
        return pen

    def _table(self, headings: Sequence[str], where: str) -> None:
        """Make the cells an Excel table with filter buttons: this workbook is to work in, not to publish."""
        name = next(self._names)
        table = ExcelTable(displayName=name, name=name, ref=where)
        for place, words in enumerate(headings, start=1):
            table.tableColumns.append(TableColumn(id=place, name=words))
        table.autoFilter = AutoFilter(ref=where)
        table.tableStyleInfo = TableStyleInfo(name=None, showRowStripes=False)
        self._sheet.tables.add(table)  # add_table warns that there must be columns, and there are


def _styles_of(value: str | int, heading: str) -> str:
    if isinstance(value, str):
        return style.WRAPPED_WORDS
    return ROW_NUMBER if heading == ROW else HOW_MANY
