"""Made-up people and offences: the frames that both contenders hold before the clock starts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

OUTCOMES = ("conviction", "caution", "other_disposal", "not_proven", "pending", "not known")
ANSWERS = ("yes", "no", "not known")
SHARES = (0.55, 0.1, 0.1, 0.1, 0.1, 0.05)
FIRST, DATA_END = np.datetime64("2019-01-01"), np.datetime64("2024-12-31")
INDEX_DAYS, OFFENCE_DAYS, LONGEST_CASE = 1_826, 2_190, 500
OFTEN = 0.5
"""The share of offences that a quarter of people have more of."""

UNDATED = 0.01
"""Dates that are missing among offences."""


@dataclass(frozen=True)
class Made:
    """Frames as needskit types them: identifiers of people as text and, of offences, also as positions of people."""

    people: pd.DataFrame
    offences: pd.DataFrame


def made_up(people: int, offences: int) -> Made:
    """Make people with an index date each, and offences in any order, some of nobody among the people."""
    random = np.random.default_rng(20)
    index = FIRST + random.integers(0, INDEX_DAYS, people).astype("timedelta64[D]")
    person = random.integers(0, people + people // 10, offences)
    # Half the offences are of a quarter of the people; some are of nobody among them.
    person = np.where(random.random(offences) < OFTEN, person // 4, person)
    offended = FIRST + random.integers(0, OFFENCE_DAYS, offences).astype("timedelta64[D]")
    ended = offended + random.integers(0, LONGEST_CASE, offences).astype("timedelta64[D]")
    offended[random.random(offences) < UNDATED] = np.datetime64("NaT")
    ended[random.random(offences) < UNDATED] = np.datetime64("NaT")
    outcome = random.choice(len(OUTCOMES), offences, p=SHARES).astype(np.int8)
    custody = random.choice(len(ANSWERS), offences, p=(0.3, 0.65, 0.05)).astype(np.int8)
    return Made(
        pd.DataFrame(
            {
                "person": np.arange(people),
                "person_id": pd.Series(np.char.mod("P%07d", np.arange(people)), dtype="str"),
                "index_date": index.astype("datetime64[s]"),
            }
        ),
        pd.DataFrame(
            {
                "person": np.where(person < people, person, -1),
                "person_id": pd.Series(np.char.mod("P%07d", person), dtype="str"),
                "offence_date": offended.astype("datetime64[s]"),
                "outcome_date": ended.astype("datetime64[s]"),
                "outcome": pd.Categorical.from_codes(outcome, categories=pd.Index(OUTCOMES)),
                "custody": pd.Categorical.from_codes(custody, categories=pd.Index(ANSWERS)),
            }
        ),
    )
