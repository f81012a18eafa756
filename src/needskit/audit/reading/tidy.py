"""A folder of tidy files read back from disk."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from needskit.audit.reading.grid import Grid
from needskit.errors import OutputError

if TYPE_CHECKING:
    from pathlib import Path

    from needskit.audit.reading.grid import Value


def read_tidy(folder: Path) -> tuple[Grid, ...]:
    """Read every CSV file of a folder.

    Raises
    ------
    OutputError
        If there is no such folder, or a file of it cannot be read.
    """
    if not folder.is_dir():
        message = f"There is no folder '{folder.name}'. Give the one that the tidy files are in."
        raise OutputError(message)
    return tuple(_grid(path) for path in sorted(folder.glob("*.csv")))


def _grid(path: Path) -> Grid:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            header, *rows = list(csv.reader(file)) or [[]]
    except (OSError, UnicodeDecodeError, csv.Error):
        message = f"'{path.name}' cannot be read as a CSV in UTF-8."
        raise OutputError(message) from None
    width = len(header)
    texts = [(*row, *([""] * width))[:width] for row in rows]
    return Grid(
        path.name,
        tuple(header),
        tuple(tuple(_value(text) for text in row) for row in texts),
        tuple(tuple(_decimals(text) for text in row) for row in texts),
        2,
        tidy=True,
    )


def _value(text: str) -> Value:
    try:
        return float(text)
    except ValueError:
        return text or None


def _decimals(text: str) -> int | None:
    """Return how many decimals are written: what a file of texts stores is what it shows."""
    return len(text.partition(".")[2]) if isinstance(_value(text), float) else None
