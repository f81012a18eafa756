"""What can be said of the same people in several windows, and of changes beside those of others: from releases alone.

The limits decide every sentence, and no test beside them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from needskit.output.number import as_text, count_text, decimals_beside, decimals_of, half_up
from needskit.output.sentence import figure_beside, who_of
from needskit.table.figure import FURTHER
from needskit.table.wording import inside_a_sentence

if TYPE_CHECKING:
    from decimal import Decimal

    from needskit.disclosure.policy import Policy
    from needskit.disclosure.released import ReleasedCell, ReleasedTable

WINDOWS, CHANGES = "iom.windows", "iom.difference_in_differences"
SELECTED = "W-SELECTED"


def of_windows(table: ReleasedTable, policy: Policy) -> tuple[str, ...]:
    """Say how far the fall depends on the window alone.

    Parameters
    ----------
    table
        Released, of windows side by side.
    policy
        Under which.
    """
    said, told = [], False
    for statement in dict.fromkeys(cell.at[-1] for cell in table.cells):
        cells = [cell for cell in table.cells if cell.at[-1] == statement]
        found = [cell for cell in cells if "relative_change" in cell.figures]
        if len(found) > 1:
            told = True
            said.append(f"{who_of(table)}: {_span(table, found, len(cells) - len(found), policy)}")
        elif len(cells) > 1:
            said.append(
                f"{who_of(table)}: how far the change of {statement} depends on the window is withheld, for it rests "
                "on too few."
            )
    if told:
        said.append(
            "The same are counted in every window, so that nothing but the choice of months lies between these "
            "figures; none of them is the effect of what was done."
        )
    return tuple(said)


def _span(table: ReleasedTable, found: list[ReleasedCell], silent: int, policy: Policy) -> str:
    """Say between what the change lies."""
    lowest, highest = (pick(found, key=lambda cell: cell.figures["relative_change"]) for pick in (min, max))
    low, high = (_percentage(table, cell, policy) for cell in (lowest, highest))
    more = f", {count_text(silent)} more withheld" if silent else ""
    number = f"{count_text(len(found))} windows before and after the index date{more}"
    out_of = f"{count_text(lowest.figures['out_of'])} {inside_a_sentence(table.headings.out_of)}"
    what = f"{lowest.at[-1]}, of {out_of}"
    if low == high:
        way = "fall" if low < 0 else "rise"
        return f"{what}: {f'the {way} is {abs(low):,f}%' if low else 'no change'}, whatever the window ({number})."
    first, second = lowest, highest
    if high < 0:
        first, second = highest, lowest
        change = f"the fall is between {-high:,f}% and {-low:,f}%"
    elif low > 0:
        change = f"the rise is between {low:,f}% and {high:,f}%"
    else:
        fall = f"a fall of {-low:,f}%" if low else "no change"
        change = f"the change is anything between {fall} and {f'a rise of {high:,f}%' if high else 'no change'}"
    where = f"the first with {first.at[0]}, the second with {second.at[0]}"
    return f"{what}: {change}, depending on the window alone ({number}; {where})."


def _percentage(table: ReleasedTable, cell: ReleasedCell, policy: Policy) -> Decimal:
    decimals = decimals_beside(table, "relative_change", rounded=policy.rounds)
    return half_up(cell.figures["relative_change"], decimals, times=FURTHER["relative_change"].shown_per)


def of_changes(table: ReleasedTable, policy: Policy) -> tuple[str, ...]:
    """Say by how much what changed for those treated differs from what changed for the others.

    Parameters
    ----------
    table
        Released, of a difference in differences.
    policy
        Under which.
    """
    said = [sentence for cell in table.cells for sentence in _changed(table, cell, policy)]
    told = any("significant" in cell.figures for cell in table.cells)
    called = _called(table)
    if told:
        said.append(
            f"A difference of the changes is what being {called} did only if both arms would have changed alike, which "
            "nothing here can show."
        )
    if told and any(note.startswith(SELECTED) for note in table.caption.notes):
        said.append(
            f"Those {called} were chosen by what they did before, and come down again whatever is done: as far as the "
            "comparison was not chosen so, the difference of the changes is no effect."
        )
    return tuple(said)


def _called(table: ReleasedTable) -> str:
    """Return what those treated are called."""
    return table.headings.events.partition(" of those ")[2]


def _changed(table: ReleasedTable, cell: ReleasedCell, policy: Policy) -> tuple[str, ...]:
    called, what = _called(table), cell.at[-1]
    compares = f"{who_of(table)}: how the change of those {called} compares ({what})"
    if cell.is_withheld or "significant" in cell.withheld:
        return (f"{compares} is withheld: it rests on too few.",)
    if "significant" not in cell.figures:
        return (f"{compares} cannot be told: none differ.",)
    decimals = decimals_of(table, cell.measure, rounded=policy.rounds)
    before = as_text(cell.figures["estimate"], cell.measure, decimals).removesuffix(f" {cell.measure.unit}")
    after, others_before, others_after = (
        figure_beside(table, cell, name, policy) for name in ("rate_after", "others_before", "others_after")
    )
    lower, upper = (cell.figures[f"changes_apart_{end}"] for end in ("lower", "upper"))
    rounded = ", rounding included" if policy.rounds else ""
    of_what = f"per 100 than the second (95% limits{rounded})"
    if lower > 0 or upper < 0:
        near, far = (_amount(table, end, policy) for end in sorted((lower, upper), key=abs))
        between = f"about {far}" if near == far else f"between {near} and {far}"
        how = "higher" if lower > 0 else "lower"
        apart = f"The first change is {between} {how} {of_what}: a statistically significant difference."
    else:
        apart = (
            f"The first change is anything between {_amount(table, lower, policy)} lower and "
            f"{_amount(table, upper, policy)} higher {of_what}: whether they differ cannot be told. This does not mean "
            f"that being {called} has no effect."
        )
    return (
        (
            f"{who_of(table)}: {what} went from {before} to {after} for those {called}, matched, and from "
            f"{others_before} to {others_after} for the comparison, weighted. {apart}"
        ),
    )


def _amount(table: ReleasedTable, size: float, policy: Policy) -> str:
    """Return the size of a difference: never 0, for what is above 0 is not nothing."""
    decimals = decimals_beside(table, "changes_apart", rounded=policy.rounds)
    shown = half_up(abs(size), decimals, times=FURTHER["changes_apart"].shown_per)
    return f"{shown:,f}" if shown else f"less than {10.0**-decimals:g}"
