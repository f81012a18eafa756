"""What cannot be made from counts names whom to fetch, with which columns; no secret gets out, nor a driver's word."""

from __future__ import annotations

import traceback
from typing import TYPE_CHECKING

import pandas as pd
import pytest

import needskit as nk

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import ibis.expr.types as ir

    Ask = Callable[[nk.Cohort], object]


def counted(table: ir.Table | str, name: str = "", **sources: ir.Table) -> nk.Cohort:
    return nk.count_cohort(table, table=name, sources=sources, population="made-up people", as_at="2025-12-31")


@pytest.mark.parametrize(
    ("ask", "whose", "columns"),
    [
        (nk.iom.match, "those managed under IOM and those like them", "iom, sex"),
        (nk.iom.by_window, "those whose windows are asked for", "index_date and follow_up_end"),
        (nk.iom.spells, "those ever managed under IOM", "rows of iom with person_id, start_date"),
        (nk.transition.crossing, "those who turn 18 in the period", "rows of youth with person_id, start_date"),
        (nk.transition.turning_25, "those who turn 25 in the period", "rows of services with person_id, service"),
        (nk.transition.gap, "those who turn 18 in the period", "person_id and date_of_birth"),
        (nk.transition.support_kept, "those who turn 18 in the period", "rows of services with person_id, service"),
        (nk.transition.needs_before_and_after, "those who turn 18 in the period", "assessment_date"),
        (nk.transition.followed, "those aged 17 at the index date", "rows of offences with person_id, offence_date"),
        (nk.accommodation.days_homeless, "those whose stays are asked for", "accommodation, start_date and end_date"),
        (nk.accommodation.moves, "those whose stays are asked for", "person_id and index_date"),
        (
            lambda cohort: nk.reconviction.observed_expected(
                cohort, probability=pd.Series([0.5], index=["SYNTHETIC-0000001"]), horizon_months=12
            ),
            "those who have one",
            "person_id, index_date",
        ),
    ],
)  # fmt: skip
def test_what_wants_rows_names_whom_to_fetch(alike: nk.Cohort, ask: Ask, whose: str, columns: str) -> None:
    with pytest.raises(nk.UsageError) as refused:
        ask(alike)

    said = str(refused.value)
    assert f"were counted in an engine: read a smaller extract with read_cohort, of {whose}, with person_id" in said
    assert columns in said


@pytest.mark.parametrize(
    "text",
    [
        "postgres://reader:hunter2@host/linked",
        "postgres://reader:hunter/2@host/linked",
        "host=warehouse user=reader password=hunter2",
        "mssql://host/db?odbc_connect=UID%3Dreader%3BPwd%3Dhunter2",
        "databricks://token:hunter2@host",
    ],
)
def test_a_password_is_refused_wherever_it_is_written(text: str, tmp_path: Path) -> None:
    settings = tmp_path / "needskit.toml"
    start = '[cohort]\npopulation = "people in a test"\n[sources.people]\nrole = "people"\n'
    for more in ("", 'engine = "connection"\ntable = "people"\n'):
        settings.write_text(f'{start}file = "{text}"\n{more}', encoding="utf-8")
        for read in (nk.read_cohort, nk.count_cohort):
            with pytest.raises(nk.UsageError, match="holds a password or a token") as refused:
                read(settings)
            assert "hunter" not in "".join(traceback.format_exception(refused.value))
    for read in (nk.read_cohort, nk.count_cohort):
        with pytest.raises(nk.UsageError, match="holds a password or a token"):
            read(text, population="people in a test")


def test_a_password_that_has_a_key_of_its_own_is_no_setting(tmp_path: Path) -> None:
    settings = tmp_path / "needskit.toml"
    settings.write_text(
        '[cohort]\npopulation = "people in a test"\n[sources.people]\nrole = "people"\n'
        'file = "postgres://reader@host/linked"\nengine = "connection"\ntable = "people"\npassword = "hunter2"\n',
        encoding="utf-8",
    )
    with pytest.raises(nk.UsageError, match="has no key 'password'") as refused:
        nk.count_cohort(settings)
    assert "hunter2" not in "".join(traceback.format_exception(refused.value))


class OperationalError(Exception):
    """What a driver raises: an error of its own, which tells all that it knows."""


OperationalError.__module__ = "driver.errors"


