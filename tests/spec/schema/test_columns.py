"""Columns: the standard columns of a flat extract and what each holds."""

from __future__ import annotations

from needskit.schema import TABLES, code_list_names, load_needs, load_table, need_set_names

ORDER = [
    "person_id",
    "people",
    "index_date",
    "index_type",
    "date_of_birth",
    "age",
    "sex",
    "ethnicity",
    "district",
    "sentence_band",
    "sentence_type",
    "sentence_length",
    "risk_of_harm",
    "ogrs3",
    "prior_convictions",
    "accommodation_before_custody",
    "accommodation_on_release",
    "accommodation_at_3_months",
    "iom",
    "iom_tier",
    "iom_start",
    "iom_end",
    "assessed",
    "assessment_date",
    "need_accommodation",
    "need_employment",
    "need_relationships",
    "need_lifestyle",
    "need_drugs",
    "need_alcohol",
    "need_thinking",
    "need_attitudes",
    "need_finance",
    "need_emotional_wellbeing",
    "need_health",
    "need_drugs_and_alcohol",
    "need_family",
    "need_homelessness",
    "need_substance",
    "need_offending",
    "mental_health",
    "offences_before_12_months",
    "reconvicted_before_12_months",
    "days_in_custody_before_12_months",
    "reconvicted_12_months",
    "reoffences_12_months",
    "days_to_first_reoffence",
    "custody_for_reoffence_12_months",
    "court_of_first_reoffence_12_months",
    "days_in_custody_12_months",
    "follow_up_end",
    "known_to_youth_services",
    "youth_service_end",
    "adult_service_start",
]


def test_the_columns_stand_in_their_standard_order() -> None:
    assert list(load_table("people").names) == ORDER


def test_a_person_identifier_is_required_unless_rows_are_counted() -> None:
    person_id = load_table("people").field("person_id")

    assert (person_id.required, person_id.unique, person_id.required_unless) == (True, True, "people")
    assert not [field.name for field in load_table("people").fields[1:] if field.required or field.unique]


def test_a_limit_stands_in_the_schema() -> None:
    limits = {
        field.name: (field.minimum, field.maximum)
        for field in load_table("people").fields
        if field.type in {"integer", "number"}
    }

    assert limits == {
        "people": (0, None),
        "age": (10, 110),
        "sentence_length": (0, None),
        "ogrs3": (0, 100),
        "prior_convictions": (0, 999),
        "offences_before_12_months": (0, 999),
        "days_in_custody_before_12_months": (0, 366),
        "reoffences_12_months": (0, 999),
        "days_to_first_reoffence": (0, 366),
        "days_in_custody_12_months": (0, 366),
    }


def test_yes_and_no_have_the_same_spellings_in_every_column() -> None:
    spellings = {
        (field.true_values, field.false_values)
        for fields in (*(load_table(name).fields for name in TABLES), load_needs("oasys").fields())
        for field in fields
        if field.type == "boolean"
    }

    assert spellings == {(("yes", "y", "true", "1"), ("no", "n", "false", "0"))}


def test_every_code_list_serves_a_column() -> None:
    used = {field.codes for name in TABLES for field in load_table(name).fields if field.codes}

    assert used == set(code_list_names())


def test_every_need_column_is_in_a_need_set() -> None:
    columns = {field.name for field in load_table("people").fields if field.role == "need"}
    in_sets = {column for name in need_set_names() for column in load_needs(name).columns}

    assert columns == in_sets
