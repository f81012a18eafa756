"""One case of damage, and the proof that it is found, that nothing else changes, and that nothing is lost."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from tests.spec.damage.sound import HEADER, LAST, Sheet, sound

import needskit as nk
from needskit.cohort.rules import RULES
from needskit.extract.read import check

if TYPE_CHECKING:
    import pandas as pd

    from needskit.cohort.cohort import Cohort
    from needskit.cohort.problems import Problem
    from needskit.extract.read import Checked

Damage = Callable[[Sheet], object]
Found = Mapping[str, tuple[int, ...]]

TELLING = ("person_id", "index_date", "date_of_birth", "district", "assessment_date", "sentence_length", "ogrs3")
"""Columns whose texts no rule has any reason to say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One kind of damage.

    Parameters
    ----------
    name
        What is wrong, in words.
    damage
        What is done to the sound file.
    found
        The rule, and the rows of the damaged file that break it; of another column than the rule is usually
        about, "rule: column".
    rows
        The rows of the sound file whose people the damage concerns; those of ``found`` unless told.
    becomes
        What their columns hold then, as text; all others hold what they held.
    gone
        The rows of the sound file whose people are not in the cohort.
    aside
        How many rows met each fate but "kept".
    before
        What is done to the sound file before both are read, so that it is the usual one of some system.
    settings, cohort
        Lines of needskit.toml: tables after ``[sources.people]``, which come first, and keys of ``[cohort]``.
    refused
        The file is refused because of these errors.
    reordered
        The order of the columns, if it is another.
    """

    name: str
    damage: Damage
    found: Found = field(default_factory=dict)
    rows: tuple[int, ...] | None = None
    becomes: Mapping[str, str] = field(default_factory=dict)
    gone: tuple[int, ...] = ()
    aside: Mapping[str, int] = field(default_factory=dict)
    before: Damage = lambda _sheet: None
    settings: str = ""
    cohort: str = ""
    refused: bool = False
    reordered: tuple[str, ...] = ()


def cell(column: str, row: int, text: object) -> Damage:
    """Write into one cell."""
    return cells(column, {row: text})


def cells(column: str, texts: Mapping[int, object]) -> Damage:
    """Write into cells of one column, by row."""

    def change(sheet: Sheet) -> None:
        for row, text in texts.items():
            sheet.put(column, row, text)  # type: ignore[arg-type] # whatever a cell can hold

    return change


def all_of(*damages: Damage) -> Damage:
    """Do one damage after another."""

    def change(sheet: Sheet) -> None:
        for damage in damages:
            damage(sheet)

    return change


def settings_file(case: Case, file: str) -> str:
    return (
        f'[cohort]\npopulation = "people in a test"\nas_at = 2025-12-31\n{case.cohort}\n'
        f'[sources.people]\nfile = "{file}"\nrole = "people"\n{case.settings}\n'
    )


def reading(sheet: Sheet, said: str, folder: Path, kind: str) -> Checked:
    """Write the file and its settings, and read them."""
    sheet.write(folder / f"extract.{kind}")
    (folder / "needskit.toml").write_text(said, encoding="utf-8")
    return check(folder / "needskit.toml")


@cache
def usual_reading(before: Damage, said: str, kind: str) -> Checked:
    """Read the file that nothing is wrong with; many cases have the same."""
    sheet = sound()
    before(sheet)
    with TemporaryDirectory() as folder:
        return reading(sheet, said, Path(folder), kind)


def prove(case: Case, folder: Path, kind: str = "csv") -> None:
    """Prove all that a case says."""
    damaged = sound()
    case.before(damaged)
    case.damage(damaged)
    said = settings_file(case, f"extract.{kind}")
    before, after = usual_reading(case.before, said, kind), reading(damaged, said, folder, kind)
    assert before.cohort is not None
    assert broken(after) == {**broken(before), **case.found}
    assert_severities(after, refused=case.refused)
    assert_nothing_is_quoted(after.problems, damaged)
    if case.refused:
        with pytest.raises(nk.DataError) as caught:
            after.required("needskit.toml")
        assert_nothing_is_quoted((), damaged, str(caught.value))
        return
    assert after.cohort is not None
    assert_as_before(before.cohort, after.cohort, case)
    assert_nothing_is_lost(after.cohort, damaged, case)


def broken(found: Checked) -> dict[str, tuple[int, ...]]:
    """Return every rule that is broken and where; with the column where it is about several."""
    columns: dict[str, set[str]] = {}
    for each in found.problems:
        columns.setdefault(each.rule, set()).add(each.column)
    name = {rule: len(about) > 1 for rule, about in columns.items()}
    return {f"{e.rule}: {e.column}" if name[e.rule] else e.rule: tuple(e.at.tolist()) for e in found.problems}


def assert_severities(found: Checked, *, refused: bool) -> None:
    """Every problem is as bad as the list of rules says, an error where the file is refused for it."""
    for each in found.problems:
        said = RULES[each.rule].severity
        # "warning, or error where most of the column breaks it"; "note, or warning in a row of people".
        usual = "warning" if "row of people" in said else said.split(",")[0]
        assert (each.rule, each.severity) == (each.rule, "error" if refused and "error" in said else usual)
        assert each.rows == len(each.at)


def assert_nothing_is_quoted(problems: tuple[Problem, ...], sheet: Sheet, *said: str) -> None:
    """No text of a record stands in a sentence, counts and row numbers left out."""
    sentences = [
        re.sub(r"\(row [\d, .]+\)|\b[\d,]+ rows?:", "", text) for text in (*(p.sentence for p in problems), *said)
    ]
    whole = {
        row: person for row, person in enumerate(sheet.rows) if len(person) == len(HEADER) and tuple(person) != HEADER
    }
    for name in TELLING:
        texts = {str(person[HEADER.index(name)]).strip() for person in whole.values()} - {"", name}
        assert not [text for text in texts for said_so in sentences if text in said_so and len(text) > 1]
    assert "zqx" not in " ".join(sentences).casefold()


def assert_as_before(before: Cohort, after: Cohort, case: Case) -> None:
    """Everybody's values are what they were, but for those that the case names."""
    kept = [row for row in range(2, LAST + 1) if row not in case.gone]
    expected = texts_of(before.people)
    expected.index = range(2, LAST + 1)  # type: ignore[assignment] # one row of the file after the other
    expected = expected.loc[kept]
    concerned = case.rows if case.rows is not None else tuple({row for rows in case.found.values() for row in rows})
    for column, text in case.becomes.items():
        expected.loc[[row for row in concerned if row in kept], column] = text
    found = texts_of(after.people)
    if case.reordered:
        assert [name for name in found.columns if name in case.reordered] == [n for n in case.reordered if n in found]
        found = found[expected.columns]
    assert list(found.columns) == list(expected.columns)
    assert found.to_numpy().tolist() == expected.to_numpy().tolist()


def assert_nothing_is_lost(cohort: Cohort, damaged: Sheet, case: Case) -> None:
    """Every row received has a fate, and it is the one that the case says."""
    fates = {fate: count for fate, count in cohort.records.items() if count}
    assert fates == {"kept": LAST - 1 - len(case.gone), **case.aside}
    assert sum(fates.values()) == damaged.below_header


def texts_of(people: pd.DataFrame) -> pd.DataFrame:
    """Return every value as a text, "none" where there is none."""
    days = {name: people[name].dt.strftime("%Y-%m-%d") for name in people.select_dtypes("datetime").columns}
    return people.assign(**days).astype(object).where(people.notna(), "none").astype(str)
