"""The bytes of the file: the same for the same workbook, whenever and wherever it is written."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from typing import TYPE_CHECKING

from needskit.output.plain_text import one_line

if TYPE_CHECKING:
    from openpyxl import Workbook as Book

EPOCH = dt.date(1980, 1, 1)
"""The first date that a zip archive can hold: used where the workbook has none."""

LONGEST_PROPERTY = 255
CORE = "docProps/core.xml"
_UNIX = 3
_READABLE = 0o644 << 16


def set_properties(
    book: Book, *, title: str, author: str, subject: str, keywords: str, language: str, date: dt.date
) -> None:
    """Give the file its title, author and language, for screen readers and searches, and nobody's name."""
    properties = book.properties
    # Neither dashes nor underscores: screen readers say them.
    properties.title = one_line(re.sub("[-_]+", " ", title), at_most=LONGEST_PROPERTY)
    properties.creator = one_line(author, at_most=LONGEST_PROPERTY)
    properties.subject = one_line(subject, at_most=LONGEST_PROPERTY)
    properties.keywords = one_line(keywords, at_most=LONGEST_PROPERTY)
    properties.language = language
    properties.lastModifiedBy = None
    properties.created = dt.datetime(date.year, date.month, date.day)  # noqa: DTZ001 - openpyxl wants it naive


def packed(book: Book, *, date: dt.date) -> bytes:
    """Return the file, with ``date`` in place of the clock and its parts in a fixed order.

    Parameters
    ----------
    book
        The workbook.
    date
        When it says it was last changed.
    """
    as_saved = io.BytesIO()
    book.save(as_saved)
    result = io.BytesIO()
    with (
        zipfile.ZipFile(as_saved) as parts,
        zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as file,
    ):
        for name in sorted(parts.namelist()):
            entry = zipfile.ZipInfo(name, (EPOCH.year, EPOCH.month, EPOCH.day, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = _UNIX
            entry.external_attr = _READABLE
            content = parts.read(name)
            file.writestr(entry, _dated(content, date) if name == CORE else content)
    return result.getvalue()


def _dated(core: bytes, date: dt.date) -> bytes:
    """Return the document properties with the date in place of the clock, which openpyxl writes."""
    modified = rb"(<dcterms:modified[^>]*>)[^<]*"
    return re.sub(modified, rb"\g<1>" + f"{date.isoformat()}T00:00:00Z".encode(), core)
