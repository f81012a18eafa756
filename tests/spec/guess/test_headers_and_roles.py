"""Headers and kinds of files as agencies have them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest

Rows = Sequence[Sequence[str]]
Guess = Callable[..., dict[str, Any]]
People = Callable[[Mapping[str, Sequence[str]]], list[list[str]]]


def test_scores_and_needs_are_known_by_the_number_of_their_section(guess: Guess, people: People) -> None:
    headers = {
        "3 Accommodation Score": "score_accommodation",
        "4 ETE Score": "score_employment",
        "6 Relationships Score": "score_relationships",
        "7 Lifestyle & Associates Score": "score_lifestyle",
        "8 Drug Misuse Score": "score_drugs",
        "9 Alcohol Misuse Score": "score_alcohol",
        "11 Thinking & Behaviour Score": "score_thinking",
        "12 Attitudes Score": "score_attitudes",
        "8 Drug Misuse Need": "need_drugs",
        "S9 Alcohol Need": "need_alcohol",
    }
    values = {each: ["Y", "N"] if each.endswith("Need") else ["1", "4"] for each in headers}
    columns = guess(oasys=people({"Gender": ["M", "F"], **values}))["sources"]["oasys"]["columns"]

    assert {header: name for name, header in columns.items() if header in headers} == headers


def test_a_number_that_is_not_of_the_section_is_not_passed_over(guess: Guess, people: People) -> None:
    columns = guess(list=people({"Gender": ["M"], "7 Drug Score": ["1"]}))["sources"]["list"]["columns"]

    assert set(columns) == {"person_id", "sex"}


@pytest.mark.parametrize("header", ["Sentence length (days)", "Sentence Length days", "Length of sentence in days"])
def test_a_unit_after_a_header_is_the_unit_of_its_numbers(header: str, guess: Guess, people: People) -> None:
    part = guess(list=people({header: ["6", "48"], "Gender": ["M", "F"]}))["sources"]["list"]

    assert part["columns"]["sentence_length"] == header
    assert part["units"]["sentence_length"] == "days"


def test_an_age_that_says_months_is_in_months(guess: Guess, people: People) -> None:
    part = guess(list=people({"Age (months)": ["228", "400"], "Gender": ["M", "F"]}))["sources"]["list"]

    assert part["columns"]["age"] == "Age (months)"
    assert part["units"]["age"] == "months"


def test_areas_and_accommodation_of_a_caseload(guess: Guess, people: People) -> None:
    columns = {"Gender": ["M"], "LAU": ["North", "South"], "Accommodation Status at commencement": ["NFA", "A04"]}
    part = guess(list=people(columns))["sources"]["list"]

    assert part["role"] == "people"
    assert part["columns"]["district"] == "LAU"
    assert part["columns"]["accommodation_on_release"] == "Accommodation Status at commencement"


def test_spells_are_known_by_short_headers(guess: Guess, people: People) -> None:
    dates = {"from_dt": ["01/02/2020"], "to_dt": ["01/03/2020"]}
    said = guess(
        caseload=people({"Gender": ["M", "F"], "DOB": ["1/2/1990"]}),
        addresses=people({"Address Type": ["A04"], **dates}),
    )

    assert said["sources"]["addresses"]["role"] == "accommodation"
    assert {"start_date", "end_date"} < set(said["sources"]["addresses"]["columns"])


PERSON = {"DOB": ["01/02/1990"], "Gender": ["M", "F"], "Ethnicity": ["W1"], "LA": ["North"]}


def test_a_police_list_rated_red_amber_and_green_is_of_iom(
    guess: Guess, people: People, guessed_text: Callable[[], str]
) -> None:
    rated = {"RAG": ["Red", "Amber", "Green"], "Date on": ["01/02/2024"], "Date off": [""]}
    said = guess(caseload=people({**PERSON, "Release Date": ["1/1/2024"]}), police_list=people({**PERSON, **rated}))
    part = said["sources"]["police_list"]

    assert part["role"] == "iom"
    assert part["columns"] == {"person_id": "CRN", "start_date": "Date on", "end_date": "Date off"}
    assert '# "RAG" rates people red, amber or green, which is no tier: it is not read as iom_tier.' in guessed_text()


def test_a_rating_in_a_caseload_makes_no_list_of_iom(guess: Guess, people: People) -> None:
    said = guess(caseload=people({**PERSON, "RAG": ["Red", "Green"]}), work=people({"ETE Need": ["Y"], "RAG": ["Red"]}))

    assert [part["role"] for part in said["sources"].values()] == ["people", "needs"]


@pytest.mark.parametrize("name", ["childview_extract", "YJS", "yot_closed", "youth"])
def test_spells_in_a_file_called_youth_are_of_youth_services(name: str, guess: Guess, people: People) -> None:
    spells = {**PERSON, "Start": ["01/02/2018"], "Closed": ["01/02/2019"]}
    said = guess(**{"caseload": people({**PERSON, "Release Date": ["1/1/2024"]}), name: people(spells)})
    part = said["sources"][name.lower()]

    assert part["role"] == "youth"
    assert part["columns"] == {"person_id": "CRN", "start_date": "Start", "end_date": "Closed"}


@pytest.mark.parametrize("each", [1, 2], ids=["one a person", "two a person"])
def test_orders_beside_a_caseload_are_spells_of_adult_services(each: int, guess: Guess, people: People) -> None:
    header, *rows = people({"Commencement Date": ["01/02/2023", "1/6/2024"], "Termination Date": ["01/02/2025", ""]})
    orders = [header, *rows * each]
    caseload = {**PERSON, "DOB": ["1/2/2003"], "Order Start Date": ["01/02/2023"], "Termination Date": ["01/02/2024"]}
    said = guess(caseload=people(caseload), probation_orders=orders)
    columns = {"person_id": "CRN", "start_date": "Commencement Date", "end_date": "Termination Date"}

    assert {name: part["role"] for name, part in said["sources"].items()} == {
        "caseload": "people",
        "probation_orders": "adult",
    }
    assert said["sources"]["probation_orders"]["columns"] == columns


@pytest.mark.parametrize("count", ["2023", "Mid-2023", "People", "Population", "Population 2023", "Number"])
def test_numbers_of_people_by_area_age_and_sex_are_a_population(count: str, guess: Guess, people: People) -> None:
    rows = [["Area name", "Age", "Sex", count], *(["North", str(age), "F", str(1000 + age)] for age in range(20))]
    part = guess(caseload=people(PERSON), estimates=rows)["sources"]["estimates"]

    assert part["role"] == "population"
    assert part["columns"] == {"district": "Area name", "age": "Age", "sex": "Sex", "people": count}


def test_of_several_years_the_latest_is_the_population(guess: Guess, people: People) -> None:
    rows = [["Area name", "Sex", "2022", "2023", "2021"], ["North", "F", "120", "130", "110"]]
    part = guess(caseload=people(PERSON), estimates=rows)["sources"]["estimates"]

    assert part["columns"]["people"] == "2023"


def test_counts_by_area_and_year_alone_are_no_population(
    guess: Guess, people: People, guessed_text: Callable[[], str]
) -> None:
    rows = [["Area", "2022", "2023"], *([f"Area {n}", str(n * 100), f"{n * 90}"] for n in range(1, 6))]
    said = guess(caseload=people(PERSON), crimes=rows)

    assert list(said["sources"]) == ["caseload"]
    assert '# Not read: "crimes.csv": ' in guessed_text()
