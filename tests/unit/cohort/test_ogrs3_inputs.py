"""What OGRS3 asks of each person: what is not known, what contradicts, and what is refused.

Sources: Howard, Francis, Soothill and Humphreys (2009), Ministry of Justice Research Summary 7/09;
NOMS-DIGITAL-STUDIO/rsr-calculator, test/OGRS3.spec.js; ministryofjustice/hmpps-arns-risk-actuarial-api at 1811fe7.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
from tests.golden.convicted import CLOSE, ONE_YEAR, people

from needskit.cohort.ogrs3 import contradictory, linear_score, ogrs3, two_year_band
from needskit.cohort.ogrs3_histories import Histories
from needskit.errors import DataError, UsageError


@pytest.mark.parametrize("horizon", [0, 3, -1, 12, 24, 1.5, True, False])
def test_only_one_year_and_two_years_have_a_scale(horizon: Any) -> None:  # noqa: ANN401 - what a caller may slip in
    with pytest.raises(UsageError, match="OGRS3 is of 1 or 2 years"):
        ogrs3(people(), horizon=horizon)


@pytest.mark.parametrize(
    ("column", "missing"),
    [
        ("sex", [None, "not known", "", "other", float("nan"), pd.NA]),
        ("offence_group", [None, "not known", " ", "NEED_DETAILS_OF_EXACT_OFFENCE"]),
        ("status", [None, "not known", ""]),
        ("age_at_follow_up", [None, float("nan"), 9, 111, -20, float("inf"), pd.NA]),
        ("age_at_conviction", [None, 9, -1]),
        ("age_at_first_sanction", [None, 7, 0, float("nan")]),
        ("sanctions", [None, float("nan"), pd.NA, float("inf")]),
    ],
)
def test_who_has_an_input_that_is_not_known_has_no_probability(column: str, missing: list[Any]) -> None:
    for value in missing:
        known = {"status": "first_conviction", "sex": "male", "offence_group": "violence", "sanctions": 1}.get(
            column, 20
        )
        two = people(2, **{column: [value, known]})

        assert np.isnan(ogrs3(two, horizon=1)).tolist() == [True, False], value
        assert not contradictory(two).any()


def test_a_first_sanction_may_be_at_8() -> None:
    # hmpps-arns-risk-actuarial-api, CommonValidationHelper.kt: 8 to 98.
    assert np.isfinite(linear_score(people(age_at_first_sanction=[8]))).all()


@pytest.mark.parametrize(
    "told",
    [
        {"age_at_first_sanction": [21]},
        {"age_at_first_sanction": [31]},
        {"age_at_follow_up": [19], "age_at_first_sanction": [19]},
        {"sanctions": [0]},
        {"sanctions": [-2]},
        {"sanctions": [2], "status": ["first_conviction"]},
        {"sanctions": [2], "status": ["first_caution"]},
        {"sanctions": [1], "status": ["repeat_conviction"]},
        {"sanctions": [1], "status": ["caution_after_conviction"]},
    ],
)
def test_who_contradicts_has_no_probability_and_can_be_counted(told: dict[str, list[Any]]) -> None:
    one = people(**told)

    assert np.isnan(ogrs3(one, horizon=2)).all()
    assert contradictory(one).tolist() == [True]


def test_columns_of_a_typed_frame_are_read_as_they_are() -> None:
    frame = pd.DataFrame(
        {
            "sex": pd.Categorical(["male", "not known", "female"], categories=["female", "male", "other", "not known"]),
            "age": pd.array([20, 20, None], dtype="Int64"),
            "offence": pd.array(["violence", "violence", "robbery"], dtype="string"),
        },
        index=[7, 3, 9],
    )
    columns = Histories(
        sex=frame["sex"],
        age_at_follow_up=frame["age"],
        age_at_conviction=frame["age"],
        age_at_first_sanction=frame["age"],
        sanctions=np.array([1, 1, 1], dtype=np.int8),
        offence_group=frame["offence"],
    )

    assert ogrs3(columns, horizon=1) == pytest.approx([ONE_YEAR[0], np.nan, np.nan], abs=CLOSE, nan_ok=True)


def test_nobody_gives_an_empty_array() -> None:
    nobody = people(0)

    assert ogrs3(nobody, horizon=1).shape == contradictory(nobody).shape == two_year_band([]).shape == (0,)


@pytest.mark.parametrize("column", ["sex", "offence_group", "status"])
def test_a_text_that_is_in_no_list_is_counted_and_not_told(column: str) -> None:
    with pytest.raises(DataError, match=f"{column} is not in its list for 2 of 3 people") as caught:
        ogrs3(people(3, **{column: ["zqx", None, "zqx"]}), horizon=1)

    assert "zqx" not in str(caught.value)
    assert caught.value.__cause__ is None


@pytest.mark.parametrize("values", [["41zqx"], ["20"], [True], pd.Series([20], dtype="category")])
def test_what_is_no_number_is_refused_without_its_value(values: list[Any]) -> None:
    with pytest.raises(UsageError, match="age_at_follow_up must hold numbers") as caught:
        ogrs3(people(age_at_follow_up=values), horizon=1)

    assert "zqx" not in str(caught.value)


def test_an_age_with_a_fraction_is_refused_and_not_cut_off() -> None:
    with pytest.raises(UsageError, match="age_at_conviction must be whole"):
        ogrs3(people(2, age_at_conviction=[20.9, 20]), horizon=1)


def test_columns_of_other_lengths_or_of_no_length_are_refused() -> None:
    with pytest.raises(UsageError, match="sanctions 3"):
        people(2, sanctions=[1, 2, 3])
    for wrong in ("male", [["male"]], np.array("male")):
        columns: dict[str, Any] = {
            name: [20] for name in ("age_at_follow_up", "age_at_conviction", "age_at_first_sanction", "sanctions")
        }
        with pytest.raises(UsageError, match="sex must be a column with one value a person"):
            Histories(sex=wrong, offence_group=["violence"], **columns)  # type: ignore[arg-type]  # the slip itself


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"sexual_not_child": math.nan}, "sexual_not_child is a coefficient"),
        ({"most_previous": 0}, "most_previous must be 1 or more"),
        ({"most_previous": -50}, "most_previous must be 1 or more"),
    ],
)
def test_an_option_without_a_meaning_is_refused(options: dict[str, Any], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        ogrs3(people(), horizon=1, **options)


def test_the_people_are_not_shown_by_their_histories() -> None:
    assert "20" not in repr(people(age_at_follow_up=[20])).split(" at ")[0]


def test_nobody_without_a_probability_is_in_a_band_and_per_cent_are_refused() -> None:
    assert two_year_band([math.nan, 0.2]).tolist() == [-1, 0]
    for wrong in (62, 1.01, -0.1):
        with pytest.raises(UsageError, match="divide per cent by 100"):
            two_year_band([wrong])
