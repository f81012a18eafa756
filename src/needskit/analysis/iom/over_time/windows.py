"""The 12 months before the index date and the 12 months from it on: who is known in both, and what they did."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations_with_replacement, product
from typing import TYPE_CHECKING, Final

from needskit.analysis.answers import KNOWN, YES
from needskit.analysis.count import people
from needskit.analysis.outcome import RECONVICTED, followed_up_in, number_known
from needskit.cohort.breakdown import NOT_KNOWN
from needskit.errors import UsageError
from needskit.table.before_after import PRODUCTS

if TYPE_CHECKING:
    import pandas as pd

    from needskit.analysis.count import Asked, Counter, Part, Placed
    from needskit.cohort.cohort import Cohort
    from needskit.table.whom import Condition, Sum

BEFORE, AFTER = "reconvicted_before_12_months", RECONVICTED
OFFENCES, REOFFENCES = "offences_before_12_months", "reoffences_12_months"
CUSTODY_BEFORE, CUSTODY_AFTER = "days_in_custody_before_12_months", "days_in_custody_12_months"
WINDOW_DAYS: Final = 365

EVIDENCE: Final = (
    "Levels of evidence: Sherman and others (1998), Preventing Crime: What Works, What Doesn't, What's Promising, "
    "National Institute of Justice"
)

EVENTS = {OFFENCES: "offences", REOFFENCES: "reoffences"}
"""What is counted beside people, called as other tables call it, so that the same is one number everywhere."""

_PAIRS = tuple(combinations_with_replacement(EVENTS, 2))

AT_RISK = {CUSTODY_BEFORE: "days at risk before", CUSTODY_AFTER: "days at risk after"}


def followed_both(cohort: Cohort) -> tuple[Condition, ...]:
    """Return the conditions of those whose reconviction before and after is known, followed up in full.

    Raises
    ------
    UsageError
        If the extract does not hold both as a yes or no.
    """
    for column in (BEFORE, AFTER):
        attribute = cohort.attributes.get(column)
        if attribute is None or not {"yes", "no"} <= set(attribute.answers):
            message = (
                f"Before and after wants '{BEFORE}' and '{AFTER}' as yes or no columns, and this extract does not hold "
                f"'{column}' as one. Add it."
            )
            raise UsageError(message)
    return (*followed_up_in(cohort), (BEFORE, KNOWN), (AFTER, KNOWN))


def has_both(cohort: Cohort) -> bool:
    """Tell whether the extract says who was reconvicted before the index date, and who after it."""
    held = cohort.attributes
    return all(column in held and {"yes", "no"} <= set(held[column].answers) for column in (BEFORE, AFTER))


def has_numbers(cohort: Cohort) -> bool:
    """Tell whether the extract says how often people offended before the index date, and how often after it."""
    held = cohort.attributes
    return all(column in held and any(answer.isdigit() for answer in held[column].answers) for column in EVENTS)


def numbers_known(cohort: Cohort, *columns: str) -> tuple[Condition, ...]:
    """Return the conditions that numbers are known; none where the extract does not hold all of them."""
    if not set(columns) <= cohort.attributes.keys():
        return ()
    return tuple(number_known(cohort, column) for column in columns)


@dataclass(frozen=True, slots=True)
class Windows:
    """Sums over people of what two windows hold.

    Parameters
    ----------
    cohort
        With a column for each number and product that is summed.
    known
        Who is counted.
    timed
        Who is counted where the time at risk matters too; empty where the extract does not hold it.
    """

    cohort: Cohort
    known: Asked
    timed: Asked

    @property
    def has_numbers(self) -> bool:
        """Whether numbers of offences are held for both windows."""
        return any(name == OFFENCES for name, _ in self.known)

    def part(self, *conditions: Condition) -> Part:
        """Return the part that is those counted who meet conditions besides."""
        return people(*_met(self.known, *conditions))

    def timed_part(self, *conditions: Condition) -> Part:
        """Return the part that is those counted whose time at risk is known, and who meet conditions besides."""
        return people(*_met(self.timed, *conditions))

    def per_person(self, counter: Counter, group: Placed) -> tuple[Sum, ...]:
        """Return the events before and after, and the sums of their squares and of each one's product."""
        return tuple(
            self._amount(counter, group, self.known, *columns) for columns in (*((c,) for c in EVENTS), *_PAIRS)
        )

    def per_reoffender(self, counter: Counter, group: Placed) -> tuple[Sum, ...]:
        """Return the same with those reconvicted in each window as what events are divided by."""
        flags = ((BEFORE, YES), (AFTER, YES))
        any_before, any_after = (counter.sum_of(group, self.part(flag)) for flag in flags)
        both = counter.sum_of(group, self.part(*flags))
        # What those reconvicted in one window did in each of the two.
        of_flag = {
            (column, flag): self._amount(counter, group, _met(self.known, flag), column)
            for column, flag in product(EVENTS, flags)
        }
        before, after, *of_events = self.per_person(counter, group)
        return (
            *(before, any_before, after, any_after),
            *(of_events[0], of_flag[OFFENCES, flags[0]], of_events[1], of_flag[OFFENCES, flags[1]]),
            *(any_before, of_flag[REOFFENCES, flags[0]], both),
            *(of_events[2], of_flag[REOFFENCES, flags[1]], any_after),
        )

    def per_day(self, counter: Counter, group: Placed) -> tuple[Sum, ...]:
        """Return the same with days at risk as what events are divided by."""
        four = (OFFENCES, CUSTODY_BEFORE, REOFFENCES, CUSTODY_AFTER)
        sums = [self._amount(counter, group, self.timed, column) for column in four]
        products = [self._amount(counter, group, self.timed, four[one], four[other]) for one, other in PRODUCTS]
        return (*sums, *products)

    def _amount(self, counter: Counter, group: Placed, asked: Asked, *columns: str) -> Sum:
        column, called = _summed(*columns)
        return counter.amount_of(group, asked, of=column, called=called)


