"""Tables that an engine keeps for as long as they are used: what is asked for again is not worked out again."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ibis.expr.types as ir


def kept(table: ir.Table) -> ir.Table:
    """Return the same table, worked out once and kept in the engine.

    Parameters
    ----------
    table
        Narrow: it takes the memory of the engine, or its disk.
    """
    if table.get_backend().name == "pyspark":
        # Ibis tells Spark of tables in memory where a query is run, and not where its result is kept.
        table.limit(0).to_pandas()
    return table.cache()
