"""Figures of fourfold tables against published ones, statsmodels and scipy; the source stands beside each figure."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import contingency
from statsmodels.stats.contingency_tables import Table2x2

from needskit.errors import UsageError
from needskit.stats.association import (
    expected_both,
    lift,
    odds_ratio,
    odds_ratio_limits,
    phi,
    risk_ratio,
    risk_ratio_limits,
    share_limits,
    shared_confidence,
)
from needskit.stats.proportion import Interval, wilson

ROSSI = (48, 168, 66, 150)
"""Rearrested and not, with financial aid and without: Rossi, Berk and Lenihan (1980), Money, Work, and Crime."""
TABLES = [(a, b, c, d) for a in (1, 3, 40) for b in (1, 7, 900) for c in (2, 25) for d in (1, 60, 5000)]


def ends(interval: Interval) -> tuple[float, float]:
    return float(interval.lower.item()), float(interval.upper.item())


def test_ratios_and_limits_of_the_rearrested_are_those_of_statsmodels() -> None:
    # statsmodels 0.15.0: Table2x2.oddsratio_confint and riskratio_confint.
    assert odds_ratio(*ROSSI).item() == pytest.approx(0.6493506, abs=5e-8)
    assert ends(odds_ratio_limits(*ROSSI, confidence=0.95)) == pytest.approx((0.4215226, 1.0003170), abs=5e-8)
    assert risk_ratio(*ROSSI).item() == pytest.approx(0.7272727, abs=5e-8)
    assert ends(risk_ratio_limits(*ROSSI, confidence=0.95)) == pytest.approx((0.5278897, 1.0019624), abs=5e-8)


@pytest.mark.parametrize("confidence", [0.9, 0.95, 1 - 0.05 / 28])
def test_ratios_and_limits_are_those_of_statsmodels_over_a_grid(confidence: float) -> None:
    a, b, c, d = np.array(TABLES).T
    odds, risks = odds_ratio(a, b, c, d), risk_ratio(a, b, c, d)
    of_odds = odds_ratio_limits(a, b, c, d, confidence=confidence)
    of_risks = risk_ratio_limits(a, b, c, d, confidence=confidence)
    for place, (both, first, second, neither) in enumerate(TABLES):
        expected = Table2x2(np.array([[both, first], [second, neither]]))
        assert odds[place] == pytest.approx(expected.oddsratio, rel=1e-12)
        assert risks[place] == pytest.approx(expected.riskratio, rel=1e-12)
        limits = of_odds.lower[place], of_odds.upper[place]
        assert limits == pytest.approx(expected.oddsratio_confint(alpha=1 - confidence), rel=1e-9)
        limits = of_risks.lower[place], of_risks.upper[place]
        assert limits == pytest.approx(expected.riskratio_confint(alpha=1 - confidence), rel=1e-9)


def test_what_is_expected_and_how_closely_two_go_together_are_those_of_scipy() -> None:
    a, b, c, d = np.array(TABLES).T
    expected = [contingency.expected_freq([[row[0], row[1]], [row[2], row[3]]])[0, 0] for row in TABLES]
    np.testing.assert_allclose(expected_both(a, b, c, d), expected, rtol=1e-12)
    np.testing.assert_allclose(lift(a, b, c, d), a / np.array(expected), rtol=1e-12)
    correlated = [np.corrcoef(np.repeat([[1, 1, 0, 0], [1, 0, 1, 0]], row, axis=1))[0, 1] for row in TABLES]
    np.testing.assert_allclose(phi(a, b, c, d), correlated, atol=1e-10)


def test_where_there_is_nobody_there_is_no_figure() -> None:
    nobody = (0, 0, 0, 0)
    figures = [each(*nobody).item() for each in (expected_both, lift, phi, odds_ratio, risk_ratio)]
    for limits in (odds_ratio_limits, risk_ratio_limits):
        figures += [*ends(limits(*nobody, confidence=0.95)), *ends(limits(*nobody, confidence=0.95, off_by=4))]
    figures += [*ends(share_limits(0, 0, confidence=0.95)), *ends(share_limits(0, 0, confidence=0.95, off_by=4))]
    assert np.isnan(figures).all()


@pytest.mark.parametrize("table", [(0, 5, 6, 7), (5, 0, 6, 7), (5, 6, 0, 7), (5, 6, 7, 0), (0, 0, 6, 7)])
def test_with_a_nought_an_odds_ratio_has_no_upper_limit_and_0_as_its_lower(table: tuple[int, int, int, int]) -> None:
    lower, upper = ends(odds_ratio_limits(*table, confidence=0.95))
    assert lower == 0
    assert np.isnan(upper)


def test_an_odds_ratio_over_nought_is_not_a_number_and_of_nought_is_0() -> None:
    assert np.isnan(odds_ratio([5, 5, 0], [0, 6, 0], [6, 0, 6], [7, 7, 7])).all()
    assert odds_ratio(0, 5, 6, 7).item() == 0


def test_a_risk_ratio_needs_somebody_with_both_and_somebody_with_the_second_only() -> None:
    lower, upper = risk_ratio_limits([0, 5], [5, 6], [6, 0], [7, 7], confidence=0.95)
    assert (lower == 0).all()
    assert np.isnan(upper).all()
    assert np.isnan(risk_ratio(5, 6, 0, 7)).all()


def test_where_everybody_has_it_a_risk_ratio_of_1_has_no_limits() -> None:
    assert risk_ratio(3, 0, 2, 0).item() == 1
    assert np.isnan(ends(risk_ratio_limits(3, 0, 2, 0, confidence=0.95))).all()


def test_a_count_that_may_have_been_0_before_rounding_is_treated_as_one() -> None:
    assert np.isnan(ends(odds_ratio_limits(5, 50, 50, 50, confidence=0.95, off_by=4))).tolist() == [False, False]
    lower, upper = ends(odds_ratio_limits(5, 50, 50, 50, confidence=0.95, off_by=5))
    assert lower == 0
    assert np.isnan(upper)


def test_limits_of_a_share_are_wilsons() -> None:
    # Newcombe (1998), Statistics in Medicine 17, 857-872, table I, method 3.
    exact = ends(share_limits(81, 263 - 81, confidence=0.95))
    assert tuple(round(end, 4) for end in exact) == (0.2553, 0.3662)
    widened = share_limits([81, 2, 260], [182, 261, 3], confidence=0.95, off_by=4)
    np.testing.assert_allclose(widened.lower, wilson([77, 0, 256], [263, 265, 263]).lower, rtol=1e-12)
    np.testing.assert_allclose(widened.upper, wilson([85, 6, 264], [263, 263, 264]).upper, rtol=1e-12)


def test_28_comparisons_share_what_may_go_wrong() -> None:
    assert shared_confidence(0.95, 28) == pytest.approx(1 - 0.05 / 28, abs=1e-15)
    assert shared_confidence(0.95, 1) == pytest.approx(0.95, abs=1e-15)


def test_what_is_no_confidence_or_no_comparison_is_refused() -> None:
    with pytest.raises(UsageError, match=r"confidence must lie between 0\.5 and 1"):
        shared_confidence(0.05, 28)
    with pytest.raises(UsageError, match="1 comparison or more"):
        shared_confidence(0.95, 0)
