"""Times needskit beside pandas, polars and DuckDB on one job, each in a process of its own.

Run from the root of the checkout: ``python -m benchmarks.job`` (``--people 10000 --rounds 3`` for less).
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
from statistics import median

OUTPUT = Path(__file__).parents[1] / "output"
NEEDSKIT = "needskit"
RIVALS = ("pandas", "polars", "duckdb")
CONTENDERS = (NEEDSKIT, *RIVALS)
ROUNDS = {10_000: 5, 1_000_000: 3}
TARGETS = {1_000_000: {"pandas": 0.25, "polars": 0.7, "duckdb": 0.6}, 10_000: {"pandas": 0.5}}
"""The most that needskit may take of each rival's time, whole job: see README.md."""

MEMORY_TARGET = {"pandas": 0.5}
STAGES = ("import", "read", "validate", "read and validate", "tables", "protect", "workbook")
PACKAGES = ("needskit", "pandas", "numpy", "pyarrow", "pandera", "statsmodels", "polars", "duckdb", "openpyxl")


@dataclass(frozen=True, slots=True)
class Run:
    """One process: seconds by stage, wall and processor seconds of the whole, megabytes at its largest."""

    stages: dict[str, float]
    checks: dict[str, float]
    wall: float
    cpu: float
    megabytes: float


def main() -> None:
    """Time every size that was asked for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.job", description=__doc__)
    parser.add_argument("--people", type=int, action="append", metavar="N", help="default: 10000 and 1000000")
    parser.add_argument("--rounds", type=int, metavar="N", help="default: 5, and 3 for a million")
    chosen = parser.parse_args()
    for people in chosen.people or list(ROUNDS):
        compare(people, chosen.rounds or ROUNDS.get(people, 3))


def compare(people: int, rounds: int) -> None:
    """Run all contenders in turn, round after round, and print what was found."""
    extract = made_up(people)
    print(f"\n{people:,} people, {extract.stat().st_size / 1e6:.1f} MB of CSV, {rounds} rounds in turn")
    truth = run(NEEDSKIT, extract, "checks").checks
    runs: dict[str, list[Run]] = {name: [] for name in CONTENDERS}
    for _ in range(rounds):
        for name in CONTENDERS:
            runs[name].append(run(name, extract))
    agree = {name: all(one.checks == truth for one in runs[name]) for name in RIVALS}
    print_stages(runs)
    ratios = print_ratios(runs, people)
    print_checks(truth, agree)
    record = {
        "people": people,
        "rounds": rounds,
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "versions": {name: version_of(name) for name in PACKAGES},
        "runs": {name: [asdict(one) for one in ones] for name, ones in runs.items()},
        "ratios": ratios,
        "checks": truth,
        "agree": agree,
    }
    path = OUTPUT / f"job-{people}.json"
    path.write_text(json.dumps(record, indent=1) + "\n", encoding="ascii")
    print(f"Written to benchmarks/output/{path.name}")


def made_up(people: int) -> Path:
    """Return the extract of this size, making it the first time."""
    found = OUTPUT / f"SYNTHETIC-people-{people}-seed-1.csv"
    if found.exists():
        return found
    from needskit.synthetic import write_synthetic  # noqa: PLC0415 - not needed if the file is there

    return write_synthetic(OUTPUT, people=people, seed=1)


def run(name: str, extract: Path, *more: str) -> Run:
    """Run one contender as a process of its own and wait for what it used."""
    module = f"benchmarks.job.{name}_job"
    command = [sys.executable, "-m", module, str(extract), str(OUTPUT / f"{name}.xlsx"), *more]
    since = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path(__file__).parents[2]) as process:  # noqa: S603 - our own modules
        printed = process.stdout.read() if process.stdout else b""
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - since
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{module} failed; its error stands above.")
    said = json.loads(printed)
    kilobytes = used.ru_maxrss / (1024 if sys.platform == "darwin" else 1)
    return Run(said["stages"], said["checks"], wall, used.ru_utime + used.ru_stime, kilobytes / 1024)


def print_stages(runs: dict[str, list[Run]]) -> None:
    """Print the median of each stage; seconds of wall time unless said."""
    print(f"{'seconds, median':28}" + "".join(f"{name:>12}" for name in CONTENDERS))
    for stage in STAGES:
        timed = {name: [one.stages[stage] for one in runs[name] if stage in one.stages] for name in CONTENDERS}
        cells = [f"{median(found):12.2f}" if found else f"{'-':>12}" for found in timed.values()]
        print(f"  {stage:26}{''.join(cells)}")
    for label, figure in FIGURES.items():
        found = [median(getattr(one, figure) for one in runs[name]) for name in CONTENDERS]
        print(f"{label:28}" + "".join(f"{value:12.{0 if figure == 'megabytes' else 2}f}" for value in found))


FIGURES = {"whole process, wall": "wall", "whole process, processor": "cpu", "largest memory, MB": "megabytes"}


def print_ratios(runs: dict[str, list[Run]], people: int) -> dict[str, dict[str, float]]:
    """Print needskit over each rival, the median of pairs of the same round, beside its target."""
    print("needskit / rival, median of paired rounds; needskit includes disclosure control, the rivals have none")
    print(f"{'':28}{'wall':>8}{'processor':>12}{'target':>9}  {'':10}{'memory':>8}{'target':>9}")
    ratios = {}
    for rival in RIVALS:
        pairs = list(zip(runs[NEEDSKIT], runs[rival], strict=True))
        found = {
            figure: median(getattr(ours, figure) / getattr(theirs, figure) for ours, theirs in pairs)
            for figure in FIGURES.values()
        }
        target, memory = TARGETS.get(people, {}).get(rival), MEMORY_TARGET.get(rival)
        met = "" if target is None else "met" if max(found["wall"], found["cpu"]) <= target else "NOT MET"
        print(
            f"  {rival:26}{found['wall']:8.2f}{found['cpu']:12.2f}{target or '-':>9}  {met:10}"
            f"{found['megabytes']:8.2f}{memory or '-':>9}"
        )
        ratios[rival] = found
    return ratios


def print_checks(truth: dict[str, float], agree: dict[str, bool]) -> None:
    """Print the check values, and whether every rival found the same."""
    for name, value in truth.items():
        print(f"  {name:54}{value:>20,}")
    print(
        "The rivals' check values agree: " + ", ".join(f"{name} {'yes' if ok else 'NO'}" for name, ok in agree.items())
    )


def version_of(package: str) -> str:
    """Return the version of a package that is installed."""
    if package == NEEDSKIT:
        from needskit import __version__  # noqa: PLC0415 - it may be a checkout that is not installed

        return __version__
    return version(package)


if __name__ == "__main__":
    main()
