"""Support through the 18th birthday: one young person a line, with their spells and what became of the support."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from tests.spec.analysis.shown import figures

import needskit as nk
from needskit.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

Draw = Callable[[str], pd.DataFrame]
YEAR = dt.date(2025, 1, 1), dt.date(2025, 12, 31)
SETTINGS = """
cohort = { population = "people in a test", as_at = 2026-01-31 }
sources.people = { file = "", role = "people" }
sources.services = { file = "", role = "services", complete = true }
"""
NAMED = (
    SETTINGS
    + """
[[definitions.support]]
label = "Drug treatment"
services = ["young people's drug service", "Adult drug service"]
need = "need_drugs"
[[definitions.support]]
label = "Mentor"
services = ["Mentor"]
"""
)
KEPT, AGAIN = "kept on the 18th birthday", "begun again within 91 days"
PLANNED, LOST = "over as planned before 18", "lost"

# Everybody turns 18 on 10 March 2025.
LIVES = [
    ("2024-06-01 to 2025-06-01", KEPT),
    ("2024-06-01 to", KEPT),
    ("2024-06-01 to 2025-03-10", KEPT),
    ("2024-06-01 to 2025-03-09; 2025-03-10 to", KEPT),
    ("2024-06-01 to 2025-03-09; 2025-03-11 to", AGAIN),
    ("2024-06-01 to 2025-03-09; 2025-06-09 to", AGAIN),
    ("2024-06-01 to 2025-03-09; 2025-06-10 to", LOST),
    ("2024-06-01 to 2025-03-09", LOST),
    ("2024-06-01 to 2025-03-09 planned", PLANNED),
    ("2024-06-01 to 2024-09-01 planned; 2024-10-01 to 2024-11-01", LOST),
    ("2024-06-01 to 2024-09-01; 2024-10-01 to 2024-11-01 planned", PLANNED),
    ("2023-01-01 to 2024-03-10", LOST),
    ("2023-01-01 to 2024-03-09", ""),
    ("2025-03-10 to", ""),
    ("to 2025-01-01", ""),
    ("", ""),
]


def records(lives: list[tuple[str, str]], *, service: str = "Mentor") -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the people and the spells that are drawn."""
    people = [{"person_id": str(place), "date_of_birth": "2007-03-10"} for place in range(len(lives))]
    spells = []
    for place, (drawn, _) in enumerate(lives):
        for spell in filter(None, drawn.split("; ")):
            start, end = spell.removesuffix(" planned").split("to")
            spells.append(
                {
                    "person_id": str(place),
                    "service": service,
                    "start_date": start.strip(),
                    "end_date": end.strip(),
                    "completed": "yes" if spell.endswith("planned") else "",
                }
            )
    columns = ["person_id", "service", "start_date", "end_date", "completed"]
    return pd.DataFrame(people), pd.DataFrame(spells, columns=columns)


def read(folder: Path, people: pd.DataFrame, services: pd.DataFrame, *, settings: str = SETTINGS) -> nk.Cohort:
    path = folder / "needskit.toml"
    path.write_text(settings)
    return nk.read_cohort(path, frames={"people": people, "services": services})


@pytest.mark.parametrize(("spells", "became"), LIVES[:-1])
def test_what_became_of_the_support_of_each(tmp_path: Path, spells: str, became: str) -> None:
    found = figures(nk.transition.support_kept(read(tmp_path, *records([(spells, became)])), period=YEAR), "count")
    yes = [label for label, [count] in found.items() if count == 1]
    assert yes == (["in it at 17", became] if became else [])


def test_of_everybody_together(tmp_path: Path) -> None:
    table = nk.transition.support_kept(read(tmp_path, *records(LIVES)), period=YEAR)
    assert figures(table, "count", "out_of", "not_known") == {
        "in it at 17": [12, 16, 0],
        KEPT: [4, 12, 0],
        AGAIN: [2, 12, 0],
        PLANNED: [2, 12, 0],
        LOST: [4, 12, 0],
    }


def test_it_is_too_early_while_the_window_runs(tmp_path: Path) -> None:
    early = SETTINGS.replace("2026-01-31", "2025-06-08")
    people, services = records([("2024-06-01 to 2025-03-09", LOST)])
    period = dt.date(2025, 1, 1), dt.date(2025, 6, 1)
    found = figures(
        nk.transition.support_kept(read(tmp_path, people, services, settings=early), period=period),
        "count", "out_of", "not_known",
    )  # fmt: skip
    assert found["in it at 17"] == [1, 1, 0]
    assert found[LOST] == [0, 0, 1]


def test_who_is_not_in_a_source_is_not_known_unless_it_holds_everybody(tmp_path: Path) -> None:
    not_complete = SETTINGS.replace(", complete = true", "")
    people, services = records([("", ""), ("2025-05-01 to", "")])
    found = figures(
        nk.transition.support_kept(read(tmp_path, people, services, settings=not_complete), period=YEAR),
        "count", "out_of", "not_known",
    )  # fmt: skip
    assert found["in it at 17"] == [0, 1, 1]


def test_services_of_one_kind_of_support_count_as_one(tmp_path: Path) -> None:
    people, services = records([("2024-06-01 to 2025-03-09; 2025-04-01 to", AGAIN)] * 2)
    names = ["Young People's Drug Service", "adult drug service"] * 2
    people["need_drugs"] = ["yes", "no"]
    cohort = read(tmp_path, people, services.assign(service=names), settings=NAMED)
    table = nk.transition.support_kept(cohort, period=YEAR)
    assert figures(table, "count", "out_of", support="Drug treatment") == {
        "in it at 17": [2, 2],
        "in it at 17, of those with this need": [1, 1],
        KEPT: [0, 2],
        AGAIN: [2, 2],
        PLANNED: [0, 2],
        LOST: [0, 2],
    }
    assert figures(table, "count", "out_of", support="Mentor")["in it at 17"] == [0, 2]


def test_a_need_that_the_extract_does_not_hold_is_refused(tmp_path: Path) -> None:
    cohort = read(tmp_path, *records(LIVES), settings=NAMED)
    with pytest.raises(UsageError, match="no such column"):
        nk.transition.support_kept(cohort, period=YEAR)


def test_a_source_of_services_is_wanted(read_flat: Callable[[], nk.Cohort]) -> None:
    with pytest.raises(UsageError, match="role 'services'"):
        nk.transition.support_kept(read_flat(), period=YEAR)


@pytest.fixture
def read_flat(draw: Draw) -> Callable[[], nk.Cohort]:
    """Return how to read people without any services."""
    people = draw("person_id | date_of_birth\n1 | 2007-03-10")
    return lambda: nk.read_cohort(people, population="people in a test", as_at="2026-01-31")


def test_of_spells_that_ended_on_one_day_the_order_of_rows_does_not_decide(tmp_path: Path) -> None:
    drawn = ["2024-06-01 to 2025-01-31 planned", "2024-08-01 to 2025-01-31"]
    for spells in ("; ".join(drawn), "; ".join(reversed(drawn))):
        found = figures(nk.transition.support_kept(read(tmp_path, *records([(spells, LOST)])), period=YEAR), "count")
        assert (found[PLANNED], found[LOST]) == ([0], [1])
