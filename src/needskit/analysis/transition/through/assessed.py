"""The assessments on each side of a birthday: the last before it, and the first from it on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from needskit.errors import UsageError
from needskit.extract.join import Flags, Places, places

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection

    import pandas as pd

    from needskit.cohort.cohort import Cohort
    from needskit.cohort.needs import NeedQuestion
    from needskit.extract.values.dates import Dates

ASSESSMENTS, DATE = "assessments", "assessment_date"
DAYS_IN_WEEK = 7
NONE = -1

YES, NO, UNANSWERED = 0, 1, 2


@dataclass(frozen=True, slots=True, repr=False)
class Assessed:
    """The assessments on each side of each person's birthday.

    Parameters
    ----------
    records
        All assessments.
    before, after
        The row of the last before the birthday, and of the first from it on; -1 for none; shape ``(people,)``.
    over
        Whether it is too late for another one after the birthday; shape ``(people,)``.
    """

    records: pd.DataFrame
    before: Places
    after: Places
    over: Flags

    def answers(self, column: str) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
        """Return what each side says of a need: 0 yes, 1 no, 2 neither."""
        said = self.records[column]
        codes = np.where(said.eq("yes"), YES, np.where(said.eq("no"), NO, UNANSWERED))
        # Whoever has no assessment takes the last place, which says nothing.
        codes = np.append(codes, UNANSWERED).astype(np.intp)
        return codes[self.before], codes[self.after]


def assessed_around(cohort: Cohort, turned: Dates, as_at: dt.date) -> Assessed:
    """Find the assessments on each side of everybody's birthday, of the types and statuses that the settings take.

    The birthday itself is after. Of two on the same day the one lower in the file counts, as everywhere.

    Parameters
    ----------
    cohort
        Whose people are looked at; how far from the birthday an assessment may be its settings say.
    turned
        The birthday of each person; shape ``(people,)``.
    as_at
        The date of the extract; an assessment after it is none.

    Raises
    ------
    UsageError
        If the extract has no source of assessments with dates.
    """
    records = cohort.linked.get(ASSESSMENTS)
    if records is None or DATE not in records:
        message = (
            "This extract has no source with the role 'assessments' and the column assessment_date: one assessment of "
            "each, as a flat file has it, does not tell what was before and after."
        )
        raise UsageError(message)
    rule = cohort.definitions.assessments
    place = places(records["person_id"], cohort.identifiers)
    day: Dates = records[DATE].to_numpy().astype("datetime64[D]")
    today = np.datetime64(as_at, "D")
    # Comparing with no date is never true.
    kept = (place >= 0) & (day <= today)
    for column, wanted in (("assessment_type", rule.types), ("assessment_status", rule.statuses)):
        kept &= _taken(records, column, wanted)
    rows = np.flatnonzero(kept)
    whose, days = place[rows], (day[rows] - turned[place[rows]]).astype(np.int64)
    known = ~np.isnat(turned)[whose]
    window = DAYS_IN_WEEK * rule.within_weeks
    near = known & ((np.abs(days) <= window) | (window == 0))
    before, after = near & (days < 0), near & (days >= 0)
    over = turned + np.timedelta64(window, "D") <= today if window else np.ones(len(turned), dtype=bool)
    return Assessed(
        records,
        _nearest(rows[before], whose[before], -days[before], len(turned)),
        _nearest(rows[after], whose[after], days[after], len(turned)),
        over,
    )


def questions_in(cohort: Cohort) -> tuple[NeedQuestion, ...]:
    """Return the needs that the assessments say something of."""
    records = cohort.linked.get(ASSESSMENTS)
    return () if records is None else tuple(each for each in cohort.needs.questions if each.column in records)


def has_needs_before_and_after(cohort: Cohort) -> bool:
    """Tell whether an extract holds what needs on each side of a birthday take."""
    records = cohort.linked.get(ASSESSMENTS)
    dated = records is not None and DATE in records
    return dated and bool(questions_in(cohort)) and "date_of_birth" in cohort.people and cohort.as_at is not None


def _taken(records: pd.DataFrame, column: str, wanted: Collection[str]) -> Flags:
    """Tell which assessments are of the codes that are taken, or of a source that does not have the column."""
    if not wanted or column not in records:
        return np.ones(len(records), dtype=bool)
    found: Flags = (records[column].isin(list(wanted)) | records[column].isna()).to_numpy(dtype=bool)
    return found


def _nearest(rows: Places, whose: Places, away: npt.NDArray[np.int64], people: int) -> Places:
    """Return the row of each person that the fewest days are to; of several the lowest in the file, -1 for none."""
    found = np.full(people, NONE, dtype=np.intp)
    order = np.argsort(-away, kind="stable")
    found[whose[order]] = rows[order]
    return found
