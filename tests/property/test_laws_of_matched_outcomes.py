"""Laws that hold for every comparison of matched people, and for every release of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import needskit as nk
from needskit.stats.comparison import Compared, End, Side, compare_means, compare_proportions
from needskit.table.figure import ALIKE, PARTLY_ALIKE
from needskit.table.matched import MATCHED_PERCENTAGE
from needskit.table.matched_by_model import ESTIMATED_BY_MODEL
from needskit.table.matched_by_time import MATCHED_BY_TIME
from needskit.table.matched_mean import MATCHED_MEAN
from needskit.table.matched_part import MATCHED_PART
from needskit.table.reoffending import DAYS_IN_A_YEAR

if TYPE_CHECKING:
    from tests.property.conftest import Faults

    from needskit.disclosure.released import Release
    from needskit.table.table import Table

OFF_BY = 4
counts = st.tuples(st.integers(30, 400), st.floats(0.05, 0.95)).map(
    lambda drawn: (round(drawn[0] * drawn[1]), drawn[0])
)


@settings(max_examples=40, deadline=None)
@given(counts, st.floats(0, 1), st.floats(5, 400))
def test_a_p_value_and_its_limits_never_disagree(ours: tuple[int, int], share: float, size: float) -> None:
    count, out_of = ours
    first = End(np.array([count / out_of]), np.array([float(out_of)]))
    second = End(np.array([share]), np.array([size]))
    found = compare_proportions(Side(first, first), Side(second, second))
    leaves_out_0 = found.lower[0] > 0 or found.upper[0] < 0
    assert leaves_out_0 == (found.p_value[0] < 0.05)
    # The other way round it is the same difference with another sign.
    back = compare_proportions(Side(second, second), Side(first, first))
    assert (back.lower[0], back.upper[0]) == pytest.approx((-found.upper[0], -found.lower[0]))
    assert back.p_value[0] == pytest.approx(found.p_value[0])


@settings(max_examples=40, deadline=None)
@given(st.floats(-3, 3), st.floats(0.01, 2), st.floats(0, 0.5))
def test_rounding_only_widens(difference: float, error: float, off: float) -> None:
    exact, rounded = (compare_means(np.array([difference]), np.array([error]), off_by=each) for each in (0.0, off))
    assert rounded.lower[0] <= exact.lower[0] <= exact.upper[0] <= rounded.upper[0]
    assert rounded.p_value[0] >= exact.p_value[0]
    assert (rounded.lower[0] > 0 or rounded.upper[0] < 0) == (rounded.p_value[0] < 0.05)


def sign_of(found: Compared) -> int:
    """Return 1 or -1 where the limits are on one side of 0."""
    return int(found.lower[0] > 0) - int(found.upper[0] < 0)


def shown(value: float, up: bool) -> int:  # noqa: FBT001 - drawn
    """Return a multiple of 5 beside a whole number."""
    whole = round(value)
    return whole if whole % 5 == 0 else 5 * (whole // 5 + up)


@settings(max_examples=40, deadline=None)
@given(counts, counts, st.floats(0.02, 0.98), st.floats(15, 300), st.lists(st.booleans(), min_size=6, max_size=6))
def test_limits_of_rounded_figures_hold_those_of_the_true_ones(
    ours: tuple[int, int], heads: tuple[int, int], share: float, size: float, up: list[bool]
) -> None:
    measure = MATCHED_PERCENTAGE[ALIKE, False]
    count, out_of = ours
    first, second = End(np.array([count / out_of]), np.array([out_of * 1.0])), End(np.array([share]), np.array([size]))
    true = compare_proportions(Side(first, first), Side(second, second))
    rounded = [shown(value, side) for value, side in zip((*ours, *heads, 1000 * share, size), up, strict=True)]
    if rounded[0] > rounded[1]:
        return
    found = measure.apply(np.array([[*rounded, 0]], dtype=np.float64), off_by=OFF_BY)
    assert found["difference_lower"][0] <= true.lower[0] + 1e-9
    assert found["difference_upper"][0] >= true.upper[0] - 1e-9
    # What is called significant once it is rounded was so before.
    assert found["significant"][0] in {0, sign_of(true)}
    assert (found["significant"][0] == 0) == (found["p_value"][0] >= 0.05)


def test_a_size_is_taken_for_the_least_that_it_may_be() -> None:
    # 50 of 100 against half of an effective 60, which may be 56, and half a person less before it was a whole number.
    found = MATCHED_PERCENTAGE[ALIKE, False].apply(
        np.array([[50, 100, 60, 120, 500, 60, 0]], dtype=float), off_by=OFF_BY
    )
    least, most = End(np.array([46 / 104]), np.array([104.0])), End(np.array([54 / 96]), np.array([96.0]))
    low, high = (End(np.array([share]), np.array([55.5])) for share in (0.4955, 0.5045))
    expected = compare_proportions(Side(least, most), Side(low, high))
    assert found["difference_lower"][0] == pytest.approx(expected.lower[0])
    assert found["difference_upper"][0] == pytest.approx(expected.upper[0])


@settings(max_examples=40, deadline=None)
@given(counts, st.floats(0.02, 0.98), st.floats(0.01, 0.3), st.lists(st.booleans(), min_size=4, max_size=4))
def test_limits_by_a_rounded_error_hold_those_of_the_true_one(
    ours: tuple[int, int], share: float, error: float, up: list[bool]
) -> None:
    true = compare_means(np.array([ours[0] / ours[1] - share]), np.array([error]))
    figures = (*ours, 1000 * share, 1000 * error)
    count, out_of, thousandths, errors = (shown(value, side) for value, side in zip(figures, up, strict=True))
    if count > out_of:
        return
    parts = np.array([[count, out_of, 50, 100, thousandths, 60, errors]], dtype=np.float64)
    found = ESTIMATED_BY_MODEL.apply(parts, off_by=OFF_BY)
    assert found["difference_lower"][0] <= true.lower[0] + 1e-9
    assert found["difference_upper"][0] >= true.upper[0] - 1e-9


@settings(max_examples=40, deadline=None)
@given(st.integers(30, 300), st.integers(0, 900), st.integers(0, 900), st.lists(st.booleans(), min_size=4, max_size=4))
def test_limits_of_means_of_counts_hold_the_true_ones(people: int, events: int, theirs: int, up: list[bool]) -> None:
    true = compare_means(np.array([(events - theirs) / people]), np.array([0.1]))
    figures = (events, people, theirs, people)
    one, of_one, other, of_other = (shown(value, side) for value, side in zip(figures, up, strict=True))
    parts = np.array([[one, of_one, 20, 20, of_other, other, 100, 0]], dtype=np.float64)
    found = MATCHED_MEAN[ALIKE, True].apply(parts, off_by=OFF_BY)
    assert found["mean_difference_lower"][0] <= true.lower[0] + 1e-9
    assert found["mean_difference_upper"][0] >= true.upper[0] - 1e-9


@settings(max_examples=40, deadline=None)
@given(
    st.integers(30, 300),
    st.integers(0, 900),
    st.floats(0, 5),
    st.floats(0.02, 1),
    st.lists(st.booleans(), min_size=4, max_size=4),
)
def test_limits_of_rounded_means_hold_those_of_the_true_ones(
    people: int, events: int, mean: float, error: float, up: list[bool]
) -> None:
    true = compare_means(np.array([events / people - mean]), np.array([error]))
    figures = (events, people, 1000 * mean, 1000 * error)
    rounded = [shown(value, side) for value, side in zip(figures, up, strict=True)]
    parts = [rounded[0], rounded[1], 20, 20, 100, rounded[2], rounded[3], 60, 0]
    found = MATCHED_MEAN[ALIKE, False].apply(np.array([parts], dtype=np.float64), off_by=OFF_BY)
    assert found["mean_difference_lower"][0] <= true.lower[0] + 1e-9
    assert found["mean_difference_upper"][0] >= true.upper[0] - 1e-9
    assert found["significant"][0] in {0, sign_of(true)}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), min_size=3, max_size=4), st.booleans())
def test_no_kind_is_withheld_alone(kinds: list[tuple[int, int]], alike: bool) -> None:  # noqa: FBT001 - drawn
    # What is shown of all kinds but one tells that one, for they come to all of either arm.
    shown = [(5 * ours, 5 * theirs) for ours, theirs in kinds]
    all_ours, all_theirs = (sum(each) for each in zip(*shown, strict=True))
    weighted = [] if alike else [500, 100]
    parts = [
        [*(ours, all_ours, theirs, all_theirs), *weighted, 0]
        + [part for other in shown[:place] + shown[place + 1 :] for part in other]
        for place, (ours, theirs) in enumerate(shown)
    ]
    found = MATCHED_PART[PARTLY_ALIKE, alike].apply(np.array(parts, dtype=np.float64), off_by=OFF_BY)
    assert (found["base"] == 0).sum() != 1
    assert (found["further_base"] == found["base"]).all()


@settings(max_examples=40, deadline=None)
@given(
    st.integers(40, 300),
    st.floats(0.3, 4),
    st.floats(0.3, 4),
    st.floats(0, 0.4),
    st.floats(0.02, 1),
    st.lists(st.booleans(), min_size=5, max_size=5),
)
def test_limits_of_rounded_rates_hold_those_of_the_true_ones(
    people: int, ours: float, theirs: float, inside: float, error: float, up: list[bool]
) -> None:
    custody, events = round(365 * people * inside), round(ours * people)
    rate = events / (365 * people - custody) * DAYS_IN_A_YEAR
    true = compare_means(np.array([np.log(rate / theirs)]), np.array([error]))
    figures = (events, people, custody, 1000 * theirs, 1000 * error)
    one, of_one, of_custody, other, errors = (shown(value, side) for value, side in zip(figures, up, strict=True))
    parts = np.array([[one, of_one, of_custody, 20, 20, 100, other, 60, errors, 0]], dtype=np.float64)
    found = MATCHED_BY_TIME[ALIKE, False].apply(parts, off_by=OFF_BY)
    assert found["rate_ratio_lower"][0] <= np.exp(true.lower[0]) + 1e-9
    assert found["rate_ratio_upper"][0] >= np.exp(true.upper[0]) - 1e-9
    assert found["significant"][0] in {0, sign_of(true)}
    # The years are whole ones: they do not tell the days of one.
    assert found["person_years"][0] == round(found["person_years"][0])


@settings(max_examples=40, deadline=None)
@given(
    st.integers(40, 200),
    st.integers(20, 700),
    st.integers(20, 700),
    st.lists(st.booleans(), min_size=6, max_size=6),
)
def test_limits_of_rates_of_counts_hold_the_true_ones(people: int, ours: int, theirs: int, up: list[bool]) -> None:
    true = compare_means(np.array([np.log(ours / theirs)]), np.array([0.1]))
    figures = (ours, people, 50 * people, theirs, people, 50 * people)
    one, of_one, first, other, of_other, second = (shown(each, side) for each, side in zip(figures, up, strict=True))
    parts = np.array([[one, of_one, first, 20, 20, of_other, other, second, 100, 0]], dtype=np.float64)
    found = MATCHED_BY_TIME[ALIKE, True].apply(parts, off_by=OFF_BY)
    assert found["rate_ratio_lower"][0] <= np.exp(true.lower[0]) + 1e-9
    assert found["rate_ratio_upper"][0] >= np.exp(true.upper[0]) - 1e-9


@pytest.fixture(scope="module", params=[(400, 3), (5_000, 4)])
def made(request: pytest.FixtureRequest) -> tuple[list[Table], Release]:
    people, seed = request.param
    frame = nk.synthetic_people(people=people, seed=seed)
    managed = np.random.default_rng(seed).random(people) < 0.3
    frame = frame.assign(iom=np.where(managed, "yes", "no")).drop(columns=["iom_tier", "iom_start", "iom_end"])
    cohort = nk.read_cohort(frame, population="made-up people", as_at="2025-12-31")
    on = ("sex", "prior_convictions")
    radius, pairs = (
        nk.iom.match(cohort, adjust=on, known_only=True, method=method) for method in ("radius", "nearest")
    )
    outcomes = [nk.iom.rate(radius), nk.iom.frequency(radius)]
    tables = [
        nk.iom.differences(radius, outcomes, correction="holm"),
        nk.iom.attrition(radius, submitted=people),
        *(ask(each) for each in (radius, pairs) for ask in (nk.iom.rate, nk.iom.frequency, nk.iom.balance)),
        *(ask(each) for each in (radius, pairs) for ask in (nk.iom.rate_by_time, nk.iom.severity, nk.iom.custody)),
        nk.iom.sensitivity(cohort, adjust=on, known_only=True, methods=("none", "radius", "nearest", "weights")),
        *(nk.reconviction.headline(cohort, by="iom"), nk.reconviction.rates(cohort, by="iom")),
        nk.demographics.profile(cohort),
    ]
    return tables, nk.release(tables)


def test_outcomes_of_the_matched_add_up_with_other_tables(made: tuple[list[Table], Release], faults: Faults) -> None:
    tables, released = made
    assert faults(tables, released) == []
    assert released.off_by == OFF_BY


def test_what_is_shown_of_weights_is_a_multiple_of_half_a_point(made: tuple[list[Table], Release]) -> None:
    released = made[1]
    shares = released["iom.rate"].to_frame()["against_estimate"].dropna()
    means = released["iom.frequency"].to_frame()["against_mean"].dropna()
    assert len(shares) == len(means) == 1
    for each in (*shares, *means):
        assert each / 0.005 == pytest.approx(round(each / 0.005))


def test_evidence_is_what_the_table_of_balance_says(made: tuple[list[Table], Release]) -> None:
    released = made[1]
    for suffix in ("", "_nearest"):
        alike = released[f"iom.balance{suffix}"].to_frame()["alike"][0]
        for question in ("rate", "frequency"):
            assert released[f"iom.{question}{suffix}"].to_frame()["evidence"].tolist() == [4 if alike >= 0 else 3]
