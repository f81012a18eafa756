"""A need is yes, no, not answered or not assessed; a blank is never no."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

import needskit as nk

Draw = Callable[[str], pd.DataFrame]
Read = Callable[..., nk.Cohort]

NEEDS = ["assessed", "need_drugs", "need_alcohol"]


def test_where_no_column_says_who_was_assessed_any_answer_says_it(read: Read, draw: Draw) -> None:
    cohort = read("""
        person_id | need_drugs | need_alcohol
        1         | yes        | no
        2         | no         |
        3         |            |
        """)
    expected = draw("""
        assessed | need_drugs   | need_alcohol
        yes      | yes          | no
        yes      | no           | not answered
        no       | not assessed | not assessed
        """)
    pd.testing.assert_frame_equal(cohort.people[NEEDS].astype("str"), expected)


def test_what_the_column_assessed_says_goes_before_the_answers(read: Read, draw: Draw) -> None:
    cohort = read("""
        person_id | assessed | need_drugs | need_alcohol
        1         | yes      |            |
        2         | no       | no         | no
        3         |          | yes        |
        4         |          |            |
        """)
    expected = draw("""
        assessed | need_drugs   | need_alcohol
        yes      | not answered | not answered
        no       | not assessed | not assessed
        yes      | yes          | not answered
        no       | not assessed | not assessed
        """)
    pd.testing.assert_frame_equal(cohort.people[NEEDS].astype("str"), expected)


def test_answers_without_an_assessment_are_a_warning_with_their_rows(read: Read) -> None:
    cohort = read("""
        person_id | assessed | need_drugs
        1         | no       | no
        2         | no       |
        3         | no       | yes
        """)
    [found] = [problem for problem in cohort.problems if problem.rule == "needs_without_assessment"]
    assert (found.severity, found.rows, found.where) == ("warning", 2, (1, 3))


def test_the_column_assessed_alone_says_who_was_assessed(read: Read) -> None:
    cohort = read("""
        person_id | assessed
        1         | yes
        2         | no
        3         |
        """)
    frame = nk.coverage.assessment(cohort).to_frame()
    assert frame[["count", "out_of"]].to_numpy().tolist() == [[1, 3]]


@pytest.mark.parametrize(
    ("written", "understood"),
    [
        ("yes", "yes"),
        (" Y ", "yes"),
        ("TRUE", "yes"),
        ("1", "yes"),
        ("No", "no"),
        ("n", "no"),
        ("False", "no"),
        ("0", "no"),
        ("", "not answered"),
        ("Not  Known", "not answered"),
        ("n/k", "not answered"),
        ("not\u00a0recorded", "not answered"),
    ],
)
def test_a_spelling_means_one_answer(read: Read, written: str, understood: str) -> None:
    extract = pd.DataFrame({"person_id": ["1"], "need_drugs": [written], "need_alcohol": ["yes"]})
    cohort = read(extract)
    assert cohort.people["need_drugs"].tolist() == [understood]
    assert not [problem for problem in cohort.problems if problem.severity != "note"]


def test_a_missing_value_with_two_spaces_is_missing_even_where_every_row_has_a_text_of_its_own(read: Read) -> None:
    spellings = ["y", "n", "yes", "no", "1", "0", "true", "false", "not  known", "n/k"]
    extract = pd.DataFrame(
        {"person_id": [str(i) for i in range(10)], "need_drugs": spellings, "need_alcohol": ["yes"] * 10}
    )
    cohort = read(extract)
    assert cohort.people["need_drugs"].tolist()[-2:] == ["not answered", "not answered"]
    assert "not_in_code_list" not in {problem.rule for problem in cohort.problems}


def test_a_spelling_that_nobody_mapped_is_not_known_and_counted(read: Read) -> None:
    cohort = read("""
        person_id | need_drugs | need_alcohol
        1         | perhaps    | yes
        2         | yes        | yes
        """)
    assert cohort.people["need_drugs"].tolist() == ["not answered", "yes"]
    [found] = [problem for problem in cohort.problems if problem.severity == "warning"]
    assert (found.rule, found.column, found.rows, found.where) == ("not_in_code_list", "need_drugs", 1, (1,))
    assert "perhaps" not in found.sentence


def test_a_column_in_which_no_answer_is_right_is_refused(read: Read) -> None:
    rows = "\n".join(f"{i} | ja | yes" for i in range(5))
    with pytest.raises(nk.DataError, match=r"need_drugs: 5 rows: wants yes or no .* Mend the column"):
        read(f"person_id | need_drugs | need_alcohol\n{rows}")


def test_needs_of_the_set_without_a_column_are_a_note(read: Read) -> None:
    cohort = read("""
        person_id | need_homelessness | need_substance
        1         | yes               | no
        """, needs="multiple_disadvantage")  # fmt: skip
    [note] = cohort.problems
    assert (note.severity, note.wanted) == ("note", "the needs Offending have no column.")
    assert cohort.needs.columns == ("need_homelessness", "need_substance")


def test_needs_of_other_sets_are_settled_but_not_counted(read: Read) -> None:
    cohort = read("""
        person_id | need_drugs | need_finance
        1         |            | yes
        2         |            |
        """)
    assert cohort.needs.columns == ("need_drugs",)
    assert cohort.people["need_finance"].tolist() == ["yes", "not assessed"]
    assert cohort.people["need_drugs"].tolist() == ["not answered", "not assessed"]
