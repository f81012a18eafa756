"""What was found wrong in an extract, counted by rule. No problem ever holds a value from a record."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import numpy.typing as npt

Severity = Literal["error", "warning", "note"]
Rows = npt.NDArray[np.integer]

MOST_ROWS_NAMED = 20
"""So many rows a sentence names; the report of a check names more."""


def no_rows() -> Rows:
    """Return the rows of a problem that is about no row."""
    return np.zeros(0, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Problem:
    """One rule that some rows of one column break.

    Parameters
    ----------
    rule
        Short and stable: ``not_in_code_list``.
    column
        The standard name of the column; empty where the rule is about whole rows or the file.
    severity
        ``error``: the extract is refused. ``warning``: kept, and counted as said in ``done``. ``note``: nothing
        is wrong, but a reader should know.
    rows
        How many rows break it, whether a row is one person or several.
    wanted
        What the rule asks for.
    done
        What was done about it.
    at
        Row numbers in the file, its first row being 1, shape ``(rows,)``; empty if the rule is about no row.
    source
        The name of the source, where there are several.
    header
        The header of the column in the file.
    """

    rule: str
    column: str
    severity: Severity
    rows: int
    wanted: str
    done: str
    at: Rows = field(default_factory=no_rows, repr=False, compare=False)
    source: str = ""
    header: str = ""

    @property
    def where(self) -> tuple[int, ...]:
        """The first rows of the file that break it."""
        return tuple(int(number) for number in self.at[:MOST_ROWS_NAMED])

    @property
    def sentence(self) -> str:
        """Say it in one line, for the console."""
        subject = ": ".join(part for part in (self.source, self.column) if part)
        places = ""
        if self.where:
            more = ", ..." if self.rows > len(self.where) else ""
            places = f" (row {', '.join(str(row) for row in self.where)}{more})"
        count = f"{self.rows:,} {'row' if self.rows == 1 else 'rows'}: " if self.rows else ""
        return f"{self.severity}: {f'{subject}: ' if subject else ''}{count}{self.wanted} {self.done}{places}"
