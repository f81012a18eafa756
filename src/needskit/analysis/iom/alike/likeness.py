"""How alike the arms are in each level of each covariate, and in each number, before and after."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from needskit.analysis.iom.alike.covariates import MISSING
from needskit.stats.balance import Side, balance

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
    """

    covariate: int
    group: Group | None
    is_known: bool
    before: float
    after: float
    weighted: float


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
        some = each.of(among)
        for group, is_known, column in _columns(some):
            found = balance(column[:, None], treated[among], weights[among])
            of_band = group is not None and some.numbers is not None
            spread = _spread(column) if of_band and found.in_one_arm[0] else None
            before, after = (_size(side, spread) for side in (found.before, found.after))
            rows.append(Alike(place, group, is_known, before, after, float(found.after.comparison[0])))
    return Likeness(tuple(rows))


def _size(side: Side, spread: float | None) -> float:
    """Return a difference without its sign and with an end; 0 where an arm is of nobody known."""
    difference = float(side.difference[0] if spread is None else (side.treated[0] - side.comparison[0]) / spread)
    return 0.0 if np.isnan(difference) else min(abs(difference), FURTHEST)


def _spread(band: Floats) -> float:
    """Return the standard deviation over both arms, for a band that one has nobody in.

    A band is not what people are matched on, so that nobody is in it of one arm may be chance.
    """
    share = float(band.mean())
    return math.sqrt(share * (1 - share))


def _columns(values: Values) -> Iterator[tuple[Group | None, bool, Floats]]:
    if values.numbers is not None:
        yield None, True, values.numbers
    levels = values.covariate.levels
    if levels is None:
        return
    for place, group in enumerate(values.covariate.groups):
        yield group, True, (values.places == place).astype(np.float64)
    for group in levels.groups:
        if group not in values.covariate.groups:
            yield group, False, (values.places == MISSING).astype(np.float64)
