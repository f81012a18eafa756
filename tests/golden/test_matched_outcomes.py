"""Outcomes of the matched through the public functions, on the job training of LaLonde (1986).

The people are those of the data set ``lalonde`` of MatchIt 4 (Ho, Imai, King and Stuart 2011): 185 who were trained and
429 of a survey. The outcome is to earn nothing in 1978. The differences were had before this code was written: of
MatchIt in R 4.2, those of a radius and of a model in Python apart from this code. A table holds weighted percentages as
whole thousandths, so that it is held to half of one, and the functions underneath to the printed digits.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest

import needskit as nk
from needskit.analysis.iom.alike.amounts import answers_of, clusters_of, numbers_of
from needskit.analysis.iom.alike.sensitivity import METHODS, _by_model
from needskit.analysis.outcome import reconviction_of
from needskit.stats.comparison import End, Side, compare_proportions
from needskit.stats.effect import mean_difference, proportion_difference

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from needskit.cohort.cohort import Cohort

OUTCOME = "reconvicted_12_months"
TOLD: dict[str, Any] = {
    "treated": {"treat": "1"},
    "called": "trained",
    "adjust": ("age", "race", "married", "nodegree"),
    "numbers": ("educ", "re74", "re75"),
}
OWN = {"treat": "Trained", "educ": "Years of education", "race": "Race", "married": "Married", "nodegree": "No degree"}

HALF_A_THOUSANDTH = 0.0005 + 1e-9


@pytest.fixture(scope="module")
def cohort(real_data: Callable[[str], Path]) -> Cohort:
    people = pd.read_csv(real_data("lalonde/MatchIt_lalonde.csv"), dtype="str")
    earns_nothing = np.where(pd.to_numeric(people["re78"]) == 0, "yes", "no")
    given = people.rename(columns={"rownames": "person_id"}).drop(columns=["re74", "re75", "re78"])
    cohort = nk.read_cohort(given.assign(**{OUTCOME: earns_nothing}), population="men in an experiment", breakdowns=OWN)
    earned = {name: pd.to_numeric(people[name]).to_numpy() for name in ("re74", "re75", "re78")}
    return replace(cohort, people=cohort.people.assign(**earned))


# What match is told, how many are matched, their effective size, and the difference in those who earn nothing.
AS_PRINTED: dict[str, tuple[dict[str, Any], tuple[int, int, int, str]]] = {
    "none": ({"method": "none"}, (185, 429, 429, "0.01480501")),
    "nearest": ({"method": "nearest", "caliper": None}, (185, 185, 185, "-0.01081081")),
    "again": ({"method": "nearest", "caliper": None, "again": True}, (185, 82, 46, "0.00000000")),
    "ps_sd": ({"method": "nearest", "caliper_scale": "ps_sd"}, (113, 113, 113, "-0.01769912")),
    "logit_sd": ({"method": "nearest"}, (117, 117, 117, "-0.05128205")),
    "radius": ({"caliper": 0.01, "caliper_scale": "ps"}, (177, 399, 67, "-0.02758385")),
    "weights": ({"method": "weights"}, (185, 429, 100, "-0.01258304")),
    "entropy": ({"method": "entropy"}, (185, 429, 98, "-0.01974191")),
    "exact": (
        {"method": "exact", "adjust": ("race", "married", "nodegree"), "numbers": ()},
        (185, 429, 112, "-0.03618727"),
    ),
}


@pytest.mark.parametrize("named", AS_PRINTED)
def test_how_many_more_of_those_trained_earn_nothing(cohort: Cohort, named: str) -> None:
    told, (ours, theirs, size, difference) = AS_PRINTED[named]
    matched = nk.iom.match(cohort, **(TOLD | told))
    answer, weights = answers_of(matched, reconviction_of(matched.cohort, OUTCOME))
    exact = proportion_difference(answer, matched.is_treated, weights=weights)
    assert f"{exact.difference + 0.0:.8f}".replace("-0.00000000", "0.00000000") == difference

    [found] = nk.iom.rate(matched).to_frame().to_dict("records")
    assert (found["out_of"], found["against_out_of"], found["effective_size"]) == (ours, theirs, size)
    assert found["difference"] == pytest.approx(float(difference), abs=HALF_A_THOUSANDTH)
    # The limits are those of the printed proportions but for half a thousandth, and half of one in the size.
    assert found["difference_lower"] == pytest.approx(exact.lower, abs=0.002)
    assert found["difference_upper"] == pytest.approx(exact.upper, abs=0.002)
    assert (found["significant"], found["p_value"] > 0.05) == (0, True)


def test_the_table_of_methods_has_the_same_figures(cohort: Cohort) -> None:
    methods = ("none", "weights", "entropy", "doubly robust", "model")
    table = nk.iom.sensitivity(cohort, **TOLD, methods=methods).to_frame().set_index("method")
    found = table["difference"].rename({METHODS[method][0]: method for method in methods})
    printed = {"none": 0.01480501, "weights": -0.01258304, "entropy": -0.01974191, "doubly robust": -0.02246963}
    printed["model"] = -0.05119485
    assert found.to_dict() == pytest.approx(printed, abs=HALF_A_THOUSANDTH)


def test_doubly_robust_to_the_printed_digits(cohort: Cohort) -> None:
    matched = nk.iom.match(cohort, **TOLD, method="weights")
    answer, weights = answers_of(matched, reconviction_of(matched.cohort, OUTCOME))
    found = _by_model(matched, answer, weights)
    # 45 of the 185 earn nothing.
    assert found.treated == 45 / 185
    assert (f"{found.difference:.8f}", f"{found.standard_error:.8f}") == ("-0.02246963", "0.05143794")


def test_by_a_model_alone_to_the_printed_digits(cohort: Cohort) -> None:
    matched = nk.iom.match(cohort, **TOLD, method="weights")
    answer, weights = answers_of(matched, reconviction_of(matched.cohort, OUTCOME))
    found = _by_model(matched, answer, weights, alone=True)
    assert f"{found.difference:.8f}" == "-0.05119485"
    [row] = nk.iom.sensitivity(cohort, **TOLD, methods=("model",)).to_frame().to_dict("records")
    # Its limits are those of the standard error but for thousandths, of which the error is rounded up.
    assert row["difference_lower"] == pytest.approx(found.lower, abs=0.003)
    assert row["difference_upper"] == pytest.approx(found.upper, abs=0.003)
    assert (row["out_of"], row["against_out_of"], row["effective_size"]) == (185, 429, 429)


def test_pairs_are_clusters_of_the_robust_error(cohort: Cohort) -> None:
    matched = nk.iom.match(cohort, **TOLD, method="nearest", caliper=None)
    earned, weights = numbers_of(matched, "re78")
    found = mean_difference(earned, matched.is_treated, weights=weights, clusters=clusters_of(matched))
    assert (f"{found.difference:.6f}", f"{found.standard_error:.6f}") == ("894.367480", "705.229764")
    # Whoever may stand for several is in no pair.
    again = nk.iom.match(cohort, **TOLD, method="nearest", caliper=None, again=True)
    assert clusters_of(again) is None


def test_evidence_is_low_where_race_is_left_apart_and_earlier_offending_unknown(cohort: Cohort) -> None:
    matched = nk.iom.match(cohort, **TOLD, method="nearest", caliper=None)
    assert nk.iom.rate(matched).to_frame()["evidence"].tolist() == [3]
    unmatched = nk.iom.match(cohort, **TOLD, method="none")
    assert nk.iom.rate(unmatched).to_frame()["evidence"].tolist() == [2]


def test_limits_from_published_proportions_are_newcombes() -> None:
    # Rossi, Berk and Lenihan (1980): 48 of 216 with aid rearrested, 66 of 216 without. Newcombe's method 10.
    aid, none = (End(np.array([k / 216]), np.array([216.0])) for k in (48, 66))
    found = compare_proportions(Side(aid, aid), Side(none, none))
    assert (f"{found.lower[0]:.7f}", f"{found.upper[0]:.7f}") == ("-0.1650463", "-0.0001510")
    assert found.p_value[0] < 0.05
