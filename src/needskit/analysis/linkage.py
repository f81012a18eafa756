"""How the sources of an extract fit together: rows received, people found, values that agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from needskit.analysis.count import Words, caption_for
from needskit.analysis.received import DIFFERS, PEOPLE, SAME, alike, everybody, fates_of, people_outside, rows_of
from needskit.cohort.build import FOUND_IN, RECORD
from needskit.errors import UsageError
from needskit.table.measure import COUNT, PART_OF_WHOLE
from needskit.table.table import Cell, Dimension, Headings, Level, Table
from needskit.table.whom import Attribute, Whom, count_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from needskit.cohort.cohort import Cohort
    from needskit.cohort.provenance import Source

RECEIVED = "rows received"
ALL_SOURCES = "all linked sources"


def rows(cohort: Cohort) -> Table:
    """What became of every row of the sources that are linked to the people?

    The sources that say who is in the cohort are in the table of the flow. A row is used, or set aside for the
    first reason that applies.

    Parameters
    ----------
    cohort
        Whose sources they are, whatever part of the people the cohort is.

    Raises
    ------
    UsageError
        If the extract has one source only.
    """
    linked = [source for source in _several(cohort) if source.role != PEOPLE]
    levels: list[Level] = []
    cells: list[Cell] = []
    counts: dict[Whom, int] = {}
    attributes: dict[str, Attribute] = {}
    for source in linked:
        fate_of, all_rows = fates_of(source), rows_of(cohort, source)
        attributes[fate_of.name] = fate_of
        counts[all_rows] = sum(source.rows.values())
        levels.append(Level(RECEIVED, under=_named(source)))
        cells.append(Cell((_named(source), RECEIVED), COUNT, (count_of(all_rows),)))
        for position, (fate, count) in enumerate(source.rows.items()):
            whom = all_rows.narrow(fate_of, [fate])
            if position == 0 and source.used_are:
                people_used = cohort.attributes[source.used_are]
                whom = everybody(cohort).narrow(people_used, ["yes"])
                attributes |= {RECORD: cohort.attributes[RECORD], people_used.name: people_used}
            if whom is not None:
                counts[whom] = count
            label = f"used: {fate}" if position == 0 else f"set aside: {fate}"
            levels.append(Level(label, under=_named(source)))
            cells.append(Cell((_named(source), label), PART_OF_WHOLE, (count_of(whom), count_of(all_rows))))
    words = Words(
        key="linkage.rows",
        title="Rows of linked sources: what became of them",
        headings=Headings(count="Rows", out_of="Rows received", estimate="Percentage of the rows received"),
        notes=(
            f"Rows are not {cohort.unit}: one {cohort.one} can have several.",
            "A row is set aside for the first reason that applies to it.",
        ),
    )
    return _table(
        cohort, words, ("source", "Source"), ("row", "What became of the rows"), levels, cells, counts, attributes
    )


def found(cohort: Cohort) -> Table:
    """How many people of the cohort are in each source, and how many of a source are not in the cohort?

    People are linked by their identifier alone, so that a person under two identifiers is two people, and counts
    as not found.

    Parameters
    ----------
    cohort
        Whose people are counted.

    Raises
    ------
    UsageError
        If the extract has one source only.
    """
    # How far sources that bring people along overlap is in the flow; a second way to say it could be subtracted.
    sources = [
        source
        for source in _several(cohort)
        if source.role != PEOPLE and f"{FOUND_IN}{source.label}" in cohort.attributes
    ]
    names = [f"{FOUND_IN}{source.label}" for source in sources]
    held = {name: cohort.people[name].to_numpy() == "yes" for name in names}
    weights = cohort.weights
    counts: dict[Whom, int] = {cohort.whom: len(cohort)}
    levels: list[Level] = []
    cells: list[Cell] = []
    for source, name in zip(sources, names, strict=True):
        others = [other for other in names if other != name]
        alone = held[name] & ~np.any([held[other] for other in others], axis=0) if others else held[name]
        within = cohort.whom.narrow(cohort.attributes[name], ["yes"])
        only: Whom | None = within
        for other in others:
            only = only.narrow(cohort.attributes[other], ["no"]) if only is not None else None
        outside = people_outside(cohort, source)
        known = ((within, int(weights[held[name]].sum())), (only, int(weights[alone].sum())), (outside, source.outside))
        counts |= {whom: count for whom, count in known if whom is not None}
        for label, whom, of in (
            ("found in it", within, cohort.whom),
            ("found in it and in no other linked source", only, cohort.whom),
            ("in it, not in the cohort", outside, None),
        ):
            levels.append(Level(label, under=_named(source)))
            parts = (count_of(whom),) if of is None else (count_of(whom), count_of(of))
            cells.append(Cell((_named(source), label), COUNT if of is None else PART_OF_WHOLE, parts))
    nowhere: Whom | None = cohort.whom
    for name in names:
        nowhere = nowhere.narrow(cohort.attributes[name], ["no"]) if nowhere is not None else None
    if nowhere is not None:
        counts[nowhere] = int(weights[~np.any(list(held.values()), axis=0)].sum())
    levels.append(Level("in none of them", under=ALL_SOURCES))
    cells.append(Cell((ALL_SOURCES, "in none of them"), PART_OF_WHOLE, (count_of(nowhere), count_of(cohort.whom))))
    unit = cohort.unit.capitalize()
    words = Words(
        key="linkage.found",
        title=f"{unit} found in each source",
        headings=Headings(count=unit, out_of=f"{unit} in the cohort", estimate="Percentage of the cohort"),
        notes=(
            "Linked by identifier alone, never by name or date of birth.",
            f"{unit} not found in a source are not known there, unless the source is said to be complete.",
        ),
    )
    used = {name for whom in counts for name, _ in whom.conditions}
    asked = {**cohort.attributes, **{fates_of(source).name: fates_of(source) for source in sources}}
    attributes = {name: asked[name] for name in sorted({*used, RECORD})}
    return _table(cohort, words, ("source", "Source"), ("where", "Where"), levels, cells, counts, attributes)


def agreement(cohort: Cohort) -> Table:
    """Where two sources hold the same value, how often do they say the same?

    Counted are people of whom both sources know the value; where they differ, the earlier source was used.

    Parameters
    ----------
    cohort
        Whose sources they are, whatever part of the people the cohort is.

    Raises
    ------
    UsageError
        If no value is in two sources.
    """
    if not cohort.agreement:
        message = "No column is in two sources of this extract, so there is nothing to compare."
        raise UsageError(message)
    people = everybody(cohort)
    counts: dict[Whom, int] = {people: cohort.records["kept"]}
    attributes: dict[str, Attribute] = {RECORD: cohort.attributes[RECORD]}
    levels: list[Level] = []
    cells: list[Cell] = []
    labels = {source.label: _named(source) for source in cohort.sources}
    for column, source, both, same in cohort.agreement:
        asked = alike(column, source)
        same_in_both, known = people.narrow(asked, [SAME]), people.narrow(asked, [SAME, DIFFERS])
        counts |= {whom: count for whom, count in ((same_in_both, same), (known, both)) if whom is not None}
        attributes[asked.name] = asked
        name = cohort.attributes[column].label if column in cohort.attributes else column
        levels.append(Level(name, under=labels[source]))
        cells.append(Cell((labels[source], name), PART_OF_WHOLE, (count_of(same_in_both), count_of(known))))
    unit = cohort.unit.capitalize()
    words = Words(
        key="linkage.agreement",
        title="Agreement of sources that hold the same value",
        headings=Headings(
            count=f"{unit} with the same value in both",
            out_of=f"{unit} whose value is known in both",
            estimate="Percentage that agree",
        ),
        notes=(
            (
                f"Each value is compared with what earlier sources say: those of {cohort.unit}, of "
                f"{cohort.needs.word}s, then the others."
            ),
            "Where sources differ, the earliest was used.",
        ),
    )
    return _table(cohort, words, ("source", "Source"), ("column", "Value"), levels, cells, counts, attributes)


def _several(cohort: Cohort) -> Sequence[Source]:
    if len(cohort.sources) < 2:  # noqa: PLR2004 - one source is linked to nothing
        message = "This extract has one source, so there is nothing to link."
        raise UsageError(message)
    return cohort.sources


def _named(source: Source) -> str:
    return f"{source.label.replace('_', ' ')} ({source.role})"


def _table(
    cohort: Cohort,
    words: Words,
    outer: tuple[str, str],
    inner: tuple[str, str],
    levels: Sequence[Level],
    cells: Sequence[Cell],
    counts: dict[Whom, int],
    attributes: dict[str, Attribute],
) -> Table:
    first = tuple(Level(name) for name in dict.fromkeys(level.under or "" for level in levels))
    return Table(
        caption=caption_for(cohort, words, ()),
        dimensions=(Dimension(*outer, first), Dimension(*inner, tuple(levels))),
        headings=words.headings,
        cells=tuple(cells),
        counts=counts,
        attributes=attributes,
    )
