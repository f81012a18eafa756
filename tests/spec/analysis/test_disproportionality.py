"""Groups among young adults against the same groups among the residents of that age."""

from __future__ import annotations

from collections.abc import Callable
from math import isnan
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from tests.spec.analysis.residents import read_with, row

import needskit as nk

if TYPE_CHECKING:
    from pathlib import Path

Draw = Callable[[str], pd.DataFrame]
Read = Callable[..., nk.Cohort]

PEOPLE = """
person_id | age | sex | district | ethnicity
1         | 18  | m   | North    | white
2         | 24  | m   | North    | black
3         | 20  | f   | South    | black
4         | 21  | m   |          | asian
5         | 22  | f   | South    |
6         | 25  | m   | South    | white
7         |     | m   | South    | white
"""
RESIDENTS = """
ethnicity | age_from | age_to | people
White     | 18       | 24     | 700
Mixed     | 18       | 24     | 50
Asian     | 18       | 24     | 100
Black     | 18       | 24     | 100
Other     | 18       | 24     | 50
White     | 25       |        | 5000
Mixed     | 25       |        | 50
Asian     | 25       |        | 100
Black     | 25       |        | 100
Other     | 25       |        | 50
"""


@pytest.fixture
def with_residents(draw: Draw, tmp_path: Path) -> Callable[[str], nk.Cohort]:
    return lambda residents: read_with(draw, tmp_path, PEOPLE, residents)


def test_the_share_of_a_group_stands_beside_that_of_residents_of_the_same_age(
    with_residents: Callable[[str], nk.Cohort],
) -> None:
    table = nk.transition.disproportionality(with_residents(RESIDENTS))
    black = row(table, ethnicity="Black or Black British")
    # Of five young adults one has no ethnic group; of the four others two are Black, among residents one in ten.
    assert (black["count"], black["out_of"], black["not_known"]) == (2, 4, 1)
    assert (black["population"], black["residents_share"]) == (100, 0.1)
    assert black["representation"] == pytest.approx(5)
    assert black["rate"] == pytest.approx(2 / 100)
    assert row(table, ethnicity="Mixed")["representation"] == 0
    unknown = row(table, ethnicity="not known")
    assert unknown["count"] == 1
    assert isnan(unknown["population"])
    assert any("an officer saw it" in note for note in table.caption.notes)
    assert table.caption.title == "People aged 18 to 24 by ethnic group, against the residents of that age"


def test_two_groups_may_be_made_of_five(with_residents: Callable[[str], nk.Cohort]) -> None:
    table = nk.transition.disproportionality(with_residents(RESIDENTS), of="minority_ethnic")
    minorities = row(table, minority_ethnic="Ethnic minorities (excluding White minorities)")
    assert (minorities["count"], minorities["population"], minorities["residents_share"]) == (3, 300, 0.3)


def test_another_band_has_other_residents(with_residents: Callable[[str], nk.Cohort]) -> None:
    table = nk.transition.disproportionality(with_residents(RESIDENTS), band=(25, 110))
    white = row(table, ethnicity="White")
    assert (white["count"], white["out_of"], white["population"]) == (1, 1, 5_000)
    assert table.headings.count == "People aged 25 and over"


def test_sexes_and_districts_are_set_against_residents_too(with_residents: Callable[[str], nk.Cohort]) -> None:
    people = """
    district | sex    | age_from | age_to | people
    North    | female | 18       | 24     | 100
    North    | male   | 18       | 24     | 150
    South    | female | 18       | 24     | 200
    South    | male   | 18       | 24     | 350
    """
    cohort = with_residents(people)
    by_sex = nk.transition.disproportionality(cohort, of="sex")
    assert by_sex.caption.key == "transition.disproportionality_of_sex"
    assert row(by_sex, sex="Female")["residents_share"] == 300 / 800
    assert isnan(row(by_sex, sex="Other")["population"])
    by_district = nk.transition.disproportionality(cohort, of="district")
    north = row(by_district, district="North")
    assert (north["count"], north["out_of"], north["residents_share"]) == (2, 4, 250 / 800)
    assert not any("officer" in note for note in by_district.caption.notes)


@pytest.mark.parametrize(
    ("residents", "of", "wrong"),
    [
        ("sex | age_from | age_to | people\nf | 18 | 24 | 10\nm | 18 | 24 | 10", "ethnicity", "by ethnicity"),
        (RESIDENTS.replace("Mixed     | 18       | 24     | 50\n", ""), "ethnicity", "aged 18 to 24 there are by"),
        (RESIDENTS.replace("18       | 24", "16       | 24"), "ethnicity", "bands that meet at both ends"),
        (RESIDENTS, "district", "by district"),
        (RESIDENTS, "age_group", "nobody counts residents by 'age_group'"),
        ("", "ethnicity", "holds no counts of residents"),
    ],
)
def test_where_the_residents_are_not_told_it_is_refused_in_words(
    with_residents: Callable[[str], nk.Cohort], residents: str, of: str, wrong: str
) -> None:
    with pytest.raises(nk.UsageError, match=wrong):
        nk.transition.disproportionality(with_residents(residents), of=of)


def test_of_a_part_of_the_cohort_it_is_refused(with_residents: Callable[[str], nk.Cohort]) -> None:
    women = with_residents(RESIDENTS).where("women", sex="female")
    with pytest.raises(nk.UsageError, match="of a part of the people is not known"):
        nk.transition.disproportionality(women)
