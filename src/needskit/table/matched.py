"""The measures of what became of people matched with people like them.

Of the treated each counts once, so that theirs are counts. What comes of weights is none: percentages, means and
standard errors of weighted people are numbers of thousandths, and protected as such.
"""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING

import numpy as np

from needskit.stats.comparison import End, Side, compare_means, compare_proportions
from needskit.stats.planning import detectable_difference, e_value, people_needed_for_proportions
from needskit.table.balanced import FEWEST_PEOPLE, THOUSANDTHS, UP_TO_ACCEPTABLE
from needskit.table.figure import ALIKE, ESTIMATES, FITTED, LESS, MORE, NEITHER, PARTLY_ALIKE, REFUSALS, UNLIKE
from needskit.table.measure import Measure, proportion_of, widened_wilson

if TYPE_CHECKING:
    from needskit.stats.comparison import Compared
    from needskit.stats.proportion import Floats
    from needskit.table.measure import Figures

FEWEST_MATCHED = 30
"""Of fewer matched in an arm than this nothing is shown where counts are protected."""

HALF = 0.5
"""By so much of a unit an amount is off before it is released: it is a whole number of them."""

_TESTED = ("difference", "difference_lower", "difference_upper", "p_value", "significant")


def _base(parts: Floats, size: Floats, off_by: int) -> Floats:
    """Return how many are behind the figures: nobody where too few may be matched, with or without any."""
    ours, all_ours, theirs, all_theirs = parts.T[:4]
    base: Floats = np.minimum(all_ours, all_theirs)
    fewest = np.minimum.reduce([ours, all_ours - ours, theirs, all_theirs - theirs, size])
    few = (base - off_by < FEWEST_MATCHED) | (fewest - off_by < FEWEST_PEOPLE)
    return np.where((off_by > 0) & few, 0, base)


def _moved(off_by: int) -> float:
    """Return by how much a number of thousandths may be off."""
    return (off_by + HALF) / THOUSANDTHS if off_by else 0.0


def _ours(count: Floats, out_of: Floats, off_by: int) -> Side:
    smallest, largest = np.maximum(out_of - off_by, 1) if off_by else out_of, out_of + off_by
    least, most = np.maximum(count - off_by, 0), np.minimum(count + off_by, smallest)
    return Side(End(proportion_of(least, largest), largest), End(proportion_of(most, smallest), smallest))


def _theirs(share: Floats, size: Floats, off_by: int) -> Side:
    moved = _moved(off_by)
    fewest = np.maximum(size - off_by - HALF, 1) if off_by else size
    return Side(End(np.maximum(share - moved, 0), fewest), End(np.minimum(share + moved, 1), fewest))


def _significant(found: Compared) -> Floats:
    """Return what the limits say, so that words and limits cannot disagree."""
    return np.where(found.lower > 0, MORE, np.where(found.upper < 0, LESS, NEITHER)).astype(float)


def _tested(found: Compared, difference: Floats) -> dict[str, Floats]:
    return {
        "difference": difference,
        "difference_lower": found.lower,
        "difference_upper": found.upper,
        "p_value": found.p_value,
        "significant": np.where(np.isnan(found.lower), np.nan, _significant(found)),
    }


def _sides(parts: Floats, confidence: float, off_by: int) -> dict[str, Floats]:
    count, out_of, theirs, all_theirs, thousandths, size = parts.T[:6]
    limits = widened_wilson(count, out_of, confidence, off_by)
    base = _base(parts, size, off_by)
    return {
        "count": count,
        "out_of": out_of,
        "against_count": theirs,
        "against_out_of": all_theirs,
        "estimate": proportion_of(count, out_of),
        "lower": limits.lower,
        "upper": limits.upper,
        "against_estimate": np.minimum(thousandths / THOUSANDTHS, 1),
        "effective_size": size,
        "base": base,
        "further_base": base,
    }


def _by_weights(parts: Floats, confidence: float, off_by: int) -> dict[str, Floats]:
    """Return the sides and the difference, with limits by the effective size."""
    found = _sides(parts, confidence, off_by)
    size = np.where(found["effective_size"] > 0, found["effective_size"], np.nan)
    ours = _ours(found["count"], found["out_of"], off_by)
    compared = compare_proportions(ours, _theirs(found["against_estimate"], size, off_by), confidence=confidence)
    return {**found, **_tested(compared, found["estimate"] - found["against_estimate"])}


