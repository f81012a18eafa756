"""Code lists: what each list means, and that every spelling means one thing."""

from __future__ import annotations

import pytest

from needskit.schema import (
    code_list_names,
    load_bandings,
    load_codes,
    load_needs,
    load_table,
    need_set_names,
    normalise,
)

CODES = {
    "sex": ("female", "male", "other"),
    "ethnicity": ("white", "mixed", "asian", "black", "other"),
    "accommodation": (
        "settled",
        "other_housed",
        "bail_or_probation",
        "homeless_not_rough_sleeping",
        "rough_sleeping",
    ),
    "sentence_band": (
        "community_order",
        "suspended_sentence_order",
        "custody_under_12_months",
        "custody_1_to_4_years",
        "custody_4_years_or_more",
        "indeterminate",
    ),
    "index_type": ("release", "community", "caution", "adoption"),
    "sentence_type": ("community_order", "suspended_sentence_order", "custody", "indeterminate"),
    "risk_of_harm": ("low", "medium", "high", "very_high"),
    "iom_tier": ("fixed", "flex", "free"),
    "assessment_type": ("layer_1", "layer_2", "layer_3", "standalone"),
    "assessment_status": ("complete", "locked_incomplete", "open", "deleted"),
    "assessment_edition": ("standard", "san"),
    "accommodation_point": ("before_custody", "on_release", "at_3_months"),
    "court_type": ("summary", "either_way", "indictable_only"),
    "offence_outcome": ("conviction", "caution", "other_disposal", "not_proven", "pending"),
}


@pytest.mark.parametrize("name", code_list_names())
def test_a_list_has_its_codes_in_reading_order_and_then_not_known(name: str) -> None:
    assert load_codes(name).categories == (*CODES[name], "not known")


@pytest.mark.parametrize("name", code_list_names())
def test_every_spelling_is_listed_once_and_finds_its_code(name: str) -> None:
    codes = load_codes(name)
    listed: list[tuple[str, str | None]] = []
    listed += [(normalise(token), code.code) for code in codes.codes for token in code.synonyms]
    listed += [(normalise(token), None) for token in codes.not_known]

    assert len({token for token, _ in listed}) == len(listed)
    assert all(codes.lookup[token] == code for token, code in listed)


@pytest.mark.parametrize("name", code_list_names())
def test_a_code_and_its_label_find_the_code(name: str) -> None:
    codes = load_codes(name)

    assert all(codes.lookup[normalise(code.code)] == code.code for code in codes.codes)
    assert all(codes.lookup[normalise(code.label)] == code.code for code in codes.codes)


@pytest.mark.parametrize("name", code_list_names())
def test_a_missing_value_of_the_table_is_no_spelling_of_a_code(name: str) -> None:
    lookup = load_codes(name).lookup

    assert [value for value in load_table("people").missing_values if lookup.get(value) is not None] == []


def test_none_is_not_a_missing_value() -> None:
    assert "none" not in load_table("people").missing_values


