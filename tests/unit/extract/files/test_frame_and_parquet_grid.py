"""A DataFrame and a Parquet file have their column names in row 0, and typed columns become texts."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from needskit.errors import DataError, UsageError
from needskit.extract.files.grid import open_grid

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FRAME = pd.DataFrame(
    {
        "CRN": ["007", "008", "009"],
        "age": pd.Series([24, None, 30], dtype="Int64"),
        "score": [2.5, 3.0, None],
        "iom": pd.Series([True, None, False], dtype="object"),
        "index_date": pd.to_datetime(pd.Series(["2024-02-29", None, "2023-12-31"])),
        "sex": pd.Categorical(["f", None, "m"]),
    }
)
ROWS = (
    ("CRN", "age", "score", "iom", "index_date", "sex"),
    ("007", "24", "2.5", "yes", "2024-02-29", "f"),
    ("008", "", "3.0", "", "", ""),
    ("009", "30", "", "no", "2023-12-31", "m"),
)


def test_the_names_of_the_columns_are_row_0_and_the_first_record_is_row_1() -> None:
    grid = open_grid(FRAME, sheet=None)
    assert (grid.name, grid.sheet, grid.sha256, grid.details) == ("the DataFrame", "", "", "in memory")
    assert grid.top == ROWS
    columns = grid.columns(0, {"person_id": 0, "age": 1, "same": 1})
    assert columns.first_row == 1
    assert columns.frame["same"].tolist() == columns.frame["age"].tolist() == ["24", "", "30"]


def test_a_row_of_the_frame_may_be_the_header() -> None:
    frame = pd.DataFrame([["Extract", None], ["CRN", "Sex"], ["1", "f"]], index=[5, 5, 5])
    columns = open_grid(frame, sheet=None).columns(2, {"person_id": 0})
    assert (columns.frame["person_id"].tolist(), columns.first_row) == (["1"], 3)


def test_parquet_gives_the_texts_of_the_frame(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    FRAME.to_parquet(tmp_path / "extract.parquet")
    grid = open_grid(tmp_path / "extract.parquet", sheet=None)
    assert (grid.details, grid.top) == ("Parquet", ROWS)
    columns = grid.columns(0, {name: position for position, name in enumerate(ROWS[0])} | {"again": 0})
    assert columns.first_row == 1
    assert columns.frame.drop(columns="again").to_numpy().tolist() == [list(row) for row in ROWS[1:]]
    assert columns.frame["again"].tolist() == ["007", "008", "009"]


def test_parquet_keeps_every_figure_of_a_number_beside_a_gap(tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    from pyarrow import parquet  # noqa: PLC0415 - an optional extra

    table = pa.table({"id": pa.array([9007199254740993, None]), "born": pa.array([dt.date(1990, 2, 28), None])})
    parquet.write_table(table, tmp_path / "extract.parquet")
    frame = open_grid(tmp_path / "extract.parquet", sheet=None).columns(0, {"id": 0, "born": 1}).frame
    assert frame.to_numpy().tolist() == [["9007199254740993", "1990-02-28"], ["", ""]]


def test_parquet_wants_a_package_more(tmp_path: Path, without: Callable[[str], None]) -> None:
    path = tmp_path / "extract.parquet"
    path.write_bytes(b"person_id\n1\n")
    with pytest.raises(DataError, match=r"^extract\.parquet is not a Parquet file that can be read"):
        open_grid(path, sheet=None)
    without("pyarrow")
    with pytest.raises(UsageError, match=r"^extract\.parquet, Parquet: this kind of file wants the package pyarrow"):
        open_grid(path, sheet=None)
