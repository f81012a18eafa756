"""Lengths of sentences in months, and the edges of twelve and forty-eight months."""

from __future__ import annotations

from collections.abc import Callable
from math import isnan

import pytest

from needskit.extract.values.column import Column
from needskit.extract.values.lengths import months_of

Parse = Callable[..., Column]


@pytest.mark.parametrize(
    ("written", "months"),
    [
        ("9 months", 9), ("9m", 9), ("1y 6m", 18), ("1y6m", 18), ("1 year 6 months", 18), ("1 year, 6 months", 18),
        ("1 yr and 6 mths", 18), ("1.5 years", 18), ("0 months", 0), ("1y6m10d", 18 + 10 / 30.4375),
        ("6 weeks", 42 / 30.4375), ("365 days", 12), ("1461 days", 48), ("1 year 365 days", 24), ("4 years", 48),
    ],
)  # fmt: skip
def test_a_length_in_months(written: str, months: float) -> None:
    assert months_of(written) == months


@pytest.mark.parametrize(
    "written", ["364 days", "52 weeks", "11 months 30 days", "11 months 4 weeks", "51 weeks 6 days"]
)
def test_just_under_a_year_is_under_twelve_months(written: str) -> None:
    assert 11.9 < months_of(written) < 12


@pytest.mark.parametrize("written", ["365 days", "366 days", "52 weeks 1 day", "11 months 31 days", "12 months 1 day"])
def test_a_year_and_just_over_are_not(written: str) -> None:
    assert 12 <= months_of(written) < 12.1


@pytest.mark.parametrize("written", ["1460 days", "47 months 30 days", "3 years 11 months 4 weeks"])
def test_just_under_four_years_is_under_forty_eight_months(written: str) -> None:
    assert 47.9 < months_of(written) < 48


def test_more_days_are_never_a_shorter_sentence() -> None:
    lengths = [months_of(f"{days} days") for days in range(2000)]
    assert lengths == sorted(lengths)


@pytest.mark.parametrize(
    ("written", "band"),
    [
        ("under 12 months", 0), ("less than 1 year", 0), ("<12 months", 0), ("6 months or less", 0),
        ("6 to 12 months", 0), ("more than 6 months to less than 12 months", 0), ("over 6 months but under 1 year", 0),
        ("12 months or more but less than 4 years", 1), ("12 months to under 4 years", 1), ("1-4 years", 1),
        ("1 - 4 years", 1), ("between 1 and 4 years", 1), ("1 year to less than 4 years", 1),
        ("4 years or more", 2), ("4 years and over", 2), ("4+ years", 2), ("4 years+", 2), ("over 4 years", 2),
        (">= 4 years", 2), ("4 to 10 years", 2),
    ],
)  # fmt: skip
def test_a_band_in_words_is_a_length_inside_it(written: str, band: int) -> None:
    months = months_of(written)
    assert (months >= 12) + (months >= 48) == band


@pytest.mark.parametrize(
    "written",
    [
        "up to 12 months", "12 months or less", "over 12 months", "12 months or more", "6 months to 2 years",
        "up to 4 years", "4 years to 1 year", "1 to 4", "soon", "9 lunar months", "months", "1/6/0", "-9 months",
    ],
)  # fmt: skip
def test_a_band_across_an_edge_and_what_is_no_length_are_refused(written: str) -> None:
    assert isnan(months_of(written))


def test_bare_numbers_need_their_unit(parse: Parse) -> None:
    found = parse("sentence_length", "9", "18 months", "10", "11", "12", "13")
    assert found.answers.isna().tolist() == [True, False, True, True, True, True]
    [problem] = found.problems
    assert (problem.rule, problem.severity, problem.rows) == ("length_without_unit", "error", 5)
    assert 'units = {sentence_length = "months"}' in problem.wanted


@pytest.mark.parametrize(("unit", "months"), [("days", 12), ("months", 365), ("years", 4380)])
def test_the_unit_of_bare_numbers_is_the_one_that_is_said(parse: Parse, unit: str, months: float) -> None:
    found = parse("sentence_length", "365", "9 months", unit=unit)
    assert found.answers.tolist() == [months, 9]
    assert found.problems == ()


@pytest.mark.parametrize("written", ["Life", "IPP", "Mandatory life", "Indeterminate sentence", ""])
def test_a_kind_of_sentence_is_no_length_and_no_mistake(parse: Parse, written: str) -> None:
    found = parse("sentence_length", written)
    assert found.answers.isna().all()
    assert found.problems == ()


def test_a_hidden_number_and_other_words_are_counted(parse: Parse) -> None:
    found = parse("sentence_length", "<5", "some time", unit="months")
    assert sorted((each.rule, each.where) for each in found.problems) == [
        ("hidden_number", (2,)),
        ("not_a_length", (3,)),
    ]
