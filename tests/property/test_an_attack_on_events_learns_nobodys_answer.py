"""An attacker with reoffences beside people, by sex and by district, does not learn that a few of a group reoffended.

The attacker uses what the rows mean, and none of the code that protects them.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import LinearConstraint
from tests.property.attack.bounds import Floats, learnt_from
from tests.property.attack.score import LEARNT_NOTHING

import needskit as nk

if TYPE_CHECKING:
    from collections.abc import Sequence

SEXES = ("Female", "Male", "Other", "not known")
REOFFENDED, MORE, OTHERS, UNKNOWN = range(4)
"""What is told apart of a sex in a district: who reoffended, their reoffences but the first, and all others."""

MOST = 50
"""Nobody has more reoffences than that, an attacker may think."""


def made_up(people: int, seed: int) -> nk.Cohort:
    frame = nk.synthetic_people(people=people, seed=seed)
    return nk.read_cohort(frame, population="made-up people", as_at="2025-12-31")


class World:
    """Sums over every sex in every district."""

    def __init__(self, districts: Sequence[str]) -> None:
        self.cells = list(product(SEXES, districts))

    def of(self, by: str, group: str, *kinds: int) -> Floats:
        inside = [group in {"all", cell[by == "district"]} for cell in self.cells]
        return np.array([float(here and kind in kinds) for here in inside for kind in range(4)])

    def fits(self) -> list[tuple[Floats, float, float]]:
        """Say that whoever has more reoffences than one has reoffended."""
        found = []
        for place in range(len(self.cells)):
            row = np.zeros(4 * len(self.cells))
            row[4 * place + REOFFENDED], row[4 * place + MORE] = MOST, -1
            found.append((row, 0.0, np.inf))
        return found


@pytest.mark.parametrize(("people", "seed"), [(30, 3), (30, 4), (60, 3), (60, 4)])
def test_no_small_number_of_people_is_learnt_from_what_they_did(people: int, seed: int) -> None:
    cohort = made_up(people, seed)
    released = nk.release([nk.reconviction.headline(cohort, by=by) for by in ("sex", "district")])
    off_by, rest_off_by = released.off_by, released.left_over_off_by
    frames = {by: released[f"reconviction.headline_by_{by}"].to_frame() for by in ("sex", "district")}
    # A district may be left out since nobody is shown in it: there may be one, and nobody knows of whom.
    world = World([*(label for label in frames["district"]["district"] if label != "all"), "left out"])
    bounds, wanted = world.fits(), list[Floats]()
    for by, frame in frames.items():
        for row in frame.to_dict("records"):
            group = str(row[by])
            printed = [
                (world.of(by, group, REOFFENDED), row["count"], off_by),
                (world.of(by, group, REOFFENDED, OTHERS), row["out_of"], off_by),
                (world.of(by, group, UNKNOWN), row["not_known"], rest_off_by),
            ]
            if not pd.isna(row["events"]):
                printed.append((world.of(by, group, REOFFENDED, MORE), row["events"], off_by))
            bounds += [(terms, shown - off, shown + off) for terms, shown, off in printed]
            wanted.append(printed[0][0])
    weights, low, high = (np.array(each, dtype=float) for each in zip(*bounds, strict=True))
    assert learnt_from(LinearConstraint(weights, low, high), np.array(wanted)) == LEARNT_NOTHING
