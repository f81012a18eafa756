"""Made-up people on Parquet, a million at a time, as a warehouse would hold them. Nothing describes real people."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
from pyarrow import parquet

if TYPE_CHECKING:
    from pathlib import Path

    import numpy.typing as npt

NEEDS = (*("accommodation", "employment", "relationships", "lifestyle", "drugs", "alcohol", "thinking", "attitudes"),)
A_TIME = 1_000_000
YES, NO = "Y", "N"
ASSESSED = 0.9
FACTOR = 2_654_435_769
MANAGED_FROM, RECONVICTED_FROM = 2.5, 0.6
"""From which made-up score on."""


def write_people(path: Path, *, people: int, seed: int = 1) -> Path:
    """Write people to Parquet and return the file; the same number and seed give the same people."""
    if path.exists():
        return path
    draw = np.random.default_rng(seed)
    part = path.with_suffix(".part")
    writer = None
    for first in range(0, people, A_TIME):
        table = _people(draw, first, min(A_TIME, people - first))
        writer = writer or parquet.ParquetWriter(part, table.schema)
        writer.write_table(table)
    if writer is not None:
        writer.close()
    return part.replace(path)


def _people(draw: np.random.Generator, first: int, size: int) -> pa.Table:
    level = draw.normal(size=size)
    index = np.datetime64("2023-01-01", "D") + draw.integers(0, 365, size)
    born = index - (365.25 * (18 + draw.gamma(2.0, 8.0, size))).astype(np.int64)
    columns = {
        "person_id": pa.array([f"SYNTHETIC-{number:010}" for number in _in_no_order(first, size)]),
        "date_of_birth": pa.array(np.where(born < np.datetime64("1915-01-01"), np.datetime64("NaT"), born)),
        "index_date": pa.array(index),
        "sex": _texts(np.array(["M", "M", "M", "M", "M", "M", "M", "M", "F", ""])[draw.integers(0, 10, size)]),
        "district": _texts(np.array([f"District {letter}" for letter in "ABCDEFGHIJ"])[draw.integers(0, 10, size)]),
        "iom": _flags(level + draw.normal(size=size) > MANAGED_FROM),
        "reconvicted_12_months": _flags(level + draw.normal(size=size) > RECONVICTED_FROM),
    }
    # Whoever was not assessed has no answer to any need.
    asked = draw.random(size) < ASSESSED
    for place, need in enumerate(NEEDS):
        answers = np.where(2 * level + draw.normal(size=size) > place / 4, YES, NO)
        columns[f"need_{need}"] = pa.array(answers, mask=~asked)
    return pa.table(columns)


def _in_no_order(first: int, size: int) -> list[int]:
    """Return as many different numbers that are in no order, as identifiers of a warehouse are."""
    # An odd factor gives each number below 2 to the 32 another one.
    return ((np.arange(first, first + size, dtype=np.uint64) * np.uint64(FACTOR)) & np.uint64(2**32 - 1)).tolist()


def _texts(values: npt.NDArray[np.str_]) -> pa.Array:
    return pa.array(values)


def _flags(holds: npt.NDArray[np.bool_]) -> pa.Array:
    return pa.array(np.where(holds, YES, NO))
