"""Needs before and after the 18th birthday: one person a line, with their assessments and what they come to."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from tests.spec.analysis.shown import figures, row

import needskit as nk
from needskit.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from needskit.table.table import Table

YEAR = dt.date(2024, 1, 1), dt.date(2024, 12, 31)
SETTINGS = """
cohort = { population = "people in a test", as_at = 2025-12-31 }
sources.people = { file = "", role = "people" }
sources.oasys = { file = "", role = "assessments" }
"""
BOTH, BEFORE, AFTER = "assessed before and after", "assessed only before", "assessed only after"
NEITHER = "assessed neither before nor after"
KEPT, LOST, GAINED, NEVER, UNKNOWN = "kept", "lost", "gained", "never", "not known"

# Everybody turns 18 on 10 March 2024. An assessment is its date, and what it says of drugs.
LIVES = [
    ("2023-09-01 yes; 2024-06-01 yes", BOTH, KEPT),
    ("2023-09-01 yes; 2024-06-01 no", BOTH, LOST),
    ("2023-09-01 no; 2024-06-01 yes", BOTH, GAINED),
    ("2023-09-01 no; 2024-06-01 no", BOTH, NEVER),
    ("2024-03-09 yes; 2024-03-10 no", BOTH, LOST),  # the birthday itself is after
    ("2023-09-01 yes; 2024-01-01 no; 2024-06-01 yes; 2024-09-01 no", BOTH, GAINED),  # the last before, the first after
    ("2024-01-01 no; 2023-09-01 yes; 2024-09-01 no; 2024-06-01 yes", BOTH, GAINED),  # in any order of the file
    ("2024-01-01 yes; 2024-01-01 no; 2024-06-01 yes; 2024-06-01 no", BOTH, NEVER),  # the one lower in the file
    ("2023-02-18 yes; 2025-03-31 yes", NEITHER, UNKNOWN),  # a day more than 55 weeks on each side
    ("2023-02-19 yes; 2025-03-30 yes", BOTH, KEPT),
    ("2023-09-01 yes; 2024-06-01", BOTH, UNKNOWN),  # not answered after
    ("2023-09-01; 2024-06-01 yes", BOTH, UNKNOWN),  # not answered before
    ("2023-09-01 yes", BEFORE, UNKNOWN),
    ("2024-06-01 yes", AFTER, UNKNOWN),
    ("no date yes; 2024-06-01 yes", AFTER, UNKNOWN),
    ("2023-09-01 yes layer 1; 2024-06-01 no", AFTER, UNKNOWN),  # another type
    ("2023-09-01 yes; 2024-06-01 no open", BEFORE, UNKNOWN),  # another status
    ("2023-09-01 yes; 2024-05-01 yes layer 1; 2024-06-01 no", BOTH, LOST),  # passed over
    ("", NEITHER, UNKNOWN),
]
DRAWN = re.compile(r"(?P<date>\S+)(?: (?P<says>yes|no\b))?(?: (?P<other>layer 1|open))?")


def records(lives: list[str], *, born: str = "2006-03-10") -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the people and the assessments that are drawn."""
    people = pd.DataFrame({"person_id": [str(place) for place in range(len(lives))], "date_of_birth": born})
    drawn = []
    for place, life in enumerate(lives):
        for each in filter(None, life.split("; ")):
            found = DRAWN.fullmatch(each.replace("no date", "-"))
            assert found
            date, says, other = found.groups()
            kind, status = "layer 1" if other == "layer 1" else "layer 3", "open" if other == "open" else "complete"
            drawn.append([str(place), "" if date == "-" else date, kind, status, says or "", "no"])
    columns = ["person_id", "assessment_date", "assessment_type", "assessment_status", "need_drugs", "need_alcohol"]
    return people, pd.DataFrame(drawn, columns=columns)


def read(folder: Path, people: pd.DataFrame, assessments: pd.DataFrame, *, settings: str = SETTINGS) -> nk.Cohort:
    path = folder / "needskit.toml"
    path.write_text(settings)
    return nk.read_cohort(path, frames={"people": people, "oasys": assessments})


