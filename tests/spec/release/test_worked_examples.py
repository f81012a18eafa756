"""What becomes of counts when they are released, in examples small enough to check by hand."""

from __future__ import annotations

import pandas as pd
import pytest

import needskit as nk


def released(rows: list[tuple[str, str]], *, policy: str = "publish") -> pd.DataFrame:
    """Return prevalence by sex of people given as sex and answer on drugs."""
    frame = pd.DataFrame(rows, columns=["sex", "need_drugs"])
    frame.insert(0, "person_id", [f"P{number}" for number in range(len(frame))])
    cohort = nk.read_cohort(frame, population="people in a test", as_at="2025-12-31")
    [table] = nk.release([nk.needs.prevalence(cohort, by="sex")], policy=policy)
    return table.to_frame().set_index("sex")


# 37 men and 23 women: 18 and 3 have the need; of 2 women it is not known.
PEOPLE = [("m", "yes")] * 18 + [("m", "no")] * 19 + [("f", "yes")] * 3 + [("f", "no")] * 18 + [("f", "")] * 2


def test_women_and_men_still_come_to_all_when_each_is_rounded() -> None:
    true, shown = released(PEOPLE, policy="none"), released(PEOPLE)
    figures, groups = ["count", "out_of", "not_known"], ["Female", "Male", "Other", "not known"]
    assert true.loc[["all", "Female", "Male"], figures].to_numpy().tolist() == [[21, 58, 2], [3, 21, 2], [18, 37, 0]]
    assert shown.loc["all", figures].tolist() == shown.loc[groups, figures].sum().tolist()
    assert (shown[figures] % 5 == 0).all(axis=None)
    assert ((shown[figures] - true[figures]).abs()[["count", "out_of"]] <= 4).all(axis=None)


def test_no_count_comes_out_below_nought() -> None:
    # 37 men, all of them with a known answer: 40 known of 35 men would leave -5 not known.
    shown = released(PEOPLE)
    assert (shown[["count", "out_of", "not_known"]] >= 0).all(axis=None)


def test_the_percentage_is_that_of_the_rounded_counts_and_its_limits_are_wide_enough() -> None:
    shown, true = released(PEOPLE), released(PEOPLE, policy="none")
    everybody = shown.loc["all"]
    assert everybody["estimate"] == everybody["count"] / everybody["out_of"]
    assert everybody["lower"] < true.loc["all", "lower"] < true.loc["all", "upper"] < everybody["upper"]


def test_the_percentage_of_few_is_withheld_but_their_count_is_shown() -> None:
    women = released(PEOPLE).loc["Female"]
    assert women["out_of"] < 30
    assert pd.isna(women["estimate"])
    assert women["status"] == "[u]"


@pytest.mark.parametrize("how_many", [0, 1, 2, 3, 4])
def test_nought_may_be_anything_up_to_4(how_many: int) -> None:
    rows = [("m", "yes")] * how_many + [("m", "no")] * (50 - how_many)
    assert released(rows).loc["Male", "count"] in ({0} if how_many == 0 else {0, 5})


def test_everybody_may_be_all_but_4() -> None:
    for missing in (0, 1, 2):
        rows = [("m", "yes")] * (50 - missing) + [("m", "no")] * missing
        assert released(rows).loc["Male", ["count", "out_of"]].tolist() == [50, 50]


def test_the_same_group_is_the_same_number_whatever_table_it_is_in() -> None:
    made_up = nk.synthetic_people(people=300, seed=5)
    cohort = nk.read_cohort(made_up, population="made-up people", as_at="2025-12-31")
    women = cohort.where("women", sex="female")
    tables = nk.release([nk.needs.prevalence(cohort, by="sex"), nk.needs.prevalence(women)])
    by_sex, alone = (table.to_frame() for table in tables)
    assert by_sex.loc[by_sex["sex"] == "Female", "count"].tolist() == alone["count"].tolist()


def test_the_mean_is_worked_out_from_the_rounded_number_of_people_with_each_number() -> None:
    made_up = nk.synthetic_people(people=300, seed=5)
    cohort = nk.read_cohort(made_up, population="made-up people", as_at="2025-12-31")
    [table] = nk.release([nk.overlap.number_of_needs(cohort)])
    shown = table.to_frame().set_index("number_of_needs")
    people = [shown.loc[str(number), "count"] for number in range(9)]
    needs = sum(number * count for number, count in enumerate(people))
    assert shown.loc["mean", "count"] == needs
    assert shown.loc["mean", "estimate"] == pytest.approx(needs / sum(people))
