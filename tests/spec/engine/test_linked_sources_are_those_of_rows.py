"""Sources linked in DuckDB say of people what the same sources say that are read row by row."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from tests.spec.engine.linked_tables import FOLLOW_UP, assessments_of, offences_of, spells_of
from tests.spec.engine.test_counts_are_those_of_rows import assert_same, by_key, said_of

import needskit as nk
from needskit.engine import columns

if TYPE_CHECKING:
    from pathlib import Path

OF_ROWS = {"iom.spells", "accommodation.days_homeless", "accommodation.moves", "overlap.repeated_contact"}
"""Tables that ask for days between records."""


def settings_in(folder: Path, tables: dict[str, pd.DataFrame], *, counted: bool, more: str = "") -> Path:
    """Write the settings of sources that are called by their roles."""
    text = FOLLOW_UP + more
    for role, table in tables.items():
        table.to_parquet(folder / f"{role}.parquet")
        text += f'[sources.{role}]\nfile = "{role}.parquet"\nrole = "{role}"\n'
        text += 'engine = "duckdb"\n' if counted else ""
        text += "most_cells = 1.0\n" if counted and role == "people" else ""
    path = folder / ("counted.toml" if counted else "rows.toml")
    path.write_text(text, encoding="utf-8")
    return path


def both_of(folder: Path, tables: dict[str, pd.DataFrame], more: str = "") -> tuple[nk.Cohort, nk.Cohort]:
    rows = nk.read_cohort(settings_in(folder, tables, counted=False, more=more))
    return rows, nk.count_cohort(settings_in(folder, tables, counted=True, more=more))


@pytest.fixture(scope="module")
def people(clean: pd.DataFrame) -> pd.DataFrame:
    """Return people of whom the table says a little of what their records say too, and not always the same."""
    names = ["person_id", "index_date", "date_of_birth", "sex", "follow_up_end", "need_drugs", "reconvicted_12_months"]
    found = clean[names].head(150).reset_index(drop=True)
    found.loc[3:8, "index_date"] = ["", "31/02/2023", "2024-02-29", "", "2022-05-01", "2022-05-01"]
    found.loc[::5, "follow_up_end"] = ""
    return found


@pytest.fixture(scope="module")
def pair(people: pd.DataFrame, tmp_path_factory: pytest.TempPathFactory) -> tuple[nk.Cohort, nk.Cohort]:
    tables = {
        "people": people,
        "offences": offences_of(people),
        "assessments": assessments_of(people),
        "iom": spells_of(people, 80, 3, iom_tier=["fixed", "flex", ""]),
        "accommodation": spells_of(
            people, 120, 4, accommodation=["settled", "rough sleeping", ""], point=["", "", "on_release", "at_3_months"]
        ),
    }
    return both_of(tmp_path_factory.mktemp("linked"), tables)


def test_every_table_is_the_same_cell_for_cell(pair: tuple[nk.Cohort, nk.Cohort]) -> None:
    rows, counts = (by_key(nk.standard_report(cohort)) for cohort in pair)

    assert {"linkage.rows", "linkage.found", "linkage.agreement", "reconviction.time_to_first"} <= counts.keys()
    assert {key.split("_by_")[0] for key in rows.keys() - counts.keys()} <= OF_ROWS | {
        "transition.followed", "transition.needs_before_and_after"
    }  # fmt: skip
    assert_same(rows, counts)


def test_every_row_meets_the_same_fate_and_breaks_the_same_rules(pair: tuple[nk.Cohort, nk.Cohort]) -> None:
    rows, counts = pair

    assert [(said, each.source) for said, each in zip(said_of(counts), counts.problems, strict=True)] == [
        (said, each.source) for said, each in zip(said_of(rows), rows.problems, strict=True)
    ]
    assert [(s.label, s.rows, s.outside, s.used_are) for s in counts.sources] == [
        (s.label, s.rows, s.outside, s.used_are) for s in rows.sources
    ]
    # The tables are made so that each of these is broken; the lists above would be equal without it too.
    assert {
        "after_the_index_date", "another_type", "no_date_of_assessment", "not_in_the_cohort", "offence_before_index",
        "offence_without_date", "offence_without_outcome", "outcome_after_waiting", "outcome_without_date",
        "overlapping_spells", "pseudo_reconviction", "reconviction_outside_follow_up", "repeated_exactly", "same_day",
        "sources_differ", "totals_row",
    } <= {each.rule for each in counts.problems}  # fmt: skip


def test_grouped_survival_and_regression_are_those_of_rows(pair: tuple[nk.Cohort, nk.Cohort]) -> None:
    of_each = [
        (
            nk.reconviction.log_rank(cohort, by="sex"),
            nk.reconviction.time_to_first_adjusted(cohort, terms=("sex",)),
            nk.overlap.reconviction_adjusted(cohort),
        )
        for cohort in pair
    ]
    for of_rows, of_counts in zip(*of_each, strict=True):
        pd.testing.assert_frame_equal(of_rows.to_frame(), of_counts.to_frame())


def test_contacts_by_dates_want_rows(pair: tuple[nk.Cohort, nk.Cohort]) -> None:
    with pytest.raises(nk.UsageError, match=r"of those whose contacts are counted, with person_id, index_date, need_"):
        nk.overlap.repeated_contact(pair[1])


def test_any_assessment_and_a_complete_source(people: pd.DataFrame, tmp_path: Path) -> None:
    tables = {"people": people, "assessments": assessments_of(people)}
    more = '[needs]\nblank = "no"\n[assessments]\ntake = "any"\nwithin_weeks = 0\ntypes = []\n'
    rows, counts = both_of(tmp_path, tables, more)

    assert_same(by_key((nk.needs.prevalence(rows),)), by_key((nk.needs.prevalence(counts),)))
    assert said_of(rows) == said_of(counts)


def test_without_an_order_of_rows_the_same_assessment_counts_always(
    people: pd.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    import ibis  # noqa: PLC0415 - skipped where it is not there

    monkeypatch.setattr(columns, "IN_ORDER", frozenset())
    every = assessments_of(people)
    found = []
    for table in (every, every.iloc[::-1]):
        cohort = nk.count_cohort(
            ibis.memtable(people),
            sources={"assessments": ibis.memtable(table.reset_index(drop=True))},
            population="made-up people",
            as_at="2025-12-31",
            most_cells=1.0,
        )
        found.append(nk.needs.prevalence(cohort).to_frame())
        assert "The engine keeps no order of rows" in " ".join(each.done for each in cohort.problems)
    as_they_are, turned_round = found
    pd.testing.assert_frame_equal(as_they_are, turned_round)


def test_the_workbook_of_linked_sources_is_the_same_but_for_the_method_sheet(
    pair: tuple[nk.Cohort, nk.Cohort], tmp_path: Path
) -> None:
    books = []
    for cohort in pair:
        tables = (
            nk.coverage.flow(cohort),
            nk.linkage.rows(cohort),
            nk.linkage.found(cohort),
            nk.linkage.agreement(cohort),
            nk.reconviction.headline(cohort),
            nk.needs.prevalence(cohort, by="sex"),
        )
        book = nk.needs_assessment(cohort, nk.release(tables, policy=nk.STANDARD_POLICY), contact="a test")
        path = book.save(tmp_path / "report.xlsx")
        with zipfile.ZipFile(path) as saved:
            books.append({part: saved.read(part) for part in saved.namelist()})

    rows, counts = books
    differ = {part for part in rows if rows[part] != counts.get(part)}
    [method] = [part for part, content in counts.items() if b"Counted in DuckDB" in content]
    assert rows.keys() == counts.keys()
    assert method in differ
    assert all(part.startswith("xl/tables/") for part in differ - {method})
    assert len(differ) <= 2
