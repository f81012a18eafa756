"""Linked sources in an engine: read, put beside their people, and what they say of each person."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from needskit.cohort.build import FOLLOWED_UP, FOUND_IN
from needskit.engine.assessments import chosen_of, with_assessments
from needskit.engine.days import BORN, INDEX, day_of
from needskit.engine.kept import kept
from needskit.engine.known import KEY, OF, Said, settled
from needskit.engine.linked_rows import HERE, linked_of, linked_rows, replaced, with_source
from needskit.engine.offences import offences_in, rules_of_offences, with_reoffending
from needskit.engine.spells import with_spells
from needskit.errors import UsageError
from needskit.extract.join import sources_differ
from needskit.extract.people import used_are
from needskit.extract.project.measures import ROLE, measure_of
from needskit.extract.reoffending import lacking, not_worked_out
from needskit.extract.spells import NO, YES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import ibis.expr.types as ir

    from needskit.cohort.problems import Problem
    from needskit.cohort.provenance import Source
    from needskit.engine.assessments import Chosen
    from needskit.engine.connect import Opened
    from needskit.engine.known import Known
    from needskit.engine.linked_rows import Linked, LinkedRows
    from needskit.engine.source import Read
    from needskit.extract.project.parts import Project

ASSESSMENTS = "assessments"


@dataclass(frozen=True, slots=True, repr=False)
class Together:
    """People with what linked sources say of them.

    Parameters
    ----------
    known
        What is known of each person.
    read, linked, worked_out
        What is wrong: by source as it was read, with the links, and with what is worked out.
    sources, headers
        By source where it comes from, and what its columns are called.
    dates
        The columns of dates that linked tables give.
    """

    known: Known
    read: Mapping[str, tuple[Problem, ...]] = field(default_factory=dict)
    linked: tuple[Problem, ...] = ()
    worked_out: tuple[Problem, ...] = ()
    sources: Mapping[str, Source] = field(default_factory=dict)
    headers: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    dates: frozenset[str] = frozenset()


def linked_to(known: Known, sources: Sequence[Read], project: Project, *, columns: Sequence[str]) -> Together:
    """Link sources to the people of a cohort by exact key, in the engine.

    Parameters
    ----------
    known
        The people, with ``key__``, and what is known of each.
    sources
        Those with many rows a person, read.
    project
        How assessments are chosen, and how long people are followed.
    columns
        What the table of people says of them.
    """
    known = settled(known)
    who = _who(known, project)
    rows = [linked_rows(read, who, project) for read in sources]
    measure, followed = measure_of(project.follow_up), FOLLOWED_UP in known.table.columns
    offences = {each.name: offences_in(each, measure) for each in rows if each.role == ROLE}
    words = lacking([each.columns for each in rows if each.role == ROLE], measure, followed=followed)
    assessments = [each for each in rows if each.role == ASSESSMENTS]
    asked = _Asked(offences, chosen_of(assessments, project) if assessments else None, words, project)
    found = {each.name: _linked(each, asked) for each in rows}
    held = _held(known, rows)
    said = _what_they_say(held, rows, asked)
    in_sources = [f"{FOUND_IN}{each.name}" for each in rows]
    beside = known.table.left_join(held, known.table[KEY] == held[KEY])
    beside = beside.select(*known.table.columns, *in_sources)
    known = settled(replace(known, table=beside).joined(said))
    return Together(
        known,
        {each.name: with_source(each.problems, each) for each in rows},
        tuple(said for each in rows for said in with_source(found[each.name].problems, each)),
        not_worked_out(words if offences else ""),
        {each.name: _source(each, found[each.name], rows, columns, project) for each in rows},
        {each.name: each.read.wanted.headers for each in rows},
        frozenset(made.name for each in said for made in each.made if made.is_date),
    )


@dataclass(frozen=True, slots=True, repr=False)
class _Asked:
    """What is asked of linked records: offences by source, assessments, and why no reoffending follows, if so."""

    offences: Mapping[str, ir.Table]
    chosen: Chosen | None
    lacking: str
    project: Project


def _linked(rows: LinkedRows, asked: _Asked) -> Linked:
    """Return what became of the records of one source, and what is wrong with them."""
    as_at, name = asked.project.cohort.as_at, rows.name
    if name in asked.offences:
        rules, said = rules_of_offences(asked.offences[name], rows, used=not asked.lacking)
        return linked_of(replace(rows, table=asked.offences[name]), as_at, rules, said, chosen=False)
    chosen = asked.chosen if rows.role == ASSESSMENTS else None
    found = linked_of(rows, as_at, (), chosen=chosen is not None)
    return found if chosen is None else replaced(found, chosen.fates[name], chosen.problems[name])


def _what_they_say(held: ir.Table, rows: Sequence[LinkedRows], asked: _Asked) -> list[Said]:
    """Return what the sources of each role say of people together."""
    roles: dict[tuple[str, str], list[LinkedRows]] = {}
    for each in rows:
        roles.setdefault((each.role, each.read.reading.part.flag), []).append(each)
    said: list[Said] = []
    for (role, flag), together in roles.items():
        if role == ROLE and asked.lacking:
            continue
        if role == ROLE:
            names = [f"{FOUND_IN}{each.name}" for each in together]
            pairs = [(each, asked.offences[each.name]) for each in together]
            table, made = with_reoffending(held, pairs, names, measure_of(asked.project.follow_up))
        elif asked.chosen is not None and role == ASSESSMENTS:
            table, made = with_assessments(held, asked.chosen)
        else:
            table, made = with_spells(held, together, role, flag, asked.project.cohort.as_at)
        if made:
            narrow = table.select(
                **{OF: table[KEY]}, **{(name := f"{each.name}__linked"): table[name] for each in made}
            )
            said.append(Said(kept(narrow), made, together[0].name))
    return said


def _held(known: Known, rows: Sequence[LinkedRows]) -> ir.Table:
    """Return whether each source holds each person, and who was followed up in full."""
    import ibis  # noqa: PLC0415 - an optional extra

    followed = [FOLLOWED_UP] if FOLLOWED_UP in known.table.columns else []
    table = known.table.select(KEY, *followed)
    for rows_of in rows:
        here = rows_of.table.filter(rows_of.table[HERE].notnull())
        each = here.select(**{OF: here[KEY], "held__": here[HERE]}).distinct()
        found = table.left_join(each, table[KEY] == each[OF])
        holds = ibis.ifelse(found["held__"].notnull(), int(YES), int(NO))
        table = found.select(*table.columns, **{f"{FOUND_IN}{rows_of.name}": holds})
    return kept(table)


def _source(
    rows: LinkedRows, linked: Linked, every: Sequence[LinkedRows], columns: Sequence[str], project: Project
) -> Source:
    roles = [each.role for each in every]
    used = used_are(rows.read.reading, roles, columns, project)
    return rows.read.source(linked.fates, outside=linked.outside, used_are=used)


def _who(known: Known, project: Project) -> ir.Table:
    """Return the dates of each person, as whole numbers of days."""
    import ibis  # noqa: PLC0415 - an optional extra

    table, null = known.table, ibis.null("int64")
    held = {name: table[f"{name}"] for name in table.columns if name.startswith((f"{INDEX}__", f"{BORN}__"))}
    start = held.get(f"{INDEX}__day", null)
    on = start if project.cohort.as_at is None else ibis.coalesce(start, day_of(project.cohort.as_at))
    return table.select(
        person__=table[KEY],
        **{HERE: ibis.literal(1, "int64")},
        start__=start,
        on__=on,
        last__=held.get(f"{INDEX}__later", null),
        waited__=held.get(f"{INDEX}__waited", null),
        three__=held.get(f"{INDEX}__three", null),
        adult__=held.get(f"{BORN}__adult", null),
    )


def agreement_of(together: Together) -> tuple[tuple[tuple[str, str, int, int], ...], tuple[Problem, ...]]:
    """Where two sources hold a value, of how many people do both know it, and of how many do they differ?

    Parameters
    ----------
    together
        The people, with what their sources say.
    """
    known = together.known
    if not known.compared:
        return (), ()
    table = known.table
    sums = {name: table[name].cast("int32").sum() for each in known.compared for name in (each.both, each.differ)}
    found = table.aggregate(**sums).to_pandas().fillna(0).iloc[0].astype(np.int64)
    agreement = tuple(
        (each.column, each.source, int(found[each.both]), int(found[each.both] - found[each.differ]))
        for each in known.compared
    )
    problems = tuple(
        sources_differ(each.column, each.source, together.headers[each.source], int(found[each.differ]))
        for each in known.compared
        if found[each.differ]
    )
    return agreement, problems


def require_alike(tables: Mapping[str, Opened]) -> None:
    """Raise unless all tables are in one engine.

    Raises
    ------
    UsageError
        If so; the source is named.
    """
    engines = {name: _engine_of(each.table) for name, each in tables.items()}
    first, *others = [name for name, engine in engines.items() if engine is not None] or [""]
    for name in others:
        if engines[name] is not engines[first]:
            message = (
                f"sources.{name} and sources.{first} are in two connections. Sources are linked in the engine, so name "
                "tables of one connection."
            )
            raise UsageError(message)


def _engine_of(table: ir.Table) -> object | None:
    """Return the connection that a table is in; none for one that is in memory, which goes along with any."""
    import ibis.expr.operations as ops  # noqa: PLC0415 - an optional extra

    found = table.op().find(ops.PhysicalTable)
    in_memory = found and all(isinstance(each, ops.InMemoryTable) for each in found)
    return None if in_memory else table.get_backend()
