"""Times counting in DuckDB beside the same tables from rows, and beside the one query that counts the cells.

Run from the root of the checkout: ``python -m benchmarks.engine`` (``--people 100000`` for less).
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

from benchmarks.engine.people import write_people

OUTPUT = Path(__file__).parents[1] / "output"
CONTENDERS = ("bare", "duckdb", "rows")
WORDS = {"bare": "one query of DuckDB", "duckdb": "needskit on DuckDB", "rows": "needskit from rows"}
SIZES = (1_000_000, 10_000_000)
PACKAGES = ("needskit", "ibis-framework", "duckdb", "pandas", "pyarrow")


@dataclass(frozen=True, slots=True)
class Run:
    """One process: wall and processor seconds, megabytes at its largest, and what it counted."""

    wall: float
    cpu: float
    megabytes: float
    checks: dict[str, int]


def main() -> None:
    """Time every size that was asked for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.engine", description=__doc__)
    parser.add_argument("--people", type=int, action="append", metavar="N", help="default: 1000000 and 10000000")
    parser.add_argument("--without", action="append", default=[], choices=CONTENDERS, help="leave one out")
    chosen = parser.parse_args()
    OUTPUT.mkdir(exist_ok=True)
    for people in chosen.people or SIZES:
        compare(people, [name for name in CONTENDERS if name not in chosen.without])


def compare(people: int, names: list[str]) -> None:
    """Run each contender in a process of its own and print what was found."""
    path = write_people(OUTPUT / f"SYNTHETIC-engine-{people}.parquet", people=people)
    print(f"\n{people:,} people, {path.stat().st_size / 1e6:.0f} MB of Parquet, 8 needs, 6 other columns")
    runs = {name: run(name, path) for name in names}
    for name, one in runs.items():
        print(
            f"  {WORDS[name]:24}{one.wall:8.1f} s wall{one.cpu:8.1f} s processor{one.megabytes:8,.0f} MB  {one.checks}"
        )
    if {"duckdb", "rows"} <= runs.keys():
        kept = ("people", "tables", "sum of all counts", "sum of pairs")
        same = all(runs["duckdb"].checks[name] == runs["rows"].checks[name] for name in kept)
        print(f"  the same tables: {'yes' if same else 'NO'}")
    if {"duckdb", "bare"} <= runs.keys():
        print(f"  needskit on DuckDB / one query, wall: {runs['duckdb'].wall / runs['bare'].wall:.1f}")
    record = {
        "people": people,
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "versions": {name: version(name) for name in PACKAGES},
        "runs": {name: asdict(one) for name, one in runs.items()},
    }
    (OUTPUT / f"engine-{people}.json").write_text(json.dumps(record, indent=1) + "\n", encoding="ascii")


def run(name: str, path: Path) -> Run:
    """Run one contender and wait for what it used."""
    command = [sys.executable, "-m", "benchmarks.engine.job", name, str(path)]
    since = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path(__file__).parents[2]) as process:  # noqa: S603 - our own module
        printed = process.stdout.read() if process.stdout else b""
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - since
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{name} failed; its error stands above.")
    kilobytes = used.ru_maxrss / (1024 if sys.platform == "darwin" else 1)
    return Run(wall, used.ru_utime + used.ru_stime, kilobytes / 1024, json.loads(printed)["checks"])


if __name__ == "__main__":
    main()
