"""The worksheets of the released tables: what stands above each, and the table itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from needskit.disclosure.shorthand import SHORTHAND
from needskit.output.charts import left_out_chart
from needskit.output.excel.columns import grid_of
from needskit.output.excel.grid import Grid, Line, Sheet
from needskit.output.excel.notes import Note, has_long_source, markers, source_of
from needskit.output.tabs import tabs_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from needskit.disclosure.released import Release, ReleasedTable
    from needskit.table.table import Caption

ONE_TABLE = "This worksheet contains one table."
LONGEST_PROTECTION = 130
"""Letters of a line that says how counts are protected; more are two lines."""

TO_CONTENTS = Line("Go to the contents", to="Contents")


def titled(title: str, *, synthetic: bool) -> str:
    """Return the title of a worksheet, which says so if the people are made up."""
    return f"SYNTHETIC - {title}" if synthetic else title


def internal_lines(release: Release) -> tuple[Line, ...]:
    """Return what every worksheet says first if nothing is protected."""
    return () if release.policy.protects else tuple(Line(words) for words in release.words)


def protection_lines(release: Release) -> tuple[Line, ...]:
    """Return how the counts are protected, in two sentences: on one line, unless it would make the page wider."""
    if not release.policy.protects:
        return ()
    words = release.words[:2]
    together = " ".join(words)
    return (Line(together),) if len(together) <= LONGEST_PROTECTION else tuple(map(Line, words))


def shorthand_line(grid: Grid) -> tuple[Line, ...]:
    """Return the line that explains the shorthand of a table; none if it uses none."""
    held = {value for row in grid.rows for value in row if isinstance(value, str)}
    used = [f"{marker} {meaning}" for marker, meaning in SHORTHAND.items() if marker in held]
    return (Line(f"Shorthand: {'; '.join(used)}."),) if used else ()


def table_sheets(
    release: Release,
    *,
    names: Mapping[str, str],
    notes: tuple[Note, ...],
    synthetic: bool,
) -> tuple[Sheet, ...]:
    """Plan the worksheet of each released table.

    Parameters
    ----------
    release
        The tables.
    names
        The name of the Excel table of each, by key.
    notes
        The numbered notes of the workbook.
    synthetic
        Whether the people are made up.
    """
    tabs = tabs_of(release)
    return tuple(
        _sheet(release[key], tab, names[key], release, notes, synthetic=synthetic) for key, tab in tabs.items()
    )


def _sheet(
    table: ReleasedTable,
    tab: str,
    name: str,
    release: Release,
    notes: tuple[Note, ...],
    *,
    synthetic: bool,
) -> Sheet:
    grid = grid_of(table, name=name, policy=release.policy)
    caption = table.caption
    source = "" if has_long_source(table) else source_of(table)
    lines = (
        Line(f"Counted: {of_population(table)}"),
        *internal_lines(release),
        Line(ONE_TABLE),
        *shorthand_line(grid),
        *((Line(without),) if (without := left_out_chart(table, policy=release.policy)) else ()),
        *protection_lines(release),
        Line(f"Notes, on the worksheet called Notes: {markers(notes, tab)}", to="Notes"),
        *((Line(source),) if source else ()),
        TO_CONTENTS,
    )
    return Sheet(tab, titled(_title(caption, tab), synthetic=synthetic), lines, grid, table)


def of_population(table: ReleasedTable) -> str:
    """Return who is counted, in words."""
    caption = table.caption
    said = not caption.among or caption.among.lower() in caption.population.lower()
    among = "" if said else f", {caption.among}"
    return f"{caption.population}{among}"


def _title(caption: Caption, tab: str) -> str:
    """Return the title of a table with its number, and with the part of the population that it is of."""
    words = caption.title.removeprefix(f"{tab}: ")
    told_apart = caption.among and caption.among.lower() not in words.lower()
    return f"{tab}: {words[:1].upper()}{words[1:]}{f', {caption.among}' if told_apart else ''}"
