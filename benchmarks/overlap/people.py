"""Made-up people with ten needs that go together, and the same arrays as each contender holds them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    import duckdb
    import numpy.typing as npt
    import polars as pl

    from needskit.cohort.breakdown import Breakdown
    from needskit.cohort.cohort import Cohort
    from needskit.cohort.profile import Profile

ANSWERS = ("yes", "no", "not answered", "not assessed")
NEEDS = (
    "need_accommodation",
    "need_employment",
    "need_relationships",
    "need_lifestyle",
    "need_drugs",
    "need_alcohol",
    "need_thinking",
    "need_attitudes",
    "need_finance",
    "need_emotional_wellbeing",
)
ACCOMMODATION, DRUGS, ALCOHOL, MENTAL = (
    NEEDS.index(f"need_{name}") for name in ("accommodation", "drugs", "alcohol", "emotional_wellbeing")
)
LEVELS = {
    "district": tuple(f"District {letter}" for letter in "ABCDEFGHIJ"),
    "sex": ("female", "male"),
    "age_band": ("18 to 20", "21 to 24", "25 to 29", "30 to 34", "35 to 39", "40 to 49"),
    "iom": ("yes", "no"),
}
SHARES = {
    "district": (0.22, 0.17, 0.14, 0.12, 0.10, 0.08, 0.06, 0.05, 0.04, 0.02),
    "sex": (0.15, 0.85),
    "age_band": (0.10, 0.14, 0.19, 0.20, 0.17, 0.20),
    "iom": (0.07, 0.93),
}
BREAKDOWNS = tuple(LEVELS)
STRATA = ("age_band", "sex")
OUTCOME = "reconvicted_12_months"
OUTCOMES = ("yes", "no", "not known")
LEAST_AGE = (18, 21, 25, 30, 35, 40)

NOT_ASSESSED, NOT_ANSWERED, NOT_FOLLOWED = 0.08, 0.02, 0.12
"""Shares of people without an assessment, of answers missing from one, and of people without an outcome."""

PREVALENT = (0.41, 0.55, 0.60, 0.63, 0.44, 0.38, 0.66, 0.52, 0.35, 0.33)
TOGETHER = 0.6
"""How strongly each need follows what lies behind all of them."""


@dataclass(frozen=True)
class People:
    """Codes of some people, a column each, int8; made once and the same for all contenders."""

    columns: dict[str, npt.NDArray[np.int8]]

    def __len__(self) -> int:
        return len(self.columns[OUTCOME])


def made_up(people: int, seed: int = 1) -> People:
    """Draw people; the same number and seed give the same."""
    rng = np.random.default_rng(seed)
    columns = {name: drawn(rng, shares, people) for name, shares in SHARES.items()}
    behind = rng.standard_normal(people, dtype=np.float32)
    behind += np.float32(0.05) * columns["district"] - np.float32(0.3) * (columns["iom"] == 1)
    absent = rng.random(people, dtype=np.float32) < NOT_ASSESSED
    alone = np.float32((1 - TOGETHER**2) ** 0.5)
    number = np.zeros(people, dtype=np.int8)
    for need, share in zip(NEEDS, PREVALENT, strict=True):
        score = np.float32(TOGETHER) * behind + alone * rng.standard_normal(people, dtype=np.float32)
        has = score > np.quantile(score[:10_000], 1 - share)
        number += has
        codes = np.where(has, np.int8(0), np.int8(1))
        codes[rng.random(people, dtype=np.float32) < NOT_ANSWERED] = 2
        codes[absent] = 3
        columns[need] = codes
    again = rng.random(people, dtype=np.float32) < np.float32(0.2) + np.float32(0.05) * number
    outcome = np.where(again, np.int8(0), np.int8(1))
    outcome[rng.random(people, dtype=np.float32) < NOT_FOLLOWED] = 2
    return People({**columns, OUTCOME: outcome})


def drawn(rng: np.random.Generator, shares: tuple[float, ...], people: int) -> npt.NDArray[np.int8]:
    """Draw a place among shares for each person."""
    ends = np.cumsum(shares[:-1]).astype(np.float32)
    return np.searchsorted(ends, rng.random(people, dtype=np.float32), side="right").astype(np.int8)


def levels_of(column: str) -> tuple[str, ...]:
    """Return the categories of a column, in the order of their codes."""
    return OUTCOMES if column == OUTCOME else LEVELS.get(column, ANSWERS)


def as_pandas(people: People) -> pd.DataFrame:
    """Return a frame of category columns, which is how a cohort holds people too."""
    return pd.DataFrame(
        {name: pd.Categorical.from_codes(codes, levels_of(name)) for name, codes in people.columns.items()}, copy=False
    )


def as_polars(people: People) -> pl.DataFrame:
    """Return a frame of Enum columns."""
    import polars as pl  # noqa: PLC0415 - not needed where needskit alone is measured

    return pl.DataFrame(
        {
            name: pl.Series(codes.view(np.uint8)).cat.to(pl.Enum(levels_of(name)))
            for name, codes in people.columns.items()
        }
    )


def as_duckdb(people: People, frame: pd.DataFrame) -> duckdb.DuckDBPyConnection:
    """Return a database in memory with a table ``people`` of ENUM columns."""
    import duckdb  # noqa: PLC0415 - not needed where needskit alone is measured

    database = duckdb.connect()
    for number, name in enumerate(people.columns):
        listed = ", ".join(f"'{level}'" for level in levels_of(name))
        database.execute(f"CREATE TYPE enum_{number} AS ENUM ({listed})")
    typed = ", ".join(f"{name}::enum_{number} AS {name}" for number, name in enumerate(people.columns))
    database.register("frame", frame)
    database.execute(f"CREATE TABLE people AS SELECT {typed} FROM frame")  # noqa: S608 - our own column names
    database.unregister("frame")
    return database


@cache
def breakdowns() -> dict[str, Breakdown]:
    """Return the breakdowns, and the outcome as one, as needskit describes them."""
    from needskit.cohort.breakdown import each_answer  # noqa: PLC0415 - only for needskit
    from needskit.table.whom import Attribute  # noqa: PLC0415

    return {name: each_answer(Attribute(name, name, levels_of(name)), {}) for name in (*BREAKDOWNS, OUTCOME)}


def as_profile(frame: pd.DataFrame) -> Profile:
    """Return a profile that has counted nothing yet, without the reading and checking that a cohort goes through."""
    from needskit.cohort.profile import Profile  # noqa: PLC0415 - only for needskit

    return Profile(frame, None, NEEDS)


def as_cohort(people: People) -> Cohort:
    """Return the cohort that ``read_cohort`` makes of the same people, given as texts; bands from an age in each."""
    import needskit as nk  # noqa: PLC0415 - only for needskit

    texts = {name: np.array(levels_of(name), dtype=object)[codes] for name, codes in people.columns.items()}
    for need in NEEDS:
        texts[need][people.columns[need] >= len(("yes", "no"))] = ""
    texts[OUTCOME][people.columns[OUTCOME] == OUTCOMES.index("not known")] = ""
    texts["age"] = np.array([str(age) for age in LEAST_AGE], dtype=object)[people.columns["age_band"]]
    texts["assessed"] = np.where(people.columns[NEEDS[0]] == ANSWERS.index("not assessed"), "no", "yes")
    texts["mental_health"] = texts[NEEDS[MENTAL]]
    del texts["age_band"]
    frame = pd.DataFrame({"person_id": [f"SYNTHETIC-{n:08d}" for n in range(len(people))], **texts})
    return nk.read_cohort(frame, population="made-up people", needs="oasys_ten")
