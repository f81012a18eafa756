"""Laws that hold for windows side by side and for changes set beside each other, and for every release of them."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import needskit as nk
from needskit.stats.changes_apart import changes_apart
from needskit.table.apart import CHANGES_APART, EVENTS, NOBODY_CHOSEN, PEOPLE, TIME
from needskit.table.figure import ALIKE

if TYPE_CHECKING:
    from tests.property.conftest import Faults

    from needskit.cohort.cohort import Cohort
    from needskit.disclosure.released import Release
    from needskit.table.table import Table

OFF_BY = 4
START = np.datetime64("2022-01-01")
SETTINGS = """
[cohort]
population = "people in a test"
as_at = 2025-12-31
[follow_up]
data_end = 2025-12-31
[sources.people]
file = ""
role = "people"
[sources.police]
file = ""
role = "offences"
complete = true
"""


def cohort_of(size: int, seed: int) -> Cohort:
    """Return people who mostly offend before the index date, some of them managed."""
    chance = np.random.default_rng(seed)
    index = START + chance.integers(0, 500, size)
    managed = chance.random(size) < 0.4
    often = chance.poisson(chance.gamma(0.7, 4, size) + managed)
    who = np.repeat(np.arange(size), often)
    days = index[who] + np.rint(chance.uniform(-1_000, 750, len(who))).astype(int)
    days = np.where(
        managed[who] & (chance.random(len(who)) < 0.3), index[who] - chance.integers(0, 120, len(who)), days
    )
    crimes = pd.DataFrame(
        {
            "person_id": [f"P{number}" for number in who],
            "offence_date": days.astype(str),
            "outcome_date": (days + chance.integers(1, 200, len(who))).astype(str),
            "outcome": chance.choice(["conviction", "caution", "not guilty"], len(who)),
        }
    )
    frame = pd.DataFrame(
        {
            "person_id": [f"P{number}" for number in range(size)],
            "index_date": index.astype(str),
            "sex": chance.choice(["female", "male", ""], size),
            "iom": np.where(managed, "yes", "no"),
            "days_in_custody_before_12_months": chance.choice(["0", "100"], size),
            "days_in_custody_12_months": chance.choice(["0", "30", ""], size),
        }
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "needskit.toml")
        path.write_text(SETTINGS, encoding="utf-8")
        return nk.read_cohort(path, frames={"people": frame, "police": crimes})


@pytest.fixture(scope="module", params=[(60, 1), (800, 2)])
def windows(request: pytest.FixtureRequest) -> tuple[list[Table], Release]:
    cohort = cohort_of(*request.param)
    managed = cohort.where("managed under IOM", iom=True)
    tables = [
        nk.iom.by_window(managed, acknowledge_selection=True),
        nk.iom.by_window(cohort, months=[3, 12], gaps=[0], acknowledge_selection=True),
        *(nk.reconviction.headline(cohort, by=by) for by in (None, "iom", "sex")),
        nk.demographics.profile(cohort),
    ]
    return tables, nk.release(tables)


def test_windows_add_up_with_other_tables(windows: tuple[list[Table], Release], faults: Faults) -> None:
    tables, released = windows
    assert faults(tables, released) == []


def test_a_longer_window_never_holds_fewer(windows: tuple[list[Table], Release]) -> None:
    tables, released = windows
    for frame in (tables[0].to_frame(), released.tables[0].to_frame()):
        of_people = frame[frame["statement"] == "people with a proven offence"].copy()
        of_people[["months", "gap"]] = of_people["window"].str.extract(r"^(\d+) months, (?:gap of (\d+)|no gap)")
        of_people = of_people.fillna({"gap": "0"}).astype({"months": int, "gap": int}).sort_values(["gap", "months"])
        for _, rows in of_people.groupby("gap"):
            assert rows["count"].is_monotonic_increasing
            assert rows["against_count"].is_monotonic_increasing
        # What came after is the same whatever the gap before; and the same people are in every row.
        of_months = of_people.groupby("months")["against_count"]
        assert (of_months.min() == of_months.max()).all()
        assert of_people["out_of"].min() == of_people["out_of"].max()


def test_twelve_months_after_are_those_of_reoffending(windows: tuple[list[Table], Release]) -> None:
    tables, released = windows
    for some, whole in ((tables[1], tables[2]), (released.tables[1], released.tables[2])):
        frame = some.to_frame()
        [row] = frame[(frame["window"] == "12 months, no gap") & frame["count"].notna()].to_dict("records")
        assert row["against_count"] <= whole.to_frame()["count"].max()


def shown(value: float, *, up: bool) -> int:
    """Return a multiple of 5 beside a whole number."""
    whole = round(value)
    return whole if whole % 5 == 0 else 5 * (whole // 5 + up)


drawn = st.integers(0, 10_000)


@settings(max_examples=12, deadline=None)
@given(drawn, st.sampled_from([PEOPLE, EVENTS, TIME]), st.booleans(), st.lists(st.booleans(), min_size=17, max_size=17))
def test_limits_of_rounded_figures_hold_those_of_the_true_ones(
    seed: int,
    kind: str,
    alike: bool,  # noqa: FBT001 - drawn
    up: list[bool],
) -> None:
    chance = np.random.default_rng(seed)
    ours, theirs = chance.integers(40, 300, 2)
    treated = np.repeat([1, 0], [ours, theirs])
    before, after = chance.poisson(1.2, ours + theirs), chance.poisson(0.9, ours + theirs)
    if kind == PEOPLE:
        before, after = np.minimum(before, 1), np.minimum(after, 1)
    weights = np.ones(len(treated)) if alike else np.where(treated == 1, 1.0, chance.uniform(0.2, 1, len(treated)))
    days = chance.integers(200, 366, (2, len(treated))) if kind == TIME else np.full((2, len(treated)), 365.25)
    true = changes_apart(
        before, after, treated, weights=weights, time_before=days[0] / 365.25, time_after=days[1] / 365.25
    )
    sums = [[int(each[treated == arm].sum()) for each in (before, after)] for arm in (1, 0)]
    any_of = [int((each[treated == arm] > 0).sum()) for arm in (1, 0) for each in (before, after)]
    of_days = [int(each[treated == arm].sum()) for arm in (1, 0) for each in days] if kind == TIME else []
    parts = [
        *(ours, theirs, *sums[0], *any_of),
        *(sums[1] if alike else [1_000 * true.others_before, 1_000 * true.others_after]),
        *(np.ceil(1_000 * true.standard_error), np.ceil(1_000 * true.ratio_standard_error)),
        *(of_days if alike else of_days[:2]),
        *([] if alike else [true.effective_others]),
        0,
    ]
    rounded = np.array([[shown(part, up=side) for part, side in zip(parts, up, strict=False)]], dtype=np.float64)
    found = CHANGES_APART[ALIKE, alike, NOBODY_CHOSEN, kind].apply(rounded, off_by=OFF_BY)
    reach = 1.959964 * true.standard_error
    assert found["changes_apart_lower"][0] <= true.difference - reach + 1e-9
    assert found["changes_apart_upper"][0] >= true.difference + reach - 1e-9
    far = np.exp(1.959964 * true.ratio_standard_error)
    assert found["ratio_of_changes_lower"][0] <= true.ratio / far + 1e-9
    assert found["ratio_of_changes_upper"][0] >= true.ratio * far - 1e-9
    assert (found["changes_apart_p"][0] < 0.05) == (found["significant"][0] != 0)


@settings(max_examples=12, deadline=None)
@given(drawn)
def test_the_other_way_round_the_changes_differ_by_as_much(seed: int) -> None:
    chance = np.random.default_rng(seed)
    before, after, treated = chance.poisson(2, 40), chance.poisson(2, 40), np.arange(40) % 2
    one = changes_apart(before, after, treated, weights=np.ones(40))
    other = changes_apart(before, after, 1 - treated, weights=np.ones(40))
    assert one.difference == pytest.approx(-other.difference)
    assert one.standard_error == pytest.approx(other.standard_error)
    assert one.ratio * other.ratio == pytest.approx(1)
    # What is added to everybody before and after changes nothing.
    more = changes_apart(before + 3, after + 3, treated, weights=np.ones(40))
    assert (more.difference, more.standard_error) == pytest.approx((one.difference, one.standard_error))


@pytest.fixture(scope="module", params=[(60, 1), (1_000, 4)])
def changes(request: pytest.FixtureRequest) -> tuple[list[Table], Release]:
    people, seed = request.param
    frame = nk.synthetic_people(people=people, seed=seed)
    managed = np.random.default_rng(seed).random(people) < 0.4
    frame = frame.assign(iom=np.where(managed, "yes", "no")).drop(columns=["iom_tier", "iom_start", "iom_end"])
    cohort = nk.read_cohort(frame, population="made-up people", as_at="2025-12-31")
    tables = [nk.demographics.profile(cohort), nk.reconviction.headline(cohort, by="iom")]
    for method in ("radius", "nearest"):
        matched = nk.iom.match(
            cohort, adjust=("sex", "prior_convictions"), known_only=True, method=method, min_people=10
        )
        tables += [ask(matched) for ask in (nk.iom.difference_in_differences, nk.iom.rate, nk.iom.frequency)]
    return tables, nk.release(tables)


def test_changes_add_up_with_other_tables(changes: tuple[list[Table], Release], faults: Faults) -> None:
    tables, released = changes
    assert faults(tables, released) == []
    for table in released:
        if table.caption.key.startswith("iom.difference"):
            frame = table.to_frame().dropna(subset=["changes_apart"])
            assert (frame["changes_apart_lower"] <= frame["changes_apart"]).all()
            assert (frame["changes_apart"] <= frame["changes_apart_upper"]).all()
