"""An attacker with the tables of the passage at 18, those of ages and those of needs, learns nobody's answer.

The tables are read by ``tests.property.attack.passage``, which shares no code with what protects them.
"""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from tests.property.attack.bounds import learnt_from
from tests.property.attack.passage import BANDS, NOT_ASKED, UNKNOWN, Crowd, Dates
from tests.property.attack.score import LEARNT_NOTHING
from tests.property.test_laws_of_transition import SETTINGS, read_from

import needskit as nk
from needskit.analysis.transition.across.routes import crossing_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from needskit.disclosure.released import Release
    from needskit.table.table import Table

AS_AT = dt.date(2024, 12, 31)
PERIOD = dt.date(2021, 7, 1), dt.date(2024, 6, 30)
INDEX = dt.date(2023, 7, 1), dt.date(2024, 3, 31)
"""Between which days the index dates lie, as the words of the population may tell."""

DRUGS = {"need_drugs": "Drugs"}
COLUMNS = ["known_to_youth_services", "youth_service_end", "adult_service_start"]
AGES: dict[str, list[int]] = {
    "under 16": [*range(10, 16)],
    **{str(age): [age] for age in range(16, 22)},
    "22 to 24": [22, 23, 24],
    "older": [*range(25, 111)],
    UNKNOWN: [],
}


@cache
def pool() -> pd.DataFrame:
    """Return many made-up people whose index dates lie in some months."""
    everybody = nk.synthetic_people(people=12_000, seed=99)
    index = everybody["index_date"].astype("str")
    return everybody[index.between(str(INDEX[0]), str(INDEX[1]))]


def drawn(people: int, young: int, seed: int) -> pd.DataFrame:
    """Return so many people, so many of them aged 16 to 20, some of whose answers on drugs are taken away."""
    is_young = pd.to_numeric(pool()["age"], errors="coerce").between(16, 20)
    parts = (
        pool()[is_young].sample(young, random_state=seed),
        pool()[~is_young].sample(people - young, random_state=seed),
    )
    frame = pd.concat(parts, ignore_index=True).assign(person_id=[f"P{number}" for number in range(people)])
    frame.loc[np.random.default_rng(seed).random(people) < 0.05, "need_drugs"] = ""
    return frame


def spells_of(people: pd.DataFrame, seed: int) -> dict[str, pd.DataFrame]:
    """Return youth spells about the 18th birthday, of which some go on, and adult ones about their ends."""
    chance = np.random.default_rng(seed)
    spells: dict[str, list[tuple[str, dt.date, dt.date | None]]] = {"youth": [], "adult": []}
    for person, born in zip(people["person_id"], pd.to_datetime(people["date_of_birth"]), strict=True):
        start, end, gap = (dt.timedelta(int(chance.integers(*ends))) for ends in ((-700, -20), (-60, 420), (-10, 150)))
        turned = (born + pd.DateOffset(years=18)).date()
        was_in, goes_on, came = chance.random(3) < (0.75, 0.2, 0.7)
        spells["youth"] += [(person, turned + start, None if goes_on else turned + end)] if was_in else []
        spells["adult"] += [(person, turned + end + gap, None)] if was_in and came else []
    columns = ["person_id", "start_date", "end_date"]
    return {
        role: pd.DataFrame(rows, columns=columns).astype("str").replace("None", "") for role, rows in spells.items()
    }


def cohort_of(people: pd.DataFrame, spells: Mapping[str, pd.DataFrame] | None) -> nk.Cohort:
    if spells is None:
        return nk.read_cohort(people, population="people in a test", as_at=str(AS_AT), needs=DRUGS)
    needs = [name for name in people if str(name).startswith("need_") and name not in DRUGS]
    return read_from({"people": people.drop(columns=[*needs, *COLUMNS]), **spells}, today=AS_AT, settings=TWO_SOURCES)


TWO_SOURCES = "\n".join(
    line for line in SETTINGS.splitlines() if "people" in line or "youth" in line or "adult" in line
)


