"""What the sources with many rows a person say of each person, and what became of their rows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from needskit.extract.fit import DATE_NOT_READ, dates_not_read, problems_of_links, rows_outside
from needskit.extract.in_order import problems_of_dates
from needskit.extract.join import Places, Provider, places
from needskit.extract.needs.choose import NOT_IN_COHORT, Chosen, choose, combine_any
from needskit.extract.needs.severity import highest
from needskit.extract.offences import Offences, offences_of, problems_of_offences
from needskit.extract.project.measures import ROLE, measure_of, not_made
from needskit.extract.records import OF_THE_COHORT, count_fates
from needskit.extract.reoffending import lacking, reoffending_of
from needskit.extract.spells import (
    UNKNOWN,
    YES,
    accommodation_of,
    adult_of,
    answers,
    flag_of,
    iom_of,
    open_on,
    taken,
    youth_of,
)
from needskit.extract.stacked import Stacked, stacked
from needskit.schema import severity_column

if TYPE_CHECKING:
    from collections.abc import Sequence

    from needskit.cohort.problems import Problem
    from needskit.extract.followed import Answers
    from needskit.extract.project.parts import Project
    from needskit.extract.typed import Typed
    from needskit.extract.values.dates import Dates


SPELLS = ("accommodation", "youth", "adult", "services", "iom")
"""Roles of whose records analyses ask on which days they were open."""

OF_NOBODY = "counts of a population"
"""What becomes of a row of a source that is of nobody in particular."""


@dataclass(frozen=True, slots=True, repr=False)
class LinkedSource:
    """One source with many rows a person, linked to the people.

    Parameters
    ----------
    typed
        Its records.
    place
        The person of each, as a position among the people; -1 for nobody of the cohort.
    fates
        How many of its rows met each fate.
    problems
        What was found wrong when it was linked.
    """

    typed: Typed
    place: Places
    fates: dict[str, int]
    problems: tuple[Problem, ...]

    @property
    def of_the_cohort(self) -> pd.DataFrame:
        """Its records of people in the cohort; of spells, which of them have a date that cannot be read.

        Where records of services do not name the service, all are of the one that the source is called after.
        """
        frame, part = self.typed.frame, self.typed.reading.part
        if part.role in SPELLS:
            frame = frame.assign(**{DATE_NOT_READ: dates_not_read(self.typed)})
        if part.role == "services" and "service" not in frame:
            called = pd.Index([self.typed.reading.name.replace("_", " ")])
            frame = frame.assign(service=pd.Categorical.from_codes(np.zeros(len(frame), dtype=np.int8), called))
        return frame[self.place >= 0].reset_index(drop=True)


@dataclass(frozen=True, slots=True, repr=False)
class When:
    """The dates on which people are asked about, each of shape ``(people,)``, missing allowed.

    Parameters
    ----------
    index
        The index date.
    on
        The same or, where that is not known, the date of the extract.
    as_at
        The date of the extract, up to which something can be known.
    born
        The date of birth.
    followed
        Who was followed up in full: 0 yes, 1 no, 2 not known. None if nothing tells.
    """

    index: Dates
    on: Dates
    as_at: np.datetime64
    born: Dates
    followed: Answers | None = None


def link(
    sources: Sequence[Typed], people: pd.Index, when: When, project: Project
) -> tuple[list[LinkedSource], list[Provider]]:
    """Link sources to the people of the cohort by exact key, and say what they say of each person.

    Sources of one role are asked together: a person may have spells in two of them.

    Parameters
    ----------
    sources
        Those with many rows a person, in the order of the settings.
    people
        The identifiers of the cohort's people.
    when
        The dates of people.
    project
        How assessments are chosen, and how long people are followed.

    Returns
    -------
    tuple
        Each source, and for each role the columns of people that follow.
    """
    place = {typed.reading.name: _places(typed, people) for typed in sources}
    chosen: dict[str, tuple[Chosen, Stacked]] = {}
    providers: list[Provider] = []
    roles: dict[tuple[str, str], list[Typed]] = {}
    for typed in sources:
        part = typed.reading.part
        roles.setdefault((part.role, part.flag), []).append(typed)
    offences = {typed.reading.name: _offences(typed, place, when, project) for typed in roles.get((ROLE, ""), ())}
    for (role, flag), together in roles.items():
        if role == ROLE:
            columns = _reoffending(together, [offences[typed.reading.name] for typed in together], when, project)
            providers += [Provider(together[0].reading.name, columns, np.arange(len(people)))] if columns else []
            continue
        rows = stacked(together, [place[typed.reading.name] for typed in together])
        if role == "assessments":
            found = _choose(rows, when, project)
            chosen |= {typed.reading.name: (found, rows) for typed in together}
            columns = _assessed(rows, found, len(people), project)
        else:
            columns = _said_of_people(rows, role, flag, when)
        if columns:
            providers.append(Provider(together[0].reading.name, columns, np.arange(len(people))))
    used = not _lacking(roles.get((ROLE, ""), ()), when, project)
    linked = []
    for typed in sources:
        each = _linked(typed, place[typed.reading.name], project, chosen)
        if typed.reading.name in offences:
            each = _with_offences(each, offences[typed.reading.name], used=used)
        linked.append(each)
    return linked, providers


def _offences(typed: Typed, place: dict[str, Places], when: When, project: Project) -> Offences:
    """Say what each offence of a source is to the follow-up of its person."""
    return offences_of(typed.frame, place[typed.reading.name], when.index, measure_of(project.follow_up))


def _reoffending(
    sources: Sequence[Typed], offences: Sequence[Offences], when: When, project: Project
) -> dict[str, pd.Series]:
    """Return what the offences say of each person, if that can be worked out."""
    measure = measure_of(project.follow_up)
    if when.followed is None or _lacking(sources, when, project):
        return {}
    complete = any(typed.reading.part.complete for typed in sources)
    left_out = frozenset[str]().union(*(not_made(typed.reading.part, measure) for typed in sources))
    found = reoffending_of(offences, when.followed, measure, complete=complete)
    return {name: column for name, column in found.items() if name not in left_out}


def _lacking(sources: Sequence[Typed], when: When, project: Project) -> str:
    there = [typed.frame.columns for typed in sources]
    return lacking(there, measure_of(project.follow_up), followed=when.followed is not None)


def _with_offences(linked: LinkedSource, offences: Offences, *, used: bool) -> LinkedSource:
    """Add what is wrong with the offences of a source."""
    typed = linked.typed
    says = "outcome" in typed.frame
    found = problems_of_offences(offences, typed.row_numbers, says_outcome=says, used=used)
    return replace(linked, problems=(*linked.problems, *found))


def _places(typed: Typed, people: pd.Index) -> Places:
    if "person_id" in typed.frame:
        return places(typed.frame["person_id"], people)
    return np.full(len(typed.frame), -1, dtype=np.intp)


def _linked(typed: Typed, place: Places, project: Project, chosen: dict[str, tuple[Chosen, Stacked]]) -> LinkedSource:
    """Say what became of the rows of one source, and what is wrong with them."""
    if "person_id" not in typed.frame:
        return LinkedSource(typed, place, _fates(typed, None), ())
    problems = (*problems_of_dates(typed, place, project), *problems_of_links(typed, place))
    if typed.reading.name not in chosen:
        return LinkedSource(typed, place, _fates(typed, place), (*problems, *rows_outside(typed, place)))
    found, rows = chosen[typed.reading.name]
    [fates] = [each for each, source in zip(rows.of_each(found.fates), rows.sources, strict=True) if source is typed]
    before = count_fates(typed.fates, typed.names)
    del before[typed.names[0]]
    after = count_fates(fates.astype(np.intp), found.names)
    own = [here for each in found.problems for source, here in rows.at_home(each) if source is typed]
    first = found.names[0]
    return LinkedSource(typed, place, {first: after.pop(first), **before, **after}, (*problems, *own))


def _fates(typed: Typed, place: Places | None) -> dict[str, int]:
    """Count the rows of a source by what became of them, those that are kept by whether they are of the cohort."""
    found = count_fates(typed.fates, typed.names)
    kept = found.pop(typed.names[0])
    if place is None:
        return {OF_NOBODY: kept, **found}
    outside = int((place < 0).sum())
    return {OF_THE_COHORT: kept - outside, **found, NOT_IN_COHORT: outside}


def _said_of_people(rows: Stacked, role: str, flag: str, when: When) -> dict[str, pd.Series]:
    people, frame, place = len(when.on), rows.frame, rows.place
    dated = frame[frame.columns.intersection(["start_date", "end_date"])].notna().any(axis=1).to_numpy(dtype=bool)
    # Of a person without a date nobody can say whether a spell with dates is open then.
    nowhen = np.isnat(when.on)[place] if people else np.zeros(len(place), dtype=bool)
    doubtful = rows.doubtful | ((place >= 0) & nowhen & dated)
    if role == "iom":
        return iom_of(frame, place, when.on, complete=rows.complete, doubtful=doubtful)
    if role == "youth":
        return youth_of(frame, place, when.on, complete=rows.complete, doubtful=doubtful)
    if role == "adult":
        return adult_of(frame, place, when.born, as_at=when.as_at, doubtful=rows.doubtful)
    if role == "accommodation":
        return accommodation_of(frame, place, when.index, as_at=when.as_at, doubtful=doubtful)
    if role == "services" and flag:
        treated = open_on(frame, place, when.on, must_start=True) & ~doubtful
        return {flag: answers(place, treated, people, complete=rows.complete, doubtful=doubtful)}
    return {}


def _choose(rows: Stacked, when: When, project: Project) -> Chosen:
    rule = project.assessments
    return choose(
        rows.frame,
        rows.place,
        when.on,
        take=rule.take,
        within_weeks=rule.within_weeks or None,
        types=rule.types,
        statuses=rule.statuses,
        row_numbers=np.arange(len(rows.frame)),
    )


def _assessed(rows: Stacked, chosen: Chosen, people: int, project: Project) -> dict[str, pd.Series]:
    """Return the needs of each person by the assessment that counts, its date, and who has one."""
    frame = rows.frame
    needs = [str(name) for name in frame.columns if str(name).startswith("need_") or name in project.need]
    severities = [name for name in map(severity_column, needs) if name in frame]
    columns: dict[str, pd.Series] = {}
    if project.assessments.take == "any":
        counts = chosen.taken
        columns = {name: combine_any(frame[name][counts], rows.place[counts], people) for name in needs}
        columns |= {name: highest(frame[name][counts], rows.place[counts], people) for name in severities}
        seen = np.bincount(rows.place[counts], minlength=people) > 0
    else:
        one_each = (*needs, *severities, "assessment_date")
        columns = {name: taken(frame[name], chosen.row_of_person) for name in one_each}
        seen = chosen.row_of_person >= 0
    # Whoever has none may still be assessed by what another source says.
    return {**columns, "assessed": flag_of(np.where(seen, YES, UNKNOWN).astype(np.int8))}
