"""Laws of figures pooled over strata that hold for any counts."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from needskit.stats.stratified import (
    homogeneity,
    mantel_haenszel,
    pooled_odds_ratio,
    pooled_risk_difference,
    pooled_risk_ratio,
)
from needskit.stats.two_by_two import risk_difference

often = settings(max_examples=200, deadline=None)
STRATA = st.lists(st.tuples(*[st.integers(0, 40)] * 4), min_size=1, max_size=6)
Strata = list[tuple[int, int, int, int]]


def arrays(strata: Strata) -> list[np.ndarray]:
    return [np.array([each], dtype=float) for each in zip(*strata, strict=True)]


@often
@given(STRATA)
def test_swapping_the_groups_turns_ratios_over_and_differences_round(strata: Strata) -> None:
    a, b, c, d = arrays(strata)
    for ratio in (pooled_odds_ratio, pooled_risk_ratio):
        one, other = ratio(a, b, c, d), ratio(c, d, a, b)
        known = np.isfinite(one.lower) & np.isfinite(other.lower)
        np.testing.assert_allclose(one.estimate[known] * other.estimate[known], np.ones(known.sum()), rtol=1e-9)
        np.testing.assert_allclose(one.lower[known] * other.upper[known], np.ones(known.sum()), rtol=1e-9)
    one, other = pooled_risk_difference(a, b, c, d), pooled_risk_difference(c, d, a, b)
    np.testing.assert_allclose(one.estimate, -other.estimate, atol=1e-12)
    np.testing.assert_allclose(one.lower, -other.upper, atol=1e-9)
    for test in (mantel_haenszel, homogeneity):
        np.testing.assert_allclose(test(a, b, c, d).p_value, test(c, d, a, b).p_value, atol=1e-7)


@often
@given(STRATA)
def test_the_order_of_strata_does_not_matter_and_pooled_differences_lie_between_theirs(strata: Strata) -> None:
    a, b, c, d = arrays(strata)
    found, turned = pooled_risk_difference(a, b, c, d), pooled_risk_difference(*arrays(strata[::-1]))
    np.testing.assert_allclose(found.estimate, turned.estimate, atol=1e-12)
    each = risk_difference(a, b, c, d)
    if np.isfinite(each).any():
        assert np.nanmin(each) - 1e-12 <= found.estimate[0] <= np.nanmax(each) + 1e-12
    assert not (found.lower > found.estimate).any()
    assert not (found.upper < found.estimate).any()


@often
@given(st.tuples(*[st.integers(1, 40)] * 4), st.integers(2, 5))
def test_strata_that_are_alike_do_not_differ_and_pool_to_their_own_figure(table: tuple[int, ...], times: int) -> None:
    a, b, c, d = arrays([table] * times)  # type: ignore[list-item] # four counts
    differ = homogeneity(a, b, c, d)
    assert differ.statistic[0] < 1e-6
    assert differ.degrees[0] == times - 1
    np.testing.assert_allclose(pooled_odds_ratio(a, b, c, d).estimate, (a * d / b / c)[:, 0], rtol=1e-12)
    np.testing.assert_allclose(pooled_risk_difference(a, b, c, d).estimate, risk_difference(a, b, c, d)[:, 0])
