"""Effects on the treated of LaLonde's training programme against other programs, and errors against statsmodels.

The data are MatchIt's `lalonde` (185 treated of the National Supported Work demonstration, 429 others; Dehejia and
Wahba 1999), which the repository does not hold. The propensity is of treat ~ age + educ + race + married + nodegree +
re74 + re75; "no earnings" is re78 of 0. The matched pairs and their errors are of R 4.2 (MatchIt, sandwich); figures
without another source are of Python programs of their own, on statsmodels 0.15.0.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from needskit.errors import UsageError
from needskit.stats.effect import mean_difference, proportion_difference, rate_ratio
from needskit.stats.logistic import logistic
from needskit.stats.outcome_model import doubly_robust, expected_without, standardised
from needskit.stats.weighting import effective_size, entropy_balance, weights_to_treated

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import numpy.typing as npt

    from needskit.stats.outcome_model import Kind
    from needskit.stats.proportion import Floats


class Trial(NamedTuple):
    treated: Floats
    earnings: Floats
    no_earnings: Floats
    design: Floats
    """With an intercept."""
    weights: Floats
    """By the odds of having been treated."""


@pytest.fixture(scope="module")
def trial(real_data: Callable[[str], Path]) -> Trial:
    data = pd.read_csv(real_data("lalonde/MatchIt_lalonde.csv"))
    terms = [data["age"], data["educ"], data["race"] == "hispan", data["race"] == "white", data["married"]]
    terms += [data["nodegree"], data["re74"], data["re75"]]
    treated, earnings = data["treat"].to_numpy(float), data["re78"].to_numpy(float)
    design = np.column_stack([np.ones(len(data)), *terms]).astype(float)
    model = logistic(design, treated, np.ones(len(data)))
    # MatchIt: the propensities of the first three.
    propensity = 1 / (1 + np.exp(-design @ model.coefficient))
    assert propensity[:3].round(8).tolist() == [0.63876993, 0.22463424, 0.67824388]
    return Trial(treated, earnings, (earnings == 0).astype(float), design, weights_to_treated(treated, propensity))


def test_unweighted_the_treated_earn_less(trial: Trial) -> None:
    even = np.ones(len(trial.treated))
    assert mean_difference(trial.earnings, trial.treated, weights=even).difference == pytest.approx(
        -635.026212, abs=5e-7
    )
    found = proportion_difference(trial.no_earnings, trial.treated, weights=even)
    # 45 of 185 against 98 of 429.
    assert found.difference == pytest.approx(45 / 185 - 98 / 429, abs=1e-14)
    assert found.difference == pytest.approx(0.01480501, abs=5e-9)
    assert (found.effective_treated, found.effective_others) == pytest.approx((185, 429))


def test_weighted_by_their_odds_of_treatment(trial: Trial) -> None:
    found = mean_difference(trial.earnings, trial.treated, weights=trial.weights)
    # By R 1214.071222; by statsmodels' Logit and GLM 1214.0712233.
    assert found.difference == pytest.approx(1214.071222, abs=2e-6)
    assert found.difference == pytest.approx(1214.0712233, abs=5e-8)
    # WeightIt's vignette has 99.82.
    assert found.effective_others == pytest.approx(99.8154, abs=5e-5)
    assert proportion_difference(trial.no_earnings, trial.treated, weights=trial.weights).difference == pytest.approx(
        -0.01258304, abs=5e-9
    )


def test_entropy_balance(trial: Trial) -> None:
    balanced = entropy_balance(trial.treated, trial.design[:, 1:])
    assert balanced.reached
    found = mean_difference(trial.earnings, trial.treated, weights=balanced.weights)
    # 1273.261782 is of an optimiser that stops at a slope of 1e-6 or so; SciPy's BFGS held to 1e-8 gives 1273.261813.
    # WeightIt's vignette has an effective size of 98.46 and an estimate of 1273.
    assert balanced.left.max() < 1e-12
    assert found.difference == pytest.approx(1273.261782, abs=5e-5)
    assert found.difference == pytest.approx(1273.261813, abs=2e-6)
    assert found.effective_others == pytest.approx(98.4578, abs=5e-5)
    assert proportion_difference(
        trial.no_earnings, trial.treated, weights=balanced.weights
    ).difference == pytest.approx(-0.01974191, abs=5e-9)


def test_doubly_robust_and_standardised_by_a_model_of_the_others(trial: Trial) -> None:
    of_earnings = expected_without(trial.earnings, trial.treated, trial.design, kind="linear")
    of_none = expected_without(trial.no_earnings, trial.treated, trial.design, kind="logistic")
    found = doubly_robust(trial.earnings, trial.treated, of_earnings, weights=trial.weights)
    assert found.difference == pytest.approx(1231.044313, abs=1e-6)
    assert found.standard_error == pytest.approx(809.2976, abs=5e-5)
    found = doubly_robust(trial.no_earnings, trial.treated, of_none, weights=trial.weights)
    assert found.difference == pytest.approx(-0.02246963, abs=5e-9)
    assert found.standard_error == pytest.approx(0.05143794, abs=5e-9)
    assert standardised(trial.earnings, trial.treated, of_earnings).difference == pytest.approx(1647.583252, abs=1e-6)
    assert standardised(trial.no_earnings, trial.treated, of_none).difference == pytest.approx(-0.05119485, abs=5e-9)


def test_the_error_by_a_model_alone_is_that_of_both_equations_together(trial: Trial) -> None:
    # The delta method by statsmodels: the model of the others with robust (HC1) errors, and how the mean expected of
    # the treated changes with its coefficients; then what the treated vary by about what is expected of each.
    others, ours = trial.treated == 0, trial.treated == 1
    kinds: dict[Kind, tuple[Floats, sm.families.Family]] = {
        "linear": (trial.earnings, sm.families.Gaussian()),
        "logistic": (trial.no_earnings, sm.families.Binomial()),
    }
    for kind, (outcome, family) in kinds.items():
        fit = sm.GLM(outcome[others], trial.design[others], family=family).fit(cov_type="HC0", tol=1e-14, maxiter=200)
        covariance = fit.cov_params() * 429 / (429 - 9)
        step = 1e-6 * np.maximum(np.abs(fit.params), 1e-3)
        moved = [fit.model.predict(fit.params + each, trial.design[ours]).mean() for each in np.diag(step)]
        slope = (np.array(moved) - fit.predict(trial.design[ours]).mean()) / step
        beyond = outcome[ours] - fit.predict(trial.design[ours])
        error = np.sqrt(beyond.var(ddof=1) / 185 + slope @ covariance @ slope)
        model = expected_without(outcome, trial.treated, trial.design, kind=kind)
        assert standardised(outcome, trial.treated, model).standard_error == pytest.approx(error, rel=1e-4)


def test_matched_pairs_are_clusters(real_data: Callable[[str], Path], trial: Trial) -> None:
    # MatchIt's 1:1 nearest match without replacement; R's sandwich, vcovCL of the pairs and vcovHC of type HC1.
    pairs = pd.read_csv(real_data("lalonde/lalonde_matchit_nn.csv"))
    earnings, treated, weights = (pairs[name].to_numpy(float) for name in ("re78", "treat", "weights"))
    in_pairs = mean_difference(earnings, treated, weights=weights, clusters=pairs["subclass"].to_numpy())
    apart = mean_difference(earnings, treated, weights=weights)
    assert in_pairs.difference == pytest.approx(894.367480, abs=1e-6)
    assert in_pairs.standard_error == pytest.approx(705.229764, abs=5e-7)
    assert apart.standard_error == pytest.approx(730.294779, abs=5e-7)
    none = proportion_difference(earnings == 0, treated, weights=weights)
    assert none.difference == pytest.approx(-0.01081081, abs=5e-9)
    assert effective_size(weights[treated == 0]) == len(trial.treated[trial.treated == 1])


def test_rossis_trial_stands_on_the_knifes_edge() -> None:
    # 48 of 216 with financial aid, 66 of 216 without. Newcombe's limits by statsmodels 0.15.0; the score test has a
    # p-value of .0494217, and Katz's limits of the ratio hold 1: .5278897 to 1.0019624.
    aid, arrested = np.repeat([1, 0], 216), np.repeat([1, 0, 1, 0], [48, 168, 66, 150])
    found = proportion_difference(arrested, aid, weights=np.ones(432))
    assert (found.lower, found.upper) == pytest.approx((-0.1650463, -0.0001510), abs=5e-8)
    assert 0.0494 < found.p_value < 0.05
    ratio = rate_ratio(arrested, aid, weights=np.ones(432))
    assert ratio.ratio == pytest.approx(48 / 66, abs=1e-12)
    # Robust errors are Katz's but for the factor of 432 over 430.
    assert np.sqrt(430 / 432) * ratio.standard_error == pytest.approx(np.sqrt(1 / 48 + 1 / 66 - 2 / 216), rel=1e-9)
    assert ratio.upper > 1
    assert ratio.p_value > 0.05


@pytest.mark.parametrize("seed", range(3))
def test_errors_of_means_are_those_of_statsmodels(seed: int) -> None:
    chance = np.random.default_rng(seed)
    treated, weights = chance.integers(0, 2, 80), chance.uniform(0.1, 3, 80)
    value, clusters = chance.normal(treated, 1 + treated), chance.integers(0, 25, 80)
    model = sm.WLS(value, np.column_stack([np.ones(80), treated]), weights=weights)
    expected = model.fit(cov_type="cluster", cov_kwds={"groups": clusters})
    found = mean_difference(value, treated, weights=weights, clusters=clusters)
    assert found.difference == pytest.approx(expected.params[1], rel=1e-10)
    assert found.standard_error == pytest.approx(expected.bse[1], rel=1e-10)
    assert found.p_value == pytest.approx(expected.pvalues[1], rel=1e-8)
    assert [found.lower, found.upper] == pytest.approx(expected.conf_int()[1].tolist(), rel=1e-8)
    apart = mean_difference(value, treated, weights=weights)
    assert apart.standard_error == pytest.approx(model.fit(cov_type="HC1").bse[1], rel=1e-10)


def test_a_bootstrap_of_everything_gives_nearly_the_error_of_the_standardised() -> None:
    chance = np.random.default_rng(3)
    number = 300
    age = chance.normal(size=number)
    treated = chance.random(number) < 1 / (1 + np.exp(1 - age))
    value = 2 + age + 0.5 * treated + chance.normal(size=number) * (1 + treated)
    design = np.column_stack([np.ones(number), age])

    def found_of(rows: npt.NDArray[np.int64]) -> float:
        model = expected_without(value[rows], treated[rows], design[rows], kind="linear")
        return standardised(value[rows], treated[rows], model).difference

    model = expected_without(value, treated, design, kind="linear")
    drawn = [found_of(chance.integers(0, number, number)) for _ in range(600)]
    # A standard deviation of 600 draws is itself sure to some 3%.
    assert np.std(drawn) == pytest.approx(standardised(value, treated, model).standard_error, rel=0.1)


def test_what_is_no_group_no_weight_and_no_model_is_refused() -> None:
    with pytest.raises(UsageError, match="treated must be true or false"):
        mean_difference([1, 2], [1, 2], weights=[1, 1])
    with pytest.raises(UsageError, match="Every weight must be known, and 0 or more"):
        mean_difference([1, 2], [1, 0], weights=[1, np.nan])
    with pytest.raises(UsageError, match="answer must be 0 or 1"):
        proportion_difference([1, 2], [1, 0], weights=[1, 1])
    with pytest.raises(UsageError, match="must be known, and lie between 0 and 1"):
        weights_to_treated([1, 0], [0.5, 1.5])
    with pytest.raises(UsageError, match="has a propensity of 1, and so no weight"):
        weights_to_treated([1, 0], [0.5, 1])
    with pytest.raises(UsageError, match="Balance wants people who were treated, and others"):
        entropy_balance([1, 1], [[1], [2]])
    with pytest.raises(UsageError, match="Every value of the design must be known"):
        entropy_balance([1, 0], [[1.0], [np.nan]])
    with pytest.raises(UsageError, match="kind wants"):
        expected_without([1, 2], [1, 0], [[1], [1]], kind="probit")  # type: ignore[arg-type] # what is refused
    with pytest.raises(UsageError, match="Time at risk wants"):
        expected_without([1, 2], [1, 0], [[1], [1]], kind="linear", time_at_risk=[1, 1])


def test_where_nothing_can_be_said_there_are_no_figures() -> None:
    nobody = mean_difference([1.0, 2.0], [1, 1], weights=[1, 1])
    assert np.isnan([nobody.others, nobody.difference, nobody.standard_error, nobody.p_value]).all()
    no_weight = proportion_difference([1, 0, 1], [1, 1, 0], weights=[1, 1, 0])
    assert np.isnan([no_weight.difference, no_weight.lower, no_weight.upper, no_weight.p_value]).all()
    no_event = rate_ratio([1, 0, 0, 0], [1, 1, 0, 0], weights=np.ones(4))
    assert (no_event.treated, no_event.others, np.isnan(no_event.ratio)) == (0.5, 0, True)
    not_known = rate_ratio([1, 0, 1, 0], [1, 1, 0, 0], weights=np.ones(4), time_at_risk=[1, 1, 1, np.nan])
    assert np.isnan([not_known.others, not_known.ratio]).all()
    # A group among the treated that none of the others is in.
    model = expected_without([1, 2, 3, 4], [1, 0, 0, 0], [[1, 1], [1, 0], [1, 0], [1, 0]], kind="linear")
    assert not model.converged
    assert np.isnan(standardised([1, 2, 3, 4], [1, 0, 0, 0], model).difference)
    assert np.isnan(doubly_robust([1, 2, 3, 4], [1, 0, 0, 0], model, weights=np.ones(4)).standard_error)


def test_where_nobody_differs_within_the_groups_there_are_no_limits() -> None:
    # Errors of nought would say that five people know it all.
    treated, even = np.repeat([1, 0], [3, 5]), np.ones(8)
    value = np.where(treated == 1, 0.1, 0.3)
    found = mean_difference(value, treated, weights=even)
    assert found.difference == pytest.approx(-0.2)
    assert np.isnan([found.standard_error, found.lower, found.upper, found.p_value]).all()
    ratio = rate_ratio(value, treated, weights=even)
    assert ratio.ratio == pytest.approx(1 / 3)
    assert np.isnan([ratio.standard_error, ratio.lower, ratio.upper, ratio.p_value]).all()
    model = expected_without(value, treated, np.ones((8, 1)), kind="linear")
    assert np.isnan(standardised(value, treated, model).standard_error)
    assert np.isnan(doubly_robust(value, treated, model, weights=even).p_value)
