"""The mean of a whole-number score from the number of people at each score."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from needskit.stats.proportion import Floats, normal_quantile


class ScoreMean(NamedTuple):
    """What a distribution of scores says of its mean; arrays of shape ``(cells,)``."""

    total: Floats
    people: Floats
    mean: Floats
    standard_error: Floats
    spread: Floats
    """Sum over the scores of their distance from the mean: how far the mean moves when every count does."""


def score_mean(people_at: npt.ArrayLike) -> ScoreMean:
    """What is the mean score, and how sure is it?

    Where nobody was counted, mean and standard error are not a number; the standard error is also not a
    number for one person.

    Parameters
    ----------
    people_at
        People at each score 0, 1, 2 ..., shape ``(cells, scores)``.

    Examples
    --------
    >>> found = score_mean([[8, 16, 28, 44, 64, 80, 72, 56, 32]])
    >>> float(found.total[0]), float(found.mean[0]), round(float(found.standard_error[0]), 4)
    (1940.0, 4.85, 0.0977)
    """
    n = np.asarray(people_at, dtype=np.float64)
    scores = np.arange(n.shape[1], dtype=np.float64)
    people = n.sum(axis=1)
    total = n @ scores
    known = np.where(people > 0, people, np.nan)
    mean = total / known
    squares = (n * (scores - mean[:, None]) ** 2).sum(axis=1)
    variance = squares / np.where(known > 1, known - 1, np.nan)
    return ScoreMean(
        total=total,
        people=people,
        mean=mean,
        standard_error=np.sqrt(variance / known),
        spread=np.abs(scores - mean[:, None]).sum(axis=1),
    )


def half_width(found: ScoreMean, *, confidence: float) -> Floats:
    """How far does the normal interval of the mean reach to either side?

    Parameters
    ----------
    found
        From ``score_mean``.
    confidence
        0.95 for a 95% interval.

    Examples
    --------
    >>> round(float(half_width(score_mean([[10, 0, 10]]), confidence=0.95)[0]), 3)
    0.45
    """
    reach: Floats = normal_quantile(confidence) * found.standard_error
    return reach
