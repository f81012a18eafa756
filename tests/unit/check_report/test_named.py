"""The name of the report says what it holds, and a file that cannot be written is one clear sentence."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest

import needskit as nk
from needskit.check_report.named import name_of_report
from needskit.output.excel.place import place

if TYPE_CHECKING:
    from tests.unit.check_report.conftest import MakeProblem, MakeSource, Report


def test_the_name_says_that_the_file_holds_records_and_says_it_once() -> None:
    assert name_of_report("out/check.xlsx") == Path("out/check-contains-records.xlsx")
    assert name_of_report("check-contains-records.xlsx").name == "check-contains-records.xlsx"


def test_a_name_that_is_not_of_a_workbook_is_refused() -> None:
    with pytest.raises(nk.UsageError, match=r"ending in \.xlsx"):
        name_of_report("check.csv")


def test_a_workbook_open_in_excel_is_one_clear_sentence_and_stays_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "check-contains-records.xlsx"
    target.write_bytes(b"before")

    def refuse(*_: object) -> NoReturn:
        raise PermissionError

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(nk.OutputError, match="is open in another program; close it there and run again"):
        place(b"after", target)

    assert target.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [target]


def test_a_name_that_is_that_of_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "inside").touch()

    with pytest.raises(nk.OutputError, match="taken"):
        place(b"", tmp_path / "taken")


def test_a_folder_that_cannot_be_made_is_one_clear_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(nk.OutputError, match="Choose a folder that you may write to"):
        place(b"", tmp_path / "file" / "check.xlsx")


def test_folders_on_the_way_are_made_and_the_last_report_is_replaced(tmp_path: Path) -> None:
    target = tmp_path / "new" / "check.xlsx"

    place(b"one", target)
    place(b"two", target)

    assert target.read_bytes() == b"two"
    assert list(target.parent.iterdir()) == [target]


def test_the_properties_of_the_file_name_nobody(report: Report, source: MakeSource, problem: MakeProblem) -> None:
    book = report([problem("not_in_code_list", "sex", [2])], [source({"sex": ["?"]})])

    assert (book.properties.creator, book.properties.lastModifiedBy) == ("needskit", None)
    assert "personal data" in str(book.properties.title)
