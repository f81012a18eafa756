"""What can be said of the same people before and after, and what does not follow: from released tables alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from needskit.output.number import as_text, count_text, decimals_beside, decimals_of, half_up
from needskit.output.said import Said
from needskit.output.sentence import figure_beside, who_of
from needskit.table.figure import FURTHER
from needskit.table.wording import inside_a_sentence

if TYPE_CHECKING:
    from decimal import Decimal

    from needskit.disclosure.policy import Policy
    from needskit.disclosure.released import ReleasedCell, ReleasedTable

BEFORE_AFTER = "iom.before_after"
PER_100 = 100
ACKNOWLEDGED = "It is acknowledged that "


def of_before_after(table: ReleasedTable, policy: Policy) -> Said:
    """Say by how much less the same people offend after than before, in per cent and in points, and what that is not.

    Parameters
    ----------
    table
        Released, of the same people before and after.
    policy
        Under which.

    Returns
    -------
    Said
        Nothing of a table that is broken down.
    """
    if len(table.dimensions) > 1:
        return Said((), ())
    found = [cell for cell in table.cells if "relative_change" in cell.figures]
    said = tuple(_changed(table, cell, policy) for cell in table.cells)
    cannot = (
        (
            (
                f"A fall of the same {_unit(table)} is not an effect: there is nothing to compare with, and whoever is "
                "chosen at a high comes down again whatever is done. Evidence level: 2 of 5 on the Maryland scale."
            ),
            *(note.partition(". ")[0] + "." for note in table.caption.notes if note.startswith(ACKNOWLEDGED)),
        )
        if found
        else ()
    )
    return Said(said, cannot)


def _changed(table: ReleasedTable, cell: ReleasedCell, policy: Policy) -> str:
    """Say a change both ways: 57% fewer, and 19 points; of a percentage the one is easily taken for the other."""
    what = f"{who_of(table)}: {inside_a_sentence(cell.at[-1])}"
    if "relative_change" not in cell.figures:
        return f"{what}: how much changed is not shown, for none, or too few, were counted before or after."
    change = _percentage(table, cell, "relative_change", policy)
    is_share = cell.measure.unit == "%"
    after_name, name, unit = (
        ("against_estimate", "difference", "percentage points")
        if is_share
        else ("rate_after", "rate_change", "per 100")
    )
    decimals = decimals_of(table, cell.measure, rounded=policy.rounds)
    before = as_text(cell.figures["estimate"], cell.measure, decimals).removesuffix(f" {cell.measure.unit}")
    after = f"{figure_beside(table, cell, after_name, policy)}{'%' if is_share else ''}"
    points = abs(half_up(cell.figures[name], decimals_beside(table, name, rounded=policy.rounds), times=PER_100))
    out_of = inside_a_sentence(table.headings.out_of)
    counted = f"from {before} to {after}, {count_text(cell.figures['out_of'])} {out_of}"
    return (
        f"{what}: {_size(change)} after than before, which is {points:,f} {unit} ({counted}"
        f"{_limits(table, cell, policy)} The same {_unit(table)} are counted before and after, and "
        "there is nothing to compare with."
    )


def _unit(table: ReleasedTable) -> str:
    return inside_a_sentence(table.headings.out_of.partition(" known ")[0])


def _limits(table: ReleasedTable, cell: ReleasedCell, policy: Policy) -> str:
    """Say between what the change may lie; nothing where everybody changed alike, so that there is no error."""
    names = ("relative_change_lower", "relative_change_upper")
    if not {*names} <= cell.figures.keys():
        return ")."
    lower, upper = (_percentage(table, cell, name, policy) for name in names)
    rounded = ", rounding included" if policy.rounds else ""
    if lower > 0 or upper < 0:
        near, far = sorted((abs(lower), abs(upper)))
        return f"; 95% limits{rounded}: {near:,f}% to {far:,f}% {_way(upper)})."
    between = f"{_size(lower)} to {_size(upper)}"
    return f"; 95% limits{rounded}: {between}). Whether it is fewer or more cannot be told."


def _size(change: Decimal) -> str:
    return f"{abs(change):,f}% {_way(change)}" if change else "as many"


def _way(change: Decimal) -> str:
    return "more" if change > 0 else "fewer"


def _percentage(table: ReleasedTable, cell: ReleasedCell, name: str, policy: Policy) -> Decimal:
    decimals = decimals_beside(table, name, rounded=policy.rounds)
    return half_up(cell.figures[name], decimals, times=FURTHER[name].shown_per)
