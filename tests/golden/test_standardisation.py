"""Direct standardisation against published output and the formulas written out stratum by stratum."""

from __future__ import annotations

from math import fsum, sqrt
from statistics import NormalDist

import numpy as np
import pytest
from statsmodels.stats.proportion import proportion_confint
from statsmodels.stats.weightstats import DescrStatsW

from needskit.errors import UsageError
from needskit.stats.mean import half_width, score_mean
from needskit.stats.standard import Standardised, standard_mean, standard_proportion

CHANCE = np.random.default_rng(7)
OUT_OF = CHANCE.integers(1, 80, size=(30, 5))
COUNT = CHANCE.binomial(OUT_OF, CHANCE.random((30, 5)) ** 2)
STANDARD = CHANCE.integers(1, 1000, size=(30, 5))
PEOPLE_AT = CHANCE.integers(0, 9, size=(30, 5, 4)) + np.array([1, 0, 0, 1])


def rounded(found: Standardised, places: int) -> tuple[float, ...]:
    return tuple(round(each.item(), places) for each in found)


def test_births_with_downs_syndrome_are_those_of_r() -> None:
    # R package dsrTest, vignette: births of order 5 or more in Michigan, 1950-1964, from table 14.4 of Fleiss (1981).
    count = [[0, 8, 63, 112, 262, 295]]
    out_of = [[327, 30666, 123419, 149919, 104088, 34392]]
    standard = [319933, 931318, 786511, 488235, 237863, 61313]
    found = standard_proportion(count, out_of, standard=standard)
    assert found.estimate.item() * 1e5 == pytest.approx(75.52901, abs=5e-6)
    assert found.share_covered.item() == 1


def test_high_blood_pressure_of_women_is_that_of_stata() -> None:
    # Stata 8, dstdize, as printed on Statalist on 14 August 2003. It shares no weight out, so that its rate is ours
    # times the share covered: the standard population of 104,000 has men in it, and these are women.
    count, out_of = [[0, 0, 1, 0, 0, 0, 0, 0]], [[14, 13, 19, 14, 0, 0, 0, 0]]
    standard = [11000, 16000, 16000, 11000, 10000, 15000, 10000, 15000]
    found = standard_proportion(count, out_of, standard=standard)
    covered = found.share_covered.item()
    assert covered == pytest.approx(54 / 104)
    assert found.estimate.item() * covered == pytest.approx(0.0081, abs=5e-5)
    # Its limits are normal: 0.0000 (cut off at 0) to 0.0235.
    upper = found.estimate.item() + NormalDist().inv_cdf(0.975) * found.standard_error.item()
    assert upper * covered == pytest.approx(0.0235, abs=5e-5)
    assert found.estimate.item() == pytest.approx(16 / 54 / 19)


@pytest.mark.parametrize("confidence", [0.9, 0.95])
def test_a_proportion_is_the_formulas_written_out(confidence: float) -> None:
    found = standard_proportion(COUNT, OUT_OF, standard=STANDARD, confidence=confidence)
    for cell, (count, out_of, standard) in enumerate(zip(COUNT, OUT_OF, STANDARD, strict=True)):
        weights = [each / sum(standard) for each in standard]
        shares = [k / n for k, n in zip(count, out_of, strict=True)]
        estimate = fsum(w * p for w, p in zip(weights, shares, strict=True))
        variance = fsum(w * w * p * (1 - p) / n for w, p, n in zip(weights, shares, out_of, strict=True))
        lower, upper = proportion_confint(count, out_of, alpha=1 - confidence, method="wilson")
        below = sqrt(fsum((w * (p - low)) ** 2 for w, p, low in zip(weights, shares, lower, strict=True)))
        above = sqrt(fsum((w * (high - p)) ** 2 for w, p, high in zip(weights, shares, upper, strict=True)))
        assert found.estimate[cell] == pytest.approx(estimate, abs=1e-12)
        assert found.standard_error[cell] == pytest.approx(sqrt(variance), abs=1e-12)
        assert (found.lower[cell], found.upper[cell]) == pytest.approx((estimate - below, estimate + above), abs=1e-9)


@pytest.mark.parametrize(
    ("people", "shares"),
    [
        ([8, 5, 12, 20], [0.5, 0.1, 0.3, 0.6]),
        ([40, 25, 60, 30], [0.02, 0.05, 0.01, 0.08]),
        ([3, 4, 2, 50], [0.7, 0.2, 0.9, 0.1]),
    ],
)
def test_95_percent_limits_hold_about_as_often_as_they_say_where_strata_are_small(
    people: list[int], shares: list[float]
) -> None:
    out_of = np.tile(people, (20_000, 1))
    count = np.random.default_rng(1).binomial(out_of, shares)
    found = standard_proportion(count, out_of, standard=[30, 20, 10, 40])
    true = np.dot(shares, [0.3, 0.2, 0.1, 0.4])
    assert 0.93 < np.mean((found.lower <= true) & (true <= found.upper)) < 0.98


