"""An attacker with reconviction before and after, and reconviction alone, of the same people learns nobody's answer.

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
    from collections.abc import Callable

ANSWERS = ("yes", "no", "")
PARTS = ("yes", "no")
WORLDS = list(product(PARTS, ANSWERS, ANSWERS))
"""Everybody is one of these: managed under IOM or not, reconvicted before, and reconvicted after."""


def people(part: str, meets: Callable[[str, str], bool]) -> Floats:
    return np.array([float(part in {"all", each} and meets(*pair)) for each, *pair in WORLDS])


def known(before: str, after: str) -> bool:
    return before != "" and after != ""


def answered(*wanted: str) -> Callable[[str, str], bool]:
    return lambda *pair: pair == wanted


MEANT: dict[str, Callable[[str, str], bool]] = {
    "out_of": known,
    "not_known": lambda *pair: not known(*pair),
    "count": lambda before, after: known(before, after) and before == "yes",
    "against_count": lambda before, after: known(before, after) and after == "yes",
    "gained": answered("no", "yes"),
    "lost": answered("yes", "no"),
}


def made_up(size: int, seed: int) -> nk.Cohort:
    chance = np.random.default_rng(seed)
    before, after = chance.poisson(1.0, size), chance.poisson(0.6, size)
    frame = pd.DataFrame({"offences_before_12_months": before, "reoffences_12_months": after})
    frame["reconvicted_before_12_months"] = np.where(before > 0, "yes", "no")
    frame["reconvicted_12_months"] = np.where(after > 0, "yes", "no")
    frame = frame.astype(str)
    frame.loc[chance.random(size) < 0.1, ["offences_before_12_months", "reconvicted_before_12_months"]] = ""
    frame.loc[chance.random(size) < 0.1, ["reoffences_12_months", "reconvicted_12_months"]] = ""
    frame["iom"] = chance.choice(["yes", "no"], size, p=[0.4, 0.6])
    frame["person_id"] = [str(number) for number in range(size)]
    return nk.read_cohort(frame, population="people in a test", as_at="2025-12-31")


@pytest.mark.parametrize(("size", "seed"), [(15, 3), (40, 1), (90, 4)])
def test_no_small_count_is_learnt_from_before_and_after_and_reconviction(size: int, seed: int) -> None:
    cohort = made_up(size, seed)
    managed = cohort.where("managed under IOM", iom=True)
    tables = [
        nk.iom.before_after(cohort, by="iom", acknowledge_selection=True),
        nk.iom.before_after(managed, acknowledge_selection=True),
        nk.iom.regression_to_the_mean(managed, reference=cohort),
        nk.reconviction.headline(cohort, by="iom"),
    ]
    released = nk.release(tables)
    off_by, said = released.off_by, list[tuple[Floats, float]]()
    both = released["iom.before_after_by_iom"].to_frame(), released["iom.before_after_for_managed_under_iom"].to_frame()
    rows = [(str(row["iom"]), row) for row in both[0].to_dict("records")]
    rows += [("yes", row) for row in both[1].to_dict("records")]
    for part, row in rows:
        said += [(people(part, meets), row[name]) for name, meets in MEANT.items() if not pd.isna(row[name])]
    for row in released["reconviction.headline_by_iom"].to_frame().to_dict("records"):
        part = str(row["iom"])
        said += [
            (people(part, lambda _before, after: after == "yes"), row["count"]),
            (people(part, lambda _before, after: after != ""), row["out_of"]),
            (people(part, lambda *_pair: True), row["out_of"] + row["not_known"]),
        ]
    weights = np.array([each for each, _ in said])
    shown = np.array([float(number) for _, number in said])
    constraint = LinearConstraint(weights, shown - off_by, shown + off_by)
    wanted = [people(part, answered(*pair)) for part in PARTS for pair in product(("yes", "no"), repeat=2)]
    wanted += [people(part, lambda *pair: not known(*pair)) for part in PARTS]
    assert learnt_from(constraint, np.array(wanted)) == LEARNT_NOTHING
