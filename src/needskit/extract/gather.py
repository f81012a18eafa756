"""From the sources of a project to one extract: read, typed, linked, settled."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from pandas.api.types import union_categoricals

from needskit.cohort.build import FOUND_IN, Extract
from needskit.cohort.cohort import PEOPLE
from needskit.cohort.provenance import Source
from needskit.errors import UsageError
from needskit.extract.flags import flags_of
from needskit.extract.followed import followed_up
from needskit.extract.join import Agreement, Provider, joined, sources_differ
from needskit.extract.linked import LinkedSource, When, link
from needskit.extract.people import People, people_of, used_are
from needskit.extract.project.measures import ROLE, made_by, measure_of
from needskit.extract.project.parts import ONE_A_PERSON
from needskit.extract.project.reading import Reading, needs_wanted, readings
from needskit.extract.reoffending import lacking, not_worked_out
from needskit.extract.settle import known_of_nobody, settle
from needskit.extract.source import read_source
from needskit.extract.typed import Typed, type_source

if TYPE_CHECKING:
    from collections.abc import Sequence

    from needskit.cohort.problems import Problem
    from needskit.extract.project.located import Located
    from needskit.extract.project.parts import Project
    from needskit.extract.values.dates import Dates


@dataclass(frozen=True, slots=True, repr=False)
class Gathered:
    """All sources of a project as they were read, and the extract that they make.

    Parameters
    ----------
    sources
        Each source, typed, in the order of the project.
    problems
        Everything found wrong.
    extract
        People and what is linked to them; None if a problem is an error, or nobody is left.
    """

    sources: tuple[Typed, ...]
    problems: tuple[Problem, ...]
    extract: Extract | None = None


def gather(located: Located) -> Gathered:
    """Read every source, link them and settle what is known of each person.

    Raises
    ------
    DataError
        If a file cannot be read at all.
    UsageError
        If a file, a sheet or a column that the project names is not there.
    """
    project = located.project
    wanted = readings(project)
    sources = tuple(_typed(reading, located, several=len(wanted) > 1) for reading in wanted)
    require_own(sources, project)
    require_spelt(sources)
    problems = [found for typed in sources for found in typed.problems]
    one_a_person = [typed for typed in sources if typed.reading.part.role in ONE_A_PERSON]
    # Counts of residents are of nobody, so that nothing is linked to them.
    _require_keys(one_a_person, several=sum(typed.reading.part.role != "population" for typed in sources) > 1)
    if any(found.severity == "error" for found in problems):
        return Gathered(sources, tuple(problems))
    people = people_of(one_a_person)
    linked, providers = _linked(sources, people, project)
    columns, agreement = _with_linked(people, providers)
    names = [typed.reading.name for typed in one_a_person if typed.reading.part.role == PEOPLE]
    frame, found = settle(pd.DataFrame(columns, copy=False), project, np.arange(_length(columns)))
    frame, flags, more = flags_of(frame, project, _found_in(people, linked, one_a_person))
    problems += [
        each for settled in (*found, *more) for each in people.at_home(settled, names, several=len(sources) > 1)
    ]
    several = len(sources) > 1
    for other in linked:
        name = other.typed.reading.name if several else ""
        headers = other.typed.table.headers
        problems += [replace(each, source=name, header=headers.get(each.column, "")) for each in other.problems]
    problems += _not_worked_out(sources, people, project)
    problems += [*people.problems, *_disagreements(agreement, sources), *known_of_nobody(frame)]
    if any(each.severity == "error" for each in problems):
        return Gathered(sources, tuple(problems))
    extract = Extract(
        people=frame,
        records=people.records,
        problems=tuple(problems),
        sources=tuple(_source(typed, people, linked, project) for typed in sources),
        assessed_stated="assessed" in columns,
        flags=flags,
        made=tuple(each for each in made_by(project) if each.name in frame and each.name not in people.columns),
        linked=_tables(linked),
        agreement=tuple((each.column, each.source, each.both, each.same) for each in agreement),
    )
    return Gathered(sources, tuple(problems), extract)


def _typed(reading: Reading, located: Located, *, several: bool) -> Typed:
    typed = type_source(read_source(reading, located), reading, located.project)
    if not several:
        return typed
    return replace(typed, problems=tuple(replace(found, source=reading.name) for found in typed.problems))


def _length(columns: dict[str, pd.Series]) -> int:
    return len(next(iter(columns.values())))


def _linked(sources: Sequence[Typed], people: People, project: Project) -> tuple[list[LinkedSource], list[Provider]]:
    others = [typed for typed in sources if typed.reading.part.role not in ONE_A_PERSON]
    if not others:
        return [], []
    index_dates = _days(people, "index_date")
    as_at = np.datetime64(project.cohort.as_at or "NaT", "D")
    on = np.where(np.isnat(index_dates), as_at, index_dates)
    followed = followed_up(people.columns, project.follow_up)
    return link(others, people.index, When(index_dates, on, as_at, _days(people, "date_of_birth"), followed), project)


def _days(people: People, column: str) -> Dates:
    """Return a date of each person, shape ``(people,)``; no date where it is not known or the column is not there."""
    if column not in people.columns:
        return np.full(_length(people.columns), np.datetime64("NaT", "D"))
    days: Dates = people.columns[column].to_numpy().astype("datetime64[D]")
    return days


def _not_worked_out(sources: Sequence[Typed], people: People, project: Project) -> tuple[Problem, ...]:
    """Say why no reoffending follows from the offences that were read, if none does."""
    offences = [typed.frame.columns for typed in sources if typed.reading.part.role == ROLE]
    followed = followed_up(people.columns, project.follow_up) is not None
    return not_worked_out(lacking(offences, measure_of(project.follow_up), followed=followed) if offences else "")


def _with_linked(people: People, providers: Sequence[Provider]) -> tuple[dict[str, pd.Series], tuple[Agreement, ...]]:
    """Add what linked sources say of people to what is known of them already."""
    if not providers:
        return people.columns, people.agreement
    key = {"person_id": people.columns["person_id"]}
    known = {name: column for name, column in people.columns.items() if name not in key}
    size = _length(people.columns)
    columns, agreement = joined([Provider("", known, np.arange(size)), *providers], size)
    return {**key, **columns}, (*people.agreement, *agreement)


def _found_in(people: People, linked: Sequence[LinkedSource], own: Sequence[Typed]) -> dict[str, np.ndarray]:
    """Return for each source whether it holds each person; not for the only one that brings people along."""
    size = _length(people.columns)
    bring = [typed.reading.name for typed in own if typed.reading.part.role == PEOPLE]
    holds = {name: place for name, place in people.place.items() if len(bring) > 1 or name not in bring}
    holds |= {each.typed.reading.name: each.place for each in linked if each.typed.reading.part.role != "population"}
    found = {}
    for name, place in holds.items():
        found[f"{FOUND_IN}{name}"] = np.bincount(place[place >= 0], minlength=size) > 0
    return found


def _source(typed: Typed, people: People, linked: Sequence[LinkedSource], project: Project) -> Source:
    name, part, table = typed.reading.name, typed.reading.part, typed.table
    other = next((each for each in linked if each.typed is typed), None)
    place = other.place if other is not None else people.place[name]
    outside = typed.frame["person_id"][place < 0].nunique() if "person_id" in typed.frame else 0
    details = f"{table.details}, sheet {table.sheet}" if table.sheet else table.details
    fates = other.fates if other is not None else people.fates[name]
    return Source(
        table.name,
        table.sha256,
        details,
        label=name,
        role=part.role,
        rows=fates,
        outside=int(outside),
        used_are=used_are(
            typed.reading, [each.typed.reading.part.role for each in linked], people.columns.keys(), project
        ),
        complete=part.complete,
    )


def _tables(linked: Sequence[LinkedSource]) -> dict[str, pd.DataFrame]:
    """Return the linked records of the cohort's people by role."""
    found: dict[str, list[pd.DataFrame]] = {}
    for each in linked:
        frame = each.of_the_cohort if "person_id" in each.typed.frame else each.typed.frame
        found.setdefault(each.typed.reading.part.role, []).append(frame)
    return {role: frames[0] if len(frames) == 1 else _below_each_other(frames) for role, frames in found.items()}


