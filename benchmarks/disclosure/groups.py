"""Attacks tables of few needs, in which every combination of answers is told apart: exact, but no whole report."""

from __future__ import annotations

import time
from functools import partial
from itertools import product
from typing import TYPE_CHECKING

from tests.property import test_an_attack_on_overlap_learns_nobodys_answer as attacked
from tests.property.attack.score import PARTS, YOUNG, Attacked
from tests.property.attack.whole.said import Seen
from tests.property.attack.whole.whole import errors, hidden_in
from tests.property.test_release_at_every_size import AWKWARD

import needskit as nk
from needskit.errors import DisclosureError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from needskit.table.table import Table

    Made = Callable[..., Attacked]

MOST = 2_000
POLICIES = ("publish", "suppress", "suppress-6", "suppress-8", "suppress-10")
HEADINGS = (
    *("cohort", "policy", "cells", "linked cells", "sensitive", "exact", "known small", "two candidates"),
    *("% hidden", "mean error", "greatest error", "seconds"),
)


def of_awkward(cohort: nk.Cohort) -> list[Table]:
    return [*attacked.of_needs(cohort), *attacked.pairs_by(cohort)]


def of_four(cohort: nk.Cohort) -> list[Table]:
    return [*attacked.of_needs(cohort), *attacked.of_outcomes(cohort)]


def of_groups(cohort: nk.Cohort) -> list[Table]:
    return [*attacked.of_needs(cohort), *attacked.of_health(cohort), *attacked.broken_down(cohort, "iom")]


def of_parts(cohort: nk.Cohort) -> list[Table]:
    return [*attacked.of_needs(cohort), nk.needs.by_cohort(cohort, cohorts=PARTS)]


def nested(cohort: nk.Cohort) -> list[Table]:
    overlap = nk.overlap
    analyses = (nk.needs.prevalence, overlap.pairs, overlap.combinations, overlap.at_least, overlap.domains)
    parts = [cohort.where(words, **conditions) for words, conditions in PARTS.items()]
    return [analysis(group) for group in (cohort, *parts) for analysis in analyses]


def cohorts(sizes: Sequence[int], seeds: Sequence[int], awkward: Sequence[str] | None) -> Iterator[tuple[str, Made]]:
    for people, seed in product(sizes, seeds):
        frame, name = attacked.extract(people, seed, unanswered=0.08), f"{people:,} people, seed {seed}"
        yield f"{name}, needs", partial(Attacked, frame, attacked.of_needs)
        yield f"{name}, everything", partial(Attacked, frame, attacked.everything, mental=True, outcome=True)
        yield f"{name}, four needs", partial(Attacked, frame, of_four, attacked.FOUR, outcome=True)
        yield f"{name}, by IOM", partial(Attacked, frame, of_groups, by=("iom",), mental=True)
        yield f"{name}, parts and the rest", partial(Attacked, frame, of_parts, by=("sex", "iom", YOUNG))
        yield f"{name}, nested", partial(Attacked, frame, nested, by=("sex", "iom", YOUNG), mental=True)
    for which in AWKWARD if awkward is None else awkward:
        yield which, partial(Attacked, attacked.awkward(which), of_awkward, by=("iom",))


def line(made: Made, policy: str) -> tuple[object, ...]:
    of = made(policy=policy)
    start = time.process_time()
    try:
        seen = Seen.of(of.tables(of.cohort), policy)
    except DisclosureError:
        return ("", "", "refused", *[""] * 6, f"{time.process_time() - start:.1f}")
    took = time.process_time() - start
    sensitive, learnt = of.score_of(seen.released, off_by=9)
    wrong = errors(seen)
    return (
        *(sum(1 for _ in seen.cells()), len(seen.protected.counts), sensitive),
        *(learnt["exact"], learnt["known to be small"], learnt["two candidates or fewer"]),
        *(f"{hidden_in(seen):.0f}", f"{wrong.mean():.1f}", f"{wrong.max():.0f}", f"{took:.1f}"),
    )


def lines(made: Iterator[tuple[str, Made]], policies: Sequence[str]) -> Iterator[tuple[object, ...]]:
    """Go through cohorts and policies."""
    for name, cohort in made:
        yield from ((name, policy, *line(cohort, policy)) for policy in policies)
