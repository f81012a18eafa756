"""Who is set beside whom: weights that make comparison people alike those treated, for an effect on those treated.

A score, such as the probability of treatment or its logit, says who is near whom. The weight of somebody treated is 1,
or 0 where nobody is near enough; what is found then holds for those matched alone, and not for everybody treated. The
weights of comparison people add up to the number of those treated who are matched.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from needskit.errors import UsageError
from needskit.stats.arms import who_is_treated
from needskit.stats.score_order import NOBODY, in_score_order, scored
from needskit.stats.weighting import effective_size

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from needskit.stats.propensity import Propensity
    from needskit.stats.proportion import Floats
    from needskit.stats.ways import Scale


@dataclass(frozen=True, eq=False, repr=False)
class Matched:
    """Who is matched, and how much they count; arrays of shape ``(people,)``."""

    weights: Floats
    """0 for whoever is not matched."""
    is_treated: npt.NDArray[np.bool_]
    group: npt.NDArray[np.intp]
    """Those set beside each other have the same number; -1 of nobody, or where a person can be set beside many."""

    @property
    def is_matched(self) -> npt.NDArray[np.bool_]:
        """Who counts at all."""
        return self.weights > 0

    @property
    def treated(self) -> int:
        """How many of those treated are matched."""
        return int((self.is_matched & self.is_treated).sum())

    @property
    def comparison(self) -> int:
        """How many comparison people are matched."""
        return int((self.is_matched & ~self.is_treated).sum())

    @property
    def effective_size(self) -> float:
        """How many comparison people of equal weight would tell as much."""
        return effective_size(self.weights[~self.is_treated])


def on_scale(found: Propensity, *, caliper: float, scale: Scale = "logit_sd") -> tuple[Floats, float]:
    """On which score are people set beside each other, and how far apart may they be on it?

    Parameters
    ----------
    found
        From ``needskit.stats.propensity.propensity``.
    caliper
        How far, in the unit of ``scale``.
    scale
        "logit_sd" for standard deviations of the logit of the probability, "ps_sd" for those of the probability itself,
        "ps" for the probability as it is.

    Returns
    -------
    tuple
        ``score`` of shape ``(people,)`` and ``within``, as ``radius`` and ``nearest`` take them.

    Raises
    ------
    UsageError
        If ``scale`` is none of these.

    References
    ----------
    Austin (2011), Pharmaceutical Statistics 10, 150-161: 0.2 standard deviations of the logit.

    Examples
    --------
    >>> from needskit.stats.design import Category, design
    >>> from needskit.stats.propensity import propensity
    >>> found = propensity(design([Category([0, 0, 0, 1, 1, 1, 1, 1], levels=2)]), [1, 0, 0, 1, 1, 1, 1, 0])
    >>> round(on_scale(found, caliper=0.2)[1], 3), on_scale(found, caliper=0.01, scale="ps")[1]
    (0.215, 0.01)
    """
    if scale not in {"logit_sd", "ps_sd", "ps"}:
        message = 'scale wants "logit_sd", "ps_sd" or "ps".'
        raise UsageError(message)
    if scale == "logit_sd":
        return found.logit, caliper * found.logit_sd
    return found.probability, caliper * (found.probability_sd if scale == "ps_sd" else 1)


def alike(columns: Sequence[npt.ArrayLike]) -> npt.NDArray[np.intp]:
    """Who has the same values in all of these columns?

    Missing numbers are alike: people of whom something is not known are a group of their own.

    Parameters
    ----------
    columns
        Numbers, codes or texts, each of shape ``(people,)``.

    Returns
    -------
    array
        The number of each person's group, from 0; shape ``(people,)``.

    Examples
    --------
    >>> alike([[30, 30, 40, 30], ["a", "b", "a", "a"]]).tolist()
    [0, 1, 2, 0]
    """
    group = np.zeros(len(np.asarray(columns[0])) if len(columns) else 0, dtype=np.intp)
    for column in columns:
        held, code = np.unique(np.asarray(column), return_inverse=True)
        group = np.unique(group * max(len(held), 1) + code, return_inverse=True)[1].astype(np.intp)
    return group


def radius(
    score: npt.ArrayLike, treated: npt.ArrayLike, *, within: float, exactly: npt.ArrayLike | None = None
) -> Matched:
    """How much does each comparison person count if all who are near enough count for somebody treated?

    Each of those treated shares a weight of 1 among all comparison people no further away than ``within``. Somebody
    treated with nobody near enough is not matched. People are ordered once and looked up in that order, so that time
    goes with the number of people and not with that of pairs.

    Parameters
    ----------
    score
        What people are near to each other in; shape ``(people,)``.
    treated
        Who was treated, as true or 1; shape ``(people,)``.
    within
        How far apart people may be, in units of the score; that far is near enough.
    exactly
        People are only set beside those with the same number here, such as of ``alike``; shape ``(people,)``.

    Raises
    ------
    DataError
        If a score is missing or has no end.
    UsageError
        If ``within`` is below 0, or arrays are not of the same people with a known arm.

    References
    ----------
    Dehejia and Wahba (2002), Review of Economics and Statistics 84, 151-161.

    Examples
    --------
    >>> found = radius([0.50, 0.90, 0.49, 0.505, 0.60], [1, 1, 0, 0, 0], within=0.01)
    >>> found.weights.tolist(), found.treated, found.comparison, found.effective_size
    ([1.0, 0.0, 0.5, 0.5, 0.0], 1, 2, 2.0)
    """
    people = in_score_order(score, treated, within=within, exactly=exactly)
    weights = np.zeros(len(people.is_treated))
    for place in people.places:
        low, high = place.reached(people.reach)
        number = high - low
        found = number > 0
        weights[place.treated[found]] = 1
        share = 1 / number[found]
        more, less = (np.bincount(each[found], minlength=len(place.comparison) + 1) for each in (low, high))
        reached = np.cumsum(more - less)[:-1] > 0
        up, down = (np.bincount(each[found], share, minlength=len(place.comparison) + 1) for each in (low, high))
        # Whoever nobody reaches has no weight, though running sums of parts leave a rest.
        weights[place.comparison] = np.where(reached, np.cumsum(up - down)[:-1], 0)
    return Matched(weights, people.is_treated, np.full(len(weights), NOBODY))


def exact(group: npt.ArrayLike, treated: npt.ArrayLike) -> Matched:
    """How much does each comparison person count if groups are to be made up like those treated?

    Everybody of a group with both treated and comparison people is matched, and nobody of another. Each comparison
    person counts as many times as there are people treated for each comparison person of the group.

    Parameters
    ----------
    group
        The number of each person's group, such as of ``alike``; shape ``(people,)``.
    treated
        Who was treated, as true or 1; shape ``(people,)``.

    Raises
    ------
    UsageError
        If arrays are not of the same people with a known arm.

    Examples
    --------
    >>> exact([0, 0, 0, 1, 2], [1, 0, 0, 1, 0]).weights.tolist()
    [1.0, 0.5, 0.5, 0.0, 0.0]
    """
    given = np.asarray(group)
    if given.ndim != 1:
        message = "Groups must have one number for each person."
        raise UsageError(message)
    arm = who_is_treated(treated, people=len(given))
    held, code = np.unique(given, return_inverse=True)
    ours = np.bincount(code[arm], minlength=len(held)).astype(np.float64)
    theirs = np.bincount(code[~arm], minlength=len(held)).astype(np.float64)
    both = (ours > 0) & (theirs > 0)
    ratio = np.where(both, ours, 0) / np.where(both, theirs, 1)
    weights = np.where(arm, both[code].astype(np.float64), ratio[code])
    return Matched(weights, arm, np.where(both[code], code, NOBODY).astype(np.intp))


def subclasses(score: npt.ArrayLike, treated: npt.ArrayLike, *, classes: int = 5) -> Matched:
    """How much does each comparison person count within classes of the score?

    Classes are cut where the score divides those treated into parts of the same size, and end at the first and last of
    everybody; whoever has the score of a cut is in the class above. Those treated in a class without comparison people
    are not matched. Within a class people are taken as alike, which five classes make of most differences, not of all.

    Parameters
    ----------
    score
        What people are near to each other in; shape ``(people,)``.
    treated
        Who was treated, as true or 1; shape ``(people,)``.
    classes
        Into how many classes, one or more.

    Raises
    ------
    DataError
        If a score is missing or has no end.
    UsageError
        If ``classes`` is below 1, or arrays are not of the same people with a known arm.

    References
    ----------
    Rosenbaum and Rubin (1984), Journal of the American Statistical Association 79, 516-524.

    Examples
    --------
    >>> subclasses([0.2, 0.8, 0.1, 0.3, 0.9], [1, 1, 0, 0, 0], classes=2).weights.tolist()
    [1.0, 1.0, 0.5, 0.5, 1.0]
    """
    if classes < 1:
        message = "classes must be 1 or more."
        raise UsageError(message)
    scores, arm = scored(score, treated)
    ours = np.sort(scores[arm])
    if not ours.size:
        ours = np.zeros(1)
    # Whole numbers until they are divided: where a cut falls on somebody, it has exactly their score.
    low, rest = np.divmod(np.arange(1, classes) * (len(ours) - 1), classes)
    high = np.minimum(low + 1, len(ours) - 1)
    cuts = ours[low] + (ours[high] - ours[low]) * (rest / classes)
    return exact(np.searchsorted(cuts, scores, side="right"), arm)
