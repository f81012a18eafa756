"""The nearest comparison people of each person treated: greedy, exact, and the same every time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from needskit.errors import UsageError
from needskit.stats.matching import Matched
from needskit.stats.score_order import NOBODY, Places, in_score_order

if TYPE_CHECKING:
    import numpy.typing as npt

    Whole = npt.NDArray[np.intp]


def nearest(
    score: npt.ArrayLike,
    treated: npt.ArrayLike,
    *,
    each: int = 1,
    again: bool = False,
    within: float | None = None,
    exactly: npt.ArrayLike | None = None,
) -> Matched:
    """How much does each comparison person count if the nearest stand for each person treated?

    Those treated choose one after another, the highest score first, and of the same score the first row; with more than
    one for each, all choose once before any chooses again. Each takes the nearest comparison person who is left. People
    stand in the order of their scores and then of their rows, and the search goes outward from where the one who
    chooses stands: of people with the same score the first met is taken, and of two as far away on either side the
    lower. That is what MatchIt does, so that its figures can be had to the last digit.

    Somebody treated shares a weight of 1 among those chosen, also where fewer were near enough than were wanted.

    Parameters
    ----------
    score
        What people are near to each other in; shape ``(people,)``.
    treated
        Who was treated, as true or 1; shape ``(people,)``.
    each
        How many comparison people stand for each person treated, if there are as many.
    again
        Whether a comparison person can be chosen again by another (with replacement). There are then no groups.
    within
        How far apart people may be, in units of the score; None for any distance.
    exactly
        People are only set beside those with the same number here, such as of ``alike``; shape ``(people,)``.

    Raises
    ------
    DataError
        If a score is missing or has no end.
    UsageError
        If ``each`` is below 1, ``within`` below 0, or arrays are not of the same people with a known arm.

    References
    ----------
    Rubin (1973), Biometrics 29, 159-183. Ho, Imai, King and Stuart (2011), Journal of Statistical Software 42 (8).

    Examples
    --------
    >>> found = nearest([0.5, 0.6, 0.58, 0.3, 0.1], [1, 1, 0, 0, 0])
    >>> found.weights.tolist(), found.group.tolist()
    ([1.0, 1.0, 1.0, 1.0, 0.0], [0, 1, 1, 0, -1])
    >>> nearest([0.5, 0.6, 0.58, 0.3, 0.1], [1, 1, 0, 0, 0], again=True).weights.tolist()
    [1.0, 1.0, 2.0, 0.0, 0.0]
    """
    if each < 1:
        message = "each must be 1 or more."
        raise UsageError(message)
    people = in_score_order(score, treated, within=within, exactly=exactly)
    rows = len(people.is_treated)
    weights, group = np.zeros(rows), np.full(rows, NOBODY, dtype=np.intp)
    for place in people.places:
        chooser, chosen = _again(place, each, people.reach) if again else _once(place, each, people.reach)
        number = np.bincount(chooser, minlength=len(place.treated))
        weights[place.treated] = number > 0
        weights[place.comparison] = np.bincount(chosen, 1 / number[chooser], minlength=len(place.comparison))
        if not again:
            group[place.treated[chooser]] = place.treated[chooser]
            group[place.comparison[chosen]] = place.treated[chooser]
    return Matched(weights, people.is_treated, group)


def _again(place: Places, each: int, reach: float) -> tuple[Whole, Whole]:
    """Return who chose whom where everybody can be chosen again: all search outward at once."""
    # A place beyond either end is infinitely far.
    score = np.concatenate([[-np.inf], place.comparison_score, [np.inf]])
    left, right = place.before.copy(), place.before + 1
    choosers, choices = [], []
    for _ in range(min(each, len(place.comparison))):
        below, above = place.treated_score - score[left], score[right] - place.treated_score
        is_left = below <= above
        found = np.flatnonzero(np.where(is_left, below, above) <= min(reach, np.finfo(np.float64).max))
        choosers.append(found)
        choices.append((np.where(is_left, left, right) - 1)[found])
        left, right = np.where(is_left, np.maximum(left - 1, 0), left), np.where(is_left, right, right + 1)
        right = np.minimum(right, len(score) - 1)
    return np.concatenate(choosers), np.concatenate(choices)


def _once(place: Places, each: int, reach: float) -> tuple[Whole, Whole]:
    """Return who chose whom where nobody can be chosen twice."""
    last = len(place.comparison)
    # Places count from 1, with nobody at 0 and after the last; each points to itself while its person is left.
    below, above = list(range(last + 2)), list(range(last + 2))
    score = [-np.inf, *place.comparison_score.tolist(), np.inf]
    own, before = place.treated_score.tolist(), place.before.tolist()
    # Of the same score the first row first.
    order = np.lexsort((place.treated, -place.treated_score)).tolist()
    chooser: list[int] = []
    chosen: list[int] = []
    for _ in range(each):
        still = []
        for one in order:
            if len(chosen) == last:
                break
            left, right = _end(below, before[one]), _end(above, before[one] + 1)
            down, up = own[one] - score[left], score[right] - own[one]
            if min(down, up) > reach:
                continue
            taken = left if down <= up else right
            below[taken], above[taken] = taken - 1, taken + 1
            chooser.append(one)
            chosen.append(taken - 1)
            still.append(one)
        # Whoever had nobody near enough has nobody later, for fewer are left.
        order = still
    return np.array(chooser, dtype=np.intp), np.array(chosen, dtype=np.intp)


def _end(pointers: list[int], start: int) -> int:
    """Follow pointers to one that points to itself, and let all on the way point there, so that the next is quick."""
    end = start
    while pointers[end] != end:
        end = pointers[end]
    while pointers[start] != end:
        pointers[start], start = end, pointers[start]
    return end
