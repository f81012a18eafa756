"""Reads the written file back from disk and checks it, before it gets its name.

A check is a function from ``Written`` to what is wrong, in words without values. Add one to the tuple of
``PROTECTION`` or of ``STRUCTURE`` and every save runs it.
"""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

from openpyxl import load_workbook

from needskit.errors import DisclosureError, NeedskitError, OutputError
from needskit.output.excel import check_charts, check_figures, check_heat_map, check_structure
from needskit.output.excel.written import Check, Written
from needskit.output.theme import Theme

if TYPE_CHECKING:
    from pathlib import Path

    from needskit.disclosure.released import Release
    from needskit.output.excel.grid import Sheet

PROTECTION: tuple[Check, ...] = (
    check_figures.numbers_stand_in_figure_columns_only,
    check_figures.counts_are_multiples_of_the_base,
    check_figures.figures_are_those_released,
    check_figures.same_people_same_number,
    check_figures.percentages_follow_from_counts,
    check_heat_map.heat_maps_show_what_tables_show,
    check_charts.charts_hold_only_what_was_planned,
    check_charts.charts_show_what_tables_show,
)
"""What would let somebody learn more than was released: a DisclosureError."""

STRUCTURE: tuple[Check, ...] = (
    check_structure.worksheets_are_those_planned,
    check_structure.parts_are_few,
    check_structure.pictures_are_those_planned,
    check_structure.text_is_text,
    check_structure.nothing_is_hidden,
    check_structure.nothing_is_merged_frozen_or_filtered,
    check_structure.tables_are_sound,
    check_structure.properties_name_no_person,
    check_heat_map.colours_are_those_planned,
    check_charts.drawings_are_those_planned,
)
"""What would make the file break, mislead or shut somebody out: an OutputError."""


def check(path: Path, *, release: Release, sheets: tuple[Sheet, ...], theme: Theme | None = None) -> Written:
    """Check the file as it is on disk against what was released and planned; return what was read.

    Raises
    ------
    DisclosureError
        If a check of ``PROTECTION`` fails.
    OutputError
        If the file cannot be read, or a check of ``STRUCTURE`` fails.
    """
    written = read_back(path, release=release, sheets=sheets, theme=theme)
    # Structure that is off would make the checks of figures look at the wrong cells, so they run either way.
    _run(PROTECTION, written, DisclosureError)
    _run(STRUCTURE, written, OutputError)
    return written


def read_back(path: Path, *, release: Release, sheets: tuple[Sheet, ...], theme: Theme | None = None) -> Written:
    """Read the file from disk."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        with path.open("rb") as file:
            book = load_workbook(file)
    except zipfile.BadZipFile:
        message = "The workbook was damaged while it was written, so it was not kept. Run again."
        raise OutputError(message) from None
    cells = {sheet.title: tuple(sheet.iter_rows()) for sheet in book.worksheets}
    return Written(release, sheets, book, parts, cells, theme or Theme())


def _run(checks: tuple[Check, ...], written: Written, error: type[NeedskitError]) -> None:
    for one in checks:
        wrong = next(iter(one(written)), "")
        if wrong:
            message = f"The workbook was not kept, for on reading it back {wrong}. Report this as a fault of needskit."
            raise error(message)
