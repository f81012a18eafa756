"""The ages of those counted against the ages of the residents, for people and for what they did."""

from __future__ import annotations

from collections.abc import Callable
from math import isnan
from typing import TYPE_CHECKING, Literal

import pandas as pd
import pytest
from openpyxl import load_workbook
from tests.spec.analysis.residents import read_with, row
from tests.spec.damage.drawn import write_sources

import needskit as nk
from needskit.stats.proportion import wilson

if TYPE_CHECKING:
    from pathlib import Path

    from needskit.table.table import Table

Draw = Callable[[str], pd.DataFrame]
Read = Callable[..., nk.Cohort]

PEOPLE = """
person_id | age | sex | district | offences_before_12_months | reoffences_12_months | index_date
1         | 17  | f   | North    | 1                         | 0                    | 2024-03-31
2         | 18  | f   | North    | 4                         | 2                    | 2024-03-31
3         | 24  | m   | North    | 2                         | 5                    | 2025-03-31
4         | 25  | m   | South    | 3                         |                      | 2024-03-31
5         | 40  | m   | South    |                           | 1                    | 2024-03-31
6         |     | m   |          | 7                         | 3                    | 2024-03-31
"""

RESIDENTS = """
district | sex    | age_from | age_to | people
North    | female | 0        | 9      | 400
North    | female | 10       | 17     | 200
North    | female | 18       | 20     | 60
North    | female | 21       | 24     | 40
North    | female | 25       |        | 700
North    | male   | 0        | 9      | 400
North    | male   | 10       | 17     | 200
North    | male   | 18       | 20     | 60
North    | male   | 21       | 24     | 40
North    | male   | 25       |        | 700
South    | female | 0        | 9      | 200
South    | female | 10       | 17     | 100
South    | female | 18       | 20     | 100
South    | female | 21       | 24     | 100
South    | female | 25       |        | 200
South    | male   | 0        | 9      | 200
South    | male   | 10       | 17     | 100
South    | male   | 18       | 20     | 100
South    | male   | 21       | 24     | 100
South    | male   | 25       |        | 200
"""


@pytest.fixture
def cohort(draw: Draw, tmp_path: Path) -> nk.Cohort:
    return read_with(draw, tmp_path, PEOPLE, RESIDENTS)


def test_a_share_stands_beside_that_of_residents_aged_10_and_over(cohort: nk.Cohort) -> None:
    table = nk.transition.representation(cohort)
    assert nk.transition.has_residents(cohort)
    assert table.to_frame()["age"].tolist() == [
        "10 to 17", "18 to 20", "21 to 24", "18 to 24", "25 and over", "not known",
    ]  # fmt: skip
    young = row(table, age="18 to 24")
    assert (young["count"], young["out_of"], young["not_known"]) == (2, 5, 1)
    # Of 3,000 residents aged 10 and over 600 are aged 18 to 24: 20%, and 40% are twice as many.
    assert (young["population"], young["residents_share"]) == (600, 0.2)
    assert young["representation"] == pytest.approx(2)
    assert young["rate"] == pytest.approx(2 / 600)
    lower, upper = (end.item() for end in wilson([2], [5]))
    assert (young["representation_lower"], young["representation_upper"]) == pytest.approx((lower / 0.2, upper / 0.2))
    assert row(table, age="25 and over")["population"] == 1_800
    assert isnan(row(table, age="not known")["population"])
    assert table.caption.title == "Share of people and of residents: those aged 18 to 24 and others"


def test_all_residents_may_be_asked_for(cohort: nk.Cohort) -> None:
    table = nk.transition.representation(cohort, residents_from=0)
    # With 1,200 children below 10 there are 4,200.
    assert row(table, age="18 to 24")["residents_share"] == pytest.approx(600 / 4_200)
    assert table.headings.further["residents_share"] == "Percentage of residents of all ages"
    with pytest.raises(nk.UsageError, match="residents_from wants the first age of the residents, from 0"):
        nk.transition.representation(cohort, residents_from=18)


