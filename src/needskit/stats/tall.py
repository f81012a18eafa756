"""Tall matrices, a row a person, taken in blocks of rows that stay in the cache of a processor.

What is worked out from all rows at once asks for as much memory again, and waits for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from needskit.stats.proportion import Floats

ROWS = 8_192


def blocks(rows: int) -> Iterator[slice]:
    """Return the slices that all rows are taken in, one after another.

    Parameters
    ----------
    rows
        How many there are.

    Examples
    --------
    >>> list(blocks(10_000))
    [slice(0, 8192, None), slice(8192, 10000, None)]
    """
    return (slice(start, min(start + ROWS, rows)) for start in range(0, rows, ROWS))


def triangle(x: Floats, *, less: Floats | float = 0.0) -> Floats:
    """Which triangle has the same lengths and angles of columns as the matrix?

    That of a QR decomposition: of each block of rows, then of these triangles below each other, which loses no
    more than that of all rows at once.

    Parameters
    ----------
    x
        Shape ``(rows, columns)``.
    less
        What is taken from each row, such as the means; shape ``(columns,)``.

    Returns
    -------
    array
        Shape ``(columns, columns)``, or ``(rows, columns)`` if there are fewer rows. Its signs are not settled.

    References
    ----------
    Demmel, Grigori, Hoemmen and Langou (2012), SIAM Journal on Scientific Computing 34, A206-A239.

    Examples
    --------
    >>> found = triangle(np.array([[3.0, 0.0], [4.0, 5.0]]))
    >>> np.abs(found).round(6).tolist()
    [[5.0, 4.0], [0.0, 3.0]]
    """
    parts = [_triangle(x[rows] - less) for rows in blocks(len(x))]
    if len(parts) == 1:
        return parts[0]
    return _triangle(np.concatenate(parts or [x]))


def _triangle(x: Floats) -> Floats:
    found: Floats = np.asarray(np.linalg.qr(x, mode="r"))
    return found
