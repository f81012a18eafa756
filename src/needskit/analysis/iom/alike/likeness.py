"""How alike the arms are in each level of each covariate, and in each number, before and after."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from needskit.analysis.iom.alike.covariates import MISSING
from needskit.analysis.values import UNKNOWN
from needskit.stats.balance import Balance, Side, balance, balance_of_levels

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy.typing as npt

    from needskit.analysis.iom.alike.terms import Values
    from needskit.cohort.breakdown import Group
    from needskit.stats.proportion import Floats

    Flags = npt.NDArray[np.bool_]

FURTHEST = 10.0
"""A difference beyond this is shown as this: of a level that one arm has and nobody of the other it has no end."""


@dataclass(frozen=True, slots=True)
class Alike:
    """How alike the arms are in one row.

    Parameters
    ----------
    covariate
        Its place.
    group
        The level; None for the mean of a number.
    is_known
        False for the level of those not known.
    before, after
        The standardised difference, without its sign.
    weighted
        The proportion of the comparison, weighted; of a number the mean.
    ratio_before, ratio_after
        Of a number the variance of those treated divided by that of the comparison; 1 of a level.
    """

    covariate: int
    group: Group | None
    is_known: bool
    before: float
    after: float
    weighted: float
    ratio_before: float = 1.0
    ratio_after: float = 1.0


@dataclass(frozen=True, slots=True, repr=False)
class Likeness:
    """How alike the arms are in every row."""

    rows: tuple[Alike, ...]

    @property
    def worst_before(self) -> float:
        """The largest difference before."""
        return max((row.before for row in self.rows), default=0.0)

    @property
    def worst_after(self) -> float:
        """The largest difference that is left."""
        return max((row.after for row in self.rows), default=0.0)


def likeness_of(values: Sequence[Values], treated: Flags, among: Flags, weights: Floats) -> Likeness:
    """How alike are the arms?

    Counted is everybody of either arm who is looked at; after, by weight. Differences are in standard deviations of all
    treated who are looked at, before and after alike; of a band of numbers that one arm has nobody in, in those of both
    arms.

    Parameters
    ----------
    values
        What people have of each covariate.
    treated, among, weights
        Who was treated, who is looked at and how much each counts, shape ``(people,)``.
    """
    rows: list[Alike] = []
    for place, each in enumerate(values):
        rows += _rows(place, each.of(among), treated[among], weights[among])
    return Likeness(tuple(rows))


def _rows(place: int, values: Values, treated: Flags, weights: Floats) -> Iterator[Alike]:
    """Return the rows of a covariate: the mean of a number, then the levels, those not known last."""
    if values.numbers is not None:
        found = balance(values.numbers[:, None], treated, weights)
        ratios = [_ratio(side, float(found.spread[0])) for side in (found.before, found.after)]
        yield _row(place, None, found, 0, spread=None, ratios=ratios)
    levels, groups = values.covariate.levels, values.covariate.groups
    if levels is None:
        return
    # Those not known stand behind the levels that are; whom nobody asked are in none.
    codes = np.where(values.places == MISSING, len(groups), values.places)
    found = balance_of_levels(codes, treated, weights, levels=len(groups) + 1)
    known = [*enumerate(groups), *((len(groups), group) for group in levels.groups if group not in groups)]
    for at, group in known:
        spread = None
        if values.numbers is not None and found.in_one_arm[at]:
            spread = _spread(float((codes == at).mean()))
        yield _row(place, group, found, at, spread=spread, ratios=())


def _row(
    place: int, group: Group | None, found: Balance, at: int, *, spread: float | None, ratios: Sequence[float]
) -> Alike:
    before, after = (_size(side, at, spread) for side in (found.before, found.after))
    is_known = group is None or not group.answers <= UNKNOWN
    return Alike(place, group, is_known, before, after, float(found.after.comparison[at]), *ratios)


def _size(side: Side, at: int, spread: float | None) -> float:
    """Return a difference without its sign and with an end; 0 where an arm is of nobody known."""
    difference = float(side.difference[at] if spread is None else (side.treated[at] - side.comparison[at]) / spread)
    return 0.0 if np.isnan(difference) else min(abs(difference), FURTHEST)


def _ratio(side: Side, spread: float) -> float:
    """Return a ratio of variances with an end; 1 where neither arm varies."""
    ratio = float(side.variance_ratio[0])
    if np.isnan(ratio):
        return FURTHEST if spread > 0 else 1.0
    return min(ratio, FURTHEST)


def _spread(share: float) -> float:
    """Return the standard deviation over both arms, for a band that one has nobody in.

    A band is not what people are matched on, so that nobody is in it of one arm may be chance.
    """
    return math.sqrt(share * (1 - share))
