"""One contender, one file, one process: from Parquet to the tables, and what was counted.

Run by ``python -m benchmarks.engine``; alone: ``python -m benchmarks.engine.job duckdb people.parquet``.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

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
    name, path = sys.argv[1], Path(sys.argv[2])
    since = time.perf_counter()
    checks = bare(path) if name == "bare" else tables(path, counted=name == "duckdb")
    print(json.dumps({"seconds": time.perf_counter() - since, "checks": checks}))


def bare(path: Path) -> dict[str, int]:
    """Count the same cells by one query of DuckDB, with nothing checked and nothing read of them."""
    import duckdb  # noqa: PLC0415 - each contender loads what it needs

    cells, people = duckdb.execute(BARE, [str(path)]).fetchall()[0]
    return {"cells": int(cells), "people": int(people)}


def tables(path: Path, *, counted: bool) -> dict[str, int]:
    """Make the tables from rows, or from an engine."""
    import needskit as nk  # noqa: PLC0415 - each contender loads what it needs

    cohort = nk.count_cohort(path, **SAID) if counted else nk.read_cohort(path, **SAID)
    made = nk.standard_report(cohort, by=["sex", "district"], only=ONLY)
    pairs = next(table for table in made if table.caption.key == "overlap.pairs").to_frame()
    return {
        "cells": len(cohort.people), "people": len(cohort), "tables": len(made),
        "sum of all counts": int(sum(sum(table.counts.values()) for table in made)),
        "sum of pairs": int(pairs["count"].sum()),
    }  # fmt: skip


if __name__ == "__main__":
    main()
