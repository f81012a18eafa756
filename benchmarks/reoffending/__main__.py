"""Times proven reoffending worked out from offences by needskit beside the same rule in DuckDB, in one run.

Run from the root of the checkout: ``python -m benchmarks.reoffending`` (``--people 10000 --offences 50000`` for less).
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import time
from functools import partial
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import duckdb
import numpy as np
from benchmarks.reoffending.contenders import IDENTIFIER, POSITION, by_duckdb, by_needskit
from benchmarks.reoffending.events import made_up

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.reoffending.contenders import Answers
    from benchmarks.reoffending.events import Made

OUTPUT = Path(__file__).parents[1] / "output"
MOST = 3.0
"""The most times that needskit may take of DuckDB's time: see README.md."""

JOINED_BY = {POSITION: "position of the person", IDENTIFIER: "identifier"}


def main() -> None:
    """Time both ways of joining offences to people."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reoffending", description=__doc__)
    parser.add_argument("--people", type=int, default=1_000_000, metavar="N")
    parser.add_argument("--offences", type=int, default=5_000_000, metavar="N")
    parser.add_argument("--rounds", type=int, default=7, metavar="N")
    chosen = parser.parse_args()
    made = made_up(chosen.people, chosen.offences)
    record: dict[str, object] = {
        **vars(chosen),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "versions": {name: version(name) for name in ("numpy", "pandas", "duckdb")},
    }
    print(
        f"{chosen.people:,} people, {chosen.offences:,} offences, {chosen.rounds} rounds in turn; medians, ms of wall"
    )
    for key, words in JOINED_BY.items():
        print(f" joined by {words}")
        record[words] = compare(made, key, chosen.rounds)
    OUTPUT.mkdir(exist_ok=True)
    path = OUTPUT / f"reoffending-{chosen.people}.json"
    path.write_text(json.dumps(record, indent=1) + "\n", encoding="ascii")


def compare(made: Made, key: str, rounds: int) -> dict[str, list[tuple[float, float]]]:
    """Let both prove that they find the same, then time them in turn."""
    database = duckdb.connect()
    database.register("people", made.people)
    database.register("offences", made.offences)
    stored = duckdb.connect()
    stored.register("people_frame", made.people)
    stored.register("offences_frame", made.offences)
    stored.execute("CREATE TABLE people AS SELECT * FROM people_frame")
    stored.execute("CREATE TABLE offences AS SELECT * FROM offences_frame")
    contenders: dict[str, Callable[[], Answers]] = {
        "needskit": partial(by_needskit, made, key),
        "DuckDB, over the frames": partial(by_duckdb, database, key),
        "DuckDB, over its own tables": partial(by_duckdb, stored, key),
    }
    agree(contenders)
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, function in contenders.items():
            wall, processor = time.perf_counter(), time.process_time()
            function()
            times[name].append((time.perf_counter() - wall, time.process_time() - processor))
    show(times)
    return times


def agree(contenders: dict[str, Callable[[], Answers]]) -> None:
    """Stop unless all find the same of every person."""
    first, *others = ((name, function()) for name, function in contenders.items())
    for name, found in others:
        if apart := [column for column, values in first[1].items() if not np.array_equal(values, found[column])]:
            sys.exit(f"{name} differs in {', '.join(apart)}")
    happened = np.bincount(first[1]["happened"], minlength=3)
    print(f"  all agree: yes {happened[0]:,}, no {happened[1]:,}, not known {happened[2]:,}")


def show(times: dict[str, list[tuple[float, float]]]) -> None:
    """Print medians, and needskit over each other, the median of pairs of one round."""
    for name, seconds in times.items():
        wall, processor = (1000 * median(each) for each in zip(*seconds, strict=True))
        line = f"  {name:30}{wall:10.0f} ({processor:.0f})"
        if name != "needskit":
            pairs = list(zip(times["needskit"], seconds, strict=True))
            ratios = [median(ours[clock] / theirs[clock] for ours, theirs in pairs) for clock in (0, 1)]
            met = "met" if max(ratios) <= MOST else "NOT MET"
            line = f"{line:56}ratio {ratios[0]:.2f} ({ratios[1]:.2f})   target {MOST:g}: {met}"
        print(line)


if __name__ == "__main__":
    main()
