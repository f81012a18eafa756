"""Times the whole evaluation of IOM, and its match beside a plain one by scikit-learn, each in a process of its own.

Run from the root of the checkout: ``python -m benchmarks.iom`` (``--managed 300 --others 30000`` for less). On a
machine on which other work runs, ``--threads 1`` keeps the threads of linear algebra from waiting for each other.
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
from importlib.util import find_spec
from pathlib import Path
from statistics import median

from benchmarks.iom.people import ADJUST, OUTPUT, extract

WHOLE, OURS, THEIRS = "needskit, extract to workbook", "needskit, match alone", "scikit-learn, match alone"
COMMANDS = {
    WHOLE: ("needskit_evaluation", ()),
    OURS: ("needskit_evaluation", ("nearest",)),
    THEIRS: ("sklearn_match", ()),
}
MOST_SECONDS, MOST_MEGABYTES = 60, 2_000
"""What the whole may take on two cores."""

TIES = 0.01
"""How far the two matches may be apart in what became of the nearest: of people with one score either may be taken."""

PACKAGES = ("numpy", "pandas", "scipy", "scikit-learn", "openpyxl")


@dataclass(frozen=True, slots=True)
class Run:
    """One process: seconds by stage, wall and processor seconds of the whole, megabytes at its largest."""

    stages: dict[str, float]
    found: dict[str, float]
    wall: float
    processor: float
    megabytes: float


def main() -> None:
    """Time all in turn, round after round, and print medians."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.iom", description=__doc__)
    parser.add_argument("--managed", type=int, default=3_000, metavar="N")
    parser.add_argument("--others", type=int, default=300_000, metavar="N")
    parser.add_argument("--rounds", type=int, default=3, metavar="N")
    parser.add_argument("--threads", type=int, metavar="N", help="of linear algebra; all cores unless told")
    chosen = parser.parse_args()
    path = extract(chosen.managed, chosen.others)
    rivals = find_spec("sklearn") is not None
    if not rivals:
        print("scikit-learn is not installed (pip install -e .[bench]): needskit is timed alone")
    names = [name for name in COMMANDS if rivals or name != THEIRS]
    print(
        f"{chosen.managed:,} managed, {chosen.others:,} others, {len(ADJUST)} characteristics, "
        f"{path.stat().st_size / 1e6:.0f} MB of CSV, {chosen.rounds} rounds in turn; medians"
    )
    runs: dict[str, list[Run]] = {name: [] for name in names}
    for _ in range(chosen.rounds):
        for name in names:
            runs[name].append(run(name, path, chosen.threads))
    show(runs)
    if rivals:
        agree(runs)
    record = {
        **vars(chosen),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "versions": {name: version(name) for name in PACKAGES if rivals or name != "scikit-learn"},
        "runs": {name: [asdict(one) for one in ones] for name, ones in runs.items()},
    }
    found = OUTPUT / f"iom-{chosen.managed}-{chosen.others}.json"
    found.write_text(json.dumps(record, indent=1) + "\n", encoding="ascii")


def run(name: str, path: Path, threads: int | None) -> Run:
    """Run one as a process of its own and wait for what it used."""
    module, more = COMMANDS[name]
    command = [sys.executable, "-m", f"benchmarks.iom.{module}", str(path), str(OUTPUT / "iom.xlsx"), *more]
    told = {} if threads is None else dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"), str(threads))
    since, root = time.perf_counter(), Path(__file__).parents[2]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=root, env={**os.environ, **told}) as process:  # noqa: S603 - our own modules
        printed = process.stdout.read() if process.stdout else b""
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - since
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{module} failed; its error stands above.")
    said = json.loads(printed)
    kilobytes = used.ru_maxrss / (1024 if sys.platform == "darwin" else 1)
    return Run(said["stages"], said["checks"], wall, used.ru_utime + used.ru_stime, kilobytes / 1024)


def show(runs: dict[str, list[Run]]) -> None:
    """Print the stages, the whole, and whether the targets are met."""
    for name, ones in runs.items():
        wall, processor, megabytes = (
            median(getattr(one, figure) for one in ones) for figure in ("wall", "processor", "megabytes")
        )
        print(f"{name}: {wall:.1f} s wall, {processor:.1f} s processor, {megabytes:,.0f} MB at its largest")
        print("  " + ", ".join(f"{stage} {median(one.stages[stage] for one in ones):.2f}" for stage in ones[0].stages))
        if name == WHOLE:
            met = "met" if wall <= MOST_SECONDS and megabytes <= MOST_MEGABYTES else "NOT MET"
            print(f"  target {MOST_SECONDS} s and {MOST_MEGABYTES:,} MB: {met}")
    if THEIRS in runs:
        pairs = list(zip(runs[OURS], runs[THEIRS], strict=True))
        stage = median(ours.stages["match"] / theirs.stages["match"] for ours, theirs in pairs)
        whole = median(ours.wall / theirs.wall for ours, theirs in pairs)
        print(f"needskit / scikit-learn: the match {stage:.2f}, the process {whole:.2f}; medians of pairs of one round")


def agree(runs: dict[str, list[Run]]) -> None:
    """Stop unless both matches are of the same people, and find the same but for ties."""
    ours, theirs = runs[OURS][0].found, runs[THEIRS][0].found
    apart = [name for name in ours if abs(ours[name] - theirs[name]) > (TIES if name == "yes of the nearest" else 0)]
    if apart:
        sys.exit(f"The matches differ: {', '.join(f'{each} {ours[each]} and {theirs[each]}' for each in apart)}")
    print("Both matches are of the same people, and agree in what became of the nearest but for ties")


if __name__ == "__main__":
    main()
