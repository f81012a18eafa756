"""The median and other quantiles of a whole-number score from the number of people at each score."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from needskit.errors import UsageError

if TYPE_CHECKING:
    import numpy.typing as npt

    from needskit.stats.proportion import Floats


def median_score(people_at: npt.ArrayLike) -> Floats:
    """Which score has as many people below it as above it?

    Of an even number of people it is halfway between the scores of the two in the middle. Of nobody there is none.

    Parameters
    ----------
    people_at
        People at each score 0, 1, 2 ..., shape ``(cells, scores)``.

    Examples
    --------
    >>> [float(each) for each in median_score([[8, 16, 28, 20], [5, 0, 0, 5]])]
    [2.0, 1.5]
    """
    return quantile_score(people_at, share=0.5)


def quantile_score(people_at: npt.ArrayLike, *, share: float) -> Floats:
    """Which score do so large a share of people not exceed?

    The lowest score that at least ``share`` of the people are at or below; if that is exactly a whole number of
    people, halfway between the score of the last of them and that of the next person. So 0.5 is the median. Of nobody
    there is none.

    Parameters
    ----------
    people_at
        People at each score 0, 1, 2 ..., shape ``(cells, scores)``.
    share
        From 0, the lowest score that somebody has, to 1, the highest; 0.25 for the lower quartile.

    Raises
    ------
    UsageError
        If ``share`` is not between 0 and 1.

    References
    ----------
    Hyndman and Fan (1996), The American Statistician 50, 361-365, definition 2.

    Examples
    --------
    >>> [float(quantile_score([[8, 16, 28, 44, 64, 80, 72, 56, 32]], share=share)[0]) for share in (0.25, 0.75)]
    [4.0, 6.0]
    """
    if not 0 <= share <= 1:
        message = f"share must lie between 0 and 1 (such as 0.25 for the lower quartile), but was {share}."
        raise UsageError(message)
    up_to = np.asarray(people_at, dtype=np.float64).cumsum(axis=1)
    people = up_to[:, -1]
    # 0.29 of 100 people comes out a hair below 29, and is meant to be 29.
    wanted = np.round(share * people, 6)
    last = np.maximum(np.ceil(wanted), 1)
    following = np.minimum(np.floor(wanted) + 1, people)
    # Scores that fewer people are at or below than are wanted come before the one that is looked for.
    first, second = ((up_to < rank[:, None]).sum(axis=1) for rank in (last, following))
    return np.where(people > 0, (first + second) / 2, np.nan)


def quantile_in_bands(people_in: npt.ArrayLike, ends: npt.ArrayLike, *, share: float) -> Floats:
    """Which number of days, say, do so large a share of people not exceed, if only bands of it are known?

    Within a band people are taken to be spread evenly, so the quantile is found by a straight line between its ends.
    The first band is a single value, and whoever is in it has that. Of nobody there is none.

    Parameters
    ----------
    people_in
        People in each band, shape ``(cells, bands)``.
    ends
        The last value of each band, in rising order, shape ``(bands,)``; a band begins where the one before ends.
    share
        From 0 to 1; 0.5 for the median.

    Raises
    ------
    UsageError
        If ``share`` is not between 0 and 1.

    Examples
    --------
    >>> [float(quantile_in_bands([[2, 4, 4]], [0, 7, 14], share=share)[0]) for share in (0.1, 0.5, 0.9)]
    [0.0, 5.25, 12.25]
    """
    if not 0 <= share <= 1:
        message = f"share must lie between 0 and 1 (such as 0.25 for the lower quartile), but was {share}."
        raise UsageError(message)
    counts, last = np.asarray(people_in, dtype=np.float64), np.asarray(ends, dtype=np.float64)
    up_to = counts.cumsum(axis=1)
    people = up_to[:, -1]
    wanted = np.round(share * people, 6)
    band = np.minimum((up_to < wanted[:, None]).sum(axis=1), len(last) - 1)
    rows = np.arange(len(counts))
    inside = counts[rows, band]
    below = up_to[rows, band] - inside
    start = np.where(band > 0, last[np.maximum(band - 1, 0)], last[0])
    part = (wanted - below) / np.where(inside > 0, inside, 1)
    return np.where(people > 0, start + part * (last[band] - start), np.nan)
