"""The worksheets around the tables: Cover, Contents, Summary, Notes, Definitions, and Method and provenance."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from needskit.disclosure.shorthand import SHORTHAND
from needskit.output.excel.grid import Column, Grid, Kind, Line, Sheet
from needskit.output.excel.sheets import ONE_TABLE, TO_CONTENTS, internal_lines, titled
from needskit.output.text import findings, headlines
from needskit.table.wording import date_in_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from needskit.output.excel.notes import Note
    from needskit.output.workbook import Workbook

SYNTHETIC = "SYNTHETIC: made up. Whatever is counted in this workbook is invented, so no figure is about anybody."
COVER, CONTENTS, SUMMARY, NOTES, DEFINITIONS, METHOD = (
    "Cover",
    "Contents",
    "Summary",
    "Notes",
    "Definitions",
    "Method and provenance",
)
NOT_GIVEN = "Not given"
FOUND, NOT_FOUND = "Found", "What does not follow"
HOLDS = {
    SUMMARY: "what was found, and what does not follow",
    CONTENTS: "the worksheets of this workbook",
    NOTES: "what the figures mean and how they were worked out",
    DEFINITIONS: "the terms that this workbook uses",
    METHOD: "settings, inputs and software",
}
PACKAGES = ("needskit", "numpy", "openpyxl", "pandas", "scipy")


def cover(workbook: Workbook, *, charts: int) -> Sheet:
    """Plan the cover: what this is, of whom and when, what was found, how it is protected, whom to ask.

    Parameters
    ----------
    workbook
        What it is the cover of.
    charts
        How many worksheets of charts there are.
    """
    release = workbook.tables
    how_many = "1 table" if len(release) == 1 else f"{len(release)} tables"
    if charts:
        how_many += " and 1 chart" if charts == 1 else f" and {charts} charts"
    summary = workbook.summary or headlines(release)
    protected = "How the counts are protected" if release.policy.protects else "The counts are not protected"
    lines = [
        *([Line(SYNTHETIC)] if workbook.synthetic else []),
        *internal_lines(release),
        *_of_whom(workbook),
        *(Line(words) for words in workbook.theme.cover.lines if words.strip()),
        Line(
            f"This workbook holds {how_many}, each on a worksheet of its own. The worksheet called Contents lists them."
        ),
        TO_CONTENTS,
        *_section("Main findings", summary),
        *_section(protected, release.words),
        *_section(
            "Shorthand and notes",
            (
                *(f"{marker} {meaning}." for marker, meaning in SHORTHAND.items()),
                "[note 1], [note 2] and so on point to the worksheet called Notes.",
            ),
        ),
        *_section("Contact", _whom_to_ask(workbook)),
    ]
    return Sheet(COVER, titled(workbook.title, synthetic=workbook.synthetic), tuple(lines))


def _whom_to_ask(workbook: Workbook) -> tuple[str, ...]:
    theirs = workbook.theme.cover
    organisation = (f"Published by: {theirs.organisation}",) if theirs.organisation.strip() else ()
    return (*organisation, workbook.contact or theirs.contact)


def _of_whom(workbook: Workbook) -> list[Line]:
    populations = list(dict.fromkeys(table.caption.population for table in workbook.tables))
    words = workbook.population or (populations[0] if len(populations) == 1 else "")
    lines = [Line(f"Counted: {words}")] if words else []
    if workbook.as_at is not None:
        lines.append(Line(f"As at {date_in_words(workbook.as_at)}"))
    return lines


def _section(heading: str, lines: tuple[str, ...]) -> list[Line]:
    return [Line(heading, heading=2), *(Line(words) for words in lines)] if lines else []


def contents(workbook: Workbook, sheets: tuple[Sheet, ...]) -> Sheet:
    """Plan the table of contents, a link to A1 of every other worksheet."""
    rows = tuple((sheet.tab, _without_tab(sheet)) for sheet in sheets)
    columns = (Column("Worksheet", Kind.LINK), Column("What it holds"))
    return _page(workbook, CONTENTS, Grid("Table_of_contents", columns, rows), link=False)


def _without_tab(sheet: Sheet) -> str:
    title = sheet.title.removeprefix("SYNTHETIC - ")
    holds = title.removeprefix(f"{sheet.tab}: ")
    return holds[:1].upper() + holds[1:]


def summary(workbook: Workbook, tabs: Mapping[str, str]) -> tuple[Sheet, ...]:
    """Plan the table of what was found, each sentence with the worksheet that it is made of; none if nothing is said.

    Parameters
    ----------
    workbook
        What is summed up.
    tabs
        The worksheet of each table, by key.
    """
    rows = tuple(
        (each.words, FOUND if each.follows else NOT_FOUND, tabs.get(each.key, CONTENTS))
        for each in findings(workbook.tables)
    )
    if not rows:
        return ()
    columns = (Column("In words"), Column("What it is"), Column("Worksheet", Kind.LINK))
    return (_page(workbook, SUMMARY, Grid("Summary", columns, rows)),)


def notes_sheet(workbook: Workbook, notes: tuple[Note, ...]) -> Sheet:
    """Plan the table of notes."""
    rows = tuple((note.marker, note.text, note.where) for note in notes)
    columns = (Column("Note"), Column("Text"), Column("Tables that it applies to"))
    return _page(workbook, NOTES, Grid("Notes", columns, rows))


def definitions(workbook: Workbook) -> tuple[Sheet, ...]:
    """Plan the table of definitions; no worksheet if there are none."""
    if not workbook.definitions:
        return ()
    rows = tuple((_filled(d.term), _filled(d.meaning), _filled(d.source)) for d in workbook.definitions)
    columns = (Column("Term"), Column("Meaning"), Column("Source"))
    return (_page(workbook, DEFINITIONS, Grid("Definitions", columns, rows)),)


def method(workbook: Workbook) -> Sheet:
    """Plan the table of what the figures depend on: settings, inputs as the caller names them, versions."""
    policy = workbook.tables.policy
    rows = (
        *((_filled(s.name), _filled(s.value), _filled(s.meaning)) for s in workbook.settings),
        ("Disclosure policy", policy.name, "What was done to the counts; note 1 says it in words"),
        *(("Caution of the disclosure policy", words, "What this policy does not keep") for words in policy.cautions),
        ("Python version", platform.python_version(), "The language that this was worked out with"),
        *((f"{name} version", _version_of(name), _PART_OF[name]) for name in PACKAGES),
    )
    columns = (Column("Name"), Column("Value"), Column("Meaning"))
    return _page(workbook, METHOD, Grid("Method_and_provenance", columns, rows))


_PART_OF = {
    "needskit": "The library that made this workbook",
    "numpy": "The library that counts",
    "openpyxl": "The library that writes the file",
    "pandas": "The library that holds the records",
    "scipy": "The library that solves the rounding",
}


def _version_of(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed as a package"


def _filled(text: str) -> str:
    return text.strip() or NOT_GIVEN


def _page(workbook: Workbook, tab: str, grid: Grid, *, link: bool = True) -> Sheet:
    lines = (
        *internal_lines(workbook.tables),
        Line(ONE_TABLE),
        *((TO_CONTENTS,) if link else ()),
    )
    return Sheet(tab, titled(f"{tab}: {HOLDS[tab]}", synthetic=workbook.synthetic), lines, grid)
