"""A DataFrame as if it had been read from a file: every cell the text that a file would hold."""

from __future__ import annotations

import numpy as np
import pandas as pd

from needskit.extract.files.spreadsheet import cell_text

EXACT = 2.0**53
"""Up to here a floating-point number can say which whole number it is."""


def texts_of(values: pd.Series) -> pd.Series:
    """Return a column of a DataFrame as texts; missing values are empty.

    Whole numbers lose their ".0", dates become ISO dates, True and False become yes and no.

    Examples
    --------
    >>> texts_of(pd.Series([18.0, None])).tolist()
    ['18', '']
    """
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