def test_residents_are_of_all_ages_where_those_aged_10_and_over_cannot_be_told(draw: Draw, tmp_path: Path) -> None:
    five_years = "age_from | age_to | people\n0 | 14 | 500\n15 | 17 | 100\n18 | 24 | 200\n25 | | 1200"
    table = nk.transition.representation(read_with(draw, tmp_path, PEOPLE, five_years))
    assert row(table, age="18 to 24")["residents_share"] == 0.1
    assert table.headings.further["residents_share"] == "Percentage of residents of all ages"
    # The residents aged 10 to 17 cannot be told, so that row stands alone.
    assert isnan(row(table, age="10 to 17")["population"])
    assert row(table, age="10 to 17")["count"] == 1


def test_a_sex_or_district_has_its_own_residents(cohort: nk.Cohort) -> None:
    by_sex = nk.transition.representation(cohort, by="sex")
    assert row(by_sex, sex="Female", age="18 to 24")["residents_share"] == 300 / 1_500
    by_district = nk.transition.representation(cohort, by="district")
    shares = [row(by_district, district=each, age="18 to 24")["residents_share"] for each in ("North", "South")]
    assert shares == [200 / 2_000, 400 / 1_000]
    assert isnan(row(by_district, district="not known", age="18 to 24")["population"])


@pytest.mark.parametrize("by", ["iom", ["sex", "district"]])
def test_of_other_groups_nobody_has_counted_the_residents(draw: Draw, tmp_path: Path, by: str | list[str]) -> None:
    head, *rows = PEOPLE.strip().split("\n")
    people = "\n".join([f"{head} | iom", *(f"{line} | yes" for line in rows)])
    table = nk.transition.representation(read_with(draw, tmp_path, people, RESIDENTS), by=by)
    assert "population" not in table.to_frame()
    assert any("How many residents there are of these groups is not known" in note for note in table.caption.notes)


def test_of_a_part_of_the_cohort_or_without_counts_the_share_stands_alone(cohort: nk.Cohort, read: Read) -> None:
    part = nk.transition.representation(cohort.where("women", sex="female"))
    assert "population" not in part.to_frame()
    assert any("of a part of the people is not known" in note for note in part.caption.notes)
    alone = nk.transition.representation(read(PEOPLE))
    assert not nk.transition.has_residents(read(PEOPLE))
    assert any("holds no counts of residents" in note for note in alone.caption.notes)
    assert row(alone, age="18 to 24")["estimate"] == 0.4


def test_bands_may_be_of_ones_own(cohort: nk.Cohort) -> None:
    table = nk.transition.representation(cohort, bands=[(10, 17), (18, 24), (25, 110)])
    assert table.to_frame()["age"].tolist() == ["10 to 17", "18 to 24", "25 and over", "not known"]
    assert not any("do not add them up" in note for note in table.caption.notes)
    overlapping = nk.transition.representation(cohort, bands=[(16, 24), (18, 25)])
    assert any("ages in common: do not add them up" in note for note in overlapping.caption.notes)
    with pytest.raises(nk.UsageError, match="from 10 to 110 in rising order, but one was 9 and 24"):
        nk.transition.representation(cohort, bands=[(9, 24)])


def test_offences_are_counted_beside_those_who_did_them(cohort: nk.Cohort) -> None:
    table = nk.transition.representation(cohort, of="offences")
    young = row(table, age="18 to 24")
    # Number 5 has no number of offences, and number 6 no age.
    assert (young["count"], young["out_of"], young["not_known"]) == (2, 4, 2)
    assert (young["events"], young["all_events"], young["estimate"]) == (6, 10, 0.6)
    assert young["representation"] == pytest.approx(3)
    assert young["rate"] == pytest.approx(6 / 600)
    assert "rate_lower" not in table.to_frame()
    unknown = row(table, age="not known")
    assert (unknown["count"], unknown["events"]) == (1, 7)


