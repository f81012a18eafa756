"""The notes of a workbook: each text once, with one number on every worksheet it applies to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from needskit.disclosure.released import Release, ReleasedTable


LONGEST_LINE = 100
"""Letters of a line that may run over the empty cells to its right on any screen."""


@dataclass(frozen=True, slots=True)
class Note:
    """A numbered note and the worksheets that point to it."""

    number: int
    text: str
    tabs: tuple[str, ...]
    everywhere: bool = False

    @property
    def where(self) -> str:
        """The worksheets that point to it, tables in a row as one span: "Data quality, Tables 5 to 12"."""
        if self.everywhere:
            return "All tables"
        spans: list[list[str]] = []
        for tab in self.tabs:
            follows = spans and _number(tab) is not None and _number(spans[-1][-1]) == (_number(tab) or 0) - 1
            spans[-1].append(tab) if follows else spans.append([tab])
        return ", ".join(_span(tabs) for tabs in spans)

    @property
    def marker(self) -> str:
        """What stands on the worksheets that point to it."""
        return f"[note {self.number}]"


def _number(tab: str) -> int | None:
    """Return the number of a worksheet called Table and a number."""
    word, _, number = tab.rpartition(" ")
    return int(number) if word == "Table" and number.isdigit() else None


def _span(tabs: list[str]) -> str:
    if len(tabs) == 1:
        return tabs[0]
    joint = "and" if len(tabs) == 2 else "to"  # noqa: PLR2004 - a pair is no span
    return f"Tables {_number(tabs[0])} {joint} {_number(tabs[-1])}"


def source_of(table: ReleasedTable) -> str:
    """Return where the definitions of a table come from; empty if it does not say."""
    return f"Source: {'; '.join(table.caption.sources)}" if table.caption.sources else ""


def has_long_source(table: ReleasedTable) -> bool:
    """Tell whether the source is too long for a line above the table, and so is a note."""
    return len(source_of(table)) > LONGEST_LINE


def numbered(release: Release, tabs: Mapping[str, str]) -> tuple[Note, ...]:
    """Give a number to all that must be said of the tables: protection first, then as it comes.

    Parameters
    ----------
    release
        The tables.
    tabs
        The name of the worksheet of each table, by the table's key, in reading order.
    """
    said: dict[str, list[str]] = {" ".join(release.words): list(tabs.values())}
    for key, tab in tabs.items():
        table = release[key]
        sources = (f"Source: {source}" for source in table.caption.sources if has_long_source(table))
        for text in (*table.caption.notes, *(measure.method for measure in table.measures), *sources):
            where = said.setdefault(text, [])
            if tab not in where:
                where.append(tab)
    return tuple(
        Note(number, text, tuple(where), everywhere=len(where) == len(tabs))
        for number, (text, where) in enumerate(said.items(), start=1)
    )


def markers(notes: tuple[Note, ...], tab: str) -> str:
    """Return the markers of the notes of one worksheet."""
    return " ".join(note.marker for note in notes if tab in note.tabs)
