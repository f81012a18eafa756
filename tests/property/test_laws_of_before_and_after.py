"""Laws of two windows of the same people, and of regression to the mean, that hold for any people."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from needskit.stats.before_after import changed, difference_in_differences
from needskit.stats.beyond_regression import OffBy as CountsOffBy
from needskit.stats.beyond_regression import beyond_regression
from needskit.stats.regression_to_mean import (
    Rates,
    expected_next,
    fall_of_those_chosen,
    reference_of,
    robbins,
    robbins_of_those_chosen,
)
from needskit.stats.two_windows import Moments, OffBy, by_number, moments

often = settings(max_examples=40, deadline=None)
TIMES = st.floats(0.1, 1)
PERSON = st.tuples(st.integers(0, 9), st.integers(0, 9), TIMES, TIMES)
PEOPLE = st.lists(PERSON, min_size=3, max_size=25)
SHAPES, MEANS = st.floats(0.05, 20), st.floats(0.1, 10)
CHOSEN = st.lists(st.tuples(st.integers(0, 12), st.integers(1, 40)), min_size=1, max_size=6)
GRID = st.lists(st.lists(st.integers(0, 30), min_size=4, max_size=4), min_size=4, max_size=4)
People = list[tuple[int, int, float, float]]
Chosen = list[tuple[int, int]]
Floats = npt.NDArray[np.float64]


def summed(people: People) -> Moments:
    before, after, time_before, time_after = zip(*people, strict=True)
    return moments(before, after, time_before=time_before, time_after=time_after)


def turned(people: People) -> People:
    return [(after, before, time_after, time_before) for before, after, time_before, time_after in people]


@often
@given(PEOPLE)
def test_windows_changed_over_give_the_inverse_and_the_opposite(people: People) -> None:
    found, other = changed(summed(people)), changed(summed(turned(people)))
    assume(np.isfinite(found.standard_error))
    np.testing.assert_allclose(
        [other.ratio, other.ratio_lower, other.ratio_upper, other.p_value],
        [1 / found.ratio, 1 / found.ratio_upper, 1 / found.ratio_lower, found.p_value],
        rtol=1e-9,
    )
    np.testing.assert_allclose(
        [other.difference, other.difference_lower, other.difference_upper],
        [-found.difference, -found.difference_upper, -found.difference_lower],
        atol=1e-9,
    )


@often
@given(PEOPLE)
def test_limits_hold_the_estimate_and_more_confidence_wants_wider_ones(people: People) -> None:
    found, wider = (changed(summed(people), confidence=confidence) for confidence in (0.95, 0.99))
    assume(np.isfinite(found.standard_error))
    assert wider.ratio_lower < found.ratio_lower < found.ratio < found.ratio_upper < wider.ratio_upper
    assert wider.difference_lower < found.difference_lower < found.difference
    assert found.difference < found.difference_upper < wider.difference_upper
    assert (found.p_value < 0.05) == (not found.ratio_lower <= 1 <= found.ratio_upper)


@often
@given(PEOPLE)
def test_everybody_beside_themselves_turned_round_has_not_changed(people: People) -> None:
    found = changed(summed(people + turned(people)))
    assume(np.isfinite(found.standard_error))
    np.testing.assert_allclose([found.ratio, found.p_value], 1, rtol=1e-9)
    np.testing.assert_allclose(found.difference, 0, atol=1e-9)
    np.testing.assert_allclose(found.ratio_lower * found.ratio_upper, 1, rtol=1e-9)


@often
@given(PEOPLE, st.floats(0.1, 10))
def test_time_in_other_units_changes_rates_alone(people: People, units: float) -> None:
    found = changed(summed(people))
    assume(np.isfinite(found.standard_error))
    other = changed(summed([(a, b, s * units, t * units) for a, b, s, t in people]))
    np.testing.assert_allclose([other.ratio, other.ratio_lower], [found.ratio, found.ratio_lower], rtol=1e-8)
    np.testing.assert_allclose(
        [other.difference, other.difference_upper],
        [found.difference / units, found.difference_upper / units],
        rtol=1e-7,
        atol=1e-9,
    )


@often
@given(PEOPLE, PEOPLE)
def test_many_cells_at_once_are_each_on_its_own(one: People, other: People) -> None:
    each = [summed(one), summed(other)]
    together = Moments(*(np.stack([getattr(cell, name) for cell in each]) for name in ("people", "sums", "products")))
    found = changed(together)
    for place, cell in enumerate(each):
        single = changed(cell)
        for name in ("before", "difference_lower", "ratio", "ratio_upper", "p_value"):
            np.testing.assert_allclose(getattr(found, name)[place], getattr(single, name), rtol=1e-9)


@often
@given(GRID)
def test_the_change_of_events_is_that_of_people_times_that_of_each(grid: list[list[int]]) -> None:
    found = by_number(grid)
    assume(min(found.anyone.sums[0], found.anyone.sums[2]) > 0)
    events, anyone, each = (changed(one).ratio for one in (found.events, found.anyone, found.each))
    np.testing.assert_allclose(events, anyone * each)
    single = [(x, y, 1.0, 1.0) for x in range(4) for y in range(4) for _ in range(grid[x][y])]
    np.testing.assert_allclose(summed(single).products, found.events.products)


@often
@given(PEOPLE, PEOPLE)
def test_sides_changed_over_give_the_inverse_and_limits_hold_the_estimate(one: People, other: People) -> None:
    found, inverse = (
        difference_in_differences(summed(first), summed(second)) for first, second in ((one, other), (other, one))
    )
    assume(np.isfinite(found.standard_error))
    np.testing.assert_allclose(
        [inverse.ratio, inverse.ratio_lower, inverse.p_value],
        [1 / found.ratio, 1 / found.ratio_upper, found.p_value],
        rtol=1e-9,
    )
    np.testing.assert_allclose(inverse.difference_lower, -found.difference_upper, atol=1e-9)
    assert found.ratio_lower < found.ratio < found.ratio_upper
    assert found.difference_lower < found.difference < found.difference_upper
    np.testing.assert_allclose(found.ratio, found.group.ratio / found.others.ratio)


@often
@given(PEOPLE, st.integers(0, 2**32 - 1), st.sampled_from([1.0, 3.0]))
def test_widened_limits_hold_those_of_the_true_sums(people: People, seed: int, off_by: float) -> None:
    true = summed(people)
    rng = np.random.default_rng(seed)
    moved = rng.uniform(-1, 1, (4, 4))
    shown = Moments(
        people=true.people + np.rint(rng.uniform(-1, 1) * off_by),
        sums=true.sums + off_by * rng.uniform(-1, 1, 4),
        products=np.maximum(true.products + off_by * (moved + moved.T) / 2, 0),
    )
    rounding = OffBy(people=off_by, sums=off_by, products=off_by)
    found, exact = changed(shown, off_by=rounding), changed(true)
    both = difference_in_differences(shown, shown, off_by=rounding), difference_in_differences(true, true)
    assume(np.isfinite([found.ratio_lower, found.difference_lower, exact.standard_error]).all())
    assert found.ratio_lower <= exact.ratio_lower
    assert exact.ratio_upper <= found.ratio_upper
    assert found.difference_lower <= exact.difference_lower
    assert exact.difference_upper <= found.difference_upper
    assert both[0].ratio_lower <= both[1].ratio_lower
    assert both[1].difference_upper <= both[0].difference_upper


@often
@given(MEANS, SHAPES, st.integers(0, 8))
def test_where_rates_follow_a_gamma_distribution_robbins_expects_the_same(
    mean: float, kappa: float, least: int
) -> None:
    number = np.arange(400)
    steps = np.log((number[1:] - 1 + kappa) / number[1:]) + np.log(mean / (mean + kappa))
    likely = np.exp(np.concatenate([[0], np.cumsum(steps)]) + kappa * np.log(kappa / (mean + kappa)))
    expected = expected_next(number, mean=mean, kappa=kappa)
    np.testing.assert_allclose(robbins(likely)[:30], expected[:30], rtol=1e-9)
    if likely[-1] < 1e-15:
        before = likely[least:] @ number[least:]
        fall = 1 - robbins_of_those_chosen(likely, least) / before
        np.testing.assert_allclose(fall_of_those_chosen(least, mean=mean, kappa=kappa), fall, atol=1e-9)


@often
@given(st.lists(st.integers(0, 40), min_size=4, max_size=8))
def test_the_reference_population_itself_is_expected_to_stay_as_it_is(people: list[int]) -> None:
    number, n = np.arange(len(people)), np.array(people, dtype=np.float64)
    assume(n.sum() > 1 and np.cov(number, fweights=people) > 1.01 * (n @ number / n.sum()) > 0)
    rates = reference_of(n).rates
    found = beyond_regression(number, n, observed=float(n @ number), rates=rates)
    np.testing.assert_allclose(found.fall_expected, 0, atol=1e-9)
    np.testing.assert_allclose(found.fall_beyond, 0, atol=1e-9)


@often
@given(CHOSEN, st.integers(0, 200), MEANS, SHAPES, TIMES)
def test_what_is_seen_is_what_was_expected_and_what_is_beyond(
    chosen: Chosen, observed: int, mean: float, kappa: float, time: float
) -> None:
    number, people = zip(*chosen, strict=True)
    assume(sum(number))
    rates = Rates(mean, [kappa, 2 * kappa], covariance=[[0.01 * mean, 0], [0, 0.01 * kappa]])
    found = beyond_regression(number, people, observed=observed, rates=rates, time=(1.0, time))
    np.testing.assert_allclose((1 - found.fall_expected) * (1 - found.fall_beyond), 1 - found.fall_seen)
    assert not (found.wider_lower > found.fall_beyond_lower + 1e-9).any()
    assert (found.fall_beyond_lower < found.fall_beyond).all()
    assert (found.fall_beyond <= found.fall_beyond_upper).all()
    assert not (found.fall_beyond_upper > found.wider_upper + 1e-9).any()


@often
@given(CHOSEN, st.integers(0, 60), MEANS, SHAPES, st.integers(0, 2**32 - 1))
def test_widened_limits_hold_those_of_the_true_counts(
    chosen: Chosen, observed: int, mean: float, kappa: float, seed: int
) -> None:
    number, people = (np.array(each, dtype=np.float64) for each in zip(*chosen, strict=True))
    rng = np.random.default_rng(seed)
    rates = Rates(mean, kappa, covariance=[[0.02, 0.01], [0.01, 0.02]])
    shown = beyond_regression(
        number, people, observed=observed, rates=rates, off_by=CountsOffBy(people=2.0, observed=3.0)
    )
    true_people: Floats = np.maximum(people + rng.integers(-2, 3, len(people)), 0)
    assume(true_people.sum() > 0 and np.isfinite(shown.wider_lower))
    true_observed = float(np.maximum(observed + rng.integers(-3, 4), 0))
    true = beyond_regression(number, true_people, observed=true_observed, rates=rates)
    assert shown.fall_beyond_lower <= true.fall_beyond_lower
    assert true.fall_beyond_upper <= shown.fall_beyond_upper
    assert shown.wider_lower <= true.wider_lower + 1e-12
    assert true.wider_upper <= shown.wider_upper + 1e-12
