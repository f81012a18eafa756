"""Since when and until when each person was managed under IOM: from spells, or as far as columns can tell."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from needskit.analysis.answers import NO, YES
from needskit.analysis.divided import divided
from needskit.analysis.iom.at_any_time import AT_ANY_TIME, has_iom_spells, said_to_be, with_at_any_time
from needskit.analysis.spells import IOM, Spells, of_sources, spells_of, today_of
from needskit.cohort.breakdown import NOT_KNOWN
from needskit.cohort.smaller_extract import require_rows
from needskit.errors import UsageError
from needskit.extract.months import months_later
from needskit.extract.spells import FIRST_DAY, LAST_DAY
from needskit.table.whom import Attribute, Implied

if TYPE_CHECKING:
    import numpy.typing as npt

    from needskit.cohort.cohort import Cohort
    from needskit.extract.join import Flags
    from needskit.extract.values.dates import Dates
    from needskit.table.whom import Condition

    Places = npt.NDArray[np.intp]

STILL, ENDED, NEVER = "still managed", "no longer managed", "not managed"
EVER: Final = frozenset({STILL, ENDED})
LENGTHS = {"under 6 months": 0, "6 to 11 months": 6, "12 to 23 months": 12, "24 months or more": 24}
"""Bands of how long management lasted, each with its fewest months. A local definition."""

TIMES = {"once": (1, 1), "twice": (2, 2), "three times or more": (3, None)}
MOST_TIMES = 20
LATELY = 12
"""So many months up to the date of the extract."""

COLUMNS = ("iom_start", "iom_end")


@dataclass(frozen=True, slots=True)
class Management:
    """The cohort with what is known of when its people were managed.

    Parameters
    ----------
    cohort
        With the attributes.
    status, length, adopted, removed
        The names of the attributes: whether they are managed still, how long it lasted, whether it began lately, and
        whether it ended lately.
    times
        The name of the attribute of how many spells; empty where only columns tell, which hold but one.
    """

    cohort: Cohort
    status: str
    length: str
    adopted: str
    removed: str
    times: str = ""

    @property
    def ever(self) -> Condition:
        """The condition of those managed at any time."""
        return self.status, EVER


def has_management(cohort: Cohort) -> bool:
    """Tell whether the extract has a date, and says when people were managed."""
    told = has_iom_spells(cohort) or (IOM in cohort.people and any(name in cohort.people for name in COLUMNS))
    return cohort.as_at is not None and told and "people" not in cohort.people


def management_of(cohort: Cohort) -> Management:
    """Work out since when and until when each person was managed.

    Raises
    ------
    UsageError
        If the extract has no date, or does not say when people were managed.
    """
    require_rows(
        cohort,
        f"How long {cohort.unit} are managed",
        whose="those ever managed under IOM",
        columns=[IOM],
        sources={IOM: ["start_date", "end_date", "iom_tier"]},
    )
    if not has_management(cohort):
        message = (
            "How long people are managed is read from a source with the role 'iom' and the days of its spells, or from "
            "the columns iom, iom_start and iom_end of people, and counted up to the date of the extract. Give them, "
            "and as_at."
        )
        raise UsageError(message)
    from_spells = has_iom_spells(cohort)
    if from_spells:
        cohort = with_at_any_time(cohort)
    spells = spells_of(cohort, IOM) if from_spells else _of_columns(cohort)
    place, first, last = spells.joined()
    size = len(cohort.people)
    number = np.bincount(place, minlength=size)
    start, end = np.full(size, LAST_DAY), np.full(size, FIRST_DAY)
    # Spells are in order of their days: the one written last is the latest.
    start[place], end[place] = first, last
    never = (number == 0) & spells.told & ~spells.doubtful
    known = (number > 0) & ~spells.doubtful
    status = np.select([known & (end == LAST_DAY), known, never], [0, 1, 2], -1)
    made, at = divided(
        cohort,
        "management under IOM",
        status,
        (STILL, ENDED, NEVER),
        implies=_implied(cohort, status, from_spells=from_spells),
    )
    found = _described(made, at.name, _Days(status, start, end))
    return _with_times(found, np.where(status >= 0, number, -1)) if from_spells else found


@dataclass(frozen=True, slots=True, repr=False)
class _Days:
    """Of each person whether they are managed, and the days of their last spell."""

    status: Places
    start: Dates
    end: Dates

    @property
    def begun(self) -> Flags:
        """Of whom the day is known on which the last spell began."""
        found: Flags = (self.status >= 0) & (self.status < len(EVER)) & (self.start > FIRST_DAY)
        return found


def _described(cohort: Cohort, at: str, days: _Days) -> Management:
    """Return the cohort with the attributes that follow from the days."""
    since = months_later(np.array([today_of(cohort)]), -LATELY)[0]
    never, ended = days.status == len(EVER), (days.status == 1)
    ever = (days.status >= 0) & ~never
    nobody = Implied(frozenset({NEVER}), ((at, frozenset({NEVER})),), way="both")
    begun = np.where(days.begun, days.start, np.datetime64("NaT", "D"))
    lasted = sum((days.end >= months_later(begun, months)).astype(np.intp) for months in LENGTHS.values()) - 1
    bands = tuple(LENGTHS)
    places = np.select([never, days.status == 0, ended & days.begun], [len(bands) + 1, len(bands), lasted], -1)
    said = (
        nobody,
        Implied(frozenset({STILL}), ((at, frozenset({STILL})),), way="both"),
        Implied(frozenset(bands), ((at, frozenset({ENDED})),)),
    )
    cohort, length = divided(cohort, "length of management under IOM", places, (*bands, STILL, NEVER), implies=said)
    either = (nobody, Implied(YES | NO, ((at, EVER),)))
    old = ended & (days.end <= since)
    places = np.select([never, ever & (days.begun | old)], [2, np.where(days.begun & (days.start > since), 0, 1)], -1)
    name = f"adopted under IOM in the last {LATELY} months"
    cohort, adopted = divided(cohort, name, places, ("yes", "no", NEVER), implies=either)
    places = np.select([never, ever], [2, np.where(ended & (days.end > since), 0, 1)], -1)
    name = f"removed from IOM in the last {LATELY} months, and not managed since"
    gone = (*either, Implied(YES, ((at, frozenset({ENDED})),)))
    cohort, removed = divided(cohort, name, places, ("yes", "no", NEVER), implies=gone)
    return Management(cohort, at, length.name, adopted.name, removed.name)


def _with_times(found: Management, number: Places) -> Management:
    """Return the same with how many spells each had, as a number; below 0 it is not known."""
    name, most = "spells under IOM", max(MOST_TIMES, int(number.max(initial=0)))
    answers = (*(str(times) for times in range(most + 1)), NOT_KNOWN)
    implies = (
        Implied(frozenset({"0"}), ((found.status, frozenset({NEVER})),), way="both"),
        Implied(frozenset(answers[1:-1]), ((found.status, EVER),), way="both"),
    )
    attribute = Attribute(name, "Spells under IOM", answers, implies=implies)
    people = found.cohort.people
    column = pd.Series(number, index=people.index, dtype="Int64").mask(number < 0)
    attributes = {**found.cohort.attributes, name: attribute}
    made = replace(found.cohort, people=people.assign(**{name: column}), attributes=attributes)
    return replace(found, cohort=made, times=name)


def _of_columns(cohort: Cohort) -> Spells:
    """Return the one spell of each person that columns hold; of whoever is managed without a day it says nothing."""
    managed = said_to_be(cohort, "yes")
    first, last = _days(cohort, COLUMNS[0], FIRST_DAY), _days(cohort, COLUMNS[1], LAST_DAY)
    today = today_of(cohort)
    kept = managed & ~((first == FIRST_DAY) & (last == LAST_DAY)) & (first <= last) & (first <= today)
    place = np.flatnonzero(kept)
    return Spells(
        place,
        first[place],
        np.where(last > today, LAST_DAY, last)[place],
        managed & ~kept,
        managed | said_to_be(cohort, "no"),
        np.zeros(len(place), dtype=bool),
    )


def _days(cohort: Cohort, column: str, otherwise: np.datetime64) -> Dates:
    if column not in cohort.people:
        return np.full(len(cohort.people), otherwise)
    days: Dates = cohort.people[column].to_numpy().astype("datetime64[D]")
    return np.where(np.isnat(days), otherwise, days)


def _implied(cohort: Cohort, status: Places, *, from_spells: bool) -> tuple[Implied, ...]:
    """Say what being managed has to do with the columns that say so, and with the source that it is read from."""
    never = frozenset({NEVER})
    if not from_spells:
        return Implied(EVER, ((IOM, YES),)), Implied(never, ((IOM, NO),), way="both")
    found = (
        Implied(EVER, ((AT_ANY_TIME, YES),)),
        Implied(never, ((AT_ANY_TIME, NO),), way="back"),
        *of_sources(cohort, (IOM,), EVER),
    )
    # Where no other source says that somebody is managed, whoever has no spell is not.
    agrees = IOM in cohort.attributes and not (said_to_be(cohort, "yes") & (status == len(EVER))).any()
    return (*found, Implied(never, ((IOM, NO | {NOT_KNOWN}),))) if agrees else found
