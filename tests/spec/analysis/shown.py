"""What a table shows in one row, or in one column, for tests to compare with figures that a reader can check."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from needskit.table.table import Table


def row(table: Table, **at: str) -> dict[str, float]:
    """Return the figures of the one row that stands there."""
    [found] = rows(table, **at).to_dict("records")
    return {str(name): value for name, value in found.items()}


def rows(table: Table, **at: str) -> pd.DataFrame:
    """Return the rows of these levels."""
    frame = table.to_frame()
    for dimension, level in at.items():
        frame = frame[frame[dimension] == level]
    return frame


def figures(table: Table, *names: str, **at: str) -> dict[str, list[float]]:
    """Return some figures of each row, by the label of its last dimension; -1 where a row has none."""
    frame = rows(table, **at)
    labels = frame[table.dimensions[-1].name]
    values = frame[list(names)].astype("Float64").fillna(-1).to_numpy(dtype=float)
    return dict(zip(labels, values.tolist(), strict=True))
