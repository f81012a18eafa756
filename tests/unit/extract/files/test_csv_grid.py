"""What stands where in a CSV file: titles above the header, notes below the table, rows as Excel counts them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from needskit.errors import DataError, UsageError
from needskit.extract.files.grid import TOP, open_grid, sheet_names
from needskit.extract.files.raw import Tokens

Save = Callable[[str, str | bytes], Path]

MESSY = (
    '"Extract of June, ""provisional"""\r\n\r\n"Person\r\nID";Sex;Notes\r\n1;f\r\n2;"m\r\n";\r\n\r\nSource: us;;\r\n'
)


def test_the_first_rows_are_trimmed_texts_and_blank_rows_are_among_them(save: Save) -> None:
    grid = open_grid(save("extract.csv", MESSY), sheet=None)
    assert grid.top == (
        ('Extract of June, "provisional"',),
        (),
        ("Person\r\nID", "Sex", "Notes"),
        ("1", "f"),
        ("2", "m", ""),
        (),
        ("Source: us", "", ""),
    )
    assert (grid.name, grid.sheet, grid.details) == ("extract.csv", "", "CSV, UTF-8, semicolon")
    assert grid.sha256 == hashlib.sha256(MESSY.encode()).hexdigest()


def test_rows_below_the_header_are_numbered_as_excel_numbers_them(save: Save) -> None:
    columns = open_grid(save("extract.csv", MESSY), sheet=None).columns(2, {"person_id": 0, "sex": 1})
    assert columns.first_row == 4
    assert columns.frame["person_id"].tolist() == ["1", "2", "", "Source: us"]
    assert columns.frame["sex"].tolist() == ["f", "m\r\n", "", ""]
    assert columns.footers.tolist() == [False, False, False, True]


def test_one_column_may_have_several_names(save: Save) -> None:
    grid = open_grid(save("extract.csv", "a,b\n1,x\n2,y\n1,x\n"), sheet=None)
    frame = grid.columns(0, {"first": 1, "person_id": 0, "second": 1}).frame
    assert list(frame) == ["first", "person_id", "second"]
    assert frame["first"].tolist() == frame["second"].tolist() == ["x", "y", "x"]
    assert frame["person_id"].tolist() == ["1", "2", "1"]
    assert Tokens.of(frame["first"]).texts.tolist() == ["x", "y"]


def test_rows_above_the_header_may_have_any_width_and_rows_below_it_not(save: Save) -> None:
    path = save("extract.csv", "a,title,with,many,commas\nperson_id,sex\n1,f\n2,m\n")
    assert open_grid(path, sheet=None).columns(1, {"person_id": 0}).frame["person_id"].tolist() == ["1", "2"]
    wide = save("wide.csv", "person_id,sex\n1,f\n2,m,x\n")
    with pytest.raises(DataError, match=r"^wide\.csv: a row has more cells than the header has columns"):
        open_grid(wide, sheet=None).columns(0, {"person_id": 0})


def test_a_quotation_mark_above_the_header_alone_changes_nothing(save: Save, without: Callable[[str], None]) -> None:
    path = save("extract.csv", '"June, 2025",\nperson_id,sex\n' + "1,f\n" * 3)
    quick = open_grid(path, sheet=None).columns(1, {"sex": 1}).frame["sex"].astype("str")
    without("pyarrow")
    slow = open_grid(path, sheet=None).columns(1, {"sex": 1}).frame["sex"].astype("str")
    assert quick.tolist() == slow.tolist() == ["f"] * 3


@pytest.mark.parametrize(
    ("contents", "separator"),
    [
        ("Extract of people, by area, in June, 2025\nid;score\n1;2,5\n2;3,5\n", "semicolon"),
        ("id;a;b\n1;2,5;3,5\n2;2,5;3,5\n", "semicolon"),
        ("id|name\n1|Smith, John\n2|Jones, Ann\n", "bar"),
        ("id\tnote\n1\ta; b, c\n2\td\n", "tab"),
        ("id\n1\n2\n", "comma"),
        ('id,"a;b;c;d",x\n1,"a;b;c",y\n', "comma"),
    ],
)
def test_the_separator_is_what_splits_most_rows_alike(save: Save, contents: str, separator: str) -> None:
    assert open_grid(save("extract.csv", contents), sheet=None).details.endswith(separator)


def test_only_the_first_rows_are_looked_at(save: Save) -> None:
    path = save("extract.csv", "person_id,sex\n" + "".join(f"{row},f\n" for row in range(1000)))
    grid = open_grid(path, sheet=None)
    assert len(grid.top) == TOP
    assert len(grid.columns(0, {"sex": 1}).frame) == 1000


def test_notes_after_a_quoted_cell_of_several_lines_are_found(save: Save) -> None:
    rows = "".join(f'{row},"a\nb",x\n' for row in range(50))
    columns = open_grid(save("extract.csv", f"id,note,sex\n{rows}\nSource: the case system,,\n"), sheet=None).columns(
        0, {"id": 0}
    )
    assert (len(columns.frame), columns.footers.sum(), columns.footers[-1]) == (52, 1, True)


def test_a_file_without_records_has_columns_without_rows(save: Save, without: Callable[[str], None]) -> None:
    path = save("extract.csv", "person_id,sex")
    assert len(open_grid(path, sheet=None).columns(0, {"sex": 1}).frame) == 0
    without("pyarrow")
    assert len(open_grid(path, sheet=None).columns(0, {"sex": 1}).frame) == 0


def test_what_is_no_file_that_is_read_is_refused(save: Save, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"^There is no file 'none\.csv' in that folder"):
        open_grid(tmp_path / "none.csv", sheet=None)
    with pytest.raises(UsageError, match=r"^extract\.docx: extracts are read from \.csv, \.txt"):
        open_grid(save("extract.docx", "person_id\n1\n"), sheet=None)
    with pytest.raises(UsageError, match="has no sheet to name"):
        open_grid(save("extract.csv", "person_id\n1\n"), sheet="People")
    assert sheet_names(save("extract.csv", "person_id\n1\n")) == ()
