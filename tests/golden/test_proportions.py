"""Intervals for proportions against published tables and statsmodels; the source stands beside each figure."""

from __future__ import annotations

import numpy as np
import pytest
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from needskit.errors import UsageError
from needskit.stats.proportion import Interval, newcombe, normal_quantile, wilson


def difference(count: int, out_of: int, against: int, against_out_of: int) -> Interval:
    return newcombe(
        wilson([count], [out_of]),
        np.array([count / out_of]),
        against=wilson([against], [against_out_of]),
        against_estimate=np.array([against / against_out_of]),
    )


def ends(interval: Interval) -> tuple[float, float]:
    return float(interval.lower.item()), float(interval.upper.item())


@pytest.mark.parametrize(
    ("count", "out_of", "lower", "upper"),
    [
        # Newcombe (1998), Statistics in Medicine 17, 857-872, table I, method 3.
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
        # Rossi, Berk and Lenihan (1980): rearrests with and without financial aid; limits from statsmodels.
        (48, 216, 0.1719, 0.2822),
        (66, 216, 0.2480, 0.3699),
    ],
)
def test_wilson_limits_are_those_published(count: int, out_of: int, lower: float, upper: float) -> None:
    assert tuple(round(end, 4) for end in ends(wilson([count], [out_of]))) == (lower, upper)


@pytest.mark.parametrize(
    ("count", "out_of", "confidence", "lower", "upper"),
    [
        # R package PHEindicatormethods, tests/testthat/testdata_Byars_Wilson.xlsx.
        (65, 100, 0.95, 0.5525444329688797, 0.7363575175690247),
        (1045, 5000, 0.95, 0.19795549880013297, 0.22049130373189027),
        (65, 100, 0.998, 0.4954946574070431, 0.7783540614089697),
    ],
)
def test_wilson_limits_are_those_of_public_health_analysts(
    count: int, out_of: int, confidence: float, lower: float, upper: float
) -> None:
    assert ends(wilson([count], [out_of], confidence=confidence)) == pytest.approx((lower, upper), rel=1e-12)


@pytest.mark.parametrize("confidence", [0.9, 0.95, 0.99])
def test_wilson_limits_are_those_of_statsmodels_for_every_count(confidence: float) -> None:
    out_of = np.repeat(np.arange(1, 61), np.arange(2, 62))
    count = np.concatenate([np.arange(n + 1) for n in range(1, 61)])
    found = wilson(count, out_of, confidence=confidence)
    lower, upper = proportion_confint(count, out_of, alpha=1 - confidence, method="wilson")
    np.testing.assert_allclose(found.lower, lower, atol=1e-12)
    np.testing.assert_allclose(found.upper, upper, atol=1e-12)
    assert (found.lower[count == 0] == 0).all()
    assert (found.upper[count == out_of] == 1).all()
    assert ((found.lower <= count / out_of) & (count / out_of <= found.upper)).all()


def test_of_nobody_there_is_no_interval() -> None:
    assert np.isnan(ends(wilson([0], [0]))).all()


@pytest.mark.parametrize(
    ("counts", "lower", "upper"),
    [
        # Newcombe (1998), Statistics in Medicine 17, 873-890, table II, method 10.
        ((56, 70, 48, 80), 0.0524, 0.3339),
        ((6, 7, 2, 7), 0.0582, 0.8062),
        ((0, 10, 0, 20), -0.1611, 0.2775),
        ((0, 10, 0, 10), -0.2775, 0.2775),
        ((10, 10, 0, 20), 0.6791, 1.0000),
        ((10, 10, 0, 10), 0.6075, 1.0000),
        # Rossi, Berk and Lenihan (1980); limits from statsmodels.
        ((48, 216, 66, 216), -0.1650, -0.0002),
    ],
)
def test_limits_of_a_difference_are_those_published(
    counts: tuple[int, int, int, int], lower: float, upper: float
) -> None:
    assert tuple(round(end, 4) for end in ends(difference(*counts))) == (lower, upper)


def test_limits_of_a_difference_are_those_of_statsmodels_over_a_grid() -> None:
    for counts in ((k, n, j, m) for n in (3, 20) for m in (5, 40) for k in range(n + 1) for j in range(0, m + 1, 5)):
        expected = confint_proportions_2indep(*counts, compare="diff", method="newcomb")
        assert ends(difference(*counts)) == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("confidence", [0.05, 0.5, 1, 95])
def test_what_is_no_confidence_is_refused(confidence: float) -> None:
    with pytest.raises(UsageError, match=r"confidence must lie between 0\.5 and 1"):
        normal_quantile(confidence)


def test_the_normal_quantile_is_the_familiar_one() -> None:
    # R 4.2: qnorm(0.975).
    assert normal_quantile(0.95) == pytest.approx(1.959963984540054, abs=1e-12)
