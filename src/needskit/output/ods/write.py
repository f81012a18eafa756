"""Writing a workbook as OpenDocument."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from openpyxl import load_workbook

from needskit.errors import UsageError
from needskit.output.excel.place import place
from needskit.output.ods.package import repacked
from needskit.output.ods.read_back import compare
from needskit.output.ods.soffice import converted

if TYPE_CHECKING:
    import os

INTERNAL = "internal"


def to_ods(path: str | os.PathLike[str], *, out: str | os.PathLike[str] | None = None) -> Path:
    """Which OpenDocument file holds the same as a workbook?

    LibreOffice, which must be installed, converts it without a network and with a profile of its own. The file is read
    back from disk, and every cell and every number of a chart compared with the workbook, before it gets its name.

    Parameters
    ----------
    path
        A workbook that needskit wrote, ending in ``.xlsx``.
    out
        Where to, ending in ``.ods``; beside the workbook, under its name, unless told otherwise.

    Returns
    -------
    Path
        The file that was written. That of a workbook that protects nothing has "internal" in its name.

    Raises
    ------
    UsageError
        If LibreOffice is not there, or a file has another ending.
    DisclosureError
        If a number in the file read back is not one of the workbook.
    OutputError
        If the file cannot be written, takes longer than three minutes, or differs from the workbook otherwise.

    References
    ----------
    Cabinet Office, Open standards for government: sharing or collaborating with government documents, ODF 1.2.
    """
    workbook = Path(path)
    target = Path(out) if out is not None else workbook.with_suffix(".ods")
    if workbook.suffix.lower() != ".xlsx" or target.suffix.lower() != ".ods":
        message = "A workbook that ends in .xlsx becomes a file that ends in .ods. Give names with those endings."
        raise UsageError(message)
    try:
        book = load_workbook(workbook, read_only=True)
        book.close()
    except (OSError, zipfile.BadZipFile, KeyError):
        message = f"'{workbook.name}' cannot be read as a workbook. Give one that needskit wrote."
        raise UsageError(message) from None
    keywords = str(book.properties.keywords or "").split(", ")
    if INTERNAL in keywords and INTERNAL not in target.stem.lower():
        target = target.with_name(f"{target.stem}-{INTERNAL}{target.suffix}")
    content = repacked(converted(workbook), language=str(book.properties.language or "en-GB"))
    return place(content, target, check=lambda written: compare(written, workbook))
