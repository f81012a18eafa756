"""What a user says of a column: what a blank means, from which number on it is yes, units, and the order of dates."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from needskit.extract.values.column import Column

Parse = Callable[..., Column]


def rules(found: Column) -> list[tuple[str, str, int]]:
    return [(each.rule, each.severity, each.rows) for each in found.problems]


def test_a_blank_is_no_only_where_that_is_said_and_no_other_missing_text_is(parse: Parse) -> None:
    assert parse("need_drugs", "", "x", "n/k", codes={"x": "yes"}).answers.tolist() == [
        "not known",
        "yes",
        "not known",
    ]
    said = parse("need_drugs", "", "x", "n/k", codes={"x": "yes"}, blank="no")
    assert said.answers.tolist() == ["no", "yes", "not known"]
    assert said.problems == ()


def test_further_texts_may_mean_that_nothing_is_known(parse: Parse) -> None:
    for name in ("need_drugs", "sex", "age", "index_date", "sentence_length", "district"):
        found = parse(name, "PENDING", missing=frozenset({"pending"}))
        assert found.answers.isna().all() or found.answers.tolist() == ["not known"]
        assert found.problems == ()


def test_a_number_is_yes_from_a_threshold_on(parse: Parse) -> None:
    found = parse("need_drugs", "1.9", "2", "62.5%", "", "<5", "many", "n/a", at_least=2.0, codes={"n/a": "no"})
    assert found.answers.tolist() == ["no", "yes", "yes", "not known", "not known", "not known", "no"]
    assert rules(found) == [("not_a_number", "warning", 1), ("hidden_number", "warning", 1)]


def test_a_blank_number_is_no_where_that_is_said(parse: Parse) -> None:
    assert parse("need_drugs", "", "3", "n/k", at_least=2.0, blank="no").answers.tolist() == ["no", "yes", "not known"]


def test_counts_in_a_column_of_answers_are_named(parse: Parse) -> None:
    found = parse("need_drugs", "12", "340", "1,204", "17", "8", "0")
    assert rules(found) == [("counts_not_answers", "error", 5)]
    assert "table of counts" in found.problems[0].wanted


def test_one_number_throughout_is_a_code_and_no_count(parse: Parse) -> None:
    assert rules(parse("need_drugs", *["2"] * 9, "1")) == [("not_in_code_list", "error", 9)]


def test_an_age_may_be_in_months_or_have_its_unit(parse: Parse) -> None:
    found = parse("age", "300", "311", "312", "25 years", "24 yrs", "25y", "312 months", unit="months")
    assert found.answers.tolist() == [25, 25, 26, 25, 24, 25, 26]
    bare = parse("age", "25", "25 Years old", "311 months", "25 weeks", "1 225", "25\u00a0", "'25", "\uff12\uff15")
    assert bare.answers.fillna(0).tolist() == [25, 25, 25, 0, 0, 25, 0, 0]
    assert rules(bare) == [("not_a_number", "warning", 4)]


def test_a_percentage_may_stand_apart_from_its_sign(parse: Parse) -> None:
    assert parse("ogrs3", "62.5 %", "62.5%").answers.tolist() == [62.5, 62.5]


@pytest.mark.parametrize(
    "written",
    [
        "2/3/2024", "02-03-2024", "2.3.2024", "2024-02-03", "20240203", "3 Feb 2024", "Feb 3, 2024",
        "February 3rd, 2024", "3rd February 2024", "03FEB2024", "45325", "45325.5", "2/3/2024 1:05 PM",
        "2024-02-03T11:50:04+01:00", "2024-02-03 11:50 UTC",
    ],
)  # fmt: skip
def test_the_third_of_february_is_read_with_the_month_first(parse: Parse, written: str) -> None:
    found = parse("index_date", written, day_first=False)
    assert found.answers.tolist() == [pd.Timestamp("2024-02-03")]
    assert found.problems == ()


@pytest.mark.parametrize(
    ("written", "year"),
    [("03/02/25", 2025), ("03/02/26", 1926), ("03.02.00", 2000), ("3-Feb-24", 2024), ("3 February 99 10:15", 1999)],
)
def test_years_of_two_digits_end_with_the_latest(parse: Parse, written: str, year: int) -> None:
    found = parse("index_date", written, latest_two_digit_year=2025)
    assert found.answers.tolist() == [pd.Timestamp(year, 2, 3)]
    assert rules(parse("index_date", written)) == [("not_a_date", "warning", 1)]


def test_a_column_of_two_digit_years_says_what_to_do(parse: Parse) -> None:
    found = parse("index_date", *[f"{day:02d}/02/24" for day in range(1, 9)])
    assert rules(found) == [("not_a_date", "error", 8)]
    assert "two_digit_years" in found.problems[0].wanted


def test_dates_that_show_the_month_first_refuse_the_column_though_most_can_be_read(parse: Parse) -> None:
    either = [f"0{month}/0{day}/2024" for month in range(1, 5) for day in range(1, 10)]
    found = parse("index_date", *either, *[f"02/{day}/2024" for day in range(13, 18)])
    assert rules(found) == [("not_a_date", "error", 5)]
    assert 'say dates = "month first"' in found.problems[0].wanted


def test_dates_that_show_both_orders_are_counted_and_said(parse: Parse) -> None:
    first, second = [f"{day}/02/2024" for day in range(13, 20)], [f"02/{day}/2024" for day in range(13, 18)]
    found = parse("index_date", *first, *second)
    assert rules(found) == [("not_a_date", "warning", 5)]
    assert "others may be misread" in found.problems[0].wanted


@pytest.mark.parametrize("written", ["1700-01-01", "0001-01-01", "3024-02-03", "00/00/0000", "30/02/2024"])
def test_a_date_that_cannot_be_is_none_with_every_version_of_pandas(parse: Parse, written: str) -> None:
    assert rules(parse("index_date", written)) == [("not_a_date", "warning", 1)]
