"""A ledger: what was shown before is shown again, no true count is in it, and broken ones are refused."""

from __future__ import annotations

import json
import os
import re
import stat
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

import needskit as nk
from needskit.disclosure.ledger.kept_to import protected_after
from needskit.disclosure.ledger.ledger import Before, Ledger
from needskit.disclosure.policies import PUBLISH, policy_named
from needskit.disclosure.protected import Protected
from needskit.disclosure.rare import Listed
from needskit.errors import DisclosureError, UsageError
from needskit.table.table import Table
from needskit.table.whom import Whom

if TYPE_CHECKING:
    from pathlib import Path

    from needskit.disclosure.released import Release

Describe = Callable[..., Whom]
Make = Callable[..., Table]


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    return tmp_path / "release-ledger.json"


@pytest.fixture
def women(whom: Describe, table: Make) -> Table:
    """Return women by area, whom 11 rounded alone would be 10: with the total of 13 they are 10 and 5."""
    return table({whom(sex="female"): 13, whom(sex="female", area="north"): 11, whom(sex="female", area="south"): 2})


def shown(release: Release) -> list[float]:
    return [cell.figures["count"] for table in release for cell in table.cells]


def test_a_count_that_has_not_changed_is_shown_as_before(
    whom: Describe, table: Make, women: Table, ledger: Path
) -> None:
    first = dict(zip(women.counts, shown(nk.release(women, ledger=ledger)), strict=True))
    south = whom(sex="female", area="south")
    alone = table({whom(sex="female", area="north"): 11, south: 2}, "other.table")
    again = dict(zip(alone.counts, shown(nk.release(alone, ledger=ledger)), strict=True))
    assert again == {each: first[each] for each in again}
    # Without the ledger it would be another: the total that made them differ is not in this release.
    assert shown(nk.release(alone)) != list(again.values())


def test_a_count_that_has_changed_is_rounded_anew(whom: Describe, table: Make, ledger: Path) -> None:
    nk.release(table({whom(): 11}), ledger=ledger)
    assert shown(nk.release(table({whom(): 14}), ledger=ledger)) == [15]


def test_pins_that_cannot_all_hold_give_way_and_that_is_said(whom: Describe, table: Make, ledger: Path) -> None:
    parts = {whom(area="north"): 13, whom(area="south"): 13}
    for each, count in {**parts, whom(): 26}.items():
        # 15, 15 and 25, each alone.
        nk.release(table({each: count}), ledger=ledger)
    released = nk.release(table({whom(): 26, **parts}), ledger=ledger)
    whole, north, south = shown(released)
    assert whole == north + south
    assert "differ from those of an earlier release" in released.words[-1]
    assert re.search(r"1 of the 3 counts in the ledger 'release-ledger.json'", released.advice[0])


def test_no_true_count_is_in_the_ledger_and_its_key_is_in_no_other_file(women: Table, ledger: Path) -> None:
    nk.release(women, ledger=ledger)
    kept = json.loads(ledger.read_text(encoding="utf-8"))
    [entry] = kept["releases"]
    assert set(entry) == {"id", "needskit", "policy", "base", "off_by", "shown"}
    assert all(value % 5 == 0 for value in entry["shown"].values())
    key = (ledger.parent / "release-ledger.PRIVATE.key").read_text(encoding="utf-8").strip()
    marks = (ledger.parent / "release-ledger.PRIVATE.json").read_text(encoding="utf-8")
    assert key not in ledger.read_text(encoding="utf-8") + marks
    assert "female" not in ledger.read_text(encoding="utf-8") + marks
    assert all(re.fullmatch("[0-9a-f]{32}", mark) for mark in json.loads(marks)["releases"][entry["id"]].values())


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
def test_only_the_owner_reads_the_private_files(women: Table, ledger: Path) -> None:
    nk.release(women, ledger=ledger)
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in ledger.parent.iterdir()}
    assert modes.pop("release-ledger.json") != 0o600
    assert modes == {"release-ledger.PRIVATE.json": 0o600, "release-ledger.PRIVATE.key": 0o600}


