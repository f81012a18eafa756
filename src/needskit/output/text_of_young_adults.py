"""Sentences of young adults: their share, their outcomes, and what becomes of them between services."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from needskit.output.number import count_text
from needskit.output.sentence import (
    against_others,
    at_level,
    figure_beside,
    has_share,
    limits_of,
    numbers_of,
    outcome_of,
    share_text,
    who_of,
)
from needskit.table.wording import inside_a_sentence

if TYPE_CHECKING:
    from needskit.disclosure.policy import Policy
    from needskit.disclosure.released import ReleasedCell, ReleasedTable

AND_OVER = " and over"
SET_AGAINST = ", set against"
OPEN, LOST, IN_ALL = re.compile(r"(.+) open on the \d+th birthday"), "lost: ", "median and quartiles"


def of_young_adults(table: ReleasedTable, policy: Policy) -> tuple[str, ...]:
    """Say what share is of the band of young adults: the row above those older."""
    band = young_in(table)
    return at_level(band, f"were aged {band}")(table, policy) if band else ()


def of_representation(table: ReleasedTable, policy: Policy) -> tuple[str, ...]:
    """Say what share is of the band of young adults, against their share of the residents; nothing without those."""
    band = young_in(table)
    found = [cell for cell in table.cells if cell.at[-1] == band]
    if not found or not has_share(found[0]) or not {REPRESENTATION, RESIDENTS_SHARE} <= found[0].figures.keys():
        return ()
    [cell, *_] = found
    ratio, lower, upper = (
        figure_beside(table, cell, f"{REPRESENTATION}{end}", policy) for end in ("", "_lower", "_upper")
    )
    heading = table.headings.further.get(RESIDENTS_SHARE, "Percentage of residents")
    residents = heading.removeprefix("Percentage of ").removeprefix("the ")
    of_this_age = f"{count_text(cell.figures['population'])} of this age"
    theirs = f"{figure_beside(table, cell, RESIDENTS_SHARE, policy)}%, {of_this_age}"
    return (
        (
            f"{who_of(table)}: {share_text(table, cell, 'estimate', policy)} ({numbers_of(table, cell)}) were aged "
            f"{band}, {ratio} times their share of the {residents} ({theirs}); 95% limits of the ratio "
            f"{lower} to {upper}{', rounding included' if policy.rounds else ''}."
        ),
    )


REPRESENTATION, RESIDENTS_SHARE = "representation", "residents_share"


def young_in(table: ReleasedTable) -> str:
    """Return the band of ages above those older, which are the last; empty if there is none."""
    labels = [level.label for level in table.dimensions[-1].levels]
    older = [place for place, label in enumerate(labels) if label.endswith(AND_OVER)]
    return labels[older[-1] - 1] if older and older[-1] else ""


def of_young_adults_reconvicted(table: ReleasedTable, policy: Policy) -> tuple[str, ...]:
    """Say how many of the young adults were reconvicted, against how many of those older."""
    ages, outcomes = table.dimensions
    older, at = ages.levels[0].label, (ages.levels[0].label, outcomes.levels[0].label)
    [cell] = [cell for cell in table.cells if cell.at == at]
    young = inside_a_sentence(ages.label.removesuffix(SET_AGAINST))
    what = outcome_of(table).removesuffix(f", {young}")
    if not older.endswith(AND_OVER):
        return ()
    if cell.is_withheld:
        return (f"{who_of(table)}: the share of those {young} {what} is withheld, {cell.why_withheld}.",)
    if not has_share(cell):
        return ()
    share = share_text(table, cell, "estimate", policy)
    said = f"{who_of(table)}: {share} ({numbers_of(table, cell)}) were {what}"
    return (against_others(table, cell, policy, said=said, others=f"those aged {older}"),)


def of_passage(table: ReleasedTable, policy: Policy) -> tuple[str, ...]:
    """Say how many of those whose case was open on the birthday were lost on the way to adult services."""
    opened = [cell for cell in table.cells if OPEN.fullmatch(cell.at[-1])]
    lost = [cell for cell in table.cells if cell.at[-1].startswith(LOST)]
    if not opened or not lost or "count" not in opened[0].figures:
        return ()
    [cell, *_] = lost
    with_a_case = f"{_turning(table)} with a {opened[0].at[-1]}"
    if cell.is_withheld:
        return (f"{who_of(table)}: the share lost, of {with_a_case}, is withheld, {cell.why_withheld}.",)
    if not has_share(cell):
        return ()
    return (
        (
            f"{who_of(table)}: of {count_text(opened[0].figures['count'])} {with_a_case}, "
            f"{share_text(table, cell, 'estimate', policy)} ({_of_those_known(cell)}) were {cell.at[-1]}"
            f"{limits_of(table, cell, policy)}."
        ),
    )


def _of_those_known(cell: ReleasedCell) -> str:
    """Return the count and what it is out of, and of how many it is not known or too early to tell."""
    unknown = cell.figures.get("not_known", 0)
    more = f", {count_text(unknown)} more not known or too early to tell" if unknown else ""
    return f"{count_text(cell.figures['count'])} of {count_text(cell.figures['out_of'])} of which it is known{more}"


def of_gap(table: ReleasedTable, policy: Policy) -> tuple[str, ...]:
    """Say how many days lay between services for a half, and for a quarter and three quarters."""
    found = [cell for cell in table.cells if cell.at[-1] == IN_ALL]
    if not found:
        return ()
    [cell, *_] = found
    what, _, _ = inside_a_sentence(table.caption.title).partition(":")
    turning = _turning(table)
    if cell.is_withheld or "median" in cell.withheld:
        return (f"{who_of(table)}: the median of the {what}, of {turning}, is withheld, {cell.why_withheld}.",)
    if not {"out_of", "lower_quartile", "median", "upper_quartile"} <= cell.figures.keys():
        return ()
    return (
        (
            f"{who_of(table)}: of {count_text(cell.figures['out_of'])} {turning} that came to adult services, "
            f"{_gaps(table, cell, what, policy)}; those lost are not among them."
        ),
    )


def _gaps(table: ReleasedTable, cell: ReleasedCell, what: str, policy: Policy) -> str:
    """Say how long the gap was for a half, a quarter and three quarters, as far as there was one."""
    quarter, half, most = (
        figure_beside(table, cell, name, policy) for name in ("lower_quartile", "median", "upper_quartile")
    )
    if not cell.figures["upper_quartile"]:
        return "at least three quarters had no gap"
    if not cell.figures["median"]:
        return f"at least half had no gap, and three quarters one of no more than {most} {what}"
    return (
        f"half had a gap of no more than {half} {what}, a quarter of no more than {quarter} and three quarters of no "
        f"more than {most}"
    )


def _turning(table: ReleasedTable) -> str:
    """Return who is counted, as the title says it: "people turning 18 between 1 April 2024 and 31 March 2025"."""
    return table.caption.title.rpartition(": ")[2]
