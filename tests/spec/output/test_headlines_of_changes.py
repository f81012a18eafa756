"""Sentences of windows side by side, and of changes set beside each other: from the figures of the tables."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from tests.spec.output.test_units_other_than_people import SOURCES, about_people, cells_of

import needskit as nk
from needskit.output.text_of_changes import of_changes, of_windows
from needskit.output.text_of_iom import of_comparisons

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from needskit.cohort.cohort import Cohort
    from needskit.disclosure.released import Release

SETTINGS = """
[cohort]
population = "{unit} in a test"
as_at = 2025-12-31
unit = "{unit}"
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
BEFORE, AFTER = "reconvicted_before_12_months", "reconvicted_12_months"
NUMBERS = ("offences_before_12_months", "reoffences_12_months")
WHO = "People in a test, 31 December 2025: "


def with_offences(days: Mapping[str, int], *, size: int = 100, unit: str = "people") -> Cohort:
    """Return so many, of whom so many have an offence on each day."""
    index = [f"P{number}" for number in range(size)]
    rows = [(index[number], day, day) for day, times in days.items() for number in range(times)]
    people = pd.DataFrame({"person_id": index, "index_date": "2023-06-15", "iom": ["yes", "no"] * (size // 2)})
    police = pd.DataFrame(rows, columns=["person_id", "offence_date", "outcome_date"])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "needskit.toml")
        path.write_text(SETTINGS.format(unit=unit), encoding="utf-8")
        return nk.read_cohort(path, frames={"people": people, "police": police})


def said_of_windows(days: Mapping[str, int], *, policy: str = "none", size: int = 100) -> tuple[str, ...]:
    table = nk.iom.by_window(with_offences(days, size=size), months=[3, 12], gaps=[0])
    released = nk.release([table], policy=policy)
    return of_windows(released.tables[0], released.policy)


@pytest.mark.parametrize(
    ("later", "change"),
    [
        (10, "the fall is between 50.0% and 75.0%, depending on the window alone (2 windows"),
        (30, "the change is anything between a fall of 25.0% and a rise of 50.0%, depending on the window alone"),
        (60, "the rise is between 50.0% and 200.0%, depending on the window alone"),
    ],
)
def test_the_headline_is_told_with_all_its_windows(later: int, change: str) -> None:
    # Before, 20 have an offence within 3 months and 40 within 12; after, those of July are within both.
    first, *_ = said_of_windows({"2023-06-01": 20, "2022-12-01": 40, "2023-07-01": later})
    assert first.startswith(f"{WHO}people with a proven offence, of 100 people whose windows are all covered: {change}")


def test_nothing_is_called_an_effect_and_little_is_withheld() -> None:
    said = said_of_windows({"2023-06-01": 20, "2022-12-01": 40, "2023-07-01": 10})
    assert said[-1].endswith("none of them is the effect of what was done.")
    [first, second] = said_of_windows({"2023-06-01": 2, "2023-07-01": 1}, policy="publish", size=20)
    assert "is withheld, for it rests on too few" in first
    assert "is withheld, for it rests on too few" in second


def two_arms(ours: Sequence[int], theirs: Sequence[int], **columns: str) -> pd.DataFrame:
    """Return 400 people, of whom so many of each arm were reconvicted before and after."""
    frame = pd.DataFrame({"iom": ["yes"] * 200 + ["no"] * 200, "sex": "f"})
    for place, (name, number) in enumerate(zip((BEFORE, AFTER), NUMBERS, strict=True)):
        flags = [n < arm[place] for arm in (ours, theirs) for n in range(200)]
        frame[name] = ["yes" if flag else "no" for flag in flags]
        frame[number] = ["2" if flag else "0" for flag in flags]
    return frame.assign(person_id=[f"P{number}" for number in range(400)], **columns)


def released(frame: pd.DataFrame, policy: str = "none", unit: str = "people") -> Release:
    cohort = nk.read_cohort(frame, population=f"{unit} in a test", as_at="2025-12-31", unit=unit)
    matched = nk.iom.match(cohort, adjust=("sex",), method="none")
    return nk.release([nk.iom.difference_in_differences(matched), nk.iom.rate(matched)], policy=policy)


def test_limits_decide_what_is_said_of_changes() -> None:
    found = released(two_arms((120, 60), (100, 100)))
    first, second, *rest = of_changes(found.tables[0], found.policy)
    # The root of 0.3 x 0.7 / 200 is 0.033 in thousandths that are rounded up, and 1.96 times that is 6.5 per 100.
    assert first.startswith(
        f"{WHO}people reconvicted per 100 people went from 60.0 to 30.0 for those managed under IOM, matched, and from "
        "50.0 to 50.0 for the comparison, weighted. The first change is between 23.5 and 36.5 lower per 100 than"
    )
    assert first.endswith("(95% limits): a statistically significant difference.")
    assert "offences per 100 people went from 120.0 to 60.0" in second
    [caution] = rest
    assert caution.endswith("did only if both arms would have changed alike, which nothing here can show.")


def test_what_cannot_be_told_is_not_called_nothing() -> None:
    found = released(two_arms((120, 98), (100, 80)), policy="publish")
    first, *_ = of_changes(found.tables[0], found.policy)
    assert "The first change is anything between " in first
    assert "lower and " in first
    assert first.endswith("cannot be told. This does not mean that being managed under IOM has no effect.")
    # Two of changes and one of what came after.
    assert of_comparisons(found)[-1].startswith("3 differences were tested")


def test_a_choice_by_the_window_before_is_said() -> None:
    found = released(two_arms((200, 120), (100, 100)))
    assert of_changes(found.tables[0], found.policy)[-1].startswith(
        "Those managed under IOM were chosen by what they did before, and come down again whatever is done"
    )


def test_households_are_no_people(tmp_path: Path) -> None:
    days = {"2023-06-01": 60, "2022-12-01": 80, "2023-07-01": 50}
    windows = nk.release([nk.iom.by_window(with_offences(days, size=200, unit="households"), months=[3, 12])])
    frame = two_arms((120, 60), (100, 100))
    changes = released(frame, policy="publish", unit="households")
    said = [*of_comparisons(windows), *of_comparisons(changes)]
    assert len(said) > 5
    cohort = nk.read_cohort(
        frame, population="households in a test", as_at="2025-12-31", unit="households", need_word="theme"
    )
    books = [
        nk.needs_assessment(cohort, each, contact="the reviewers").save(tmp_path / f"{place}.xlsx")
        for place, each in enumerate((changes, windows))
    ]
    texts = [*(text for book in books for text in cells_of(book)), *said]
    assert [text for text in about_people(texts) if not SOURCES.search(text)] == []
