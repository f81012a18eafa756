"""The cells of a template that have names, and what goes into each."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from openpyxl.cell.cell import Cell

from needskit.disclosure.shorthand import SHORTHAND
from needskit.errors import UsageError, reject_name
from needskit.output.excel.columns import grid_of
from needskit.output.excel.front import SYNTHETIC
from needskit.output.excel.markers import grid_with_markers
from needskit.output.excel.notes import source_of
from needskit.output.excel.sheets import of_population, titled
from needskit.output.text import headlines
from needskit.output.theme import Theme
from needskit.table.wording import date_in_words

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping

    from openpyxl import Workbook as Book
    from openpyxl.workbook.defined_name import DefinedName

    from needskit.disclosure.released import Release, ReleasedTable
    from needskit.output.excel.grid import Grid

PREFIX, FIGURE = "nk_", "nk_figure_"
PROTECTION, USED_SHORTHAND = "nk_protection", "nk_shorthand"
OF_TABLES = ("title", "population", "notes", "source")
_RANGE = re.compile(r"(?:'[^']+(?:''[^']*)*'|[^'!]+)!\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?(?:,.*)?")


@dataclass(frozen=True, slots=True)
class Said:
    """What a template is told beside the tables."""

    release: Release
    title: str
    contact: str
    as_at: dt.date | None
    theme: Theme = field(default_factory=Theme)

    @property
    def synthetic(self) -> bool:
        """Whether the people of any table are made up."""
        return any(table.caption.made_up for table in self.release)

    @property
    def tables(self) -> dict[str, ReleasedTable]:
        """The released tables by their key as a name can hold it."""
        return {name_of(table.caption.key): table for table in self.release}

    def grid(self, table: ReleasedTable) -> Grid:
        """Return what a worksheet of a table would hold."""
        return grid_with_markers(grid_of(table, name="Table", policy=self.release.policy), self.theme)

    def words(self) -> dict[str, str]:
        """Return the words for the names of the workbook and of each table."""
        said, cover = self.theme.said, self.theme.cover
        populations = dict.fromkeys(table.caption.population for table in self.release)
        marks = (SYNTHETIC,) if self.synthetic else ()
        found = {
            "nk_title": titled(self.title, synthetic=self.synthetic),
            "nk_contact": self.contact or cover.contact,
            "nk_organisation": cover.organisation,
            "nk_cover": "\n".join(line for line in cover.lines if line.strip()),
            "nk_population": "\n".join(populations),
            "nk_as_at": date_in_words(self.as_at) if self.as_at else "",
            PROTECTION: said("\n".join((*marks, *self.release.words))),
            USED_SHORTHAND: said("\n".join(f"{marker} {meaning}." for marker, meaning in SHORTHAND.items())),
            "nk_headlines": said("\n".join(headlines(self.release))),
        }
        for name, table in self.tables.items():
            notes = dict.fromkeys((*table.caption.notes, *(measure.method for measure in table.measures)))
            found |= {
                f"nk_title_{name}": titled(table.caption.title, synthetic=self.synthetic),
                f"nk_population_{name}": of_population(table),
                f"nk_notes_{name}": said("\n".join(notes)),
                f"nk_source_{name}": source_of(table),
            }
        return found


def name_of(key: str) -> str:
    """Return the key of a table as a name of Excel can hold it.

    Examples
    --------
    >>> name_of("needs.prevalence_by_sex")
    'needs_prevalence_by_sex'
    """
    return re.sub("[^A-Za-z0-9]+", "_", key).strip("_").lower()


def named_cells(book: Book) -> dict[str, Cell]:
    """Return the cells whose names begin with nk_, and take those names away.

    Raises
    ------
    UsageError
        If such a name is of several cells or of none, or any name is not of cells but holds something itself.
    """
    found = {}
    for names in (book.defined_names, *(sheet.defined_names for sheet in book.worksheets)):
        for name in list(names):
            if not _RANGE.fullmatch(names[name].attr_text or ""):
                message = f"The name '{name}' of the template is not one of cells. Take it away, or let it name cells."
                raise UsageError(message)
            if name.lower().startswith(PREFIX):
                found[name.lower()] = _cell(book, name, names.pop(name))
    return found


def _cell(book: Book, name: str, defined: DefinedName) -> Cell:
    places = list(defined.destinations)
    cell = book[places[0][0]][places[0][1].replace("$", "")] if len(places) == 1 else None
    if not isinstance(cell, Cell):
        message = f"The name '{name}' of the template must be of one cell, that is not merged with others."
        raise UsageError(message)
    return cell


def refuse_unknown(names: Mapping[str, Cell], words: Mapping[str, str]) -> None:
    """Refuse a name that begins with nk_ and has no meaning; the nearest is named."""
    for name in names:
        if name not in words and not name.startswith(FIGURE):
            reject_name(name, kind="named cell that can be filled", known=(*words, f"{FIGURE}1"))


def figures_asked_for(names: Mapping[str, Cell], said: Said) -> Iterator[tuple[Cell, Grid, int, int]]:
    """Go through the cells that want one figure: "needs.prevalence; Drug misuse; Share with the need"."""
    for name, cell in names.items():
        if name.startswith(FIGURE):
            asked = [words.strip() for words in str(cell.value or "").split(";")]
            if len(asked) < 3:  # noqa: PLR2004 - a table, a row, a column
                message = (
                    f"The cell named '{name}' must hold which figure goes there: the key of a table, the labels of its "
                    "row and the name of a column, with semicolons between them."
                )
                raise UsageError(message)
            key, *labels, column = asked
            if name_of(key) not in said.tables:
                reject_name(key, kind="released table", known=[table.caption.key for table in said.release])
            table = said.tables[name_of(key)]
            grid = said.grid(table)
            yield cell, grid, _row(grid, labels), place_of(column, grid, table)


def _row(grid: Grid, labels: list[str]) -> int:
    rows = ["; ".join(str(row[place]) for place in range(len(labels))) for row in grid.rows]
    wanted = "; ".join(labels).casefold()
    found = next((place for place, row in enumerate(rows) if row.casefold() == wanted), None)
    if found is None:
        reject_name("; ".join(labels), kind="row of that table", known=rows)
    return found


def place_of(words: str, grid: Grid, table: ReleasedTable) -> int:
    """Return which column of a grid is meant: by its heading, with or without its unit, or by the figure's name."""
    known: dict[str, int] = {}
    for place, column in enumerate(grid.columns):
        dimension = table.dimensions[place] if place < len(table.dimensions) else None
        for name in (column.heading, column.heading.split("\n")[0], column.figure, dimension.name if dimension else ""):
            known.setdefault(_plain(name), place)
    known.pop("", None)
    if _plain(words) not in known:
        reject_name(words, kind=f"column of {table.caption.key}", known=known)
    return known[_plain(words)]


def _plain(words: str) -> str:
    return " ".join(words.split()).casefold()
