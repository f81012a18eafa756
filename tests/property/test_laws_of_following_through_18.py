"""Laws of offences before and after a birthday that hold for any dates."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable
from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

import needskit as nk
from needskit.analysis.transition import followed
from needskit.disclosure.released import Release
from needskit.table.reoffending import ANY_AND_PER_YEAR, DAYS_IN_A_YEAR
from needskit.table.table import Table

Faults = Callable[[Iterable[Table], Release], list[str]]
Rows = list[tuple[int, int, str]]
Offences = list[tuple[int, int | None, int | None, str]]

MONTHS = 12
START = pd.Timestamp("2021-03-01")
# No date of birth, and no day of the follow-up, is a leap day; nor is one a year later.
BORN = pd.Timestamp("2003-03-01")
SETTINGS = """
[cohort]
population = "people in a test"
[follow_up]
months = {months}
data_end = {data_end}
[sources.people]
file = ""
role = "people"
[sources.police]
file = ""
role = "offences"
complete = true
"""

seldom = settings(max_examples=8, deadline=None)
people = st.lists(
    st.tuples(st.integers(0, 364), st.integers(0, 180), st.sampled_from(["female", "male", ""])),
    min_size=1,
    max_size=60,
)
offences = st.lists(
    st.tuples(
        st.integers(0, 59),
        st.none() | st.integers(-30, 420),
        st.none() | st.integers(1, 400),
        st.sampled_from(["conviction", "caution", "not guilty", ""]),
    ),
    max_size=40,
)


def cohort_of(rows: Rows, crimes: Offences, *, later: int = 0) -> nk.Cohort:
    """Return people by their days of birth and of the index date, and offences by days after it; all years later."""
    shift, days = pd.DateOffset(years=later), [START + pd.Timedelta(days=index) for _, index, _ in rows]
    born = [str((BORN + pd.Timedelta(days=day) + shift).date()) for day, _, _ in rows]
    frame = pd.DataFrame(
        {
            "person_id": [str(number) for number in range(len(rows))],
            "date_of_birth": born,
            "index_date": [str((day + shift).date()) for day in days],
            "sex": [sex for *_, sex in rows],
        }
    )
    # Somebody has a record, so that there is a source.
    found = [["0", "2019-03-01", "2019-04-01", "conviction"]]
    for person, after, until, outcome in crimes:
        whose = person % len(rows)
        committed = None if after is None else days[whose] + pd.Timedelta(days=after)
        ended = None if until is None else (committed or days[whose]) + pd.Timedelta(days=until)
        dates = ["" if day is None else str((day + shift).date()) for day in (committed, ended)]
        found.append([str(whose), *dates, outcome])
    police = pd.DataFrame(found, columns=["person_id", "offence_date", "outcome_date", "outcome"], dtype="str")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "needskit.toml")
        path.write_text(SETTINGS.format(months=MONTHS, data_end=f"{2022 + later}-12-31"), encoding="utf-8")
        return nk.read_cohort(path, frames={"people": frame, "police": police})


@seldom
@given(people, offences)
def test_the_two_times_add_up_to_the_whole_follow_up(rows: Rows, crimes: Offences) -> None:
    cohort = cohort_of(rows, crimes)
    found = followed(cohort, months=MONTHS).to_frame()
    aged = cohort.people[cohort.people["age"] == 17]
    times = aged["reoffences_12_months"]
    assert found["events"].sum() == times.sum()
    assert (found["not_known"] == times.isna().sum()).all()
    # Every one of these years has 365 days.
    assert round(found["person_years"].sum() * DAYS_IN_A_YEAR) == 365 * times.notna().sum()
    any_of_both = (aged["reconvicted_12_months"] == "yes") & times.notna()
    assert found["count"].max() <= any_of_both.sum() <= found["count"].sum()


@seldom
@given(people, offences)
def test_all_a_year_later_is_the_same(rows: Rows, crimes: Offences) -> None:
    found, later = (
        followed(cohort_of(rows, crimes, later=years), months=MONTHS, by="sex").to_frame() for years in (0, 1)
    )
    pd.testing.assert_frame_equal(found, later)


@settings(max_examples=5, deadline=None)
@given(people, offences)
def test_the_release_adds_up_beside_tables_of_the_same_offences(faults: Faults, rows: Rows, crimes: Offences) -> None:
    cohort = cohort_of(rows, crimes)
    aged = cohort.where("aged 17", age=17)
    tables = [
        *(followed(cohort, months=MONTHS, by=by) for by in (None, "sex")),
        followed(aged.where("female", sex="female"), months=MONTHS),
        *(nk.reconviction.headline(aged, by=by) for by in (None, "sex")),
        nk.transition.young_adults_share(cohort),
    ]
    released = nk.release(tables)
    assert faults(tables, released) == []
    shown = released["transition.followed_12_months"].to_frame()
    assert (shown["count"] <= shown["out_of"]).all()
    assert len(set(shown["not_known"])) == 1
    assert shown.loc[shown["count"] < 10, "events"].isna().all()


@settings(max_examples=60, deadline=None)
@given(st.integers(30, 60), st.integers(0, 30), st.integers(0, 60), st.integers(1, 40_000))
def test_the_limits_hold_whatever_the_true_counts_and_days_were(out_of: int, any_: int, events: int, days: int) -> None:
    parts = np.array([[any_, out_of, 0, events, days]], dtype=float)
    shown = ANY_AND_PER_YEAR.apply(parts, off_by=4)
    near = product((-4, 0, 4), (-4, 0, 4), (-4, 0, 4), (-4, 0, 4))
    true = parts + [[count, whole, 0, times, time] for count, whole, times, time in near]
    true = true[(true[:, 0] >= 0) & (true[:, 0] <= true[:, 3]) & (true[:, 0] <= true[:, 1]) & (true[:, 4] > 0)]
    found = ANY_AND_PER_YEAR.apply(true)
    for lower, upper in (("lower", "upper"), ("any_share_lower", "any_share_upper")):
        assert not (found[lower] < shown[lower] - 1e-12).any()
        assert not (found[upper] > shown[upper] + 1e-12).any()