@pytest.mark.parametrize(
    ("name", "token", "code"),
    [
        ("sex", "M", "male"),
        ("sex", "2", "female"),
        ("sex", "Woman", "female"),
        ("ethnicity", "W1", "white"),
        ("ethnicity", "White : Irish", "white"),
        ("ethnicity", "Asian/Asian British : Chinese", "asian"),
        ("ethnicity", "O1", "other"),
        ("ethnicity", "NS", None),
        ("sentence_band", "<12 Months", "custody_under_12_months"),
        ("sentence_band", "1-4 Years", "custody_1_to_4_years"),
        ("sentence_band", "4 Years+ Determinate", "custody_4_years_or_more"),
        ("risk_of_harm", "RLRH", "low"),
        ("risk_of_harm", "RMRH", "medium"),
        ("risk_of_harm", "RHRH", "high"),
        ("risk_of_harm", "RVHR", "very_high"),
        ("iom_tier", "I3", "fixed"),
        ("iom_tier", "IOM - Fixed", "fixed"),
        ("assessment_type", "LAYER1", "layer_1"),
        ("assessment_type", "LAYER3", "layer_3"),
        ("assessment_type", "Layer 3", "layer_3"),
        ("assessment_type", "Full", "layer_3"),
        ("assessment_status", "COMPLETE", "complete"),
        ("assessment_status", "LOCKED_INCOMPLETE", "locked_incomplete"),
        ("assessment_edition", "true", "san"),
        ("assessment_edition", "N", "standard"),
        ("accommodation_point", "First night", "on_release"),
        ("court_type", "Summary non-motoring", "summary"),
        ("court_type", "TEW", "either_way"),
        ("offence_outcome", "Guilty", "conviction"),
        ("offence_outcome", "Not guilty", "not_proven"),
        ("offence_outcome", "NFA", "not_proven"),
        ("offence_outcome", "Youth Caution", "caution"),
        ("offence_outcome", "Community resolution", "other_disposal"),
        ("sentence_type", "SSO", "suspended_sentence_order"),
        ("sentence_type", "ORA Community Order", "community_order"),
        ("sentence_type", "CJA - Std Determinate Custody", "custody"),
        ("sentence_type", "IPP", "indeterminate"),
    ],
)
def test_a_spelling_seen_in_extracts_means_its_code(name: str, token: str, code: str | None) -> None:
    assert load_codes(name).lookup[normalise(token)] == code


def test_ethnicity_codes_follow_their_first_letter() -> None:
    groups = {"W": "white", "M": "mixed", "A": "asian", "B": "black", "O": "other"}
    codes = [
        "W1",
        "W2",
        "W3",
        "W4",
        "W5",
        "W9",
        "M1",
        "M2",
        "M3",
        "M9",
        "A1",
        "A2",
        "A3",
        "A4",
        "A9",
        "B1",
        "B2",
        "B9",
        "O1",
        "O2",
        "O9",
    ]
    lookup = load_codes("ethnicity").lookup

    assert {code: lookup[normalise(code)] for code in codes} == {code: groups[code[0]] for code in codes}


def test_a_short_sentence_is_custody_under_12_months() -> None:
    levels = load_codes("sentence_band").grouping("short_sentence").levels

    assert levels[0].codes == ("custody_under_12_months",)


def test_high_risk_of_harm_is_high_or_very_high() -> None:
    levels = load_codes("risk_of_harm").grouping("high_risk_of_harm").levels

    assert levels[0].codes == ("high", "very_high")


def test_only_a_conviction_or_a_caution_proves_an_offence() -> None:
    levels = load_codes("offence_outcome").grouping("proven").levels

    assert levels[0].codes == ("conviction", "caution")


@pytest.mark.parametrize("token", ["0", "1", "2"])
def test_a_number_does_not_say_which_edition_an_assessment_is(token: str) -> None:
    assert token not in load_codes("assessment_edition").lookup


def test_every_age_from_10_is_in_one_band_of_the_default_bandings() -> None:
    for banding in load_bandings()[:2]:
        for age in range(10, 111):
            bands = [band for band in banding.levels if band.from_ <= age and (band.to is None or age <= band.to)]
            assert len(bands) == 1, f"{banding.name} at {age}"


def test_the_bandings_have_their_bands() -> None:
    labels = {banding.name: [band.label for band in banding.levels] for banding in load_bandings()}

    assert labels["age_band"] == [
        "10 to 17",
        "18 to 20",
        "21 to 24",
        "25 to 29",
        "30 to 34",
        "35 to 39",
        "40 to 49",
        "50 to 59",
        "60 and over",
    ]
    assert labels["age_group"] == ["10 to 17", "18 to 24", "25 and over"]
    assert labels["moj_age_band"][:2] == ["18 to 25", "26 to 29"]


def test_every_list_banding_and_need_set_names_its_source() -> None:
    sources = [load_codes(name).source for name in code_list_names()]
    sources += [banding.source for banding in load_bandings()]
    sources += [load_needs(name).source for name in need_set_names()]

    assert all(len(source) > 20 for source in sources)
