"""Laws of designs, propensities and balance, and what is refused with its place."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from needskit.errors import DataError, UsageError
from needskit.stats.balance import balance, balance_of_levels
from needskit.stats.design import Category, design, every_level
from needskit.stats.matching import alike, exact, subclasses
from needskit.stats.nearest import nearest
from needskit.stats.propensity import SeparationError, propensity

often = settings(max_examples=50, deadline=None)
PEOPLE = 300
Covariates = list[np.ndarray | Category]


def made_up(seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return ages, the codes of a category of three levels some of which are missing, and who was treated."""
    chance = np.random.default_rng(seed)
    age, code = chance.integers(18, 60, PEOPLE).astype(float), chance.integers(-1, 3, PEOPLE)
    treated = chance.random(PEOPLE) < 1 / (1 + np.exp(0.5 + (age - 35) / 20 - 0.4 * code))
    return age, code, treated


@often
@given(st.integers(0, 999))
def test_what_the_model_expects_of_each_level_is_what_there_is(seed: int) -> None:
    # The likelihood is at its top where every term has the total that is expected: McCullagh and Nelder (1989).
    age, code, treated = made_up(seed)
    terms = design([age, Category(code, levels=3)])
    found = propensity(terms, treated)
    np.testing.assert_allclose(terms.matrix.T @ found.probability, terms.matrix.T @ treated, rtol=1e-7)
    np.testing.assert_allclose(np.log(found.probability / (1 - found.probability)), found.logit, atol=1e-9)
    np.testing.assert_allclose(terms.matrix @ found.coefficient, found.logit, atol=1e-9)


@often
@given(st.integers(0, 999), st.integers(0, 2))
def test_neither_units_nor_the_reference_nor_the_order_of_people_change_anybody(seed: int, reference: int) -> None:
    age, code, treated = made_up(seed)
    one = propensity(design([age, Category(code, levels=3)]), treated).probability
    turned = design([Category(code[::-1], levels=3, reference=reference), 1e6 - 1e-3 * age[::-1]])
    np.testing.assert_allclose(propensity(turned, treated[::-1]).probability[::-1], one, atol=1e-7)


@often
@given(st.integers(0, 999))
def test_people_who_are_alike_have_the_same_probability_to_the_last_digit(seed: int) -> None:
    age, code, treated = made_up(seed)
    age = np.round(age, -1)
    found = propensity(design([age, Category(code, levels=3)]), treated)
    assert len(np.unique(found.probability)) == len(np.unique(alike([age, code])))


def blamed(covariates: Covariates, treated: np.ndarray) -> tuple[int, int]:
    with pytest.raises(SeparationError) as raised:
        propensity(design(covariates), treated)
    return raised.value.covariate, raised.value.level


def test_what_has_no_estimate_is_refused_with_its_place() -> None:
    age, code, treated = made_up(1)
    race = Category(code, levels=3)
    only_treated = np.where(treated & (age > 40), 1.0, 0.0)
    assert blamed([age, race, only_treated], treated) == (2, -2)
    assert blamed([race, np.where(treated, age + 100, age)], treated) == (1, -2)
    assert blamed([age, Category(np.where(treated & (code == 2) & (age > 40), 3, code), levels=4)], treated) == (1, 3)
    assert blamed([Category(np.where(treated & (code == -1), 0, code), levels=3), age], treated) == (0, -1)
    for constant in (0, 0.1, 1e9):
        assert blamed([age, np.full(PEOPLE, constant), race], treated) == (1, -2)
    assert blamed([age, race, 3 - 2 * age], treated) == (2, -2)
    assert blamed([age, race, race], treated) == (2, 1)
    # Two numbers that each overlap, and together tell who was treated.
    apart = age + np.where(treated, 1, -1)
    assert blamed([race, age, apart], treated)[0] in {1, 2}
    # More terms than people.
    assert blamed([np.array([1.0, 2.0]), np.array([2.0, 1.0])], np.array([True, False]))[0] in {0, 1}


def test_one_person_who_is_told_for_certain_is_to_blame_and_not_a_term_that_nearly_tells_all() -> None:
    row = np.arange(2000)
    treated = row < 1000
    strong, rare = (treated != np.isin(row, [0, 1999])).astype(float), (row == 5).astype(float)
    assert propensity(design([strong]), treated).coefficient[1] == pytest.approx(2 * np.log(999))
    assert blamed([strong, rare], treated) == (1, -2)


