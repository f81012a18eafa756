"""The mean of a score from counts against statsmodels' weighted statistics."""

from __future__ import annotations

import numpy as np
import pytest
from statsmodels.stats.weightstats import DescrStatsW

from needskit.stats.mean import half_width, score_mean

COUNTS = ([8, 16, 28, 44, 64, 80, 72, 56, 32], [5, 0, 0, 1], [1, 1], [0, 0, 7], [250, 3, 0, 0, 0, 9])


@pytest.mark.parametrize("counts", COUNTS)
@pytest.mark.parametrize("confidence", [0.9, 0.95])
def test_mean_standard_error_and_limits_are_those_of_statsmodels(counts: list[int], confidence: float) -> None:
    found = score_mean([counts])
    expected = DescrStatsW(np.arange(len(counts), dtype=float), weights=counts, ddof=0)
    people = sum(counts)
    # statsmodels divides its variance by n where ddof is 0; the standard error of the mean is by n - 1.
    standard_error = np.sqrt(expected.var / (people - 1))
    assert found.mean.item() == pytest.approx(expected.mean, abs=1e-12)
    assert found.standard_error.item() == pytest.approx(standard_error, abs=1e-12)
    lower, upper = expected.zconfint_mean(alpha=1 - confidence)
    reach = half_width(found, confidence=confidence).item()
    assert (found.mean.item() - reach, found.mean.item() + reach) == pytest.approx((lower, upper), abs=1e-9)


def test_400_people_have_1940_needs() -> None:
    found = score_mean([COUNTS[0]])
    assert (found.total.item(), found.people.item(), found.mean.item()) == (1940, 400, 4.85)


def test_of_nobody_there_is_no_mean_and_of_one_no_standard_error() -> None:
    found = score_mean([[0, 0, 0], [0, 1, 0]])
    assert np.isnan(found.mean).tolist() == [True, False]
    assert np.isnan(found.standard_error).tolist() == [True, True]
