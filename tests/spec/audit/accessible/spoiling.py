"""Ways to spoil the sound workbook with openpyxl."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.table import Table, TableStyleInfo
from tests.spec.audit.accessible.sound import FIGURES

if TYPE_CHECKING:
    from collections.abc import Callable

    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    Fault = Callable[[Workbook], object]

TABLE = "Needs_by_sex"


def figures(book: Workbook) -> Worksheet:
    sheet: Worksheet = book[FIGURES]
    return sheet


def put(cell: str, value: str | float | None, *, tab: str = FIGURES) -> Fault:
    def fault(book: Workbook) -> None:
        book[tab][cell].value = value

    return fault


def font(cell: str, **changed: object) -> Fault:
    def fault(book: Workbook) -> None:
        changing: dict[str, Any] = {"name": "Arial", "size": 12, **changed}
        figures(book)[cell].font = Font(**changing)

    return fault


def aligned(cell: str, **changed: object) -> Fault:
    def fault(book: Workbook) -> None:
        old = figures(book)[cell].alignment
        new: dict[str, Any] = {"horizontal": old.horizontal, "wrap_text": old.wrap_text, **changed}
        figures(book)[cell].alignment = Alignment(**new)

    return fault


def number_format(cell: str, code: str) -> Fault:
    def fault(book: Workbook) -> None:
        figures(book)[cell].number_format = code

    return fault


def header(cell: str, words: str) -> Fault:
    """Give a column of the table other words, in its cell and in the table."""

    def fault(book: Workbook) -> None:
        figures(book)[cell].value = words
        figures(book).tables[TABLE].tableColumns["ABCDE".index(cell[0])].name = words

    return fault


def renamed(name: str, *, table: str = TABLE, tab: str = FIGURES) -> Fault:
    def fault(book: Workbook) -> None:
        found = book[tab].tables.pop(table)
        found.displayName = found.name = name
        book[tab].tables[name] = found

    return fault


def retitled(title: str) -> Fault:
    """Rename the worksheet of figures, and the link of the contents with it."""

    def fault(book: Workbook) -> None:
        figures(book).title = title
        book["Contents"]["A5"].hyperlink = Hyperlink(ref="A5", location="'" + title.replace("'", "''") + "'!A1")

    return fault


def link(cell: str, words: str, address: str, *, underline: Literal["single"] | None = "single") -> Fault:
    def fault(book: Workbook) -> None:
        book["Cover"][cell].value = words
        book["Cover"][cell].hyperlink = address
        book["Cover"][cell].style = "Normal"
        book["Cover"][cell].font = Font(name="Arial", size=12, underline=underline, color="FF0000FF")

    return fault


def properties(**changed: str | None) -> Fault:
    def fault(book: Workbook) -> None:
        for name, value in changed.items():
            setattr(book.properties, name, value)

    return fault


def no_table(book: Workbook) -> None:
    del figures(book).tables[TABLE]


def emptied(*cells: str) -> Fault:
    def fault(book: Workbook) -> None:
        for cell in cells:
            figures(book)[cell].value = None

    return fault


def raised_in_part(book: Workbook) -> None:
    font_of_part = InlineFont(rFont="Arial", sz=12, vertAlign="superscript")
    figures(book)["B5"].value = CellRichText("Drugs", TextBlock(font_of_part, "1"))


def indented(book: Workbook) -> None:
    figures(book)["B6"].value = "   Alcohol"


def a_total_inside(book: Workbook) -> None:
    for row in range(5, 9):
        figures(book).cell(row, 1).value = "Everybody"
        figures(book).cell(row, 2).value = ("Drugs", "Total", "Alcohol", "Attitudes")[row - 5]


def one_table_more(ref: str) -> Fault:
    """Add a table whose headers are in the cells of its first row already, or empty."""

    def fault(book: Workbook) -> None:
        table = Table(displayName="Another_one", ref=ref)
        table._initialise_columns()  # type: ignore[attr-defined]  # noqa: SLF001 - there is no public way
        for column, cell in zip(table.tableColumns, figures(book)[ref][0], strict=True):
            column.name = cell.value
        table.autoFilter = None
        figures(book).add_table(table)

    return fault


def two_tables_one_below(book: Workbook) -> None:
    rows: list[list[str | int]] = [["Need", "Number"], ["Drugs", 10]]
    for row, values in enumerate(rows, start=10):
        for column, value in enumerate(values, start=1):
            figures(book).cell(row, column, value).alignment = Alignment(horizontal="right" if column > 1 else "left")
    figures(book)["A2"].value = "This worksheet contains two tables."
    one_table_more("A10:B11")(book)


def moved_right(book: Workbook) -> None:
    sheet = figures(book)
    sheet.move_range("A4:E8", cols=1)
    for row in sheet["B4:F8"]:
        for cell in row:
            cell.alignment = Alignment(horizontal="right" if cell.column > 3 else "left", wrap_text=True)
    sheet.tables[TABLE].ref = "B4:F8"
    sheet.column_dimensions["F"].width = 20


def of_the_theme(book: Workbook) -> None:
    figures(book).tables[TABLE].tableStyleInfo = TableStyleInfo(name="TableStyleMedium9", showRowStripes=True)


def filtered(book: Workbook) -> None:
    figures(book).auto_filter.ref = "A4:E8"


def more_worksheets(book: Workbook) -> None:
    """Take the words for contents away, and the links with them."""
    book["Contents"]["A1"].value = "Worksheets"


def filled_empty(book: Workbook) -> None:
    figures(book)["E6"].value = None
    figures(book)["E6"].fill = PatternFill("solid", fgColor="FFFF00")
    figures(book)["A3"].value = "[c] stands for a figure that is confidential; a blank cell is one not collected"


def bordered(book: Workbook) -> None:
    figures(book)["A5"].border = Border(bottom=Side("thin"))


def coloured(cell: str, fill: str) -> Fault:
    def fault(book: Workbook) -> None:
        figures(book)[cell].fill = PatternFill("solid", fgColor=fill)

    return fault


def hidden_row(book: Workbook) -> None:
    figures(book).row_dimensions[6].hidden = True


def hidden_sheet(book: Workbook) -> None:
    book.create_sheet("Workings").sheet_state = "hidden"
    book["Workings"]["A1"].value = "Workings"


def wide(width: float) -> Fault:
    def fault(book: Workbook) -> None:
        figures(book).column_dimensions["B"].width = width

    return fault


def unwrapped(book: Workbook) -> None:
    put("B5", "Drugs " * 12)(book)
    aligned("B5", wrap_text=False)(book)


def red_below_nought(book: Workbook) -> None:
    for row in range(5, 9):
        number_format(f"C{row}", "#,##0;[Red]#,##0")(book)


def low_row(book: Workbook) -> None:
    figures(book)["B5"].value = "Drugs " * 12
    figures(book).row_dimensions[5].height = 16


def view(**changed: Any) -> Fault:  # noqa: ANN401 - attributes of many kinds
    def fault(book: Workbook) -> None:
        for name, value in changed.items():
            setattr(figures(book).sheet_view, name, value)

    return fault


def cursor(tab: str) -> Fault:
    def fault(book: Workbook) -> None:
        book[tab].sheet_view.selection[0].activeCell = "B9"

    return fault


def opens_on_the_second(book: Workbook) -> None:
    book.active = 1


def print_footer(book: Workbook) -> None:
    footer: Any = figures(book).oddFooter
    footer.center.text = "Official"


def defined_name(name: str) -> Fault:
    def fault(book: Workbook) -> None:
        from openpyxl.workbook.defined_name import DefinedName  # noqa: PLC0415

        book.defined_names[name] = DefinedName(name, attr_text=f"'{FIGURES}'!$A$1")

    return fault


def heading_lost(book: Workbook) -> None:
    figures(book)["A1"].style = "Normal"
    figures(book)["A1"].font = Font(name="Arial", size=16, bold=True)


def small_title(book: Workbook) -> None:
    figures(book)["A1"].font = Font(name="Arial", size=12, bold=True)


def merged_above(book: Workbook) -> None:
    figures(book).merge_cells("A1:C1")


def frozen(book: Workbook) -> None:
    figures(book).freeze_panes = "A5"


def link_below_a1(book: Workbook) -> None:
    book["Contents"]["A5"].hyperlink.location = f"'{FIGURES}'!A4"
