"""Plans, households and cases are no people: nothing that a reader of their workbook can see says so."""

from __future__ import annotations

import re
import zipfile
from itertools import product
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from openpyxl import load_workbook

import needskit as nk
from needskit.report.catalogue import STANDARD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from needskit.cohort.cohort import Cohort
    from needskit.disclosure.released import Release

OF_PEOPLE = re.compile(
    r"\b(people|persons?|nobody|everybody|everyone|anybody|somebody|whom?|an? need|needs?)\b", re.IGNORECASE
)
NAMES = re.compile(
    r"[a-z]+\.[a-z_]+(_by_[a-z_]+)?"  # the key of a table
    r"|(other_)?needs?(?=[,\r\n])"  # the column of a tidy file
    r"|\bneeds='oasys'"  # an argument, in an error
)
"""Stable names that a program reads, and that are the same whatever is counted."""

ABOUT_PEOPLE = {
    *("transition.young_adults_share", "overlap.standardised", "overlap.reconviction_adjusted"),
    *("overlap.reconviction", "needs.reconviction", "overlap.repeated_contact", "overlap.dual_diagnosis"),
}
"""Tables that are only made where there is a column of ages, offences or diagnoses."""

SIX = {f"theme_{letter}": f"Theme {letter.upper()}" for letter in "abcdef"}


