"""Direct standardisation: what a proportion or a mean would be if the make-up of each group were the standard one.

Each stratum, such as an age band, has its own figure, and counts as much as its share of a standard population. A
stratum with nobody in it has no figure; the others then share its weight, and ``share_covered`` says how much of the
standard population they are. Below that, a figure describes only part of the standard.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from needskit.stats.proportion import normal_quantile, wilson

if TYPE_CHECKING:
    import numpy.typing as npt

    from needskit.stats.proportion import Floats


class Standardised(NamedTuple):
    """A figure standardised directly; arrays of shape ``(cells,)``."""

    estimate: Floats
    standard_error: Floats
    lower: Floats
    upper: Floats
    share_covered: Floats
    """Share of the standard population in strata that somebody was counted in."""


def standard_proportion(
    count: npt.ArrayLike, out_of: npt.ArrayLike, *, standard: npt.ArrayLike, confidence: float = 0.95
) -> Standardised:
    """What would the proportion be if the strata were as large as in the standard population?

    The people of each stratum are counted who have a known answer. The estimate is ``sum(w p)`` and its standard
    error the root of ``sum(w**2 p (1 - p) / n)``, with ``w`` the shares of the standard population. The limits are
    recovered from Wilson's of each stratum, as those of a difference are in ``newcombe``:
    ``estimate - sqrt(sum(w**2 (p - lower)**2))`` and ``estimate + sqrt(sum(w**2 (upper - p)**2))``. Unlike the normal
    approximation they stay between 0 and 1 and have a width where nobody has the answer, they are Wilson's own for
    one stratum, and unlike the methods of public health for rates they know that a person counts at most once.

    Not a number where nobody of the standard population is covered, or where a count is missing.

    Parameters
    ----------
    count, out_of
        People with the answer, and with any known answer, in each stratum; shape ``(cells, strata)``.
    standard
        People of the standard population in each stratum; shape ``(cells, strata)`` or ``(strata,)``.
    confidence
        0.95 for a 95% interval.

    Raises
    ------
    UsageError
        If ``confidence`` is not between 0.5 and 1.

    References
    ----------
    Zou, Huang and Zhang (2009), Computational Statistics and Data Analysis 53, 1080-1085: the limits.
    Rothman and Greenland (1998), Modern Epidemiology, second edition, chapter 15: the standard error, which divides
    by n as Stata's dstdize does.

    Examples
    --------
    >>> found = standard_proportion([[30, 10]], [[60, 100]], standard=[50, 150])
    >>> round(float(found.estimate[0]), 4), round(float(found.lower[0]), 4), round(float(found.upper[0]), 4)
    (0.2, 0.1545, 0.2636)
    """
    k, n = (np.asarray(each, dtype=np.float64) for each in (count, out_of))
    weights, share_covered = _weights(n, standard)
    share = k / np.where(n > 0, n, np.nan)
    ends = wilson(k, n, confidence=confidence)
    estimate = _sum(weights, share)
    return Standardised(
        estimate=estimate,
        standard_error=np.sqrt(_sum(weights**2, share * (1 - share) / np.where(n > 0, n, np.nan))),
        lower=np.maximum(estimate - np.sqrt(_sum(weights**2, (share - ends.lower) ** 2)), 0),
        upper=np.minimum(estimate + np.sqrt(_sum(weights**2, (ends.upper - share) ** 2)), 1),
        share_covered=share_covered,
    )


def standard_mean(people_at: npt.ArrayLike, *, standard: npt.ArrayLike, confidence: float = 0.95) -> Standardised:
    """What would the mean score be if the strata were as large as in the standard population?

    The people of each stratum are counted whose score is known. The estimate is ``sum(w mean)`` and its standard
    error the root of ``sum(w**2 variance / n)``, with ``w`` the shares of the standard population and each variance
    that of the stratum, divided by one person less. One person alone shows no variance, so that of all strata of the
    cell, pooled, stands in; where no stratum has two people there is no standard error. The limits are normal, and end
    at the lowest and the highest score.

    Not a number where nobody of the standard population is covered, or where a count is missing.

    Parameters
    ----------
    people_at
        People at each score 0, 1, 2 ... in each stratum; shape ``(cells, strata, scores)``.
    standard
        People of the standard population in each stratum; shape ``(cells, strata)`` or ``(strata,)``.
    confidence
        0.95 for a 95% interval.

    Raises
    ------
    UsageError
        If ``confidence`` is not between 0.5 and 1.

    References
    ----------
    Cochran (1977), Sampling Techniques, third edition, section 5.4: a mean over strata and its variance.

    Examples
    --------
    >>> found = standard_mean([[[10, 0, 10], [0, 30, 0]]], standard=[50, 150])
    >>> round(float(found.estimate[0]), 4), round(float(found.lower[0]), 4), round(float(found.upper[0]), 4)
    (1.0, 0.8876, 1.1124)
    """
    quantile = normal_quantile(confidence)
    people = np.asarray(people_at, dtype=np.float64)
    scores = np.arange(people.shape[2], dtype=np.float64)
    n = people.sum(axis=2)
    weights, share_covered = _weights(n, standard)
    known = np.where(n > 0, n, np.nan)
    means = people @ scores / known
    squares = (people * (scores - means[..., None]) ** 2).sum(axis=2)
    to_spare = np.where(n > 0, n - 1, 0).sum(axis=1, keepdims=True)
    pooled = np.where(n > 0, squares, 0).sum(axis=1, keepdims=True) / np.where(to_spare > 0, to_spare, np.nan)
    variances = np.where(n > 1, squares / np.where(n > 1, n - 1, np.nan), pooled)
    estimate = _sum(weights, means)
    standard_error = np.sqrt(_sum(weights**2, variances / known))
    return Standardised(
        estimate=estimate,
        standard_error=standard_error,
        lower=np.maximum(estimate - quantile * standard_error, 0),
        upper=np.minimum(estimate + quantile * standard_error, scores[-1]),
        share_covered=share_covered,
    )


def _weights(n: Floats, standard: npt.ArrayLike) -> tuple[Floats, Floats]:
    """Return how much each stratum counts, and the share of the standard population that they cover."""
    among = np.broadcast_to(np.asarray(standard, dtype=np.float64), n.shape)
    # A stratum of which it is not known how many it has is not one of nobody.
    covered = np.where(n == 0, 0, among + 0 * n)
    everybody, reached = among.sum(axis=1), covered.sum(axis=1)
    weights = covered / np.where(reached > 0, reached, np.nan)[:, None]
    return weights, reached / np.where(everybody > 0, everybody, np.nan)


def _sum(weights: Floats, figures: Floats) -> Floats:
    """Return the weighted sum over strata; one that does not count may have no figure."""
    found: Floats = np.where(weights == 0, 0, weights * figures).sum(axis=1)
    return found
