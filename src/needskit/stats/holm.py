"""P values where several differences are tested at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from needskit.stats.proportion import Floats


def holm(p_values: npt.ArrayLike) -> Floats:
    """How unlikely would each of several differences be, were none there and the most striking one picked?

    The step-down method of Holm: below 0.05 is, with a probability of 95% or more, no difference that is not there,
    whatever the tests have to do with each other. The smallest is multiplied by how many there are, the next by one
    fewer, and none comes out below one before it.

    Parameters
    ----------
    p_values
        One for each test, shape ``(tests,)``. One that is not known counts among the tests, and stays not known.

    References
    ----------
    Holm (1979), Scandinavian Journal of Statistics 6, 65-70.

    Examples
    --------
    >>> holm([0.01, 0.04, 0.03]).round(2).tolist()
    [0.03, 0.06, 0.06]
    """
    given = np.asarray(p_values, dtype=np.float64)
    known = np.where(np.isnan(given), 1.0, given)
    order = np.argsort(known, kind="stable")
    times = np.arange(len(known), 0, -1)
    corrected = np.empty(len(known))
    corrected[order] = np.minimum(np.maximum.accumulate(times * known[order]), 1.0)
    return np.where(np.isnan(given), np.nan, corrected)
