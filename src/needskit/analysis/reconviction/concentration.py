"""How much of all reoffending is by a few people?"""

from __future__ import annotations

from itertools import combinations, pairwise
from typing import TYPE_CHECKING

from needskit.analysis.count import Counter, Words, attributes_of, caption_for, people
from needskit.analysis.outcome import followed_up_in, number_known
from needskit.analysis.reconviction.headline import EVENTS, REOFFENCES
from needskit.analysis.tabulate import By, breakdowns_in, groups_of, levels_of
from needskit.cohort.breakdown import EVERYBODY
from needskit.cohort.prolific import Ranking, with_ranking
from needskit.errors import UsageError
from needskit.table.reoffending import CONCENTRATED
from needskit.table.table import Cell, Dimension, Headings, Level, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from needskit.analysis.count import Placed
    from needskit.cohort.breakdown import Breakdown
    from needskit.cohort.cohort import Cohort
    from needskit.table.whom import Condition, Sum

TOP = (1, 5, 10)
WHOLE = 100


def concentration(cohort: Cohort, *, number: str = REOFFENCES, top: Sequence[float] = TOP, by: By = None) -> Table:
    """What share of all reoffences is by the most prolific 1, 5 and 10 per cent of people?

    Counted are people followed up in full whose number of reoffences is known, those without any too. They are ranked
    by their number, and each row holds the rows above it: the top 5 per cent are the top 1 per cent and the next 4. A
    cut is after the nearest whole number of people, so it may go through people of one number; of those, the ones in
    earlier rows of the extract are ranked higher, which changes no share of the reoffences. People of a group of a
    breakdown are ranked within it.

    Parameters
    ----------
    cohort
        Whose people are counted.
    number
        The column of whole numbers that says how often.
    top
        Percentages of the people, above 0 and below 100, in rising order.
    by
        The name of a breakdown, or several to cross; a group "all" comes first.

    Raises
    ------
    UsageError
        If the percentages are in no rising order, or the extract has no such number or breakdown.

    References
    ----------
    A part of a Lorenz curve (Lorenz 1905, Publications of the American Statistical Association 9, 209-219) of those
    followed up.

    Examples
    --------
    >>> import pandas as pd, needskit as nk
    >>> extract = pd.DataFrame({"person_id": [str(number) for number in range(10)]})
    >>> extract["reoffences_12_months"] = ["6", "2", "1", "1", "0", "0", "0", "0", "0", "0"]
    >>> cohort = nk.read_cohort(extract, population="people in a test", as_at="2025-12-31")
    >>> frame = concentration(cohort, top=[10, 20]).to_frame().set_index("most_prolific")
    >>> frame[["count", "events", "share_of_events"]].to_numpy().tolist()
    [[1, 6, 0.6], [2, 8, 0.8], [8, 2, 0.2]]
    """
    cuts = _rising(top)
    known = number_known(cohort, number)
    followed = followed_up_in(cohort)
    breakdowns = breakdowns_in(cohort, by)
    rankings: dict[tuple[Breakdown, ...], Ranking] = {}
    for size in range(len(breakdowns) + 1):
        for within in combinations(breakdowns, size):
            cohort, rankings[within] = with_ranking(cohort, number=number, asked=followed, top=cuts, within=within)
    counter = Counter(cohort)
    asked = (*followed, known)
    cells = []
    for group in groups_of(cohort, breakdowns):
        ranking = rankings[_within(group)]
        held = [ranking.at_most(place) for place in range(len(cuts))]
        above = [counter.sum_of(group, people(*asked, condition)) for condition in held]
        cells += [
            Cell(
                (*group.at, label),
                CONCENTRATED,
                (*_parts(counter, group, asked, condition, number), *above[: place % len(held)]),
            )
            for place, (label, condition) in enumerate(zip(_labels(cuts), [*held, ranking.rest], strict=True))
        ]
    words = _words(cohort, by=breakdowns)
    by_group = tuple(Dimension(b.name, b.label, (Level(EVERYBODY), *levels_of(b))) for b in breakdowns)
    levels = tuple(Level(label) for label in _labels(cuts))
    return Table(
        caption=caption_for(cohort, words, breakdowns),
        dimensions=(*by_group, Dimension("most_prolific", "Most prolific", levels)),
        headings=words.headings,
        cells=tuple(cells),
        counts=counter.counts,
        attributes=attributes_of(cohort, counter.counts),
    )


def _rising(top: Sequence[float]) -> tuple[float, ...]:
    cuts = tuple(top)
    if not cuts or any(later <= earlier for earlier, later in pairwise((0, *cuts, WHOLE))):
        message = "top wants percentages above 0 and below 100 in rising order, such as [1, 5, 10]."
        raise UsageError(message)
    return cuts


def _labels(cuts: tuple[float, ...]) -> list[str]:
    return [*(f"top {cut:g}%" for cut in cuts), f"the other {WHOLE - cuts[-1]:g}%"]


def _within(group: Placed) -> tuple[Breakdown, ...]:
    """Return the breakdowns of which a group is one group, and not all."""
    return tuple(b for b, position in zip(group.breakdowns, group.positions, strict=True) if position is not None)


def _parts(
    counter: Counter, group: Placed, asked: tuple[Condition, ...], condition: Condition, number: str
) -> tuple[Sum, ...]:
    in_group = (*asked, condition)
    counted = (counter.sum_of(group, part) for part in (people(*in_group), people(*asked), people()))
    events = (counter.amount_of(group, each, of=number, called=EVENTS) for each in (in_group, asked))
    return (*counted, *events)


def _words(cohort: Cohort, *, by: Sequence[Breakdown]) -> Words:
    unit = cohort.unit.capitalize()
    ranked_in = f" {unit} of a group of the breakdown are ranked within it." if by else ""
    return Words(
        key="reconviction.concentration",
        title="How concentrated reoffending is",
        headings=Headings(
            count=f"{unit} in this row",
            out_of=f"{unit} followed up whose number of reoffences is known",
            not_known=f"{unit} not followed up, or whose number is not known",
            events=f"Reoffences by the {cohort.unit} in this row",
            all_events="Reoffences of all followed up",
            further={
                "share_of_people": f"Percentage of the {cohort.unit}",
                "share_of_events": "Percentage of the reoffences",
            },
        ),
        notes=(
            (
                f"{unit} are ranked by their number of reoffences, the highest first, those with none last. Each row "
                "holds the rows above it, so do not add rows up; only the last row and the one above it make up the "
                "whole."
                f"{ranked_in}"
            ),
            (
                f"A cut is after the whole number of {cohort.unit} nearest to the percentage. Where it goes through "
                f"{cohort.unit} with the same number, those in earlier rows of the extract are above it."
            ),
            (
                "Which have most reoffences in one year is in part a matter of chance: the same ones may well not be "
                "the most prolific in the next, and could not have been named beforehand."
            ),
        ),
    )
