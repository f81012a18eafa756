"""Which sentences a board hears, in which order, and that every number in them stands in the table they name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from openpyxl import load_workbook

import needskit as nk
from needskit.output.board import _ranked
from needskit.output.board_parts import Candidate, points_in_words
from needskit.output.board_sentences import BOARD
from needskit.output.excel.columns import grid_of
from needskit.output.excel.layout import shown

if TYPE_CHECKING:
    from pathlib import Path

    from needskit.disclosure.released import Release, ReleasedTable
    from needskit.table.table import Table

NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
CONFIDENCE = "95%"


@pytest.fixture(scope="module", params=[60, 400, 2_000])
def released(request: pytest.FixtureRequest) -> Release:
    people = nk.synthetic_people(people=request.param, seed=2)
    cohort = nk.read_cohort(people, population="people in a test", as_at="2025-12-31")
    return nk.release(nk.standard_report(cohort, by=[], only=list(BOARD)))


def numbers_in(table: ReleasedTable, released: Release) -> set[str]:
    """Return every number that the worksheet of a table shows, with and without its sign."""
    grid = grid_of(table, name="any", policy=released.policy)
    texts = [shown(value, column) for row in grid.rows for value, column in zip(row, grid.columns, strict=True)]
    words = [table.caption.title, *(column.heading for column in grid.columns), *texts]
    return {number for text in words for number in NUMBER.findall(text)}


def test_every_number_read_out_stands_in_the_table_that_is_named(released: Release) -> None:
    said = nk.headline(released, most=40)
    assert said
    for each in said:
        numbers = set(NUMBER.findall(each.words.replace(CONFIDENCE, "")))
        missing = numbers - numbers_in(released[each.key], released)
        assert not missing, (each.words, missing)
        assert str(each).endswith(f"({each.table})")


def test_each_sentence_has_a_count_and_what_it_is_out_of(released: Release) -> None:
    for each in nk.headline(released, most=40):
        assert re.search(r"\d of \d", each.words), each.words


def candidate(words: str, *, subject: str, people: int, sure: bool = True) -> Candidate:
    return Candidate(words, "a.key", subject, people, sure)


def test_the_sure_come_first_then_each_subject_once_then_the_larger() -> None:
    found = [
        candidate("unsure, of many", subject="homes", people=900, sure=False),
        candidate("few", subject="homes", people=10),
        candidate("second of needs", subject="needs", people=500),
        candidate("first of needs", subject="needs", people=800),
        candidate("reoffending", subject="reoffending", people=600),
    ]
    assert [each.words for each in _ranked(found)] == [
        *("first of needs", "reoffending", "few"),  # one of each subject, the larger first
        "second of needs",
        "unsure, of many",
    ]


def test_what_is_withheld_is_not_read_out_and_coverage_closes(published: Release) -> None:
    assert not any("withheld" in each.words for each in nk.headline(published))
    people = nk.synthetic_people(people=400, seed=1)
    cohort = nk.read_cohort(people, population="people in a test")
    tables = nk.release(nk.standard_report(cohort, by=[], only=["coverage.assessment", "needs.prevalence"]))
    assert [each.key for each in nk.headline(tables)] == ["needs.prevalence", "coverage.assessment"]


def test_the_commonest_need_with_its_count(published: Release) -> None:
    said = {each.key: str(each) for each in nk.headline(published)}
    # 330 of 400 is 82.5%, half up
    assert said["needs.prevalence"].startswith("The commonest need was thinking and behaviour, 83%: 330 of 400")


@pytest.mark.parametrize(
    ("policy", "everybody", "nobody"),
    [
        ("none", "All", "None"),
        ("suppress", "All", "None"),
        ("nhs", "All or nearly all", "None"),
        # 0 means 0 to 4 there, and 40 may be 36 of 44.
        ("publish", "All or nearly all", "Few or none"),
    ],
)
def test_everybody_and_nobody_are_said_in_words_and_no_more_is_claimed_than_the_policy_shows(
    policy: str, everybody: str, nobody: str
) -> None:
    people = pd.DataFrame({"person_id": [str(n) for n in range(40)], "age": "40"})
    people[["need_drugs", "need_alcohol"]] = "yes"
    cohort = nk.read_cohort(people, population="people in a test", as_at="2025-12-31")
    released = nk.release(cohort_tables(cohort), policy=policy)
    said = {each.key: each.words for each in nk.headline(released)}
    assert said["transition.young_adults_share"].startswith(f"{nobody} were aged 18 to 24: 0 of 40 people with a known")
    if policy != "suppress":  # where true numbers are shown, that nobody says no is hidden
        wanted = f"{everybody} had two or more needs: 40 of 40 people with a known answer on every need."
        assert said["overlap.number_of_needs"].startswith(wanted)


def cohort_tables(cohort: nk.Cohort) -> list[Table]:
    return [nk.overlap.number_of_needs(cohort), nk.transition.young_adults_share(cohort)]


def test_one_of_something_is_not_several() -> None:
    people = pd.DataFrame({"person_id": ["1"], "need_drugs": ["yes"], "need_alcohol": ["yes"]})
    released = nk.release(nk.overlap.number_of_needs(nk.read_cohort(people, population="a test")), policy="none")
    assert ": 1 of 1 person with a known answer" in nk.headline(released)[0].words
    assert (points_in_words("1"), points_in_words("2")) == ("1 percentage point", "2 percentage points")


def test_no_sentence_is_wanted_is_refused(published: Release) -> None:
    with pytest.raises(nk.UsageError, match="most=0 asks for fewer"):
        nk.headline(published, most=0)


def test_the_worksheet_to_read_out_links_the_table_of_each(published: Release, tmp_path: Path) -> None:
    book = load_workbook(nk.Workbook(title="T", tables=published, contact="c").save(tmp_path / "t.xlsx"))
    sheet = book["To read out"]
    (table,) = sheet.tables.values()
    rows = list(sheet[table.ref])[1:]
    said = nk.headline(published)
    assert [(words.value, tab.value) for words, tab in rows] == [(each.words, each.table) for each in said]
    assert all(tab.hyperlink.location == f"'{tab.value}'!A1" for _, tab in rows)
