"""By how much does the change of people managed under IOM differ from the change of people like them?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from needskit.analysis.answers import KNOWN, YES
from needskit.analysis.count import caption_for
from needskit.analysis.iom.alike.amounts import Counted, clusters_of, count_alike, most_evidence, numbers_of
from needskit.analysis.iom.alike.cautions import POOR
from needskit.analysis.iom.alike.changes_words import CHOSEN_BY, LASTING, words_of
from needskit.analysis.iom.alike.refusal import refuse
from needskit.analysis.iom.over_time.windows import (
    AFTER,
    AT_RISK,
    BEFORE,
    EVENTS,
    OFFENCES,
    REOFFENCES,
    WINDOW_DAYS,
    has_both,
    has_numbers,
    numbers_known,
)
from needskit.analysis.outcome import number_known
from needskit.cohort.profile import answer_codes
from needskit.errors import UsageError
from needskit.stats.changes_apart import changes_apart
from needskit.table.apart import BOTH_ARMS, CHANGES_APART, NOBODY_CHOSEN, PEOPLE, THOSE_TREATED, TIME
from needskit.table.apart import EVENTS as OF_EVENTS
from needskit.table.reoffending import DAYS_IN_A_YEAR
from needskit.table.table import Cell, Dimension, Level, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from needskit.analysis.iom.alike.matched import Flags, Matched
    from needskit.stats.changes_apart import ChangesApart
    from needskit.stats.proportion import Floats
    from needskit.table.whom import Condition, Sum

ENOUGH_FOR_CHOICE = 10
"""Of fewer than this, that all had something before may be chance."""

MOST_POINTS = 0.05
"""By how much the shares of those with any before may differ."""


def difference_in_differences(matched: Matched) -> Table:
    """By how much does the change of those managed under IOM differ from that of the people they are matched with?

    Counted are people of either arm who are matched, and of whom it is known what they did in the 12 months before the
    index date and in the 12 months after: in the first row whether they were reconvicted, in the second how often they
    offended. It is the effect on those matched only if both arms would have changed alike. Where those managed were
    chosen by what they did before and the others were not, they would not have: a note then says so.

    Parameters
    ----------
    matched
        From ``match``.

    Raises
    ------
    UsageError
        If the extract holds neither reconvictions nor numbers of offences for both windows, or they are known of
        nobody matched in an arm.

    References
    ----------
    Angrist and Pischke (2009), Mostly Harmless Econometrics, section 5.2. Bertrand, Duflo and Mullainathan (2004),
    Quarterly Journal of Economics 119, 249-275. Liang and Zeger (1986), Biometrika 73, 13-22. Daw and Hatfield (2018),
    Health Services Research 53, 4138-4156: matching, and regression to the mean.

    Examples
    --------
    >>> import needskit as nk
    >>> frame = nk.synthetic_people(people=2_000, seed=1)
    >>> cohort = nk.read_cohort(frame, population="made-up people", as_at="2025-12-31")
    >>> matched = nk.iom.match(cohort, adjust=("sex", "prior_convictions"), known_only=True)
    >>> found = difference_in_differences(matched).to_frame().iloc[0]
    >>> bool(abs(found["rate_change"] - found["others_change"] - found["changes_apart"]) < 1e-9)
    True
    """
    asked = tuple(_asked(matched))
    if not asked:
        message = (
            f"A difference in differences wants what both arms did in both windows: '{BEFORE}' and '{AFTER}' as yes or "
            f"no columns, or '{OFFENCES}' and '{REOFFENCES}' as whole numbers. Add them to the extract."
        )
        raise UsageError(message)
    counted = Counted(_with_days(matched))
    chosen = chosen_before(matched)
    cells = tuple(_cell(matched, counted, each, chosen) for each in asked)
    words = words_of(matched, chosen)
    return Table(
        caption=caption_for(matched.cohort, words, ()),
        dimensions=(Dimension("statement", "Statement", tuple(Level(cell.at[0]) for cell in cells)),),
        headings=words.headings,
        cells=cells,
        counts=counted.counts,
        attributes=counted.attributes,
    )


def _with_days(matched: Matched) -> Matched:
    """Return the same with days at risk of either window, where days in custody are held."""
    if not numbers_known(matched.cohort, *AT_RISK):
        return matched
    people = matched.cohort.people
    held = {called: (WINDOW_DAYS - people[column].astype("Int64")).clip(lower=0) for column, called in AT_RISK.items()}
    return replace(matched, cohort=replace(matched.cohort, people=people.assign(**held)))


def has_changes_apart(matched: Matched) -> bool:
    """Tell whether the difference of the changes is a standard table.

    It is where both windows are held, and those treated were not all chosen by what they did before, or both that and
    lasting risk are matched on and the arms came out alike in what they did before: anything else would show regression
    to the mean as an effect, and is asked for by name.

    Parameters
    ----------
    matched
        From ``match``.
    """
    if not (has_both(matched.cohort) or has_numbers(matched.cohort)):
        return False
    on = {each.name for each in matched.covariates}
    if chosen_before(matched) == NOBODY_CHOSEN:
        return True
    return bool(CHOSEN_BY & on and LASTING & on) and all(_alike_before(matched, each) for each in _asked(matched))


def _alike_before(matched: Matched, asked: _Asked) -> bool:
    """Tell whether the arms did the same before, as a matched covariate would have to be the same."""
    before = asked.values[0]
    ours, theirs = (arm & (asked.weights > 0) for arm in (matched.is_treated, matched.is_comparison))
    means = [float(np.average(before[arm], weights=asked.weights[arm])) for arm in (ours, theirs)]
    # Of those who were all chosen by it the share does not vary, and has no standard deviation.
    most = MOST_POINTS if asked.kind == PEOPLE else POOR * float(np.std(before[ours]))
    return abs(means[0] - means[1]) <= most


def chosen_before(matched: Matched) -> int:
    """Return in how many arms all did something in the window before, because they were chosen by it.

    Parameters
    ----------
    matched
        From ``match``.
    """
    # The first that is said of the arm is who those treated are.
    ours = matched.arm.implies[0].conditions
    if CHOSEN_BY & {name for name, _ in matched.cohort.whom.conditions}:
        return BOTH_ARMS
    every = [_all_before(matched, arm) for arm in (matched.is_treated, matched.is_comparison)]
    if all(every):
        return BOTH_ARMS
    return THOSE_TREATED if every[0] or CHOSEN_BY & {name for name, _ in ours} else NOBODY_CHOSEN


@dataclass(frozen=True, slots=True, repr=False)
class _Asked:
    """One row: what it is, who of an arm is known, who has any in either window, and the values of everybody."""

    label: str
    kind: str
    known: tuple[Condition, ...]
    some: tuple[Condition, ...]
    values: tuple[Floats, Floats]
    weights: Floats
    days: tuple[Floats, ...] = ()
    """At risk in either window, if that is what events are divided by."""

    @property
    def name(self) -> str:
        """What figures are called that come of it."""
        return f"{self.kind}: {', '.join(column for column, _ in self.known)}"


def _asked(matched: Matched) -> Iterator[_Asked]:
    cohort, unit = matched.cohort, matched.cohort.unit
    if has_both(cohort):
        (before, is_before), (after, is_after) = (_answers(matched, column) for column in (BEFORE, AFTER))
        weights = np.where(is_before & is_after, matched.weights, 0.0)
        both, some = ((BEFORE, KNOWN), (AFTER, KNOWN)), ((BEFORE, YES), (AFTER, YES))
        yield _Asked(f"{unit} reconvicted per 100 {unit}", PEOPLE, both, some, (before, after), weights)
    if not has_numbers(cohort):
        return
    (before, first), (after, second) = (numbers_of(matched, column) for column in EVENTS)
    numbers = tuple(number_known(cohort, column) for column in EVENTS)
    any_of = tuple((name, answers - {"0"}) for name, answers in numbers)
    weights = np.minimum(first, second)
    yield _Asked(f"offences per 100 {unit}", OF_EVENTS, numbers, any_of, (before, after), weights)
    custody = numbers_known(cohort, *AT_RISK)
    if custody:
        (days_before, third), (days_after, fourth) = (numbers_of(matched, column) for column in AT_RISK)
        days = tuple(np.maximum(WINDOW_DAYS - each, 0) for each in (days_before, days_after))
        timed = np.minimum.reduce([weights, third, fourth])
        known = (*numbers, *custody)
        yield _Asked("offences per 100 years at risk", TIME, known, any_of, (before, after), timed, days)


def _answers(matched: Matched, column: str) -> tuple[Floats, Flags]:
    """Return 1 for yes and 0 for all else, and of whom it is known."""
    attribute = matched.cohort.attributes[column]
    codes = answer_codes(matched.cohort.people, attribute)
    yes, no = (codes == attribute.answers.index(answer) for answer in ("yes", "no"))
    return yes.astype(np.float64), yes | no


def _all_before(matched: Matched, arm: Flags) -> bool:
    """Tell whether all of an arm who are matched did something before, and are too many for chance."""
    for each in _asked(matched):
        found = each.values[0][arm & (each.weights > 0)]
        if len(found) >= ENOUGH_FOR_CHOICE and (found > 0).all():
            return True
    return False


def _cell(matched: Matched, counted: Counted, asked: _Asked, chosen: int) -> Cell:
    one = np.ones(len(asked.weights))
    years = [each / DAYS_IN_A_YEAR for each in asked.days] or [one, one]
    found = changes_apart(
        *asked.values,
        matched.is_treated,
        weights=asked.weights,
        time_before=years[0],
        time_after=years[1],
        clusters=clusters_of(matched),
    )
    for size, arm in ((found.effective_treated, matched.called), (found.effective_others, "comparison")):
        if not size > 0:
            refuse("R-ARM<10", f"Both windows are known of nobody matched in the arm '{arm}'. Match on less.")
    alike, name = count_alike(matched, asked.weights), asked.name
    arms = (matched.ours, matched.theirs)
    # What no cell shows is not looked up: a release would have to protect it.
    ours, *theirs = [_values(counted, arm, asked) for arm in (arms if alike else arms[:1])]
    parts = (
        *(counted.of(arm, *asked.known) for arm in arms),
        *ours[:2],
        *(each for arm in arms for each in _with_any(counted, arm, asked)),
        *(theirs[0][:2] if alike else _weighted(counted, name, found)),
        counted.error(f"{name}, changes, standard error", _error(found.standard_error)),
        counted.error(f"{name}, ratio of changes, standard error", _error(found.ratio_standard_error)),
        *(*ours[2:], *(theirs[0][2:] if alike else ())),
        *([] if alike else [counted.amount(f"{name}, changes, effective size", round(found.effective_others))]),
        counted.how_alike(),
    )
    return Cell((asked.label,), CHANGES_APART[most_evidence(matched), alike, chosen, asked.kind], parts)


def _with_any(counted: Counted, arm: Condition, asked: _Asked) -> list[Sum]:
    """Return the sums of those of an arm with any before, and after."""
    return [counted.of(arm, *{**dict(asked.known), flag[0]: flag[1]}.items()) for flag in asked.some]


def _values(counted: Counted, arm: Condition, asked: _Asked) -> list[Sum]:
    """Return the sums of what is in either window of an arm, and of days at risk if events are divided by them."""
    if asked.kind == PEOPLE:
        return _with_any(counted, arm, asked)
    pairs = [*EVENTS.items(), *((each, each) for each in AT_RISK.values() if asked.days)]
    return [counted.sum_over(arm, asked.known, column, called) for column, called in pairs]


def _weighted(counted: Counted, name: str, found: ChangesApart) -> list[Sum]:
    return [
        counted.thousandths(f"{name}, before, weighted", found.others_before),
        counted.thousandths(f"{name}, after, weighted", found.others_after),
    ]


def _error(found: float) -> float:
    """Return a standard error; where nobody differs from anybody there is none, and so no limits."""
    return found if found > 0 else 0.0
