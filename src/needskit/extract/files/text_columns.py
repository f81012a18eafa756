"""Some columns of a CSV text, by pyarrow where that is installed and safe, otherwise by pandas."""

from __future__ import annotations

import io
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from needskit.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa

SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}

NEVER_REPEATED = frozenset({"person_id"})
"""Columns with a text of its own in every row: listing the distinct ones would only cost time."""

BLOCK = 4 << 20
"""Bytes that pyarrow takes at a time; larger blocks were slower on a million rows."""

QUOTE, LINE_END = ord('"'), ord("\n")

MARK = b"\xef\xbb\xbf"
"""A byte-order mark, which pyarrow would take off the first cell."""


@dataclass(frozen=True, slots=True, repr=False)
class Body:
    """The text below the header: the name of the file, UTF-8 bytes, what separates cells, columns of the header."""

    name: str
    text: memoryview
    separator: str
    width: int


def read_body(body: Body, positions: Mapping[str, int], *, quoted: bool) -> pd.DataFrame:
    """Read some columns, every cell as text and each distinct text once.

    Uses pyarrow where it is installed and no cell is quoted, which is quicker; the result is the same.

    Parameters
    ----------
    body
        What stands below the header.
    positions
        Name and position of each column that is wanted; a column may have several names.
    quoted
        Whether there is a quotation mark in the body.

    Raises
    ------
    DataError
        If a row has more cells than the header, or a quotation mark is never closed.
    """
    columns = None
    # The two readers part ways over a quotation mark where none should be, so only pandas reads those files.
    if find_spec("pyarrow") is not None and not quoted and bytes(body.text[:3]) != MARK:
        plain = {position for name, position in positions.items() if name in NEVER_REPEATED}
        columns = _with_pyarrow(body, sorted(set(positions.values())), plain)
    if columns is None:
        columns = _with_pandas(body, sorted(set(positions.values())))
    return pd.DataFrame({name: columns[position] for name, position in positions.items()}, copy=False)


def _with_pyarrow(body: Body, positions: list[int], plain: set[int]) -> dict[int, pd.Series | pd.Categorical] | None:
    """Return the columns, or None if a row is ragged or the reader cannot cope: pandas then says what is wrong."""
    import pyarrow as pa  # noqa: PLC0415 - an optional extra
    from pyarrow import csv as arrow_csv  # noqa: PLC0415

    ragged: list[object] = []

    def note(row: object) -> str:
        ragged.append(row)
        return "skip"

    repeated = pa.dictionary(pa.int32(), pa.string())
    try:
        table = arrow_csv.read_csv(
            pa.BufferReader(pa.py_buffer(body.text)),
            arrow_csv.ReadOptions(column_names=[str(position) for position in range(body.width)], block_size=BLOCK),
            arrow_csv.ParseOptions(
                delimiter=body.separator,
                newlines_in_values=False,
                ignore_empty_lines=False,
                invalid_row_handler=note,
            ),
            arrow_csv.ConvertOptions(
                column_types={str(each): pa.string() if each in plain else repeated for each in positions},
                include_columns=[str(position) for position in positions],
                strings_can_be_null=False,
                check_utf8=False,  # the whole text was decoded, or is ASCII
                null_values=[],
            ),
        )
    except pa.ArrowInvalid:
        return None
    if ragged:
        return None
    return {
        each: table[str(each)].to_pandas() if each in plain else _categories(table[str(each)]) for each in positions
    }


def _categories(column: pa.ChunkedArray) -> pd.Categorical:
    """Return the texts of a column read as a dictionary."""
    import pyarrow as pa  # noqa: PLC0415 - an optional extra

    whole = column.unify_dictionaries().combine_chunks()
    chunk = whole if isinstance(whole, pa.DictionaryArray) else whole.chunk(0) if whole.num_chunks else None
    if chunk is None:
        return pd.Categorical([])
    texts = pd.Index(chunk.dictionary.to_pandas())
    # The codes come from the reader: looking through them for one out of range would only cost time.
    return pd.Categorical.from_codes(chunk.indices.to_numpy(), categories=texts, validate=False)


def some_pushed_right(body: Body) -> bool:
    """Tell whether some rows have a cell too many though it is empty, and most have not.

    Where all rows have it, the export ends each line with a separator. Where some have it, a separator that stands in
    a text has pushed the cells after it to the right.
    """
    wider = rows = 0
    separators, quotes = 0, 0
    for start in range(0, len(body.text), BLOCK):
        block = np.frombuffer(body.text[start : start + BLOCK], dtype=np.uint8)
        between, ends = np.flatnonzero(block == ord(body.separator)), np.flatnonzero(block == LINE_END)
        marks = np.flatnonzero(block == QUOTE)
        if len(marks) or quotes:
            # What stands after an odd number of quotation marks stands inside a cell.
            between, ends = (each[(np.searchsorted(marks, each) + quotes) % 2 == 0] for each in (between, ends))
            quotes = (quotes + len(marks)) % 2
        before = np.searchsorted(between, ends)
        each_line = np.diff(before, prepend=-separators)
        wider += int((each_line >= body.width).sum())
        rows += int((each_line > 0).sum())
        separators = len(between) - int(before[-1]) if len(ends) else separators + len(between)
    wider += separators >= body.width
    return 0 < 2 * wider < rows


def _with_pandas(body: Body, positions: list[int]) -> dict[int, pd.Series | pd.Categorical]:
    # A first line of our own, one cell wider than the header, gives every row its width: pandas would
    # otherwise cut off what is too much without a word.
    ruler = (body.separator * body.width + "\n").encode()
    try:
        frame = pd.read_csv(
            io.BytesIO(b"".join((ruler, body.text))),
            sep=body.separator,
            header=None,
            names=list(range(body.width + 1)),
            usecols=[*positions, body.width],
            dtype="category",
            keep_default_na=False,
            na_filter=False,
            skip_blank_lines=False,
            index_col=False,
            encoding="utf-8",
        )
        ragged = bool((frame[body.width].iloc[1:] != "").any()) or some_pushed_right(body)
    except pd.errors.ParserError:
        frame, ragged = pd.DataFrame(), True
    if ragged:
        message = (
            f"{body.name}: a row has more cells than the header has columns, or a quotation mark is never closed. "
            f"A {SEPARATORS[body.separator]} inside a cell must be in double quotes; export the file again, or save "
            "it as an Excel workbook."
        )
        raise DataError(message)
    return {position: frame[position].iloc[1:].reset_index(drop=True) for position in positions}
