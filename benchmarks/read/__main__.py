"""Times the reading of extracts beside pandas, pandera and openpyxl, each run in a process of its own.

Run from the root of the checkout: ``python -m benchmarks.read`` (``--people 100000 --rounds 1`` for less).
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from statistics import median

from benchmarks.read.extracts import bad_extract, clean_extract, workbook

OUTPUT = Path(__file__).parents[1] / "output"
PEOPLE = 1_000_000
SHEET_ROWS = 100_000
ROUNDS = 3
PAIRS = {
    "CSV, every text kept, with pyarrow": ("csv_needskit", "csv_pandas", "clean", 0.4),
    "CSV, every text kept, without pyarrow": ("csv_needskit_alone", "csv_pandas", "clean", 1.2),
    "checked cohort, clean rows": ("rules_needskit", "rules_pandera", "clean", 1.0),
    "checked cohort, 6% bad rows": ("rules_needskit", "rules_pandera", "bad", 0.6),
    "checks alone, clean rows": ("checks_needskit", "checks_pandera", "clean", 1.0),
    "checks alone, 6% bad rows": ("checks_needskit", "checks_pandera", "bad", 0.6),
    "workbook, calamine beside openpyxl": ("sheet_calamine", "sheet_openpyxl", "sheet", 0.2),
}
"""Ours, the rival, what both read, and the most that ours may take of the rival's time."""

PACKAGES = ("pandas", "numpy", "pyarrow", "pandera", "openpyxl", "python-calamine")

Said = dict[str, float | int | str | dict[str, int]]


def main() -> None:
    """Run every pair in turn, round after round, and print what was found."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.read", description=__doc__)
    parser.add_argument("--people", type=int, default=PEOPLE, metavar="N")
    parser.add_argument("--sheet-rows", type=int, default=SHEET_ROWS, metavar="N")
    parser.add_argument("--rounds", type=int, default=ROUNDS, metavar="N")
    parser.add_argument("--only", default="", metavar="WORD", help="only pairs with this word in their name")
    chosen = parser.parse_args()
    pairs = {name: pair for name, pair in PAIRS.items() if chosen.only in name}
    wanted = {pair[2] for pair in pairs.values()}
    files = {
        name: str(make(OUTPUT, size))
        for name, (make, size) in {
            "clean": (clean_extract, chosen.people),
            "bad": (bad_extract, chosen.people),
            "sheet": (workbook, chosen.sheet_rows),
        }.items()
        if name in wanted
    }
    jobs = sorted({(who, pair[2]) for pair in pairs.values() for who in pair[:2]})
    runs: dict[tuple[str, str], list[Said]] = {job: [] for job in jobs}
    for _ in range(chosen.rounds):
        for who, what in jobs:
            runs[who, what].append(run(who, files[what]))
    print(f"{chosen.people:,} people, {chosen.sheet_rows:,} rows of the sheet, {chosen.rounds} rounds in turn, medians")
    for name, (ours, rival, what, target) in pairs.items():
        print_pair(name, runs[ours, what], runs[rival, what], target)
    record = {
        "people": chosen.people,
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "versions": {name: version(name) for name in PACKAGES},
        "runs": {f"{who} {what}": said for (who, what), said in runs.items()},
    }
    (OUTPUT / "read.json").write_text(json.dumps(record, indent=1) + "\n", encoding="ascii")
    print("Written to benchmarks/output/read.json")


def run(who: str, file: str) -> Said:
    """Run one contender in a process of its own; it says its seconds and what it found."""
    command = [sys.executable, "-m", "benchmarks.read.contenders", who, file]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, cwd=OUTPUT.parents[1])  # noqa: S603 - our own
    said: Said = json.loads(done.stdout)
    return said


def print_pair(name: str, ours: list[Said], rival: list[Said], target: float) -> None:
    """Print both medians, their ratio beside the target, and whether both found the same."""
    ratios = {
        clock: median(float(a[clock]) / float(b[clock]) for a, b in zip(ours, rival, strict=True))
        for clock in ("wall", "cpu")
    }
    seconds = [median(float(said["wall"]) for said in each) for each in (ours, rival)]
    met = "met" if max(ratios.values()) <= target else "NOT MET"
    same = "agree" if ours[0]["found"] == rival[0]["found"] else "DIFFER"
    print(
        f"  {name:40}{seconds[0]:7.2f} s{seconds[1]:8.2f} s   ratio {ratios['wall']:.2f}"
        f" (processor {ratios['cpu']:.2f})   target {target}: {met}; {same}"
    )


if __name__ == "__main__":
    main()
