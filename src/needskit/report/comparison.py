"""The tables of an evaluation: people managed under IOM beside people like them, and before and after.

In the order that they are to be read: who was lost on the way, how alike the arms are, and only then what became of
them.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from needskit.analysis import iom, reconviction
from needskit.report.outcomes import of_months, outcomes_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from needskit.cohort.cohort import Cohort
    from needskit.cohort.comparison import Comparison
    from needskit.table.table import Table

CUSTODIAL = "custodial_reoffences_12_months"
USUAL = {"iom": True}


def comparison(cohort: Cohort, matched: iom.Matched, *, settings: Comparison | None = None) -> tuple[Table, ...]:
    """Which tables say what became of those managed under IOM?

    Who was lost on the way, how the arms differ and how alike they were made; how many are reconvicted, how often and
    how soon, beside people like them, and by every method; then the same people before and after, where they were not
    all chosen by what they did before, and against what was expected of them. Whatever the extract does not hold is
    left out; an outcome that the settings name must be there.

    Parameters
    ----------
    cohort
        Everybody, as it was read.
    matched
        The same, matched: ``iom.match(cohort, **settings.of_match)``.
    settings
        What the match was told and what is looked at; those of the cohort unless told otherwise.

    Raises
    ------
    UsageError
        If an outcome is matched on or is not there, or as the analyses say.

    Examples
    --------
    >>> import needskit as nk
    >>> cohort = nk.read_cohort(
    ...     nk.synthetic_people(people=2_000, seed=1), population="made-up people", as_at="2025-12-31"
    ... )
    >>> told = nk.Comparison(adjust=("sex", "prior_convictions"), known_only=True)
    >>> made = comparison(cohort, nk.iom.match(cohort, **told.of_match), settings=told)
    >>> [table.caption.key for table in made][4:7]
    ['iom.profile', 'iom.balance', 'iom.rate']
    """
    told = cohort.definitions.comparison if settings is None else settings
    return (
        *_who_is_compared(cohort, matched, told),
        *_outcomes(cohort, matched, told),
        *_by_method(cohort, told),
        *_before_and_after(cohort, matched, told),
        *_against_expected(matched, told),
    )


def _who_is_compared(cohort: Cohort, matched: iom.Matched, told: Comparison) -> list[Table]:
    """Return who was lost on the way, who is managed, how the arms differ, and how alike they were made."""
    lost = iom.attrition(matched, submitted=told.submitted)
    return [lost, *iom.who_is_managed(cohort), iom.profile(matched), iom.balance(matched)]


def _outcomes(cohort: Cohort, matched: iom.Matched, told: Comparison) -> list[Table]:
    """Return what became of both arms, the primary outcome first."""
    outcomes = outcomes_in(cohort, told)
    made = [
        iom.frequency(matched, number=each.column) if each.is_number else iom.rate(matched, outcome=each.column)
        for each in outcomes
    ]
    if len(made) > 1:
        made.append(
            iom.differences(matched, made, primary=sum(each.is_primary for each in outcomes), correction=told.adjust_p)
        )
    made += _more_of_reoffences(matched)
    if iom.has_days(matched):
        made += [iom.time_to_first(matched), iom.survival(matched)]
    return made


def _by_method(cohort: Cohort, told: Comparison) -> list[Table]:
    """Return whether the method decides it, of each primary outcome that is a yes or no."""
    return [
        iom.sensitivity(cohort, outcome=each.column, **told.of_every_method)
        for each in outcomes_in(cohort, told)
        if each.is_primary and not each.is_number
    ]


def _before_and_after(cohort: Cohort, matched: iom.Matched, told: Comparison) -> list[Table]:
    """Return the same people in two windows, and how much of a fall is to be expected where that is asked for."""
    made: list[Table] = []
    managed = cohort.where(matched.called, **(USUAL if told.treated is None else told.treated))
    if iom.has_changes_apart(matched):
        made.append(iom.difference_in_differences(matched))
    if iom.can_be_windowed(managed):
        made.append(iom.by_window(managed))
    if iom.has_two_windows(managed):
        made.append(iom.before_after(managed))
    if told.regression_to_the_mean:
        made.append(iom.regression_to_the_mean(managed, reference=cohort))
    return made


def _against_expected(matched: iom.Matched, told: Comparison) -> list[Table]:
    """Return those treated against what the probability expects of them, as it is and fitted to the comparison."""
    outcome = of_months(matched.cohort, told)
    if outcome is None:
        return []
    people = matched.cohort
    ours, theirs = (
        people.where(words, **{matched.arm.name: answer})
        for words, answer in ((matched.called, matched.called), ("in the comparison", matched.arm.answers[1]))
    )
    asked = partial(reconviction.observed_expected, ours, outcome=outcome, horizon_months=told.horizon_months)
    return [asked(), asked(recalibrate=True, to=theirs)]


def _more_of_reoffences(matched: iom.Matched) -> Iterator[Table]:
    """Set the arms beside each other in how often for the time at risk, how seriously, and how often with custody."""
    if iom.has_time_at_risk(matched):
        yield iom.rate_by_time(matched)
    if iom.has_severity(matched):
        yield iom.severity(matched)
    if iom.has_custody(matched):
        yield iom.custody(matched)
    if iom.has_number(matched, CUSTODIAL):
        yield iom.frequency(matched, number=CUSTODIAL)
