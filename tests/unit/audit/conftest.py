"""Workbooks for the auditor: one of ours, and what somebody does to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook

import needskit as nk
from needskit.output import structure

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from openpyxl import Workbook as Opened
    from openpyxl.worksheet.worksheet import Worksheet

    from needskit.audit.report import Audit
    from needskit.disclosure.released import Release, ReleasedTable
    from needskit.table.table import Table
    from needskit.table.whom import Whom


class Case:
    """A released workbook on disk, its structure, and the tables that it was made of."""

    def __init__(self, folder: Path, *, people: int = 400, seed: int = 3) -> None:
        self.folder = folder
        extract = nk.synthetic_people(people=people, seed=seed)
        cohort = nk.read_cohort(extract, population="made-up people", as_at="2025-12-31")
        self.tables: list[Table] = [
            nk.needs.prevalence(cohort),
            nk.needs.prevalence(cohort, by="sex"),
            nk.overlap.number_of_needs(cohort),
            nk.overlap.pairs(cohort),
        ]
        self.release: Release = nk.release(self.tables)
        self.structure: dict[str, Any] = nk.structure_of(self.release)
        self.path = nk.needs_assessment(cohort, self.release, contact="us").save(folder / "needs.xlsx")
        nk.write_tidy(self.release, folder / "tidy")

    def tampered(self, change: Callable[[Opened], None]) -> Audit:
        """Return what is found after somebody changed the workbook, without looking for worlds."""
        book = load_workbook(self.path)
        change(book)
        book.save(self.folder / "tampered.xlsx")
        return nk.audit_workbook(self.folder / "tampered.xlsx", structure=self.structure, programs=0)

    def true(self, table: int, row: int) -> tuple[int, int]:
        """Return the true count and denominator of a row."""
        made = self.tables[table].to_frame().iloc[row]
        return int(made["count"]), int(made["out_of"])

    def truths(self) -> list[int]:
        """Return the true number of each of the counts of the structure."""
        places: dict[Whom, int] = {}
        for table in self.release:
            for cell in table.cells:
                structure._row(cell, places, _ranked_by(table))  # noqa: SLF001 - the order of the counts
        true = {whom: number for table in self.tables for whom, number in table.counts.items()}
        return [true[whom] for whom in places]


def _ranked_by(table: ReleasedTable) -> int | None:
    last = table.dimensions[-1]
    return last.sized_by if any(level.rare_in for level in last.levels) else None


def header_row(sheet: Worksheet) -> int:
    """Return the number of the row of words over the columns of the table of a sheet."""
    return int(next(iter(sheet.tables.values())).ref.split(":")[0].lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))


@pytest.fixture(scope="session")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    return Case(tmp_path_factory.mktemp("audited"))
