"""The measures of what became of people matched with people like them.

Of the treated each counts once, so that theirs are counts. What comes of weights is none: percentages, means and
standard errors of weighted people are numbers of thousandths, and protected as such.
"""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING

import numpy as np

from needskit.stats.comparison import End, Side, compare_proportions
from needskit.stats.planning import detectable_difference, e_value, people_needed_for_proportions
from needskit.table.balanced import FEWEST_PEOPLE, STEP
from needskit.table.figure import ALIKE, ESTIMATES, FITTED, LESS, MORE, NEITHER, PARTLY_ALIKE, REFUSALS, UNLIKE
from needskit.table.measure import Measure, proportion_of, widened_wilson

if TYPE_CHECKING:
    from needskit.stats.comparison import Compared
    from needskit.stats.proportion import Floats
    from needskit.table.measure import Figures

THOUSANDTHS = 1_000
FEWEST_MATCHED = 30
"""Of fewer matched in an arm than this nothing is shown where counts are protected."""

MOST_TIMES = 100
"""How many times as many may be said to be needed."""

HALF = 0.5
"""By so much of a unit an amount is off before it is released: it is a whole number of them."""

TESTED = ("difference", "difference_lower", "difference_upper", "p_value", "significant")


def people_behind(parts: Floats, size: Floats, off_by: int) -> Floats:
    """Return how many are behind the figures: nobody where too few may be matched, with or without any.

    Parameters
    ----------
    parts
        Of the treated those with any and all, of the comparison both; shape ``(cells, 4)``.
    size
        The effective size of the comparison; shape ``(cells,)``.
    off_by
        How far each count may be from the true one.
    """
    ours, all_ours, theirs, all_theirs = parts.T
    base: Floats = np.minimum(all_ours, all_theirs)
    fewest = np.minimum.reduce([ours, all_ours - ours, theirs, all_theirs - theirs, size])
    few = (base - off_by < FEWEST_MATCHED) | (fewest - off_by < FEWEST_PEOPLE)
    return np.where((off_by > 0) & few, 0, base)


def moved_by(off_by: int) -> float:
    """Return by how much a number of thousandths may be off; it is none of them where nothing is rounded."""
    return (off_by + HALF) / THOUSANDTHS if off_by else 0.0


def what_limits_say(found: Compared, difference: Floats) -> dict[str, Floats]:
    """Return the difference and what its limits say, so that words and limits cannot disagree."""
    said = np.where(found.lower > 0, MORE, np.where(found.upper < 0, LESS, NEITHER)).astype(float)
    return {
        "difference": difference,
        "difference_lower": found.lower,
        "difference_upper": found.upper,
        "p_value": found.p_value,
        "significant": np.where(np.isnan(found.lower), np.nan, said),
    }


def evidence_of(how_alike: Floats, *, most: int) -> Floats:
    """Return how far a comparison can be believed.

    Parameters
    ----------
    how_alike
        What ``balanced.judged`` gives of the largest difference that is left; shape ``(cells,)``.
    most
        The highest level that there may be.
    """
    return np.minimum(np.where(how_alike < 2 * STEP, ALIKE, PARTLY_ALIKE), most).astype(float)


def side_of(count: Floats, out_of: Floats, off_by: int) -> Side:
    """Return the least and the most that the proportion of counted people may be."""
    smallest, largest = np.maximum(out_of - off_by, 1) if off_by else out_of, out_of + off_by
    least, most = np.maximum(count - off_by, 0), np.minimum(count + off_by, smallest)
    return Side(End(proportion_of(least, largest), largest), End(proportion_of(most, smallest), smallest))


def _side_of_weighted(share: Floats, size: Floats, off_by: int) -> Side:
    moved = moved_by(off_by)
    fewest = np.maximum(size - off_by - HALF, 1) if off_by else np.where(size > 0, size, np.nan)
    return Side(End(np.maximum(share - moved, 0), fewest), End(np.minimum(share + moved, 1), fewest))


