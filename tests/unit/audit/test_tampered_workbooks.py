"""A workbook of ours is clean; whatever somebody does to it afterwards is caught, and named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl.comments import Comment
from tests.unit.audit.conftest import header_row

import needskit as nk

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl import Workbook as Opened
    from tests.unit.audit.conftest import Case

NEEDS, COUNT, OUT_OF, PERCENTAGE = "Table 1", 2, 3, 5


def test_our_own_workbook_and_its_tidy_files_are_clean(case: Case) -> None:
    found = nk.audit_workbook(case.path, tidy=case.folder / "tidy", programs=2000)

    assert found.findings == ()
    assert found.exit_code == 0
    learnt = found.learnt
    assert (learnt.exact, learnt.known_small, learnt.two_candidates, learnt.not_settled) == (0, 0, 0, 0)
    assert learnt.least_width is not None
    assert learnt.least_width >= 2


def test_against_the_true_counts_nothing_sensitive_is_learnt(case: Case) -> None:
    found = nk.audit_workbook(case.path, structure=case.structure, truths=case.truths(), programs=2000)

    assert found.learnt.sensitive
    assert (found.learnt.exact, found.learnt.known_small, found.learnt.two_candidates) == (0, 0, 0)
    assert found.learnt.mean_error is not None
    assert 0 < found.learnt.mean_error <= 4


def test_a_true_count_pasted_in_is_caught(case: Case) -> None:
    row = next(row for row in range(8) if case.true(0, row)[0] % 5)

    def paste(book: Opened) -> None:
        sheet = book[NEEDS]
        sheet.cell(header_row(sheet) + 1 + row, COUNT).value = case.true(0, row)[0]

    found = case.tampered(paste)
    assert found.fails
    assert {"A-BASE", "A-TWO-NUMBERS", "A-EXACT"} <= found.codes


def test_a_true_percentage_at_full_precision_is_caught_and_gives_both_counts_away(case: Case) -> None:
    row = next(row for row in range(8) if case.true(0, row)[0] % 5 and case.true(0, row)[1] % 5)

    def paste(book: Opened) -> None:
        sheet = book[NEEDS]
        count, out_of = case.true(0, row)
        sheet.cell(header_row(sheet) + 1 + row, PERCENTAGE).value = 100 * count / out_of

    found = case.tampered(paste)
    assert {"A-PERCENT", "A-PRECISION", "A-EXACT"} <= found.codes


def test_rows_sorted_by_true_counts_are_caught(case: Case) -> None:
    def sort(book: Opened) -> None:
        sheet = book[NEEDS]
        first = header_row(sheet) + 1
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=first, max_row=first + 7)]
        order = sorted(range(8), key=lambda place: case.true(0, place)[0])
        for place, of in enumerate(order):
            for column, value in enumerate(rows[of], start=1):
                sheet.cell(first + place, column).value = value

    assert "A-ORDER" in case.tampered(sort).codes


def test_what_is_hidden_or_said_aside_is_caught(case: Case) -> None:
    def hide(book: Opened) -> None:
        book.create_sheet("raw")["A1"] = 17
        book["raw"].sheet_state = "hidden"
        book[NEEDS].row_dimensions[9].hidden = True
        book["Cover"]["A1"].comment = Comment("17 really", "A")
        book["Notes"]["H40"] = 3
        book["Contents"]["D40"] = "=1+1"

    codes = case.tampered(hide).codes
    assert {"A-HIDDEN-SHEET", "A-HIDDEN-CELLS", "A-COMMENT", "A-OUTSIDE", "A-FORMULA"} <= codes


def test_a_chart_that_keeps_other_numbers_than_its_cells_is_caught(case: Case) -> None:
    def change(book: Opened) -> None:
        sheet = book[NEEDS]
        sheet.cell(header_row(sheet) + 1, PERCENTAGE).value = 1

    assert {"A-CHART", "A-PERCENT"} <= case.tampered(change).codes


def test_a_structure_of_another_file_is_said_to_be_so(case: Case, tmp_path: Path) -> None:
    told = {**case.structure, "tables": [{**case.structure["tables"][0], "sheet": "Elsewhere"}]}
    assert "A-TABLE" in nk.audit_workbook(case.path, structure=told, programs=0).codes
    assert tmp_path.exists()


def test_the_structure_holds_no_count(case: Case) -> None:
    shown = {float(value) for table in case.release for cell in table.cells for value in cell.figures.values()}
    assert shown
    assert {len(cell) for cell in case.structure["counts"]} == {2}
    assert set(case.structure["tables"][0]["rows"][0]) <= {"at", "counts", "estimate", "formulas", "ranked_by"}
