"""Laws of weights to the treated, and of what follows from them, that hold for any people."""

from __future__ import annotations

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from needskit.stats.effect import Difference, mean_difference, proportion_difference, rate_ratio
from needskit.stats.outcome_model import doubly_robust, expected_without, standardised
from needskit.stats.planning import detectable_difference, e_value, people_needed_for_proportions
from needskit.stats.proportion import newcombe, wilson
from needskit.stats.weighting import Balanced, effective_size, entropy_balance, weights_to_treated

often = settings(max_examples=40, deadline=None)
WEIGHTS = st.lists(st.floats(0.01, 20), min_size=1, max_size=40)
# Of each person: treated or not, two terms, an outcome, yes or no, and a weight.
PERSON = st.tuples(
    st.integers(0, 1), st.integers(-3, 3), st.integers(0, 1), st.integers(0, 9), st.integers(0, 1), st.floats(0.05, 5)
)
PEOPLE = st.lists(PERSON, min_size=8, max_size=40)
Rows = list[tuple[int, int, int, int, int, float]]


def columns(rows: Rows) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return who was treated, the terms, the outcome, yes or no, and the weights."""
    data = np.array(rows, dtype=float)
    assume(0 < data[:, 0].sum() < len(data))
    return data[:, 0], data[:, 1:3], data[:, 3], data[:, 4], data[:, 5]


def can_be_balanced(treated: np.ndarray, terms: np.ndarray) -> bool:
    """Tell by a linear program whether the treated lie within what the others span."""
    others = terms[treated == 0]
    equations = np.vstack([others.T, np.ones(len(others))])
    wanted = np.append(terms[treated == 1].mean(axis=0), 1)
    return bool(linprog(np.zeros(len(others)), A_eq=equations, b_eq=wanted, method="highs").success)


def summed(found: Difference) -> list[float]:
    return [found.difference, found.standard_error, found.lower, found.upper]


@often
@given(WEIGHTS)
def test_weighted_people_are_worth_no_more_than_they_are(weights: list[float]) -> None:
    found = effective_size(weights)
    assert 1 - 1e-9 <= found <= len(weights) * (1 + 1e-12)
    np.testing.assert_allclose(effective_size([*weights, 0, 0]), found)
    np.testing.assert_allclose(effective_size(3 * np.array(weights)), found)
    np.testing.assert_allclose(effective_size(np.full(len(weights), weights[0])), len(weights))


@often
@given(st.lists(st.tuples(st.integers(1, 30), st.integers(1, 30)), min_size=1, max_size=6))
def test_by_the_share_of_treated_in_each_stratum_the_others_are_spread_like_them(strata: list[tuple[int, int]]) -> None:
    counts = np.array(strata)
    treated = np.concatenate([np.repeat([1, 0], pair) for pair in counts])
    stratum = np.repeat(np.arange(len(counts)), counts.sum(axis=1))
    weights = weights_to_treated(treated, (counts[:, 0] / counts.sum(axis=1))[stratum])
    of_others = np.bincount(stratum[treated == 0], weights[treated == 0], minlength=len(counts))
    np.testing.assert_allclose(of_others, counts[:, 0])


@often
@given(PEOPLE)
def test_balance_is_reached_exactly_where_it_is_possible(rows: Rows) -> None:
    treated, terms, *_ = columns(rows)
    found = entropy_balance(treated, terms)
    assert found.reached == can_be_balanced(treated, terms)
    if found.outside.any():
        assert not found.reached
    if not found.reached:
        assert np.isnan(found.weights[treated == 0]).all()
        return
    assert_is_balanced(found, treated, terms)


def assert_is_balanced(found: Balanced, treated: np.ndarray, terms: np.ndarray) -> None:
    weights = found.weights[treated == 0]
    np.testing.assert_allclose(weights.sum(), treated.sum())
    np.testing.assert_allclose(
        np.average(terms[treated == 0], axis=0, weights=weights), terms[treated == 1].mean(axis=0), atol=1e-5
    )
    # What makes them the most even of all such weights: their logarithms are a sum over the terms. Of weights that are
    # all but 0 the logarithms have lost their digits.
    if weights.min() > 1e-6:
        design = np.column_stack([np.ones(len(weights)), terms[treated == 0]])
        told = design @ np.linalg.lstsq(design, np.log(weights), rcond=None)[0]
        np.testing.assert_allclose(told, np.log(weights), atol=1e-6)


@often
@given(PEOPLE)
def test_of_balanced_people_a_straight_line_has_nothing_to_correct(rows: Rows) -> None:
    treated, terms, outcome, _, _ = columns(rows)
    balanced = entropy_balance(treated, terms, tolerance=1e-9)
    model = expected_without(outcome, treated, np.column_stack([np.ones(len(treated)), terms]), kind="linear")
    assume(balanced.reached and model.converged)
    one = mean_difference(outcome, treated, weights=balanced.weights).difference
    other = doubly_robust(outcome, treated, model, weights=balanced.weights).difference
    np.testing.assert_allclose(other, one, atol=1e-6)


@often
@given(PEOPLE)
def test_a_model_without_terms_says_welchs_difference(rows: Rows) -> None:
    treated, _, outcome, _, _ = columns(rows)
    groups = outcome[treated == 1], outcome[treated == 0]
    assume(min(len(each) for each in groups) > 1)
    model = expected_without(outcome, treated, np.ones((len(treated), 1)), kind="linear")
    found = standardised(outcome, treated, model)
    welch = np.sqrt(sum(each.var(ddof=1) / len(each) for each in groups))
    # Where nothing varies there is no telling how sure the difference is.
    expected = [groups[0].mean() - groups[1].mean(), welch if welch > 0 else np.nan]
    np.testing.assert_allclose([found.difference, found.standard_error], expected, rtol=1e-7, atol=1e-12)
    even = doubly_robust(outcome, treated, model, weights=np.ones(len(treated)))
    unadjusted = np.sqrt(sum(each.var() / len(each) for each in groups))
    expected[1] = unadjusted if welch > 0 else np.nan
    np.testing.assert_allclose([even.difference, even.standard_error], expected, rtol=1e-7, atol=1e-12)


@often
@given(PEOPLE, st.sampled_from([0.9, 0.95, 0.99]))
def test_limits_and_test_of_a_difference_of_proportions_never_disagree(rows: Rows, confidence: float) -> None:
    treated, _, _, answer, weights = columns(rows)
    found = proportion_difference(answer, treated, weights=weights, confidence=confidence)
    assert -1 <= found.lower <= found.difference <= found.upper <= 1
    # On the edge itself, where an interval ends at 0, neither says more than the other.
    assume(abs(found.p_value - (1 - confidence)) > 1e-9)
    assert (found.p_value < 1 - confidence) == (found.lower > 0 or found.upper < 0)
    turned = proportion_difference(1 - answer, treated, weights=7 * weights, confidence=confidence)
    np.testing.assert_allclose([turned.lower, turned.upper], [-found.upper, -found.lower], atol=1e-12)
    np.testing.assert_allclose(turned.p_value, found.p_value, rtol=1e-6)


@often
@given(PEOPLE)
def test_clusters_of_one_are_no_clusters_and_units_change_nothing(rows: Rows) -> None:
    treated, _, outcome, _, weights = columns(rows)
    number = len(treated)
    apart = mean_difference(outcome, treated, weights=weights)
    alone = mean_difference(outcome, treated, weights=4 * weights, clusters=np.arange(number)[::-1])
    # With as many clusters as rows the two factors for few are n over n - 2 alike.
    np.testing.assert_allclose(summed(alone), summed(apart), rtol=1e-9, atol=1e-9)
    one = rate_ratio(outcome, treated, weights=weights, time_at_risk=weights)
    other = rate_ratio(outcome, treated, weights=weights, time_at_risk=365.25 * weights)
    figures = [[each.ratio, each.standard_error, each.lower, each.upper, each.p_value] for each in (one, other)]
    np.testing.assert_allclose(figures[1], figures[0], rtol=1e-6, atol=1e-9)


@often
@given(st.floats(0.02, 50), st.floats(1, 4))
def test_what_explains_a_ratio_away_explains_no_more(ratio: float, width: float) -> None:
    found = e_value(ratio, lower=ratio / width, upper=ratio * width)
    opposite = e_value(1 / ratio, lower=1 / (ratio * width), upper=width / ratio)
    np.testing.assert_allclose(
        [opposite.of_estimate, opposite.of_limit], [found.of_estimate, found.of_limit], rtol=1e-6
    )
    # Ding and VanderWeele's bound: with both risk ratios the E-value, bias makes a ratio of just this.
    bound = found.of_estimate**2 / (2 * found.of_estimate - 1)
    np.testing.assert_allclose(bound, max(ratio, 1 / ratio), rtol=1e-9)
    assert 1 <= found.of_limit <= found.of_estimate


@often
@given(st.integers(20, 400), st.integers(20, 4000), st.floats(0.05, 0.95))
def test_more_people_find_smaller_differences(treated: int, others: int, proportion: float) -> None:
    few = detectable_difference(treated, others, proportion=proportion)
    many = detectable_difference(2 * treated, 2 * others, proportion=proportion)
    opposite = detectable_difference(treated, others, proportion=1 - proportion)
    # Not a number where even none or all would not be found, which more people may change.
    assert not many.lower >= few.lower
    assert not many.higher >= few.higher
    np.testing.assert_allclose([opposite.higher, opposite.lower], [few.lower, few.higher], rtol=1e-6)


@often
@given(st.integers(1, 40), st.integers(1, 40), st.integers(10, 60))
def test_people_needed_are_the_fewest_whose_limits_leave_out_0(ours: int, theirs: int, people: int) -> None:
    assume(ours / 40 != theirs / 40)
    proportion, against = ours / 40, theirs / 40
    number = people_needed_for_proportions(people, 2 * people, proportion=proportion, against=against)
    for each, is_enough in ((number, True), (number - 1, False)):
        if each > 0:
            lower, upper = limits_of(each, proportion, against)
            assert (lower > 0 or upper < 0) == is_enough


def limits_of(people: float, proportion: float, against: float) -> tuple[float, float]:
    """Return Newcombe's limits with twice as many others."""
    ends = newcombe(
        wilson([people * proportion], [people]),
        np.array([proportion]),
        against=wilson([2 * people * against], [2 * people]),
        against_estimate=np.array([against]),
    )
    return float(ends.lower[0]), float(ends.upper[0])
