"""A workbook of a house is filled by its names, and nothing leaves with it that was not released."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook as Book
from openpyxl import load_workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.table import Table as ExcelTable

import needskit as nk
from needskit.output.template.read_back import check_filled
from needskit.output.theme import Cover, Markers

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from needskit.disclosure.released import Release

NAMES = {
    "nk_title": "A1",
    "nk_protection": "A2",
    "nk_shorthand": "A3",
    "nk_title_needs_prevalence": "A4",
    "nk_figure_drugs": "B4",
}


def house() -> Book:
    """Return a workbook with names, a table of two rows with the words of the house, and a chart of them."""
    book = Book()
    sheet = book.worksheets[0]
    sheet.title = "Our needs"
    for name, place in NAMES.items():
        book.defined_names[name] = DefinedName(name, attr_text=f"'Our needs'!${place[0]}${place[1]}")
    sheet["B4"] = "needs.prevalence; Drug misuse; estimate"
    for row in (("Which need", "People with the need", "Share"), ("need", None, "estimate"), (None, "old", None)):
        sheet.append(row)
    sheet["A6"].font = Font(name="Verdana", size=13)
    sheet.add_table(ExcelTable(displayName="Needs_prevalence", ref="A5:C7"))
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=2, min_row=6, max_row=7))
    sheet.add_chart(chart, "E5")
    return book


@pytest.fixture
def filled(charted: Release, tmp_path: Path) -> Callable[[Book], Path]:
    def fill(book: Book) -> Path:
        book.save(tmp_path / "house.xlsx")
        return nk.fill_template(
            charted, tmp_path / "house.xlsx", out=tmp_path / "out.xlsx", title="=Needs", contact="us"
        )

    return fill


def test_names_and_tables_are_filled_and_the_table_and_its_chart_grow(filled: Callable[[Book], Path]) -> None:
    path = filled(house())
    sheet = load_workbook(path)["Our needs"]
    rows = list(sheet.iter_rows(min_row=5, max_col=3, values_only=True))
    assert rows[:3] == [
        ("Which need", "People with the need", "Share"),
        ("Accommodation", 125, 31),
        ("Education, training and employability", 210, 53),
    ]
    assert ("Relationships", 15, "[u]") in rows
    assert len(rows) == 9
    assert sheet.tables["Needs_prevalence"].ref == "A5:C13"
    assert (sheet["A1"].value, sheet["A1"].data_type) == ("=Needs", "s")
    assert str(sheet["A2"].value).startswith("Every count is a multiple of 5")
    assert sheet["A4"].value == "Prevalence of each need"
    assert sheet["B4"].value == 63
    assert {sheet[f"A{row}"].font.name for row in range(6, 14)} == {"Verdana"}
    assert not load_workbook(path).defined_names
    with zipfile.ZipFile(path) as file:
        chart = file.read("xl/charts/chart1.xml").decode()
    assert "'Our needs'!$B$6:$B$13" in chart
    assert "Cache" not in chart


def test_a_theme_gives_its_markers_and_the_words_of_its_cover_and_leaves_the_look(
    charted: Release, tmp_path: Path
) -> None:
    book = house()
    for name, place in {"nk_contact": "F1", "nk_organisation": "F2", "nk_cover": "F3"}.items():
        book.defined_names[name] = DefinedName(name, attr_text=f"'Our needs'!${place[0]}${place[1]}")
    book.template = True
    book["Our needs"].protection.set_password("of the house")
    book.save(tmp_path / "house.xltx")
    theme = nk.Theme(
        cover=Cover(lines=("Shared by agreement.",), contact="team@northshire.example", organisation="The board"),
        markers=Markers(low_reliability="[few]"),
    )
    out = tmp_path / "a folder" / "out.xlsx"
    nk.fill_template(charted, tmp_path / "house.xltx", out=out, title="Needs", contact="", theme=theme)
    filled = load_workbook(out)
    sheet = filled["Our needs"]
    assert [sheet[f"F{row}"].value for row in (1, 2, 3)] == [
        "team@northshire.example",
        "The board",
        "Shared by agreement.",
    ]
    assert ("Relationships", 15, "[few]") in list(sheet.iter_rows(min_row=5, max_col=3, values_only=True))
    assert "[few] low reliability" in str(sheet["A3"].value)
    assert "[few]" in str(sheet["A2"].value)
    assert "[u]" not in f"{sheet['A2'].value} {sheet['A3'].value}"
    assert (sheet["A6"].font.name, sheet.protection.sheet, filled.template) == ("Verdana", True, False)
    assert filled.properties.creator == "The board"
    with pytest.raises(nk.UsageError, match="needs a contact"):
        nk.fill_template(charted, tmp_path / "house.xltx", out=out, title="Needs", contact="")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("house.xlsm", "may hold macros"),
        ("house.xlsx", "no template 'house.xlsx'"),
        ("house.docx", "'house.docx' does not"),
    ],
)
def test_a_file_that_is_no_template_is_refused_by_its_name(
    charted: Release, tmp_path: Path, name: str, words: str
) -> None:
    with pytest.raises(nk.UsageError, match=words):
        nk.fill_template(charted, tmp_path / name, out=tmp_path / "out.xlsx", title="Needs", contact="us")


def number(book: Book) -> None:
    book["Our needs"]["H2"] = 397


def grown_over(book: Book) -> None:
    book["Our needs"]["D9"] = "Prepared by the team"


def formula(book: Book) -> None:
    book["Our needs"]["H2"] = "=SUM(B6:B7)"


def hidden(book: Book) -> None:
    book.create_sheet("Records").sheet_state = "hidden"


def comment(book: Book) -> None:
    book["Our needs"]["A1"].comment = Comment("Ask A. Person", "A. Person")


def no_protection(book: Book) -> None:
    del book.defined_names["nk_protection"]


def no_shorthand(book: Book) -> None:
    del book.defined_names["nk_shorthand"]


def unknown_name(book: Book) -> None:
    book.defined_names["nk_titel"] = DefinedName("nk_titel", attr_text="'Our needs'!$H$1")


def constant(book: Book) -> None:
    book.defined_names["secret"] = DefinedName("secret", attr_text="397")


def unknown_column(book: Book) -> None:
    book["Our needs"]["C6"] = "estimat"


def unknown_row(book: Book) -> None:
    book["Our needs"]["B4"] = "needs.prevalence; Drugs misuse; estimate"


def merged(book: Book) -> None:
    book["Our needs"].merge_cells("G1:H1")
    book.defined_names["nk_contact"] = DefinedName("nk_contact", attr_text="'Our needs'!$H$1")


def merged_in_table(book: Book) -> None:
    book["Our needs"].merge_cells("A9:B9")


def nothing(book: Book) -> None:
    book["Our needs"]["B4"] = None
    del book.defined_names["nk_figure_drugs"]
    book["Our needs"].tables["Needs_prevalence"].displayName = "Other"


REFUSED = {
    number: "a number, a date or a formula in H2 of 'Our needs'",
    grown_over: "grows to row 13, and there is something under it in row 9",
    formula: "holds formulas",
    hidden: "holds hidden worksheets",
    comment: "holds comments, which name people",
    no_protection: "needs a cell named nk_protection",
    no_shorthand: "needs a cell named nk_shorthand",
    unknown_name: "'nk_titel'; did you mean 'nk_title",
    constant: "'secret' of the template is not one of cells",
    unknown_column: "'estimat'; did you mean 'estimate'",
    unknown_row: "did you mean 'Drug misuse'",
    merged: "must be of one cell",
    merged_in_table: "something under it in row 9",
    nothing: "no table and no cell for a figure",
}


@pytest.mark.parametrize(("change", "words"), REFUSED.items(), ids=lambda given: getattr(given, "__name__", ""))
def test_what_would_mislead_or_tell_more_is_refused(
    filled: Callable[[Book], Path], tmp_path: Path, change: Callable[[Book], None], words: str
) -> None:
    book = house()
    change(book)
    with pytest.raises(nk.UsageError, match=words):
        filled(book)
    assert [path.name for path in tmp_path.iterdir()] == ["house.xlsx"]


def test_what_would_be_lost_is_said_and_refused_until_it_is_accepted(charted: Release, tmp_path: Path) -> None:
    house().save(tmp_path / "plain.xlsx")
    source, out = tmp_path / "house.xlsx", tmp_path / "out.xlsx"
    with zipfile.ZipFile(tmp_path / "plain.xlsx") as given, zipfile.ZipFile(source, "w") as file:
        for name in given.namelist():
            content = given.read(name)
            if name == "xl/drawings/drawing1.xml":
                content = content.replace(b'name="Chart 1"', b'name="Chart 1" descr="Bars"')
            file.writestr(name, content)
        file.writestr("xl/printerSettings/printerSettings1.bin", b"")
    assert nk.template_losses(tmp_path / "plain.xlsx") == ()
    assert nk.template_losses(source) == ("the alternative text of charts", "settings of a printer")
    with pytest.raises(nk.UsageError, match="would lose the alternative text of charts; settings of a printer"):
        nk.fill_template(charted, source, out=out, title="Needs", contact="us")
    assert nk.fill_template(charted, source, out=out, title="Needs", contact="us", accept_loss=True) == out


def test_a_number_that_was_not_released_is_caught_when_the_file_is_read_back(filled: Callable[[Book], Path]) -> None:
    path = filled(house())
    sheet = "Our needs"
    with pytest.raises(nk.DisclosureError, match="shows something else than was released"):
        check_filled(path, {(sheet, "B4"): 60})
    with pytest.raises(nk.UsageError, match="which is not of this release"):
        check_filled(path, {(sheet, "B4"): 63})


def test_true_counts_are_refused_and_unprotected_ones_say_so_in_the_name(internal: Release, tmp_path: Path) -> None:
    house().save(tmp_path / "house.xlsx")
    said = {"out": tmp_path / "out.xlsx", "title": "Needs", "contact": "us"}
    written = nk.fill_template(internal, tmp_path / "house.xlsx", **said)  # type: ignore[arg-type] # as they come
    assert written.name == "out-internal.xlsx"
    with pytest.raises(nk.DisclosureError, match="takes only released tables"):
        nk.fill_template([], tmp_path / "house.xlsx", **said)  # type: ignore[arg-type] # that is the point
