"""Mean days up to a first reoffence, of two arms, and their difference; and the measure of those who reoffend alone."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from needskit.stats.comparison import compare_means
from needskit.table.balanced import FEWEST_PEOPLE
from needskit.table.matched import FEWEST_MATCHED, HALF, SIGNIFICANT, what_limits_say
from needskit.table.measure import Measure
from needskit.table.until import mean_in_bands, mean_off_by, middles_of

if TYPE_CHECKING:
    from needskit.stats.proportion import Floats
    from needskit.table.measure import Figures

TENTHS = 10
"""Of a day: of means, and of their standard errors."""

OF_DAYS = ("mean_days", "against_mean_days", "days_difference", "days_difference_lower", "days_difference_upper")

ROUNDED_DAYS = "These limits hold whatever the counts were before they were rounded."


def in_bands(on: tuple[int, ...]) -> str:
    """Say what somebody counts with who has a reoffence between two of these days."""
    return (
        f"Whoever has a reoffence between two of the days {', '.join(map(str, on))} counts with the middle of the days "
        "between them."
    )


class Mean(NamedTuple):
    """A mean, the most that its standard error may be, and by how much it may be off."""

    mean: Floats
    error: Floats
    off: Floats


def mean_of_counts(people: Floats, middles: Floats, out_of: Floats, off_by: int) -> Mean:
    """Return the mean of people who are counted in bands of days.

    Parameters
    ----------
    people
        Those in each band; shape ``(cells, bands)``.
    middles
        What each counts with; shape ``(bands,)``.
    out_of
        All of them, as their own count has it; shape ``(cells,)``.
    off_by
        How far each count may be from the true one.
    """
    mean, error = mean_in_bands(people, middles)
    if not off_by:
        return Mean(mean, error, np.zeros(len(people)))
    off, most = mean_off_by(people, middles, off_by, fewest=out_of - off_by)
    return Mean(mean, most, off)


def mean_of_amounts(amounts: Floats, off_by: int) -> Mean:
    """Return the mean of weighted people.

    Parameters
    ----------
    amounts
        Tenths of a day of the mean, and of its standard error; shape ``(cells, 2)``.
    off_by
        How far each may be from the true one.
    """
    slack = off_by + HALF if off_by else 0.0
    mean, error = amounts.T
    return Mean(mean / TENTHS, (error + slack) / TENTHS, np.full(len(amounts), slack / TENTHS))


def days_compared(ours: Mean, theirs: Mean, confidence: float) -> dict[str, Floats]:
    """Return the mean days of both arms, their difference and what its limits say."""
    difference, error = ours.mean - theirs.mean, np.hypot(ours.error, theirs.error)
    found = compare_means(difference, error, off_by=ours.off + theirs.off, confidence=confidence)
    said = what_limits_say(found, difference)
    return {
        "mean_days": ours.mean,
        "against_mean_days": theirs.mean,
        **{f"days_{name}" if name.startswith("difference") else name: of for name, of in said.items()},
    }


@cache
def days_of_reoffenders(on: tuple[int, ...], *, alike: bool) -> Measure:
    """Return the measure of the mean days to the first reoffence, of those alone who have one.

    Parameters
    ----------
    on
        The days listed, in rising order.
    alike
        Whether all of the comparison count alike.

    Notes
    -----
    Parts: of the treated those with a reoffence, of the comparison the same; of the treated those with it up to each
    day and after the one before; of the comparison the same if they count alike. Else the effective size of those of
    the comparison with one, tenths of a day of their mean, and of its standard error.
    """
    middles = middles_of(on)[:-1]

    def rule(parts: Floats, confidence: float, off_by: int) -> Figures:
        out_of, all_theirs = parts[:, 0], parts[:, 1]
        ours, rest = parts[:, 2 : 2 + len(on)], parts[:, 2 + len(on) :]
        size = all_theirs if alike else rest[:, 0]
        against = mean_of_counts(rest, middles, all_theirs, off_by) if alike else mean_of_amounts(rest[:, 1:3], off_by)
        few = (np.minimum(out_of, all_theirs) - off_by < FEWEST_MATCHED) | (size - off_by < FEWEST_PEOPLE)
        base = np.where((off_by > 0) & few, 0, np.minimum(out_of, all_theirs))
        return {
            "out_of": out_of,
            "against_out_of": all_theirs,
            **days_compared(mean_of_counts(ours, middles, out_of, off_by), against, confidence),
            "effective_size": size,
            "base": base,
            "further_base": base,
        }

    return Measure(
        f"days of reoffenders on {len(on)} days to {on[-1]}{', all alike' if alike else ''}",
        "",
        f"Mean days to the first reoffence, of those with one by day {on[-1]}; of the comparison weighted. "
        f"{in_bands(on)} Difference: the first less the second; limits: 95% normal interval of a difference of means "
        f"whose variances differ. {ROUNDED_DAYS} {SIGNIFICANT} Where counts are protected, figures are withheld if "
        f"there may be fewer than {FEWEST_MATCHED} with a reoffence in an arm.",
        rule,
        ("out_of", "against_out_of", *OF_DAYS, "p_value", "significant", "effective_size"),
        shows=("out_of", "against_out_of"),
    )
