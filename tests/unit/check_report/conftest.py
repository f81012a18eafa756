"""A small source with known faults, and its report read back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from openpyxl import load_workbook

from needskit.check_report import CheckedSource, write_check_report
from needskit.cohort.problems import Problem, Severity
from needskit.extract.files.raw import Tokens

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl.workbook.workbook import Workbook

MakeSource = Callable[..., CheckedSource]
MakeProblem = Callable[..., Problem]
Report = Callable[..., "Workbook"]


def source_of(
    columns: dict[str, list[str]],
    *,
    name: str = "probation",
    file: str = "probation.xlsx",
    sheet: str = "Needs",
    headers: dict[str, str] | None = None,
    first_row: int = 2,
) -> CheckedSource:
    rows = len(next(iter(columns.values())))
    return CheckedSource(
        name=name,
        file=file,
        sheet=sheet,
        headers=headers or {},
        row_numbers=np.arange(first_row, first_row + rows),
        texts={column: Tokens.of(pd.Series(texts, dtype="str")) for column, texts in columns.items()},
    )


def problem_of(
    rule: str, column: str, at: list[int], *, severity: Severity = "warning", source: str = "probation"
) -> Problem:
    wanted, done = "wants something else.", "Counted as not known."
    return Problem(rule, column, severity, len(at), wanted, done, at=np.array(at, dtype=np.int64), source=source)


@pytest.fixture
def source() -> MakeSource:
    return source_of


@pytest.fixture
def problem() -> MakeProblem:
    return problem_of


@pytest.fixture
def report(tmp_path: Path) -> Report:
    """Give what writes a report and reads it back."""

    def written(
        problems: list[Problem],
        sources: list[CheckedSource],
        *,
        flow: list[tuple[str, str, int]] | None = None,
        most_rows: int = 20_000,
    ) -> Workbook:
        path = write_check_report(
            tmp_path / "check.xlsx", problems=problems, flow=flow or [], sources=sources, most_rows=most_rows
        )
        return load_workbook(path)

    return written
