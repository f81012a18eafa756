"""Is there a drop or a rise at 18 and at 25?"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from needskit.analysis.count import Row, Words, people
from needskit.analysis.outcome import answer_of
from needskit.analysis.tabulate import By, share
from needskit.analysis.transition.by_age.ages import AGE, AGE_NOTE, ages_of, possible_ages, years
from needskit.errors import UsageError
from needskit.table.step import LEAST_AGES, step_of
from needskit.table.table import Headings, Table
from needskit.table.wording import slug

if TYPE_CHECKING:
    from collections.abc import Sequence

    from needskit.analysis.outcome import Outcome
    from needskit.cohort.cohort import Cohort

    Span = tuple[int, int]

USUAL_STEPS = (18, 25)
"""Where youth services end, and where young adults as most areas mean them do."""

USUAL_WINDOW = (10, 32)
"""From the age of criminal responsibility on, and as far above 25 as there are ages between the two steps."""


def steps(
    cohort: Cohort,
    *,
    of: str,
    at: Sequence[int] = USUAL_STEPS,
    ages: tuple[int, int] = USUAL_WINDOW,
    by: By = None,
) -> Table:
    """Is there a drop or a rise at 18 and at 25, beyond how it changes with age on either side?

    A logistic regression of the yes or no on age in completed years, in segments that end where the next begins, each
    with a level and a slope of its own. The step at 18 is what the line from 18 on says of those aged 18, less what the
    line of the ages below says of them, extended by one year. Counted are people of these ages with a known answer and,
    if it is an outcome, followed up in full. The lines are fitted to the counts at each age as they are shown.

    Parameters
    ----------
    cohort
        Whose people are counted.
    of
        A column of yes or no, such as ``need_drugs``, ``iom`` or ``reconvicted_12_months``.
    at
        The ages at which there may be a step, rising.
    ages
        The first and the last year of age that a line is fitted to. From 10 to 32 each line has seven years or eight.
    by
        The name of a breakdown, or several to cross; a group "all" comes first.

    Raises
    ------
    UsageError
        If the extract holds no ages, ``of`` is no column of yes or no, some segment has fewer than two ages, the cohort
        was chosen so that no step has people on both sides, or it has no such breakdown.

    References
    ----------
    Lee and Card (2008), Journal of Econometrics 142, 655-674. Children and Young Persons Act 1963, section 16: the age
    of criminal responsibility is 10.

    Examples
    --------
    >>> import needskit as nk
    >>> cohort = nk.read_cohort(
    ...     nk.synthetic_people(people=2_000, seed=1), population="made-up people", as_at="2025-12-31"
    ... )
    >>> steps(cohort, of="reconvicted_12_months").to_frame()[["step", "line_below", "line_above", "difference"]].round(
    ...     2
    ... )
        step  line_below  line_above  difference
    0  at 18        0.52        0.65        0.13
    1  at 25        0.56        0.58        0.02
    """
    asked = answer_of(cohort, of)
    segments = _segments(cohort, tuple(at), ages)
    _refuse_no_step(cohort, segments)
    rows = [_row(asked, below, above) for below, above in pairwise(segments)]
    unit = cohort.unit.capitalize()
    having = asked.words if asked.followed else f"with a yes: {asked.words}"
    known = "followed up, outcome known" if asked.followed else "answer known"
    lacking = "not followed up or not known" if asked.followed else "answer not known"
    words = Words(
        key=f"transition.steps_of_{slug(of)}{_end_of_key(tuple(at), ages)}",
        title=f"{cohort.attributes[of].label}: is there a step at {' or at '.join(str(each) for each in at)}?",
        headings=Headings(
            count=f"{unit} of the ages on both sides, {having}",
            out_of=f"{unit} of the ages on both sides, {known}",
            not_known=f"{unit} of the ages on both sides, {lacking}",
            further={
                "line_below": "Percentage at this age by the line of the ages below",
                "line_above": "Percentage at this age by the line from this age on",
                "difference": "Step",
                "difference_lower": "Lower 95% limit of the step",
                "difference_upper": "Upper 95% limit of the step",
            },
        ),
        notes=(
            *(asked.notes if asked.followed else ()),
            f"The lines are of those aged {'; '.join(f'{low} to {high}' for low, high in segments)}. {AGE_NOTE}",
            (
                "A step above 0 is a rise at this age, one below 0 a drop, beyond how the percentage changes with age "
                "on either side. Where its limits lie on either side of 0, it may be chance. The rows share the line "
                "between them, so they are not independent."
            ),
            (
                "What it cannot show: a step is not an effect. Ages differ in what they were convicted of and in which "
                "services work with them, and what is assessed and recorded changes at 18, so that a step can be one "
                "of recording. Age in whole years is coarse: the line below is extended by a year, and the limits "
                "suppose that each line is straight in the log odds."
            ),
            (
                "Where a side has fewer than two ages with anyone in them, or all or none of a side, there is no "
                "estimate, and the last column says so; no slope is borrowed from the other side. Where counts are "
                "rounded, so are those at each age to which the lines are fitted."
            ),
        ),
        sources=cohort.needs.sources if of in cohort.needs.columns else (),
    )
    return share(cohort, rows, name="step", label="Step", words=words, by=by)


def _segments(cohort: Cohort, at: tuple[int, ...], ages: Span) -> list[Span]:
    """Return the first and the last age of each line."""
    every, (first, last) = ages_of(cohort), ages
    starts = [first, *at]
    ends = [*(each - 1 for each in at), last]
    inside = every[0] <= first and last <= every[-1]
    if not at or not inside or any(high - low + 1 < LEAST_AGES for low, high in zip(starts, ends, strict=True)):
        message = (
            f"at and ages want rising ages from {every[0]} to {every[-1]}, {LEAST_AGES} years of age or more in each "
            f"part, such as at=(18, 25), ages=(10, 32), but were {', '.join(str(each) for each in at) or 'nothing'} in "
            f"{first} to {last}."
        )
        raise UsageError(message)
    return list(zip(starts, ends, strict=True))


def _refuse_no_step(cohort: Cohort, segments: Sequence[Span]) -> None:
    """Refuse a part of the cohort that was chosen so that no step has two ages or more on both sides."""
    if not _can_be_told(cohort, segments):
        message = (
            "This part of the cohort was chosen so that no step has ages on both sides of it. Look for steps in the "
            "whole cohort, or name other ages with at and ages."
        )
        raise UsageError(message)


def _can_be_told(cohort: Cohort, segments: Sequence[Span]) -> bool:
    possible = possible_ages(cohort)
    wide = [len(years(*segment) & possible) >= LEAST_AGES for segment in segments]
    return any(below and above for below, above in pairwise(wide))


def has_steps(cohort: Cohort) -> bool:
    """Tell whether the extract holds ages, and one of the usual steps can have people on both sides."""
    return AGE in cohort.attributes and _can_be_told(cohort, _segments(cohort, USUAL_STEPS, USUAL_WINDOW))


def _row(asked: Outcome, below: Span, above: Span) -> Row:
    single = [(AGE, years(age, age)) for age in range(below[0], above[1] + 1)]
    both, sides = (AGE, years(below[0], above[1])), [(AGE, years(*below)), (AGE, years(*above))]
    parts = (
        *(people(both, *asked.yes), people(both, *asked.known), people(both)),
        *(people(age, *asked.yes) for age in single),
        *(people(age, *asked.known) for age in single),
        *(people(side, *answers) for answers in (asked.yes, asked.known) for side in sides),
    )
    spans = (tuple(range(low, high + 1)) for low, high in (below, above))
    return Row((f"at {above[0]}",), step_of(*spans), parts)


def _end_of_key(at: tuple[int, ...], ages: Span) -> str:
    steps_at = "" if at == USUAL_STEPS else f"_at_{'_and_'.join(str(each) for each in at)}"
    return f"{steps_at}{'' if ages == USUAL_WINDOW else f'_aged_{ages[0]}_to_{ages[1]}'}"
