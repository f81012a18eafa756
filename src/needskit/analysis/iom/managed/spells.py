"""For how long are people managed under IOM, and who was adopted and removed lately?"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from needskit.analysis.answers import KNOWN, YES
from needskit.analysis.count import Counter, Row, Words, attributes_of, caption_for, people
from needskit.analysis.iom.managed.management import (
    ENDED,
    LATELY,
    LENGTHS,
    STILL,
    TIMES,
    management_of,
)
from needskit.analysis.tabulate import By, breakdowns_in, groups_of, levels_of, one_after_another
from needskit.cohort.breakdown import EVERYBODY
from needskit.table.measure import PERCENTAGE
from needskit.table.reoffending import HOW_OFTEN
from needskit.table.table import Cell, Dimension, Headings, Level, Table
from needskit.table.wording import date_in_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from needskit.analysis.iom.managed.management import Management
    from needskit.cohort.cohort import Cohort

SPELLS = "spells of management"
HOW_MANY_SPELLS = replace(
    HOW_OFTEN,
    method="Percentage: those managed at any time, divided by those with a known answer. Limits: 95% Wilson score "
    "interval without continuity correction (Newcombe 1998, method 3). The figures per one managed, per one and per "
    "100 are the spells divided by those managed at any time and by those with a known answer.",
)
MANAGEMENT, TIMES_MANAGED, LASTED = "Management", "Times managed", "Length of the last spell, where it has ended"
AT_ANY_TIME = "managed at any time"


def spells(cohort: Cohort, *, by: By = None) -> Table:
    """How many people were ever managed under IOM, who still is, who was adopted and removed, and for how long?

    Counted are people of whom it is known, up to the date of the extract, whether they were managed. Spells that
    overlap or follow each other by a day are one. The length is that of the last spell, and of those managed still it
    is in no row: it has not ended. Where columns of people tell, and no source of spells, they hold one spell each, so
    that earlier ones are not known and nothing is said of how many there were.

    Parameters
    ----------
    cohort
        Whose people are counted.
    by
        The name of a breakdown, or several to cross; a group "all" comes first.

    Raises
    ------
    UsageError
        If the extract has no date, does not say when people were managed, or has no such breakdown.

    References
    ----------
    The bands of length are a local definition.

    Examples
    --------
    >>> import pandas as pd, needskit as nk
    >>> extract = pd.DataFrame({"person_id": ["1", "2", "3"], "iom": ["yes", "yes", "no"]})
    >>> extract = extract.assign(iom_start=["2025-03-01", "2023-01-01", ""], iom_end=["", "2024-06-30", ""])
    >>> cohort = nk.read_cohort(extract, population="people in a test", as_at="2025-12-31")
    >>> frame = spells(cohort).to_frame().set_index("group")
    >>> frame.loc[["managed at any time", "still managed", "12 to 23 months"], ["count", "out_of"]].to_numpy().tolist()
    [[2, 3], [1, 2], [1, 1]]
    """
    found = management_of(cohort)
    made = found.cohort
    breakdowns = breakdowns_in(made, by)
    counter = Counter(made)
    rows = list(_rows(found))
    cells = []
    for group in groups_of(made, breakdowns):
        for row in rows:
            parts = tuple(counter.sum_of(group, part) for part in row.parts)
            if row.measure is HOW_MANY_SPELLS:
                parts = (*parts, counter.amount_of(group, _counted(found), of=found.times, called=SPELLS))
            cells.append(Cell((*group.at, *row.at), row.measure, parts))
    words = _words(found)
    by_group = tuple(Dimension(b.name, b.label, (Level(EVERYBODY), *levels_of(b))) for b in breakdowns)
    return Table(
        caption=caption_for(made, words, breakdowns),
        dimensions=(*by_group, *one_after_another([Level(row.at[1], under=row.at[0]) for row in rows])),
        headings=words.headings,
        cells=tuple(cells),
        counts=counter.counts,
        attributes=attributes_of(made, counter.counts),
    )


def _counted(found: Management) -> tuple[tuple[str, frozenset[str]], ...]:
    """Return the condition of those whose number of spells is known."""
    return ((found.times, _numbers(found, 0)),)


def _numbers(found: Management, least: int, most: int | None = None) -> frozenset[str]:
    answers = found.cohort.attributes[found.times].answers[:-1]
    return frozenset(answers[least:] if most is None else answers[least : most + 1])


def _rows(found: Management) -> Iterator[Row]:
    """Return the rows, of each whom it counts out of whom."""
    status = found.cohort.attributes[found.status]
    known = (found.status, frozenset(status.answers[:-1]))
    if found.times:
        parts = (people((found.times, _numbers(found, 1))), people(*_counted(found)), people())
        yield Row((MANAGEMENT, AT_ANY_TIME), HOW_MANY_SPELLS, parts)
    else:
        yield Row((MANAGEMENT, AT_ANY_TIME), PERCENTAGE, (people(found.ever), people(known), people()))
    ever = people(found.ever)
    for label in (STILL, ENDED):
        yield Row((MANAGEMENT, label), PERCENTAGE, (people((found.status, frozenset({label}))), ever, ever))
    for name, label in (
        (found.adopted, f"adopted in the last {LATELY} months"),
        (found.removed, f"removed in the last {LATELY} months, and not managed since"),
    ):
        yield Row((MANAGEMENT, label), PERCENTAGE, (people((name, YES)), people((name, KNOWN)), ever))
    if found.times:
        any_number = people((found.times, _numbers(found, 1)))
        for label, (least, most) in TIMES.items():
            counted = people((found.times, _numbers(found, least, most)))
            yield Row((TIMES_MANAGED, label), PERCENTAGE, (counted, any_number, ever))
    ended, bands = people((found.status, frozenset({ENDED}))), people((found.length, frozenset(LENGTHS)))
    for label in LENGTHS:
        yield Row((LASTED, label), PERCENTAGE, (people((found.length, frozenset({label}))), bands, ended))


ON_INDEX_DATE = (
    "Other tables call managed those that were so on the index date, or are said to be: fewer than are counted here.",
)


def _words(found: Management) -> Words:
    cohort = found.cohort
    unit, one, day = cohort.unit, cohort.one, date_in_words(cohort.as_at) if cohort.as_at else ""
    return Words(
        key="iom.spells",
        title=f"Management under IOM up to {day}: adopted, removed, and how long",
        headings=Headings(
            count=unit.capitalize(),
            out_of=f"{unit.capitalize()} with a known answer",
            not_known=f"{unit.capitalize()} whose answer is not known",
            events="Spells",
            estimate="Percentage of those known",
            further={
                "per_reoffender": f"Spells per {one} managed",
                "per_person": f"Spells per {one}",
                "per_100": f"Spells per 100 {unit}",
            },
        ),
        notes=(
            (
                f"The first row is of all {unit} with a known answer, and those below it of those managed at any time. "
                f"Managed still means on {day}, and the last {LATELY} months end on it."
            ),
            *(ON_INDEX_DATE if found.times and "index_date" in cohort.people else ()),
            (
                "Spells that overlap, or follow each other by a day, are one."
                if found.times
                else f"The columns of the extract hold one spell of each {one}: earlier ones are not known, so that "
                "more may have been managed before."
            ),
            (
                "Lengths are of those no longer managed. Those managed still have been so for longer than these rows "
                "can show, so that lengths of all will be longer."
            ),
        ),
        sources=("Bands of length: a definition of this workbook, not an official one",),
    )
