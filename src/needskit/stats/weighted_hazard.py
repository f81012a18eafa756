"""The hazard ratio of two groups of weighted people, by Cox's model with the group as its one term."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from needskit.errors import UsageError
from needskit.stats.proportion import normal_quantile
from needskit.stats.tails import two_sided_p_value

if TYPE_CHECKING:
    import numpy.typing as npt

    from needskit.stats.cox import Ties
    from needskit.stats.proportion import Floats
    from needskit.stats.weighted_survival import WeightedByDay

FURTHEST = 30.0
"""A coefficient beyond this has no end."""

MOST_STEPS = 200
SETTLED = 1e-10


class HazardRatio(NamedTuple):
    """How many times the rate of the event the first group has, among those still without it."""

    ratio: float
    coefficient: float
    """Its logarithm."""
    standard_error: float
    """Of the logarithm, robust."""
    lower: float
    upper: float
    p_value: float
    """Two-sided, of Wald's test: below 0.05 exactly where the 95% limits leave out 1."""
    information_error: float
    """What the standard error would be if the weights were numbers of people: too small where they are not."""


NONE = HazardRatio(*([np.nan] * 7))


def weighted_hazard_ratio(people: WeightedByDay, *, ties: Ties = "efron", confidence: float = 0.95) -> HazardRatio:
    """How many times as soon do those of the first group have a first event, weighted?

    Everybody counts by their weight for as long as they were followed up. Maximum weighted partial likelihood; the
    standard error is the robust one of Binder, and of Lin and Wei, which takes weights as given and holds also where
    the rate is not so many times that of others throughout: the ratio is then a kind of mean over time. With ties after
    Efron, those with the event on the same day count with the mean of their weights, as in R's coxph.

    There is no estimate, and the figures are not numbers, if a group has nobody, or has no event while the other is at
    risk.

    Parameters
    ----------
    people
        Of two groups, from ``weighted_by_day``; the second is what the first is set against.
    ties
        What is supposed of people with the event on the same day: "efron" or "breslow".
    confidence
        0.95 for a 95% interval.

    Raises
    ------
    UsageError
        If ``ties`` is neither, or ``confidence`` is not between 0.5 and 1.

    References
    ----------
    Binder (1992), Biometrika 79, 139-147. Lin and Wei (1989), Journal of the American Statistical Association 84,
    1074-1078. Efron (1977), Journal of the American Statistical Association 72, 557-565. Therneau and Grambsch (2000),
    Modeling Survival Data, section 7.1.

    Examples
    --------
    Two of three people of the first group have the event, on the days 1 and 2, and one of three of the second, on
    day 3.

    >>> from needskit.stats.weighted_survival import of_counts
    >>> found = weighted_hazard_ratio(of_counts([[1, 1, 0], [0, 0, 1]], [[0, 0, 1], [0, 0, 2]]))
    >>> round(found.ratio, 3), round(found.information_error, 3)
    (3.411, 1.254)
    """
    if ties not in {"efron", "breslow"}:
        message = 'ties wants "efron" or "breslow".'
        raise UsageError(message)
    quantile = normal_quantile(confidence)
    steps = _Steps(people, is_efron=ties == "efron")
    coefficient = _solved(steps)
    if coefficient is None:
        return NONE
    information = steps.slopes(coefficient)[1]
    error = float(np.sqrt(steps.squares(coefficient)) / information)
    lower, upper = (float(np.exp(coefficient + reach * error)) for reach in (-quantile, quantile))
    # Where nobody of a group differs from anybody there is no error.
    p_value = float(two_sided_p_value(coefficient / error)) if error > 0 else np.nan
    return HazardRatio(
        float(np.exp(coefficient)), coefficient, error, lower, upper, p_value, float(1 / np.sqrt(information))
    )


class _Steps:
    """The days with events, and a step for each event of each of them."""

    def __init__(self, people: WeightedByDay, *, is_efron: bool) -> None:
        self.people = people
        number = np.rint(people.events.number.sum(axis=0)).astype(np.intp)
        self.days = len(number)
        self.day: npt.NDArray[np.intp] = np.repeat(np.arange(self.days), number)
        first = np.cumsum(number) - number
        self.gone = (np.arange(len(self.day)) - first[self.day]) / number[self.day] * is_efron
        self.of = 1 / number[self.day]
        events = people.events.weight[:, self.day]
        self.mean_weight = events.sum(axis=0) * self.of
        self.at_risk = people.at_risk.weight[:, self.day] - self.gone * events
        self.ours = float(people.events.weight[0].sum())

    def means(self, coefficient: float) -> tuple[Floats, Floats]:
        """Return what all at risk come to at each step, and the part of it that is the first group's."""
        ours, theirs = np.exp(coefficient) * self.at_risk[0], self.at_risk[1]
        return ours + theirs, ours / (ours + theirs)

    def slopes(self, coefficient: float) -> tuple[float, float]:
        """Return the score and the information."""
        _, part = self.means(coefficient)
        return self.ours - float(self.mean_weight @ part), float(self.mean_weight @ (part * (1 - part)))

    def squares(self, coefficient: float) -> float:
        """Return the sum of the squares of what each person adds to the score."""
        whole, part = self.means(coefficient)
        found = 0.0
        for group, term in enumerate((1.0, 0.0)):
            apart = term - part
            rate = np.exp(coefficient * term) * self.mean_weight / whole * apart
            of_risk = np.cumsum(self._by_day(rate))
            # Of somebody with the event the later steps of the day no longer count in full.
            of_event = self._by_day(self.of * apart + self.gone * rate) - of_risk
            found += float(self.people.events.square[group] @ of_event**2)
            found += float(self.people.left.square[group] @ of_risk**2)
        return found

    def _by_day(self, each: Floats) -> Floats:
        return np.bincount(self.day, each, minlength=self.days).astype(np.float64)


def _solved(steps: _Steps) -> float | None:
    """Return the coefficient at which the score is 0; None where there is none."""
    if not len(steps.day) or not (steps.people.at_risk.number[:, 0] > 0).all():
        return None
    low, high = -FURTHEST, FURTHEST
    if not steps.slopes(low)[0] > 0 > steps.slopes(high)[0]:
        return None
    coefficient = 0.0
    for _ in range(MOST_STEPS):
        score, information = steps.slopes(coefficient)
        low, high = (coefficient, high) if score > 0 else (low, coefficient)
        tried = coefficient + score / information if information > 0 else np.inf
        # The score falls throughout, so that what lies outside of where it changes sign is a step too far.
        tried = tried if low <= tried <= high else (low + high) / 2
        if abs(tried - coefficient) <= SETTLED:
            return tried if abs(tried) < FURTHEST - 1 else None
        coefficient = tried
    return None
