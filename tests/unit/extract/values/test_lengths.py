"""Lengths of sentences in months: the units, the edges between bands, and bands in words."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest

from needskit.extract.values.lengths import months_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from needskit.extract.values.column import Column

    Parse = Callable[..., Column]


def rules(column: Column) -> list[tuple[str, str, int]]:
    return [(found.rule, found.severity, found.rows) for found in column.problems]


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("9 months", 9),
        ("9 Months", 9),
        ("9m", 9),
        ("9 mths", 9),
        ("1 month", 1),
        ("1.5 months", 1.5),
        ("2 years", 24),
        ("2 yrs", 24),
        ("1.5 years", 18),
        ("1Y 6M", 18),
        ("1y6m", 18),
        ("1 year and 6 months", 18),
        ("1 year, 6 months", 18),
        ("1 yr. 6 mths.", 18),
        ("0Y 9M 0D", 9),
        ("18m", 18),
        ("999 months", 999),
        ("0 months", 0),
        ("0 days", 0),
        ("12 months 0 days", 12),
        ("365 days", 12),
        ("4 years", 48),
    ],
)
def test_a_length_is_in_months(parse: Parse, text: str, months: float) -> None:
    read = parse("sentence_length", text)
    assert (read.answers.tolist(), rules(read)) == ([pytest.approx(months)], [])


@pytest.mark.parametrize("text", ["364 days", "52 weeks", "11 months 29 days", "51 weeks 6 days", "0 years 11 months"])
def test_less_than_a_year_is_less_than_twelve_months(text: str) -> None:
    assert 10.9 < months_of(text) < 12


@pytest.mark.parametrize(
    "text", ["1 year", "12 months", "365 days", "366 days", "53 weeks", "1y 0m 1d", "12 months 1 day"]
)
def test_a_year_is_twelve_months_or_more(text: str) -> None:
    assert 12 <= months_of(text) < 12.3


@pytest.mark.parametrize("text", ["47 months", "47.9 months", "3y 11m", "1459 days", "208 weeks", "3 years 364 days"])
def test_less_than_four_years_is_less_than_48_months(text: str) -> None:
    assert 46.9 < months_of(text) < 48


@pytest.mark.parametrize("text", ["4 years", "48 months", "1460 days", "1461 days", "209 weeks", "4y 1d"])
def test_four_years_are_48_months_or_more(text: str) -> None:
    assert 48 <= months_of(text) < 48.3


def test_days_beside_years_and_months_are_part_of_a_month(parse: Parse) -> None:
    assert parse("sentence_length", "1y6m10d").answers.tolist() == [pytest.approx(18 + 10 / 30.4375)]


def test_longer_is_never_fewer_months() -> None:
    months = [months_of(f"{days} days") for days in range(4000)]
    assert months == sorted(months)


@pytest.mark.parametrize(
    ("unit", "months"), [("months", 18), ("years", 216), ("days", 18 / 30.4375), ("weeks", 126 / 30.4375)]
)
def test_a_bare_number_is_in_the_unit_that_is_said(parse: Parse, unit: str, months: float) -> None:
    read = parse("sentence_length", "18", unit=unit)
    assert (read.answers.tolist(), rules(read)) == ([pytest.approx(months)], [])


def test_a_unit_in_the_cell_goes_before_the_one_that_is_said(parse: Parse) -> None:
    assert parse("sentence_length", "2 years", "18", unit="months").answers.tolist() == [24, 18]


@pytest.mark.parametrize("text", ["18", "0", "1.5"])
def test_a_bare_number_without_a_unit_is_not_known_and_counted(parse: Parse, text: str) -> None:
    read = parse("sentence_length", text)
    assert (read.answers.isna().tolist(), rules(read)) == ([True], [("length_without_unit", "warning", 1)])
    assert 'units = {sentence_length = "months"}' in read.problems[0].wanted.replace("{ ", "{").replace(" }", "}")


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("under 12 months", 0, 12),
        ("less than 12 months", 0, 12),
        ("<12 months", 0, 12),
        ("< 12 months", 0, 12),
        ("Under 1 year", 0, 12),
        ("6 months or less", 0, 12),
        ("up to 6 months", 0, 12),
        ("6 to 12 months", 0, 12),
        ("more than 6 months to less than 12 months", 0, 12),
        ("1-4 years", 12, 48),
        ("1 to 4 years", 12, 48),
        ("12 months to under 4 years", 12, 48),
        ("12 months or more but less than 4 years", 12, 48),
        ("4 years or more", 48, math.inf),
        ("4+ years", 48, math.inf),
        ("4 years+", 48, math.inf),
        ("over 4 years", 48, math.inf),
        ("4 years and over", 48, math.inf),
    ],
)
def test_a_band_in_words_is_a_length_inside_it(parse: Parse, text: str, low: float, high: float) -> None:
    read = parse("sentence_length", text)
    assert rules(read) == []
    assert low <= read.answers.tolist()[0] < high


@pytest.mark.parametrize(
    "text",
    [
        "6 months to 2 years",
        "over 6 months",
        "up to 12 months",  # twelve months exactly are of the next band
        "up to 4 years",
        "under 2 years",
        "soon",
        "months",
        "12 monthly visits",
        "12/24 months",
        "12 months suspended for 24 months",
        "1Y 6M or so",
        "-6 months",
        "4 to 1 years",
        "2024-01-01",
    ],
)
def test_what_is_no_length_or_lies_across_bands_is_not_known_and_counted(parse: Parse, text: str) -> None:
    read = parse("sentence_length", text)
    assert (read.answers.isna().tolist(), rules(read)) == ([True], [("not_a_length", "warning", 1)])


@pytest.mark.parametrize("text", ["Life", "life sentence", "IPP", "Indeterminate", "", "Unknown"])
def test_a_life_sentence_has_no_length_and_nothing_is_wrong(parse: Parse, text: str) -> None:
    read = parse("sentence_length", text)
    assert (read.answers.isna().tolist(), rules(read)) == ([True], [])


@pytest.mark.parametrize("text", ["99 years", "999 years", "99Y 99M"])
def test_a_length_that_only_stands_for_life_is_not_known_and_counted(parse: Parse, text: str) -> None:
    read = parse("sentence_length", text)
    assert (read.answers.isna().tolist(), rules(read)) == ([True], [("out_of_range", "warning", 1)])


@pytest.mark.parametrize("text", ["<5", "*", "[c]"])
def test_a_hidden_length_is_said_to_be_hidden(parse: Parse, text: str) -> None:
    assert rules(parse("sentence_length", text)) == [("hidden_number", "warning", 1)]
