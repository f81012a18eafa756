"""The measure of a percentage against a target that was stated, and against the baseline that it is measured from."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from needskit.stats.comparison import End, Side, compare_proportions
from needskit.stats.planning import people_to_find
from needskit.stats.proportion import wilson
from needskit.table.figure import ESTIMATES, MET, MISSED, NEITHER
from needskit.table.matched import side_of, what_limits_say
from needskit.table.measure import PERCENTAGE, Beside, Measure

if TYPE_CHECKING:
    from needskit.stats.proportion import Floats
    from needskit.table.measure import Figures

CERTAIN = 1e12
"""So many people have the percentage of a baseline that is taken as exact."""

_FIGURES = (
    *("count", "out_of", "not_known", *ESTIMATES, "comparator", "baseline_lower", "baseline_upper"),
    *("relative_change", "difference", "difference_lower", "difference_upper", "p_value", "significant"),
    *("wanted", "reached", "people_to_find"),
)

HOW = (
    "Percentage: the count divided by those whose answer is known; limits: 95% Wilson score interval. Limits of the "
    "baseline: the same, where it is said of how many it is; otherwise it is taken as exact. Difference: the "
    "percentage less the baseline; limits: 95% hybrid score interval (Newcombe 1998, method 10). The P value belongs "
    "to the same limits: significant is a difference whose limits are both on one side of 0. A target is met where "
    "both limits of the percentage are at it or beyond, not met where both are short of it, and otherwise it cannot "
    "be told. About how many would be needed: for a change from the baseline to the target to be found with 80% power "
    "at the level of 5% (Fleiss, Levin and Paik 2003), rounded up to two figures."
)


@cache
def against_target(baseline: float, of: float, wanted: float, words: str) -> Measure:
    """Return the measure of a percentage against one target.

    Parameters
    ----------
    baseline
        A proportion, between 0 and 1.
    of
        Of how many it is; 0 if nobody says, so that it is taken as exact.
    wanted
        The proportion that is the target, from 0 to 1, and not the baseline.
    words
        Whose the baseline is, when and where it stands.

    Notes
    -----
    Parts: people with the answer, those known, everybody.
    """
    size = of or CERTAIN
    ends = wilson([baseline * of], [of]) if of else None
    needed = _about(people_to_find(wanted, against=baseline, others=of or np.inf))
    given = {
        "baseline_lower": float(ends.lower[0]) if ends else np.nan,
        "baseline_upper": float(ends.upper[0]) if ends else np.nan,
        "wanted": wanted,
        "people_to_find": needed,
    }

    def rule(parts: Floats, confidence: float, off_by: int) -> Figures:
        found = PERCENTAGE.rule(parts, confidence, off_by)
        cells = np.ones(len(parts))
        before = End(baseline * cells, size * cells)
        ours = side_of(found["count"], found["out_of"], off_by)
        compared = compare_proportions(ours, Side(before, before), confidence=confidence)
        nearest, furthest = found["upper"], found["lower"]
        beyond, short = nearest <= wanted, furthest > wanted
        if wanted > baseline:
            beyond, short = found["lower"] >= wanted, found["upper"] < wanted
        reached = np.where(beyond, MET, np.where(short, MISSED, NEITHER)).astype(float)
        return {
            **found,
            "relative_change": found["estimate"] / baseline - 1,
            **what_limits_say(compared, found["estimate"] - baseline),
            **{name: value * cells for name, value in given.items()},
            "reached": np.where(np.isnan(found["lower"]), np.nan, reached),
            "further_base": found["out_of"],
        }

    return Measure(
        f"against a target of {wanted:.9g} from {baseline:.9g} of {of:g}",
        "%",
        HOW,
        rule,
        _FIGURES,
        shown_per=100,
        shows=PERCENTAGE.shows,
        beside=Beside(baseline, words),
    )


def _about(number: float) -> float:
    """Return a number rounded up to two figures; not a number where it has no end."""
    if not np.isfinite(number):
        return np.nan
    step = 10.0 ** max(len(str(int(number))) - 2, 0)
    return float(np.ceil(number / step) * step)
