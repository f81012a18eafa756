"""The measure of the same people asked twice: how many say yes before, how many after, and who changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from needskit.stats.paired import mcnemar, paired_difference, paired_limits
from needskit.table.figure import ESTIMATES
from needskit.table.measure import Measure, proportion_of, widened_wilson

if TYPE_CHECKING:
    from needskit.stats.proportion import Floats
    from needskit.table.measure import Figures


def _paired(parts: Floats, confidence: float, off_by: int) -> Figures:
    before, known, everyone, after, gained, lost, both, neither = parts.T
    first = widened_wilson(before, known, confidence, off_by)
    second = widened_wilson(after, known, confidence, off_by)
    four = both, lost, gained, neither
    limits = paired_limits(*four, confidence=confidence, off_by=off_by)
    return {
        "count": before,
        "out_of": known,
        "not_known": everyone - known,
        "against_count": after,
        "gained": gained,
        "lost": lost,
        "estimate": proportion_of(before, known),
        "lower": first.lower,
        "upper": first.upper,
        "against_estimate": proportion_of(after, known),
        "against_lower": second.lower,
        "against_upper": second.upper,
        "difference": paired_difference(*four),
        "difference_lower": limits.lower,
        "difference_upper": limits.upper,
        "p_value": mcnemar(lost, gained).mid_p,
        "base": known,
        "further_base": known,
    }


PAIRED = Measure(
    "paired percentages",
    "%",
    "Percentages before and after: the count divided by those whose answer is known at both. Limits: 95% Wilson score "
    "interval without continuity correction (Newcombe 1998, method 3). Difference: the second less the first, of the "
    "same; limits: 95% hybrid score interval for paired data (Newcombe 1998, Statistics in Medicine 17, 2635-2650, "
    "method 10). P value: McNemar's test, mid-p (Fagerland, Lydersen and Laake 2013), from the counts shown.",
    _paired,
    (
        *("count", "out_of", "not_known", "against_count", "gained", "lost", *ESTIMATES),
        *("against_estimate", "against_lower", "against_upper"),
        *("difference", "difference_lower", "difference_upper", "p_value"),
    ),
    shown_per=100,
    shows=("count", "out_of", "everyone", "against_count", "gained", "lost"),
)
"""Parts: those with a yes before, those known at both, everybody, those with a yes after, those with a yes after alone,
before alone, at both, and at neither."""
