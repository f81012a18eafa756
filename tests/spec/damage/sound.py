"""A sound extract of thirty made-up people, with a column of every type, as a file that can be damaged."""

from __future__ import annotations

import csv
import datetime as dt
import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from openpyxl import Workbook

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

Cell = str | float | bool | dt.date | None

NEEDS = ("accommodation", "employment", "relationships", "lifestyle", "drugs", "alcohol", "thinking", "attitudes")
HEADER = (
    *("person_id", "index_date", "date_of_birth", "age", "sex", "ethnicity", "district"),
    *("sentence_type", "sentence_length", "sentence_band", "risk_of_harm", "ogrs3", "prior_convictions"),
    *("accommodation_on_release", "iom", "iom_tier", "assessed", "assessment_date"),
    *(f"need_{name}" for name in NEEDS),
    *("reconvicted_12_months", "reoffences_12_months", "days_to_first_reoffence"),
)
PEOPLE = 30
LAST = PEOPLE + 1
"""The row of the file on which the last person stands: the header is on row 1."""

NOT_ASSESSED = (10, 20, 30)
"""The rows of people with no assessment."""

SENTENCES = (
    ("custody", "8 months", "custody_under_12_months"),
    ("custody", "2 years", "custody_1_to_4_years"),
    ("community order", "13 months", "community_order"),
    ("SSO", "18 months", "suspended_sentence_order"),
    ("custody", "1Y 7M", "custody_1_to_4_years"),
)
HOMES = ("A01A", "Approved Premises", "NFA", "A08A - Homeless - Rough Sleeping", "")
CHECK_LETTERS = "ZABCDEFGHJKLMNPQRTUVWXY"


def pnc(row: int) -> str:
    """Return the PNC number of the person on a row; the check letter is right."""
    year, serial = 2 + row % 8, 3011 + 1709 * row
    return f"{year:02}/{serial:07}{CHECK_LETTERS[(year * 10**7 + serial) % 23]}"


def index_date(row: int) -> dt.date:
    return dt.date(2024, 1, 10) + dt.timedelta(days=9 * (row - 2))


def date_of_birth(row: int) -> dt.date:
    return dt.date(1959 + row, 1 + row % 12, 1 + row % 28)


def age(row: int) -> int:
    born, on = date_of_birth(row), index_date(row)
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def is_reconvicted(row: int) -> bool:
    return row % 3 == 0


def is_in_iom(row: int) -> bool:
    return row % 5 == 0


def person(row: int) -> list[str]:
    """Return the cells of the person on a row of the file."""
    assessed = row not in NOT_ASSESSED
    needs = ["" if not assessed else ("Y", "N", "Y", "N", "")[(row + place) % 5] for place in range(len(NEEDS))]
    return [
        pnc(row),
        f"{index_date(row):%d/%m/%Y}",
        date_of_birth(row).isoformat(),
        str(age(row)),
        ("Female", "M")[row % 2],
        ("White", "Mixed", "Asian", "Black")[row % 4],
        ("Northmôr", "Southmarsh", "Eastfen")[row % 3],
        *SENTENCES[row % 5],
        ("low", "medium", "high")[row % 3],
        f"{30 + row}.5",
        str(row),
        HOMES[row % 5],
        "Y" if is_in_iom(row) else "N",
        "Fixed" if is_in_iom(row) else "",
        "yes" if assessed else "no",
        (index_date(row) - dt.timedelta(days=row)).isoformat() if assessed else "",
        *needs,
        "Yes" if is_reconvicted(row) else "No",
        str(1 + row % 4) if is_reconvicted(row) else "0",
        str(60 + row) if is_reconvicted(row) else "",
    ]


@dataclass(slots=True)
class Sheet:
    """The cells of a file, header first, and how they are to be written.

    Parameters
    ----------
    header
        The row of the column names, which is one of the rows.
    rows
        Of texts; in a workbook of numbers, dates and truths too.
    rewrite
        What is done to the whole text of a CSV file.
    encoding
        Of a CSV file.
    on_sheet
        What is done to the sheet of a workbook.
    """

    header: list[Cell]
    rows: list[list[Cell]]
    rewrite: Callable[[str], str] = str
    encoding: str = "utf-8"
    on_sheet: Callable[[Worksheet], None] = field(default=lambda _sheet: None)

    @property
    def below_header(self) -> int:
        """How many rows stand below the header."""
        return len(self.rows) - 1 - next(place for place, row in enumerate(self.rows) if row is self.header)

    def put(self, column: str, row: int, cell: Cell) -> None:
        """Write into the cell of a column on a row of the file."""
        self.rows[row - 1][HEADER.index(column)] = cell

    def get(self, column: str, row: int) -> Cell:
        return self.rows[row - 1][HEADER.index(column)]

    def insert(self, row: int, *cells: Cell) -> None:
        """Put a new row there, the others below it; cells that are not given are empty."""
        self.rows.insert(row - 1, [*cells, *[""] * (len(HEADER) - len(cells))])

    def as_csv(self) -> bytes:
        written = io.StringIO()
        csv.writer(written, lineterminator="\r\n").writerows(self.rows)
        return self.rewrite(written.getvalue()).encode(self.encoding)

    def as_workbook(self) -> bytes:
        book = Workbook()
        sheet = book.worksheets[0]
        sheet.title = "People"
        for row in self.rows:
            sheet.append([None if cell == "" else cell for cell in row])
        self.on_sheet(sheet)
        written = io.BytesIO()
        book.save(written)
        return written.getvalue()

    def write(self, path: Path) -> None:
        path.write_bytes(self.as_workbook() if path.suffix == ".xlsx" else self.as_csv())


def sound() -> Sheet:
    """Return the file as it should be."""
    header: list[Cell] = list(HEADER)
    return Sheet(header, [header, *(list[Cell](person(row)) for row in range(2, LAST + 1))])
