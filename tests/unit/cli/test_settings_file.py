"""The commands with a settings file: init, check with its report, report."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook as Book
from openpyxl import load_workbook
from openpyxl.workbook.defined_name import DefinedName

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.unit.cli.conftest import Ended

    Run = Callable[..., Ended]

ROWS = "CRN,Gender,Drugs?\n" + "".join(f"X{number:06},{'MF'[number % 2]},Y\n" for number in range(40))
SETTINGS = """
[cohort]
population = "people in a test"
as_at = 2025-12-31
[sources.caseload]
file = "caseload.csv"
role = "people"
columns = { person_id = "CRN", sex = "Gender", need_drugs = "Drugs?" }
[report]
title = "A title of the settings"
contact = "a team of the settings"
policy = "none"
tables = ["needs.prevalence"]
by = ["sex"]
"""


@pytest.fixture
def settings(tmp_path: Path) -> Path:
    (tmp_path / "caseload.csv").write_text(ROWS, encoding="utf-8")
    path = tmp_path / "needskit.toml"
    path.write_text(SETTINGS, encoding="utf-8")
    return path


def words_of(path: Path) -> str:
    book = load_workbook(path)
    return "\n".join(str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row)


def test_a_report_follows_its_settings(run: Run, settings: Path, tmp_path: Path) -> None:
    ended = run("report", settings, "--out", tmp_path / "needs.xlsx", "--tidy", tmp_path / "tidy")
    assert ended.code == 0
    written = words_of(tmp_path / "needs-internal.xlsx")
    assert "A title of the settings" in written
    assert "a team of the settings" in written
    tidy = {path.name for path in (tmp_path / "tidy").glob("*.csv")}
    assert tidy == {"needs.prevalence.csv", "needs.prevalence_by_sex.csv"}


def test_a_command_may_ask_for_something_else_than_its_settings(run: Run, settings: Path, tmp_path: Path) -> None:
    out = tmp_path / "needs.xlsx"
    ended = run(
        "report", settings, "--out", out, "--policy", "publish", "--title", "Another", "--only", "coverage.flow"
    )
    assert ended.code == 0
    assert "Another" in words_of(out)


@pytest.mark.parametrize("said", [["--population", "others"], ["--sheet", "A"], ["--unit", "plans"]])
def test_what_the_settings_say_is_not_said_beside_them(run: Run, settings: Path, said: list[str]) -> None:
    ended = run("check", settings, *said)
    assert ended.code == 2
    assert "needskit.toml says everything of an extract" in ended.err


def test_a_check_says_what_is_wrong_and_writes_it_row_by_row(run: Run, settings: Path, tmp_path: Path) -> None:
    with (tmp_path / "caseload.csv").open("a", encoding="utf-8") as file:
        file.write("X999999,Zqx,Y\n")
    ended = run("check", settings, "--report", tmp_path / "check.xlsx")
    assert ended.code == 0
    assert "warning: sex: 1 row" in ended.out
    assert "Zqx" not in ended.out
    assert "Zqx" in words_of(tmp_path / "check-contains-records.xlsx")


def test_a_report_of_a_check_is_a_workbook(run: Run, settings: Path, tmp_path: Path) -> None:
    ended = run("check", settings, "--report", tmp_path / "check.csv")
    assert (ended.code, ended.err) == (2, "--report wants the name of an Excel workbook, ending in .xlsx.\n")


def test_init_writes_settings_that_can_be_checked_and_keeps_those_that_are_there(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "caseload.csv").write_text(ROWS, encoding="utf-8")
    assert run("init", "caseload.csv").code == 0
    assert run("check", "needskit.toml").code == 0
    again = run("init", "caseload.csv")
    assert again.code == 2
    assert "--force" in again.err
    assert run("init", "caseload.csv", "--force").code == 0


def test_a_key_that_is_not_known_is_refused_with_the_nearest(run: Run, settings: Path) -> None:
    settings.write_text(SETTINGS.replace("population", "popuation"), encoding="utf-8")
    ended = run("check", settings)
    assert ended.code == 2
    assert "needskit.toml: [cohort] has no key 'popuation'; did you mean 'population'?" in ended.err


def test_a_theme_is_looked_for_beside_the_settings_that_name_it(run: Run, settings: Path, tmp_path: Path) -> None:
    settings.write_text(f'{SETTINGS}theme = "house.toml"\n', encoding="utf-8")
    (tmp_path / "house.toml").write_text('[cover]\nlines = ["Words of the house"]\n', encoding="utf-8")
    assert run("report", settings, "--out", tmp_path / "needs.xlsx").code == 0
    assert "Words of the house" in words_of(tmp_path / "needs-internal.xlsx")


def test_a_theme_of_the_command_goes_before_that_of_the_settings(run: Run, settings: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text("[font]\nsize = 9\n", encoding="utf-8")
    ended = run("report", settings, "--out", tmp_path / "needs.xlsx", "--theme", tmp_path / "mine.toml")
    assert ended.code == 2
    assert "mine.toml: The size of the font is 9 points" in ended.err


def test_a_report_fills_a_template_and_says_early_what_it_cannot(run: Run, settings: Path, tmp_path: Path) -> None:
    book = Book()
    sheet = book.worksheets[0]
    sheet["A2"] = "needs.prevalence; Drug misuse; count"
    for name, place in {"nk_protection": "A1", "nk_figure_drugs": "A2"}.items():
        book.defined_names[name] = DefinedName(name, attr_text=f"Sheet!${place[0]}${place[1]}")
    template, out = tmp_path / "house.xlsx", tmp_path / "needs.xlsx"
    book.save(template)
    assert run("report", settings, "--out", out, "--template", template).code == 0
    assert load_workbook(tmp_path / "needs-internal.xlsx")["Sheet"]["A2"].value == 40
    ended = run("report", settings, "--out", out, "--template", tmp_path / "none.xlsx")
    assert (ended.code, "There is no template" in ended.err) == (2, True)
    assert run("report", settings, "--tidy", tmp_path / "tidy", "--template", template).code == 2
