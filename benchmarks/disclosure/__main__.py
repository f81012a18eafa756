"""Attacks whole reports, and tables of awkward cohorts, under every policy: what is learnt, what is hidden, how long.

Run from the root of the checkout: ``python -m benchmarks.disclosure`` (``--people 60 150`` for less).
"""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from benchmarks.disclosure import groups, reports

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def table(headings: Sequence[str], lines: Iterator[Sequence[object]]) -> None:
    sys.stdout.write("| " + " | ".join(headings) + " |\n|" + " --- |" * len(headings) + "\n")
    for found in lines:
        sys.stdout.write("| " + " | ".join(map(str, found)) + " |\n")
        sys.stdout.flush()


def main() -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--attack", choices=("reports", "groups"), nargs="*", default=["reports", "groups"])
    parser.add_argument("--people", type=int, nargs="*", default=[60, 150, 400, 2_000, 20_000])
    parser.add_argument("--seed", type=int, nargs="*", default=[1, 5])
    parser.add_argument("--awkward", nargs="*", default=None, help="which awkward cohorts; all unless told")
    parser.add_argument("--tables", nargs="*", default=[""], help="of reports, only tables whose keys begin so")
    parser.add_argument("--policy", nargs="*", default=None)
    parser.add_argument("--seconds", type=float, default=300.0, help="of processor time for each report")
    chosen = parser.parse_args()
    if "reports" in chosen.attack:
        policies = chosen.policy or reports.POLICIES
        cohorts = reports.cohorts(chosen.people, chosen.seed, chosen.awkward)
        table(reports.HEADINGS, reports.lines(cohorts, policies, seconds=chosen.seconds, keys=chosen.tables))
    if "groups" in chosen.attack:
        small = [people for people in chosen.people if people <= groups.MOST]
        of_groups = groups.cohorts(small, chosen.seed, chosen.awkward)
        table(groups.HEADINGS, groups.lines(of_groups, chosen.policy or groups.POLICIES))
    return 0


if __name__ == "__main__":
    sys.exit(main())
