"""Differences of mean probabilities against closed forms, numerical slopes, statsmodels and a bootstrap."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm

from needskit.errors import UsageError
from needskit.stats.logistic import logistic
from needskit.stats.marginal import MarginalDifference, predicted_difference, term_difference


def made_up(seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return a design of an intercept, a yes-or-no term, an age and another yes-or-no term, and people."""
    chance = np.random.default_rng(seed)
    rows = 50
    ages = chance.integers(18, 60, size=rows) / 10
    design = np.column_stack([np.ones(rows), chance.integers(0, 2, rows), ages, chance.integers(0, 2, rows)])
    out_of = chance.integers(0, 40, size=rows)
    yes = chance.binomial(out_of, 1 / (1 + np.exp(-design @ [0.5, 0.8, -0.3, 0.4])))
    return design, yes.astype(float), out_of.astype(float)


def means(coefficient: np.ndarray, design: np.ndarray, people: np.ndarray) -> float:
    """Return the difference of mean probabilities, worked out person by person."""
    design = np.repeat(design, people.astype(int), axis=0)
    with_it, without = design.copy(), design.copy()
    with_it[:, 1], without[:, 1] = 1, 0
    one, other = (1 / (1 + np.exp(-each @ coefficient)) for each in (with_it, without))
    return float((one - other).mean())


def test_of_one_term_it_is_the_difference_of_the_two_proportions_with_walds_limits() -> None:
    # Rossi, Berk and Lenihan (1980): 48 of 216 rearrested with financial aid, 66 of 216 without. Wald's limits by
    # statsmodels 0.15.0, confint_proportions_2indep(method="wald", compare="diff").
    design = [[1, 1], [1, 0]]
    found = term_difference(logistic(design, [48, 66], [216, 216]), design, [216, 216], term=1)
    assert (found.if_1, found.if_0) == pytest.approx((48 / 216, 66 / 216), rel=1e-9)
    assert (found.lower, found.upper) == pytest.approx((-0.1660835, -0.0005831), abs=5e-8)


@pytest.mark.parametrize("seed", range(5))
def test_the_standard_error_is_that_of_slopes_found_by_small_steps(seed: int) -> None:
    design, yes, out_of = made_up(seed)
    model = logistic(design, yes, out_of)
    found = term_difference(model, design, out_of, term=1)
    steps = np.eye(4) * 1e-5
    slopes = [
        (means(model.coefficient + step, design, out_of) - means(model.coefficient - step, design, out_of)) / 2e-5
        for step in steps
    ]
    answers, weights = np.repeat([1.0, 0.0], len(design)), np.concatenate([yes, out_of - yes])
    fit = sm.GLM(answers, np.tile(design, (2, 1)), family=sm.families.Binomial(), freq_weights=weights).fit(tol=1e-14)
    assert found.difference == pytest.approx(means(np.asarray(fit.params), design, out_of), rel=1e-7)
    assert found.standard_error == pytest.approx(np.sqrt(slopes @ fit.cov_params() @ slopes), rel=1e-6)


@pytest.mark.parametrize("seed", range(3))
def test_it_is_the_marginal_effect_of_a_yes_or_no_term_in_statsmodels(seed: int) -> None:
    design, yes, out_of = made_up(seed)
    found = term_difference(logistic(design, yes, out_of), design, out_of, term=1)
    rows = np.concatenate([np.repeat(design, each.astype(int), axis=0) for each in (yes, out_of - yes)])
    answers = np.repeat([1.0, 0.0], [int(yes.sum()), int((out_of - yes).sum())])
    effects = sm.Logit(answers, rows).fit(disp=0, tol=1e-12).get_margeff(at="overall", dummy=True)
    assert found.difference == pytest.approx(effects.margeff[0], rel=1e-6)
    assert found.standard_error == pytest.approx(effects.margeff_se[0], rel=1e-6)
    assert found.p_value == pytest.approx(effects.pvalues[0], rel=1e-4)


def test_a_bootstrap_of_the_answers_gives_nearly_the_same_standard_error() -> None:
    design, yes, out_of = made_up(1)
    model = logistic(design, yes, out_of)
    found = term_difference(model, design, out_of, term=1)
    chance = np.random.default_rng(20)
    likely = 1 / (1 + np.exp(-design @ model.coefficient))
    drawn = [
        term_difference(logistic(design, chance.binomial(out_of.astype(int), likely), out_of), design, out_of, term=1)
        for _ in range(1000)
    ]
    # A standard deviation of 1,000 draws is itself sure to some 2%.
    assert np.std([each.difference for each in drawn]) == pytest.approx(found.standard_error, rel=0.07)
    held = np.mean([each.lower <= found.difference <= each.upper for each in drawn])
    assert 0.93 < held < 0.97


def test_two_designs_may_hold_a_product_of_terms() -> None:
    design, yes, out_of = made_up(2)
    product = np.column_stack([design, design[:, 1] * design[:, 3]])
    model = logistic(product, yes, out_of)
    with_it, without = product.copy(), product.copy()
    with_it[:, 1], with_it[:, 4] = 1, product[:, 3]
    without[:, [1, 4]] = 0
    found = predicted_difference(model, with_it, without, people=out_of)
    shares = [out_of @ (1 / (1 + np.exp(-each @ model.coefficient))) / out_of.sum() for each in (with_it, without)]
    assert (found.if_1, found.if_0) == pytest.approx(shares, rel=1e-10)
    assert found.lower < found.difference < found.upper


def is_nothing(found: MarginalDifference) -> bool:
    return bool(np.isnan(found).all())


def test_without_an_estimate_or_people_there_is_no_figure() -> None:
    design = [[1, 1], [1, 0]]
    assert is_nothing(term_difference(logistic(design, [5, 3], [5, 7]), design, [5, 7], term=1))
    model = logistic(design, [3, 3], [5, 7])
    assert is_nothing(term_difference(model, design, [0, 0], term=1))
    assert is_nothing(term_difference(model, design, [np.nan, 2], term=1))
    same = predicted_difference(model, design, design, people=[5, 7])
    assert (same.difference, same.standard_error, np.isnan(same.p_value)) == (0, 0, True)


def test_rows_of_nobody_change_nothing() -> None:
    design = [[1.0, 1.0], [1.0, 0.0]]
    model = logistic(design, [3, 3], [5, 7])
    some = term_difference(model, design, [5, 7], term=1)
    assert term_difference(model, [*design, [1.0, 1.0], [np.nan, 0.0]], [5, 7, 0, 0], term=1) == some


def test_a_term_that_is_not_yes_or_no_and_what_is_no_confidence_are_refused() -> None:
    design, yes, out_of = made_up(1)
    model = logistic(design, yes, out_of)
    with pytest.raises(UsageError, match="must be 0 or 1 in every row"):
        term_difference(model, design, out_of, term=2)
    with pytest.raises(UsageError, match=r"confidence must lie between 0\.5 and 1"):
        term_difference(model, design, out_of, term=1, confidence=0.05)