def _beside(parts: Floats, confidence: float, off_by: int) -> Figures:
    return {**_by_weights(parts, confidence, off_by), "estimator": np.full(len(parts), float(FITTED))}


def _by_error(parts: Floats, confidence: float, off_by: int) -> Figures:
    """Return the sides and the difference, with limits by a standard error in thousandths."""
    found = _sides(parts, confidence, off_by)
    error = parts[:, 6] / THOUSANDTHS + _moved(off_by)
    ours = _ours(found["count"], found["out_of"], off_by)
    difference = found["estimate"] - found["against_estimate"]
    moved = np.maximum(
        ours.most.proportion - found["estimate"],
        found["estimate"] - ours.least.proportion,
    ) + _moved(off_by)
    compared = compare_means(difference, error, off_by=moved, confidence=confidence)
    return {**found, **_tested(compared, difference), "estimator": np.full(len(parts), float(FITTED))}


def _evidence(worst: Floats, *, most: int) -> Floats:
    """Return how far a comparison can be believed, by the largest difference that is left, in hundredths."""
    return np.minimum(np.where(worst <= UP_TO_ACCEPTABLE, ALIKE, PARTLY_ALIKE), most).astype(float)


def _percentage(parts: Floats, confidence: float, off_by: int, *, most: int) -> Figures:
    found = _by_weights(parts, confidence, off_by)
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
        "e_value": np.array([each.of_estimate for each in strengths]),
        "e_value_of_limit": np.array([each.of_limit for each in strengths]),
        "evidence": _evidence(parts[:, 6], most=most),
    }


def _detectable(ours: float, theirs: float, _share: float, against: float) -> float:
    """Return the smallest fall that would probably be found; not a number where none would."""
    if not (ours > 0 and theirs > 0 and 0 <= against <= 1):
        return np.nan
    return detectable_difference(ours, theirs, proportion=against).lower


def _needed(ours: float, theirs: float, share: float, against: float) -> float:
    """Return how many would be needed, to two figures; not a number where no number would do."""
    found = people_needed_for_proportions(ours, theirs, proportion=share, against=against)
    if not np.isfinite(found):
        return np.nan
    step = 10.0 ** max(len(str(int(found))) - 2, 0)
    return float(np.ceil(found / step) * step)


def _mean(parts: Floats, confidence: float, off_by: int, *, most: int) -> Figures:
    events, out_of, any_of_ours, any_of_theirs, all_theirs, mean, error, size = parts.T[:8]
    moved = _moved(off_by)
    ours, theirs = proportion_of(events, out_of), mean / THOUSANDTHS
    smallest, largest = np.maximum(out_of - off_by, 1), out_of + off_by
    lowest, highest = np.maximum(events - off_by, 0) / largest, (events + off_by) / smallest
    off = np.maximum(ours - lowest, highest - ours) + moved if off_by else np.zeros(len(parts))
    found = compare_means(ours - theirs, error / THOUSANDTHS + moved, off_by=off, confidence=confidence)
    base = _base(np.column_stack([any_of_ours, out_of, any_of_theirs, all_theirs]), size, off_by)
    tested = _tested(found, ours - theirs)
    return {
        "events": events,
        "out_of": out_of,
        "against_out_of": all_theirs,
        "per_person": ours,
        "against_mean": theirs,
        "effective_size": size,
        **{f"mean_{name}" if name.startswith("difference") else name: of for name, of in tested.items()},
        "rate_ratio": proportion_of(ours, theirs),
        "evidence": _evidence(parts[:, 8], most=most),
        "base": base,
        "further_base": base,
    }


