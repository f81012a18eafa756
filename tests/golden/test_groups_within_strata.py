"""Mantel-Haenszel figures against published ones, R's metafor and statsmodels; the source stands beside each figure."""

from __future__ import annotations

import numpy as np
import pytest
from statsmodels.stats.contingency_tables import StratifiedTable

from needskit.errors import UsageError
from needskit.stats.association import odds_ratio, risk_ratio
from needskit.stats.stratified import (
    Pooled,
    homogeneity,
    mantel_haenszel,
    pooled_odds_ratio,
    pooled_risk_difference,
    pooled_risk_ratio,
)
from needskit.stats.two_by_two import risk_difference

POOLED = (pooled_odds_ratio, pooled_risk_ratio, pooled_risk_difference)
TOLBUTAMIDE = ([[8, 22]], [[98, 76]], [[5, 16]], [[115, 69]])
"""Dead and alive with tolbutamide and with a placebo, by age: Rothman and others (2008), table 15-1."""
BERKELEY = (
    [[512, 353, 120, 138, 53, 22]],
    [[313, 207, 205, 279, 138, 351]],
    [[89, 17, 202, 131, 94, 24]],
    [[19, 8, 391, 244, 299, 317]],
)
"""Men and women admitted and not, by department: Bickel, Hammel and O'Connell (1975); R's UCBAdmissions."""


def ends(found: Pooled) -> tuple[float, float, float]:
    return float(found.estimate[0]), float(found.lower[0]), float(found.upper[0])


def tables(seed: int, *, strata: int = 6, most: int = 60) -> list[np.ndarray]:
    chance = np.random.default_rng(seed)
    return list(chance.integers(1, most, size=(4, 1, strata)).astype(float))


def test_deaths_with_tolbutamide_are_those_of_the_textbook_and_of_metafor() -> None:
    # Rothman, Greenland and Lash (2008), Modern Epidemiology, chapter 15, and R's metafor: rma.mh(..., level = 90).
    found = pooled_risk_difference(*TOLBUTAMIDE, confidence=0.90)
    assert [round(each, 4) for each in ends(found)] == [0.0349, -0.0176, 0.0874]
    found = pooled_risk_ratio(*TOLBUTAMIDE, confidence=0.90)
    assert [round(each, 4) for each in ends(found)] == [1.3256, 0.8658, 2.0296]
    found = pooled_odds_ratio(*TOLBUTAMIDE, confidence=0.90)
    assert [round(each, 4) for each in ends(found)] == [1.4031, 0.8411, 2.3409]
    test, differ = mantel_haenszel(*TOLBUTAMIDE), homogeneity(*TOLBUTAMIDE)
    assert (round(float(test.statistic[0]), 4), round(float(test.p_value[0]), 4)) == (1.1914, 0.2750)
    assert (round(float(differ.statistic[0]), 4), round(float(differ.p_value[0]), 4)) == (0.3489, 0.5547)


def test_men_and_women_are_admitted_alike_within_departments_of_berkeley() -> None:
    # R, mantelhaen.test(UCBAdmissions, correct = FALSE).
    found = pooled_odds_ratio(*BERKELEY)
    assert [round(each, 7) for each in ends(found)] == [0.9046968, 0.7719074, 1.0603298]
    statistic, p_value = mantel_haenszel(*BERKELEY)
    assert (round(float(statistic[0]), 4), round(float(p_value[0]), 4)) == (1.5246, 0.2169)


