"""Regression to the mean against published figures and other distributions; the source stands beside each figure."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import nbinom

from needskit.errors import UsageError
from needskit.stats.beyond_regression import SCENARIOS, beyond_regression
from needskit.stats.rate import exact_limits
from needskit.stats.regression_to_mean import (
    Rates,
    expected_next,
    fall_of_those_chosen,
    kappa_of,
    reference_of,
    robbins,
    robbins_of_those_chosen,
)

# Efron and Hastie (2016), Computer Age Statistical Inference, table 6.1: policies by claims in a year.
CLAIMS = [7840, 1317, 239, 42, 14, 4, 4, 1]


def test_a_person_with_7_events_is_expected_to_have_5_3_next() -> None:
    # (7 + 0.5) * 1.2 / (1.2 + 0.5), by hand.
    assert expected_next(7, mean=1.2, kappa=0.5) == pytest.approx(5.294118, abs=5e-7)


def test_a_person_with_5_events_falls_by_53_per_cent_where_the_shape_is_2_and_the_mean_1() -> None:
    # (5 + 2) * 1 / (1 + 2) is 7 thirds, by hand.
    assert 1 - expected_next(5, mean=1, kappa=2) / 5 == pytest.approx(0.533333, abs=5e-7)


def test_people_chosen_for_5_events_or_more_fall_by_24_per_cent_with_no_effect() -> None:
    # scipy's negative binomial distribution, summed over the numbers of events.
    number = np.arange(5, 500)
    likely = nbinom.pmf(number, 0.5, 0.5 / 1.7)
    fall = 1 - likely @ expected_next(number, mean=1.2, kappa=0.5) / (likely @ number)
    assert fall_of_those_chosen(5, mean=1.2, kappa=0.5) == pytest.approx(fall, abs=1e-12)
    assert round(100 * float(fall)) == 24


def test_robbins_values_of_claims_are_those_published() -> None:
    # Efron and Hastie (2016), table 6.1, the row of Robbins' formula.
    assert robbins(CLAIMS)[:7].round(3).tolist() == [0.168, 0.363, 0.527, 1.333, 1.429, 6.0, 1.75]


def test_expected_claims_are_near_those_of_a_gamma_distribution_by_maximum_likelihood() -> None:
    # Efron and Hastie (2016), table 6.1, the row of the gamma distribution; ours is by the method of moments.
    published = [0.164, 0.398, 0.633, 0.87, 1.10, 1.34, 1.57]
    rates = reference_of(CLAIMS).rates
    found = expected_next(np.arange(7), mean=rates.mean, kappa=rates.kappa)
    np.testing.assert_allclose(found, published, rtol=0.12)


def test_the_covariance_of_mean_and_shape_is_that_of_populations_drawn_again() -> None:
    likely = nbinom.pmf(np.arange(60), 0.5, 0.5 / 1.7)
    drawn = np.random.default_rng(7).multinomial(3000, likely / likely.sum(), 1500)
    rates = [reference_of(each).rates for each in drawn]
    figures = np.array([[each.mean, each.kappa] for each in rates], dtype=np.float64)
    told = np.array([each.covariance for each in rates], dtype=np.float64).mean(axis=0)
    seen = np.atleast_2d(np.cov(figures.T))
    np.testing.assert_allclose(np.sqrt(np.diag(told)), np.sqrt(np.diag(seen)), rtol=0.1)
    together = [each[0, 1] / np.sqrt(each[0, 0] * each[1, 1]) for each in (told, seen)]
    assert together[0] == pytest.approx(together[1], abs=0.1)


def test_the_narrower_limits_are_exact_poisson_limits_over_the_expected_events() -> None:
    found = beyond_regression([5, 7], [30, 20], observed=120, rates=Rates(1.2, SCENARIOS))
    expected = np.array([(30 * (5 + k) + 20 * (7 + k)) * 1.2 / (1.2 + k) for k in (0.5, 1, 2)])
    lower, upper = (float(end) for end in exact_limits(120))
    np.testing.assert_allclose(found.expected, expected)
    np.testing.assert_allclose(found.fall_beyond, 1 - 120 / expected)
    np.testing.assert_allclose(found.fall_beyond_lower, 1 - upper / expected)
    np.testing.assert_allclose(found.fall_beyond_upper, 1 - lower / expected)


@pytest.mark.parametrize("observed", [2, 9, 120, 400])
def test_at_the_wider_limits_so_few_or_so_many_events_are_as_rare_as_half_of_what_may_go_wrong(observed: int) -> None:
    found = beyond_regression([5, 7], [30, 20], observed=observed, rates=Rates(1.2, 0.5))
    # The rates of 50 people of one scale sum to a gamma distribution whose shape is the sum of theirs (scipy's nbinom).
    shape = 30 * 5.5 + 20 * 7.5
    most, fewest = 1 - found.wider_lower, 1 - found.wider_upper
    chance = [shape / (shape + times * found.expected) for times in (most, fewest)]
    assert nbinom.cdf(observed, shape, chance[0]) == pytest.approx(0.025, rel=1e-7)
    assert nbinom.sf(observed - 1, shape, chance[1]) == pytest.approx(0.025, rel=1e-7)


def test_people_who_do_not_differ_beyond_chance_are_refused() -> None:
    for mean, variance in ((1.2, 1.2), (1.2, 0.9), (0, 0), (np.nan, 1)):
        with pytest.raises(UsageError, match="variance of the number of events must be above their mean"):
            kappa_of(mean, variance)
    with pytest.raises(UsageError, match="must be above their mean"):
        reference_of([0, 0, 40])
    with pytest.raises(UsageError, match="must be above 0"):
        beyond_regression([5], [1], observed=2, rates=Rates(1.2, [0.5, 0]))


def test_what_cannot_be_told_is_not_a_number() -> None:
    assert np.isnan(robbins([5, 0, 2])[1])
    nobody = beyond_regression([5], [0], observed=0, rates=Rates(1.2, 0.5))
    assert np.isnan(nobody.fall_seen)
    assert np.isnan(np.stack([nobody.fall_beyond, nobody.wider_lower, nobody.fall_expected])).all()


def test_where_next_to_nothing_is_known_of_people_there_are_no_wider_limits() -> None:
    found = beyond_regression([0], [1], observed=2, rates=Rates(1.2, [0.5, 2]))
    assert np.isnan(found.wider_lower).tolist() == [True, False]
    assert np.isfinite(found.fall_beyond_lower).all()


def test_a_gap_in_the_numbers_loses_no_event_of_those_chosen() -> None:
    # 6 and 8 events of two people; nobody has 7.
    reference = [50, 20, 10, 5, 3, 2, 1, 0, 1]
    assert robbins_of_those_chosen(reference, at_least=5) == 6 + 8
    assert np.nansum(robbins(reference)[5:] * reference[5:]) == 6
