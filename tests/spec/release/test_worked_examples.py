"""What becomes of counts when they are released, in examples small enough to check by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import needskit as nk
from needskit.disclosure.policies import STANDARD_POLICY
from needskit.disclosure.policies.publish import said_of
from needskit.disclosure.protected import Protected


def released(rows: list[tuple[str, str]], *, policy: str = "publish") -> pd.DataFrame:
    """Return prevalence by sex of people given as sex and answer on drugs."""
    frame = pd.DataFrame(rows, columns=["sex", "need_drugs"])
    frame.insert(0, "person_id", [f"P{number}" for number in range(len(frame))])
    cohort = nk.read_cohort(frame, population="people in a test", as_at="2025-12-31")
    [table] = nk.release([nk.needs.prevalence(cohort, by="sex")], policy=policy)
    return table.to_frame().set_index("sex")


def figures(shown: pd.DataFrame, row: str, *names: str) -> list[float]:
    found: list[float] = shown.loc[[row], list(names)].to_numpy(dtype=float)[0].tolist()
    return found


# 37 men and 23 women: 18 and 3 have the need; of 2 women it is not known.
PEOPLE = [("m", "yes")] * 18 + [("m", "no")] * 19 + [("f", "yes")] * 3 + [("f", "no")] * 18 + [("f", "")] * 2


COUNTS = ("count", "out_of", "not_known")
GROUPS = ("Female", "Male", "Other", "not known")


def test_women_and_men_still_come_to_all_when_each_is_rounded() -> None:
    true, shown = released(PEOPLE, policy="none"), released(PEOPLE)
    assert figures(true, "all", *COUNTS) == [21, 58, 2]
    assert figures(true, "Female", *COUNTS) == [3, 21, 2]
    assert figures(true, "Male", *COUNTS) == [18, 37, 0]
    parts = zip(*(figures(shown, group, *COUNTS) for group in GROUPS), strict=True)
    assert figures(shown, "all", *COUNTS) == [sum(part) for part in parts]
    for group in ("all", *GROUPS):
        both = zip(figures(shown, group, *COUNTS[:2]), figures(true, group, *COUNTS[:2]), strict=True)
        assert all(value % 5 == 0 and abs(value - exact) <= 4 for value, exact in both)


def test_no_count_comes_out_below_nought() -> None:
    # 37 men, all of them with a known answer: 40 known of 35 men would leave -5 not known.
    shown = released(PEOPLE)
    assert min(value for group in ("all", *GROUPS) for value in figures(shown, group, *COUNTS)) >= 0


def test_the_percentage_is_that_of_the_rounded_counts_and_its_limits_are_wide_enough() -> None:
    shown, true = released(PEOPLE), released(PEOPLE, policy="none")
    count, out_of, estimate, low, high = figures(shown, "all", "count", "out_of", "estimate", "lower", "upper")
    true_low, true_high = figures(true, "all", "lower", "upper")
    assert estimate == count / out_of
    assert low < true_low < true_high < high


def test_the_percentage_of_few_is_withheld_but_their_count_is_shown() -> None:
    shown = released(PEOPLE)
    count, out_of, estimate = figures(shown, "Female", "count", "out_of", "estimate")
    assert (count in {0, 5}, out_of in {20, 25}) == (True, True)
    assert np.isnan(estimate)
    assert shown["status"]["Female"] == "[u]"


@pytest.mark.parametrize("how_many", [0, 1, 2, 3, 4])
def test_nought_may_be_anything_up_to_4(how_many: int) -> None:
    rows = [("m", "yes")] * how_many + [("m", "no")] * (50 - how_many)
    assert figures(released(rows), "Male", "count")[0] in ({0} if how_many == 0 else {0, 5})


@pytest.mark.parametrize("others", [0, 1, 2])
def test_everybody_may_be_all_but_4(others: int) -> None:
    rows = [("m", "yes")] * (50 - others) + [("m", "no")] * others
    assert figures(released(rows), "Male", "count", "out_of") == [50, 50]


def test_the_same_group_is_the_same_number_whatever_table_it_is_in() -> None:
    made_up = nk.synthetic_people(people=300, seed=5)
    cohort = nk.read_cohort(made_up, population="made-up people", as_at="2025-12-31")
    women = cohort.where("women", sex="female")
    tables = nk.release([nk.needs.prevalence(cohort, by="sex"), nk.needs.prevalence(women)])
    by_sex, alone = (table.to_frame() for table in tables)
    of_women = by_sex[by_sex["sex"] == "Female"]
    assert list(of_women["count"]) == list(alone["count"])


def test_the_mean_is_worked_out_from_the_rounded_number_of_people_with_each_number() -> None:
    made_up = nk.synthetic_people(people=300, seed=5)
    cohort = nk.read_cohort(made_up, population="made-up people", as_at="2025-12-31")
    [table] = nk.release([nk.overlap.number_of_needs(cohort)])
    shown = table.to_frame().set_index("number_of_needs")
    people = [figures(shown, str(number), "count")[0] for number in range(9)]
    needs = sum(number * count for number, count in enumerate(people))
    assert figures(shown, "mean", "count", "estimate") == pytest.approx([needs, needs / sum(people)])


def test_the_notes_say_when_counts_went_one_multiple_further() -> None:
    further = said_of(Protected({}, off_by=9, left_over_off_by=9), STANDARD_POLICY)
    assert further[:2] == (
        "Every count is a multiple of 5 within 9 of the true number; totals are the sums of the rounded parts.",
        "0 means 0 to 9.",
    )
    assert further[2:] == STANDARD_POLICY.words[2:]


def test_the_notes_say_when_those_not_known_may_be_further_off() -> None:
    released = nk.release([nk.coverage.assessment(_cohort()), nk.needs.prevalence(_cohort())])
    assert released.left_over_off_by == 4
    assert not any("not known" in sentence for sentence in released.words)
    further = said_of(Protected({}, off_by=4, left_over_off_by=8), released.policy)
    assert further[-1] == "Numbers made of several counts, such as those not known, may be 8 off."


def test_a_workbook_of_made_up_people_is_marked_though_nobody_says_so() -> None:
    assert nk.Workbook("Needs", nk.release([nk.needs.prevalence(_cohort())]), contact="a team").synthetic


def _cohort() -> nk.Cohort:
    return nk.read_cohort(nk.synthetic_people(people=300, seed=1), population="made-up people", as_at="2025-12-31")