def test_admissions_in_berkeley_differ_between_departments() -> None:
    # statsmodels 0.15.0, StratifiedTable.test_equal_odds(adjust=True): department A is unlike the others.
    found = homogeneity(*BERKELEY)
    assert found.degrees[0] == 5
    assert (round(float(found.statistic[0]), 3), round(float(found.p_value[0]), 4)) == (18.826, 0.0021)


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("strata", [2, 6])
def test_figures_are_those_of_statsmodels(seed: int, strata: int) -> None:
    a, b, c, d = tables(seed, strata=strata)
    expected = StratifiedTable(np.array([[a[0], b[0]], [c[0], d[0]]]))
    odds = pooled_odds_ratio(a, b, c, d, confidence=0.9)
    assert odds.estimate[0] == pytest.approx(expected.oddsratio_pooled, rel=1e-12)
    assert odds.standard_error[0] == pytest.approx(expected.logodds_pooled_se, rel=1e-12)
    assert ends(odds)[1:] == pytest.approx(expected.oddsratio_pooled_confint(alpha=0.1), rel=1e-9)
    assert pooled_risk_ratio(a, b, c, d).estimate[0] == pytest.approx(expected.riskratio_pooled, rel=1e-12)
    null, equal = expected.test_null_odds(), expected.test_equal_odds(adjust=True)
    test, differ = mantel_haenszel(a, b, c, d), homogeneity(a, b, c, d)
    assert (test.statistic[0], test.p_value[0]) == pytest.approx((null.statistic, null.pvalue), rel=1e-8)
    assert (differ.statistic[0], differ.p_value[0]) == pytest.approx((equal.statistic, equal.pvalue), rel=1e-8)


def test_of_one_stratum_the_figures_are_those_of_its_table() -> None:
    a, b, c, d = (np.array([[each]]) for each in (48, 168, 66, 150))
    assert ends(pooled_odds_ratio(a, b, c, d)) == pytest.approx((0.6493506, 0.4215226, 1.0003170), abs=5e-8)
    assert ends(pooled_risk_ratio(a, b, c, d)) == pytest.approx((0.7272727, 0.5278897, 1.0019624), abs=5e-8)
    assert pooled_risk_difference(a, b, c, d).estimate == pytest.approx(risk_difference(a, b, c, d)[0])
    assert pooled_odds_ratio(a, b, c, d).estimate == pytest.approx(odds_ratio(a, b, c, d)[0])
    assert pooled_risk_ratio(a, b, c, d).estimate == pytest.approx(risk_ratio(a, b, c, d)[0])
    assert np.isnan(homogeneity(a, b, c, d).p_value).all()


@pytest.mark.parametrize("added", [(0, 0, 0, 0), (3, 5, 0, 0), (0, 0, 2, 9)])
def test_a_stratum_without_both_groups_changes_nothing(added: tuple[int, int, int, int]) -> None:
    some = [np.array(each, dtype=float) for each in BERKELEY]
    more = [np.append(each, [[count]], axis=1) for each, count in zip(some, added, strict=True)]
    for figure in (*POOLED, mantel_haenszel, homogeneity):
        np.testing.assert_allclose(np.array(figure(*more)), np.array(figure(*some)), rtol=1e-12)


@pytest.mark.parametrize(
    "table", [([[0]], [[0]], [[0]], [[0]]), ([[3]], [[4]], [[0]], [[0]]), ([[np.nan]], [[4]], [[3]], [[4]])]
)
def test_where_there_is_nothing_to_compare_there_is_no_figure(table: tuple[list[list[float]], ...]) -> None:
    a, b, c, d = table
    for figure in POOLED:
        assert np.isnan(ends(figure(a, b, c, d))).all()
    assert np.isnan(mantel_haenszel(a, b, c, d)).all()
    assert np.isnan(homogeneity(a, b, c, d).statistic).all()


def test_where_nobody_of_a_group_has_the_answer_a_ratio_has_no_limits() -> None:
    none_of_first, none_of_second = ([[0, 0]], [[5, 6]], [[3, 2]], [[4, 4]]), ([[3, 2]], [[4, 4]], [[0, 0]], [[5, 6]])
    for figure in (pooled_odds_ratio, pooled_risk_ratio):
        assert figure(*none_of_first).estimate[0] == 0
        assert np.isnan(ends(figure(*none_of_first))[1:]).all()
        assert np.isnan(ends(figure(*none_of_second))).all()
    assert np.isfinite(ends(pooled_risk_difference(*none_of_second))).all()
    assert np.isfinite(mantel_haenszel(*none_of_second)).all()


def test_what_is_no_confidence_is_refused() -> None:
    for figure in POOLED:
        with pytest.raises(UsageError, match=r"confidence must lie between 0\.5 and 1"):
            figure(*BERKELEY, confidence=0.05)
