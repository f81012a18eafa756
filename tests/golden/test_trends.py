"""The trend of a proportion over scores against published figures, statsmodels and numpy."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import norm
from statsmodels.stats.contingency_tables import Table

from needskit.errors import UsageError
from needskit.stats.trend import proportion_trend

# SAS/STAT user's guide, the FREQ procedure, example "Cochran-Armitage Trend Test": adverse effects by dose.
ADVERSE, TREATED = [6, 7, 9, 14, 23], [32, 33, 32, 32, 32]
GRID = np.random.default_rng(20).integers(1, 60, size=(40, 6))
SHARES = np.random.default_rng(21).random((40, 6))
YES = np.floor(GRID * SHARES)


def test_adverse_effects_rise_with_the_dose() -> None:
    found = proportion_trend([ADVERSE], [TREATED])
    # From the formula of that guide: sum n1 (R - mean R) / root of p (1 - p) sum n (R - mean R)**2.
    mean = sum(dose * people for dose, people in enumerate(TREATED)) / 161
    above = sum((dose - mean) * people for dose, people in enumerate(ADVERSE))
    squares = sum((dose - mean) ** 2 * people for dose, people in enumerate(TREATED))
    assert found.z.item() == pytest.approx(above / (59 / 161 * 102 / 161 * squares) ** 0.5, rel=1e-12)
    assert found.p_value.item() == pytest.approx(2 * norm.sf(found.z.item()), rel=1e-9)


def test_treatment_succeeds_more_often_the_higher_the_dose() -> None:
    # R package DescTools, CochranArmitageTest, as printed at metricgate.com/docs/cochran-armitage-test-for-trend.
    found = proportion_trend([[12, 18, 25]], [[50, 50, 50]])
    assert round(found.z.item(), 2) == 2.70
    assert round(found.p_value.item(), 5) == 0.00698


def test_z_is_that_of_statsmodels_which_divides_by_one_person_less() -> None:
    found = proportion_trend(YES, GRID)
    for place, (yes, out_of) in enumerate(zip(YES, GRID, strict=True)):
        expected = Table(np.column_stack([out_of - yes, yes]), shift_zeros=False).test_ordinal_association()
        people = out_of.sum()
        assert found.z[place] * np.sqrt((people - 1) / people) == pytest.approx(expected.zscore, rel=1e-9)
        assert found.p_value[place] == pytest.approx(2 * norm.sf(abs(found.z[place])), rel=1e-9)
        assert found.slope[place] / found.standard_error[place] == pytest.approx(found.z[place], rel=1e-12)


def test_the_slope_is_that_of_the_line_through_all_people() -> None:
    found = proportion_trend(YES, GRID)
    for place, (yes, out_of) in enumerate(zip(YES, GRID, strict=True)):
        expected = np.polyfit(np.arange(6), yes / out_of, 1, w=np.sqrt(out_of))
        assert found.slope[place] == pytest.approx(expected[0], abs=1e-12)


@pytest.mark.parametrize("confidence", [0.9, 0.95])
def test_limits_are_those_of_a_sum_of_independent_proportions(confidence: float) -> None:
    found = proportion_trend(YES, GRID, confidence=confidence)
    for place, (yes, out_of) in enumerate(zip(YES, GRID, strict=True)):
        away = np.arange(6) - np.average(np.arange(6), weights=out_of)
        weights = out_of * away / (out_of @ away**2)
        share = yes / out_of
        error = np.sqrt(weights**2 @ (share * (1 - share) / out_of))
        expected = norm.interval(confidence, loc=weights @ share, scale=error)
        assert (found.lower[place], found.upper[place]) == pytest.approx(expected, abs=1e-9)


def test_a_score_that_nobody_has_changes_nothing() -> None:
    some = proportion_trend([[1, 5, 0, 9]], [[10, 12, 0, 11]])
    more = proportion_trend([[1, 5, 0, 9, 0]], [[10, 12, 0, 11, 0]])
    np.testing.assert_array_equal(np.array(some), np.array(more))


def test_of_nobody_or_of_one_score_alone_nothing_is_known() -> None:
    assert np.isnan(np.array(proportion_trend([[0, 0, 0], [0, 3, 0]], [[0, 0, 0], [0, 9, 0]]))).all()


def test_where_all_or_none_have_it_the_slope_is_0_and_there_is_no_test() -> None:
    found = proportion_trend([[3, 7, 11], [0, 0, 0]], [[3, 7, 11], [3, 7, 11]])
    assert found.slope.tolist() == [0, 0]
    assert np.isnan(np.array(found[1:])).all()


def test_where_each_proportion_is_0_or_1_there_is_a_test_and_no_limit() -> None:
    found = proportion_trend([[0, 8]], [[8, 8]])
    assert (found.slope.item(), found.z.item()) == pytest.approx((1, 4))
    assert np.isnan([found.lower.item(), found.upper.item()]).all()


def test_what_is_no_confidence_is_refused() -> None:
    with pytest.raises(UsageError, match=r"confidence must lie between 0\.5 and 1"):
        proportion_trend([ADVERSE], [TREATED], confidence=0.05)
