"""The measure of how long something takes, from the people in bands of days."""

from __future__ import annotations

from typing import TYPE_CHECKING

from needskit.stats.middle import quantile_in_bands
from needskit.table.measure import Measure

if TYPE_CHECKING:
    from needskit.stats.proportion import Floats
    from needskit.table.measure import Figures


def quartiles_of_days(ends: tuple[int, ...]) -> Measure:
    """Return the measure of the median and the quartiles of a number of days.

    Parts: everybody who could have one; those in each band, which ends with one of these days.
    """

    def rule(parts: Floats, _confidence: float, _off_by: int) -> Figures:
        everyone, people_in = parts[:, 0], parts[:, 1:]
        known = people_in.sum(axis=1)
        return {
            "out_of": known,
            "not_known": everyone - known,
            "lower_quartile": quantile_in_bands(people_in, ends, share=0.25),
            "median": quantile_in_bands(people_in, ends, share=0.5),
            "upper_quartile": quantile_in_bands(people_in, ends, share=0.75),
            "base": known,
        }

    return Measure(
        f"quartiles of days in bands up to {', '.join(map(str, ends))}",
        "",
        "Median and quartiles: the days that a half, a quarter and three quarters of those counted do not exceed. "
        "Within a band of days those in it are taken to be spread evenly, since released counts are of bands: a "
        "straight line between its ends. They have no limits, and of few counted rounding can move them by a whole "
        "band.",
        rule,
        ("out_of", "not_known", "lower_quartile", "median", "upper_quartile"),
        limits_hold_rounding=False,
    )
