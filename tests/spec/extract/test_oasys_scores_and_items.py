"""A score or its items become a need at the cut-off; what is missing is never no."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd
import pytest

from needskit.extract.needs.found import NeedRule, needs_found
from needskit.schema import load_needs

if TYPE_CHECKING:
    from needskit.cohort.problems import Problem

Draw = Callable[[str], pd.DataFrame]
Partial = Literal["if decided", "as nought"]

# HMPPS, hmpps-assess-risks-and-needs, Section.kt: standard OASys, strengths and needs, highest score.
CUT_OFFS = {
    "accommodation": (2, 3, 8),
    "employment": (3, 3, 8),
    "relationships": (2, 2, 6),
    "lifestyle": (2, 2, 6),
    "drugs": (2, 2, 10),
    "alcohol": (4, 2, 8),
    "thinking": (4, 3, 8),
    "attitudes": (2, 1, 8),
}

DRUGS = NeedRule(
    "need_drugs", 2, 10, "score_drugs",
    ("item_now", "item_level", "item_injected", "item_motivation", "item_activity"), "screen_drugs",
)  # fmt: skip
ALCOHOL = NeedRule(
    "need_alcohol", 4, 8, "score_alcohol", ("item_use", "item_binge", "item_level", "item_motivation"), ""
)


def scored(need: str) -> NeedRule:
    """Return the rule of one of the eight needs, of which there is the score alone."""
    standard, san, most = CUT_OFFS[need]
    by_edition = {"san": san} if san != standard else {}
    return NeedRule(f"need_{need}", standard, most, f"score_{need}", (), "", by_edition)


def typed(table: pd.DataFrame) -> pd.DataFrame:
    """Return scores and items as whole numbers and the others as categories, blanks not known."""
    frame = {}
    for name, texts in table.items():
        if str(name).startswith(("score_", "item_")):
            frame[name] = pd.to_numeric(texts).astype("Int64")
        else:
            answers = texts.mask(texts == "", "not known")
            known = sorted(set(answers) - {"not known"}, reverse=True)
            frame[name] = pd.Series(pd.Categorical(answers, categories=[*known, "not known"]))
    return pd.DataFrame(frame)


def answered(
    table: pd.DataFrame, rule: NeedRule, partial: Partial = "if decided"
) -> tuple[list[str], tuple[Problem, ...]]:
    answers, problems = needs_found(typed(table), [rule], partial=partial, row_numbers=np.arange(2, len(table) + 2))
    return answers[rule.column].tolist(), problems


def as_drawn(table: pd.DataFrame, rule: NeedRule, partial: Partial = "if decided") -> tuple[Problem, ...]:
    """Check each row against what the drawing says in its last column, and return the problems."""
    answers, problems = answered(table.drop(columns="answer"), rule, partial)
    assert answers == table["answer"].tolist()
    return problems


def test_the_cut_offs_are_those_of_the_need_set() -> None:
    shipped = {
        need.name: (need.cut_offs("standard").cut_off, need.cut_offs("san").cut_off, need.max_score)
        for need in load_needs("oasys").needs
    }
    assert shipped == CUT_OFFS


@pytest.mark.parametrize(
    ("need", "below", "equal"),
    [
        ("accommodation", 1, 2),
        ("employment", 2, 3),
        ("relationships", 1, 2),
        ("lifestyle", 1, 2),
        ("drugs", 1, 2),
        ("alcohol", 3, 4),
        ("thinking", 3, 4),
        ("attitudes", 1, 2),
    ],
)
def test_a_score_at_the_cut_off_is_a_need_and_one_below_is_none(draw: Draw, need: str, below: int, equal: int) -> None:
    table = draw(f"score_{need}\n0\n{below}\n{equal}\n6\n")
    assert answered(table, scored(need))[0] == ["no", "no", "yes", "yes"]


@pytest.mark.parametrize(
    ("need", "below", "equal"),
    [
        ("accommodation", 2, 3),
        ("employment", 2, 3),
        ("relationships", 1, 2),
        ("lifestyle", 1, 2),
        ("drugs", 1, 2),
        ("alcohol", 1, 2),
        ("thinking", 2, 3),
        ("attitudes", 0, 1),
    ],
)
def test_a_strengths_and_needs_assessment_has_cut_offs_of_its_own(
    draw: Draw, need: str, below: int, equal: int
) -> None:
    table = draw(f"assessment_edition | score_{need}\nsan | {below}\nsan | {equal}")
    assert answered(table, scored(need))[0] == ["no", "yes"]


def test_each_row_has_the_cut_off_of_its_edition_and_a_note_says_that_they_are_mixed(draw: Draw) -> None:
    table = draw("""
        assessment_edition | score_alcohol | answer
        standard           | 3             | no
        san                | 3             | yes
                           | 3             | no
        """)
    problems = as_drawn(table, scored("alcohol"))
    assert [(found.rule, found.severity, found.rows) for found in problems] == [
        ("editions_mixed", "note", 3),
        ("edition_not_known", "note", 1),
    ]


def test_one_edition_is_not_mixed_with_rows_that_do_not_say_theirs(draw: Draw) -> None:
    table = draw("""
        assessment_edition | score_alcohol | answer
        standard           | 3             | no
                           | 3             | no
        """)
    assert [found.rule for found in as_drawn(table, scored("alcohol"))] == ["edition_not_known"]
    assert as_drawn(table[:1], scored("alcohol")) == ()


def test_items_add_up_to_the_score(draw: Draw) -> None:
    table = draw("""
        item_use | item_binge | item_level | item_motivation | answer
        2        | 2          | 0          | 0               | yes
        1        | 1          | 1          | 0               | no
        0        | 0          | 0          | 0               | no
        2        | 2          | 2          | 2               | yes
        """)
    assert as_drawn(table, ALCOHOL) == ()


def test_a_section_that_nobody_answered_is_not_known(draw: Draw) -> None:
    table = draw("""
        score_alcohol | item_use | item_binge | item_level | item_motivation | answer
                      |          |            |            |                 | not known
        """)
    assert as_drawn(table, ALCOHOL, "if decided") == ()
    assert as_drawn(table, ALCOHOL, "as nought") == ()


def test_a_partial_section_is_known_only_if_the_missing_items_could_not_change_it(draw: Draw) -> None:
    # Alcohol is a need from 4 on; a missing item is 0, 1 or 2.
    table = draw("""
        item_use | item_binge | item_level | item_motivation | answer
        2        | 2          |            |                 | yes
        2        | 1          | 0          |                 | not known
        1        | 1          | 0          |                 | not known
        1        | 0          | 0          |                 | no
        0        |            |            |                 | not known
        """)
    [note] = as_drawn(table, ALCOHOL, "if decided")
    assert (note.rule, note.severity, note.where) == ("partial_section", "note", (2, 3, 4, 5, 6))


def test_a_partial_section_can_be_counted_as_the_public_code_does_with_missing_items_nought(draw: Draw) -> None:
    table = draw("""
        item_use | item_binge | item_level | item_motivation | answer
        2        | 2          |            |                 | yes
        2        | 1          | 0          |                 | no
        1        | 1          | 0          |                 | no
        1        | 0          | 0          |                 | no
        0        |            |            |                 | no
        """)
    [note] = as_drawn(table, ALCOHOL, "as nought")
    assert (note.rule, note.rows, note.done) == ("partial_section", 5, "Missing items counted 0.")


def test_an_item_without_a_column_is_missing_in_every_row(draw: Draw) -> None:
    table = draw("""
        item_use | item_binge | item_level | answer
        2        | 2          | 0          | yes
        2        | 1          | 0          | not known
        1        | 0          | 0          | no
        """)
    assert [note.rows for note in as_drawn(table, ALCOHOL)] == [3]


def test_a_person_who_never_misused_drugs_has_no_need_though_every_item_is_blank(draw: Draw) -> None:
    table = draw("""
        screen_drugs | item_now | item_level | item_injected | item_motivation | item_activity | answer
        no           |          |            |               |                 |               | no
        yes          |          |            |               |                 |               | not known
                     |          |            |               |                 |               | not known
        no           | 0        |            |               |                 |               | no
        yes          | 0        |            |               |                 |               | not known
        """)
    assert [(note.rule, note.where) for note in as_drawn(table, DRUGS)] == [("partial_section", (6,))]


def test_a_section_screened_out_yet_scored_counts_and_is_a_warning(draw: Draw) -> None:
    table = draw("""
        screen_drugs | score_drugs | item_now | item_level | answer
        no           | 2           |          |            | yes
        no           | 1           |          |            | no
        no           |             | 2        |            | yes
        no           |             | 1        |            | not known
        no           | 0           |          |            | no
        """)
    warnings = [found for found in as_drawn(table, DRUGS) if found.severity == "warning"]
    assert [(found.rule, found.column, found.where) for found in warnings] == [
        ("screened_out_yet_scored", "screen_drugs", (2, 3, 4, 5))
    ]


def test_a_section_screened_out_yet_flagged_as_a_need_counts_and_is_a_warning(draw: Draw) -> None:
    table = draw("""
        screen_drugs | need_drugs | answer
        no           | yes        | yes
        no           | no         | no
        yes          | yes        | yes
        """)
    [warning] = as_drawn(table, DRUGS)
    assert (warning.rule, warning.where) == ("screened_out_yet_scored", (2,))


def test_a_partial_section_beside_a_flag_or_a_score_is_no_note(draw: Draw) -> None:
    table = draw("""
        need_alcohol | score_alcohol | item_use | item_binge | item_level | item_motivation | answer
        yes          |               | 2        | 1          |            |                 | yes
                     | 5             | 2        | 1          |            |                 | yes
        """)
    assert as_drawn(table, ALCOHOL) == ()


def test_the_flag_counts_before_the_score_the_score_before_the_items_and_the_screen_last(draw: Draw) -> None:
    table = draw("""
        need_alcohol | score_alcohol | item_use | item_binge | item_level | item_motivation | answer
        yes          | 4             | 2        | 2          | 0          | 0               | yes
        yes          | 3             |          |            |            |                 | yes
        no           | 4             |          |            |            |                 | no
                     | 4             | 1        | 1          | 1          | 0               | yes
                     | 3             |          |            |            |                 | no
                     |               | 2        | 2          | 0          | 0               | yes
        no           |               | 2        | 2          | 0          | 0               | no
        """)
    problems = as_drawn(table, ALCOHOL)
    assert [(found.rule, found.column, found.severity, found.where) for found in problems] == [
        ("flag_and_score_differ", "need_alcohol", "warning", (3, 4, 8)),
        ("score_and_items_differ", "score_alcohol", "warning", (5,)),
    ]


def test_a_score_is_not_compared_with_the_sum_of_some_of_its_items(draw: Draw) -> None:
    table = draw("""
        score_alcohol | item_use | item_binge | item_level | item_motivation | answer
        5             | 2        | 2          |            | 0               | yes
        """)
    assert as_drawn(table, ALCOHOL) == ()


def test_a_need_without_a_column_is_not_made_up(draw: Draw) -> None:
    frame = typed(draw("score_alcohol | screen_drugs\n4 | no"))
    answers, [note] = needs_found(frame, [DRUGS, ALCOHOL], partial="if decided", row_numbers=np.arange(1))
    assert list(answers) == ["need_alcohol"]
    # Everybody in it would have no drug need, or none that is known.
    assert (note.rule, note.column) == ("screen_alone", "screen_drugs")


def test_without_a_cut_off_only_the_flag_tells(draw: Draw) -> None:
    finance = NeedRule("need_finance", None, None, "score_finance", (), "")
    table = draw("""
        need_finance | score_finance | answer
        yes          | 0             | yes
        no           | 4             | no
                     | 4             | not known
        """)
    assert as_drawn(table, finance) == ()
    assert needs_found(typed(draw("score_finance\n4")), [finance], partial="if decided", row_numbers=np.arange(1)) == (
        {},
        (),
    )
