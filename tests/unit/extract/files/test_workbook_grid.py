"""A workbook gives the same texts by python-calamine and by openpyxl, or openpyxl alone is asked."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from needskit.errors import DataError, UsageError
from needskit.extract.files.book import NotReadableError, Rows
from needskit.extract.files.calamine_reader import CalamineBook
from needskit.extract.files.cell_text import cell_text
from needskit.extract.files.grid import Grid, open_grid, sheet_names
from needskit.extract.files.openpyxl_reader import OpenpyxlBook

Hide = Callable[[str], None]
Save = Callable[[str, str | bytes], Path]

# Excel knows no time zones.
MOMENT = dt.datetime(2024, 2, 29, 11, 50, 4)  # noqa: DTZ001
PLAIN: list[tuple[object, str, str]] = [
    (7, "General", "7"),
    (7.0, "0.00", "7"),
    (0.1 + 0.2, "General", "0.3"),
    (0.95, "0%", "0.95"),
    (12345678901, "0", "12345678901"),
    (1e20, "General", "100000000000000000000"),
    (2**60 + 1, "General", str(2**60)),
    (True, "General", "yes"),
    (False, "General", "no"),
    ("007", "@", "007"),
    ("TRUE", "General", "TRUE"),
    ("1e5", "General", "1e5"),
    ("two\nlines", "General", "two\nlines"),
    ("a_x000D_b", "General", "a\rb"),
    ("_xD83D_", "General", "_xD83D_"),
    ("D\u0175r & <M\u00f4r>", "General", "D\u0175r & <M\u00f4r>"),
    (CellRichText("in ", TextBlock(InlineFont(b=True), "bold")), "General", "in bold"),
    (dt.date(2024, 2, 29), "dd/mm/yyyy", "2024-02-29"),
    (dt.date(1900, 2, 28), "dd/mm/yyyy", "1900-02-28"),
    (MOMENT, "dd/mm/yyyy hh:mm", "2024-02-29 11:50:04"),
    (dt.time(8, 30), "hh:mm", "08:30:00"),
    (dt.timedelta(hours=30, minutes=5), "[h]:mm", "30:05:00"),
    (45351, "[$-809]d mmmm yyyy;@", "2024-02-29"),
    (45351, '0 "days"', "45351"),
    (45351, "General", "45351"),
]
ODD: list[tuple[object, str, str]] = [
    (-2.5, "General", "-2.5"),
    ("#N/A", "General", "#N/A"),
    (-1, "dd/mm/yyyy", "1899-12-29"),
    (99_999_999, "dd/mm/yyyy", "99999999"),
    (0, "dd/mm/yyyy", "00:00:00"),
]


def workbook(cells: list[tuple[object, str]], *, since_1904: bool = False) -> bytes:
    """Return a workbook with these values and number formats below each other in column B, from row 2."""
    book = Workbook()
    if since_1904:
        book.epoch = CALENDAR_MAC_1904
    sheet = book.worksheets[0]
    for row, (value, number_format) in enumerate(cells, start=2):
        cell = sheet.cell(row, 2, value)  # type: ignore[call-overload]  # any value goes
        cell.number_format = number_format
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def texts(rows: Rows) -> list[list[str]]:
    """Return the rows as texts, blank cells at their ends left out."""
    return [" \t".join(cell_text(value).strip() for value in row).rstrip().split(" \t") for row in rows]


def changed(content: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """Return the workbook with one of its parts changed."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(written, "w") as after:
        for name in before.namelist():
            after.writestr(name, change(before.read(name)) if name == part else before.read(name))
    return written.getvalue()


def column(grid: Grid) -> list[str]:
    return grid.columns(0, {"b": 1}).frame["b"].tolist()


@pytest.mark.parametrize("cells", [PLAIN, [*PLAIN, *ODD]], ids=["plain", "and odd"])
def test_both_readers_give_the_texts_that_stand_for_the_values(
    save: Save, without: Hide, cells: list[tuple[object, str, str]]
) -> None:
    path = save("extract.xlsx", workbook([(value, form) for value, form, _ in cells]))
    expected = [text for _, _, text in cells]
    assert column(open_grid(path, sheet=None)) == expected
    without("python_calamine")
    assert column(open_grid(path, sheet=None)) == expected


def test_the_plain_cells_are_read_by_calamine_itself() -> None:
    content = workbook([(value, form) for value, form, _ in PLAIN])
    found = texts(CalamineBook.open(content, doubted=True).rows("Sheet"))
    assert [row[1] for row in found[1:]] == [text for _, _, text in PLAIN]


