"""One attribute for what is known of both times: whether there was an offence before a birthday, and from it on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from needskit.analysis.answers import KNOWN, NO, YES
from needskit.analysis.divided import divided
from needskit.cohort.breakdown import NOT_KNOWN
from needskit.cohort.build import FOLLOWED_UP
from needskit.table.whom import Implied

if TYPE_CHECKING:
    from collections.abc import Iterator

    from needskit.analysis.transition.through.two_times import Flags, Numbers, Time, TwoTimes
    from needskit.cohort.cohort import Cohort
    from needskit.table.whom import Condition

ANY, NONE, NOT_AT_RISK = EITHER = ("any", "none", "not at risk")
"""What can be known of one of the two times."""

BOTH = {f"before: {first}, after: {second}": (first, second) for first, second in list(product(EITHER, repeat=2))[:-1]}
"""What can be known of both; nobody is at risk in neither, which would be the last."""

UNSURE = frozenset({NOT_KNOWN})
AMOUNTS = (("offences before", "days before"), ("offences after", "days after"))
"""Of each time what its offences and its days are called: the columns are of that and the attribute."""


def with_any(place: int) -> frozenset[str]:
    """Return the answers of those with any offence in the first (0) or second (1) time."""
    return frozenset(answer for answer, pair in BOTH.items() if pair[place] == ANY)


def at_risk(place: int) -> frozenset[str]:
    """Return the answers of those with a day at risk in the first (0) or second (1) time."""
    return frozenset(answer for answer, pair in BOTH.items() if pair[place] != NOT_AT_RISK)


OFFENDED = with_any(0) | with_any(1)
CLEAN = frozenset(BOTH) - OFFENDED


@dataclass(frozen=True, slots=True)
class _Said:
    """Of which answers something is said, the conditions, and in which of the two ways it is so."""

    answers: frozenset[str]
    conditions: tuple[Condition, ...]
    forth: bool = True
    back: bool = False


def with_times(cohort: Cohort, found: TwoTimes, *, name: str, months: int, age: int) -> Cohort:
    """Return the cohort with the attribute of this name, and columns of offences and days in each time.

    Parameters
    ----------
    cohort
        Whose people are divided.
    found
        What is known of those a year younger than the birthday.
    name
        Of the attribute.
    months, age
        Of the follow-up, and whose birthday it is.
    """
    places = len(EITHER) * _place(found.before) + _place(found.after)
    answers = np.where(found.known, places, -1)
    cohort, attribute = divided(cohort, name, _of_everybody(cohort, found, answers, otherwise=-1), tuple(BOTH))
    times = zip(AMOUNTS, (found.before, found.after), strict=True)
    columns = {
        f"{column} of {name}": _of_everybody(cohort, found, values)
        for called, time in times
        for column, values in zip(called, (time.offences, time.days), strict=True)
    }
    attribute = replace(
        attribute,
        within=("age", str(age - 1)),
        implies=tuple(_implied(cohort, found, answers, months=months)),
    )
    return replace(cohort, people=cohort.people.assign(**columns), attributes={**cohort.attributes, name: attribute})


def _place(time: Time) -> Numbers:
    """Return the place of each one's answer of one time."""
    return np.where(time.days == 0, 2, np.where(time.offences > 0, 0, 1))


def _of_everybody(
    cohort: Cohort, found: TwoTimes, values: npt.NDArray[np.integer], *, otherwise: int = 0
) -> npt.NDArray[np.integer]:
    every = np.full(len(cohort.people), otherwise, dtype=np.int64)
    every[found.place] = values
    return every


def _implied(cohort: Cohort, found: TwoTimes, answers: npt.NDArray[np.integer], *, months: int) -> Iterator[Implied]:
    """Say what follows of the columns that were made of the same offences, as other tables ask for them.

    A source may have had such a column ready, so what does not hold is not said.
    """
    for said in _said(cohort, months=months):
        # The place of those not known is that before the first, and so the last.
        given = np.array([answer in said.answers for answer in (*BOTH, NOT_KNOWN)])[answers]
        met = _met(cohort, found, said.conditions)
        forth, back = said.forth and not (given & ~met).any(), said.back and not (met & ~given).any()
        if forth or back:
            yield Implied(said.answers, said.conditions, way="both" if forth and back else "forth" if forth else "back")


def _said(cohort: Cohort, *, months: int) -> Iterator[_Said]:
    """Return what holds of the follow-up of the settings and one as long, longer or shorter."""
    rule, there = cohort.definitions.follow_up, {name for name in cohort.attributes if name in cohort.people}
    if rule.happened not in there:
        return
    followed: tuple[Condition, ...] = ((FOLLOWED_UP, YES),) if FOLLOWED_UP in there else ()
    number = frozenset(cohort.attributes[rule.times].answers) - UNSURE if rule.times in there else frozenset[str]()
    for times in [(), *([((rule.times, number),)] if number else [])]:
        yes, no, known = ((*followed, (rule.happened, answers), *times) for answers in (YES, NO, KNOWN))
        same = months == rule.months
        if months >= rule.months:
            yield _Said(CLEAN, no, back=same)
            yield _Said(CLEAN | OFFENDED, known, back=same and bool(times))
            yield _Said(OFFENDED | UNSURE, yes, forth=False, back=True)
        else:
            yield _Said(CLEAN | UNSURE, no, forth=False, back=True)
        if same:
            yield _Said(OFFENDED, yes, back=bool(times))
    if months >= rule.months and followed:
        yield _Said(CLEAN | OFFENDED, followed)


def _met(cohort: Cohort, found: TwoTimes, conditions: tuple[Condition, ...]) -> Flags:
    """Tell who of those followed meets all of the conditions."""
    people = cohort.people.iloc[found.place]
    meets = np.ones(len(people), dtype=bool)
    for name, answers in conditions:
        column = people[name]
        whole_number = "0" in answers
        meets &= (column.notna() if whole_number else column.isin(list(answers))).to_numpy(dtype=bool)
    return meets
