"""Answers of people packed into one number a person, and those numbers made small.

People are gone over in blocks that stay in the cache of a processor, so that memory beyond what is kept does not
grow with their number.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Codes = npt.NDArray[np.integer]
Small = npt.NDArray[np.uint32]

BLOCK = 2**16
"""Rows that are gone over at a time: their codes, packed, fit the cache of a processor."""

BITS = 2
"""Bits of one answer, of which there are four."""

DENSE_PATTERNS = 2**20
"""Up to this many possible patterns a table of them is quicker than sorting people."""

ANSWERS_A_BYTE = 4
MOST_IN_32_BITS = 16


def blocks(rows: int, size: int = BLOCK) -> Iterator[slice]:
    """Divide rows into stretches of this many.

    Examples
    --------
    >>> list(blocks(5, 3))
    [slice(0, 3, None), slice(3, 5, None)]
    """
    return (slice(start, min(start + size, rows)) for start in range(0, rows, size))


def numbered(columns: Sequence[Codes], rows: int) -> tuple[Small, npt.NDArray[np.int64]]:
    """Which pattern has each row, and which patterns are there?

    Parameters
    ----------
    columns
        Codes 0 to 3, an array of shape ``(rows,)`` each.
    rows
        How many rows there are.

    Returns
    -------
    tuple
        The number of each row's pattern, shape ``(rows,)``, and the patterns in rising order, the code of the
        first column in the lowest bits.

    Examples
    --------
    >>> numbers, patterns = numbered([np.array([0, 3, 0], dtype=np.int8), np.array([1, 0, 1], dtype=np.int8)], 3)
    >>> numbers.tolist(), patterns.tolist()
    ([1, 0, 1], [3, 4])
    """
    size = 2 ** (BITS * len(columns))
    return _looked_up(columns, rows, size) if size <= DENSE_PATTERNS else _hashed(columns, rows)


def _looked_up(columns: Sequence[Codes], rows: int, size: int) -> tuple[Small, npt.NDArray[np.int64]]:
    """Number patterns by a table of all that could be; a row's pattern is written over by its number."""
    packed = np.empty(rows, dtype=np.uint32)
    there = np.zeros(size, dtype=np.bool_)
    for block, found in _packed(columns, rows):
        packed[block] = found
        there[found.astype(np.intp)] = True
    patterns = np.flatnonzero(there)
    del there
    number = np.empty(size, dtype=np.min_scalar_type(len(patterns)))
    number[patterns] = np.arange(len(patterns))
    for block in blocks(rows):
        # Every pattern is within the table; "clip" only spares numpy a second look.
        packed[block] = np.take(number, packed[block], mode="clip")
    return packed, patterns


def _hashed(columns: Sequence[Codes], rows: int) -> tuple[Small, npt.NDArray[np.int64]]:
    """Number patterns by hashing, where a table of all that could be is too large."""
    packed = np.empty(rows, dtype=_width(columns))
    for block, found in _packed(columns, rows):
        packed[block] = found
    met, patterns = pd.factorize(packed)
    order = np.argsort(patterns)
    number = np.empty(len(patterns), dtype=np.uint32)
    number[order] = np.arange(len(patterns), dtype=np.uint32)
    numbers: Small = np.empty(rows, dtype=np.uint32)
    for block in blocks(rows):
        numbers[block] = number[met[block]]
    return numbers, np.asarray(patterns)[order].astype(np.int64)


def _width(columns: Sequence[Codes]) -> np.dtype[np.unsignedinteger]:
    return np.dtype(np.uint32 if len(columns) <= MOST_IN_32_BITS else np.uint64)


def _packed(columns: Sequence[Codes], rows: int) -> Iterator[tuple[slice, Codes]]:
    """Pack the codes of each block, the first column in the lowest bits.

    Four columns at a time are packed into bytes, eight people to a word of the processor: a code is below four,
    so that no shift carries from one person to the next.
    """
    width = _width(columns)
    words = np.zeros(-(-min(rows, BLOCK) // 8), dtype=np.uint64)
    for block in blocks(rows):
        people = words.view(np.uint8)[: block.stop - block.start]
        packed = np.zeros(len(people), dtype=width)
        for first in range(0, len(columns), ANSWERS_A_BYTE):
            *lower, highest = columns[first : first + ANSWERS_A_BYTE]
            people[:] = highest[block]
            for codes in reversed(lower):
                words <<= np.uint64(BITS)
                people |= codes[block].astype(np.uint8, copy=False)
            packed |= np.left_shift(people.astype(width), BITS * first, dtype=width)
        yield block, packed
