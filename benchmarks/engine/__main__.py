"""Times counting in DuckDB and Spark beside the same tables from rows, and beside the one query that counts the cells.

Run from the root of the checkout: ``python -m benchmarks.engine`` (``--people 100000`` for less). Spark takes part
where Java and PySpark are there. Memory and processor time of a contender are those of it and all that it starts.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from benchmarks.engine.people import write_people

OUTPUT = Path(__file__).parents[1] / "output"
WORDS = {
    "bare": "one query of DuckDB", "duckdb": "needskit on DuckDB", "spark": "needskit on Spark",
    "rows": "needskit from rows",
}  # fmt: skip
CONTENDERS = tuple(WORDS)
SIZES = (1_000_000, 10_000_000, 50_000_000)
MOST = {"rows": 10_000_000, "spark": 10_000_000}
"""More people would take 20 GB of memory from rows, and a quarter of an hour on a Spark of two cores."""

BETWEEN_LOOKS = 0.1
"""Seconds between two looks at what a contender uses."""

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
    parser.add_argument("--people", type=int, action="append", metavar="N", help="default: 1, 10 and 50 million")
    parser.add_argument("--without", action="append", default=[], choices=CONTENDERS, help="leave one out")
    chosen = parser.parse_args()
    if "spark" not in chosen.without and (shutil.which("java") is None or find_spec("pyspark") is None):
        print("Spark is left out: it wants Java and the package pyspark.")
        chosen.without.append("spark")
    OUTPUT.mkdir(exist_ok=True)
    for people in chosen.people or SIZES:
        compare(people, [n for n in CONTENDERS if n not in chosen.without and people <= MOST.get(n, people)])


def compare(people: int, names: list[str]) -> None:
    """Run each contender in a process of its own and print what was found."""
    path = write_people(OUTPUT / f"SYNTHETIC-engine-{people}.parquet", people=people)
    print(f"\n{people:,} people, {path.stat().st_size / 1e6:.0f} MB of Parquet, 8 needs, 6 other columns")
    runs = {name: run(name, path) for name in names}
    for name, one in runs.items():
        print(
            f"  {WORDS[name]:24}{one.wall:8.1f} s wall{one.cpu:8.1f} s processor{one.megabytes:8,.0f} MB  {one.checks}"
        )
    made = [one.checks for name, one in runs.items() if name != "bare"]
    kept = ("people", "tables", "sum of all counts", "sum of pairs")
    if len(made) > 1:
        same = len({tuple(checks[name] for name in kept) for checks in made}) == 1
        print(f"  the same tables: {'yes' if same else 'NO'}")
    if {"duckdb", "bare"} <= runs.keys():
        ours, query = runs["duckdb"], runs["bare"]
        print(
            f"  needskit on DuckDB / one query: wall {ours.wall / query.wall:.2f}, processor {ours.cpu / query.cpu:.2f}"
        )
    record = {
        "people": people,
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "versions": {name: version(name) for name in PACKAGES},
        "runs": {name: asdict(one) for name, one in runs.items()},
    }
    (OUTPUT / f"engine-{people}.json").write_text(json.dumps(record, indent=1) + "\n", encoding="ascii")


def run(name: str, path: Path) -> Run:
    """Run one contender and look at what it and all that it starts use, until it ends."""
    with tempfile.TemporaryDirectory(dir=OUTPUT) as folder:
        command = [sys.executable, "-m", "benchmarks.engine.job", name, str(path), folder]
        since = time.perf_counter()
        kilobytes = cpu = 0.0
        with subprocess.Popen(  # noqa: S603 - our own module
            command, stdout=subprocess.PIPE, cwd=Path(__file__).parents[2], start_new_session=True
        ) as process:
            while (ended := os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT)) is None:
                held, spent = used_by(process.pid)
                kilobytes, cpu = max(kilobytes, held), max(cpu, spent)
                time.sleep(BETWEEN_LOOKS)
            wall = time.perf_counter() - since
            _, _, used = os.wait4(process.pid, 0)
            process.returncode = ended.si_status
            printed = process.stdout.read() if process.stdout else b""
        if process.returncode:
            sys.exit(f"{name} failed; its error stands above.")
    alone = used.ru_maxrss / (1024 if sys.platform == "darwin" else 1)
    spent = max(cpu, used.ru_utime + used.ru_stime)
    return Run(wall, spent, max(kilobytes, alone) / 1024, json.loads(printed.splitlines()[-1])["checks"])


def used_by(session: int) -> tuple[float, float]:
    """Return the kilobytes that the processes of a session hold, and their processor seconds; nought without /proc."""
    kilobytes = cpu = 0.0
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            # The name of a process may hold spaces and brackets.
            fields = status.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == session:
            cpu += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
            kilobytes += int(fields[21]) * os.sysconf("SC_PAGE_SIZE") / 1024
    return kilobytes, cpu


if __name__ == "__main__":
    main()
