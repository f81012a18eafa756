"""Rounding in directions that a private key draws: as likely too high as too low, and everything adds up."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import numpy as np
import pytest

import needskit as nk
from needskit.disclosure.aims import Aims
from needskit.disclosure.gathered import Gathered
from needskit.disclosure.key import Key
from needskit.disclosure.linked import link
from needskit.disclosure.rounding import round_together
from needskit.errors import UsageError
from needskit.table.table import Table
from needskit.table.whom import Attribute, Whom

if TYPE_CHECKING:
    from pathlib import Path

Describe = Callable[..., Whom]
Make = Callable[..., Table]
SECRET = bytes(range(32))


def keys(how_many: int) -> list[Key]:
    return [Key(hashlib.sha256(f"key {number}".encode()).digest()) for number in range(how_many)]


@pytest.fixture
def counts(whom: Describe) -> dict[Whom, int]:
    """Return counts by sex and area with their totals: 37 people."""
    cells = {("female", "north"): 3, ("female", "south"): 8, ("male", "north"): 12, ("male", "south"): 14}
    found = {whom(sex=sex, area=area): count for (sex, area), count in cells.items()}
    found |= {whom(sex=sex): sum(n for (s, _), n in cells.items() if s == sex) for sex in ("female", "male")}
    found |= {whom(area=area): sum(n for (_, a), n in cells.items() if a == area) for area in ("north", "south")}
    return found | {whom(): 37, whom(sex="not known"): 0}


def test_over_many_keys_the_errors_come_to_about_nought_and_everything_adds_up(
    counts: dict[Whom, int], whom: Describe, attributes: Mapping[str, Attribute]
) -> None:
    linked = link(counts, attributes)
    true = np.array(list(counts.values()))
    errors = []
    for key in keys(120):
        found = round_together(linked, counts, attributes, base=5, aims=Aims(key)).counts
        assert found[whom()] == found[whom(sex="female")] + found[whom(sex="male")]
        assert found[whom(area="north")] == sum(found[whom(area="north", sex=sex)] for sex in ("female", "male"))
        errors.append([found[each] for each in counts] - true)
    assert np.abs(errors).max() <= 4
    # Of 1,200 errors with a standard deviation of some 2, tied together: a mean beyond .25 is no chance.
    assert abs(np.mean(errors)) < 0.25
    nearest = round_together(linked, counts, attributes, base=5).counts
    assert abs(np.mean([nearest[each] for each in counts] - true)) > 0.25


def test_a_count_goes_up_as_often_as_it_is_on_the_way(whom: Describe, attributes: Mapping[str, Attribute]) -> None:
    alone = {whom(): 13}
    linked = link(alone, attributes)
    found = [round_together(linked, alone, attributes, base=5, aims=Aims(key)).counts[whom()] for key in keys(200)]
    assert set(found) == {10, 15}
    assert np.mean([each == 15 for each in found]) == pytest.approx(3 / 5, abs=0.1)


def test_one_key_makes_the_same_release_again_and_another_key_another(whom: Describe, table: Make) -> None:
    people = table({whom(sex=sex, area=area): 12 for sex in ("female", "male") for area in ("north", "south")})

    def shown(secret: bytes) -> list[float]:
        [released] = nk.release(people, policy=nk.publish_random(key=secret))
        return [cell.figures["count"] for cell in released.cells]

    assert shown(SECRET) == shown(SECRET)
    assert len({tuple(shown(bytes([first]) * 32)) for first in range(8)}) > 1


def test_the_key_comes_from_bytes_or_a_file_and_from_nothing_else(tmp_path: Path, whom: Describe, table: Make) -> None:
    path = tmp_path / "rounding.key"
    path.write_bytes(SECRET.hex().encode() + b"\r\n")
    assert nk.publish_random(key=path) == nk.publish_random(key=SECRET.hex().encode())
    with pytest.raises(UsageError, match=r"Give bytes, or pathlib\.Path"):
        nk.publish_random(key=str(path))  # type: ignore[arg-type]  # a caller without types
    with pytest.raises(UsageError, match="at least 32 bytes"):
        nk.publish_random(key=b"short")
    with pytest.raises(UsageError, match=re.escape("The key file 'none.key' cannot be read")):
        nk.publish_random(key=tmp_path / "none.key")
    with pytest.raises(UsageError, match="wants a private key"):
        nk.release(table({whom(): 7}), policy="publish-random")


def test_no_repr_or_word_of_a_release_holds_the_key(whom: Describe, table: Make) -> None:
    released = nk.release(table({whom(): 7}), policy=nk.publish_random(key=b"a secret that must not be told to all"))
    said = f"{released!r} {released.policy!r} {released.policy.method!r} {released.words} {released.advice}"
    assert "secret" not in said
    assert released.words[1] == "0 means 0 to 4."


def test_over_cohorts_and_keys_errors_come_to_about_nought_and_are_small() -> None:
    errors = []
    for people, seed in ((60, 1), (150, 2), (400, 3)):
        cohort = nk.read_cohort(nk.synthetic_people(people=people, seed=seed), population="made-up people")
        table = nk.needs.prevalence(cohort, by="sex")
        [source] = {each.source for each in table.counts}
        held = Gathered.of([table], source)
        linked = held.linked()
        for key in keys(10):
            aims = Aims(key)
            found = round_together(linked, held.counts, held.attributes, base=5, left_over=held.sums, aims=aims).counts
            errors.append([found[each] - held.counts[each] for each in held.shown])
    off = np.array(errors)
    assert np.abs(off).max() <= 4
    assert np.abs(off).mean() < 1.7
    # With 60 keys the mean of 255 counts was -0.05, give or take 0.02; with 10 it is known to some 0.05.
    assert abs(off.mean()) < 0.15
