"""Laws of trends, models and standardised figures that hold for any counts."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from needskit.stats.logistic import logistic
from needskit.stats.proportion import wilson
from needskit.stats.standard import standard_mean, standard_proportion
from needskit.stats.trend import proportion_trend

often = settings(max_examples=200, deadline=None)
PAIRS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=2, max_size=6)
CONFIDENCES = st.sampled_from([0.9, 0.95, 0.999])
Pairs = list[tuple[int, int]]


@often
@given(PAIRS)
def test_a_trend_of_the_others_is_the_opposite_and_so_is_one_read_backwards(pairs: Pairs) -> None:
    yes, no = np.array(pairs, dtype=float).T[:, None]
    found = proportion_trend(yes, yes + no)
    for other in (proportion_trend(no, yes + no), proportion_trend(yes[:, ::-1], (yes + no)[:, ::-1])):
        np.testing.assert_allclose(other.slope, -found.slope, atol=1e-12)
        np.testing.assert_allclose(other.z, -found.z, atol=1e-9)
        np.testing.assert_allclose(other.p_value, found.p_value, atol=1e-9)
        np.testing.assert_allclose(other.lower, -found.upper, atol=1e-9)


@often
@given(PAIRS)
def test_a_slope_lies_between_minus_1_and_1_and_within_its_limits(pairs: Pairs) -> None:
    yes, no = np.array(pairs, dtype=float).T[:, None]
    found = proportion_trend(yes, yes + no)
    assert not (np.abs(found.slope) > 1 + 1e-12).any()
    assert not ((found.lower > found.slope + 1e-12) | (found.upper < found.slope - 1e-12)).any()


@often
@given(PAIRS)
def test_a_model_of_the_others_has_the_opposite_coefficients(pairs: Pairs) -> None:
    yes, no = np.array(pairs, dtype=float).T
    design = np.column_stack([np.ones(len(pairs)), np.arange(len(pairs))])
    one, other = logistic(design, yes, yes + no), logistic(design, no, yes + no)
    assert one.converged == other.converged
    np.testing.assert_allclose(one.coefficient, -other.coefficient, atol=1e-7)
    np.testing.assert_allclose(one.standard_error, other.standard_error, rtol=1e-6)


@often
@given(PAIRS)
def test_a_fitted_model_expects_as_many_as_there_are_at_every_term(pairs: Pairs) -> None:
    yes, no = np.array(pairs, dtype=float).T
    design = np.column_stack([np.ones(len(pairs)), np.arange(len(pairs))])
    found = logistic(design, yes, yes + no)
    if found.converged:
        expected = (yes + no) / (1 + np.exp(-design @ found.coefficient))
        np.testing.assert_allclose(design.T @ expected, design.T @ yes, atol=1e-6)


@often
@given(PAIRS, st.lists(st.integers(0, 50), min_size=6, max_size=6), CONFIDENCES)
def test_a_standardised_proportion_lies_within_its_limits_and_they_between_0_and_1(
    pairs: Pairs, standard: list[int], confidence: float
) -> None:
    yes, no = np.array(pairs, dtype=float).T[:, None]
    found = standard_proportion(yes, yes + no, standard=standard[: len(pairs)], confidence=confidence)
    outside = (found.lower < 0) | (found.lower > found.estimate) | (found.estimate > found.upper) | (found.upper > 1)
    assert not outside.any()
    assert not (found.lower == found.upper).any()


@often
@given(PAIRS)
def test_standardised_to_itself_a_proportion_and_a_mean_are_the_plain_ones(pairs: Pairs) -> None:
    yes, no = np.array(pairs, dtype=float).T[:, None]
    of_all = yes.sum() / (yes + no).sum() if (yes + no).any() else np.nan
    proportion = standard_proportion(yes, yes + no, standard=yes + no)
    mean = standard_mean(np.stack([no, yes], axis=2), standard=yes + no)
    np.testing.assert_allclose([proportion.estimate, mean.estimate], of_all, atol=1e-12)


@often
@given(st.integers(0, 90), st.integers(0, 90), CONFIDENCES)
def test_of_one_stratum_the_limits_are_wilsons(count: int, rest: int, confidence: float) -> None:
    found = standard_proportion([[count]], [[count + rest]], standard=[7], confidence=confidence)
    expected = wilson([count], [count + rest], confidence=confidence)
    np.testing.assert_allclose([found.lower, found.upper], expected, atol=1e-12)
