"""How many people live in an area: from one row of the table, or from parts that are all of it, and never from both."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from tests.spec.damage.drawn import write_sources

import needskit as nk
from needskit.cohort.population import population_of

Draw = Callable[[str], pd.DataFrame]
RealData = Callable[[str], Path]
Count = Callable[..., int | None]

PEOPLE = "person_id | sex | age\nA | f | 20\nB | m | 30"


@pytest.fixture
def count(draw: Draw, tmp_path: Path) -> Count:
    """Return how many people of some group a drawn table has, read as a user's is."""

    def residents(drawing: str, **asked: object) -> int | None:
        path = write_sources(draw, tmp_path, people=PEOPLE, population=drawing)
        table = nk.read_cohort(path).linked["population"]
        # What is asked is that of the test; mypy cannot see which.
        of: Count = population_of
        return of(table, **asked)

    return residents


BANDS = """
sex    | age_from | age_to | people
female | 0        | 9      | 100
female | 10       | 17     | 80
female | 18       |        | 900
male   | 0        | 9      | 110
male   | 10       | 17     | 90
male   | 18       |        | 800
"""


def test_bands_that_meet_end_to_end_are_added_up(count: Count) -> None:
    assert count(BANDS) == 80 + 900 + 90 + 800
    assert count(BANDS, ages=(0, None)) == 2080
    assert count(BANDS, ages=(0, 17), sex="male") == 200
    assert count(BANDS, sex="Female") == 980


@pytest.mark.parametrize("ages", [(12, None), (10, 24), (0, 16), (18, 24), (18, 120)])
def test_a_band_that_straddles_an_end_cannot_be_told(count: Count, ages: tuple[int, int | None]) -> None:
    assert count(BANDS, ages=ages) is None


def test_what_the_table_does_not_divide_by_cannot_be_told(count: Count) -> None:
    assert count(BANDS, district="Northmarsh") is None
    assert count("people\n1250", ages=(0, None)) == 1250
    assert count("people\n1250") is None
    assert count("people\n1250", ages=(0, None), sex="female") is None


def test_a_sex_that_is_not_there_is_nobody_known_and_not_nought(count: Count) -> None:
    women = "sex | age_from | people\nfemale | 10 | 500"
    assert count(women, sex="female") == 500
    assert count(women, sex="male") is None
    assert count(women) is None


def test_a_blank_sex_is_everybody_beside_the_two(count: Count) -> None:
    table = "sex | age_from | people\nfemale | 10 | 500\nmale | 10 | 480\nPersons | 10 | 980"
    assert count(table) == 980
    assert count(table, sex="male") == 480
    assert count("sex | age_from | people\nfemale | 10 | 500\nPersons | 10 | 980") == 980


def test_rounded_parts_need_only_nearly_add_up(count: Count) -> None:
    assert count("sex | age_from | people\nfemale | 10 | 500\nmale | 10 | 490\n | 10 | 985") == 985


def test_a_blank_sex_that_is_no_total_is_refused(count: Count) -> None:
    table = "sex | age_from | people\nfemale | 10 | 500\nmale | 10 | 480\n | 10 | 20"
    assert count(table) is None
    assert count(table, sex="female") == 500


DISTRICTS = """
district   | sex    | age_from | people
Northmarsh | female | 10       | 500
Northmarsh | male   | 10       | 480
Southmarsh | female | 10       | 300
Southmarsh | male   | 10       | 320
"""


def test_districts_are_added_up_where_no_row_is_of_all(count: Count) -> None:
    assert count(DISTRICTS) == 1600
    assert count(DISTRICTS, sex="male") == 800
    assert count(DISTRICTS, district="southmarsh ") == 620
    assert count(DISTRICTS, district="Eastmarsh") is None


def test_a_blank_district_is_all_of_them_and_not_one_more(count: Count) -> None:
    assert count(f"{DISTRICTS} | | 10 | 1600".strip()) == 1600
    assert count(f"{DISTRICTS} | | 10 | 2600".strip()) is None
    assert count(f"{DISTRICTS} | | 10 | 2600".strip(), district="Northmarsh") == 980


