"""Attacks whole standard reports, with all tables that the made-up people have columns and spells for."""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING

from tests.property import test_an_attack_on_overlap_learns_nobodys_answer as awkward_ones
from tests.property.attack.whole.said import Seen
from tests.property.attack.whole.whole import attack_on
from tests.property.test_release_at_every_size import AWKWARD

import needskit as nk
from needskit.errors import DisclosureError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from needskit.disclosure.policy import Policy

    Made = Callable[[], nk.Cohort]

POLICIES = ("publish", "publish-random", "suppress")
KEY = bytes(range(32))
HEADINGS = (
    *("cohort", "policy", "tables", "rows", "linked cells", "seconds to protect", "sensitive", "exact", "known small"),
    *(
        "two candidates",
        "narrowest",
        "not settled",
        "% hidden",
        "mean error",
        "greatest error",
        "programs",
        "attack, s",
    ),
    "not looked at",
)


def cohorts(sizes: Sequence[int], seeds: Sequence[int], awkward: Sequence[str] | None) -> Iterator[tuple[str, Made]]:
    for people in sizes:
        for seed in seeds:
            yield f"{people:,} people, seed {seed}", partial(made_up, people, seed)
    for which in AWKWARD if awkward is None else awkward:
        yield which, partial(of_awkward, which)


def made_up(people: int, seed: int) -> nk.Cohort:
    frame = nk.synthetic_people(people=people, seed=seed)
    return nk.read_cohort(frame, population="made-up people", as_at="2025-12-31")


def of_awkward(which: str) -> nk.Cohort:
    return nk.read_cohort(awkward_ones.awkward(which), population="people in a test", as_at="2025-12-31")


def lines(
    made: Iterator[tuple[str, Made]], policies: Sequence[str], *, seconds: float, keys: Sequence[str] = ("",)
) -> Iterator[tuple[object, ...]]:
    """Go through cohorts and policies, with the tables of the report whose keys begin so."""
    for name, cohort in made:
        tables = [table for table in nk.standard_report(cohort()) if table.caption.key.startswith(tuple(keys))]
        for policy in policies if tables else ():
            under: Policy | str = nk.publish_random(key=KEY) if policy == "publish-random" else policy
            start = time.process_time()
            try:
                seen = Seen.of(tables, under)
            except DisclosureError:
                took = f"{time.process_time() - start:.1f}"
                yield (name, policy, len(tables), "refused", "", took, *[""] * (len(HEADINGS) - 6))
                continue
            took = f"{time.process_time() - start:.1f}"
            found = attack_on(seen, seconds=seconds)
            yield (
                *(name, policy, len(seen.released), f"{found.cells:,}", f"{found.linked:,}", took),
                *(f"{found.sensitive:,}", found.exact, found.known_small, found.two, f"{found.narrowest:.0f}"),
                *(found.open, f"{found.hidden:.0f}", f"{found.mean_error:.1f}", f"{found.most_error:.0f}"),
                *(found.programs, f"{found.seconds:.0f}", found.not_looked_at),
            )
