"""What a reader of workbooks gives: the names of the sheets, and the values of one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

Rows = list[Sequence[object]]
"""The values of a sheet, row by row from the first; no blank rows at its end."""


class Book(Protocol):
    """A workbook, opened."""

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its worksheets, in order."""

    def rows(self, sheet: str) -> Rows:
        """Return the values of a sheet.

        Raises
        ------
        NotReadableError
            If this reader cannot read it, or may misread it.
        """


class NotReadableError(Exception):
    """A reader cannot read the workbook, or may misread it: another is tried. Never seen by a user."""


def without_blank_end(rows: Rows) -> Rows:
    """Return the rows without the blank ones after the last that holds anything."""
    end = len(rows)
    while end and not any(value is not None and str(value).strip() for value in rows[end - 1]):
        end -= 1
    return rows[:end] if end < len(rows) else rows
