"""How soon people matched with people like them reoffend, in sentences, from released tables alone.

The limits of the difference in mean days decide what is said, and no test beside them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from needskit.output.number import half_up
from needskit.output.said import BY_EVIDENCE, Said
from needskit.output.sentence import who_of
from needskit.table.figure import UNLIKE
from needskit.table.wording import inside_a_sentence

if TYPE_CHECKING:
    from needskit.disclosure.policy import Policy
    from needskit.disclosure.released import ReleasedCell, ReleasedTable

HALF = 0.5


def of_time(table: ReleasedTable, policy: Policy) -> Said:
    """Say how long both arms went without a reoffence, and whether that differs.

    Parameters
    ----------
    table
        Released, of the time to the first reoffence of matched people.
    policy
        Under which.
    """
    [cell] = table.cells
    called = table.headings.estimate.removeprefix("Percentage of those ").removesuffix(" with a reoffence")
    unit = inside_a_sentence(table.headings.out_of.partition(f" {called}")[0])
    _, _, last = table.headings.count.rpartition(" by day ")
    begin = f"{who_of(table)}: how long those {called} went without a reoffence"
    if cell.is_withheld or "significant" in cell.withheld:
        return Said((f"{begin}, against the comparison, is withheld: it rests on too few.",), ())
    if "significant" not in cell.figures:
        return Said((), (f"{begin}, against the comparison, cannot be told: none differ.",))
    others = "the others" if cell.figures["evidence"] == UNLIKE else f"{unit} like them, weighted"
    ours, theirs = (f"{half_up(cell.figures[name], 0):,f}" for name in ("mean_days", "against_mean_days"))
    levels = (
        f"{who_of(table)}: up to day {last}, those {called} went {ours} days without a reoffence on average, against "
        f"{theirs} for {others}."
    )
    cannot = [BY_EVIDENCE[int(cell.figures["evidence"])].format(called=called, unit=unit)]
    if not cell.figures["significant"]:
        cannot.insert(0, f"This does not mean that being {called} has no effect on how soon.")
    return Said((f"{levels} {_difference(cell, policy)}",), tuple(cannot))


def _difference(cell: ReleasedCell, policy: Policy) -> str:
    """Say what the limits say."""
    lower, upper = cell.figures["days_difference_lower"], cell.figures["days_difference_upper"]
    rounded = ", rounding included" if policy.rounds else ""
    if lower > 0 or upper < 0:
        near, far = sorted((lower, upper), key=abs)
        how = "more" if lower > 0 else "fewer"
        alike = _number(near) == _number(far)
        between = f"about {_days(far)}" if alike else f"between {_number(near)} and {_days(far)}"
        return f"That is {between} {how} (95% limits{rounded}): a statistically significant difference."
    return (
        f"That is anything between {_days(lower)} fewer and {_days(upper)} more (95% limits{rounded}): whether it is "
        "fewer or more cannot be told."
    )


def _number(size: float) -> str:
    """Return a number of days: never 0, for what is above 0 is not nothing."""
    shown = half_up(abs(size), 0)
    return f"{shown:,f}" if shown else "less than 1"


def _days(size: float) -> str:
    return f"{_number(size)} day{'' if half_up(abs(size), 0) <= 1 else 's'}"


def of_survival(table: ReleasedTable) -> tuple[str, ...]:
    """Say by when half of each arm had a reoffence; nothing where a day of one is withheld.

    Parameters
    ----------
    table
        Released, of those still without a reoffence by each day.
    """
    called = table.headings.estimate.removeprefix("Percentage of those ").removesuffix(" still without a reoffence")
    ours = _half(table, "estimate", f"of those {called}")
    theirs = _half(table, "against_estimate", "of the comparison, weighted,")
    return (f"{who_of(table)}: {ours}; {theirs}.",) if ours and theirs else ()


def _half(table: ReleasedTable, name: str, of_arm: str) -> str:
    """Return by when half of an arm had a reoffence; empty where it cannot be told."""
    if any(name not in cell.figures for cell in table.cells):
        return ""
    by_then = next((cell for cell in table.cells if cell.figures[name] <= HALF), None)
    if by_then is None:
        return f"fewer than half {of_arm} had a reoffence {table.cells[-1].at[-1]}"
    return f"at least half {of_arm} had a reoffence {by_then.at[-1]}"
