"""An attacker with windows of every length and gap, and reconviction of the same people, learns of no few people.

The attacker knows which months each window is of, and so what all rows have to do with each other; none of the code
that protects them is used.
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
from tests.property.test_laws_of_windows_and_changes import cohort_of

import needskit as nk

if TYPE_CHECKING:
    from collections.abc import Callable

LENGTHS, GAPS = (3, 6), (0, 3)
WORLDS = list(product((False, True), repeat=5))
"""Whoever is known is one of these: any offence 9 to 6, 6 to 3 and 3 to 0 months before, 0 to 3 and 3 to 6 after."""

World = tuple[bool, ...]


def before(world: World, months: int, gap: int) -> bool:
    end = 3 - gap // 3
    return any(world[end - months // 3 : end])


def after(world: World, months: int) -> bool:
    return any(world[3 : 3 + months // 3])


def people(meets: Callable[[World], bool], *, not_known: bool = False) -> Floats:
    """Return whom a count counts: worlds of those known, and at the end whoever is not known."""
    return np.array([float(meets(world)) for world in WORLDS] + [float(not_known)])


@pytest.mark.parametrize(("size", "seed"), [(30, 2), (60, 7)])
def test_no_small_count_is_learnt_from_windows(size: int, seed: int) -> None:
    cohort = cohort_of(size, seed)
    tables = [
        nk.iom.by_window(cohort, months=LENGTHS, gaps=GAPS, acknowledge_selection=True),
        nk.reconviction.headline(cohort),
    ]
    released = nk.release(tables)
    off_by, bounds = released.off_by, list[tuple[Floats, float, float]]()
    everybody, others = people(lambda _world: True), people(lambda _world: False, not_known=True)
    for row in released.tables[0].to_frame().to_dict("records"):
        length, _, words = str(row["window"]).partition(" months, ")
        months, gap = int(length), 0 if words == "no gap" else int(words.split()[2])
        was = np.array([*(float(before(world, months, gap)) for world in WORLDS), 0.0])
        is_ = np.array([*(float(after(world, months)) for world in WORLDS), 0.0])
        counted = [(everybody, row["out_of"]), (others, row["not_known"])]
        if not pd.isna(row["count"]):
            counted += [(was, row["count"]), (is_, row["against_count"])]
            counted += [(np.maximum(is_ - was, 0), row["gained"]), (np.maximum(was - is_, 0), row["lost"])]
        bounds += [(weights, shown - off_by, shown + off_by) for weights, shown in counted]
        for weights, shown in ((was, row["events"]), (is_, row["against_events"])):
            if not pd.isna(shown):
                # Some offences are those of somebody, and no more have any than there are.
                bounds.append((weights, float(shown > off_by), shown + off_by))
    whole = released.tables[1].to_frame().to_dict("records")[0]
    # Whoever offended again within 6 months did within 12.
    bounds.append((people(lambda w: after(w, 6)), 0, whole["count"] + off_by))
    weights, low, high = (np.array(each, dtype=float) for each in zip(*bounds, strict=True))
    constraint = LinearConstraint(weights, low, high)

    every = np.array(WORLDS, dtype=float)
    slices = [np.append(every[:, at], 0) for at in range(5)]
    alone = [np.append(every[:, at] * (every.sum(axis=1) == 1), 0) for at in range(5)]
    pairs = [first * second for first, second in product(slices[:3], slices[3:])]
    none = [people(lambda w: not any(w)), people(lambda w: not any(w[:3])), people(lambda w: not any(w[3:]))]
    wanted = np.array([*slices, *alone, *pairs, *none])
    assert learnt_from(constraint, wanted) == LEARNT_NOTHING
