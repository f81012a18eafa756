"""An extract as it stands in its file: every cell the text that was there, each distinct text kept once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Mapping

Positions = npt.NDArray[np.integer]
Flags = npt.NDArray[np.bool_]


FEW_TEXTS = 1000
"""So many distinct texts are looked at one by one sooner than all together."""


@dataclass(frozen=True, slots=True, repr=False)
class Tokens:
    """One column: the distinct texts in it, and which of them each row has.

    Checking and mapping a column means looking at each distinct text once, however many rows there are.

    Parameters
    ----------
    texts
        The distinct texts, trimmed, shape ``(distinct,)``.
    codes
        The position of each row's text, shape ``(rows,)``.
    times
        How many records have each text, shape ``(distinct,)``, where they were counted elsewhere and ``codes`` holds
        each text once; None where ``codes`` tells.
    """

    texts: pd.Series
    codes: Positions
    times: npt.NDArray[np.int64] | None = None

    @classmethod
    def counted(cls, values: pd.Series, times: npt.NDArray[np.int64]) -> tuple[Tokens, Positions]:
        """Return the tokens of values that were counted elsewhere, and the position of each value's text.

        Parameters
        ----------
        values
            Distinct values as texts; two may be the same once they are trimmed.
        times
            How many records have each value.
        """
        found = cls.of(values)
        size = len(found.texts)
        every = np.bincount(found.codes, weights=times, minlength=size).astype(np.int64)
        return cls(found.texts, np.arange(size), every), found.codes

    @classmethod
    def of(cls, values: pd.Series) -> Tokens:
        """Return the tokens of a column of texts, trimmed of white space at either end."""
        array = values.array
        if isinstance(array, pd.Categorical):
            codes, texts = array.codes, pd.Series(array.categories)
        else:
            codes, found = pd.factorize(values)
            texts = pd.Series(found)
        texts = texts.astype("str")
        if len(texts) <= FEW_TEXTS and _is_trimmed(texts.tolist()):
            return cls(texts, codes)
        trimmed = texts.str.strip()
        # Distinct texts can only have become the same where trimming changed one.
        if not trimmed.equals(texts) and trimmed.duplicated().any():
            merged, found = pd.factorize(trimmed)
            return cls(pd.Series(found, dtype=trimmed.dtype), merged[codes])
        return cls(trimmed, codes)

    def rows_with(self, chosen: Flags) -> Flags:
        """Tell which rows have one of the chosen texts; ``chosen`` has shape ``(distinct,)``."""
        if not chosen.any():
            return np.zeros(len(self.codes), dtype=bool)
        found: Flags = chosen[self.codes]
        return found

    def records_with(self, chosen: Flags) -> int:
        """Count the records that have one of the chosen texts."""
        return int(self.rows_with(chosen).sum() if self.times is None else self.times[chosen].sum())

    @property
    def times_of_each(self) -> npt.NDArray[np.int64]:
        """How many records have each text, shape ``(distinct,)``."""
        return np.bincount(self.codes, minlength=len(self.texts)) if self.times is None else self.times

    def rewritten(self, texts: pd.Series) -> Tokens:
        """Return the tokens with each text replaced by another, in order; two may then be the same."""
        return replace(self, texts=texts)

    def keep(self, rows: Flags) -> Tokens:
        """Return the tokens of some of the rows."""
        return replace(self, codes=self.codes[rows])


def _is_trimmed(texts: list[str]) -> bool:
    """Tell whether no text has white space at an end; of other alphabets, pandas says what white space is."""
    return all(text.isascii() and text == text.strip() for text in texts)


@dataclass(frozen=True, slots=True, repr=False)
class RawTable:
    """A table as it was read.

    Parameters
    ----------
    name
        Of the file, without its folder.
    sha256
        Of the bytes of the file; empty if it was no file.
    details
        How it was read: "CSV, UTF-8, comma".
    columns
        By standard name.
    headers
        The header that each has in the file.
    not_used
        How many columns have a name that the schema does not know.
    row_numbers
        The row of the file that each record stands on, the header being row 1, shape ``(rows,)``.
    hints
        Which unused columns look like a standard name misspelt.
    sheet
        Of a workbook, as the user named it; empty where nobody did.
    footers
        Which rows are notes below the table, shape ``(rows,)``.
    totals
        Which of the last rows say in any column of the file that they are totals, shape ``(rows,)``.
    above
        How many rows stand above the header.
    """

    name: str
    sha256: str
    details: str
    columns: Mapping[str, Tokens]
    headers: Mapping[str, str]
    not_used: int
    row_numbers: Positions
    hints: tuple[str, ...] = ()
    sheet: str = ""
    footers: Flags | None = None
    totals: Flags | None = None
    above: int = 0

    def __len__(self) -> int:
        """Count the records."""
        return len(self.row_numbers)

    def keep(self, rows: Flags) -> RawTable:
        """Return the table with some of its rows."""
        if rows.all():
            return self
        columns = {name: tokens.keep(rows) for name, tokens in self.columns.items()}
        footers = None if self.footers is None else self.footers[rows]
        totals = None if self.totals is None else self.totals[rows]
        return replace(self, columns=columns, row_numbers=self.row_numbers[rows], footers=footers, totals=totals)
