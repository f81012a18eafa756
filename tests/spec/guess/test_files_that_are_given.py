"""Patterns, folders, files that cannot be read, and names with letters beyond ASCII."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import pytest

from needskit.errors import DataError, UsageError
from needskit.guess import settings_for, write_settings

if TYPE_CHECKING:
    from pathlib import Path

Rows = Sequence[Sequence[str]]
ROWS = [["CRN", "Gender", "Team"], *([f"X00000{n}", "M", "North" if n % 2 else "South"] for n in range(6))]


@pytest.fixture
def folder(tmp_path: Path, csv_of: Callable[[Rows], str]) -> Path:
    """Return a folder with a file of people, one of their needs, and settings."""
    (tmp_path / "b.csv").write_text(csv_of(ROWS), encoding="utf-8")
    (tmp_path / "a.csv").write_text(csv_of([["CRN", "ETE Need"], ["X000001", "Y"]]), encoding="utf-8")
    (tmp_path / "needskit.toml").write_text("", encoding="utf-8")
    return tmp_path


def test_a_pattern_stands_for_its_files_by_name_each_once(folder: Path) -> None:
    text = settings_for([str(folder / "*.csv"), str(folder / "a.csv")], folder=str(folder))

    assert [line for line in text.splitlines() if line.startswith("file = ")] == [
        'file = "a.csv"   # the file, as it is found from this one',
        'file = "b.csv"   # the file, as it is found from this one',
    ]


def test_settings_and_folders_are_left_out_of_a_pattern(folder: Path) -> None:
    (folder / "more").mkdir()
    (folder / "~$b.xlsx").write_bytes(b"")

    assert "Not read" not in settings_for([str(folder / "*")], folder=str(folder))


def test_a_name_that_looks_like_a_pattern_is_the_file_itself(tmp_path: Path, csv_of: Callable[[Rows], str]) -> None:
    (tmp_path / "list [1].csv").write_text(csv_of(ROWS), encoding="utf-8")

    assert 'file = "list [1].csv"' in settings_for([str(tmp_path / "list [1].csv")], folder=str(tmp_path))


def test_a_folder_is_no_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)

    with pytest.raises(
        UsageError, match=r"^'\.' is a folder: name the files in it, as in `needskit init \"\*\.csv\"`\.$"
    ):
        settings_for(["."])


@pytest.mark.parametrize(
    ("name", "words"), [("*.xlsx", r"^No file matches '\*\.xlsx'"), ("c.csv", "^There is no file 'c.csv'")]
)
def test_what_is_not_there_is_an_error(name: str, words: str, folder: Path) -> None:
    with pytest.raises(UsageError, match=words):
        settings_for([str(folder / "b.csv"), str(folder / name)], folder=str(folder))


def test_a_file_that_cannot_be_read_stops_no_other(folder: Path) -> None:
    (folder / "c.ods").write_bytes(b"no workbook")
    (folder / "d.docx").write_bytes(b"no extract")
    files = [str(folder / name) for name in ("b.csv", "c.ods", "d.docx")]

    written = write_settings(files, str(folder / "needskit.toml"), force=True)
    text = written.path.read_text(encoding="utf-8")

    assert "[sources.b]" in text
    assert '# Not read: "c.ods": ' in text
    assert '# Not read: "d.docx": extracts are read from .csv' in text
    assert sum("is not read" in line for line in written.to_do) == 2


def test_files_of_which_none_can_be_read_are_an_error_with_the_reasons(folder: Path) -> None:
    (folder / "c.docx").write_bytes(b"")
    (folder / "d.docx").write_bytes(b"")

    with pytest.raises(DataError, match=r"c\.docx: extracts are read from .*d\.docx: extracts are read from"):
        settings_for([str(folder / "c.docx"), str(folder / "d.docx")], folder=str(folder))


def test_one_file_that_cannot_be_read_is_an_error_of_its_own(folder: Path) -> None:
    (folder / "c.docx").write_bytes(b"")

    with pytest.raises(UsageError, match=r"^c\.docx: extracts are read from"):
        settings_for([str(folder / "c.docx")], folder=str(folder))


def test_names_beyond_ascii_are_written_as_they_are_and_not_on_the_console(
    tmp_path: Path, csv_of: Callable[[Rows], str]
) -> None:
    name = "F\u00e4lle \u2013 Llan\u0177.csv"
    (tmp_path / name).write_text(csv_of(ROWS), encoding="utf-8")
    (tmp_path / "\u0416.docx").write_bytes(b"")

    files = [str(tmp_path / name), str(tmp_path / "\u0416.docx")]
    written = write_settings(files, str(tmp_path / "needskit.toml"), force=False)
    text = written.path.read_text(encoding="utf-8")

    assert f'file = "{name}"' in text
    assert f'population = "people in {name}"' in text
    assert "[sources.falle_llany]" in text
    assert '# Not read: "\u0416.docx"' in text
    assert all(line.isascii() for line in [written.sentence, *written.to_do])


def test_breakdowns_say_that_they_make_tables(folder: Path) -> None:
    text = settings_for([str(folder / "b.csv")], folder=str(folder))

    assert "then makes tables by itself in the standard report" in text.replace("\n# ", " ")
    assert '# team = "Team"' in text
