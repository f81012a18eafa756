"""With pyarrow or without it, a CSV file gives the same texts, or the same refusal."""

from __future__ import annotations

import csv
import io
from importlib.machinery import ModuleSpec

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from needskit.errors import DataError
from needskit.extract.files import text_columns
from needskit.extract.files.raw import Tokens
from needskit.extract.files.text_file import open_text

HOSTILE = st.sampled_from(
    [
        *('"', '""', 'a "b" c', ",", ";", "\t", "|", "\n", "\r\n", "two\nlines", "", " ", "NA", "None", "nan"),
        *("007", "1e5", "TRUE", "D\u0175r", "\u00a0", "\u2028", "\ufeff", "\\", "\\n", "#", "'", "=1+1"),
    ]
)
CELLS = HOSTILE | st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=6)
HEADER = ("person_id", "Officer", "district", "Remarks")
POSITIONS = {"person_id": 0, "district": 2}
TABLES = st.lists(st.tuples(CELLS, CELLS, CELLS, CELLS), min_size=1, max_size=6)


def read(contents: bytes, *, header: int, with_pyarrow: bool) -> list[list[str]] | str:
    """Return the rows of the wanted columns, or what was said in refusing."""
    spec = ModuleSpec("pyarrow", None) if with_pyarrow else None
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(text_columns, "find_spec", lambda _name: spec)
        try:
            frame = open_text("extract.csv", contents, rows=60).columns(header, POSITIONS).frame
        except DataError as error:
            return str(error)
    tokens = [Tokens.of(frame[name]) for name in POSITIONS]
    return [found.texts.to_numpy()[found.codes].tolist() for found in tokens]


@settings(deadline=None)
@given(TABLES, st.sampled_from([",", ";", "\t", "|"]), st.sampled_from(["\n", "\r\n"]), st.sampled_from([0, 2]))
def test_any_text_in_a_cell_is_read_as_it_was_written(
    table: list[tuple[str, ...]], separator: str, line_end: str, titles: int
) -> None:
    written = io.StringIO()
    writer = csv.writer(written, delimiter=separator, lineterminator=line_end, quoting=csv.QUOTE_ALL)
    writer.writerows([["Extract"]] * titles)
    writer.writerow(HEADER)
    writer.writerows(table)
    contents = written.getvalue().encode()
    expected = [[row[position].strip() for row in table] for position in POSITIONS.values()]
    assert read(contents, header=titles, with_pyarrow=False) == expected
    assert read(contents, header=titles, with_pyarrow=True) == expected


@settings(deadline=None, max_examples=300)
@given(st.lists(st.sampled_from(['"', ",", "\n", "a", " ", "\r\n", "\r", "\ufeff"]), max_size=24).map("".join))
@example('1,a,b,c\n2,"a,b,c\n3,a,b,c\n')
@example("1,a,b,c,d\n")
@example("1,a\n\n")
@example("\ufeff1,a\n")
def test_a_file_that_no_program_should_have_written_is_read_or_refused_alike(body: str) -> None:
    contents = f"{','.join(HEADER)}\n{body}".encode()
    assert read(contents, header=0, with_pyarrow=True) == read(contents, header=0, with_pyarrow=False)
