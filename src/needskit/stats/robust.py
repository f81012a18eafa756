"""Standard errors that hold although a model's own would not: weights, counts that vary more than chance, clusters."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from needskit.stats.proportion import Floats

FEWEST_CLUSTERS = 2
ROUNDING = 1e-12
"""A standard error below this part of what it is of is what is left of nought by floating point."""


def robust_covariance(bread: npt.ArrayLike, scores: npt.ArrayLike, *, clusters: npt.ArrayLike | None = None) -> Floats:
    """How much would the coefficients of a fitted model vary, if its rows are independent, or only its clusters?

    The sandwich: what the scores of the rows vary by, between two of the inverse information. Without clusters the
    factor for few rows is that of HC1, the rows over the rows less the terms; with clusters it is also the clusters
    over one less than the clusters, as R's sandwich has it (type "HC1"). Not numbers where
    there are no more rows than terms, or fewer than two clusters.

    Parameters
    ----------
    bread
        The inverse of the information; shape ``(terms, terms)``.
    scores
        What each row adds to the slope of the log-likelihood at its top, weights included; shape ``(rows, terms)``.
    clusters
        The cluster of each row, such as its matched pair, of any kind that can be told apart; shape ``(rows,)``.

    References
    ----------
    White (1980), Econometrica 48, 817-838. Liang and Zeger (1986), Biometrika 73, 13-22.
    Cameron and Miller (2015), Journal of Human Resources 50, 317-372: the factor for few clusters.

    Examples
    --------
    The standard error of a mean is that of textbooks.

    >>> values = np.array([1.0, 2.0, 3.0, 6.0])
    >>> found = robust_covariance([[1 / 4]], (values - values.mean())[:, None])
    >>> round(float(found[0, 0] ** 0.5), 6), round(float(values.std(ddof=1) / 2), 6)
    (1.080123, 1.080123)
    """
    inverse, added = np.asarray(bread, dtype=np.float64), np.asarray(scores, dtype=np.float64)
    rows, terms = added.shape
    if rows <= terms:
        return np.full((terms, terms), np.nan)
    factor = rows / (rows - terms)
    if clusters is not None:
        of_row = np.unique(np.asarray(clusters), return_inverse=True)[1].ravel()
        number = int(of_row.max()) + 1
        if number < FEWEST_CLUSTERS:
            return np.full((terms, terms), np.nan)
        added = np.column_stack([np.bincount(of_row, each, minlength=number) for each in added.T])
        factor = number / (number - 1) * (rows - 1) / (rows - terms)
    # Squared as a whole, so that no variance comes out below 0.
    each = added @ inverse
    found: Floats = factor * (each.T @ each)
    return found


def error_of(variance: npt.ArrayLike, *, size: npt.ArrayLike) -> Floats:
    """Return the standard error; not a number where nothing varies, which says nothing of how sure an estimate is.

    Parameters
    ----------
    variance
        Of an estimate; any shape.
    size
        How large the figures are that it was made of, in its own unit; any shape that fits.

    Examples
    --------
    >>> error_of([4.0, 1e-30], size=1.0).tolist()
    [2.0, nan]
    """
    given = np.asarray(variance, dtype=np.float64)
    least = (ROUNDING * np.asarray(size, dtype=np.float64)) ** 2
    return np.sqrt(np.where(given > least, given, np.nan))
