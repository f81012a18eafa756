"""Times to a first event of weighted people: published figures, statsmodels, and what weights must come to.

R's survfit and coxph give with weights of 1 what they give without; so the figures of Rossi, Berk and Lenihan (1980)
are those of R 4.2 in ``test_times_to_an_event`` and ``test_cox``. The robust error of a hazard ratio is that of
statsmodels, and for weights of any size the square root of the sum of (weight x derivative of the coefficient) squared,
worked out here by moving one weight at a time (Therneau and Grambsch 2000, Modeling Survival Data, section 7.1).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from statsmodels.duration.hazard_regression import PHReg

import needskit as nk
from needskit.errors import UsageError
from needskit.stats.survival import kaplan_meier, restricted_mean, survival_on
from needskit.stats.weighted_hazard import weighted_hazard_ratio
from needskit.stats.weighted_log_rank import weighted_log_rank
from needskit.stats.weighted_survival import (
    WeightedByDay,
    of_counts,
    weighted_by_day,
    weighted_kaplan_meier,
    weighted_restricted_mean,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from needskit.stats.cox import Ties
    from needskit.stats.proportion import Floats

YEAR, QUARTERS = 52, (13, 26, 39, 52)


@dataclass(frozen=True)
class People:
    """Days, whether of an event, and who is in the second group; shape ``(people,)``."""

    days: Floats
    had: Floats
    second: Floats

    def weighted(self, weights: Floats) -> WeightedByDay:
        return weighted_by_day(self.days, self.had, last_day=YEAR, weight=weights, cell=self.second)


@pytest.fixture(scope="module")
def rossi(real_data: Callable[[str], Path]) -> pd.DataFrame:
    return pd.read_csv(real_data("rossi/rossi_lifelines.csv"))


@pytest.fixture(scope="module")
def by_aid(rossi: pd.DataFrame) -> WeightedByDay:
    """Return people of Rossi, Berk and Lenihan (1980) by week, all of weight 1: with financial aid, and without."""
    return weighted_by_day(
        rossi["week"], rossi["arrest"], last_day=YEAR, weight=np.ones(len(rossi)), cell=1 - rossi["fin"]
    )


def made_up(seed: int, *, people: int = 120) -> tuple[People, Floats]:
    """Return people of two groups, some of whom leave early, and weights that are whole numbers."""
    chance = np.random.default_rng(seed)
    second = chance.integers(0, 2, people).astype(float)
    days = np.minimum(chance.geometric(0.02 + 0.02 * second), chance.integers(5, YEAR, people)).astype(float)
    return People(days, chance.integers(0, 2, people).astype(float), second), chance.integers(1, 5, people).astype(
        float
    )


def test_shares_not_rearrested_at_the_end_of_each_quarter(by_aid: WeightedByDay) -> None:
    # R 4.2, survival: summary(survfit(Surv(week, arrest) ~ fin, data = Rossi), times = c(13, 26, 39, 52)).
    found = survival_on(weighted_kaplan_meier(by_aid), QUARTERS)
    assert found.share.round(3).tolist() == [[0.958, 0.898, 0.838, 0.778], [0.949, 0.852, 0.787, 0.694]]
    assert found.standard_error[:, -1].round(4).tolist() == [0.0283, 0.0313]


def test_mean_weeks_without_an_arrest_in_the_first_year(by_aid: WeightedByDay) -> None:
    # R 4.2, survival: print(survfit(Surv(week, arrest) ~ fin, data = Rossi), rmean = 52).
    found = weighted_restricted_mean(by_aid, up_to=YEAR)
    assert found.mean.round(1).tolist() == [46.9, 44.8]
    assert found.standard_error.round(3).tolist() == [0.793, 0.918]


def test_the_log_rank_test_of_financial_aid_is_on_the_edge(by_aid: WeightedByDay) -> None:
    # R 4.2, survival: survdiff(Surv(week, arrest) ~ fin, data = Rossi).
    found = weighted_log_rank(by_aid)
    assert found.observed.tolist() == [48, 66]
    assert found.expected.round(1).tolist() == [58.4, 55.6]
    assert (found.statistic, found.p_value) == pytest.approx((3.8375696, 0.0501161), abs=5e-8)


@pytest.mark.parametrize("ties", ["efron", "breslow"])
def test_the_hazard_ratio_of_financial_aid_is_that_of_statsmodels(
    rossi: pd.DataFrame, by_aid: WeightedByDay, ties: Ties
) -> None:
    model = PHReg(rossi["week"], rossi[["fin"]], status=rossi["arrest"], ties=ties)
    found, expected = weighted_hazard_ratio(by_aid, ties=ties), model.fit()
    assert found.coefficient == pytest.approx(float(expected.params[0]), abs=1e-6)
    assert found.information_error == pytest.approx(float(expected.bse[0]), abs=1e-6)
    if ties == "breslow":
        # statsmodels 0.15: its robust error does not take ties after Efron into account.
        robust = model.fit(groups=np.arange(len(rossi)))
        assert found.standard_error == pytest.approx(float(robust.bse[0]), abs=1e-6)


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("ties", ["efron", "breslow"])
def test_the_robust_error_is_what_each_weight_moves(seed: int, ties: Ties) -> None:
    people, weights = made_up(seed)
    weights = weights / 3 + 0.1
    step, moved = 1e-4, []
    for one in np.eye(len(weights)):
        ends = [
            weighted_hazard_ratio(people.weighted(weights + sign * step * one), ties=ties).coefficient
            for sign in (1, -1)
        ]
        moved.append((ends[0] - ends[1]) / (2 * step))
    found = weighted_hazard_ratio(people.weighted(weights), ties=ties)
    assert found.standard_error == pytest.approx(np.sqrt(((weights * moved) ** 2).sum()), rel=1e-6)


@pytest.mark.parametrize("seed", [1, 2])
def test_the_errors_of_shares_and_means_are_what_each_weight_moves(seed: int) -> None:
    people, weights = made_up(seed)
    weights = weights / 3 + 0.1
    step, moved = 1e-4, []
    for one in np.eye(len(weights)):
        ends = [people.weighted(weights + sign * step * one) for sign in (1, -1)]
        shares = [weighted_kaplan_meier(end).share[:, 30] for end in ends]
        means = [weighted_restricted_mean(end, up_to=40).mean for end in ends]
        moved.append(np.concatenate([shares[0] - shares[1], means[0] - means[1]]) / (2 * step))
    expected = np.sqrt((weights[:, None] ** 2 * np.array(moved) ** 2).sum(axis=0))
    whole = people.weighted(weights)
    found = [
        weighted_kaplan_meier(whole).standard_error[:, 30],
        weighted_restricted_mean(whole, up_to=40).standard_error,
    ]
    np.testing.assert_allclose(np.concatenate(found), expected, rtol=1e-6)


@pytest.mark.parametrize("seed", [1, 2])
def test_a_whole_weight_is_as_many_rows(seed: int) -> None:
    people, weights = made_up(seed)
    many = People(*(np.repeat(each, weights.astype(int)) for each in (people.days, people.had, people.second)))
    weighted, rows = people.weighted(weights), many.weighted(np.ones(len(many.days)))

    events, left = rows.events.weight, rows.left.weight
    np.testing.assert_allclose(weighted_kaplan_meier(weighted).share, kaplan_meier(events, left).share)
    means = weighted_restricted_mean(weighted, up_to=YEAR).mean
    np.testing.assert_allclose(means, restricted_mean(events, left, up_to=YEAR).mean)
    np.testing.assert_allclose(weighted_log_rank(weighted).expected, weighted_log_rank(rows).expected)
    # Rows of the same day are ties, of which Breslow's likelihood alone takes no other notice.
    one, other = (weighted_hazard_ratio(each, ties="breslow") for each in (weighted, rows))
    assert (one.coefficient, one.information_error) == pytest.approx((other.coefficient, other.information_error))
    # But one who stands for four tells less than four do.
    assert one.standard_error > other.standard_error
    assert weighted_log_rank(weighted).statistic < weighted_log_rank(rows).statistic


@pytest.mark.parametrize("seed", [1, 2])
def test_the_weighted_log_rank_test_is_that_of_its_formula(seed: int) -> None:
    # Xie and Liu (2005), Statistics in Medicine 24, 3089-3110, person by person.
    people, weights = made_up(seed)
    weights = weights / 3
    distance = variance = 0.0
    for day in np.unique(people.days[people.had == 1]):
        at_risk, dies = people.days >= day, (people.days == day) & (people.had == 1)
        first = people.second == 0
        ours, both = weights[at_risk & first].sum(), weights[at_risk].sum()
        distance += weights[dies & first].sum() - ours / both * weights[dies].sum()
        heads, having = at_risk.sum(), dies.sum()
        if heads > 1:
            squares = np.where(first, 1 - ours / both, ours / both)[at_risk] ** 2 @ weights[at_risk] ** 2
            variance += having * (heads - having) / (heads * (heads - 1)) * squares
    assert weighted_log_rank(people.weighted(weights)).statistic == pytest.approx(distance**2 / variance)


@pytest.mark.parametrize(("ours", "theirs"), [([0, 0, 0], [0, 2, 0]), ([0, 2, 0], [0, 0, 0]), ([0, 0, 0], [0, 0, 0])])
def test_a_group_without_an_event_has_no_ratio(ours: list[int], theirs: list[int]) -> None:
    found = weighted_hazard_ratio(of_counts([ours, theirs], [[0, 0, 5], [0, 0, 5]]))
    assert np.isnan(found.ratio)
    assert np.isnan(found.standard_error)


def test_a_group_of_nobody_says_nothing() -> None:
    alone = of_counts([[0, 2, 1], [0, 0, 0]], [[0, 0, 5], [0, 0, 0]])
    assert np.isnan(weighted_log_rank(alone).p_value)
    assert np.isnan(weighted_hazard_ratio(alone).ratio)


def test_a_share_that_comes_to_nought_has_no_limits() -> None:
    found = weighted_kaplan_meier(of_counts([[0, 3, 2]], [[0, 0, 0]]))
    assert found.share[0].tolist() == [1, 0.4, 0]
    assert found.standard_error[0, -1] == 0
    assert np.isnan(found.lower[0, -1])


def test_what_cannot_be_asked_is_refused(by_aid: WeightedByDay) -> None:
    with pytest.raises(UsageError, match="from 1 to the 53 days"):
        weighted_restricted_mean(by_aid, up_to=54)
    with pytest.raises(UsageError, match='"efron" or "breslow"'):
        weighted_hazard_ratio(by_aid, ties="exact")  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="0 or more"):
        weighted_by_day([1], [True], last_day=2, weight=[-1], cell=[0])


@pytest.fixture(scope="module")
def aided(rossi: pd.DataFrame) -> nk.iom.Matched:
    """Return those of Rossi with financial aid beside all without, a week as a day, so that 365 stands for no week."""
    frame = pd.DataFrame(
        {
            "person_id": [f"P{number}" for number in range(len(rossi))],
            "iom": rossi["fin"].map({1: "yes", 0: "no"}),
            "reconvicted_12_months": rossi["arrest"].map({1: "yes", 0: "no"}),
            "days_to_first_reoffence": rossi["week"].where(rossi["arrest"] == 1).astype("Int64").astype("string"),
            "age": rossi["age"].astype(str),
        }
    )
    cohort = nk.read_cohort(frame.fillna(""), population="men released in Maryland", as_at="1980-12-31")
    return nk.iom.match(cohort, adjust=("age",), method="none")


def test_the_table_has_the_published_figures_where_every_week_is_listed(aided: nk.iom.Matched) -> None:
    [row] = nk.iom.time_to_first(aided, on=range(1, 53)).to_frame().to_dict("records")
    assert [row[name] for name in ("count", "out_of", "against_count", "against_out_of")] == [48, 216, 66, 216]
    assert (round(row["mean_days"], 1), round(row["against_mean_days"], 1)) == (46.9, 44.8)
    # R 4.2: 46.875 and 44.833, standard errors .7933 and .9177.
    assert row["days_difference"] == pytest.approx(2.0417, abs=5e-5)
    reach = 1.959964 * np.hypot(0.7933249, 0.9176715)
    assert row["days_difference_upper"] == pytest.approx(2.0416667 + reach, abs=1e-5)
    assert row["log_rank_p_value"] == pytest.approx(0.0501161, abs=5e-8)
    # statsmodels 0.15, PHReg with ties after Efron.
    assert np.log(row["hazard_ratio"]) == pytest.approx(-0.369069, abs=1e-6)
    # On the edge the limits alone decide: -0.34 to 4.42 weeks.
    assert row["significant"] == 0
    assert row["days_difference_lower"] < 0
    assert row["p_value"] > 0.05


def test_the_curves_have_the_published_figures(aided: nk.iom.Matched) -> None:
    # R 4.2, survival: as above.
    frame = nk.iom.survival(aided, on=QUARTERS).to_frame()
    assert frame["estimate"].round(3).tolist() == [0.958, 0.898, 0.838, 0.778]
    assert frame["against_estimate"].round(3).tolist() == [0.949, 0.852, 0.787, 0.694]
