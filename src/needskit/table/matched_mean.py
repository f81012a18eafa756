"""The measure of how often events come to people matched with people like them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from needskit.stats.comparison import compare_means
from needskit.table.figure import ALIKE, PARTLY_ALIKE, UNLIKE
from needskit.table.matched import (
    EVIDENCE,
    OF_WEIGHTED,
    SIGNIFICANT,
    THOUSANDTHS,
    WITHHELD,
    evidence_of,
    moved_by,
    people_behind,
    what_limits_say,
)
from needskit.table.measure import Measure, proportion_of

if TYPE_CHECKING:
    from needskit.stats.proportion import Floats
    from needskit.table.measure import Figures


def _off(events: Floats, out_of: Floats, off_by: int) -> Floats:
    """Return by how much a mean of counted events may be off."""
    mean = proportion_of(events, out_of)
    smallest, largest = np.maximum(out_of - off_by, 1), out_of + off_by
    lowest, highest = np.maximum(events - off_by, 0) / largest, (events + off_by) / smallest
    return np.maximum(mean - lowest, highest - mean) if off_by else np.zeros(len(events))


def _mean(parts: Floats, confidence: float, off_by: int, *, most: int, alike: bool) -> Figures:
    events, out_of, _, _, all_theirs, theirs, error = parts.T[:7]
    ours, moved = proportion_of(events, out_of), moved_by(off_by)
    against = proportion_of(theirs, all_theirs) if alike else theirs / THOUSANDTHS
    size = all_theirs if alike else parts[:, 7]
    off = _off(events, out_of, off_by) + (_off(theirs, all_theirs, off_by) if alike else moved)
    # Where there is none there are no limits; a small one may have been rounded to nought.
    errors = error / THOUSANDTHS + moved
    found = compare_means(ours - against, errors, off_by=off, confidence=confidence)
    base = people_behind(parts[:, [2, 1, 3, 4]], size, off_by)
    of_difference = what_limits_say(found, ours - against).items()
    return {
        "events": events,
        "out_of": out_of,
        "against_out_of": all_theirs,
        "per_person": ours,
        "against_mean": against,
        "effective_size": size,
        **{f"mean_{name}" if name.startswith("difference") else name: of for name, of in of_difference},
        "rate_ratio": proportion_of(ours, against),
        "evidence": evidence_of(parts[:, -1], most=most),
        "base": base,
        "further_base": base,
    }


MATCHED_MEAN = {
    (most, alike): Measure(
        f"matched mean, evidence up to {most}{', all alike' if alike else ''}",
        "",
        "Per one: the events divided by those treated whose number is known. Mean of the comparison: weighted. "
        "Difference: the first less the second; limits: 95% normal interval of the robust standard error (White 1980), "
        f"by pairs where each stands for one alone (Abadie and Spiess 2022). {SIGNIFICANT} "
        f"{EVIDENCE} {OF_WEIGHTED} {WITHHELD}",
        partial(_mean, most=most, alike=alike),
        (
            *("out_of", "against_out_of", "events", "per_person", "against_mean"),
            *("mean_difference", "mean_difference_lower", "mean_difference_upper", "p_value", "significant"),
            *("rate_ratio", "effective_size", "evidence"),
        ),
        shows=("events", "out_of", "", "", "against_out_of"),
    )
    for most in (UNLIKE, PARTLY_ALIKE, ALIKE)
    for alike in (False, True)
}
"""By the highest level of evidence that there may be, and whether all of the comparison count alike. Parts: events of
the treated, those known, those with any; of the comparison those with any and those known; thousandths of its mean, or
its events if all count alike; thousandths of the standard error; unless they count alike, the effective size; what
``balanced.judged`` gives of the largest difference left."""
