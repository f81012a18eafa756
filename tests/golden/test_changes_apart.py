"""Differences in differences against statsmodels, on the earnings of LaLonde's programme and on offences made up here.

The earnings are MatchIt's `lalonde` (185 treated, 429 others; Dehejia and Wahba 1999), which the repository does not
hold: those of 1975 are before, those of 1978 after.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from needskit.stats.changes_apart import changes_apart

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from needskit.stats.proportion import Floats

BEFORE = np.array([4, 2, 3, 0, 1, 6, 2, 1, 3, 0, 2, 1, 5, 2], dtype=float)
FOLLOWING = np.array([1, 2, 0, 1, 0, 3, 1, 2, 1, 1, 1, 2, 4, 0], dtype=float)
TREATED = np.array([1] * 6 + [0] * 8)
WEIGHTS = np.array([1.0] * 6 + [0.5, 0.5, 2, 1, 1.5, 0.25, 0.25, 1])
TIMES = np.array(
    [
        [1, 0.5, 1, 1, 0.75, 1, 1, 1, 0.25, 1, 1, 0.5, 1, 1],
        [0.5, 1, 1, 1, 1, 0.75, 1, 0.5, 1, 1, 1, 1, 1, 0.75],
    ]
)


def long(treated: Floats) -> tuple[Floats, Floats]:
    """Return a design of arm, window and both, and whose row each is: all of the window before, then of that after."""
    window = np.repeat([0.0, 1.0], len(treated))
    arm = np.tile(treated, 2)
    return np.column_stack([np.ones(len(arm)), arm, window, arm * window]), np.tile(np.arange(len(treated)), 2)


def clustered_ols(before: Floats, after: Floats, treated: Floats, weights: Floats) -> tuple[float, float]:
    design, person = long(treated)
    model = sm.WLS(np.concatenate([before, after]), design, weights=np.tile(weights, 2))
    found = model.fit(cov_type="cluster", cov_kwds={"groups": person, "use_correction": False})
    return float(found.params[3]), float(found.bse[3])


def clustered_poisson(times: Floats, weights: Floats) -> tuple[float, float]:
    design, person = long(TREATED.astype(float))
    model = sm.GEE(
        np.concatenate([BEFORE, FOLLOWING]),
        design,
        groups=person,
        family=sm.families.Poisson(),
        cov_struct=sm.cov_struct.Independence(),
        offset=np.log(times.ravel()),
        weights=np.tile(weights, 2),
    )
    found = model.fit(cov_type="robust", maxiter=200, ctol=1e-10)
    return float(found.params[3]), float(found.bse[3])


def few(people: int) -> float:
    """Return what an error is multiplied by for people being few: HC1 of a row a person and two arms."""
    return float(np.sqrt(people / (people - 2)))


@pytest.fixture(scope="module")
def earnings(real_data: Callable[[str], Path]) -> pd.DataFrame:
    return pd.read_csv(real_data("lalonde/MatchIt_lalonde.csv"))


def test_the_rise_of_earnings_is_that_of_a_linear_model_clustered_by_person(earnings: pd.DataFrame) -> None:
    before, after, treated = (earnings[name].to_numpy(float) for name in ("re75", "re78", "treat"))
    chance = np.random.default_rng(1)
    for weights in (np.ones(len(treated)), np.where(treated == 1, 1.0, chance.uniform(0.1, 2, len(treated)))):
        found = changes_apart(before, after, treated, weights=weights)
        expected, error = clustered_ols(before, after, treated, weights)
        assert found.difference == pytest.approx(expected, rel=1e-10)
        assert found.standard_error == pytest.approx(error * few(614), rel=1e-10)
    # The difference of the mean rises, straight from the records.
    rises = earnings.assign(rise=earnings["re78"] - earnings["re75"]).groupby("treat")["rise"].mean()
    plain = changes_apart(before, after, treated, weights=np.ones(len(treated)))
    assert plain.difference == pytest.approx(rises[1] - rises[0], rel=1e-12)


def test_offences_are_those_of_a_poisson_regression_clustered_by_person() -> None:
    for times in (np.ones((2, 14)), TIMES):
        for weights in (np.ones(14), WEIGHTS):
            found = changes_apart(
                BEFORE, FOLLOWING, TREATED, weights=weights, time_before=times[0], time_after=times[1]
            )
            expected, error = clustered_poisson(times, weights)
            assert np.log(found.ratio) == pytest.approx(expected, abs=1e-8)
            assert found.ratio_standard_error == pytest.approx(error * few(14), rel=1e-6)


def test_pairs_are_clusters() -> None:
    pairs = np.array([0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 5, 6, 6])
    kept = np.arange(14) < 12
    found = changes_apart(BEFORE, FOLLOWING, TREATED, weights=np.where(kept, 1.0, 0.0), clusters=pairs)
    # Of pairs the difference of the differences is a paired difference: the error is that of a mean of six.
    change = (FOLLOWING - BEFORE)[kept]
    of_pairs = change[:6] - change[6:]
    assert found.difference == pytest.approx(of_pairs.mean())
    corrected = np.sqrt(6 / 5 * 11 / 10) / np.sqrt(6 / 5)
    assert found.standard_error == pytest.approx(of_pairs.std(ddof=1) / np.sqrt(6) * corrected)


def test_where_an_arm_has_nothing_in_a_window_there_is_no_ratio() -> None:
    found = changes_apart([1, 2, 0, 0], [1, 0, 1, 2], [1, 1, 0, 0], weights=np.ones(4))
    assert found.difference == -1 - 1.5
    assert np.isnan(found.ratio)
    assert np.isnan(found.ratio_standard_error)
