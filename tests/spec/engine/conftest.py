"""An extract as an agency sends it, with all that can be wrong with it, and the same people in an engine."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

import needskit as nk

if TYPE_CHECKING:
    from pathlib import Path

Both = Callable[..., tuple[nk.Cohort, nk.Cohort]]

NOT_OF_COUNTS = ("youth_service_end", "adult_service_start", "iom_start", "iom_end")
"""Dates that tables of crossing and of time under IOM ask for, which want a row a person."""

SAID = {"population": "made-up people", "as_at": "2025-12-31"}


@pytest.fixture(scope="session")
def clean() -> pd.DataFrame:
    return nk.synthetic_people(people=240, seed=3).drop(columns=list(NOT_OF_COUNTS))


@pytest.fixture(scope="session")
def messy(clean: pd.DataFrame) -> pd.DataFrame:
    """Return people with unknown and misspelt values, dates that contradict each other, and rows of nobody."""
    people = clean[
        [
            *("person_id", "index_date", "date_of_birth", "age", "sex", "district", "sentence_band", "iom", "iom_tier"),
            *("assessed", "assessment_date", "need_drugs", "need_alcohol", "follow_up_end", "reconvicted_12_months"),
            *("reoffences_12_months", "days_to_first_reoffence"),
        ]
    ].copy()
    wrong = {
        "sex": [" F ", "woman?", "N/A"],
        "district": [f"{people['district'].iloc[9].upper()}  "],
        "date_of_birth": ["1900-01-01", "31/02/1999", "2019-01-01", "29/02/2004", "2004-02-29", "2004-02-29"],
        "index_date": ["2022-01-01", "2022-01-01", "2026-05-01", "2022-02-28", "01/03/2022", "2024-02-29"],
        "age": ["", "", "44", "17"],
        "assessed": ["no"],
        "need_drugs": ["Y", "", "unknown"],
        "iom": ["N", "unknown"],
        "iom_tier": ["fixed", "fixed"],
        "follow_up_end": ["2001-01-01"],
        "reconvicted_12_months": ["N"],
        "reoffences_12_months": ["3"],
        "days_to_first_reoffence": ["400", "366"],
    }
    for name, values in wrong.items():
        people[name] = [*values, *people[name].iloc[len(values) :]]
    rows = np.arange(len(people))
    people["sentence_type"] = np.array(["custody", "community_order", ""])[rows % 3]
    people["sentence_length"] = np.array(["18 months", "9m", "5 years", "", "eternity"])[rows % 5]
    people["score_drugs"] = np.array(["", "0", "1", "2", "8", "11"])[rows % 6]
    nobody = dict.fromkeys(people, "")
    aside = [
        nobody,
        {**nobody, "sex": "Total"},
        {**nobody, "person_id": "ALL", "sex": "male"},
        {name: name for name in people},
        {**nobody, "person_id": "n/a", "sex": "F"},
    ]
    return pd.concat([people, people.iloc[[3, 3, 4]], pd.DataFrame(aside)], ignore_index=True)


@pytest.fixture(scope="session")
def alike(clean: pd.DataFrame, tmp_path_factory: pytest.TempPathFactory) -> nk.Cohort:
    """Return people of whom little is known, counted."""
    path = tmp_path_factory.mktemp("alike") / "people.parquet"
    clean[["person_id", "index_date", "date_of_birth", "sex", "iom", "reconvicted_12_months"]].to_parquet(path)
    return nk.count_cohort(path, population="made-up people", as_at="2025-12-31", most_cells=1.0)


@pytest.fixture(scope="session")
def both(tmp_path_factory: pytest.TempPathFactory) -> Both:
    """Return what reads the same people as rows and counts them in DuckDB, from Parquet."""

    def read(people: pd.DataFrame, **settings: object) -> tuple[nk.Cohort, nk.Cohort]:
        path: Path = tmp_path_factory.mktemp("parquet") / "people.parquet"
        people.to_parquet(path)
        # The settings are those of the test; mypy cannot see which.
        reader: Callable[..., nk.Cohort] = nk.read_cohort
        counter: Callable[..., nk.Cohort] = nk.count_cohort
        return reader(people, **SAID, **settings), counter(path, **SAID, **settings, most_cells=1.0)

    return read
