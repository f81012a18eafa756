"""Dates day first, and age in completed years at the index date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pandas as pd
import pytest

import needskit as nk

Read = Callable[..., nk.Cohort]


def rules(cohort: nk.Cohort) -> dict[str, tuple[str, int]]:
    return {found.rule: (found.column, found.rows) for found in cohort.problems}


@pytest.mark.parametrize(
    "written",
    [
        "2024-02-03",
        "2024-2-3",
        "03/02/2024",
        "3/2/2024",
        "3-2-2024",
        "03.02.2024",
        "2024/02/03",
        "20240203",
        "3 Feb 2024",
        "03-FEB-2024",
        "3 february 2024",
        "45325",  # as Excel counts days
        "2024-02-03 00:00:00",
        "2024-02-03T11:50:04",
        "2024-02-03T11:50:04.123Z",
        "03/02/2024 09:15",
    ],
)
def test_the_third_of_february_is_read_however_it_is_written(read: Read, written: str) -> None:
    cohort = read(f"person_id | index_date\n1 | {written}")
    assert cohort.people["index_date"].tolist() == [pd.Timestamp("2024-02-03")]
    assert cohort.problems == ()


@pytest.mark.parametrize(
    "written", ["03/02/24", "30/02/2024", "29/02/2023", "13/13/2024", "02/2024", "2024", "soon", "03/02/2024 or so"]
)
def test_what_is_no_date_is_not_known_and_counted(read: Read, written: str) -> None:
    cohort = read(f"person_id | index_date\n1 | {written}")
    assert cohort.people["index_date"].isna().all()
    assert rules(cohort) == {"not_a_date": ("index_date", 1)}


@pytest.mark.parametrize(
    "written", ["31/12/9999", "9999-12-31", "01/01/1900", "1900-01-01", "1901-01-01", "01-JAN-1900"]
)
def test_a_placeholder_is_no_date(read: Read, written: str) -> None:
    cohort = read(f"person_id | date_of_birth\n1 | {written}")
    assert cohort.people["date_of_birth"].isna().all()
    assert rules(cohort) == {"placeholder_date": ("date_of_birth", 1)}


def test_a_column_of_placeholders_is_kept(read: Read) -> None:
    rows = "\n".join(f"{i} | 01/01/1900" for i in range(10))
    assert len(read(f"person_id | date_of_birth\n{rows}")) == 10


def test_a_column_with_the_month_first_throughout_is_refused(read: Read) -> None:
    rows = "\n".join(f"{i} | 02/{day}/2024" for i, day in enumerate(range(13, 25)))
    with pytest.raises(nk.DataError, match="index_date: 12 rows: wants a date"):
        read(f"person_id | index_date\n{rows}")


def test_age_is_in_completed_years_at_the_index_date(read: Read) -> None:
    cohort = read("""
        person_id | date_of_birth | index_date
        1         | 01/07/2000    | 30/06/2018
        2         | 01/07/2000    | 01/07/2018
        3         | 29/02/2000    | 28/02/2018
        4         | 29/02/2000    | 01/03/2018
        5         |               | 01/07/2018
        6         | 01/07/2000    |
        """)
    assert cohort.people["age"].fillna(0).tolist() == [17, 18, 17, 18, 0, 0]


def test_the_column_age_fills_in_where_a_date_is_missing_and_gives_way_where_none_is(read: Read) -> None:
    cohort = read("""
        person_id | date_of_birth | index_date | age
        1         | 2000-01-01    | 2020-01-01 | 20
        2         | 2000-01-01    | 2020-01-01 | 25
        3         |               | 2020-01-01 | 30
        4         | 2000-01-01    | 2020-01-01 |
        """)
    assert cohort.people["age"].tolist() == [20, 20, 30, 20]
    assert rules(cohort) == {"age_differs": ("age", 1)}


def test_an_age_that_cannot_be_is_not_known_whatever_the_column_says(read: Read) -> None:
    cohort = read("""
        person_id | date_of_birth | index_date | age
        1         | 2015-01-01    | 2020-01-01 | 30
        2         | 1902-01-01    | 2020-01-01 |
        3         | 2021-01-01    | 2020-01-01 |
        """)
    assert cohort.people["age"].isna().all()
    assert rules(cohort) == {"impossible_age": ("date_of_birth", 3)}


def test_a_date_after_the_date_of_the_extract_is_counted_and_kept(read: Read) -> None:
    extract = "person_id | index_date\n1 | 2025-12-31\n2 | 2026-01-01"
    assert rules(read(extract)) == {"after_as_at": ("index_date", 1)}
    assert read(extract).people["index_date"].notna().all()
    assert read(extract, as_at=None).problems == ()


def test_as_at_may_be_a_date_a_text_or_a_moment(read: Read) -> None:
    moments: list[object] = ["2025-12-31", dt.date(2025, 12, 31), pd.Timestamp("2025-12-31 17:30")]
    cohorts = [read("person_id | sex\n1 | f", as_at=moment) for moment in moments]
    assert {repr(cohort.as_at) for cohort in cohorts} == {"datetime.date(2025, 12, 31)"}
    assert {cohort.in_words for cohort in cohorts} == {"people in a test, 31 December 2025"}


def test_an_assessment_on_the_index_date_is_not_after_it(read: Read) -> None:
    cohort = read("person_id | index_date | assessment_date\n1 | 2024-06-01 | 2024-06-01\n2 | 2024-06-01 | 2024-06-02")
    assert [(found.rule, found.where) for found in cohort.problems] == [("after_index", (2,))]
