"""A file that is not what was released never gets its name."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName

from needskit.disclosure.released import Release
from needskit.errors import DisclosureError, OutputError
from needskit.output.excel.book import as_bytes
from needskit.output.workbook import Definition, Setting, Workbook

if TYPE_CHECKING:
    from collections.abc import Callable

    from openpyxl import Workbook as Book

HOSTILE = (
    '=HYPERLINK("http://example.org","x")',
    "\ttab\r\nline \x00\x1b\ud800",
    "_x0041_ _x000a_",
    "\U0001f600 \u05e9\u05dc\u05d5\u05dd \u202eabc",
    "#N/A",
    "w" * 40_000,
    "'",
)


def save_tampered(
    release: Release, folder: Path, monkeypatch: pytest.MonkeyPatch, change: Callable[[Book], None]
) -> Path:
    """Save a workbook that something changes between its making and its check."""
    made = as_bytes

    def tampered(*given: object) -> bytes:
        content = made(*given)  # type: ignore[arg-type] # passed on as they come
        book = load_workbook(io.BytesIO(content))
        change(book)
        file = io.BytesIO()
        book.save(file)
        return with_charts_of(content, file.getvalue())

    monkeypatch.setattr("needskit.output.workbook.as_bytes", tampered)
    return Workbook("Needs", release, contact="Team").save(folder / "needs.xlsx")


def with_charts_of(content: bytes, changed: bytes) -> bytes:
    """Return the changed file with the charts as they were: openpyxl loses a part of them on the way."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as as_made,
        zipfile.ZipFile(io.BytesIO(changed)) as parts,
        zipfile.ZipFile(file, "w") as whole,
    ):
        for name in parts.namelist():
            kept = as_made if name.startswith(("xl/charts/", "xl/drawings/drawing")) else parts
            whole.writestr(name, kept.read(name))
    return file.getvalue()


def put(tab: str, where: str, value: str | float) -> Callable[[Book], None]:
    def change(book: Book) -> None:
        book[tab][where] = value

    return change


def hide_column(book: Book) -> None:
    book["Table 1"].column_dimensions["B"].hidden = True


def hide_sheet(book: Book) -> None:
    book["Table 1"].sheet_state = "hidden"


def merge(book: Book) -> None:
    book["Table 1"].merge_cells("A2:B2")


def freeze(book: Book) -> None:
    book["Table 1"].freeze_panes = "B9"


def filter_buttons(book: Book) -> None:
    book["Table 1"].auto_filter.ref = "A8:G16"


def header(book: Book) -> None:
    item = book["Table 1"].oddHeader
    assert item is not None
    item.center.text = "a header"


def comment(book: Book) -> None:
    book["Table 1"]["A1"].comment = Comment("375 people", "somebody")


def name(book: Book) -> None:
    book.defined_names["hidden"] = DefinedName("hidden", attr_text="375")


def author(book: Book) -> None:
    book.properties.lastModifiedBy = "a person"


def extra_sheet(book: Book) -> None:
    book.create_sheet("More")


def column_name(book: Book) -> None:
    (table,) = book["Table 1"].tables.values()
    table.tableColumns[1].name = "Other"


def no_table(book: Book) -> None:
    book["Table 1"].tables.clear()


def outside_link(book: Book) -> None:
    book["Table 1"]["A6"].hyperlink = "http://example.org"


# In Table 1 the header is row 8 and "Accommodation" row 9: 125 of 400, 0 not known, 31%.
@pytest.mark.parametrize(
    ("change", "what"),
    [
        (put("Table 1", "B9", 123), "not a multiple of 5"),
        (put("Table 1", "B9", 130), "not the one released"),
        (put("Table 1", "E9", 31.25), "not the one released"),
        (put("Table 1", "E9", "[u]"), "not the one released"),
        (put("Table 3", "D10", 75), "not the one released"),
        (put("Cover", "C3", 375), "other than text"),
        (put("Table 1", "Z99", 375), "other than text"),
        (put("Notes", "A2", "=1+1"), "other than text"),
        (put("Notes", "B5", 375), "other than text"),
    ],
)
def test_a_number_that_was_not_released_is_caught(
    published: Release,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    change: Callable[[Book], None],
    what: str,
) -> None:
    with pytest.raises(DisclosureError, match=what):
        save_tampered(published, tmp_path, monkeypatch, change)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (hide_column, "something hidden"),
        (hide_sheet, "something hidden"),
        (merge, "merged cells"),
        (freeze, "frozen panes"),
        (filter_buttons, "filter buttons"),
        (header, "page header"),
        (comment, "not planned"),
        (name, "defined name"),
        (author, "document properties"),
        (extra_sheet, "worksheets are not those planned"),
        (column_name, "header of the table"),
        (no_table, "not the table that was planned"),
        (outside_link, "link to something outside"),
        (put("Table 1", "A2", "Other words"), "words that were planned"),
        (put("Table 1", "B8", "Other words"), "header of the table"),
        (put("Table 1", "A99", "Other words"), "words that were planned|one row for each"),
    ],
)
def test_a_file_that_is_not_as_planned_is_caught(
    published: Release,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    change: Callable[[Book], None],
    what: str,
) -> None:
    with pytest.raises((OutputError, DisclosureError), match=what):
        save_tampered(published, tmp_path, monkeypatch, change)
    assert list(tmp_path.iterdir()) == []