_WITHHELD = (
    f"Where counts are protected, figures are withheld if there may be fewer than {FEWEST_MATCHED} matched in an arm, "
    f"or fewer than {FEWEST_PEOPLE} with the outcome or without it, or an effective size below {FEWEST_PEOPLE}."
)
_OF_WEIGHTED = (
    "Figures of weighted people are protected as numbers of thousandths: to half a percentage point, or .005 of a mean."
)
_SIGNIFICANT = (
    "Significant is a difference whose limits are both on one side of 0; the P value belongs to the same limits."
)
_EVIDENCE = (
    "Evidence level by the Maryland scale (Farrington, Gottfredson, Sherman and Welsh 2002): 2 where nothing is made "
    "alike; 3 to 4 where earlier offending is matched on and the largest standardised difference, as it is released "
    "beside these figures, is up to 0.10; 3 otherwise. 5 wants chance to have decided who was treated."
)
_SHARES = (
    "Percentage of those treated: the count divided by those whose outcome is known; limits: 95% Wilson score "
    "interval. Percentage of the comparison: weighted. Difference: the first less the second; limits: 95% hybrid score "
    "interval (Newcombe 1998, method 10) for the effective size of the comparison (Kish 1965)."
)
_FIGURES = ("count", "out_of", "against_count", "against_out_of", *ESTIMATES, "against_estimate", *_TESTED)
_SHOWS = ("count", "out_of", "against_count", "against_out_of")

MATCHED_PERCENTAGE = {
    most: Measure(
        f"matched percentage, evidence up to {most}",
        "%",
        f"{_SHARES} {_SIGNIFICANT} Smallest fall that would probably be found: with 80% power at the level of 5%. How "
        "many would be needed: for limits without 0, were both percentages and the proportion of the arms the same, "
        "rounded up to two figures. E-value (VanderWeele and Ding 2017): how many times as common, and as strong, "
        "something left out would have to be to explain the difference away, and to move its limit to 0. "
        f"{_EVIDENCE} {_OF_WEIGHTED} {_WITHHELD}",
        partial(_percentage, most=most),
        (
            *_FIGURES,
            *("risk_ratio", "effective_size", "detectable", "needed", "e_value", "e_value_of_limit", "evidence"),
        ),
        shown_per=100,
        shows=_SHOWS,
    )
    for most in (UNLIKE, PARTLY_ALIKE, ALIKE)
}
"""By the highest level of evidence that there may be. Parts: of the treated those with the outcome and those known, of
the comparison both; thousandths of the comparison, weighted; its effective size; the largest difference left, in
hundredths of a standard deviation."""

MATCHED_MEAN = {
    most: Measure(
        f"matched mean, evidence up to {most}",
        "",
        "Per one: the events divided by those treated whose number is known. Mean of the comparison: weighted. "
        "Difference: the first less the second; limits: 95% normal interval of the robust standard error (White 1980), "
        f"by clusters of people set beside each other where there are (Abadie and Spiess 2022). {_SIGNIFICANT} "
        f"{_EVIDENCE} {_OF_WEIGHTED} {_WITHHELD}",
        partial(_mean, most=most),
        (
            *("out_of", "against_out_of", "events", "per_person", "against_mean"),
            *("mean_difference", "mean_difference_lower", "mean_difference_upper", "p_value", "significant"),
            *("rate_ratio", "effective_size", "evidence"),
        ),
        shows=("events", "out_of", "", "", "against_out_of"),
    )
    for most in (UNLIKE, PARTLY_ALIKE, ALIKE)
}
"""By the highest level of evidence that there may be. Parts: events of the treated, those known, those with any; of the
comparison those with any and those known; thousandths of its mean and of the standard error; its effective size; the
largest difference left, in hundredths of a standard deviation."""

ESTIMATED = Measure(
    "matched percentage beside others",
    "%",
    f"{_SHARES} {_SIGNIFICANT} {_OF_WEIGHTED} {_WITHHELD}",
    _beside,
    (*_FIGURES, "effective_size", "estimator"),
    shown_per=100,
    shows=_SHOWS,
)
"""Parts: as those of a matched percentage, without the last."""

ESTIMATED_BY_MODEL = Measure(
    "matched percentage by a model",
    "%",
    "Doubly robust: what a logistic model of the comparison expects of those treated, corrected by how far it is off "
    "among the comparison, weighted (Robins, Rotnitzky and Zhao 1994); limits: 95% normal interval of the influence "
    "function.",
    _by_error,
    (*_FIGURES, "effective_size", "estimator"),
    shown_per=100,
    shows=_SHOWS,
)
"""Parts: as those beside others, then thousandths of the standard error."""


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