def test_the_reference_is_the_level_without_a_term() -> None:
    assert design([Category([0, 1, 2, -1], levels=4, reference=1)]).level.tolist() == [-2, 0, 2, -1]


def test_a_rare_level_that_both_arms_have_is_no_separation() -> None:
    treated = np.arange(2000) < 1000
    rare = np.isin(np.arange(2000), [0, 1999]).astype(float)
    assert propensity(design([rare]), treated).coefficient.round(6).tolist() == [0, 0]


def test_what_is_missing_is_refused_counted_or_a_level_of_its_own() -> None:
    age = np.array([20, np.nan, 90, np.nan, 30])
    with pytest.raises(DataError, match="Covariate 1 is missing for 2 of 5 people"):
        design([np.arange(5), age])
    found = design([np.arange(5), age], impute=True)
    assert found.matrix[:, 2:].tolist() == [[20, 0], [30, 1], [90, 0], [30, 1], [30, 0]]
    assert (found.covariate.tolist(), found.level.tolist()) == ([-1, 0, 1, 1], [-2, -2, -2, -1])
    with pytest.raises(DataError, match="Covariate 0 is missing for 4 of 4 people"):
        design([np.full(4, np.nan)], impute=True)
    with pytest.raises(DataError, match="Covariate 0 has no end for 1 people"):
        design([[1, np.inf]])
    with pytest.raises(UsageError, match="Covariate 0 must hold numbers") as raised:
        design([["Smith", "1"]])
    assert raised.value.__suppress_context__


@pytest.mark.parametrize("codes", [[0, 3], [-2, 0], [0.0, 1.0], [0.0, np.nan], ["0", "1"]])
def test_what_is_no_code_of_a_level_is_refused(codes: list[float]) -> None:
    with pytest.raises(UsageError, match="Covariate 0 must hold the codes of its 3 levels"):
        design([Category(codes, levels=3)])


def test_a_design_or_an_arm_of_nobody_is_refused() -> None:
    for nothing in ([], [[1, 2], [1]], [[[1, 2]]]):
        with pytest.raises(UsageError, match="one or more arrays of the same length"):
            design(nothing)
    with pytest.raises(UsageError, match="Nobody has the reference level of covariate 0"):
        design([Category([1, 1], levels=2)])
    for treated in ([1, 1, 1], [0, 0, 0]):
        with pytest.raises(UsageError, match="one is of nobody"):
            propensity(design([[1, 2, 3]]), treated)
    with pytest.raises(UsageError, match="one is of nobody"):
        propensity(design([[1.0]]), [1])
    with pytest.raises(UsageError, match="must have 3 values"):
        propensity(design([[1, 2, 3]]), [1, 0])


@pytest.mark.parametrize("treated", [[1, np.nan], [1, 2], [True, None], ["yes", "no"], [1, -1]])
def test_whoever_has_no_known_arm_is_in_none(treated: list[float]) -> None:
    with pytest.raises(UsageError, match="true or false"):
        propensity(design([[1.0, 2.0]]), treated)
    with pytest.raises(UsageError, match="true or false"):
        balance([[1.0], [2.0]], treated, [1, 1])
    for method in (nearest, exact, subclasses):
        with pytest.raises(UsageError, match="true or false"):
            method([0.5, 0.5], treated)


@often
@given(st.integers(0, 999))
def test_balance_is_that_of_means_and_turns_with_its_column(seed: int) -> None:
    age, code, treated = made_up(seed)
    weights = np.random.default_rng(seed).integers(0, 3, PEOPLE)
    found = balance(np.column_stack([age, 5 - 3 * age]), treated, weights)
    ours, theirs = (np.repeat(age[arm], weights[arm]) for arm in (treated, ~treated))
    np.testing.assert_allclose(found.after.difference[0], (ours.mean() - theirs.mean()) / age[treated].std(ddof=1))
    np.testing.assert_allclose(found.after.difference[1], -found.after.difference[0])
    np.testing.assert_allclose(found.before.variance_ratio, age[treated].var(ddof=1) / age[~treated].var(ddof=1))
    same = balance(every_level([age, Category(code, levels=3)]).matrix, treated, np.full(PEOPLE, 0.5))
    np.testing.assert_allclose(same.after.difference, same.before.difference, atol=1e-12)
    np.testing.assert_allclose(same.after.variance_ratio, same.before.variance_ratio)


