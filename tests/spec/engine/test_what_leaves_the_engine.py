"""Only counts leave an engine; what would be people, a secret or a row is refused in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest

import needskit as nk
from needskit.cli import main

if TYPE_CHECKING:
    from pathlib import Path

SETTINGS = """\
[cohort]
population = "people in a test"
[sources.people]
role = "people"
"""


def saved(tmp_path: Path, people: pd.DataFrame) -> Path:
    path = tmp_path / "people.parquet"
    people.to_parquet(path)
    return path


def test_no_identifier_and_no_date_comes_out(alike: nk.Cohort) -> None:
    assert not {"person_id", "index_date", "date_of_birth"} & {*alike.people.columns}
    assert alike.people["people"].sum() == len(alike) == 240
    assert alike.left_in_engine == ("person_id", "index_date", "date_of_birth")


def test_people_alike_share_a_cell(tmp_path: Path) -> None:
    path = saved(tmp_path, pd.DataFrame({"person_id": list("abcd"), "sex": ["F", "female", "f", "M"]}))

    counts = nk.count_cohort(path, population="people in a test")

    assert counts.people[["sex", "people"]].to_numpy().tolist() == [["female", 3], ["male", 1]]


def test_too_many_cells_are_refused_and_the_column_that_divides_most_is_named(tmp_path: Path) -> None:
    people = pd.DataFrame({"person_id": range(40), "age": range(18, 58), "sex": ["F", "M"] * 20})
    path = saved(tmp_path, people)

    with pytest.raises(nk.UsageError, match=r"more cells than 50% of their number.*'age' divides them most"):
        nk.count_cohort(path, population="people in a test")
    assert len(nk.count_cohort(path, population="people in a test", columns={"age": None})) == 40


def test_every_column_to_leave_out_is_named_at_once(clean: pd.DataFrame, tmp_path: Path) -> None:
    path = saved(tmp_path, clean[["person_id", "date_of_birth", "index_date", "ogrs3", "sex", "need_drugs"]])

    with pytest.raises(nk.UsageError, match=r"'ogrs3' and 'date_of_birth' divide them most") as refused:
        nk.count_cohort(path, population="people in a test", most_cells=0.1)
    assert "columns={'ogrs3': None, 'date_of_birth': None}" in str(refused.value)
    without = {"ogrs3": None, "date_of_birth": None}
    left = nk.count_cohort(path, population="people in a test", columns=without, most_cells=0.1)
    assert (len(left), len(left.people) <= 24) == (240, True)


def test_what_wants_a_row_a_person_says_so(alike: nk.Cohort) -> None:
    with pytest.raises(nk.UsageError, match=r"R-ROWS.*read a smaller extract with read_cohort"):
        nk.iom.match(alike)


def test_identifiers_with_two_different_rows_are_refused(tmp_path: Path) -> None:
    path = saved(tmp_path, pd.DataFrame({"person_id": ["a", "a ", "b"], "sex": ["F", "M", "M"]}))

    with pytest.raises(nk.DataError, match="2 rows: has an identifier that another row has too"):
        nk.count_cohort(path, population="people in a test", most_cells=1)


@pytest.mark.parametrize(
    "text",
    ["postgres://reader:hunter2@host/linked", "snowflake://reader@account/db?token=hunter2", "mssql://h/d?PWD=hunter2"],
)
def test_a_password_in_a_connection_string_is_refused_and_not_repeated(text: str, tmp_path: Path) -> None:
    with pytest.raises(nk.UsageError, match="holds a password or a token") as refused:
        nk.count_cohort(text, population="people in a test", table="people")
    assert "hunter2" not in str(refused.value)

    settings = tmp_path / "needskit.toml"
    settings.write_text(f'{SETTINGS}file = "{text}"\nengine = "connection"\ntable = "people"\n', encoding="utf-8")
    with pytest.raises(nk.UsageError, match="holds a password or a token"):
        nk.count_cohort(settings)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ('table = "people"', "table has a meaning only with engine"),
        ('engine = "duckdb"\nsheet = "People"', "sheet has no meaning for a table in an engine"),
        ('engine = "duckdb"\nmost_cells = 1.5', "most_cells is a share of the people"),
    ],
)
def test_a_setting_without_a_meaning_is_refused(more: str, words: str, tmp_path: Path) -> None:
    saved(tmp_path, pd.DataFrame({"person_id": ["a"], "sex": ["F"]}))
    settings = tmp_path / "needskit.toml"
    settings.write_text(f'{SETTINGS}file = "people.parquet"\n{more}\n', encoding="utf-8")

    with pytest.raises(nk.UsageError, match=words):
        nk.count_cohort(settings)


def test_a_table_of_a_duckdb_file_is_counted_and_checked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import duckdb  # noqa: PLC0415 - skipped with ibis where the extra is not there

    with duckdb.connect(tmp_path / "linked.duckdb") as connection:
        connection.execute("create table people as select i as person_id, 'F' as sex from range(30) t(i)")
    settings = tmp_path / "needskit.toml"
    settings.write_text(f'{SETTINGS}file = "linked.duckdb"\nengine = "duckdb"\ntable = "people"\n', encoding="utf-8")

    assert main(["check", str(settings)]) == 0
    assert "Records received: 30" in capsys.readouterr().out
    assert main(["check", str(settings), "--report", str(tmp_path / "check.xlsx")]) == 2
    assert "stay there" in capsys.readouterr().err
    cohort = nk.count_cohort(settings)
    said = "\n".join(f"{each.name}: {each.value}" for each in cohort.settings)
    assert "Counted in an engine: duckdb\nMost cells: 50% of the people" in said
    assert cohort.sources[0].name == "linked.duckdb, table people"
    with pytest.raises(nk.UsageError, match="count_cohort"):
        nk.read_cohort(settings)
