"""Sentences of targets that were stated: how common it is now, whether that is a change, and whether it will do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from needskit.output.sentence import difference_of, figure_beside, has_share, numbers_of, share_text, who_of
from needskit.table.figure import MET, MISSED, NEITHER

if TYPE_CHECKING:
    from needskit.disclosure.policy import Policy
    from needskit.disclosure.released import ReleasedCell, ReleasedTable


def of_targets(table: ReleasedTable, policy: Policy) -> tuple[str, ...]:
    """Say of each target how common it is now, against the baseline, and whether the target is met."""
    return tuple(_of_target(table, cell, policy) for cell in table.cells)


def _of_target(table: ReleasedTable, cell: ReleasedCell, policy: Policy) -> str:
    who, name = who_of(table), cell.at[-1]
    if cell.is_withheld or {"reached", "difference"} & cell.withheld.keys():
        return f"{who}: whether the target '{name}' is met is withheld, for it rests on too few."
    if not has_share(cell) or "reached" not in cell.figures:
        return f"{who}: whether the target '{name}' is met cannot be told, for no answer is known."
    share = share_text(table, cell, "estimate", policy)
    baseline = figure_beside(table, cell, "comparator", policy)
    return (
        f"{who}: '{name}': {share} ({numbers_of(table, cell)}), against {baseline}% at the baseline: "
        f"{difference_of(table, cell, policy)}{_change(cell)}. {_reached(table, cell, policy)}"
    )


def _change(cell: ReleasedCell) -> str:
    """Say that it cannot be told whether there is a change, where it cannot."""
    unsure = cell.figures["significant"] == NEITHER
    return ", so that whether it has changed since then cannot be told" if unsure else ""


def _reached(table: ReleasedTable, cell: ReleasedCell, policy: Policy) -> str:
    wanted = f"the target of {figure_beside(table, cell, 'wanted', policy)}%"
    reached = cell.figures["reached"]
    if reached == MET:
        return f"{wanted[:1].upper()}{wanted[1:]} is met."
    if reached == MISSED:
        return f"{wanted[:1].upper()}{wanted[1:]} is not met."
    more = ""
    if cell.figures.get("people_to_find", 0) > cell.figures["out_of"]:
        number = figure_beside(table, cell, "people_to_find", policy)
        more = f" To find a change from the baseline to the target, about {number} would have to be counted."
    return f"Whether {wanted} is met cannot be told.{more}"
