from __future__ import annotations

import re
import subprocess
import sys

from hypothesis import given
from hypothesis import strategies as st

from needskit.output.excel.measure_text import column_width, height_of, lines_of, pixels
from needskit.output.excel.names import table_names
from needskit.output.plain_text import one_line, plain


@given(st.lists(st.text(), max_size=8))
def test_table_names_are_legal_and_no_two_are_alike(keys: list[str]) -> None:
    names = table_names(keys)
    assert len({name.lower() for name in names}) == len(keys)
    assert all(re.fullmatch("[A-Za-z][A-Za-z0-9_]{0,200}", name) for name in names)
    assert not any(re.fullmatch("[A-Za-z]{1,3}[0-9]+|[Rr][0-9]*([Cc][0-9]*)?|[Cc]", name) for name in names)


def test_names_that_excel_reads_as_cells_are_changed() -> None:
    assert table_names(["a1", "R1C1", "c", "AB12", "print.titles"]) == (
        "Table_a1",
        "Table_R1C1",
        "Table_c",
        "Table_AB12",
        "Print_titles_2",
    )


@given(st.text(max_size=200), st.floats(5, 100))
def test_text_takes_as_many_lines_as_its_width_asks(text: str, width: float) -> None:
    lines = lines_of(text, width=width)
    assert lines >= text.count("\n") + 1
    assert lines_of(text, width=width * 2) <= lines


def test_a_line_fits_the_column_made_for_it() -> None:
    for text in ("12,345", "Thinking and behaviour", "\u5b57" * 10):
        assert lines_of(text, width=column_width(pixels(text))) == 1


def test_a_word_wider_than_its_column_takes_several_lines() -> None:
    assert lines_of("w" * 100, width=20) > 5
    assert lines_of("a " + "w" * 100 + " b", width=20) > 6
    assert height_of(1_000) == 409.0


def test_plain_text_keeps_words_and_drops_the_rest() -> None:
    assert plain("a\x1bb\u05d0\ud83dc") == "ab\u05d0c"
    assert one_line("a\nb", at_most=10) == "a b"


def test_importing_the_output_package_loads_no_openpyxl() -> None:
    code = (
        "import sys, needskit.output as o; o.headlines; o.write_tidy\n"
        "assert 'openpyxl' not in sys.modules\n"
        "o.Workbook; assert 'openpyxl' in sys.modules\n"
        "try: o.nothing\nexcept AttributeError: pass"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
