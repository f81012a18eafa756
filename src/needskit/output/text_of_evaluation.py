"""What is said of an evaluation as a whole: for how many it holds, and how many differences were tested."""

from __future__ import annotations

from typing import TYPE_CHECKING

from needskit.output.number import count_text
from needskit.output.sentence import share_text, who_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from needskit.disclosure.policy import Policy
    from needskit.disclosure.released import Release, ReleasedTable

ATTRITION, DIFFERENCES = "iom.attrition", "iom.differences"
SHARE = frozenset({"count", "out_of", "estimate"})


def named(release: Release, *starts: str) -> list[ReleasedTable]:
    """Return the tables whose key begins so."""
    return [table for table in release if table.caption.key.startswith(starts)]


def of_attrition(table: ReleasedTable, policy: Policy) -> tuple[str, ...]:
    """Say how many of those treated could be matched, for whom alone the rest holds."""
    arms, steps = (dimension.labels for dimension in table.dimensions)
    called = arms[1]
    found = [cell for cell in table.cells if cell.at == (called, steps[-1]) and cell.figures.keys() >= SHARE]
    return tuple(
        f"{who_of(table)}: {share_text(table, cell, 'estimate', policy)} ({count_text(cell.figures['count'])} of "
        f"{count_text(cell.figures['out_of'])}) of those {called} could be matched. What is found by matching holds "
        "for those."
        for cell in found
    )


def how_many_are_tested(release: Release, outcomes: Sequence[ReleasedTable]) -> tuple[str, ...]:
    """Say how many differences were tested, and what becomes of them when that is corrected for.

    Parameters
    ----------
    release
        The released tables.
    outcomes
        Those of them that test a difference, for where no table sets these side by side.
    """
    together = [cell for table in named(release, DIFFERENCES) for cell in table.cells]
    alone = [cell for table in outcomes for cell in table.cells if "significant" in cell.measure.figures]
    cells = max(together, alone, key=len)
    if not cells:
        return ()
    are = "difference was" if len(cells) == 1 else "differences were"
    tested = f"{count_text(len(cells))} {are} tested, each at the level of 5%"
    if not any("corrected_significant" in cell.measure.figures for cell in together):
        chance = "of twenty where there is none, one would be significant by chance alone"
        return (f"{tested}, without correction: {chance}.",)
    found, corrected = (
        sum(bool(cell.figures.get(name)) for cell in together) for name in ("significant", "corrected_significant")
    )
    is_found = f"{count_text(found)} {'is' if found == 1 else 'are'} significant alone"
    of_them = "" if len(together) == len(cells) else f" of {count_text(len(together))} outcomes"
    return (f"{tested}:{of_them} {is_found}, and {count_text(corrected)} when corrected for their number (Holm).",)
