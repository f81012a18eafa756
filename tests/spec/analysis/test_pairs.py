"""Needs that come together, two by two: of those with the first and a known answer on the second, and by chance."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import isnan

import pandas as pd
import pytest
from statsmodels.stats.contingency_tables import Table2x2
from statsmodels.stats.proportion import proportion_confint
from tests.spec.analysis.shown import row, rows

import needskit as nk

Read = Callable[..., nk.Cohort]
Draw = Callable[[str], pd.DataFrame]

SIX = """
    person_id | sex | need_drugs | need_alcohol
    1         | f   | yes        | yes
    2         | f   | yes        | no
    3         | m   | yes        |
    4         | m   | no         | yes
    5         | m   |            | yes
    6         | m   |            |
    """

FOUR_CORNERS = [("yes", "yes")] * 30 + [("yes", "no")] * 10 + [("no", "yes")] * 20 + [("no", "no")] * 40


def corners(answers: Sequence[tuple[str, ...]], *names: str) -> pd.DataFrame:
    frame = pd.DataFrame(answers, columns=list(names or ("need_drugs", "need_alcohol")))
    return frame.assign(person_id=[f"P{number:03d}" for number in range(len(frame))])


def test_each_pair_is_of_those_with_the_first_whose_answer_on_the_second_is_known(read: Read, draw: Draw) -> None:
    frame = nk.overlap.pairs(read(SIX)).to_frame()
    expected = draw("""
        need           | other_need     | count | out_of | not_known
        Drug misuse    | Drug misuse    | 3     | -1     | -1
        Drug misuse    | Alcohol misuse | 1     | 2      | 1
        Alcohol misuse | Drug misuse    | 1     | 2      | 1
        Alcohol misuse | Alcohol misuse | 3     | -1     | -1
        """)
    shown = frame[expected.columns].fillna(-1).astype("str")
    pd.testing.assert_frame_equal(shown, expected, check_dtype=False)
    assert frame["estimate"].dropna().tolist() == [1 / 2, 1 / 2]


def test_whoever_is_not_assessed_is_in_no_pair(read: Read) -> None:
    with_answers = read("person_id | assessed | need_drugs | need_alcohol\n1 | yes | yes | yes\n2 | no | yes | yes")
    assert row(nk.overlap.pairs(with_answers), need="Drug misuse", other_need="Alcohol misuse")["count"] == 1


def test_the_same_count_stands_twice_with_two_percentages(read: Read) -> None:
    table = nk.overlap.pairs(read(corners(FOUR_CORNERS)))
    drugs = row(table, need="Drug misuse", other_need="Alcohol misuse")
    alcohol = row(table, need="Alcohol misuse", other_need="Drug misuse")
    assert (drugs["count"], drugs["out_of"], drugs["estimate"]) == (30, 40, 0.75)
    assert (alcohol["count"], alcohol["out_of"], alcohol["estimate"]) == (30, 50, 0.6)
    assert (drugs["lower"], drugs["upper"]) == pytest.approx(proportion_confint(30, 40, method="wilson"))


def test_the_row_of_a_need_beside_itself_is_its_prevalence_and_no_percentage(read: Read) -> None:
    cohort = read(SIX)
    itself = row(nk.overlap.pairs(cohort), need="Drug misuse", other_need="Drug misuse")
    assert itself["count"] == row(nk.needs.prevalence(cohort), need="Drug misuse")["count"] == 3
    assert isnan(itself["estimate"])


def test_a_group_that_nobody_is_in_keeps_its_pairs(read: Read) -> None:
    table = nk.overlap.pairs(read(SIX), by="sex")
    assert table.caption.key == "overlap.pairs_by_sex"
    others = rows(table, sex="Other")
    assert others["count"].tolist() == [0] * 4
    assert others["estimate"].isna().all()
    assert rows(table, sex="Female")["count"].tolist() == [2, 1, 1, 1]
    assert rows(table, sex="Male")["count"].tolist() == [1, 0, 0, 2]


def test_a_part_of_the_cohort_is_counted_alone_and_named(read: Read) -> None:
    table = nk.overlap.pairs(read(SIX).where("women", sex="female"))
    assert (table.caption.key, table.caption.among) == ("overlap.pairs_for_women", "women")
    assert row(table, need="Drug misuse", other_need="Alcohol misuse")["out_of"] == 2


def test_rows_for_several_people_count_as_those_people(read: Read) -> None:
    grouped = (
        pd.DataFrame(FOUR_CORNERS, columns=["need_drugs", "need_alcohol"]).value_counts().reset_index(name="people")
    )
    people, groups = read(corners(FOUR_CORNERS)), read(grouped.astype("str"))
    for analysis in (nk.overlap.pairs, nk.overlap.association):
        pd.testing.assert_frame_equal(analysis(people).to_frame(), analysis(groups).to_frame())


def test_association_is_that_of_the_four_counts(read: Read) -> None:
    found = row(nk.overlap.association(read(corners(FOUR_CORNERS))), pair="Drug misuse + Alcohol misuse")
    assert (found["count"], found["out_of"], found["estimate"]) == (30, 100, 0.3)
    # 40 of 100 with the one and 50 of 100 with the other: 20 by chance.
    assert found["expected"] == pytest.approx(20)
    assert found["lift"] == pytest.approx(1.5)
    assert found["phi"] == pytest.approx((30 * 40 - 10 * 20) / (40 * 60 * 50 * 50) ** 0.5)
    assert found["odds_ratio"] == pytest.approx(30 * 40 / (10 * 20))
    reference = Table2x2([[30, 10], [20, 40]])
    limits = found["odds_ratio_lower"], found["odds_ratio_upper"]
    assert limits == pytest.approx(reference.oddsratio_confint())
    assert found["beyond_chance"] == 1


def test_only_people_with_both_answers_are_in_an_association(read: Read) -> None:
    found = row(nk.overlap.association(read(SIX)), pair="Drug misuse + Alcohol misuse")
    assert (found["count"], found["out_of"]) == (1, 3)


def test_of_many_pairs_each_is_judged_by_limits_that_hold_for_all_of_them(read: Read) -> None:
    answers = [("yes", "yes")] * 29 + [("yes", "no")] * 21 + [("no", "yes")] * 19 + [("no", "no")] * 31
    alone = row(nk.overlap.association(read(corners(answers))), pair="Drug misuse + Alcohol misuse")
    # One pair: the limits leave out 1. One of three pairs: those that hold for all three do not.
    three = corners([(*pair, ("yes", "no")[n % 2]) for n, pair in enumerate(answers)],
                    "need_drugs", "need_alcohol", "need_attitudes")  # fmt: skip
    table = nk.overlap.association(read(three))
    among = row(table, pair="Drug misuse + Alcohol misuse")
    assert (alone["beyond_chance"], among["beyond_chance"]) == (1, 0)
    assert alone["odds_ratio_lower"] == among["odds_ratio_lower"] > 1
    assert Table2x2([[29, 21], [19, 31]]).oddsratio_confint(alpha=0.05 / 3)[0] < 1
    assert any("3 pairs" in note for note in table.caption.notes)


def test_needs_that_keep_apart_are_together_less_often_than_chance(read: Read) -> None:
    answers = [("yes", "no")] * 40 + [("no", "yes")] * 40 + [("yes", "yes")] * 10 + [("no", "no")] * 10
    found = row(nk.overlap.association(read(corners(answers))), pair="Drug misuse + Alcohol misuse")
    assert found["beyond_chance"] == -1
    assert found["phi"] < 0 < found["odds_ratio"] < 1


@pytest.mark.parametrize("analysis", [nk.overlap.pairs, nk.overlap.association, nk.overlap.at_least])
def test_a_pair_wants_two_needs(read: Read, analysis: Callable[..., object]) -> None:
    with pytest.raises(nk.UsageError, match=r"A pair wants two needs, and this cohort has one\. Name more with needs="):
        analysis(read("person_id | need_drugs\n1 | yes"))
    with pytest.raises(nk.UsageError, match="None of the needs"):
        analysis(read("person_id | sex\n1 | f"))
