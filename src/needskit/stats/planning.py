"""What a comparison of two groups can show, and what could explain away what it shows."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np

from needskit.errors import UsageError
from needskit.stats.proportion import newcombe, normal_quantile, wilson

if TYPE_CHECKING:
    from collections.abc import Callable

HALVINGS = 60
MOST_PEOPLE = 10**9
"""A number beyond this is none that anybody could have."""


@dataclass(frozen=True, slots=True)
class Detectable:
    """The smallest differences that would probably be found; not a number where even none or all would not be."""

    lower: float
    """How much less common the answer has to be among the treated."""
    higher: float
    """How much more common."""


@dataclass(frozen=True, slots=True)
class EValue:
    """How strong something left out would have to be to explain a ratio away, as risk ratios with both sides."""

    of_estimate: float
    of_limit: float
    """For the limit nearest to 1; 1 where the limits hold 1 already, and nothing is left to explain."""


def detectable_difference(
    treated: float, others: float, *, proportion: float, confidence: float = 0.95, power: float = 0.8
) -> Detectable:
    """How large must the difference between two proportions be, for a comparison of this size to find it?

    A difference is found if the two-sided test of two proportions says so, whose variance is that of both groups
    pooled. A smaller one may be there and not be found, so that finding none is not finding that there is none. It is
    a normal approximation, which wants some ten people in each group with the answer, and without.

    Parameters
    ----------
    treated, others
        How many people there are in each group; of weighted ones, how many they are worth (``effective_size``).
    proportion
        How common the answer is among the others, from 0 to 1.
    confidence
        0.95 for a test at the level of 5%.
    power
        How often the difference is to be found if it is there; between 0.5 and 1.

    Raises
    ------
    UsageError
        If ``confidence`` or ``power`` is not between 0.5 and 1, ``proportion`` is not between 0 and 1, or a group has
        nobody.

    References
    ----------
    Fleiss, Levin and Paik (2003), Statistical Methods for Rates and Proportions, third edition, chapter 4.

    Examples
    --------
    30 people against ten thousand of whom 56% reoffend: no fall below 24.9 percentage points would probably be found.

    >>> found = detectable_difference(30, 10_000, proportion=0.56)
    >>> round(100 * found.lower, 1), round(100 * found.higher, 1)
    (24.9, 24.0)
    """
    if not (treated > 0 and others > 0):
        message = "Both groups must have people."
        raise UsageError(message)
    if not 0 <= proportion <= 1:
        message = "proportion must lie between 0 and 1."
        raise UsageError(message)
    reaches = normal_quantile(confidence), _reach_of(power)

    def is_found(difference: float) -> bool:
        theirs = min(max(proportion + difference, 0.0), 1.0)
        pooled = (treated * theirs + others * proportion) / (treated + others)
        by_test = math.sqrt(max(pooled * (1 - pooled), 0.0) * (1 / treated + 1 / others))
        as_it_is = math.sqrt(theirs * (1 - theirs) / treated + proportion * (1 - proportion) / others)
        return abs(difference) >= reaches[0] * by_test + reaches[1] * as_it_is

    found: list[float] = []
    for farthest in (-proportion, 1 - proportion):
        # The errors bend downwards as the difference grows, so that it overtakes them once.
        near, far = 0.0, 1.0
        for _ in range(HALVINGS):
            part = (near + far) / 2
            near, far = (near, part) if is_found(part * farthest) else (part, far)
        found.append(abs(far * farthest) if farthest and is_found(far * farthest) else np.nan)
    return Detectable(lower=found[0], higher=found[1])


def people_to_find(
    proportion: float, *, against: float, others: float = np.inf, confidence: float = 0.95, power: float = 0.8
) -> float:
    """How many people would it take to find that an answer is so common, against how common it was?

    The smallest number for which the test of ``detectable_difference`` would find it as often as ``power`` says, where
    the others are as many as they are. Infinite where no number would do, for there are too few of the others.

    Parameters
    ----------
    proportion, against
        How common the answer is among those who are counted, and among the others; from 0 to 1.
    others
        How many the others are; infinite where how common it is among them is known for certain.
    confidence
        0.95 for a test at the level of 5%.
    power
        How often the difference is to be found if it is there; between 0.5 and 1.

    Raises
    ------
    UsageError
        If ``confidence`` or ``power`` is not between 0.5 and 1, or a proportion is not between 0 and 1.

    References
    ----------
    Fleiss, Levin and Paik (2003), Statistical Methods for Rates and Proportions, third edition, chapter 4.

    Examples
    --------
    A fall from 60% to 54%: 1,068 where as many were counted before, 529 where the 60% are certain.

    >>> people_to_find(0.54, against=0.6, others=1068), people_to_find(0.54, against=0.6)
    (1068.0, 529.0)
    """
    if not (0 <= proportion <= 1 and 0 <= against <= 1):
        message = "proportion and against must lie between 0 and 1."
        raise UsageError(message)
    reaches = normal_quantile(confidence), _reach_of(power)

    def is_found(number: float) -> bool:
        part = number / (number + others) if math.isfinite(others) else 0.0
        pooled = part * proportion + (1 - part) * against
        by_test = math.sqrt(pooled * (1 - pooled) * (1 / number + 1 / others))
        as_it_is = math.sqrt(proportion * (1 - proportion) / number + against * (1 - against) / others)
        return abs(proportion - against) >= reaches[0] * by_test + reaches[1] * as_it_is

    return _fewest(is_found)


def people_needed(people: float, *, difference: float, standard_error: float, confidence: float = 0.95) -> float:
    """About how many people would it have taken for the limits of this difference to leave out 0?

    So many of the treated, with the others in proportion, if the difference and what people vary by stayed as they
    are. That is a supposition and no forecast: with more people the difference would have been another. Infinite where
    there is no difference.

    Parameters
    ----------
    people
        How many of the treated there were.
    difference, standard_error
        What was found; of a ratio, the logarithm.
    confidence
        0.95 for a 95% interval.

    Raises
    ------
    UsageError
        If ``confidence`` is not between 0.5 and 1.

    References
    ----------
    Fleiss, Levin and Paik (2003), Statistical Methods for Rates and Proportions, third edition, chapter 4.

    Examples
    --------
    >>> people_needed(100, difference=0.1, standard_error=0.1)
    385.0
    """
    reach = normal_quantile(confidence) * standard_error
    if math.isnan(reach) or math.isnan(difference):
        return np.nan
    return float(math.ceil(people * (reach / difference) ** 2)) if difference else np.inf


def people_needed_for_proportions(
    treated: float, others: float, *, proportion: float, against: float, confidence: float = 0.95
) -> float:
    """How many people would it have taken for Newcombe's limits of this difference to leave out 0?

    The smallest number of the treated, with the others in proportion, if both proportions stayed as they are. That is
    a supposition and no forecast, as for ``people_needed``. Infinite where there is no difference.

    Parameters
    ----------
    treated, others
        How many people there were; of weighted ones, how many they are worth.
    proportion, against
        How common the answer was among the treated, and among the others.
    confidence
        0.95 for a 95% interval.

    Raises
    ------
    UsageError
        If ``confidence`` is not between 0.5 and 1.

    References
    ----------
    Newcombe (1998), Statistics in Medicine 17, 873-890, method 10.

    Examples
    --------
    Rossi, Berk and Lenihan (1980): 48 of 216 people with financial aid were rearrested, and 66 of 216 without.

    >>> people_needed_for_proportions(216, 216, proportion=48 / 216, against=66 / 216)
    216.0
    """
    normal_quantile(confidence)
    if not (treated > 0 and others > 0) or math.isnan(proportion + against):
        return np.nan

    def leaves_out_0(number: int) -> bool:
        ours, theirs = float(number), number * others / treated
        ends = newcombe(
            wilson([ours * proportion], [ours], confidence=confidence),
            np.array([proportion]),
            against=wilson([theirs * against], [theirs], confidence=confidence),
            against_estimate=np.array([against]),
        )
        return bool(ends.lower[0] > 0 or ends.upper[0] < 0)

    return _fewest(leaves_out_0)


def _fewest(is_enough: Callable[[int], bool]) -> float:
    """Return the smallest number from which on there are enough; infinite if none is."""
    most = 1
    while not is_enough(most):
        if most >= MOST_PEOPLE:
            return np.inf
        most *= 2
    too_few = most // 2
    while most - too_few > 1:
        middle = (too_few + most) // 2
        too_few, most = (too_few, middle) if is_enough(middle) else (middle, most)
    return float(most)


def _reach_of(power: float) -> float:
    """Return how many standard errors a power is worth."""
    if not 0.5 < power < 1:  # noqa: PLR2004 - the bounds are what the sentence says
        message = f"power must lie between 0.5 and 1 (such as 0.8), but was {power}."
        raise UsageError(message)
    return NormalDist().inv_cdf(power)


def e_value(ratio: float, *, lower: float, upper: float) -> EValue:
    """How strong would something left out have to be, to explain this ratio away altogether?

    It would have to be so many times as common among one side as among the other, and make the answer so many times as
    likely, beyond everything that was adjusted for. It says nothing of whether there is any such thing. A ratio of odds
    or of rates is like one of risks only where the answer is rare. For a difference, give the ratio of the proportions,
    and each limit as 1 more than it is over the proportion of the others.

    Parameters
    ----------
    ratio
        Of risks, above 0.
    lower, upper
        Its limits, ``lower <= ratio <= upper``; a lower limit of 0 or less is one without an end.

    References
    ----------
    VanderWeele and Ding (2017), Annals of Internal Medicine 167, 268-274.

    Examples
    --------
    >>> found = e_value(3.9, lower=1.8, upper=8.7)
    >>> round(found.of_estimate, 3), round(found.of_limit, 3)
    (7.263, 3.0)
    """
    holds_1 = lower <= 1 <= upper
    nearest = 1.0 if holds_1 else (lower if ratio > 1 else upper)
    return EValue(_e_value(ratio), _e_value(nearest))


def _e_value(ratio: float) -> float:
    if not ratio > 0:
        return np.nan if math.isnan(ratio) else np.inf
    away = max(ratio, 1 / ratio)
    return away + math.sqrt(away * (away - 1))
