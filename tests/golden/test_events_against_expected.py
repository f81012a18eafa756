"""Events observed against probabilities, held to scipy and to Wilson's limits; the source stands beside each figure."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import binomtest, poisson_binom

from needskit.errors import UsageError
from needskit.stats.poisson_binomial import (
    EXACT_UP_TO,
    against_expected,
    distribution,
    events_p_value,
    expected_events,
)
from needskit.stats.proportion import wilson


def made_up(seed: int, *, people: int) -> np.ndarray:
    return np.random.default_rng(seed).uniform(0.05, 0.95, size=people)


def test_the_variance_of_142_people_is_less_than_half_that_of_poisson() -> None:
    # The size and the comparison rate of the Justice Data Lab's Leeds analysis (July 2017): 142 people, 56%.
    found = expected_events([0.56], [142])
    assert (round(found.variance, 1), round(found.events, 1), found.people) == (35.0, 79.5, 142)


@pytest.mark.parametrize("people", [1, 7, 142, 800])
def test_the_distribution_of_single_people_is_that_of_scipy(people: int) -> None:
    p = made_up(people, people=people)
    expected = poisson_binom(p)
    found = distribution(p, np.ones(people))
    np.testing.assert_allclose(found, expected.pmf(np.arange(people + 1)), atol=1e-12)
    assert found.sum() == pytest.approx(1, abs=1e-12)


def test_people_who_are_alike_may_be_given_together() -> None:
    p, n = np.array([0.1, 0.56, 0.9]), np.array([3, 40, 21])
    one, other = distribution(p, n), distribution(np.repeat(p, n), np.ones(64))
    np.testing.assert_allclose(one, other, rtol=1e-9)


@pytest.mark.parametrize("observed", [0, 60, 79, 80, 93, 142])
def test_of_people_who_are_all_alike_the_p_value_is_twice_the_smaller_binomial_tail(observed: int) -> None:
    tails = (binomtest(observed, 142, 0.56, alternative=side).pvalue for side in ("less", "greater"))
    assert events_p_value(observed, [0.56], [142]) == pytest.approx(min(2 * min(tails), 1), rel=1e-9)


@pytest.mark.parametrize("away", [0, 10, 40, 65, 80, 110])
def test_where_the_method_changes_the_normal_p_value_is_near_the_exact_one(away: int) -> None:
    p, n = made_up(1, people=EXACT_UP_TO), np.ones(EXACT_UP_TO)
    observed = round(float(p.sum())) + away
    exact = events_p_value(observed, p, n)
    # One more, of whom nothing is in doubt, makes one person too many for the exact one.
    assert events_p_value(observed, [*p, 0], [*n, 1]) == pytest.approx(exact, abs=1e-4)


def test_where_events_are_rare_the_normal_p_value_is_further_off() -> None:
    n = EXACT_UP_TO
    apart = [events_p_value(k, [0.02], [n]) - events_p_value(k, [0.02, 0], [n, 1]) for k in range(60, 140)]
    assert 0.01 < np.abs(apart).max() < 0.013


def test_limits_are_wilsons_divided_by_the_share_expected() -> None:
    found = against_expected([93, 0], [142, 10], [142 * 0.56, 2.5])
    lower, upper = wilson([93, 0], [142, 10])
    np.testing.assert_allclose(found.ratio, [93 / 79.52, 0])
    np.testing.assert_allclose(found.ratio_lower, lower / [0.56, 0.25])
    np.testing.assert_allclose(found.ratio_upper, upper / [0.56, 0.25])
    np.testing.assert_allclose(found.difference, [93 / 142 - 0.56, -0.25])
    np.testing.assert_allclose(found.difference_lower, lower - [0.56, 0.25])
    np.testing.assert_allclose(found.difference_upper, upper - [0.56, 0.25])


def test_of_nobody_or_with_nothing_in_doubt_there_is_no_figure() -> None:
    assert np.isnan(events_p_value(0, [], []))
    assert np.isnan(events_p_value(3, [1, 0], [3, 4]))
    assert np.isnan(events_p_value(np.nan, [0.5], [3]))
    assert distribution([], []).tolist() == [1]
    assert distribution([1, 0, 0.5], [2, 1, 0]).tolist() == [0, 0, 1, 0]
    assert np.isnan(against_expected([0], [0], [0])).all()
    found = against_expected([1], [4], [0])
    assert np.isnan([found.ratio, found.ratio_lower, found.ratio_upper]).all()
    assert found.difference.tolist() == [0.25]


def test_people_who_do_not_come_whole_are_taken_as_normal() -> None:
    assert events_p_value(80.2, [0.56], [142.5]) == pytest.approx(1, abs=1e-12)
    assert events_p_value(100, [0.56], [142.5]) < 0.001


def test_what_is_no_probability_is_refused() -> None:
    for p, n in (([56], [142]), ([-0.1], [1]), ([np.nan], [1]), ([0.5], [-1])):
        with pytest.raises(UsageError, match="between 0 and 1"):
            expected_events(p, n)
    with pytest.raises(UsageError, match="must be whole"):
        distribution([0.5], [1.5])
