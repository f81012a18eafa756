"""Needs in each part of a cohort: set against those known not to be in it, and of nobody of whom it is not known."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import isnan
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from statsmodels.stats.proportion import confint_proportions_2indep
from tests.spec.analysis.shown import figures, row
from tests.spec.damage.drawn import write_sources

import needskit as nk
from needskit.analysis.needs.by_cohort import Conditions

if TYPE_CHECKING:
    from pathlib import Path

Read = Callable[..., nk.Cohort]
Draw = Callable[[str], pd.DataFrame]
Parts = Mapping[str, Conditions]

FOUR = ("count", "out_of", "against_count", "against_out_of")

PEOPLE = """
    person_id | sex | age | iom | iom_tier | need_drugs | need_alcohol
    1         | f   | 17  | yes | fixed    | yes        | yes
    2         | f   | 18  | yes | free     | yes        | no
    3         | f   | 24  | no  |          | no         | yes
    4         | m   | 25  | no  |          | yes        |
    5         | m   | 30  | yes |          | no         | no
    6         | m   |     |     |          | yes        | yes
    7         |     | 40  | no  |          | no         | no
    8         | m   | 41  | no  |          |            |
    """


def test_a_part_is_set_against_those_known_not_to_be_in_it(read: Read) -> None:
    table = nk.needs.by_cohort(read(PEOPLE), cohorts={"Women": {"sex": "female"}})
    drugs = row(table, cohort="Women", need="Drug misuse")
    # Person 7, whose sex is not known, is in neither; person 8, who is not assessed, has no answer.
    assert [drugs[name] for name in FOUR] == [2, 3, 2, 3]
    assert (drugs["estimate"], drugs["against_estimate"], drugs["difference"]) == (2 / 3, 2 / 3, 0)
    alcohol = row(table, cohort="Women", need="Alcohol misuse")
    assert [alcohol[name] for name in (*FOUR, "not_known")] == [2, 3, 1, 2, 0]


def test_everybody_comes_first_and_is_set_against_nobody(read: Read) -> None:
    cohort = read(PEOPLE)
    table = nk.needs.by_cohort(cohort, cohorts={"Women": {"sex": "female"}})
    assert [level.label for level in table.dimensions[0].levels] == ["all", "Women"]
    whole = row(table, cohort="all", need="Drug misuse")
    assert (whole["count"], whole["out_of"], whole["not_known"]) == (4, 7, 1)
    assert isnan(whole["difference"])
    assert whole["estimate"] == row(nk.needs.prevalence(cohort), need="Drug misuse")["estimate"]


def test_the_limits_of_the_difference_are_newcombes(read: Read) -> None:
    rows = [("f", "yes")] * 18 + [("f", "no")] * 12 + [("m", "yes")] * 20 + [("m", "no")] * 60
    frame = pd.DataFrame(rows, columns=["sex", "need_drugs"]).assign(person_id=[str(n) for n in range(110)])
    found = row(nk.needs.by_cohort(read(frame)), cohort="Women", need="Drug misuse")
    assert found["difference"] == pytest.approx(0.35)
    reference = confint_proportions_2indep(18, 30, 20, 80, method="newcomb")
    assert (found["difference_lower"], found["difference_upper"]) == pytest.approx(reference)


def test_of_several_conditions_whoever_fails_one_for_certain_is_in_the_rest(read: Read) -> None:
    young_women: Parts = {"Young women": {"sex": "female", "age": (18, 24)}}
    drugs = row(nk.needs.by_cohort(read(PEOPLE), cohorts=young_women), cohort="Young women", need="Drug misuse")
    # In it: 2, 3. The rest: 1 by age, 4 and 5 by both, 6 by sex though the age is not known, 7 by age though the sex
    # is not known.
    assert [drugs[name] for name in FOUR] == [1, 2, 3, 5]


def test_whoever_could_still_meet_every_condition_is_in_neither(read: Read) -> None:
    men: Parts = {"Men aged 18 and over": {"sex": "male", "age": (18, None)}}
    drugs = row(nk.needs.by_cohort(read(PEOPLE), cohorts=men), cohort="Men aged 18 and over", need="Drug misuse")
    # 6 may be 18 and over, and 7, who is 40, may be a man.
    assert [drugs[name] for name in FOUR] == [1, 2, 2, 3]


def test_a_tier_is_asked_of_those_in_iom_and_the_others_are_in_the_rest(read: Read) -> None:
    table = nk.needs.by_cohort(read(PEOPLE), cohorts={"Fixed": {"iom_tier": "fixed"}})
    drugs = row(table, cohort="Fixed", need="Drug misuse")
    # 5 is in IOM in a tier that is not known, and of 6 it is not known whether there is IOM: neither.
    assert [drugs[name] for name in FOUR] == [1, 1, 2, 4]


def test_a_part_by_its_needs_leaves_out_whose_answer_is_missing(read: Read) -> None:
    table = nk.needs.by_cohort(read(PEOPLE), cohorts={"Alcohol": {"need_alcohol": True}})
    drugs = row(table, cohort="Alcohol", need="Drug misuse")
    # 4 has no answer on alcohol: not known is never no.
    assert [drugs[name] for name in FOUR] == [2, 3, 1, 3]


def test_a_grouping_is_a_condition_as_a_column_is(read: Read) -> None:
    cohort = read(PEOPLE)
    by_group = nk.needs.by_cohort(cohort, cohorts={"Young": {"age_group": "18 to 24"}}).to_frame()
    by_age = nk.needs.by_cohort(cohort, cohorts={"Young": {"age": (18, 24)}}).to_frame()
    pd.testing.assert_frame_equal(by_group, by_age)


def test_the_usual_parts_are_those_that_the_extract_holds(read: Read) -> None:
    table = nk.needs.by_cohort(read(PEOPLE))
    assert list(table.dimensions[0].labels) == ["all", "Women", "Managed under IOM", "Aged 18 to 24"]
    with pytest.raises(nk.UsageError, match="none of the usual parts of a cohort"):
        nk.needs.by_cohort(read("person_id | need_drugs\n1 | yes"))
    assert not nk.needs.has_parts(read("person_id | need_drugs\n1 | yes"))


def test_the_first_and_the_last_age_of_young_adults_are_in(read: Read) -> None:
    found = figures(nk.needs.by_cohort(read(PEOPLE)), *FOUR, cohort="Aged 18 to 24")
    # 18 and 24 are in, 17 and 25 are not, and of 6 the age is not known.
    assert found["Drug misuse"] == [1, 2, 2, 4]


def test_a_part_that_a_cohort_is_cut_by_is_not_set_against_a_rest_of_nobody(read: Read) -> None:
    women = read(PEOPLE).where("women", sex="female")
    table = nk.needs.by_cohort(women)
    assert table.caption.key == "needs.by_cohort_for_women"
    assert list(table.dimensions[0].labels) == ["all", "Managed under IOM", "Aged 18 to 24"]
    assert figures(table, *FOUR, cohort="Managed under IOM")["Drug misuse"] == [2, 2, 0, 1]


def test_parts_that_nobody_is_in_keep_their_rows(read: Read) -> None:
    table = nk.needs.by_cohort(read(PEOPLE), cohorts={"Others": {"sex": "other"}})
    assert figures(table, *FOUR, cohort="Others")["Drug misuse"] == [0, 0, 4, 6]
    nobody = read(PEOPLE).where("others", sex="other")
    empty = nk.needs.by_cohort(nobody, cohorts={"In IOM": {"iom": True}})
    assert figures(empty, *FOUR, cohort="In IOM")["Drug misuse"] == [0, 0, 0, 0]


def with_settings(draw: Draw, folder: Path) -> nk.Cohort:
    said = """[cohorts.northern]
