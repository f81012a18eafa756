"""A percentage against a target and a baseline, by hand and against statsmodels."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint, proportions_ztest

import needskit as nk
from needskit.analysis.targets import Baseline, Target

OUTCOME = "reconvicted_12_months"


def of(count: int, people: int) -> nk.Cohort:
    extract = pd.DataFrame({"person_id": [str(number) for number in range(people)]})
    extract[OUTCOME] = ["yes"] * count + ["no"] * (people - count)
    return nk.read_cohort(extract, population="people in a test", as_at="2025-12-31")


def test_limits_are_newcombes_and_those_of_the_baseline_wilsons() -> None:
    # 208 of 400 now, 600 of 1,000 before: 8 points fewer, 13.3% of the baseline.
    target = Target("A tenth fewer", OUTCOME, Baseline(60.0, "2024", "a plan", out_of=1_000), fall=10)
    [found] = nk.targets.progress(of(208, 400), targets=[target]).to_frame().to_dict("records")
    expected = confint_proportions_2indep(208, 400, 600, 1_000, method="newcomb", compare="diff")
    assert [found["difference_lower"], found["difference_upper"]] == pytest.approx(expected, abs=1e-9)
    assert [found["lower"], found["upper"]] == pytest.approx(proportion_confint(208, 400, method="wilson"))
    before = [found["baseline_lower"], found["baseline_upper"]]
    assert before == pytest.approx(proportion_confint(600, 1_000, method="wilson"))
    assert found["relative_change"] == pytest.approx(-8 / 60)
    # The P value belongs to Newcombe's limits; that of the z test is near it.
    assert found["p_value"] == pytest.approx(proportions_ztest([208, 600], [400, 1_000])[1], abs=0.001)
    # 54% lies between 47.1% and 56.9%.
    assert (found["significant"], found["wanted"], found["reached"]) == (-1, pytest.approx(0.54), 0)
    assert found["people_to_find"] == 1_200


def test_a_baseline_without_a_number_of_people_is_exact() -> None:
    target = Target("A tenth fewer", OUTCOME, Baseline(60.0, "2024", "a plan"), fall=10)
    [found] = nk.targets.progress(of(208, 400), targets=[target]).to_frame().to_dict("records")
    wilson = proportion_confint(208, 400, method="wilson")
    ends = [found["difference_lower"], found["difference_upper"]]
    assert ends == pytest.approx(np.array(wilson) - 0.6, abs=1e-6)
    # The score test of one proportion, whose limits are Wilson's: 8 points over the root of .6 times .4 over 400.
    z = -0.08 / np.sqrt(0.6 * 0.4 / 400)
    assert found["p_value"] == pytest.approx(proportions_ztest(208, 400, value=0.6, prop_var=0.6)[1], rel=1e-4)
    assert z == pytest.approx(-3.266, abs=0.001)
    assert np.isnan(found["baseline_lower"])
    assert found["people_to_find"] == 530
