"""A workbook is checked against the rules of accessible spreadsheets before it gets its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

import needskit as nk
from needskit.audit.accessible.check import check_as
from needskit.errors import OutputError
from needskit.output.audited import refuse_what_shuts_out

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    cohort = nk.read_cohort(nk.synthetic_people(people=60, seed=3), population="made-up people", as_at="2025-12-31")
    return nk.Workbook("Needs", nk.release([nk.needs.prevalence(cohort)]), contact="us").save(tmp_path / "needs.xlsx")


def test_a_workbook_that_breaks_an_essential_rule_is_refused_in_one_sentence_each(saved: Path) -> None:
    book = load_workbook(saved)
    book["Table 1"].merge_cells("A1:C1")
    book.save(saved)

    with pytest.raises(OutputError, match=r"The workbook was not kept, for it breaks [A-Z-]+ \("):
        refuse_what_shuts_out(saved, name="needs.xlsx")


def test_a_rule_that_is_desirable_refuses_nothing(saved: Path) -> None:
    refuse_what_shuts_out(saved, name="Needs of 2025.xlsx")

    assert check_as(saved, name="Needs of 2025.xlsx").of("desirable")
