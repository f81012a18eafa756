"""Public data about real people are read without loss, and tables of counts are refused."""

from __future__ import annotations

import csv
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import needskit as nk
from needskit.extract.files.grid import sheet_names

if TYPE_CHECKING:
    import pandas as pd

Find = Callable[[str], Path]
Rows = list[dict[str, str]]

RECID = ("recid.toml", "recid_crime1/recid.csv", "recid.csv")
ROSSI = ("rossi.toml", "rossi/Rossi_carData_full.csv", "Rossi.csv")
HELP = ("help_trial.toml", "help_homeless/HELPrct.csv", "HELPrct.csv")
SCOTLAND = "scotland/reconvictions-2017-18-offender-cohort-main-publication-tables.xlsx"
MOST_LINES = 40


@pytest.fixture
def both(checkout: Path, real_data: Find, tmp_path: Path) -> Callable[..., tuple[nk.Cohort, Rows]]:
    """Give what reads a settings file with the data beside it, and the data as they stand."""

    def read(settings: str, data: str, name: str) -> tuple[nk.Cohort, Rows]:
        shutil.copy(real_data(data), tmp_path / name)
        shutil.copy(checkout / "examples" / settings, tmp_path)
        with (tmp_path / name).open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        return nk.read_cohort(tmp_path / settings), rows

    return read


def counted(column: pd.Series) -> dict[str, int]:
    return dict(Counter(column.astype(str)))


def stands(rows: Rows, column: str, words: dict[str, str] | None = None) -> dict[str, int]:
    """Count the texts of a column as they stand in the file, under other words if there are any."""
    return dict(Counter((words or {}).get(row[column], row[column]) for row in rows))


@pytest.mark.parametrize("settings", [RECID[0], ROSSI[0], HELP[0]])
def test_the_settings_are_short(checkout: Path, settings: str) -> None:
    assert len((checkout / "examples" / settings).read_text(encoding="utf-8").splitlines()) < MOST_LINES


def test_people_released_in_north_carolina(both: Callable[..., tuple[nk.Cohort, Rows]]) -> None:
    cohort, rows = both(*RECID)
    people = cohort.people

    assert len(cohort) == len(rows) == 1445
    assert {fate: n for fate, n in cohort.records.items() if n} == {"kept": 1445}
    assert people["person_id"].tolist() == [row["rownames"] for row in rows]
    # The file gives ages in months.
    assert people["age"].tolist() == [int(row["age"]) // 12 for row in rows]
    assert people["prior_convictions"].tolist() == [int(row["priors"]) for row in rows]
    for need in ("alcohol", "drugs"):
        assert people[need].tolist() == [{"1": "yes", "0": "no"}[row[need]] for row in rows]
    words = {
        "workprg": {"1": "took part", "0": "did not"},
        "married": {"1": "married", "0": "not married"},
        "black": {"1": "Black", "0": "other"},
        "felon": {"1": "felony", "0": "misdemeanour"},
        "cens": {"1": "not returned", "0": "returned"},
    }
    for column, said in words.items():
        assert people[column].tolist() == [said[row[column]] for row in rows]
    assert counted(people["cens"]) == {"not returned": 893, "returned": 552}
    figures = nk.needs.prevalence(cohort, by="cens").to_frame()
    returned = [row for row in rows if row["cens"] == "0"]
    drank = figures[(figures.iloc[:, 0] == "returned") & (figures.iloc[:, 1] == "Alcohol problem")].iloc[0]
    assert (drank["count"], drank["out_of"]) == (sum(row["alcohol"] == "1" for row in returned), 552)


def test_men_released_in_maryland(both: Callable[..., tuple[nk.Cohort, Rows]]) -> None:
    cohort, rows = both(*ROSSI)
    people = cohort.people

    assert len(cohort) == len(rows) == 432
    assert people["age"].tolist() == [int(row["age"]) for row in rows]
    assert people["prior_convictions"].tolist() == [int(row["prio"]) for row in rows]
    assert people["work"].tolist() == [{"no": "yes", "yes": "no"}[row["wexp"]] for row in rows]
    assert people["school"].tolist() == ["yes" if row["educ"] in {"2", "3"} else "no" for row in rows]
    assert counted(people["race"]) == stands(rows, "race")
    assert counted(people["mar"]) == stands(rows, "mar")
    assert counted(people["fin"]) == stands(rows, "fin", {"yes": "aid", "no": "no aid"})
    assert counted(people["paro"]) == stands(rows, "paro", {"yes": "parole", "no": "no parole"})
    arrested = people["arrest"].tolist()
    assert arrested == [{"1": "arrested", "0": "not arrested"}[row["arrest"]] for row in rows]
    assert arrested.count("arrested") == 114


def test_adults_in_detoxification(both: Callable[..., tuple[nk.Cohort, Rows]]) -> None:
    cohort, rows = both(*HELP)
    people = cohort.people

    assert len(cohort) == len(rows) == 453
    needs: dict[str, Callable[[dict[str, str]], bool]] = {
        "homeless": lambda row: row["homeless"] == "homeless",
        "depression": lambda row: int(row["cesd"]) >= 16,
        "suicidal": lambda row: row["g1b"] == "yes",
        "drug": lambda row: row["substance"] in {"cocaine", "heroin"},
        "alcohol": lambda row: row["substance"] == "alcohol",
    }
    assert list(cohort.needs.columns) == list(needs)
    for need, has in needs.items():
        assert people[need].tolist() == ["yes" if has(row) else "no" for row in rows]
    assert people["age"].tolist() == [int(row["age"]) for row in rows]
    assert people["sex"].tolist() == [row["sex"] for row in rows]
    for column in ("treat", "racegrp"):
        assert counted(people[column]) == stands(rows, column)
    # Whoever was lost to follow-up is not known to have used again, and not counted as not.
    assert counted(people["anysub"]) == stands(rows, "anysub", {"": "not known"})
    figures = nk.needs.prevalence(cohort, by="sex").to_frame()
    homeless = figures[(figures.iloc[:, 1] == "Homeless") & (figures["count"] > 0)]
    # As published: 169 of the 346 men, 40 of the 107 women.
    assert homeless.iloc[:, 0].tolist() == ["all", "Female", "Male"]
    assert homeless["count"].tolist() == [209, 40, 169]
    assert homeless["out_of"].tolist() == [453, 107, 346]


def test_tables_of_counts_are_refused(real_data: Find) -> None:
    refused = "table of counts, not a row a person"
    with pytest.raises(nk.DataError, match=refused):
        nk.read_cohort(real_data("hclic/DetailedLA_201912.xlsx"), sheet="A3", population="households", as_at=None)
    scotland = real_data(SCOTLAND)
    tables = [name for name in sheet_names(scotland) if name.startswith("Table")]
    assert len(tables) > 20
    for name in tables:
        with pytest.raises(nk.DataError, match=refused):
            nk.read_cohort(scotland, sheet=name, population="people convicted", as_at=None)