def _below_each_other(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Return records of several sources as one frame; open lists, as of services, hold the names of all of them."""
    listed = set.intersection(*({*frame.select_dtypes("category").columns} for frame in frames))
    for name in listed:
        every = union_categoricals([frame[name] for frame in frames]).categories
        frames = [frame.assign(**{name: frame[name].cat.set_categories(every)}) for frame in frames]
    return pd.concat(frames, ignore_index=True)


def require_own(sources: Sequence[Typed], project: Project) -> None:
    """Raise unless every column that the user named is in some source."""
    known = {name for typed in sources for name in typed.table.columns}
    worked_out = {q.column for q in needs_wanted(project).questions} - set(project.need)
    for name in dict.fromkeys(name for typed in sources for name in typed.reading.own):
        if name not in known | worked_out:
            places = {typed.table.name for typed in sources if name in typed.reading.own}
            message = (
                f"{' and '.join(sorted(places))}: there is no column '{name}', which was asked for. "
                f"Rename the column, or name its header under columns: {name} = 'their header'."
            )
            raise UsageError(message)


def require_spelt(sources: Sequence[Typed]) -> None:
    """Raise if the settings say how a column is spelt that the source does not have: it would change nothing."""
    for typed in sources:
        part = typed.reading.part
        for setting, names in (("codes", part.codes), ("units", part.units)):
            for name in names:
                if name not in typed.table.columns:
                    message = (
                        f"sources.{typed.reading.name}: {setting} speaks of '{name}', and {typed.table.name} has no "
                        "such column. Name its header under columns, or leave it out."
                    )
                    raise UsageError(message)


def _require_keys(sources: Sequence[Typed], *, several: bool) -> None:
    """Raise if sources are to be linked of which one has no key, or rows that stand for several people."""
    for typed in sources:
        if several and "person_id" not in typed.table.columns:
            message = (
                f"{typed.table.name} has no column 'person_id', so it cannot be linked to the other sources. "
                "Counts of groups can only be read alone, or beside counts of residents."
            )
            raise UsageError(message)
        if several and PEOPLE in typed.table.columns:
            message = (
                f"{typed.table.name} has a column '{PEOPLE}', so its rows stand for several people and cannot be "
                "linked to other sources. Read it alone, or give that column another name."
            )
            raise UsageError(message)


def _disagreements(agreement: Sequence[Agreement], sources: Sequence[Typed]) -> list[Problem]:
    """Return the problems of values that two sources give differently."""
    by_name = {typed.reading.name: typed for typed in sources}
    found = []
    for each in agreement:
        if not len(each.differ):
            continue
        typed = by_name[each.source]
        one_row = typed.reading.part.role in ONE_A_PERSON
        rows = typed.row_numbers[each.differ] if one_row else np.zeros(0, dtype=np.int64)
        said = sources_differ(each.column, each.source, typed.table.headers, len(each.differ))
        found.append(replace(said, at=rows))
    return found
