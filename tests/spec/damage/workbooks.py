"""Damage that only a workbook can have: what a cell holds is not what it shows, and cells that are none."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from tests.spec.damage.proof import Case, Damage, all_of, cell, cells
from tests.spec.damage.rows import above, at, below
from tests.spec.damage.sound import LAST, Sheet, age, date_of_birth, index_date, is_in_iom

if TYPE_CHECKING:
    from collections.abc import Callable

    from openpyxl.worksheet.worksheet import Worksheet

EVERYBODY = range(2, LAST + 1)
SHEET = 'sheet = "People"'


def in_excel(sheet: Sheet) -> None:
    """Write numbers, dates and truths as Excel holds them, not as texts."""
    for row in EVERYBODY:
        sheet.put("index_date", row, index_date(row))
        sheet.put("date_of_birth", row, date_of_birth(row))
        sheet.put("age", row, age(row))
        sheet.put("ogrs3", row, 30.5 + row)
        sheet.put("prior_convictions", row, row)
        sheet.put("iom", row, is_in_iom(row))


def on_sheet(change: Callable[[Worksheet], object]) -> Damage:
    """Change the sheet itself."""

    def with_sheet(sheet: Sheet) -> None:
        sheet.on_sheet = lambda worksheet: (change(worksheet), None)[1]

    return with_sheet


def numbered(sheet: Sheet) -> None:
    """Give people numbers with noughts before them, as texts."""
    for row in EVERYBODY:
        sheet.put("person_id", row, f"{row:03}")


def hide_rows(sheet: Worksheet) -> None:
    for row in (5, 6, 7):
        sheet.row_dimensions[row].hidden = True
    sheet.auto_filter.ref = f"A1:{sheet.cell(1, sheet.max_column).coordinate[:-1]}{LAST}"


def with_another_sheet(sheet: Worksheet) -> None:
    sheet.parent.create_sheet("Cover", 0).append(["Zqx caseload"])  # type: ignore[union-attr] # the sheet is in a book


CASES = tuple(
    Case(**{"before": in_excel, **said})  # type: ignore[arg-type] # each is a case but for its name for the usual file
    for said in (
        {"name": "numbers, dates and truths as Excel holds them", "damage": in_excel, "before": lambda _sheet: None},
        {"name": "numbers stored as texts", "damage": all_of(cell("age", 4, str(age(4))), cell("ogrs3", 7, "37.5"))},
        {"name": "dates stored as texts", "damage": cell("index_date", 4, f"{index_date(4):%d/%m/%Y}")},
        {"name": "dates stored as numbers",
         "damage": cells("index_date", {row: index_date(row).toordinal() - 693594 for row in (4, 9)})},
        {"name": "dates with a time", "damage": cells(
            "index_date", {row: dt.datetime.combine(index_date(row), dt.time(11, 50)) for row in (4, 9)})},
        {"name": "an identifier whose noughts are gone, which is another identifier",
         "before": numbered, "damage": cell("person_id", 7, 7), "rows": (7,), "becomes": {"person_id": "7"}},
        {"name": "a whole number as a code", "damage": cells("sex", {4: 2, 5: 1.0})},
        {"name": "a truth where a number is wanted", "damage": cell("prior_convictions", 7, True),  # noqa: FBT003 - a cell
         "found": {"not_a_number": (7,)}, "becomes": {"prior_convictions": "none"}},
        {"name": "a date where a number is wanted", "damage": cell("prior_convictions", 7, dt.date(2024, 5, 3)),
         "found": {"not_a_number": (7,)}, "becomes": {"prior_convictions": "none"}},
        {"name": "a date where a code is wanted", "damage": cell("sex", 7, dt.date(2024, 5, 3)),
         "found": {"not_in_code_list": (7,)}, "becomes": {"sex": "not known"}},
        {"name": "an error in a cell of codes", "damage": cells("sex", {7: "#N/A", 8: "#REF!"}),
         "found": {"not_in_code_list": (7, 8)}, "becomes": {"sex": "not known"}},
        {"name": "an error in a cell of numbers", "damage": cell("ogrs3", 7, "#DIV/0!"),
         "found": {"not_a_number": (7,)}, "becomes": {"ogrs3": "none"}},
        {"name": "an error in a cell of dates", "damage": cell("assessment_date", 7, "#VALUE!"),
         "found": {"not_a_date": (7,)}, "becomes": {"assessment_date": "none"}},
        {"name": "cells merged over four people, of whom only the first has the value",
         "damage": on_sheet(lambda sheet: sheet.merge_cells("G5:G8")), "rows": (6, 7, 8),
         "becomes": {"district": "not known"}},
        {"name": "merged title rows above the header",
         "damage": all_of(cell("sex", 5, "zqx"), above(("Zqx caseload",), ()),
                          on_sheet(lambda sheet: sheet.merge_cells("A1:H1"))),
         "found": {"rows_above_header": (), "not_in_code_list": (7,)}, "rows": (5,), "becomes": {"sex": "not known"}},
        {"name": "hidden rows and a filter, which hide nothing from the reader",
         "damage": all_of(cell("sex", 6, "zqx"), on_sheet(hide_rows)),
         "found": {"not_in_code_list": (6,)}, "becomes": {"sex": "not known"}},
        {"name": "a table that begins in the third column",
         "damage": on_sheet(lambda sheet: sheet.insert_cols(1, 2))},
        {"name": "blank rows and a total",
         "damage": all_of(cell("sex", 20, "zqx"), at(4, 11), below(("Total", *[""] * 11, "465"))),
         "found": {"not_in_code_list": (22,), "totals_row": (34,)}, "rows": (20,), "becomes": {"sex": "not known"},
         "aside": {"blank row": 2, "totals row": 1}},
        {"name": "another sheet before it", "damage": on_sheet(with_another_sheet), "settings": SHEET},
    )
)  # fmt: skip
"""Each is done to the sound file as a workbook."""
