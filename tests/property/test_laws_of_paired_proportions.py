"""Laws of the difference between two proportions of the same people that hold for any counts."""

from __future__ import annotations

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st

from needskit.stats.paired import mcnemar, paired_difference, paired_limits
from needskit.table.paired import PAIRED

often = settings(max_examples=100, deadline=None)
FEW = st.tuples(*[st.integers(0, 15) | st.integers(0, 5_000)] * 4)
CONFIDENCES = st.sampled_from([0.8, 0.95, 1 - 0.05 / 28, 1 - 1e-6])
Four = tuple[int, int, int, int]


@often
@given(FEW)
def test_the_two_times_and_the_two_answers_may_be_swapped(table: Four) -> None:
    both, lost, gained, neither = table
    lower, upper = paired_limits(*table, confidence=0.95)
    for swapped in ((both, gained, lost, neither), (neither, gained, lost, both)):
        found = paired_limits(*swapped, confidence=0.95)
        np.testing.assert_allclose([lower, upper], [-found.upper, -found.lower], atol=1e-12)
        np.testing.assert_allclose(paired_difference(*swapped), -paired_difference(*table), atol=1e-12)
    np.testing.assert_allclose(mcnemar(lost, gained), mcnemar(gained, lost), rtol=1e-12)


@often
@given(FEW, CONFIDENCES)
def test_a_difference_lies_within_its_limits_and_they_within_1(table: Four, confidence: float) -> None:
    lower, upper = paired_limits(*table, confidence=confidence)
    difference = paired_difference(*table)
    assert not (lower > difference + 1e-12)
    assert not (upper < difference - 1e-12)
    assert not (lower < -1 - 1e-12)
    assert not (upper > 1 + 1e-12)


@often
@given(st.integers(0, 400), st.integers(0, 400))
@example(1, 2)  # exactly 1, and a little more in floating point
def test_the_mid_p_is_below_the_exact_p_and_both_are_probabilities(lost: int, gained: int) -> None:
    exact, mid_p = (float(each) for each in mcnemar(lost, gained))
    assert np.isnan([exact, mid_p]).all() if lost + gained == 0 else 0 < mid_p < exact <= 1


@often
@given(st.tuples(*[st.integers(0, 9) | st.integers(0, 900)] * 4), st.integers(0, 3), CONFIDENCES)
@example((8, 0, 0, 8), 1, 1 - 1e-6)  # lowest where one more gains it
@example((3, 1, 6, 12), 2, 0.8)  # lowest between the ends of those at neither
def test_widened_limits_are_the_furthest_of_every_true_count(table: Four, off_by: int, confidence: float) -> None:
    ranges = [np.arange(max(count - off_by, 0), count + off_by + 1, dtype=float) for count in table]
    true = paired_limits(*(each.ravel() for each in np.meshgrid(*ranges)), confidence=confidence)
    lower, upper = paired_limits(*table, confidence=confidence, off_by=off_by)
    if sum(table):
        np.testing.assert_allclose([lower, upper], [np.nanmin(true.lower), np.nanmax(true.upper)], atol=1e-12)


@often
@given(st.tuples(*[st.integers(0, 9) | st.integers(0, 300)] * 4), st.integers(0, 50))
def test_all_figures_of_a_measure_follow_from_its_counts(table: Four, others: int) -> None:
    both, lost, gained, neither = table
    known = sum(table)
    parts = [both + lost, known, known + others, both + gained, gained, lost, both, neither]
    found = PAIRED.apply(np.array([parts], dtype=float))
    assert found["not_known"] == others
    assert found["against_count"] - found["count"] == found["gained"] - found["lost"]
    np.testing.assert_allclose(found["against_estimate"] - found["estimate"], found["difference"], atol=1e-12)
