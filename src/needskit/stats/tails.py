"""How much of the normal distribution lies in its tails."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from needskit.stats.proportion import Floats


def two_sided_p_value(z: npt.ArrayLike) -> Floats:
    """How often would chance alone put a standard normal figure this far from 0, to either side?

    Parameters
    ----------
    z
        Estimates over their standard errors, any shape; what is not a number stays so.

    Examples
    --------
    >>> [round(float(p), 4) for p in two_sided_p_value([0, 1.959964, -1.959964])]
    [1.0, 0.05, 0.05]
    """
    given = np.asarray(z, dtype=np.float64)
    # The complement of the error function keeps its digits far out, where 1 less the rest would be 0.
    found = [math.erfc(abs(each) / math.sqrt(2)) for each in given.ravel()]
    return np.array(found, dtype=np.float64).reshape(given.shape)
