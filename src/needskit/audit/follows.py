"""Whether a percentage or its limits follow from two counts, and which two counts it leaves possible."""

from __future__ import annotations

from math import ceil, floor, sqrt
from statistics import NormalDist
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

PERCENT = 100.0
SLACK = 1e-9
FINEST = 7
"""Decimals beyond these are taken for those of a figure that is stored in full."""

MOST_PAIRS = 400_000
WIDEST = 5_000
"""Of numbers that may be anything in a wider range, nothing is worked out."""


def wilson(count: float, out_of: float, *, confidence: float = 0.95) -> tuple[float, float]:
    """Return the limits of Wilson's score interval, as percentages.

    Examples
    --------
    >>> [round(limit, 1) for limit in wilson(81, 263)]
    [25.5, 36.6]
    """
    if out_of <= 0:
        return 0.0, PERCENT
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    share, square = count / out_of, z * z
    middle = share + square / (2 * out_of)
    half = z * sqrt(max(share * (1 - share) / out_of + square / (4 * out_of * out_of), 0.0))
    scale = 1 + square / out_of
    return PERCENT * (middle - half) / scale, PERCENT * (middle + half) / scale


def widened(count: float, out_of: float, *, off_by: float) -> tuple[float, float]:
    """Return limits that hold for every two counts that may have been rounded to these."""
    smallest, largest = max(out_of - off_by, 1), out_of + off_by
    return wilson(max(count - off_by, 0), largest)[0], wilson(min(count + off_by, smallest), smallest)[1]


def is_rounded(exact: float, shown: float, decimals: int) -> bool:
    """Tell whether a figure is shown so, at so many decimals; a half may have been rounded either way.

    Examples
    --------
    >>> is_rounded(33.333, 33.3, 1), is_rounded(33.333, 33.333333, 1), is_rounded(12.5, 13, 0)
    (True, False, True)
    """
    is_short = abs(round(shown, decimals) - shown) < SLACK * max(1.0, abs(shown))
    return is_short and abs(exact - shown) <= 0.5 * 10.0**-decimals + SLACK


def half_width(shown: float, decimals: int) -> float:
    """Return how far from a figure the true one may be: half of its last digit, as finely as it is stored.

    Examples
    --------
    >>> half_width(33.3, 1), half_width(33.333, 1)
    (0.050000001, 0.000500001)
    """
    near = SLACK * max(1.0, abs(shown))
    stored = next((d for d in range(decimals, FINEST + 1) if abs(round(shown, d) - shown) < near), FINEST)
    return 0.5 * 10.0**-stored + SLACK


def pairs(
    percentage: float | None,
    limits: tuple[float | None, float | None],
    *,
    counts: tuple[float, float],
    out_ofs: tuple[float, float],
    decimals: tuple[int, int],
) -> tuple[tuple[float, float], tuple[float, float]] | None:
    """Return between which numbers count and denominator lie if a percentage or its limits are true ones.

    Parameters
    ----------
    percentage
        As it is stored; None if it is not shown.
    limits
        Wilson's limits as they are stored; None where they are not shown.
    counts, out_ofs
        Between which numbers the two lie as far as is known.
    decimals
        How many the percentage has, and its limits.

    Returns
    -------
    tuple or None
        The ends of the count and of the denominator; None if too much is possible to try, or nothing fits.
    """
    counts = counts[0], min(counts[1], out_ofs[1])
    if out_ofs[1] - out_ofs[0] > WIDEST or (percentage is None and counts[1] - counts[0] > WIDEST):
        return None
    found = list(_fitting(percentage, limits, counts=counts, out_ofs=out_ofs, decimals=decimals))
    if not found or len(found) >= MOST_PAIRS:
        return None
    ks, ns = [k for k, _ in found], [n for _, n in found]
    return (min(ks), max(ks)), (min(ns), max(ns))


def _fitting(
    percentage: float | None,
    limits: tuple[float | None, float | None],
    *,
    counts: tuple[float, float],
    out_ofs: tuple[float, float],
    decimals: tuple[int, int],
) -> Iterator[tuple[int, int]]:
    tried = 0
    for n in range(max(int(out_ofs[0]), 1), int(out_ofs[1]) + 1):
        least, most = counts[0], min(counts[1], n)
        if percentage is not None:
            half = half_width(percentage, decimals[0])
            least = max(least, ceil((percentage - half) * n / PERCENT - SLACK))
            most = min(most, floor((percentage + half) * n / PERCENT + SLACK))
        for k in range(int(least), int(most) + 1):
            tried += 1
            if tried > MOST_PAIRS:
                return
            ends = wilson(k, n) if limits != (None, None) else (0.0, 0.0)
            if all(
                shown is None or abs(end - shown) <= half_width(shown, decimals[1])
                for end, shown in zip(ends, limits, strict=True)
            ):
                yield k, n
