"""Matching through the public functions on the job training of LaLonde (1986), as MatchIt of R gives it.

The people are those of the data set ``lalonde`` of MatchIt 4 (Ho, Imai, King and Stuart 2011): 185 who were trained and
429 of a survey. The figures were had before this code was written, of MatchIt in R 4.2; those of a radius in Python
apart from this code, and those of weights also stand in the vignette of WeightIt.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest

import needskit as nk

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from needskit.cohort.cohort import Cohort

OWN = {"treat": "Trained", "educ": "Years of education", "race": "Race", "married": "Married", "nodegree": "No degree"}
TRAINED: dict[str, Any] = {
    "treated": {"treat": "1"},
    "called": "trained",
    "adjust": ("age", "race", "married", "nodegree"),
    "numbers": ("educ", "re74", "re75"),
}


@pytest.fixture(scope="module")
def cohort(real_data: Callable[[str], Path]) -> Cohort:
    people = pd.read_csv(real_data("lalonde/MatchIt_lalonde.csv"), dtype="str")
    cohort = nk.read_cohort(
        people.rename(columns={"rownames": "person_id"}).drop(columns=["re74", "re75", "re78"]),
        population="men in an experiment",
        breakdowns=OWN,
    )
    # Earnings to the cent are no column to divide people by, and no standard number.
    assert cohort.people["person_id"].tolist() == people["rownames"].tolist()
    earned = {name: pd.to_numeric(people[name]).to_numpy() for name in ("re74", "re75", "re78")}
    return replace(cohort, people=cohort.people.assign(**earned))


# Matched of those trained, of the others, how many of equal weight these are worth, and the difference in earnings.
AS_PRINTED: dict[str, tuple[dict[str, Any], tuple[int, int, str, str]]] = {
    "none": ({"method": "none"}, (185, 429, "429.0000", "-635.026212")),
    "nearest": ({"method": "nearest", "caliper": None}, (185, 185, "185.0000", "894.367480")),
    "again": ({"method": "nearest", "caliper": None, "again": True}, (185, 82, "46.3126", "1991.615274")),
    "ps_sd": ({"method": "nearest", "caliper_scale": "ps_sd"}, (113, 113, "113.0000", "1571.744454")),
    "logit_sd": ({"method": "nearest"}, (117, 117, "117.0000", "1770.602906")),
    "radius": ({"caliper": 0.01, "caliper_scale": "ps"}, (177, 399, "66.9762", "1870.948660")),
    "weights": ({"method": "weights"}, (185, 429, "99.8154", "1214.071")),
    "entropy": ({"method": "entropy"}, (185, 429, "98.4578", "1273.26")),
    "exact": (
        {"method": "exact", "adjust": ("race", "married", "nodegree"), "numbers": ()},
        (185, 429, "111.5254", "1309.897210"),
    ),
}


@pytest.mark.parametrize("named", AS_PRINTED)
def test_who_is_matched_and_how_much_they_count(cohort: Cohort, named: str) -> None:
    told, expected = AS_PRINTED[named]
    # Models and weights of R stop a little before these do, so of two the last digits are not had.
    digits = len(expected[-1].partition(".")[2])
    found = nk.iom.match(cohort, **(TRAINED | told))
    earned = cohort.people["re78"].to_numpy()
    ours, theirs = (np.average(earned, weights=found.weights * arm) for arm in (found.is_treated, found.is_comparison))
    counted = [int((arm & (found.weights > 0)).sum()) for arm in (found.is_treated, found.is_comparison)]
    assert (*counted, f"{found.effective_size:.4f}", f"{ours - theirs:.{digits}f}") == expected

    steps = nk.iom.attrition(found).to_frame().query("step == 'matched'").set_index("arm")["count"]
    assert steps[["trained", "comparison"]].tolist() == counted


def test_nearest_of_all_are_poorly_matched_by_race(cohort: Cohort) -> None:
    # The vignette "Getting Started" of MatchIt, summary(m.out0) and summary(m.out1).
    found = nk.iom.match(cohort, **TRAINED, method="nearest", caliper=None)
    table = nk.iom.balance(found).to_frame().set_index(["characteristic", "group"])
    race = table.loc["Race"]
    # Rounded up to hundredths.
    assert race.loc[["black", "hispan", "white"], "apart_before"].tolist() == [1.77, 0.35, 1.89]
    assert race.loc[["black", "hispan"], "apart_after"].tolist() == [1.03, 0.67]
    assert race.loc[["black", "hispan", "white"], "alike"].tolist() == [-1, -1, -1]
    assert table.loc[("all", "the row that differs most"), "alike"] == -1
    means = [table.loc[(name, "mean"), "apart_after"] for name in ("Age", "Years of education", "re74", "re75")]
    assert means == [0.08, 0.13, 0.06, 0.03]
    assert "W-BALANCE" in [each.code for each in found.cautions]


def test_the_release_says_poor_too(cohort: Cohort) -> None:
    found = nk.iom.match(cohort, **TRAINED, method="nearest", caliper=None)
    [table] = nk.release(nk.iom.balance(found))
    worst = table.to_frame().set_index("group").loc["the row that differs most"]
    assert (worst["apart_before"], worst["alike"]) == (1.9, -1)


def test_how_much_more_those_trained_vary(cohort: Cohort) -> None:
    # The vignette "Getting Started" of MatchIt, summary(m.out0): Var. Ratio .4400, .4959, .5181 and .9563.
    found = nk.iom.match(cohort, **TRAINED, method="nearest", caliper=None)
    table = nk.iom.balance(found).to_frame().set_index(["characteristic", "group"])
    ratios = table.loc[[(name, "mean") for name in ("Age", "Years of education", "re74", "re75")]]
    # Rounded to hundredths away from 1, so that no ratio looks nearer to it than it is.
    assert ratios["variance_ratio_before"].tolist() == [0.43, 0.49, 0.51, 0.95]
    likely = nk.iom.balance(nk.iom.match(cohort, **TRAINED, method="none")).to_frame()
    unmatched = likely.set_index(["characteristic", "group"]).loc[ratios.index]
    assert unmatched["variance_ratio_after"].tolist() == [0.43, 0.49, 0.51, 0.95]
    assert unmatched["spread"].tolist() == [-1, -1, 1, 1]
    # Of a level there is none: its variance follows from its percentage.
    assert table.query("characteristic == 'Race'")["variance_ratio_before"].isna().all()
