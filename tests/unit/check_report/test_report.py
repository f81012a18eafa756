"""The report of a check says what is wrong, where in the analyst's own file, and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import needskit as nk
from needskit.check_report import write_check_report
from needskit.cohort.problems import Problem
from needskit.cohort.rules import mend
from needskit.output.excel.gate import cell_text

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet
    from tests.unit.check_report.conftest import MakeProblem, MakeSource, Report

HEADERS = {"person_id": "CRN", "sex": "Gender", "index_date": "Release Date"}
COLUMNS = {
    "person_id": ["X1", "X2", "X3", ""],
    "sex": ["F", "?", "M", "?"],
    "index_date": ["2024-01-01", "31/13/2024", "", "2024-02-01"],
}


def table(sheet: Worksheet, number: int = 0) -> list[dict[str, object]]:
    """Give the rows of an Excel table by heading, as Excel would show them."""
    reference = list(sheet.tables.values())[number].ref
    header, *rows = [[cell.value for cell in row] for row in sheet[reference]]
    return [dict(zip(map(str, header), row, strict=True)) for row in rows]


def lines(sheet: Worksheet) -> list[str]:
    return [str(row[0].value) for row in sheet.iter_rows(max_col=1) if row[0].value is not None]


def test_a_problem_is_shown_at_its_row_under_the_header_of_the_file_with_what_is_there(
    report: Report, source: MakeSource, problem: MakeProblem
) -> None:
    book = report([problem("not_in_code_list", "sex", [6, 8])], [source(COLUMNS, headers=HEADERS, first_row=5)])

    first, second = table(book["Problems"])
    assert first == {
        "Severity": "warning",
        "Source": "probation",
        "Sheet": "Needs",
        "Row in your file": 6,
        "Your column": "Gender",
        "What is there": "?",
        "What is wrong": "Wants something else.",
        "What to do": mend("not_in_code_list"),
        "Rule": "not_in_code_list",
    }
    assert second["Row in your file"] == 8


def test_summary_has_a_row_a_rule_and_then_what_became_of_records(
    report: Report, source: MakeSource, problem: MakeProblem
) -> None:
    flow = [("probation", "received", 4), ("probation", "kept", 3)]
    book = report([problem("no_identifier", "", [5])], [source(COLUMNS, headers=HEADERS)], flow=flow)

    [rule] = table(book["Summary"])
    assert (rule["Your column"], rule["Rows"], rule["What was done"]) == ("(the whole row)", 1, "Counted as not known.")
    assert rule["What to do"] == mend("no_identifier")
    assert [tuple(row.values()) for row in table(book["Summary"], 1)] == flow


def test_errors_come_before_warnings_before_notes_on_every_sheet(
    report: Report, source: MakeSource, problem: MakeProblem
) -> None:
    found = [
        problem("same_day", "index_date", [2], severity="note"),
        problem("not_a_date", "index_date", [3]),
        problem("conflicting_records", "person_id", [5], severity="error"),
    ]
    book = report(found, [source(COLUMNS, headers=HEADERS)])

    for sheet in ("Summary", "Problems"):
        assert [row["Severity"] for row in table(book[sheet])] == ["error", "warning", "note"], sheet
    assert [row["Severity"] for row in table(book["Data probation"])] == ["error", "warning", "note", "none"]


def test_every_sheet_first_says_what_it_holds_and_from_which_file(
    report: Report, source: MakeSource, problem: MakeProblem
) -> None:
    iom = source({"person_id": ["X1"]}, name="iom", file="iom.csv", sheet="")
    book = report([problem("no_identifier", "", [5])], [source(COLUMNS), iom])

    assert book.sheetnames == ["Summary", "Problems", "Data probation", "Data iom"]
    assert [sheet.sheet_view.tabSelected for sheet in book.worksheets] == [True, False, False, False]
    for sheet in book.worksheets:
        warning, *after = lines(sheet)
        assert warning.startswith("Personal data")
        assert "Do not publish" in warning
        assert "do not send it on" in warning
        assert after[0].startswith("From the file iom.csv" if sheet.title == "Data iom" else "From the file probation")
    assert "sheet Needs" in lines(book["Summary"])[1]
    assert lines(book["Summary"])[2] == "From the file iom.csv (source iom)."


def test_no_row_is_listed_twice_for_one_rule_and_the_worse_severity_stays(
    report: Report, source: MakeSource, problem: MakeProblem
) -> None:
    found = [problem("not_a_date", "index_date", [2, 3, 3]), problem("not_a_date", "index_date", [3], severity="error")]
    book = report(found, [source(COLUMNS)])

    listed = [(row["Severity"], row["Row in your file"]) for row in table(book["Problems"])]
    assert listed == [("error", 3), ("warning", 2)]


def test_rows_beyond_the_most_are_counted_and_no_long_rule_hides_a_short_one(
    report: Report, source: MakeSource, problem: MakeProblem
) -> None:
    long = source({"person_id": ["X"] * 100, "sex": ["?"] * 100})
    found = [
        problem("not_in_code_list", "sex", list(range(2, 102))),
        problem("conflicting_records", "person_id", [50], severity="error"),
        problem("no_identifier", "", [7, 8]),
    ]
    book = report(found, [long], most_rows=10)

    assert [row["Rule"] for row in table(book["Problems"])] == [
        "conflicting_records",
        *["not_in_code_list"] * 7,
        *["no_identifier"] * 2,
    ]
    assert "93 more are not listed; the worksheet Summary counts them all." in lines(book["Problems"])
    assert [row["Row in your file"] for row in table(book["Data probation"])] == [50, *range(2, 11)]
    assert any(line.startswith("10 of the 100 rows") for line in lines(book["Data probation"]))


def test_a_cell_that_breaks_a_rule_is_told_in_words_and_by_border_fill_and_bold(
    report: Report, source: MakeSource, problem: MakeProblem
) -> None:
    book = report([problem("not_in_code_list", "sex", [3])], [source(COLUMNS, headers=HEADERS)])

    sheet = book["Data probation"]
    [reference] = [found.ref for found in sheet.tables.values()]
    header, broken, sound, *_ = sheet[reference]
    assert [cell.value for cell in header] == [
        "Row in your file", "Severity", "What is wrong", "CRN", "Gender", "Release Date",
    ]  # fmt: skip
    row, severity, words, crn, gender, release = broken
    assert (row.value, severity.value, gender.value) == (3, "warning", "?")
    assert words.value.startswith("warning: Gender: ")
    assert gender.border.left.style == "medium"
    assert gender.fill.fill_type == "solid"
    assert gender.font.bold
    plain = (row, severity, crn, release, *sound)
    assert not any(cell.font.bold or cell.fill.fill_type or cell.border.left for cell in plain)


def test_a_rule_about_a_whole_row_marks_its_number(report: Report, source: MakeSource, problem: MakeProblem) -> None:
    book = report([problem("no_identifier", "", [5])], [source(COLUMNS)])

    sheet = book["Data probation"]
    [reference] = [found.ref for found in sheet.tables.values()]
    assert [bool(cell.font.bold) for cell in sheet[reference][1]] == [True, *[False] * 5]


def test_a_large_source_shows_only_rows_with_a_problem(
    report: Report, source: MakeSource, problem: MakeProblem
) -> None:
    large = source({"person_id": [f"X{place}" for place in range(2_001)]})
    untouched = source({"person_id": [f"Y{place}" for place in range(2_001)]}, name="iom")
    book = report([problem("check_letter", "person_id", [9, 7])], [large, untouched])

    assert [row["Row in your file"] for row in table(book["Data probation"])] == [7, 9]
    assert "Data iom" not in book.sheetnames


def test_a_row_that_was_not_read_and_a_column_that_is_not_there_are_said_to_be_so(
    report: Report, source: MakeSource, problem: MakeProblem
) -> None:
    found = [
        problem("after_as_at", "index_date", [4, 99]),
        problem("age_differs", "age", [2]),
        problem("not_in_the_cohort", "person_id", [3], source="a source that was not read"),
    ]
    book = report(found, [source(COLUMNS)])

    assert [row["What is there"] for row in table(book["Problems"])] == [
        "(empty)", "(not read)", "(no such column)", "(no such column)",
    ]  # fmt: skip


def test_an_extract_without_a_fault_is_said_to_have_none(report: Report, source: MakeSource) -> None:
    book = report([], [source(COLUMNS)])

    assert "No rule is broken." in lines(book["Summary"])
    assert "No single row breaks a rule." in lines(book["Problems"])
    assert not book["Summary"].tables
    assert {row["Severity"] for row in table(book["Data probation"])} == {"none"}


def test_a_note_about_the_file_has_no_row_among_the_problems(report: Report, source: MakeSource) -> None:
    note = Problem("column_not_used", "", "note", 0, "1 column has no standard name.", "Not read.")
    book = report([note], [source(COLUMNS)])

    [row] = table(book["Summary"])
    assert (row["Your column"], row["Source"], row["Rows"]) == ("(the whole file)", "probation", 0)
    assert "No single row breaks a rule." in lines(book["Problems"])


def test_headings_and_tabs_that_are_alike_or_illegal_are_told_apart(
    report: Report, source: MakeSource, problem: MakeProblem
) -> None:
    alike = {"sex": "Code", "ethnicity": "CODE", "district": "  ", "iom": "Severity"}
    columns = {name: ["x"] for name in alike}
    names = ["a/b:c" + "d" * 40, "A?B*C" + "d" * 40]
    sources = [source(columns, headers=alike, name=name) for name in names]
    book = report([problem("not_in_code_list", "sex", [2], source=names[0])], sources)

    assert book.sheetnames[2:] == ["Data a b c" + "d" * 21, "Data A B C" + "d" * 19 + " 2"]
    assert list(table(book.worksheets[2])[0])[3:] == ["Code", "CODE (ethnicity)", "district", "Severity (iom)"]
    tables = [name for sheet in book.worksheets for name in sheet.tables]
    assert len({name.lower() for name in tables}) == len(tables) == 4


HOSTILE = ["=1+1", "+1", "-1", "@x", "'x", "_x0041_", "a\x00b", "#N/A", "x" * 40_000, "a\r\nb", "{=1}"]


def test_hostile_text_stays_text_wherever_it_stands(report: Report, source: MakeSource, problem: MakeProblem) -> None:
    bad = source(
        {"sex": [text.strip() for text in HOSTILE]},
        name="=name_x0041_",
        file="=file",
        sheet="=sheet",
        headers={"sex": "=HYPERLINK_x0041_\ud800"},
    )
    found = problem("not_in_code_list", "sex", list(range(2, 2 + len(HOSTILE))), source=bad.name)
    book = report([found], [bad])

    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert all(cell.quotePrefix for cell in cells if str(cell.value).startswith("="))
    shown = [row["What is there"] for row in table(book["Problems"])]
    assert shown == [cell_text(text) or "(empty)" for text in HOSTILE]


# No file that is read can hold a NUL, and some versions of pandas end a text at it.
@given(texts=st.lists(st.text(st.characters(exclude_characters="\0"), max_size=20), min_size=1, max_size=8))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_comes_back_as_the_gate_lets_it_through(
    report: Report, source: MakeSource, problem: MakeProblem, texts: list[str]
) -> None:
    any_source = source({"sex": texts})
    book = report([problem("not_in_code_list", "sex", list(range(2, 2 + len(texts))))], [any_source])

    shown = [row["What is there"] for row in table(book["Problems"])]
    assert shown == [(cell_text(text) or None) if (text := kept.strip()) else "(empty)" for kept in texts]


def test_no_repr_shows_a_value(source: MakeSource) -> None:
    assert "X1" not in repr(source(COLUMNS))


def test_twice_the_same_check_gives_the_same_bytes(source: MakeSource, problem: MakeProblem, tmp_path: Path) -> None:
    found = [problem("not_in_code_list", "sex", [3, 5])]
    paths = [
        write_check_report(tmp_path / name, problems=found, flow=[], sources=[source(COLUMNS)])
        for name in ("a.xlsx", "b.xlsx")
    ]

    assert paths[0].read_bytes() == paths[1].read_bytes()


@pytest.mark.parametrize("most_rows", [0, 2_000_000])
def test_a_number_of_rows_that_no_worksheet_can_have_is_refused(
    report: Report, source: MakeSource, most_rows: int
) -> None:
    with pytest.raises(nk.UsageError, match="most_rows wants"):
        report([], [source(COLUMNS)], most_rows=most_rows)


def test_a_report_of_no_source_is_refused(report: Report) -> None:
    with pytest.raises(nk.UsageError, match="at least one source"):
        report([], [])
