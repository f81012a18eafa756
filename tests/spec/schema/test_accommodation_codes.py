"""Accommodation: every code of the public map, with the class and homeless mark that HMPPS gives.

Source: ministryofjustice/hmpps-single-accommodation-service-api, V0023 (settled, transient), V0040 (homeless)
and AddressUsageCode (descriptions). The category of a transient code is this project's own reading.
"""

from __future__ import annotations

import pytest

from needskit.schema import load_codes, load_table, normalise

# Code, description, HMPPS class, HMPPS homeless, category here (None: not known).
MAP = [
    ("A01A", "Householder (Owner - freehold or leasehold)", "SETTLED", False, "settled"),
    ("A01C", "Rental accommodation - private rental", "SETTLED", False, "settled"),
    ("A01D", "Rental accommodation - social rental (LA or other)", "SETTLED", False, "settled"),
    ("A04", "Supported Housing", "SETTLED", False, "settled"),
    ("A07B", "Friends/Family (settled)", "SETTLED", False, "settled"),
    ("A12", "Long Term Residential Healthcare", "SETTLED", False, "settled"),
    ("A07A", "Friends/Family (transient)", "TRANSIENT", False, "other_housed"),
    ("A03", "Transient/short term accommodation", "TRANSIENT", False, "other_housed"),
    ("A02", "Approved Premises", "TRANSIENT", False, "bail_or_probation"),
    ("A10", "CAS2/BASS accommodation 13 weeks or more", "TRANSIENT", False, "bail_or_probation"),
    ("A11", "CAS2/BASS accommodation less than 13 weeks", "TRANSIENT", False, "bail_or_probation"),
    ("A17", "CAS3", "TRANSIENT", False, "other_housed"),
    ("A13", "HOIE Section 4", "TRANSIENT", False, "other_housed"),
    ("A14", "HOIE Section 10", "TRANSIENT", False, "other_housed"),
    ("A15", "Immigration Detention", "TRANSIENT", False, "other_housed"),
    ("A16", "Awaiting Assessment", "TRANSIENT", False, None),
    ("A08A", "Homeless - Rough Sleeping", "TRANSIENT", True, "rough_sleeping"),
    (
        "A08C",
        "Homeless - Shelter/Emergency Hostel/Campsite",
        "TRANSIENT",
        True,
        "homeless_not_rough_sleeping",
    ),
    ("A08", "Homeless - Squat", "TRANSIENT", True, "homeless_not_rough_sleeping"),
    ("HMP", "Prison", "TRANSIENT", False, None),
]


# Shorter descriptions of the same codes, as the migration V0023 and summaries of it have them.
SHORT = [
    ("A01A", "Householder (owner)"),
    ("A01C", "Rental - private"),
    ("A01D", "Rental - social (LA or other)"),
    ("A10", "CAS2/BASS >=13 weeks"),
    ("A11", "CAS2/BASS <13 weeks"),
]

# Prison discharge codes, with the category here (None: not known).
DISCHARGE = {
    "DAP": "bail_or_probation",
    "DBA": "bail_or_probation",
    "DBH": "bail_or_probation",
    "DNF": "homeless_not_rough_sleeping",
    "DPH": "settled",
    "DSH": "settled",
    "DST": "other_housed",
    "DUT": None,
}


@pytest.mark.parametrize("row", MAP, ids=[row[0] for row in MAP])
def test_a_code_and_its_description_mean_the_same_category(
    row: tuple[str, str, str, bool, str | None],
) -> None:
    code, description, _, _, category = row
    lookup = load_codes("accommodation").lookup

    assert (lookup[normalise(code)], lookup[normalise(description)]) == (category, category)


@pytest.mark.parametrize("row", MAP, ids=[row[0] for row in MAP])
def test_the_class_of_a_category_is_that_of_hmpps(row: tuple[str, str, str, bool, str | None]) -> None:
    _, _, settled_or_transient, homeless, category = row
    expected = "homeless" if homeless else settled_or_transient.lower()
    classes = {code.code: code.class_ for code in load_codes("accommodation").codes}

    assert category is None or classes[category] == expected


@pytest.mark.parametrize(
    ("grouping", "first_level"),
    [
        ("homeless", {"homeless_not_rough_sleeping", "rough_sleeping"}),
        ("housed", {"settled", "other_housed", "bail_or_probation"}),
        ("settled", {"settled"}),
        ("accommodation_class", {"settled"}),
    ],
)
def test_a_grouping_draws_its_line_where_its_source_does(grouping: str, first_level: set[str]) -> None:
    levels = load_codes("accommodation").grouping(grouping).levels

    assert set(levels[0].codes) == first_level


def test_the_grouping_by_class_agrees_with_the_class_of_each_code() -> None:
    accommodation = load_codes("accommodation")
    grouped = {
        code: level.label.lower()
        for level in accommodation.grouping("accommodation_class").levels
        for code in level.codes
    }

    assert grouped == {code.code: code.class_ for code in accommodation.codes}


def test_no_fixed_abode_is_homeless_and_no_information_is_not_known() -> None:
    lookup = load_codes("accommodation").lookup

    assert lookup["nfa"] == lookup["a05"] == "homeless_not_rough_sleeping"
    assert lookup["no information"] is None
    assert "friends/family" not in lookup, "settled or transient is for the analyst to say"


@pytest.mark.parametrize(("code", "description"), SHORT)
def test_a_shorter_description_means_the_category_of_its_code(code: str, description: str) -> None:
    lookup = load_codes("accommodation").lookup

    assert lookup[normalise(description)] == lookup[normalise(code)]


@pytest.mark.parametrize("code", DISCHARGE)
def test_a_prison_discharge_code_means_its_category(code: str) -> None:
    assert load_codes("accommodation").lookup[normalise(code)] == DISCHARGE[code]


@pytest.mark.parametrize("token", ["No record", "No current record", "No current accommodation record"])
def test_no_record_is_not_known_and_never_homeless(token: str) -> None:
    assert load_codes("accommodation").lookup[normalise(token)] is None
    assert "" in load_table("accommodation").missing_values
