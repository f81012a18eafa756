"""A published table of counts is told from an extract about people."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from needskit.extract.files.aggregated import looks_aggregated
from needskit.extract.files.grid import open_grid, sheet_names
from needskit.synthetic import synthetic_people

Find = Callable[[str], Path]

SCOTLAND = "scotland/reconvictions-2017-18-offender-cohort-main-publication-tables.xlsx"
HCLIC = "hclic/DetailedLA_201912.xlsx"
COUNTS = [
    "oasys/oasys_custody_30jun2021_first22rows.csv",
    "population/trafford_mid2024_single_year.csv",
    "population/trafford_wards_mid2022_single_year.csv",
]
PEOPLE = [
    "help_homeless/HELPrct.csv",
    "recid_crime1/recid.csv",
    "recid_crime1/crime1.csv",
    "rossi/Rossi_carData_full.csv",
    "housing/housing.csv",
    "lalonde/MatchIt_lalonde.csv",
    "police_and_crime_plans_2013.csv",
]


def test_every_data_sheet_of_the_homelessness_tables_is_a_table_of_counts(real_data: Find) -> None:
    path = real_data(HCLIC)
    sheets = [name for name in sheet_names(path) if not name.startswith(("Contents", "Dropdown"))]
    assert len(sheets) == 17
    assert [name for name in sheets if not looks_aggregated(open_grid(path, sheet=name).top)] == []


def test_every_table_of_scottish_reconvictions_is_a_table_of_counts(real_data: Find) -> None:
    path = real_data(SCOTLAND)
    sheets = [name for name in sheet_names(path) if name.startswith("Table")]
    assert len(sheets) > 20
    assert [name for name in sheets if not looks_aggregated(open_grid(path, sheet=name).top)] == []


@pytest.mark.parametrize("name", COUNTS)
def test_published_counts_are_tables_of_counts(real_data: Find, name: str) -> None:
    assert looks_aggregated(open_grid(real_data(name), sheet=None).top)


@pytest.mark.parametrize("name", PEOPLE)
def test_rows_of_people_or_plans_are_none(real_data: Find, name: str) -> None:
    assert not looks_aggregated(open_grid(real_data(name), sheet=None).top)


@pytest.mark.parametrize("people", [20, 100])
def test_a_made_up_extract_is_none(people: int) -> None:
    assert not looks_aggregated(open_grid(synthetic_people(people=people, seed=1), sheet=None).top)


@pytest.mark.parametrize(
    ("table", "counts"),
    [
        ("Area,Number of people,Rate\nNorth,1204,12.1%\nSouth,998,..\nEast,*,-", True),
        ("Table 3\n\nYear,People\n2019,120\n2020,98", True),
        ("Total number of people: 3\nName,Age,Score\nA,30,12\nB,40,9\nA,25,3\nB,26,2\nA,30,1", False),
        ("CRN,Total score,Rate\nX123456,12,3\nX123457,9,1", False),
        ("Case ID,Total\nA,12\nB,9", False),
        ("sex,district,total needs\nm,North,3\nm,North,4\nf,North,1\nm,North,8\nf,North,2", False),
        ("Area,Multiple needs,Women\nNorth,Y,N\nSouth,N,Y", False),
        ("", False),
    ],
)
def test_small_tables(table: str, counts: bool) -> None:  # noqa: FBT001 - parametrised
    assert looks_aggregated([line.split(",") for line in table.split("\n")]) is counts
