"""0 done, 1 problems in the data, 2 usage, 3 refused by disclosure control; always in one sentence or two."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

import pytest

from needskit.disclosure import release as releasing
from needskit.errors import DisclosureError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.unit.cli.conftest import Ended

    Run = Callable[..., Ended]


def test_without_arguments_the_commands_are_listed(run: Run) -> None:
    ended = run()
    assert (ended.code, ended.out) == (2, "")
    assert "COMMAND" in ended.err


@pytest.mark.parametrize("words", [["--help"], ["report", "--help"], ["--version"]])
def test_help_and_version_are_no_error(run: Run, words: list[str]) -> None:
    ended = run(*words)
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.startswith(("usage: needskit", "needskit 0."))


@pytest.mark.parametrize("words", [["reprot"], ["report"], ["synth"], ["demo", "--people", "many"], ["tables", "--x"]])
def test_a_command_that_does_not_exist_or_is_not_complete_is_usage(run: Run, words: list[str]) -> None:
    assert run(*words).code == 2


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        ([], "Say where to: --out needs.xlsx for the workbook, --tidy FOLDER for one CSV a table, --html needs.html"),
        (["--html", "needs.pdf"], "--html wants the name of a page, ending in .html."),
        (["--tidy", "tidy", "--png"], "--png says how pictures are written; say where to with --pictures FOLDER."),
        (["--pictures", "extract.csv"], "--pictures wants a folder, and that is the name of a file."),
        (["--out", "needs.docx"], "--out wants the name of an Excel workbook, ending in .xlsx"),
        (["--tidy", "tidy", "--only", "needs.prevalance"], "did you mean 'needs.prevalence'?"),
        (["--tidy", "tidy", "--only", "overlap.number_of_needs_by_sx"], "'overlap.number_of_needs_by_sex'?"),
        (["--tidy", "tidy", "--by", "sexx"], "There is no breakdown of this cohort called 'sexx'; did you mean 'sex'?"),
        (["--tidy", "tidy", "--policy", "pubish"], "no disclosure policy called 'pubish'; did you mean 'publish'?"),
        (["--tidy", "tidy", "--needs", "oassys"], "There is no need set called 'oassys'; did you mean 'oasys'?"),
        (["--tidy", "tidy", "--as-at", "31/12/2025"], "as_at wants a date such as 2025-12-31"),
        (["--tidy", "tidy", "--column", "person_id"], 'wants NAME=VALUE, such as --column person_id="Case Ref".'),
        (["--tidy", "tidy", "--need", "=Gambling"], "--need wants NAME=VALUE"),
        (["--tidy", "tidy", "--sheet", "People"], "extract.csv is no workbook, so it has no sheet to name."),
    ],
)
def test_a_report_asked_for_wrongly_is_usage_and_writes_nothing(
    run: Run, extract: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], refusal: str
) -> None:
    monkeypatch.chdir(tmp_path)
    ended = run("report", extract, *words)
    assert ended.code == 2
    assert refusal in ended.err
    assert ended.out == ""
    assert [path.name for path in tmp_path.iterdir()] == ["extract.csv"]


def test_a_file_that_is_not_there_is_usage(run: Run, tmp_path: Path) -> None:
    ended = run("check", tmp_path / "none.csv")
    assert (ended.code, ended.err) == (
        2,
        "There is no file 'none.csv' in that folder. Check the name and the path.\n",
    )


def test_a_refused_extract_is_a_problem_of_the_data(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "extract.csv"
    path.write_text("person_id,sex\n1,f\n1,m\n")
    ended = run("report", path, "--out", tmp_path / "needs.xlsx")
    assert (ended.code, ended.out) == (1, "")
    assert ended.err == (
        "extract.csv: person_id: 2 rows: has an identifier that another row has too, with different values. "
        "Give each person one row, or say in the settings which of them counts (repeated). (row 2, 3)\n"
    )
    assert not (tmp_path / "needs.xlsx").exists()


def test_what_disclosure_control_refuses_ends_with_3_and_writes_nothing(
    run: Run, extract: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> NoReturn:
        message = "The tables cannot be protected together."
        raise DisclosureError(message)

    monkeypatch.setattr(releasing, "release", refuse)
    ended = run("report", extract, "--out", tmp_path / "needs.xlsx", "--tidy", tmp_path / "tidy")
    assert (ended.code, ended.out) == (3, "")
    assert ended.err.endswith("The tables cannot be protected together.\n")
    assert [path.name for path in tmp_path.iterdir()] == ["extract.csv"]


def test_a_place_that_cannot_be_written_to_ends_with_1(run: Run, extract: Path) -> None:
    ended = run("report", extract, "--only", "coverage.flow", "--out", extract / "needs.xlsx")
    assert ended.code == 1
    assert "needs.xlsx" in ended.err.splitlines()[-1]
