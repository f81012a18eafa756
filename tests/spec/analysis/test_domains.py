"""Three domains and dual diagnosis: any of several needs is enough, and no only if all of them are no."""

from __future__ import annotations

from collections.abc import Callable
from math import isnan
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from tests.spec.analysis.shown import figures, row, rows
from tests.spec.damage.drawn import write_sources

import needskit as nk

if TYPE_CHECKING:
    from pathlib import Path

Read = Callable[..., nk.Cohort]
Draw = Callable[[str], pd.DataFrame]

SEGMENTS = [
    "substance misuse only",
    "accommodation only",
    "mental health only",
    "substance misuse and accommodation only",
    "substance misuse and mental health only",
    "accommodation and mental health only",
    "all three",
    "none of the three",
]
REPEATED = ["exactly one", "exactly two", "exactly three", "two or three"]

PEOPLE = """
    person_id | sex | district | need_drugs | need_alcohol | need_accommodation | mental_health
    1         | f   | North    | yes        |              | no                 | no
    2         | f   | North    | no         |              | no                 | no
    3         | m   | North    | no         | no           | no                 | no
    4         | m   | South    | no         | yes          | yes                | no
    5         | m   | South    | yes        | yes          | yes                | yes
    6         | m   | South    |            |              |                    | yes
    7         | m   |          | no         | no           | yes                | no
    """


def test_one_yes_is_enough_and_no_wants_every_answer(read: Read) -> None:
    table = nk.overlap.domains(read(PEOPLE))
    found = figures(table, "count", "out_of")
    # 1: drugs though alcohol is missing. 2: no drugs, and alcohol is missing: not known. 6: not assessed.
    assert {label: found[label][0] for label in SEGMENTS} == dict(zip(SEGMENTS, [1, 1, 0, 1, 0, 0, 1, 1], strict=True))
    assert found["not known"] == [2, -1]
    assert {found[label][1] for label in SEGMENTS} == {5}


def test_exactly_one_two_and_three_add_up_to_the_segments(read: Read) -> None:
    found = figures(nk.overlap.domains(read(PEOPLE)), "count")
    assert {label: found[label] for label in REPEATED} == dict(zip(REPEATED, [[2], [1], [1], [2]], strict=True))
    assert list(found) == [*SEGMENTS, "not known", *REPEATED]
    assert sum(found[label][0] for label in SEGMENTS) + found["not known"][0] == 7


def test_the_published_overlap_of_three_domains_comes_out_of_its_people(read: Read) -> None:
    # Bramley and Fitzpatrick, Hard Edges, 2015: of 586,000 people 58,000 are in all three domains, 164,000 in two and
    # 364,000 in one; here a row stands for so many. How the two and the one divide is made up.
    answers = ["yes | yes | yes | 58000", "yes | yes | no | 100000", "yes | no | yes | 64000",
               "yes | no | no | 264000", "no | no | yes | 100000"]  # fmt: skip
    table = nk.overlap.domains(
        read("\n".join(["need_substance | need_offending | need_homelessness | people", *answers]),
             needs="multiple_disadvantage"),
        domains={name: [f"need_{name.lower()}"] for name in ("Substance", "Offending", "Homelessness")},
    )  # fmt: skip
    found = figures(table, "count", "estimate")
    assert [found[label][0] for label in REPEATED] == [364_000, 164_000, 58_000, 222_000]
    assert found["two or three"][1] == pytest.approx(0.379, abs=0.0005)


def test_domains_of_ones_own_are_named_and_may_be_any_yes_or_no_column(read: Read) -> None:
    cohort = read(
        """
        person_id | debt | need_drugs | iom
        1         | no   | yes        | no
        2         | yes  | no         | no
        3         | yes  | yes        | yes
        4         |      | yes        | yes
        """,
        breakdowns={"debt": "Debt"},
    )
    own = {"Debt or IOM": ["debt", "iom"], "Drugs": ["need_drugs"], "IOM": ["iom"]}
    table = nk.overlap.domains(cohort, domains=own)
    found = figures(table, "count", "out_of")
    assert found["drugs only"] == [1, 4]
    assert found["debt or IOM only"] == [1, 4]
    assert found["all three"] == [2, 4]
    assert table.caption.notes[0] == "Debt or IOM: a yes on debt or managed under IOM."


def test_columns_that_the_extract_does_not_hold_are_passed_over(read: Read) -> None:
    cohort = read(PEOPLE)
    with_more = {"A": ["need_drugs", "need_gambling"], "B": ["need_accommodation"], "C": ["mental_health"]}
    only = {"A": ["need_drugs"], "B": ["need_accommodation"], "C": ["mental_health"]}
    pd.testing.assert_frame_equal(
        nk.overlap.domains(cohort, domains=with_more).to_frame(), nk.overlap.domains(cohort, domains=only).to_frame()
    )


def test_a_group_that_nobody_is_in_keeps_its_segments(read: Read) -> None:
    table = nk.overlap.domains(read(PEOPLE), by="sex")
    assert rows(table, sex="Other")["count"].tolist() == [0] * 13
    assert figures(table, "count", "out_of", sex="Female")["substance misuse only"] == [1, 1]
    women = nk.overlap.domains(read(PEOPLE).where("women", sex="female"))
    assert women.caption.key == "overlap.domains_for_women"
    assert figures(women, "count")["not known"] == [1]


def test_rows_for_several_people_count_as_those_people(read: Read, draw: Draw) -> None:
    thrice = pd.concat([draw(PEOPLE)] * 3).assign(person_id=[str(number) for number in range(21)])
    groups = draw(PEOPLE).drop(columns="person_id").assign(people="3")
    for analysis in (nk.overlap.domains, nk.overlap.dual_diagnosis):
        pd.testing.assert_frame_equal(analysis(read(thrice)).to_frame(), analysis(read(groups)).to_frame())