def tables_of(cohort: nk.Cohort, by: str | None) -> list[Table]:
    """Return the tables of the passage with those that they are related to: ages, or groups."""
    passage = (nk.transition.crossing, nk.transition.gap, nk.transition.needs_on_each_side)
    made = [nk.coverage.assessment(cohort), nk.coverage.completeness(cohort), nk.needs.prevalence(cohort)]
    made += [table(cohort, period=PERIOD) for table in passage]
    if by:
        return [*made, nk.needs.prevalence(cohort, by=by), *(table(cohort, period=PERIOD, by=by) for table in passage)]
    profiles = [nk.transition.age_profile(cohort, of=of, ages=(16, 21)) for of in (None, "need_drugs")]
    return [*made, nk.transition.young_adults_share(cohort), nk.transition.needs(cohort), *profiles]


def crowd_of(cohort: nk.Cohort, released: Release, *, by: str | None, off_by: int, index: bool, spells: bool) -> Crowd:
    sexes = tuple(group.label for group in cohort.breakdown("sex").groups) if by else ("any",)
    ages = {"any": []} if by else AGES
    [need] = (question.label for question in cohort.needs.questions)
    dates = Dates(PERIOD, INDEX if index else None)
    crowd = Crowd((need,), ages, sexes, dates, from_spells=spells, off_by=off_by, left_over_off_by=off_by)
    crowd.read({table.caption.key.replace("_aged_16_to_21", ""): table.to_frame() for table in released})
    return crowd


def as_they_are(cohort: nk.Cohort, crowd: Crowd) -> pd.DataFrame:
    """Return each person as the cells of the crowd tell people apart."""
    found = crossing_of(cohort, period=PERIOD)
    held = found.cohort.people
    each = pd.DataFrame({"route": held[found.route].astype("str"), "later": held[found.still_open].astype("str")})
    each["gap"] = [_band(*one) for one in zip(each["route"], found.gap_days.tolist(), strict=True)]
    each["known"] = UNKNOWN if crowd.from_spells else held["known_to_youth_services"].astype("str")
    age_of = {age: name for name, ages in crowd.ages.items() for age in ages}
    each["age"] = "any" if "any" in crowd.ages else held["age"].map(age_of).fillna(UNKNOWN)
    labels = {answer: group.label for group in cohort.breakdown("sex").groups for answer in group.answers}
    each["sex"] = "any" if "any" in crowd.sexes else held["sex"].astype("str").map(labels)
    answers = {"not answered": UNKNOWN, "not assessed": NOT_ASKED}
    return each.assign(**{crowd.needs[0]: held["need_drugs"].astype("str").replace(answers)})


def _band(route: str, days: int) -> str:
    spans = ((0, 0), (1, 7), (8, 14), (15, 21), (22, 28), (29, 56), (57, 91))
    place = next((place for place, (_, last) in enumerate(spans) if days <= last), 0)
    return [band for bands in BANDS.values() for band in bands][place] if route in BANDS else ""


@pytest.mark.parametrize(
    ("people", "young", "seed", "by", "spells"),
    [(60, 25, 1, None, False), (60, 25, 2, "sex", True)],
)
def test_no_small_count_is_learnt_from_tables_of_the_passage(
    people: int, young: int, seed: int, by: str | None, *, spells: bool
) -> None:
    frame = drawn(people, young, seed)
    cohort = cohort_of(frame, spells_of(frame, seed) if spells else None)
    released = nk.release(tables_of(cohort, by))
    assert released.off_by == released.left_over_off_by == 4
    crowd = crowd_of(cohort, released, by=by, off_by=4, index=not by, spells=spells)
    world = crowd.world(as_they_are(cohort, crowd))
    assert all(low <= terms @ world <= high for terms, low, high in crowd.sums.values())
    targets = crowd.sensitive(world)
    assert len(targets) > 20
    assert learnt_from(crowd.program(), np.array(targets)) == LEARNT_NOTHING


@pytest.mark.parametrize(("people", "young", "seed", "by"), [(60, 25, 36, None), (400, 60, 2, "sex")])
def test_printed_counts_could_all_be_true_at_once(people: int, young: int, seed: int, by: str | None) -> None:
    # Before a case that goes on was known not to be closed a year later, more had closed than could have.
    frame = drawn(people, young, seed)
    cohort = cohort_of(frame, spells_of(frame, seed))
    released = nk.release(tables_of(cohort, by))
    assert not crowd_of(cohort, released, by=by, off_by=0, index=False, spells=True).contradict_each_other()
