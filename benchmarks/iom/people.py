"""Made-up people of whom some are managed under IOM, chosen for what is known of them before, as one CSV."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from needskit.synthetic import synthetic_people

OUTPUT = Path(__file__).parents[1] / "output"
SEED = 1
NUMBERS = ("age", "prior_convictions", "offences_before_12_months", "ogrs3")
NEEDS = (
    *("need_accommodation", "need_employment", "need_relationships", "need_lifestyle"),
    *("need_drugs", "need_alcohol", "need_thinking", "need_attitudes"),
)
LEVELS = (
    *("sex", "ethnicity", "sentence_band", *NEEDS, "need_finance", "need_emotional_wellbeing"),
    *("mental_health", "accommodation_before_custody", "risk_of_harm"),
)
ADJUST = (*NUMBERS, *LEVELS)
"""Twenty characteristics to match on."""

OUTCOME = "reconvicted_12_months"
TOLD_OF_IOM = ("iom_tier", "iom_start", "iom_end")
FOLLOWED_UP = 0.85
"""The least part of made-up people who are followed up for a year."""

PULL = {"ogrs3": 1.0, "prior_convictions": 0.4, "need_drugs": 0.6, "need_lifestyle": 0.4, "sex": 0.5}
"""How much each draws people into IOM: of numbers by standard deviation, of levels by having it."""


def extract(ours: int, theirs: int) -> Path:
    """Return the extract of these many people in either arm, all of them followed up; it is made the first time."""
    path = OUTPUT / f"SYNTHETIC-iom-{ours}-{theirs}-seed-{SEED}.csv"
    if not path.exists():
        OUTPUT.mkdir(exist_ok=True)
        made_up(ours, theirs).to_csv(path, index=False)
    return path


def made_up(ours: int, theirs: int) -> pd.DataFrame:
    """Make people and draw who of them is managed: likelier, the higher the risk and the more needs."""
    wanted = ours + theirs
    people = synthetic_people(people=int(wanted / FOLLOWED_UP), seed=SEED).drop(columns=list(TOLD_OF_IOM))
    people = people[people["reoffences_12_months"] != ""].head(wanted).reset_index(drop=True)
    if len(people) < wanted:
        message = f"Only {len(people)} made-up people are followed up; {wanted} are wanted."
        raise ValueError(message)
    drawn = _pull(people) + np.random.default_rng(SEED).gumbel(size=wanted)
    managed = np.zeros(wanted, dtype=bool)
    # The highest of a score and a draw of Gumbel's: a sample without replacement by the exponential of the score.
    managed[np.argpartition(-drawn, ours)[:ours]] = True
    return people.assign(iom=np.where(managed, "yes", "no"))


def _pull(people: pd.DataFrame) -> np.ndarray:
    pulled = np.zeros(len(people))
    for name, pull in PULL.items():
        if name in NUMBERS:
            number = pd.to_numeric(people[name]).to_numpy(dtype=np.float64)
            pulled += pull * np.nan_to_num((number - np.nanmean(number)) / np.nanstd(number))
        else:
            pulled += pull * people[name].isin(["yes", "male"]).to_numpy()
    return pulled
