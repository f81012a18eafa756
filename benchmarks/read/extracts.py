"""The made-up files that are read: a clean extract, one with bad values, and a workbook."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from needskit.synthetic import synthetic_people, write_synthetic

if TYPE_CHECKING:
    from pathlib import Path

BAD = {"ogrs3": "130", "sex": "Z", "risk_of_harm": "enormous"}
"""A value that breaks a rule, for each of three columns."""

EVERY = 50
"""Each of them in one row of so many: 6% of rows have one."""

SHEET_COLUMNS = 20


def clean_extract(folder: Path, people: int) -> Path:
    """Return the clean extract of this size, making it the first time."""
    found = folder / f"SYNTHETIC-people-{people}-seed-1.csv"
    return found if found.exists() else write_synthetic(folder, people=people, seed=1)


def bad_extract(folder: Path, people: int) -> Path:
    """Return the extract in which 6% of rows break a rule, making it the first time."""
    found = folder / f"SYNTHETIC-bad-{people}.csv"
    if found.exists():
        return found
    with clean_extract(folder, people).open(encoding="utf-8", newline="") as source:
        rows = list(csv.reader(source))
    for start, (column, value) in enumerate(BAD.items(), start=1):
        position = rows[0].index(column)
        for row in rows[start::EVERY]:
            row[position] = value
    with found.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out, lineterminator="\n").writerows(rows)
    return found


def workbook(folder: Path, rows: int) -> Path:
    """Return a workbook of 20 columns, with numbers, truths and dates as Excel has them; made the first time."""
    found = folder / f"SYNTHETIC-sheet-{rows}.xlsx"
    if found.exists():
        return found
    import pandas as pd  # noqa: PLC0415 - not needed if the file is there
    from openpyxl import Workbook  # noqa: PLC0415

    frame = synthetic_people(people=rows, seed=1).iloc[:, :SHEET_COLUMNS]
    for name in ("age", "ogrs3", "prior_convictions"):
        frame[name] = pd.to_numeric(frame[name])
    for name in ("index_date", "date_of_birth"):
        frame[name] = pd.to_datetime(frame[name])
    book = Workbook(write_only=True)
    sheet = book.create_sheet("People")
    sheet.append(list(frame))
    for row in frame.astype(object).where(frame.notna(), None).itertuples(index=False):
        sheet.append([value.to_pydatetime() if isinstance(value, pd.Timestamp) else value for value in row])
    book.save(found)
    return found
