"""With pyarrow or without it, a CSV file gives the same texts and the same cohort, or the same refusal."""

from __future__ import annotations

import csv
import io
from importlib.machinery import ModuleSpec

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from needskit.errors import DataError
from needskit.extract import delimited
from needskit.extract.files.delimited import open_text, read_columns
from needskit.extract.files.raw import Tokens
from needskit.extract.read import check
from needskit.synthetic import synthetic_people

HOSTILE = st.sampled_from(
    [
        '"',
        '""',
        'a "b" c',
        ",",
        ";",
        "\t",
        "|",
        "\n",
        "\r\n",
        "two\nlines",
        "_x0041_",
        '=HYPERLINK("http://example.org","x")',
        "+1",
        "@a",
        "",
        " ",
        "  padded  ",
        "NA",
        "NULL",
        "None",
        "nan",
        "007",
        "1e5",
        "TRUE",
        "Dŵr",
        "\u00a0",
        "\u2028",
        "\ufeff",
        "\\",
        "\\n",
        "#",
        "'",
    ]
)
CELLS = HOSTILE | st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=6)
HEADER = ("person_id", "Officer", "district", "Remarks")
POSITIONS = {0: "person_id", 2: "district"}
TABLES = st.lists(st.tuples(CELLS, CELLS, CELLS, CELLS), min_size=1, max_size=6)


def read(contents: bytes, *, with_pyarrow: bool) -> list[list[str]] | str:
    """Return the rows of the wanted columns, or what was said in refusing."""
    spec = ModuleSpec("pyarrow", None) if with_pyarrow else None
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(delimited, "find_spec", lambda _name: spec)
        try:
            frame = read_columns(open_text("extract.csv", contents), POSITIONS)
        except DataError as error:
            return str(error)
    tokens = {name: Tokens.of(frame[name]) for name in POSITIONS.values()}
    return [found.texts.to_numpy()[found.codes].tolist() for found in tokens.values()]


@settings(deadline=None)
@given(TABLES, st.sampled_from([",", ";", "\t", "|"]), st.sampled_from(["\n", "\r\n"]))
def test_any_text_in_a_cell_is_read_as_it_was_written(
    table: list[tuple[str, ...]], separator: str, line_end: str
) -> None:
    written = io.StringIO()
    writer = csv.writer(written, delimiter=separator, lineterminator=line_end, quoting=csv.QUOTE_ALL)
    writer.writerow(HEADER)
    writer.writerows(table)
    contents = written.getvalue().encode()
    expected = [[row[position].strip() for row in table] for position in POSITIONS]
    assert read(contents, with_pyarrow=False) == expected
    assert read(contents, with_pyarrow=True) == expected


@settings(deadline=None, max_examples=300)
@given(st.lists(st.sampled_from(['"', ",", "\n", "a", " ", "\r\n", "\r"]), max_size=24).map("".join))
@example('1,a,b,c\n2,"a,b,c\n3,a,b,c\n')
@example("1,a,b,c,d\n")
@example("1,a\n\n")
def test_a_file_that_no_program_should_have_written_is_read_or_refused_alike(body: str) -> None:
    contents = f"{','.join(HEADER)}\n{body}".encode()
    assert read(contents, with_pyarrow=True) == read(contents, with_pyarrow=False)


def test_the_cohort_is_the_same_where_pandas_keeps_its_texts_without_pyarrow() -> None:
    extract = synthetic_people(people=40, seed=1)
    odd = ["not  known", "\u0662\u0664", "\x1f", "<5", "31/12/9999", "n/k", "\u00a0", "\u0130", "30%", "45351"]
    for column in ("age", "index_date", "district", "need_drugs", "sex"):
        extract.loc[: len(odd) - 1, column] = odd
    found = check(extract, population="made-up people", as_at="2025-12-31")
    cohort, problems = found.cohort, found.problems
    with pd.option_context("mode.string_storage", "python"):
        again = check(extract.astype("str"), population="made-up people", as_at="2025-12-31")
        other, others = again.cohort, again.problems
    assert problems == others
    assert cohort is not None
    assert other is not None
    assert cohort.people.astype("object").to_csv() == other.people.astype("object").to_csv()
