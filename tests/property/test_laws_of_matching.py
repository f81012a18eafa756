"""Laws of matching that hold for any scores: the same as comparing all pairs, and weights that add up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from needskit.errors import DataError, UsageError
from needskit.stats.full_matching import full, linked
from needskit.stats.matching import Matched, alike, exact, on_scale, radius, subclasses
from needskit.stats.nearest import nearest
from needskit.stats.propensity import Propensity
from needskit.stats.weighting import effective_size

if TYPE_CHECKING:
    from collections.abc import Callable

often = settings(max_examples=100, deadline=None)
# Sixteenths are held without rounding, and few of them make many scores the same.
PERSON = st.tuples(st.integers(0, 10), st.booleans(), st.integers(0, 1))
PEOPLE = st.lists(PERSON, max_size=14)
WITHIN = st.integers(0, 8)
People = list[tuple[int, bool, int]]


def arrays(people: People) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return scores, who was treated, and strata."""
    score, treated, stratum = (np.array([each[place] for each in people]) for place in range(3))
    return score / 16, treated.astype(bool), stratum.astype(int)


def pairs_within(people: People, within: float) -> np.ndarray:
    """Return the weights of a radius, worked out pair by pair."""
    weights = np.zeros(len(people))
    for one, (score, treated, stratum) in enumerate(people):
        near = [
            other
            for other, (theirs, is_treated, there) in enumerate(people)
            if treated and not is_treated and stratum == there and abs(score - theirs) / 16 <= within
        ]
        weights[one] += bool(near)
        weights[near] += 1 / max(len(near), 1)
    return weights


def chosen_one_by_one(people: People, *, each: int, again: bool, within: float) -> np.ndarray:
    """Return the weights of the nearest, everybody looked at for every choice."""
    chosen: dict[int, list[int]] = {one: [] for one, (_, treated, _) in enumerate(people) if treated}
    line = sorted(range(len(people)), key=lambda row: (people[row][0], row))
    for _ in range(each):
        for one in sorted(chosen, key=lambda row: (-people[row][0], row)):
            taken = {other for whose, others in chosen.items() if not again or whose == one for other in others}
            score, _, stratum = people[one]
            left = [
                # How far in score, then below before above, then how far in the line.
                (
                    abs(theirs - score),
                    line.index(other) > line.index(one),
                    abs(line.index(other) - line.index(one)),
                    other,
                )
                for other, (theirs, treated, there) in enumerate(people)
                if not treated and there == stratum and other not in taken and abs(theirs - score) / 16 <= within
            ]
            chosen[one] += [min(left)[3]] if left else []
    weights = np.zeros(len(people))
    for one, others in chosen.items():
        weights[one] = bool(others)
        weights[others] += 1 / max(len(others), 1)
    return weights


@often
@given(PEOPLE, WITHIN)
def test_a_radius_is_that_of_all_pairs(people: People, within: int) -> None:
    score, treated, stratum = arrays(people)
    found = radius(score, treated, within=within / 16, exactly=stratum)
    np.testing.assert_allclose(found.weights, pairs_within(people, within / 16), atol=1e-12)
    assert found.is_matched.tolist() == (pairs_within(people, within / 16) > 0).tolist()
    assert (found.weights >= 0).all()


@often
@given(people=PEOPLE, each=st.integers(1, 3), again=st.booleans(), within=st.one_of(st.none(), WITHIN))
def test_the_nearest_are_those_found_by_looking_at_everybody(
    *, people: People, each: int, again: bool, within: int | None
) -> None:
    score, treated, stratum = arrays(people)
    reach = None if within is None else within / 16
    found = nearest(score, treated, each=each, again=again, within=reach, exactly=stratum)
    expected = chosen_one_by_one(people, each=each, again=again, within=9 if reach is None else reach)
    np.testing.assert_allclose(found.weights, expected, atol=1e-12)
    if not again:
        groups = [set(np.flatnonzero(found.group == group)) for group in set(found.group.tolist()) - {-1}]
        assert all(sum(treated[list(rows)]) == 1 and 1 < len(rows) <= each + 1 for rows in groups)
        assert set().union(*groups) == set(np.flatnonzero(found.is_matched))


