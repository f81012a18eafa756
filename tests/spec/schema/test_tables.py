"""Tables: the columns of each, how its rows stand to people, and what they are called in extracts."""

from __future__ import annotations

import pandas as pd
import pandera.errors
import pytest

from needskit.schema import TABLES, load_needs, load_table, need_set_names, pandera_schema, standard_form

COLUMNS = {
    "assessments": (
        "person_id",
        "assessment_id",
        "assessment_date",
        "assessment_type",
        "assessment_status",
        "assessment_edition",
    ),
    "accommodation": ("person_id", "accommodation", "point", "start_date", "end_date", "recorded_on"),
    "offences": ("person_id", "offence_date", "outcome_date", "outcome", "offence_group", "custody", "court_type"),
    "iom": ("person_id", "iom_tier", "start_date", "end_date"),
    "youth": ("person_id", "start_date", "end_date"),
    "adult": ("person_id", "start_date", "end_date"),
    "services": ("person_id", "service", "referred_date", "start_date", "end_date", "completed"),
    "population": ("district", "sex", "ethnicity", "age", "age_from", "age_to", "people"),
}
OF_PEOPLE = [name for name in TABLES if name != "population"]


@pytest.mark.parametrize("name", COLUMNS)
def test_the_columns_of_a_table_stand_in_their_order(name: str) -> None:
    assert load_table(name).names == COLUMNS[name]


def test_people_come_first_and_every_other_table_is_listed_here() -> None:
    assert ("people", *COLUMNS) == TABLES


def test_only_people_are_one_a_row_and_population_is_of_no_people() -> None:
    rows = {name: load_table(name).rows for name in TABLES}

    assert {name for name, said in rows.items() if said == "one a person"} == {"people"}
    assert {name for name, said in rows.items() if said == "no people"} == {"population"}
    assert {name for name, said in rows.items() if said == "many a person"} == set(COLUMNS) - {"population"}


@pytest.mark.parametrize("name", [name for name in OF_PEOPLE if name != "people"])
def test_a_person_is_required_and_may_come_again(name: str) -> None:
    person_id = load_table(name).field("person_id")

    assert (person_id.required, person_id.unique, load_table(name).primary_key) == (True, False, ())


@pytest.mark.parametrize(
    ("table", "required"), [("accommodation", {"person_id", "accommodation"}), ("population", {"people"})]
)
def test_what_a_table_is_about_is_required(table: str, required: set[str]) -> None:
    assert {field.name for field in load_table(table).fields if field.required} == required


def test_the_same_texts_are_missing_in_every_table() -> None:
    assert len({load_table(name).missing_values for name in TABLES}) == 1


def test_ages_of_a_population_go_beyond_those_of_people() -> None:
    population = load_table("population")
    limits = [
        (population.field(name).minimum, population.field(name).maximum) for name in ("age", "age_from", "age_to")
    ]

    assert limits == [(0, 130)] * 3


@pytest.mark.parametrize(
    ("table", "header", "column"),
    [
        ("people", "CRN", "person_id"),
        ("people", "Case Ref", "person_id"),
        ("people", "Offender ID", "person_id"),
        ("people", "DOB", "date_of_birth"),
        ("people", "Date of Birth", "date_of_birth"),
        ("people", "Gender", "sex"),
        ("people", "Release Date", "index_date"),
        ("people", "Sentence Length", "sentence_length"),
        ("people", "sentenceTypeCode", "sentence_type"),
        ("assessments", "assessmentPk", "assessment_id"),
        ("assessments", "dateCompleted", "assessment_date"),
        ("assessments", "sanIndicator", "assessment_edition"),
        ("accommodation", "Accommodation Status", "accommodation"),
        ("offences", "Conviction Date", "outcome_date"),
        ("iom", "De-selection Date", "end_date"),
        ("youth", "Closure Date", "end_date"),
        ("adult", "Commencement Date", "start_date"),
        ("adult", "Termination Date", "end_date"),
        ("services", "Modality", "service"),
        ("population", "OBS_VALUE", "people"),
    ],
)
def test_a_header_seen_in_extracts_suggests_its_column(table: str, header: str, column: str) -> None:
    form = standard_form(header)
    suggested = [
        field.name
        for field in load_table(table).fields
        if form in {standard_form(text) for text in (field.name, *field.headers)}
    ]

    assert suggested == [column]


@pytest.mark.parametrize("table", TABLES)
def test_every_column_but_those_of_needs_has_a_header_to_guess_from(table: str) -> None:
    without = [field.name for field in load_table(table).fields if not field.headers and field.role != "need"]

    assert without == []


@pytest.mark.parametrize("table", ["people", "assessments"])
@pytest.mark.parametrize("needs", need_set_names())
def test_a_header_suggests_one_column_only_where_needs_stand_beside_a_table(table: str, needs: str) -> None:
    columns = {field.name: (field.name, *field.headers) for field in load_table(table).fields}
    columns |= {field.name: (field.name, *field.headers) for field in load_needs(needs).fields()}
    columns |= {need.column: (need.column, *need.headers) for need in load_needs(needs).needs}
    forms = [form for headers in columns.values() for form in {standard_form(text) for text in headers}]

    assert [form for form in forms if forms.count(form) > 1] == []


def test_a_header_that_could_be_two_things_suggests_nothing() -> None:
    listed = [field.headers for name in TABLES for field in load_table(name).fields]
    listed += [need.headers for name in need_set_names() for need in load_needs(name).needs]
    headers = {standard_form(header) for headers in listed for header in headers}

    assert not {"ldu", "postcode", "tier"} & headers, "a probation unit is no district, and a tier may be of probation"
    assert "accthreshold" not in headers, "the cut-off in one feed, and whether it was reached in another"


@pytest.mark.parametrize("name", [name for name in TABLES if name != "people"])
def test_an_empty_frame_of_a_table_can_be_checked(name: str) -> None:
    table = load_table(name)
    schema = pandera_schema(table, columns=table.names)

    assert list(schema.columns) == list(table.names)
    with pytest.raises(pandera.errors.SchemaErrors):
        schema.validate(pd.DataFrame({"surname": ["a"]}), lazy=True)
