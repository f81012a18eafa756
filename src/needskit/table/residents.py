"""Figures of residents beside an estimate: how many there are, their share, and what the estimate is of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from needskit.stats.rate import rate_limits

if TYPE_CHECKING:
    from collections.abc import Mapping

    from needskit.stats.proportion import Floats

RATE = ("population", "rate")
"""How many live there, and how many are counted for each of them."""

AGAINST_RESIDENTS = (
    *("population", "residents_share", "representation", "representation_lower", "representation_upper"),
    "rate",
)
"""The same with the share of the residents, and the percentage divided by it."""

RATE_LIMITS = ("rate_lower", "rate_upper")
"""Limits of the rate, where each one counted is counted once."""

HOW = (
    "Against the residents: the percentage divided by that of the residents. How many live there is taken as known, so "
    "the limits are those of the percentage, divided by the same."
)
HOW_RATES = (
    "Rate: those counted divided by the residents. Limits: 95%, Byar's approximation from 10 on, exact below; the "
    "residents are taken as known."
)


def figures_of_residents(
    found: Mapping[str, Floats], *, residents: int, all_residents: int, confidence: float, off_by: int
) -> dict[str, Floats]:
    """Return the figures of residents beside those found.

    Parameters
    ----------
    found
        Figures of a measure, each of shape ``(cells,)``; a rate is of the events where there are any.
    residents
        How many live where the people of the row are counted.
    all_residents
        How many there are of whom that is a part; 0 if it is not asked what part they are.
    confidence
        Of the limits.
    off_by
        By how many each count may be off.
    """
    events = "events" in found
    count = found["events"] if events else found["count"]
    of = np.full(len(count), float(residents))
    figures = {"population": of, "rate": count / of}
    if not all_residents:
        return figures
    share = of / all_residents
    beside = {f"representation{end}": found[name] / share for name, end in _ENDS.items()}
    limits = {} if events else dict(zip(RATE_LIMITS, _limits(count, of, confidence, off_by), strict=True))
    return {**figures, **limits, **beside, "residents_share": share}


_ENDS = {"estimate": "", "lower": "_lower", "upper": "_upper"}


def _limits(count: Floats, of: Floats, confidence: float, off_by: int) -> tuple[Floats, Floats]:
    found = rate_limits(count, of, confidence=confidence, off_by=off_by)
    return found.lower, np.minimum(found.upper, 1)
