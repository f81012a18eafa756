"""Damage to the file: how its text is written, and what stands in the place of a header and rows."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from tests.spec.damage.proof import Case, Damage, all_of, cell
from tests.spec.damage.sound import HEADER, Sheet, sound

if TYPE_CHECKING:
    from collections.abc import Callable

Rows = list[list[str]]


def nothing(_sheet: Sheet) -> None:
    """Leave the file as it is."""


def in_encoding(name: str) -> Damage:
    def change(sheet: Sheet) -> None:
        sheet.encoding = name

    return change


def rewritten(rewrite: Callable[[str], str]) -> Damage:
    def change(sheet: Sheet) -> None:
        sheet.rewrite = rewrite

    return change


def as_rows(change: Callable[[Rows], Rows], *, separator: str = ",", quoting: int = csv.QUOTE_MINIMAL) -> Damage:
    """Change the cells of the whole file, and say how they are kept apart."""

    def rewrite(text: str) -> str:
        written = io.StringIO()
        rows = change(list(csv.reader(io.StringIO(text))))
        csv.writer(written, delimiter=separator, quoting=quoting, lineterminator="\r\n").writerows(rows)  # type: ignore[arg-type] # an int
        return written.getvalue()

    return rewritten(rewrite)


def header(**texts: str) -> Damage:
    """Write some headers in another way."""

    def change(sheet: Sheet) -> None:
        sheet.header[:] = [texts.get(name, name) for name in HEADER]

    return change


def cut_short(row: int, cells: int) -> Damage:
    """Leave out the last cells of a row, separators too."""

    def change(sheet: Sheet) -> None:
        del sheet.rows[row - 1][-cells:]

    return change


def empty_line(row: int) -> Damage:
    return lambda sheet: sheet.rows.insert(row - 1, [])


def as_text(sheet: Sheet) -> str:
    return sheet.as_csv().decode()


CASES = (
    Case(name="Windows-1252", damage=in_encoding("cp1252")),
    Case(name="UTF-16", damage=in_encoding("utf-16")),
    Case(name="a byte-order mark", damage=in_encoding("utf-8-sig")),
    Case(name="semicolons", damage=as_rows(list, separator=";")),
    Case(name="tabs", damage=as_rows(list, separator="\t")),
    Case(name="bars", damage=as_rows(list, separator="|")),
    Case(name="every cell in quotation marks", damage=as_rows(list, quoting=csv.QUOTE_ALL)),
    Case(name="line ends of Unix", damage=rewritten(lambda text: text.replace("\r\n", "\n"))),
    Case(name="line ends of an old Mac", damage=rewritten(lambda text: text.replace("\r\n", "\r"))),
    Case(name="no line end at the end", damage=rewritten(lambda text: text.rstrip("\r\n"))),
    Case(
        name="empty cells to the right of the table",
        damage=as_rows(lambda rows: [rows[0], *([*row, "", ""] for row in rows[1:])]),
    ),
    Case(
        name="headers with white space, capitals and other signs",
        damage=header(person_id=" Person ID ", sex="SEX", index_date="Index-Date\u00a0", need_drugs="Need: Drugs"),
    ),
    Case(
        name="columns that have no standard name",
        damage=as_rows(lambda rows: [["Zqx", *rows[0], "Zqx 2"], *(["Zqx 3", *row, "zqx"] for row in rows[1:])]),
        found={"column_not_used": ()}, rows=(),
    ),
    Case(
        name="columns in another order", damage=as_rows(lambda rows: [row[3:] + row[:3] for row in rows]),
        reordered=(*HEADER[3:], *HEADER[:3]),
    ),
    Case(
        name="a cell of two lines, after which rows are numbered as Excel numbers them",
        before=cell("district", 5, "North\r\nmarsh"), damage=cell("sex", 9, "zqx"),
        found={"not_in_code_list": (9,)}, becomes={"sex": "not known"},
    ),
    Case(
        name="a cell with quotation marks and separators",
        before=cell("district", 5, 'North "old", marsh'), damage=cell("sex", 9, "zqx"),
        found={"not_in_code_list": (9,)}, becomes={"sex": "not known"},
    ),
    Case(
        name="wholly empty lines", damage=all_of(cell("sex", 9, "zqx"), empty_line(4), empty_line(6)),
        found={"not_in_code_list": (11,)}, rows=(9,), becomes={"sex": "not known"}, aside={"blank row": 2},
    ),
    Case(
        name="a row that ends early", damage=cut_short(7, 3), rows=(7,),
        becomes={"reconvicted_12_months": "not known", "reoffences_12_months": "none"},
    ),
)  # fmt: skip
"""Each is done to the sound file as CSV."""

TEXT = as_text(sound())
FIRST, REST = TEXT.split("\r\n", 1)

UNREADABLE = {
    "a row with more cells than the header": (
        TEXT.replace("Northmôr", "Northmôr,Zqx", 1),
        "more cells than the header",
    ),
    "a row pushed to the right by a separator too many, its last cell empty": (
        TEXT.replace("Eastfen", "Eastfen,Zqx", 1),
        "more cells than the header",
    ),
    "a quotation mark that is never closed": (
        TEXT.replace("Eastfen", '"Zqx', 1),
        "quotation mark is never closed",
    ),
    "two columns of one name": (TEXT.replace("ethnicity", "Sex", 1), "more than one column is 'sex'"),
    "nothing": ("", "is empty"),
    "white space alone": (" \r\n\r\n", "is empty"),
    "a header and no rows": (FIRST, "has a header but no rows"),
    "rows and no header": (REST, "none of its .* columns has a standard name"),
    "no column that tells people apart": (TEXT.replace("person_id", "zqx", 1), "no column 'person_id'"),
    "bytes that are no text": (TEXT + "\0", "not a text file"),
    "a table of counts": (
        "Area,Number of people,Rate,Total\r\nZqxnorth,1204,12.1%,1300\r\nZqxsouth,998,11.0%,1100\r\n",
        "looks like a table of counts, not a row a person",
    ),
    "a table of counts with columns of standard names": (
        "district,Number of people,Rate\r\nZqxnorth,1204,12.1%\r\nZqxsouth,998,11.0%\r\n",
        "looks like a table of counts, not a row a person",
    ),
}
"""Texts that are refused before any row is looked at, and what is said of them."""
