"""Percentages, limits and means that the polars and DuckDB jobs put beside their counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from benchmarks.job import extract_columns as x

if TYPE_CHECKING:
    from collections.abc import Sequence

Z = 1.959963984540054
"""Standard errors to either side of a 95% interval."""

Row = tuple[object, ...]


def with_percentages(rows: Sequence[Row]) -> list[Row]:
    """Add the percentage and its Wilson limits to rows that end in count, out of, not known."""
    count = np.array([row[-3] for row in rows], dtype=float)
    out_of = np.array([row[-2] or np.nan for row in rows], dtype=float)
    share = count / out_of
    with np.errstate(invalid="ignore"):
        reach = Z * np.sqrt(share * (1 - share) / out_of + Z**2 / (4 * out_of**2)) / (1 + Z**2 / out_of)
    middle = (share + Z**2 / (2 * out_of)) / (1 + Z**2 / out_of)
    figures = 100 * np.column_stack([share, np.maximum(middle - reach, 0), np.minimum(middle + reach, 1)])
    return [(*row, *blank_if_nan(found)) for row, found in zip(rows, figures.tolist(), strict=True)]


def percentage(count: int, out_of: int) -> float | None:
    """Return a percentage; None where nobody was counted."""
    return 100 * count / out_of if out_of else None


def number_rows(people_at: Sequence[int], assessed: int, size: int, group: Row = ()) -> list[Row]:
    """Return the rows of one group of the number of needs: each number, two or more, three or more, mean."""
    at = np.array(people_at, dtype=float)
    numbers = np.arange(len(at))
    known, total = at.sum(), float(at @ numbers)
    rows = [(*group, str(number), n, int(known), size - int(known)) for number, n in enumerate(people_at)]
    rows += [
        (*group, label, int(at[least:].sum()), int(known), size - int(known)) for label, least in x.AT_LEAST.items()
    ]
    made = [(*row, None, None, None) for row in with_percentages(rows)]
    absent = (None,) * 8
    made.insert(len(at), (*group, "not answered in full", assessed - int(known), *absent))
    made.insert(len(at) + 1, (*group, "not assessed", size - assessed, *absent))
    mean = total / known if known else np.nan
    variance = (at * (numbers - mean) ** 2).sum() / (known - 1) if known > 1 else np.nan
    reach = Z * np.sqrt(variance / known) if known else np.nan
    figures = blank_if_nan([mean, mean - reach, mean + reach])
    made.append((*group, "mean", int(total), int(known), size - int(known), None, None, None, *figures))
    return made


def blank_if_nan(figures: Sequence[float]) -> list[float | None]:
    """Return figures with None for those that are not a number."""
    return [None if np.isnan(figure) else float(figure) for figure in figures]
