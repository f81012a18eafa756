"""People counted in DuckDB give the tables, problems and workbook that the same people as rows give."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pandas as pd
import pytest

import needskit as nk
from needskit.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from needskit.table.table import Table

    Both = Callable[..., tuple[nk.Cohort, nk.Cohort]]


def said_of(cohort: nk.Cohort) -> list[tuple[object, ...]]:
    """Return every problem but the rows of the file that it names, which only a file has."""
    return [(p.rule, p.column, p.severity, p.rows, p.wanted, p.done, p.header) for p in cohort.problems]


def by_key(tables: tuple[Table, ...]) -> dict[str, Table]:
    return {table.caption.key: table for table in tables}


def assert_same(rows: dict[str, Table], counts: dict[str, Table]) -> None:
    differ = [
        key
        for key, table in counts.items()
        if (table.caption, table.dimensions, table.headings, table.counts, table.attributes)
        != (rows[key].caption, rows[key].dimensions, rows[key].headings, rows[key].counts, rows[key].attributes)
        or not table.to_frame().equals(rows[key].to_frame())
    ]
    assert differ == []


@pytest.fixture(scope="module")
def pair(both: Both, messy: pd.DataFrame) -> tuple[nk.Cohort, nk.Cohort]:
    return both(messy)


def test_every_record_meets_the_same_fate_and_breaks_the_same_rules(pair: tuple[nk.Cohort, nk.Cohort]) -> None:
    rows, counts = pair

    assert counts.records == rows.records
    assert counts.records["repeated exactly"] == 3
    assert said_of(counts) == said_of(rows)
    # The extract is made so that each of these is broken; the list above would be equal without it too.
    assert {
        "age_differs", "after_as_at", "after_index", "does_not_apply", "end_before_start", "flag_and_score_differ",
        "impossible_age", "needs_without_assessment", "not_a_date", "not_a_length", "not_followed_up",
        "not_in_code_list", "outcomes_differ", "placeholder_date", "sentence_differs",
    } <= {p.rule for p in counts.problems}  # fmt: skip


def test_every_table_is_the_same_cell_for_cell(pair: tuple[nk.Cohort, nk.Cohort]) -> None:
    rows, counts = pair
    of_rows, of_counts = by_key(nk.standard_report(rows)), by_key(nk.standard_report(counts))

    assert of_counts.keys() == of_rows.keys()
    assert_same(of_rows, of_counts)
    assert (len(counts), counts.made_up, counts.attributes) == (len(rows), True, rows.attributes)


def test_a_part_of_the_people_is_the_same_too(pair: tuple[nk.Cohort, nk.Cohort]) -> None:
    young_of_rows, young = (cohort.where("aged 18 to 24", age=(18, 24)) for cohort in pair)

    assert len(young) == len(young_of_rows) > 0
    assert_same(
        {"needs": nk.needs.prevalence(young_of_rows, by="sex")}, {"needs": nk.needs.prevalence(young, by="sex")}
    )


def test_columns_with_types_are_read_as_their_texts_are(both: Both) -> None:
    people = pd.DataFrame(
        {
            "person_id": [101, 102, 103, 104, 105],
            "index_date": pd.to_datetime(["2024-02-29", "2024-02-28", "", "2024-02-29", "2024-03-01"]),
            "date_of_birth": pd.to_datetime(["2004-02-29", "2004-02-29", "1990-01-01", "2004-03-01", "2004-02-29"]),
            "sex": pd.Categorical(["F", "M", None, "F", "unknown"]),
            "iom": [True, False, None, True, False],
            "ogrs3": [45.5, 60.0, None, 7.0, 7.0],
            "prior_convictions": pd.array([3, None, 0, 3, 12], dtype="Int64"),
        }
    )
    rows, counts = both(people)

    assert rows.people["age"].tolist()[:2] == [20, 19]
    assert_same(by_key(nk.standard_report(rows)), by_key(nk.standard_report(counts)))
    assert said_of(counts) == said_of(rows)


def test_a_number_that_is_none_is_missing(tmp_path: Path) -> None:
    parquet, pa = pytest.importorskip("pyarrow.parquet"), pytest.importorskip("pyarrow")
    scores = pa.array([float("nan"), 45.0, 45.0, None], from_pandas=False)
    parquet.write_table(pa.table({"person_id": list("abcd"), "ogrs3": scores}), tmp_path / "people.parquet")

    cohort = nk.count_cohort(tmp_path / "people.parquet", population="people in a test", most_cells=1)

    assert cohort.people["people"].sum() == 4
    assert cohort.people.loc[cohort.people["ogrs3"].isna(), "people"].tolist() == [2]


def test_empty_cells_that_mean_no_are_no_of_those_who_were_asked(tmp_path: Path) -> None:
    people = pd.DataFrame(
        {
            "person_id": list("abcdef"),
            "need_drugs": ["Y", "", "", "unknown", "", "N"],
            "need_alcohol": ["", "Y", "", "Y", "unknown", ""],
        }
    )
    people.to_parquet(tmp_path / "people.parquet")
    settings = tmp_path / "needskit.toml"
    settings.write_text(
        '[cohort]\npopulation = "people in a test"\n[needs]\nblank = "no"\n[sources.people]\nfile = "people.parquet"\n'
        'role = "people"\n',
        encoding="utf-8",
    )
    rows = nk.read_cohort(settings)
    counts = nk.count_cohort(tmp_path / "people.parquet", settings, most_cells=1)

    answers = nk.needs.prevalence(counts).to_frame()
    assert answers["count"].sum() == 3
    pd.testing.assert_frame_equal(answers, nk.needs.prevalence(rows).to_frame())


def test_the_workbook_is_the_same_byte_for_byte_but_for_the_method_sheet(
    clean: pd.DataFrame, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "parts").mkdir()
    clean.iloc[:100].to_parquet(tmp_path / "parts" / "1.parquet")
    clean.iloc[100:].to_parquet(tmp_path / "parts" / "2.parquet")
    clean.to_parquet(tmp_path / "whole.parquet")
    usual = '[cohort]\npopulation = "made-up people"\nas_at = 2025-12-31\n[report]\ncontact = "a test"\n'
    keys = [
        *("coverage.flow", "coverage.problems", "coverage.completeness", "demographics.profile"),
        *("needs.prevalence", "overlap.number_of_needs", "transition.young_adults_share", "iom.tiers"),
    ]
    only = f"tables = {keys}\n"
    source = '[sources.people]\nrole = "people"\n'
    made = []
    for name, more in (
        ("rows", 'file = "whole.parquet"\n'),
        ("counts", 'file = "parts"\nengine = "duckdb"\nmost_cells = 1.0\n'),
    ):
        settings = tmp_path / f"{name}.toml"
        settings.write_text(usual + only + source + more, encoding="utf-8")
        assert main(["report", str(settings), "--out", str(tmp_path / f"{name}.xlsx")]) == 0
        with zipfile.ZipFile(tmp_path / f"{name}.xlsx") as book:
            made.append({part: book.read(part) for part in book.namelist()})
    assert capsys.readouterr().out.count("Look in:") == 2

    rows, counts = made
    differ = {part for part in rows if rows[part] != counts.get(part)}
    [method] = [part for part, content in counts.items() if b"Counted in DuckDB" in content]
    told = "xl/tables/"
    assert rows.keys() == counts.keys()
    # The method sheet, and the range of the one table on it, which has a few rows more.
    assert method in differ
    assert len(differ) <= 2
    assert all(part.startswith(told) for part in differ - {method})
