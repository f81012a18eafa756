"""Puts the report under a name that says what it holds, once it is written in full."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import TYPE_CHECKING

from needskit.errors import OutputError, UsageError

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


def save(content: bytes, target: Path) -> Path:
    """Write the file beside its target, then give it its name; nothing of it is left if that fails.

    Raises
    ------
    OutputError
        If it cannot be written, or the file of that name is open in another program.
    """
    beside = target.with_name(f".needskit-{secrets.token_hex(4)}.xlsx")
    try:
        _write(content, beside, target)
        _rename(beside, target)
    finally:
        if beside.exists():
            beside.unlink()
    return target


def _write(content: bytes, beside: Path, target: Path) -> None:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with beside.open("xb") as file:
            file.write(content)
    except OSError as error:
        message = (
            f"{target.name} could not be written to its folder ({error.strerror}). "
            "Choose a folder that you may write to."
        )
        raise OutputError(message) from None


def _rename(beside: Path, target: Path) -> None:
    try:
        beside.replace(target)
    except PermissionError:
        message = f"{target.name} is open in another program; close it there and run again."
        raise OutputError(message) from None
    except OSError as error:
        message = f"{target.name} could not be written ({error.strerror}). Choose another name."
        raise OutputError(message) from None
