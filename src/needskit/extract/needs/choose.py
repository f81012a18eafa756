"""Which assessment of a person counts, of several; what becomes of each is counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import numpy.typing as npt

from needskit.errors import UsageError, reject_name
from needskit.extract.values.column import coded, problem
from needskit.schema import FLAG_ANSWERS, NOT_KNOWN

if TYPE_CHECKING:
    from collections.abc import Collection

    import pandas as pd

    from needskit.cohort.problems import Problem, Severity
    from needskit.extract.files.raw import Flags, Positions
    from needskit.extract.values.dates import Dates

Take = Literal["latest", "first", "any"]
TAKES = ("latest", "first", "any")

TAKEN = "taken"
NOT_IN_COHORT = "not in the cohort"
ANOTHER_TYPE, TYPE_NOT_KNOWN = "another type", "type not known"
ANOTHER_STATUS, STATUS_NOT_KNOWN = "another status", "status not known"
NO_DATE = "no date of assessment"
AFTER = "after the index date"
TOO_OLD = "older than the window"
NOT_TAKEN = "not the one taken"
FATES = (
    TAKEN, NOT_IN_COHORT, ANOTHER_TYPE, TYPE_NOT_KNOWN, ANOTHER_STATUS, STATUS_NOT_KNOWN, NO_DATE, AFTER, TOO_OLD,
    NOT_TAKEN,
)  # fmt: skip
"""What can become of an assessment, in the order in which the rules are tried."""

DATE, TYPE, STATUS = "assessment_date", "assessment_type", "assessment_status"
DAYS_IN_WEEK = 7
NOBODY = -1
NOT_GIVEN = 2

SAID: dict[str, tuple[str, str, Severity]] = {
    NOT_IN_COHORT: ("", "is of nobody in the cohort.", "note"),
    ANOTHER_TYPE: (TYPE, "is not of a type that is taken.", "note"),
    TYPE_NOT_KNOWN: (TYPE, "is not known.", "warning"),
    ANOTHER_STATUS: (STATUS, "is not a status that is taken.", "note"),
    STATUS_NOT_KNOWN: (STATUS, "is not known.", "warning"),
    NO_DATE: (DATE, "is not known.", "warning"),
    AFTER: (DATE, "is after the index date.", "note"),
    TOO_OLD: (DATE, "is too long before the index date.", "note"),
    NOT_TAKEN: (DATE, "is not that of the assessment taken.", "note"),
}
"""Of each fate: the column that decides it, its words, and how much it matters."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What became of each assessment, and which one counts for each person.

    Parameters
    ----------
    fates
        The position of each row's fate in ``names``, shape ``(rows,)``.
    row_of_person
        The row taken of each person, -1 if there is none, shape ``(people,)``. -1 for all where any assessment
        counts.
    problems
        Rows set aside, by rule.
    names
        What can become of a row.
    """

    fates: npt.NDArray[np.intp]
    row_of_person: npt.NDArray[np.intp]
    problems: tuple[Problem, ...]
    names: tuple[str, ...] = FATES

    @property
    def taken(self) -> Flags:
        """Tell which rows count, shape ``(rows,)``."""
        counts: Flags = self.fates == FATES.index(TAKEN)
        return counts


def choose(
    assessments: pd.DataFrame,
    people_index: Positions,
    reference: Dates,
    *,
    take: Take,
    within_weeks: int | None,
    types: Collection[str],
    statuses: Collection[str],
    row_numbers: Positions,
) -> Chosen:
    """Which assessment of each person counts?

    An assessment can count if it is of somebody in the cohort, of a type and a status that are taken, and dated
    on the index date of its person or before, no longer ago than the window. Of a person without an index date
    any dated assessment can. Of two on the same day the one lower in the file counts.

    Parameters
    ----------
    assessments
        Typed columns, a row an assessment: ``assessment_date`` and, if the extract has them, ``assessment_type``
        and ``assessment_status``.
    people_index
        The position of each row's person among the people of the cohort, -1 if not among them, shape ``(rows,)``.
    reference
        The index date of each person, missing allowed, shape ``(people,)``.
    take
        The "latest" that can count, the "first", or "any": then all that can are taken.
    within_weeks
        The longest time from assessment to index date, that day included; None for any time.
    types, statuses
        Which are taken; none named means all. Not known is set aside where some are named.
    row_numbers
        The row of the file of each, shape ``(rows,)``.

    Raises
    ------
    UsageError
        If `take` is no such word, or the window is below 0.

    Notes
    -----
    HMPPS's public code, for the tier of a person, takes the latest layer 3 assessment that is complete or locked
    incomplete and was completed in the last 55 weeks, the day 55 weeks ago among them; its weeks end today, these
    at the index date (ministryofjustice on GitHub: hmpps-assess-risks-and-needs, TierService.kt; hmpps-tier,
    AssessmentApiService.kt).

    Examples
    --------
    >>> import pandas as pd
    >>> dated = pd.DataFrame({"assessment_date": pd.to_datetime(["2024-01-10", "2024-03-01", "2024-07-01"])})
    >>> release = np.array(["2024-06-01"], dtype="datetime64[D]")
    >>> rule = {"take": "latest", "within_weeks": 55, "types": (), "statuses": ()}
    >>> chosen = choose(dated, np.array([0, 0, 0]), release, **rule, row_numbers=np.arange(1, 4))
    >>> [chosen.names[fate] for fate in chosen.fates], chosen.row_of_person.tolist()
    (['not the one taken', 'taken', 'after the index date'], [1])
    """
    if take not in TAKES:
        reject_name(take, kind="way to take an assessment", known=TAKES)
    if within_weeks is not None and within_weeks < 0:
        message = f"within_weeks wants 0 or more, or None for any time, not {within_weeks}. Give weeks before the date."
        raise UsageError(message)
    dates: Dates = assessments[DATE].to_numpy().astype("datetime64[D]")
    index_dates = _of_people(reference, people_index)
    fates = np.zeros(len(assessments), dtype=np.intp)
    _mark(fates, NOT_IN_COHORT, people_index < 0)
    _mark_others(fates, assessments, TYPE, types)
    _mark_others(fates, assessments, STATUS, statuses)
    _mark(fates, NO_DATE, np.isnat(dates))
    # Days before the index date; nothing is compared where there is no such date.
    before = (index_dates - dates).astype(np.int64)
    dated = ~np.isnat(index_dates) & ~np.isnat(dates)
    _mark(fates, AFTER, dated & (before < 0))
    if within_weeks is not None:
        _mark(fates, TOO_OLD, dated & (before > within_weeks * DAYS_IN_WEEK))
    undated = (fates == 0) & np.isnat(index_dates)
    row_of_person, same_day = _take(fates, people_index, dates, len(reference), take)
    problems = (
        *_set_aside(fates, row_numbers),
        *_not_filtered(assessments, types, statuses, row_numbers),
        *problem(
            "no_index_date", undated, row_numbers, column=DATE, severity="note",
            wanted="is of a person without an index date.", done="Any date of assessment will do.",
        ),
        *problem(
            "same_day", same_day, row_numbers, column=DATE, severity="note",
            wanted="is the same as that of the assessment taken.",
            done="The one lower in the file counts.",
        ),
    )  # fmt: skip
    return Chosen(fates, row_of_person, problems)


def combine_any(answers: pd.Series, person: Positions, people: int) -> pd.Series:
    """Which people have a need at any of their assessments?

    Yes if any assessment says yes; no if one says no and none yes; otherwise not known.

    Parameters
    ----------
    answers
        Of each assessment that is taken: yes, no, not known.
    person
        The position of its person, shape ``(rows,)``; rows of nobody (-1) are passed over.
    people
        How many people there are.

    Examples
    --------
    >>> import pandas as pd
    >>> drugs = pd.Series(pd.Categorical(["no", "yes", "no", "not known"], categories=["yes", "no", "not known"]))
    >>> combine_any(drugs, np.array([0, 0, 1, 2]), 3).tolist()
    ['yes', 'no', 'not known']
    """
    place = {name: position for position, name in enumerate(FLAG_ANSWERS)}
    look_up = np.array([*(place.get(name, NOT_GIVEN) for name in answers.cat.categories), NOT_GIVEN], dtype=np.int8)
    found = np.full(people, NOT_GIVEN, dtype=np.int8)
    of_somebody = person >= 0
    # Yes comes before no, and no before not known, so the least is the answer.
    np.minimum.at(found, person[of_somebody], look_up[answers.cat.codes.to_numpy()[of_somebody]])
    return coded(found, FLAG_ANSWERS)


def _mark(fates: npt.NDArray[np.intp], fate: str, rows: Flags) -> None:
    fates[(fates == 0) & rows] = FATES.index(fate)


def _mark_others(fates: npt.NDArray[np.intp], assessments: pd.DataFrame, column: str, wanted: Collection[str]) -> None:
    """Mark rows whose type or status is not among those that are taken."""
    if not wanted or column not in assessments.columns:
        return
    other, not_known = (ANOTHER_TYPE, TYPE_NOT_KNOWN) if column == TYPE else (ANOTHER_STATUS, STATUS_NOT_KNOWN)
    values = assessments[column]
    unknown = (values.isna() | (values == NOT_KNOWN)).to_numpy(dtype=bool)
    _mark(fates, other, ~unknown & ~values.isin(list(wanted)).to_numpy(dtype=bool))
    _mark(fates, not_known, unknown)


def _of_people(reference: Dates, people_index: Positions) -> Dates:
    """Return the index date of each row's person; none for rows of nobody."""
    none = np.array(["NaT"], dtype="datetime64[D]")
    # Rows of nobody have the position -1, which is the last.
    found: Dates = np.concatenate([reference.astype("datetime64[D]"), none])[people_index]
    return found