def became(table: Table) -> tuple[list[str], str]:
    """Return on which sides the one person was assessed, and what became of drugs."""
    found = figures(table, "count", about="Assessments")
    drugs = row(table, statement="Drug misuse")
    before, after, known = drugs["count"], drugs["against_count"], drugs["out_of"]
    assert (drugs["gained"], drugs["lost"]) == (known and not before and after, known and before and not after)
    word = {(1, 1): KEPT, (1, 0): LOST, (0, 1): GAINED, (0, 0): NEVER}[int(before), int(after)] if known else UNKNOWN
    return [label for label, [count] in found.items() if count == 1], word


@pytest.mark.parametrize(("life", "assessed", "drugs"), LIVES)
def test_what_became_of_the_need_of_each(tmp_path: Path, life: str, assessed: str, drugs: str) -> None:
    # Somebody of another age, so that there are assessments where the one has none.
    people, assessments = records([life, "2024-06-01 yes"])
    people["date_of_birth"] = ["2006-03-10", "1990-01-01"]
    table = nk.transition.needs_before_and_after(read(tmp_path, people, assessments), period=YEAR)
    assert became(table) == ([assessed], drugs)


def test_of_everybody_together(tmp_path: Path) -> None:
    table = nk.transition.needs_before_and_after(read(tmp_path, *records([life for life, _, _ in LIVES])), period=YEAR)
    assert figures(table, "count", "out_of", "not_known", about="Assessments") == {
        BOTH: [12, 19, 0],
        BEFORE: [2, 19, 0],
        AFTER: [3, 19, 0],
        NEITHER: [2, 19, 0],
    }
    names = ("count", "against_count", "gained", "lost", "out_of", "not_known")
    assert figures(table, *names, about="Needs") == {
        "Drug misuse": [5, 5, 3, 3, 10, 9],
        "Alcohol misuse": [0, 0, 0, 0, 12, 7],
    }
    drugs = row(table, statement="Drug misuse")
    assert (drugs["estimate"], drugs["against_estimate"], drugs["difference"]) == (0.5, 0.5, 0)


def test_it_is_too_early_while_the_weeks_are_not_over(tmp_path: Path) -> None:
    # 55 weeks from 10 March 2024 end on 30 March 2025.
    lives = ["2023-09-01 yes", "2023-09-01 yes; 2024-06-01 no", ""]
    for as_at, told in (("2025-03-29", [1, 1, 2]), ("2025-03-30", [1, 3, 0])):
        cohort = read(tmp_path, *records(lives), settings=SETTINGS.replace("2025-12-31", as_at))
        table = nk.transition.needs_before_and_after(cohort, period=YEAR)
        assert figures(table, "count", "out_of", "not_known")[BOTH] == told


def test_only_those_who_turned_18_in_the_period_are_counted(tmp_path: Path) -> None:
    people, assessments = records(["2023-09-01 yes; 2024-06-01 no"] * 4)
    people["date_of_birth"] = ["2005-12-31", "2006-01-01", "2006-12-31", ""]
    table = nk.transition.needs_before_and_after(read(tmp_path, people, assessments), period=YEAR)
    found = figures(table, "out_of", "not_known")[BOTH]
    assert sum(found) == 2


def test_whoever_was_born_on_29_february_turns_18_on_1_march(tmp_path: Path) -> None:
    people, assessments = records(["2022-02-28 yes; 2022-03-01 no", "2022-02-27 yes; 2022-02-28 no"], born="2004-02-29")
    period = dt.date(2022, 3, 1), dt.date(2022, 3, 1)
    table = nk.transition.needs_before_and_after(read(tmp_path, people, assessments), period=period)
    assert figures(table, "count")[BOTH] == [1]
    assert row(table, statement="Drug misuse")["lost"] == 1


