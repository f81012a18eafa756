"""Reading a CSV file as text: encoding and separator found, nothing guessed about types."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING

import pandas as pd

from needskit.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Mapping

SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}

NEVER_REPEATED = frozenset({"person_id"})
"""Columns with a text of its own in every row: listing the distinct ones would only cost time."""

BLOCK = 4 << 20
"""Bytes that pyarrow takes at a time; larger blocks were slower on a million rows."""


@dataclass(frozen=True, slots=True)
class TextFile:
    """The bytes of a CSV file, and how they are to be read.

    Parameters
    ----------
    name
        Of the file, for errors.
    encoding, separator
        What was found.
    header
        The texts of the first row.
    body
        All that follows the header row, in UTF-8: a view of the bytes read, not a copy.
    quoted
        Whether there is a quotation mark in it.
    first_row
        The row of the file on which the first record stands.
    """

    name: str
    encoding: str
    separator: str
    header: tuple[str, ...]
    body: memoryview
    quoted: bool
    first_row: int = 2

    @property
    def details(self) -> str:
        """How it was read, for the provenance."""
        return f"CSV, {self.encoding}, {SEPARATORS[self.separator]}"


def open_text(name: str, content: bytes) -> TextFile:
    """Find encoding, separator and header of a CSV file.

    UTF-8 with or without a byte-order mark, UTF-16 with one, otherwise Windows-1252, which Excel in Britain
    writes.

    Raises
    ------
    DataError
        If the file is empty, or its bytes are no text.
    """
    text, encoding = _as_utf8(name, content)
    if not text or text.isspace():
        message = f"{name} is empty. Export it again with a header row and a row a person."
        raise DataError(message)
    table = text.lstrip(b"\r\n")
    separator = max(SEPARATORS, key=table[: table.find(b"\n")].decode().count)
    stream = io.BytesIO(table)
    try:
        header = tuple(next(csv.reader((line.decode() for line in stream), delimiter=separator)))
    except csv.Error:
        header = ()
    if not header:
        message = f"{name}: a quotation mark in the header row is never closed. Export the file again."
        raise DataError(message)
    return TextFile(
        name,
        encoding,
        separator,
        header,
        body=memoryview(table)[stream.tell() :],
        quoted=b'"' in table,
        first_row=2 + text[: len(text) - len(table)].count(b"\n"),
    )


def read_columns(file: TextFile, positions: Mapping[int, str]) -> pd.DataFrame:
    """Read some columns of the file, every cell as text and each distinct text once.

    Uses pyarrow where it is installed and no cell is quoted, which is quicker; the result is the same.

    Parameters
    ----------
    file
        From ``open_text``.
    positions
        Position in the file and name of each column that is wanted.

    Raises
    ------
    DataError
        If a row has more cells than the header, or a quotation mark is never closed.
    """
    # The two readers part ways over a quotation mark where none should be, so only pandas reads those files.
    if find_spec("pyarrow") is not None and not file.quoted:
        found = _with_pyarrow(file, positions)
        if found is not None:
            return found
    return _with_pandas(file, positions)


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


def _with_pyarrow(file: TextFile, positions: Mapping[int, str]) -> pd.DataFrame | None:
    """Return the columns, or None if a row is ragged or the reader cannot cope: pandas then says what is wrong."""
    import pyarrow as pa  # noqa: PLC0415 - an optional extra
    from pyarrow import csv as arrow_csv  # noqa: PLC0415

    names = [positions.get(position, f"not used {position}") for position in range(len(file.header))]
    ragged: list[object] = []

    def note(row: object) -> str:
        ragged.append(row)
        return "skip"

    repeated = pa.dictionary(pa.int32(), pa.string())
    kinds = {name: pa.string() if name in NEVER_REPEATED else repeated for name in positions.values()}
    try:
        table = arrow_csv.read_csv(
            pa.BufferReader(pa.py_buffer(file.body)),
            arrow_csv.ReadOptions(column_names=names, block_size=BLOCK),
            arrow_csv.ParseOptions(
                delimiter=file.separator,
                newlines_in_values=False,
                ignore_empty_lines=False,
                invalid_row_handler=note,
            ),
            arrow_csv.ConvertOptions(
                column_types=kinds,
                include_columns=list(positions.values()),
                strings_can_be_null=False,
                null_values=[],
            ),
        )
    except pa.ArrowInvalid:
        return None
    if ragged:
        return None
    columns: dict[str, pd.Series | pd.Categorical] = {}
    for name in positions.values():
        if name in NEVER_REPEATED:
            columns[name] = table[name].to_pandas()
            continue
        column = table[name].unify_dictionaries().combine_chunks()
        chunk = column if isinstance(column, pa.DictionaryArray) else column.chunk(0) if column.num_chunks else None
        if chunk is None:
            columns[name] = pd.Categorical([])
        else:
            texts = pd.Index(chunk.dictionary.to_pandas())
            columns[name] = pd.Categorical.from_codes(chunk.indices.to_numpy(), categories=texts)
    return pd.DataFrame(columns)


def _with_pandas(file: TextFile, positions: Mapping[int, str]) -> pd.DataFrame:
    width = len(file.header)
    # A first line of our own, one cell wider than the header, gives every row its width: pandas would
    # otherwise cut off what is too much without a word.
    ruler = (file.separator * width + "\n").encode()
    try:
        frame = pd.read_csv(
            io.BytesIO(b"".join((ruler, file.body))),
            sep=file.separator,
            header=None,
            names=list(range(width + 1)),
            usecols=[*positions, width],
            dtype="category",
            keep_default_na=False,
            na_filter=False,
            skip_blank_lines=False,
            index_col=False,
            encoding="utf-8",
        )
        ragged = bool((frame[width].iloc[1:] != "").any())
    except pd.errors.ParserError:
        frame, ragged = pd.DataFrame(), True
    if ragged:
        message = (
            f"{file.name}: a row has more cells than the header has columns, or a quotation mark is never closed. "
            f"A {SEPARATORS[file.separator]} inside a cell must be in double quotes; export the file again, or save "
            "it as an Excel workbook."
        )
        raise DataError(message)
    return frame[list(positions)].iloc[1:].rename(columns=dict(positions)).reset_index(drop=True)
