"""The worksheet of sentences to read out, each with a link to the table that holds its figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from needskit.output.board import headline
from needskit.output.excel.grid import Column, Grid, Kind, Line, Sheet
from needskit.output.excel.sheets import ONE_TABLE, TO_CONTENTS, internal_lines, protection_lines, titled

if TYPE_CHECKING:
    from needskit.output.workbook import Workbook

TO_READ_OUT = "To read out"
ORDER = (
    "What is sure stands before what is not, one sentence of each subject before a second, then the larger count "
    "first. What is withheld is left out. Every figure of a sentence stands in the table beside it."
)


def to_read_out(workbook: Workbook) -> tuple[Sheet, ...]:
    """Plan the worksheet of sentences to read out; none if nothing can be said.

    Parameters
    ----------
    workbook
        What it is a part of.
    """
    release = workbook.tables
    said = headline(release)
    if not said:
        return ()
    populations = list(dict.fromkeys(table.caption.population for table in release))
    counted = workbook.population or (populations[0] if len(populations) == 1 else "")
    lines = (
        *((Line(f"Counted: {counted}"),) if counted else ()),
        *internal_lines(release),
        Line(ONE_TABLE),
        *protection_lines(release),
        Line(ORDER),
        TO_CONTENTS,
    )
    grid = Grid(
        "To_read_out",
        (Column("Sentence"), Column("Table", Kind.LINK)),
        tuple((each.words, each.table) for each in said),
    )
    words = f"{TO_READ_OUT}: ten sentences at the most, and which table each is from"
    title = titled(words, synthetic=workbook.synthetic)
    return (Sheet(TO_READ_OUT, title, lines, grid),)
