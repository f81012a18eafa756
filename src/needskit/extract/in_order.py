"""Dates that contradict each other within a record, or between a record and its person."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from needskit.extract.values.column import problem

if TYPE_CHECKING:
    import pandas as pd

    from needskit.cohort.problems import Problem, Severity
    from needskit.extract.files.raw import Flags, Positions
    from needskit.extract.join import Places
    from needskit.extract.project.parts import Project
    from needskit.extract.typed import Typed
    from needskit.extract.values.dates import Dates

LAST_DAY = np.datetime64("9999-12-31", "D")
DAYS_APART = 1 << 23
"""More days than there are between any two dates of four-digit years."""

KEPT = "Kept as it is."
ORDERS = (
    ("start_date", "end_date", "end_before_start", "is before the start."),
    ("referred_date", "start_date", "start_before_referral", "is before the referral."),
    ("offence_date", "outcome_date", "conviction_before_offence", "is before the offence."),
)
"""The earlier column, the later one, the rule, and its words."""

ORDERS_OF_PEOPLE = (
    ("iom_start", "iom_end", "end_before_start", "is before the start."),
    ("index_date", "follow_up_end", "end_before_start", "is before the index date."),
)
"""The same, of a row a person."""

AT_ONCE = ("adult", "services")
"""Roles of which a person may well have several spells at once: two orders, or two services."""

HAPPENED = ("index_date", "date_of_birth", "assessment_date", "iom_start", "youth_service_end", "adult_service_start")
"""Dates of people that tell of what has happened."""

LINKED_THAT_HAPPENED = ("offence_date", "outcome_date", "start_date", "referred_date", "assessment_date")
"""The same, of linked records."""

OVERLAPPING: tuple[str, str, str, str, Severity] = (
    "overlapping_spells", "start_date", "is before an earlier spell of the person has ended.",
    "The spell begun last counts.", "note",
)  # fmt: skip
"""What is said of a spell that begins before an earlier one is over: rule, column, words, what is done, severity."""


def people_in_order(people: pd.DataFrame, project: Project, row_numbers: Positions) -> tuple[Problem, ...]:
    """Which people have dates that contradict each other, or lie after the date that the extract describes?

    Parameters
    ----------
    people
        Typed, a row a person.
    project
        The date of the extract.
    row_numbers
        The row of the file of each.
    """
    found: list[Problem] = []
    for earlier, later, rule, wanted in ORDERS_OF_PEOPLE:
        if {earlier, later} <= set(people.columns):
            wrong = (people[later] < people[earlier]).to_numpy(dtype=bool)
            found += problem(rule, wrong, row_numbers, column=later, wanted=wanted, done=KEPT)
    if {"assessment_date", "index_date"} <= set(people.columns):
        late = (people["assessment_date"] > people["index_date"]).to_numpy(dtype=bool)
        wanted = "is after the index date."
        found += problem(
            "after_index", late, row_numbers, column="assessment_date", severity="note", wanted=wanted, done=KEPT
        )
    if project.cohort.as_at is None:
        return tuple(found)
    for column in HAPPENED:
        if column in people.columns:
            late = people[column].to_numpy() > np.datetime64(project.cohort.as_at, "D")
            wanted = "is after the date that the extract describes."
            found += problem("after_as_at", late, row_numbers, column=column, wanted=wanted, done=KEPT)
    return tuple(found)


def problems_of_dates(typed: Typed, place: Places, project: Project) -> tuple[Problem, ...]:
    """Which records hold dates that cannot be, or that a reader should know of?

    Parameters
    ----------
    typed
        The records of a source with many rows a person.
    place
        The person of each; -1 for nobody of the cohort.
    project
        The date of the extract.
    """
    frame, rows = typed.frame, typed.row_numbers
    found: list[Problem] = []
    for earlier, later, rule, wanted in ORDERS:
        if {earlier, later} <= set(frame.columns):
            wrong = _days(frame, later) < _days(frame, earlier)
            found += problem(rule, wrong, rows, column=later, wanted=wanted, done=KEPT)
    if project.cohort.as_at is not None:
        as_at = np.datetime64(project.cohort.as_at, "D")
        for column in LINKED_THAT_HAPPENED:
            if column in frame:
                late = _days(frame, column) > as_at
                wanted = "is after the date that the extract describes."
                found += problem("after_as_at", late, rows, column=column, wanted=wanted, done=KEPT)
    if {"start_date", "end_date"} <= set(frame.columns) and typed.reading.part.role not in AT_ONCE:
        rule, column, wanted, done, severity = OVERLAPPING
        found += problem(
            rule, _overlaps(frame, place), rows, column=column, severity=severity, wanted=wanted, done=done
        )
    return tuple(found)


def _overlaps(frame: pd.DataFrame, place: Places) -> Flags:
    """Tell which spells begin before an earlier one of the same person is over."""
    starts, ends = _days(frame, "start_date"), _days(frame, "end_date")
    dated = np.flatnonzero((place >= 0) & ~np.isnat(starts))
    order = dated[np.lexsort((starts[dated], place[dated]))]
    last = np.where(np.isnat(ends), LAST_DAY, ends)
    # Each person has days of their own, so that the latest end so far is never another person's.
    own_days = place[order].astype(np.int64) * DAYS_APART
    latest = np.maximum.accumulate(own_days + last[order].astype(np.int64))
    found = np.zeros(len(frame), dtype=bool)
    found[order[1:]] = (own_days + starts[order].astype(np.int64))[1:] < latest[:-1]
    return found


def _days(frame: pd.DataFrame, column: str) -> Dates:
    days: Dates = frame[column].to_numpy().astype("datetime64[D]")
    return days
