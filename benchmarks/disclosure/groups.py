"""Attacks tables of few needs, in which every combination of answers is told apart: exact, but no whole report."""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING

from tests.property import test_an_attack_on_overlap_learns_nobodys_answer as attacked
from tests.property.attack.score import PARTS, YOUNG, Attacked
from tests.property.test_release_at_every_size import AWKWARD

import needskit as nk
from needskit.errors import DisclosureError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from needskit.disclosure.released import Release
    from needskit.table.table import Table

    Made = Callable[..., Attacked]

MOST = 2_000
POLICIES = ("publish", "suppress", "suppress-6", "suppress-8", "suppress-10")
HEADINGS = ("cohort", "policy", "cells", "sensitive", "exact", "known small", "% hidden", "seconds")


def of_awkward(cohort: nk.Cohort) -> list[Table]:
    return [*attacked.of_needs(cohort), *attacked.pairs_by(cohort)]


def of_groups(cohort: nk.Cohort) -> list[Table]:
    return [*attacked.of_needs(cohort), *attacked.of_health(cohort), *attacked.broken_down(cohort, "iom")]


def of_parts(cohort: nk.Cohort) -> list[Table]:
    return [*attacked.of_needs(cohort), nk.needs.by_cohort(cohort, cohorts=PARTS)]


def nested(cohort: nk.Cohort) -> list[Table]:
    overlap = nk.overlap
    analyses = (nk.needs.prevalence, overlap.pairs, overlap.combinations, overlap.at_least, overlap.domains)
    parts = [cohort.where(words, **conditions) for words, conditions in PARTS.items()]
    return [analysis(group) for group in (cohort, *parts) for analysis in analyses]


def cohorts(sizes: Sequence[int]) -> Iterator[tuple[str, Made]]:
    for people in sizes:
        frame = attacked.extract(people, 5, unanswered=0.08)
        yield f"{people:,} people", partial(Attacked, frame, attacked.everything, mental=True, outcome=True)
        yield f"{people:,}, by IOM", partial(Attacked, frame, of_groups, by=("iom",), mental=True)
        yield f"{people:,}, parts and the rest", partial(Attacked, frame, of_parts, by=("sex", "iom", YOUNG))
        yield f"{people:,}, nested", partial(Attacked, frame, nested, by=("sex", "iom", YOUNG), mental=True)
    for which in AWKWARD:
        yield which, partial(Attacked, attacked.awkward(which), of_awkward, by=("iom",))


def hidden_in(released: Release) -> tuple[int, float]:
    """Return how many cells there are, and of how many in a hundred the count is hidden."""
    cells = [cell for table in released for cell in table.cells]
    return len(cells), 100 * sum(cell.withheld.get("count") == "[c]" for cell in cells) / len(cells)


def line(made: Made, policy: str) -> tuple[object, ...]:
    of = made(policy=policy)
    start = time.process_time()
    try:
        released = of.released()
    except DisclosureError:
        return ("refused", "", "", "", "", f"{time.process_time() - start:.1f}")
    took = time.process_time() - start
    sensitive, learnt = of.score(off_by=9)
    cells, share = hidden_in(released)
    return cells, sensitive, learnt["exact"], learnt["known to be small"], f"{share:.0f}", f"{took:.1f}"


def lines(sizes: Sequence[int], policies: Sequence[str]) -> Iterator[tuple[object, ...]]:
    """Go through cohorts and policies."""
    for name, made in cohorts(sizes):
        yield from ((name, policy, *line(made, policy)) for policy in policies)