def test_a_driver_that_fails_is_not_quoted(monkeypatch: pytest.MonkeyPatch) -> None:
    import ibis  # noqa: PLC0415 - skipped where it is not there

    def refuse(text: str) -> None:
        message = f"connection to {text} failed, password hunter2"
        raise OperationalError(message)

    monkeypatch.setattr(ibis, "connect", refuse)
    with pytest.raises(nk.DataError, match="cannot be opened by postgres") as refused:
        counted("postgres://reader@host/linked", "people")
    assert refused.value.__context__ is None
    assert "hunter2" not in "".join(traceback.format_exception(refused.value))


def test_a_query_that_fails_is_not_quoted() -> None:
    import ibis  # noqa: PLC0415 - skipped where it is not there

    rows = ibis.memtable({"person_id": ["1", "2"], "sex": ["F", "hunter2"]})
    broken = rows.mutate(sex=rows["sex"].cast("int64"))
    with pytest.raises(nk.DataError, match=r"did not carry out a query \(ConversionException\)") as refused:
        counted(broken)
    assert "hunter2" not in "".join(traceback.format_exception(refused.value))


def test_sources_of_two_connections_and_unknown_names_are_refused() -> None:
    import ibis  # noqa: PLC0415 - skipped where it is not there

    one, other = (
        ibis.duckdb.connect().create_table("t", pd.DataFrame({"person_id": ["1"], "start_date": ["2025-01-01"]}))
        for _ in range(2)
    )
    with pytest.raises(nk.UsageError, match="are in two connections"):
        counted(one, iom=other)
    with pytest.raises(nk.UsageError, match="did you mean 'offences'"):
        counted(one, offence=other)
    with pytest.raises(nk.UsageError, match='role "population" is not linked in an engine'):
        counted(one, population=other)


def test_tables_of_a_database_and_files_are_linked_in_one_connection(tmp_path: Path) -> None:
    import duckdb  # noqa: PLC0415 - skipped with ibis where the extra is not there

    with duckdb.connect(tmp_path / "linked.duckdb") as connection:
        connection.execute("create table iom as select i as person_id, '2025-01-01' as start_date from range(4) t(i)")
    pd.DataFrame({"person_id": range(10), "sex": ["F", "M"] * 5}).to_parquet(tmp_path / "people.parquet")
    settings = tmp_path / "needskit.toml"
    settings.write_text(
        '[cohort]\npopulation = "people in a test"\nas_at = 2025-12-31\n'
        '[sources.iom]\nfile = "linked.duckdb"\ntable = "iom"\nrole = "iom"\nengine = "duckdb"\ncomplete = true\n'
        '[sources.people]\nfile = "people.parquet"\nrole = "people"\nengine = "duckdb"\n',
        encoding="utf-8",
    )
    cohort = nk.count_cohort(settings)

    held = cohort.people.groupby("iom", observed=True)["people"].sum()
    assert held.to_dict() == {"yes": 4, "no": 6}
    assert [each.name for each in cohort.sources] == ["linked.duckdb, table iom", "people.parquet"]
    assert {"iom_start", "person_id"} <= {*cohort.left_in_engine}


def test_what_divides_people_most_need_not_be_worked_out(tmp_path: Path) -> None:
    people = pd.DataFrame({"person_id": [str(n) for n in range(40)], "index_date": "2024-01-01"})
    offences = pd.DataFrame({"person_id": people["person_id"], "outcome_date": "2024-06-01"})
    offences["offence_date"] = [f"2024-01-{2 + n % 28:02}" for n in range(40)]
    people.to_parquet(tmp_path / "people.parquet")
    offences.to_parquet(tmp_path / "offences.parquet")
    settings = tmp_path / "needskit.toml"
    text = (
        '[cohort]\npopulation = "people in a test"\n[follow_up]\ndata_end = 2025-12-31\n[sources.people]\n'
        'file = "people.parquet"\nrole = "people"\nengine = "duckdb"\n'
        '[sources.offences]\nfile = "offences.parquet"\nrole = "offences"\nengine = "duckdb"\n'
    )
    settings.write_text(text, encoding="utf-8")
    with pytest.raises(nk.UsageError, match="'days_to_first_reoffence'"):
        nk.count_cohort(settings)
    fewer = f"{text}[sources.offences.columns]\ndays_to_first_reoffence = false\n"
    settings.write_text(fewer, encoding="utf-8")
    assert nk.reconviction.headline(nk.count_cohort(settings)).to_frame()["count"].max() == 40
    settings.write_text(fewer.replace('engine = "duckdb"\n', ""), encoding="utf-8")
    assert "days_to_first_reoffence" not in nk.read_cohort(settings).people
