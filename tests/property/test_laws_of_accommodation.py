"""Laws of tables of accommodation that hold whoever lives where, and of spells however they overlap."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise
from operator import itemgetter

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import needskit as nk
from needskit.analysis.accommodation import days_homeless, moves, status_on
from needskit.analysis.accommodation.stays import Window, lived_on, stays
from needskit.disclosure.released import Release
from needskit.schema import load_codes
from needskit.table.table import Table

Faults = Callable[[Iterable[Table], Release], list[str]]
KINDS = load_codes("accommodation").categories
LABELS = {code.code: code.label for code in load_codes("accommodation").codes} | {"not known": "not known"}
HOMELESS = ("homeless_not_rough_sleeping", "rough_sleeping")
GROUPS = {
    "homeless": HOMELESS,
    "housed": ("settled", "other_housed", "bail_or_probation"),
    "settled": ("settled",),
}
START, END = "before_custody", "on_release"
INDEX = np.datetime64("2024-02-20", "D")
DAY = np.timedelta64(1, "D")
PEOPLE, LAST = 12, 11

often = settings(max_examples=40, deadline=None)
kinds = st.sampled_from(KINDS)
people = st.lists(st.tuples(kinds, kinds, st.sampled_from(["yes", "no", "not known"])), min_size=1, max_size=40)
spell = st.tuples(kinds, st.none() | st.integers(-3, 14), st.none() | st.integers(-3, 14))
spells_of_each = st.tuples(*[st.lists(spell, max_size=8)] * PEOPLE)
People = list[tuple[str, str, str]]
Spell = tuple[str, int | None, int | None]


def cohort_of(rows: People) -> nk.Cohort:
    frame = pd.DataFrame(rows, columns=[f"accommodation_{START}", f"accommodation_{END}", "reconvicted_12_months"])
    frame.insert(0, "person_id", [f"P{number}" for number in range(len(frame))])
    return nk.read_cohort(frame, population="people in a test", as_at="2025-12-31")


@cache
def dozen() -> nk.Cohort:
    everybody = pd.DataFrame({"person_id": [str(person) for person in range(PEOPLE)], "index_date": str(INDEX)})
    return nk.read_cohort(everybody, population="people in a test", as_at="2025-12-31")


def with_spells(of_each: Sequence[Sequence[Spell]], as_at: int) -> nk.Cohort:
    """Return a dozen people with the index date 20 February 2024, and spells by their days after it.

    The first spell of each stands before the second of any.
    """
    in_turn = [(place, person, *one) for person, own in enumerate(of_each) for place, one in enumerate(own)]
    rows = [row[1:] for row in sorted(in_turn, key=itemgetter(0, 1))]
    dates = [[None if day is None else INDEX + day * DAY for day in row[2:]] for row in rows]
    frame = pd.DataFrame(
        {
            "person_id": pd.Series([str(person) for person, *_ in rows], dtype="str"),
            "accommodation": pd.Categorical([kind for _, kind, *_ in rows], categories=pd.Index(KINDS)),
            "start_date": pd.Series([start for start, _ in dates], dtype="datetime64[s]"),
            "end_date": pd.Series([end for _, end in dates], dtype="datetime64[s]"),
            "date_not_read": np.zeros(len(rows), dtype=bool),
        }
    )
    return replace(dozen(), as_at=(INDEX + as_at * DAY).item(), linked={"accommodation": frame})


@settings(max_examples=60, deadline=None)
@given(spells_of_each, st.integers(0, 14))
def test_stays_say_the_same_as_asking_of_every_day_by_itself(of_each: Sequence[list[Spell]], last_known: int) -> None:
    cohort = with_spells(of_each, as_at=last_known)
    window = Window(np.full(PEOPLE, INDEX), np.full(PEOPLE, INDEX + LAST * DAY))
    found = stays(cohort, window)
    by_day = np.array([lived_on(cohort, window.first + day * DAY) for day in range(LAST + 1)]).T
    not_known, homeless, changes = found.not_known, found.days_in(frozenset(HOMELESS)), found.changes()

    for person, lived in enumerate(by_day):
        known = [kind for kind in lived if kind != "not known"]
        assert not_known[person] == len(lived) - len(known)
        assert homeless[person] == sum(kind in HOMELESS for kind in known)
        assert changes[person] == sum(one != other for one, other in pairwise(known))


@often
@given(people)
def test_every_category_and_those_not_known_come_to_everybody(rows: People) -> None:
    frame = nk.accommodation.status(cohort_of(rows)).to_frame()
    own = frame[~frame["accommodation"].str.contains("of all categories")]
    assert set(own.groupby("point")["count"].sum()) == {len(rows)}
    assert own.groupby("point")["share_of_all"].sum().round(9).tolist() == [1, 1]


@often
@given(people)
def test_a_change_adds_up_to_the_status_at_either_point(rows: People) -> None:
    cohort = cohort_of(rows)
    matrix = nk.accommodation.change(cohort).to_frame()
    for point, axis in ((START, "start"), (END, "end")):
        status = nk.accommodation.status(cohort, at=point).to_frame().set_index("accommodation")["count"].to_dict()
        for label, count in matrix.groupby(axis, sort=False)["count"].sum().items():
            assert status[label] == count
    per_start = matrix.groupby("start", sort=False)
    assert (per_start["out_of"].max() + per_start["not_known"].max() == per_start["count"].sum()).all()


@often
@given(people)
def test_homes_gained_and_lost_follow_from_the_change(rows: People) -> None:
    cohort = cohort_of(rows)
    matrix = nk.accommodation.change(cohort).to_frame().set_index(["start", "end"])["count"]
    frame = nk.accommodation.gained_and_lost(cohort).to_frame().set_index("change")
    for name, codes in GROUPS.items():
        is_in = {LABELS[code] for code in codes}
        others = {LABELS[code] for code in KINDS[:-1]} - is_in
        for was, became, label in (
            (others, is_in, f"{name} on release, of those not {name} before custody"),
            (is_in, others, f"not {name} on release, of those {name} before custody"),
        ):
            row = frame.loc[label]
            moved = sum(matrix[start, end] for start in was for end in became)
            assert row["count"] == moved
            assert row["out_of"] == moved + sum(matrix[start, end] for start in was for end in was)
            assert row["not_known"] == sum(matrix[start, "not known"] for start in was)


@often
@given(people)
def test_the_bounds_of_a_difference_are_a_recount_with_all_unknown_in_one_group(rows: People) -> None:
    cohort = cohort_of(rows)
    column = f"accommodation_{START}"
    lived = cohort.people[column]
    found = figures_of(cohort)
    recounts = {}
    for kind in {kind for _, _, kind in BOUNDS}:
        moved = cohort.people.assign(**{column: lived.where(lived != "not known", kind)})
        recounts[kind] = figures_of(replace(cohort, people=moved))
    for row, figure, kind in BOUNDS:
        np.testing.assert_allclose(found[row][figure], recounts[kind][row]["difference"], atol=1e-12)


BOUNDS = (
    ("Homeless against not homeless", "difference_if_first", "rough_sleeping"),
    ("Homeless against not homeless", "difference_if_second", "settled"),
    ("Housed against not housed", "difference_if_first", "bail_or_probation"),
    ("Housed against not housed", "difference_if_second", "homeless_not_rough_sleeping"),
    ("Settled against not settled", "difference_if_first", "settled"),
    ("Settled against not settled", "difference_if_second", "bail_or_probation"),
)
"""Row, figure, and where everybody not known lives in the recount."""


def figures_of(cohort: nk.Cohort) -> dict[str, dict[str, float]]:
    frame = nk.accommodation.reconviction(cohort).to_frame().set_index("group")
    return {str(group): {str(k): float(v) for k, v in row.items()} for group, row in frame[FIGURES].iterrows()}


FIGURES = ["difference", "difference_if_first", "difference_if_second"]


def made_up(size: int) -> nk.Cohort:
    """Return made-up people with made-up spells: some of no record, some with gaps, some that overlap."""
    cohort = nk.read_cohort(
        nk.synthetic_people(people=size, seed=size), population="made-up people", as_at="2025-12-31"
    )
    chance = np.random.default_rng(size)
    person = np.repeat(np.arange(size), chance.integers(0, 5, size))
    index = cohort.people["index_date"].to_numpy()[person]
    starts = index + chance.integers(-300, 400, len(person)).astype("timedelta64[D]")
    ends = starts + chance.integers(0, 500, len(person)).astype("timedelta64[D]")
    ends[chance.random(len(person)) < 0.4] = np.datetime64("NaT")
    records = pd.DataFrame(
        {
            "person_id": cohort.people["person_id"].to_numpy()[person],
            "accommodation": pd.Categorical.from_codes(
                chance.integers(0, len(KINDS), len(person)), categories=pd.Index(KINDS)
            ),
            "start_date": starts,
            "end_date": ends,
            "date_not_read": False,
        }
    )
    return replace(cohort, linked={"accommodation": records})


def tables_of(cohort: nk.Cohort) -> list[Table]:
    of_all = [
        nk.accommodation.status(cohort),
        nk.accommodation.change(cohort),
        nk.accommodation.gained_and_lost(cohort),
        nk.accommodation.reconviction(cohort),
        nk.accommodation.needs(cohort),
        days_homeless(cohort),
        days_homeless(cohort, after=False),
        moves(cohort),
        status_on(cohort, days_after=28),
    ]
    return [
        *of_all,
        nk.accommodation.status(cohort, at=END, by="sex"),
        nk.accommodation.reconviction(cohort, by="sex"),
        days_homeless(cohort, by="sex"),
        moves(cohort, by="sex"),
        nk.accommodation.status(cohort.where("women", sex="female"), at=END),
        moves(cohort.where("women", sex="female")),
    ]


@pytest.mark.parametrize("size", [150, 2_000])
def test_released_tables_add_up_and_are_off_by_4_at_most(faults: Faults, size: int) -> None:
    tables = tables_of(made_up(size))
    released = nk.release(tables)
    assert released.off_by == 4
    assert faults(tables, released) == []
    for key, question in DIVIDE.items():
        assert faults_of_rows(released[key].to_frame(), question) == [], key


DIVIDE = {
    "accommodation.status": "accommodation",
    "accommodation.days_homeless": "days_homeless",
    "accommodation.days_homeless_12_months_before": "days_homeless",
    "accommodation.days_homeless_by_sex": "days_homeless",
    "accommodation.moves": "moves",
    "accommodation.moves_by_sex": "moves",
    "accommodation.moves_for_women": "moves",
    "accommodation.status_28_days_after": "accommodation",
}
"""Tables whose rows divide everybody, and the column of those rows."""


def faults_of_rows(frame: pd.DataFrame, question: str) -> list[str]:
    """Tell in which groups the rows known do not come to those known, or the row not known is another number."""
    groups = list(frame.columns[: frame.columns.get_loc(question)])
    found = []
    for group, rows in frame.assign(one=1).groupby([*groups, "one"], sort=False):
        own = rows[~rows[question].str.contains("of all categories")].set_index(question)
        known = own.drop("not known")
        shown = {int(known["out_of"].max()), int(known["count"].sum())}
        unknown = {int(known["not_known"].max()), int(own["count"].to_dict()["not known"])}
        found += [str(group)] if len(shown) > 1 or len(unknown) > 1 else []
    return found


@pytest.mark.parametrize("size", [150, 2_000])
def test_a_released_change_adds_up_to_the_released_status(size: int) -> None:
    cohort = made_up(size)
    status, change, reconviction = nk.release(
        [nk.accommodation.status(cohort), nk.accommodation.change(cohort), nk.accommodation.reconviction(cohort)]
    )
    shown = status.to_frame().set_index(["point", "accommodation"])["count"].to_dict()
    matrix = change.to_frame()
    for axis, point in (("start", "before custody"), ("end", "on release")):
        for label, count in matrix.groupby(axis, sort=False)["count"].sum().items():
            assert shown[point, label] == count
    kinds = reconviction.to_frame().set_index("group")
    count, against = kinds["count"].to_dict(), kinds["against_count"].to_dict()
    every = sum(count[label] for label in LABELS.values())
    for row in ("Homeless against not homeless", "Housed against not housed", "Settled against not settled"):
        assert count[row] + against[row] + count["not known"] == every
