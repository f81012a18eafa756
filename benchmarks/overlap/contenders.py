"""Who is timed: each a way to count people from what it holds in memory, afresh at every call."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from benchmarks.overlap import duckdb_tables, pandas_tables, polars_tables
from benchmarks.overlap.counted_once import CountedOnce
from benchmarks.overlap.figures import CORE_BY, all_tables, three_core_tables
from benchmarks.overlap.needskit_tables import arrays, core_tables, tables
from benchmarks.overlap.people import LEVELS, as_cohort, as_duckdb, as_pandas, as_polars, as_profile, breakdowns

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.overlap.figures import Tables
    from benchmarks.overlap.people import People

    from needskit.cohort.cohort import Cohort

NEEDSKIT = "needskit"
CORE, EVERY = "the three core tables, by ten districts", "all tables, by four breakdowns and overall"


@dataclass(frozen=True)
class Contenders:
    """Functions by contender: the rivals that have a target, and short cuts that no target is set for."""

    main: dict[str, Callable[[], Tables]]
    short_cuts: dict[str, Callable[[], Tables]]


def contenders(people: People) -> dict[str, Contenders]:
    """Return the contenders of both jobs, with what they count made beforehand."""
    frame, polars = as_pandas(people), as_polars(people)
    database = as_duckdb(people, frame)
    counts = {
        NEEDSKIT: lambda: arrays(as_profile(frame), breakdowns()),
        "pandas": partial(pandas_tables.PandasCounts, frame),
        "polars": partial(polars_tables.PolarsCounts, polars),
        "duckdb": partial(duckdb_tables.DuckdbCounts, database),
    }
    groups = len(LEVELS[CORE_BY])
    short = {
        "pandas, matrix products": partial(pandas_tables.PandasMatrices, frame),
        "polars, a frame a group": partial(polars_tables.PolarsParted, polars),
        "pandas, counted once": lambda: CountedOnce(pandas_tables.collapsed(frame, CORE_BY), groups),
        "polars, counted once": lambda: CountedOnce(polars_tables.collapsed(polars, CORE_BY), groups),
        "duckdb, counted once": lambda: CountedOnce(duckdb_tables.collapsed(database, CORE_BY), groups),
    }
    return {
        CORE: Contenders(made_by(three_core_tables, counts), made_by(three_core_tables, short)),
        EVERY: Contenders(made_by(all_tables, counts), {}),
    }


def made_by(job: Callable[..., Tables], counts: dict[str, Callable[[], object]]) -> dict[str, Callable[[], Tables]]:
    """Return a function a contender that counts afresh and makes the tables."""
    return {name: partial(afresh, job, count) for name, count in counts.items()}


def afresh(job: Callable[..., Tables], count: Callable[[], object]) -> Tables:
    """Make the tables from counts that hold nothing yet."""
    return job(count())


def public(people: People) -> dict[str, Callable[[], object]]:
    """Return needskit's public functions over a cohort that was read, counting afresh; nothing is protected."""
    cohort = as_cohort(people)
    return {CORE: lambda: core_tables(uncounted(cohort), CORE_BY), EVERY: lambda: tables(uncounted(cohort))}


def uncounted(cohort: Cohort) -> Cohort:
    """Return the same cohort with a profile that has counted nothing."""
    return replace(cohort)
