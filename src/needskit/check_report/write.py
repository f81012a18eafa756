"""``write_check_report``: a workbook for the analyst's own eyes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from needskit.check_report.data_page import data_pages
from needskit.check_report.draw import drawn
from needskit.check_report.findings import findings_of
from needskit.check_report.named import name_of_report
from needskit.check_report.summary import problems_page, summary_page
from needskit.check_report.tabs import with_legal_tabs
from needskit.errors import UsageError
from needskit.output.excel.package import EPOCH, packed, set_properties
from needskit.output.excel.place import place

if TYPE_CHECKING:
    from collections.abc import Sequence
    from os import PathLike
    from pathlib import Path

    from needskit.check_report.sources import CheckedSource
    from needskit.cohort.problems import Problem

MOST_ROWS = 20_000
ROWS_OF_EXCEL = 1_000_000
"""So many rows fit on a worksheet below the words."""


def write_check_report(
    path: str | PathLike[str],
    *,
    problems: Sequence[Problem],
    flow: Sequence[tuple[str, str, int]],
    sources: Sequence[CheckedSource],
    most_rows: int = MOST_ROWS,
) -> Path:
    """What is wrong, where in the files that were read, and what is to be done?

    The workbook holds values of records. Its name and every worksheet say so. The sheet Summary has a row a
    rule; Problems a row for each row of a file and rule that it breaks; and each source a sheet of its rows
    that break a rule, all of them if they are few.

    Parameters
    ----------
    path
        The workbook; "-contains-records" is added if the name does not say so. A file of that name is replaced.
    problems
        What the check found, in any order.
    flow
        Source, what became of records, and how many; in the order in which it is to be shown.
    sources
        What was read, at least one.
    most_rows
        How many rows Problems lists, and how many a sheet of data has, at most.

    Returns
    -------
    pathlib.Path
        The file as it is named.

    Raises
    ------
    UsageError
        If there is no source, the number of rows is off, or the name is not that of a workbook.
    OutputError
        If the file cannot be written. Whatever was there before is left as it was.
    """
    target = name_of_report(path)
    if not 1 <= most_rows <= ROWS_OF_EXCEL:
        message = f"most_rows wants a number from 1 to {ROWS_OF_EXCEL:,}, and came as {most_rows:,}. Leave it out."
        raise UsageError(message)
    if not sources:
        message = "The report of a check wants at least one source, and came without. Give what was read."
        raise UsageError(message)
    findings = findings_of(problems, sources)
    pages = with_legal_tabs(
        (
            summary_page(findings, flow, sources),
            problems_page(findings, sources, most=most_rows),
            *data_pages(findings, sources, most=most_rows),
        )
    )
    book = drawn(pages)
    set_properties(
        book,
        title="Report of a check: contains personal data",
        author="needskit",
        subject="Not to be published or sent on",
        keywords="personal data",
        language="en-GB",
        date=EPOCH,
    )
    return place(packed(book, date=EPOCH), target)
