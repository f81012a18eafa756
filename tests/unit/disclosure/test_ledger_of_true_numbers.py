"""A ledger of true numbers: what an earlier release showed is known to readers of the next, and protects nothing."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

import needskit as nk
from needskit.disclosure.ledger.files import Entry, Places, read_entries, read_key, write_entries
from needskit.disclosure.ledger.ledger import Ledger
from needskit.errors import DisclosureError, UsageError
from needskit.table.table import Table
from needskit.table.whom import Whom

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from needskit.disclosure.released import Release

Describe = Callable[..., Whom]
Make = Callable[..., Table]


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    return tmp_path / "release-ledger.json"


@pytest.fixture
def everybody(whom: Describe, table: Make) -> Table:
    return table({whom(): 44})


@pytest.fixture
def women(whom: Describe, table: Make) -> Table:
    """Return all but three of them."""
    return table({whom(sex="female"): 41}, "other.table")


def shown(release: Release) -> list[float | None]:
    return [cell.figures.get("count") for table in release for cell in table.cells]


def test_a_part_is_not_shown_where_an_earlier_release_showed_the_whole(
    everybody: Table, women: Table, ledger: Path
) -> None:
    assert shown(nk.release(women, policy="suppress")) == [41]
    nk.release(everybody, policy="suppress", ledger=ledger)
    assert shown(nk.release(women, policy="suppress", ledger=ledger)) == [None]


def test_where_a_part_was_shown_already_the_whole_is_refused_in_words_that_say_why(
    everybody: Table, women: Table, ledger: Path
) -> None:
    nk.release(women, policy="suppress", ledger=ledger)
    before = ledger.read_bytes()
    with pytest.raises(DisclosureError, match=r"shown before, as the ledger says, are taken as known") as refused:
        nk.release(everybody, policy="suppress", ledger=ledger)
    assert "\n" not in str(refused.value)
    assert ledger.read_bytes() == before


def test_a_release_of_other_people_is_not_taken_as_known(whom: Describe, table: Make, ledger: Path) -> None:
    nk.release(table({whom(): 44, whom(area="north"): 24}), policy="suppress", ledger=ledger)
    # One of these counts is another now, so the whole of the other people says nothing of these.
    released = nk.release(
        table({whom(area="north"): 25, whom(sex="female"): 41}, "other.table"), policy="suppress", ledger=ledger
    )
    assert shown(released) == [25, 41]


def test_whom_a_number_counts_is_in_the_private_file_alone_and_no_number_is(women: Table, ledger: Path) -> None:
    nk.release(women, policy="suppress", ledger=ledger)
    private = json.loads(Places(ledger).marks.read_text(encoding="utf-8"))
    assert [n for n in numbers_in(private) if n != private["format"]] == []
    assert "female" in str(private)
    assert "female" not in ledger.read_text(encoding="utf-8")
    del private["described"]  # as an earlier version wrote it
    Places(ledger).marks.write_text(json.dumps(private), encoding="utf-8")
    assert len(Ledger.opened(ledger).entries) == 1
    private["described"] = {name: {"x": "no description"} for name in private["releases"]}
    Places(ledger).marks.write_text(json.dumps(private), encoding="utf-8")
    with pytest.raises(UsageError, match="is broken"):
        Ledger.opened(ledger)


def numbers_in(found: Any) -> Iterator[int | float]:  # noqa: ANN401 - whatever JSON held
    if isinstance(found, dict):
        found = list(found.values())
    if isinstance(found, list):
        for each in found:
            yield from numbers_in(each)
    elif isinstance(found, int | float):
        yield found


def test_one_threshold_a_ledger(women: Table, ledger: Path) -> None:
    nk.release(women, policy="suppress", ledger=ledger)
    with pytest.raises(UsageError, match="under policy 'suppress', and this one is under 'suppress-8'"):
        nk.release(women, policy="suppress-8", ledger=ledger)


def test_a_ledger_of_thousands_of_counts_is_read_and_written_in_less_than_a_second(ledger: Path) -> None:
    places = Places(ledger)
    key = read_key(places)
    people = [Whom("people", frozenset({("area", frozenset({str(n)}))})) for n in range(6_000)]
    began = time.process_time()
    described = {key.of_cell(whom): whom for whom in people}
    marks = {cell: key.of_count(whom, 40) for cell, whom in described.items()}
    entry = Entry("a" * 12, "1", "suppress", 1, 0, dict.fromkeys(described, 40), marks, described)
    write_entries(places, key, (entry,))
    assert read_entries(places, key) == (entry,)
    assert time.process_time() - began < 1
