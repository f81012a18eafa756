"""Sentences of windows side by side, and of changes set beside each other: from the figures of the tables."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from tests.spec.output.test_units_other_than_people import SOURCES, about_people, cells_of

import needskit as nk
from needskit.output.text import findings
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
    found = of_windows(released.tables[0], released.policy)
    return (*found.can, *found.cannot)


@pytest.mark.parametrize(
    ("later", "change"),
    [
        (
            10,
            "between 50.0% and 75.0% fewer, which is 10.0 fewer to 30.0 fewer in every 100, depending on the",
        ),
        (
            30,
            "anything from 25.0% fewer to 50.0% more, which is 10.0 fewer to 10.0 more in every 100, depending on",
        ),
        (
            60,
            "between 50.0% and 200.0% more, which is 20.0 more to 40.0 more in every 100, depending on the",
        ),
    ],
)
def test_the_headline_is_told_with_all_its_windows(later: int, change: str) -> None:
    # Before, 20 have an offence within 3 months and 40 within 12; after, those of July are within both.
    first, *_ = said_of_windows({"2023-06-01": 20, "2022-12-01": 40, "2023-07-01": later})
    assert first.startswith(f"{WHO}people with a proven offence, of 100 people whose windows are all covered: {change}")


def test_nothing_is_called_an_effect_and_little_is_withheld() -> None:
    said = said_of_windows({"2023-06-01": 20, "2022-12-01": 40, "2023-07-01": 10})
    assert "none of them is the effect of what was done. Evidence level: 2 of 5" in said[-1]
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
    first, second = of_changes(found.tables[0], found.policy).can
    # The root of 0.3 x 0.7 / 200 is 0.033 in thousandths that are rounded up, and 1.96 times that is 6.5 per 100.
    assert first.startswith(
        f"{WHO}people reconvicted per 100 people went from 60.0 to 30.0 for those managed under IOM, matched, and from "
        "50.0 to 50.0 for the comparison, weighted. The first change is between 23.5 and 36.5 lower per 100 than"
    )
    assert first.endswith("(95% limits): a statistically significant difference.")
    assert "offences per 100 people went from 120.0 to 60.0" in second
    [caution] = of_changes(found.tables[0], found.policy).cannot
    assert caution.endswith("did only if both arms would have changed alike, which nothing here can show.")


def test_what_cannot_be_told_is_not_called_nothing() -> None:
    found = released(two_arms((120, 98), (100, 80)), policy="publish")
    said = of_changes(found.tables[0], found.policy)
    first = said.can[0]
    assert "The first change is anything between " in first
    assert "lower and " in first
    assert first.endswith("whether they differ cannot be told.")
    assert said.cannot[0] == "This does not mean that being managed under IOM has no effect."
    # Two of changes and one of what came after.
    assert of_comparisons(found)[-1].startswith("3 differences were tested")


def test_a_choice_by_the_window_before_is_said() -> None:
    found = released(two_arms((200, 120), (100, 100)))
    assert (
        of_changes(found.tables[0], found.policy)
        .cannot[-1]
        .startswith("Those managed under IOM were chosen by what they did before, and come down again whatever is done")
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


def same_people(before: Sequence[int], after: Sequence[int], policy: str) -> Release:
    """Return 300 people, of whom so many were reconvicted, with so many offences, before and after."""
    frame = pd.DataFrame({"person_id": [f"P{number}" for number in range(300)]})
    for (many, offences), flag, number in zip((before, after), (BEFORE, AFTER), NUMBERS, strict=True):
        frame[flag] = ["yes" if place < many else "no" for place in range(300)]
        each, more = divmod(offences, many) if many else (0, 0)
        frame[number] = [each + (place < more) if place < many else 0 for place in range(300)]
    cohort = nk.read_cohort(frame, population="people in a test", as_at="2025-12-31")
    return nk.release([nk.iom.before_after(cohort)], policy=policy)


def test_a_fall_is_told_in_per_cent_and_in_points_and_is_no_effect() -> None:
    found = same_people((100, 300), (43, 93), "none")
    how_many, how_often, each = (each.words for each in findings(found) if each.follows)
    assert how_many.startswith(
        f"{WHO}people reconvicted: 57.0% fewer after than before, which is 19.0 percentage points (from 33.3% to "
        "14.3%, 300 people known before and after; 95% limits: "
    )
    assert how_many.endswith("The same people are counted before and after, and there is nothing to compare with.")
    assert (
        "offences per 100 people: 69.0% fewer after than before, which is 69.0 per 100 (from 100.0 to 31.0" in how_often
    )
    assert "offences per 100 people reconvicted: 27.9% fewer after than before" in each
    [caution] = [each.words for each in findings(found) if not each.follows]
    assert caution.startswith("A fall of the same people is not an effect")
    assert caution.endswith("Evidence level: 2 of 5 on the Maryland scale.")


def test_of_too_few_no_fall_is_told() -> None:
    assert all("is not shown" in each.words for each in findings(same_people((4, 4), (1, 1), "publish")))
