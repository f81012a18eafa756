"""Laws of before and after, and of regression to the mean, as tables and released."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import needskit as nk
from needskit.disclosure.released import Release
from needskit.stats.before_after import changed
from needskit.stats.beyond_regression import beyond_regression
from needskit.stats.equal_windows import Sums, changed_in_equal_windows, paired_ratio_limits
from needskit.stats.reference_sums import POWERS, beyond_regression_of_sums, corners_of, reference_of_sums
from needskit.stats.regression_to_mean import Rates, reference_of
from needskit.stats.two_windows import moments
from needskit.table.beyond_regression import beyond_regression_to
from needskit.table.table import Table

Faults = Callable[[Iterable[Table], Release], list[str]]
Floats = np.ndarray[tuple[int, ...], np.dtype[np.float64]]
Events = list[tuple[int, int]]

often = settings(max_examples=30, deadline=None)
seldom = settings(max_examples=4, deadline=None)
EVENTS = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=3, max_size=40)
FOUR = st.lists(st.integers(0, 12) | st.integers(0, 2_000), min_size=4, max_size=4)


def sums_of(before: Floats, after: Floats) -> Sums:
    each = (before**0, before, after, before**2, before * after, after**2)
    return Sums(*(np.array([values.sum()]) for values in each))


def shape_of(rates: Rates) -> tuple[float, float]:
    return float(np.asarray(rates.mean)), float(np.asarray(rates.kappa))


def two(people: Events) -> tuple[Floats, Floats]:
    before, after = np.array(people, dtype=float).T
    return before, after


@often
@given(EVENTS)
def test_equal_windows_are_a_case_of_any_windows(people: Events) -> None:
    before, after = two(people)
    found, whole = changed_in_equal_windows(sums_of(before, after)), changed(moments(before, after))
    for name in ("before", "after", "difference_lower", "difference_upper", "ratio", "ratio_lower", "ratio_upper"):
        np.testing.assert_allclose(getattr(found, name)[0], getattr(whole, name), rtol=1e-9, err_msg=name)


@often
@given(EVENTS, st.lists(st.integers(-4, 4), min_size=6, max_size=6))
@example([(5, 1), (1, 5), (2, 2), (3, 3)] * 5, [4, 4, -4, -4, 4, -4])  # all that may hide how much people changed
def test_limits_of_equal_windows_hold_those_of_whatever_the_sums_were(people: Events, off: list[int]) -> None:
    true = sums_of(*two(people))
    # One more person, event or product than there were is what rounding may have made of it.
    rounded = Sums(*(np.maximum(each + step, 0) for each, step in zip(true, off, strict=True)))
    exact, wide = changed_in_equal_windows(true), changed_in_equal_windows(rounded, off_by=4)
    for name in ("ratio", "difference"):
        low, high = (getattr(wide, f"{name}_{end}")[0] for end in ("lower", "upper"))
        assert not getattr(exact, f"{name}_lower")[0] < low - 1e-9
        assert not getattr(exact, f"{name}_upper")[0] > high + 1e-9 * abs(high)


@often
@given(FOUR, st.lists(st.integers(-4, 4), min_size=4, max_size=4))
@example([2, 1, 1, 0], [0, 0, 0, 4])
def test_limits_of_a_paired_ratio_hold_those_of_whatever_the_counts_were(counts: list[int], off: list[int]) -> None:
    rounded = [max(count + step, 0) for count, step in zip(counts, off, strict=True)]
    both, lost, gained, neither = ([count] for count in counts)
    exact = paired_ratio_limits(both, lost, gained, neither)
    wide = paired_ratio_limits(*([count] for count in rounded), off_by=4)
    assert not exact.lower[0] < wide.lower[0] - 1e-9
    assert not exact.upper[0] > wide.upper[0] * (1 + 1e-9)
    # Of one person there are no limits.
    assert np.isnan(exact.lower[0]) or not np.isnan(wide.lower[0]) or sum(counts[:3]) < 2


@often
@given(st.lists(st.integers(0, 12), min_size=5, max_size=60))
def test_sums_of_a_reference_population_tell_what_its_distribution_tells(numbers: list[int]) -> None:
    found = reference_of_sums(len(numbers), [sum(x**power for x in numbers) for power in POWERS])
    mean, variance = float(np.mean(numbers)), float(np.var(numbers, ddof=1))
    if mean > 0 and variance > mean * (1 + 1e-6):
        rates = reference_of(np.bincount(numbers)).rates
        np.testing.assert_allclose(shape_of(found.rates), shape_of(rates))
        covariances = [np.asarray(each.covariance, dtype=float) for each in (found.rates, rates)]
        np.testing.assert_allclose(covariances[0], covariances[1], rtol=1e-6, atol=1e-9)
        people = np.arange(1, 6)
        whole = beyond_regression(np.arange(5), people, observed=7, rates=rates)
        linear = beyond_regression_of_sums(people.sum(), float(people @ np.arange(5)), 7, rates=found.rates)
        np.testing.assert_allclose(linear.expected[0], whole.expected)
        np.testing.assert_allclose(linear.wider_lower[0], whole.wider_lower)
    elif variance < mean * (1 - 1e-6):
        assert np.isnan(shape_of(found.rates)[1])


@often
@given(st.lists(st.integers(0, 9), min_size=40, max_size=80), st.lists(st.integers(-4, 4), min_size=3, max_size=3))
def test_what_rounding_makes_of_a_reference_population_is_within_its_corners(
    numbers: list[int], off: list[int]
) -> None:
    sums = [float(sum(x**power for x in numbers)) for power in POWERS]
    true = reference_of_sums(len(numbers), sums).rates
    seen = reference_of_sums(len(numbers) + off[0], [sums[0] + off[1], sums[1] + off[2], *sums[2:]], off_by=4)
    mean, kappa = shape_of(true)
    if np.isfinite(kappa) and np.isfinite(shape_of(seen.rates)[1]):
        means, kappas = zip(*corners_of(seen), strict=True)
        shares = [k / (m + k) for m, k in zip(means, kappas, strict=True)]
        assert min(means) <= mean <= max(means)
        assert min(shares) - 1e-9 <= kappa / (mean + kappa) <= max(shares) + 1e-9


@often
@given(
    st.lists(st.integers(-4, 4), min_size=8, max_size=8), st.sampled_from([(60, 200, 150), (30, 40, 10), (400, 90, 99)])
)
def test_limits_beyond_regression_hold_those_of_whatever_the_counts_were(
    off: list[int], chosen: tuple[int, int, int]
) -> None:
    numbers = np.repeat(np.arange(8), [300, 90, 50, 30, 20, 12, 8, 5])
    reference = [len(numbers), *(int((numbers**power).sum()) for power in POWERS)]
    people, before, after = chosen
    counts = np.array([[people, people, 30, 30, before, after, *reference]], dtype=float)
    measure = beyond_regression_to(mean=None, kappa=None)
    exact = measure.apply(counts)
    moved = counts + np.array([off[0], off[0], 0, 0, off[1], off[2], *off[3:]])
    wide = measure.apply(moved, off_by=4)
    assert wide["lower"][0] <= exact["lower"][0] + 5e-3
    assert wide["upper"][0] >= exact["upper"][0] - 5e-3


def cohort_of(people: Events, sexes: list[str]) -> nk.Cohort:
    frame = pd.DataFrame(people, columns=["offences_before_12_months", "reoffences_12_months"])
    frame["reconvicted_before_12_months"] = frame["offences_before_12_months"].gt(0).map({True: "yes", False: "no"})
    frame["reconvicted_12_months"] = frame["reoffences_12_months"].gt(0).map({True: "yes", False: "no"})
    frame["person_id"] = [str(number) for number in range(len(people))]
    frame["sex"] = (sexes * len(people))[: len(people)]
    return nk.read_cohort(frame.astype(str), population="people in a test", as_at="2025-12-31")


@seldom
@given(EVENTS)
def test_the_change_of_offences_is_that_of_people_times_that_of_each(people: Events) -> None:
    table = nk.iom.before_after(cohort_of(people, ["f"]), acknowledge_selection=True).to_frame()
    many, each, of_any = 1 + table["relative_change"].astype(float)
    if not np.isnan(of_any):
        assert each == pytest.approx(many * of_any)


@seldom
@given(EVENTS, st.lists(st.sampled_from(["f", "m", ""]), min_size=1, max_size=7))
def test_any_people_can_be_released(faults: Faults, people: Events, sexes: list[str]) -> None:
    cohort = cohort_of([*people, (4, 1), (0, 0), (2, 0)], sexes)
    tables = [nk.iom.before_after(cohort, by="sex", acknowledge_selection=True)]
    tables += [nk.iom.regression_to_the_mean(cohort, mean=1.0), nk.reconviction.headline(cohort, by="sex")]
    assert faults(tables, nk.release(tables)) == []


@pytest.mark.parametrize("people", [60, 400, 2_000])
def test_they_are_released_at_every_size_and_where_few_have_any_without_what_they_did(
    faults: Faults, people: int
) -> None:
    cohort = nk.read_cohort(nk.synthetic_people(people=people, seed=5), population="made-up people", as_at="2025-12-31")
    managed = cohort.where("managed under IOM", iom=True)
    asked = ((cohort, "iom"), (managed, None))
    tables = [nk.iom.before_after(whose, by=by, acknowledge_selection=True) for whose, by in asked]
    tables += [nk.iom.regression_to_the_mean(managed, reference=cohort)]
    released = nk.release(tables)
    assert faults(tables, released) == []
    frame = pd.concat([table.to_frame() for table in list(released)[:2]])
    any_row = frame["statement"].eq("people reconvicted")
    few = frame[["count", "against_count"]].min(axis=1).where(any_row).ffill().lt(10)
    assert few.any()
    assert frame.loc[few & ~any_row, ["events", "against_events", "estimate", "rate_after"]].isna().all(axis=None)
    assert frame.loc[few, "relative_change"].isna().all()
    years = frame[["person_years", "against_person_years"]].astype(float).to_numpy()
    assert (years[~np.isnan(years)] % 1 == 0).all()
