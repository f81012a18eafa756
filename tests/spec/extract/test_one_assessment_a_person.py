"""Of several assessments of a person one counts, by a rule, and what becomes of the others is counted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import numpy as np
import pandas as pd

from needskit.extract.needs.choose import Chosen, choose, combine_any

Draw = Callable[[str], pd.DataFrame]
Take = Literal["latest", "first", "any"]

PEOPLE = ["ann", "bob", "cat"]
INDEX_DATES = {"ann": "2025-06-30", "bob": "2025-06-30", "cat": "NaT"}


def chosen_from(table: pd.DataFrame, take: Take = "latest", within_weeks: int | None = 55) -> Chosen:
    """Choose from a drawing: complete layer 3 assessments, where it has these columns."""
    frame = pd.DataFrame({"assessment_date": pd.to_datetime(table["date"].mask(table["date"] == ""))})
    for name in {"type", "status"} & set(table.columns):
        answers = table[name].mask(table[name] == "", "not known")
        frame[f"assessment_{name}"] = pd.Categorical(answers)
    return choose(
        frame,
        np.array([PEOPLE.index(name) if name in PEOPLE else -1 for name in table["person"]]),
        np.array([INDEX_DATES[name] for name in PEOPLE], dtype="datetime64[D]"),
        take=take,
        within_weeks=within_weeks,
        types=["layer3"] if "type" in table.columns else [],
        statuses=["complete"] if "status" in table.columns else [],
        row_numbers=np.arange(2, len(table) + 2),
    )


def as_drawn(table: pd.DataFrame, take: Take = "latest", within_weeks: int | None = 55) -> Chosen:
    """Check what became of each row against the last column of the drawing."""
    chosen = chosen_from(table, take, within_weeks)
    assert [chosen.names[fate] for fate in chosen.fates] == table["becomes"].tolist()
    return chosen


def rules(chosen: Chosen) -> dict[str, tuple[int, ...]]:
    return {found.rule: found.where for found in chosen.problems}


def test_each_assessment_has_one_fate_the_first_rule_that_it_breaks(draw: Draw) -> None:
    table = draw("""
        person | date       | type   | status            | becomes
        ann    | 2025-01-15 | layer3 | complete          | not the one taken
        ann    | 2025-05-01 | layer3 | complete          | taken
        ann    | 2025-05-20 | layer3 | locked_incomplete | another status
        ann    | 2025-06-01 | layer1 | complete          | another type
        ann    | 2025-06-02 |        | complete          | type not known
        ann    | 2025-06-03 | layer3 |                   | status not known
        ann    |            | layer3 | complete          | no date of assessment
        ann    | 2025-07-01 | layer3 | complete          | after the index date
        ann    | 2020-01-01 | layer3 | complete          | older than the window
        dan    | 2025-05-01 | layer3 | complete          | not in the cohort
        dan    |            | layer1 |                   | not in the cohort
        ann    | 2026-01-01 | layer1 | locked_incomplete | another type
        """)
    chosen = as_drawn(table)
    assert chosen.row_of_person.tolist() == [1, -1, -1]
    assert chosen.taken.tolist() == [False, True, *[False] * 10]
    assert rules(chosen) == {
        "not_in_the_cohort": (11, 12),
        "another_type": (5, 13),
        "type_not_known": (6,),
        "another_status": (4,),
        "status_not_known": (7,),
        "no_date_of_assessment": (8,),
        "after_the_index_date": (9,),
        "older_than_the_window": (10,),
        "not_the_one_taken": (2,),
    }


def test_exactly_fifty_five_weeks_is_in_the_window_and_one_day_more_is_not(draw: Draw) -> None:
    # 55 weeks are 385 days: 30 June 2025 less 385 days is 10 June 2024.
    table = draw("""
        person | date       | becomes
        ann    | 2024-06-10 | taken
        bob    | 2024-06-09 | older than the window
        """)
    assert as_drawn(table).row_of_person.tolist() == [0, -1, -1]


def test_the_index_date_itself_is_in_and_the_day_after_is_not(draw: Draw) -> None:
    table = draw("""
        person | date       | becomes
        ann    | 2025-06-30 | taken
        bob    | 2025-07-01 | after the index date
        """)
    as_drawn(table)
    as_drawn(table, within_weeks=0)
    as_drawn(table, within_weeks=None)


def test_without_a_window_an_old_assessment_counts(draw: Draw) -> None:
    as_drawn(draw("person | date | becomes\nann | 2009-01-01 | taken"), within_weeks=None)


def test_the_first_of_the_window_can_be_taken_instead(draw: Draw) -> None:
    table = draw("""
        person | date       | becomes
        ann    | 2025-05-01 | not the one taken
        ann    | 2024-01-01 | older than the window
        ann    | 2024-09-01 | taken
        bob    | 2025-05-01 | taken
        """)
    assert as_drawn(table, take="first").row_of_person.tolist() == [2, 3, -1]


def test_of_two_on_the_same_day_the_one_lower_in_the_file_counts(draw: Draw) -> None:
    table = draw("""
        person | date       | becomes
        ann    | 2025-05-01 | not the one taken
        bob    | 2025-05-01 | taken
        ann    | 2025-05-01 | taken
        ann    | 2025-04-01 | not the one taken
        """)
    chosen = as_drawn(table)
    assert chosen.row_of_person.tolist() == [2, 1, -1]
    assert rules(chosen) == {"not_the_one_taken": (2, 5), "same_day": (2,)}


def test_a_person_without_an_index_date_has_no_window(draw: Draw) -> None:
    table = draw("""
        person | date       | becomes
        cat    | 2009-05-01 | not the one taken
        cat    | 2025-12-24 | taken
        cat    |            | no date of assessment
        """)
    chosen = as_drawn(table)
    assert chosen.row_of_person.tolist() == [-1, -1, 1]
    assert rules(chosen)["no_index_date"] == (2, 3)


def test_where_any_assessment_counts_all_that_can_are_taken(draw: Draw) -> None:
    table = draw("""
        person | date       | becomes
        ann    | 2025-01-15 | taken
        ann    | 2025-05-01 | taken
        ann    | 2025-07-01 | after the index date
        bob    | 2025-05-01 | taken
        """)
    assert as_drawn(table, take="any").row_of_person.tolist() == [-1, -1, -1]


def test_a_need_at_any_assessment_is_a_need(draw: Draw) -> None:
    table = draw("""
        person | need_drugs
        ann    | no
        ann    | yes
        ann    | not known
        bob    | not known
        bob    | no
        cat    | not known
        dan    | yes
        """)
    answers = pd.Series(pd.Categorical(table["need_drugs"], categories=["yes", "no", "not known"]))
    person = np.array([0, 0, 0, 1, 1, 2, -1])
    assert combine_any(answers, person, 4).tolist() == ["yes", "no", "not known", "not known"]


def test_a_type_that_was_asked_for_and_that_no_column_tells_is_a_note() -> None:
    frame = pd.DataFrame({"assessment_date": pd.to_datetime(["2025-05-01"])})
    chosen = choose(
        frame, np.array([0]), np.array(["2025-06-30"], dtype="datetime64[D]"), take="latest", within_weeks=55,
        types=["layer3"], statuses=["complete"], row_numbers=np.array([2]),
    )  # fmt: skip
    assert chosen.row_of_person.tolist() == [0]
    assert [(found.rule, found.severity) for found in chosen.problems] == [
        ("no_assessment_type", "note"),
        ("no_assessment_status", "note"),
    ]
