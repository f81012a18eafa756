"""OASys needs: each cut-off, typed out from HMPPS's public code.

Source: ministryofjustice/hmpps-assess-risks-and-needs, Section.kt and ScoredSection.
"""

from __future__ import annotations

import pytest

from needskit.errors import UsageError
from needskit.schema import load_needs

# Need, section, need at or above, severe at or above, highest score, number of scored items.
PUBLISHED = [
    ("need_accommodation", 3, 2, 7, 8, 4),
    ("need_employment", 4, 3, 7, 8, 4),
    ("need_relationships", 6, 2, 5, 6, 3),
    ("need_lifestyle", 7, 2, 5, 6, 3),
    ("need_drugs", 8, 2, 8, 10, 5),
    ("need_alcohol", 9, 4, 7, 8, 4),
    ("need_thinking", 11, 4, 7, 8, 4),
    ("need_attitudes", 12, 2, 7, 8, 4),
]

# Need, need at or above and severe at or above in the strengths and needs assessment (hmpps-tier, NeedSection).
SAN = [
    ("accommodation", 3, 5),
    ("employment", 3, 7),
    ("relationships", 2, 5),
    ("lifestyle", 2, 5),
    ("drugs", 2, 6),
    ("alcohol", 2, 4),
    ("thinking", 3, 5),
    ("attitudes", 1, 5),
]

# Need, number and name of the question: ministryofjustice/oasys-pw-test, fixtures/api/apiClasses/v4, section3.ts on.
QUESTIONS = [
    ("accommodation", "3.3", "noFixedAbodeOrTransient"),
    ("accommodation", "3.4", "suitabilityOfAccommodation"),
    ("accommodation", "3.5", "permanenceOfAccommodation"),
    ("accommodation", "3.6", "locationOfAccommodation"),
    ("employment", "4.2", "unemployed"),
    ("employment", "4.3", "employmentHistory"),
    ("employment", "4.4", "workRelatedSkills"),
    ("employment", "4.5", "attitudeToEmployment"),
    ("relationships", "6.1", "relCloseFamily"),
    ("relationships", "6.3", "experienceOfChildhood"),
    ("relationships", "6.6", "prevCloseRelationships"),
    ("lifestyle", "7.2", "regActivitiesEncourageOffending"),
    ("lifestyle", "7.3", "easilyInfluenced"),
    ("lifestyle", "7.5", "recklessness"),
    ("drugs", "8.4", "currentDrugNoted"),
    ("drugs", "8.5", "LevelOfUseOfMainDrug"),
    ("drugs", "8.6", "everInjectedDrugs"),
    ("drugs", "8.8", "motivationToTackleDrugMisuse"),
    ("drugs", "8.9", "DrugsMajorActivity"),
    ("alcohol", "9.1", "currentUse"),
    ("alcohol", "9.2", "bingeDrinking"),
    ("alcohol", "9.3", "frequencyAndLevel"),
    ("alcohol", "9.5", "alcoholTackleMotivation"),
    ("thinking", "11.5", "recogniseProblems"),
    ("thinking", "11.6", "problemSolvingSkills"),
    ("thinking", "11.7", "awarenessOfConsequences"),
    ("thinking", "11.9", "understandsViewsOfOthers"),
    ("attitudes", "12.1", "proCriminalAttitudes"),
    ("attitudes", "12.4", "attitudesTowardsSupervision"),
    ("attitudes", "12.5", "attitudesTowardsCommunitySociety"),
    ("attitudes", "12.8", "motivationToAddressBehaviour"),
]


@pytest.mark.parametrize("row", PUBLISHED, ids=[row[0] for row in PUBLISHED])
def test_a_scored_need_has_the_published_cut_offs(row: tuple[str, int, int, int, int, int]) -> None:
    need = next(need for need in load_needs("oasys").needs if need.column == row[0])

    assert (need.section, need.cut_off, need.severe, need.max_score, len(need.items)) == row[1:]


def test_there_are_eight_scored_needs_in_the_order_of_their_sections() -> None:
    needs = load_needs("oasys").needs

    assert [need.column for need in needs] == [row[0] for row in PUBLISHED]


def test_finance_and_emotional_wellbeing_have_no_cut_off_and_are_not_among_the_eight() -> None:
    assert not {"need_finance", "need_emotional_wellbeing"} & set(load_needs("oasys").columns)


def test_the_highest_score_is_two_for_each_scored_item() -> None:
    assert all(need.max_score == 2 * len(need.items) for need in load_needs("oasys").needs)


def test_the_definition_in_words_gives_the_same_cut_off() -> None:
    for need in load_needs("oasys").needs:
        assert f"section {need.section} scores {need.cut_off} or more out of {need.max_score}" in need.definition


