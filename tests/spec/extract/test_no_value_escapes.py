"""No value of a record reaches an exception, a log, the console, a repr or a written file.

Every field of every source holds a mark, and so does the folder that they are in; only districts, which are
categories and head rows of tables, hold plain names. Then every way through is run and searched for the mark.
"""

from __future__ import annotations

import csv
import io
import logging
import zipfile
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from openpyxl import Workbook
from tests.spec.damage.every_role import ROLES, fields_of, rows_of, write_every_role

import needskit as nk
from needskit.cli import main
from needskit.extract.read import check
from needskit.schema import load_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from needskit.extract.project.parts import Role

MARK = "zqx"
FIELDS = [field for field in load_table("people").fields if field.name != "people"]
NAMES = [field.name for field in FIELDS]
DATES = ("1987-03-21", "21/03/1987", "21 march 1987", "2013-05-17", "17/05/2013", "17 may 2013")


def sound(number: int) -> dict[str, str]:
    """Return a person all of whose values are sound; identifier and dates cannot be mistaken."""
    values = {field.name: field.example or "" for field in FIELDS}
    marked = {"person_id": f"ZQX-{number:04d}", "date_of_birth": "1987-03-21", "officer": f"Zqx Officer {number}"}
    return {**values, **marked, "index_date": "2013-05-17", "district": "Northmarsh", "age": ""}


def unsound(number: int) -> dict[str, str]:
    """Return a person none of whose values can be read."""
    marked = {name: f"Zqx {name} {number}" for name in (*NAMES, "officer")}
    return {**marked, "district": "Southmarsh"}


def as_csv(rows: list[dict[str, str]]) -> bytes:
    written = io.StringIO()
    writer = csv.DictWriter(written, fieldnames=[*NAMES, "officer"])
    writer.writeheader()
    writer.writerows(rows)
    return written.getvalue().encode()


def as_workbook(rows: list[dict[str, str]]) -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append([*NAMES, "officer"])
    for row in rows:
        sheet.append([row[name] for name in (*NAMES, "officer")])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


PEOPLE = [*(sound(number) for number in range(40)), *(unsound(number) for number in range(40, 44))]
HOPELESS = [{**sound(number), "need_drugs": f"Zqx drugs {number}"} for number in range(9)]
CONFLICTING = [sound(1), {**sound(1), "sex": "Zqx sex"}]

REFUSED: dict[str, tuple[str, bytes]] = {
    "no header": ("extract.csv", as_csv(PEOPLE).split(b"\r\n", 1)[1]),
    "ragged": ("extract.csv", as_csv(PEOPLE) + b"Zqx," * 99),
    "open quotation mark": ("extract.csv", as_csv(PEOPLE) + b'"Zqx\r\n'),
    "open quotation mark in the header": ("extract.csv", b'"' + as_csv(PEOPLE)),
    "no text": ("extract.csv", as_csv(PEOPLE) + b"\0"),
    "no identifier": ("extract.csv", as_csv(PEOPLE).replace(b"person_id", b"persn_id", 1)),
    "two columns of one name": ("extract.csv", as_csv(PEOPLE).replace(b"officer", b"sex", 1)),
    "different values": ("extract.csv", as_csv(CONFLICTING)),
    "hopeless column": ("extract.csv", as_csv(HOPELESS)),
    "count that cannot be read": ("extract.csv", as_csv(PEOPLE).replace(b"officer", b"people", 1)),
    "no people": ("extract.csv", as_csv([{**sound(1), "person_id": ""}])),
    "damaged workbook": ("extract.xlsx", as_workbook(PEOPLE)[:-200]),
    "workbook of another kind": ("extract.xlsx", as_csv(PEOPLE)),
    "workbook with different values": ("extract.xlsx", as_workbook(CONFLICTING)),
    "unknown kind of file": ("extract.doc", as_csv(PEOPLE)),
}


@pytest.fixture
def marked(tmp_path: Path) -> Callable[[str, bytes], Path]:
    def write(name: str, contents: bytes) -> Path:
        folder = tmp_path / "Zqx folder"
        folder.mkdir()
        (folder / name).write_bytes(contents)
        return folder / name

    return write


