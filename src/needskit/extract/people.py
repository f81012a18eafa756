"""Who is in the cohort, of all sources that say so, and what became of every row of those sources."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from needskit.cohort.build import FOUND_IN, KEPT
from needskit.cohort.cohort import PEOPLE
from needskit.extract.fit import problems_of_links, rows_outside
from needskit.extract.join import Agreement, Places, Provider, joined, known_in, places
from needskit.extract.needs.choose import NOT_IN_COHORT
from needskit.extract.project.reading import needs_wanted
from needskit.extract.records import OF_THE_COHORT, count_fates
from needskit.schema import load_table

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from needskit.cohort.problems import Problem
    from needskit.extract.project.parts import Project
    from needskit.extract.project.reading import Reading
    from needskit.extract.typed import Typed

ANOTHER_SOURCE = "in another source already"
"""What becomes of a row of a person whom an earlier source has brought along."""


@dataclass(frozen=True, slots=True, repr=False)
class People:
    """The people of the cohort, one row each, before linked sources are asked.

    Parameters
    ----------
    columns
        What the sources with one row a person say, by standard name.
    records
        How many records were received by what became of them, over all sources that say who is in the cohort.
    place
        By source: the person of each record, -1 for nobody of the cohort.
    fates
        By source: how many of its rows met each fate.
    home
        Of each person the position of the source that brought them along, and the row of its file.
    agreement
        Where sources hold the same column, how far they agree.
    problems
        What was found wrong when they were put together.
    said
        Of each source, the most trusted first: its name, columns, the row of each person (-1 for none) and the row of
        the file that each row is. Empty where there is one source.
    """

    columns: dict[str, pd.Series]
    records: dict[str, int]
    place: dict[str, Places]
    fates: dict[str, dict[str, int]]
    home: tuple[Places, Places]
    agreement: tuple[Agreement, ...]
    problems: tuple[Problem, ...]
    said: tuple[tuple[str, Mapping[str, pd.Series], Places, Places], ...] = ()

    @property
    def index(self) -> pd.Index:
        """The identifiers; empty where rows stand for several people."""
        found: pd.Index = pd.Index(self.columns.get("person_id", pd.Series([], dtype="str")))
        return found

    def at_home(self, found: Problem, names: Sequence[str], *, several: bool) -> tuple[Problem, ...]:
        """Return a problem of people as problems of the rows of the files that say so of them.

        Those are the rows that give the value of the column; where none does, those that brought the people along.

        Parameters
        ----------
        found
            Its rows are positions among the people.
        names
            The sources that bring people along.
        several
            Whether there are other sources, so that it must be said which this is.
        """
        if not several or not len(found.at):
            return (replace(found, at=self.home[1][found.at]),)
        source, rows = np.array(names, dtype=object)[self.home[0][found.at]], self.home[1][found.at]
        told = np.zeros(len(rows), dtype=bool)
        for name, columns, row_of, numbers in self.said:
            if found.column in columns:
                here = row_of[found.at]
                says = ~told & (here >= 0)
                says[says] = known_in(columns[found.column])[here[says]]
                source[says], rows[says], told = name, numbers[here[says]], told | says
        return tuple(
            replace(found, at=rows[source == name], rows=int((source == name).sum()), source=str(name))
            for name in dict.fromkeys(source)
        )


def people_of(sources: Sequence[Typed]) -> People:
    """Put together what is known of each person from the sources with one row a person.

    Sources with the role "people" say who is in the cohort: everybody in any of them. Others add to what is
    known of those people.

    Parameters
    ----------
    sources
        Typed, in the order of the project.
    """
    own = [typed for typed in sources if typed.reading.part.role == PEOPLE]
    if len(sources) == 1:
        return _only(own[0])
    identifiers = [typed.frame["person_id"] for typed in own]
    everybody = pd.Series(pd.concat(identifiers, ignore_index=True).unique())
    index = pd.Index(everybody)
    place = {typed.reading.name: places(typed.frame["person_id"], index) for typed in sources}
    trusted = sorted(sources, key=lambda each: each.reading.part.role != PEOPLE)
    providers = [Provider(typed.reading.name, _columns(typed), place[typed.reading.name]) for typed in trusted]
    columns, agreement = joined(providers, len(everybody))
    first, rows = _home(own, place, len(everybody))
    fates, records, problems = _fates(sources, place, first)
    return People(
        {"person_id": everybody, **columns},
        records,
        place,
        fates,
        (first, rows),
        agreement,
        tuple(problems),
        said=tuple(
            (each.name, each.columns, _rows_of(each.place, len(everybody)), typed.row_numbers.astype(np.intp))
            for each, typed in zip(providers, trusted, strict=True)
        ),
    )


def _rows_of(place: Places, people: int) -> Places:
    """Return the row of each person, -1 for those who have none."""
    rows = np.full(people, -1, dtype=np.intp)
    rows[place[place >= 0]] = np.flatnonzero(place >= 0)
    return rows


def _only(typed: Typed) -> People:
    """Return the people of the only source; where rows stand for several, a row set aside counts as one record."""
    frame = typed.frame
    weights = None
    if PEOPLE in frame:
        weights = np.ones(len(typed.table), dtype=np.int64)
        weights[typed.kept] = frame[PEOPLE].to_numpy(dtype=np.int64)
    records = count_fates(typed.fates, typed.names, weights)
    place = np.arange(len(frame))
    columns = {str(name): frame[name] for name in frame.columns}
    name = typed.reading.name
    of_source = {OF_THE_COHORT: records[KEPT], **{fate: n for fate, n in records.items() if fate != KEPT}}
    home = (np.zeros(len(frame), dtype=np.intp), typed.row_numbers.astype(np.intp, copy=False))
    return People(columns, records, {name: place}, {name: of_source}, home, (), ())


def _columns(typed: Typed) -> dict[str, pd.Series]:
    return {str(name): typed.frame[name] for name in typed.frame.columns if name != "person_id"}


def _home(own: Sequence[Typed], place: dict[str, Places], people: int) -> tuple[Places, Places]:
    """Return for each person the first source that has them, and the row there."""
    first, rows = np.full((2, people), -1, dtype=np.intp)
    for position, typed in reversed(list(enumerate(own))):
        where = place[typed.reading.name]
        first[where] = position
        rows[where] = typed.row_numbers
    return first, rows


def _fates(
    sources: Sequence[Typed], place: dict[str, Places], first: Places
) -> tuple[dict[str, dict[str, int]], dict[str, int], list[Problem]]:
    """Count what became of the rows of each source, and of all rows that could bring somebody along."""
    fates: dict[str, dict[str, int]] = {}
    records = {KEPT: 0}
    problems: list[Problem] = []
    position = 0
    for typed in sources:
        name = typed.reading.name
        counts = count_fates(typed.fates, typed.names)
        kept = counts.pop(KEPT)
        where = place[name]
        if typed.reading.part.role == PEOPLE:
            brought = int((first[where] == position).sum())
            aside = {**counts, ANOTHER_SOURCE: kept - brought}
            records[KEPT] += brought
            records |= {f"{fate} ({name})": count for fate, count in aside.items()}
            fates[name] = {OF_THE_COHORT: kept, **counts}
            position += 1
            continue
        fates[name] = {OF_THE_COHORT: int((where >= 0).sum()), **counts, NOT_IN_COHORT: int((where < 0).sum())}
        outside = (*rows_outside(typed, where), *problems_of_links(typed, where))
        problems += [replace(each, source=name) for each in outside]
    if position == 1:
        # One source alone says who is in the cohort, so that nobody need be told which.
        [name] = {typed.reading.name for typed in sources if typed.reading.part.role == PEOPLE}
        del records[f"{ANOTHER_SOURCE} ({name})"]
        records = {fate.removesuffix(f" ({name})"): count for fate, count in records.items()}
    return fates, records, problems


def used_are(reading: Reading, roles: Sequence[str], columns: Collection[str], project: Project) -> str:
    """Return the column of people whose yes are the rows that a source is used for, if each is one person.

    Parameters
    ----------
    reading
        Of the source.
    roles
        Of every source that is linked to people.
    columns
        What the sources with a row a person say.
    project
        Which assessment counts, and which needs are asked.
    """
    role = reading.part.role
    if role == "needs":
        return f"{FOUND_IN}{reading.name}"
    one_each = role == "assessments" and project.assessments.take != "any" and roles.count("assessments") == 1
    needs = {
        "assessed",
        *needs_wanted(project).columns,
        *(f.name for f in load_table(PEOPLE).fields if f.role == "need"),
    }
    return "assessed" if one_each and not needs & set(columns) else ""
