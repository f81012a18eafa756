"""``python -m needskit.reference``: writes the reference pages, and notices a stale one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from needskit.reference.__main__ import main
from needskit.schema import TABLES, code_list_names, data_dictionary, load_needs, load_table, need_set_names

if TYPE_CHECKING:
    from pathlib import Path


def test_a_page_that_was_just_written_is_current(tmp_path: Path) -> None:
    folder = str(tmp_path / "reference")

    assert main(["--check", "--folder", folder]) == 1
    assert main(["--write", "--folder", folder]) == 0
    assert main(["--check", "--folder", folder]) == 0


def test_a_page_changed_by_hand_is_stale(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["--write", "--folder", str(tmp_path)])
    page = tmp_path / "data-dictionary.md"
    page.write_bytes(page.read_bytes().replace(b"\n", b"\r\n"))

    assert main(["--check", "--folder", str(tmp_path)]) == 1
    assert "--write" in capsys.readouterr().err


def test_the_command_wants_one_thing_to_do() -> None:
    with pytest.raises(SystemExit):
        main([])


def test_the_page_names_every_column_list_and_need_set() -> None:
    page = data_dictionary()
    named = [
        *(column for name in TABLES for column in load_table(name).names),
        *(column.name for name in need_set_names() for column in load_needs(name).fields()),
        *(column for name in need_set_names() for column in load_needs(name).columns),
    ]

    assert all(f"`{name}`" in page for name in named)
    assert all(f"### {name}\n" in page for name in (*code_list_names(), *need_set_names(), "age_band"))
    assert all(f"## Table {name}\n" in page for name in TABLES)
    assert "need at 3, severe at 5" in page


def test_the_page_is_plain_ascii_and_ends_with_one_newline() -> None:
    page = data_dictionary()

    assert page.isascii()
    assert page.endswith("|\n")
    assert "\r" not in page
