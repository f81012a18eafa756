"""A workbook that is to leave the building is attacked and checked, as it is on disk, before it gets its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from needskit.audit.accessible.check import check_as
from needskit.audit.auditor import audit_book
from needskit.audit.reading.book import book_of
from needskit.audit.reading.structure import read_structure
from needskit.errors import DisclosureError, OutputError
from needskit.output.structure import structure_of

if TYPE_CHECKING:
    from pathlib import Path

    from needskit.output.excel.written import Written

FEW_CELLS = 40
"""Under rounding, workbooks with more cells are narrowed alone when they are saved: rounding together is proof."""

PROGRAMS, MOST_PROGRAMS = 200, 5_000
"""How many whole-number programs are solved at a save, and where true counts stand beside hidden ones."""


def refuse_what_tells(written: Written, *, name: str) -> None:
    """Attack a file read back from disk, knowing what its rows count and nothing of how it was protected.

    Parameters
    ----------
    written
        The file as it was read: whom its figures count, and no number, is taken from what was released.
    name
        Of the file.

    Raises
    ------
    DisclosureError
        If a reader can work out a number of few people.
    """
    release = written.release
    if not release.policy.protects:
        return
    few = sum(len(table.cells) for table in release) <= FEW_CELLS
    is_true = release.policy.hides_counts and not release.off_by
    programs = MOST_PROGRAMS if is_true else PROGRAMS if few else 0
    book = book_of(written.parts, written.book, sheets=written.cells)
    found = audit_book(book, name=name, structure=read_structure(structure_of(release)), programs=programs)
    # The worst come first. What is merely wrong was looked for already, against what was released and planned.
    if not found.fails:
        return
    wrong = found.findings[0]
    message = (
        f"The workbook was not kept, for an attack on the file found {wrong.code} ({wrong.where}): {wrong.words} "
        "Leave a breakdown out, merge its groups, or release fewer tables together."
    )
    raise DisclosureError(message)


def refuse_what_shuts_out(path: Path, *, name: str) -> None:
    """Check a file on disk against every rule of accessible workbooks, and for what Excel would repair.

    Parameters
    ----------
    path
        Of the file.
    name
        That it is to have.

    Raises
    ------
    OutputError
        If Excel would repair it, or it breaks a rule that is essential.
    """
    # What is desirable is said by whoever asks: `check_workbook`, and the command line.
    checked = check_as(path, name=name)
    for wrong in (*checked.of("repair"), *checked.of("essential")):
        message = f"The workbook was not kept, for it breaks {wrong.code} ({wrong.where}): {wrong.words} {wrong.mend}"
        raise OutputError(message)
