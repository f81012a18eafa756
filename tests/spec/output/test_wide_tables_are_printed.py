"""A table with many figures is printed on several pages beside each other, its labels on each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.cell_range import CellRange

import needskit as nk
from needskit.output.excel.layout import _filled

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet


@pytest.fixture(scope="module")
def sheets(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Worksheet]:
    """Return the worksheets of a narrow and of a wide table, by the question."""
    cohort = nk.read_cohort(nk.synthetic_people(people=200, seed=1), population="made-up people", as_at="2025-12-31")
    tables = nk.release([nk.transition.young_adults_share(cohort), nk.transition.needs(cohort)])
    path: Path = tmp_path_factory.mktemp("printed") / "book.xlsx"
    book = load_workbook(nk.Workbook(title="Printed", tables=tables, contact="us").save(path))
    return {"narrow": book["Table 1"], "wide": book["Table 2"]}


def test_a_narrow_table_is_printed_on_pages_as_wide_as_it_is(sheets: dict[str, Worksheet]) -> None:
    assert sheets["narrow"].page_setup.fitToWidth == 1
    assert not sheets["narrow"].print_title_cols


def test_a_wide_table_has_its_labels_on_every_page(sheets: dict[str, Worksheet]) -> None:
    assert sheets["wide"].print_title_cols == "$A:$B"
    assert [sheets["wide"].cell(9, column).value for column in (1, 2)] == ["25 and over", "Accommodation"]


def test_what_stands_above_a_wide_table_is_on_its_first_page_alone(sheets: dict[str, Worksheet]) -> None:
    sheet = sheets["wide"]
    first, *others = (CellRange(area.split("!")[-1].replace("$", "")) for area in str(sheet.print_area).split(","))

    assert others
    assert (first.min_col, first.min_row) == (1, 1)
    # The header is repeated on each page, so that the figures begin under it.
    assert {area.min_row for area in others} == {9}
    assert not getattr(sheet.sheet_properties.pageSetUpPr, "fitToPage", True)


def test_every_column_of_a_wide_table_is_on_one_page(sheets: dict[str, Worksheet]) -> None:
    sheet = sheets["wide"]
    areas = [CellRange(area.split("!")[-1].replace("$", "")) for area in str(sheet.print_area).split(",")]

    assert [column for area in areas for column in range(area.min_col, area.max_col + 1)] == list(
        range(1, sheet.max_column + 1)
    )
    assert {area.max_row for area in areas} == {sheet.max_row}


def test_an_estimate_and_its_limits_are_on_one_page(sheets: dict[str, Worksheet]) -> None:
    sheet = sheets["wide"]
    areas = [CellRange(area.split("!")[-1].replace("$", "")) for area in str(sheet.print_area).split(",")]
    begins = [str(sheet.cell(8, area.min_col).value) for area in areas[1:]]

    assert begins
    assert not [heading for heading in begins if heading.startswith(("Lower", "Upper"))]


def test_a_wide_table_is_shrunk_no_further_than_can_be_read(sheets: dict[str, Worksheet]) -> None:
    assert int(sheets["wide"].page_setup.scale or 0) >= 60


def test_the_first_page_goes_on_until_the_words_above_have_room() -> None:
    widths, blocks = (10.0, *([30.0] * 10)), ((1, 2), (3, 4), (5, 6, 7, 8), (9, 10))
    first, *_ = _filled(blocks, widths, 1, most=104.0, words=200.0)

    assert sum(widths[place] for place in first) >= 200
