"""Times the tables of the passage at 18, and the crossing itself beside pandas and DuckDB, in one run.

Run from the root of the checkout: ``python -m benchmarks.transition`` (``--people 10000`` for less).
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
from benchmarks.transition.contenders import by_duckdb, by_needskit, by_pandas, fresh
from benchmarks.transition.people import PERIOD, made_up

import needskit as nk
from needskit.errors import NeedskitError

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.transition.people import Made

OUTPUT = Path(__file__).parents[1] / "output"
OF_THE_PERIOD = ("crossing", "turning_25", "gap", "support_kept", "needs_on_each_side")
"""Public functions that take a period; the others are of everybody."""

MORE: dict[str, dict[str, object]] = {
    "age_profile": {"of": "reconvicted_12_months"},
    "steps": {"of": "reconvicted_12_months"},
}
"""What a public function cannot do without."""

NO_TABLES = ("has_", "can_")
Seconds = list[tuple[float, float]]


def main() -> None:
    """Make the people, let all prove that they count the same, and time them."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.transition", description=__doc__)
    parser.add_argument("--people", type=int, default=1_000_000, metavar="N")
    parser.add_argument("--rounds", type=int, default=5, metavar="N")
    chosen = parser.parse_args()
    made = made_up(chosen.people)
    rows = {role: len(records) for role, records in made.cohort.linked.items()}
    told = ", ".join(f"{count:,} of {role}" for role, count in rows.items())
    print(f"{chosen.people:,} people, spells: {told}; {chosen.rounds} rounds in turn; medians, ms of wall (processor)")
    beside = contenders(made)
    agree(beside)
    found = timed(beside, chosen.rounds)
    show(found, beside="needskit")
    print(" every public table, each from a cohort of which nothing has been counted")
    tables = public_tables(made)
    of_tables = timed(tables, chosen.rounds)
    show(of_tables)
    record = {
        **vars(chosen),
        "rows": rows,
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "versions": {name: version(name) for name in ("numpy", "pandas", "duckdb")},
        "crossing": found,
        "tables": of_tables,
    }
    OUTPUT.mkdir(exist_ok=True)
    path = OUTPUT / f"transition-{chosen.people}.json"
    path.write_text(json.dumps(record, indent=1) + "\n", encoding="ascii")


def contenders(made: Made) -> dict[str, Callable[[], object]]:
    """Return the ways of counting what became of everybody, by name."""
    over_frames, stored = duckdb.connect(), duckdb.connect()
    for name in ("people", "youth", "adult"):
        over_frames.register(name, getattr(made, name))
        stored.register(f"{name}_frame", getattr(made, name))
        stored.execute(f"CREATE TABLE {name} AS SELECT * FROM {name}_frame")  # noqa: S608 - the names are those above
    return {
        "needskit": partial(by_needskit, made),
        "pandas": partial(by_pandas, made),
        "DuckDB, over the frames": partial(by_duckdb, over_frames),
        "DuckDB, over its own tables": partial(by_duckdb, stored),
    }


def agree(beside: dict[str, Callable[[], object]]) -> None:
    """Stop unless all count the same on every route."""
    first, *others = ((name, function()) for name, function in beside.items())
    for name, found in others:
        if found != first[1]:
            sys.exit(f"{name} finds {found}, and {first[0]} {first[1]}")
    print(f" who crossed at 18; all agree: {first[1]}")


def public_tables(made: Made) -> dict[str, Callable[[], object]]:
    """Return every public table that these made-up people can have, by name."""
    found: dict[str, Callable[[], object]] = {}
    for name in nk.transition.__all__:
        if name.startswith(NO_TABLES):
            continue
        given = {"period": PERIOD} if name in OF_THE_PERIOD else MORE.get(name, {})
        found[name] = partial(_table, made, getattr(nk.transition, name), given)
        try:
            found[name]()
        except NeedskitError as error:
            del found[name]
            print(f"  {name:30}not of these people: {error}")
    return found


def _table(made: Made, function: Callable[..., object], given: dict[str, object]) -> object:
    return function(fresh(made), **given)


def timed(functions: dict[str, Callable[[], object]], rounds: int) -> dict[str, Seconds]:
    """Time functions in turn, so that a busy minute falls on all; each has run once before."""
    found: dict[str, Seconds] = {name: [] for name in functions}
    for _ in range(rounds):
        for name, function in functions.items():
            wall, processor = time.perf_counter(), time.process_time()
            function()
            found[name].append((time.perf_counter() - wall, time.process_time() - processor))
    return found


def show(found: dict[str, Seconds], *, beside: str = "") -> None:
    """Print medians and, of the others, one of them over each: the median of pairs of one round."""
    for name, seconds in found.items():
        wall, processor = (1000 * median(each) for each in zip(*seconds, strict=True))
        line = f"  {name:30}{wall:10.0f} ({processor:.0f})"
        if beside and name != beside:
            pairs = list(zip(found[beside], seconds, strict=True))
            ratios = [median(ours[clock] / theirs[clock] for ours, theirs in pairs) for clock in (0, 1)]
            line = f"{line:56}{beside} / this: {ratios[0]:.2f} ({ratios[1]:.2f})"
        print(line)


if __name__ == "__main__":
    main()
