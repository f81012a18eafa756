"""Counting people where their records are: in DuckDB, a warehouse or Spark. Nothing but counts leaves the engine."""

from needskit.engine.count import count_cohort

__all__ = ["count_cohort"]
