"""Made-up people with their spells: the cohort that needskit reads, and the same records for the others."""

from __future__ import annotations

import datetime as dt
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

import needskit as nk
from needskit.synthetic import AS_AT, synthetic_people, synthetic_spells

PERIOD = dt.date(2021, 1, 1), dt.date(2025, 9, 30)
SEED = 1
SETTINGS = """
[cohort]
population = "made-up people"
as_at = {as_at}

[definitions.transition]
young_adult_services = ["Drug service 18 to 25", "Alcohol service 18 to 25", "Mental health service 18 to 25"]

[follow_up]
data_end = {as_at}

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

[sources.offences]
file = ""
role = "offences"
complete = true

[sources.assessments]
file = ""
role = "assessments"

[sources.residents]
file = ""
role = "population"
"""
OFFENCES, ASSESSMENTS = 2, 1
"""So many a person on average; of nobody in particular."""

AROUND = 400
"""Days around the index date, or the 18th birthday, on which offences and assessments lie."""

ETHNICITIES = ("white", "mixed", "asian", "black", "other")


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
    frames |= {"offences": _offences(frames["people"]), "assessments": _assessments(frames["people"])}
    frames["residents"] = _residents(people)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "needskit.toml")
        path.write_text(SETTINGS.format(as_at=AS_AT), encoding="utf-8")
        cohort = nk.read_cohort(path, frames=frames)
    who, days = ["person_id", "date_of_birth"], ["person_id", "start_date", "end_date"]
    linked = (cohort.linked[role][days].copy() for role in ("youth", "adult"))
    return Made(cohort, cohort.people[who].copy(), *linked)


def _offences(people: pd.DataFrame) -> pd.DataFrame:
    """Return offences before and after the index date of their person, most of them proved."""
    random = np.random.default_rng(SEED)
    size = OFFENCES * len(people)
    person = random.integers(0, len(people), size)
    index = pd.to_datetime(people["index_date"]).to_numpy().astype("datetime64[D]")
    offended = index[person] + random.integers(-AROUND, AROUND, size).astype("timedelta64[D]")
    ended = offended + random.integers(0, 150, size).astype("timedelta64[D]")
    return pd.DataFrame(
        {
            "person_id": people["person_id"].to_numpy()[person],
            "offence_date": offended.astype(str),
            "outcome_date": ended.astype(str),
            "outcome": random.choice(["conviction", "caution", "not_proven"], size, p=(0.7, 0.2, 0.1)),
        }
    )


def _assessments(people: pd.DataFrame) -> pd.DataFrame:
    """Return assessments before and after the 18th birthday of those who are young."""
    random = np.random.default_rng(SEED + 1)
    young = people[pd.to_numeric(people["age"]).between(16, 22)]
    size = 2 * ASSESSMENTS * len(young)
    person = random.integers(0, len(young), size)
    born = pd.to_datetime(young["date_of_birth"]).to_numpy().astype("datetime64[D]")
    eighteen = born + np.timedelta64(18 * 365 + 5, "D")
    then = eighteen[person] + random.integers(-AROUND, AROUND, size).astype("timedelta64[D]")
    needs = {name: random.choice(["yes", "no"], size) for name in ("need_drugs", "need_alcohol", "need_accommodation")}
    return pd.DataFrame(
        {"person_id": young["person_id"].to_numpy()[person], "assessment_date": then.astype(str), **needs}
    )


def _residents(people: int) -> pd.DataFrame:
    """Return residents by ethnic group and age, ten for each of the people."""
    bands = [(0, 17), (18, 24), (25, 90)]
    groups = [(ethnicity, first, last) for ethnicity in ETHNICITIES for first, last in bands]
    table = pd.DataFrame(groups, columns=["ethnicity", "age_from", "age_to"])
    return table.assign(people=10 * people // len(table)).astype(str)
