"""From a table in an engine to the extract that a cohort is built of, step by step as from a file."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from needskit.cohort.build import FOLLOWED_UP, KEPT, Extract
from needskit.cohort.cohort import PEOPLE
from needskit.cohort.provenance import Source
from needskit.engine.cells import cells_of
from needskit.engine.columns import IDENTIFIER, coded_of, distinct_of, raw_table, wanted_of
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
from needskit.engine.mapped import mapped
from needskit.engine.rows import records_of
from needskit.engine.sections import sections_of
from needskit.engine.settled import of_nobody, settled_cells
from needskit.errors import UsageError
from needskit.extract.files.raw import Tokens
from needskit.extract.gather import require_own, require_spelt
from needskit.extract.project.reading import readings
from needskit.extract.records import OF_THE_COHORT
from needskit.extract.typed import Typed, about_file

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import ibis.expr.types as ir

    from needskit.cohort.problems import Problem
    from needskit.engine.columns import Coded, Wanted
    from needskit.engine.connect import Opened
    from needskit.engine.mapped import Numbers
    from needskit.engine.rows import Records
    from needskit.engine.sections import Sections
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


def gather_counts(located: Located, of: Opened, *, most_cells: float) -> Counted:
    """Count the people of a table by everything that is known of them.

    Parameters
    ----------
    located
        The project, with one source.
    of
        The table.
    most_cells
        So many cells there may be, as a share of the people.
    """
    project = located.project
    [reading] = readings(project)
    _require_plain(reading, project)
    wanted = wanted_of(of, reading)
    names = [name for name in wanted.headers if name != IDENTIFIER]
    found = {name: distinct_of(wanted.table, name) for name in names}
    records = records_of(wanted, found, reading)
    if not records.all_kept:
        found = {name: distinct_of(records.table, name) for name in names}
    coded = {name: coded_of(name, each, reading) for name, each in found.items()}
    problems = [*records.problems, *(problem for each in coded.values() for problem in each.problems)]
    raw = raw_table(of, wanted, {IDENTIFIER: _no_texts(), **{name: each.texts for name, each in found.items()}})
    typed = Typed(reading, raw, np.zeros(0, dtype=np.int8), (), pd.DataFrame(), np.zeros(0, dtype=np.intp), ())
    require_own([typed], project)
    require_spelt([typed])
    about = about_file(raw, reading, records=records.people)
    if any(each.severity == "error" for each in (*problems, *about)):
        return Counted(_named((*problems, *about), wanted))
    dates = {name: each for name, each in coded.items() if reading.fields[name].type == "date"}
    others = {name: each for name, each in coded.items() if name not in dates}
    table = _numbered(records.table, dates, others, project)
    sections = sections_of(table, records.table, others, reading, project)
    table, given = sections.table, AGE in others
    beside = rules_beside(table, dates, others)
    as_at = project.cohort.as_at
    groups = (
        rules_before(table, dates, as_at),
        rules_of_ages(table, given=given),
        beside,
        rules_after(table, as_at),
    )
    broken = counted(table, groups)
    keys = _keys(table, sections, others)
    levels = {**{name: each.levels for name, each in others.items() if name != AGE}, **sections.levels}
    empty = [name for name in keys if name.startswith(EMPTY)]
    cells = cells_of(
        table,
        keys,
        levels,
        most=most_of(keys),
        sources={FOLLOWED_UP: (), **dict.fromkeys(empty, ()), AGE: [name for name in (AGE, BORN) if name in coded]},
        people=records.people,
        most_cells=most_cells,
    )
    frame, more, flags = settled_cells(cells, reading, project, broken)
    of_source = _named((*problems, *sections.problems, *about), wanted)
    problems = [*of_source, *more, *of_nobody(frame, dates, records.people)]
    extract = Extract(
        people=frame,
        records=records.fates,
        problems=tuple(problems),
        sources=(_source(of, reading, records),),
        assessed_stated="assessed" in others,
        flags=flags,
    )
    return Counted(extract.problems, extract, records.made_up, (IDENTIFIER, *dates))


def _require_plain(reading: Reading, project: Project) -> None:
    """Raise if the settings ask for what only rows can give."""
    if reading.part.role != PEOPLE:
        message = f'sources.{reading.name}: an engine counts a table with the role "people".'
        raise UsageError(message)
    if project.cohort.identifier != "as written":
        message = (
            "An engine links nothing, so identifiers are compared as they are written: leave out identifier under "
            "[cohort], and let a view give a row a person."
        )
        raise UsageError(message)


def _no_texts() -> Tokens:
    return Tokens(pd.Series([], dtype="str"), np.zeros(0, dtype=np.intp), np.zeros(0, dtype=np.int64))


def _named(problems: Sequence[Problem], wanted: Wanted) -> tuple[Problem, ...]:
    return tuple(replace(each, header=wanted.headers.get(each.column, "")) for each in problems)


def _numbered(table: ir.Table, dates: Mapping[str, Coded], others: Mapping[str, Coded], project: Project) -> ir.Table:
    """Return the records with every answer as a whole number, and with what follows from their dates."""
    every: list[tuple[Coded, dict[str, Numbers]]] = []
    for name, coded in others.items():
        made: dict[str, Numbers] = {f"{name}__level": np.arange(len(coded.levels))}
        if coded.empty is not None:
            made[f"{name}__empty"] = coded.empty.astype(np.int64)
        if name in NUMBERS:
            made[f"{name}__number"] = coded.levels.to_numpy(dtype=np.float64, na_value=np.nan)
        every.append((coded, made))
    every += [(coded, days_of(name, coded, project)) for name, coded in dates.items()]
    table = mapped(table, every)
    return with_follow_up(with_ages(table, dates, given=AGE in others), dates, project)


def _keys(table: ir.Table, sections: Sections, others: Mapping[str, Coded]) -> dict[str, str]:
    """Return the column of the engine that holds the answer of each column that people are grouped by."""
    keys = {name: f"{name}__level" if name != AGE else "age__years" for name in sections.columns}
    keys |= {f"{EMPTY}{name}": f"{name}__empty" for name, each in others.items() if each.empty is not None}
    if "age__years" in table.columns and AGE not in keys:
        keys[AGE] = "age__years"
    if FOLLOWED_UP in table.columns:
        keys[FOLLOWED_UP] = FOLLOWED_UP
    return keys


def _source(of: Opened, reading: Reading, records: Records) -> Source:
    rows = {OF_THE_COHORT: records.people, **{fate: rows for fate, rows in records.fates.items() if fate != KEPT}}
    return Source(of.name, "", of.details, label=reading.name, role=reading.part.role, rows=rows)