@pytest.mark.parametrize("odd", [ODD[1], ODD[2], ODD[4], (-1.5e12, "dd/mm/yyyy", "")], ids=str)
def test_what_calamine_would_misread_is_left_to_openpyxl(odd: tuple[object, str, str]) -> None:
    with pytest.raises(NotReadableError):
        CalamineBook.open(workbook([odd[:2]]), doubted=True).rows("Sheet")


FORMATS = ["General", "0.00", "dd/mm/yyyy", "yyyy-mm-dd hh:mm", "h:mm", "mmm-yy", "0.0%", "#,##0", "mm:ss.0", "[Red]0"]
NUMBERS = st.integers(-5, 3_000_000) | st.floats(-10, 1e5) | st.floats(0, 1) | st.floats(allow_nan=False, width=32)


@settings(deadline=None, max_examples=50)
@given(
    st.lists(st.tuples(NUMBERS.filter(lambda n: abs(n) < 1e30), st.sampled_from(FORMATS)), max_size=8), st.booleans()
)
def test_any_number_in_any_format_is_read_alike(cells: list[tuple[object, str]], since_1904: bool) -> None:  # noqa: FBT001
    content = workbook(cells, since_1904=since_1904)
    try:
        found = CalamineBook.open(content, doubted=True).rows("Sheet")
    except NotReadableError:
        return
    assert texts(found) == texts(OpenpyxlBook.open(content).rows("Sheet"))


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (b'<c r="B2" t="inlineStr"><is><t>in line</t></is></c>', "in line"),
        (b'<c r="B2" t="inlineStr"><is><r><t xml:space="preserve">in </t></r><r><t>runs</t></r></is></c>', "in runs"),
        (b'<c r="B2" t="str"><f>A1&amp;"x"</f><v>worked out</v></c>', "worked out"),
        (b'<c r="B2"><f>1+1</f><v>2</v></c>', "2"),
        (b'<c r="B2" t="b"><f>1=1</f><v>1</v></c>', "yes"),
        (b'<c r="B2" t="e"><f>1/0</f><v>#DIV/0!</v></c>', "#DIV/0!"),
        (b'<c r="B2" t="d"><v>2024-02-29</v></c>', "2024-02-29"),
        (b'<c r="B2" t="d"><v>2024-02-29T11:50:04</v></c>', "2024-02-29 11:50:04"),
        (b"<c/><c><v>5</v></c>", "5"),
    ],
)
def test_every_way_to_write_a_cell_is_read_alike(save: Save, without: Hide, cell: bytes, text: str) -> None:
    sheet = "xl/worksheets/sheet1.xml"
    path = save(
        "extract.xlsx",
        changed(workbook([(1, "General")]), sheet, lambda xml: xml.replace(b'<c r="B2" t="n"><v>1</v></c>', cell)),
    )
    assert column(open_grid(path, sheet=None)) == [text]
    without("python_calamine")
    assert column(open_grid(path, sheet=None)) == [text]


@pytest.mark.parametrize(
    "name",
    ["hclic/DetailedLA_201912.xlsx", "scotland/reconvictions-2017-18-offender-cohort-main-publication-tables.xlsx"],
)
def test_published_workbooks_are_read_alike(real_data: Callable[[str], Path], name: str) -> None:
    content = real_data(name).read_bytes()
    quick, slow = CalamineBook.open(content, doubted=True), OpenpyxlBook.open(content)
    assert quick.names == slow.names
    for sheet in slow.names:
        assert texts(quick.rows(sheet)) == texts(slow.rows(sheet)), sheet


def of_sheets(save: Save, **sheets: list[list[object]]) -> Path:
    book = Workbook()
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.remove(book.worksheets[0])
    written = io.BytesIO()
    book.save(written)
    return save("extract.xlsx", written.getvalue())


PEOPLE: list[list[object]] = [
    ["Extract"],
    [],
    ["id", "sex", "age"],
    ["1", "f", 20],
    [],
    ["2", "m", 30],
    [],
    ["Source: us"],
]


