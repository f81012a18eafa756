"""Drawn tables: a test shows the extract as a reader would see it, columns apart by bars."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pandas as pd
import pytest

import needskit as nk

if TYPE_CHECKING:
    from pathlib import Path

# Asserts there are shown in full where they fail, whoever imports it first.
pytest.register_assert_rewrite("tests.spec.damage.proof")

Draw = Callable[[str], pd.DataFrame]


@pytest.fixture(scope="session")
def draw() -> Draw:
    """Return the table of a drawing, every cell a text."""

    def table(drawing: str) -> pd.DataFrame:
        lines = [[cell.strip() for cell in line.split("|")] for line in drawing.strip().splitlines()]
        return pd.DataFrame(lines[1:], columns=lines[0], dtype="str")

    return table


@pytest.fixture(scope="session")
def read(draw: Draw) -> Callable[..., nk.Cohort]:
    """Return the cohort of a drawing, a DataFrame or a file."""

    def cohort(source: str | pd.DataFrame | Path, **settings: object) -> nk.Cohort:
        extract = draw(source) if isinstance(source, str) else source
        said = {"population": "people in a test", "as_at": "2025-12-31", **settings}
        # The settings are those of the test; mypy cannot see which.
        reader: Callable[..., nk.Cohort] = nk.read_cohort
        return reader(extract, **said)

    return cohort


@pytest.fixture
def save(tmp_path: Path) -> Callable[[str, str | bytes], Path]:
    """Return a file with this name and these contents."""

    def write(name: str, contents: str | bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(contents if isinstance(contents, bytes) else contents.encode())
        return path

    return write
