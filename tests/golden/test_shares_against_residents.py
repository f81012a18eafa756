"""Shares against those of the residents, published or from statsmodels; the source stands beside each figure."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from statsmodels.api import OLS
from statsmodels.stats.proportion import proportion_confint
from tests.spec.analysis.residents import read_with, row

import needskit as nk
from needskit.stats.clustered import share_of_events_limits

Draw = Callable[[str], pd.DataFrame]
RealData = Callable[[str], Path]

SINGLE_YEARS = [str(age) for age in range(90)]


def grouped(ages: dict[int, int]) -> str:
    """Return people drawn as counts of those of an age."""
    return "\n".join(["age | people", *(f"{age} | {people}" for age, people in ages.items())])


def test_young_adults_are_a_tenth_of_the_population_and_a_third_of_those_counted(draw: Draw, tmp_path: Path) -> None:
    # Revolving Doors, First Generation: One Year On, 2013: 18 to 24 year olds are 10% of the population and a third of
    # recorded crime. Here in whole numbers: 300 of 900, and 1,000 of 10,000. Limits: statsmodels, divided by 10%.
    residents = "age_from | age_to | people\n10 | 17 | 900\n18 | 24 | 1000\n25 | | 8100"
    cohort = read_with(draw, tmp_path, grouped({17: 100, 20: 150, 24: 150, 40: 500}), residents)
    found = row(nk.transition.representation(cohort), age="18 to 24")
    assert (found["count"], found["out_of"]) == (300, 900)
    assert [round(100 * found[name], 1) for name in ("estimate", "residents_share")] == [33.3, 10.0]
    assert round(found["representation"], 2) == 3.33
    lower, upper = proportion_confint(300, 900, method="wilson")
    limits = [found["representation_lower"], found["representation_upper"]]
    assert limits == pytest.approx([lower / 0.1, upper / 0.1])
    assert [round(limit, 2) for limit in limits] == [3.03, 3.65]


def test_the_young_adults_of_trafford(draw: Draw, tmp_path: Path, real_data: RealData) -> None:
    # Office for National Statistics, mid-year population estimates, mid-2024, Trafford: 241,025 residents, of whom
    # 16,025 are aged 18 to 24 and 28,916 below 10.
    wide = pd.read_csv(real_data("population/trafford_mid2024_single_year.csv"), dtype=str)
    persons = wide[wide["sex"] == "Persons"].iloc[0]
    years = [f"{age} | {age} | {persons[age]}" for age in SINGLE_YEARS]
    residents = "\n".join(["age_from | age_to | people", *years, f"90 | | {persons['90+']}"])
    cohort = read_with(draw, tmp_path, grouped({17: 100, 20: 150, 24: 150, 40: 500}), residents)
    everybody = nk.transition.representation(cohort, residents_from=0, bands=[(18, 24), (10, 110)])
    assert row(everybody, age="18 to 24")["population"] == 16_025
    assert row(everybody, age="18 to 24")["residents_share"] == pytest.approx(16_025 / 241_025)
    from_10 = nk.transition.representation(cohort)
    assert row(from_10, age="18 to 24")["residents_share"] == pytest.approx(16_025 / (241_025 - 28_916))


def test_limits_of_a_share_of_events_are_those_of_clusters() -> None:
    # statsmodels 0.14: a mean of events with standard errors clustered by person, without a correction for few of them;
    # then Wilson's limits of as many independent events as have that standard error.
    chance = np.random.default_rng(20)
    young = np.arange(400) < 140
    events = chance.negative_binomial(0.6, 0.2, size=400)
    of_young = np.repeat(young.astype(float), events)
    clustered = OLS(of_young, np.ones(len(of_young))).fit(
        cov_type="cluster", cov_kwds={"groups": np.repeat(np.arange(400), events), "use_correction": False}
    )
    share, error = clustered.params.item(), clustered.bse.item()
    worth = share * (1 - share) / error**2
    expected = proportion_confint(share * worth, worth, method="wilson")
    found = share_of_events_limits(
        events[young].sum(), events.sum(), squares=(events[young] ** 2).sum(), all_squares=(events**2).sum()
    )
    assert worth < events.sum() ** 2 / (events**2).sum()
    assert [float(end) for end in found] == pytest.approx(list(expected))
