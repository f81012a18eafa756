"""Who crosses from youth to adult services: one person a line, with their spells and what became of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from tests.spec.analysis.shown import figures

import needskit as nk
from needskit.analysis.transition.across import routes as told
from needskit.analysis.transition.across.routes import crossing_of
from needskit.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

Read = Callable[..., nk.Cohort]
Draw = Callable[[str], pd.DataFrame]

YEAR = dt.date(2025, 1, 1), dt.date(2025, 12, 31)
SETTINGS = """
cohort = { population = "people in a test", as_at = 2026-06-30 }
sources.people = { file = "", role = "people" }
sources.youth = { file = "", role = "youth", complete = true }
sources.adult = { file = "", role = "adult", complete = true }
"""

SHORT = {"back": told.BACK, "not back": told.NOT_BACK, "never in": told.NEVER_IN, "in unknown": told.IN_UNKNOWN}

# Name | born | youth spells | adult spells | what became of them. Everybody but the last few turns 18 on 10 March 2025.
LIVES = """
    comes before the case closes     | 07-03-10 | 24-01-01 to 25-04-10 | 25-04-01 to | no gap
    closes and opens on the same day | 07-03-10 | 24-01-01 to 25-04-10 | 25-04-10 to | no gap
    the next day is a gap of a day   | 07-03-10 | 24-01-01 to 25-04-10 | 25-04-11 to | short gap
    28 days                          | 07-03-10 | 24-01-01 to 25-04-10 | 25-05-08 to | short gap
    29 days                          | 07-03-10 | 24-01-01 to 25-04-10 | 25-05-09 to | long gap
    91 days                          | 07-03-10 | 24-01-01 to 25-04-10 | 25-07-10 to | long gap
    92 days: too late                | 07-03-10 | 24-01-01 to 25-04-10 | 25-07-11 to | lost
    never comes                      | 07-03-10 | 24-01-01 to 25-04-10 |             | lost
    adult spell over before it ended | 07-03-10 | 24-01-01 to 25-04-10 | 25-03-11 to 25-04-09 | lost
    still a youth case at 19         | 07-03-10 | 24-01-01 to          |             | still there
    came while the case goes on      | 07-03-10 | 24-01-01 to          | 26-01-10 to | no gap
    window not over                  | 07-03-10 | 24-01-01 to 26-04-01 |             | too early to tell
    window over today                | 07-03-10 | 24-01-01 to 26-03-31 |             | lost
    closes on the birthday           | 07-03-10 | 24-01-01 to 25-03-10 | 25-03-10 to | no gap
    closes the day before            | 07-03-10 | 24-01-01 to 25-03-09 | 25-03-10 to | back
    came 91 days after the birthday  | 07-03-10 | 22-01-01 to 22-06-01 | 25-06-09 to | back
    came a day later                 | 07-03-10 | 22-01-01 to 22-06-01 | 25-06-10 to | not back
    youth case begins at 18          | 07-03-10 | 25-03-10 to 25-04-10 | 25-04-01 to | never in
    no youth case                    | 07-03-10 |                      | 25-04-01 to | never in
    a second case the day after | 07-03-10 | 24-01-01 to 25-03-01, 25-03-02 to 25-04-10 | 25-04-10 to | no gap
    two days between two cases | 07-03-10 | 24-01-01 to 25-03-01, 25-03-04 to 25-04-10 | 25-04-10 to | no gap
    the longer of two that overlap | 07-03-10 | 24-01-01 to 25-04-10, 24-06-01 to 24-07-01 | 25-04-10 to | no gap
    a new case after 18 is not it | 07-03-10 | 24-01-01 to 25-04-10, 25-06-01 to 25-09-01 | 25-09-01 to | lost
    the first of two adult spells    | 07-03-10 | 24-01-01 to 25-04-10 | 25-05-20 to, 25-04-12 to 25-04-13 | short gap
    ends after the date: goes on     | 07-03-10 | 24-01-01 to 26-07-01 |             | still there
    begins after the date            | 07-03-10 | 24-01-01 to          | 26-07-01 to | still there
    first day of the period          | 07-01-01 | 24-01-01 to 25-04-10 | 25-04-10 to | no gap
    last day of the period           | 07-12-31 | 24-01-01 to 26-01-10 | 26-01-10 to | no gap
    the day before the period        | 06-12-31 | 24-01-01 to 25-04-10 | 25-04-10 to | another time
    the day after the period         | 08-01-01 | 24-01-01 to 26-04-10 | 26-04-10 to | another time
    no date of birth                 |          | 24-01-01 to 25-04-10 | 25-04-10 to | not known
    """
LEAP = """
    29 February: 18 on 1 March       | 04-02-29 | 20-01-01 to 22-02-28 | 22-03-01 to | back
    open on 1 March                  | 04-02-29 | 20-01-01 to 22-03-01 | 22-03-01 to | no gap
    """


def day_of(drawn: str) -> str:
    """Return a day as an extract writes it; a year is drawn by two figures, and a question mark is nothing."""
    day = drawn.strip().replace("?", "")
    return f"20{day}" if day[:1].isdigit() and "-" in day else day


def sources(lives: str) -> dict[str, pd.DataFrame]:
    """Return the people, and the spells of both kinds, as drawn."""
    people: list[dict[str, str]] = []
    spells: dict[str, list[dict[str, str]]] = {"youth": [], "adult": []}
    for line in lives.strip().splitlines():
        name, born, youth, adult, _ = (cell.strip() for cell in line.split("|"))
        people.append({"person_id": name, "date_of_birth": day_of(born)})
        for role, drawn in (("youth", youth), ("adult", adult)):
            for spell in filter(None, drawn.split(",")):
                start, end = (day_of(day) for day in spell.split(" to"))
                spells[role].append({"person_id": name, "start_date": start, "end_date": end})
    columns = ["person_id", "start_date", "end_date"]
    return {
        "people": pd.DataFrame(people),
        **{role: pd.DataFrame(each, columns=columns) for role, each in spells.items()},
    }


def cohort_of(lives: str, folder: Path, *, settings: str = SETTINGS) -> nk.Cohort:
    path = folder / "needskit.toml"
    path.write_text(settings)
    return nk.read_cohort(path, frames=sources(lives))


def routes(cohort: nk.Cohort, *, period: tuple[dt.date, dt.date] = YEAR) -> dict[str, str]:
    """Return what became of each person."""
    found = crossing_of(cohort, period=period)
    return dict(zip(cohort.people["person_id"], found.cohort.people[found.route].astype(str), strict=True))


def expected(lives: str) -> dict[str, str]:
    cells = [line.split("|") for line in lives.strip().splitlines()]
    return {each[0].strip(): SHORT.get(each[-1].strip(), each[-1].strip()) for each in cells}


def test_what_became_of_each_person(tmp_path: Path) -> None:
    assert routes(cohort_of(LIVES, tmp_path)) == expected(LIVES)


def test_29_february_turns_18_on_1_march(tmp_path: Path) -> None:
    first_of_march = dt.date(2022, 3, 1), dt.date(2022, 3, 1)
    assert routes(cohort_of(LEAP, tmp_path), period=first_of_march) == expected(LEAP)
    day_before = dt.date(2022, 2, 28), dt.date(2022, 2, 28)
    assert set(routes(cohort_of(LEAP, tmp_path), period=day_before).values()) == {"another time"}


def test_the_steps_are_each_out_of_the_one_before(tmp_path: Path) -> None:
    found = figures(nk.transition.crossing(cohort_of(LIVES, tmp_path), period=YEAR), "count", "out_of", "not_known")
    assert found == {
        "turned 18 in the period": [28, 30, 1],
        "known to youth services before": [26, 28, 0],
        "not known to youth services": [2, 28, 0],
        "known to youth services or not: not recorded": [0, -1, -1],
        "youth case open on the 18th birthday": [23, 26, 0],
        "youth case closed before the 18th birthday": [3, 26, 0],
        "youth case: closing not recorded": [0, -1, -1],
        "adult services began by the day the case closed": [9, 22, 1],
        "adult services began after a gap of 1 to 28 days": [3, 22, 1],
        "adult services began after a gap of more than 28 days": [2, 22, 1],
        "lost: no adult services within 91 days": [5, 22, 1],
        "youth case goes on, no adult services yet": [3, 22, 1],
        "too early to tell": [1, -1, -1],
        "adult services not recorded": [0, -1, -1],
        "in all: transferred": [14, 22, 1],
        "in all: youth case still open at 19": [6, 22, 1],
        "of those closed before: adult services within 91 days of that birthday": [2, 3, 0],
    }


NOT_COMPLETE = SETTINGS.replace(", complete = true", "")
DOUBTFUL = """
    in neither source                | 07-03-10 |                      |             | in unknown
    no adult record at all           | 07-03-10 | 24-01-01 to 25-04-10 |             | entry not known
    an adult record, long over       | 07-03-10 | 24-01-01 to 25-04-10 | 23-01-01 to 23-02-01 | lost
    youth spell without any day      | 07-03-10 | ? to ?               | 25-04-10 to | in unknown
    youth spell that cannot be read  | 07-03-10 | 24-01-01 to 31 April | 25-04-10 to | in unknown
    another one that can | 07-03-10 | 24-01-01 to 25-04-10, x to 25-01-01 | 25-04-10 to | closing not known
    adult spell that cannot be read  | 07-03-10 | 24-01-01 to 25-04-10 | 31 April to | entry not known
    adult spell in time all the same | 07-03-10 | 24-01-01 to 25-04-10 | 31 April to, 25-04-01 to| no gap
    """


def test_what_is_not_known_is_never_no(tmp_path: Path) -> None:
    cohort = cohort_of(DOUBTFUL, tmp_path, settings=NOT_COMPLETE)
    assert routes(cohort) == expected(DOUBTFUL)


FLAT = """
    person_id | date_of_birth | known_to_youth_services | youth_service_end | adult_service_start
    1         | 2007-03-10    | yes                     | 2025-04-10        | 2025-04-10
    2         | 2007-03-10    | yes                     | 2025-04-10        | 2025-09-01
    3         | 2007-03-10    | yes                     | 2025-04-10        |
    4         | 2007-03-10    | yes                     |                   | 2025-04-10
    5         | 2007-03-10    | no                      |                   |
    6         | 2007-03-10    |                         |                   | 2025-04-10
    7         | 2007-03-10    | yes                     | 2023-01-01        | 2025-04-10
    8         | 2007-03-10    | yes                     | 2026-02-01        | 2026-02-01
    9         | 2007-03-10    | yes                     | 2025-04-10        | 2026-02-01
    """


def test_columns_of_people_say_the_same_as_spells(read: Read) -> None:
    assert routes(read(FLAT)) == {
        "1": "no gap",
        "2": "lost",
        "3": "entry not known",
        "4": "closing not known",
        "5": "never in the service",
        "6": "not known whether in the service",
        "7": told.BACK,
        # What lies after the date of the extract, 31 December 2025, is planned and has not happened.
        "8": "still there",
        "9": "lost",
    }


def test_the_period_is_the_three_years_whose_window_is_over(read: Read) -> None:
    table = nk.transition.crossing(read(FLAT))
    assert "turning 18 between 2 October 2022 and 1 October 2025" in table.caption.title


@pytest.mark.parametrize(
    ("lacking", "because"),
    [
        ("date_of_birth", "date_of_birth"),
        ("youth_service_end", "role 'youth'"),
        ("adult_service_start", "role 'adult'"),
    ],
)
def test_what_cannot_be_told_is_refused(read: Read, draw: Draw, lacking: str, because: str) -> None:
    extract = draw(FLAT).drop(columns=lacking).assign(age="18")
    with pytest.raises(UsageError, match=because):
        nk.transition.crossing(read(extract))


def test_an_extract_without_a_date_is_refused(draw: Draw) -> None:
    with pytest.raises(UsageError, match="as_at"):
        nk.transition.crossing(nk.read_cohort(draw(FLAT), population="people in a test"))


def test_a_period_after_the_date_of_the_extract_is_refused(read: Read) -> None:
    with pytest.raises(UsageError, match="not after the date of the extract"):
        nk.transition.crossing(read(FLAT), period=(dt.date(2025, 1, 1), dt.date(2026, 1, 1)))


def test_days_are_counted_from_closing_to_coming(tmp_path: Path) -> None:
    table = nk.transition.gap(cohort_of(LIVES, tmp_path), period=YEAR)
    found = figures(table, "count", "out_of")
    assert found == {
        "no gap": [9, 14],
        "1 to 7 days": [2, 14],
        "8 to 14 days": [0, 14],
        "15 to 21 days": [0, 14],
        "22 to 28 days": [1, 14],
        "29 to 56 days": [1, 14],
        "57 to 91 days": [1, 14],
        "in all: more than 28 days": [2, 14],
        "median and quartiles": [-1, 14],
    }
    # Of 14 the median is between nobody's: 7 of the 9 without a gap. Three quarters are 10.5: 1.5 of the 2 in a week.
    last = table.to_frame().iloc[-1]
    assert last[["lower_quartile", "median", "upper_quartile"]].tolist() == [0, 0, 5.25]
