"""Proven reoffending of each person, from offences: whether, how often, how soon, how serious, with custody or not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from needskit.cohort.problems import Problem
from needskit.extract.offences import COUNTS, MAY
from needskit.extract.spells import NO, UNKNOWN, YES, flag_of
from needskit.extract.values.column import coded
from needskit.schema import load_codes

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from needskit.extract.followed import Answers
    from needskit.extract.offences import Codes, Offences
    from needskit.extract.project.measures import Reoffending

FAR = np.iinfo(np.int64).max
DATED = ("offence_date", "outcome_date")

Flags = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.int64]


def lacking(sources: Iterable[Collection[str]], measure: Reoffending, *, followed: bool) -> str:
    """What is missing so that reoffending could be worked out? Nothing, in words: an empty text.

    Parameters
    ----------
    sources
        The columns of each source of offences.
    measure
        Whether the day of an outcome is asked.
    followed
        Whether anything tells who was followed up in full.
    """
    if not followed:
        return (
            "offences were read, but not who is followed up in full: that wants index_date, and data_end under "
            "[follow_up] or a column follow_up_end."
        )
    wanted = DATED if measure.asks_when else DATED[:1]
    there = list(sources)
    missing = [name for name in wanted if any(name not in columns for columns in there)]
    return f"offences were read, but a source of them has no column {missing[0]}." if missing else ""


def not_worked_out(words: str) -> tuple[Problem, ...]:
    """Say that no reoffending is worked out, and why, if there are words for it."""
    done = "No reoffending is worked out."
    return (Problem("reoffending_not_worked_out", "", "note", 0, words, done),) if words else ()


def reoffending_of(
    sources: Sequence[Offences], followed: Answers, measure: Reoffending, *, complete: bool
) -> dict[str, pd.Series]:
    """Who offended again, how often, how soon, how serious was the first, and did it lead to custody?

    Asked of whoever was followed up in full and has any record in a source of offences; in a complete source whoever
    has none is known to have no offence. Of everybody else nothing is known. An offence that may count leaves an
    answer open that it could change: a yes stays a yes, the number of offences is not known.

    Parameters
    ----------
    sources
        What their offences are to the follow-up.
    followed
        Who was followed up in full: 0 yes, 1 no, 2 not known; shape ``(people,)``.
    measure
        What its columns are called, and what they hold.
    complete
        Whether whoever is in none of the sources has no offence.

    References
    ----------
    Ministry of Justice, Guide to proven reoffending statistics.
    """
    people = len(followed)
    times, maybe = (_times(sources, kinds, people) for kinds in ((COUNTS,), MAY))
    first, first_maybe = (_first(sources, kinds, people) for kinds in ((COUNTS,), MAY))
    known = followed == YES
    if not complete:
        known &= _seen(sources, people)
    happened = np.where(times > 0, YES, np.where(maybe > 0, UNKNOWN, NO))
    happened[~known] = UNKNOWN
    again = happened == YES
    most = next(field.maximum for field in measure.fields if field.name == measure.times) or FAR
    sure = known & (maybe == 0)
    found = {
        measure.happened: flag_of(happened.astype(np.int8)),
        # The column can hold no more; nobody is known to have had so many.
        measure.times: _numbers(np.minimum(times, most), sure),
        # An offence that may count does not matter if it cannot have been earlier.
        measure.days: _numbers(first, again & (first <= first_maybe)),
    }
    if all(each.custody is not None for each in sources):
        found[measure.custody] = flag_of(_custody(sources, again, None))
        found[measure.first_custody] = flag_of(_custody(sources, again & (first <= first_maybe), first))
        found[measure.custodies] = _of_kind(
            sources, "custody", kind=int(YES), unknown=int(UNKNOWN), known=sure, most=most
        )
    if all(each.court is not None for each in sources):
        found[measure.first_court] = _court(sources, again & (first <= first_maybe), first)
        for kind, name in enumerate(measure.courts):
            unknown = len(measure.courts)
            found[name] = _of_kind(sources, "court", kind=kind, unknown=unknown, known=sure, most=most)
    return found


def _rows(each: Offences, kinds: Iterable[np.int8]) -> npt.NDArray[np.intp]:
    return np.flatnonzero(np.logical_or.reduce([each.kinds == kind for kind in kinds]))


def _times(sources: Iterable[Offences], kinds: Iterable[np.int8], people: int) -> Numbers:
    """Return how many offences of some kinds each person has."""
    found = np.zeros(people, dtype=np.int64)
    for each in sources:
        found += np.bincount(each.place[_rows(each, kinds)], minlength=people)
    return found


def _first(sources: Iterable[Offences], kinds: Iterable[np.int8], people: int) -> Numbers:
    """Return after how many days each person had the first offence of some kinds; far off if there is none."""
    found = np.full(people, FAR)
    for each in sources:
        rows = _rows(each, kinds)
        np.minimum.at(found, each.place[rows], each.days[rows])
    return found


def _seen(sources: Iterable[Offences], people: int) -> Flags:
    """Tell who has any record at all."""
    found = np.zeros(people + 1, dtype=bool)
    for each in sources:
        found[each.place] = True
    return found[:people]


def _custody(sources: Iterable[Offences], asked: Flags, first: Numbers | None) -> Answers:
    """Say of those asked whether any reoffence led to custody, or any on the day of the first."""
    found: Answers = np.full(len(asked), NO, dtype=np.int8)
    yes = np.zeros(len(asked), dtype=bool)
    for each in sources:
        if each.custody is None:
            continue
        for kinds, certain in ((MAY, False), ((COUNTS,), True)):
            rows = _rows(each, kinds)
            if first is not None:
                rows = rows[each.days[rows] == first[each.place[rows]]]
            said = each.custody[rows]
            # An offence that may count can only turn a no into not known.
            found[each.place[rows[said == UNKNOWN if certain else said != NO]]] = UNKNOWN
            if certain:
                yes[each.place[rows[said == YES]]] = True
    found[yes] = YES
    found[~asked] = UNKNOWN
    return found


def _court(sources: Iterable[Offences], asked: Flags, first: Numbers) -> pd.Series:
    """Say of those asked how serious the reoffences on the day of the first were, by the most serious of them."""
    courts = load_codes("court_type")
    unknown = len(courts.names)
    least, most = np.full(len(asked), -1), np.full(len(asked), -1)
    for each in sources:
        if each.court is None:
            continue
        for kinds, certain in (((COUNTS,), True), (MAY, False)):
            rows = _rows(each, kinds)
            rows = rows[each.days[rows] == first[each.place[rows]]]
            court, who = each.court[rows].astype(np.int64), each.place[rows]
            # One of no known kind, or that may count, does not matter beside one that is as serious as can be.
            np.maximum.at(most, who, np.minimum(court, unknown - 1))
            if certain:
                np.maximum.at(least, who, np.where(court == unknown, -1, court))
    return coded(np.where(asked & (least == most), least, unknown).astype(np.int8), courts.categories)


def _of_kind(
    sources: Iterable[Offences],
    column: Literal["custody", "court"],
    *,
    kind: int,
    unknown: int,
    known: Flags,
    most: int,
) -> pd.Series:
    """Return how many offences that count are of a kind, as far as it is known of each of them."""
    times, not_told = np.zeros(len(known), dtype=np.int64), np.zeros(len(known), dtype=bool)
    for each in sources:
        said: Codes = getattr(each, column)
        rows = _rows(each, (COUNTS,))
        times += np.bincount(each.place[rows[said[rows] == kind]], minlength=len(known))
        not_told[each.place[rows[said[rows] == unknown]]] = True
    return _numbers(np.minimum(times, most), known & ~not_told)


def _numbers(values: Numbers, known: Flags) -> pd.Series:
    """Return whole numbers, missing where they are not known."""
    return pd.Series(pd.arrays.IntegerArray(np.where(known, values, 0), ~known), copy=False)
