"""Tests and differences of two groups against published figures and scipy; the source stands beside each figure."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import chi2_contingency

from needskit.stats.association import odds_ratio, odds_ratio_limits, risk_ratio, risk_ratio_limits
from needskit.stats.two_by_two import pearson, risk_difference, risk_difference_limits

ROSSI = (48, 168, 66, 150)
"""Rearrested and not, with financial aid and without: Rossi, Berk and Lenihan (1980), Money, Work, and Crime."""
TWO_GROUPS = (170, 215 - 170, 573, 1220 - 573)
"""170 of 215 people against 573 of 1,220."""


def test_a_group_of_whom_4_in_5_are_reconvicted_against_one_of_whom_fewer_than_half_are() -> None:
    # statsmodels 0.15.0, Table2x2 and test_nominal_association.
    risks = risk_ratio(*TWO_GROUPS), *risk_ratio_limits(*TWO_GROUPS, confidence=0.95)
    assert [round(float(each), 3) for each in risks[1:]] == [1.537, 1.844]
    assert round(float(risks[0]), 4) == 1.6835
    odds = odds_ratio(*TWO_GROUPS), *odds_ratio_limits(*TWO_GROUPS, confidence=0.95)
    assert [round(float(each), 3) for each in odds[1:]] == [3.014, 6.037]
    assert round(float(odds[0]), 4) == 4.2657
    assert round(float(pearson(*TWO_GROUPS).statistic), 4) == 75.4457
    assert round(100 * float(risk_difference(*TWO_GROUPS)), 2) == 32.10


def test_rearrests_of_people_with_financial_aid_are_on_the_edge() -> None:
    # statsmodels 0.15.0: test_nominal_association, and confint_proportions_2indep(method="newcomb", compare="diff").
    assert round(float(pearson(*ROSSI).p_value), 7) == 0.0494217
    assert round(100 * float(risk_difference(*ROSSI)), 3) == -8.333
    lower, upper = risk_difference_limits(*ROSSI, confidence=0.95)
    assert (float(lower), float(upper)) == pytest.approx((-0.1650463, -0.0001510), abs=5e-8)


@pytest.mark.parametrize(
    ("counts", "lower", "upper"),
    [
        ((56, 14, 48, 32), 0.0524, 0.3339),
        ((6, 1, 2, 5), 0.0582, 0.8062),
        ((0, 10, 0, 20), -0.1611, 0.2775),
        ((0, 10, 0, 10), -0.2775, 0.2775),
        ((10, 0, 0, 20), 0.6791, 1.0),
        ((10, 0, 0, 10), 0.6075, 1.0),
    ],
)
def test_limits_are_those_of_newcombe(counts: tuple[int, int, int, int], lower: float, upper: float) -> None:
    # Newcombe (1998), Statistics in Medicine 17, 873-890, table II, method 10.
    limits = risk_difference_limits(*counts, confidence=0.95)
    assert [round(float(each), 4) for each in limits] == [lower, upper]


def test_the_test_is_that_of_scipy_over_a_grid() -> None:
    tables = np.array([(a, b, c, d) for a in (0, 3, 40) for b in (1, 900) for c in (2, 25) for d in (1, 60, 100_000)])
    found = pearson(*tables.T)
    for place, table in enumerate(tables):
        expected = chi2_contingency(table.reshape(2, 2), correction=False)
        assert found.statistic[place] == pytest.approx(expected.statistic, rel=1e-9, abs=1e-12)
        assert found.p_value[place] == pytest.approx(expected.pvalue, rel=1e-7)


def test_without_a_group_or_without_a_difference_to_be_had_there_is_no_figure() -> None:
    a, b, c, d = [0, 0, 5, 0], [0, 5, 0, 0], [3, 0, 5, 0], [4, 5, 0, 0]
    assert np.isnan(pearson(a, b, c, d)).all()
    np.testing.assert_array_equal(risk_difference(a, b, c, d), [np.nan, 0, 0, np.nan])
    for off_by in (0, 2):
        lower, upper = risk_difference_limits(a, b, c, d, confidence=0.95, off_by=off_by)
        np.testing.assert_array_equal(np.isnan([lower, upper]), [[True, False, False, True]] * 2)