def _take(
    fates: npt.NDArray[np.intp], people_index: Positions, dates: Dates, people: int, take: Take
) -> tuple[npt.NDArray[np.intp], Flags]:
    """Take one row a person of those that can count, mark the others, and tell which have the same date."""
    row_of_person = np.full(people, NOBODY, dtype=np.intp)
    same_day = np.zeros(len(fates), dtype=bool)
    if take == "any":
        return row_of_person, same_day
    rows = np.flatnonzero(fates == 0)
    person, days = people_index[rows], dates[rows].astype(np.int64)
    towards = days if take == "latest" else -days
    best = np.full(people, np.iinfo(np.int64).min)
    np.maximum.at(best, person, towards)
    tied = towards == best[person]
    np.maximum.at(row_of_person, person[tied], rows[tied])
    chosen = rows == row_of_person[person]
    fates[rows[~chosen]] = FATES.index(NOT_TAKEN)
    same_day[rows[tied & ~chosen]] = True
    return row_of_person, same_day


def _set_aside(fates: npt.NDArray[np.intp], row_numbers: Positions) -> tuple[Problem, ...]:
    return tuple(
        found
        for fate, (column, wanted, severity) in SAID.items()
        for found in problem(
            fate.replace(" ", "_"), fates == FATES.index(fate), row_numbers, column=column, severity=severity,
            wanted=wanted, done="Set aside.",
        )
    )  # fmt: skip


def _not_filtered(
    assessments: pd.DataFrame, types: Collection[str], statuses: Collection[str], row_numbers: Positions
) -> tuple[Problem, ...]:
    """Say that some types or statuses were asked for, and that no column tells them."""
    every = np.ones(len(assessments), dtype=bool)
    return tuple(
        found
        for column, wanted in ((TYPE, types), (STATUS, statuses))
        if wanted and column not in assessments.columns
        for found in problem(
            f"no_{column}", every, row_numbers, column=column, severity="note",
            wanted="has no column, and only some were to be taken.", done="All were taken.",
        )
    )  # fmt: skip
