"""One source as it was read: what its file holds, and where."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt

    from needskit.extract.files.raw import Positions, Tokens

NOWHERE = -1
"""The position of a row that was not read as a record, such as one above the header."""


@dataclass(frozen=True, slots=True)
class CheckedSource:
    """One source as it was read: what its file holds, and where.

    Parameters
    ----------
    name
        In the settings: "probation".
    file, sheet
        The name of the file, without its folder, and of its sheet; empty where it has none.
    headers
        By standard name, the header that the column has in the file.
    row_numbers
        The row of the file of each row read, shape ``(rows,)``.
    texts
        By standard name, what each row holds, in the order of the file's columns. No repr shows them.
    """

    name: str
    file: str
    sheet: str
    headers: Mapping[str, str]
    row_numbers: Positions = field(repr=False, compare=False)
    texts: Mapping[str, Tokens] = field(repr=False, compare=False)

    def __len__(self) -> int:
        """Count the rows."""
        return len(self.row_numbers)

    @property
    def place(self) -> str:
        """Say which file it is, and which sheet."""
        return f"{self.file}, sheet {self.sheet}" if self.sheet else self.file

    def header(self, column: str) -> str:
        """Return the header that a column has in the file, or its standard name where the file has none."""
        return self.headers.get(column, "").strip() or column

    def positions(self, rows: Positions) -> npt.NDArray[np.intp]:
        """Where among the rows read is each row of the file?

        Parameters
        ----------
        rows
            Row numbers in the file, shape ``(asked,)``.

        Returns
        -------
        numpy.ndarray
            Shape ``(asked,)``; ``NOWHERE`` for a row that was not read.
        """
        if not len(self):
            return np.full(len(rows), NOWHERE, dtype=np.intp)
        order = np.argsort(self.row_numbers, kind="stable")
        near = np.searchsorted(self.row_numbers, rows, sorter=order).clip(max=len(self) - 1)
        found: npt.NDArray[np.intp] = order[near]
        found[self.row_numbers[found] != rows] = NOWHERE
        return found

    def texts_at(self, column: str, positions: npt.NDArray[np.intp]) -> list[str]:
        """Return what the rows at these positions hold in a column; each must be a row that was read."""
        tokens = self.texts[column]
        found: list[str] = tokens.texts.take(tokens.codes[positions]).tolist()
        return found
