"""Probabilities moved up or down together until they come to the events that were seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from needskit.stats.proportion import Floats

FURTHEST = 30.0
"""Logarithms of odds are looked for this far from those given, where every probability is 0 or 1 to 12 digits."""

HALVINGS = 60


def shifted(probability: npt.ArrayLike, people: npt.ArrayLike, *, observed: float) -> Floats:
    """Which probabilities, all moved alike on the scale of log odds, would have given as many events?

    A logistic regression with an intercept alone and the log odds of the probabilities as its offset, by maximum
    likelihood: what is fitted is how many, and never the order of people. Not numbers where nobody or everybody had
    the event, for no finite shift then fits.

    Parameters
    ----------
    probability
        Above 0 and below 1; shape ``(groups,)``.
    people
        How many people have each; shape ``(groups,)``.
    observed
        How many of them had the event.

    Returns
    -------
    Floats
        The probabilities after the shift; shape ``(groups,)``.

    References
    ----------
    Steyerberg (2019), Clinical Prediction Models, second edition: recalibration in the large.

    Examples
    --------
    >>> moved = shifted([0.2, 0.8], [50, 50], observed=30)
    >>> moved.round(3).tolist(), round(float(moved @ [50, 50]), 6)
    ([0.067, 0.533], 30.0)
    """
    given, n = np.asarray(probability, dtype=np.float64), np.asarray(people, dtype=np.float64)
    if not 0 < observed < n.sum():
        return np.full(len(given), np.nan)
    log_odds = np.log(given) - np.log1p(-given)
    low, high = -FURTHEST, FURTHEST
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        if n @ _probability(log_odds + middle) < observed:
            low = middle
        else:
            high = middle
    return _probability(log_odds + (low + high) / 2)


def _probability(log_odds: Floats) -> Floats:
    found: Floats = 1 / (1 + np.exp(-log_odds))
    return found
