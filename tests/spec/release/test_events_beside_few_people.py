"""Reoffences beside people who reoffended: one must not tell how few the others are, in examples checked by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest
from openpyxl import load_workbook

import needskit as nk

if TYPE_CHECKING:
    from pathlib import Path

DISTRICTS = ("North", "South", "East", "West", "Centre")


def cohort_of(people: list[tuple[str, str, int]]) -> nk.Cohort:
    """Return people given as sex, district and reoffences."""
    frame = pd.DataFrame(people, columns=["sex", "district", "reoffences_12_months"])
    frame["reconvicted_12_months"] = ["yes" if number else "no" for number in frame["reoffences_12_months"]]
    frame["days_in_custody_12_months"] = 0
    frame["age"] = 20
    frame["person_id"] = [str(number) for number in range(len(frame))]
    return nk.read_cohort(frame.astype(str), population="people in a test", as_at="2025-12-31")


def shown(cohort: nk.Cohort, by: str) -> pd.DataFrame:
    [table] = nk.release(nk.reconviction.headline(cohort, by=by))
    return table.to_frame().set_index(by)


def test_whoever_has_reoffences_that_are_shown_is_shown_too() -> None:
    # Of 40 women 3 reoffended, 8 times together, which becomes 5 or 10. They are 5 and not 0: 0 would be 1 to 4.
    women = [("f", "North", number) for number in (4, 3, 1)] + [("f", "North", 0)] * 37
    men = [("m", "North", 2)] * 31 + [("m", "North", 0)] * 40
    found = shown(cohort_of(women + men), "sex").loc["Female"]
    assert found["count"] == 5
    assert found["events"] in {5, 10}


def test_people_who_reoffended_have_as_many_reoffences_as_they_are() -> None:
    # 3 women reoffended once each: both are 0, or both are 5.
    women = [("f", "North", 1)] * 3 + [("f", "North", 0)] * 37
    men = [("m", "North", 1)] * 30 + [("m", "North", 0)] * 40
    frame = shown(cohort_of(women + men), "sex")
    assert frame["count"].tolist() == frame["events"].tolist()
    assert frame["per_reoffender"].dropna().eq(1).all()


@pytest.fixture(scope="module")
def one_in_each_district() -> nk.Cohort:
    # Five who reoffended nine times each: all are 5 people with 45 reoffences. To show 5 or 10 of these in each
    # district, each would have to show 5 people, and they would be 25.
    each = [("m", district, 9) for district in DISTRICTS]
    return cohort_of(each + [("f" if number % 2 else "m", DISTRICTS[number % 5], 0) for number in range(200)])


def test_where_groups_have_too_few_the_events_of_no_group_are_shown(one_in_each_district: nk.Cohort) -> None:
    by_district, by_sex = shown(one_in_each_district, "district"), shown(one_in_each_district, "sex")
    assert by_district["events"].dropna().to_dict() == {"all": 45}
    assert by_district["count"].notna().all()
    # By sex they can be.
    assert by_sex["events"].notna().all()
    assert by_sex.loc[["all"], ["count", "events"]].to_numpy().tolist() == [[5, 45]]


def test_events_that_are_not_shown_are_marked_on_the_sheet(one_in_each_district: nk.Cohort, tmp_path: Path) -> None:
    headline, rates = nk.reconviction.headline, nk.reconviction.rates
    representation = nk.transition.representation(one_in_each_district, of="reoffences", by="district")
    tables = [analysis(one_in_each_district, by="district") for analysis in (headline, rates)]
    released = nk.release([*tables, representation])
    for table in released:
        frame = table.to_frame()
        districts = frame[frame["district"] != "all"]
        assert districts["events"].isna().all(), table.caption.key
    saved = nk.needs_assessment(one_in_each_district, released, contact="the reviewers").save(tmp_path / "book.xlsx")
    rows = [[cell.value for cell in row] for row in load_workbook(saved)["Table 1"].iter_rows()]
    [heading] = [row for row in rows if "Reoffences" in row]
    place = heading.index("Reoffences")
    assert {row[place] for row in rows if row[0] in DISTRICTS} == {"[u]"}
    assert [row[place] for row in rows if row[0] == "All"] == [45]


def test_without_protection_all_are_shown(one_in_each_district: nk.Cohort) -> None:
    [table] = nk.release(nk.reconviction.headline(one_in_each_district, by="district"), policy="none")
    assert table.to_frame()["events"].tolist() == [45, 9, 9, 9, 9, 9, 0]
