"""What was found wrong in an extract, counted by rule. No problem ever holds a value from a record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "note"]


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
    where
        Row numbers in the file, the header being row 1; at most the first 20.
    wanted
        What the rule asks for.
    done
        What was done about it.
    """

    rule: str
    column: str
    severity: Severity
    rows: int
    where: tuple[int, ...]
    wanted: str
    done: str

    @property
    def sentence(self) -> str:
        """Say it in one line, for the console."""
        subject = f"{self.column}: " if self.column else ""
        places = ""
        if self.where:
            more = ", ..." if self.rows > len(self.where) else ""
            places = f" (row {', '.join(str(row) for row in self.where)}{more})"
        count = f"{self.rows:,} {'row' if self.rows == 1 else 'rows'}: " if self.rows else ""
        return f"{self.severity}: {subject}{count}{self.wanted} {self.done}{places}"
