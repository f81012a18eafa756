"""An attacker with the tables of who is managed, by tier and by spells, learns nobody's answer.

The attacker knows what the rows mean and how spells make them, and uses none of the code that protects them.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import LinearConstraint
from tests.property.attack.bounds import learnt_from
from tests.property.attack.score import LEARNT_NOTHING
from tests.spec.analysis.managed_spells import linked

import needskit as nk

if TYPE_CHECKING:
    from collections.abc import Callable

    from needskit.disclosure.released import Release

MANAGED_TIERS = ("Fixed", "Flex", "Free")
TIERS = (*MANAGED_TIERS, "none")
BANDS = ("under 6 months", "6 to 11 months", "12 to 23 months", "24 months or more")
TIMES = ("once", "twice", "three times or more")
ADOPTED = "adopted in the last 12 months"
REMOVED = "removed in the last 12 months, and not managed since"
ENDED, STILL, NEVER = "no longer managed", "still managed", "never"


@dataclass(frozen=True)
class Kind:
    """People who are told apart by what is printed."""

    tier: str
    status: str
    band: str = ""
    adopted: bool = False
    removed: bool = False
    times: str = ""


def kinds() -> list[Kind]:
    """Return every kind of people that there can be."""
    found = [Kind("none", NEVER)]
    for tier, times, adopted in product(TIERS, TIMES, (True, False)):
        if tier != "none" and times == "once" and adopted:
            # Whoever was managed on the index date, years ago, and only once was not adopted lately.
            continue
        found.append(Kind(tier, STILL, "", adopted, times=times))
        for band, removed in product(BANDS, (True, False)):
            # Whoever came and went within the year was removed in it, after less than a year.
            if not adopted or (removed and band in BANDS[:2]):
                found.append(Kind(tier, ENDED, band, adopted, removed, times))
    return found


def crowd(people: int, seed: int) -> nk.Cohort:
    """Return people of whom about a fifth had spells, some several, and some on their index date."""
    chance = np.random.default_rng(seed)
    frame = pd.DataFrame({"person_id": [f"P{number}" for number in range(people)], "index_date": "2023-06-30"})
    spells = []
    for person in frame["person_id"][chance.random(people) < 0.2]:
        start = np.datetime64("2019-01-01") + chance.integers(0, 800)
        for _ in range(chance.integers(1, 4)):
            end = start + chance.integers(60, 900)
            goes_on = end > np.datetime64("2025-12-31") or chance.random() < 0.3
            tier = str(chance.choice(["fixed", "flex", "free"]))
            spells.append((person, str(start), "" if goes_on else str(end), tier))
            start = end + chance.integers(30, 500)
            if goes_on or start > np.datetime64("2025-12-31"):
                break
    return linked(frame, spells)


def printed(released: Release, every: list[Kind]) -> LinearConstraint:
    """Return what every printed number says of how many there are of each kind."""
    said: list[tuple[list[int], float]] = []

    def says(which: Callable[[Kind], int], number: float) -> None:
        if pd.notna(number):
            said.append(([int(which(kind)) for kind in every], float(str(number))))

    tiers = released["iom.tiers"].to_frame().query("characteristic == 'IOM tier'").set_index("group").to_dict("index")
    for tier in MANAGED_TIERS:
        says(lambda kind, tier=tier: kind.tier == tier, tiers[tier]["count"])  # type: ignore[misc]
        says(lambda kind: kind.tier != "none", tiers[tier]["out_of"])
    says(lambda kind: kind.tier != "none", tiers["all managed"]["count"])
    spells = released["iom.spells"].to_frame().set_index("group").to_dict("index")
    says(lambda _: True, spells["managed at any time"]["out_of"])
    says(lambda kind: kind.status != NEVER, spells["managed at any time"]["count"])
    groups: dict[str, Callable[[Kind], bool]] = {
        STILL: lambda kind: kind.status == STILL,
        ENDED: lambda kind: kind.status == ENDED,
        ADOPTED: lambda kind: kind.adopted,
        REMOVED: lambda kind: kind.removed,
        **{times: lambda kind, times=times: kind.times == times for times in TIMES},  # type: ignore[misc]
        **{band: lambda kind, band=band: kind.band == band for band in BANDS},  # type: ignore[misc]
    }
    for group, which in groups.items():
        says(which, spells[group]["count"])
        says(lambda kind, group=group: kind.status == ENDED if group in BANDS else kind.status != NEVER,  # type: ignore[misc]
             spells[group]["out_of"])  # fmt: skip
    rows, numbers = np.array([row for row, _ in said]), np.array([number for _, number in said])
    return LinearConstraint(rows, numbers - released.off_by, numbers + released.off_by)


@pytest.mark.parametrize(("people", "seed"), [(60, 1), (150, 2)])
def test_no_small_count_is_learnt_from_the_tables_of_those_managed(people: int, seed: int) -> None:
    cohort = crowd(people, seed)
    released = nk.release(nk.iom.who_is_managed(cohort))
    every = kinds()
    constraint = printed(released, every)
    wanted = [[kind.tier == tier for kind in every] for tier in MANAGED_TIERS]
    wanted += [[kind.status == status for kind in every] for status in (STILL, ENDED)]
    wanted += [[kind.band == band for kind in every] for band in BANDS]
    wanted += [[kind.times == times for kind in every] for times in TIMES]
    wanted += [[kind.adopted for kind in every], [kind.removed for kind in every]]

    assert learnt_from(constraint, np.array(wanted, dtype=float)) == LEARNT_NOTHING


def test_what_is_printed_of_spells_is_near_the_truth_and_adds_up() -> None:
    cohort = crowd(400, 3)
    true = nk.iom.spells(cohort).to_frame().set_index("group")
    released = nk.release(nk.iom.who_is_managed(cohort))
    shown = released["iom.spells"].to_frame().set_index("group")
    counts = shown["count"]

    assert (counts - true["count"]).abs().max() <= released.off_by
    assert counts[STILL] + counts[ENDED] == counts["managed at any time"]
    assert sum(counts[times] for times in TIMES) == counts["managed at any time"]
    assert sum(counts[band] for band in BANDS) == counts[ENDED]
    assert shown.loc["managed at any time", "events"] >= counts["managed at any time"]
