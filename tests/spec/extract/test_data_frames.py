"""A DataFrame in memory, whatever its types, is read as its file would be."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

import needskit as nk

Read = Callable[..., nk.Cohort]

IDS = ["1", "2", "3"]


@pytest.mark.parametrize(
    "answers",
    [
        pd.Series([True, False, None], dtype="object"),
        pd.Series([True, False, None], dtype="boolean"),
        pd.Series([1.0, 0.0, np.nan]),
        pd.Series([1.0, 0.0, None], dtype="object"),
        pd.Series([1, 0, None], dtype="Int64"),
        pd.Series([1, 0, None], dtype="Float64"),
        pd.Series(["yes", "no", None], dtype="object"),
        pd.Series(["yes", "no", pd.NA], dtype="string"),
        pd.Series(["Y", "N", np.nan], dtype="category"),
        pd.Series(pd.Categorical([True, False, None])),
        pd.Series(pd.Categorical([1.0, 0.0, None])),
        pd.Series(["yes", False, float("nan")], dtype="object"),
    ],
    ids=lambda answers: f"{answers.dtype} {answers.iloc[0]!r}",
)
def test_yes_no_and_missing_in_any_type(read: Read, answers: pd.Series) -> None:
    people = read(pd.DataFrame({"person_id": IDS, "need_drugs": answers, "need_alcohol": ["no"] * 3})).people
    assert people["need_drugs"].tolist() == ["yes", "no", "not answered"]


@pytest.mark.parametrize(
    "ages",
    [
        pd.Series([24, 30, np.nan]),
        pd.Series([24, 30, None], dtype="Int16"),
        pd.Series(["24", "30", None], dtype="object"),
        pd.Series([24, 30.0, "not known"], dtype="object"),
        pd.Series(pd.Categorical([24, 30, None])),
    ],
    ids=lambda ages: f"{ages.dtype} {ages.iloc[0]!r}",
)
def test_whole_numbers_in_any_type(read: Read, ages: pd.Series) -> None:
    cohort = read(pd.DataFrame({"person_id": IDS, "age": ages}))
    assert cohort.people["age"].fillna(0).tolist() == [24, 30, 0]
    assert cohort.problems == ()


@pytest.mark.parametrize(
    "dates",
    [
        pd.to_datetime(pd.Series(["2024-02-29", "2023-12-31", ""])),
        pd.Series([dt.date(2024, 2, 29), dt.date(2023, 12, 31), None], dtype="object"),
        pd.Series([dt.datetime(2024, 2, 29, 8, 30), pd.Timestamp("2023-12-31"), pd.NaT], dtype="object"),  # noqa: DTZ001 - extracts name no zone
        pd.to_datetime(pd.Series(["2024-02-29", "2023-12-31", ""])).dt.tz_localize("UTC"),
        pd.Series(pd.to_datetime(["2024-02-29", "2023-12-31", ""])).astype("category"),
    ],
    ids=lambda dates: str(dates.dtype),
)
def test_dates_in_any_type(read: Read, dates: pd.Series) -> None:
    found = read(pd.DataFrame({"person_id": IDS, "index_date": dates})).people["index_date"]
    assert found.dt.strftime("%Y-%m-%d").fillna("").tolist() == ["2024-02-29", "2023-12-31", ""]


def test_none_is_missing_and_the_word_none_is_not(read: Read) -> None:
    people = read(pd.DataFrame({"person_id": IDS, "district": ["None", None, "nan"]})).people
    assert people["district"].tolist() == ["None", "not known", "nan"]


def test_identifiers_that_became_numbers_lose_only_their_point(read: Read) -> None:
    assert read(pd.DataFrame({"person_id": [7.0, 8.0], "age": [20, 21]})).people["person_id"].tolist() == ["7", "8"]
    assert len(read(pd.DataFrame({"person_id": [1e20, 2e20], "age": [20, 21]}))) == 2


def test_the_index_of_the_frame_does_not_matter(read: Read) -> None:
    frame = pd.DataFrame({"person_id": IDS, "sex": pd.Categorical(["f", "x", None])}, index=[9, 9, 2])
    cohort = read(frame)
    assert cohort.people["sex"].tolist() == ["female", "not known", "not known"]
    assert cohort.problems[0].where == (2,)


def test_the_frame_is_left_as_it_is(read: Read) -> None:
    frame = pd.DataFrame({"person_id": IDS, "need_drugs": [True, False, True], "age": [20.0, np.nan, 30]})
    before = frame.copy(deep=True)
    read(frame)
    pd.testing.assert_frame_equal(frame, before)


def test_two_columns_of_one_name_are_refused(read: Read) -> None:
    frame = pd.DataFrame([["1", "f", "m"]], columns=["person_id", "sex", "sex"])
    with pytest.raises(nk.DataError, match="more than one column is 'sex'"):
        read(frame)


def test_headers_that_are_no_texts_are_passed_over(read: Read) -> None:
    assert len(read(pd.DataFrame({"person_id": IDS, 7: [1, 2, 3], None: ["a", "b", "c"]}))) == 3


def test_a_frame_without_rows_is_refused(read: Read) -> None:
    with pytest.raises(nk.DataError, match="the DataFrame has a header but no rows"):
        read(pd.DataFrame({"person_id": [], "sex": []}))
