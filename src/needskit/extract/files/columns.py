"""What is read of a file once it is known which row is the header."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from needskit.extract.files.raw import Flags


@dataclass(frozen=True, slots=True, repr=False)
class Columns:
    """The wanted columns of all rows below the header.

    Parameters
    ----------
    frame
        Every cell a text, by name, shape ``(rows, names)``; untrimmed. Blank rows are in it.
    first_row
        The row of the file on which the first of them stands, counted as Excel counts; for a DataFrame or
        Parquet the first record is row 1.
    footers
        Which rows are notes below the table and no record, shape ``(rows,)``.
    totals
        Which of the last rows say in any column that they are totals, shape ``(rows,)``.
    """

    frame: pd.DataFrame
    first_row: int
    footers: Flags
    totals: Flags


class Cells(Protocol):
    """The cells of a file or sheet, of which columns can be read once the header is known."""

    def columns(self, header: int, positions: Mapping[str, int]) -> Columns:
        """Return the columns at these positions, by name, of all rows below the header."""
