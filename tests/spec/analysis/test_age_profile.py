"""The profile by single year of age: who is in which row, and what three years together are."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.spec.analysis.shown import figures

import needskit as nk

Read = Callable[..., nk.Cohort]
EIGHT = """
    person_id | age | need_drugs
    1         | 15  | yes
    2         | 16  | yes
    3         | 17  | no
    4         | 18  | yes
    5         | 18  |
    6         | 19  | no
    7         | 19  | no
    8         |     | yes
    """


def test_each_person_is_in_one_row_and_percentages_are_of_known_ages(read: Read) -> None:
    table = nk.transition.age_profile(read(EIGHT), ages=(16, 18))
    assert figures(table, "count", "out_of", "not_known") == {
        "under 16": [1, 7, 1],
        "16": [1, 7, 1],
        "17": [1, 7, 1],
        "18": [2, 7, 1],
        "19 and over": [2, 7, 1],
        "not known": [1, -1, -1],
    }
    # The mean of three years, each out of the same 7; the first and the last year have none.
    assert figures(table, "moving")["17"] == [pytest.approx(4 / 21)]
    assert [label for label, [moving] in figures(table, "moving").items() if moving >= 0] == ["17"]


def test_of_a_need_percentages_are_of_the_known_answers_of_each_age(read: Read) -> None:
    table = nk.transition.age_profile(read(EIGHT), of="need_drugs", ages=(16, 19))
    assert figures(table, "count", "out_of", "not_known") == {
        "under 16": [1, 1, 0],
        "16": [1, 1, 0],
        "17": [0, 1, 0],
        "18": [1, 1, 1],
        "19": [0, 2, 0],
        "20 and over": [0, 0, 0],
        "not known": [1, 1, 0],
    }
    # 16, 17 and 18: two of three; 17, 18 and 19: one of four.
    assert [figures(table, "moving")[age] for age in ("17", "18")] == [[pytest.approx(2 / 3)], [0.25]]
    assert table.caption.key == "transition.age_profile_of_need_drugs_aged_16_to_19"


def test_an_outcome_is_of_those_followed_up_and_another_answer_of_everybody(read: Read) -> None:
    people = """
        person_id | age | index_date | follow_up_end | iom | reconvicted_12_months
        1         | 18  | 2023-01-01 | 2024-01-01    | yes | yes
        2         | 18  | 2023-01-01 | 2023-03-01    | yes | yes
        """
    cohort = read(people)
    outcome = nk.transition.age_profile(cohort, of="reconvicted_12_months")
    assert figures(outcome, "count", "out_of", "not_known")["18"] == [1, 1, 1]
    assert figures(nk.transition.age_profile(cohort, of="iom"), "count", "out_of")["18"] == [2, 2]


def test_ages_10_to_110_have_no_row_of_others(read: Read) -> None:
    labels = nk.transition.age_profile(read(EIGHT), ages=(10, 110)).to_frame()["age"].tolist()
    assert labels == [*(str(age) for age in range(10, 111)), "not known"]


@pytest.mark.parametrize("ages", [(18, 18), (20, 16), (9, 20), (16, 111)])
def test_ages_that_are_none_are_refused(read: Read, ages: tuple[int, int]) -> None:
    with pytest.raises(nk.UsageError, match="ages wants two ages from 10 to 110 in rising order"):
        nk.transition.age_profile(read(EIGHT), ages=ages)


@pytest.mark.parametrize("of", ["age", "need_alcohol"])
def test_what_is_no_yes_or_no_is_refused(read: Read, of: str) -> None:
    with pytest.raises(nk.UsageError, match=f"of wants a column of yes or no, and this extract does not hold '{of}'"):
        nk.transition.age_profile(read(EIGHT), of=of)
