"""From tables in an engine to the extract that a cohort is built of, step by step as from files."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from needskit.cohort.build import FOLLOWED_UP, FOUND_IN, Extract
from needskit.cohort.cohort import PEOPLE
from needskit.engine.cells import cells_of
from needskit.engine.columns import IDENTIFIER
from needskit.engine.days import (
    BORN,
    counted,
    days_of,
    most_of,
    rules_after,
    rules_before,
    rules_beside,
    rules_of_ages,
    with_ages,
    with_follow_up,
)
from needskit.engine.known import KEY, Known, with_blanks
from needskit.engine.linked import Together, agreement_of, linked_to, require_alike
from needskit.engine.mapped import mapped
from needskit.engine.sections import sections_of
from needskit.engine.settled import of_nobody, settled_cells
from needskit.engine.source import read_of
from needskit.errors import UsageError
from needskit.extract.gather import require_own, require_spelt
from needskit.extract.project.measures import made_by
from needskit.extract.project.reading import readings

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    import ibis.expr.types as ir

    from needskit.cohort.problems import Problem
    from needskit.engine.columns import Coded
    from needskit.engine.connect import Opened
    from needskit.engine.mapped import Numbers
    from needskit.engine.sections import Sections
    from needskit.engine.source import Read
    from needskit.extract.project.located import Located
    from needskit.extract.project.parts import Project
    from needskit.extract.project.reading import Reading

AGE, EMPTY = "age", "empty__"
NUMBERS = ("age", "days_to_first_reoffence")
"""Columns of whole numbers that dates are compared with."""


@dataclass(frozen=True, slots=True, repr=False)
class Counted:
    """What an engine counted.

    Parameters
    ----------
    problems
        Everything found wrong.
    extract
        The people as cells; None if a problem is an error.
    made_up
        Whether an identifier says that its person is made up.
    left
        The columns that stay in the engine: the identifier and dates.
    """

    problems: tuple[Problem, ...]
    extract: Extract | None = None
    made_up: bool = False
    left: tuple[str, ...] = ()


def gather_counts(located: Located, tables: Mapping[str, Opened], *, most_cells: float) -> Counted:
    """Count the people of a table by everything that is known of them.

    Parameters
    ----------
    located
        The project.
    tables
        The table of each source, by its name: one with a row a person, and others that are linked to it.
    most_cells
        So many cells there may be, as a share of the people.
    """
    project = located.project
    wanted = readings(project)
    _require_plain(wanted, project)
    require_alike({reading.name: tables[reading.name] for reading in wanted})
    reads = [read_of(tables[reading.name], reading) for reading in wanted]
    typed = [read.typed for read in reads]
    require_own(typed, project)
    require_spelt(typed)
    said = [each for read in reads for each in read.named((*read.problems, *read.about), several=len(reads) > 1)]
    if any(each.severity == "error" for each in said):
        return Counted(tuple(said))
    [people] = [read for read in reads if read.reading.part.role == PEOPLE]
    table = _numbered(people.records.table, people.dates, people.others, project)
    sections = sections_of(table, people.records.table, people.others, people.reading, project)
    known = _known(sections, people)
    linked = [read for read in reads if read is not people]
    if not linked:
        return _counted(project, people, sections, Together(known), most_cells)
    known = with_blanks(replace(known, table=known.table.mutate(**{KEY: _identifiers(people, known.table)})), people)
    together = linked_to(known, linked, project, columns=sections.columns)
    return _counted(project, people, sections, together, most_cells)


def _require_plain(wanted: Sequence[Reading], project: Project) -> None:
    """Raise if the settings ask for what only rows can give."""
    people = [reading for reading in wanted if reading.part.role == PEOPLE]
    if len(people) != 1:
        message = (
            'An engine counts one table with the role "people", a row a person. Let a view put several together, and '
            "name that view."
        )
        raise UsageError(message)
    for reading in wanted:
        if reading.part.role in {"needs", "population"}:
            message = (
                f'sources.{reading.name}: a source with the role "{reading.part.role}" is not linked in an engine. '
                "Let the view of people hold its columns, or read it with read_cohort."
            )
            raise UsageError(message)
    if project.cohort.identifier != "as written":
        message = (
            "Identifiers are compared in the engine as they are written: leave out identifier under [cohort], and let "
            "a view write them in one way."
        )
        raise UsageError(message)


def _identifiers(people: Read, table: ir.Table) -> ir.StringColumn:
    return people.records.identifiers.trimmed(table)


def _known(sections: Sections, people: Read) -> Known:
    """Return what the table of people says of each person."""
    keys = {name: f"{name}__level" if name != AGE else "age__years" for name in sections.columns}
    keys |= {f"{EMPTY}{name}": f"{name}__empty" for name, each in people.others.items() if each.marked is not None}
    levels = {name: each.levels for name, each in people.others.items() if name != AGE and name in sections.columns}
    return Known(sections.table, keys, {**levels, **sections.levels}, tuple(people.dates))


def _counted(project: Project, people: Read, sections: Sections, together: Together, most_cells: float) -> Counted:
    """Count the people in each cell, and the rules that they break, and settle both as a file that was read."""
    known, several, number = together.known, bool(together.sources), people.records.people
    table, as_at = known.table, project.cohort.as_at
    groups = (
        rules_before(table, people.dates, as_at, linked=together.dates),
        rules_of_ages(table, given=AGE in people.others),
        rules_beside(table, known),
        rules_after(table, as_at),
    )
    broken = counted(table, groups)
    agreement, differ = agreement_of(together)
    keys = _keys(known, together)
    cells = cells_of(
        table,
        keys,
        known.levels,
        most=most_of(keys, project),
        sources=_left_out_by(keys, people, sections, project),
        people=number,
        most_cells=most_cells,
    )
    frame, more, flags = settled_cells(cells, people.reading, project, broken)
    read = people.named((*people.problems, *sections.problems, *people.about), several=several)
    of_each = {people.reading.name: read, **together.read}
    settled = tuple(replace(each, source=people.reading.name) for each in more) if several else more
    problems = (
        *(each for name in project.sources for each in of_each[name]),
        *settled, *together.linked, *together.worked_out, *differ, *of_nobody(frame, people.dates, number),
    )  # fmt: skip
    if any(each.severity == "error" for each in problems):
        return Counted(problems)
    sources = {people.reading.name: people.source(people.fates), **together.sources}
    extract = Extract(
        people=frame,
        records=people.records.fates,
        problems=problems,
        sources=tuple(sources[name] for name in project.sources),
        assessed_stated="assessed" in known.keys,
        flags=flags,
        made=tuple(each for each in made_by(project) if each.name in frame and each.name not in sections.columns),
        agreement=agreement,
    )
    return Counted(problems, extract, people.records.made_up, (IDENTIFIER, *known.dates))


def _left_out_by(keys: Collection[str], people: Read, sections: Sections, project: Project) -> dict[str, Sequence[str]]:
    """Return what is to be left out where an answer is not wanted; nothing where that is no help."""
    held = {*sections.columns, *(field.name for field in made_by(project))}
    by_age = [name for name in (AGE, BORN) if name in people.coded]
    return {name: () for name in keys if name not in held} | {AGE: by_age}


def _numbered(table: ir.Table, dates: Mapping[str, Coded], others: Mapping[str, Coded], project: Project) -> ir.Table:
    """Return the records with every answer as a whole number, and with what follows from their dates."""
    every: list[tuple[Coded, dict[str, Numbers]]] = []
    for name, coded in others.items():
        made: dict[str, Numbers] = {f"{name}__level": np.arange(len(coded.levels))}
        if coded.marked is not None:
            made[f"{name}__empty"] = coded.marked.astype(np.int64)
        if name in NUMBERS:
            made[f"{name}__number"] = coded.levels.to_numpy(dtype=np.float64, na_value=np.nan)
        every.append((coded, made))
    every += [(coded, days_of(name, coded, project)) for name, coded in dates.items()]
    table = mapped(table, every)
    return with_follow_up(with_ages(table, dates, given=AGE in others), dates, project)


def _keys(known: Known, together: Together) -> dict[str, str]:
    """Return the column of the engine that holds the answer of each column that people are grouped by."""
    keys = dict(known.keys)
    if "age__years" in known.table.columns and AGE not in keys:
        keys[AGE] = "age__years"
    if FOLLOWED_UP in known.table.columns:
        keys[FOLLOWED_UP] = FOLLOWED_UP
    return keys | {f"{FOUND_IN}{name}": f"{FOUND_IN}{name}" for name in together.sources}
