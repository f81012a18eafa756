"""How many people have each need, and how many needs people have: of whom it is known, and of nobody else."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from statsmodels.stats.proportion import proportion_confint

import needskit as nk

if TYPE_CHECKING:
    from needskit.table.table import Table

Read = Callable[..., nk.Cohort]
Draw = Callable[[str], pd.DataFrame]

EIGHT = [
    "need_accommodation",
    "need_employment",
    "need_relationships",
    "need_lifestyle",
    "need_drugs",
    "need_alcohol",
    "need_thinking",
    "need_attitudes",
]
PEOPLE_WITH = [8, 16, 28, 44, 64, 80, 72, 56, 32]
"""People with 0, 1, 2 ... 8 needs: 400, of whom 376 have two or more."""

FIVE = """
    person_id | sex | need_drugs | need_alcohol
    1         | f   | yes        | yes
    2         | f   | no         | no
    3         | m   | yes        |
    4         | m   |            | no
    5         | m   |            |
    """


def four_hundred(*, not_assessed: int = 0) -> pd.DataFrame:
    answers = [["yes"] * n + ["no"] * (8 - n) for n, people in enumerate(PEOPLE_WITH) for _ in range(people)]
    frame = pd.DataFrame(answers + [[""] * 8] * not_assessed, columns=EIGHT)
    return frame.assign(person_id=[f"{i:04d}" for i in range(len(frame))])


def row(table: Table, **at: str) -> dict[str, float]:
    frame = table.to_frame()
    for dimension, level in at.items():
        frame = frame[frame[dimension] == level]
    [found] = frame.to_dict("records")
    return {str(name): value for name, value in found.items()}


def test_each_need_has_its_own_denominator(read: Read, draw: Draw) -> None:
    frame = nk.needs.prevalence(read(FIVE)).to_frame()
    expected = draw("""
        need           | count | out_of | not_known
        Drug misuse    | 2     | 3      | 2
        Alcohol misuse | 1     | 3      | 2
        """)
    whole = frame.astype({"count": int, "out_of": int, "not_known": int})
    pd.testing.assert_frame_equal(whole[expected.columns].astype("str"), expected)
    assert frame["estimate"].tolist() == [2 / 3, 1 / 3]


def test_a_group_that_nobody_is_in_keeps_its_rows(read: Read) -> None:
    frame = nk.needs.prevalence(read(FIVE), by="sex").to_frame()
    assert frame["sex"].drop_duplicates().tolist() == ["all", "Female", "Male", "Other", "not known"]
    other = frame[frame["sex"] == "Other"]
    assert other[["count", "out_of", "not_known"]].to_numpy().tolist() == [[0, 0, 0], [0, 0, 0]]
    assert other["estimate"].isna().all()


def test_people_not_answered_in_full_and_not_assessed_are_in_no_percentage(read: Read, draw: Draw) -> None:
    frame = nk.overlap.number_of_needs(read(FIVE)).to_frame()
    expected = draw("""
        number_of_needs      | count | out_of
        0                    | 1     | 2
        1                    | 0     | 2
        2                    | 1     | 2
        not answered in full | 2     | -1
        not assessed         | 1     | -1
        two or more          | 1     | 2
        mean                 | 2     | 2
        """)
    whole = frame.fillna({"out_of": -1}).astype({"count": int, "out_of": int})
    pd.testing.assert_frame_equal(whole[expected.columns].astype("str"), expected)


@pytest.mark.parametrize("not_assessed", [0, 40])
def test_of_400_people_376_have_two_or_more_needs_whoever_else_is_not_assessed(read: Read, not_assessed: int) -> None:
    cohort = read(four_hundred(not_assessed=not_assessed))
    table = nk.overlap.number_of_needs(cohort)
    found = row(table, number_of_needs="two or more")
    assert (found["count"], found["out_of"], found["not_known"]) == (376, 400, not_assessed)
    assert found["estimate"] == 0.94
    limits = found["lower"], found["upper"]
    assert limits == pytest.approx(proportion_confint(376, 400, method="wilson"))
    # statsmodels 0.15.0
    assert limits == pytest.approx((0.912277, 0.959352), abs=1e-6)
    assert [row(table, number_of_needs=str(n))["count"] for n in range(9)] == PEOPLE_WITH
    assert row(table, number_of_needs="three or more")["count"] == 348
    assert row(table, number_of_needs="mean")["estimate"] == 4.85
    coverage = row(nk.coverage.assessment(cohort), group="all")
    assert (coverage["count"], coverage["out_of"]) == (400, 400 + not_assessed)
    assert coverage["estimate"] == 400 / (400 + not_assessed)


def test_breakdowns_are_crossed(read: Read) -> None:
    cohort = read("""
        person_id | sex | age | need_drugs | need_alcohol
        1         | f   | 19  | yes        | no
        2         | f   | 19  | no         | no
        3         | f   | 30  | yes        | no
        4         | m   | 30  | yes        | no
        """)
    table = nk.needs.prevalence(cohort, by=["sex", "age_group"])
    assert [dimension.name for dimension in table.dimensions] == ["sex", "age_group", "need"]
    assert len(table.cells) == (4 + 1) * (4 + 1) * 2
    young = row(table, sex="Female", age_group="18 to 24", need="Drug misuse")
    assert (young["count"], young["out_of"]) == (1, 2)
    women = row(table, sex="Female", age_group="all", need="Drug misuse")
    assert (women["count"], women["out_of"]) == (2, 3)
    adults = row(table, sex="all", age_group="25 and over", need="Drug misuse")
    assert (adults["count"], adults["out_of"]) == (2, 2)
    assert table.caption.key == "needs.prevalence_by_sex_and_age_group"
    assert table.caption.title == "Prevalence of each need by sex and age group"


def test_two_groupings_of_one_attribute_may_be_crossed(read: Read) -> None:
    cohort = read("person_id | age | need_drugs\n1 | 19 | yes\n2 | 30 | no")
    table = nk.needs.prevalence(cohort, by=["age_band", "age_group"])
    assert row(table, age_band="18 to 20", age_group="18 to 24")["count"] == 1
    impossible = row(table, age_band="18 to 20", age_group="25 and over")
    assert (impossible["count"], impossible["out_of"]) == (0, 0)


def test_the_words_are_those_of_what_is_counted(read: Read) -> None:
    cohort = read(
        "person_id | t_housing | t_work\n1 | yes | no\n2 | no | yes",
        population="release plans in a test",
        unit="plans",
        needs={"t_housing": "Housing", "t_work": "Work"},
        need_word="theme",
    )
    prevalence, number = nk.needs.prevalence(cohort), nk.overlap.number_of_needs(cohort)
    assert prevalence.caption.title == "Prevalence of each theme"
    assert prevalence.headings.count == "Plans with this theme"
    assert prevalence.dimensions[0].label == "Theme"
    assert number.caption.title == "Number of themes per plan"
    assert number.headings.mean == "Mean number of themes per plan"
    assert number.cells[-1].measure.unit == "themes per plan"
    for table in (prevalence, number):
        assert not any("need " in note or "person" in note for note in table.caption.notes)


def test_where_narrows_and_its_words_travel_to_key_and_title(read: Read) -> None:
    women = read(FIVE).where("women", sex="female")
    table = nk.needs.prevalence(women)
    assert table.caption.key == "needs.prevalence_for_women"
    assert table.caption.population == "people in a test, women, 31 December 2025"
    assert row(table, need="Drug misuse")["out_of"] == 2
    assert len(women.where("with a drug need", need_drugs="yes")) == 1


@pytest.mark.parametrize(
    ("conditions", "people"),
    [
        ({"sex": ["female", "male"]}, 5),
        ({"sex": "not known"}, 0),
        ({"need_drugs": "not answered"}, 1),
        ({"assessed": "no"}, 1),
        ({"sex": "male", "need_drugs": ["yes", "no"]}, 1),
    ],
)
def test_where_takes_an_answer_or_several(read: Read, conditions: dict[str, str], people: int) -> None:
    assert len(read(FIVE).where("of one kind", **conditions)) == people


def test_where_takes_a_range_with_both_ends_in_it(read: Read) -> None:
    cohort = read("person_id | age\n1 | 17\n2 | 18\n3 | 24\n4 | 25\n5 |")
    assert len(cohort.where("aged 18 to 24", age=(18, 24))) == 2
    assert len(cohort.where("aged 25 and over", age=(25, None))) == 1
    assert len(cohort.where("aged under 25", age=(None, 24))) == 3
    assert len(cohort.where("aged 18", age=18)) == 1
    assert len(cohort.where("aged 18 to 20", age_band="18 to 20")) == 1


def test_a_cohort_of_nobody_has_every_row(read: Read) -> None:
    nobody = read(FIVE).where("of another sex", sex="other")
    assert len(nobody) == 0
    assert nk.overlap.number_of_needs(nobody).to_frame()["count"].tolist() == [0] * 7


@pytest.mark.parametrize(
    ("words", "conditions", "refusal"),
    [
        ("women", {"sexx": "female"}, "did you mean 'sex'?"),
        ("women", {"sex": "woman"}, "'sex' has no such answer; it has Female, Male, Other, not known."),
        ("women", {}, "where.. wants words and a condition"),
        (" ", {"sex": "female"}, "where.. wants words and a condition"),
        ("young", {"age_group": "18-24"}, "'age_group' has"),
    ],
)
def test_where_refuses_what_is_not_there(read: Read, words: str, conditions: dict[str, str], refusal: str) -> None:
    cohort = read("person_id | sex | age\n1 | f | 20")
    with pytest.raises(nk.UsageError, match=refusal.replace("?", r"\?")):
        cohort.where(words, **conditions)


def test_conditions_that_nobody_can_meet_are_refused(read: Read) -> None:
    with pytest.raises(nk.UsageError, match="Nobody can be 'men'"):
        read(FIVE).where("women", sex="female").where("men", sex="male")


def test_an_unknown_breakdown_gives_the_nearest(read: Read) -> None:
    with pytest.raises(nk.UsageError, match=r"no breakdown of this cohort called 'sexx'; did you mean 'sex'\?"):
        nk.needs.prevalence(read(FIVE), by="sexx")
    with pytest.raises(nk.UsageError, match="A breakdown is named twice"):
        nk.needs.prevalence(read(FIVE), by=["sex", "sex"])


def test_an_extract_without_needs_has_no_prevalence(read: Read) -> None:
    for analysis in (nk.needs.prevalence, nk.overlap.number_of_needs):
        with pytest.raises(nk.UsageError, match="None of the needs of 'Eight scored OASys needs' has a column"):
            analysis(read("person_id | sex\n1 | f"))


@pytest.mark.parametrize("asked", ["female", "Female", ["FEMALE"], ("female",)])
def test_where_takes_codes_and_labels_in_any_case(read: Callable[..., nk.Cohort], asked: str | list[str]) -> None:
    cohort = read("""
        person_id | sex | iom
        1         | f   | yes
        2         | m   | no
        """)
    assert len(cohort.where("women", sex=asked)) == 1
    assert len(cohort.where("women in IOM", sex=asked, iom=True)) == 1
    assert len(cohort.where("women not in IOM", sex=asked, iom=False)) == 0


def test_where_says_what_could_be_asked_but_not_what_an_extract_holds(read: Callable[..., nk.Cohort]) -> None:
    cohort = read("""
        person_id | sex | district
        1         | f   | Northtown
        """)
    with pytest.raises(nk.UsageError, match="it has Female, Male, Other, not known"):
        cohort.where("women", sex="W")
    with pytest.raises(nk.UsageError, match="those of the extract") as caught:
        cohort.where("south", district="South")
    assert "Northtown" not in str(caught.value)
    with pytest.raises(nk.UsageError, match="wants an answer"):
        cohort.where("women", sex=None)
