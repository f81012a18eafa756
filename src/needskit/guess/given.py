"""Which files are meant: patterns are expanded, folders are none, and a file that cannot be read stops no other."""

from __future__ import annotations

import glob
from pathlib import Path
from typing import TYPE_CHECKING

from needskit.errors import DataError, UsageError
from needskit.guess.looked import PassedOver, look

if TYPE_CHECKING:
    from collections.abc import Sequence

    from needskit.guess.looked import Sheet

SETTINGS = ".toml"
OPEN_IN_EXCEL = "~$"
"""How the name of the file begins that Excel keeps beside a workbook while it is open."""


def files_of(given: Sequence[str]) -> tuple[Path, ...]:
    """Return the files that are meant, each once, in the order given; those of a pattern by name.

    A shell on Windows leaves patterns such as ``*.csv`` to the program. Settings files, and what Excel keeps beside
    an open workbook, are left out of what a pattern finds.

    Raises
    ------
    UsageError
        If a folder is given, no file matches a pattern, or a file is not there.
    """
    found: dict[Path, None] = {}
    for text in given:
        found |= dict.fromkeys([Path(text)] if Path(text).is_file() else _matching(text))
    return tuple(found)


def _matching(text: str) -> list[Path]:
    path = Path(text)
    name = path.name or text
    if path.is_dir():
        message = f"'{name}' is a folder: name the files in it, as in `needskit init \"*.csv\"`."
        raise UsageError(message)
    if not glob.has_magic(text):
        message = f"There is no file '{name}' in that folder. Check the name and the path."
        raise UsageError(message)
    every = [Path(each) for each in sorted(glob.glob(text, recursive=True))]  # noqa: PTH207 - a whole path is a pattern
    files = [each for each in every if each.is_file() and each.suffix.lower() != SETTINGS]
    files = [each for each in files if not each.name.startswith(OPEN_IN_EXCEL)]
    if not files:
        message = f"No file matches '{name}'. Check the pattern and the path."
        raise UsageError(message)
    return files


def look_at(files: Sequence[Path]) -> tuple[Sheet | PassedOver, ...]:
    """What do the sheets of the files hold? A file that cannot be read is passed over, with the reason.

    Raises
    ------
    DataError, UsageError
        If there is one file alone and it cannot be read.
    """
    if len(files) == 1:
        return look(files[0])
    return tuple(each for path in files for each in _looked(path))


def _looked(path: Path) -> tuple[Sheet | PassedOver, ...]:
    try:
        return look(path)
    except (DataError, UsageError) as error:
        words = str(error).removeprefix(f"{path.name}: ").removesuffix(".")
        reason = f"it {words.removeprefix(f'{path.name} ')}" if words.startswith(f"{path.name} ") else words
        return (PassedOver(path.name, reason, unread=True),)
