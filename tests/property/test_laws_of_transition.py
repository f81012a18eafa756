"""Laws of the passage at 18 that hold whatever spells people have, however these overlap."""

from __future__ import annotations

import datetime as dt
import tempfile
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import needskit as nk
from needskit.analysis.transition.across import routes
from needskit.analysis.transition.across.routes import crossing_of
from needskit.extract.months import birthday

if TYPE_CHECKING:
    from collections.abc import Callable

    from needskit.table.table import Table

SETTINGS = """
sources.people = { file = "", role = "people" }
sources.youth = { file = "", role = "youth", complete = true }
sources.adult = { file = "", role = "adult" }
sources.services = { file = "", role = "services", complete = true }
definitions.support = [
    { label = "Mentor", services = ["mentor"] },
    { label = "Any", services = ["mentor", "clinic"] },
]
"""
PERIOD = dt.date(2024, 1, 1), dt.date(2024, 12, 31)
TODAY = dt.date(2025, 6, 30)
TABLES = (nk.transition.crossing, nk.transition.gap, nk.transition.support_kept)
DAY = np.timedelta64(1, "D")
LEAP_YEARS = 1461
"""Days of four years: after these the calendar is the same again, leap days and all."""

few = settings(max_examples=4, deadline=None)

# Days from the 18th birthday on which a spell begins, and how many more it lasts; None is no end so far.
starts = st.integers(-20, 3) | st.integers(-800, 200)
lengths = st.none() | st.integers(0, 20) | st.integers(0, 700)
spells = st.lists(st.tuples(starts, lengths), max_size=2)
late = st.lists(st.tuples(st.integers(-5, 130), lengths), max_size=2)
helped = st.lists(st.tuples(starts, lengths, st.sampled_from(["mentor", "clinic"]), st.booleans()), max_size=3)
# Days from 1 January 2024 on which people turn 18: near the ends of the period, on either side, and anywhere.
turns = st.none() | st.sampled_from([-1, 0, 59, 60, 365, 366]) | st.integers(-90, 480)
Drawn = tuple[int, int | None] | tuple[int, int | None, str, bool]
Life = tuple[int | None, list[Drawn], list[Drawn], list[Drawn]]
Lives = list[Life]
SOMEBODY: Life = (0, [(-100, 130)], [(31, None)], [(-100, 150, "mentor", True), (-90, 40, "clinic", False)])
"""So that there is a row in every source."""

lives = st.lists(st.tuples(turns, spells, late | spells, helped), min_size=25, max_size=40).map(
    lambda each: [*each, SOMEBODY]
)


class Extract(NamedTuple):
    """The sources that lives are written down in, and the dates that they are asked about."""

    sources: dict[str, pd.DataFrame]
    period: tuple[dt.date, dt.date] = PERIOD
    today: dt.date = TODAY

    def cohort(self) -> nk.Cohort:
        written = {
            name: frame.assign(**{day: frame[day].astype("str").replace("NaT", "") for day in days_in(frame)})
            for name, frame in self.sources.items()
        }
        return read_from(written, today=self.today)

    def shown(self) -> list[pd.DataFrame]:
        """Return the figures of every table of the passage."""
        return figures(self.cohort(), self.period)


