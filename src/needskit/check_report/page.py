"""What stands on each worksheet of the report, before it is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from needskit.check_report.sources import CheckedSource

PERSONAL = "Personal data: this workbook holds values of records. Do not publish it and do not send it on."
"""What every worksheet says first."""

ROW = "Row in your file"
"""The heading of row numbers, which are no counts: they have no commas."""

WIDE = 48.0
"""How wide a column of words may be, in digits."""

NARROW = 30.0
"""How wide a column of the analyst's own file may be."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, and how wide it may be at most, in digits."""

    heading: str
    widest: float = WIDE


@dataclass(frozen=True, slots=True, repr=False)
class Block:
    """One Excel table.

    Parameters
    ----------
    heading
        The words above it; empty for none.
    columns
        Their headings differ, whatever their case.
    rows
        As long as there are columns, and at least one.
    marked
        Row and column, from 0, of the cells that break a rule.
    """

    heading: str
    columns: tuple[Column, ...]
    rows: Sequence[tuple[str | int, ...]]
    marked: AbstractSet[tuple[int, int]] = frozenset()


@dataclass(frozen=True, slots=True, repr=False)
class Page:
    """One worksheet: the files it is from, what it is, lines of words, then its tables."""

    tab: str
    files: tuple[str, ...]
    title: str
    lines: tuple[str, ...]
    blocks: tuple[Block, ...]


def from_files(sources: Sequence[CheckedSource]) -> tuple[str, ...]:
    """Say which files a worksheet is from, a line a source."""
    return tuple(f"From the file {source.place} (source {source.name})." for source in sources)
