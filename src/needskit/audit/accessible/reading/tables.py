"""The tables of a worksheet, and the grids of cells that look like one."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from needskit.audit.accessible.reading.cells import area_of, decoded
from needskit.audit.accessible.reading.package import first
from needskit.audit.accessible.reading.parts import Area, Cell, Column, Grid, Place

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from xml.etree.ElementTree import Element as Node

    from needskit.audit.accessible.reading.package import Package

FEWEST = 2
"""Rows, and cells in each of them, from which on words beside each other look like a table."""


def excel_tables(package: Package, part: str, cells: Mapping[Place, Cell]) -> tuple[Grid, ...]:
    """Return the tables that Excel knows on a worksheet."""
    trees = [package.trees.get(name) for name in package.related(part, "table")]
    found = [_table(tree, cells) for tree in trees if tree is not None]
    return tuple(grid for grid in found if grid is not None)


def _table(tree: Node, cells: Mapping[Place, Cell]) -> Grid | None:
    area = area_of(tree.get("ref", ""))
    if area is None:
        return None
    filters, style = tree.find("autoFilter"), first(tree, "tableStyleInfo")
    headers = int(tree.get("headerRowCount", 1))
    names = tuple(decoded(node.get("name", "")) for node in tree.iter("tableColumn"))
    banded = style is not None and bool(style.get("name")) and "1" in {style.get(f"show{w}Stripes") for w in _STRIPES}
    return Grid(
        name=tree.get("displayName", ""),
        area=area,
        names=names,
        headers=headers,
        totals=int(tree.get("totalsRowCount", 0)),
        filtered=None if filters is None else filters.get("ref", ""),
        banded=banded,
        columns=tuple(_columns(area, headers, cells)),
    )


_STRIPES = ("Row", "Column")


def _columns(area: Area, headers: int, cells: Mapping[Place, Cell]) -> Iterator[Column]:
    rows = range(area.top + headers, area.bottom + 1)
    for number in range(area.left, area.right + 1):
        header = cells.get((area.top, number)) if headers else None
        yield Column(number, header, tuple(cells.get((row, number)) for row in rows))


def loose_grids(cells: Mapping[Place, Cell], tables: tuple[Grid, ...]) -> tuple[Grid, ...]:
    """Return blocks of cells that no table holds and that look like one: rows below each other, cells beside."""
    free = [place for place in cells if not any(grid.area.holds(place) for grid in tables)]
    counts = Counter(row for row, _ in free)
    wide = sorted(row for row, count in counts.items() if count >= FEWEST)
    grids = []
    for top, bottom in _runs(wide):
        columns = [column for row, column in free if top <= row <= bottom]
        if bottom - top + 1 >= FEWEST:
            area = Area(top, min(columns), bottom, max(columns))
            grids.append(Grid("", area, (), 1, 0, None, banded=False, columns=tuple(_columns(area, 1, cells))))
    return tuple(grids)


def _runs(rows: list[int]) -> list[tuple[int, int]]:
    """Return first and last of rows below each other, over a gap of one."""
    runs: list[tuple[int, int]] = []
    for row in rows:
        if runs and row - runs[-1][1] <= FEWEST:
            runs[-1] = (runs[-1][0], row)
        else:
            runs.append((row, row))
    return runs