def windows(cohort: Cohort) -> Windows:
    """Return what is summed over people, as far as the extract holds it.

    Raises
    ------
    UsageError
        If the extract does not say who was reconvicted before, and who after.
    """
    numbers = numbers_known(cohort, *EVENTS)
    known = (*followed_both(cohort), *numbers)
    custody = numbers_known(cohort, *AT_RISK) if numbers else ()
    held = {column: _whole(cohort, column) for column in (*(EVENTS if numbers else ()), *(AT_RISK if custody else ()))}
    four = {column: (WINDOW_DAYS - each).clip(lower=0) if column in AT_RISK else each for column, each in held.items()}
    made = {called: four[column] for column, called in AT_RISK.items() if column in four}
    for one, other in combinations_with_replacement(four, 2):
        made[_summed(one, other)[0]] = four[one] * four[other]
    return Windows(replace(cohort, people=cohort.people.assign(**made)), known, (*known, *custody) if custody else ())


def _whole(cohort: Cohort, column: str) -> pd.Series[int]:
    """Return whole numbers that have room for their products; those not known stay so, and add nothing."""
    return cohort.people[column].astype("Int64")


def _met(known: Asked, *conditions: Condition) -> Asked:
    """Return conditions with those of an answer in place of those that it is known."""
    return tuple({**dict(known), **dict(conditions)}.items())


def powers(cohort: Cohort, most: int) -> tuple[Cohort, tuple[tuple[str, str], ...]]:
    """Return the cohort with powers of each one's number of offences before, and each column and what it is called."""
    numbers = _whole(cohort, OFFENCES)
    columns = [_summed(*(OFFENCES,) * power) for power in range(1, most + 1)]
    made = {column: numbers**power for power, (column, _) in enumerate(columns, start=1) if power > 1}
    return replace(cohort, people=cohort.people.assign(**made)), tuple(columns)


_POWERS: Final = {2: "squared", 3: "to the power of 3", 4: "to the power of 4"}


def _summed(*columns: str) -> tuple[str, str]:
    """Return the column that is summed, and what its sum is called."""
    called = {**EVENTS, **AT_RISK}
    if len(columns) == 1:
        (column,) = columns
        return (column if column in EVENTS else called[column]), called[column]
    if len(set(columns)) == 1:
        name = f"{called[columns[0]]} {_POWERS[len(columns)]}"
        return name, name
    first, second = sorted(columns, key=list(called).index)
    name = f"{called[first]} times {called[second]}"
    return name, name


def chosen_by(cohort: Cohort) -> bool:
    """Tell whether it is a condition of the cohort how often somebody offended before, so that "before" is chosen."""
    for name, answers in cohort.whom.conditions:
        if name in {BEFORE, OFFENCES} and not {*cohort.attributes[name].answers} - {NOT_KNOWN} <= answers:
            return True
    return False
