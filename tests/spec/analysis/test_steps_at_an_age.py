"""Steps at 18 and at 25: what a step is, when there is none to be told, and what is refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd
import pytest
from tests.spec.analysis.shown import figures, row

import needskit as nk
from needskit.table.figure import CERTAIN, FEW_AGES, FITTED, NOT_FITTED

Read = Callable[..., nk.Cohort]
STEP = ("difference", "difference_lower", "difference_upper")


def grouped(counts: Mapping[int, tuple[int, int]]) -> pd.DataFrame:
    """Return rows that stand for those of each age with a yes and with a no."""
    rows = [
        (str(age), answer, str(people))
        for age, both in counts.items()
        for answer, people in zip(("yes", "no"), both, strict=True)
        if people
    ]
    return pd.DataFrame(rows, columns=["age", "need_drugs", "people"])


def test_a_step_is_the_difference_at_the_age_of_two_level_lines(read: Read) -> None:
    # Half of every age below 18, three quarters from 18 on, and half again from 25 on.
    counts = {age: (60, 20) if 18 <= age < 25 else (40, 40) for age in range(14, 30)}
    table = nk.transition.steps(read(grouped(counts)), of="need_drugs")
    found = figures(table, "line_below", "line_above", "difference")
    assert found["at 18"] == pytest.approx([0.5, 0.75, 0.25])
    assert found["at 25"] == pytest.approx([0.75, 0.5, -0.25])
    assert row(table, step="at 18")["difference_lower"] > 0
    assert row(table, step="at 25")["difference_upper"] < 0
    # Each row is of the ages of its two lines: 14 to 24, and 18 to 29.
    assert figures(table, "count", "out_of") == {"at 18": [580, 880], "at 25": [620, 960]}


def test_a_line_that_goes_on_has_no_step_however_steep(read: Read) -> None:
    # Odds of 1/8, 1/4, 1/2, 1, 2 and 4, as near as whole people come: straight in the log odds.
    counts = {15: (8, 64), 16: (14, 58), 17: (24, 48), 18: (36, 36), 19: (48, 24), 20: (58, 14)}
    found = row(nk.transition.steps(read(grouped(counts)), of="need_drugs", at=(18,)), step="at 18")
    assert found["difference"] == pytest.approx(0, abs=0.01)
    assert found["difference_lower"] < 0 < found["difference_upper"]


@pytest.mark.parametrize(
    ("below", "says"),
    [
        ({}, FEW_AGES),
        ({17: (20, 20)}, FEW_AGES),
        ({16: (20, 0), 17: (30, 0)}, CERTAIN),
        ({16: (20, 0), 17: (0, 30)}, NOT_FITTED),
        ({16: (20, 20), 17: (20, 20)}, FITTED),
    ],
)
def test_a_side_without_a_line_has_no_step_and_says_why(
    read: Read, below: dict[int, tuple[int, int]], says: int
) -> None:
    counts = {**below, **dict.fromkeys(range(18, 30), (20, 20))}
    table = nk.transition.steps(read(grouped(counts)), of="need_drugs")
    found = row(table, step="at 18")
    assert found["lines"] == says
    assert all(pd.isna(found[name]) == (says != FITTED) for name in STEP)
    # What happens below 18 is nothing to the step at 25.
    assert row(table, step="at 25")["lines"] == FITTED


def test_a_release_says_why_there_is_no_step_and_withholds_one_of_few(read: Read) -> None:
    counts = {
        15: (0, 25),
        16: (5, 20),
        17: (0, 25),
        **dict.fromkeys(range(18, 25), (30, 30)),
        **dict.fromkeys(range(25, 30), (40, 0)),
    }
    released = nk.release(nk.transition.steps(read(grouped(counts)), of="need_drugs"))
    at_18, at_25 = next(iter(released)).cells
    # Fewer than 10 of those below 18 have it; all of those from 25 on do.
    assert {"difference", "lines"} <= at_18.withheld.keys()
    assert (at_25.figures["lines"], at_25.withheld) == (CERTAIN, {})
    assert "difference" not in at_25.figures


def test_an_outcome_is_of_those_followed_up(read: Read) -> None:
    people = """
        person_id | age | index_date | follow_up_end | reconvicted_12_months
        1         | 17  | 2023-01-01 | 2024-01-01    | yes
        2         | 18  | 2023-01-01 | 2024-01-01    | no
        3         | 20  | 2023-01-01 | 2023-06-01    | yes
        """
    table = nk.transition.steps(read(people), of="reconvicted_12_months")
    assert figures(table, "count", "out_of", "not_known")["at 18"] == [1, 2, 1]


def test_other_steps_and_ages_have_a_key_of_their_own(read: Read) -> None:
    cohort = read(grouped(dict.fromkeys(range(14, 30), (20, 20))))
    table = nk.transition.steps(cohort, of="need_drugs", at=(18, 21, 25), ages=(14, 29))
    assert table.caption.key == "transition.steps_of_need_drugs_at_18_and_21_and_25_aged_14_to_29"
    assert table.to_frame()["step"].tolist() == ["at 18", "at 21", "at 25"]
    assert nk.transition.steps(cohort, of="need_drugs").caption.key == "transition.steps_of_need_drugs"


@pytest.mark.parametrize(
    ("at", "ages"),
    [
        ((), (10, 32)),
        ((25, 18), (10, 32)),
        ((18, 19), (10, 32)),
        ((11,), (10, 32)),
        ((18,), (9, 32)),
        ((18,), (10, 111)),
    ],
)
def test_parts_of_fewer_than_two_ages_are_refused(read: Read, at: tuple[int, ...], ages: tuple[int, int]) -> None:
    cohort = read(grouped({18: (5, 5)}))
    with pytest.raises(nk.UsageError, match="at and ages want rising ages from 10 to 110, 2 years of age or more"):
        nk.transition.steps(cohort, of="need_drugs", at=at, ages=ages)


def test_a_part_of_the_cohort_on_one_side_of_every_step_is_refused(read: Read) -> None:
    cohort = read(grouped({18: (5, 5), 30: (5, 5)}))
    young = cohort.where("aged 18 to 24", age=(18, 24))
    with pytest.raises(nk.UsageError, match="no step has ages on both sides of it"):
        nk.transition.steps(young, of="need_drugs")
    assert nk.transition.has_steps(cohort)
    assert not nk.transition.has_steps(young)
    adults = nk.transition.steps(cohort.where("aged 18 and over", age=(18, None)), of="need_drugs")
    assert row(adults, step="at 18")["lines"] == FEW_AGES
