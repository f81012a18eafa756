"""Puts a file under its name only after what was written has been read back and checked."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from needskit.errors import OutputError
from needskit.output.excel.check import check

if TYPE_CHECKING:
    from pathlib import Path

    from needskit.disclosure.released import Release
    from needskit.output.excel.grid import Sheet


def save_checked(content: bytes, target: Path, *, release: Release, sheets: tuple[Sheet, ...]) -> Path:
    """Write the file beside its target, read it back from disk, check it, then give it its name.

    Parameters
    ----------
    content
        The bytes of the file.
    target
        Its name; folders that are not there are made.
    release, sheets
        What it must hold.

    Raises
    ------
    DisclosureError, OutputError
        If a check fails or the file cannot be written. Whatever was there before is left as it was.
    """
    beside = target.with_name(f".needskit-{secrets.token_hex(4)}.xlsx")
    try:
        _write(content, beside, target)
        check(beside, release=release, sheets=sheets)
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
