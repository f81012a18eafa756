"""A filled template: written without old numbers, read back from disk, and every number in it one that was released."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING

from openpyxl import load_workbook

from needskit.errors import DisclosureError, OutputError, UsageError
from needskit.output.excel.gate import cell_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from openpyxl import Workbook as Book

    from needskit.output.template.tables import Planned, Resized

_CACHE = re.compile(rb"<((?:\w+:)?(?:num|str|multiLvlStr)Cache)>.*?</\1>", re.DOTALL)
_POINTS_TO = re.compile(rb"(<(?:\w+:)?f>)([^<]*)(</(?:\w+:)?f>)")
_CHART = re.compile(r"xl/charts/chart\d+\.xml")
_VALUE = re.compile(rb"<(?:\w+:)?v>")


def without_old_numbers(content: bytes, resized: Sequence[Resized]) -> bytes:
    """Return the file with charts that keep no copy of numbers, and that reach to the last row of their table."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as parts, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as file:
        for entry in parts.infolist():
            part = parts.read(entry)
            file.writestr(entry, _chart(part, resized) if _CHART.fullmatch(entry.filename) else part)
    return result.getvalue()


def _chart(part: bytes, resized: Sequence[Resized]) -> bytes:
    def moved(found: re.Match[bytes]) -> bytes:
        formula = found[2].decode().replace("&apos;", "'").replace("&amp;", "&")
        for table in resized:
            formula = table.moved(formula)
        return found[1] + formula.replace("&", "&amp;").encode() + found[3]

    return _POINTS_TO.sub(moved, _CACHE.sub(b"", part))


def check_filled(path: Path, planned: Planned) -> None:
    """Raise unless every number of the file was put there, and all that was put there is there.

    Raises
    ------
    UsageError
        If the template itself holds a number, a date or a formula outside what is filled.
    DisclosureError
        If a cell that was filled holds something else.
    OutputError
        If the file cannot be read.
    """
    try:
        with zipfile.ZipFile(path) as file:
            charts = [file.read(name) for name in file.namelist() if _CHART.fullmatch(name)]
        with path.open("rb") as opened:
            book = load_workbook(opened)
    except zipfile.BadZipFile:
        message = "The workbook was damaged while it was written, so it was not kept. Run again."
        raise OutputError(message) from None
    if any(_VALUE.search(chart) for chart in charts):
        message = (
            "A chart of the template holds numbers of its own. Let it point to the cells of a table that is filled."
        )
        raise UsageError(message)
    _check_cells(book, planned)


def _check_cells(book: Book, planned: Planned) -> None:
    left = dict(planned)
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                at = (sheet.title, cell.coordinate)
                if at in planned:
                    _compare(cell.value, left.pop(at), sheet.title)
                elif cell.value is not None and cell.data_type != "s":
                    message = (
                        f"The template holds a number, a date or a formula in {cell.coordinate} of '{sheet.title}', "
                        "which is not of this release. Write it as text, or clear it."
                    )
                    raise UsageError(message)
    if any(value != "" for value in left.values()):
        message = (
            "The workbook was not kept, for on reading it back a cell is missing. Report this as a fault of needskit."
        )
        raise OutputError(message)


def _compare(value: object, wanted: object, tab: str) -> None:
    expected = (cell_text(wanted) or None) if isinstance(wanted, str) else wanted
    if value != expected:
        message = (
            f"The workbook was not kept, for on reading it back '{tab}' shows something else than was released. Report "
            "this as a fault of needskit."
        )
        raise DisclosureError(message)
