"""Between two index dates an age tells who can have turned 18 in a period, and a release knows it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pandas as pd
import pytest

import needskit as nk
from needskit.analysis.transition.across.period import IN_PERIOD, OTHER_TIME
from needskit.analysis.transition.across.routes import crossing_of

Read = Callable[..., nk.Cohort]
YEAR = dt.date(2024, 1, 1), dt.date(2024, 12, 31)


def people(*lives: tuple[str, str, str]) -> pd.DataFrame:
    """Return people by sex, date of birth and index date."""
    frame = pd.DataFrame(lives, columns=["sex", "date_of_birth", "index_date"])
    return frame.assign(
        person_id=[str(place) for place in range(len(frame))],
        known_to_youth_services="no",
        youth_service_end="",
        adult_service_start="",
    )


def ages_told(cohort: nk.Cohort, answer: str) -> frozenset[str]:
    """Return the ages of which it follows that somebody turned 18 in the year, or another time."""
    found = crossing_of(cohort, period=YEAR)
    implies = found.cohort.attributes[found.turned].implies
    said = [each.conditions[0][1] for each in implies if each.way == "back" and answer in each.answers]
    return said[0] if said else frozenset()


# On the last day of the year whoever is 18 turned it in the year; from 1 July on, some of those aged 18 did before it.
@pytest.mark.parametrize(("first", "inside", "outside"), [("2024-12-31", {"18"}, "17"), ("2024-07-01", set(), "16")])
def test_of_whom_an_age_tells_it(read: Read, first: str, inside: set[str], outside: str) -> None:
    cohort = read(people(("f", "2006-03-01", first), ("m", "2006-11-01", "2024-12-31"), ("m", "1980-01-01", first)))
    assert ages_told(cohort, IN_PERIOD) == inside
    others = ages_told(cohort, OTHER_TIME)
    assert {outside, "20", "44"} <= others
    assert not {"18"} & others


def test_an_age_that_no_date_of_birth_gives_tells_nothing(read: Read) -> None:
    # The index date of the first is not known, so the age that was given stands.
    lives = people(("f", "2006-03-01", ""), ("m", "1980-01-01", "2024-12-31")).assign(age=["30", ""])
    others = ages_told(read(lives), OTHER_TIME)
    assert "30" not in others
    assert "31" in others


def test_a_part_of_the_cohort_with_other_index_dates_is_released_beside_all(read: Read) -> None:
    women = [("f", f"2006-03-{day:02}", "2024-12-31") for day in range(1, 9)]
    cohort = read(people(*women, *(("m", f"2006-04-{day:02}", "2022-05-01") for day in range(1, 13))))
    tables = [nk.transition.crossing(each, period=YEAR) for each in (cohort, cohort.where("women", sex="female"))]
    released = nk.release([*tables, nk.transition.age_profile(cohort)])
    assert released.off_by == 4
    assert [table.to_frame()["count"].iloc[0] for table in list(released)[:2]] == [20, 10]
