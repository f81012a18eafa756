"""A CSV file as systems really write it: encodings, separators, quotes, blank lines, ragged rows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import needskit as nk

Read = Callable[..., nk.Cohort]
Save = Callable[[str, str | bytes], Path]

TEXT = "person_id,district\n007,Dŵr y Môr\n008,None\n"


def test_leading_zeros_and_the_word_none_stay_as_they_are(read: Read, save: Save) -> None:
    people = read(save("extract.csv", TEXT)).people
    assert people["person_id"].tolist() == ["007", "008"]
    assert people["district"].tolist() == ["Dŵr y Môr", "None"]


@pytest.mark.parametrize(
    ("contents", "details"),
    [
        (TEXT.encode(), "CSV, UTF-8, comma"),
        (TEXT.encode("utf-8-sig"), "CSV, UTF-8 with byte-order mark, comma"),
        (TEXT.encode("utf-16"), "CSV, UTF-16, comma"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "CSV, UTF-16, comma"),
        (TEXT.replace("ŵ", "w").encode("cp1252"), "CSV, Windows-1252, comma"),
        (TEXT.replace(",", ";").encode(), "CSV, UTF-8, semicolon"),
        (TEXT.replace(",", "\t").encode(), "CSV, UTF-8, tab"),
        (TEXT.replace(",", "|").encode(), "CSV, UTF-8, bar"),
        (TEXT.replace("\n", "\r\n").encode(), "CSV, UTF-8, comma"),
        (TEXT.replace("\n", "\r").encode(), "CSV, UTF-8, comma"),
        (TEXT.rstrip("\n").encode(), "CSV, UTF-8, comma"),
    ],
)
def test_encoding_separator_and_line_ends_are_found_and_said(
    read: Read, save: Save, contents: bytes, details: str
) -> None:
    cohort = read(save("extract.csv", contents))
    assert cohort.people["district"].str.replace("w", "ŵ").tolist() == ["Dŵr y Môr", "None"]
    assert (cohort.sources[0].name, cohort.sources[0].details) == ("extract.csv", details)


def test_the_digest_is_that_of_the_bytes(read: Read, save: Save) -> None:
    # sha256 of "person_id\n1\n", from the program sha256sum.
    source = read(save("extract.csv", "person_id\n1\n")).sources[0]
    assert source.sha256 == "e5e2340a8fb26e4c42ba6c1836156792f36a6b3e3a64d656fa3314f566576970"


def test_a_quoted_cell_may_hold_separators_quotes_and_line_ends(read: Read, save: Save) -> None:
    people = read(save("extract.csv", 'person_id,district,sex\n1,"North, ""old""\ntown",f\n2,South,m\n')).people
    assert people["district"].tolist() == ['North, "old" town', "South"]
    assert people["sex"].tolist() == ["female", "male"]


def test_a_header_may_be_quoted(read: Read, save: Save) -> None:
    people = read(save("extract.csv", '"Person ID";"District"\n"1";"a;b"\n')).people
    assert people["district"].tolist() == ["a;b"]


def test_row_numbers_are_those_of_the_file(read: Read, save: Save) -> None:
    lines = [
        "",
        "person_id,sex,age",
        '1,"f\n",30',  # a record over two lines is one row, as in Excel
        "",
        "Total,,3",
        "2,x,30",
        "3,f,thirty",
    ]
    problems = {found.rule: found.where for found in read(save("extract.csv", "\r\n".join(lines))).problems}
    assert problems == {"totals_row": (5,), "not_in_code_list": (6,), "not_a_number": (7,)}


def test_blank_lines_and_rows_of_separators_are_set_aside_and_counted(read: Read, save: Save) -> None:
    records = read(save("extract.csv", "person_id,sex\n\n1,f\n,\n  ,  \n2,m\n\n")).records
    assert (records["kept"], records["blank row"]) == (2, 4)


def test_a_short_row_is_filled_with_blanks(read: Read, save: Save) -> None:
    people = read(save("extract.csv", "person_id,sex,district\n1,f\n2\n")).people
    assert people["sex"].tolist() == ["female", "not known"]
    assert people["district"].tolist() == ["not known", "not known"]


def test_empty_cells_past_the_last_column_are_passed_over(read: Read, save: Save) -> None:
    assert len(read(save("extract.csv", "person_id,sex\n1,f,\n2,m,\n"))) == 2


@pytest.mark.parametrize(
    ("contents", "words"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (b" \r\n \r\n", "is empty"),
        (b"person_id,sex\n", "has a header but no rows"),
        (b"person_id,sex", "has a header but no rows"),
        (b"\x00\x01\x02", "not a text file"),
        (b"\x81\x8d", "not a text file"),
        ("person_id\n1\n".encode("utf-16-le"), "not a text file"),
        ("person_id\n1\n".encode("utf-16")[:-1], "not a text file"),
        (b"person_id,sex\n1,f,x\n", "more cells than the header"),
        (b'person_id,sex\n1,f\n2,"m\n3,f\n', "a quotation mark is never closed"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_by_name(read: Read, save: Save, contents: bytes, words: str) -> None:
    with pytest.raises(nk.DataError, match=rf"^extract\.csv.*{words}"):
        read(save("extract.csv", contents))


def test_a_header_whose_quotation_mark_is_never_closed_is_refused(read: Read, save: Save) -> None:
    with pytest.raises(nk.DataError, match=r"^extract\.csv"):
        read(save("extract.csv", '"person_id,sex\n' + "1,f\n" * 50_000))


def test_only_known_kinds_of_file_are_read(read: Read, save: Save) -> None:
    with pytest.raises(nk.UsageError, match=r"extract\.docx: extracts are read from \.csv"):
        read(save("extract.docx", "person_id\n1\n"))
    assert len(read(save("EXTRACT.CSV", "person_id\n1\n"))) == 1


def test_a_file_that_is_not_there_is_named_without_its_folder(read: Read, tmp_path: Path) -> None:
    with pytest.raises(nk.UsageError, match=r"^There is no file 'none\.csv' in that folder"):
        read(tmp_path / "none.csv")


def test_a_sheet_is_asked_of_a_workbook_alone(read: Read, save: Save) -> None:
    with pytest.raises(nk.UsageError, match="has no sheet to name"):
        read(save("extract.csv", "person_id\n1\n"), sheet="People")
