"""Steps at an age against statsmodels and draws; women aged 18 to 25 against those older, from published counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from statsmodels.stats.contingency_tables import Table2x2
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

import needskit as nk
from needskit.stats.segmented import step_between

if TYPE_CHECKING:
    from collections.abc import Callable

AGES = np.arange(10, 25)


def counts(seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Return people of each age with the answer, and with any, who fewer are of the young."""
    chance = np.random.default_rng(seed)
    out_of = chance.integers(0, 60, size=len(AGES))
    return chance.binomial(out_of, 1 / (1 + np.exp(-0.4 + 0.1 * (AGES - 18)))), out_of


def fitted(yes: np.ndarray, out_of: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the coefficients and their covariance of one model of both segments: age, a step and a change of slope."""
    above = (AGES >= 18).astype(float)
    design = np.column_stack([np.ones(len(AGES)), AGES - 18, above, above * (AGES - 18)])[out_of > 0]
    answers = np.column_stack([yes, out_of - yes])[out_of > 0]
    fit = sm.GLM(answers, design, family=sm.families.Binomial()).fit(tol=1e-13)
    return np.asarray(fit.params), np.asarray(fit.cov_params())


@pytest.mark.parametrize("seed", range(3))
def test_the_step_is_that_of_a_model_with_dummies_of_segments_in_statsmodels(seed: int) -> None:
    yes, out_of = counts(seed)
    level, slopes = fitted(yes, out_of)
    below, above = (1 / (1 + np.exp(-each)) for each in (level[0], level[0] + level[2]))
    change = np.array([above * (1 - above) - below * (1 - below), 0, above * (1 - above), 0])
    error = np.sqrt(change @ slopes @ change)
    found = step_between(AGES, yes, out_of, at=18)
    assert (found.if_0, found.if_1) == pytest.approx((below, above), rel=1e-7)
    assert found.standard_error == pytest.approx(error, rel=1e-6)
    assert (found.lower, found.upper) == pytest.approx(
        (max(above - below - 1.959964 * error, -1), min(above - below + 1.959964 * error, 1)), rel=1e-6
    )


def share_held(step: float, *, rounded: bool, draws: int = 300) -> tuple[float, float]:
    """Return how often the limits hold the step that is there, and how often they leave out 0."""
    chance = np.random.default_rng(5)
    odds = 0.3 - 0.08 * (AGES - 18)
    after = 1 / (1 + np.exp(-0.3)) + step
    odds = np.where(AGES >= 18, odds - 0.3 + np.log(after / (1 - after)), odds)
    held, found_one = [], []
    for _ in range(draws):
        out_of = chance.poisson(25 if rounded else 60, len(AGES))
        both = [yes := chance.binomial(out_of, 1 / (1 + np.exp(-odds))), out_of - yes]
        if rounded:
            both = [each - each % 5 + 5 * (chance.random(len(AGES)) < each % 5 / 5) for each in both]
        found = step_between(AGES, both[0], both[0] + both[1], at=18, count_variance=4 if rounded else 0)
        held.append(found.lower <= step <= found.upper)
        found_one.append(not found.lower <= 0 <= found.upper)
    return float(np.mean(held)), float(np.mean(found_one))


@pytest.mark.parametrize("rounded", [False, True])
def test_where_there_is_no_step_19_in_20_limits_hold_0(rounded: bool) -> None:  # noqa: FBT001 - a case of the test
    held, found_one = share_held(0.0, rounded=rounded)
    # Of 300 draws a share of 95% is sure to some 2.5 points.
    assert 0.92 < held < 0.98
    assert held + found_one == 1


def test_where_there_is_a_step_the_limits_hold_it_and_leave_out_0() -> None:
    held, found_one = share_held(0.35, rounded=False)
    assert held > 0.92
    assert found_one > 0.9


# Ministry of Justice, Identified needs of offenders in custody and the community from OASys, 30 June 2021, women with a
# sentence under 12 months; Open Government Licence v3.0. Age, with a drug need, with an alcohol need, assessed.
SHORT_SENTENCES = """
18 15 10 25
26 25 10 30
30 70 40 90
40 25 15 35
50 5 5 15
"""


@pytest.mark.parametrize(
    ("need", "place", "young", "older"),
    [
        ("need_drugs", 1, (15, 25), (125, 170)),
        ("need_alcohol", 2, (10, 25), (70, 170)),
    ],
)
def test_women_of_18_to_25_against_those_older(
    read: Callable[..., nk.Cohort], need: str, place: int, young: tuple[int, int], older: tuple[int, int]
) -> None:
    lines = [[int(word) for word in line.split()] for line in SHORT_SENTENCES.strip().splitlines()]
    rows = [
        (str(line[0]), answer, str(people))
        for line in lines
        for answer, people in (("yes", line[place]), ("no", line[3] - line[place]))
    ]
    cohort = read(pd.DataFrame(rows, columns=["age", need, "people"]), population="women in custody")
    [found] = (
        nk.transition.needs(cohort.where("aged 18 and over", age=(18, None)), band=(18, 25))
        .to_frame()
        .to_dict("records")
    )
    assert [found[name] for name in ("count", "out_of", "against_count", "against_out_of")] == [*young, *older]
    against = proportion_confint(*older, method="wilson")
    assert (found["against_lower"], found["against_upper"]) == pytest.approx(against)
    limits = confint_proportions_2indep(*young, *older, method="newcomb")
    assert (found["difference_lower"], found["difference_upper"]) == pytest.approx(limits)
    ratio = Table2x2([[k, n - k] for k, n in (young, older)])
    assert found["risk_ratio"] == pytest.approx(ratio.riskratio)
    assert (found["risk_ratio_lower"], found["risk_ratio_upper"]) == pytest.approx(ratio.riskratio_confint())