def test_a_blank_that_contradicts_its_parts_is_not_passed_over_by_another_way(count: Count) -> None:
    assert count(f"{DISTRICTS} | female | 10 | 2600".strip()) is None


def test_a_total_by_the_name_of_a_district_is_found_by_its_number(count: Count) -> None:
    assert count("district | age_from | people\nNorth | 10 | 500\nSouth | 10 | 480\nMarshes | 10 | 980") is None
    assert count("district | age_from | people\nNorth | 10 | 500\nNorth in all | 10 | 500") is None
    nested = "North | 10 | 500\nSouth | 10 | 480\nMarshes | 10 | 980\nKingdom | 10 | 9000"
    assert count(f"district | age_from | people\n{nested}") is None


def test_women_and_men_may_be_as_many(count: Count) -> None:
    assert count("sex | age_from | people\nfemale | 10 | 500\nmale | 10 | 500") == 1000


GROUPS = """
ethnicity | age_from | age_to | people
White     | 10       | 17     | 600
Mixed     | 10       | 17     | 100
Asian     | 10       | 17     | 150
Black     | 10       | 17     | 100
Other     | 10       | 17     | 50
"""


def test_all_ethnic_groups_together_are_everybody(count: Count) -> None:
    assert count(GROUPS, ages=(10, 17)) == 1_000
    assert count(GROUPS, ages=(10, 17), ethnicity="white") == 600
    # One that is not there is nobody known, and not nought.
    assert count(GROUPS.replace("Other     | 10       | 17     | 50\n", ""), ages=(10, 17)) is None


def test_an_ethnic_group_that_is_blank_is_all_of_them_and_not_one_more(count: Count) -> None:
    assert count(f"{GROUPS} | 10 | 17 | 1000".strip(), ages=(10, 17)) == 1_000
    # Those whose group is not stated stand where the total would.
    unstated = f"{GROUPS}not stated | 10 | 17 | 40".strip()
    assert count(unstated, ages=(10, 17)) is None
    assert count(unstated, ages=(10, 17), ethnicity="asian") == 150


def test_sexes_of_an_ethnic_group_are_added_up_beside_those_of_everybody(count: Count) -> None:
    table = """
        sex    | ethnicity | age_from | people
        female | white     | 10       | 300
        male   | white     | 10       | 290
        female |           | 10       | 500
        male   |           | 10       | 480
        """
    assert count(table, ethnicity="white") == 590
    assert count(table) == 980
    assert count(table, ethnicity="black") is None
    assert count(table, ethnicity="white", sex="female") == 300


def test_labels_of_the_census_are_those_of_the_code_list(count: Count) -> None:
    census = GROUPS.replace("Asian ", "Asian, Asian British or Asian Welsh ").replace(
        "Black ", "Black, Black British, Black Welsh, Caribbean or African "
    )
    assert count(census, ages=(10, 17), ethnicity="black") == 100
    assert count(census, ages=(10, 17)) == 1_000


def test_narrower_groups_of_a_census_are_ambiguous(count: Count) -> None:
    narrow = GROUPS.replace(
        "White     | 10       | 17     | 600", "White: Irish | 10 | 17 | 1\nWhite: Roma | 10 | 17 | 2"
    )
    assert count(narrow, ages=(10, 17), ethnicity="white") is None
    assert count(narrow, ages=(10, 17)) is None


def test_single_years_beside_bands_are_not_counted_twice(count: Count) -> None:
    table = "age | age_from | age_to | people\n18 | | | 40\n19 | | | 41\n20 | | | 42\n | 18 | 20 | 123\n | 21 | | 900"
    assert count(table, ages=(18, 20)) == 123
    assert count(table, ages=(19, 20)) == 83
    assert count(table, ages=(18, None)) == 1023
    assert count(table.replace("123", "163"), ages=(18, 20)) is None


def test_a_gap_between_ages_cannot_be_told(count: Count) -> None:
    assert count("age | people\n18 | 40\n20 | 42", ages=(18, 20)) is None


