"""Puts a file under its name only once it is written in full, and found right."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from needskit.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def place(content: bytes, target: Path, *, check: Callable[[Path], None] | None = None) -> Path:
    """Write the file beside its target, let it be checked from disk, then give it its name.

    Parameters
    ----------
    content
        The bytes of the file.
    target
        Its name; folders that are not there are made.
    check
        Raises if what was written is not right.

    Raises
    ------
    OutputError
        If it cannot be written, or the file of that name is open in another program. Whatever was there before is
        left as it was, and nothing half written is left either.
    """
    beside = target.with_name(f".needskit-{secrets.token_hex(4)}{target.suffix}")
    try:
        _write(content, beside, target)
        if check is not None:
            check(beside)
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
