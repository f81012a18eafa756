"""Sources of one role below each other, in an engine: what they say of a person is decided from all their rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from needskit.engine.columns import ORDER
from needskit.engine.known import KEY

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import ibis.expr.types as ir

    from needskit.engine.linked_rows import LinkedRows

SOURCE, RANK = "source__", "rank__"


def stacked(sources: Sequence[LinkedRows], made: Sequence[Mapping[str, ir.Value]]) -> ir.Table:
    """Put the rows of sources with one role below each other.

    Parameters
    ----------
    sources
        In the order of the settings: the rows of a later one are lower.
    made
        The columns that are wanted of each, the same for all.
    """
    import ibis  # noqa: PLC0415 - an optional extra

    ordered = all(ORDER in rows.table.columns for rows in sources)
    every = [
        rows.table.select(
            KEY,
            *([ORDER] if ordered else []),
            **{SOURCE: ibis.literal(place, "int64")},
            **columns,
        )
        for place, (rows, columns) in enumerate(zip(sources, made, strict=True))
    ]
    return every[0] if len(every) == 1 else ibis.union(*every)


def lower_first(rows: ir.Table) -> list[ir.Value]:
    """Return what puts the lower of two rows first; without an order of rows, always the same of them."""
    if ORDER in rows.columns:
        return [rows[SOURCE].desc(), rows[ORDER].desc()]
    told = [name for name in sorted(rows.columns) if name.endswith(("__code", "__day"))]
    # Ibis orders by a column once: what is ordered by already would lose its way.
    return [rows[SOURCE].desc(), *((-rows[name]).desc() for name in told)]


def latest_of(rows: ir.Table, by: ir.IntegerValue) -> ir.Table:
    """Return the latest row of each person; of equals the one lower in the file."""
    import ibis  # noqa: PLC0415 - an optional extra

    rank = ibis.row_number().over(group_by=KEY, order_by=[by.desc(), *lower_first(rows)])
    ranked = rows.mutate(**{RANK: rank})
    return ranked.filter(ranked[RANK] == 0).drop(RANK)
