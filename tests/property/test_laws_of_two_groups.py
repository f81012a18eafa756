"""Laws of the difference between two groups that hold for any counts."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from needskit.stats.two_by_two import pearson, risk_difference, risk_difference_limits

often = settings(max_examples=200, deadline=None)
FEW = st.tuples(*[st.integers(0, 15) | st.integers(0, 5_000)] * 4)
CONFIDENCES = st.sampled_from([0.8, 0.95, 1 - 1e-6])
Four = tuple[int, int, int, int]


@often
@given(FEW)
def test_the_groups_and_the_answers_may_be_swapped(table: Four) -> None:
    a, b, c, d = table
    found = pearson(a, b, c, d)
    for other in ((c, d, a, b), (b, a, d, c), (a, c, b, d)):
        np.testing.assert_allclose(pearson(*other).statistic, found.statistic, rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(risk_difference(c, d, a, b), -risk_difference(a, b, c, d), atol=1e-12)
    lower, upper = risk_difference_limits(a, b, c, d, confidence=0.95)
    swapped = risk_difference_limits(c, d, a, b, confidence=0.95)
    np.testing.assert_allclose([lower, upper], [-swapped.upper, -swapped.lower], atol=1e-12)


@often
@given(FEW, CONFIDENCES)
def test_a_difference_lies_within_its_limits_and_they_within_1(table: Four, confidence: float) -> None:
    lower, upper = risk_difference_limits(*table, confidence=confidence)
    difference = risk_difference(*table)
    assert not (lower > difference + 1e-12)
    assert not (upper < difference - 1e-12)
    assert not (lower < -1 - 1e-12)
    assert not (upper > 1 + 1e-12)


@often
@given(st.tuples(*[st.integers(0, 9) | st.integers(0, 900)] * 4), st.integers(0, 3), CONFIDENCES)
def test_widened_limits_hold_those_of_every_true_count(table: Four, off_by: int, confidence: float) -> None:
    ranges = [np.arange(max(count - off_by, 0), count + off_by + 1, dtype=float) for count in table]
    true = risk_difference_limits(*(each.ravel() for each in np.meshgrid(*ranges)), confidence=confidence)
    lower, upper = risk_difference_limits(*table, confidence=confidence, off_by=off_by)
    assert not (true.lower < lower - 1e-12).any()
    assert not (true.upper > upper + 1e-12).any()