@pytest.mark.parametrize("hidden", ["", "python_calamine"])
def test_rows_of_a_sheet_are_numbered_as_excel_numbers_them(save: Save, without: Hide, hidden: str) -> None:
    without(hidden)
    grid = open_grid(of_sheets(save, People=PEOPLE), sheet=None)
    assert (grid.sheet, grid.details) == ("", "Excel workbook")
    assert grid.top[2] == ("id", "sex", "age")
    assert not any(grid.top[1])
    columns = grid.columns(2, {"person_id": 0, "age": 2, "again": 2})
    assert columns.first_row == 4
    assert columns.frame["person_id"].tolist() == ["1", "", "2", "", "Source: us"]
    assert columns.frame["again"].tolist() == ["20", "", "30", "", ""]
    assert columns.footers.tolist() == [False, False, False, False, True]


@pytest.mark.parametrize("hidden", ["", "python_calamine"])
def test_sheets_that_are_wholly_empty_do_not_count(save: Save, without: Hide, hidden: str) -> None:
    without(hidden)
    path = of_sheets(save, Sheet1=[], People=PEOPLE, Sheet3=[["", None], [" "]])
    assert open_grid(path, sheet=None).top == open_grid(path, sheet="People").top
    assert (open_grid(path, sheet=None).sheet, open_grid(path, sheet="People").sheet) == ("", "People")
    assert sheet_names(path) == ("People",)
    with pytest.raises(DataError, match=r"^extract\.xlsx: the sheet is empty"):
        open_grid(path, sheet="Sheet1")
    two = of_sheets(save, Cover=[["Extract"]], People=PEOPLE)
    assert sheet_names(two) == ("Cover", "People")
    with pytest.raises(UsageError, match=r"^extract\.xlsx has 2 sheets; say which to read"):
        open_grid(two, sheet=None)
    with pytest.raises(UsageError, match=r"^extract\.xlsx has no sheet 'people' among its 2"):
        open_grid(two, sheet="people")


@pytest.mark.parametrize("hidden", ["", "python_calamine"])
@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", "xl/styles.xml", "xl/worksheets/sheet1.xml", "[Content_Types].xml"]
)
def test_a_workbook_cut_short_is_refused_in_words(save: Save, without: Hide, part: str, hidden: str) -> None:
    without(hidden)
    path = save("extract.xlsx", changed(workbook([(1, "0")] * 50), part, lambda xml: xml[: len(xml) // 2]))
    with pytest.raises(DataError, match=r"^extract\.xlsx is not an Excel workbook that can be read"):
        open_grid(path, sheet=None)


@pytest.mark.parametrize("hidden", ["", "python_calamine"])
def test_what_is_no_workbook_is_refused_in_words(save: Save, without: Hide, hidden: str) -> None:
    without(hidden)
    whole = workbook([(1, "0")])
    for content in (b"", b"person_id,sex\n1,f\n", whole[: len(whole) // 2]):
        with pytest.raises(DataError, match=r"^extract\.xlsx is not an Excel workbook that can be read"):
            open_grid(save("extract.xlsx", content), sheet=None)


@pytest.mark.parametrize(
    ("ending", "kind"),
    [(".xls", "old Excel workbook"), (".xlsb", "binary Excel workbook"), (".ods", "OpenDocument spreadsheet")],
)
def test_other_workbooks_want_a_package_more(save: Save, without: Hide, ending: str, kind: str) -> None:
    path = save(f"extract{ending}", b"no workbook")
    with pytest.raises(DataError, match=rf"^extract\{ending} is not an {kind} that can be read"):
        open_grid(path, sheet=None)
    without("python_calamine")
    with pytest.raises(
        UsageError, match=rf"{kind}: this kind of file wants the package python-calamine.* Or save it as \.xlsx"
    ):
        open_grid(path, sheet=None)


def test_an_opendocument_spreadsheet_is_read(save: Save) -> None:
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    date = '<table:table-cell office:value-type="date" office:date-value="2024-02-29"/>'
    number = '<table:table-cell office:value-type="float" office:value="24"/>'
    body = (
        '<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
        '<table:table table:name="People">'
        f"<table:table-row>{cell.format('id')}{cell.format('born')}{cell.format('age')}</table:table-row>"
        f"<table:table-row>{cell.format('007')}{date}{number}</table:table-row>"
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as parts:
        parts.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        parts.writestr("content.xml", body)
        parts.writestr("META-INF/manifest.xml", "<manifest/>")
    grid = open_grid(save("extract.ods", written.getvalue()), sheet=None)
    assert (grid.sheet, grid.details) == ("", "OpenDocument spreadsheet")
    assert grid.top == (("id", "born", "age"), ("007", "2024-02-29", "24"))
