"""Whatever the size, seed and date, no made-up person contradicts themselves."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from needskit.synthetic import synthetic_people, synthetic_spells

if TYPE_CHECKING:
    from collections.abc import Callable

DATES = [
    "index_date",
    "date_of_birth",
    "iom_start",
    "iom_end",
    "assessment_date",
    "follow_up_end",
    "youth_service_end",
    "adult_service_start",
]
OF_REOFFENCES = ["days_to_first_reoffence", "custody_for_reoffence_12_months", "court_of_first_reoffence_12_months"]
OUTCOMES = ["reoffences_12_months", "days_in_custody_12_months", *OF_REOFFENCES]
AS_AT_DATES = st.dates(min_value=dt.date(2010, 1, 1), max_value=dt.date(2040, 12, 31)) | st.sampled_from(
    [
        dt.date(2024, 2, 29),
        dt.date(2025, 8, 31),
        dt.date(2025, 12, 31),
    ]
)


def any_extract(test: Callable[[pd.DataFrame, pd.Timestamp], None]) -> Callable[[], None]:
    @settings(max_examples=30, deadline=None)
    @given(people=st.integers(1, 80), seed=st.integers(0, 2**63), as_at=AS_AT_DATES)
    def on_any_extract(people: int, seed: int, as_at: dt.date) -> None:
        made_up = synthetic_people(people=people, seed=seed, as_at=as_at)
        for name in DATES:
            made_up[name] = pd.to_datetime(made_up[name].replace("", None), format="%Y-%m-%d")
        test(made_up, pd.Timestamp(as_at))

    on_any_extract.__name__ = test.__name__
    return on_any_extract


def in_order(earlier: pd.Series, later: pd.Series | pd.Timestamp) -> bool:
    return not (earlier > later).any()


@any_extract
def test_age_is_completed_years_at_the_index_date(made_up: pd.DataFrame, as_at: pd.Timestamp) -> None:
    born, index = made_up["date_of_birth"].dt, made_up["index_date"].dt
    had_birthday = (index.month * 100 + index.day) >= (born.month * 100 + born.day)
    age = index.year - born.year - np.where(had_birthday, 0, 1)
    assert made_up["age"].astype(int).equals(age.astype(int))
    assert age.between(16, 79).all()
    assert in_order(made_up["index_date"], as_at)


@any_extract
def test_dates_are_in_order(made_up: pd.DataFrame, as_at: pd.Timestamp) -> None:
    assert in_order(made_up["iom_start"], made_up["iom_end"])
    assert in_order(made_up["youth_service_end"], made_up["adult_service_start"])
    assert in_order(made_up["index_date"], made_up["follow_up_end"])
    for name in DATES:
        assert in_order(made_up[name], as_at)
        assert in_order(made_up["date_of_birth"], made_up[name])


@any_extract
def test_an_outcome_is_there_exactly_where_the_follow_up_and_the_wait_are_over(
    made_up: pd.DataFrame, as_at: pd.Timestamp
) -> None:
    known = made_up["reconvicted_12_months"].ne("")
    year_on = made_up["index_date"] + pd.DateOffset(years=1)
    assert known.equals(year_on <= made_up["follow_up_end"])
    assert in_order(made_up["follow_up_end"] + pd.Timedelta(days=181), as_at)
    assert (made_up.loc[~known, OUTCOMES] == "").all(axis=None)
    assert (made_up.loc[known, ["reoffences_12_months", "days_in_custody_12_months"]] != "").all(axis=None)


@any_extract
def test_reoffences_and_days_go_with_reconviction(made_up: pd.DataFrame, as_at: pd.Timestamp) -> None:
    known = made_up["reconvicted_12_months"].ne("")
    yes = made_up["reconvicted_12_months"].eq("yes")
    assert made_up.loc[known, "reoffences_12_months"].astype(int).ge(1).equals(yes[known])
    assert all(made_up[name].ne("").equals(yes) for name in OF_REOFFENCES)
    days = made_up.loc[yes, "days_to_first_reoffence"].astype(int)
    custody = made_up.loc[yes, "days_in_custody_12_months"].astype(int)
    assert days.between(1, 365).all()
    assert (days + custody).le(365).all()
    assert in_order(made_up.loc[yes, "index_date"] + pd.to_timedelta(days, unit="D"), as_at)


@any_extract
def test_the_year_before_agrees_with_itself(made_up: pd.DataFrame, as_at: pd.Timestamp) -> None:
    known = made_up["offences_before_12_months"].ne("")
    assert made_up["reconvicted_before_12_months"].ne("").equals(known)
    offences = made_up.loc[known, "offences_before_12_months"].astype(int)
    assert offences.ge(1).equals(made_up.loc[known, "reconvicted_before_12_months"].eq("yes"))
    priors = made_up.loc[offences.index[offences > 0], "prior_convictions"]
    assert priors[priors.ne("")].astype(int).ge(1).all()
    assert in_order(made_up["index_date"], as_at)


@any_extract
def test_needs_are_blank_for_everyone_not_assessed(made_up: pd.DataFrame, as_at: pd.Timestamp) -> None:
    needs = [name for name in made_up.columns if name.startswith("need_")]
    assessed = made_up["assessed"].eq("yes")
    assert len(needs) == 10
    assert (made_up.loc[~assessed, needs] == "").all(axis=None)
    assert made_up["assessment_date"].notna().equals(assessed)
    assert in_order(made_up["assessment_date"], as_at)


@any_extract
def test_tiers_and_iom_dates_belong_to_people_in_iom(made_up: pd.DataFrame, as_at: pd.Timestamp) -> None:
    iom = made_up["iom"].eq("yes")
    assert made_up["iom_tier"].ne("").equals(iom)
    assert made_up["iom_start"].notna().equals(iom)
    assert made_up.loc[~iom, "iom_end"].isna().all()
    assert made_up.loc[iom, "age"].astype(int).ge(18).all()
    assert in_order(made_up["iom_start"], as_at)


@any_extract
def test_youth_dates_belong_to_people_known_to_youth_services(made_up: pd.DataFrame, as_at: pd.Timestamp) -> None:
    known = made_up["known_to_youth_services"].eq("yes")
    assert made_up.loc[~known, ["youth_service_end", "adult_service_start"]].isna().all(axis=None)
    adult = made_up["age"].astype(int).ge(18)
    assert in_order(made_up.loc[adult, "adult_service_start"], made_up.loc[adult, "index_date"])
    from_birthday = made_up["youth_service_end"] - (made_up["date_of_birth"] + pd.DateOffset(years=18))
    assert from_birthday.abs().dropna().le(pd.Timedelta(days=122)).all()
    assert in_order(made_up["youth_service_end"], as_at)


@settings(max_examples=15, deadline=None)
@given(people=st.integers(1, 80), seed=st.integers(0, 2**63), as_at=AS_AT_DATES)
def test_spells_are_of_these_people_and_in_order(people: int, seed: int, as_at: dt.date) -> None:
    numbers = set(synthetic_people(people=people, seed=seed, as_at=as_at)["person_id"])
    for frame in synthetic_spells(people=people, seed=seed, as_at=as_at).values():
        assert set(frame["person_id"]) <= numbers
        referred = frame.get("referred_date", frame["start_date"])
        for earlier, later in ((referred, frame["start_date"]), (frame["start_date"], frame["end_date"])):
            # Days are written with the year first, so texts are in the order of days.
            assert (earlier <= later)[later != ""].all()
            assert (later <= str(as_at)).all()
            assert (earlier != "")[later != ""].all()
        assert (frame.get("completed", frame["end_date"]) == "")[frame["end_date"] == ""].all()