def test_an_older_file_stays_if_a_check_fails(
    published: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "needs.xlsx").write_text("older")
    with pytest.raises(DisclosureError):
        save_tampered(published, tmp_path, monkeypatch, put("Table 1", "B9", 123))
    assert (tmp_path / "needs.xlsx").read_text() == "older"


def test_a_damaged_file_is_caught(published: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("needskit.output.workbook.as_bytes", lambda *_: b"no zip")
    with pytest.raises(OutputError, match="damaged"):
        Workbook("Needs", published, contact="Team").save(tmp_path / "needs.xlsx")


def test_the_same_people_must_be_one_number_on_every_worksheet(published: Release, tmp_path: Path) -> None:
    table = published["needs.prevalence"]
    other = replace(table.cells[0], figures={**table.cells[0].figures, "out_of": 405.0, "estimate": 125 / 405})
    changed = replace(table, caption=replace(table.caption, key="again"), cells=(other, *table.cells[1:]))
    release = replace(published, tables=(table, changed))
    with pytest.raises(DisclosureError, match="another number for those who are counted elsewhere"):
        Workbook("Needs", release, contact="Team").save(tmp_path / "needs.xlsx")


def test_a_percentage_must_follow_from_its_counts(published: Release, tmp_path: Path) -> None:
    table = published["needs.prevalence"]
    other = replace(table.cells[0], figures={**table.cells[0].figures, "estimate": 0.32})
    release = Release((replace(table, cells=(other, *table.cells[1:])),), published.policy, published.off_by)
    with pytest.raises(DisclosureError, match="does not follow from its counts"):
        Workbook("Needs", release, contact="Team").save(tmp_path / "needs.xlsx")


def test_a_file_open_in_excel_is_one_sentence_and_keeps_the_older_file(
    published: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError

    (tmp_path / "needs.xlsx").write_text("older")
    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(OutputError) as caught:
        Workbook("Needs", published, contact="Team").save(tmp_path / "needs.xlsx")
    assert str(caught.value) == "needs.xlsx is open in another program; close it there and run again."
    assert [path.name for path in tmp_path.iterdir()] == ["needs.xlsx"]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_words_wherever_it_stands(published: Release, tmp_path: Path, text: str) -> None:
    tables = tuple(
        replace(
            table,
            caption=replace(
                table.caption, key=f"{text}{n}", title=text, population=text, among=text, notes=(text,), sources=(text,)
            ),
            dimensions=tuple(replace(d, label=text) for d in table.dimensions),
            headings=replace(table.headings, count=text, out_of=text, estimate=text),
            cells=tuple(replace(cell, at=(text,) * len(cell.at)) for cell in table.cells),
        )
        for n, table in enumerate(published)
    )
    workbook = Workbook(
        title=text,
        tables=replace(published, tables=tables),
        contact=text,
        author=text,
        population=text,
        summary=(text,),
        definitions=(Definition(text, text, text),),
        settings=(Setting(text, text, text),),
    )
    path = workbook.save(tmp_path / "hostile.xlsx")
    with zipfile.ZipFile(path) as file:
        assert not any(b"<f>" in file.read(name) or b"External" in file.read(name) for name in file.namelist())


def test_a_table_without_a_dimension_or_a_denominator_is_a_row(published: Release, tmp_path: Path) -> None:
    table = published["coverage.problems"]
    one = replace(
        table,
        caption=replace(table.caption, key="one"),
        dimensions=(),
        cells=(replace(table.cells[0], at=()),),
    )
    path = Workbook("Needs", replace(published, tables=(one,)), contact="Team").save(tmp_path / "one.xlsx")
    assert load_workbook(path)["Table 1"]["A7"].value == "Group"
