"""Numbers, scores and ages: how they are written, what they must lie within, and marks that hide one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from needskit.extract.values.column import Column

    Parse = Callable[..., Column]


def rules(column: Column) -> list[tuple[str, str, int]]:
    return [(found.rule, found.severity, found.rows) for found in column.problems]


@pytest.mark.parametrize(
    ("column", "text", "number"),
    [
        ("prior_convictions", "0", 0),
        ("prior_convictions", "007", 7),
        ("prior_convictions", "12.0", 12),
        ("prior_convictions", "+12", 12),
        ("prior_convictions", "999", 999),
        ("people", "1,204", 1204),
        ("people", "1,204,000", 1_204_000),
        ("ogrs3", "47.5", 47.5),
        ("ogrs3", "47%", 47),
        ("ogrs3", "0", 0),
        ("ogrs3", "100", 100),
        ("score_drugs", "10", 10),
        ("score_drugs", "0.0", 0),
        ("age", "25", 25),
        ("age", "25 yrs", 25),
        ("age", "25 years old", 25),
        ("age", "25y", 25),
        ("age", "25 Years", 25),
        ("age", "10", 10),
        ("age", "110", 110),
    ],
)
def test_a_number_is_read_however_it_is_written(parse: Parse, column: str, text: str, number: float) -> None:
    read = parse(column, text)
    assert (read.answers.tolist(), rules(read)) == ([number], [])


@pytest.mark.parametrize(
    ("column", "text", "rule"),
    [
        ("prior_convictions", "twelve", "not_a_number"),
        ("prior_convictions", "12.5", "not_a_number"),
        ("prior_convictions", "1e3", "not_a_number"),
        ("prior_convictions", "0x10", "not_a_number"),
        ("prior_convictions", "nan", "not_a_number"),
        ("prior_convictions", "inf", "not_a_number"),
        ("prior_convictions", "1,2", "not_a_number"),
        ("prior_convictions", "\u0663", "not_a_number"),  # an Arabic three
        ("prior_convictions", "12 yrs", "not_a_number"),
        ("prior_convictions", "1" * 400, "not_a_number"),
        ("prior_convictions", "-1", "out_of_range"),
        ("prior_convictions", "1000", "out_of_range"),
        ("prior_convictions", "<5", "hidden_number"),
        ("prior_convictions", "*", "hidden_number"),
        ("prior_convictions", "[c]", "hidden_number"),
        ("prior_convictions", "..", "hidden_number"),
        ("prior_convictions", "Suppressed", "hidden_number"),
        ("ogrs3", "100.5", "out_of_range"),
        ("ogrs3", "-0.5", "out_of_range"),
        ("score_drugs", "11", "out_of_range"),
        ("score_relationships", "7", "out_of_range"),
        ("score_drugs", "4.5", "not_a_number"),
        ("age", "9", "out_of_range"),
        ("age", "111", "out_of_range"),
        ("age", "25 or so", "not_a_number"),
        ("age", "25-29", "not_a_number"),
    ],
)
def test_what_is_no_number_or_cannot_be_is_not_known_and_counted(
    parse: Parse, column: str, text: str, rule: str
) -> None:
    read = parse(column, text)
    assert (read.answers.isna().tolist(), rules(read)) == ([True], [(rule, "warning", 1)])


@pytest.mark.parametrize(
    ("text", "age"), [("300", 25), ("311", 25), ("312", 26), ("120", 10), ("240.0", 20), ("300 months", 25)]
)
def test_an_age_in_months_is_in_completed_years(parse: Parse, text: str, age: int) -> None:
    read = parse("age", text, unit="months")
    assert (read.answers.tolist(), rules(read)) == ([age], [])


def test_an_age_in_months_is_held_against_years(parse: Parse) -> None:
    assert rules(parse("age", "119", unit="months")) == [("out_of_range", "warning", 1)]


def test_a_count_that_cannot_be_read_is_an_error_even_once(parse: Parse) -> None:
    assert rules(parse("people", "<5", "10", "20")) == [("hidden_number", "error", 1)]
    assert rules(parse("people", "", "10", "20")) == [("no_count", "error", 1)]
    assert rules(parse("people", "-1", "10")) == [("out_of_range", "error", 1)]


def test_a_column_most_of_which_is_no_number_is_an_error(parse: Parse) -> None:
    assert rules(parse("ogrs3", *["high"] * 5)) == [("not_a_number", "error", 5)]


def test_the_limits_are_named(parse: Parse) -> None:
    assert parse("ogrs3", "101").problems[0].wanted == "wants a number from 0 to 100."
    assert parse("people", "-1").problems[0].wanted == "wants a whole number of 0 or more."


def test_whole_numbers_and_others_keep_their_kind(parse: Parse) -> None:
    pd.testing.assert_series_equal(parse("age", "25", "").answers, pd.Series([25, None], dtype="Int64"))
    pd.testing.assert_series_equal(parse("ogrs3", "25", "").answers, pd.Series([25.0, None], dtype="Float64"))
