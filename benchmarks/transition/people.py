"""Made-up people with their spells: the cohort that needskit reads, and the same records for the others."""

from __future__ import annotations

import datetime as dt
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import needskit as nk
from needskit.synthetic import AS_AT, synthetic_people, synthetic_spells

if TYPE_CHECKING:
    import pandas as pd

PERIOD = dt.date(2021, 1, 1), dt.date(2025, 9, 30)
SEED = 1
SETTINGS = """
[cohort]
population = "made-up people"
as_at = {as_at}

[definitions.transition]
young_adult_services = ["Drug service 18 to 25", "Alcohol service 18 to 25", "Mental health service 18 to 25"]

[sources.people]
file = ""
role = "people"

[sources.youth]
file = ""
role = "youth"
complete = true

[sources.adult]
file = ""
role = "adult"
complete = true

[sources.services]
file = ""
role = "services"
complete = true
"""


@dataclass(frozen=True)
class Made:
    """The cohort, and the typed records that it holds: people, youth cases and adult orders."""

    cohort: nk.Cohort
    people: pd.DataFrame
    youth: pd.DataFrame
    adult: pd.DataFrame


def made_up(people: int) -> Made:
    """Make people and their spells, and read them."""
    spells = synthetic_spells(people=people, seed=SEED)
    frames = {"people": synthetic_people(people=people, seed=SEED), **spells}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "needskit.toml")
        path.write_text(SETTINGS.format(as_at=AS_AT), encoding="utf-8")
        cohort = nk.read_cohort(path, frames=frames)
    who, days = ["person_id", "date_of_birth"], ["person_id", "start_date", "end_date"]
    linked = (cohort.linked[role][days].copy() for role in ("youth", "adult"))
    return Made(cohort, cohort.people[who].copy(), *linked)
