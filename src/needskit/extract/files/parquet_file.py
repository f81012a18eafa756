"""A Parquet file as text: only the columns that are wanted are read."""

from __future__ import annotations

import io
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from needskit.errors import DataError, UsageError
from needskit.extract.files.columns import Columns
from needskit.extract.files.in_memory import texts_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa
    from pyarrow import parquet


@dataclass(frozen=True, slots=True, repr=False)
class ParquetCells:
    """A Parquet file, opened; row 0 is the names of its columns."""

    file: parquet.ParquetFile

    def top(self, rows: int) -> tuple[tuple[str, ...], ...]:
        """Return the names of the columns and the first rows as texts."""
        first = next(self.file.iter_batches(batch_size=rows - 1), None)
        columns = [] if first is None else [_texts(column).str.strip() for column in first.columns]
        return (tuple(name.strip() for name in self.file.schema_arrow.names), *zip(*columns, strict=True))

    def columns(self, header: int, positions: Mapping[str, int]) -> Columns:
        """Return the columns at these positions of all rows; a database writes no notes below them."""
        names = self.file.schema_arrow.names
        every = len(set(names)) < len(names)
        table = self.file.read(None if every else sorted({names[position] for position in positions.values()}))
        found = {
            position: _texts(table.column(position if every else names[position])).iloc[header:]
            for position in set(positions.values())
        }
        frame = pd.DataFrame({name: found[position] for name, position in positions.items()}).reset_index(drop=True)
        return Columns(frame, header + 1, *np.zeros((2, len(frame)), dtype=bool))


def open_parquet(name: str, content: bytes) -> ParquetCells:
    """Open a Parquet file.

    Raises
    ------
    UsageError
        If pyarrow is not installed.
    DataError
        If the file is not a Parquet file.
    """
    if find_spec("pyarrow") is None:
        message = (
            f"{name}, Parquet: this kind of file wants the package pyarrow (python -m pip install pyarrow). "
            "Or save it as CSV."
        )
        raise UsageError(message)
    import pyarrow as pa  # noqa: PLC0415 - an optional extra
    from pyarrow import parquet  # noqa: PLC0415

    try:
        return ParquetCells(parquet.ParquetFile(io.BytesIO(content)))
    except (pa.ArrowInvalid, OSError):
        message = f"{name} is not a Parquet file that can be read. Export it again, or save it as CSV UTF-8."
    raise DataError(message)


def _texts(column: pa.Array | pa.ChunkedArray) -> pd.Series:
    """Return a column as texts; whole numbers by way of text, as pandas would make floats of those with gaps."""
    import pyarrow as pa  # noqa: PLC0415 - an optional extra

    if pa.types.is_integer(column.type):
        column = column.cast(pa.string())
    return texts_of(column.to_pandas())
