"""Figures of two counts or of a fourfold table, and which whole counts give a figure as it is shown.

A fourfold table is of two groups and one answer: ``a`` of the first group have it and ``b`` have not, ``c`` of the
other have it and ``d`` have not. ``ab``, ``cd``, ``ac``, ``bd`` and ``all`` are what these come to.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import combinations
from math import isfinite
from statistics import NormalDist
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

Floats = npt.NDArray[np.float64]
Ends = tuple[float, float]

MOST_TRIED = 200_000
"""So many sets of counts are tried for one figure; where more are possible nothing is worked out."""

FORMS: Mapping[str, tuple[int, int, int, int]] = {
    "a": (1, 0, 0, 0),
    "b": (0, 1, 0, 0),
    "c": (0, 0, 1, 0),
    "d": (0, 0, 0, 1),
    "ab": (1, 1, 0, 0),
    "cd": (0, 0, 1, 1),
    "ac": (1, 0, 1, 0),
    "bd": (0, 1, 0, 1),
    "all": (1, 1, 1, 1),
}
"""Of which of the four each sum is."""


class Limits(NamedTuple):
    """The two ends of an interval."""

    lower: Floats
    upper: Floats


def _wilson(k: Floats, n: Floats, z: float) -> Limits:
    share, square = k / n, z * z
    middle = share + square / (2 * n)
    half = z * np.sqrt(np.maximum(share * (1 - share) / n + square / (4 * n * n), 0))
    scale = 1 + square / n
    return Limits((middle - half) / scale, (middle + half) / scale)


def _newcombe(a: Floats, b: Floats, c: Floats, d: Floats, z: float) -> Limits:
    one, other = a / (a + b), c / (c + d)
    first, second = _wilson(a, a + b, z), _wilson(c, c + d, z)
    below = np.hypot(one - first.lower, second.upper - other)
    above = np.hypot(first.upper - one, other - second.lower)
    return Limits(one - other - below, one - other + above)


def _risk_ratio(a: Floats, b: Floats, c: Floats, d: Floats, _z: float = 0.0) -> Floats:
    return (a / (a + b)) / (c / (c + d))


def _katz(a: Floats, b: Floats, c: Floats, d: Floats, z: float) -> Limits:
    reach = np.exp(z * np.sqrt(np.maximum(1 / a - 1 / (a + b) + 1 / c - 1 / (c + d), 0)))
    ratio = _risk_ratio(a, b, c, d)
    return Limits(*_open(ratio / reach, ratio * reach, np.minimum(a, c)))


def _woolf(a: Floats, b: Floats, c: Floats, d: Floats, z: float) -> Limits:
    reach = np.exp(z * np.sqrt(1 / a + 1 / b + 1 / c + 1 / d))
    ratio = a * d / (b * c)
    return Limits(*_open(ratio / reach, ratio * reach, np.minimum(np.minimum(a, b), np.minimum(c, d))))


def _open(lower: Floats, upper: Floats, least: Floats) -> tuple[Floats, Floats]:
    """Return limits on a logarithm: 0 and none where a count is nought."""
    return np.where(least > 0, lower, 0.0), np.where(least > 0, upper, np.nan)


def _phi(a: Floats, b: Floats, c: Floats, d: Floats, _z: float) -> Floats:
    found: Floats = (a * d - b * c) / np.sqrt((a + b) * (c + d) * (a + c) * (b + d))
    return found


def _expected(a: Floats, b: Floats, c: Floats, d: Floats, _z: float) -> Floats:
    return (a + b) * (a + c) / (a + b + c + d)


PER_HUNDRED = frozenset(
    {
        *("percentage", "wilson lower", "wilson upper", "other percentage", "other wilson lower"),
        *("other wilson upper", "difference", "newcombe lower", "newcombe upper"),
    }
)
"""What is shown as percentages or percentage points; tidy files hold proportions."""

FORMULAS: Mapping[str, Callable[[Floats, Floats, Floats, Floats, float], Floats]] = {
    "percentage": lambda a, b, _c, _d, _z: a / (a + b),
    "wilson lower": lambda a, b, _c, _d, z: _wilson(a, a + b, z).lower,
    "wilson upper": lambda a, b, _c, _d, z: _wilson(a, a + b, z).upper,
    "other percentage": lambda _a, _b, c, d, _z: c / (c + d),
    "other wilson lower": lambda _a, _b, c, d, z: _wilson(c, c + d, z).lower,
    "other wilson upper": lambda _a, _b, c, d, z: _wilson(c, c + d, z).upper,
    "difference": lambda a, b, c, d, _z: a / (a + b) - c / (c + d),
    "newcombe lower": lambda a, b, c, d, z: _newcombe(a, b, c, d, z).lower,
    "newcombe upper": lambda a, b, c, d, z: _newcombe(a, b, c, d, z).upper,
    "risk ratio": _risk_ratio,
    "katz lower": lambda a, b, c, d, z: _katz(a, b, c, d, z).lower,
    "katz upper": lambda a, b, c, d, z: _katz(a, b, c, d, z).upper,
    "odds ratio": lambda a, b, c, d, _z: a * d / (b * c),
    "woolf lower": lambda a, b, c, d, z: _woolf(a, b, c, d, z).lower,
    "woolf upper": lambda a, b, c, d, z: _woolf(a, b, c, d, z).upper,
    "expected": _expected,
    "lift": lambda a, b, c, d, z: a / _expected(a, b, c, d, z),
    "phi": _phi,
}
"""The formulas that are worked back to counts, of the four counts and of how many standard errors limits reach."""


class Figure(NamedTuple):
    """A figure as it is stored: its formula, its value in the unit of the formula, and how far the true one may be."""

    formula: str
    value: float
    half: float


def gives(
    formula: str, four: Floats, *, value: Floats | float, half: Floats | float, confidence: float
) -> npt.NDArray[np.bool_]:
    """Tell of which of these counts the figure is that which is shown.

    Parameters
    ----------
    formula
        One of ``FORMULAS``.
    four
        The four counts; shape ``(4, tables)``.
    value, half
        The figure as it is stored, and how far the true one may be: one, or one of each table.
    confidence
        Of limits.

    Examples
    --------
    >>> four = np.array([[48.0, 49.0], [168.0, 167.0], [66.0, 66.0], [150.0, 150.0]])  # Rossi and others (1980)
    >>> gives("woolf lower", four, value=0.4215, half=0.00005, confidence=0.95).tolist()
    [True, False]
    """
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    with np.errstate(divide="ignore", invalid="ignore"):
        exact = FORMULAS[formula](four[0], four[1], four[2], four[3], z)
        fits: npt.NDArray[np.bool_] = np.abs(exact - value) <= half
    return fits


def fitting(figures: Sequence[Figure], within: Mapping[str, Ends], *, confidence: float) -> dict[str, Ends] | None:
    """Return between which numbers the counts lie of which all these figures are.

    Parameters
    ----------
    figures
        Of one pair of counts or one fourfold table.
    within
        Between which numbers each of ``FORMS`` lies as far as is known; what is left out may be anything. Where nothing
        is said of ``c`` and ``d``, the figures are of ``a`` and ``b`` alone.
    confidence
        Of limits.

    Returns
    -------
    dict or None
        The new ends of each of ``within``; None if too much is possible to try, or nothing fits.
    """
    width = 4 if any(set(name) & {"c", "d"} for name in within) else 2
    capped = {
        name: (low, min(within[whole][1] for whole in within if _is_part(name, whole)))
        for name, (low, _) in within.items()
    }
    tried = {name: ends for name, ends in capped.items() if all(map(isfinite, ends))}
    base = min(_bases(tuple(sorted(tried)), width), key=lambda b: _size(b[0], tried), default=None)
    if base is None or _size(base[0], tried) > MOST_TRIED:
        return None
    names, inverse = base
    ranges = [np.arange(tried[name][0], tried[name][1] + 1) for name in names]
    grid = np.stack([axis.ravel() for axis in np.meshgrid(*ranges, indexing="ij")])
    four = inverse @ grid
    four = four[:, (four >= 0).all(axis=0)]
    weights = {name: np.array(FORMS[name][:width], dtype=np.float64) for name in within}
    for name, (low, high) in within.items():
        of_it = weights[name] @ four
        four = four[:, (of_it >= low) & (of_it <= high)]
    for figure in figures:
        padded = np.concatenate([four, np.ones((4 - width, four.shape[1]))])
        fits = gives(figure.formula, padded, value=figure.value, half=figure.half, confidence=confidence)
        four = four[:, fits]
    if not four.shape[1]:
        return None
    sums = {name: weights[name] @ four for name in within}
    return {name: (float(each.min()), float(each.max())) for name, each in sums.items()}


def from_forms(numbers: Mapping[str, float]) -> Floats | None:
    """Return the four counts that some of ``FORMS`` tell of; None if they do not tell, or of no people.

    Examples
    --------
    >>> from_forms({"a": 48, "ab": 216, "c": 66, "cd": 216}).tolist()
    [48.0, 168.0, 66.0, 150.0]
    """
    width = 4 if any(set(name) & {"c", "d"} for name in numbers) else 2
    names, inverse = next(iter(_bases(tuple(sorted(numbers)), width)), ((), None))
    if inverse is None:
        return None
    four: Floats = np.concatenate([inverse @ np.array([numbers[name] for name in names]), np.ones(4 - width)])
    return four if (four >= 0).all() else None


def _is_part(name: str, whole: str) -> bool:
    return all(one <= other for one, other in zip(FORMS[name], FORMS[whole], strict=True))


def _size(names: Sequence[str], within: Mapping[str, Ends]) -> float:
    return float(np.prod([within[name][1] - within[name][0] + 1 for name in names]))


@lru_cache(maxsize=512)
def _bases(names: tuple[str, ...], width: int) -> tuple[tuple[tuple[str, ...], Floats], ...]:
    """Return the choices of sums from which all counts follow as whole numbers, each with how they follow."""
    found = []
    for chosen in combinations(names, width):
        matrix = np.array([FORMS[name][:width] for name in chosen], dtype=np.float64)
        if round(abs(np.linalg.det(matrix))) == 1:
            found.append((chosen, np.rint(np.linalg.inv(matrix))))
    return tuple(found)
