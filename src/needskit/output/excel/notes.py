"""The notes of a workbook: each text once, with one number on every worksheet it applies to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from needskit.disclosure.released import Release


@dataclass(frozen=True, slots=True)
class Note:
    """A numbered note and the worksheets that point to it."""

    number: int
    text: str
    tabs: tuple[str, ...]
    everywhere: bool = False

    @property
    def marker(self) -> str:
        """What stands on the worksheets that point to it."""
        return f"[note {self.number}]"


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
        for text in (*table.caption.notes, *(measure.method for measure in table.measures)):
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
