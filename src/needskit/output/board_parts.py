"""The parts of a sentence to a board: a percentage or a difference, with its counts, and whether it is sure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from needskit.disclosure.policy import Policy
from needskit.disclosure.released import ReleasedCell, ReleasedTable
from needskit.output.number import count_text, decimals_beside, half_up
from needskit.output.sentence import figure_beside, has_share, outcome_of, share_text
from needskit.table.figure import FURTHER
from needskit.table.wording import inside_a_sentence

MANY, ONE = "people ", "person "

NARROW = 0.20
"""Limits of a percentage that are further apart tell a board little."""

WITH_A_DIFFERENCE = {
    *("difference", "difference_lower", "difference_upper"),
    *("against_estimate", "against_count", "against_out_of"),
}
"""What a cell must show for a sentence of two percentages."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that could be read out.

    Parameters
    ----------
    words
        With a full stop.
    key
        Of its table.
    subject
        What it is about: no subject has two sentences before every other has one.
    people
        How many are in the count that it is about.
    sure
        Whether its limits tell.
    """

    words: str
    key: str
    subject: str
    people: float
    sure: bool


Say = Callable[[ReleasedTable, Policy], tuple[Candidate, ...]]


def counts_of(table: ReleasedTable, cell: ReleasedCell) -> str:
    """Return a count, its denominator in the table's own words, and how many are not known."""
    out_of = inside_a_sentence(table.headings.out_of)
    if cell.figures["out_of"] == 1 and out_of.startswith(MANY):
        out_of = f"{ONE}{out_of.removeprefix(MANY)}"
    words = f" {out_of}" if out_of else ""
    unknown = cell.figures.get("not_known", 0)
    more = f"; of {count_text(unknown)} more it is not known" if unknown else ""
    return f"{count_text(cell.figures['count'])} of {count_text(cell.figures['out_of'])}{words}{more}"


def is_narrow(cell: ReleasedCell) -> bool:
    """Tell whether the limits of a percentage are near enough to each other; without limits it is a plain count."""
    return "lower" not in cell.figures or cell.figures["upper"] - cell.figures["lower"] <= NARROW


def how_many_of(table: ReleasedTable, cell: ReleasedCell, policy: Policy) -> str:
    """Return a percentage as a sentence begins with it: in words where it is of nobody or of everybody.

    Where counts are rounded, 0 may be a few, and as many as there are may be a few less.
    """
    count, out_of = cell.figures["count"], cell.figures["out_of"]
    if count == 0:
        return "None" if policy.hides_counts or not policy.rounds else "Few or none"
    if count == out_of:
        return "All or nearly all" if policy.rounds else "All"
    return share_text(table, cell, "estimate", policy)


def points_in_words(points: str) -> str:
    """Return so many percentage points.

    Examples
    --------
    >>> points_in_words("1"), points_in_words("1.0"), points_in_words("12")
    ('1 percentage point', '1.0 percentage points', '12 percentage points')
    """
    return f"{points} percentage {'point' if points == '1' else 'points'}"


def share(table: ReleasedTable, cell: ReleasedCell, policy: Policy, *, subject: str, had: str) -> Candidate:
    """Return the sentence of one percentage: "94% had two or more needs: 375 of 400 people assessed."."""
    wide = ""
    if not is_narrow(cell):
        lower, upper = (share_text(table, cell, name, policy) for name in ("lower", "upper"))
        wide = f" With so few, all that can be said is that the share is between {lower} and {upper}."
    words = f"{how_many_of(table, cell, policy)} {had}: {counts_of(table, cell)}.{wide}"
    return Candidate(words, table.caption.key, subject, cell.figures["count"], is_narrow(cell))


def at(label: str, *, subject: str, had: str) -> Say:
    """Return how to say the percentage of the row with a label; "{counted}" in the words is what is counted."""

    def say(table: ReleasedTable, policy: Policy) -> tuple[Candidate, ...]:
        counted = table.dimensions[-1].label.lower().removeprefix("number of ") if table.dimensions else ""
        cells = [cell for cell in table.cells if label in cell.at and has_share(cell)]
        return tuple(share(table, cell, policy, subject=subject, had=had.format(counted=counted)) for cell in cells[:1])

    return say


def difference(
    table: ReleasedTable, cell: ReleasedCell, policy: Policy, *, subject: str, ours: str, theirs: str
) -> Candidate:
    """Return the sentence of two percentages: both with their counts, and what their difference is with its limits."""
    figures = cell.figures
    lower, upper = figures["difference_lower"], figures["difference_upper"]
    sure = lower > 0 or upper < 0
    decimals, times = decimals_beside(table, "difference", rounded=policy.rounds), FURTHER["difference"].shown_per
    near, far = sorted(half_up(abs(end), decimals, times=times) for end in (lower, upper))
    told = (
        f"The difference is between {near} and {far} percentage points (95% limits)."
        if sure
        else "Whether the two differ by more than chance cannot be told."
    )
    against = f"{figure_beside(table, cell, 'against_estimate', policy)}%"
    words = (
        f"{share_text(table, cell, 'estimate', policy)} of those {ours} were {outcome_of(table).partition(',')[0]}, "
        f"{count_text(figures['count'])} of {count_text(figures['out_of'])}, against {against} of those {theirs}, "
        f"{count_text(figures['against_count'])} of {count_text(figures['against_out_of'])}. {told}"
    )
    return Candidate(words, table.caption.key, subject, figures["count"], sure)
