"""An Excel workbook gives what a CSV export of its sheet would give."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from openpyxl import Workbook

import needskit as nk

Read = Callable[..., nk.Cohort]
Save = Callable[[str, str | bytes], Path]
Cell = str | float | bool | dt.date | None

HEADER: tuple[Cell, ...] = ("person_id", "age", "iom", "index_date")
PEOPLE: tuple[tuple[Cell, ...], ...] = (
    HEADER,
    (7, 24.0, True, dt.date(2024, 2, 29)),
    ("007", None, False, dt.datetime(2024, 2, 29, 11, 50, 4)),  # noqa: DTZ001 - Excel knows no zones
    ("8", "30", "No", "29/02/2024"),
    (9.0, 40, None, 45351),
)


def workbook(folder: Path, **sheets: Iterable[tuple[Cell, ...]]) -> Path:
    book = Workbook()
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.remove(book.worksheets[0])
    path = folder / "extract.xlsx"
    book.save(path)
    return path


def changed(path: Path, part: str, change: Callable[[bytes], bytes]) -> Path:
    """Return the workbook with one of its parts changed."""
    other = path.with_name("changed.xlsx")
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(other, "w") as after:
        for name in before.namelist():
            after.writestr(name, change(before.read(name)) if name == part else before.read(name))
    return other


def test_numbers_truths_and_dates_become_the_texts_that_stand_for_them(read: Read, tmp_path: Path) -> None:
    cohort = read(workbook(tmp_path, People=PEOPLE))
    people = cohort.people
    assert people["person_id"].tolist() == ["7", "007", "8", "9"]
    assert people["age"].fillna(0).tolist() == [24, 0, 30, 40]
    assert people["iom"].tolist() == ["yes", "no", "no", "not known"]
    assert people["index_date"].dt.strftime("%Y-%m-%d").tolist() == ["2024-02-29"] * 4
    assert cohort.problems == ()
    assert cohort.sources[0].details == "Excel workbook"


def test_a_sheet_is_spoken_of_only_where_the_user_named_it(read: Read, tmp_path: Path) -> None:
    path = workbook(tmp_path, **{"J Smith": PEOPLE})
    assert read(path, sheet="J Smith").sources[0].details == "Excel workbook, sheet J Smith"
    assert read(path).sources[0].details == "Excel workbook"
    rows: list[tuple[Cell, ...]] = [("a", "b"), (1, 2)]
    nameless = workbook(tmp_path, **{"J Smith": rows})
    with pytest.raises(nk.DataError, match=r"^extract\.xlsx: none of its 2 columns"):
        read(nameless)


def test_of_several_sheets_one_is_named(read: Read, tmp_path: Path) -> None:
    path = workbook(tmp_path, Cover=[("Extract",)], People=PEOPLE)
    assert len(read(path, sheet="People")) == 4
    with pytest.raises(nk.UsageError, match=r"extract\.xlsx has 2 sheets; say which to read"):
        read(path)
    with pytest.raises(nk.UsageError, match=r"extract\.xlsx has no sheet 'people' among its 2"):
        read(path, sheet="people")


def test_rows_are_numbered_as_excel_numbers_them(read: Read, tmp_path: Path) -> None:
    rows = [(None,), HEADER, (None,), ("1", "old", None, None), (None,), ("2", "older", None, None), (None,)]
    cohort = read(workbook(tmp_path, People=rows))
    assert cohort.problems[0].where == (4, 6)
    assert cohort.records["blank row"] == 2


def test_cells_right_of_the_header_and_short_rows_do_no_harm(read: Read, tmp_path: Path) -> None:
    rows: list[tuple[Cell, ...]] = [("person_id", "age"), ("1", 20, "a remark"), ("2",)]
    assert read(workbook(tmp_path, People=rows)).people["age"].fillna(0).tolist() == [20, 0]


def test_a_sheet_that_gives_a_wrong_size_of_itself_is_read_to_its_end(read: Read, tmp_path: Path) -> None:
    path = changed(
        workbook(tmp_path, People=PEOPLE),
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(b'<dimension ref="A1:D5"', b'<dimension ref="A1"'),
    )
    assert len(read(path)) == 4


def test_a_number_too_great_for_a_date_is_counted_without_a_warning_that_quotes_it(read: Read, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["person_id", "index_date"])
    sheet.append(["1", 98_765_432])
    sheet["B2"].number_format = "dd/mm/yyyy"
    book.save(tmp_path / "extract.xlsx")
    [found] = read(tmp_path / "extract.xlsx").problems  # warnings are errors here
    assert (found.rule, found.where) == ("not_a_date", (2,))


def test_an_empty_sheet_is_refused(read: Read, tmp_path: Path) -> None:
    with pytest.raises(nk.DataError, match="the sheet is empty"):
        read(workbook(tmp_path, People=[(None, None), ("", None)]))


def test_a_sheet_with_a_header_alone_is_refused(read: Read, tmp_path: Path) -> None:
    with pytest.raises(nk.DataError, match="has a header but no rows"):
        read(workbook(tmp_path, People=[HEADER]))


@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", "xl/styles.xml", "xl/worksheets/sheet1.xml", "[Content_Types].xml"]
)
def test_a_damaged_workbook_is_refused_in_words(read: Read, tmp_path: Path, part: str) -> None:
    path = changed(workbook(tmp_path, People=PEOPLE), part, lambda xml: xml[: len(xml) // 2])
    with pytest.raises(nk.DataError, match=r"changed\.xlsx is not an Excel workbook that can be read"):
        read(path)


def test_what_is_no_workbook_is_refused_in_words(read: Read, save: Save, tmp_path: Path) -> None:
    whole = workbook(tmp_path, People=PEOPLE).read_bytes()
    for contents in (b"", b"person_id,sex\n1,f\n", whole[: len(whole) // 2]):
        with pytest.raises(nk.DataError, match=r"other\.xlsx is not an Excel workbook that can be read"):
            read(save("other.xlsx", contents))
