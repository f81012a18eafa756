"""Draws planned worksheets with openpyxl."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl import Workbook as Book
from openpyxl.cell.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.table import Table as ExcelTable
from openpyxl.worksheet.table import TableColumn, TableStyleInfo

from needskit.errors import OutputError
from needskit.output.excel import style
from needskit.output.excel.draw_charts import draw_charts
from needskit.output.excel.gate import write, write_header, write_link
from needskit.output.excel.grid import Grid, Kind, Sheet
from needskit.output.excel.heat_map import colour_by_figure
from needskit.output.excel.layout import (
    heights_of,
    is_beside_words,
    is_upright,
    labels_of,
    pages_across,
    runs_over,
    scale_of_pages,
    title_size,
    widths_of,
)
from needskit.output.excel.logo import draw_picture

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from needskit.output.theme import Font, Theme

A4 = 9


def drawn(sheets: tuple[Sheet, ...], *, theme: Theme) -> Book:
    """Return the workbook of the planned worksheets, in their order, with nothing else in it."""
    book = Book()
    for made in book.worksheets:
        book.remove(made)
    style.set_styles(book, theme=theme)
    book.calculation.fullCalcOnLoad = False  # there are no formulas; Excel would ask to save on closing
    for sheet in sheets:
        _draw(book.create_sheet(sheet.tab), sheet, theme)
    book.active = 0
    for place, worksheet in enumerate(book.worksheets):
        worksheet.sheet_view.tabSelected = place == 0
    return book


def _draw(worksheet: Worksheet, sheet: Sheet, theme: Theme) -> None:
    widths = widths_of(sheet, theme.font)
    for place, width in enumerate(widths, start=1):
        worksheet.column_dimensions[get_column_letter(place)].width = width * theme.font.spare
    for row, height in enumerate(heights_of(sheet, widths, theme.font), start=1):
        worksheet.row_dimensions[row].height = height
    _draw_words(worksheet, sheet, widths, theme.font)
    if sheet.grid is not None:
        _draw_grid(worksheet, sheet.grid, header_row=sheet.header_row)
        worksheet.print_title_rows = f"{sheet.header_row}:{sheet.header_row}"
    if sheet.wide is not None:
        colour_by_figure(worksheet, sheet, theme.colours)
    draw_charts(worksheet, sheet, theme)
    if sheet.picture is not None:
        draw_picture(worksheet, sheet.picture, row=len(sheet.lines) + 2)
    worksheet.sheet_view.zoomScale = 100
    worksheet.page_setup.orientation = "portrait" if is_upright(sheet) else "landscape"
    worksheet.page_setup.paperSize = A4
    worksheet.page_setup.fitToWidth = 1
    worksheet.page_setup.fitToHeight = 1 if sheet.charts else 0  # a chart is not cut in two
    worksheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    _lay_pages_beside(worksheet, sheet, widths, theme.font)


def _lay_pages_beside(worksheet: Worksheet, sheet: Sheet, widths: tuple[float, ...], font: Font) -> None:
    """Print a wide table on several pages beside each other, each with its labels.

    Each is an area of its own: what runs over from the labels that are repeated would be cut after them.
    """
    pages = pages_across(sheet, widths, font)
    if not pages or sheet.grid is None:
        return
    last = sheet.header_row + len(sheet.grid.rows)
    tops = (1, *(sheet.header_row + 1 for _ in pages[1:]))
    ends = ((get_column_letter(page[0] + 1), get_column_letter(page[-1] + 1)) for page in pages)
    worksheet.print_area = ",".join(f"{first}{top}:{end}{last}" for (first, end), top in zip(ends, tops, strict=True))
    if labels := labels_of(sheet):
        worksheet.print_title_cols = f"A:{get_column_letter(labels)}"
    worksheet.page_setup.fitToWidth = None
    worksheet.page_setup.fitToHeight = None
    worksheet.page_setup.scale = scale_of_pages(pages, sheet, widths, font)
    worksheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=False)


def _draw_words(worksheet: Worksheet, sheet: Sheet, widths: tuple[float, ...], font: Font) -> None:
    """Put the title in A1 and the lines under it in column A, wrapped where they would be cut."""
    title = _cell(worksheet, 1, 1)
    title.style = style.TITLE
    if not runs_over(sheet.title, sheet, widths, size=title_size(font)):
        title.alignment = style.WRAPPED
    write(title, sheet.title, Kind.TEXT)
    for row, line in enumerate(sheet.lines, start=2):
        cell = _cell(worksheet, row, 1)
        wraps = not runs_over(line.text, sheet, widths)
        if line.heading:
            cell.style = style.HEADING
        elif line.to:
            cell.style = style.WRAPPED_LINK if wraps else style.LINK
        else:
            cell.style = style.WRAPPED_WORDS if wraps else style.WORDS
        if line.to:
            write_link(cell, line.text, to=line.to)
        else:
            write(cell, line.text, Kind.TEXT)


def _cell(worksheet: Worksheet, row: int, column: int) -> Cell:
    cell = worksheet.cell(row, column)
    if not isinstance(cell, Cell):
        message = "A worksheet has merged cells, which needskit never makes. Report this as a fault of needskit."
        raise OutputError(message)
    return cell


def _draw_grid(worksheet: Worksheet, grid: Grid, *, header_row: int) -> None:
    names = []
    apart = [style.BESIDE_WORDS if is_beside_words(grid, place) else "" for place in range(len(grid.columns))]
    for place, column in enumerate(grid.columns, start=1):
        cell = _cell(worksheet, header_row, place)
        cell.style = f"{style.header_style_of(column)}{apart[place - 1]}"
        names.append(write_header(cell, column.heading))
    styles = [f"{style.style_of(column)}{apart[place]}" for place, column in enumerate(grid.columns)]
    for number, row in enumerate(grid.rows, start=header_row + 1):
        for place, value in enumerate(row):
            cell = _cell(worksheet, number, place + 1)
            cell.style = styles[place]
            kind = grid.columns[place].kind
            if kind is Kind.LINK:
                write_link(cell, str(value), to=str(value))
            else:
                write(cell, value, kind)
    last = f"{get_column_letter(len(grid.columns))}{header_row + len(grid.rows)}"
    _add_table(worksheet, grid.name, f"A{header_row}:{last}", names)


def _add_table(worksheet: Worksheet, name: str, where: str, columns: list[str]) -> None:
    """Make the cells an Excel table without filter buttons, stripes or colour."""
    table = ExcelTable(displayName=name, name=name, ref=where)
    # Columns that openpyxl would name itself come with filter buttons.
    for place, words in enumerate(columns, start=1):
        table.tableColumns.append(TableColumn(id=place, name=words))
    table.autoFilter = None
    table.tableStyleInfo = TableStyleInfo(name=None, showRowStripes=False)
    worksheet.add_table(table)
