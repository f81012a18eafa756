"""What is said of charts: the finding, for those who do not see them, and what is left out and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from needskit.output.number import as_text, count_text, decimals_of
from needskit.output.plain_text import one_line, plain
from needskit.output.text import ALIKE
from needskit.table.wording import inside_a_sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from needskit.disclosure.policy import Policy
    from needskit.disclosure.released import ReleasedCell, ReleasedTable

LONGEST_ALT = 400
"""Letters that a screen reader says in one go before it tires its listener."""


def has_share(cell: ReleasedCell) -> bool:
    """Tell whether a cell shows a percentage beside its count and what it is out of."""
    return cell.measure.unit == "%" and {"count", "out_of", "estimate"} <= cell.figures.keys()


def title_of_values(words: str, unit: str) -> str:
    """Return the title of an axis of values, with the unit.

    Examples
    --------
    >>> title_of_values("Percentage with this need", "%")
    'Percentage with this need (%)'
    """
    return f"{words[:1].upper()}{words[1:]} ({unit})"


def finding_of_shares(
    table: ReleasedTable, rows: Sequence[int], policy: Policy, *, one: str, many: str, all_shown: bool
) -> str:
    """Say which category has the highest percentage, with its count and what it is out of.

    Parameters
    ----------
    table
        The table.
    rows
        The places of the cells that are drawn; each has a percentage.
    policy
        It decides the precision.
    one, many
        What a category is called: "need", "needs".
    all_shown
        Whether no category is withheld: one that is might be the commonest.
    """
    cells = [table.cells[row] for row in rows]
    shown = {row: _share(table, table.cells[row], policy) for row in rows}
    highest = max(rows, key=lambda row: table.cells[row].figures["estimate"])
    most = [table.cells[row] for row in rows if shown[row] == shown[highest]]
    if not any(cell.figures["count"] for cell in most):
        return f"Every percentage shown is {shown[highest]}."
    names = joined([cell.at[-1] for cell in most])
    each = "; ".join(_people(table, cell) for cell in most)
    known = [cell.figures["out_of"] for cell in cells]
    caution = "" if min(known) >= ALIKE * max(known) else f"; the {many} are known of different numbers"
    begins = "The" if all_shown else "Of those shown, the"
    if len(most) == 1:
        return (
            f"{begins} commonest {one} is {names}, {shown[highest]} ({each}{_limits(table, most[0], policy)}){caution}."
        )
    return f"{begins} commonest {many} are {names}, each {shown[highest]} ({each}){caution}."


def finding_of_highest(table: ReleasedTable, rows: Sequence[int], policy: Policy, *, all_shown: bool) -> str:
    """Say which group has the highest percentage of an outcome, with its count and what it is out of.

    Parameters
    ----------
    table
        The table.
    rows
        The places of the cells that are drawn; each has a percentage.
    policy
        It decides the precision.
    all_shown
        Whether no group is withheld: one that is might be the highest.
    """
    shown = {row: _share(table, table.cells[row], policy) for row in rows}
    highest = max(rows, key=lambda row: table.cells[row].figures["estimate"])
    most = [table.cells[row] for row in rows if shown[row] == shown[highest]]
    begins = "The" if all_shown else "Of those shown, the"
    each = "; ".join(_people(table, cell) for cell in most)
    limits = _limits(table, most[0], policy) if len(most) == 1 else ""
    return f"{begins} highest is {joined([cell.at[-1] for cell in most])}, {shown[highest]} ({each}{limits})."


def finding_of_curve(table: ReleasedTable, rows: Sequence[int], policy: Policy) -> str:
    """Say how high a curve goes, with its count and what it is out of, and where it has come half as far."""
    last = table.cells[rows[-1]]
    goes_to = f"{last.at[-1]}, {_share(table, last, policy)} ({_people(table, last)}{_limits(table, last, policy)})."
    said = f"{goes_to[:1].upper()}{goes_to[1:]}"
    whole = last.figures["count"]
    half = next((table.cells[row] for row in rows if 2 * table.cells[row].figures["count"] >= whole), last)
    if half is last or not whole:
        return said
    by_then = f"{half.at[-1]} ({count_text(half.figures['count'])})"
    return f"{said} At least half of these {count_text(whole)} had one {by_then}."


def finding_of_pairs(table: ReleasedTable, rows: Sequence[int], policy: Policy, *, all_shown: bool) -> str:
    """Say of which pair the percentage is highest, and of which it is lowest, with their counts.

    Parameters
    ----------
    table
        Of pairs.
    rows
        The places of the cells that are drawn; each has a percentage.
    policy
        It decides the precision.
    all_shown
        Whether no pair is withheld.
    """

    def said(row: int) -> str:
        cell = table.cells[row]
        one, other = cell.at
        counts = f"{count_text(cell.figures['count'])} of {count_text(cell.figures['out_of'])}"
        pair = f"{inside_a_sentence(other)} among those with {inside_a_sentence(one)}"
        return f"{pair}, {_share(table, cell, policy)} ({counts})"

    estimates = {row: table.cells[row].figures["estimate"] for row in rows}
    highest, lowest = (pick(rows, key=lambda row: estimates[row]) for pick in (max, min))
    begins = "The highest is" if all_shown else "Of those shown, the highest is"
    return (
        f"{begins} {said(highest)}; the lowest {said(lowest)}." if highest != lowest else f"{begins} {said(highest)}."
    )


def finding_of_counts(table: ReleasedTable, rows: Sequence[int], policy: Policy) -> str:
    """Say which combination most people have."""
    highest = max(table.cells[row].figures["count"] for row in rows)
    most = [table.cells[row] for row in rows if table.cells[row].figures["count"] == highest]
    if not highest:
        return "Every count shown is 0."
    names = joined([cell.at[-1] for cell in most])
    each = _people(table, most[0]) if has_share(most[0]) else count_text(highest)
    if len(most) > 1:
        return f"The commonest combinations are {names}, {each} each."
    share = f"{_share(table, most[0], policy)} ({each})" if has_share(most[0]) else each
    return f"The commonest combination is {names}, {share}."


def one_by_one(said: Sequence[tuple[str, str]]) -> str:
    """Return every category with its figure.

    Examples
    --------
    >>> one_by_one([("Drug misuse", "63%"), ("Attitudes", "64%")])
    'Drug misuse: 63%; Attitudes: 64%.'
    """
    return "; ".join(f"{name}: {figure}" for name, figure in said) + "."


def needs_of_columns(names: Sequence[str]) -> str:
    """Return the combinations from left to right, as many as can be said."""
    said = "From the left: "
    for number, name in enumerate(names):
        more = f"{'; ' if number else ''}{name}"
        if len(said) + len(more) > LONGEST_ALT // 2:
            return f"{said.rstrip()} and so on."
        said += more
    return f"{said}."


def in_short(first: str, finding: str, *more: str) -> str:
    """Return an alternative text: what it is, the finding, and as many sentences more as fit.

    Examples
    --------
    >>> in_short("A bar chart.", "The commonest need is drug misuse.", "x" * 400, "No need is left out.")
    'A bar chart. The commonest need is drug misuse. No need is left out.'
    """
    said = one_line(f"{first} {finding}", at_most=LONGEST_ALT)
    for sentence in more:
        longer = f"{said} {' '.join(plain(sentence).split())}"
        said = longer if len(longer) <= LONGEST_ALT else said
    return said


def last_label(cell: ReleasedCell) -> str:
    """Return what a category is called where rows have one label."""
    return cell.at[-1]


def left_out_lines(
    *,
    withheld: Sequence[ReleasedCell],
    not_applicable: Sequence[ReleasedCell] = (),
    other: Sequence[ReleasedCell] = (),
    name: Callable[[ReleasedCell], str] = last_label,
) -> tuple[str, ...]:
    """Say which rows of the table are not drawn, a line a reason.

    Parameters
    ----------
    withheld
        Those whose figure is withheld. Of one that is confidential nothing is said but that it is not shown: how many
        are behind it may be what must not be told.
    not_applicable
        Those that have no such figure.
    other
        Those that are no category of the chart, such as those that sum others.
    name
        What a row is called.
    """
    reasons = {
        "Not shown": [cell for cell in withheld if cell.is_confidential],
        "Left out because too few are behind the figure": [cell for cell in withheld if not cell.is_confidential],
        "Left out because there is no such figure": not_applicable,
        "In the table but not in the chart": other,
    }
    said = {reason: list(dict.fromkeys(map(name, cells))) for reason, cells in reasons.items()}
    return tuple(f"{reason}: {'; '.join(names)}." for reason, names in said.items() if names)


def name_of_row(cell: ReleasedCell) -> str:
    """Return what a row of a chart is called: the labels of its cell, one after another."""
    words = ": ".join(cell.at)
    return f"{words[:1].upper()}{words[1:]}"


def joined(names: Sequence[str]) -> str:
    """Return names as a sentence holds them.

    Examples
    --------
    >>> joined(["4", "5", "6"]), joined(["Drug misuse"])
    ('4, 5 and 6', 'Drug misuse')
    """
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def _share(table: ReleasedTable, cell: ReleasedCell, policy: Policy) -> str:
    decimals = decimals_of(table, cell.measure, rounded=policy.rounds)
    return as_text(cell.figures["estimate"], cell.measure, decimals)


def _limits(table: ReleasedTable, cell: ReleasedCell, policy: Policy) -> str:
    """Return the limits as the end of a bracket; nothing for a share that has none."""
    if not {"lower", "upper"} <= cell.figures.keys():
        return ""
    decimals = decimals_of(table, cell.measure, rounded=policy.rounds)
    lower, upper = (as_text(cell.figures[name], cell.measure, decimals) for name in ("lower", "upper"))
    rounding = ", rounding included" if policy.rounds else ""
    return f"; {cell.measure.confidence * 100:g}% limits {lower} to {upper}{rounding}"


def _people(table: ReleasedTable, cell: ReleasedCell) -> str:
    """Return the count and its denominator, in the table's own words."""
    words = table.headings.out_of
    of_whom = f" {words[:1].lower()}{words[1:]}" if words else ""
    return f"{count_text(cell.figures['count'])} of {count_text(cell.figures['out_of'])}{of_whom}"
