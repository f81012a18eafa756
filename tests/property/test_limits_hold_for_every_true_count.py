"""Whatever the counts were before they were rounded, the widened limits hold theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st

from needskit.stats.association import odds_ratio_limits, risk_ratio_limits, share_limits

if TYPE_CHECKING:
    from needskit.stats.proportion import Floats, Interval

often = settings(max_examples=150, deadline=None)
# Few people and a high confidence are where the limits turn, so that the plain corners would not hold.
COUNTS = st.integers(0, 12) | st.integers(0, 100_000)
CONFIDENCES = st.sampled_from([0.8, 0.95, 0.99, 1 - 0.05 / 28, 1 - 1e-6])
OFF_BY = st.integers(0, 4)


def near(counts: list[int], off_by: int) -> list[Floats]:
    """Return every table of true counts within ``off_by`` of those shown."""
    ranges = [np.arange(max(count - off_by, 0), count + off_by + 1, dtype=float) for count in counts]
    return [each.ravel() for each in np.meshgrid(*ranges)]


def holds(widened: Interval, true: Interval) -> bool:
    """Tell if no true limit is beyond the widened ones; one that is not a number claims nothing."""
    below = true.lower < widened.lower.item() - 1e-9 * abs(widened.lower.item())
    above = true.upper > widened.upper.item() * (1 + 1e-9)
    open_above = np.isnan(true.upper) & ~np.isnan(true.lower) & ~np.isnan(widened.upper.item())
    return not (below | above | open_above).any()


@often
@given(st.lists(COUNTS, min_size=4, max_size=4), CONFIDENCES, OFF_BY)
@example([1000, 5, 1000, 1000], 1 - 1e-6, 4)  # lowest where the second count is lowest
@example([1000, 1000, 2, 1000], 1 - 0.05 / 28, 1)
@example([5, 1000, 1000, 1000], 1 - 1e-6, 4)
@example([1000, 1000, 1000, 2], 1 - 0.05 / 28, 1)
def test_limits_of_an_odds_ratio(shown: list[int], confidence: float, off_by: int) -> None:
    a, b, c, d = near(shown, off_by)
    true = odds_ratio_limits(a, b, c, d, confidence=confidence)
    widened = odds_ratio_limits(shown[0], shown[1], shown[2], shown[3], confidence=confidence, off_by=off_by)
    assert holds(widened, true)


@often
@given(st.lists(COUNTS, min_size=4, max_size=4), CONFIDENCES, OFF_BY)
@example([1000, 1000, 5, 1000], 1 - 1e-6, 4)  # lowest where the third count is lowest
@example([5, 1000, 1000, 1000], 1 - 1e-6, 4)
@example([100_000, 4, 10, 4], 1 - 1e-6, 4)  # lowest between the ends of the fourth
@example([10, 4, 100_000, 4], 1 - 1e-6, 4)
def test_limits_of_a_risk_ratio(shown: list[int], confidence: float, off_by: int) -> None:
    a, b, c, d = near(shown, off_by)
    true = risk_ratio_limits(a, b, c, d, confidence=confidence)
    widened = risk_ratio_limits(shown[0], shown[1], shown[2], shown[3], confidence=confidence, off_by=off_by)
    assert holds(widened, true)


@often
@given(st.lists(COUNTS, min_size=2, max_size=2), CONFIDENCES, OFF_BY)
def test_limits_of_a_share(shown: list[int], confidence: float, off_by: int) -> None:
    count, rest = near(shown, off_by)
    true = share_limits(count, rest, confidence=confidence)
    assert holds(share_limits(shown[0], shown[1], confidence=confidence, off_by=off_by), true)


@often
@given(st.lists(st.integers(1, 500), min_size=4, max_size=4), CONFIDENCES)
def test_with_the_groups_changed_over_the_limits_are_one_over_the_others(counts: list[int], confidence: float) -> None:
    a, b, c, d = counts
    for limits in (odds_ratio_limits, risk_ratio_limits):
        one, other = limits(a, b, c, d, confidence=confidence), limits(c, d, a, b, confidence=confidence)
        np.testing.assert_allclose(one.lower * other.upper, 1, rtol=1e-9)
        np.testing.assert_allclose(one.upper * other.lower, 1, rtol=1e-9)
