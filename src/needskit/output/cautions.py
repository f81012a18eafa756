"""What to be careful of with a comparison, as far as released figures show it: no caution tells more than they do.

A match knows more, of true counts: that a number was filled in for somebody, say, may be so of one alone. That is for
the analyst who made the match, and in no workbook that is protected.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from needskit.output.text_of_evaluation import ATTRITION, named
from needskit.table.figure import POOR

if TYPE_CHECKING:
    from collections.abc import Iterator

    from needskit.disclosure.released import Release, ReleasedTable

BALANCE, OUTCOMES = "iom.balance", ("iom.rate", "iom.frequency")
ENOUGH_MATCHED, MOST_LOST = 0.8, 0.2
TIMES_TREATED, EVEN_ENOUGH, SHARE_OF_HEADS = 2, 0.9, 0.3


def cautions_of(release: Release) -> dict[str, str]:
    """Which cautions follow from what was released? Words by code, each once.

    Parameters
    ----------
    release
        The released tables.
    """
    found: dict[str, str] = {}
    for table in named(release, ATTRITION):
        found |= dict(_of_attrition(table))
    for table in named(release, BALANCE):
        if any(cell.figures.get("alike") == POOR for cell in table.cells[:1]):
            found["W-BALANCE"] = "The first row of the table of balance is poor: the arms are not alike in it."
    for table in named(release, *OUTCOMES):
        if any(_rests_on_few(table)):
            found["W-ESS"] = (
                "The effective size of the comparison is small beside how many there are: a few count for most of it."
            )
    return found


def _of_attrition(table: ReleasedTable) -> Iterator[tuple[str, str]]:
    called = table.dimensions[0].labels[1]
    cells = [cell for cell in table.cells if cell.at[0] == called and "count" in cell.figures]
    if len(cells) < len(("in the cohort", "matched")):
        return
    first, (could_be, matched) = cells[0].figures, (cell.figures["count"] for cell in cells[-2:])
    if matched < ENOUGH_MATCHED * could_be:
        yield "W-MATCHED<80", "Fewer than 80% of those treated are matched: what is found holds for those alone."
    every = first.get("submitted", first["count"])
    if every - could_be > MOST_LOST * every:
        yield "W-LOST", "More than a fifth of those treated cannot be looked at: nothing is found of them."


def _rests_on_few(table: ReleasedTable) -> Iterator[bool]:
    """Tell of each row whether the comparison is worth much less than its number of people."""
    for cell in table.cells:
        if cell.figures.keys() >= {"effective_size", "out_of", "against_out_of"}:
            size, ours, theirs = (cell.figures[name] for name in ("effective_size", "out_of", "against_out_of"))
            yield size < min(TIMES_TREATED * ours, EVEN_ENOUGH * theirs) or size < SHARE_OF_HEADS * theirs
