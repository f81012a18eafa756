"""A workbook that is to leave the building is attacked, as it is on disk, before it gets its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from needskit.audit.auditor import audit_workbook
from needskit.errors import DisclosureError
from needskit.output.forewarned import warn_of_what_tells
from needskit.output.structure import structure_of

if TYPE_CHECKING:
    from pathlib import Path

    from needskit.disclosure.released import Release

MOST_CELLS = 40
"""Workbooks with more cells are narrowed alone when they are saved: whole worlds of many counts take longer."""

SECONDS = 1.0


def refuse_what_tells(path: Path, *, release: Release) -> None:
    """Attack a file read back from disk, knowing what its rows count and nothing of how it was protected.

    Parameters
    ----------
    path
        The file as it is on disk.
    release
        What it shows: whom its figures count, and no number, is taken from it.

    Raises
    ------
    DisclosureError
        If a reader can work out a number of few people.

    Warns
    -----
    WorkbookWarning
        If the policy is one that says it does not keep that: whoever chose it was told.
    """
    if not release.policy.protects:
        return
    few = sum(len(table.cells) for table in release) <= MOST_CELLS
    found = audit_workbook(path, structure=structure_of(release), seconds=SECONDS if few else 0.0)
    # The worst come first. What is merely wrong was looked for already, against what was released and planned.
    if not found.fails:
        return
    wrong = found.findings[0]
    if release.policy.cautions:
        warn_of_what_tells(found, policy=release.policy)
        return
    message = (
        f"The workbook was not kept, for an attack on the file found {wrong.code} ({wrong.where}): {wrong.words} "
        "Leave a breakdown out, merge its groups, or release fewer tables together."
    )
    raise DisclosureError(message)