label = "Young women"
[cohorts.northern.where]
sex = "female"
age = { from = 18, to = 24 }

[cohorts.men]
label = "Men"
[cohorts.men.where]
sex = "male"
"""
    return nk.read_cohort(write_sources(draw, folder, said, people=PEOPLE))


def test_parts_that_the_settings_name_come_after_the_usual_ones(draw: Draw, tmp_path: Path) -> None:
    cohort = with_settings(draw, tmp_path)
    table = nk.needs.by_cohort(cohort)
    usual = ["all", "Women", "Managed under IOM", "Aged 18 to 24"]
    assert list(table.dimensions[0].labels) == [*usual, "Young women", "Men"]
    assert figures(table, *FOUR, cohort="Young women")["Drug misuse"] == [1, 2, 3, 5]


def test_a_part_of_the_settings_that_a_narrowed_cohort_cannot_hold_is_left_out(draw: Draw, tmp_path: Path) -> None:
    women = with_settings(draw, tmp_path).where("women", sex="female")
    assert list(nk.needs.by_cohort(women).dimensions[0].labels) == [
        "all", "Managed under IOM", "Aged 18 to 24", "Young women",
    ]  # fmt: skip


def test_rows_for_several_people_count_as_those_people(read: Read, draw: Draw) -> None:
    one_each = draw(PEOPLE)
    groups = one_each.drop(columns="person_id").assign(people="3")
    thrice = pd.concat([one_each] * 3).assign(person_id=[str(number) for number in range(24)])
    first, second = (nk.needs.by_cohort(read(frame)).to_frame() for frame in (groups, thrice))
    pd.testing.assert_frame_equal(first, second)


def test_the_notes_say_how_many_comparisons_are_made(read: Read) -> None:
    notes = nk.needs.by_cohort(read(PEOPLE), cohorts={"Women": {"sex": "female"}}).caption.notes
    assert any(note.startswith("The table makes 2 comparisons.") for note in notes)


def test_conditions_that_are_not_there_are_refused(read: Read) -> None:
    cohort = read(PEOPLE)
    with pytest.raises(nk.UsageError, match=r"cohorts wants a name and conditions each, such as"):
        nk.needs.by_cohort(cohort, cohorts={})
    with pytest.raises(nk.UsageError, match=r"called 'sexx'; did you mean 'sex'\?"):
        nk.needs.by_cohort(cohort, cohorts={"Women": {"sexx": "female"}})
    with pytest.raises(nk.UsageError, match="'sex' has no such answer; it has Female, Male, Other, not known"):
        nk.needs.by_cohort(cohort, cohorts={"Women": {"sex": "woman"}})
    with pytest.raises(nk.UsageError, match=r"where\(\) wants words and a condition"):
        nk.needs.by_cohort(cohort, cohorts={"Women": {}})
    with pytest.raises(nk.UsageError, match="None of the needs"):
        nk.needs.by_cohort(read("person_id | sex\n1 | f"))