def test_reoffences_are_those_of_people_followed_up(draw: Draw, tmp_path: Path) -> None:
    settings = "[follow_up]\ndata_end = 2025-12-31"
    cohort = nk.read_cohort(write_sources(draw, tmp_path, settings, people=PEOPLE))
    table = nk.transition.representation(cohort, of="reoffences")
    young = row(table, age="18 to 24")
    # Number 3 is not followed up, and number 4 has no number.
    assert (young["count"], young["out_of"], young["events"], young["all_events"]) == (1, 3, 2, 3)
    assert "followed up in full" in " ".join(table.caption.notes)


def with_offences(young: list[int], older: list[int]) -> pd.DataFrame:
    numbers, ages = [*young, *older], ["20"] * len(young) + ["40"] * len(older)
    people = {"person_id": [str(each) for each in range(len(ages))], "age": ages}
    return pd.DataFrame({**people, "offences_before_12_months": [str(number) for number in numbers]})


@pytest.mark.parametrize("each", [1, 3])
def test_where_all_have_as_many_the_limits_of_their_offences_are_those_of_people(read: Read, each: int) -> None:
    table = nk.transition.representation(read(with_offences([each] * 30, [each] * 70)), of="offences")
    young = row(table, age="18 to 24")
    assert young["events"] == 30 * each
    assert (young["lower"], young["upper"]) == pytest.approx([end.item() for end in wilson([30], [100])])


def test_offences_of_one_tell_less_than_those_of_many(read: Read) -> None:
    spread = nk.transition.representation(read(with_offences([1] * 30, [1] * 70)), of="offences")
    one_has_most = nk.transition.representation(read(with_offences([21] + [0] * 20 + [1] * 9, [1] * 70)), of="offences")
    wide, narrow = row(one_has_most, age="18 to 24"), row(spread, age="18 to 24")
    assert wide["estimate"] == narrow["estimate"] == 0.3
    assert wide["lower"] < narrow["lower"]
    assert wide["upper"] > narrow["upper"]


def test_what_a_few_people_did_has_no_percentage_where_counts_are_protected(read: Read) -> None:
    table = nk.transition.representation(read(with_offences([2] * 9, [1] * 91)), of="offences")
    # Shown as 5 or 10, nine people may be fewer than ten.
    assert "estimate" not in released_row(table, "18 to 24")
    enough = nk.transition.representation(read(with_offences([2] * 30, [1] * 70)), of="offences")
    assert released_row(enough, "18 to 24")["estimate"] == pytest.approx(60 / 130, abs=0.06)


def test_a_sheet_of_offences_is_read_back_as_it_was_released(read: Read, tmp_path: Path) -> None:
    cohort = read(with_offences([2] * 30, [1] * 70))
    released = nk.release(nk.transition.representation(cohort, of="offences"))
    saved = nk.needs_assessment(cohort, released, contact="the reviewers").save(tmp_path / "book.xlsx")
    sheet = load_workbook(saved)["Table 1"]
    shown = {row[0].value: [cell.value for cell in row[1:]] for row in sheet.iter_rows()}
    count, out_of, _, events, all_events, percentage = shown["18 to 24"][:6]
    # 30 and 100 people, and 60 of 130 offences: multiples of 5 stay as they are.
    assert (count, out_of, events, all_events, percentage) == (30, 100, 60, 130, 46)


def released_row(table: Table, age: str) -> dict[str, float]:
    [released] = nk.release(table)
    frame = released.to_frame().set_index("age")
    return dict(frame.loc[age].dropna())


@pytest.mark.parametrize(("of", "wrong"), [("crimes", "of wants people"), ("offences", "whole number")])
def test_what_is_not_there_is_not_counted(read: Read, of: Literal["offences"], wrong: str) -> None:
    with pytest.raises(nk.UsageError, match=wrong):
        nk.transition.representation(read("person_id | age\n1 | 20"), of=of)


def test_ages_are_wanted(read: Read) -> None:
    with pytest.raises(nk.UsageError, match="holds no ages"):
        nk.transition.representation(read("person_id | sex\n1 | f"))
