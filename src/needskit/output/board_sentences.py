"""What can be said of each table to a board: short, of what is shown, with its count and what it is out of."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from needskit.output.board_parts import (
    WITH_A_DIFFERENCE,
    Candidate,
    at,
    counts_of,
    difference,
    is_narrow,
    points_in_words,
    share,
)
from needskit.output.number import count_text
from needskit.output.sentence import figure_beside, has_share, outcome_of, share_text, who_of
from needskit.output.shown_of_iom import Shown, evidence_in_words
from needskit.output.text_of_iom import FREQUENCY, RATE, what_can_be_said
from needskit.output.text_of_outcomes import AGAINST, HOMELESS_AGAINST_OTHERS
from needskit.output.text_of_reoffenders import RATE_BY_TIME
from needskit.output.text_of_targets import of_targets
from needskit.output.text_of_young_adults import AND_OVER, LOST, OPEN, SET_AGAINST, young_in
from needskit.table.figure import ALIKE, MET, MISSED
from needskit.table.wording import inside_a_sentence

if TYPE_CHECKING:
    from needskit.disclosure.policy import Policy
    from needskit.disclosure.released import ReleasedTable
    from needskit.output.board_parts import Say

COMPARISONS = (RATE, FREQUENCY)
"""How the keys of the tables begin that set people beside people like them."""


def _numbers(table: ReleasedTable, policy: Policy) -> tuple[Candidate, ...]:
    """Say how many have two or more, and how many as many as the last such row says."""
    counted = table.dimensions[-1].label.lower().removeprefix("number of ")
    rows = [cell for cell in table.cells if cell.at[-1].endswith(" or more") and has_share(cell)]
    return tuple(
        share(table, cell, policy, subject="needs", had=f"had {cell.at[-1]} {counted}")
        for cell in (*rows[:1], *rows[1:][-1:])
    )


def _commonest(table: ReleasedTable, policy: Policy) -> tuple[Candidate, ...]:
    """Say which is commonest; nothing if one that is withheld might be, or if several are alike."""
    cells = [cell for cell in table.cells if has_share(cell)]
    if not cells or any(cell.is_withheld for cell in table.cells):
        return ()
    word = table.dimensions[-1].label.lower()
    shown = [share_text(table, cell, "estimate", policy) for cell in cells]
    best = max(cells, key=lambda cell: cell.figures["estimate"])
    percentage = share_text(table, best, "estimate", policy)
    if shown.count(percentage) > 1 or not best.figures["count"]:
        return ()
    words = f"The commonest {word} was {inside_a_sentence(best.at[-1])}, {percentage}: {counts_of(table, best)}."
    return (Candidate(words, table.caption.key, "needs", best.figures["count"], is_narrow(best)),)


def _domains(table: ReleasedTable, policy: Policy) -> tuple[Candidate, ...]:
    _, _, domains = table.caption.title.partition(": ")
    return at("two or three", subject="together", had=f"had problems in two or three of {domains}")(table, policy)


def _dual_diagnosis(table: ReleasedTable, policy: Policy) -> tuple[Candidate, ...]:
    both = replace(table.headings, out_of=table.headings.out_of.replace("the problems of the row", "both"))
    had = "had mental health and substance misuse problems together"
    return at("both: dual diagnosis", subject="together", had=had)(replace(table, headings=both), policy)


def _reconvicted(table: ReleasedTable, policy: Policy) -> tuple[Candidate, ...]:
    had = f"were {outcome_of(table)}"
    return tuple(
        share(table, cell, policy, subject="reoffending", had=had) for cell in table.cells[:1] if has_share(cell)
    )


def _share_of_young_adults(table: ReleasedTable, policy: Policy) -> tuple[Candidate, ...]:
    band = young_in(table)
    return at(band, subject="young adults", had=f"were aged {band}")(table, policy) if band else ()


def _trend(table: ReleasedTable, policy: Policy) -> tuple[Candidate, ...]:
    """Say how an outcome goes with the number of needs."""
    found = [cell for cell in table.cells if cell.at[-1] == "trend" and {"count", "lower"} <= cell.figures.keys()]
    if not found:
        return ()
    [cell, *_] = found
    sure = cell.figures["lower"] > 0 or cell.figures["upper"] < 0
    each, outcome = cell.measure.unit.rpartition(" for ")[2], outcome_of(table)
    everybody = replace(table.headings, out_of=table.headings.out_of.replace(" this number ", " a known number ", 1))
    in_all = f"In all it was {counts_of(replace(table, headings=everybody), cell)}."
    if not sure:
        words = f"Whether more or fewer were {outcome} with {each} cannot be told. {in_all}"
        return (Candidate(words, table.caption.key, "reoffending", cell.figures["count"], sure),)
    how = "more" if cell.figures["lower"] > 0 else "fewer"
    points, *ends = (share_text(table, cell, name, policy).removeprefix("-") for name in ("estimate", "lower", "upper"))
    near, far = ends if how == "more" else reversed(ends)
    words = f"With {each}, {points_in_words(points)} {how} were {outcome} (95% limits {near} to {far}). {in_all}"
    return (Candidate(words, table.caption.key, "reoffending", cell.figures["count"], sure),)


def _most_prolific(table: ReleasedTable, policy: Policy) -> tuple[Candidate, ...]:
    """Say how many of the events those have who have most."""
    wanted = {"count", "out_of", "events", "all_events", "share_of_people", "share_of_events"}
    found = [cell for cell in table.cells if cell.at[-1] == "top 10%" and wanted <= cell.figures.keys()]
    if not found:
        return ()
    [cell, *_] = found
    people, events = (figure_beside(table, cell, name, policy) for name in ("share_of_people", "share_of_events"))
    called = inside_a_sentence(table.headings.all_events.partition(" ")[0])
    words = (
        f"{events}% of {called}, {count_text(cell.figures['events'])} of {count_text(cell.figures['all_events'])}, "
        f"were by the most prolific {people}%: {counts_of(table, cell)}."
    )
    return (Candidate(words, table.caption.key, "reoffending", cell.figures["count"], sure=True),)


def _homeless_then(table: ReleasedTable, policy: Policy) -> tuple[Candidate, ...]:
    """Say how many are homeless at the last point in time."""
    label = "homeless, of all categories"
    found = [cell for cell in table.cells if cell.at[-1] == label and has_share(cell)]
    return tuple(
        share(table, cell, policy, subject="accommodation", had=f"were homeless {_when(cell.at[0])}")
        for cell in found[-1:]
    )


def _when(point: str) -> str:
    """Return a point in time as whoever has not seen the table understands it."""
    return f"{point.removeprefix('at ')} after release" if re.fullmatch(r"at \d+ months", point) else point


def _homeless(table: ReleasedTable, policy: Policy) -> tuple[Candidate, ...]:
    first, second = (group.lower() for group in HOMELESS_AGAINST_OTHERS.split(AGAINST))
    when = _when(table.dimensions[-1].label.removeprefix("Accommodation "))
    return tuple(
        difference(table, cell, policy, subject="accommodation", ours=f"{first} {when}", theirs=second)
        for cell in table.cells
        if cell.at[-1] == HOMELESS_AGAINST_OTHERS and has_share(cell) and cell.figures.keys() >= WITH_A_DIFFERENCE
    )


def _young_adults(table: ReleasedTable, policy: Policy) -> tuple[Candidate, ...]:
    ages, outcomes = table.dimensions
    older, label = ages.levels[0].label, outcomes.levels[0].label
    young = inside_a_sentence(ages.label.removesuffix(SET_AGAINST))
    return tuple(
        difference(table, cell, policy, subject="young adults", ours=young, theirs=f"aged {older}")
        for cell in table.cells
        if cell.at == (older, label)
        and older.endswith(AND_OVER)
        and has_share(cell)
        and cell.figures.keys() >= WITH_A_DIFFERENCE
    )


def _lost(table: ReleasedTable, policy: Policy) -> tuple[Candidate, ...]:
    opened = [cell for cell in table.cells if OPEN.fullmatch(cell.at[-1])]
    lost = [cell for cell in table.cells if cell.at[-1].startswith(LOST) and has_share(cell)]
    if not opened or not lost:
        return ()
    turning = table.caption.title.rpartition(": ")[2]
    whose = replace(table.headings, out_of=f"{turning} with a {opened[0].at[-1]}")
    had = f"were {lost[0].at[-1].replace(LOST, 'lost, with ', 1)}"
    return (share(replace(table, headings=whose), lost[0], policy, subject="services", had=had),)


def _targets(table: ReleasedTable, policy: Policy) -> tuple[Candidate, ...]:
    """Say of each target what the main findings say of it; nothing of one that cannot be told."""
    return tuple(
        Candidate(
            _without_whom(table, words),
            table.caption.key,
            "targets",
            cell.figures["count"],
            cell.figures["reached"] in {MET, MISSED},
        )
        for words, cell in zip(of_targets(table, policy), table.cells, strict=True)
        if has_share(cell) and {"reached", "difference"} <= cell.figures.keys()
    )


def _without_whom(table: ReleasedTable, sentence: str) -> str:
    words = sentence.removeprefix(f"{who_of(table)}: ")
    return f"{words[:1].upper()}{words[1:]}"


def comparisons_of(table: ReleasedTable, policy: Policy) -> tuple[Candidate, ...]:
    """Say what a comparison of people matched shows, together with how far it can be believed."""
    cells = [cell for cell in table.cells if {"significant", "evidence"} <= cell.figures.keys()]
    if not cells or table.caption.key.startswith(RATE_BY_TIME):
        return ()
    shown = Shown(table, cells[0], policy)
    found = what_can_be_said(replace(table, cells=(cells[0],)), policy).can
    words = " ".join((*(_without_whom(table, each) for each in found[:1]), evidence_in_words(shown)))
    sure = bool(cells[0].figures["significant"]) and cells[0].figures["evidence"] == ALIKE
    return (Candidate(words, table.caption.key, "compared", cells[0].figures.get("out_of", 0), sure),)


BOARD: dict[str, Say] = {
    "overlap.number_of_needs": _numbers,
    "needs.prevalence": _commonest,
    "overlap.dual_diagnosis": _dual_diagnosis,
    "overlap.domains": _domains,
    "reconviction.headline": _reconvicted,
    "overlap.reconviction": _trend,
    "reconviction.concentration": _most_prolific,
    "accommodation.status": _homeless_then,
    "accommodation.reconviction": _homeless,
    "transition.young_adults_share": _share_of_young_adults,
    "transition.reconviction": _young_adults,
    "transition.crossing": _lost,
    "transition.turning_25": _lost,
    "targets.progress": _targets,
    "coverage.assessment": at("all", subject="assessed", had="had an assessment"),
}
"""What is said of which table."""
