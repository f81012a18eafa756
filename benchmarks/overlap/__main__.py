"""Times overlap tables by needskit beside pandas, polars and DuckDB, from people held in memory.

Run from the root of the checkout: ``python -m benchmarks.overlap`` (``--people 10000 --rounds 3`` for less).
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import time
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from benchmarks.overlap.contenders import CORE, EVERY, NEEDSKIT, contenders, public
from benchmarks.overlap.figures import check_values, differences
from benchmarks.overlap.needskit_tables import missing
from benchmarks.overlap.people import made_up

if TYPE_CHECKING:
    from collections.abc import Callable

OUTPUT = Path(__file__).parents[1] / "output"
PEOPLE = (10_000, 100_000, 1_000_000, 10_000_000)
ROUNDS = {10_000: 15, 100_000: 9, 1_000_000: 5, 10_000_000: 2}
TARGETS = {"pandas": 0.06, "polars": 0.2, "duckdb": 0.06}
"""The most that needskit may take of each rival's time, three core tables at a million: see README.md."""

TARGETS_AT = 1_000_000
MOST_TIMES, MOST_BYTES = 12, 10
"""Ten million against one million in time, and bytes a person above the frame."""

MOST_READ = 100_000
"""Up to here the public functions are timed too: reading more people takes seconds for each size."""

PACKAGES = ("pandas", "numpy", "polars", "duckdb")

Seconds = dict[str, list[tuple[float, float]]]
"""Wall and processor seconds of each round, by contender."""


def main() -> None:
    """Time every size that was asked for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.overlap", description=__doc__)
    parser.add_argument("--people", type=int, nargs="+", default=PEOPLE, metavar="N", help="default: all four sizes")
    parser.add_argument("--rounds", type=int, metavar="N", help="default: 15, 9, 5 and 2")
    chosen = parser.parse_args()
    OUTPUT.mkdir(exist_ok=True)
    for people in chosen.people:
        compare(people, chosen.rounds or ROUNDS.get(people, 5))
    print_growth()


def compare(people: int, rounds: int) -> None:
    """Let all contenders prove that they count the same, then time them in turn, round after round."""
    print(f"\n{people:,} people, {rounds} rounds in turn; medians, milliseconds of wall time (processor time)")
    record: dict[str, object] = {
        "people": people,
        "rounds": rounds,
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "versions": {name: version(name) for name in PACKAGES},
    }
    who = made_up(people)
    functions = public(who) if people <= MOST_READ else {}
    for job, each in contenders(who).items():
        timed = each.main | each.short_cuts
        agree(job, timed)
        by_tables = {f"{NEEDSKIT}, public functions": functions[job]} if functions else {}
        found = times(timed | by_tables, rounds)
        print(f" {job}")
        print_times(found, TARGETS if job == CORE and people == TARGETS_AT else {})
        record[job] = found
    if functions and missing():
        print(f" public functions that are not there yet: {', '.join(missing())}")
    record["memory"] = print_memory(people)
    (OUTPUT / f"overlap-{people}.json").write_text(json.dumps(record, indent=1) + "\n", encoding="ascii")


def agree(job: str, timed: dict[str, Callable[[], dict]]) -> None:
    """Stop unless every contender makes the tables of needskit, each figure to 1e-9."""
    truth = timed[NEEDSKIT]()
    for name, function in timed.items():
        if apart := list(differences(truth, function())):
            sys.exit(f"{job}: {name} differs in {', '.join(apart)}")
    if job == CORE:
        for name, value in check_values(truth).items():
            print(f"  {name:60}{value:>24,.10g}")
    print(f"  {sum(each.size for each in truth.values()):,} figures of {len(timed)} contenders agree")


def times(timed: dict[str, Callable[[], object]], rounds: int) -> Seconds:
    """Time contenders in turn, so that a busy minute falls on all; each has run once before."""
    found: Seconds = {name: [] for name in timed}
    for _ in range(rounds):
        for name, function in timed.items():
            wall, processor = time.perf_counter(), time.process_time()
            function()
            found[name].append((time.perf_counter() - wall, time.process_time() - processor))
    return found


def print_times(found: Seconds, targets: dict[str, float]) -> None:
    """Print medians, and needskit over each other, the median of pairs of one round."""
    for name, seconds in found.items():
        wall, processor = (1000 * median(each) for each in zip(*seconds, strict=True))
        line = f"  {name:32}{wall:10.1f} ({processor:.1f})"
        if not name.startswith(NEEDSKIT):
            pairs = list(zip(found[NEEDSKIT], seconds, strict=True))
            ratios = [median(ours[clock] / theirs[clock] for ours, theirs in pairs) for clock in (0, 1)]
            line = f"{line:58}ratio {ratios[0]:.3f} ({ratios[1]:.3f})"
            if name in targets:
                line += f"   target {targets[name]}: {'met' if max(ratios) <= targets[name] else 'NOT MET'}"
        print(line)


def print_memory(people: int) -> dict[str, float]:
    """Measure needskit's memory in a process of its own and print it in bytes a person."""
    command = [sys.executable, "-m", "benchmarks.overlap.memory", str(people)]
    # On Linux with glibc an array that is let go is then given back at once, and not kept for the next.
    environment = {**os.environ, "MALLOC_MMAP_THRESHOLD_": "65536"}
    done = subprocess.run(  # noqa: S603 - our own module
        command, stdout=subprocess.PIPE, check=True, cwd=OUTPUT.parents[1], env=environment
    )
    found: dict[str, float] = json.loads(done.stdout)
    print(" needskit's memory above the frame, bytes a person")
    for name, size in found.items():
        print(f"  {name:32}{size:10.1f}")
    most = max(size for name, size in found.items() if name.endswith("asked for"))
    if people >= TARGETS_AT:
        print(f"  target {MOST_BYTES}: {'met' if most <= MOST_BYTES else 'NOT MET'}")
    return found


def print_growth() -> None:
    """Print ten million over one million, as each was measured last."""
    large, small = (OUTPUT / f"overlap-{people}.json" for people in (10 * TARGETS_AT, TARGETS_AT))
    if not (large.exists() and small.exists()):
        return
    records = [json.loads(path.read_text(encoding="ascii")) for path in (large, small)]
    for job in (CORE, EVERY):
        ratios = [
            median(seconds[clock] for seconds in records[0][job][NEEDSKIT])
            / median(seconds[clock] for seconds in records[1][job][NEEDSKIT])
            for clock in (0, 1)
        ]
        met = "met" if max(ratios) <= MOST_TIMES else "NOT MET"
        print(
            f" {job}: ten million take {ratios[0]:.1f} ({ratios[1]:.1f}) times one million, target {MOST_TIMES}: {met}"
        )


if __name__ == "__main__":
    main()
