"""Logistic regression from grouped rows against published figures and statsmodels' generalised linear model."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import statsmodels.api as sm

from needskit.errors import UsageError
from needskit.stats.association import odds_ratio, odds_ratio_limits
from needskit.stats.logistic import Logistic, logistic

if TYPE_CHECKING:
    from needskit.stats.proportion import Floats

FIGURES = ("coefficient", "standard_error", "odds_ratio", "lower", "upper", "z", "p_value")


def figures(found: Logistic) -> Floats:
    return np.array([getattr(found, name) for name in FIGURES])


def made_up(seed: int, *, rows: int = 60, terms: int = 4) -> tuple[Floats, Floats, Floats]:
    """Return a design of an intercept, an age in years and yes-or-no terms, and people with and without."""
    chance = np.random.default_rng(seed)
    age = chance.integers(18, 70, size=rows)
    design = np.column_stack([np.ones(rows), age, chance.integers(0, 2, size=(rows, terms - 2))]).astype(float)
    true = np.array([0.5, -0.03, *chance.normal(size=terms - 2)])
    out_of = chance.integers(0, 30, size=rows)
    yes = chance.binomial(out_of, 1 / (1 + np.exp(-design @ true)))
    return design, yes.astype(float), out_of.astype(float)


def ungrouped(design: Floats, yes: Floats, out_of: Floats) -> tuple[Floats, Floats]:
    """Return the rows and the answers of single people."""
    rows = np.concatenate(
        [np.repeat(design, yes.astype(int), axis=0), np.repeat(design, (out_of - yes).astype(int), 0)]
    )
    return rows, np.repeat([1.0, 0.0], [int(yes.sum()), int((out_of - yes).sum())])


def test_budworms_die_of_the_dose_and_males_sooner() -> None:
    # Venables and Ripley (2002), Modern Applied Statistics with S, section 7.2: summary of budworm.lg0, sex + ldose.
    doses = np.arange(6)
    design = np.column_stack([np.ones(12), np.repeat([1, 0], 6), np.tile(doses, 2)])
    found = logistic(design, [1, 4, 9, 13, 18, 20, 0, 2, 6, 10, 12, 16], np.full(12, 20))
    assert found.coefficient.round(3).tolist() == [-3.473, 1.101, 1.064]
    assert found.standard_error.round(3).tolist() == [0.469, 0.356, 0.131]
    assert (found.people, found.yes_total, found.converged) == (240, 111, True)


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("confidence", [0.9, 0.95])
def test_every_figure_is_that_of_statsmodels(seed: int, confidence: float) -> None:
    design, yes, out_of = made_up(seed)
    found = logistic(design, yes, out_of, confidence=confidence)
    answers = np.repeat([1.0, 0.0], len(design))
    weights = np.concatenate([yes, out_of - yes])
    model = sm.GLM(answers, np.tile(design, (2, 1)), family=sm.families.Binomial(), freq_weights=weights)
    expected = model.fit(tol=1e-14)
    np.testing.assert_allclose(found.coefficient, expected.params, atol=1e-8)
    np.testing.assert_allclose(found.standard_error, expected.bse, atol=1e-8)
    np.testing.assert_allclose(found.covariance, expected.cov_params(), atol=1e-8)
    np.testing.assert_allclose(found.z, expected.tvalues, atol=1e-6)
    np.testing.assert_allclose(found.p_value, expected.pvalues, rtol=1e-6)
    np.testing.assert_allclose(found.odds_ratio, np.exp(expected.params), rtol=1e-8)
    limits = np.exp(expected.conf_int(alpha=1 - confidence))
    np.testing.assert_allclose(np.column_stack([found.lower, found.upper]), limits, rtol=1e-7)
    assert found.log_likelihood == pytest.approx(expected.llf, rel=1e-12)


@pytest.mark.parametrize("seed", range(4))
def test_grouped_rows_give_the_same_as_single_people(seed: int) -> None:
    design, yes, out_of = made_up(seed)
    grouped = logistic(design, yes, out_of)
    rows, answers = ungrouped(design, yes, out_of)
    single = logistic(rows, answers, np.ones(len(rows)))
    np.testing.assert_allclose(figures(single), figures(grouped), rtol=1e-9)
    assert single.log_likelihood == pytest.approx(grouped.log_likelihood, rel=1e-12)
    assert (single.people, single.yes_total) == (grouped.people, grouped.yes_total)


@pytest.mark.parametrize("table", [(48, 168, 66, 150), (1, 2, 3, 900), (40, 7, 25, 1)])
def test_of_one_yes_or_no_term_the_limits_are_woolfs(table: tuple[int, int, int, int]) -> None:
    a, b, c, d = table
    found = logistic([[1, 1], [1, 0]], [a, c], [a + b, c + d], confidence=0.99)
    assert found.odds_ratio[1] == pytest.approx(odds_ratio(*table).item(), rel=1e-8)
    lower, upper = odds_ratio_limits(*table, confidence=0.99)
    assert (found.lower[1], found.upper[1]) == pytest.approx((lower.item(), upper.item()), rel=1e-7)


def test_the_units_of_a_term_only_change_its_own_figures() -> None:
    design, yes, out_of = made_up(1)
    units = np.array([1, 1e-6, 1, 1])
    one, other = logistic(design, yes, out_of), logistic(design / units, yes, out_of)
    np.testing.assert_allclose(other.coefficient, one.coefficient * units, rtol=1e-7, atol=1e-12)
    np.testing.assert_allclose(other.p_value, one.p_value, rtol=1e-7)


WITHOUT_AN_ESTIMATE: dict[str, tuple[list[list[float]], list[int], list[int]]] = {
    "all have the answer": ([[1, 0], [1, 1]], [5, 7], [5, 7]),
    "none have the answer": ([[1, 0], [1, 1]], [0, 0], [5, 7]),
    "nobody": ([[1, 0], [1, 1]], [0, 0], [0, 0]),
    "a term is the answer": ([[1, 0], [1, 1]], [0, 7], [5, 7]),
    "a term tells some answers for certain": ([[1, 0], [1, 1]], [3, 7], [5, 7]),
    "an age tells the answer": ([[1, 1800], [1, 2500], [1, 4000], [1, 7000]], [0, 0, 9, 9], [9, 9, 9, 9]),
    "a term is constant": ([[1, 1], [1, 1]], [3, 4], [5, 7]),
    "a term follows from others": ([[1, 0, 1], [1, 1, 0], [1, 0, 1]], [3, 4, 2], [5, 7, 6]),
    "nobody to tell terms apart": ([[1, 0, 0], [1, 1, 1], [1, 0, 1]], [3, 4, 0], [5, 7, 0]),
    "a value is missing": ([[1, 0], [1, np.nan]], [3, 4], [5, 7]),
}


@pytest.mark.parametrize("case", WITHOUT_AN_ESTIMATE)
def test_where_there_is_no_estimate_it_says_so_and_who_was_counted(case: str) -> None:
    design, yes, out_of = WITHOUT_AN_ESTIMATE[case]
    found = logistic(design, yes, out_of)
    assert not found.converged
    assert figures(found).shape == (len(FIGURES), len(design[0]))
    assert np.isnan(figures(found)).all()
    assert found.covariance.shape == (len(design[0]), len(design[0]))
    assert np.isnan(found.covariance).all()
    assert np.isnan(found.log_likelihood)
    assert (found.people, found.yes_total) == (sum(out_of), sum(yes))


def test_too_few_steps_give_no_estimate() -> None:
    assert not logistic(*made_up(1), most_steps=2).converged


def test_rows_of_nobody_change_nothing() -> None:
    design, yes, out_of = made_up(2)
    counted = out_of > 0
    assert not counted.all()
    some, more = logistic(design[counted], yes[counted], out_of[counted]), logistic(design, yes, out_of)
    np.testing.assert_array_equal(figures(some), figures(more))


def test_what_is_no_confidence_is_refused_even_where_there_is_no_estimate() -> None:
    with pytest.raises(UsageError, match=r"confidence must lie between 0\.5 and 1"):
        logistic([[1, 0], [1, 1]], [0, 0], [0, 0], confidence=0.05)
