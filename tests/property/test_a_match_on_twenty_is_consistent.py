"""Laws of people matched on twenty characteristics at once, by every method, and of what is released of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

import needskit as nk
from needskit.analysis.iom.alike.sensitivity import METHODS

if TYPE_CHECKING:
    from tests.property.conftest import Faults

    from needskit.disclosure.released import Release
    from needskit.table.table import Table

TWENTY = (
    *("sex", "age", "ethnicity", "sentence_band", "prior_convictions", "offences_before_12_months", "ogrs3"),
    *("need_accommodation", "need_employment", "need_relationships", "need_lifestyle", "need_drugs", "need_alcohol"),
    *("need_thinking", "need_attitudes", "need_finance", "need_emotional_wellbeing", "mental_health", "risk_of_harm"),
    "accommodation_before_custody",
)
SHOWN = ("count", "out_of", "against_count", "against_out_of", "against_estimate", "difference", "effective_size")


@pytest.fixture(scope="module")
def made() -> tuple[list[Table], Release, nk.Cohort]:
    people, seed = 1_500, 5
    frame = nk.synthetic_people(people=people, seed=seed).drop(columns=["iom_tier", "iom_start", "iom_end"])
    risk = frame["ogrs3"].replace("", "50").astype(int).to_numpy()
    managed = np.random.default_rng(seed).random(people) < 0.05 + 0.3 * (risk > 60)
    cohort = nk.read_cohort(
        frame.assign(iom=np.where(managed, "yes", "no")), population="made-up people", as_at="2025-12-31"
    )
    matched = nk.iom.match(cohort, adjust=TWENTY, impute=True)
    tables = [ask(matched) for ask in (nk.iom.attrition, nk.iom.profile, nk.iom.balance, nk.iom.rate, nk.iom.frequency)]
    tables.append(nk.iom.sensitivity(cohort, adjust=TWENTY, impute=True))
    return tables, nk.release(tables), cohort


def test_all_that_is_released_adds_up(made: tuple[list[Table], Release, nk.Cohort], faults: Faults) -> None:
    tables, released, _ = made
    assert faults(tables, released) == []
    assert len(released.tables) == len(tables)


@pytest.mark.parametrize("method", ["radius", "nearest again", "subclass", "entropy"])
def test_a_row_by_method_is_that_of_a_match_alone(made: tuple[list[Table], Release, nk.Cohort], method: str) -> None:
    # Methods share the model of who was managed; one alone fits its own.
    tables, _, cohort = made
    label, told = METHODS[method]
    by_method = tables[-1].to_frame()
    [row] = by_method.loc[by_method["method"] == label, [*SHOWN]].to_numpy().tolist()
    [alone] = (
        nk.iom.rate(nk.iom.match(cohort, adjust=TWENTY, impute=True, **told)).to_frame()[[*SHOWN]].to_numpy().tolist()
    )
    assert row == alone
