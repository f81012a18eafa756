"""What the sources with many rows a person say of each person, and what became of their rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from needskit.extract.in_order import problems_of_dates
from needskit.extract.join import Places, Provider, places
from needskit.extract.needs.choose import NOT_IN_COHORT, choose, combine_any
from needskit.extract.records import NO_IDENTIFIER, OF_THE_COHORT, count_fates
from needskit.extract.spells import UNKNOWN, YES, accommodation_of, answers, flag_of, iom_of, open_on, taken, youth_of
from needskit.extract.values.column import problem

if TYPE_CHECKING:
    import pandas as pd

    from needskit.cohort.problems import Problem
    from needskit.extract.files.raw import Flags
    from needskit.extract.project.parts import Project
    from needskit.extract.typed import Typed
    from needskit.extract.values.dates import Dates


MOST_UNNAMED = 20
"""Of a complete source at most one row in so many may have no identifier."""

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
    provider
        What it says of each person; None if it says nothing by itself, as offences do.
    fates
        How many of its rows met each fate.
    problems
        What was found wrong when it was linked.
    one_a_person
        Whether one row of each person is used.
    """

    typed: Typed
    place: Places
    provider: Provider | None
    fates: dict[str, int]
    problems: tuple[Problem, ...]
    one_a_person: bool = False

    @property
    def of_the_cohort(self) -> pd.DataFrame:
        """Its records of people in the cohort."""
        return self.typed.frame[self.place >= 0].reset_index(drop=True)


def link(typed: Typed, people: pd.Index, on: Dates, index_dates: Dates, project: Project) -> LinkedSource:
    """Link a source to the people of the cohort by exact key, and say what it says of each.

    Parameters
    ----------
    typed
        The records of the source.
    people
        The identifiers of the cohort's people.
    on
        The date of each person: the index date or, where that is not known, the date of the extract; may be
        missing. Shape ``(people,)``.
    index_dates
        The index date alone, for rules that have no meaning without it.
    project
        How assessments are chosen, and how long people are followed.
    """
    if "person_id" not in typed.frame:
        return LinkedSource(typed, np.zeros(0, dtype=np.intp), None, _fates(typed), ())
    place = places(typed.frame["person_id"], people)
    problems = (*problems_of_dates(typed, place, index_dates, project), *_links(typed, place))
    if typed.reading.part.role == "assessments":
        return _assessments(typed, place, on, project, problems)
    outside = problem(
        "not_in_cohort", place < 0, typed.row_numbers, column="person_id", severity="note",
        wanted="is of nobody in the cohort.", done="Set aside.",
    )  # fmt: skip
    columns = _said_of_people(typed, place, on)
    provider = Provider(typed.reading.name, columns, np.arange(len(people))) if columns else None
    return LinkedSource(typed, place, provider, _fates(typed, place), (*problems, *outside))


def _said_of_people(typed: Typed, place: Places, on: Dates) -> dict[str, pd.Series]:
    part, frame, doubtful = typed.reading.part, typed.frame, _dates_not_read(typed)
    if part.role == "iom":
        return iom_of(frame, place, on, complete=part.complete, doubtful=doubtful)
    if part.role == "youth":
        return youth_of(frame, place, on, complete=part.complete, doubtful=doubtful)
    if part.role == "accommodation":
        return accommodation_of(frame, place, on, doubtful=doubtful)
    if part.role == "services" and part.flag:
        treated = open_on(frame, place, on, must_start=True) & ~doubtful
        return {part.flag: answers(place, treated, len(on), complete=part.complete, doubtful=doubtful)}
    return {}


def _dates_not_read(typed: Typed) -> Flags:
    """Tell which spells have a first or last day that cannot be read: it is not as if it were not there."""
    found = np.zeros(len(typed.frame), dtype=bool)
    for each in typed.problems:
        if each.rule == "not_a_date" and each.column in {"start_date", "end_date"}:
            found |= np.isin(typed.row_numbers, each.at)
    return found


def _links(typed: Typed, place: Places) -> tuple[Problem, ...]:
    """Say where a source links to nobody, or is said to be complete and cannot be."""
    part, rows = typed.reading.part, np.ones(len(place), dtype=bool)
    if len(place) and not (place >= 0).any():
        return problem(
            "links_to_nobody", rows, typed.row_numbers, column="person_id",
            severity="error" if part.complete else "warning",
            wanted="is of nobody in the cohort, as every row of this source: none of its identifiers is one of theirs.",
            done="Say in the settings which column is the identifier, and its form.",
        )  # fmt: skip
    unnamed = typed.fates == typed.names.index(NO_IDENTIFIER)
    if not part.complete:
        return ()
    hopeless = unnamed.sum() * MOST_UNNAMED > len(unnamed)
    return problem(
        "complete_with_gaps", unnamed, typed.table.row_numbers, column="person_id",
        severity="error" if hopeless else "warning",
        wanted="has no identifier, in a source that is said to be complete: whoever is not found may be in it.",
        done="Leave complete out, or mend the identifiers." if hopeless else "Whoever is not found is still a no.",
    )  # fmt: skip


def _fates(typed: Typed, place: Places | None = None) -> dict[str, int]:
    """Count the rows of a source by what became of them, those that are kept by whether they are of the cohort."""
    found = count_fates(typed.fates, typed.names)
    kept = found.pop(typed.names[0])
    if place is None:
        return {OF_NOBODY: kept, **found}
    outside = int((place < 0).sum())
    return {OF_THE_COHORT: kept - outside, **found, NOT_IN_COHORT: outside}


def _assessments(
    typed: Typed, place: Places, on: Dates, project: Project, problems: tuple[Problem, ...]
) -> LinkedSource:
    rule, frame = project.assessments, typed.frame
    chosen = choose(
        frame,
        place,
        on,
        take=rule.take,
        within_weeks=rule.within_weeks or None,
        types=rule.types,
        statuses=rule.statuses,
        row_numbers=typed.row_numbers,
    )
    needs = [name for name in frame.columns if name.startswith("need_") or name in project.need]
    people = len(on)
    columns: dict[str, pd.Series] = {}
    if rule.take == "any":
        rows = chosen.taken
        columns = {name: combine_any(frame[name][rows], place[rows], people) for name in needs}
        seen = np.bincount(place[rows], minlength=people) > 0
    else:
        dated = [*needs, "assessment_date"]
        columns = {name: taken(frame[name], chosen.row_of_person) for name in dated}
        seen = chosen.row_of_person >= 0
    # Whoever has none may still be assessed by what another source says.
    columns["assessed"] = flag_of(np.where(seen, YES, UNKNOWN).astype(np.int8))
    before = {fate: count for fate, count in count_fates(typed.fates, typed.names).items() if fate != typed.names[0]}
    fates = count_fates(_as_intp(chosen.fates), chosen.names)
    taken_rows = fates.pop(chosen.names[0])
    return LinkedSource(
        typed,
        place,
        Provider(typed.reading.name, columns, np.arange(people)),
        {chosen.names[0]: taken_rows, **before, **fates},
        (*problems, *chosen.problems),
        one_a_person=rule.take != "any",
    )


def _as_intp(fates: npt.NDArray[np.integer]) -> npt.NDArray[np.intp]:
    return fates.astype(np.intp)
