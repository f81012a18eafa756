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
    OF_WEIGHTED,
    THOUSANDTHS,
    evidence_of,
    moved_by,
    what_limits_say,
)
from needskit.table.measure import EventsOf, Measure, proportion_of

if TYPE_CHECKING:
    from needskit.stats.proportion import Floats
    from needskit.table.measure import Figures

NOBODY_CHOSEN, THOSE_TREATED, BOTH_ARMS = range(3)
"""In how many arms all have something before because of how they were chosen, those treated first."""


class _Side(NamedTuple):
    """An arm: per one before and after, and the least and the most of each; shapes ``(cells,)``."""

    before: Floats
    after: Floats
    size: Floats
    """What both are divided by: people, or 1 of what is an amount per one already."""
    off: float
    """By how much each of the two may be off, before it is divided."""
    size_off: float

    @property
    def change(self) -> Floats:
        return proportion_of(self.after, self.size) - proportion_of(self.before, self.size)

    @property
    def change_off(self) -> Floats:
        """By how much the change may be off."""
        change, more = self.change, self.after - self.before
        ends = [
            (more + sign * 2 * self.off) / np.maximum(self.size + step * self.size_off, 1e-9)
            for sign in (-1, 1)
            for step in (-1, 1)
        ]
        found: Floats = np.max(np.abs(np.stack(ends) - change), axis=0)
        return found

    @property
    def log_ratio(self) -> Floats:
        found: Floats = np.log(_above_nought(self.after)) - np.log(_above_nought(self.before))
        return found

    @property
    def log_ratio_off(self) -> Floats:
        """By how much the logarithm of the ratio may be off; both are divided by the same."""
        least_before, least_after = (_above_nought(each - self.off) for each in (self.before, self.after))
        down = np.log(_above_nought(self.before) + self.off) - np.log(least_after)
        up = np.log(_above_nought(self.after) + self.off) - np.log(least_before)
        found: Floats = np.maximum(up - self.log_ratio, self.log_ratio + down)
        return found


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


def _apart(parts: Floats, confidence: float, off_by: int, *, most: int, alike: bool, chosen: int) -> Figures:
    out_of, all_theirs, before, after = parts.T[:4]
    moved, one = moved_by(off_by), np.ones(len(parts))
    ours = _Side(before, after, out_of, off_by, off_by)
    theirs = (
        _Side(parts[:, 8], parts[:, 9], all_theirs, off_by, off_by)
        if alike
        else _Side(parts[:, 8] / THOUSANDTHS, parts[:, 9] / THOUSANDTHS, one, moved, 0)
    )
    size = all_theirs if alike else parts[:, 12]
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
    return {
        "out_of": out_of,
        "against_out_of": all_theirs,
        "events": before,
        "against_events": after,
        "estimate": proportion_of(before, out_of),
        "rate_after": proportion_of(after, out_of),
        "rate_change": ours.change,
        "relative_change": proportion_of(after, before) - 1,
        "others_before": proportion_of(theirs.before, theirs.size),
        "others_after": proportion_of(theirs.after, theirs.size),
        "others_change": theirs.change,
        "others_relative_change": proportion_of(theirs.after, theirs.before) - 1,
        **{_RENAMED.get(name, name): of for name, of in what_limits_say(found, apart).items()},
        "ratio_of_changes": np.exp(log_ratio),
        "ratio_of_changes_lower": np.exp(of_ratio.lower),
        "ratio_of_changes_upper": np.exp(of_ratio.upper),
        "ratio_of_changes_p": of_ratio.p_value,
        "effective_size": size,
        "evidence": evidence_of(parts[:, -1], most=most),
        "base": base,
        "further_base": base,
    }


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
    (most, alike, chosen, of_events): Measure(
        f"changes apart{', of events' if of_events else ''}, evidence up to {most}"
        f"{', all alike' if alike else ''}{f', chosen {chosen}' if chosen else ''}",
        "per 100",
        "Difference of the changes: after less before of those treated, less the same of the comparison, weighted. "
        "Ratio of the changes: after divided by before of those treated, over the same of the comparison; that is the "
        "interaction of arm and window in a Poisson regression. Limits: 95% normal intervals of robust standard errors "
        "(Liang and Zeger 1986), each person being one draw with both windows, and matched pairs where each one stands "
        "for one alone (Abadie and Spiess 2022); of the logarithm for the ratio. Significant is a difference of the "
        "changes whose limits are both on one side of 0; each P value belongs to its limits. "
        f"{EVIDENCE} {OF_WEIGHTED} {_WITHHELD}",
        partial(_apart, most=most, alike=alike, chosen=chosen),
        _FIGURES,
        shown_per=100,
        shows=("out_of", "against_out_of", "events", "against_events"),
        heading="Before",
        events_of=(EventsOf(4, 2, each_has_one=True), EventsOf(5, 3, each_has_one=True)) if of_events else (),
    )
    for most in (UNLIKE, PARTLY_ALIKE, ALIKE)
    for alike in (False, True)
    for chosen in (NOBODY_CHOSEN, THOSE_TREATED, BOTH_ARMS)
    for of_events in (False, True)
}
"""By the highest level of evidence that there may be, whether all of the comparison count alike, in how many arms all
had something before because they were chosen for it, and whether events are counted or people. Parts: those treated and
those of the comparison who are known; of those treated the people, or events, before and after; those treated with any
before and after, those of the comparison; thousandths of what the comparison comes to per one before and after, or its
counts if all count alike; thousandths of the standard errors of the difference and of the logarithm of the ratio;
unless they count alike, the effective size; what ``balanced.judged`` gives of the largest difference left."""
