"""Whatever one to four kinds of damage an extract has, each is found in its own rows and nothing else changes."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.spec.damage.proof import texts_of
from tests.spec.damage.sound import HEADER, LAST, NOT_ASSESSED, Cell, Sheet, sound

from needskit.extract.read import check

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from needskit.extract.read import Checked


@dataclass(frozen=True, slots=True)
class InACell:
    """A text in a cell of one person: the rule that it breaks, and what the column holds then."""

    column: str
    text: str
    rule: str
    becomes: str


@dataclass(frozen=True, slots=True)
class ARow:
    """A row that is no person, put between the others or below them: its rule and its fate."""

    cells: tuple[str, ...]
    rule: str
    fate: str
    is_last: bool = False


@dataclass(frozen=True, slots=True)
class Again:
    """A person once more, somewhere below."""


Kind = InACell | ARow | Again

KINDS: tuple[Kind, ...] = (
    InACell("sex", "zqx", "not_in_code_list", "not known"),
    InACell("ethnicity", "B1 - White: Irish", "code_and_words_differ", "not known"),
    InACell("risk_of_harm", "<5", "not_in_code_list", "not known"),
    InACell("prior_convictions", "zqx", "not_a_number", "none"),
    InACell("prior_convictions", "2.5", "not_a_number", "none"),
    InACell("prior_convictions", "*", "hidden_number", "none"),
    InACell("prior_convictions", "-1", "out_of_range", "none"),
    InACell("ogrs3", "<5", "hidden_number", "none"),
    InACell("ogrs3", "100.5", "out_of_range", "none"),
    InACell("need_drugs", "zqx", "not_in_code_list", "not answered"),
    InACell("need_alcohol", "11", "not_in_code_list", "not answered"),
    InACell("accommodation_on_release", "zqx", "not_in_code_list", "not known"),
    InACell("assessment_date", "31/02/2024", "not_a_date", "none"),
    InACell("assessment_date", "03/04/24", "not_a_date", "none"),
    InACell("assessment_date", "01/01/1900", "placeholder_date", "none"),
    InACell("assessment_date", "2025-11-30", "after_index", "2025-11-30"),
    InACell("date_of_birth", "31/12/9999", "placeholder_date", "none"),
    InACell("index_date", "zqx", "not_a_date", "none"),
    InACell("person_id", "", "no_identifier", ""),
    ARow((), "", "blank row"),
    ARow(("Total",), "totals_row", "totals row"),
    ARow(("Grand total", "", "", "", "30"), "totals_row", "totals row"),
    ARow(HEADER, "repeated_header", "repeated header"),
    ARow(("Source: zqx case system, all of it",), "note_below_the_table", "note below the table", is_last=True),
    Again(),
)


@dataclass(slots=True)
class Expected:
    """What is to be found: of each rule and column the rows, of each fate how many, and what people's cells become."""

    broken: dict[tuple[str, str], list[list[Cell]]] = field(default_factory=lambda: defaultdict(list))
    fates: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    becomes: dict[int, tuple[str, str]] = field(default_factory=dict)
    gone: set[int] = field(default_factory=set)


def damaged(kinds: list[Kind], people: list[int], places: list[int]) -> tuple[Sheet, Expected]:
    """Do the damage, each kind to a person of its own or in a place of its own."""
    sheet, expected = sound(), Expected()
    rows = {row: sheet.rows[row - 1] for row in people}
    # Notes stand below everything else, so they are put there last.
    order = sorted(range(len(kinds)), key=lambda n: isinstance(kinds[n], ARow) and kinds[n].is_last)  # type: ignore[union-attr] # ARow
    for n in order:
        kind, row, place = kinds[n], people[n], places[n]
        if isinstance(kind, InACell):
            cell_damaged(kind, row, rows[row], expected)
        elif isinstance(kind, ARow):
            put: list[Cell] = [*kind.cells, *[""] * (len(HEADER) - len(kind.cells))]
            sheet.rows.insert(len(sheet.rows) if kind.is_last else place - 1, put)
            expected.fates[kind.fate] += 1
            if kind.rule:
                expected.broken[kind.rule, ""].append(put)
        else:
            copy = list(rows[row])
            at = next(position for position, each in enumerate(sheet.rows) if each is rows[row])
            sheet.rows.insert(max(at + 1, min(place, len(sheet.rows) - 1)), copy)
            expected.fates["repeated exactly"] += 1
            expected.broken["repeated_exactly", ""].append(copy)
    return sheet, expected


def cell_damaged(kind: InACell, row: int, cells: list[Cell], expected: Expected) -> None:
    cells[HEADER.index(kind.column)] = kind.text
    if kind.rule == "no_identifier":
        expected.gone.add(row)
        expected.fates["no identifier"] += 1
        expected.broken[kind.rule, ""].append(cells)
        return
    expected.broken[kind.rule, kind.column].append(cells)
    expected.becomes[row] = (kind.column, kind.becomes)


def read(sheet: Sheet) -> Checked:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "extract.csv"
        sheet.write(path)
        return check(path, population="people in a test", as_at="2025-12-31")


@cache
def as_it_was() -> pd.DataFrame:
    cohort = read(sound()).required("the sound file")
    return texts_of(cohort.people).set_axis(range(2, LAST + 1))


def places_of(sheet: Sheet, broken: Mapping[tuple[str, str], list[list[Cell]]]) -> dict[tuple[str, str], list[int]]:
    """Return the rows of the file, the first being 1, on which damaged rows stand now."""
    numbers = {id(cells): number for number, cells in enumerate(sheet.rows, start=1)}
    return {key: sorted(numbers[id(cells)] for cells in rows) for key, rows in broken.items()}


@st.composite
def damage(draw: st.DrawFn) -> tuple[Sheet, Expected]:
    kinds = draw(st.lists(st.sampled_from(KINDS), min_size=1, max_size=4))
    many = len(kinds)
    # The damage to needs and their date is to people who are assessed, so that there is something to damage.
    assessed = [row for row in range(2, LAST + 1) if row not in NOT_ASSESSED]
    people = draw(st.lists(st.sampled_from(assessed), unique=True, min_size=many, max_size=many))
    places = draw(st.lists(st.integers(2, LAST), min_size=many, max_size=many))
    return damaged(kinds, people, places)


@given(damage())
@settings(max_examples=60, deadline=None)
def test_every_kind_of_damage_is_found_and_everything_else_is_as_it_was(done: tuple[Sheet, Expected]) -> None:
    sheet, expected = done
    found = read(sheet)

    assert found.cohort is not None
    assert {(each.rule, each.column): each.at.tolist() for each in found.problems} == places_of(sheet, expected.broken)
    fates = {fate: count for fate, count in found.cohort.records.items() if count}
    assert fates == {"kept": LAST - 1 - len(expected.gone), **expected.fates}
    assert sum(fates.values()) == sheet.below_header
    people = as_it_was().drop(index=list(expected.gone))
    for row, (column, text) in expected.becomes.items():
        people.loc[row, column] = text
    assert texts_of(found.cohort.people).to_numpy().tolist() == people.to_numpy().tolist()
    assert "zqx" not in " ".join(each.sentence for each in found.problems).casefold()
