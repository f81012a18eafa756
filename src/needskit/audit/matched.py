"""The figures of a file, each with whom it is said to count."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from needskit.audit.finding import Finding
from needskit.audit.reading.grid import is_hidden
from needskit.audit.worked import PERCENT, Worked, decimals_of, worked_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from needskit.audit.reading.grid import Grid, Value
    from needskit.audit.reading.structure import RowSaid, Structure, TableSaid, Terms

PLAIN = {
    *("count", "out_of", "not_known", "against_count", "against_out_of", "gained", "lost", "at_least"),
    *("events", "all_events", "against_events", "estimate", "lower", "upper", "comparator", "comparator_difference"),
}
"""Counts, what is worked back to them, and what an analyst gives; any other figure is made of more."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure that counts, as a file shows it.

    Parameters
    ----------
    terms
        Whom it counts.
    value
        The number, or the words that stand for it.
    grid, row, column
        Where it is.
    """

    terms: Terms
    value: Value
    grid: Grid
    row: int
    column: int

    @property
    def where(self) -> str:
        """Where it is, in words."""
        return self.grid.where(self.row, self.column)

    @property
    def number(self) -> float | None:
        """The number, if one is shown."""
        return self.value if isinstance(self.value, float) else None

    @property
    def is_hidden(self) -> bool:
        """Whether it is said that there is a number, which is hidden."""
        return is_hidden(self.value)


@dataclass(frozen=True, slots=True)
class MatchedRow:
    """A row of a file with what is said of it.

    Parameters
    ----------
    said
        What it counts.
    counts
        Its figures that count, by name.
    estimate, lower, upper
        As a percentage or a mean; None where no number is shown.
    decimals, limit_decimals
        How many the estimate has, and its limits.
    grid, place
        Where it is.
    has_more
        Whether it shows a figure that is not worked back to counts, such as a P value or a hazard ratio.
    worked
        Its figures that follow from few counts by a formula.
    """

    said: RowSaid
    counts: dict[str, Shown]
    estimate: float | None
    lower: float | None
    upper: float | None
    decimals: int
    limit_decimals: int
    grid: Grid
    place: int
    has_more: bool = False
    worked: tuple[Worked, ...] = ()

    @property
    def where(self) -> str:
        """Where it is, in words."""
        return self.grid.where(self.place)


@dataclass(frozen=True, slots=True)
class MatchedTable:
    """A table of a file beside what is said of it; ``order`` has for each of its rows the place that is said."""

    said: TableSaid
    grid: Grid
    rows: tuple[MatchedRow, ...]
    order: tuple[int, ...]


def matched(structure: Structure, grids: Sequence[Grid]) -> tuple[list[MatchedTable], list[Finding]]:
    """Find each table that the structure tells of among those of a file.

    Parameters
    ----------
    structure
        What the tables are said to hold.
    grids
        Tables of a workbook, or tidy files.

    Returns
    -------
    tuple
        The tables that were found, and what the file has too few or too many of.
    """
    found, wrong = [], []
    for said in structure.tables:
        names = {f"{said.key}.csv", said.sheet}
        grid = next((grid for grid in grids if grid.name in names), None)
        if grid is None:
            words = f"The table '{said.key}' is said to be in the file, and is not there."
            wrong.append(Finding("A-TABLE", "error", said.sheet or said.key, words, "Give the structure of this file."))
            continue
        table = _matched(said, grid)
        found.append(table)
        wrong += _rows_apart(table)
    return found, wrong


def _matched(said: TableSaid, grid: Grid) -> MatchedTable:
    width = max(len(said.dimensions), 1)
    waiting: dict[tuple[str, ...], list[int]] = {}
    for place, row in enumerate(said.rows):
        waiting.setdefault(tuple(map(_plain, row.at)), []).append(place)
    rows, order = [], []
    columns = _columns(said, grid)
    more = tuple(place for name, place in columns.items() if name.partition(" (")[0] not in PLAIN)
    for place, values in enumerate(grid.rows):
        if grid.tidy and not said.dimensions:
            labels: tuple[str, ...] = ("all",)
        else:
            labels = tuple(_plain(_as_words(value)) for value in values[:width])
        if waiting.get(labels):
            at = waiting[labels].pop(0)
            rows.append(_row(said, said.rows[at], grid, place, columns, more))
            order.append(at)
    return MatchedTable(said, grid, tuple(rows), tuple(order))


def _rows_apart(table: MatchedTable) -> Iterator[Finding]:
    mend = "Give the structure of this very file, or take out what does not belong to it."
    if len(table.rows) < len(table.said.rows):
        words = f"{len(table.said.rows) - len(table.rows)} rows that the structure tells of are not there."
        yield Finding("A-ROWS", "error", table.grid.name, words, mend)
    if len(table.rows) < len(table.grid.rows):
        words = f"{len(table.grid.rows) - len(table.rows)} rows are there that the structure does not tell of."
        yield Finding("A-ROWS", "error", table.grid.name, words, mend)


def _row(
    said: TableSaid, row: RowSaid, grid: Grid, place: int, columns: Mapping[str, int], more: Sequence[int]
) -> MatchedRow:
    counts = {
        name: Shown(terms, grid.rows[place][columns[name]], grid, place, columns[name])
        for name, terms in row.counts.items()
        if name in columns
    }
    of = row.estimate
    times = PERCENT if grid.tidy and of is not None and of.kind == "percentage" else 1.0
    worked = worked_in(said, row, grid, place, columns)
    back = {column for each in worked for column in each.columns}
    # A count that a row does not say of itself is of another kind of row.
    has_more = any(isinstance(grid.rows[place][column], float) for column in more if column not in back)
    three: dict[str, float | None] = dict.fromkeys(("estimate", "lower", "upper"))
    finest = {"estimate": 0, "lower": 0, "upper": 0}
    for name in three if of else ():
        named = f"{name} ({of.unit})" if of else ""
        column = columns.get(named, columns.get(name))
        value = grid.rows[place][column] if column is not None else None
        three[name] = value * times if isinstance(value, float) else None
        if column is not None:
            told = said.columns.get(named, said.columns.get(name))
            finest[name] = decimals_of(told, grid, column, is_share=times == PERCENT)
    return MatchedRow(
        row,
        counts,
        **three,
        decimals=finest["estimate"],
        limit_decimals=max(finest["lower"], finest["upper"]),
        grid=grid,
        place=place,
        has_more=has_more,
        worked=worked,
    )


def _columns(said: TableSaid, grid: Grid) -> dict[str, int]:
    """Return the place of the column of each figure: by its name in a tidy file, by its heading on a sheet."""
    by_words = {_plain(words): place for place, words in reversed(list(enumerate(grid.header)))}
    found = {}
    names: Iterable[str] = {*said.columns, *(name for row in said.rows for name in row.counts)}
    for name in sorted(names):
        heading = said.columns[name].heading if name in said.columns and not grid.tidy else name
        place = by_words.get(_plain(heading))
        if place is not None:
            found[name] = place
    return found


def _as_words(value: Value) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


@lru_cache(maxsize=16384)
def _plain(words: str) -> str:
    return re.sub(r"[\W_]+", " ", words.casefold()).strip() or words.strip()
