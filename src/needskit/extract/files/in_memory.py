"""A DataFrame as if it had been read from a file: every cell the text that a file would hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from needskit.extract.files.cell_text import cell_text
from needskit.extract.files.columns import Columns
from needskit.extract.files.footer import LAST, below_table

if TYPE_CHECKING:
    from collections.abc import Mapping

EXACT = 2.0**53
"""Up to here a floating-point number can say which whole number it is."""


@dataclass(frozen=True, slots=True, repr=False)
class FrameCells:
    """A DataFrame whose row 0 is the names of its columns."""

    source: pd.DataFrame

    def top(self, rows: int) -> tuple[tuple[str, ...], ...]:
        """Return the names of the columns and the first rows as texts."""
        return (tuple(map(_name_text, self.source.columns)), *_rows_of(self.source.head(rows - 1)))

    def columns(self, header: int, positions: Mapping[str, int]) -> Columns:
        """Return the columns at these positions of all rows below the header."""
        records = self.source.iloc[header:]
        texts = {position: texts_of(records.iloc[:, position]) for position in set(positions.values())}
        frame = pd.DataFrame({name: texts[position] for name, position in positions.items()}).reset_index(drop=True)
        width = self.source.shape[1]
        below = below_table(_rows_of(records.tail(LAST)), columns=width, rows=len(records))
        return Columns(frame, header + 1, *below)


def texts_of(values: pd.Series) -> pd.Series:
    """Return a column of a DataFrame as texts; missing values are empty.

    Whole numbers lose their ".0", dates become ISO dates, True and False become yes and no.

    Examples
    --------
    >>> texts_of(pd.Series([18.0, None])).tolist()
    ['18', '']
    """
    if isinstance(values.dtype, pd.StringDtype):
        return (values.fillna("") if values.hasnans else values).astype(str)
    if isinstance(values.dtype, pd.CategoricalDtype):
        texts = np.array([*(cell_text(each) for each in values.cat.categories), ""], dtype=object)
        return pd.Series(texts[values.cat.codes.to_numpy()], index=values.index).astype(str)
    if pd.api.types.is_bool_dtype(values.dtype):
        values = values.map({True: "yes", False: "no"}, na_action="ignore")
    elif pd.api.types.is_float_dtype(values.dtype):
        known = values.dropna()
        if ((known % 1 == 0) & (known.abs() < EXACT)).all():
            values = values.astype("Int64")
    elif pd.api.types.is_datetime64_any_dtype(values.dtype):
        values = values.dt.strftime("%Y-%m-%d")
    elif pd.api.types.infer_dtype(values, skipna=True) != "string":
        values = values.astype(object).map(cell_text, na_action="ignore")
    return values.astype(object).where(values.notna(), "").astype(str)


def _name_text(name: object) -> str:
    return str(name).strip()


def _rows_of(frame: pd.DataFrame) -> list[tuple[str, ...]]:
    """Return a few rows as texts, all their columns."""
    columns = [texts_of(frame.iloc[:, position]).to_numpy() for position in range(frame.shape[1])]
    return [tuple(text.strip() for text in row) for row in zip(*columns, strict=True)]
