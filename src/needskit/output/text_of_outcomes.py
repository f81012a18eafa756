"""Sentences of dual diagnosis, of domains and of what people go on to do."""

from __future__ import annotations

from dataclasses import replace
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

if TYPE_CHECKING:
    from needskit.disclosure.policy import Policy
    from needskit.disclosure.released import ReleasedTable

AGAINST = " against "
HOMELESS_AGAINST_OTHERS = f"Homeless{AGAINST}not homeless"
"""The row of the table of accommodation and outcome that its sentence is about."""


def of_dual_diagnosis(table: ReleasedTable, policy: Policy) -> tuple[str, ...]:
    """Say how many have mental health and substance problems together."""
    both = replace(table.headings, out_of=table.headings.out_of.replace("the problems of the row", "both"))
    say = at_level("both: dual diagnosis", "had mental health and substance misuse problems together")
    return say(replace(table, headings=both), policy)


def of_domains(table: ReleasedTable, policy: Policy) -> tuple[str, ...]:
    """Say how many are in two or three of the domains, which the title of the table names."""
    _, _, domains = table.caption.title.partition(": ")
    return at_level("two or three", f"were in two or three of the domains {domains}")(table, policy)


def of_reconviction(table: ReleasedTable, policy: Policy) -> tuple[str, ...]:
    """Say how many were reconvicted, and how often."""
    [cell, *_], outcome = table.cells, outcome_of(table)
    if cell.is_withheld:
        return (f"{who_of(table)}: the share {outcome} is withheld, {cell.why_withheld}.",)
    if not has_share(cell) or "events" not in cell.figures:
        return ()
    share, called = share_text(table, cell, "estimate", policy), table.headings.events
    _, _, each = table.headings.further.get("per_reoffender", "").partition(" per ")
    ratio = (
        f": {figure_beside(table, cell, 'per_reoffender', policy)} for each {each}"
        if each and cell.figures["count"]
        else ""
    )
    events = f"{count_text(cell.figures['events'])} {called[:1].lower()}{called[1:]}"
    limits = limits_of(table, cell, policy).replace("limits", "limits of the percentage", 1)
    return (f"{who_of(table)}: {share} ({numbers_of(table, cell)}) were {outcome}, with {events}{ratio}{limits}.",)


def of_homeless(table: ReleasedTable, policy: Policy) -> tuple[str, ...]:
    """Say how many of those homeless were reconvicted, against how many of the others."""
    found = [cell for cell in table.cells if cell.at[-1] == HOMELESS_AGAINST_OTHERS]
    if not found:
        return ()
    [cell, *_] = found
    who, outcome = who_of(table), outcome_of(table)
    first, second = (group.lower() for group in HOMELESS_AGAINST_OTHERS.split(AGAINST))
    when = table.dimensions[-1].label.removeprefix("Accommodation ")
    if cell.is_withheld:
        return (f"{who}: the share of those {first} {when} {outcome} is withheld, {cell.why_withheld}.",)
    if not has_share(cell):
        return ()
    share = share_text(table, cell, "estimate", policy)
    said = f"{who}: {share} ({numbers_of(table, cell)}) of those {first} {when} were {outcome}"
    return (against_others(table, cell, policy, said=said, others=f"those {second}"),)
