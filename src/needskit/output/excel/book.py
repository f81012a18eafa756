"""From a ``Workbook`` to planned worksheets, and to the bytes of its file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from needskit.output.excel.chart_sheets import chart_sheets
from needskit.output.excel.draw import drawn
from needskit.output.excel.front import contents, cover, definitions, method, notes_sheet, summary
from needskit.output.excel.names import table_names
from needskit.output.excel.notes import numbered
from needskit.output.excel.package import EPOCH, packed, set_properties
from needskit.output.excel.sheets import table_sheets, tabs_of, titled

if TYPE_CHECKING:
    from needskit.output.excel.grid import Sheet
    from needskit.output.workbook import Workbook

_FRONT_NAMES = ("Table_of_contents", "Summary", "Notes", "Definitions", "Method_and_provenance")


def planned(workbook: Workbook) -> tuple[Sheet, ...]:
    """Return the worksheets in their order: what is said of the whole, the tables, charts of them, the method."""
    release = workbook.tables
    tabs = tabs_of(release)
    names = dict(zip(tabs, table_names(tabs, taken=_FRONT_NAMES), strict=True))
    notes = numbered(release, tabs)
    tables = table_sheets(release, names=names, notes=notes, synthetic=workbook.synthetic)
    charts = chart_sheets(release, tables, synthetic=workbook.synthetic) if workbook.charts else ()
    front = cover(workbook, charts=len(charts))
    after_contents = (
        *summary(workbook, tabs),
        notes_sheet(workbook, notes),
        *definitions(workbook),
        *tables,
        *charts,
        method(workbook),
    )
    return (front, contents(workbook, (front, *after_contents)), *after_contents)


def as_bytes(workbook: Workbook, sheets: tuple[Sheet, ...]) -> bytes:
    """Return the file of the planned worksheets."""
    policy = workbook.tables.policy
    date = workbook.as_at or EPOCH
    marks = [*(["synthetic"] if workbook.synthetic else []), *([] if policy.protects else ["internal"])]
    book = drawn(sheets)
    set_properties(
        book,
        title=titled(workbook.title, synthetic=workbook.synthetic),
        author=workbook.author or workbook.contact,
        subject=workbook.population or workbook.title,
        keywords=", ".join([f"disclosure policy {policy.name}", *marks]),
        language=workbook.language,
        date=date,
    )
    return packed(book, date=date)
