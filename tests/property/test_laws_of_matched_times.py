"""Laws that hold for every comparison of how soon matched people reoffend, and for every release of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import needskit as nk
from needskit.stats.comparison import compare_means
from needskit.stats.weighted_hazard import weighted_hazard_ratio
from needskit.stats.weighted_log_rank import weighted_log_rank
from needskit.table.figure import ALIKE
from needskit.table.matched_time import STILL_WITHOUT, bands_of, matched_time
from needskit.table.until import mean_in_bands, middles_of

if TYPE_CHECKING:
    from tests.property.conftest import Faults

    from needskit.disclosure.released import Release
    from needskit.stats.proportion import Floats
    from needskit.table.table import Table

ON, OFF_BY = (91, 183, 365), 4
MIDDLES = middles_of(ON)
bands = st.lists(st.integers(8, 120), min_size=4, max_size=4).map(lambda drawn: np.array(drawn, dtype=np.float64))
ups = st.lists(st.booleans(), min_size=20, max_size=20)


def shown(values: Floats, up: list[bool]) -> Floats:
    """Return multiples of 5 beside whole numbers."""
    whole = np.rint(values)
    return np.where(whole % 5 == 0, whole, 5 * (whole // 5 + np.array(up[: len(whole)])))


def counts_of(ours: Floats, theirs: Floats) -> list[float]:
    """Return those with a reoffence and all of them, of either arm."""
    return [of for each in (ours, theirs) for of in (float(each[:-1].sum()), float(each.sum()))]


def amounts_of(ours: Floats, theirs: Floats) -> list[float]:
    """Return what is shown of a comparison whose weights are all 1."""
    (mean,), (error,) = mean_in_bands(theirs[None, :], MIDDLES)
    both = bands_of(np.stack([ours, theirs]))
    ratio, test = weighted_hazard_ratio(both), weighted_log_rank(both)
    share = float(theirs[:-1].sum() / theirs.sum())
    in_thousandths = (1000 * ratio.ratio, 1000 * ratio.standard_error, 1000 * test.statistic)
    return [1000 * share, float(theirs.sum()), 10 * float(mean), 10 * float(error), *in_thousandths]


@settings(max_examples=30, deadline=None)
@given(bands, bands)
def test_weights_of_one_are_counts(ours: Floats, theirs: Floats) -> None:
    counts = counts_of(ours, theirs)
    by_counts = matched_time(ON, most=ALIKE, alike=True).apply(np.array([[*counts, *ours, *theirs, 0]]))
    by_amounts = matched_time(ON, most=ALIKE, alike=False).apply(
        np.array([[*counts, *ours, *amounts_of(ours, theirs), 0]])
    )
    for name in by_counts:
        np.testing.assert_allclose(by_amounts[name], by_counts[name], rtol=1e-9, atol=1e-9, err_msg=name)


@settings(max_examples=60, deadline=None)
@given(bands, bands, ups, st.booleans())
def test_limits_of_rounded_days_hold_the_true_ones(
    ours: Floats,
    theirs: Floats,
    up: list[bool],
    alike: bool,  # noqa: FBT001 - drawn
) -> None:
    (mean, against), (error, other) = mean_in_bands(np.stack([ours, theirs]), MIDDLES)
    true = compare_means(np.array([mean - against]), np.hypot(error, other)[None])
    rest = theirs if alike else np.array(amounts_of(ours, theirs))
    parts = shown(np.array([*counts_of(ours, theirs), *ours, *rest, 0]), up)
    found = matched_time(ON, most=ALIKE, alike=alike).apply(parts[None, :], off_by=OFF_BY)
    assert found["days_difference_lower"][0] <= true.lower[0] + 1e-9
    assert found["days_difference_upper"][0] >= true.upper[0] - 1e-9
    # What is called significant once it is rounded was so before.
    assert found["significant"][0] in {0, int(true.lower[0] > 0) - int(true.upper[0] < 0)}
    assert (found["significant"][0] == 0) == (found["p_value"][0] >= 0.05)


@settings(max_examples=30, deadline=None)
@given(st.integers(10, 300), st.integers(10, 300), ups)
def test_limits_of_a_rounded_curve_hold_the_true_ones(without: int, having: int, up: list[bool]) -> None:
    all_of = without + having
    exact = np.array([20, 40, without, all_of, 1000 * having / all_of, all_of], dtype=np.float64)
    measure = STILL_WITHOUT[False]
    true, found = (
        measure.apply(parts[None, :], off_by=off_by) for parts, off_by in ((exact, 0), (shown(exact, up), OFF_BY))
    )
    assert found["against_lower"][0] <= true["against_lower"][0] + 1e-9
    assert found["against_upper"][0] >= true["against_upper"][0] - 1e-9
    # Of weights of 1 it is what Wilson's limits of the counts are.
    [by_counts] = [STILL_WITHOUT[True].apply(exact[None, :4])]
    assert true["against_lower"][0] == pytest.approx(by_counts["against_lower"][0])


@pytest.fixture(scope="module")
def made() -> tuple[list[Table], Release]:
    people, seed = 900, 4
    frame = nk.synthetic_people(people=people, seed=seed)
    managed = np.random.default_rng(seed).random(people) < 0.3
    frame = frame.assign(iom=np.where(managed, "yes", "no")).drop(columns=["iom_tier", "iom_start", "iom_end"])
    cohort = nk.read_cohort(frame, population="made-up people", as_at="2025-12-31")
    radius, pairs = (
        nk.iom.match(cohort, adjust=("sex", "prior_convictions"), known_only=True, method=method)
        for method in ("radius", "nearest")
    )
    asked = (nk.iom.rate, nk.iom.time_to_first, nk.iom.survival, nk.iom.days_to_first)
    tables = [
        *(ask(each) for each in (radius, pairs) for ask in asked),
        nk.reconviction.time_to_first(cohort, by="iom"),
        nk.reconviction.log_rank(cohort, by="iom", on=(91, 183, 274, 365)),
    ]
    return tables, nk.release(tables)


def test_times_of_the_matched_add_up_with_other_tables(made: tuple[list[Table], Release], faults: Faults) -> None:
    tables, released = made
    assert faults(tables, released) == []


def test_released_curves_never_rise(made: tuple[list[Table], Release]) -> None:
    for key in ("iom.survival", "iom.survival_nearest"):
        frame = made[1][key].to_frame()
        for name in ("estimate", "against_estimate"):
            assert (frame[name].dropna().diff().dropna() <= 0).all()


def test_rates_curves_and_times_show_the_same_figures(made: tuple[list[Table], Release]) -> None:
    for suffix in ("", "_nearest"):
        rate, time, curve = (
            made[1][f"iom.{name}{suffix}"].to_frame() for name in ("rate", "time_to_first", "survival")
        )
        assert rate["against_count"].tolist() == time["against_count"].tolist()
        assert 1 - rate["against_estimate"][0] == pytest.approx(curve["against_estimate"].iloc[-1])
        assert rate["effective_size"].tolist() == time["effective_size"].tolist()
