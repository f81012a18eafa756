"""By how much does the change of people managed under IOM differ from the change of people like them?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from needskit.analysis.answers import KNOWN, YES
from needskit.analysis.count import caption_for
from needskit.analysis.iom.alike.amounts import Counted, clusters_of, count_alike, most_evidence, numbers_of
from needskit.analysis.iom.alike.changes_words import CHOSEN_BY, words_of
from needskit.analysis.iom.alike.refusal import refuse
from needskit.analysis.iom.over_time.windows import AFTER, BEFORE, EVENTS, OFFENCES, REOFFENCES, has_both, has_numbers
from needskit.analysis.outcome import number_known
from needskit.cohort.profile import answer_codes
from needskit.errors import UsageError
from needskit.stats.changes_apart import changes_apart
from needskit.table.apart import BOTH_ARMS, CHANGES_APART, NOBODY_CHOSEN, THOSE_TREATED
from needskit.table.table import Cell, Dimension, Level, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from needskit.analysis.iom.alike.matched import Flags, Matched
    from needskit.cohort.cohort import Cohort
    from needskit.stats.proportion import Floats
    from needskit.table.whom import Condition, Sum

ENOUGH_FOR_CHOICE = 10
"""Of fewer than this, that all had something before may be chance."""


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
    counted = Counted(matched)
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


def has_two_windows(cohort: Cohort) -> bool:
    """Tell whether the extract says what people did before the index date, and after it.

    Parameters
    ----------
    cohort
        Whose extract is looked at.
    """
    return has_both(cohort) or has_numbers(cohort)


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
    known: tuple[Condition, Condition]
    some: tuple[Condition, Condition]
    before: Floats
    after: Floats
    weights: Floats
    of_events: bool


def _asked(matched: Matched) -> Iterator[_Asked]:
    cohort, unit = matched.cohort, matched.cohort.unit
    if has_both(cohort):
        (before, of_before), (after, of_after) = (_answers(matched, column) for column in (BEFORE, AFTER))
        yield _Asked(
            label=f"{unit} reconvicted, per 100 {unit}",
            known=((BEFORE, KNOWN), (AFTER, KNOWN)),
            some=((BEFORE, YES), (AFTER, YES)),
            before=before,
            after=after,
            weights=np.where(of_before & of_after, matched.weights, 0.0),
            of_events=False,
        )
    if has_numbers(cohort):
        (before, worth_before), (after, worth_after) = (numbers_of(matched, column) for column in EVENTS)
        conditions = [number_known(cohort, column) for column in EVENTS]
        some = [(name, answers - {"0"}) for name, answers in conditions]
        yield _Asked(
            label=f"offences per 100 {unit}",
            known=(conditions[0], conditions[1]),
            some=(some[0], some[1]),
            before=before,
            after=after,
            weights=np.where((worth_before > 0) & (worth_after > 0), matched.weights, 0.0),
            of_events=True,
        )


def _answers(matched: Matched, column: str) -> tuple[Floats, Flags]:
    """Return 1 for yes and 0 for all else, and of whom it is known."""
    attribute = matched.cohort.attributes[column]
    codes = answer_codes(matched.cohort.people, attribute)
    yes, no = (codes == attribute.answers.index(answer) for answer in ("yes", "no"))
    return yes.astype(np.float64), yes | no


def _all_before(matched: Matched, arm: Flags) -> bool:
    """Tell whether all of an arm who are matched did something before, and are too many for chance."""
    for each in _asked(matched):
        found = each.before[arm & (each.weights > 0)]
        if len(found) >= ENOUGH_FOR_CHOICE and (found > 0).all():
            return True
    return False


def _cell(matched: Matched, counted: Counted, asked: _Asked, chosen: int) -> Cell:
    found = changes_apart(
        asked.before, asked.after, matched.is_treated, weights=asked.weights, clusters=clusters_of(matched)
    )
    of = found.difference
    for size, arm in ((of.effective_treated, matched.called), (of.effective_others, "comparison")):
        if not size > 0:
            refuse("R-ARM<10", f"Both windows are known of nobody matched in the arm '{arm}'. Match on less.")
    alike = count_alike(matched, asked.weights)
    some = [_met(asked.known, flag) for flag in asked.some]
    arms = (matched.ours, matched.theirs)
    any_of = [counted.of(arm, *flag) for arm in arms for flag in some]
    ours = _events(counted, matched.ours, asked) if asked.of_events else any_of[:2]
    name = ", ".join(column for column, _ in asked.known)
    theirs: list[Sum] = (
        (_events(counted, matched.theirs, asked) if asked.of_events else any_of[2:])
        if alike
        else [
            counted.thousandths(f"{name}: before, weighted", found.others_before),
            counted.thousandths(f"{name}: after, weighted", found.others_after),
        ]
    )
    parts = (
        *(counted.of(arm, *asked.known) for arm in arms),
        *(*ours, *any_of, *theirs),
        counted.error(f"{name}: changes, standard error", _error(of.standard_error)),
        counted.error(f"{name}: ratio of changes, standard error", _error(found.ratio_standard_error)),
        *([] if alike else [counted.amount(f"{name}: changes, effective size", round(of.effective_others))]),
        counted.how_alike(),
    )
    return Cell((asked.label,), CHANGES_APART[most_evidence(matched), alike, chosen, asked.of_events], parts)


def _met(known: tuple[Condition, ...], flag: Condition) -> tuple[Condition, ...]:
    """Return the conditions with that of an answer in place of that it is known."""
    return tuple({**dict(known), flag[0]: flag[1]}.items())


def _error(found: float) -> float:
    """Return a standard error; where nobody differs from anybody there is none, and so no limits."""
    return found if found > 0 else 0.0


def _events(counted: Counted, arm: Condition, asked: _Asked) -> list[Sum]:
    before, after = asked.known
    return [counted.events(arm, of, other, called=EVENTS[of[0]]) for of, other in ((before, after), (after, before))]
