"""One contender, one file, one process: from Parquet to the tables, and what was counted.

Run by ``python -m benchmarks.engine``; alone: ``python -m benchmarks.engine.job duckdb people.parquet folder``, with a
folder for what an engine has no memory for.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ibis.expr.types as ir

MEMORY = "500MB"
"""What DuckDB may take: Python needs some too, and the target is a gigabyte in all."""

THREADS = 2
ONLY = (
    "coverage.flow", "demographics.profile", "needs.prevalence", "overlap.number_of_needs", "overlap.pairs",
    "overlap.combinations", "needs.reconviction", "transition.young_adults_share",
)  # fmt: skip
SAID = {"population": "made-up people", "as_at": "2025-12-31"}
BARE = """
    SELECT count(*), sum(people) FROM (
        SELECT (12 * (year(index_date) - year(date_of_birth)) + month(index_date) - month(date_of_birth)
                - (day(index_date) < day(date_of_birth))::int) // 12 AS age,
            sex, district, iom, reconvicted_12_months, COLUMNS('need_.*'), count(*) AS people
        FROM read_parquet(?) GROUP BY ALL)
"""


def main() -> None:
    """Do the job of one contender and print seconds and checks as JSON."""
    name, path, folder = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    since = time.perf_counter()
    checks = bare(path, folder) if name == "bare" else tables(name, path, folder)
    print(json.dumps({"seconds": time.perf_counter() - since, "checks": checks}))


def bare(path: Path, folder: Path) -> dict[str, int]:
    """Count the same cells by one query of DuckDB, with nothing checked and nothing read of them."""
    import duckdb  # noqa: PLC0415 - each contender loads what it needs

    settings = {"memory_limit": MEMORY, "threads": THREADS, "temp_directory": str(folder)}
    with duckdb.connect(config=settings) as connection:
        connection.execute("SET enable_progress_bar = false")
        cells, people = connection.execute(BARE, [str(path)]).fetchall()[0]
    return {"cells": int(cells), "people": int(people)}


def in_duckdb(path: Path, folder: Path) -> ir.Table:
    """Return the file as a table of a DuckDB that may take no more memory than was said."""
    import ibis  # noqa: PLC0415 - each contender loads what it needs

    connection = ibis.duckdb.connect(memory_limit=MEMORY, threads=THREADS, temp_directory=str(folder))
    connection.con.execute("SET enable_progress_bar = false")
    return connection.read_parquet(path)


def in_spark(path: Path, folder: Path) -> ir.Table:
    """Return the file as a table of a Spark on this machine."""
    import ibis  # noqa: PLC0415 - each contender loads what it needs
    from pyspark.sql import SparkSession  # noqa: PLC0415

    settings = {
        "spark.driver.memory": "3g", "spark.local.dir": str(folder), "spark.log.level": "ERROR",
        "spark.sql.shuffle.partitions": str(THREADS), "spark.sql.warehouse.dir": str(folder),
        "spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false",
    }  # fmt: skip
    session = SparkSession.builder.master(f"local[{THREADS}]").config(map=settings).getOrCreate()
    return ibis.pyspark.connect(session).read_parquet(str(path))


def tables(name: str, path: Path, folder: Path) -> dict[str, int]:
    """Make the tables from rows, or from an engine."""
    import needskit as nk  # noqa: PLC0415 - each contender loads what it needs

    if name == "rows":
        cohort = nk.read_cohort(path, **SAID)
    else:
        cohort = nk.count_cohort(in_duckdb(path, folder) if name == "duckdb" else in_spark(path, folder), **SAID)
    made = nk.standard_report(cohort, by=["sex", "district"], only=ONLY)
    pairs = next(table for table in made if table.caption.key == "overlap.pairs").to_frame()
    return {
        "cells": len(cohort.people), "people": len(cohort), "tables": len(made),
        "sum of all counts": int(sum(sum(table.counts.values()) for table in made)),
        "sum of pairs": int(pairs["count"].sum()),
    }  # fmt: skip


if __name__ == "__main__":
    main()
