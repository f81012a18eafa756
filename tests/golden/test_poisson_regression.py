"""Poisson regression against a published table and statsmodels' generalised linear model."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from needskit.errors import UsageError
from needskit.stats.effect import rate_ratio
from needskit.stats.outcome_model import expected_without
from needskit.stats.poisson import Poisson, poisson

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from needskit.stats.proportion import Floats

FIGURES = ("coefficient", "standard_error", "rate_ratio", "lower", "upper", "z", "p_value")
TERMS = ["pcnv", "avgsen", "tottime", "ptime86", "qemp86", "inc86", "black", "hispan", "born60"]


def made_up(seed: int) -> tuple[Floats, Floats, Floats]:
    """Return an intercept, an age and two yes-or-no terms; events; and years at risk."""
    chance = np.random.default_rng(seed)
    age, group = chance.uniform(18, 60, 150), chance.integers(0, 2, (150, 2))
    design = np.column_stack([np.ones(150), age, group])
    time = chance.uniform(0.1, 2, 150)
    events = chance.poisson(time * np.exp(design @ [1.0, -0.03, 0.5, -0.4]))
    return design, events.astype(float), time


def test_arrests_of_californian_men(real_data: Callable[[str], Path]) -> None:
    # Wooldridge, Introductory Econometrics, table 17.3: arrests in 1986 of 2,725 men, with a sigma of 1.232.
    data = pd.read_csv(real_data("recid_crime1/crime1.csv"))
    design = np.column_stack([np.ones(len(data)), data[TERMS]])
    found = poisson(design, data["narr86"], np.ones(len(data)))
    coefficients = [-0.5996, -0.4016, -0.0238, 0.0245, -0.0986, -0.0380, -0.0081, 0.6608, 0.4998, -0.0510]
    errors = [0.0673, 0.0850, 0.0199, 0.0148, 0.0207, 0.0290, 0.0010, 0.0738, 0.0739, 0.0641]
    assert found.coefficient.round(4).tolist() == coefficients
    assert found.standard_error.round(4).tolist() == errors
    assert (found.rows, found.converged) == (2725, True)
    assert found.log_likelihood == pytest.approx(-2248.7611, abs=5e-5)
    assert np.sqrt(found.dispersion) == pytest.approx(1.23158, abs=5e-6)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("confidence", [0.9, 0.95])
def test_every_figure_is_that_of_statsmodels(seed: int, confidence: float) -> None:
    design, events, time = made_up(seed)
    found = poisson(design, events, time, confidence=confidence)
    expected = sm.GLM(events, design, family=sm.families.Poisson(), offset=np.log(time)).fit(tol=1e-14)
    np.testing.assert_allclose(found.coefficient, expected.params, atol=1e-9)
    np.testing.assert_allclose(found.covariance, expected.cov_params(), rtol=1e-7)
    np.testing.assert_allclose(found.p_value, expected.pvalues, rtol=1e-6)
    limits = np.exp(expected.conf_int(alpha=1 - confidence))
    np.testing.assert_allclose(np.column_stack([found.lower, found.upper]), limits, rtol=1e-7)
    assert found.log_likelihood == pytest.approx(expected.llf, rel=1e-12)
    assert found.dispersion == pytest.approx(expected.pearson_chi2 / expected.df_resid, rel=1e-8)


# statsmodels says that it does not know whether it should; its figures for clusters are those of R's sandwich.
@pytest.mark.filterwarnings("ignore:cov_type not fully supported")
@pytest.mark.parametrize("seed", range(3))
def test_robust_errors_of_weighted_rows_are_those_of_statsmodels(seed: int) -> None:
    design, events, time = made_up(seed)
    chance = np.random.default_rng(seed)
    weights, clusters = chance.uniform(0.1, 3, len(time)), chance.integers(0, 40, len(time))
    model = sm.GLM(events, design, family=sm.families.Poisson(), offset=np.log(time), var_weights=weights)
    expected = model.fit(tol=1e-14, cov_type="cluster", cov_kwds={"groups": clusters})
    found = poisson(design, events, time, weights=weights, clusters=clusters)
    np.testing.assert_allclose(found.coefficient, expected.params, atol=1e-9)
    np.testing.assert_allclose(found.covariance, expected.cov_params(), rtol=1e-7)
    # Of its generalised linear models, statsmodels' HC1 leaves out the factor for few rows.
    apart = poisson(design, events, time, weights=weights, errors="robust")
    np.testing.assert_allclose(
        apart.covariance * (150 - 4) / 150, model.fit(tol=1e-14, cov_type="HC0").cov_params(), rtol=1e-7
    )


def test_a_rate_ratio_is_the_regression_of_one_term() -> None:
    design, events, time = made_up(1)
    weights = np.random.default_rng(1).uniform(0, 2, len(time))
    treated = design[:, 2]
    found = rate_ratio(events, treated, weights=weights, time_at_risk=time, clusters=np.arange(len(time)) // 2)
    rates = [(weights * side) @ events / ((weights * side) @ time) for side in (treated, 1 - treated)]
    assert [found.treated, found.others, found.ratio] == pytest.approx([*rates, rates[0] / rates[1]], rel=1e-10)
    fitted = poisson(design[:, [0, 2]], events, time, weights=weights, clusters=np.arange(len(time)) // 2)
    assert found.standard_error == pytest.approx(float(fitted.standard_error[1]), rel=1e-12)


def test_what_is_expected_of_events_has_the_time_of_each() -> None:
    design, events, time = made_up(2)
    treated = design[:, 2]
    kept = design[:, [0, 1, 3]]
    found = expected_without(events, treated, kept, kind="poisson", time_at_risk=time)
    fitted = poisson(kept[treated == 0], events[treated == 0], time[treated == 0], errors="robust")
    np.testing.assert_allclose(found.expected, time * np.exp(kept @ fitted.coefficient), rtol=1e-12)
    np.testing.assert_allclose(found.covariance, fitted.covariance, rtol=1e-8)


WITHOUT_AN_ESTIMATE: dict[str, tuple[list[list[float]], list[float], list[float]]] = {
    "nobody has an event": ([[1, 0], [1, 1]], [0, 0], [5, 7]),
    "nobody of a group has an event": ([[1, 0], [1, 1]], [3, 0], [5, 7]),
    "nobody has time at risk": ([[1, 0], [1, 1]], [0, 0], [0, 0]),
    "a term is constant": ([[1, 1], [1, 1]], [3, 4], [5, 7]),
    "a value is missing": ([[1, 0], [1, np.nan]], [3, 4], [5, 7]),
    "a number of events is missing": ([[1, 0], [1, 1]], [3, np.nan], [5, 7]),
    "a time is missing": ([[1, 0], [1, 1]], [3, 4], [5, np.nan]),
    "fewer than no events": ([[1, 0], [1, 1]], [3, -4], [5, 7]),
}


def figures(found: Poisson) -> Floats:
    return np.array([getattr(found, name) for name in FIGURES])


@pytest.mark.parametrize("case", WITHOUT_AN_ESTIMATE)
def test_where_there_is_no_estimate_it_says_so(case: str) -> None:
    found = poisson(*WITHOUT_AN_ESTIMATE[case])
    assert not found.converged
    assert figures(found).shape == (len(FIGURES), 2)
    assert np.isnan(figures(found)).all()
    assert np.isnan([found.log_likelihood, found.dispersion]).all()


def test_rows_without_weight_or_time_change_nothing() -> None:
    design, events, time = made_up(3)
    weights = np.ones(len(time))
    one = poisson(design, events, time, errors="robust")
    more = poisson(
        np.concatenate([design, design[:2]]),
        np.concatenate([events, [5, 5]]),
        np.concatenate([time, [1, 0]]),
        weights=np.concatenate([weights, [0, 1]]),
        errors="robust",
    )
    np.testing.assert_array_equal(figures(more), figures(one))
    assert more.rows == one.rows


def test_one_cluster_tells_nothing_and_what_is_no_kind_of_error_is_refused() -> None:
    design, events, time = made_up(3)
    assert np.isnan(poisson(design, events, time, clusters=np.zeros(len(time))).standard_error).all()
    assert np.isnan(poisson([[1, 1], [1, 0]], [2, 3], [1, 1], errors="robust").standard_error).all()
    with pytest.raises(UsageError, match='errors wants "model" or "robust"'):
        poisson(design, events, time, errors="HC3")  # type: ignore[arg-type] # what is refused
    with pytest.raises(UsageError, match=r"confidence must lie between 0\.5 and 1"):
        poisson(design, events, time, confidence=0.05)
