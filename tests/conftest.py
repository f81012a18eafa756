"""Drawn tables, in which a test shows the extract as a reader would see it; files; real data if there are any."""

from __future__ import annotations

import csv
import gc
import io
import os
from collections.abc import Callable, Sequence
from pathlib import Path

import pandas as pd
import pytest

import needskit as nk

# Asserts there are shown in full where they fail, whoever imports it first.
pytest.register_assert_rewrite("tests.spec.damage.proof")

Draw = Callable[[str], pd.DataFrame]
CHECKOUT = Path(__file__).parents[1]


def pytest_collection_finish() -> None:
    """Leave out of every later search for garbage what stays until the end: a fifth of the time went into that."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)


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


@pytest.fixture(scope="session")
def real_data() -> Callable[[str], Path]:
    """Give what finds a file of real data, none of which the repository holds, or skips the test."""
    named = os.environ.get("NEEDSKIT_DATA")
    folder = Path(named) if named else CHECKOUT.parent / "shared" / "data"

    def find(name: str) -> Path:
        if not (folder / name).is_file():
            pytest.skip(f"{name} is not in the repository: name the folder that holds it in NEEDSKIT_DATA")
        return folder / name

    return find


@pytest.fixture(scope="session")
def csv_of() -> Callable[[Sequence[Sequence[str]]], str]:
    """Return what a CSV file of these rows holds."""

    def text(rows: Sequence[Sequence[str]]) -> str:
        held = io.StringIO()
        csv.writer(held).writerows(rows)
        return held.getvalue()

    return text