def test_the_last_single_year_holds_everybody_older_from_90_on(count: Count) -> None:
    years = "\n".join(f"{age} | 10" for age in range(10, 91))
    assert count(f"age | people\n{years}") == 810
    assert count(f"age | people\n{years}", ages=(88, 90)) == 30
    assert count("age | people\n" + "\n".join(f"{age} | 10" for age in range(10, 65))) is None


def test_a_row_without_an_age_is_of_all_ages(count: Count) -> None:
    table = "age_from | age_to | people\n0 | 17 | 200\n18 | | 800\n | | 1000"
    assert count(table, ages=(0, None)) == 1000
    assert count(table, ages=(18, None)) == 800


def test_a_row_whose_age_cannot_be_read_is_not_of_all_ages(count: Count) -> None:
    years = "\n".join(f"{age} | 10" for age in range(100))
    assert count(f"age | people\n{years}\n100+ | 60", ages=(0, None)) is None
    assert count(f"age | people\n{years}\n100+ | 60", ages=(18, 24)) == 70


def test_two_rows_of_one_group_or_a_row_without_a_number_are_ambiguous() -> None:
    years = pd.DataFrame({"age": [18, 18, 19], "people": [40, 41, 42]})
    assert population_of(years, ages=(18, 19)) is None
    assert population_of(years, ages=(19, 19)) == 42
    blank = pd.DataFrame({"age": [18, 19], "people": pd.array([40, None], dtype="Int64")})
    assert population_of(blank, ages=(18, 19)) is None
    assert population_of(blank, ages=(18, 18)) == 40


def test_nobody_there_is_nought() -> None:
    assert population_of(pd.DataFrame({"age": [18, 19], "people": [0, 0]}), ages=(18, 19)) == 0


@pytest.mark.parametrize("ages", [(24, 18), (-1, 5)])
def test_ages_in_no_order_are_refused(ages: tuple[int, int | None]) -> None:
    with pytest.raises(nk.UsageError, match="ages wants the first and the last age"):
        population_of(pd.DataFrame({"people": [1]}), ages=ages)


def melted(path: Path) -> str:
    """Return a wide table of single years as one row a group, as a user would, drawn."""
    wide = pd.read_csv(path, dtype=str)
    years = [name for name in wide.columns if name.isdigit() or name == "90+"]
    rows = wide.melt(id_vars=["area_name", "sex"], value_vars=years, var_name="age_from", value_name="people")
    ages = rows["age_from"].where(rows["age_from"] != "90+", "")
    rows = rows.assign(age_from=rows["age_from"].str.rstrip("+"), age_to=ages)
    lines = rows[["area_name", "sex", "age_from", "age_to", "people"]].agg(" | ".join, axis=1)
    return "\n".join(["district | sex | age_from | age_to | people", *lines])


def test_the_people_of_trafford_are_counted_once(count: Count, real_data: RealData) -> None:
    # Office for National Statistics, mid-year population estimates, mid-2024: persons, females and males of Trafford.
    drawing = melted(real_data("population/trafford_mid2024_single_year.csv"))
    assert count(drawing, ages=(0, None)) == 241_025
    assert count(drawing, ages=(0, None), district="Trafford", sex="female") == 123_369
    assert count(drawing, ages=(18, 24), district="Trafford") == 16_025
    assert count(drawing, ages=(0, 15)) == 50_230
    assert count(drawing, ages=(65, None)) == 42_515
    assert count(drawing, ages=(18, 95)) is None


def test_the_wards_of_trafford_make_up_trafford(count: Count, real_data: RealData) -> None:
    # Office for National Statistics, ward population estimates, mid-2022: women and men aged 16 to 64 in Altrincham.
    path = real_data("population/trafford_wards_mid2022_single_year.csv")
    drawing = melted(path)
    assert count(drawing, ages=(16, 64), district="Altrincham") == 3457 + 3572
    wide = pd.read_csv(path)
    everybody = wide.loc[wide["sex"].isin(["Females", "Males"]), "all_ages"].sum()
    assert count(drawing, ages=(0, None)) == everybody
