"""People with a dual diagnosis are the same number wherever a release counts them."""

from __future__ import annotations

import pytest

import needskit as nk


def of_both_tables(people: int, seed: int) -> tuple[int, int]:
    """Return how many have a dual diagnosis as a part of the cohort, and as both problems at once, in one release."""
    extract = nk.synthetic_people(people=people, seed=seed)
    cohort = nk.read_cohort(extract, population="made-up people", as_at="2025-12-31")
    released = nk.release([nk.needs.by_cohort(cohort), nk.overlap.dual_diagnosis(cohort)])
    parts = released["needs.by_cohort"].to_frame().query("cohort == 'Dual diagnosis'")
    problems = released["overlap.dual_diagnosis"].to_frame().query("problem == 'both: dual diagnosis'")
    return int((parts["out_of"] + parts["not_known"]).iloc[0]), int(problems["count"].iloc[0])


@pytest.mark.parametrize(("people", "seed"), [(2_000, 1), (2_000, 2), (900, 3), (900, 4), (400, 5), (400, 6)])
def test_a_part_of_the_cohort_and_both_problems_are_the_same_people(people: int, seed: int) -> None:
    part, both = of_both_tables(people, seed)

    assert part == both


def test_people_with_a_dual_diagnosis_have_both_problems_and_nobody_else_has() -> None:
    extract = nk.synthetic_people(people=50, seed=1)
    cohort = nk.read_cohort(extract, population="made-up people", as_at="2025-12-31")
    [both, without_mental_health, without_substance] = cohort.attributes["dual_diagnosis"].implies

    assert both.way == "both"
    assert [name for name, _ in both.conditions] == ["mental_health", "need_drugs or need_alcohol"]
    assert {without_mental_health.way, without_substance.way} == {"back"}


def test_the_part_alone_can_be_released() -> None:
    extract = nk.synthetic_people(people=400, seed=1)
    cohort = nk.read_cohort(extract, population="made-up people", as_at="2025-12-31")

    assert nk.release(nk.needs.by_cohort(cohort)).off_by == 4
