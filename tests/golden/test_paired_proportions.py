"""The same people asked twice, against published figures and statsmodels; the source stands beside each figure."""

from __future__ import annotations

import math

import numpy as np
import pytest
from statsmodels.stats.contingency_tables import mcnemar as reference

from needskit.stats.paired import mcnemar, paired_difference, paired_limits

BENTUR = (1, 1, 7, 12)
"""Airway hyper-responsiveness of 21 children before and after a transplantation, Bentur and others (2009): with it at
both, before alone, after alone, at neither."""
CAVO = (59, 6, 16, 80)
"""Complete response of 161 people before and after consolidation, Cavo and others (2012), likewise."""


@pytest.mark.parametrize(
    ("counts", "lower", "upper", "decimals"),
    [
        # Newcombe (1998), Statistics in Medicine 17, 2635-2650, worked example, method 10: the first less the second.
        ((12, 2, 9, 21), 0.0112, 0.2954, 4),
        # Fagerland, Lydersen and Laake (2014), Statistics in Medicine 33, 2850-2875, table V: -0.507 to -0.026 of the
        # first less the second.
        (BENTUR, 0.026, 0.507, 3),
        # Fagerland, Lydersen and Laake (2017), Statistical Analysis of Contingency Tables, chapter 8, by the tests of
        # its R package contingencytables 3.1.0: -0.1186 to -0.0046 of the first less the second.
        (CAVO, 0.0046, 0.1186, 4),
    ],
)
def test_limits_are_those_published(
    counts: tuple[int, int, int, int], lower: float, upper: float, decimals: int
) -> None:
    found = paired_limits(*counts, confidence=0.95)
    assert [round(float(each), decimals) for each in found] == [lower, upper]


def test_the_difference_is_of_the_second_less_the_first() -> None:
    # Fagerland, Lydersen and Laake (2017), chapter 8: -0.0621 of the first less the second.
    assert round(float(paired_difference(*CAVO)), 4) == 0.0621


def test_p_values_are_those_published() -> None:
    # Fagerland, Lydersen and Laake (2013), BMC Medical Research Methodology 13:91: 0.070 exact, 0.039 mid-p.
    exact, mid_p = mcnemar(BENTUR[1], BENTUR[2])
    assert (round(float(exact), 4), round(float(mid_p), 4)) == (0.0703, 0.0391)
    # The same, supplement: where as many change either way it is 1 less half of the probability of that.
    exact, mid_p = mcnemar(3, 3)
    assert exact == 1
    assert float(mid_p) == pytest.approx(1 - math.comb(6, 3) / 2**6 / 2)


def test_the_exact_test_is_that_of_statsmodels() -> None:
    lost, gained = np.array([(0, 1), (2, 2), (6, 16), (121, 59), (0, 40), (2000, 2100), (50_000, 50_600)]).T
    found = mcnemar(lost, gained).exact
    for place, (one, other) in enumerate(zip(lost, gained, strict=True)):
        expected = reference([[9, one], [other, 9]], exact=True).pvalue
        assert found[place] == pytest.approx(expected, rel=1e-8)


def test_where_nobody_is_counted_or_nobody_changed_there_is_no_figure() -> None:
    assert np.isnan(mcnemar([0], [0])).all()
    assert np.isnan(paired_difference([0], [0], [0], [0])).all()
    for off_by in (0, 4):
        assert np.isnan(paired_limits([0], [0], [0], [0], confidence=0.95, off_by=off_by)).all()
    # All have it at both: no correlation can be worked out, and the limits are those of independent groups.
    lower, upper = paired_limits([20], [0], [0], [0], confidence=0.95)
    assert (round(float(lower[0]), 4), round(float(upper[0]), 4)) == (-0.1611, 0.1611)
