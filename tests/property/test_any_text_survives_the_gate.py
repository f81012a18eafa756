"""Whatever text comes, the cell read back holds it as words, and nothing becomes live."""

from __future__ import annotations

import io

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook as Book
from openpyxl import load_workbook

from needskit.errors import OutputError
from needskit.output.excel.gate import CUT, LONGEST, cell_text, write
from needskit.output.excel.grid import Kind

HOSTILE = (
    '=HYPERLINK("http://example.org","x")',
    "{=1}",
    "#N/A",
    "_x0041_",
    "__x000a__x0041_",
    "\r\n\t\x00\x1f\x7f\ufffe\ud800",
    "\U0001f600 \u202eabc \u05e9\u05dc\u05d5\u05dd",
    " leading and trailing \n",
    "'",
    "A" * 40_000,
    "_x0041_" * 6_000,
    "\U0001f600" * 20_000,
)


def read_back(*texts: str) -> list[object]:
    book = Book()
    sheet = book.worksheets[0]
    for row, text in enumerate(texts, start=1):
        cell = sheet.cell(row, 1)
        write(cell, text, Kind.TEXT)  # type: ignore[arg-type] # a new sheet has no merged cells
    file = io.BytesIO()
    book.save(file)
    read = load_workbook(file).worksheets[0]
    cells = [read.cell(row, 1) for row in range(1, len(texts) + 1)]
    assert {cell.data_type for cell in cells if cell.value is not None} <= {"s"}
    return [cell.value for cell in cells]


@given(st.lists(st.text(), min_size=1, max_size=20))
@example(list(HOSTILE))
@settings(max_examples=60, deadline=None)
def test_text_read_back_is_the_cleaned_text(texts: list[str]) -> None:
    assert read_back(*texts) == [cell_text(text) or None for text in texts]


@given(st.text())
def test_cleaning_twice_changes_nothing_but_escapes(text: str) -> None:
    once = cell_text(text)
    assert cell_text(once.replace("_x005F_", "_")) == once


@given(st.text(min_size=1), st.integers(1, 70_000))
def test_no_text_is_longer_than_a_cell_and_a_cut_is_said(text: str, times: int) -> None:
    written = cell_text((text * times)[:100_000])
    assert len(written.encode("utf-16-le")) <= 2 * LONGEST
    if len(cell_text(text)) * times > 2 * LONGEST and times < 100_000 // len(text):
        assert written.endswith(CUT)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), None, True, b"x", 1.5])
def test_the_gate_refuses_what_is_no_count(value: object) -> None:
    cell = Book().worksheets[0].cell(1, 1)
    with pytest.raises(OutputError, match="finite number"):
        write(cell, value, Kind.COUNT)  # type: ignore[arg-type] # that is the test


@pytest.mark.parametrize("value", [float("nan"), float("-inf"), None, False])
def test_the_gate_refuses_what_is_no_figure(value: object) -> None:
    cell = Book().worksheets[0].cell(1, 1)
    with pytest.raises(OutputError, match="finite number"):
        write(cell, value, Kind.FIGURE)  # type: ignore[arg-type] # that is the test
