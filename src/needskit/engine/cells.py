"""People grouped in the engine by what is known of them: the cells that a cohort counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from needskit.cohort.cohort import PEOPLE
from needskit.errors import DataError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    import ibis.expr.types as ir

SMALL = 1 << 15
"""So many levels are numbered in two bytes."""


def cells_of(
    table: ir.Table, keys: Mapping[str, str], levels: Mapping[str, pd.Series], *, people: int, most_cells: float
) -> pd.DataFrame:
    """How many people are in each cell? A row for each set of answers that somebody has, and how many have it.

    The cells stay in memory: of few people, most are of one person.

    Parameters
    ----------
    table
        A row a person, each answer a whole number.
    keys
        By standard name, the column of the table that holds the answer.
    levels
        What the numbers of a column mean; those of a column that is not here mean themselves.
    people
        How many people there are.
    most_cells
        So many cells there may be, as a share of the people.

    Raises
    ------
    UsageError
        If there are more, so that the cells would be people; the column that divides them most is named.
    DataError
        If the engine does not count as many people as before: the table has changed meanwhile.
    """
    most = int(most_cells * people)
    small = {name for name, each in levels.items() if len(each) < SMALL}
    # Narrow keys are grouped sooner.
    numbered = table.select(
        **{name: table[column].cast("int16") if name in small else table[column] for name, column in keys.items()}
    )
    grouped = numbered.group_by(list(keys)).agg(people__=lambda each: each.count())
    found = grouped.limit(most + 1).to_pandas()
    if len(found) > most:
        _refuse(numbered, keys, levels, most_cells)
    found = found.sort_values(list(keys), ignore_index=True, na_position="last")
    counts = found["people__"].to_numpy(dtype=np.int64)
    if counts.sum() != people:
        message = "The engine counted different numbers of people in two queries. Count a table that does not change."
        raise DataError(message)
    typed = {name: _typed(found[name], levels.get(name)) for name in keys}
    return pd.DataFrame({**typed, PEOPLE: pd.Series(pd.array(counts, dtype="Int64"))})


def _typed(numbers: pd.Series, levels: pd.Series | None) -> pd.Series:
    if levels is None:
        return numbers.astype("Int64")
    return levels.iloc[numbers.to_numpy(dtype=np.intp)].reset_index(drop=True)


def _refuse(table: ir.Table, keys: Mapping[str, str], levels: Mapping[str, pd.Series], most_cells: float) -> None:
    """Raise that there are too many cells, and name the column with the most answers."""
    sizes = {name: len(levels[name]) for name in keys if name in levels}
    asked = [name for name in keys if name not in levels]
    if asked:
        found = table.aggregate(**{name: table[name].nunique() for name in asked}).to_pandas().iloc[0]
        sizes |= {name: int(found[name]) for name in asked}
    worst = max(sizes, key=lambda name: (sizes[name], name))
    message = (
        f"Divided by every column, the people would be in more cells than {most_cells:.0%} of their number, and counts "
        f"of so few are as good as rows. '{worst}' divides them most: leave it out (columns={{'{worst}': None}}; in "
        f"needskit.toml: {worst} = false), name fewer columns, or say most_cells = a larger share."
    )
    raise UsageError(message)
