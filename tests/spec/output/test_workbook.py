"""What stands on each worksheet of a saved workbook."""

from __future__ import annotations

import datetime as dt
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook as Book
from openpyxl import load_workbook

from needskit.errors import DisclosureError, OutputError, UsageError
from needskit.output.workbook import Definition, Setting, Workbook

if TYPE_CHECKING:
    from pathlib import Path

    from needskit.disclosure.released import Release

pytestmark = pytest.mark.usefixtures("not_attacked")

TITLE = "Needs of people on probation - Exampleshire"
DATE = dt.date(2025, 12, 31)


def workbook(release: Release) -> Workbook:
    return Workbook(
        title=TITLE,
        tables=release,
        contact="Research team, research@example.org",
        as_at=DATE,
        author="Exampleshire OPCC",
        definitions=(Definition("need", "A section at or above its threshold", "HMPPS, Section.kt"),),
        settings=(Setting("people.csv SHA-256", "ab" * 32),),
    )


@pytest.fixture(scope="module")
def path(published: Release, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return workbook(published).save(tmp_path_factory.mktemp("a folder") / "n\u00e9eds \u05d0.xlsx")


@pytest.fixture(scope="module")
def book(path: Path) -> Book:
    return load_workbook(path)


def words(book: Book, tab: str) -> list[object]:
    return [row[0] for row in book[tab].iter_rows(max_col=1, values_only=True)]


def table_rows(book: Book, tab: str) -> list[tuple[object, ...]]:
    (table,) = book[tab].tables.values()
    return [tuple(cell.value for cell in row) for row in book[tab][table.ref]]


def test_worksheets_stand_in_their_order(book: Book) -> None:
    assert book.sheetnames == [
        *("Cover", "Contents", "To read out", "Summary", "Notes", "Definitions", "Data quality"),
        *(f"Table {number}" for number in range(1, 6)),
        *(f"Chart {number}" for number in range(1, 6)),
        "Method and provenance",
    ]


def test_the_cover_says_what_it_is_what_was_found_how_it_is_protected_and_whom_to_ask(book: Book) -> None:
    cover = words(book, "Cover")
    assert cover[0] == TITLE
    assert "As at 31 December 2025" in cover
    assert "0 means 0 to 4." in cover
    assert any(": 94% (375 of 400" in str(line) for line in cover)
    assert cover[-1] == "Research team, research@example.org"


def test_the_contents_lead_to_a1_of_every_other_worksheet(book: Book) -> None:
    assert list(book["Contents"].tables) == ["Table_of_contents"]
    links = {cell.value: cell.hyperlink for row in book["Contents"].iter_rows(min_row=4, max_col=1) for cell in row}
    assert list(links) == [tab for tab in book.sheetnames if tab != "Contents"]
    assert all(link is not None and link.location == f"'{tab}'!A1" for tab, link in links.items())


def test_above_each_table_stands_what_a_reader_must_know(book: Book) -> None:
    assert words(book, "Table 1")[:7] == [
        "Table 1: Prevalence of each need",
        "Counted: people on probation in Exampleshire, 31 December 2025",
        "This worksheet contains one table.",
        (
            "Every count is a multiple of 5 within 4 of the true number; totals are the sums of the rounded parts. "
            "0 means 0 to 4."
        ),
        "Notes, on the worksheet called Notes: [note 1] [note 3] [note 4] [note 5]",
        "Source: HMPPS, hmpps-assess-risks-and-needs, Section.kt",
        "Go to the contents",
    ]


def test_a_table_has_its_words_counts_percentages_and_limits(book: Book) -> None:
    rows = table_rows(book, "Table 1")
    assert rows[0] == (
        "Need",
        "People with the need",
        "People whose answer is known",
        "People whose answer is not known",
        "Share with the need\n(%)",
        "Lower 95% limit (includes rounding)\n(%)",
        "Upper 95% limit (includes rounding)\n(%)",
    )
    assert rows[5] == ("Drug misuse", 250, 400, 0, 63, 56, 69)


def test_a_mean_beside_percentages_has_columns_of_its_own(book: Book) -> None:
    rows = table_rows(book, "Table 2")
    assert rows[0][6] == "Mean needs a person"
    assert rows[1][:3] == ("0", 10, 400)
    assert rows[1][6:] == ("[z]", "[z]", "[z]")
    assert rows[-1] == ("Mean", "[z]", 400, "[z]", "[z]", "[z]", 4.4, 4.0, 4.8)
    assert "Shorthand: [z] not applicable: there is no such figure for this row." in words(book, "Table 2")


def test_what_is_withheld_is_marked_and_the_mark_explained(book: Book) -> None:
    assert table_rows(book, "Table 3")[2] == ("Female", 15, 20, "[u]")
    assert table_rows(book, "Table 3")[3] == ("Not assessed", 100, "[z]", "[z]")
    assert any(str(line).startswith("Shorthand: [u] low reliability") for line in words(book, "Table 3"))


def test_a_part_of_the_population_is_named_in_the_title(book: Book) -> None:
    assert book["Table 4"]["A1"].value == "Table 4: Prevalence of each need, female people"
    assert str(book["Table 4"]["A2"].value).endswith("31 December 2025, female")


def test_a_long_source_is_a_note(published: Release, tmp_path: Path) -> None:
    table = published["needs.prevalence"]
    sourced = replace(table, caption=replace(table.caption, sources=("A long source. " * 20,)))
    path = Workbook("Needs", replace(published, tables=(sourced,)), contact="Team").save(tmp_path / "needs.xlsx")
    book = load_workbook(path)
    assert not any(str(line).startswith("Source") for line in words(book, "Table 1"))
    assert str(table_rows(book, "Notes")[-1][1]).startswith("Source: A long source.")


def test_a_difference_stands_beside_both_counts(book: Book) -> None:
    rows = table_rows(book, "Table 5")
    assert rows[0][1:6] == (
        "People with the need: female",
        "People whose answer is known: female",
        "People with the need: male",
        "People whose answer is known: male",
        "Difference\n(percentage points)",
    )
    assert rows[1][1:] == (25, 80, 100, 320, 0, -18, 21)


def test_a_note_has_one_number_on_every_worksheet(book: Book) -> None:
    rows = table_rows(book, "Notes")
    assert rows[0] == ("Note", "Text", "Tables that it applies to")
    assert rows[1][2] == "All tables"
    assert ("[note 3]", "A need is a section score at or above its threshold.", "Table 1, Tables 4 and 5") in rows


def test_the_last_worksheet_holds_settings_versions_and_the_policy(book: Book) -> None:
    rows = table_rows(book, "Method and provenance")
    assert rows[1] == ("people.csv SHA-256", "ab" * 32, "Not given")
    names = [row[0] for row in rows]
    assert {"Disclosure policy", "Python version", "openpyxl version", "needskit version"} <= set(names)


def test_the_file_looks_as_the_checklist_asks(book: Book) -> None:
    assert book.active is not None
    assert book.active.title == "Cover"
    for sheet in book.worksheets:
        assert sheet["A1"].style == "Heading 1"
        assert sheet.sheet_view.selection[0].activeCell == "A1"
        assert all(sheet.row_dimensions[row].height for row in range(1, sheet.max_row + 1))
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.font.name == "Arial"
                assert (cell.font.size or 0) >= 12
                assert cell.fill.fill_type is None
                wanted = "right" if cell.data_type == "n" and cell.value is not None else None
                assert wanted in {None, cell.alignment.horizontal}


def test_document_properties_hold_what_was_given_and_no_more(book: Book) -> None:
    properties = book.properties
    assert properties.title == "Needs of people on probation Exampleshire"
    assert (properties.creator, properties.language, properties.lastModifiedBy) == ("Exampleshire OPCC", "en-GB", None)
    assert (properties.created, properties.modified) == (dt.datetime(2025, 12, 31), dt.datetime(2025, 12, 31))  # noqa: DTZ001 - openpyxl gives no zone


def test_two_runs_give_the_same_bytes(published: Release, path: Path, tmp_path: Path) -> None:
    again = workbook(published).save(tmp_path / "again.xlsx")
    assert again.read_bytes() == path.read_bytes()
    with zipfile.ZipFile(again) as file:
        assert {entry.date_time for entry in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_nothing_is_left_beside_the_file(path: Path) -> None:
    assert list(path.parent.iterdir()) == [path]


def test_a_workbook_that_protects_nothing_says_so_everywhere(internal: Release, tmp_path: Path) -> None:
    path = workbook(internal).save(tmp_path / "needs.xlsx")
    assert path.name == "needs-internal.xlsx"
    assert workbook(internal).save(tmp_path / "Internal needs.xlsx").name == "Internal needs.xlsx"
    book = load_workbook(path)
    for tab in book.sheetnames:
        assert any(str(line).startswith("INTERNAL: nothing is protected.") for line in words(book, tab)), tab
    assert table_rows(book, "Table 1")[1][4:] == (31.3, 26.9, 36.0)


def test_made_up_people_are_said_to_be_in_the_title_of_every_worksheet(published: Release, tmp_path: Path) -> None:
    first, *others = published.tables
    made_up = replace(first, caption=replace(first.caption, made_up=True))
    path = workbook(replace(published, tables=(made_up, *others))).save(tmp_path / "needs-assessment.xlsx")
    book = load_workbook(path)
    assert path.name == "needs-assessment.xlsx"
    assert all(str(sheet["A1"].value).startswith("SYNTHETIC - ") for sheet in book.worksheets)
    assert str(book["Cover"]["A2"].value).startswith("SYNTHETIC: made up.")


def test_without_definitions_or_a_date_those_are_left_out(published: Release, tmp_path: Path) -> None:
    path = Workbook("Needs", published, contact="Team").save(tmp_path / "more" / "needs.xlsx")
    book = load_workbook(path)
    assert "Definitions" not in book.sheetnames
    assert not any(str(line).startswith("As at") for line in words(book, "Cover"))
    assert book.properties.created == dt.datetime(1980, 1, 1)  # noqa: DTZ001 - openpyxl gives no zone


def test_only_released_tables_are_taken(published: Release) -> None:
    with pytest.raises(DisclosureError, match="only released tables"):
        Workbook("Needs", tuple(published), contact="Team")  # type: ignore[arg-type] # mypy refuses it too


def test_a_cover_must_say_something(published: Release) -> None:
    with pytest.raises(UsageError, match="needs a contact"):
        Workbook("Needs", published, contact=" ")


def test_another_ending_than_xlsx_is_refused(published: Release, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"needs\.xls' does not end"):
        workbook(published).save(tmp_path / "needs.xls")


def test_a_folder_that_cannot_be_written_is_one_sentence(published: Release, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match=r"^needs\.xlsx could not be written to its folder"):
        workbook(published).save(tmp_path / "file" / "needs.xlsx")


def test_a_folder_of_that_name_is_one_sentence(published: Release, tmp_path: Path) -> None:
    (tmp_path / "needs.xlsx").mkdir()
    with pytest.raises(OutputError, match=r"^needs\.xlsx (could not be written|is open in another)"):
        workbook(published).save(tmp_path / "needs.xlsx")
