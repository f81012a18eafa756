"""Rates and their limits against published figures, statsmodels and scipy; the source stands beside each figure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy.stats import chi2
from statsmodels.stats.rates import confint_poisson

from needskit.errors import UsageError
from needskit.stats.rate import BYAR_FROM, byar_limits, exact_limits, rate, rate_limits

if TYPE_CHECKING:
    from needskit.stats.proportion import Interval

COUNTS = [0, 1, 2, 3, 9, 10, 15, 65, 1045, 250_000]


def ends(interval: Interval) -> tuple[float, float]:
    return float(interval.lower.item()), float(interval.upper.item())


@pytest.mark.parametrize(
    ("events", "lower", "upper"),
    [
        (65, 50.163187710459454, 82.84913854593984),
        (1045, 982.5932018073325, 1110.33121298565),
        (1, 0.01307213290150435, 5.5637555824752605),
    ],
)
def test_byars_limits_are_those_of_the_workbook_that_public_health_tests_with(
    events: int, lower: float, upper: float
) -> None:
    # PHEindicatormethods (CRAN), tests/testthat/testdata_Byars_Wilson.xlsx.
    assert ends(byar_limits(events)) == pytest.approx((lower, upper), rel=1e-12)


def test_exact_limits_of_15_events() -> None:
    # statsmodels 0.15.0, confint_poisson(15, 1, method="exact-c").
    assert ends(exact_limits(15)) == pytest.approx((8.395386, 24.740219), abs=5e-7)


@pytest.mark.parametrize("confidence", [0.9, 0.95, 0.998])
def test_exact_limits_are_those_of_statsmodels_and_of_the_chi_squared_distribution(confidence: float) -> None:
    found = exact_limits(COUNTS, confidence=confidence)
    tail = (1 - confidence) / 2
    for place, events in enumerate(COUNTS):
        limits = found.lower[place], found.upper[place]
        expected = confint_poisson(events, 1, method="exact-c", alpha=1 - confidence)
        assert limits == pytest.approx(np.nan_to_num(expected), rel=1e-9)
        assert limits[1] == pytest.approx(chi2.isf(tail, 2 * events + 2) / 2, rel=1e-9)


def test_byars_limits_are_near_the_exact_ones_from_10_events_on() -> None:
    events = np.arange(BYAR_FROM, 2000)
    for nearly, exact in zip(byar_limits(events), exact_limits(events), strict=True):
        np.testing.assert_allclose(nearly, exact, rtol=2e-3)


def test_below_10_events_the_limits_are_exact_and_from_10_on_byars() -> None:
    events = np.arange(25)
    lower, upper = rate_limits(events, np.full(25, 50), per=100)
    few = events < BYAR_FROM
    for found, exact, nearly in zip((lower, upper), exact_limits(events), byar_limits(events), strict=True):
        np.testing.assert_allclose(found, 2 * np.where(few, exact, nearly), rtol=1e-12)


def test_of_no_events_there_is_an_upper_limit() -> None:
    # The rule of three: -ln(0.025) = 3.689 for a two-sided 95%.
    assert ends(rate_limits(0, 100, per=100)) == pytest.approx((0, 3.688879), abs=5e-7)
    assert rate(0, 100).item() == 0


def test_without_time_at_risk_or_with_a_missing_figure_there_is_none() -> None:
    events, time = [5, 5, np.nan, -1], [0, np.nan, 10, 10]
    lower, upper = rate_limits(events, time)
    assert np.isnan([lower, upper]).all()
    assert np.isnan(rate(events, time)[:3]).all()


def test_a_lower_limit_is_never_below_0() -> None:
    assert ends(byar_limits(1, confidence=0.998))[0] == 0


def test_a_time_that_may_have_been_0_before_rounding_gives_no_upper_limit() -> None:
    lower, upper = ends(rate_limits(2, 3, off_by=2, time_off_by=4))
    assert lower == 0
    assert np.isnan(upper)


def test_what_is_no_confidence_is_refused() -> None:
    for limits in (exact_limits, byar_limits):
        with pytest.raises(UsageError, match=r"confidence must lie between 0\.5 and 1"):
            limits([3], confidence=0.05)