@pytest.fixture(scope="module", params=["plans", "households"])
def cohort(request: pytest.FixtureRequest) -> Cohort:
    """Return 128 plans or households of two areas, of which some answers are not known."""
    answers = list(product(("yes", "no"), repeat=len(SIX))) * 2
    frame = pd.DataFrame(answers, columns=list(SIX))
    frame.loc[5:7, "theme_b"] = ""
    frame.loc[9, list(SIX)] = ""
    frame["reference"] = [f"R{number}" for number in range(len(frame))]
    frame["reference"] = frame["reference"].where(frame.index != 3, "")
    frame["area"] = ["North", "South", "West", "North"] * (len(frame) // 4)
    frame["mental_health"] = ["yes", "no", "no", ""] * (len(frame) // 4)
    frame["remarks"] = "long"
    return nk.read_cohort(
        frame,
        population=f"{request.param} in a test",
        as_at="2025-12-31",
        unit=request.param,
        needs=SIX,
        need_word="theme",
        columns={"person_id": "reference"},
        breakdowns={"area": "Area"},
    )


def cells_of(path: Path) -> Iterator[str]:
    """Read every text of a workbook: cells, headers, tabs, properties, and the words of its charts."""
    book = load_workbook(path)
    properties = book.properties
    yield from (str(words) for words in (properties.title, properties.subject, properties.keywords) if words)
    for sheet in book.worksheets:
        yield sheet.title
        yield from (str(cell.value) for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str))


def words_of_parts(path: Path) -> Iterator[str]:
    """Read every word of the charts and of their alternative texts, as the file holds them."""
    with zipfile.ZipFile(path) as package:
        for name in package.namelist():
            if "chart" in name or "drawing" in name:
                xml = package.read(name).decode()
                yield from re.findall(r"<(?:a:t|c:v|v)>([^<]*)<", xml)
                yield from re.findall(r'(?:descr|title)="([^"]*)"', xml)


def about_people(texts: Iterable[str]) -> list[str]:
    return [text for text in texts if OF_PEOPLE.search(NAMES.sub("", text).replace("needskit", ""))]


@pytest.fixture(scope="module", params=["publish", "none"])
def released(request: pytest.FixtureRequest, cohort: Cohort) -> Release:
    other = cohort.where("in the North", area="North")
    rest = cohort.where("elsewhere", area=["South", "West"])
    difference = nk.difference(nk.overlap.number_of_needs(other), against=nk.overlap.number_of_needs(rest))
    return nk.release([*nk.standard_report(cohort), difference], policy=request.param)


def test_every_table_that_is_not_about_people_alone_is_looked_at(released: Release) -> None:
    made = {table.caption.key for table in released}
    assert {"overlap.pairs", "overlap.combinations", "needs.prevalence_by_area", "coverage.problems"} <= made
    assert not {entry.key for entry in STANDARD if entry.key in made} & ABOUT_PEOPLE


def test_a_workbook_of_plans_or_households_speaks_of_nothing_else(
    cohort: Cohort, released: Release, tmp_path: Path
) -> None:
    book = nk.needs_assessment(cohort, released, contact="the reviewers")
    saved = book.save(tmp_path / "book-internal.xlsx")

    assert about_people(cells_of(saved)) == []
    assert about_people(words_of_parts(saved)) == []


def test_tidy_files_and_headlines_speak_of_nothing_else(released: Release, tmp_path: Path) -> None:
    # What only programs read names attributes as settings do.
    written = [path for path in nk.write_tidy(released, tmp_path) if path.suffix != ".json"]
    texts = [path.read_text(encoding="utf-8") for path in written]
    assert about_people(line for text in texts for line in text.splitlines(keepends=True)) == []
    assert about_people(nk.headlines(released)) == []


SOURCES = re.compile(r"OASys|Local definition, not official: the usual bands of a needs assessment|^SYNTHETIC: ")
"""Texts that say where something comes from, or that the made-up extract is one."""


def test_tables_of_ages_outcomes_and_contacts_speak_of_nothing_else_either(tmp_path: Path) -> None:
    people = nk.synthetic_people(people=600, seed=2)
    cohort = nk.read_cohort(
        people, population="households in a test", as_at="2025-12-31", unit="households", need_word="theme"
    )
    released = nk.release(nk.standard_report(cohort))
    saved = nk.needs_assessment(cohort, released, contact="the reviewers").save(tmp_path / "book.xlsx")

    assert {table.caption.key for table in released} & ABOUT_PEOPLE
    texts = [*cells_of(saved), *words_of_parts(saved), *nk.headlines(released)]
    assert [text for text in about_people(texts) if not SOURCES.search(text)] == []


def test_tables_of_a_match_speak_of_nothing_else_either(tmp_path: Path) -> None:
    frame = nk.synthetic_people(people=600, seed=2)
    frame["iom"] = ["yes", "no", "no"] * 200
    frame = frame.drop(columns=["iom_tier", "iom_start", "iom_end"])
    cohort = nk.read_cohort(
        frame, population="households in a test", as_at="2025-12-31", unit="households", need_word="theme"
    )
    on = ("sex", "age", "need_drugs")
    matched = [nk.iom.match(cohort, adjust=on, method=method) for method in ("radius", "nearest", "entropy")]
    tables = [make(each) for each in matched for make in (nk.iom.attrition, nk.iom.profile, nk.iom.balance)]
    saved = nk.needs_assessment(cohort, nk.release(tables), contact="the reviewers").save(tmp_path / "book.xlsx")

    said = [each.estimand for each in matched] + [caution.words for each in matched for caution in each.cautions]
    assert "W-NO-PRIORS" in [caution.code for caution in matched[0].cautions]
    assert [text for text in about_people([*cells_of(saved), *said]) if not SOURCES.search(text)] == []


@pytest.mark.parametrize("asked", [nk.demographics.profile, nk.needs.severity, nk.needs.reconviction, nk.linkage.found])
def test_errors_speak_of_nothing_else(cohort: Cohort, asked: Callable[[Cohort], object]) -> None:
    with pytest.raises(nk.UsageError) as raised:
        asked(cohort)
    assert about_people([str(raised.value)]) == []


def test_before_and_after_speaks_of_nothing_else_either(tmp_path: Path) -> None:
    people = nk.synthetic_people(people=300, seed=2)
    cohort = nk.read_cohort(
        people, population="households in a test", as_at="2025-12-31", unit="households", need_word="theme"
    )
    managed = cohort.where("managed under IOM", iom=True)
    tables = [nk.iom.before_after(each, acknowledge_selection=True) for each in (cohort, managed)]
    released = nk.release([*tables, nk.iom.regression_to_the_mean(managed, mean=1.0)])
    saved = nk.needs_assessment(cohort, released, contact="the reviewers").save(tmp_path / "book.xlsx")

    assert [text for text in about_people(cells_of(saved)) if not SOURCES.search(text)] == []
    with pytest.raises(nk.UsageError, match="R-SELECTED") as raised:
        nk.iom.before_after(managed)
    assert about_people([str(raised.value)]) == []
