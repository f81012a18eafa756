"""Choosing assessments: the same as going through them one by one, what is refused, and nobody there."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd
import pytest

import needskit as nk
from needskit.extract.needs.choose import FATES, Chosen, choose

Take = Literal["latest", "first", "any"]
DAY_NOUGHT = np.datetime64("2024-01-01")
LATER = DAY_NOUGHT + np.timedelta64(30, "D")


def chosen(days: list[int], person: list[int], people: int, take: Take, within_weeks: int | None = None) -> Chosen:
    frame = pd.DataFrame({"assessment_date": (DAY_NOUGHT + np.array(days, dtype=np.int64)).astype("datetime64[s]")})
    reference = np.full(people, LATER)
    return choose(
        frame, np.array(person, dtype=np.intp), reference, take=take, within_weeks=within_weeks, types=(), statuses=(),
        row_numbers=np.arange(1, len(days) + 1),
    )  # fmt: skip


@pytest.mark.parametrize("take", ["latest", "first"])
@pytest.mark.parametrize("seed", range(20))
def test_it_is_the_same_as_going_through_them_one_by_one(take: Take, seed: int) -> None:
    random = np.random.default_rng(seed)
    days = random.integers(0, 45, 60).tolist()
    person = random.integers(-1, 12, 60).tolist()
    expected = [-1] * 12
    for row, (day, who) in enumerate(zip(days, person, strict=True)):
        if who < 0 or not 2 <= day <= 30:  # from four weeks before day 30 on
            continue
        held = expected[who]
        if held < 0 or day == days[held] or (day > days[held]) == (take == "latest"):
            expected[who] = row

    found = chosen(days, person, 12, take, within_weeks=4)

    assert found.row_of_person.tolist() == expected
    assert sorted(np.flatnonzero(found.taken)) == sorted(row for row in expected if row >= 0)


def test_each_row_set_aside_is_in_the_problem_of_its_fate() -> None:
    found = chosen([1, 2, 40, 3], [0, 0, 0, -1], 1, "latest")
    counts = np.bincount(found.fates, minlength=len(FATES))
    said = {problem.rule.replace("_", " "): problem.rows for problem in found.problems}

    assert said == {fate: count for fate, count in zip(FATES, counts, strict=True) if count and fate != "taken"}


@pytest.mark.parametrize("take", ["latest", "first", "any"])
def test_no_assessments_are_chosen_from_without_complaint(take: Take) -> None:
    found = chosen([], [], 3, take)

    assert (found.row_of_person.tolist(), found.fates.tolist(), found.problems) == ([-1, -1, -1], [], ())


def test_a_cohort_of_nobody_has_no_assessment() -> None:
    found = chosen([1, 2], [-1, -1], 0, "latest")

    assert len(found.row_of_person) == 0
    assert not found.taken.any()


def test_a_time_of_day_does_not_move_an_assessment_out_of_its_day() -> None:
    frame = pd.DataFrame({"assessment_date": pd.to_datetime(["2024-01-31 11:50:04"])})
    found = choose(
        frame, np.array([0]), np.array([LATER]), take="latest", within_weeks=0, types=(), statuses=(),
        row_numbers=np.array([1]),
    )  # fmt: skip

    assert found.row_of_person.tolist() == [0]


def test_a_way_to_take_that_there_is_not_is_refused() -> None:
    with pytest.raises(nk.UsageError, match="no way to take an assessment called 'last'"):
        chosen([1], [0], 1, "last")  # type: ignore[arg-type]


def test_a_window_below_nought_is_refused() -> None:
    with pytest.raises(nk.UsageError, match="within_weeks wants 0 or more"):
        chosen([1], [0], 1, "latest", within_weeks=-1)
