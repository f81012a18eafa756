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


def chi_squared_p_value(statistic: npt.ArrayLike, *, degrees: int) -> Floats:
    """How often would chance alone make a chi-squared figure this large?

    Summed in closed form, since there are a whole number of degrees of freedom. All terms are positive, so that it
    keeps its digits far out.

    Parameters
    ----------
    statistic
        Chi-squared figures, any shape; what is not a number, or is below 0, gives none.
    degrees
        Degrees of freedom. Of none there is no figure.

    References
    ----------
    Abramowitz and Stegun (1964), Handbook of Mathematical Functions, 26.4.4 and 26.4.5.

    Examples
    --------
    >>> [round(float(p), 4) for p in chi_squared_p_value([3.841459, 6.634897], degrees=1)]
    [0.05, 0.01]
    >>> round(float(chi_squared_p_value(9.487729, degrees=4)), 4)
    0.05
    """
    given = np.asarray(statistic, dtype=np.float64)
    given = np.where((given >= 0) & (degrees > 0), given, np.nan)
    half = given / 2
    is_odd = degrees % 2 == 1
    found = two_sided_p_value(np.sqrt(given)) if is_odd else np.exp(-half)
    # Each term is the one before times half the figure over the next power.
    power = 0.5 if is_odd else 1.0
    term = np.exp(-half) * np.sqrt(half) / math.gamma(1.5) if is_odd else half * np.exp(-half)
    while power < degrees / 2:
        found = found + term
        power += 1
        term = term * half / power
    return found