def test_what_is_no_set_of_three_domains_is_refused(read: Read) -> None:
    cohort = read(PEOPLE)
    with pytest.raises(nk.UsageError, match="wants three domains, each a name and its columns, but 2 were given"):
        nk.overlap.domains(cohort, domains={"A": ["need_drugs"], "B": ["need_alcohol"]})
    with pytest.raises(nk.UsageError, match="two domains are made of the same columns"):
        nk.overlap.domains(cohort, domains={"A": ["need_drugs"], "B": ["need_drugs"], "C": ["mental_health"]})
    with pytest.raises(nk.UsageError, match="'C' is made of need_debt, and this extract holds none of these"):
        nk.overlap.domains(cohort, domains={"A": ["need_drugs"], "B": ["need_alcohol"], "C": ["need_debt"]})
    with pytest.raises(nk.UsageError, match="'mental_health' cannot be broken down by itself"):
        nk.overlap.domains(cohort, by="mental_health")


RESIDENTS = """
    district | sex    | age_from | age_to | people
    North    | female | 0        | 9      | 1000
    North    | female | 10       |        | 4000
    North    | male   | 0        | 9      | 1000
    North    | male   | 10       |        | 1000
    South    | female | 10       |        | 1000
    South    | male   | 10       |        | 2000
    """


@pytest.fixture
def with_residents(draw: Draw, tmp_path: Path) -> nk.Cohort:
    return nk.read_cohort(write_sources(draw, tmp_path, people=PEOPLE, population=RESIDENTS))


def test_a_rate_is_of_residents_aged_10_and_over(with_residents: nk.Cohort) -> None:
    table = nk.overlap.domains(with_residents)
    found = row(table, segment="exactly one")
    assert (found["count"], found["population"]) == (2, 8_000)
    # Two in 8,000 are 0.25 in 1,000.
    assert found["rate"] == pytest.approx(0.25 / 1_000)
    assert any("aged 10 and over" in note for note in table.caption.notes)


def test_a_district_has_its_own_residents_and_people_of_no_district_have_none(with_residents: nk.Cohort) -> None:
    table = nk.overlap.domains(with_residents, by="district")
    found = {group: row(table, district=group, segment="exactly one") for group in ("all", "North", "South")}
    assert [found[group]["population"] for group in found] == [8_000, 5_000, 3_000]
    assert [found[group]["count"] for group in found] == [2, 1, 0]
    assert found["North"]["rate"] == pytest.approx(1 / 5_000)
    nowhere = row(table, district="not known", segment="exactly one")
    assert nowhere["count"] == 1
    assert isnan(nowhere["population"])
    by_sex = nk.overlap.domains(with_residents, by="sex")
    assert [row(by_sex, sex=sex, segment="all three")["population"] for sex in ("Female", "Male")] == [5_000, 3_000]


def test_frames_stand_for_the_files_of_the_settings(draw: Draw, tmp_path: Path) -> None:
    file = write_sources(draw, tmp_path, people=PEOPLE, population=RESIDENTS)
    other = draw(RESIDENTS).assign(people=lambda frame: frame["people"] + "0")
    table = nk.overlap.domains(nk.read_cohort(file, frames={"population": other}))
    assert row(table, segment="exactly one")["population"] == 80_000


def test_there_is_no_rate_where_it_is_not_known_how_many_live_there(with_residents: nk.Cohort, read: Read) -> None:
    assert "rate" not in nk.overlap.domains(read(PEOPLE)).to_frame()
    assert "rate" not in nk.overlap.domains(with_residents.where("women", sex="female")).to_frame()
    assert "rate" not in nk.overlap.domains(with_residents, by=["sex", "district"]).to_frame()
    assert isnan(row(nk.overlap.domains(with_residents), segment="not known")["rate"])


def test_dual_diagnosis_wants_both_and_neither_only_if_both_are_no(read: Read) -> None:
    table = nk.overlap.dual_diagnosis(read(PEOPLE))
    assert figures(table, "count", "out_of") == {
        "mental health only": [0, 5],
        "substance misuse only": [2, 5],
        "both: dual diagnosis": [1, 5],
        "neither": [2, 5],
        "not known": [2, -1],
        "trio: dual diagnosis and accommodation": [1, 5],
    }


def test_the_trio_is_of_those_whose_accommodation_is_known_too(read: Read) -> None:
    cohort = read("""
        person_id | need_drugs | need_accommodation | mental_health
        1         | yes        | yes                | yes
        2         | yes        |                    | yes
        3         | no         | no                 | no
        """)
    found = figures(nk.overlap.dual_diagnosis(cohort), "count", "out_of")
    assert found["both: dual diagnosis"] == [2, 3]
    assert found["trio: dual diagnosis and accommodation"] == [1, 2]
    without = nk.overlap.dual_diagnosis(cohort, accommodation=["need_homelessness"])
    assert "trio: dual diagnosis and accommodation" not in figures(without, "count")


def test_dual_diagnosis_by_sex_and_its_errors(read: Read) -> None:
    table = nk.overlap.dual_diagnosis(read(PEOPLE), by="sex")
    assert rows(table, sex="Other")["count"].tolist() == [0] * 6
    assert figures(table, "count", sex="Male")["both: dual diagnosis"] == [1]
    with pytest.raises(nk.UsageError, match="'Mental health problem' is made of mental_health, and this extract"):
        nk.overlap.dual_diagnosis(read("person_id | need_drugs\n1 | yes"))
