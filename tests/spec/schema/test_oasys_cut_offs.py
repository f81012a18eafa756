"""OASys needs: each cut-off, typed out from HMPPS's public code.

Source: ministryofjustice/hmpps-assess-risks-and-needs, Section.kt and ScoredSection.
"""

from __future__ import annotations

import pytest

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
