"""An attacker with needs before and after a birthday, for all and by sex, learns nobody's answer.

The attacker uses what the rows mean, and none of the code that protects them.
"""

from __future__ import annotations

import datetime as dt
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
    from collections.abc import Callable
    from pathlib import Path

SETTINGS = """
cohort = { population = "people in a test", as_at = 2025-12-31 }
sources.people = { file = "", role = "people" }
sources.oasys = { file = "", role = "assessments" }
"""
YEAR = dt.date(2024, 1, 1), dt.date(2024, 12, 31)
NEEDS = {"need_drugs": "Drug misuse", "need_alcohol": "Alcohol misuse"}
SEXES = ("Female", "Male", "Other", "not known")
ANSWERS = ("yes", "no", "")
ONE_SIDE = ("only before", "only after", "neither before nor after", "too early")
BOTH = "before and after"
Pair = tuple[str, str]
World = tuple[str, str, Pair, Pair]
PAIRS: list[Pair] = [("yes", "yes"), ("yes", "no"), ("no", "yes"), ("no", "no"), ("", "")]
"""What is known of one need of somebody assessed on both sides: the answers before and after, or not both."""
KINDS = [*((side, ("", ""), ("", "")) for side in ONE_SIDE), *((BOTH, *needs) for needs in product(PAIRS, PAIRS))]
WORLDS: list[World] = [(sex, *kind) for sex in SEXES for kind in KINDS]
"""Whoever turned 18 in the period is one of these: a sex, the sides of assessments, and two needs before and after."""

YES, NO = "yes", "no"


def people(sex: str, meets: Callable[[World], bool]) -> Floats:
    return np.array([float(sex in {"all", world[0]} and meets(world)) for world in WORLDS])


def on(sex: str, side: str) -> Floats:
    return people(sex, lambda world: world[1] == side)


def answered(sex: str, need: int, pairs: set[Pair]) -> Floats:
    return people(sex, lambda world: world[2 + need] in pairs)


def drawn(size: int, seed: int, folder: Path) -> nk.Cohort:
    chance = np.random.default_rng(seed)
    born = [str(np.datetime64("2006-01-01") + int(day)) for day in chance.integers(365, size=size)]
    frame = pd.DataFrame({"person_id": [f"P{number}" for number in range(size)], "date_of_birth": born})
    frame["sex"] = chance.choice(["f", "m"], p=[0.3, 0.7], size=size)
    rows = [
        [f"P{who}", f"{year}-12-31", "layer 3", "complete", *chance.choice(ANSWERS, p=[0.5, 0.4, 0.1], size=2)]
        for who, year in product(range(size), (2023, 2024))
        if chance.random() < 0.8
    ]
    columns = ["person_id", "assessment_date", "assessment_type", "assessment_status", *NEEDS]
    path = folder / "needskit.toml"
    path.write_text(SETTINGS)
    return nk.read_cohort(path, frames={"people": frame, "oasys": pd.DataFrame(rows, columns=columns)})


@pytest.mark.parametrize(("size", "seed"), [(20, 1), (45, 2), (90, 3)])
def test_no_small_count_is_learnt_from_the_two_sides(size: int, seed: int, tmp_path: Path) -> None:
    cohort = drawn(size, seed, tmp_path)
    tables = [nk.transition.needs_before_and_after(cohort, period=YEAR, by=by) for by in (None, "sex")]
    released = nk.release(tables)
    said = list[tuple[Floats, float]]()
    for row in pd.concat([table.to_frame() for table in released.tables]).to_dict("records"):
        sex = "all" if pd.isna(row["sex"]) else str(row["sex"])
        said.append((people(sex, lambda _world: True), row["out_of"] + row["not_known"]))
        if row["about"] == "Assessments":
            side = str(row["statement"]).removeprefix("assessed ")
            said.append((on(sex, side), row["count"]))
            said.append((people(sex, lambda world: world[1] != "too early"), row["out_of"]))
            continue
        need = list(NEEDS.values()).index(row["statement"])
        told: dict[str, set[Pair]] = {
            "count": {(YES, YES), (YES, NO)},
            "against_count": {(YES, YES), (NO, YES)},
            "gained": {(NO, YES)},
            "lost": {(YES, NO)},
            "out_of": set(PAIRS[:-1]),
        }
        said += [(answered(sex, need, pairs), row[name]) for name, pairs in told.items()]
    off_by = released.off_by
    weights, shown = (np.array(each, dtype=float) for each in zip(*said, strict=True))
    constraint = LinearConstraint(weights, shown - off_by, shown + off_by)
    groups = ("all", "Female", "Male")
    wanted = [answered(sex, need, {pair}) for sex, need, pair in product(groups, (0, 1), PAIRS[:-1])]
    wanted += [np.subtract(on(sex, BOTH), answered(sex, need, set(PAIRS[:-1]))) for sex in groups for need in (0, 1)]
    wanted += [on(sex, side) for sex, side in product(groups, (BOTH, *ONE_SIDE))]
    assert learnt_from(constraint, np.array(wanted)) == LEARNT_NOTHING
