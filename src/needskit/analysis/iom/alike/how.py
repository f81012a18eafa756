"""How people are matched: the methods, what each is told, and the weights that come of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

import numpy as np

from needskit.analysis.iom.alike.refusal import refuse
from needskit.errors import UsageError
from needskit.stats.full_matching import full
from needskit.stats.matching import Matched as Weighted
from needskit.stats.matching import alike, exact, on_scale, radius, subclasses
from needskit.stats.nearest import nearest
from needskit.stats.score_order import NOBODY
from needskit.stats.ways import Method, Scale
from needskit.stats.weighting import entropy_balance, weights_to_treated

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy.typing as npt

    from needskit.analysis.iom.alike.terms import Values
    from needskit.stats.design import Design
    from needskit.stats.propensity import Propensity
    from needskit.stats.proportion import Floats

    Flags = npt.NDArray[np.bool_]

WORDS = {
    "radius": "all that are near enough in their probability of being treated",
    "nearest": "the nearest in their probability of being treated",
    "full": "those of the same set, sets being of the nearest in their probability of being treated",
    "exact": "those alike in every characteristic, numbers by their bands",
    "subclass": "those of the same fifth of the probability of being treated",
    "weights": "all, by their odds of being treated",
    "entropy": "all, by weights that make the means of the characteristics the same",
    "none": "all, as they are",
}
"""Who stands for those treated, by method."""

WITHIN = ("radius", "nearest")
GROUPED = (*WITHIN, "full", "exact")
SCALES = {
    "logit_sd": "standard deviations of the logit of the probability",
    "ps_sd": "standard deviations of the probability",
    "ps": "the probability itself",
}


@dataclass(frozen=True, slots=True)
class How:
    """How people are matched.

    Parameters
    ----------
    method
        One of ``WORDS``.
    caliper, scale
        How far apart people may be, and in what; of "radius" and "nearest". None for any distance.
    each, again
        How many stand for each one treated, and whether they can for several; of "nearest".
    exactly
        What people must be the same in; of "radius", "nearest", "full" and "exact".
    impute, known_only
        Whether missing numbers are filled in, or those without are left out.
    """

    method: Method = "radius"
    caliper: float | None = 0.2
    scale: Scale = "logit_sd"
    each: int = 1
    again: bool = False
    exactly: tuple[str, ...] = ()
    impute: bool = False
    known_only: bool = False

    def __post_init__(self) -> None:
        """Refuse what has no meaning.

        Raises
        ------
        UsageError
            If there is no such method or scale, or it is not told what it wants.
        """
        if self.method not in get_args(Method):
            message = f"method wants one of {', '.join(get_args(Method))}."
            raise UsageError(message)
        if self.scale not in SCALES or (self.caliper is not None and not 0 < self.caliper < np.inf):
            message = f"caliper wants a number above 0 or None, and caliper_scale one of {', '.join(SCALES)}."
            raise UsageError(message)
        if self.method == "radius" and self.caliper is None:
            message = "Matching within a radius wants a caliper: without one all are near enough."
            raise UsageError(message)
        if self.each < 1:
            message = "each wants a whole number, 1 or more."
            raise UsageError(message)
        if self.exactly and self.method not in GROUPED:
            message = f"exactly goes with the methods {', '.join(GROUPED)}."
            raise UsageError(message)
        if self.impute and self.known_only:
            message = "impute fills in what known_only leaves out. Ask for one of them."
            raise UsageError(message)

    @property
    def counts_alike(self) -> bool:
        """Whether all comparison people who are matched have the same weight, whoever they are."""
        return self.method == "none" or (self.method == "nearest" and self.each == 1 and not self.again)

    @property
    def in_words(self) -> str:
        """Everything that the weights depend on beside the people and the covariates."""
        words = [WORDS[self.method]]
        if self.method in WITHIN and self.caliper is not None:
            words.append(f"no further away than {self.caliper:g} {SCALES[self.scale]}")
        if self.method == "nearest":
            words.append(f"{self.each} for each, {'also for several' if self.again else 'for one alone'}")
        if self.exactly:
            words.append(f"the same in {', '.join(self.exactly)}")
        words += ["missing numbers filled in by the median"] if self.impute else []
        words += ["only those with every number known"] if self.known_only else []
        return "; ".join(words)


def weighted(
    how: How, values: Sequence[Values], treated: Flags, model: Callable[[], tuple[Design, Propensity]]
) -> Weighted:
    """Return how much each of the people counts.

    Parameters
    ----------
    how
        The method.
    values
        What they have of each covariate.
    treated
        Who was treated, shape ``(people,)``.
    model
        Gives the terms, and how likely each was to be treated; asked for by methods that go by these.

    Raises
    ------
    UsageError
        If a covariate tells the arms apart, or no weights make the means the same.
    """
    if how.method == "none":
        return exact(np.zeros(len(treated)), treated)
    exactly = [each.places for each in values if each.covariate.name in how.exactly]
    if how.method == "exact":
        return exact(alike(exactly or [_answers(each) for each in values]), treated)
    terms, found = model()
    if how.method == "entropy":
        names = [values[place].covariate.name for place in terms.covariate[1:]]
        return _entropy(terms.matrix[:, 1:], treated, names)
    return _by_probability(how, found, treated, alike(exactly) if exactly else None)


def _by_probability(how: How, found: Propensity, treated: Flags, group: npt.NDArray[np.intp] | None) -> Weighted:
    """Return the weights of a method that sets people beside each other by their probability alone."""
    if how.method == "weights":
        weights = weights_to_treated(treated, found.probability)
        weights[~treated] *= treated.sum() / weights[~treated].sum()
        return Weighted(weights, treated, np.full(len(treated), NOBODY))
    if how.method == "subclass":
        return subclasses(found.probability, treated)
    if how.method == "full":
        return full(found.probability, treated, exactly=group)
    if how.caliper is None:
        return nearest(found.probability, treated, each=how.each, again=how.again, exactly=group)
    score, within = on_scale(found, caliper=how.caliper, scale=how.scale)
    if how.method == "radius":
        return radius(score, treated, within=within, exactly=group)
    return nearest(score, treated, each=how.each, again=how.again, within=within, exactly=group)


def _answers(each: Values) -> npt.NDArray[np.generic]:
    """Return what people must have the same of: the level, the band of a number, or the number where it has none."""
    if each.covariate.levels is None and each.numbers is not None:
        return each.numbers
    return each.places


def _entropy(x: Floats, treated: Flags, names: Sequence[str]) -> Weighted:
    found = entropy_balance(treated, x)
    if not found.reached:
        far = names[int(np.argmax(np.where(found.outside, np.inf, found.left)))]
        words = (
            f"No weights give the comparison the means of those treated; '{far}' is furthest off. Leave it out of "
            "adjust, or take another method."
        )
        refuse("R-NO-WEIGHTS", words)
    return Weighted(found.weights, treated, np.full(len(treated), NOBODY))