@pytest.fixture(autouse=True)
def _nothing_is_said(capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Whatever a test does, the console and the log hold no mark."""
    caplog.set_level(logging.DEBUG)
    yield
    printed = capsys.readouterr()
    refuse_marks(printed.out, printed.err, caplog.text)


def refuse_marks(*texts: str) -> None:
    for text in texts:
        assert MARK not in text.casefold()
        assert not any(date in text.casefold() for date in DATES)


def all_of(error: BaseException | None) -> Iterator[str]:
    """Return everything that an exception says, and those behind it."""
    if error is not None:
        yield from (str(error), repr(error), repr(error.args), repr(vars(error)))
        yield from all_of(error.__cause__)
        yield from all_of(error.__context__)


@pytest.mark.parametrize("way", REFUSED)
def test_a_refusal_quotes_nothing(way: str, marked: Callable[[str, bytes], Path]) -> None:
    path = marked(*REFUSED[way])
    with pytest.raises(nk.NeedskitError) as caught:
        nk.read_cohort(path, population="people in a test", as_at="2025-12-31")
    refuse_marks(*all_of(caught.value))
    try:
        found = check(path, population="people in a test", as_at="2025-12-31")
        cohort, problems = found.cohort, found.problems
    except nk.NeedskitError as error:
        refuse_marks(*all_of(error))
    else:
        assert cohort is None
        refuse_marks(repr(problems), *(problem.sentence for problem in problems))


@pytest.mark.parametrize("way", REFUSED)
def test_the_command_line_quotes_nothing(
    way: str, marked: Callable[[str, bytes], Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = marked(*REFUSED[way])
    for command in (["check", str(path)], ["report", str(path), "--out", str(tmp_path / "needs.xlsx")]):
        assert main(command) in {1, 2}
        printed = capsys.readouterr()
        assert printed.err or printed.out
        refuse_marks(printed.out, printed.err)
    assert not list(tmp_path.glob("needs*"))


def test_a_cohort_its_problems_and_its_tables_quote_nothing(marked: Callable[[str, bytes], Path]) -> None:
    cohort = nk.read_cohort(marked("extract.csv", as_csv(PEOPLE)), population="people in a test", as_at="2025-12-31")
    assert {problem.column for problem in cohort.problems} >= {"age", "sex", "index_date", "iom", "need_drugs"}
    tables = nk.standard_report(cohort)
    refuse_marks(
        repr(cohort),
        repr(cohort.problems),
        repr(cohort.sources),
        repr(cohort.settings),
        repr(cohort.whom),
        *(problem.sentence for problem in cohort.problems),
        *map(repr, tables),
        *(repr(table.caption) for table in tables),
        *(table.to_frame().to_csv() for table in tables),
    )


def test_a_wrong_question_quotes_no_answer(marked: Callable[[str, bytes], Path]) -> None:
    cohort = nk.read_cohort(marked("extract.csv", as_csv(PEOPLE)), population="people in a test", as_at="2025-12-31")
    for conditions in ({"sex": "Zqx"}, {"district": "Zqx"}, {"age": "Zqx"}):
        with pytest.raises(nk.UsageError) as caught:
            cohort.where("of one kind", **conditions)
        refuse_marks(*all_of(caught.value))


def test_a_frame_in_memory_is_quoted_as_little_as_a_file() -> None:
    frame = pd.DataFrame([*CONFLICTING, sound(2)])
    with pytest.raises(nk.DataError) as caught:
        nk.read_cohort(frame, population="people in a test", as_at="2025-12-31")
    refuse_marks(*all_of(caught.value))


@pytest.mark.parametrize("policy", ["publish", "none"])
def test_no_written_file_holds_a_value(policy: str, marked: Callable[[str, bytes], Path], tmp_path: Path) -> None:
    source = marked("extract.csv", as_csv(PEOPLE))
    out, tidy = tmp_path / "out" / "needs-internal.xlsx", tmp_path / "out" / "tidy"
    said = ["--population", "people in a test", "--as-at", "2025-12-31", "--policy", policy]
    assert main(["report", str(source), "--out", str(out), "--tidy", str(tidy), *said]) == 0
    with zipfile.ZipFile(out) as book:
        parts = [book.read(name).decode() for name in book.namelist()]
    files = [path.read_text(encoding="utf-8") for path in tidy.iterdir()]
    assert any("Northmarsh" in part for part in parts)  # the search would find what is there
    assert any("Northmarsh" in file for file in files)
    refuse_marks(*parts, *files, *(path.name for path in out.parent.rglob("*")))


@pytest.fixture
def every_role(tmp_path: Path) -> Path:
    return write_every_role(tmp_path / "Zqx folder")


def test_every_field_of_every_role_has_a_mark_in_its_file(every_role: Path) -> None:
    for role in ROLES:
        with (every_role.parent / f"{role}.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        names = {field.name for field in fields_of(role)} - {"district"}
        marked = {name for name in names if any(MARK in row[name].casefold() for row in rows)}
        assert marked == (names if role != "population" else set())
        assert not names - set(rows[0])


def test_a_check_of_every_role_quotes_nothing(every_role: Path) -> None:
    found = check(every_role)
    assert found.cohort is not None
    wrong = {(problem.source, problem.column) for problem in found.problems if problem.rows}
    # The population has nothing wrong, since one count that cannot be read refuses the file.
    roles = set(ROLES) - {"population"}
    assert {(role, f.name) for role in roles for f in fields_of(role) if f.codes or f.type != "string"} <= wrong
    cohort = found.cohort
    said = (found, cohort, found.problems, cohort.sources, cohort.settings, cohort.agreement, cohort.definitions)
    refuse_marks(*map(repr, said), *(problem.sentence for problem in found.problems))
    refuse_marks(repr(cohort.where("in IOM", iom=True)), repr(cohort.needs), repr(found.report))
    tables = nk.standard_report(cohort)
    assert {"linkage.rows", "linkage.found", "linkage.agreement"} <= {table.caption.key for table in tables}
    refuse_marks(*map(repr, tables), *(table.to_frame().to_csv() for table in tables))


@pytest.mark.parametrize("role", ROLES)
def test_a_source_past_reading_is_refused_without_a_value(
    role: Role, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_every_role(tmp_path / "Zqx folder", hopeless=role)
    with pytest.raises(nk.DataError) as caught:
        nk.read_cohort(path)
    assert role in str(caught.value)
    refuse_marks(*all_of(caught.value))
    assert main(["check", str(path)]) == 1
    printed = capsys.readouterr()
    assert role in printed.err + printed.out
    refuse_marks(printed.out, printed.err)


@pytest.mark.parametrize("said", ['file = "people.csv"', 'role = "iom"', "as_at = 2025-12-31"])
def test_settings_that_are_wrong_quote_nothing_of_the_files(every_role: Path, said: str) -> None:
    text = every_role.read_text(encoding="utf-8").replace(said, f"{said.split(maxsplit=1)[0]} = 'none.csv'")
    every_role.write_text(text, encoding="utf-8")
    with pytest.raises(nk.UsageError) as caught:
        nk.read_cohort(every_role)
    refuse_marks(*all_of(caught.value))


def test_frames_of_every_role_are_quoted_as_little(every_role: Path) -> None:
    frames: dict[str, pd.DataFrame] = {
        role: pd.read_csv(every_role.parent / f"{role}.csv", dtype="str") for role in ROLES
    }
    refuse_marks(repr(nk.read_cohort(every_role, frames=frames)))
    for role in ROLES:
        hopeless = pd.DataFrame(rows_of(role, hopeless=True))
        with pytest.raises(nk.DataError) as caught:
            nk.read_cohort(every_role, frames={**frames, role: hopeless})
        refuse_marks(*all_of(caught.value))


@pytest.mark.parametrize("policy", ["publish", "none"])
def test_no_file_written_of_every_role_holds_a_value(policy: str, every_role: Path, tmp_path: Path) -> None:
    out, tidy = tmp_path / "out" / "needs-internal.xlsx", tmp_path / "out" / "tidy"
    assert main(["report", str(every_role), "--out", str(out), "--tidy", str(tidy), "--policy", policy]) == 0
    with zipfile.ZipFile(out) as book:
        parts = [book.read(name).decode() for name in book.namelist()]
    files = [path.read_text(encoding="utf-8") for path in tidy.iterdir()]
    assert any("Northmarsh" in text for text in (*parts, *files))
    refuse_marks(*parts, *files, *(path.name for path in out.parent.rglob("*")))


def test_the_settings_that_are_guessed_hold_no_value(every_role: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written = every_role.parent / "guessed.toml"
    assert main(["init", *(str(every_role.parent / f"{role}.csv") for role in ROLES), "--out", str(written)]) == 0
    printed = capsys.readouterr()
    # The folder that the user named may be said; it is the only thing here that holds a mark.
    refuse_marks(*(text.replace(str(every_role.parent), "") for text in (printed.out, printed.err)))
    text = written.read_text(encoding="utf-8")
    assert all(f"{role}.csv" in text for role in ROLES)
    refuse_marks(text)


def test_the_report_of_a_check_alone_holds_records_and_its_name_says_so(
    every_role: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "out"
    assert main(["check", str(every_role), "--report", str(folder / "check.xlsx")]) == 0
    printed = capsys.readouterr()
    refuse_marks(printed.out, printed.err)
    assert "contains-records" in printed.out
    assert [path.name for path in folder.iterdir()] == ["check-contains-records.xlsx"]
    with zipfile.ZipFile(folder / "check-contains-records.xlsx") as book:
        assert any(MARK in book.read(name).decode().casefold() for name in book.namelist())
