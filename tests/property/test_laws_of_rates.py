"""Laws of rates that hold for any events and any time at risk."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from needskit.stats.rate import exact_limits, rate, rate_limits

often = settings(max_examples=200, deadline=None)
EVENTS = st.integers(0, 30) | st.integers(0, 1_000_000)
TIMES = st.floats(0.01, 1e6)
CONFIDENCES = st.sampled_from([0.8, 0.95, 0.998, 1 - 1e-6])


@often
@given(EVENTS, TIMES, CONFIDENCES)
def test_a_rate_lies_within_its_limits_and_more_confidence_wants_wider_ones(
    events: int, time: float, confidence: float
) -> None:
    lower, upper = rate_limits(events, time, confidence=confidence)
    assert 0 <= lower <= rate(events, time) * (1 + 1e-12)
    assert rate(events, time) < upper
    wider = rate_limits(events, time, confidence=(1 + confidence) / 2)
    assert wider.lower <= lower
    assert upper <= wider.upper


@often
@given(EVENTS, CONFIDENCES)
def test_limits_rise_with_the_events_also_where_the_method_changes(events: int, confidence: float) -> None:
    lower, upper = rate_limits([events, events + 1], 1, confidence=confidence)
    assert lower[0] <= lower[1]
    assert upper[0] < upper[1]


@often
@given(st.integers(0, 60), st.integers(5, 60), st.integers(0, 4), st.integers(0, 4), CONFIDENCES)
def test_widened_limits_hold_those_of_every_true_count_and_time(
    events: int, time: int, off_by: int, time_off_by: int, confidence: float
) -> None:
    counts = np.arange(max(events - off_by, 0), events + off_by + 1)
    times = np.arange(time - time_off_by, time + time_off_by + 1)
    true = rate_limits(counts[:, None], times, confidence=confidence)
    lower, upper = rate_limits(events, time, confidence=confidence, off_by=off_by, time_off_by=time_off_by)
    assert lower <= true.lower.min() * (1 + 1e-12)
    assert upper >= true.upper.max() * (1 - 1e-12)


@often
@given(st.integers(1, 500), CONFIDENCES)
def test_at_either_exact_limit_so_few_or_so_many_events_are_as_rare_as_half_of_what_may_go_wrong(
    events: int, confidence: float
) -> None:
    lower, upper = exact_limits(events, confidence=confidence)
    numbers = np.arange(events + 1)
    logs = np.concatenate([[0], np.cumsum(np.log(np.arange(1, events + 1)))])

    def at_most(most: int, mean: float) -> float:
        return float(np.exp(numbers[: most + 1] * np.log(mean) - mean - logs[: most + 1]).sum())

    half = (1 - confidence) / 2
    np.testing.assert_allclose(at_most(events, float(upper)), half, rtol=1e-7)
    np.testing.assert_allclose(1 - at_most(events - 1, float(lower)), half, rtol=1e-7, atol=1e-10)
