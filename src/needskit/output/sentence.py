"""The parts of a sentence of a released table: its population, counts, percentages, limits and differences."""

from __future__ import annotations

from collections.abc import Callable

from needskit.disclosure.policy import Policy
from needskit.disclosure.released import ReleasedCell, ReleasedTable
from needskit.output.number import as_text, count_text, decimals_beside, decimals_of, half_up, stored
from needskit.table.figure import FURTHER

Sentence = Callable[[ReleasedTable, Policy], tuple[str, ...]]


def at_level(level: str, verb: str) -> Sentence:
    """Return how to say the share at one level: 94% (375 of 400 people assessed) had two or more needs."""

    def say(table: ReleasedTable, policy: Policy) -> tuple[str, ...]:
        found = [cell for cell in table.cells if level in cell.at]
        if not found:
            return ()
        [cell, *_] = found
        if cell.is_withheld:
            return (f"{who_of(table)}: the share who {verb} is withheld, {cell.why_withheld}.",)
        if not has_share(cell):
            return ()
        share = share_text(table, cell, "estimate", policy)
        return (f"{who_of(table)}: {share} ({numbers_of(table, cell)}) {verb}{limits_of(table, cell, policy)}.",)

    return say


def difference_of(table: ReleasedTable, cell: ReleasedCell, policy: Policy) -> str:
    """Return the difference of two percentages in words: 31 percentage points more (95% limits 22 to 40)."""
    decimals = decimals_beside(table, "difference", rounded=policy.rounds)
    names = ("difference", "difference_lower", "difference_upper")
    points, lower, upper = (half_up(cell.figures[name], decimals, times=FURTHER[name].shown_per) for name in names)
    if lower >= 0 or upper <= 0:
        between = " to ".join(f"{end:,f}" for end in sorted((abs(lower), abs(upper))))
    else:
        between = f"{-lower:,f} less to {upper:,f} more"
    how = "more" if points > 0 else "less"
    said = f"{abs(points):,f} percentage points {how}" if points else "no difference in percentage points"
    return f"{said} (95% limits {between}{', rounding included' if policy.rounds else ''})"


def against_others(table: ReleasedTable, cell: ReleasedCell, policy: Policy, *, said: str, others: str) -> str:
    """Return a sentence with the percentage of others at its end, and the difference from them.

    Parameters
    ----------
    table, cell, policy
        What is said of.
    said
        The sentence so far: the percentage of those whom it is about.
    others
        What the others are called: "those not homeless".
    """
    if "difference" in cell.withheld:
        return f"{said}; the difference from {others} is withheld, {cell.why_withheld}."
    if "difference" not in cell.figures:
        return f"{said}{limits_of(table, cell, policy)}."
    counts = f"{count_text(cell.figures['against_count'])} of {count_text(cell.figures['against_out_of'])}"
    theirs = f"{figure_beside(table, cell, 'against_estimate', policy)}% ({counts})"
    return f"{said}, against {theirs} of {others}: {difference_of(table, cell, policy)}."


def who_of(table: ReleasedTable) -> str:
    """Return the population as the start of a sentence."""
    population = table.caption.population
    return population[:1].upper() + population[1:]


def outcome_of(table: ReleasedTable) -> str:
    """Return the outcome in the words of the table: "reconvicted within 12 months"."""
    return table.headings.estimate.removeprefix("Percentage ")


def figure_beside(table: ReleasedTable, cell: ReleasedCell, name: str, policy: Policy) -> str:
    """Return a figure beside the estimate, as the table shows it."""
    decimals = decimals_beside(table, name, rounded=policy.rounds)
    return f"{half_up(cell.figures[name], decimals, times=FURTHER[name].shown_per):,f}"


def has_share(cell: ReleasedCell) -> bool:
    """Tell whether a cell shows a percentage beside its count and what it is out of."""
    return cell.measure.unit == "%" and {"count", "out_of", "estimate"} <= cell.figures.keys()


def share_shown(table: ReleasedTable, cell: ReleasedCell, policy: Policy) -> float:
    """Return a percentage as the table shows it."""
    return stored(cell.figures["estimate"], cell.measure, decimals_of(table, cell.measure, rounded=policy.rounds))


def share_text(table: ReleasedTable, cell: ReleasedCell, figure: str, policy: Policy) -> str:
    """Return a percentage, or one of its limits, in words."""
    return as_text(cell.figures[figure], cell.measure, decimals_of(table, cell.measure, rounded=policy.rounds))


def limits_of(table: ReleasedTable, cell: ReleasedCell, policy: Policy) -> str:
    """Return the limits as the end of a sentence; nothing for a share that has none."""
    if not {"lower", "upper"} <= cell.figures.keys():
        return ""
    between = f"{share_text(table, cell, 'lower', policy)} to {share_text(table, cell, 'upper', policy)}"
    return f"; 95% limits {between}{', rounding included' if policy.rounds else ''}"


def numbers_of(table: ReleasedTable, cell: ReleasedCell) -> str:
    """Return the count, its denominator in the table's own words, and how many are not known."""
    out_of = table.headings.out_of
    words = f" {out_of[:1].lower()}{out_of[1:]}" if out_of else ""
    unknown = cell.figures.get("not_known", 0)
    more = f", {count_text(unknown)} more not known" if unknown else ""
    return f"{count_text(cell.figures['count'])} of {count_text(cell.figures['out_of'])}{words}{more}"


def listed(names: list[str]) -> str:
    """Return names as the middle of a sentence holds them."""
    lowered = [name if name[1:2].isupper() else name[:1].lower() + name[1:] for name in names]
    return " and ".join(filter(None, [", ".join(lowered[:-1]), lowered[-1]]))
