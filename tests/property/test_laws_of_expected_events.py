"""Laws of events against probabilities that hold for any people."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from needskit.stats.poisson_binomial import against_expected, distribution, events_p_value, expected_events

often = settings(max_examples=150, deadline=None)
GROUPS = st.lists(
    st.tuples(st.floats(0.001, 0.999) | st.sampled_from([0.0, 1.0]), st.integers(0, 30)), min_size=1, max_size=6
)
Groups = list[tuple[float, int]]


@often
@given(GROUPS)
def test_the_distribution_has_the_mean_and_the_variance_of_its_people(groups: Groups) -> None:
    p, n = np.array(groups).T
    likely, expected = distribution(p, n), expected_events(p, n)
    numbers = np.arange(len(likely))
    assert len(likely) == n.sum() + 1
    np.testing.assert_allclose(likely.sum(), 1, atol=1e-10)
    np.testing.assert_allclose(likely @ numbers, expected.events, atol=1e-8)
    np.testing.assert_allclose(likely @ (numbers - expected.events) ** 2, expected.variance, atol=1e-7)
    # Poisson-binomial never varies more than one binomial of the mean, nor that more than Poisson.
    assert expected.variance <= expected.events + 1e-12


@often
@given(GROUPS, st.integers(0, 180))
def test_a_p_value_is_one_and_that_of_the_people_without_is_the_same(groups: Groups, observed: int) -> None:
    p, n = np.array(groups).T
    observed = min(observed, int(n.sum()))
    found = events_p_value(observed, p, n)
    assert not found < 0
    assert not found > 1
    np.testing.assert_allclose(events_p_value(n.sum() - observed, 1 - p, n), found, atol=1e-9)


@often
@given(st.integers(0, 50), st.integers(1, 50), st.floats(0.01, 50), st.sampled_from([0.8, 0.95, 0.999]))
def test_a_ratio_lies_within_its_limits_and_the_difference_says_the_same(
    observed: int, more: int, expected: float, confidence: float
) -> None:
    found = against_expected(observed, observed + more, expected, confidence=confidence)
    assert found.ratio_lower - 1e-12 <= found.ratio <= found.ratio_upper
    for ratio, difference in (
        (found.ratio, found.difference),
        (found.ratio_lower, found.difference_lower),
        (found.ratio_upper, found.difference_upper),
    ):
        np.testing.assert_allclose((ratio - 1) * expected / (observed + more), difference, atol=1e-9)
