"""The same people in windows of several lengths: which offences are in which, and who is in no row."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pandas as pd
import pytest

import needskit as nk

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from needskit.cohort.cohort import Cohort

    Read = Callable[..., Cohort]

INDEX = "2022-06-15"
SETTINGS = """
[cohort]
population = "people in a test"
as_at = 2025-12-31
[follow_up]
data_end = 2024-12-31
[sources.people]
file = ""
role = "people"
[sources.police]
file = ""
role = "offences"
"""
PEOPLE, OFFENCES = "people with a proven offence", "offences per 100 people"

Crime = tuple[str, str, str]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def cohort_of(crimes: Sequence[Crime], *, complete: bool = True, **columns: Sequence[str]) -> Cohort:
        size = max((len(each) for each in columns.values()), default=1)
        frame = pd.DataFrame({"person_id": [f"P{n}" for n in range(size)], "index_date": [INDEX] * size})
        frame = frame.assign(**{name: list(values) for name, values in columns.items()})
        path = tmp_path / "needskit.toml"
        path.write_text(SETTINGS + f"complete = {str(complete).lower()}\n", encoding="utf-8")
        rows = [*crimes, ("P0", "2010-01-01", "2010-02-01")]
        police = pd.DataFrame(rows, columns=["person_id", "offence_date", "outcome_date"])
        return nk.read_cohort(path, frames={"people": frame, "police": police})

    return cohort_of


def found(cohort: Cohort, months: Sequence[int], gaps: Sequence[int] = (0,), **told: object) -> pd.DataFrame:
    frame = nk.iom.by_window(cohort, months=months, gaps=gaps, **told).to_frame()  # type: ignore[arg-type]
    return frame.set_index(["window", "statement"])


def events(frame: pd.DataFrame, window: str) -> list[int]:
    return [int(frame[name].loc[window, OFFENCES]) for name in ("events", "against_events")]


@pytest.mark.parametrize(
    ("offence", "before", "after"),
    [
        ("2022-03-15", [0, 1, 1], [0, 0, 0]),  # Where the window of 3 months begins, that with a gap ends.
        ("2022-03-16", [1, 1, 0], [0, 0, 0]),
        ("2022-06-15", [1, 1, 0], [0, 0, 0]),  # The index date itself is before.
        ("2022-06-16", [0, 0, 0], [1, 1, 1]),
        ("2022-09-15", [0, 0, 0], [1, 1, 1]),
        ("2022-09-16", [0, 0, 0], [0, 1, 0]),
        ("2022-01-01", [0, 1, 1], [0, 0, 0]),  # In the 3 months that end 3 months before.
        ("2021-12-15", [0, 0, 0], [0, 0, 0]),
    ],
)
def test_a_window_begins_and_ends_on_a_day(read: Read, offence: str, before: list[int], after: list[int]) -> None:
    frame = found(read([("P0", offence, offence)]), [3, 6], [0, 3])
    windows = ["3 months, no gap", "6 months, no gap", "3 months, gap of 3 months"]
    assert [events(frame, window) for window in windows] == [list(both) for both in zip(before, after, strict=True)]


def test_an_outcome_that_comes_too_late_counts_on_neither_side(read: Read) -> None:
    # The waiting time is six months after the end of the window: to 15 December 2022 before, to 15 March 2023 after.
    timely = [("P0", "2022-05-01", "2022-12-15"), ("P0", "2022-08-01", "2023-03-15")]
    late = [("P0", "2022-05-01", "2022-12-16"), ("P0", "2022-08-01", "2023-03-16")]
    assert events(found(read(timely), [3]), "3 months, no gap") == [1, 1]
    assert events(found(read(late), [3]), "3 months, no gap") == [0, 0]


def test_the_same_people_are_in_every_row(read: Read) -> None:
    # P1 is followed for a year alone, P2 has an offence of a day not known, P3 has no record.
    crimes = [("P0", "2022-07-01", "2022-08-01"), ("P1", "2022-07-01", "2022-08-01"), ("P2", "", "2022-08-01")]
    ends = ["2024-12-31", "2023-06-30", "2024-12-31", "2024-12-31"]
    for complete, known in ((True, 2), (False, 1)):
        frame = found(read(crimes, complete=complete, follow_up_end=ends), [3, 18])
        assert frame["out_of"].tolist() == [known] * 4
        assert frame["not_known"].tolist() == [4 - known] * 4


def test_usual_windows_go_as_far_as_half_of_the_people_are_followed(read: Read) -> None:
    ends = ["2023-06-30"] * 2 + ["2024-12-31"] * 2
    windows = nk.iom.by_window(read([], follow_up_end=ends), gaps=[0]).dimensions[0].labels
    assert windows[-1] == "24 months, no gap"
    ends = ["2023-06-30"] * 3 + ["2024-12-31"] * 2
    windows = nk.iom.by_window(read([], follow_up_end=ends), gaps=[0]).dimensions[0].labels
    assert windows == tuple(f"{months} months, no gap" for months in (3, 6, 9, 12))


def test_nobody_is_counted_from_before_offences_are_known(read: Read) -> None:
    # A year before 15 June 2022 begins on 16 June 2021.
    for day, known in ((16, 1), (17, 0)):
        frame = found(read([]), [12], known_from=dt.date(2021, 6, day))
        assert frame["out_of"].tolist() == [known, known]


def test_days_in_custody_are_taken_off_the_year_that_they_are_held_for(read: Read) -> None:
    cohort = read(
        [("P0", "2022-01-01", "2022-02-01")],
        days_in_custody_before_12_months=["0", "165"],
        days_in_custody_12_months=["265", "0"],
    )
    frame = found(cohort, [3, 12])
    row = ("12 months, no gap", "offences per 100 years at risk")
    assert ("3 months, no gap", row[1]) not in frame.index
    years = [frame[name].loc[row] for name in ("person_years", "against_person_years")]
    assert years == pytest.approx([565 / 365.25, 465 / 365.25])
    assert frame["estimate"].loc[row] == pytest.approx(365.25 / 565)


def test_a_before_that_all_offended_in_is_refused_until_it_is_acknowledged(read: Read) -> None:
    crimes = [(f"P{number}", "2022-01-10", "2022-02-01") for number in range(10)]
    cohort = read(crimes, sex=["f"] * 10)
    assert found(cohort, [3])["out_of"].tolist() == [10, 10]
    with pytest.raises(nk.UsageError, match="R-SELECTED"):
        nk.iom.by_window(cohort, months=[3, 6], gaps=[0])
    table = nk.iom.by_window(cohort, months=[3, 6], gaps=[0], acknowledge_selection=True)
    assert any("is acknowledged" in note for note in table.caption.notes)
    # Of nine it may be chance.
    assert found(read(crimes[:9], sex=["f"] * 9), [6])["count"].iloc[0] == 9


def test_what_is_missing_is_said() -> None:
    frame = pd.DataFrame({"person_id": ["1"], "index_date": [INDEX]})
    cohort = nk.read_cohort(frame, population="people in a test", as_at="2025-12-31")
    with pytest.raises(nk.UsageError, match="a source with the role 'offences' that has the columns offence_date"):
        nk.iom.by_window(cohort)
    assert not nk.iom.has_windows(cohort)


@pytest.mark.parametrize(("months", "gaps"), [([], [0]), ([0], [0]), ([3, 3], [0]), ([3], []), ([3], [-1])])
def test_lengths_that_make_no_sense_are_refused(read: Read, months: list[int], gaps: list[int]) -> None:
    with pytest.raises(nk.UsageError, match="months of 1 or more and gaps of 0 or more"):
        nk.iom.by_window(read([]), months=months, gaps=gaps)
