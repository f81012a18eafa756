"""Rates for the time at risk through the public functions, on the arrests of Californian men.

Wooldridge, Introductory Econometrics, data set ``crime1``: 2,725 men, their arrests in 1986 and how many months of that
year they were in prison; set beside each other are those who are black and the others. Figures are those of the
generalised linear model of statsmodels: Poisson, the logarithm of the time as offset, weights as variance weights, and
the sandwich. Its HC1 leaves out the factor for few rows, which is put in here. A table holds rates and errors as whole
thousandths, and is held to these; what is underneath to all digits.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

import needskit as nk
from needskit.analysis.iom.alike.amounts import clusters_of
from needskit.analysis.iom.alike.time_at_risk import CUSTODY, REOFFENCES, _at_risk
from needskit.stats.dispersion import dispersion
from needskit.stats.effect import rate_ratio

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from needskit.analysis.iom.alike.matched import Matched
    from needskit.cohort.cohort import Cohort

DAYS_IN_A_MONTH = 365 / 12


@pytest.fixture(scope="module")
def cohort(real_data: Callable[[str], Path]) -> Cohort:
    men = pd.read_csv(real_data("recid_crime1/crime1.csv"))
    inside = (men["ptime86"] * DAYS_IN_A_MONTH).round().astype(int)
    given = pd.DataFrame(
        {
            "person_id": men["rownames"].astype("str"),
            "black": men["black"].map({1: "yes", 0: "no"}),
            "born60": men["born60"].map({1: "yes", 0: "no"}),
            "employed": men["qemp86"].round().astype(int).astype("str"),
            REOFFENCES: men["narr86"].astype("str"),
            CUSTODY: inside.astype("str"),
        }
    )
    own = {"black": "Black", "born60": "Born in 1960", "employed": "Quarters employed"}
    return nk.read_cohort(given, population="men in California", breakdowns=own)


def fitted(matched: Matched, *, weighted: bool = True) -> tuple[Any, float]:
    """Return what statsmodels makes of those matched, and the factor for few rows that it leaves out."""
    people = matched.cohort.people
    days = 365 - people[CUSTODY].to_numpy(dtype=np.float64)
    counts = (matched.weights > 0) & (days > 0)
    design = np.column_stack([np.ones(counts.sum()), matched.is_treated[counts]])
    model = sm.GLM(
        people[REOFFENCES].to_numpy(dtype=np.float64)[counts],
        design,
        family=sm.families.Poisson(),
        offset=np.log(days[counts] / 365.25),
        var_weights=matched.weights[counts] if weighted else None,
    )
    clusters = clusters_of(matched)
    if clusters is not None:
        told = {"cov_type": "cluster", "cov_kwds": {"groups": clusters[counts]}}
        return model.fit(tol=1e-14, **told), 1.0
    return model.fit(tol=1e-14, cov_type="HC1"), float(np.sqrt(len(design) / (len(design) - 2)))


# statsmodels says that it does not know whether it should; its figures for clusters are those of R's sandwich.
@pytest.mark.filterwarnings("ignore:cov_type not fully supported")
@pytest.mark.parametrize("method", ["none", "exact", "weights", "nearest"])
def test_rate_ratios_are_those_of_a_poisson_model(cohort: Cohort, method: str) -> None:
    told: dict[str, Any] = {"adjust": ("born60", "employed"), "method": method}
    matched = nk.iom.match(cohort, treated={"black": True}, called="black", **told)
    expected, factor = fitted(matched)
    events, years, weights = _at_risk(matched, REOFFENCES, CUSTODY)
    exact = rate_ratio(events, matched.is_treated, weights=weights, time_at_risk=years, clusters=clusters_of(matched))
    assert np.log(exact.ratio) == pytest.approx(expected.params[1], abs=1e-9)
    assert exact.standard_error == pytest.approx(expected.bse[1] * factor, rel=1e-7)

    [found] = nk.iom.rate_by_time(matched).to_frame().to_dict("records")
    assert found["rate_ratio"] == pytest.approx(exact.ratio, rel=0.001)
    assert found["rate_ratio_lower"] == pytest.approx(exact.lower, rel=0.003)
    assert found["rate_ratio_upper"] == pytest.approx(exact.upper, rel=0.003)
    assert found["per_year"] == pytest.approx(exact.treated)


def test_as_they_are_arrests_for_the_time_at_liberty_are_those_of_the_records(cohort: Cohort) -> None:
    matched = nk.iom.match(cohort, treated={"black": True}, called="black", adjust=("born60",), method="none")
    [found] = nk.iom.rate_by_time(matched).to_frame().to_dict("records")
    # Sums of arrests over sums of days, of the men at liberty for a day or more.
    people = cohort.people.assign(days=365 - cohort.people[CUSTODY].astype("int64"))
    sums = people[people["days"] > 0].groupby("black", observed=True)[[REOFFENCES, "days"]].sum().astype("float64")
    rates = 365.25 * sums[REOFFENCES] / sums["days"]
    assert found["per_year"] == pytest.approx(rates["yes"])
    assert found["against_per_year"] == pytest.approx(rates["no"])
    assert found["rate_ratio"] == pytest.approx(rates["yes"] / rates["no"])


def test_arrests_vary_more_than_chance_as_statsmodels_has_it(cohort: Cohort) -> None:
    matched = nk.iom.match(cohort, treated={"black": True}, called="black", adjust=("born60",), method="none")
    # Everybody counts alike, for less than one, which changes no rate and no error, and would change how far they vary.
    expected, _ = fitted(matched, weighted=False)
    events, years, weights = _at_risk(matched, REOFFENCES, CUSTODY)
    found = dispersion(events, matched.is_treated, weights=weights, time_at_risk=years)
    assert found == pytest.approx(expected.pearson_chi2 / expected.df_resid, rel=1e-9)
    assert ("W-OVERDISPERSED" in [each.code for each in matched.cautions]) == (found > 1.5)
    assert found > 1.5