def sides_of(parts: Floats, confidence: float, off_by: int, *, alike: bool) -> dict[str, Floats]:
    """Return both sides, without what they differ by.

    Parameters
    ----------
    parts
        As those of a matched percentage; shape ``(cells, parts)``.
    confidence
        Of the limits.
    off_by
        How far each count may be from the true one.
    alike
        Whether all of the comparison count alike.
    """
    count, out_of, theirs, all_theirs = parts.T[:4]
    against = proportion_of(theirs, all_theirs) if alike else np.minimum(parts[:, 4] / THOUSANDTHS, 1)
    size = all_theirs if alike else parts[:, 5]
    limits = widened_wilson(count, out_of, confidence, off_by)
    base = people_behind(parts[:, :4], size, off_by)
    return {
        "count": count,
        "out_of": out_of,
        "against_count": theirs,
        "against_out_of": all_theirs,
        "estimate": proportion_of(count, out_of),
        "lower": limits.lower,
        "upper": limits.upper,
        "against_estimate": against,
        "effective_size": size,
        "base": base,
        "further_base": base,
    }


def _by_weights(parts: Floats, confidence: float, off_by: int, *, alike: bool) -> dict[str, Floats]:
    """Return the sides and the difference, with limits by the effective size."""
    found = sides_of(parts, confidence, off_by, alike=alike)
    ours = side_of(found["count"], found["out_of"], off_by)
    if alike:
        theirs = side_of(found["against_count"], found["against_out_of"], off_by)
    else:
        theirs = _side_of_weighted(found["against_estimate"], found["effective_size"], off_by)
    compared = compare_proportions(ours, theirs, confidence=confidence)
    return {**found, **what_limits_say(compared, found["estimate"] - found["against_estimate"])}


def _beside(parts: Floats, confidence: float, off_by: int, *, alike: bool) -> Figures:
    found = _by_weights(parts, confidence, off_by, alike=alike)
    return {**found, "estimator": np.full(len(parts), float(FITTED))}


def _percentage(parts: Floats, confidence: float, off_by: int, *, most: int, alike: bool) -> Figures:
    found = _by_weights(parts, confidence, off_by, alike=alike)
    share, against = found["estimate"], found["against_estimate"]
    ratio = proportion_of(share, against)
    ends = [1 + proportion_of(found[name], against) for name in ("difference_lower", "difference_upper")]
    strengths = [e_value(size, lower=low, upper=high) for size, low, high in zip(ratio, *ends, strict=True)]
    asked = list(zip(found["out_of"], found["effective_size"], share, against, strict=True))
    needed = np.array([_needed(*each) for each in asked])
    return {
        **found,
        "risk_ratio": ratio,
        "detectable": np.array([_detectable(*each) for each in asked]),
        # What is asked for is more than there are: limits that rounding widens hold 0 also where these would not.
        "needed": np.where((found["significant"] == NEITHER) & (needed > found["out_of"]), needed, np.nan),
        "e_value": np.array([_finite(each.of_estimate) for each in strengths]),
        "e_value_of_limit": np.array([_finite(each.of_limit) for each in strengths]),
        "evidence": evidence_of(parts[:, -1], most=most),
    }


def _finite(value: float) -> float:
    """Return a strength that has an end; of a ratio of 0 there is none."""
    return value if np.isfinite(value) else np.nan


def _detectable(ours: float, theirs: float, _share: float, against: float) -> float:
    """Return the smallest fall that would probably be found; not a number where none would."""
    if not (ours > 0 and theirs > 0 and 0 <= against <= 1):
        return np.nan
    return detectable_difference(ours, theirs, proportion=against).lower


def _needed(ours: float, theirs: float, share: float, against: float) -> float:
    """Return how many would be needed, to two figures; not a number where no number that there could be would do."""
    found = people_needed_for_proportions(ours, theirs, proportion=share, against=against)
    if not found <= MOST_TIMES * ours:
        return np.nan
    step = 10.0 ** max(len(str(int(found))) - 2, 0)
    return float(np.ceil(found / step) * step)


