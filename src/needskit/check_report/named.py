"""The name of the report, which says what it holds."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from needskit.errors import UsageError

if TYPE_CHECKING:
    from os import PathLike

SAYS_SO = "contains-records"
"""What the name of a file that holds values of records says."""


def name_of_report(path: str | PathLike[str]) -> Path:
    """Return the name of the report: as asked for, and telling that it holds records.

    Raises
    ------
    UsageError
        If the name is not that of an Excel workbook.

    Examples
    --------
    >>> name_of_report("check.xlsx").name, name_of_report("Contains-Records-May.xlsx").name
    ('check-contains-records.xlsx', 'Contains-Records-May.xlsx')
    """
    asked = Path(path)
    if asked.suffix.lower() != ".xlsx":
        message = "The report of a check wants the name of an Excel workbook, ending in .xlsx."
        raise UsageError(message)
    if SAYS_SO in asked.stem.lower():
        return asked
    return asked.with_name(f"{asked.stem}-{SAYS_SO}{asked.suffix}")
