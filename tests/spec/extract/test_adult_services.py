"""What linked spells say of the crossing to adult services: when these began, and what cannot be known of it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest
from tests.spec.damage.drawn import of, write_sources

import needskit as nk
from needskit.cohort.provenance import all_complete
from needskit.extract.fit import DATE_NOT_READ

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pandas as pd

    Project = Callable[..., Path]

SPELLS = "person_id | start_date | end_date\n"
BORN_ON_29_FEBRUARY = "person_id | index_date | date_of_birth\nA | 2025-03-10 | 2004-02-29\nB | 2025-03-10 |"


@pytest.fixture
def project(draw: Callable[[str], pd.DataFrame], tmp_path: Path) -> Project:
    """Return the settings file of drawn sources."""
    return partial(write_sources, draw, tmp_path)


@pytest.mark.parametrize(
    ("spells", "start"),
    {
        "begun on the birthday, 1 March": ("A | 2022-03-01 |", "2022-03-01"),
        "the first of two, in whichever order": ("A | 2023-06-01 |\nA | 2022-04-01 | 2022-05-01", "2022-04-01"),
        "over the day before the birthday": ("A | 2021-06-01 | 2022-02-28", "-"),
        "over before it, and another after": ("A | 2021-06-01 | 2022-02-28\nA | 2024-06-01 |", "2024-06-01"),
        "handed over early, and open on the birthday": ("A | 2022-01-10 | 2022-03-01", "2022-01-10"),
        "handed over early, and still open": ("A | 2022-01-10 |\nA | 2024-06-01 |", "2022-01-10"),
        "after the index date": ("A | 2025-12-31 |", "2025-12-31"),
        "after the date of the extract": ("A | 2026-01-01 |", "-"),
        "one whose first day is not there may be the first": ("A | 2023-06-01 |\nA | |", "-"),
        "but not if it was over before the birthday": ("A | 2023-06-01 |\nA | | 2022-02-28", "2023-06-01"),
        "one whose first day cannot be read may be the first": ("A | 2023-06-01 |\nA | 31/02/2022 |", "-"),
        "a last day that cannot be read does not matter after 18": ("A | 2023-06-01 | 31/02/2024", "2023-06-01"),
        "before it, that one may have been over": ("A | 2021-06-01 | 31/02/2024\nA | 2023-06-01 |", "-"),
        "nobody of the cohort": ("X | 2022-03-01 |\nB | 2022-03-01 |", "-"),
    }.values(),
)
def test_adult_services_start_with_the_first_spell_of_adult_life(project: Project, spells: str, start: str) -> None:
    plain = "".join(f"B | 2024-01-0{day} |\n" for day in range(1, 6))  # so that most dates can be read
    cohort = nk.read_cohort(project(people=BORN_ON_29_FEBRUARY, adult=SPELLS + plain + spells))
    assert of(cohort, "adult_service_start")["A"] == start


def test_without_a_date_of_birth_the_first_spell_of_all_counts(project: Project) -> None:
    spells = SPELLS + "B | 2021-06-01 | 2021-07-01\nB | 2019-01-01 | 2019-02-01"
    cohort = nk.read_cohort(project(people=BORN_ON_29_FEBRUARY, adult=spells))
    assert of(cohort, "adult_service_start") == {"A": "-", "B": "2019-01-01"}


def test_orders_that_run_side_by_side_are_nothing_wrong(project: Project) -> None:
    spells = SPELLS + "A | 2022-06-01 | 2023-07-01\nA | 2022-09-01 | 2023-02-01"
    cohort = nk.read_cohort(project(people=BORN_ON_29_FEBRUARY, adult=spells))
    assert "overlapping_spells" not in {found.rule for found in cohort.problems}


@pytest.mark.parametrize("role", ["youth", "adult", "services"])
def test_a_spell_whose_day_cannot_be_read_is_known_as_such(project: Project, role: str) -> None:
    spells = SPELLS + "A | 2021-06-01 |\nA | 2021-06-01 | 31/02/2022\nX | 31/02/2022 |\n" + "B | 2024-01-01 |\n"
    linked = nk.read_cohort(project(people=BORN_ON_29_FEBRUARY, **{role: spells.strip()})).linked[role]
    assert linked[DATE_NOT_READ].tolist() == [False, True, False]


def test_services_without_a_name_are_called_as_their_source_is(project: Project) -> None:
    roles = {"youth_drug_service": "services", "adult_services": "services"}
    path = project(
        '[sources.youth_drug_service]\nflag = "in_treatment"\nlabel = "In treatment at the start"',
        roles={"people": "people", **roles},
        people=BORN_ON_29_FEBRUARY,
        youth_drug_service=SPELLS + "A | 2021-06-01 |",
        adult_services="person_id | service | start_date\nA | Mental health | 2023-06-01\nB | | 2023-06-01",
    )
    named = nk.read_cohort(path).linked["services"]["service"]
    assert named.tolist() == ["youth drug service", "Mental health", "not known"]
    assert set(named.cat.categories) == {"youth drug service", "Mental health", "not known"}


def test_a_role_is_complete_if_each_of_its_sources_is(project: Project) -> None:
    sources = {"people": BORN_ON_29_FEBRUARY, "one": SPELLS + "A | 2021-06-01 |", "two": SPELLS + "A | 2022-06-01 |"}
    roles = {"people": "people", "one": "adult", "two": "adult"}
    half = nk.read_cohort(project("[sources.one]\ncomplete = true", roles=roles, **sources))
    whole = nk.read_cohort(
        project("[sources.one]\ncomplete = true\n\n[sources.two]\ncomplete = true", roles=roles, **sources)
    )
    assert {source.label: source.complete for source in half.sources} == {"people": False, "one": True, "two": False}
    assert (all_complete(half.sources, "adult"), all_complete(whole.sources, "adult")) == (False, True)
    assert not all_complete(whole.sources, "youth")