def test_there_are_seven_pathways_without_a_cut_off() -> None:
    needs = load_needs("pathways").needs

    assert [need.column.removeprefix("need_") for need in needs] == [
        "accommodation",
        "employment",
        "health",
        "drugs_and_alcohol",
        "finance",
        "family",
        "attitudes",
    ]
    assert all(need.cut_off is None for need in needs)


def test_multiple_disadvantage_has_three_domains() -> None:
    assert load_needs("multiple_disadvantage").columns == (
        "need_homelessness",
        "need_substance",
        "need_offending",
    )


@pytest.mark.parametrize(("name", "cut_off", "severe"), SAN)
def test_a_strengths_and_needs_assessment_has_its_own_cut_offs_or_the_standard_ones(
    name: str, cut_off: int, severe: int
) -> None:
    need = next(need for need in load_needs("oasys").needs if need.name == name)
    found = need.cut_offs("san")

    assert (found.cut_off, found.severe) == (cut_off, severe)


@pytest.mark.parametrize("row", PUBLISHED, ids=[row[0] for row in PUBLISHED])
def test_the_standard_edition_has_the_published_cut_offs(row: tuple[str, int, int, int, int, int]) -> None:
    need = next(need for need in load_needs("oasys").needs if need.column == row[0])
    found = need.cut_offs("standard")

    assert (found.cut_off, found.severe) == row[2:4]


def test_an_edition_that_is_not_there_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(UsageError, match="edition of the assessment called 'sann'; did you mean 'san'"):
        load_needs("oasys").needs[0].cut_offs("sann")


def test_a_need_without_a_score_has_no_cut_off_to_give() -> None:
    with pytest.raises(UsageError, match="'health' has no score"):
        load_needs("pathways").needs[2].cut_offs("standard")


def test_the_scored_questions_are_those_of_the_source() -> None:
    found = [
        (need.name, header, item.headers[0])
        for need in load_needs("oasys").needs
        for item in need.items
        for header in item.headers[1:2]
    ]

    assert found == QUESTIONS


def test_three_questions_are_not_answered_from_0_to_2() -> None:
    scales = {item.name: item.scale for need in load_needs("oasys").needs for item in need.items}

    assert {name: scale for name, scale in scales.items() if scale != "0 to 2"} == {
        "no_fixed_abode": "yes or no",
        "unemployed": "yes or no",
        "ever_injected_drugs": "ever",
    }


def test_only_drugs_has_a_screening_question() -> None:
    screens = {need.name: need.screen.headers[0] for need in load_needs("oasys").needs if need.screen is not None}

    assert screens == {"drugs": "drugsEverMisused"}


def test_a_need_is_worked_out_from_its_score_its_questions_and_its_screen() -> None:
    drugs = [column for column in load_needs("oasys").fields() if "drug" in column.name]

    assert [
        (column.name, column.role, column.type, column.minimum, column.maximum, column.scale) for column in drugs
    ] == [
        ("score_drugs", "score", "integer", 0, 10, None),
        ("item_current_drug_noted", "item", "integer", 0, 2, "0 to 2"),
        ("item_level_of_use_of_main_drug", "item", "integer", 0, 2, "0 to 2"),
        ("item_ever_injected_drugs", "item", "integer", 0, 2, "ever"),
        ("item_motivation_to_tackle_drug_misuse", "item", "integer", 0, 2, "0 to 2"),
        ("item_drugs_major_activity", "item", "integer", 0, 2, "0 to 2"),
        ("screen_drugs", "screen", "boolean", None, None, None),
    ]


def test_every_column_to_work_needs_out_from_has_a_name_of_its_own() -> None:
    names = [column.name for column in load_needs("oasys").fields()]

    assert len(names) == 8 + 31 + 1
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("name", ["pathways", "multiple_disadvantage"])
def test_a_set_without_scores_has_nothing_to_work_needs_out_from(name: str) -> None:
    needs = load_needs(name).needs

    assert load_needs(name).fields() == ()
    assert [(need.items, need.screen, dict(need.editions), need.score_headers) for need in needs] == [
        ((), None, {}, ()) for _ in needs
    ]


def test_the_ten_needs_are_the_eight_and_two_that_are_linked_to_reoffending() -> None:
    ten = load_needs("oasys_ten")

    assert ten.needs[:8] == load_needs("oasys").needs
    assert [(need.column, need.section, need.cut_off) for need in ten.needs[8:]] == [
        ("need_finance", 5, None),
        ("need_emotional_wellbeing", 10, None),
    ]
    assert all("linked to reoffending" in need.definition for need in ten.needs[8:])
    assert ten.fields() == load_needs("oasys").fields()
