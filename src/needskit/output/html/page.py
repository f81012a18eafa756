"""Plans the page: its words, its tables and its pictures, in the order they are read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from needskit.disclosure.shorthand import SHORTHAND
from needskit.output.board import headline
from needskit.output.charts import left_out_chart
from needskit.output.excel.columns import grid_of
from needskit.output.excel.layout import shown
from needskit.output.excel.notes import numbered, source_of
from needskit.output.excel.sheets import of_population
from needskit.output.pictures.drawn import INTERNAL, MADE_UP, drawings_of
from needskit.output.plain_text import plain
from needskit.output.tabs import tabs_of

if TYPE_CHECKING:
    from needskit.disclosure.released import Release
    from needskit.output.board import BoardSentence
    from needskit.output.chart import Page as Charts
    from needskit.output.excel.grid import Column
    from needskit.output.excel.notes import Note
    from needskit.output.pictures.drawing import Drawing


@dataclass(frozen=True, slots=True)
class Part:
    """One table of the page.

    Parameters
    ----------
    tab
        What it is called: "Table 9".
    key
        Of the released table.
    title, counted
        What it is of, and who is counted.
    columns
        Of the table, as the worksheet has them.
    rows
        As they are shown.
    pictures
        Each with the plan that it is drawn from; none where no chart is drawn.
    without
        Why no chart is drawn of a table that usually has one; empty otherwise.
    notes
        The numbers of the notes that apply.
    source
        Where its definitions come from; empty if it does not say.
    """

    tab: str
    key: str
    title: str
    counted: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    pictures: tuple[tuple[Drawing, Charts], ...]
    without: str
    notes: tuple[int, ...]
    source: str

    @property
    def place(self) -> str:
        """The name by which links lead to it."""
        return self.tab.lower().replace(" ", "-")


@dataclass(frozen=True, slots=True)
class Page:
    """All that the page says, before it is text.

    Parameters
    ----------
    title, contact, counted
        What it is, whom to ask, who is counted; the last empty where tables differ.
    marks
        What is to be seen before anything else: that it is made up, or not protected.
    summary
        Sentences to read out.
    protection
        How the counts are protected, one sentence each.
    parts
        The tables.
    notes
        Numbered, as the workbook has them.
    shorthand
        The markers that the tables use, each with its meaning.
    language
        Of the words, as a tag.
    """

    title: str
    contact: str
    counted: str
    marks: tuple[str, ...]
    summary: tuple[BoardSentence, ...]
    protection: tuple[str, ...]
    parts: tuple[Part, ...]
    notes: tuple[Note, ...]
    shorthand: tuple[tuple[str, str], ...]
    language: str


def planned(release: Release, *, title: str, contact: str, language: str) -> Page:
    """Return what the page of a release holds.

    Parameters
    ----------
    release
        The tables.
    title, contact, language
        Of the page.
    """
    tabs = tabs_of(release)
    notes = numbered(release, tabs)
    parts = tuple(_part(release, key, tab, notes) for key, tab in tabs.items())
    held = {value for part in parts for row in part.rows for value in row}
    populations = list(dict.fromkeys(release[part.key].caption.population for part in parts))
    made_up = any(table.caption.made_up for table in release)
    return Page(
        title=plain(title),
        contact=plain(contact),
        counted=populations[0] if len(populations) == 1 else "",
        marks=(*((MADE_UP,) if made_up else ()), *(() if release.policy.protects else (INTERNAL,))),
        summary=headline(release),
        protection=release.words,
        parts=parts,
        notes=notes,
        shorthand=tuple((marker, words) for marker, words in SHORTHAND.items() if marker in held),
        language=language,
    )


def _part(release: Release, key: str, tab: str, notes: tuple[Note, ...]) -> Part:
    table = release[key]
    grid = grid_of(table, name=key, policy=release.policy)
    words = table.caption.title.removeprefix(f"{tab}: ")
    return Part(
        tab=tab,
        key=key,
        title=f"{words[:1].upper()}{words[1:]}",
        counted=of_population(table),
        columns=grid.columns,
        rows=tuple(
            tuple(plain(shown(value, column)) for value, column in zip(row, grid.columns, strict=True))
            for row in grid.rows
        ),
        pictures=drawings_of(release, key, titled=False),
        without=left_out_chart(table, policy=release.policy),
        notes=tuple(note.number for note in notes if tab in note.tabs),
        source=source_of(table),
    )
