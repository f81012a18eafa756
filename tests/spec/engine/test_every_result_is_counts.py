"""Everything that comes out of an engine is looked at: counts of values and of cells, and nothing of one person."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import needskit as nk

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pandas as pd
    import pyarrow as pa

SAID = {"population": "made-up people", "as_at": "2025-12-31", "most_cells": 1.0}
COUNTS = ("times", "people__", "rows")
"""What the column is called that says how many records a row of a result stands for."""


@pytest.fixture
def results(monkeypatch: pytest.MonkeyPatch) -> list[pa.Table]:
    """Return a list into which every result goes that DuckDB gives to Ibis."""
    backends = pytest.importorskip("ibis.backends.duckdb")
    found: list[pa.Table] = []
    asked: Callable[..., object] = backends.Backend._to_duckdb_relation  # noqa: SLF001 - the one way out

    def watched(self: object, *expression: object, **settings: object) -> object:
        relation = asked(self, *expression, **settings)
        found.append(relation.to_arrow_table())  # type: ignore[attr-defined]
        return relation

    monkeypatch.setattr(backends.Backend, "_to_duckdb_relation", watched)
    return found


def counted(people: pd.DataFrame, path: Path) -> nk.Cohort:
    people.to_parquet(path)
    counter: Callable[..., nk.Cohort] = nk.count_cohort
    return counter(path, **SAID)


@pytest.mark.parametrize("which", ["clean", "messy"])
def test_every_result_is_one_row_or_counts_of_sets_of_answers(
    which: str, request: pytest.FixtureRequest, results: list[pa.Table], tmp_path: Path
) -> None:
    people: pd.DataFrame = request.getfixturevalue(which)
    cohort = counted(people, tmp_path / "people.parquet")
    identifiers = {text for text in people["person_id"] if "SYNTHETIC" in text}

    assert len(identifiers) == 240
    several = [result for result in results if result.num_rows > 1]
    for result in results:
        assert not identifiers & {str(value) for column in result.columns for value in column.to_pylist()}
        assert result.num_rows <= max(len(cohort.people), *(people[name].nunique() + 1 for name in people.columns[1:]))
    for result in several:
        [counts] = [name for name in result.column_names if name in COUNTS]
        answers = result.drop_columns([counts]).to_pylist()
        # No row twice: what two people have in common is one row, which says that they are two.
        assert len({tuple(row.values()) for row in answers}) == result.num_rows
        assert sum(result[counts].to_pylist()) in {len(people), len(cohort)}
        # A date stands beside its count alone, so that no two dates are known to be of one person.
        assert result.num_columns == 2 or all(str(kind).startswith("int") for kind in result.schema.types)
    assert max(result.num_rows for result in several if "people__" in result.column_names) == len(cohort.people)


def test_a_clean_table_is_gone_over_once_a_column_and_three_times_besides(
    clean: pd.DataFrame, results: list[pa.Table], tmp_path: Path
) -> None:
    held = ["person_id", "index_date", "date_of_birth", "sex", "need_drugs", "reconvicted_12_months"]

    cohort = counted(clean[held], tmp_path / "people.parquet")

    # Distinct values of five columns; a look at the identifiers; how many there are; the cells. No date breaks a rule.
    assert len(results) == 5 + 3
    assert len(cohort) == 240
