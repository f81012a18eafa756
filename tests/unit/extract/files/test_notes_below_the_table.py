"""Which last rows are notes below the table; a person of whom only the identifier is known is none."""

from __future__ import annotations

import pytest

from needskit.extract.files.footer import footer_rows

DATA = ["X123456", "f", "30"]
BLANK = ["", "", ""]


def last(*texts: str) -> list[list[str]]:
    """Return a record and then these rows: a text alone in its row, or a blank row."""
    return [DATA, *([text, "", ""] if text else BLANK for text in texts)]


@pytest.mark.parametrize(
    ("texts", "notes"),
    [
        (("", "Source: the case system"), (False, True)),
        (("Source: us",), (True,)),
        (("Numbers are rounded to five",), (True,)),
        (("", "1 Provisional figures", "", "2 Revised"), (False, True, False, True)),
        (("X123457",), (False,)),
        (("", "X123457"), (False, False)),
        (("", "08/359381C", "Notes"), (False, False, True)),
        (("Two words",), (False,)),
        (("", "Two words"), (False, True)),
        ((), ()),
        (("", ""), (False, False)),
    ],
)
def test_notes_are_told_from_people(texts: tuple[str, ...], notes: tuple[bool, ...]) -> None:
    rows = last(*texts)
    assert footer_rows(rows, columns=3, rows=len(rows) + 5).tolist() == [False] * 6 + list(notes)


def test_in_a_narrow_table_no_row_is_a_note() -> None:
    assert not footer_rows([["1", "f"], ["", ""], ["Source: us", ""]], columns=2, rows=3).any()


def test_a_row_with_two_cells_ends_the_notes() -> None:
    rows = [*last("", "Source: us"), DATA]
    assert not footer_rows(rows, columns=3, rows=4).any()


def test_a_table_without_rows_has_no_notes() -> None:
    assert footer_rows([], columns=3, rows=0).shape == (0,)
