"""Where people stand at a birthday between a service that they leave and one that they come to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from needskit.analysis.spells import (
    ADULT,
    SERVICES,
    YOUTH,
    Spells,
    first_since,
    spells_of,
    today_of,
)
from needskit.errors import UsageError
from needskit.extract.months import birthday
from needskit.extract.spells import LAST_DAY

if TYPE_CHECKING:
    from needskit.cohort.cohort import Cohort
    from needskit.extract.join import Flags
    from needskit.extract.values.dates import Dates

NO_DAY = np.datetime64("NaT", "D")
YES, NO, UNKNOWN = np.int8(0), np.int8(1), np.int8(2)
EIGHTEEN, TWENTY_FIVE = 18, 25

KNOWN_TO_YOUTH, YOUTH_END, ADULT_START = "known_to_youth_services", "youth_service_end", "adult_service_start"
"""Columns of people that say the same as spells, as far as a column can."""


@dataclass(frozen=True, slots=True, repr=False)
class Passage:
    """Of each person the days that a passage is made of; every array is of shape ``(people,)``.

    Parameters
    ----------
    birthday
        The day of the birthday; no date where the date of birth is not known.
    was_in
        Whether they were in the service before the birthday: 0 yes, 1 no, 2 not known.
    closed
        The last day there, of the time that holds the birthday or of the last before it: far off while it goes on, no
        date where it is not known.
    entered
        The first day in the other service of those that were not over when they left the one; no date if none is known.
    entry_known
        Whether it is known when, and whether at all, they came to the other service.
    from_columns
        Whether it is read from columns of people and not from spells.
    """

    birthday: Dates
    was_in: npt.NDArray[np.int8]
    closed: Dates
    entered: Dates
    entry_known: Flags
    from_columns: bool = False


def birthdays(cohort: Cohort, age: int) -> Dates:
    """Return on which day each person completes so many years; no date where the date of birth is not known.

    Raises
    ------
    UsageError
        If the extract has no dates of birth.
    """
    if "date_of_birth" not in cohort.people:
        message = (
            "Who turns 18 or 25 on which day is worked out from date_of_birth, and this extract has no such column: an "
            "age at the index date does not tell it."
        )
        raise UsageError(message)
    return birthday(cohort.people["date_of_birth"].to_numpy().astype("datetime64[D]"), age)


def out_of_youth_services(cohort: Cohort) -> Passage:
    """Return the passage from youth to adult services at 18.

    Raises
    ------
    UsageError
        If the extract does not hold what it takes.
    """
    turned = birthdays(cohort, EIGHTEEN)
    from_columns = YOUTH not in cohort.linked
    was_in, closed = _left_by_columns(cohort) if from_columns else left(spells_of(cohort, YOUTH), turned)
    entered, entry_known = _entered(cohort, turned, closed)
    return Passage(turned, was_in, closed, entered, entry_known, from_columns)


def out_of_young_adult_services(cohort: Cohort) -> Passage:
    """Return the passage out of services for young adults at 25.

    Raises
    ------
    UsageError
        If the extract does not hold what it takes, or the settings name no such services.
    """
    names = cohort.definitions.transition.young_adult_services
    if not names:
        message = (
            "Which services are for young adults has to be said: name them as young_adult_services under "
            "[definitions.transition], as the source of services does."
        )
        raise UsageError(message)
    turned = birthdays(cohort, TWENTY_FIVE)
    was_in, closed = left(spells_of(cohort, SERVICES, services=names), turned)
    entered, entry_known = _entered(cohort, turned, closed)
    return Passage(turned, was_in, closed, entered, entry_known)


def has_passage(cohort: Cohort) -> bool:
    """Tell whether an extract holds what a passage at 18 takes."""
    leaves = YOUTH in cohort.linked or {KNOWN_TO_YOUTH, YOUTH_END} <= {*cohort.people.columns}
    enters = bool(entering_roles(cohort)) or ADULT_START in cohort.people
    return leaves and enters and "date_of_birth" in cohort.people and cohort.as_at is not None


def has_passage_at_25(cohort: Cohort) -> bool:
    """Tell whether an extract holds what a passage at 25 takes."""
    named = bool(cohort.definitions.transition.young_adult_services) and SERVICES in cohort.linked
    return named and bool(entering_roles(cohort)) and "date_of_birth" in cohort.people and cohort.as_at is not None


def left(spells: Spells, turned: Dates) -> tuple[npt.NDArray[np.int8], Dates]:
    """Return who was in a service before the birthday, and on which day that ended.

    Spells that overlap or follow each other by a day are one time. Of several times before the birthday the last
    counts.
    """
    place, first, last = spells.joined()
    before = first < turned[place]
    was_in = np.where(spells.told & ~spells.doubtful & ~np.isnat(turned), NO, UNKNOWN)
    was_in[place[before]] = YES
    closed = np.full(len(turned), NO_DAY)
    closed[place[before]] = last[before]
    closed[spells.doubtful] = NO_DAY
    return was_in.astype(np.int8), closed


def _left_by_columns(cohort: Cohort) -> tuple[npt.NDArray[np.int8], Dates]:
    lacking = [name for name in (KNOWN_TO_YOUTH, YOUTH_END) if name not in cohort.people]
    if lacking:
        message = (
            "This extract does not say who left youth services and when: it wants a source with the role 'youth', or "
            f"columns {KNOWN_TO_YOUTH} and {YOUTH_END}."
        )
        raise UsageError(message)
    said = cohort.people[KNOWN_TO_YOUTH]
    was_in = np.where(said.eq("yes"), YES, np.where(said.eq("no"), NO, UNKNOWN)).astype(np.int8)
    closed: Dates = cohort.people[YOUTH_END].to_numpy().astype("datetime64[D]")
    closed = np.where(closed > today_of(cohort), LAST_DAY, closed)
    return was_in, np.where(was_in == YES, closed, NO_DAY)


def entering_roles(cohort: Cohort) -> list[str]:
    """Return the roles of the sources that say who came to adult services."""
    named = cohort.definitions.transition.adult_services
    return [role for role in (ADULT, *([SERVICES] if named else [])) if role in cohort.linked]


def _entered(cohort: Cohort, turned: Dates, closed: Dates) -> tuple[Dates, Flags]:
    """Return when each person came to adult services, and whether that is known."""
    roles = entering_roles(cohort)
    if not roles and ADULT_START not in cohort.people:
        message = (
            "This extract does not say when people came to adult services: it wants a source with the role 'adult', "
            f"or a column {ADULT_START}."
        )
        raise UsageError(message)
    if not roles:
        started: Dates = cohort.people[ADULT_START].to_numpy().astype("datetime64[D]")
        # A day after that of the extract is a plan: nobody has come yet.
        return np.where(started > today_of(cohort), NO_DAY, started), ~np.isnat(started)
    named = cohort.definitions.transition.adult_services
    kinds = [spells_of(cohort, role, services=named if role == SERVICES else ()) for role in roles]
    spells = kinds[0] if len(kinds) == 1 else kinds[0].together(kinds[1])
    # While the case goes on, whoever comes to adult services at 18 or later has come.
    since = np.where(np.isnat(closed) | (closed == LAST_DAY) | (closed < turned), turned, closed)
    found = first_since(spells, since)
    in_time = found <= closed
    return found, (spells.told & ~spells.doubtful) | in_time
