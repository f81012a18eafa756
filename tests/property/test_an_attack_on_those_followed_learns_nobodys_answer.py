"""An attacker with offences before and after a birthday, and reconviction of the same people, learns nobody's answer.

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
from tests.property.test_laws_of_following_through_18 import MONTHS, Offences, cohort_of

import needskit as nk
from needskit.analysis.transition import followed

if TYPE_CHECKING:
    from collections.abc import Callable

ANY, NONE, OUTSIDE = "any", "none", "not at risk"
SEXES = ("Female", "Male", "Other", "not known")
KINDS = [pair for pair in product((ANY, NONE, OUTSIDE), repeat=2) if pair != (OUTSIDE, OUTSIDE)]
WORLDS = [(sex, pair) for sex in SEXES for pair in [*KINDS, ("not known", "not known")]]
"""Whoever is 17 is one of these: a sex, and an answer before the birthday and after it."""


def people(sex: str, meets: Callable[[str, str], bool]) -> Floats:
    return np.array([float(sex in {"all", each} and meets(*pair)) for each, pair in WORLDS])


def answered(sex: str, time: int, kinds: set[str]) -> Floats:
    return people(sex, lambda *pair: pair[time] in kinds)


def offended(before: str, after: str) -> bool:
    return ANY in {before, after}


def known(before: str, _after: str) -> bool:
    return before != "not known"


@pytest.mark.parametrize(("size", "seed"), [(20, 13), (20, 18), (45, 41), (90, 4)])
def test_no_small_count_is_learnt_from_the_two_times_and_reconviction(size: int, seed: int) -> None:
    chance = np.random.default_rng(seed)
    rows = [(int(chance.integers(365)), int(chance.integers(180)), str(chance.choice(["f", "m"]))) for _ in range(size)]
    crimes: Offences = [
        (who % size, int(chance.integers(1, 365)), 30, str(chance.choice(["caution", "not guilty"])))
        for who in chance.integers(60, size=size).tolist()
    ]
    aged = cohort_of(rows, crimes).where("aged 17", age=17)
    tables = [followed(aged, months=MONTHS, by="sex"), nk.reconviction.headline(aged, by="sex")]
    released = nk.release(tables)
    off_by, said = released.off_by, list[tuple[Floats, float]]()
    bounds: list[tuple[Floats, float, float]] = []
    for row in released.tables[0].to_frame().to_dict("records"):
        time, sex = int(str(row["time"]).startswith("from")), str(row["sex"])
        with_any, at_risk = (answered(sex, time, kinds) for kinds in ({ANY}, {ANY, NONE}))
        said += [
            (with_any, row["count"]),
            (at_risk, row["out_of"]),
            (people(sex, lambda *pair: not known(*pair)), row["not_known"]),
        ]
        if not pd.isna(row["events"]):
            # Some offences are those of somebody, and no more people have any than there are.
            bounds.append((with_any, float(row["events"] > off_by), row["events"] + off_by))
    for row in released.tables[1].to_frame().to_dict("records"):
        sex = str(row["sex"])
        said += [
            (people(sex, offended), row["count"]),
            (people(sex, known), row["out_of"]),
            (people(sex, lambda *_pair: True), row["out_of"] + row["not_known"]),
        ]
    bounds += [(weights, shown - off_by, shown + off_by) for weights, shown in said]
    weights, low, high = (np.array(each, dtype=float) for each in zip(*bounds, strict=True))
    constraint = LinearConstraint(weights, low, high)
    wanted = [
        answered(sex, time, {kind})
        for sex, kind, time in product(("all", "Female", "Male"), (ANY, NONE, OUTSIDE), (0, 1))
    ]
    wanted += [people(sex, offended) for sex in ("all", "Female", "Male")]
    wanted += [people(sex, lambda *pair: not known(*pair)) for sex in ("all", "Female", "Male")]
    assert learnt_from(constraint, np.array(wanted)) == LEARNT_NOTHING