def test_the_same_release_made_again_is_one_release(women: Table, ledger: Path) -> None:
    nk.release(women, ledger=ledger)
    before = ledger.read_bytes()
    nk.release(women, ledger=ledger)
    assert ledger.read_bytes() == before
    [entry] = Ledger.opened(ledger).entries
    Ledger.opened(ledger).forget(entry.id)
    assert Ledger.opened(ledger).entries == ()
    with pytest.raises(UsageError, match="holds no release"):
        Ledger.opened(ledger).forget(entry.id)


def test_a_ledger_of_other_people_is_said(women: Table, table: Make, ledger: Path) -> None:
    nk.release(women, ledger=ledger)
    released = nk.release(table({Whom("other people"): 40}), ledger=ledger)
    assert released.advice == (
        "No count of this release is in the ledger 'release-ledger.json': is it the ledger of the same people?",
    )


def test_a_release_under_another_policy_is_refused(women: Table, ledger: Path) -> None:
    nk.release(women, ledger=ledger)
    with pytest.raises(UsageError, match="holds releases under policy 'publish', and this one is under 'nhs'"):
        nk.release(women, policy="nhs", ledger=ledger)
    with pytest.raises(UsageError, match="Policy 'none' is for internal use"):
        nk.release(women, policy="none", ledger=ledger)


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda path: path.write_text("{}"), "something else than a ledger"),
        (lambda path: path.write_text(path.read_text()[:-40]), "is broken"),
        (lambda path: path.write_text(path.read_text().replace('"format": 1', '"format": 2')), "another version"),
        (lambda path: path.write_text(path.read_text().replace(": 10", ': "ten"')), "is broken"),
        (lambda path: path.with_name("release-ledger.PRIVATE.key").write_text("b" * 64), "with another key"),
        (lambda path: path.with_name("release-ledger.PRIVATE.key").unlink(), "is not there"),
        (lambda path: path.with_name("release-ledger.PRIVATE.json").unlink(), "PRIVATE.json' cannot be read"),
    ],
    ids=["foreign", "cut short", "version", "no number", "other key", "no key", "no marks"],
)
def test_files_that_do_not_go_together_are_refused_in_one_sentence(
    women: Table, ledger: Path, spoil: Callable[[Path], object], said: str
) -> None:
    nk.release(women, ledger=ledger)
    spoil(ledger)
    with pytest.raises(UsageError, match=said) as refused:
        nk.release(women, ledger=ledger)
    assert "\n" not in str(refused.value)


def test_of_true_counts_what_was_shown_is_known_and_what_was_hidden_stays_hidden(whom: Describe, table: Make) -> None:
    large, small = whom(area="north"), whom(area="south")
    people = table({large: 40, small: 12})
    asked: list[Listed] = []

    def as_they_are(tables: object, policy: object, listed: Listed) -> Protected:
        del tables, policy
        asked.append(listed)
        return Protected(people.counts, off_by=0, left_over_off_by=0)

    true = replace(PUBLISH, method=as_they_are, off_by=0, hides_counts=True)
    before = Before(people.counts, {large: 40}, frozenset({small}))
    protected = protected_after(before, [people], true, Listed((people,)))
    assert (asked[0].least, asked[0].most) == ({large: 40}, {large: 40})
    assert protected.hidden == {small}


def test_where_what_was_shown_leaves_no_way_that_is_said(whom: Describe, table: Make) -> None:
    def cannot(tables: object, policy: object, listed: object) -> Protected:
        del tables, policy, listed
        message = "It cannot be."
        raise DisclosureError(message)

    people = table({whom(): 40})
    with pytest.raises(DisclosureError, match=r"It cannot be\. Numbers that were shown before"):
        protected_after(
            Before(people.counts, {whom(): 40}), [people], replace(PUBLISH, method=cannot), Listed((people,))
        )


def test_hidden_counts_of_nhs_are_in_the_ledger_without_their_number(whom: Describe, table: Make, ledger: Path) -> None:
    nk.release(table({whom(area="north"): 40, whom(area="south"): 3}), policy="nhs", ledger=ledger)
    [entry] = Ledger.opened(ledger).entries
    assert sorted(entry.shown.values(), key=str) == [40, None]
    assert policy_named("nhs").name == entry.policy
