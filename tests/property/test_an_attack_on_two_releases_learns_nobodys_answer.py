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
NEEDS = {"need_drugs": "Drug misuse", "need_accommodation": "Accommodation", "need_attitudes": "Attitudes"}
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
        attack = written_of(release)
        found.sums += attack.sums
        found.printed += attack.printed
    return found


def learnt(printed: Attack, true: Attack) -> dict[str, int]:
    constraint, size = printed.program()
    targets = _sensitive(true)
    assert len(targets) > 5
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


def nearly_the_same(earlier: Attack, later: Attack, *, came: int, left: int) -> Attack:
    """Write down both, with all that follows if a reader knows how many people came in between, and how many left."""
    found = Attack(sums=[*earlier.sums], printed=[*earlier.printed])
    found.sums += [({("later", *key): k for key, k in terms.items()}, low, high) for terms, low, high in later.sums]
    found.printed += [({("later", *key): k for key, k in terms.items()}, shown) for terms, shown in later.printed]
    before, after = (
        {key for terms in (*(t for t, _, _ in each.sums), *(t for t, _ in each.printed)) for key in terms}
        for each in (earlier, later)
    )
    found.sums += [({key: 1, ("later", *key): -1}, -came, left) for key in sorted(before & after, key=repr)]
    everyone = (("", "all"), "everyone")
    found.sums.append(({everyone: 1, ("later", *everyone): -1}, left - came, left - came))
    return found


@pytest.mark.parametrize(
    ("came", "left", "by"),
    [(0, 1, ("sex", "sex")), (0, 1, ("sex", "iom")), (6, 4, ("iom", "sex"))],
    ids=["one person fewer", "one person fewer in other tables", "a month later in other tables"],
)
def test_two_releases_of_nearly_the_same_people_tell_of_nobody(
    came: int, left: int, by: tuple[str, str], tmp_path: Path
) -> None:
    tables = needs_of_two_times(came, left, by)
    true = nearly_the_same(*(written_of(nk.release(each, policy="none")) for each in tables), came=came, left=left)
    with_ledger = [nk.release(each, ledger=tmp_path / "ledger.json") for each in tables]
    printed = nearly_the_same(*map(written_of, with_ledger), came=came, left=left)
    assert learnt(printed, true) == NOTHING


def test_the_attack_finds_what_two_roundings_apart_tell_of_nearly_the_same_people() -> None:
    tables = needs_of_two_times(0, 1, ("iom", "iom"))
    true = nearly_the_same(*(written_of(nk.release(each, policy="none")) for each in tables), came=0, left=1)
    small = 0
    for first in range(1, 7, 2):
        keys = (bytes(32 * [first]), bytes(32 * [first + 1]))
        apart = [nk.release(each, policy=nk.publish_random(key=key)) for each, key in zip(tables, keys, strict=True)]
        small += learnt(nearly_the_same(*map(written_of, apart), came=0, left=1), true)["known to be small"]
    assert small > 0


def needs_of_two_times(came: int, left: int, by: tuple[str, str]) -> list[list[Table]]:
    """Return the needs of people by one characteristic, and of those of them who are left, and more, by another."""
    people = nk.synthetic_people(people=60 + came, seed=1)
    return [
        [nk.coverage.assessment(cohort), nk.needs.prevalence(cohort), nk.needs.prevalence(cohort, by=each)]
        for some, each in zip((people.iloc[came:], people.iloc[: len(people) - left]), by, strict=True)
        for cohort in [nk.read_cohort(some, population="made-up people", as_at="2025-12-31", needs=NEEDS)]
    ]


def written_of(release: Release) -> Attack:
    return written_down({table.caption.key: table.to_frame() for table in release})


@pytest.mark.parametrize("policy", ["publish", nk.publish_random(key=SECRET)], ids=["publish", "publish-random"])
def test_what_both_releases_show_is_the_same_number(policy: str, tmp_path: Path) -> None:
    first, second = by_sex_and_by_iom(people=150, seed=2)
    one, other = (nk.release(tables, policy=policy, ledger=tmp_path / "ledger.json") for tables in (first, second))
    churn = nk.compare_releases(one, other)
    assert (churn.changed, churn.tells) == (0, ())
    assert churn.same > 50
    assert min(churn.new, churn.gone) > 50
