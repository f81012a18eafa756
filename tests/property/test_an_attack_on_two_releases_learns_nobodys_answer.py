"""An attack on two releases of the same people with other tables: with a ledger, both tell no more than one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from tests.property.attack.bounds import learnt_from
from tests.property.test_an_attack_learns_nobodys_answer import Attack, _sensitive, written_down

import needskit as nk

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from needskit.disclosure.released import Release
    from needskit.table.table import Table

SECRET = bytes(range(1, 33))
NOTHING = {"exact": 0, "known to be small": 0, "two candidates or fewer": 0}


def by_sex_and_by_iom(people: int, seed: int) -> tuple[list[Table], list[Table]]:
    """Return needs and their number of the same people twice: with the sexes, and with IOM."""
    made_up = nk.synthetic_people(people=people, seed=seed)
    cohort = nk.read_cohort(made_up, population="made-up people", as_at="2025-12-31")
    of_all = [nk.needs.prevalence(cohort), nk.overlap.number_of_needs(cohort), nk.coverage.assessment(cohort)]
    first, second = (
        [*of_all, nk.needs.prevalence(cohort, by=by), nk.overlap.number_of_needs(cohort, by=by)]
        for by in ("sex", "iom")
    )
    return first, second


def both(releases: Sequence[Release]) -> Attack:
    """Write down all that the releases say: what is printed twice lies within 4 of both."""
    found = Attack()
    for release in releases:
        attack = written_down({table.caption.key: table.to_frame() for table in release})
        found.sums += attack.sums
        found.printed += attack.printed
    return found


def learnt(printed: Attack, true: Attack) -> dict[str, int]:
    constraint, size = printed.program()
    targets = _sensitive(true)
    assert len(targets) > 20
    rows = np.zeros((len(targets), size))
    for place, terms in enumerate(targets):
        for key, k in terms.items():
            rows[place, printed.unknown[key]] = k
    return learnt_from(constraint, rows)


def test_two_releases_together_tell_of_nobody_with_a_ledger_and_do_without(tmp_path: Path) -> None:
    first, second = by_sex_and_by_iom(people=60, seed=1)
    true = both([nk.release(tables, policy="none") for tables in (first, second)])
    policy = nk.publish_random(key=SECRET)
    kept = [nk.release(tables, policy=policy, ledger=tmp_path / "ledger.json") for tables in (first, second)]
    assert learnt(both(kept), true) == NOTHING
    alone = [nk.release(tables, policy=policy) for tables in (first, second)]
    assert learnt(both(alone), true)["known to be small"] > 0


@pytest.mark.parametrize("policy", ["publish", nk.publish_random(key=SECRET)], ids=["publish", "publish-random"])
def test_what_both_releases_show_is_the_same_number(policy: str, tmp_path: Path) -> None:
    first, second = by_sex_and_by_iom(people=150, seed=2)
    one, other = (nk.release(tables, policy=policy, ledger=tmp_path / "ledger.json") for tables in (first, second))
    churn = nk.compare_releases(one, other)
    assert (churn.changed, churn.tells) == (0, ())
    assert churn.same > 50
    assert min(churn.new, churn.gone) > 50
