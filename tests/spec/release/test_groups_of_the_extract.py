"""Groups that are listed only because the extract holds somebody in them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd
import pytest

import needskit as nk

if TYPE_CHECKING:
    from needskit.disclosure.released import Release
    from needskit.table.table import Table


def cohort_of(**districts: int) -> nk.Cohort:
    """Return people of these districts, every second one with a need."""
    names = [name for name, people in districts.items() for _ in range(people)]
    frame = pd.DataFrame(
        {
            "person_id": [f"P{number}" for number in range(len(names))],
            "district": names,
            "sex": ["f", "m"] * (len(names) // 2) + ["f"] * (len(names) % 2),
            "need_drugs": ["yes", "no"] * (len(names) // 2) + ["yes"] * (len(names) % 2),
        }
    )
    return nk.read_cohort(frame, population="people in a test", as_at="2025-12-31")


def listed(released: Release, *, key: str, column: str) -> list[str]:
    table = released[key].to_frame()
    return list(dict.fromkeys(table[column]))


@pytest.fixture
def tables() -> tuple[Table, ...]:
    return nk.standard_report(cohort_of(North=60, South=42, West=1))


def test_a_district_that_no_table_shows_anybody_in_is_left_out_of_all_of_them(tables: tuple[Table, ...]) -> None:
    released = nk.release(tables)
    assert listed(released, key="needs.prevalence_by_district", column="district") == [
        "all", "North", "South", "not known",
    ]  # fmt: skip
    for key in ("demographics.profile", "coverage.assessment"):
        assert "West" not in listed(released, key=key, column="group")
        assert "South" in listed(released, key=key, column="group")


def test_what_is_left_still_adds_up(tables: tuple[Table, ...]) -> None:
    frame = nk.release(tables)["needs.prevalence_by_district"].to_frame().set_index("district")
    for column in ("count", "out_of", "not_known"):
        assert frame.loc["all", column] == frame.drop("all")[column].sum()


def test_a_group_of_a_fixed_list_keeps_its_row(tables: tuple[Table, ...]) -> None:
    assert "Other" in listed(nk.release(tables), key="needs.prevalence_by_sex", column="sex")


def test_whoever_holds_the_extract_sees_every_group(tables: tuple[Table, ...]) -> None:
    released = nk.release(tables, policy="none")
    assert "West" in listed(released, key="needs.prevalence_by_district", column="district")


def test_a_district_with_people_in_any_table_stays_in_all() -> None:
    tables = nk.standard_report(cohort_of(North=60, South=40, West=5))
    released = nk.release(tables)
    assert "West" in listed(released, key="demographics.profile", column="group")
    assert "West" in listed(released, key="overlap.number_of_needs_by_district", column="district")


def test_the_definitions_do_not_name_what_the_tables_leave_out(tables: tuple[Table, ...]) -> None:
    book = nk.needs_assessment(cohort_of(North=60, South=42, West=1), nk.release(tables), contact="a team")
    assert not any("West" in definition.meaning for definition in book.definitions)


def test_two_extracts_with_other_districts_are_released_together() -> None:
    frames = [pd.DataFrame({"person_id": range(60), "district": [name] * 60, "need_drugs": "yes"}) for name in "AB"]
    areas = [
        nk.read_cohort(frame, population=f"people in {name}", as_at="2025-12-31")
        for name, frame in zip(("one area", "another"), frames, strict=True)
    ]
    first, second = (nk.needs.prevalence(area, by="district") for area in areas)
    renamed = replace(second, caption=replace(second.caption, key="needs.prevalence_elsewhere"))
    released = nk.release([first, renamed])
    assert listed(released, key="needs.prevalence_by_district", column="district") == ["all", "A", "not known"]
    assert listed(released, key="needs.prevalence_elsewhere", column="district") == ["all", "B", "not known"]


def test_a_district_of_one_extract_does_not_keep_that_of_another_listed() -> None:
    frames = [
        pd.DataFrame({"person_id": range(60 + west), "district": ["North"] * 60 + ["West"] * west, "need_drugs": "yes"})
        for west in (40, 1)
    ]
    tables: list[Table] = []
    for name, frame in zip(("one area", "another"), frames, strict=True):
        area = nk.read_cohort(frame, population=f"people in {name}", as_at="2025-12-31")
        table = nk.needs.prevalence(area, by="district")
        tables.append(replace(table, caption=replace(table.caption, key=f"needs.prevalence_{len(tables)}")))
    released = nk.release(tables)
    assert "West" in listed(released, key="needs.prevalence_0", column="district")
    assert listed(released, key="needs.prevalence_1", column="district") == ["all", "North", "not known"]
