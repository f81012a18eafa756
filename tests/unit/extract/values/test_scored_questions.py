"""Scored questions of an assessment: the score, its words or both, on each of the three scales."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from needskit.extract.values.column import Column

    Parse = Callable[..., Column]

PROBLEMS, YES_OR_NO, EVER = "item_suitability_of_accommodation", "item_no_fixed_abode", "item_ever_injected_drugs"


def rules(column: Column) -> list[tuple[str, int]]:
    return [(found.rule, found.rows) for found in column.problems]


@pytest.mark.parametrize(
    ("column", "text", "score"),
    [
        (PROBLEMS, "0-No problems", 0),
        (PROBLEMS, "1-Some problems", 1),
        (PROBLEMS, "2-Significant problems", 2),
        (PROBLEMS, "2 - Significant problems", 2),
        (PROBLEMS, "2 \u2013 Significant problems", 2),
        (PROBLEMS, "2: Significant problems", 2),
        (PROBLEMS, "Significant problems", 2),
        (PROBLEMS, "some problems", 1),
        (PROBLEMS, "0-Very motivated", 0),
        (PROBLEMS, "0-No", 0),
        (PROBLEMS, "2 -Yes", 2),
        (PROBLEMS, "1-Yes", 1),
        (PROBLEMS, "2", 2),
        (PROBLEMS, "2.0", 2),
        (YES_OR_NO, "Yes", 2),
        (YES_OR_NO, "No", 0),
        (YES_OR_NO, "y", 2),
        (YES_OR_NO, "0 - No", 0),
        (YES_OR_NO, "0-No", 0),
        (YES_OR_NO, "2-Yes", 2),
        (YES_OR_NO, "2", 2),
        (EVER, "Never", 0),
        (EVER, "Previous", 1),
        (EVER, "Previously", 1),
        (EVER, "Currently", 2),
        (EVER, "1-Previous", 1),
        (EVER, "2 - Currently", 2),
    ],
)
def test_a_score_is_read_with_words_and_without(parse: Parse, column: str, text: str, score: int) -> None:
    read = parse(column, text)
    assert (read.answers.tolist(), rules(read)) == ([score], [])


@pytest.mark.parametrize("column", [PROBLEMS, YES_OR_NO, EVER])
@pytest.mark.parametrize("text", ["", "M", "Missing", "null", "-", "Unknown", "Not answered"])
def test_an_answer_that_is_missing_is_not_known_without_complaint(parse: Parse, column: str, text: str) -> None:
    read = parse(column, text)
    assert (read.answers.isna().tolist(), rules(read)) == ([True], [])


@pytest.mark.parametrize(
    ("column", "text"),
    [
        (PROBLEMS, "3"),
        (PROBLEMS, "3-Severe problems"),
        (PROBLEMS, "-1"),
        (PROBLEMS, "1.5"),
        (PROBLEMS, "Yes"),  # one or two? HMPPS reads the digit that leads, and nothing else
        (PROBLEMS, "problems"),
        (PROBLEMS, "2024-01-01"),
        (YES_OR_NO, "1"),
        (YES_OR_NO, "2-Maybe"),
        (YES_OR_NO, "Never"),
        (EVER, "No"),
        (EVER, "Sometimes"),
    ],
)
def test_what_is_no_score_is_not_known_and_counted(parse: Parse, column: str, text: str) -> None:
    read = parse(column, text)
    assert (read.answers.isna().tolist(), rules(read)) == ([True], [("not_a_score", 1)])


@pytest.mark.parametrize(("column", "text"), [(PROBLEMS, "0-Significant problems"), (YES_OR_NO, "0 - Yes")])
def test_a_score_and_words_that_differ_are_not_known_and_counted(parse: Parse, column: str, text: str) -> None:
    read = parse(column, text)
    assert (read.answers.isna().tolist(), rules(read)) == ([True], [("code_and_words_differ", 1)])


def test_the_codes_of_the_user_are_scores_too(parse: Parse) -> None:
    read = parse(PROBLEMS, "severe", "M", "2", codes={"severe": "2", "m": "0"})
    assert (read.answers.tolist(), rules(read)) == ([2, 0, 2], [])


def test_a_column_of_scores_holds_whole_numbers(parse: Parse) -> None:
    read = parse(PROBLEMS, "2-Significant problems", "", "0")
    expected = pd.Series([2, None, 0], dtype="Int64")
    pd.testing.assert_series_equal(read.answers, expected)
