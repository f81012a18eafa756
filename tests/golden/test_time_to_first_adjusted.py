"""The adjusted time to the first reoffence against R's Cox model, from an extract through the public function."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

import needskit as nk

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

# R 4.2, survival: coxph(Surv(week, arrest) ~ fin + age + race + wexp + mar + paro + prio, data = Rossi); coefficient,
# and its standard error.
PUBLISHED = {
    "Financial aid: 1, against 0": (-0.379422, 0.191379),
    "Age: one more": (-0.057438, 0.021999),
    "Black: 1, against 0": (0.313900, 0.307993),
    "Work before: 1, against 0": (-0.149796, 0.212224),
    "Married: 1, against 0": (-0.433704, 0.381868),
    "On parole: 1, against 0": (-0.084871, 0.195757),
    "Previous convictions: one more": (0.091497, 0.028649),
}
GROUPS = {"fin": "Financial aid", "race": "Black", "wexp": "Work before", "mar": "Married", "paro": "On parole"}
TERMS = ["fin", "age", "race", "wexp", "mar", "paro", "prior_convictions"]
Z = 1.959963984540054


@pytest.fixture
def rossi(real_data: Callable[[str], Path]) -> nk.Cohort:
    """Return the men of Rossi, Berk and Lenihan (1980): a day of the extract is a week of theirs."""
    people = pd.read_csv(real_data("rossi/rossi_lifelines.csv"))
    arrested = people["arrest"] == 1
    extract = pd.DataFrame(
        {
            "person_id": [f"{number:03d}" for number in range(len(people))],
            "reconvicted_12_months": arrested.map({True: "yes", False: "no"}),
            "days_to_first_reoffence": people["week"].where(arrested).astype("Int64").astype("string").fillna(""),
            "age": people["age"].astype("str"),
            "prior_convictions": people["prio"].astype("str"),
            **{name: people[name].astype("str") for name in GROUPS},
        }
    )
    return nk.read_cohort(extract, population="men released in Maryland", as_at="1980-12-31", breakdowns=GROUPS)


def test_the_model_is_that_of_r_where_every_week_is_listed(rossi: nk.Cohort) -> None:
    table = nk.reconviction.time_to_first_adjusted(rossi, terms=TERMS, on=range(1, 53))
    [released] = nk.release(table, policy="none")
    frame = released.to_frame().set_index("term")
    assert frame.index.tolist() == list(PUBLISHED)
    assert frame["count"].tolist() == [114] * 7
    assert frame["out_of"].tolist() == [432] * 7
    coefficients, errors = np.array(list(PUBLISHED.values())).T
    found = np.log(frame[["hazard_ratio", "hazard_ratio_lower", "hazard_ratio_upper"]].astype(float))
    assert found["hazard_ratio"].round(6).tolist() == coefficients.tolist()
    width = (found["hazard_ratio_upper"] - found["hazard_ratio_lower"]) / (2 * Z)
    assert width.round(6).tolist() == errors.tolist()
    assert round(float(frame["p_value"].iloc[0]), 6) == 0.047416


def test_the_model_by_quarters_is_close_to_the_one_by_weeks(rossi: nk.Cohort) -> None:
    # The same published figures: four times instead of 49 lose a little of the order.
    table = nk.reconviction.time_to_first_adjusted(rossi, terms=TERMS, on=[13, 26, 39, 52])
    coefficients, errors = np.array(list(PUBLISHED.values())).T
    found = np.log(table.to_frame()["hazard_ratio"])
    np.testing.assert_array_less(np.abs(found - coefficients), errors / 5)
