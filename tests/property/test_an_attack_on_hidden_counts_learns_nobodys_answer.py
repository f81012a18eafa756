"""An attacker with true numbers, and every small one among them hidden, learns none of the small ones.

The tables are read by ``tests.property.attack``, which shares no code with what protects them. The full attack, on more
cohorts and under every threshold, is ``python -m benchmarks.disclosure``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.property.attack.score import Attacked
from tests.property.test_an_attack_on_overlap_learns_nobodys_answer import (
    FOUR,
    awkward,
    broken_down,
    everything,
    extract,
    of_needs,
    pairs_by,
)

import needskit as nk
from needskit.errors import DisclosureError

if TYPE_CHECKING:
    from needskit.table.table import Table


def small(cohort: nk.Cohort) -> list[Table]:
    return [*of_needs(cohort), *pairs_by(cohort)]


@pytest.mark.parametrize(("people", "unanswered", "policy"), [(400, 0.08, "suppress"), (2000, 0.03, "suppress-10")])
def test_no_small_count_is_learnt_from_true_numbers(people: int, unanswered: float, policy: str) -> None:
    frame = extract(people, 5, unanswered=unanswered)
    how_many, bounds = Attacked(frame, everything, mental=True, outcome=True, policy=policy).score()
    assert how_many > 0
    assert bounds["exact"] == bounds["known to be small"] == 0


@pytest.mark.parametrize(("people", "seed"), [(150, 8), (150, 20), (150, 36), (60, 9)])
def test_no_small_count_is_learnt_where_few_have_not_answered(people: int, seed: int) -> None:
    _, bounds = Attacked(extract(people, seed, unanswered=0.08), of_needs, policy="suppress").score()
    assert bounds["exact"] == bounds["known to be small"] == 0


def test_no_small_count_is_learnt_from_domains_and_pairs_within_groups() -> None:
    def tables(cohort: nk.Cohort) -> list[Table]:
        return [*of_needs(cohort), nk.overlap.domains(cohort), *broken_down(cohort, "iom")]

    frame = extract(400, 7, unanswered=0.08)
    how_many, bounds = Attacked(frame, tables, by=("iom",), mental=True, policy="suppress").score()
    assert how_many > 0
    assert bounds["exact"] == bounds["known to be small"] == 0


@pytest.mark.parametrize(
    ("which", "policy"),
    [
        ("a need nobody has", "suppress"),
        ("a need everybody has", "suppress"),
        # That nobody has the one need without the other cannot be hidden behind ten people, but behind fewer.
        ("two identical needs", "suppress-10"),
    ],
)
def test_no_small_count_is_learnt_of_awkward_cohorts(which: str, policy: str) -> None:
    how_many, bounds = Attacked(awkward(which), small, by=("iom",), policy=policy).score()
    assert how_many > 0
    assert bounds["exact"] == bounds["known to be small"] == 0


def test_an_attack_finds_what_hiding_small_counts_alone_would_leave(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("needskit.disclosure.suppression.search.Search.run", lambda _search: None)
    _, bounds = Attacked(
        extract(400, 5, unanswered=0.08), everything, mental=True, outcome=True, policy="suppress"
    ).score()
    assert bounds["exact"] > 0


def test_four_people_are_too_few_to_release_and_the_refusal_says_what_to_do() -> None:
    cohort = Attacked(extract(4, 1), small).cohort
    with pytest.raises(DisclosureError, match=r"coarser breakdowns .* or under policy 'publish'"):
        nk.release(small(cohort), policy="suppress")


def test_rows_listed_for_being_common_come_last_by_their_words_where_they_are_hidden() -> None:
    released = nk.release(small(Attacked(extract(150, 2), small).cohort), policy="suppress")
    frame = released["overlap.combinations"].to_frame()
    listed = frame[frame["combination"] != "all other combinations"]
    labels = listed.loc[listed["count"].isna(), "combination"].tolist()
    assert labels == sorted(labels)
    assert labels == listed["combination"].tolist()[-len(labels) :]


def test_no_small_count_is_learnt_of_those_left_beside_parts_of_a_cohort() -> None:
    def tables(cohort: nk.Cohort) -> list[Table]:
        parts = [cohort.where("aged 18 to 24", age=(18, 24)), cohort.where("aged 25 and over", age=(25, None))]
        return [nk.needs.prevalence(group) for group in (cohort, *parts)]

    cohort = Attacked(extract(400, 3), tables, FOUR).cohort
    released = nk.release(tables(cohort), policy="suppress")
    everybody, young, older = (table.to_frame().set_index("need")["count"] for table in released)
    left = (everybody - young - older).dropna()
    assert len(left) < len(everybody)
    assert not left.between(1, 4).any()
