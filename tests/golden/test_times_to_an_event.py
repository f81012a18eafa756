"""Times to a first event against published figures, R, lifelines and statsmodels; the source stands beside each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from scipy.stats import chi2
from statsmodels.duration.survfunc import SurvfuncRight, survdiff

from needskit.errors import UsageError
from needskit.stats.log_rank import log_rank
from needskit.stats.survival import (
    ByDay,
    kaplan_meier,
    people_at_risk,
    people_by_day,
    restricted_mean,
    survival_on,
)
from needskit.stats.tails import chi_squared_p_value

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from needskit.stats.proportion import Floats

YEAR = 52
QUARTERS = (13, 26, 39, 52)
# Freireich and others (1963), Blood 21, 699-716: weeks of remission, of those given 6-MP and of those given a placebo.
GIVEN = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
RELAPSED = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]
PLACEBO = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]


@pytest.fixture
def rossi(real_data: Callable[[str], Path]) -> ByDay:
    """Return people of Rossi, Berk and Lenihan (1980) by week: without financial aid, and with it."""
    people = pd.read_csv(real_data("rossi/rossi_lifelines.csv"))
    return people_by_day(people["week"], people["arrest"], last_day=YEAR, cell=people["fin"], cells=2)


def made_up(seed: int, *, people: int = 300, groups: int = 3) -> tuple[Floats, Floats, Floats]:
    """Return days, whether of an event, and the group of each person."""
    chance = np.random.default_rng(seed)
    group = chance.integers(0, groups, size=people)
    days = np.minimum(chance.geometric(0.02 + 0.01 * group), chance.integers(1, 60, size=people))
    return days.astype(float), chance.integers(0, 2, size=people).astype(float), group.astype(float)


def test_shares_not_rearrested_at_the_end_of_each_quarter(rossi: ByDay) -> None:
    # R 4.2, survival: summary(survfit(Surv(week, arrest) ~ fin, data = Rossi), times = c(13, 26, 39, 52)).
    found = survival_on(kaplan_meier(*rossi), QUARTERS)
    assert found.share.round(3).tolist() == [[0.949, 0.852, 0.787, 0.694], [0.958, 0.898, 0.838, 0.778]]
    assert found.standard_error[:, -1].round(4).tolist() == [0.0313, 0.0283]


def test_limits_of_those_shares_are_on_the_logarithm_of_the_logarithm(rossi: ByDay) -> None:
    # lifelines 0.30.3, KaplanMeierFitter: confidence_interval_ (exponential Greenwood).
    found = survival_on(kaplan_meier(*rossi), QUARTERS)
    lower = [[0.90992988, 0.79706360, 0.72619068, 0.62828831], [0.92145629, 0.84944362, 0.78167046, 0.71624378]]
    upper = [[0.97147056, 0.89283958, 0.83589445, 0.75119093], [0.97810006, 0.93172579, 0.88084539, 0.82758045]]
    np.testing.assert_allclose(found.lower, lower, atol=5e-9)
    np.testing.assert_allclose(found.upper, upper, atol=5e-9)


def test_mean_weeks_without_an_arrest_in_the_first_year(rossi: ByDay) -> None:
    # R 4.2, survival: print(survfit(Surv(week, arrest) ~ fin, data = Rossi), rmean = 52).
    found = restricted_mean(*rossi, up_to=YEAR)
    assert found.mean.round(1).tolist() == [44.8, 46.9]
    assert found.standard_error.round(3).tolist() == [0.918, 0.793]


def test_the_log_rank_test_of_financial_aid_is_on_the_edge(rossi: ByDay) -> None:
    # R 4.2, survival: survdiff(Surv(week, arrest) ~ fin, data = Rossi).
    found = log_rank(*rossi)
    assert found.observed.tolist() == [66, 48]
    assert found.expected.round(1).tolist() == [55.6, 58.4]
    assert (found.statistic, found.p_value) == pytest.approx((3.8375696, 0.0501161), abs=5e-8)
    assert found.degrees == 1


def test_limits_of_the_cancer_trial_are_those_that_stata_shows() -> None:
    # Stata, sts list, by(dose), of its example data cancer.dta: the controls, of whom 20 were at risk.
    found = kaplan_meier([[0, 2, 1, 1, 2]], [[0, 0, 0, 0, 14]])
    assert found.at_risk[0, 1:].tolist() == [20, 18, 17, 16]
    assert found.share[0, 1:].round(4).tolist() == [0.9, 0.85, 0.8, 0.7]
    assert found.standard_error[0, 1:].round(4).tolist() == [0.0671, 0.0798, 0.0894, 0.1025]
    assert found.lower[0, 1:].round(4).tolist() == [0.6560, 0.6038, 0.5511, 0.4505]
    assert found.upper[0, 1:].round(4).tolist() == [0.9740, 0.9490, 0.9198, 0.8525]


def test_remission_of_leukaemia_with_people_who_left_early() -> None:
    found = kaplan_meier(*people_by_day(GIVEN, RELAPSED, last_day=35))
    relapses = survival_on(found, [6, 7, 10, 13, 16, 22, 23])
    # Kalbfleisch and Prentice (1980); Venables and Ripley (2002), Modern Applied Statistics with S, section 13.1.
    assert relapses.at_risk[0].tolist() == [21, 17, 15, 12, 11, 7, 6]
    assert relapses.share[0].round(3).tolist() == [0.857, 0.807, 0.753, 0.69, 0.627, 0.538, 0.448]
    assert relapses.standard_error[0].round(4).tolist() == [0.0764, 0.0869, 0.0963, 0.1068, 0.1141, 0.1282, 0.1346]


def test_the_log_rank_test_of_leukaemia() -> None:
    # R, survival: survdiff of these data gives 9 and 21 observed, 19.3 and 10.7 expected, and 16.8.
    days, had = np.array([*GIVEN, *PLACEBO]), np.array([*RELAPSED, *[1] * 21])
    found = log_rank(*people_by_day(days, had, last_day=35, cell=np.repeat([0, 1], 21), cells=2))
    assert found.observed.tolist() == [9, 21]
    assert found.expected.round(1).tolist() == [19.3, 10.7]
    assert round(found.statistic, 1) == 16.8


@pytest.mark.parametrize("seed", range(5))
def test_shares_and_standard_errors_are_those_of_statsmodels(seed: int) -> None:
    days, had, group = made_up(seed)
    weights = np.random.default_rng(seed).integers(1, 4, size=len(days))
    counts = people_by_day(days, had, last_day=60, weight=weights, cell=group, cells=3)
    found = kaplan_meier(*counts)
    for cell in range(3):
        # Repeated, since statsmodels 0.15.0 gives another standard error than Greenwood's where it is given weights.
        times = np.where(group == cell, weights, 0).astype(int)
        expected = SurvfuncRight(np.repeat(days, times), np.repeat(had, times))
        at = expected.surv_times.astype(int)
        np.testing.assert_allclose(found.at_risk[cell, at], expected.n_risk)
        np.testing.assert_allclose(found.share[cell, at], expected.surv_prob, rtol=1e-12, atol=1e-15)
        shared = expected.surv_prob > 0
        errors = found.standard_error[cell, at][shared]
        np.testing.assert_allclose(errors, expected.surv_prob_se[shared], rtol=1e-9)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("groups", [2, 3, 5])
def test_the_log_rank_test_is_that_of_statsmodels_with_strata_too(seed: int, groups: int) -> None:
    days, had, group = made_up(seed, groups=groups)
    stratum = np.random.default_rng(seed + 100).integers(0, 2, size=len(days))
    found = log_rank(*people_by_day(days, had, last_day=60, cell=group, cells=groups))
    expected = survdiff(days, had, group)
    assert found.degrees == groups - 1
    assert (found.statistic, found.p_value) == pytest.approx(expected, rel=1e-9)
    counts = people_by_day(days, had, last_day=60, cell=stratum * groups + group, cells=2 * groups)
    stratified = log_rank(*(each.reshape(2, groups, -1) for each in counts))
    expected = survdiff(days, had, group, strata=stratum)
    assert (stratified.statistic, stratified.p_value) == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("degrees", range(1, 13))
def test_tails_of_the_chi_squared_distribution_are_those_of_scipy(degrees: int) -> None:
    statistics = np.array([0, 1e-3, 0.5, 3, 10, 50, 200, 700])
    found = chi_squared_p_value(statistics, degrees=degrees)
    np.testing.assert_allclose(found, chi2.sf(statistics, degrees), rtol=1e-10)


def test_once_nobody_is_followed_up_nothing_is_known_unless_all_had_the_event() -> None:
    found = kaplan_meier([[1, 0, 0], [1, 1, 0], [0, 0, 0]], [[0, 1, 0], [0, 0, 0], [0, 0, 0]])
    np.testing.assert_array_equal(found.share, [[0.5, 0.5, np.nan], [0.5, 0, 0], [np.nan] * 3])
    # Of all and of none there is no limit, though there is a share.
    assert np.isnan(found.upper[1, 1:]).all()
    mean = restricted_mean([[1, 0, 0], [1, 1, 0], [0, 0, 0]], [[0, 1, 0], [0, 0, 0], [0, 0, 0]], up_to=3)
    np.testing.assert_array_equal(mean.mean, [np.nan, 0.5, np.nan])
    np.testing.assert_allclose(mean.standard_error, [np.nan, np.sqrt(0.25 / 2), np.nan])


def test_where_nobody_had_the_event_there_is_a_share_and_no_limit() -> None:
    found = kaplan_meier([[0, 0]], [[0, 5]])
    assert found.share.tolist() == [[1, 1]]
    assert found.standard_error.tolist() == [[0, 0]]
    assert np.isnan(found.lower).all()
    assert np.isnan(restricted_mean([[0, 0]], [[0, 5]], up_to=2).upper).all()


@pytest.mark.parametrize(
    "counts",
    [
        ([[0, 0], [0, 0]], [[0, 5], [0, 5]]),
        ([[0, 3]], [[0, 5]]),
        ([[0, 3], [0, 0]], [[0, 5], [0, 0]]),
        ([[0, 1], [1, 0]], [[0, 0], [0, 0]]),
        ([[0, np.nan], [1, 0]], [[0, 5], [0, 5]]),
    ],
)
def test_without_events_or_without_two_groups_there_is_no_log_rank_test(
    counts: tuple[list[list[float]], list[list[float]]],
) -> None:
    found = log_rank(*counts)
    if counts[0] == [[0, 1], [1, 0]]:
        assert found.statistic == pytest.approx(1)
        return
    assert (found.degrees, np.isnan(found.statistic), np.isnan(found.p_value)) == (0, True, True)


def test_whoever_is_followed_up_for_longer_leaves_on_the_last_day() -> None:
    events_at, left_at = people_by_day([2, 3, 4, 400], [1, 1, 1, 0], last_day=3, weight=[1, 2, 3, 4])
    assert events_at.tolist() == [[0, 0, 1, 2]]
    assert left_at.tolist() == [[0, 0, 0, 7]]
    assert people_at_risk(events_at, left_at).tolist() == [[10, 10, 10, 9]]


def test_what_is_no_day_is_refused() -> None:
    for days in ([-1], [0.5], [np.nan]):
        with pytest.raises(UsageError, match="whole numbers from 0 on"):
            people_by_day(days, [1], last_day=3)
    with pytest.raises(UsageError, match="0 or later"):
        survival_on(kaplan_meier([[1]], [[1]]), [-1])
    with pytest.raises(UsageError, match="from 1 to the 2 days"):
        restricted_mean([[1, 0]], [[0, 1]], up_to=3)
    with pytest.raises(UsageError, match=r"confidence must lie between 0\.5 and 1"):
        kaplan_meier([[1]], [[1]], confidence=0.05)
