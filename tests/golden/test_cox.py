"""Cox regression against R, lifelines and statsmodels; the source stands beside each figure."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import numpy as np
import pandas as pd
import pytest
from statsmodels.duration.hazard_regression import PHReg

from needskit.errors import UsageError
from needskit.stats.cox import cox
from needskit.stats.log_rank import log_rank
from needskit.stats.survival import people_by_day

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from needskit.stats.cox import Ties
    from needskit.stats.proportion import Floats

TERMS = ["fin", "age", "race", "wexp", "mar", "paro", "prio"]


@pytest.fixture
def rossi(real_data: Callable[[str], Path]) -> tuple[Floats, Floats, Floats]:
    """Return the men of Rossi, Berk and Lenihan (1980), a row a man: terms, arrests by week, and the others."""
    people = pd.read_csv(real_data("rossi/rossi_lifelines.csv"))
    by_week = people_by_day(
        people["week"], people["arrest"], last_day=52, cell=np.arange(len(people)), cells=len(people)
    )
    return people[TERMS].to_numpy(dtype=float), *by_week


def made_up(seed: int, *, people: int = 400) -> tuple[Floats, Floats, Floats]:
    """Return terms, days and whether of an event; many days are shared."""
    chance = np.random.default_rng(seed)
    terms = np.column_stack(
        (chance.integers(0, 2, people), chance.integers(0, 4, people), chance.integers(0, 3, people))
    )
    days = np.minimum(chance.geometric(0.02 * np.exp(terms @ [0.5, -0.2, 0.1])), chance.integers(1, 40, people))
    return terms.astype(float), days.astype(float), chance.integers(0, 2, people).astype(float)


def test_rearrest_of_men_released_in_maryland(rossi: tuple[Floats, Floats, Floats]) -> None:
    # R 4.2, survival: coxph(Surv(week, arrest) ~ fin + age + race + wexp + mar + paro + prio, data = Rossi). So too Fox
    # and Weisberg, Cox Proportional-Hazards Regression for Survival Data in R, and the tests of lifelines.
    found = cox(*rossi)
    assert found.coefficient.round(6).tolist() == [
        -0.379422,
        -0.057438,
        0.313900,
        -0.149796,
        -0.433704,
        -0.084871,
        0.091497,
    ]
    assert found.standard_error.round(6).tolist() == [
        0.191379,
        0.021999,
        0.307993,
        0.212224,
        0.381868,
        0.195757,
        0.028649,
    ]
    assert round(float(found.p_value[0]), 6) == 0.047416
    assert found.log_likelihood == pytest.approx(-658.747659, abs=5e-7)
    # The likelihood ratio test of all seven terms: 33.27.
    assert round(2 * (found.log_likelihood - found.log_likelihood_of_none), 2) == 33.27
    wald = found.coefficient @ np.linalg.inv(found.covariance) @ found.coefficient
    assert round(float(wald), 2) == 32.11


def test_the_same_with_ties_after_breslow(rossi: tuple[Floats, Floats, Floats]) -> None:
    # R 4.2, survival: the same with ties = "breslow".
    found = cox(*rossi, ties="breslow")
    assert (round(float(found.coefficient[0]), 6), round(float(found.standard_error[0]), 6)) == (-0.379022, 0.191364)
    assert found.log_likelihood == pytest.approx(-659.120606, abs=5e-7)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("ties", ["efron", "breslow"])
def test_the_model_is_that_of_statsmodels(seed: int, ties: Ties) -> None:
    terms, days, had = made_up(seed)
    found = cox(terms, *people_by_day(days, had, last_day=40, cell=np.arange(len(days)), cells=len(days)), ties=ties)
    expected = PHReg(days, terms, status=had, ties=ties).fit()
    np.testing.assert_allclose(found.coefficient, expected.params, atol=1e-6)
    assert found.log_likelihood == pytest.approx(expected.llf, rel=1e-9)
    assert PHReg(days, terms, status=had, ties=ties).loglike(found.coefficient) == pytest.approx(found.log_likelihood)
    if ties == "breslow":
        np.testing.assert_allclose(found.standard_error, expected.bse, atol=1e-6)
    limits = np.exp(found.coefficient[:, None] + 1.959964 * found.standard_error[:, None] * [-1, 1])
    np.testing.assert_allclose(np.column_stack((found.lower, found.upper)), limits, rtol=1e-6)


@pytest.mark.parametrize("ties", ["efron", "breslow"])
def test_people_grouped_alike_give_the_model_of_single_people(ties: Ties) -> None:
    terms, days, had = made_up(11)
    single = cox(terms, *people_by_day(days, had, last_day=40, cell=np.arange(len(days)), cells=len(days)), ties=ties)
    alike, cell = np.unique(terms, axis=0, return_inverse=True)
    counts = people_by_day(days, had, last_day=40, cell=cell.ravel(), cells=len(alike))
    grouped = cox(alike, *counts, ties=ties)
    for name in ("coefficient", "covariance", "log_likelihood", "log_likelihood_of_none"):
        np.testing.assert_allclose(getattr(grouped, name), getattr(single, name), rtol=1e-8)
    # Rows of nobody say nothing, and days without an event only matter for who leaves on them.
    more = cox(np.vstack((alike, [[9, 9, 9]])), *(np.vstack((each, np.zeros(41))) for each in counts), ties=ties)
    np.testing.assert_allclose(more.coefficient, grouped.coefficient)


@pytest.mark.parametrize("units", [1e-6, 1e6])
def test_units_and_origin_of_a_term_make_no_difference_but_to_its_own_units(units: float) -> None:
    terms, days, had = made_up(3)
    counts = people_by_day(days, had, last_day=40, cell=np.arange(len(days)), cells=len(days))
    given, moved = cox(terms, *counts), cox(terms * units + 40 * units, *counts)
    np.testing.assert_allclose(moved.coefficient * units, given.coefficient, rtol=1e-6)
    np.testing.assert_allclose(moved.p_value, given.p_value, rtol=1e-6)


def test_the_score_test_of_one_group_is_the_log_rank_test_where_no_two_events_share_a_day() -> None:
    # Kalbfleisch and Prentice (2002), section 4.2: near no difference the two agree; Cox's Wald test is close to both.
    chance = np.random.default_rng(5)
    days = chance.permutation(np.arange(1, 2_001))
    group = chance.integers(0, 2, 2_000)
    counts = people_by_day(days, np.ones(2_000), last_day=2_000, cell=group, cells=2)
    assert float(cox([[0], [1]], *counts).z[0] ** 2) == pytest.approx(log_rank(*counts).statistic, rel=0.01)


@pytest.mark.parametrize(
    ("design", "events", "left"),
    [
        ([[0], [1]], [[0, 0], [0, 0]], [[0, 5], [0, 5]]),
        ([[0], [1]], [[3, 0], [5, 0]], [[0, 0], [0, 0]]),
        ([[0], [1]], [[3, 2], [0, 0]], [[0, 5], [0, 5]]),
        ([[0], [1]], [[0, 0], [3, 2]], [[0, 5], [0, 5]]),
        ([[1], [1]], [[3, 2], [1, 1]], [[0, 5], [0, 5]]),
        ([[0, 0], [1, 2]], [[3, 2], [1, 1]], [[0, 5], [0, 5]]),
        ([[0, 0], [1, 0], [0, 1]], [[3, 2], [0, 0], [1, 2]], [[0, 5], [0, 5], [0, 3]]),
        ([[0], [np.nan]], [[3, 2], [1, 1]], [[0, 5], [0, 5]]),
        ([[0], [1]], [[3, 2], [1, 0.5]], [[0, 5], [0, 5]]),
        ([[0], [1]], [[3, 2], [1, -1]], [[0, 5], [0, 5]]),
        ([[0], [1]], [[3, 2], [np.nan, 1]], [[0, 5], [0, 5]]),
        ([[0], [1]], [[0, 0], [0, 0]], [[0, 0], [0, 0]]),
        ([[0], [1]], [[], []], [[], []]),
    ],
)
def test_where_nothing_can_be_told_there_is_no_figure_and_no_error(
    design: list[list[float]], events: list[list[float]], left: list[list[float]]
) -> None:
    found = cox(design, events, left)
    assert not found.converged
    assert all(np.isnan(figure).all() for figure in found[:-1])


def test_a_group_of_one_in_a_hundred_thousand_still_has_a_figure() -> None:
    found = cox([[0], [1]], [[900, 900], [1, 0]], [[0, 99_000], [0, 1]])
    assert found.converged
    assert float(found.hazard_ratio[0]) > 20


def test_other_ties_and_confidence_are_refused() -> None:
    with pytest.raises(UsageError, match="ties wants"):
        cox([[0], [1]], [[1], [1]], [[1], [1]], ties=cast("Ties", "exact"))
    with pytest.raises(UsageError, match=r"confidence must lie between 0\.5 and 1"):
        cox([[0], [1]], [[1], [1]], [[1], [1]], confidence=0.05)