@settings(max_examples=40, deadline=None)
@given(PEOPLE)
def test_sets_of_a_full_match_are_the_nearest_that_hold_everybody(people: People) -> None:
    score, treated, _ = arrays(people)
    found = full(score, treated)
    if treated.all() or not treated.any():
        assert not found.is_matched.any()
        return
    assert found.is_matched.all()
    apart = np.abs(np.subtract.outer(score[treated], score[~treated]))
    # Links as numbers from 0 to 1, of which everybody has one at least: the least is had by whole numbers.
    ours, theirs = apart.shape
    held = np.vstack([np.kron(np.eye(ours), np.ones(theirs)), np.kron(np.ones(ours), np.eye(theirs))])
    least = linprog(apart.ravel(), A_ub=-held, b_ub=-np.ones(ours + theirs), bounds=(0, 1))
    one, other = linked(score, treated)
    assert np.abs(score[one] - score[other]).sum() == pytest.approx(least.fun, abs=1e-9)
    # Each link has an end that has no other, so that sets are one with some.
    assert ((np.bincount(one)[one] == 1) | (np.bincount(other)[other] == 1)).all()
    # Whoever has the same score counts alike, whatever the order of rows.
    again = full(score[::-1], treated[::-1])
    np.testing.assert_allclose(again.weights[::-1], found.weights, rtol=1e-9)
    same = np.equal.outer(score, score) & np.equal.outer(treated, treated)
    assert (np.isclose(np.subtract.outer(found.weights, found.weights), 0) | ~same).all()


# Quarters of those treated are had without rounding.
METHODS: dict[str, Callable[[np.ndarray, np.ndarray], Matched]] = {
    "radius": lambda score, treated: radius(score, treated, within=0.125),
    "nearest": lambda score, treated: nearest(score, treated, within=0.125),
    "nearest two": lambda score, treated: nearest(score, treated, each=2),
    "nearest again": lambda score, treated: nearest(score, treated, again=True),
    "full": full,
    "exact": exact,
    "subclasses": lambda score, treated: subclasses(score, treated, classes=4),
}
methods = pytest.mark.parametrize("method", METHODS)


@methods
@settings(max_examples=25, deadline=None)
@given(PEOPLE)
def test_comparison_people_weigh_as_much_as_those_treated_who_are_matched(method: str, people: People) -> None:
    score, treated, _ = arrays(people)
    found = METHODS[method](score, treated)
    assert set(found.weights[treated].tolist()) <= {0.0, 1.0}
    assert found.weights[~treated].sum() == pytest.approx(found.treated)
    assert (found.treated > 0) == (found.comparison > 0)
    assert found.effective_size <= found.comparison + 1e-9
    assert (found.effective_size >= 1 - 1e-9) == (found.comparison > 0)


@methods
@settings(max_examples=15, deadline=None)
@given(PEOPLE)
def test_the_unit_of_the_score_changes_nothing(method: str, people: People) -> None:
    score, treated, _ = arrays(people)
    within = {"radius": {"within": 0.25}, "nearest": {"within": 0.25}}.get(method)
    found = METHODS[method](score, treated).weights
    if within is None:
        turned = METHODS[method](2 * score - 3, treated)
    else:
        turned = (radius if method == "radius" else nearest)(2 * score - 3, treated, **within)
    np.testing.assert_allclose(turned.weights, found, atol=1e-12)


@often
@given(PEOPLE)
def test_a_radius_of_nothing_is_an_exact_match_of_scores(people: People) -> None:
    score, treated, stratum = arrays(people)
    found = radius(score, treated, within=0, exactly=stratum).weights
    np.testing.assert_allclose(found, exact(alike([score, stratum]), treated).weights, atol=1e-12)


@often
@given(st.lists(st.integers(0, 5), max_size=8))
def test_the_effective_size_has_no_unit_and_is_the_number_where_all_weigh_the_same(weights: list[int]) -> None:
    assert effective_size(np.array(weights) * 1e-200) == pytest.approx(effective_size(weights))
    assert effective_size([7] * len(weights)) == pytest.approx(len(weights))


@methods
@pytest.mark.parametrize("treated", [[], [True], [False], [True] * 4, [False] * 4])
def test_of_an_arm_of_nobody_nobody_is_matched(method: str, treated: list[bool]) -> None:
    found = METHODS[method](np.full(len(treated), 0.5), np.array(treated, dtype=bool))
    assert (found.treated, found.comparison, found.effective_size) == (0, 0, 0)
    assert found.weights.tolist() == [0] * len(treated)
    assert found.group.tolist() == [-1] * len(treated)


