"""How concentrated reoffending is: who is ranked, where the cuts are, and what is withheld."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

import needskit as nk
from needskit.errors import UsageError

Read = Callable[..., nk.Cohort]


def numbered(numbers: list[int], **others: str) -> pd.DataFrame:
    extract = pd.DataFrame({"reoffences_12_months": [str(number) for number in numbers]})
    return extract.assign(person_id=[f"{place:04d}" for place in range(len(numbers))], **others)


def shown(table: object) -> pd.DataFrame:
    frame: pd.DataFrame = table.to_frame()  # type: ignore[attr-defined]
    return frame.set_index("most_prolific")


def test_each_row_holds_the_rows_above_it_and_the_last_two_make_everybody(read: Read) -> None:
    # 100 people: 1 with 20, 4 with 5, 5 with 2, and 90 with 50 between them.
    frame = shown(nk.reconviction.concentration(read(numbered([20] + [5] * 4 + [2] * 5 + [1] * 50 + [0] * 40))))
    assert frame["count"].tolist() == [1, 5, 10, 90]
    assert frame["events"].tolist() == [20, 40, 50, 50]
    assert frame["share_of_events"].tolist() == [0.2, 0.4, 0.5, 0.5]
    assert frame["share_of_people"].tolist() == [0.01, 0.05, 0.1, 0.9]
    assert set(frame["all_events"]) == {100}


def test_a_cut_is_after_the_nearest_whole_number_of_people_a_half_upwards(read: Read) -> None:
    frame = shown(nk.reconviction.concentration(read(numbered([1] * 25)), top=[2, 10]))
    # 2% of 25 is half a person, and 10% two and a half.
    assert frame["count"].tolist() == [1, 3, 22]


def test_a_cut_may_go_through_people_with_one_number_and_changes_no_share(read: Read) -> None:
    numbers = [1, 2, 0, 2, 2, 0, 0, 0, 0, 0]
    for order in (numbers, numbers[::-1]):
        assert shown(nk.reconviction.concentration(read(numbered(order)), top=[20]))["events"].tolist() == [4, 3]


def test_rows_that_stand_for_many_people_are_cut_like_people_one_by_one(read: Read) -> None:
    grouped = pd.DataFrame({"reoffences_12_months": ["0", "3", "1"], "people": ["55", "7", "38"]})
    alone = numbered([0] * 55 + [3] * 7 + [1] * 38)
    tables = [shown(nk.reconviction.concentration(read(extract))) for extract in (grouped, alone)]
    pd.testing.assert_frame_equal(tables[0], tables[1])
    assert tables[0]["events"].tolist() == [3, 15, 24, 35]


def test_whoever_is_not_followed_up_or_whose_number_is_not_known_is_not_ranked(read: Read) -> None:
    cohort = read("""
        person_id | index_date | follow_up_end | reoffences_12_months
        1         | 2024-01-01 | 2024-03-01    | 90
        2         | 2024-01-01 | 2025-12-31    |
        3         | 2024-01-01 | 2025-12-31    | 4
        4         | 2024-01-01 | 2025-12-31    | 1
        """)
    frame = shown(nk.reconviction.concentration(cohort, top=[50]))
    assert frame["events"].tolist() == [4, 1]
    assert set(frame["out_of"]) == {2}
    assert set(frame["not_known"]) == {2}


def test_people_of_a_group_are_ranked_within_it(read: Read) -> None:
    women = numbered([3, 1, 0, 0, 0, 0, 0, 0, 0, 0], sex="f")
    men = numbered([9, 8, 0, 0, 0, 0, 0, 0, 0, 0], sex="m")
    extract = pd.concat([women, men.assign(person_id=[f"m{n}" for n in range(10)])])
    frame = (
        nk.reconviction.concentration(read(extract), top=[10], by="sex").to_frame().set_index(["sex", "most_prolific"])
    )
    assert frame.loc[("all", "top 10%"), "events"] == 17
    assert frame.loc[("Female", "top 10%"), "events"] == 3
    assert frame.loc[("Male", "top 10%"), "events"] == 9


def test_what_fewer_than_ten_people_did_is_withheld_and_does_not_follow(read: Read) -> None:
    # 80 people: the top 10% are 8, so that neither they nor all the others may be shown.
    table = nk.reconviction.concentration(read(numbered([5] * 8 + [1] * 32 + [0] * 40)), top=[10, 25])
    frame = shown(nk.release(table)["reconviction.concentration"])
    assert frame["status"].tolist() == ["[u]", "[z]", "[z]"]
    assert frame["events"].isna().tolist() == [True, False, False]
    assert frame["share_of_events"].isna().tolist() == [True, False, False]
    few = nk.reconviction.concentration(read(numbered([5] * 4 + [1] * 36)), top=[10])
    assert shown(nk.release(few)["reconviction.concentration"])["events"].isna().tolist() == [True, True]


@pytest.mark.parametrize("people", [*range(10, 130, 10), 9])
def test_no_release_shows_what_fewer_than_ten_people_did(read: Read, people: int) -> None:
    most = people // 10
    table = nk.reconviction.concentration(read(numbered([5] * most + [1] * (people - most))), top=[10])
    frame = shown(nk.release(table)["reconviction.concentration"])
    assert most >= 10 or frame["events"].isna().all()


def test_what_the_few_between_two_rows_did_does_not_follow(read: Read) -> None:
    table = nk.reconviction.concentration(read(numbered([5] * 100 + [1] * 300)), top=[10, 11, 20])
    frame = shown(nk.release(table)["reconviction.concentration"])
    assert frame["events"].isna().tolist() == [False, True, False, False]
    # A row above that is withheld itself tells nothing.
    table = nk.reconviction.concentration(read(numbered([5] * 100 + [1] * 100)), top=[5, 12])
    frame = shown(nk.release(table)["reconviction.concentration"])
    assert frame["events"].isna().tolist() == [True, False, False]


def test_what_few_people_did_is_shown_to_those_who_hold_the_extract(read: Read) -> None:
    table = nk.reconviction.concentration(read(numbered([5] * 8 + [1] * 32 + [0] * 40)))
    frame = shown(nk.release(table, policy="none")["reconviction.concentration"])
    assert frame["events"].tolist() == [5, 20, 40, 32]


def test_part_of_a_cohort_is_ranked_by_itself_and_released_with_the_whole(read: Read) -> None:
    extract = pd.concat([numbered([4, 3, 2, 1] * 30, sex="f"), numbered([9] * 120, sex="m")], ignore_index=True)
    cohort = read(extract.assign(person_id=[f"{n}" for n in range(240)]))
    women = nk.reconviction.concentration(cohort.where("women", sex="female"), top=[25])
    both = nk.reconviction.concentration(cohort, top=[25], by="sex")
    assert shown(women)["events"].tolist() == [120, 180]
    assert len(nk.release([women, both])) == 2


@pytest.mark.parametrize("top", [[], [0, 5], [5, 1], [5, 5], [50, 100]])
def test_percentages_that_do_not_rise_within_everybody_are_refused(read: Read, top: list[float]) -> None:
    with pytest.raises(UsageError, match="top wants"):
        nk.reconviction.concentration(read(numbered([1, 0])), top=top)
