"""Dates: how they are written, which are impossible, and which stand for none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from needskit.extract.values.dates import completed_years, parse_dates

if TYPE_CHECKING:
    from collections.abc import Callable

    from needskit.extract.values.column import Column

    Parse = Callable[..., Column]


def one(text: str, *, day_first: bool = True, latest_two_digit_year: int | None = None) -> str:
    found = parse_dates(pd.Series([text]), day_first=day_first, latest_two_digit_year=latest_two_digit_year)
    return "placeholder" if found.placeholder[0] else "unreadable" if found.unreadable[0] else str(found.dates[0])


@pytest.mark.parametrize(
    "text",
    [
        "2024-09-03",
        "2024/9/3",
        "20240903",
        "03/09/2024",
        "3/9/2024",
        "3-9-2024",
        "3.9.2024",
        "3 Sep 2024",
        "03-SEP-2024",
        "03Sep2024",
        "3 September 2024",
        "3-September-2024",
        "3rd September 2024",
        "3rd Sep 2024",
        "Sep 3, 2024",
        "September 3rd, 2024",
        "September 3 2024",
        "45538",
        "45538.75",
        "45538.0",
        "2024-09-03 00:00:00",
        "2024-09-03T23:59:59",
        "2024-09-03T23:59:59.999Z",
        "2024-09-03T23:59:59,999+01:00",
        "2024-09-03 23:59 +0100",
        "03/09/2024 9:15",
        "03/09/2024 09:15:00 PM",
        "3 Sep 2024 9:15am",
    ],
)
def test_the_third_of_september_is_read_however_it_is_written(text: str) -> None:
    assert one(text) == "2024-09-03"


@pytest.mark.parametrize("day", range(1, 32))
def test_ordinals_are_days(day: int) -> None:
    ending = {1: "st", 21: "st", 31: "st", 2: "nd", 22: "nd", 3: "rd", 23: "rd"}.get(day, "th")
    assert one(f"{day}{ending} January 2024") == f"2024-01-{day:02d}"


MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
          "November", "December")  # fmt: skip


@pytest.mark.parametrize(("number", "name"), list(enumerate(MONTHS, start=1)))
def test_every_month_is_read_whole_and_short(number: int, name: str) -> None:
    expected = f"2001-{number:02d}-09"
    assert [one(f"9 {form} 2001") for form in (name, name.upper(), name[:3], name[:3].lower())] == [expected] * 4


@pytest.mark.parametrize(
    ("text", "day_first", "month_first"),
    [
        ("03/04/2001", "2001-04-03", "2001-03-04"),
        ("25/04/2001", "2001-04-25", "unreadable"),
        ("04/25/2001", "unreadable", "2001-04-25"),
        ("2001-04-03", "2001-04-03", "2001-04-03"),
        ("3 Apr 2001", "2001-04-03", "2001-04-03"),
    ],
)
def test_figures_are_read_in_the_order_that_is_said(text: str, day_first: str, month_first: str) -> None:
    assert (one(text), one(text, day_first=False)) == (day_first, month_first)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("03/04/25", "2025-04-03"),
        ("03/04/26", "1926-04-03"),
        ("03/04/00", "2000-04-03"),
        ("3-4-99", "1999-04-03"),
        ("3.4.99", "1999-04-03"),
        ("03-Apr-99", "1999-04-03"),
        ("3 Apr 99", "1999-04-03"),
        ("03/04/99 10:30", "1999-04-03"),
        ("03/04/1926", "1926-04-03"),
        ("29/02/00", "2000-02-29"),
        ("29/02/99", "unreadable"),
        ("99-04-03", "unreadable"),
    ],
)
def test_a_year_of_two_digits_needs_the_latest_year_there_can_be(text: str, date: str) -> None:
    assert one(text, latest_two_digit_year=2025) == date


@pytest.mark.parametrize("text", ["03/04/25", "3 Apr 99", "03-Apr-99"])
def test_without_it_a_year_of_two_digits_is_unreadable(text: str) -> None:
    assert one(text) == "unreadable"


@pytest.mark.parametrize(
    "text",
    [
        "30/02/2024",
        "29/02/2023",
        "31/04/2024",
        "00/01/2024",
        "01/00/2024",
        "01/13/2024",
        "2024-13-01",
        "20241301",
        "32 Jan 2024",
        "3 Sepp 2024",
        "03/09-2024",
        "03/2024",
        "Sep 2024",
        "2024",
        "4553",
        "455380",
        "03/09/2024 25h",
        "\u0663/09/2024",
        "today",
        "0000-01-01",
        "01/01/0001",
        "1066-10-14",
        "2900-01-01",
    ],
)
def test_what_is_no_date_is_unreadable(text: str) -> None:
    assert one(text) == "unreadable"


@pytest.mark.parametrize(
    "text",
    ["01/01/1900", "1900-01-01", "1 Jan 1900", "1/1/1900", "30/12/1899", "1899-12-30 00:00:00", "01/01/1901",
     "31/12/9999", "9999-12-31", "31/12/2999", "2999-12-31", "31 Dec 9999"],
)  # fmt: skip
def test_a_date_that_systems_write_where_they_have_none_is_a_placeholder(text: str) -> None:
    assert one(text) == "placeholder"


@pytest.mark.parametrize("text", ["02/01/1900", "31/12/1999", "9/9/1999", "2009-09-09", "19990909"])
def test_a_date_that_only_looks_like_a_placeholder_is_one(text: str) -> None:
    assert one(text) not in {"unreadable", "placeholder"}


def test_no_texts_are_no_dates() -> None:
    found = parse_dates(pd.Series([], dtype="str"))
    assert (len(found.dates), len(found.unreadable), len(found.placeholder)) == (0, 0, 0)


def test_a_column_with_the_other_order_is_an_error_that_says_so(parse: Parse) -> None:
    read = parse("index_date", *(f"02/{day}/2024" for day in range(13, 25)), "03/04/2024")
    assert [(found.rule, found.severity, found.rows) for found in read.problems] == [("not_a_date", "error", 12)]
    assert 'say dates = "month first"' in read.problems[0].wanted


def test_a_column_of_years_of_two_digits_is_told_apart(parse: Parse) -> None:
    read = parse("index_date", *["03/04/24"] * 6)
    assert [(found.rule, found.severity) for found in read.problems] == [("not_a_date", "error")]
    assert "two_digit_years" in read.problems[0].wanted


def test_a_column_of_placeholders_alone_is_no_error(parse: Parse) -> None:
    read = parse("index_date", *["01/01/1900"] * 9)
    assert [(found.rule, found.severity, found.rows) for found in read.problems] == [("placeholder_date", "warning", 9)]


def test_a_column_of_dates_holds_whole_days(parse: Parse) -> None:
    read = parse("index_date", "2024-09-03T23:59:59", "", "unknown")
    pd.testing.assert_series_equal(read.answers, pd.Series(["2024-09-03", None, None], dtype="datetime64[s]"))
    assert read.problems == ()


@pytest.mark.parametrize(
    ("born", "on", "years"),
    [
        ("2000-07-01", "2018-06-30", 17),
        ("2000-07-01", "2018-07-01", 18),
        ("2000-07-01", "2018-07-02", 18),
        ("2004-02-29", "2022-02-28", 17),
        ("2004-02-29", "2022-03-01", 18),
        ("2004-02-29", "2024-02-29", 20),
        ("1969-12-31", "1970-01-01", 0),
        ("1950-05-05", "1950-05-05", 0),
        ("2000-01-02", "2000-01-01", -1),
    ],
)
def test_years_are_completed_on_the_birthday(born: str, on: str, years: int) -> None:
    found = completed_years(np.array([born], dtype="datetime64[D]"), np.array([on], dtype="datetime64[D]"))
    assert found.tolist() == [years]


def test_nobody_is_of_an_age_without_a_date() -> None:
    nowhere = np.array(["NaT", "NaT"], dtype="datetime64[D]")
    assert np.isnan(completed_years(nowhere, np.array(["2024-01-01", "NaT"], dtype="datetime64[D]"))).all()
