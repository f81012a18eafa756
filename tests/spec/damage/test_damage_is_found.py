"""Each kind of damage to an extract is found under its own rule, in its own rows, and touches nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.spec.damage import dates, files, rows, values, workbooks
from tests.spec.damage.proof import Case, prove, settings_file
from tests.spec.damage.sound import sound

import needskit as nk

if TYPE_CHECKING:
    from pathlib import Path

IN_TEXT = (*rows.CASES, *values.CASES, *dates.CASES, *files.CASES)


@pytest.mark.parametrize("case", IN_TEXT, ids=lambda case: case.name)
def test_damage(case: Case, tmp_path: Path) -> None:
    prove(case, tmp_path)


@pytest.mark.parametrize("case", workbooks.CASES, ids=lambda case: case.name)
def test_damage_that_only_a_workbook_can_have(case: Case, tmp_path: Path) -> None:
    prove(case, tmp_path, "xlsx")


@pytest.mark.parametrize("name", files.UNREADABLE)
def test_what_is_no_extract_is_refused_in_words_that_quote_nothing(name: str, tmp_path: Path) -> None:
    text, words = files.UNREADABLE[name]
    (tmp_path / "extract.csv").write_bytes(text.encode())
    (tmp_path / "needskit.toml").write_text(settings_file(Case(name=name, damage=files.nothing), "extract.csv"))
    with pytest.raises(nk.DataError, match=words) as caught:
        nk.read_cohort(tmp_path / "needskit.toml")
    assert str(caught.value).startswith("extract.csv")
    assert "zqx" not in str(caught.value).casefold()
    assert not any(part in str(caught.value) for part in ("Eastfen", "1961-03-03", "10/01/2024"))


def test_a_sheet_that_is_not_there_is_refused(tmp_path: Path) -> None:
    sound().write(tmp_path / "extract.xlsx")
    case = Case(name="wrong sheet", damage=files.nothing, settings='sheet = "Caseload"')
    (tmp_path / "needskit.toml").write_text(settings_file(case, "extract.xlsx"))
    with pytest.raises(nk.UsageError, match=r"extract\.xlsx has no sheet 'Caseload' among its 1"):
        nk.read_cohort(tmp_path / "needskit.toml")


def test_no_two_cases_have_one_name() -> None:
    names = [case.name for case in (*IN_TEXT, *workbooks.CASES)]
    assert len(set(names)) == len(names) > 100