@often
@given(st.integers(0, 999))
def test_levels_that_are_counted_are_as_far_apart_as_their_indicators(seed: int) -> None:
    _, code, treated = made_up(seed)
    weights = np.random.default_rng(seed).random(PEOPLE) * np.random.default_rng(seed + 1).integers(0, 2, PEOPLE)
    counted = balance_of_levels(code, treated, weights, levels=4)
    columns = np.column_stack([code == level for level in range(4)])
    looked_at = balance(columns, treated, weights)
    for one, other in ((counted.before, looked_at.before), (counted.after, looked_at.after)):
        np.testing.assert_allclose(one.treated, other.treated, atol=1e-12)
        np.testing.assert_allclose(one.comparison, other.comparison, atol=1e-12)
        np.testing.assert_allclose(one.difference, other.difference, atol=1e-10)
    np.testing.assert_allclose(counted.spread, looked_at.spread, atol=1e-12)
    assert counted.in_one_arm.tolist() == looked_at.in_one_arm.tolist()


def test_what_is_no_code_of_a_level_has_no_balance() -> None:
    for codes, weights in (([0, 3], [1, 1]), ([[0, 1]], [1, 1]), ([0, 1], [1])):
        with pytest.raises(UsageError, match=r"Codes must be those of 3 levels|of the same people"):
            balance_of_levels(codes, [1, 0], weights, levels=3)


@often
@given(st.integers(0, 999))
def test_groups_that_are_matched_exactly_differ_by_nothing(seed: int) -> None:
    age, code, treated = made_up(seed)
    band = np.round(age, -1)
    found = exact(alike([band, code]), treated)
    after = balance(every_level([band, Category(code, levels=3)]).matrix, treated, found.weights).after
    np.testing.assert_allclose(after.difference, 0, atol=1e-9)


def test_a_level_in_one_arm_alone_is_infinitely_far_while_it_has_weight() -> None:
    # Levels that no two people of different arms share: tableone of R once gave nearly nought for such.
    treated = np.array([1, 1, 1, 0, 0, 0])
    columns = every_level([Category([0, 1, 2, 3, 3, 2], levels=4)]).matrix
    found = balance(columns, treated, [1, 1, 0, 1, 0, 1])
    assert found.before.difference[[0, 1, 3]].tolist() == [np.inf, np.inf, -np.inf]
    assert found.before.difference[2] == 0
    assert found.in_one_arm.tolist() == [True, True, False, True]
    # Level 2 is in both arms, though nobody treated who has it is matched.
    assert found.after.difference.round(3).tolist() == [np.inf, np.inf, -1.061, -np.inf]
    without = balance(columns, treated, [0, 0, 1, 0, 0, 1])
    assert without.after.difference.tolist() == [0, 0, 0, 0]


def test_balance_of_a_constant_of_nobody_of_one_person_and_of_missing_numbers() -> None:
    constant = balance(np.full((6, 1), 0.1), [1, 1, 1, 0, 0, 0], [0.3, 0.1, 0.2, 0.7, 0.1, 0.4])
    assert (constant.before.difference.tolist(), constant.after.difference.tolist()) == ([0], [0])
    assert np.isnan([constant.before.variance_ratio, constant.after.variance_ratio]).all()
    for treated in ([1, 1], [0, 0]):
        nobody = balance([[20.0, 1.0], [30.0, 1.0]], treated, [1, 1])
        assert np.isnan(nobody.before.difference).all()
        assert not nobody.in_one_arm.any()
    unmatched = balance([[20.0], [30.0], [40.0], [50.0]], [1, 1, 0, 0], np.zeros(4))
    assert np.isnan(unmatched.after.difference).all()
    one = balance([[20.0], [30.0]], [1, 0], [1, 1])
    assert np.isnan(one.before.difference).all()
    some = balance([[20.0], [30.0], [np.nan], [40.0], [np.nan], [30.0]], [1, 1, 1, 0, 0, 0], np.ones(6))
    for side in (some.before, some.after):
        assert (side.treated.tolist(), side.comparison.tolist()) == ([25], [35])


def test_balance_of_what_does_not_fit_is_refused() -> None:
    for columns, treated in (([[1.0], [2.0]], [1, 0, 0]), ([[1.0], [2.0], [3.0]], [1, 0, 0]), ([1.0, 2.0], [1, 0])):
        with pytest.raises(UsageError, match="same people"):
            balance(columns, treated, [1, 1])
    for weight in (-1, np.nan):
        with pytest.raises(UsageError, match="0 or more, for everybody"):
            balance([[1.0], [2.0]], [1, 0], [1, weight])
