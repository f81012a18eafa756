"""The measure of how the change of those treated differs from the change of people matched with them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from needskit.stats.comparison import compare_means
from needskit.table.balanced import FEWEST_PEOPLE
from needskit.table.figure import ALIKE, PARTLY_ALIKE, UNLIKE
from needskit.table.matched import (
    EVIDENCE,
    FEWEST_MATCHED,
    HALF,
    OF_WEIGHTED,
    THOUSANDTHS,
    evidence_of,
    moved_by,
    what_limits_say,
)
from needskit.table.measure import EventsOf, Measure, proportion_of
from needskit.table.reoffending import DAYS_IN_A_YEAR

if TYPE_CHECKING:
    from needskit.stats.proportion import Floats
    from needskit.table.measure import Figures

NOBODY_CHOSEN, THOSE_TREATED, BOTH_ARMS = range(3)
"""In how many arms all have something before because of how they were chosen, those treated first."""


class _Side(NamedTuple):
    """An arm: what is in either window, and what that is divided by; shapes ``(cells,)``."""

    before: Floats
    after: Floats
    size_before: Floats
    """People, time at risk, or 1 for what is an amount per one already."""
    size_after: Floats
    off: float
    """By how much what is in a window may be off."""
    size_off: float
    """By how much each of the sizes may be off."""
    same_size: bool = True
    """Whether both windows are divided by the same number, which is off by the same then."""

    @property
    def rate_before(self) -> Floats:
        return proportion_of(self.before, self.size_before)

    @property
    def rate_after(self) -> Floats:
        return proportion_of(self.after, self.size_after)

    @property
    def change(self) -> Floats:
        return self.rate_after - self.rate_before

    @property
    def change_off(self) -> Floats:
        """By how much the change may be off."""
        signs = (-1, 1)
        sizes = [(one, other) for one in signs for other in signs if one == other or not self.same_size]
        ends = [
            (self.after + sign * self.off) / self._size(self.size_after, one)
            - (self.before - sign * self.off) / self._size(self.size_before, other)
            for sign in signs
            for one, other in sizes
        ]
        found: Floats = np.max(np.abs(np.stack(ends) - self.change), axis=0)
        return found

    @property
    def log_ratio(self) -> Floats:
        found: Floats = np.log(_above_nought(self.rate_after)) - np.log(_above_nought(self.rate_before))
        return found

    @property
    def log_ratio_off(self) -> Floats:
        """By how much the logarithm of the ratio may be off; a size that is the same cancels out of it."""
        of_sizes = np.zeros(len(self.before))
        if not self.same_size:
            for size in (self.size_before, self.size_after):
                of_sizes += np.log(_above_nought(size) / self._size(size, -1))
        of_events = np.zeros((2, len(self.before)))
        for place, (more, fewer) in enumerate(((self.before, self.after), (self.after, self.before))):
            most, least = _above_nought(more) + self.off, _above_nought(fewer - self.off)
            of_events[place] = np.log(most / _above_nought(more)) + np.log(_above_nought(fewer) / least)
        found: Floats = of_events.max(axis=0) + of_sizes
        return found

    def _size(self, size: Floats, sign: int) -> Floats:
        return _above_nought(size + sign * self.size_off)


def _above_nought(each: Floats) -> Floats:
    found: Floats = np.where(each > 0, each, np.nan)
    return found


def _base(parts: Floats, size: Floats, off_by: int, chosen: int) -> Floats:
    """Return how many are behind the figures: nobody where too few may have something, or nothing, in a window."""
    ours, theirs, *_ = parts.T
    before, after, their_before, their_after = parts.T[4:8]
    fewest = [before, after, their_before, their_after, ours - after, theirs - their_after, size]
    # Whoever was chosen for having something before is known to have it.
    fewest += [ours - before] if chosen < THOSE_TREATED else []
    fewest += [theirs - their_before] if chosen < BOTH_ARMS else []
    base: Floats = np.minimum(ours, theirs)
    few = (base - off_by < FEWEST_MATCHED) | (np.minimum.reduce(fewest) - off_by < FEWEST_PEOPLE)
    return np.where((off_by > 0) & few, 0, base)


def _sides(parts: Floats, off_by: int, *, alike: bool, kind: str) -> tuple[_Side, _Side]:
    """Return those treated and the comparison."""
    (before, after), (their_before, their_after) = parts[:, 2:4].T, parts[:, 8:10].T
    if not alike:
        one, their_before, their_after = np.ones(len(parts)), their_before / THOUSANDTHS, their_after / THOUSANDTHS
        theirs = _Side(their_before, their_after, one, one, moved_by(off_by), 0)
    elif kind != TIME:
        theirs = _Side(their_before, their_after, parts[:, 1], parts[:, 1], off_by, off_by)
    else:
        theirs = _of_time(their_before, their_after, parts[:, 14:16], off_by)
    if kind == TIME:
        return _of_time(before, after, parts[:, 12:14], off_by), theirs
    return _Side(before, after, parts[:, 0], parts[:, 0], off_by, off_by), theirs


def _of_time(before: Floats, after: Floats, days: Floats, off_by: int) -> _Side:
    """Return an arm whose events are divided by years: whole ones, or two groups would tell the days of one person."""
    years, off = days / DAYS_IN_A_YEAR, 0.0
    if off_by:
        years, off = np.rint(years), off_by / DAYS_IN_A_YEAR + HALF
    return _Side(before, after, years[:, 0], years[:, 1], off_by, off, same_size=False)


def _apart(parts: Floats, confidence: float, off_by: int, *, most: int, alike: bool, chosen: int, kind: str) -> Figures:
    out_of, all_theirs, before, after = parts.T[:4]
    moved = moved_by(off_by)
    ours, theirs = _sides(parts, off_by, alike=alike, kind=kind)
    size = all_theirs if alike else parts[:, -2]
    error, log_error = (parts[:, place] / THOUSANDTHS + moved for place in (10, 11))
    apart = ours.change - theirs.change
    found = compare_means(apart, error, off_by=ours.change_off + theirs.change_off, confidence=confidence)
    log_ratio = ours.log_ratio - theirs.log_ratio
    # Where an arm has nothing in a window there is neither a ratio nor an error of it.
    log_error = np.where(parts[:, 11] > 0, log_error, np.nan)
    of_ratio = compare_means(
        log_ratio, log_error, off_by=ours.log_ratio_off + theirs.log_ratio_off, confidence=confidence
    )
    base = _base(parts, size, off_by, chosen)
    years = {"person_years": ours.size_before, "against_person_years": ours.size_after} if kind == TIME else {}
    return {
        "out_of": out_of,
        "against_out_of": all_theirs,
        "events": before,
        "against_events": after,
        "estimate": ours.rate_before,
        "rate_after": ours.rate_after,
        "rate_change": ours.change,
        "relative_change": proportion_of(ours.rate_after, ours.rate_before) - 1,
        "others_before": theirs.rate_before,
        "others_after": theirs.rate_after,
        "others_change": theirs.change,
        "others_relative_change": proportion_of(theirs.rate_after, theirs.rate_before) - 1,
        **{_RENAMED.get(name, name): of for name, of in what_limits_say(found, apart).items()},
        "ratio_of_changes": np.exp(log_ratio),
        "ratio_of_changes_lower": np.exp(of_ratio.lower),
        "ratio_of_changes_upper": np.exp(of_ratio.upper),
        "ratio_of_changes_p": of_ratio.p_value,
        **years,
        "effective_size": size,
        "evidence": evidence_of(parts[:, -1], most=most),
        "base": base,
        "further_base": base,
    }


PEOPLE, EVENTS, TIME = "people", "events", "events by time"
"""What is divided by what: people with any by people, events by people, events by years at risk."""

_YEARS = ("person_years", "against_person_years")
_RENAMED = {
    "difference": "changes_apart",
    "difference_lower": "changes_apart_lower",
    "difference_upper": "changes_apart_upper",
    "p_value": "changes_apart_p",
}

_FIGURES = (
    *("out_of", "against_out_of", "events", "against_events"),
    *("estimate", "rate_after", "rate_change", "relative_change"),
    *("others_before", "others_after", "others_change", "others_relative_change"),
    *("changes_apart", "changes_apart_lower", "changes_apart_upper", "changes_apart_p", "significant"),
    *("ratio_of_changes", "ratio_of_changes_lower", "ratio_of_changes_upper", "ratio_of_changes_p"),
    *("effective_size", "evidence"),
)
_WITHHELD = (
    f"Where counts are protected, figures are withheld if there may be fewer than {FEWEST_MATCHED} matched in an arm, "
    f"or fewer than {FEWEST_PEOPLE} with any, or with none, in a window of an arm, or an effective size below "
    f"{FEWEST_PEOPLE}. With none before is not asked of an arm that was chosen for having any."
)

CHANGES_APART = {
    (most, alike, chosen, kind): Measure(
        f"changes apart, {kind}, evidence up to {most}"
        f"{', all alike' if alike else ''}{f', chosen {chosen}' if chosen else ''}",
        "per 100",
        "Difference of the changes: after less before of those treated, less the same of the comparison, weighted. "
        "Ratio of the changes: after divided by before of those treated, over the same of the comparison; that is the "
        "interaction of arm and window in a Poisson regression. Limits: 95% normal intervals of robust standard errors "
        "(Liang and Zeger 1986), each of those counted being one draw with both windows, and matched pairs "
        "where each one stands for one alone (Abadie and Spiess 2022); of the logarithm for the ratio. Significant is "
        "a difference of the changes whose limits are both on one side of 0; each P value belongs to its limits. "
        f"{EVIDENCE} {OF_WEIGHTED} {_WITHHELD}",
        partial(_apart, most=most, alike=alike, chosen=chosen, kind=kind),
        (*_FIGURES, *(_YEARS if kind == TIME else ())),
        shown_per=100,
        shows=("out_of", "against_out_of", "events", "against_events"),
        events_of=(EventsOf(4, 2, each_has_one=True), EventsOf(5, 3, each_has_one=True)) if kind != PEOPLE else (),
    )
    for most in (UNLIKE, PARTLY_ALIKE, ALIKE)
    for alike in (False, True)
    for chosen in (NOBODY_CHOSEN, THOSE_TREATED, BOTH_ARMS)
    for kind in (PEOPLE, EVENTS, TIME)
}
"""By the highest level of evidence that there may be, whether all of the comparison count alike, in how many arms all
had something before because they were chosen for it, and what is divided by what. Parts: those treated and
those of the comparison who are known; of those treated the people, or events, before and after; those treated with any
before and after, those of the comparison; thousandths of what the comparison comes to per one before and after, or its
counts if all count alike; thousandths of the standard errors of the difference and of the logarithm of the ratio;
of the time at risk, days before and after of those treated, and of the comparison if all count alike; unless they count
alike, the effective size; what ``balanced.judged`` gives of the largest difference left."""
