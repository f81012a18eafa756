"""Values of a workbook as python-calamine reads them: some ten times as quick as openpyxl, where it is installed."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from needskit.extract.files.book import NotReadableError, Rows, without_blank_end

if TYPE_CHECKING:
    from collections.abc import Iterator

    from python_calamine import CalamineWorkbook

CHUNK = 1 << 20
TAIL = 200

MIDNIGHT = dt.time()
"""What calamine makes of a date before the first that Excel knows, and of a time that rounds up to midnight."""

ERROR_CELLS = (b' t="e"', b" t='e'")
"""Cells such as #N/A, of which calamine makes blanks."""

FAR_BELOW = re.compile(rb"<v>-(\d{10}|[\d.]+[eE]\+?\d{2})")
"""A number so far below nothing that calamine stops dead if its cell is marked as a date."""

ROOT = re.compile(rb"<(?![?!])([^\s/>]+)")


@dataclass(frozen=True, slots=True, repr=False)
class CalamineBook:
    """A workbook opened by calamine."""

    book: CalamineWorkbook
    names: tuple[str, ...]
    doubted: bool
    negative: bool

    @classmethod
    def open(cls, content: bytes, *, doubted: bool) -> CalamineBook:
        """Open a workbook.

        Parameters
        ----------
        content
            Its bytes.
        doubted
            Whether to refuse what calamine may misread, because another reader can be asked.

        Raises
        ------
        NotReadableError
            If the bytes are no workbook, or damaged, or may be misread.
        """
        import python_calamine as pc  # noqa: PLC0415 - an optional extra

        negative = doubted and _refuse_doubtful(content)
        try:
            book = pc.CalamineWorkbook.from_filelike(io.BytesIO(content))
        except (pc.CalamineError, OSError, ValueError, OverflowError) as error:
            raise NotReadableError from error
        sheets = [sheet.name for sheet in book.sheets_metadata if sheet.typ == pc.SheetTypeEnum.WorkSheet]
        return cls(book, tuple(sheets), doubted, negative)

    def rows(self, sheet: str) -> Rows:
        """Return the values of a sheet.

        Raises
        ------
        NotReadableError
            If it is damaged, or may hold a date that calamine reads as a time of no day.
        """
        import python_calamine as pc  # noqa: PLC0415 - an optional extra

        try:
            rows: Rows = [*self.book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)]
        except (pc.CalamineError, OSError, ValueError, OverflowError) as error:
            raise NotReadableError from error
        if self.doubted and any(MIDNIGHT in row for row in rows):
            raise NotReadableError
        if self.negative and any(value.__class__ is dt.time for row in rows for value in row):
            raise NotReadableError
        return without_blank_end(rows)


def _refuse_doubtful(content: bytes) -> bool:
    """Raise if a part is cut short, which calamine may not notice, or may be misread; tell of negative numbers."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            names = [name for name in parts.namelist() if name.endswith((".xml", ".rels"))]
            # Every part is looked at, whatever the first says.
            negative = [_refuse_part(parts, name) for name in names]
            return any(negative)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as error:
        raise NotReadableError from error


def _refuse_part(parts: zipfile.ZipFile, name: str) -> bool:
    """Raise if a part of a workbook is doubtful; tell whether it is a sheet with negative numbers."""
    sheet = "sheet" in name.lower()
    root, tail, negative = None, b"", False
    for chunk in _chunks(parts, name):
        seen = tail + chunk
        root = root or ROOT.search(seen)
        negative = negative or (sheet and b"<v>-" in seen)
        if sheet and _is_doubtful(seen):
            raise NotReadableError
        tail = seen[-TAIL:]
    end = tail.rstrip()
    if root is None or not (end.endswith(b"</" + root[1] + b">") or (end.endswith(b"/>") and end.count(b"<") == 1)):
        raise NotReadableError
    return negative


def _is_doubtful(seen: bytes) -> bool:
    if any(cell in seen for cell in ERROR_CELLS):
        return True
    return b"<v>-" in seen and FAR_BELOW.search(seen) is not None


def _chunks(parts: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    with parts.open(name) as stream:
        while chunk := stream.read(CHUNK):
            yield chunk
