"""What each offence of a source is to the person's follow-up: a reoffence, one that may be, or why it is none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from needskit.cohort.problems import Problem
from needskit.extract.months import months_later
from needskit.extract.values.column import problem

if TYPE_CHECKING:
    import pandas as pd

    from needskit.cohort.problems import Severity
    from needskit.cohort.settings import FollowUp
    from needskit.extract.files.raw import Positions
    from needskit.extract.join import Places
    from needskit.extract.project.measures import Reoffending
    from needskit.extract.values.dates import Dates

(
    NONE, COUNTS, MAY_UNDATED, MAY_OUTCOME_UNDATED, MAY_NO_OUTCOME, BEFORE, PSEUDO, AFTER, LATE, UNDATED,
) = (np.int8(number) for number in range(10))  # fmt: skip
"""What an offence is: nothing to the follow-up; a reoffence; one that may be, for want of its date, of the date of its
outcome, or of the outcome; on or before the index date, and proved after it; after the follow-up; proved after
the waiting time; without a date, which does not matter."""

MAY = (MAY_UNDATED, MAY_OUTCOME_UNDATED, MAY_NO_OUTCOME)


class Said(NamedTuple):
    """What is said of offences of some kinds."""

    kinds: tuple[np.int8, ...]
    rule: str
    column: str
    severity: Severity
    wanted: str
    done: str = "Set aside."


SET_ASIDE = (
    Said((BEFORE,), "offence_before_index", "offence_date", "note",
         "is on or before the person's index date: no reoffence."),
    Said((PSEUDO,), "pseudo_reconviction", "offence_date", "note",
         "is on or before the person's index date, and was proved after it: a pseudo-reconviction."),
    Said((AFTER,), "reconviction_outside_follow_up", "offence_date", "note", "is after the follow-up."),
    Said((LATE,), "outcome_after_waiting", "outcome_date", "note",
         "is after the waiting time, of an offence in the follow-up."),
)  # fmt: skip
"""The offences that are no reoffences."""

UNLESS = "The person's answer is not known, unless another offence makes it yes."
LEFT_OPEN = (
    Said((MAY_UNDATED, UNDATED), "offence_without_date", "offence_date", "warning", "is not known.",
         f"{UNLESS} An outcome by the index date, or one that does not count, excludes it."),
    Said((MAY_OUTCOME_UNDATED,), "outcome_without_date", "outcome_date", "warning",
         "is not known, of an offence in the follow-up.", UNLESS),
    Said((MAY_NO_OUTCOME,), "offence_without_outcome", "outcome", "warning",
         "is not known, of an offence in the follow-up.", UNLESS),
)  # fmt: skip
"""Those of which it cannot be told."""

NO_OUTCOMES = Problem(
    "no_offence_outcome", "outcome", "note", 0, "there is no column that tells the outcome of offences.",
    "Every offence counts as proven.",
)  # fmt: skip

BLOCK = 1 << 17
"""So many offences at a time stay in the cache of a processor."""

Kinds = npt.NDArray[np.int8]
Codes = npt.NDArray[np.integer]
Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, repr=False)
class Offences:
    """The offences of one source, and what each is to its person's follow-up.

    Parameters
    ----------
    place
        The person of each; -1 for nobody of the cohort.
    kinds
        What each is.
    days
        Days after the index date of those that count or may count, else 0; 1 where the offence has no date, which is
        the earliest that it can be.
    custody
        Whether each led to custody: 0 yes, 1 no, 2 not known. None if the source does not say.
    court
        How serious each is by the kind of court: 0 summary, 1 either way, 2 indictable only, 3 not known. None if the
        source does not say.
    """

    place: Places
    kinds: Kinds
    days: Numbers
    custody: Codes | None
    court: Codes | None


def offences_of(records: pd.DataFrame, place: Places, index: Dates, measure: Reoffending | FollowUp) -> Offences:
    """What is each offence to the follow-up of its person?

    An offence counts if it is after the index date and not after the last day of the follow-up, and its outcome is one
    that counts and came not after the last day of the waiting time. The date of the offence decides, never that
    of the outcome alone.

    Parameters
    ----------
    records
        Typed, with ``offence_date``, ``outcome_date`` and ``outcome`` as far as the source has them. Where there is no
        column ``outcome``, every record has one that counts.
    place
        The person of each record; -1 for nobody of the cohort.
    index
        The index date of each person, shape ``(people,)``, missing allowed.
    measure
        Which outcomes count, and for how long.

    References
    ----------
    Ministry of Justice, Guide to proven reoffending statistics: one year of follow-up, and six months of waiting for
    the outcome.
    """
    return offences_in(
        records,
        place,
        Period(
            index, months_later(index, measure.months), months_later(index, measure.months + measure.waiting_months)
        ),
        measure,
    )


@dataclass(frozen=True, slots=True, repr=False)
class Period:
    """A time of each person: the day that it begins after, its last day, and that of waiting; shapes ``(people,)``."""

    start: Dates
    last: Dates
    waited: Dates


def offences_in(records: pd.DataFrame, place: Places, period: Period, measure: Reoffending | FollowUp) -> Offences:
    """What is each offence to a time of its person, which need not begin at the index date?

    Parameters
    ----------
    records, place
        As ``offences_of`` takes them.
    period
        Of each person, missing allowed; what is said of the index date there holds of its start.
    measure
        Which outcomes count, and whether it is asked when.
    """
    offended, ended = _days(records, "offence_date"), _days(records, "outcome_date")
    counted, unsure = _outcomes(records, measure)
    # One more person without a date is whom -1 finds.
    nobody = np.datetime64("NaT", "D")
    start, last, waited = (np.append(each, nobody) for each in (period.start, period.last, period.waited))
    kinds = np.zeros(len(records), dtype=np.int8)
    days = np.zeros(len(records), dtype=np.int64)
    for first in range(0, len(records), BLOCK):
        here = slice(first, first + BLOCK)
        who = place[here]
        when = _When(start[who], last[who], waited[who], offended[here], ended[here], asked=measure.asks_when)
        kinds[here] = _kinds(when, counted[here], unsure[here])
        wanted = (kinds[here] >= COUNTS) & (kinds[here] <= MAY_NO_OUTCOME)
        apart = (offended[here][wanted] - start[who[wanted]]).astype(np.int64)
        days[here][wanted] = np.where(kinds[here][wanted] == MAY_UNDATED, 1, apart)
    custody, court = (
        records[name].cat.codes.to_numpy() if name in records else None for name in ("custody", "court_type")
    )
    return Offences(place, kinds, days, custody, court)


@dataclass(frozen=True, slots=True, repr=False)
class _When:
    """Some offences, each with the dates of its person: the start, the last day of follow-up, that of waiting."""

    start: Dates
    last: Dates
    waited: Dates
    offended: Dates
    ended: Dates
    asked: bool


def _kinds(when: _When, counted: npt.NDArray[np.bool_], unsure: npt.NDArray[np.bool_]) -> Kinds:
    """Say what each offence is. What is not known is neither before a date nor after it."""
    before, after = when.offended <= when.start, when.offended > when.last
    inside = ~before & ~after & ~np.isnat(when.offended) & ~np.isnat(when.start)
    undated = np.isnat(when.offended) & ~np.isnat(when.start)
    could = counted | unsure
    timely, late = np.ones_like(counted), np.zeros_like(counted)
    if when.asked:
        timely, late = when.ended <= when.waited, when.ended > when.waited
    found: Kinds = np.zeros(len(counted), dtype=np.int8)
    found[before] = BEFORE
    found[before & counted & (when.ended > when.start)] = PSEUDO
    found[after] = AFTER
    found[inside & counted] = MAY_OUTCOME_UNDATED
    found[inside & counted & timely] = COUNTS
    found[inside & unsure] = MAY_NO_OUTCOME
    found[inside & could & late] = LATE
    # An offence is not after its outcome, so one that was proved by the index date is no reoffence.
    found[undated] = np.where(could & ~late & ~(when.ended <= when.start), MAY_UNDATED, UNDATED)[undated]
    return found


def _outcomes(
    records: pd.DataFrame, measure: Reoffending | FollowUp
) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Tell which offences have an outcome that counts, and of which that is not known."""
    if "outcome" not in records:
        return np.ones(len(records), dtype=bool), np.zeros(len(records), dtype=bool)
    column = records["outcome"]
    answers = list(column.cat.categories)
    codes = column.cat.codes.to_numpy()
    counts = np.array([answer in measure.outcomes for answer in answers])
    return counts[codes], codes == len(answers) - 1


def problems_of_offences(
    offences: Offences, row_numbers: Positions, *, says_outcome: bool, used: bool
) -> tuple[Problem, ...]:
    """Count the offences that are no reoffences, by why, and those of which it cannot be told.

    Parameters
    ----------
    offences
        Of one source.
    row_numbers
        The row of the file of each.
    says_outcome
        Whether the source has a column of outcomes.
    used
        Whether reoffending is worked out from them. If not, what is not known of them changes nothing.
    """
    found: list[Problem] = [NO_OUTCOMES] if used and not says_outcome else []
    for each in (*SET_ASIDE, *(LEFT_OPEN if used else ())):
        rows = np.isin(offences.kinds, each.kinds)
        found += problem(
            each.rule, rows, row_numbers, column=each.column, severity=each.severity, wanted=each.wanted,
            done=each.done,
        )  # fmt: skip
    return tuple(found)


def _days(records: pd.DataFrame, column: str) -> Dates:
    if column not in records:
        return np.full(len(records), np.datetime64("NaT", "D"))
    days: Dates = records[column].to_numpy().astype("datetime64[D]")
    return days
