"""Medians and quantiles of scores from counts against those of numpy from every person's score."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from needskit.errors import UsageError
from needskit.stats.middle import median_score, quantile_score

COUNTS = st.lists(st.integers(0, 9), min_size=4, max_size=4).filter(any)
SHARES = st.sampled_from(["0", "0.05", "0.1", "0.25", "0.29", "0.3", "0.5", "0.7", "0.75", "0.9", "0.95", "1"])


@given(st.lists(COUNTS, min_size=1, max_size=5))
def test_the_median_is_that_of_everybodys_score(people_at: list[list[int]]) -> None:
    expected = [np.median(np.repeat(np.arange(4), counts)) for counts in people_at]
    assert median_score(people_at).tolist() == expected


@given(COUNTS, st.sampled_from([0, 0.125, 0.25, 0.5, 0.75, 0.875, 1]))
def test_a_quantile_is_the_averaged_one_of_numpy(counts: list[int], share: float) -> None:
    # Eighths are exact in binary, so that numpy has no rounding of its own.
    expected = np.quantile(np.repeat(np.arange(4), counts), share, method="averaged_inverted_cdf")
    assert quantile_score([counts], share=share).item() == expected


@given(COUNTS, SHARES)
def test_a_quantile_is_right_for_shares_that_binary_cannot_hold(counts: list[int], share: str) -> None:
    scores = np.repeat(np.arange(4), counts)
    wanted = Fraction(share) * len(scores)
    last, following = max(-(-wanted // 1), 1), min(wanted // 1 + 1, len(scores))
    expected = (scores[int(last) - 1] + scores[int(following) - 1]) / 2
    assert quantile_score([counts], share=float(share)).item() == expected


def test_the_median_of_an_even_number_may_be_a_half() -> None:
    assert median_score([[1, 1], [2, 1], [0, 6], [3, 3]]).tolist() == [0.5, 0, 1, 0.5]


def test_29_of_100_people_are_29_people() -> None:
    assert quantile_score([[29, 0, 71]], share=0.29).item() == 1


def test_of_nobody_there_is_no_middle() -> None:
    assert np.isnan(median_score([[0, 0, 0], [0, 1, 0]])).tolist() == [True, False]


@pytest.mark.parametrize("share", [-0.1, 1.1, 25, float("nan")])
def test_what_is_no_share_is_refused(share: float) -> None:
    with pytest.raises(UsageError, match="share must lie between 0 and 1"):
        quantile_score([[1, 2]], share=share)