@methods
def test_one_person_of_each_arm_with_the_same_score_are_a_match(method: str) -> None:
    found = METHODS[method](np.array([0.5, 0.5]), np.array([True, False]))
    assert (found.weights.tolist(), found.effective_size) == ([1, 1], 1)


@methods
def test_where_all_scores_are_the_same_everybody_who_can_be_is_matched(method: str) -> None:
    treated = np.arange(50) < 10
    found = METHODS[method](np.full(50, 0.3), treated)
    number = {"nearest": 10, "nearest two": 20, "nearest again": 1}.get(method, 40)
    assert (found.treated, found.comparison) == (10, number)


@pytest.mark.parametrize("unknown", [np.nan, np.inf])
def test_a_missing_score_is_refused_and_not_told(unknown: float) -> None:
    score, treated = [0.25, unknown, 0.5], [1, 0, 0]
    for method in (radius, nearest):
        with pytest.raises(DataError, match="missing or has no end for 1 of 3 people"):
            method(score, treated, within=0.1)
    with pytest.raises(DataError, match="missing or has no end for 1 of 3 people"):
        subclasses(score, treated)


def test_people_of_whom_something_is_missing_are_a_group_of_their_own() -> None:
    assert alike([[np.nan, 1.0, np.nan, 1.0]]).tolist() == [1, 0, 1, 0]


@pytest.mark.parametrize("again", [False, True])
def test_of_two_as_near_on_either_side_the_lower_is_chosen(*, again: bool) -> None:
    found = nearest([0.5, 0.75, 0.25], [1, 0, 0], again=again)
    assert found.weights.tolist() == [1, 0, 1]


def test_whoever_has_the_score_of_a_cut_is_in_the_class_above() -> None:
    # The cut is the median of those treated: two of them are at or above it, with one comparison person of two.
    found = subclasses([0.25, 0.5, 0.75, 0.5, 0.4], [1, 1, 1, 0, 0], classes=2)
    assert found.weights.tolist() == [1, 1, 1, 2, 1]


def test_a_hundredth_apart_is_within_a_hundredth_however_it_is_held() -> None:
    # 0.30 - 0.29 is a little more than 0.01 in binary.
    assert 0.30 - 0.29 > 0.01
    for method in (radius, nearest):
        assert method([0.30, 0.29], [1, 0], within=0.01).treated == 1
        assert method([0.30, 0.28999], [1, 0], within=0.01).treated == 0


def test_what_cannot_be_asked_is_refused() -> None:
    for method in (radius, nearest):
        with pytest.raises(UsageError, match="within must be 0 or more"):
            method([0.5, 0.5], [1, 0], within=-0.1)
        with pytest.raises(UsageError, match="within must be 0 or more"):
            method([0.5, 0.5], [1, 0], within=np.nan)
        with pytest.raises(UsageError, match="same people"):
            method([0.5, 0.5], [1, 0, 0], within=0.1)
        with pytest.raises(UsageError, match="exactly must have 2 values"):
            method([0.5, 0.5], [1, 0], within=0.1, exactly=[1])
    with pytest.raises(UsageError, match="each must be 1 or more"):
        nearest([0.5, 0.5], [1, 0], each=0)
    with pytest.raises(UsageError, match="classes must be 1 or more"):
        subclasses([0.5, 0.5], [1, 0], classes=0)
    with pytest.raises(UsageError, match="same people"):
        exact([1, 1], [1, 0, 0])
    nothing = np.zeros(2)
    with pytest.raises(UsageError, match="scale wants"):
        # What mypy would not let through either.
        on_scale(Propensity(nothing, nothing, nothing, nothing, 1, 1), caliper=1, scale="logit")  # type: ignore[arg-type]


@often
@given(PEOPLE, st.integers(1, 6))
def test_classes_are_cut_at_the_quantiles_of_those_treated(people: People, classes: int) -> None:
    score, treated, _ = arrays(people)
    found = subclasses(score, treated, classes=classes)
    cuts = [np.quantile(score[treated], part / classes) if treated.any() else 0 for part in range(1, classes)]
    # Far enough from a cut that rounding does not tell on which side somebody is.
    clear = np.array([all(abs(each - cut) > 1e-9 for cut in cuts) for each in score], dtype=bool)
    number = np.array([sum(each > cut for cut in cuts) for each in score], dtype=int)
    told = clear & (found.group >= 0)
    pairs = set(zip(number[told].tolist(), found.group[told].tolist(), strict=True))
    assert len(pairs) == len({a for a, _ in pairs}) == len({b for _, b in pairs})
