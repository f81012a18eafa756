"""The lowest that a limit of a ratio can be when each count of a fourfold table may be off by so many.

Both functions take the table of ``needskit.stats.association``: ``a`` both, ``b`` the first only, ``c`` the second
only, ``d`` neither. The highest upper limit is one over the lowest lower limit of the table with its columns (for
the odds ratio) or its two groups (for the risk ratio) changed over. What they say where a count that the logarithm is
taken of may be 0 is not a number or means nothing, and is for the caller to replace.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from needskit.stats.proportion import Floats


def lowest_woolf(a: Floats, b: Floats, c: Floats, d: Floats, *, z: float, off_by: int) -> Floats:
    """What is the lowest of Woolf's lower limits of the odds ratio over all true counts?

    The logarithm of the lower limit is ``log(a d / (b c)) - z s`` with ``s**2 = 1/a + 1/b + 1/c + 1/d``. It rises
    with ``a`` and with ``d``: more of either raises the ratio and lowers ``s``. Its slope in ``b`` is
    ``(z / (2 b s) - 1) / b``, and ``b s`` rises with ``b``; so the limit may first rise, then falls, and is lowest at
    one end of the values that ``b`` may have. Likewise in ``c``. So the lowest is at ``a - off_by``, ``d - off_by``
    and an end of each of ``b`` and ``c``: the upper one, unless they are fewer than ``z**2 / 4`` people.

    Parameters
    ----------
    a, b, c, d
        People with both, the first only, the second only and neither; shape ``(cells,)``.
    z
        Standard errors to either side.
    off_by
        How far each count may be from the true one.

    Examples
    --------
    >>> table = [np.array([count]) for count in (30.0, 20.0, 10.0, 40.0)]
    >>> [round(float(lowest_woolf(*table, z=1.96, off_by=off_by)[0]), 3) for off_by in (0, 4)]
    [2.453, 1.215]
    """
    yes, neither = _above_0(a - off_by), _above_0(d - off_by)
    ends = product(
        (_above_0(b - off_by), _above_0(b + off_by)),
        (_above_0(c - off_by), _above_0(c + off_by)),
    )
    limits = [
        np.log(yes / first) + np.log(neither / second) - z * np.sqrt(1 / yes + 1 / first + 1 / second + 1 / neither)
        for first, second in ends
    ]
    lowest: Floats = np.exp(np.minimum.reduce(limits))
    return lowest


def lowest_katz(a: Floats, b: Floats, c: Floats, d: Floats, *, z: float, off_by: int) -> Floats:
    """What is the lowest of Katz's lower limits of the risk ratio over all true counts?

    The logarithm of the lower limit is ``log(a / (a + b)) - log(c / (c + d)) - z s`` with
    ``s**2 = b / (a (a + b)) + d / (c (c + d))``. It rises with ``a`` and falls with ``b``, which do the same to the
    first share and the opposite to ``s``. In ``c`` its slope has the sign of ``z / 2 - s c (c + d) / (2 c + d)``, and
    what is taken away rises with ``c``: it is lowest at one end. In ``d`` its slope has the sign of
    ``s (c + d) - z / 2``, which rises with ``d``: it is lowest where that is 0, or at the end next to it. So the lowest
    is at ``a - off_by``, ``b + off_by``, an end of ``c``, and that ``d``, which solves a quadratic.

    Parameters
    ----------
    a, b, c, d
        People with both, the first only, the second only and neither; shape ``(cells,)``.
    z
        Standard errors to either side.
    off_by
        How far each count may be from the true one.

    Examples
    --------
    >>> table = [np.array([count]) for count in (30.0, 20.0, 10.0, 40.0)]
    >>> [round(float(lowest_katz(*table, z=1.96, off_by=off_by)[0]), 3) for off_by in (0, 4)]
    [1.648, 1.106]
    """
    yes, no = _above_0(a - off_by), b + off_by
    ours = no / (yes * (yes + no))
    limits = []
    for theirs in (_above_0(c - off_by), _above_0(c + off_by)):
        # Where s (c + d) is z / 2, with the people of the group as the unknown of the quadratic.
        bend = ours + 1 / theirs
        turn = (1 + np.sqrt(1 + z**2 * bend)) / (2 * bend) - theirs
        rest = np.clip(turn, np.maximum(d - off_by, 0), d + off_by)
        # A standard error of 0, where everybody of both groups has the answer, would claim to be certain.
        error = np.sqrt(_above_0(ours + rest / (theirs * (theirs + rest))))
        limits.append(np.log(yes / (yes + no)) - np.log(theirs / (theirs + rest)) - z * error)
    lowest: Floats = np.exp(np.minimum.reduce(limits))
    return lowest


def _above_0(count: Floats) -> Floats:
    """Return the count; not a number where it is 0 or less."""
    return np.where(count > 0, count, np.nan)