def test_another_birthday_and_any_time(tmp_path: Path) -> None:
    lives = ["2020-01-01 yes; 2025-06-01 no"]
    table = nk.transition.needs_before_and_after(
        read(tmp_path, *records(lives), settings=SETTINGS + "assessments.within_weeks = 0\n"),
        age=19,
        period=(dt.date(2025, 3, 10), dt.date(2025, 3, 10)),
    )
    assert table.caption.key == "transition.needs_before_and_after_19"
    assert row(table, statement="Drug misuse")["lost"] == 1
    assert not any("weeks" in note for note in table.caption.notes)


def test_assessments_of_youth_and_adult_services_may_come_from_two_sources(tmp_path: Path) -> None:
    people, assessments = records(["2023-09-01 yes; 2024-06-01 no", "2023-09-01 no; 2024-06-01 yes layer 1"])
    early = assessments["assessment_date"] < "2024"
    # The source of youth services has no types, and is not filtered by them; nor does it ask about alcohol.
    youth = assessments[early].drop(columns=["assessment_type", "need_alcohol"])
    path = tmp_path / "needskit.toml"
    path.write_text(SETTINGS + 'sources.youth = { file = "", role = "assessments" }\n')
    cohort = nk.read_cohort(path, frames={"people": people, "oasys": assessments[~early], "youth": youth})
    table = nk.transition.needs_before_and_after(cohort, period=YEAR)
    assert figures(table, "count")[BOTH] == [1]
    assert figures(table, "count", "lost", "out_of", about="Needs") == {
        "Drug misuse": [1, 1, 1],
        "Alcohol misuse": [0, 0, 0],
    }


def test_what_cannot_be_told_is_refused(tmp_path: Path) -> None:
    people, assessments = records([life for life, _, _ in LIVES])
    cohort = read(tmp_path, people, assessments)
    for age in (10, 26):
        with pytest.raises(UsageError, match="age wants 11 to 25"):
            nk.transition.needs_before_and_after(cohort, age=age)
    flat = nk.read_cohort(people.assign(need_drugs="yes"), population="people in a test", as_at="2025-12-31")
    with pytest.raises(UsageError, match="no source with the role 'assessments'"):
        nk.transition.needs_before_and_after(flat)
    without = read(tmp_path, people, assessments.drop(columns=["need_drugs", "need_alcohol"]))
    assert [nk.transition.has_needs_before_and_after(each) for each in (cohort, flat, without)] == [True, False, False]


def test_it_is_released_with_those_who_have_it_before_and_after(tmp_path: Path) -> None:
    cohort = read(tmp_path, *records([life for life, _, _ in LIVES] * 20))
    tables = nk.standard_report(cohort)
    [table] = [each for each in tables if each.caption.key == "transition.needs_before_and_after"]
    released = nk.release(tables)
    frame = released["transition.needs_before_and_after"].to_frame()
    [found] = frame[frame["statement"] == "Drug misuse"].to_dict("records")
    assert found["against_count"] - found["count"] == found["gained"] - found["lost"]
    # 100 of 200 at both times: whatever they were before rounding, the limits hold those of the true counts.
    true = row(table, statement="Drug misuse")
    assert found["difference_lower"] < true["difference_lower"] < true["difference_upper"] < found["difference_upper"]


def test_a_table_of_plans_speaks_of_nothing_else(tmp_path: Path) -> None:
    plans = SETTINGS.replace("people in a test", "plans in a test").replace("31 }", '31, unit = "plans" }')
    cohort = read(tmp_path, *records([life for life, _, _ in LIVES]), settings=plans + 'needs.word = "theme"\n')
    table = nk.transition.needs_before_and_after(cohort, period=YEAR)
    captions = [table.caption.title, *table.caption.notes, *table.headings.further.values()]
    headings = [str(getattr(table.headings, name)) for name in ("count", "out_of", "not_known", "gained", "lost")]
    levels = [label for dimension in table.dimensions for label in dimension.labels]
    words = " ".join([*captions, *headings, *levels])
    assert "Plans with this theme after" in table.headings.against_count
    assert not re.search(r"\b(people|persons?|nobody|everyone|somebody|whoever|who|needs?)\b", words)
