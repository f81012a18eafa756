"""A CSV file as text: encoding and separator found, its first rows looked at, nothing guessed about types."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from needskit.errors import DataError
from needskit.extract.files.columns import Columns
from needskit.extract.files.footer import LAST, Below, below_table
from needskit.extract.files.text_columns import SEPARATORS, Body, read_body

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


SAMPLE = 1 << 16
"""Bytes from which the separator is told."""


@dataclass(frozen=True, slots=True, repr=False)
class TextCells:
    """The text of a CSV file, and where in it each of its first rows ends.

    Parameters
    ----------
    name
        Of the file, for errors.
    encoding, separator
        What was found.
    text
        All of it, in UTF-8.
    top
        The first rows, cells untrimmed.
    ends
        The byte at which each of them ends.
    """

    name: str
    encoding: str
    separator: str
    text: bytes
    top: tuple[tuple[str, ...], ...]
    ends: tuple[int, ...]

    @property
    def details(self) -> str:
        """How it was read, for the provenance."""
        return f"CSV, {self.encoding}, {SEPARATORS[self.separator]}"

    def columns(self, header: int, positions: Mapping[str, int]) -> Columns:
        """Return the columns at these positions of all rows below the header.

        Raises
        ------
        DataError
            If a row has more cells than the header, or a quotation mark is never closed.
        """
        start = self.ends[header]
        body = Body(self.name, memoryview(self.text)[start:], self.separator, width=len(self.top[header]))
        frame = read_body(body, positions, quoted=self.text.find(b'"', start) >= 0)
        return Columns(frame, header + 2, *self._below(header, start, len(frame)))

    def _below(self, header: int, start: int, rows: int) -> Below:
        last = _last_rows(self.text, start, self.separator)
        columns = sum(bool(text.strip()) for text in self.top[header])
        # A file that the two readers count differently is too odd to tell notes in it.
        return below_table(last if len(last) <= rows else (), columns=columns, rows=rows)


def open_text(name: str, content: bytes, *, rows: int) -> TextCells:
    """Find encoding and separator of a CSV file, and read its first rows.

    UTF-8 with or without a byte-order mark, UTF-16 with one, otherwise Windows-1252, which Excel in Britain
    writes. The separator is the one that splits most of the first rows into the same number of cells.

    Raises
    ------
    DataError
        If the file is empty, or its bytes are no text.
    """
    text, encoding = _as_utf8(name, content)
    if not text or text.isspace():
        message = f"{name} is empty. Export it again with a header row and a row a person."
        raise DataError(message)
    separator = _separator(text[: text.rfind(b"\n", 0, SAMPLE) + 1] or text[:SAMPLE], rows)
    top, ends = _first_rows(text, separator, rows)
    if not top:
        message = f"{name}: a quotation mark in the first row is never closed. Export the file again."
        raise DataError(message)
    return TextCells(name, encoding, separator, text, top, ends)


def _first_rows(text: bytes, separator: str, rows: int) -> tuple[tuple[tuple[str, ...], ...], tuple[int, ...]]:
    """Return the first rows and where each ends; a quotation mark that is never closed ends them early."""
    stream = io.BytesIO(text)
    reader = csv.reader((line.decode() for line in stream), delimiter=separator)
    top, ends = [], []
    try:
        for row in reader:
            top.append(tuple(row))
            ends.append(stream.tell())
            if len(top) == rows:
                break
    except csv.Error:
        pass
    return tuple(top), tuple(ends)


def _separator(sample: bytes, rows: int) -> str:
    """Return what splits the largest share of the first rows into one number of cells; of equals, into more."""
    scores = {}
    for separator in SEPARATORS:
        widths = [len(row) for row in _rows_until_error(sample, separator, rows) if any(cell.strip() for cell in row)]
        split = [width for width in widths if width > 1]
        usual = max(set(split), key=lambda width: (split.count(width), width), default=0)
        scores[separator] = (split.count(usual) / max(len(widths), 1), usual)
    return max(scores, key=lambda separator: scores[separator])


def _rows_until_error(sample: bytes, separator: str, rows: int) -> Iterator[list[str]]:
    lines = sample.decode(errors="replace").split("\n")[:rows]
    try:
        yield from csv.reader(lines, delimiter=separator)
    except csv.Error:
        return


def _last_rows(text: bytes, start: int, separator: str) -> list[list[str]]:
    """Return the last rows; none if they cannot be told apart."""
    begin = end = len(text) - text.endswith(b"\n")
    for _ in range(LAST):
        begin = text.rfind(b"\n", start, begin)
        if begin < 0:
            break
    begin = begin + 1 if begin >= 0 else start
    # Where an odd number of quotation marks went before, a line begins in the middle of a cell.
    while begin < end and text.count(b'"', start, begin) % 2:
        begin = text.find(b"\n", begin, end) + 1 or end
    if begin >= end:
        return []
    try:
        return list(csv.reader(text[begin:end].decode().split("\n"), delimiter=separator))
    except csv.Error:
        return []


def _as_utf8(name: str, content: bytes) -> tuple[bytes, str]:
    """Return the text in UTF-8 without a byte-order mark, and the encoding that it had.

    A file of nothing but ASCII is returned as it stands: large extracts are, and decoding them takes longer
    than reading them.
    """
    if content.isascii() and b"\0" not in content:
        return _with_line_feeds(content), "UTF-8"
    marks = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
    marked = next((encoding for mark, encoding in marks.items() if content.startswith(mark)), None)
    for encoding in (marked,) if marked else ("utf-8", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            names = {"utf-8-sig": "UTF-8 with byte-order mark", "cp1252": "Windows-1252"}
            return _with_line_feeds(text.encode()), names.get(encoding, encoding.upper())
    message = f"{name} is not a text file that can be read. Save it as CSV UTF-8 or as an Excel workbook."
    raise DataError(message)


def _with_line_feeds(text: bytes) -> bytes:
    """Return the text with line feeds, if it has only the carriage returns of old Macintosh files."""
    return text if b"\n" in text else text.replace(b"\r", b"\n")
