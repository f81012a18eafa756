"""Changes, outcomes and who is lost, in one release, are made of the same rounded numbers, and none narrows another."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import needskit as nk

BEFORE, AFTER = "reconvicted_before_12_months", "reconvicted_12_months"


def two_arms(seed: int) -> pd.DataFrame:
    """Return people of two arms, of whom some are reconvicted before and after."""
    chance = np.random.default_rng(seed)
    size = int(chance.integers(90, 140))
    frame = pd.DataFrame({"person_id": [f"P{place}" for place in range(size)]})
    frame["iom"] = np.where(np.arange(size) < size // 3, "yes", "no")
    frame["sex"] = chance.choice(["f", "m"], size)
    for flag, number in ((BEFORE, "offences_before_12_months"), (AFTER, "reoffences_12_months")):
        some = chance.random(size) < 0.5
        frame[flag] = np.where(some, "yes", "no")
        frame[number] = np.where(some, chance.integers(1, 4, size), 0)
    return frame


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_what_is_shown_twice_is_one_rounded_number(seed: int) -> None:
    frame = two_arms(seed)
    cohort = nk.read_cohort(frame, population="people in a test", as_at="2025-12-31")
    matched = nk.iom.match(cohort, adjust=("sex",), method="none")
    rate, often = nk.iom.rate(matched), nk.iom.frequency(matched)
    together = [rate, often, nk.iom.differences(matched, [rate, often]), nk.iom.difference_in_differences(matched)]
    released = nk.release([*together, nk.iom.balance(matched), nk.iom.attrition(matched)])
    row = released.tables[0].to_frame().iloc[0]

    for table in released:
        for cell in table.cells:
            for name in ("count", "out_of", "against_count", "against_out_of"):
                assert cell.figures.get(name, 0) % 5 == 0
    # The percentage after in the table of changes is that of the outcome: a finer one would be a second look.
    changes = released.tables[3].to_frame().iloc[0]
    assert changes["rate_after"] == pytest.approx(row["count"] / row["out_of"], abs=1e-9, nan_ok=True)
    assert changes["others_after"] == pytest.approx(row["against_count"] / row["against_out_of"], abs=1e-9, nan_ok=True)
    of_arm = released.tables[-1].to_frame().set_index(["arm", "step"])["count"]
    assert of_arm[matched.called, "matched"] == row["out_of"]
    # Neither is shown as it is: the true number is only known to be within what rounding may have done.
    true = int(((frame["iom"] == "yes") & (frame[AFTER] == "yes")).sum())
    assert abs(true - row["count"]) <= released.off_by
    assert released.off_by >= 4