def read_from(sources: dict[str, pd.DataFrame], *, today: dt.date, settings: str = SETTINGS) -> nk.Cohort:
    """Read sources of texts with the settings that name them."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "needskit.toml")
        path.write_text(f'cohort = {{ population = "people in a test", as_at = {today} }}\n{settings}')
        return nk.read_cohort(path, frames=sources)


def figures(cohort: nk.Cohort, period: tuple[dt.date, dt.date]) -> list[pd.DataFrame]:
    return [table(cohort, period=period).to_frame() for table in TABLES]


def days_in(frame: pd.DataFrame) -> list[str]:
    return [str(name) for name in frame if "date" in str(name)]


def extract_of(people: Lives) -> Extract:
    """Write the lives down."""
    first = np.datetime64(PERIOD[0], "D")
    turned = np.array(["NaT" if day is None else first + day * DAY for day, *_ in people], dtype="datetime64[D]")
    # Whoever turns 18 on 1 March of a year without a leap day may be born on 29 February; half of them are.
    born = turned.astype("datetime64[M]") - 12 * 18 + (turned - turned.astype("datetime64[M]"))
    leap = born.astype("datetime64[D]") - DAY
    same = (birthday(leap, 18) == turned) & (np.arange(len(people)) % 2 == 0)
    ids = np.array([f"P{number}" for number in range(len(people))])
    rows: dict[str, list[dict[str, object]]] = {"youth": [], "adult": [], "services": []}
    for number, (_, *kinds) in enumerate(people):
        about = first if np.isnat(turned[number]) else turned[number]
        for role, drawn in zip(rows, kinds, strict=True):
            for start, length, *rest in drawn:
                begins = about + start * DAY
                ends = np.datetime64("NaT") if length is None else begins + length * DAY
                row = {"person_id": ids[number], "start_date": begins, "end_date": ends}
                named = dict(zip(("service", "completed"), rest, strict=False))
                rows[role].append(row | named)
    columns = ["person_id", "start_date", "end_date"]
    frames = {
        role: pd.DataFrame(of_it, columns=[*columns, *(["service", "completed"] if role == "services" else [])])
        for role, of_it in rows.items()
    }
    frames["services"]["completed"] = frames["services"]["completed"].map({True: "yes", False: "no"}).astype("str")
    frames = {role: frame.astype(dict.fromkeys(days_in(frame), "datetime64[s]")) for role, frame in frames.items()}
    everybody = pd.DataFrame({"person_id": ids, "date_of_birth": np.where(same, leap, born).astype("datetime64[s]")})
    return Extract({"people": everybody, **frames})


def the_same(one: list[pd.DataFrame], other: list[pd.DataFrame]) -> bool:
    """Tell whether two sets of tables show the same; a step that names a period is not one of their rows."""
    return all(left.equals(right) for left, right in zip(one, other, strict=True))


@few
@given(lives)
def test_every_step_divides_the_one_before_and_nobody_is_lost(people: Lives) -> None:
    crossing, gap, support = extract_of(people).shown()
    count = {str(step): number for step, number in crossing.set_index("step")["count"].items()}
    first = crossing.iloc[0]
    known = [each for each in count if "known to youth services" in each]
    case = [each for each in count if each.startswith("youth case") and "goes on" not in each]
    then = [each for each in count if each.startswith(("adult services", "lost", "too early")) or "goes on" in each]
    assert first["out_of"] + first["not_known"] == len(people)
    for whole, parts in ((first["step"], known), (known[0], case), (case[0], then)):
        assert sum(count[part] for part in parts) == count[whole]
        told = crossing[crossing["step"].isin(parts) & crossing["out_of"].notna()]
        assert set(told["out_of"] + told["not_known"]) == {count[whole]}
        assert set(told["out_of"]) == {told["count"].sum()}
    bands = gap[gap["gap"].str.contains("days|no gap") & ~gap["gap"].str.startswith("in all")]
    assert bands["count"].sum() == count["in all: transferred"] == gap["out_of"].max()
    for _, rows in support.groupby("support"):
        at_17, *became = rows.to_dict("records")
        assert sum(row["count"] for row in became) + became[0]["not_known"] == at_17["count"]
        assert at_17["out_of"] + at_17["not_known"] == first["count"]


@few
@given(lives, st.sampled_from([-80, -4, 4, 72]))
def test_all_dates_may_be_moved_by_years_that_bring_the_calendar_back(people: Lives, years: int) -> None:
    extract = extract_of(people)
    days = years // 4 * LEAP_YEARS
    moved = {
        name: frame.assign(**{day: frame[day] + np.timedelta64(days, "D") for day in days_in(frame)})
        for name, frame in extract.sources.items()
    }
    start, end = (day + dt.timedelta(days) for day in PERIOD)
    assert the_same(extract.shown(), Extract(moved, (start, end), TODAY + dt.timedelta(days)).shown())


@few
@given(lives, st.integers(0, 2**32 - 1))
def test_the_order_of_rows_changes_nothing(people: Lives, seed: int) -> None:
    extract, chance = extract_of(people), np.random.default_rng(seed)
    other = {name: frame.iloc[chance.permutation(len(frame))] for name, frame in extract.sources.items()}
    assert the_same(extract.shown(), Extract(other).shown())


@few
@given(lives, st.integers(0, 2**32 - 1))
def test_a_spell_closed_and_opened_again_the_next_day_is_one_spell(people: Lives, seed: int) -> None:
    extract, chance = extract_of(people), np.random.default_rng(seed)
    parts = {"people": extract.sources["people"]}
    for name in ("youth", "adult", "services"):
        frame = extract.sources[name]
        length = (frame["end_date"].fillna(pd.Timestamp(TODAY)) - frame["start_date"]).dt.days
        after = (chance.random(len(frame)) * length.clip(lower=0)).astype(int)
        split = (length > 0).to_numpy()
        closed = frame["start_date"] + pd.to_timedelta(after, unit="D")
        first = frame.assign(end_date=closed.where(split, frame["end_date"]))
        second = frame.assign(start_date=closed + pd.Timedelta(days=1))[split]
        parts[name] = pd.concat([first, second], ignore_index=True)
    assert the_same(extract.shown(), Extract(parts).shown())


@few
@given(lives, st.tuples(st.integers(0, 120), st.integers(0, 120)))
def test_a_wider_period_never_has_fewer_people_in_any_step(people: Lives, wider: tuple[int, int]) -> None:
    cohort = extract_of(people).cohort()
    start, end = (PERIOD[0] - dt.timedelta(wider[0]), PERIOD[1] + dt.timedelta(wider[1]))
    narrow, wide = (nk.transition.crossing(cohort, period=each).to_frame() for each in (PERIOD, (start, end)))
    assert (wide["count"] >= narrow["count"]).all()
    assert wide["out_of"][0] == narrow["out_of"][0]


@few
@given(lives)
def test_a_longer_window_never_loses_more_and_a_shorter_long_gap_never_has_fewer(people: Lives) -> None:
    cohort = extract_of(people).cohort()
    rule = cohort.definitions.transition
    lost, came, long_gap = [], [], []
    for window, longer in ((29, 28), (60, 28), (91, 28), (91, 14), (91, 1)):
        own = replace(rule, window_days=window, long_gap_days=longer)
        found = crossing_of(replace(cohort, definitions=replace(cohort.definitions, transition=own)), period=PERIOD)
        told = found.cohort.people[found.route]
        lost.append(told.eq(routes.LOST).sum())
        came.append(told.isin(routes.TRANSFERRED).sum())
        long_gap.append(told.eq(routes.LONG_GAP).sum())
    assert lost == sorted(lost, reverse=True)
    assert came == sorted(came)
    assert long_gap == sorted(long_gap)


def made_up(people: int, seed: int) -> Lives:
    """Return lives in which many are in services about their 18th birthday."""
    chance = np.random.default_rng(seed)

    def drawn(first: int, last: int, most: int) -> list[Drawn]:
        days = chance.integers([first, 0], [last, 400], size=(chance.integers(0, most), 2))
        return [(int(start), None if length < 60 else int(length)) for start, length in days]

    def life() -> Life:
        named = [
            (*each[:2], str(chance.choice(["mentor", "clinic"])), bool(chance.random() < 0.5))
            for each in drawn(-500, 100, 4)
        ]
        return int(chance.integers(-200, 500)), drawn(-700, 10, 3), drawn(-20, 150, 3), [*named]

    return [*(life() for _ in range(people)), SOMEBODY]


@pytest.mark.parametrize(("people", "seed"), [(50, 1), (100, 4)])
def test_released_tables_of_the_passage_do_not_contradict_each_other(people: int, seed: int) -> None:
    cohort = extract_of(made_up(people, seed)).cohort()
    released = nk.release(
        [*(table(cohort, period=PERIOD) for table in TABLES), nk.linkage.found(cohort), nk.linkage.rows(cohort)]
    )
    crossing, gap, support = (released[f"transition.{name}"].to_frame() for name in ("crossing", "gap", "support_kept"))
    count = crossing.set_index("step")["count"]
    at_17 = support[support["step"] == "in it at 17"].set_index("support")
    assert set(at_17["out_of"] + at_17["not_known"]) == {count.iloc[0]}
    assert at_17["count"]["Mentor"] <= at_17["count"]["Any"]
    bands = gap[gap["gap"].str.contains("days|no gap") & ~gap["gap"].str.startswith("in all")]
    assert bands["count"].sum() == count["in all: transferred"]
    found = released["linkage.found"].to_frame().set_index(["source", "where"])["count"]
    assert count["known to youth services before"] <= found["youth (youth)", "found in it"]
    assert at_17["count"]["Any"] <= found["services (services)", "found in it"]


@few
@given(seed=st.integers(0, 2**32 - 1))
def test_rows_that_stand_for_many_people_say_the_same_as_people(seed: int) -> None:
    chance = np.random.default_rng(seed)
    said = {
        "age": ["16", "17", "18", "19", "24", "25", "40", ""],
        "need_drugs": ["yes", "no", ""],
        "need_alcohol": ["yes", "no"],
        "accommodation_on_release": ["settled", "rough sleeping", ""],
        "reconvicted_12_months": ["yes", "no", ""],
    }
    people = pd.DataFrame({name: chance.choice(answers, size=300) for name, answers in said.items()})
    grouped = people.value_counts().rename("people").reset_index().astype("str")
    alone = people.assign(person_id=[f"P{number}" for number in range(len(people))])
    both = [nk.read_cohort(each, population="people in a test", as_at=str(TODAY)) for each in (alone, grouped)]
    rows, groups = ([table(cohort).to_frame() for table in OF_COUNTS] for cohort in both)
    assert the_same(rows, groups)


OF_COUNTS: tuple[Callable[[nk.Cohort], Table], ...] = (
    nk.transition.young_adults_share,
    nk.transition.needs,
    nk.transition.overlap,
    nk.transition.accommodation,
    nk.transition.reconviction,
    nk.transition.age_profile,
    partial(nk.transition.age_profile, of="need_drugs"),
    partial(nk.transition.steps, of="need_drugs", ages=(16, 27), at=(18, 25)),
)