WITHHELD = (
    f"Where counts are protected, figures are withheld if there may be fewer than {FEWEST_MATCHED} matched in an arm, "
    f"or fewer than {FEWEST_PEOPLE} with the outcome or without it, or an effective size below {FEWEST_PEOPLE}."
)
OF_WEIGHTED = (
    "Weighted figures are protected as numbers of thousandths: to half a percentage point, or .005 of a mean; "
    "where all of the comparison count alike they are of its counts."
)
SIGNIFICANT = (
    "Significant is a difference whose limits are both on one side of 0; the P value belongs to the same limits."
)
EVIDENCE = (
    "Evidence level by the Maryland scale (Farrington, Gottfredson, Sherman and Welsh 2002): 2 where nothing is made "
    "alike; 3 to 4 where earlier offending is matched on and the row that differs most is not poor in the table of "
    "balance, which is to say up to 0.10; 3 otherwise. 5 wants treatment to have been decided by chance."
)
_SHARES = (
    "Percentage of those treated: the count divided by those whose outcome is known; limits: 95% Wilson score "
    "interval. Percentage of the comparison: weighted. Difference: the first less the second; limits: 95% hybrid score "
    "interval (Newcombe 1998, method 10) for the effective size of the comparison (Kish 1965)."
)
FIGURES_BESIDE = ("count", "out_of", "against_count", "against_out_of", *ESTIMATES, "against_estimate", *TESTED)
SHOWS = ("count", "out_of", "against_count", "against_out_of")

MATCHED_PERCENTAGE = {
    (most, alike): Measure(
        f"matched percentage, evidence up to {most}{', all alike' if alike else ''}",
        "%",
        f"{_SHARES} {SIGNIFICANT} Smallest fall that would probably be found: with 80% power at the level of 5%. How "
        "many would be needed: for limits without 0, were both percentages and the proportion of the arms the same, "
        f"rounded up to two figures, if that is up to {MOST_TIMES} times as many. E-value (VanderWeele and Ding 2017): "
        "how many times as common, and as strong, "
        "something left out would have to be to explain the difference away, and to move its limit to 0. "
        f"{EVIDENCE} {OF_WEIGHTED} {WITHHELD}",
        partial(_percentage, most=most, alike=alike),
        (
            *FIGURES_BESIDE,
            *("risk_ratio", "effective_size", "detectable", "needed", "e_value", "e_value_of_limit", "evidence"),
        ),
        shown_per=100,
        shows=SHOWS,
    )
    for most in (UNLIKE, PARTLY_ALIKE, ALIKE)
    for alike in (False, True)
}
"""By the highest level of evidence that there may be, and whether all of the comparison count alike. Parts: of the
treated those with the outcome and those known, of the comparison both; unless they count alike, thousandths of the
comparison, weighted, and its effective size; what ``balanced.judged`` gives of the largest difference left."""

ESTIMATED = {
    alike: Measure(
        f"matched percentage beside others{', all alike' if alike else ''}",
        "%",
        f"{_SHARES} {SIGNIFICANT} {OF_WEIGHTED} {WITHHELD}",
        partial(_beside, alike=alike),
        (*FIGURES_BESIDE, "effective_size", "estimator"),
        shown_per=100,
        shows=SHOWS,
    )
    for alike in (False, True)
}
"""By whether all of the comparison count alike. Parts: as those of a matched percentage, without the last."""


@cache
def refused(code: str) -> Measure:
    """Return the measure of a method that was refused, which says why.

    Parameters
    ----------
    code
        Out of ``REFUSALS``; whatever else it is, it is only said that it was refused.

    Examples
    --------
    >>> refused("R-SEPARATION").name
    'refused: R-SEPARATION'
    """
    known = code if code in REFUSALS else REFUSALS[-1]
    place = -float(REFUSALS.index(known) + 1)

    def rule(parts: Floats, _confidence: float, _off_by: int) -> Figures:
        return {"estimator": np.full(len(parts), place), "base": np.full(len(parts), np.inf)}

    return Measure(
        f"refused: {known}", "", "What a method that was refused says is in the page on matching.", rule, ("estimator",)
    )