@pytest.mark.parametrize("confidence", [0.9, 0.95])
def test_a_mean_is_the_formulas_written_out(confidence: float) -> None:
    found = standard_mean(PEOPLE_AT, standard=STANDARD, confidence=confidence)
    reach = NormalDist().inv_cdf((1 + confidence) / 2)
    for cell, (people_at, standard) in enumerate(zip(PEOPLE_AT, STANDARD, strict=True)):
        strata = [DescrStatsW(np.arange(4.0), weights=counts, ddof=1) for counts in people_at]
        weights = [each / sum(standard) for each in standard]
        estimate = fsum(w * each.mean for w, each in zip(weights, strata, strict=True))
        variance = fsum(w * w * each.var / each.nobs for w, each in zip(weights, strata, strict=True))
        assert found.estimate[cell] == pytest.approx(estimate, abs=1e-12)
        assert found.standard_error[cell] == pytest.approx(sqrt(variance), abs=1e-12)
        ends = max(estimate - reach * sqrt(variance), 0), min(estimate + reach * sqrt(variance), 3)
        assert (found.lower[cell], found.upper[cell]) == pytest.approx(ends, abs=1e-9)


def test_of_one_stratum_the_mean_and_its_limits_are_as_without_standardisation() -> None:
    counts = [[8, 16, 28, 44, 64, 80, 72, 56, 32]]
    plain = score_mean(counts)
    reach = half_width(plain, confidence=0.95).item()
    found = standard_mean([counts], standard=[1])
    assert found.estimate.item() == pytest.approx(plain.mean.item())
    assert (found.lower.item(), found.upper.item()) == pytest.approx((4.85 - reach, 4.85 + reach))


def test_a_stratum_of_nobody_leaves_its_weight_to_the_others() -> None:
    some = standard_proportion([[3, 4]], [[10, 20]], standard=[300, 500])
    more = standard_proportion([[3, 0, 4]], [[10, 0, 20]], standard=[300, 200, 500])
    assert rounded(more, 12)[:4] == rounded(some, 12)[:4]
    assert (some.share_covered.item(), more.share_covered.item()) == (1, 0.8)
    fewer = standard_mean([[[3, 4], [0, 0], [2, 9]]], standard=[300, 200, 500])
    assert rounded(fewer, 12)[:4] == rounded(standard_mean([[[3, 4], [2, 9]]], standard=[300, 500]), 12)[:4]
    assert fewer.share_covered.item() == 0.8


def test_a_stratum_that_the_standard_has_nobody_in_does_not_count() -> None:
    found = standard_proportion([[3, 9, 4]], [[10, 10, 20]], standard=[300, 0, 500])
    assert rounded(found, 12) == rounded(standard_proportion([[3, 4]], [[10, 20]], standard=[300, 500]), 12)


def test_where_nothing_is_covered_there_is_no_figure() -> None:
    nobody = standard_proportion([[0, 0], [0, 3]], [[0, 0], [0, 9]], standard=[5, 0])
    assert np.isnan(np.array(nobody[:4])).all()
    assert nobody.share_covered.tolist() == [0, 0]
    assert np.isnan(np.array(standard_proportion([[1, 2]], [[3, 4]], standard=[0, 0]))).all()
    assert np.isnan(np.array(standard_mean([[[0, 0], [0, 0]]], standard=[5, 6])[:4])).all()


@pytest.mark.parametrize("missing", [([[np.nan, 3]], [[9, 9]], [5, 6]), ([[1, 3]], [[9, np.nan]], [5, 6])])
def test_where_a_count_is_missing_there_is_no_figure(missing: tuple[list[list[float]], ...]) -> None:
    count, out_of, standard = missing
    assert np.isnan(np.array(standard_proportion(count, out_of, standard=standard)[:4])).all()


def test_where_a_score_of_a_stratum_is_missing_there_is_no_mean() -> None:
    assert np.isnan(np.array(standard_mean([[[np.nan, 2.0], [3.0, 4.0]]], standard=[5, 6]))).all()


def test_one_person_alone_has_the_variance_of_all_strata() -> None:
    found = standard_mean([[[0, 1, 0], [10, 0, 10], [0, 8, 8]]], standard=[100, 100, 100])
    pooled = (20 * 1 + 16 * 0.25) / (19 + 15)
    expected = sqrt((pooled + 20 / 19 / 20 + 4 / 15 / 16) / 9)
    assert found.standard_error.item() == pytest.approx(expected, rel=1e-12)
    alone = standard_mean([[[0, 1, 0], [1, 0, 0]]], standard=[100, 100])
    assert alone.estimate.item() == 0.5
    assert np.isnan([alone.standard_error.item(), alone.lower.item(), alone.upper.item()]).all()


def test_what_is_no_confidence_is_refused() -> None:
    with pytest.raises(UsageError, match=r"confidence must lie between 0\.5 and 1"):
        standard_proportion([[1]], [[2]], standard=[3], confidence=0.05)
    with pytest.raises(UsageError, match=r"confidence must lie between 0\.5 and 1"):
        standard_mean([[[1]]], standard=[3], confidence=0.05)
