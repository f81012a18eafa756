"""People grouped in the engine by what is known of them: the cells that a cohort counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from needskit.cohort.cohort import PEOPLE
from needskit.engine.packed import apart, packs_of, wide
from needskit.engine.rows import number_in
from needskit.errors import DataError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import ibis.expr.types as ir

    from needskit.engine.packed import Places

CHANGED = "The engine counted different numbers of people in two queries. Count a table that does not change."


def cells_of(
    table: ir.Table,
    keys: Mapping[str, str],
    levels: Mapping[str, pd.Series],
    *,
    most: Mapping[str, int],
    sources: Mapping[str, Sequence[str]],
    people: int,
    most_cells: float,
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
    most
        Of these: the largest number that there can be.
    sources
        Of answers that are worked out: the columns to leave out where they are not wanted, none if that is no help.
    people
        How many people there are.
    most_cells
        So many cells there may be, as a share of the people.

    Raises
    ------
    UsageError
        If there are more, so that the cells would be people; the columns that divide them most are named.
    DataError
        If the engine does not count as many people as before: the table has changed meanwhile.
    """
    limit = int(most_cells * people)
    # One place more where a number may not be known.
    sizes = {name: len(levels[name]) if name in levels else most[name] + 2 for name in keys}
    packs = packs_of(sizes)
    numbered = {
        name: table[column] if name in levels else table[column].fill_null(sizes[name] - 1)
        for name, column in keys.items()
    }
    packed = {pack: wide(numbered, sizes, names) for pack, names in packs.items()}
    grouped = table.select(**packed).group_by(list(packed)).agg(people__=lambda each: each.count())
    found = grouped.limit(limit + 1).to_pandas()
    if len(found) > limit:
        _refuse(table.select(**numbered), sizes, levels, sources=sources, limit=limit, most_cells=most_cells)
    counts = found["people__"].to_numpy(dtype=np.int64)
    if counts.sum() != people or found.isna().to_numpy().any():
        raise DataError(CHANGED)
    places: dict[str, Places] = {}
    for pack, names in packs.items():
        places |= apart(found[pack].to_numpy(dtype=np.int64), sizes, names)
    order = np.lexsort([places[name] for name in reversed(list(keys))]) if keys else np.arange(len(found))
    typed = {name: _typed(places[name][order], levels.get(name), sizes[name]) for name in keys}
    return pd.DataFrame({**typed, PEOPLE: pd.Series(pd.array(counts[order], dtype="Int64"))})


def _typed(places: Places, levels: pd.Series | None, size: int) -> pd.Series:
    if levels is not None:
        return levels.iloc[places].reset_index(drop=True)
    return pd.Series(pd.arrays.IntegerArray(places.astype(np.int64), places == size - 1))


def _refuse(
    numbered: ir.Table,
    sizes: Mapping[str, int],
    levels: Mapping[str, pd.Series],
    *,
    sources: Mapping[str, Sequence[str]],
    limit: int,
    most_cells: float,
) -> None:
    """Raise that there are too many cells, and name the columns without which there are not."""
    answers = {name: len(each) for name, each in levels.items() if name in sizes}
    asked = [name for name in sizes if name not in levels]
    if asked:
        found = numbered.aggregate(**{name: numbered[name].nunique() for name in asked}).to_pandas().iloc[0]
        answers |= {name: int(found[name]) for name in asked}
    left = dict(sizes)
    out: list[str] = []
    for name in sorted(answers, key=lambda name: (-answers[name], name)):
        out += sources.get(name, (name,))
        left.pop(name)
        packed = {pack: wide(numbered, left, names) for pack, names in packs_of(left).items()}
        if number_in(numbered.select(**packed).distinct().limit(limit + 1).count()) <= limit:
            break
    named, divide = " and ".join(f"'{name}'" for name in out), "divides" if len(out) == 1 else "divide"
    nothing = ", ".join(f"'{name}': None" for name in out)
    message = (
        f"Divided by every column, the people would be in more cells than {most_cells:.0%} of their number, and counts "
        f"of so few are as good as rows. {named} {divide} them most, and without {'it' if len(out) == 1 else 'them'} "
        f"the cells are few enough: columns={{{nothing}}}; in needskit.toml "
        f"{', '.join(f'{name} = false' for name in out)}. Or say most_cells = a larger share."
    )
    raise UsageError(message)
