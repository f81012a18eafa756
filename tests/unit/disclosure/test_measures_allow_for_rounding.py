"""The limits that are shown with rounded counts hold whatever the true counts were."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from needskit.table.compared import DIFFERENCE, DIFFERENCE_OF_MEANS
from needskit.table.measure import COUNT, MEAN, PART_OF_WHOLE, PERCENTAGE

OFF_BY = 4
ERRORS = range(-OFF_BY, OFF_BY + 1)
SIZES = st.integers(6, 60).map(lambda fifths: 5 * fifths)


@st.composite
def shares(draw: st.DrawFn) -> tuple[int, int]:
    out_of = draw(SIZES)
    return 5 * draw(st.integers(0, out_of // 5)), out_of


def possible(count: int, out_of: int) -> list[tuple[int, int]]:
    """Return every pair of true counts that could have become these, up to 4 off each."""
    pairs = ((count + a, out_of + b) for a, b in product(ERRORS, ERRORS))
    return [(k, n) for k, n in pairs if 0 <= k <= n and n > 0]


@settings(max_examples=60, derandomize=True, deadline=None)
@given(shown=shares())
def test_limits_of_a_percentage_contain_those_of_every_true_count(shown: tuple[int, int]) -> None:
    count, out_of = shown
    wide = PERCENTAGE.apply(np.array([[count, out_of, out_of]], dtype=float), off_by=OFF_BY)
    true = PERCENTAGE.apply(np.array([[k, n, n] for k, n in possible(count, out_of)], dtype=float))
    assert wide["lower"][0] <= true["lower"].min() + 1e-12
    assert wide["upper"][0] >= true["upper"].max() - 1e-12


@settings(max_examples=40, derandomize=True, deadline=None)
@given(ours=shares(), theirs=shares())
def test_limits_of_a_difference_contain_those_of_every_true_count(
    ours: tuple[int, int], theirs: tuple[int, int]
) -> None:
    wide = DIFFERENCE.apply(np.array([[*ours, *theirs]], dtype=float), off_by=OFF_BY)
    pairs = [[*one, *other] for one, other in product(possible(*ours), possible(*theirs))]
    true = DIFFERENCE.apply(np.array(pairs, dtype=float))
    assert wide["lower"][0] <= true["lower"].min() + 1e-12
    assert wide["upper"][0] >= true["upper"].max() - 1e-12


def distributions(true: list[int], errors: np.random.Generator) -> np.ndarray:
    """Return true distributions that differ from the shown one by up to 4 at each score, and 4 in all."""
    moved = np.array(true) + errors.choice([-OFF_BY, 0, OFF_BY], size=(4000, len(true)))
    kept: np.ndarray = moved[(np.abs(moved.sum(axis=1) - sum(true)) <= OFF_BY) & (moved.min(axis=1) >= 0)]
    return kept


@settings(max_examples=25, derandomize=True, deadline=None)
@given(shown=st.lists(st.integers(0, 8).map(lambda n: 5 * n), min_size=9, max_size=9).filter(lambda n: sum(n) >= 30))
def test_limits_of_a_mean_contain_those_of_every_true_distribution(shown: list[int]) -> None:
    wide = MEAN.apply(np.array([[sum(shown), *shown]], dtype=float), off_by=OFF_BY)
    people = distributions(shown, np.random.default_rng(1)).astype(float)
    true = MEAN.apply(np.column_stack([people.sum(axis=1), people]))
    assert wide["lower"][0] <= true["lower"].min(initial=np.inf) + 1e-12
    assert wide["upper"][0] >= true["upper"].max(initial=-np.inf) - 1e-12


@settings(max_examples=25, derandomize=True, deadline=None)
@given(data=st.data())
def test_limits_of_a_difference_of_means_contain_those_of_every_true_distribution(data: st.DataObject) -> None:
    people = st.lists(st.integers(0, 8).map(lambda n: 5 * n), min_size=5, max_size=5)
    ours, theirs = (data.draw(people.filter(lambda n: sum(n) >= 30)) for _ in range(2))
    shown = np.array([[sum(ours), *ours, sum(theirs), *theirs]], dtype=float)
    wide = DIFFERENCE_OF_MEANS.apply(shown, off_by=OFF_BY)
    first = distributions(ours, np.random.default_rng(1))
    second = distributions(theirs, np.random.default_rng(2))
    rows = min(len(first), len(second))
    first, second = first[:rows], second[:rows]
    parts = np.column_stack([first.sum(axis=1), first, second.sum(axis=1), second]).astype(float)
    true = DIFFERENCE_OF_MEANS.apply(parts)
    assert wide["lower"][0] <= true["lower"].min(initial=np.inf) + 1e-12
    assert wide["upper"][0] >= true["upper"].max(initial=-np.inf) - 1e-12


def test_exact_counts_have_the_limits_of_the_method_alone() -> None:
    # Newcombe (1998), Statistics in Medicine 17, 873-890, example (a).
    found = DIFFERENCE.apply(np.array([[56.0, 70.0, 48.0, 80.0]]))
    assert [found["estimate"][0], found["lower"][0], found["upper"][0]] == pytest.approx(
        [0.2, 0.0524, 0.3339], abs=5e-5
    )


def test_a_count_has_no_estimate_and_a_part_of_a_whole_has_no_limits() -> None:
    assert set(COUNT.apply(np.array([[5.0]]))) == {"count", "base"}
    found = PART_OF_WHOLE.apply(np.array([[5.0, 20.0]]), off_by=OFF_BY)
    assert found["estimate"][0] == 0.25
    assert "lower" not in found
