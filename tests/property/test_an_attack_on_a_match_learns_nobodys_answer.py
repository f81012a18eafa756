"""An attacker with how alike two arms are cannot tell how many are in a level that is withheld.

The attacker uses what the rows mean, and none of the code that protects them: percentages follow from differences in
standard deviations, and what is left of the levels shown is the one that is not.
"""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pandas as pd
import pytest

import needskit as nk

TEAMS = ("red", "blue", "green", "grey")
STEP = 5
"""A difference is one of so many hundredths, beside the true one."""


def two_arms(seed: int) -> tuple[pd.DataFrame, int]:
    """Return people of four teams, of whom 1 to 4 of those managed are in the grey one, and how many these are."""
    chance = np.random.default_rng(seed)
    few, ours = int(chance.integers(1, 5)), int(chance.integers(50, 110))
    shares = chance.dirichlet([60, 60, 60])
    teams = [*["grey"] * few, *chance.choice(TEAMS[:3], ours - few, p=shares), *chance.choice(TEAMS, 400)]
    frame = pd.DataFrame({"iom": ["yes"] * ours + ["no"] * 400, "team": teams})
    frame["prior_convictions"] = chance.integers(0, 9, len(frame)).astype(str)
    frame["person_id"] = [f"P{number}" for number in range(len(frame))]
    return frame, few


def around(shown: float, off_by: int) -> range:
    return range(max(int(shown) - off_by, 0), int(shown) + off_by + 1)


def may_be(row: dict[str, Any], ours: int, theirs: int, off_by: int) -> set[int]:
    """Return how many of those managed may be in a level that is shown."""
    found = set()
    for count in around(row["count"], off_by):
        share = count / ours
        spread = np.sqrt(share * (1 - share)) if 0 < count < ours else np.nan
        apart = [abs(share - other / theirs) / spread for other in around(row["against_count"], off_by)]
        if any(abs(np.ceil(100 * each) - 100 * row["apart_before"]) < STEP for each in apart):
            found.add(count)
    return found


@pytest.mark.parametrize("seed", [1, 2, 5, 7])
def test_how_alike_arms_are_does_not_tell_how_few_are_in_a_level(seed: int) -> None:
    frame, few = two_arms(seed)
    cohort = nk.read_cohort(frame, population="people in a test", as_at="2025-12-31", breakdowns={"team": "Team"})
    matched = nk.iom.match(cohort, adjust=("team", "prior_convictions"), min_people=10)
    released = nk.release([nk.iom.attrition(matched), nk.iom.profile(matched), nk.iom.balance(matched)])
    table = released.tables[-1].to_frame()
    rows = {
        row["group"]: {str(name): value for name, value in row.items()}
        for row in table[table["characteristic"] == "Team"].to_dict("records")
    }
    # A team in which nobody is shown is not listed.
    grey = rows.get("grey", {"count": 0, "apart_before": None})
    assert pd.isna(grey["apart_before"])
    shown = [row for row in rows.values() if pd.notna(row["apart_before"])]
    assert len(shown) == 3

    left: set[int] = set()
    off_by = released.off_by
    for ours in around(shown[0]["out_of"], off_by):
        possible = [may_be(row, ours, int(row["against_out_of"]), off_by) for row in shown]
        left |= {ours - sum(each) for each in product(*possible)}
    there = {count for count in left if count >= 0 and abs(count - grey["count"]) <= off_by}

    # The number shown is 0 for 0 to 4 or 5 for 1 to 9, and which of 1 to 4 it is nothing tells.
    assert few in there
    assert {1, 2, 3, 4} <= there
