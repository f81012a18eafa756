"""A table with many figures is printed on several pages beside each other, its labels on each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

import needskit as nk

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
    assert int(sheets["wide"].page_setup.fitToWidth or 0) > 1
    assert sheets["wide"].print_title_cols == "$A:$B"
    assert [sheets["wide"].cell(9, column).value for column in (1, 2)] == ["25 and over", "Accommodation"]
