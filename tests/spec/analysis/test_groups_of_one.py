"""The identifier as a breakdown: what names a plan tells who named which theme; a person is never listed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import needskit as nk

if TYPE_CHECKING:
    from collections.abc import Callable

PLANS = """
area  | theme
North | yes
South | no
West  |
"""
SAID = {"needs": {"theme": "Mental health"}, "columns": {"person_id": "area"}, "breakdowns": {"area": "Area"}}


def test_each_plan_has_a_count_and_no_percentage_of_one(read: Callable[..., nk.Cohort]) -> None:
    cohort = read(PLANS, unit="plans", need_word="theme", **SAID)
    table = nk.needs.prevalence(cohort, by="area")

    frame = table.to_frame().set_index("area")
    assert frame[["count", "out_of", "not_known"]].to_numpy().tolist() == [[1, 2, 1], [1, 1, 0], [0, 1, 0], [0, 0, 1]]
    assert "estimate" not in frame
    assert any(note.startswith("Each group but all is one plan") for note in table.caption.notes)


def test_many_plans_may_have_a_name_each(read: Callable[..., nk.Cohort]) -> None:
    rows = "\n".join(f"Area {number} | yes" for number in range(50))
    cohort = read(f"area | theme\n{rows}", unit="plans", **SAID)

    assert len(cohort.breakdown("area").groups) == 50
    assert not [found for found in cohort.problems if found.severity != "note"]


def test_people_are_never_listed_by_their_identifier(read: Callable[..., nk.Cohort]) -> None:
    for unit in ("people", "young people", "people on probation"):
        with pytest.raises(nk.UsageError, match="'area' is the identifier, and a table would list every person"):
            read(PLANS, unit=unit, **SAID)


def test_a_protected_release_lists_no_identifier(read: Callable[..., nk.Cohort]) -> None:
    cohort = read(PLANS, unit="plans", need_word="theme", **SAID)
    by_area = nk.needs.prevalence(cohort, by="area")

    with pytest.raises(nk.DisclosureError, match=r"a row for each identifier \('area'\)"):
        nk.release([nk.needs.prevalence(cohort), by_area])
    assert len(nk.release([nk.needs.prevalence(cohort), nk.coverage.completeness(cohort)])) == 2
    assert len(nk.release(by_area, policy="none")) == 1
