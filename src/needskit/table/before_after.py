"""Measures of the same people in two windows of time: how many with any, and how often, before and after."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from needskit.stats.before_after import changed
from needskit.stats.equal_windows import Sums, changed_in_equal_windows, paired_ratio_limits
from needskit.stats.two_windows import Moments, OffBy
from needskit.table.measure import EventsOf, Measure, proportion_of
from needskit.table.paired import PAIRED
from needskit.table.reoffending import DAYS_IN_A_YEAR

if TYPE_CHECKING:
    import numpy.typing as npt

    from needskit.stats.before_after import Change
    from needskit.stats.proportion import Floats
    from needskit.table.measure import Figures

    Bools = npt.NDArray[np.bool_]

FEWEST_WITH_ANY: Final = 10
"""Where fewer with any than this are shown, before or after, no change of theirs is."""

PRODUCTS: Final = ((0, 0), (0, 1), (0, 2), (0, 3), (1, 1), (1, 2), (1, 3), (2, 2), (2, 3), (3, 3))
"""Of which two of the four numbers of each - events and time before, events and time after - sums of products are."""

_FEW = f"withheld where counts are protected and fewer than {FEWEST_WITH_ANY} with any are shown, before or after."
_RELATIVE = (
    "Relative change: after divided by before, less 1. Limits of relative changes, and of changes of a rate: 95%, each "
    "of those counted being one draw with both windows (clustered variance, Liang and Zeger 1986; Student's t); not of "
    "events as if they were independent."
)
_CHANGES = ("relative_change", "relative_change_lower", "relative_change_upper")
_RATES = ("rate_after", "rate_change", "rate_change_lower", "rate_change_upper")


def _moments(people: Floats, sums: Floats, products: Floats) -> Moments:
    """Put sums of shape ``(cells, 4)`` and sums of products of shape ``(cells, 10)`` together."""
    square = np.empty((*sums.shape, sums.shape[-1]))
    for place, (one, other) in enumerate(PRODUCTS):
        square[..., one, other] = square[..., other, one] = products[..., place]
    return Moments(people, sums, square)


def _relative(ratio: Floats, lower: Floats, upper: Floats, few: Bools) -> Figures:
    return {name: np.where(few, np.nan, each - 1) for name, each in zip(_CHANGES, (ratio, lower, upper), strict=True)}


def _too_few(any_before: Floats, any_after: Floats, off_by: int) -> Bools:
    found: Bools = (np.minimum(any_before, any_after) < FEWEST_WITH_ANY) & (off_by > 0)
    return found


def _any(parts: Floats, confidence: float, off_by: int) -> Figures:
    before, _, _, after, gained, lost, both, neither = parts.T
    limits = paired_ratio_limits(both, lost, gained, neither, confidence=confidence, off_by=off_by)
    ratio = proportion_of(after, before)
    few = _too_few(before, after, off_by)
    return {**PAIRED.rule(parts, confidence, off_by), **_relative(ratio, limits.lower, limits.upper, few)}


ANY_BEFORE_AND_AFTER = replace(
    PAIRED,
    name="paired percentages, and the relative change",
    method=f"{PAIRED.method} {_RELATIVE} It is {_FEW}",
    rule=_any,
    figures=(*PAIRED.figures, *_CHANGES),
)
"""Parts: as those of the paired percentages."""


def _shown(parts: Floats, found: Change, events: tuple[Floats, Floats], off_by: int) -> Figures:
    """Return the figures of a change of a rate, of parts that begin with those known, everybody and those with any."""
    out_of, everyone, any_before, any_after = parts[:, :4].T
    few = _too_few(any_before, any_after, off_by)
    rates = (found.after, found.difference, found.difference_lower, found.difference_upper)
    return {
        "out_of": out_of,
        "not_known": everyone - out_of,
        "events": np.where(few, np.nan, events[0]),
        "against_events": np.where(few, np.nan, events[1]),
        "estimate": found.before,
        **dict(zip(_RATES, rates, strict=True)),
        **_relative(found.ratio, found.ratio_lower, found.ratio_upper, few),
        "p_value": found.p_value,
        "base": np.where(few, 0, out_of),
    }


def _per_one(parts: Floats, confidence: float, off_by: int) -> Figures:
    before, after, *products = parts[:, 4:].T
    sums = Sums(parts[:, 0], before, after, *products)
    return _shown(parts, changed_in_equal_windows(sums, confidence=confidence, off_by=off_by), (before, after), off_by)


def _per_any(parts: Floats, confidence: float, off_by: int) -> Figures:
    sums = parts[:, 4:8]
    of = _moments(parts[:, 0], sums, parts[:, 8:])
    found = changed(of, confidence=confidence, off_by=OffBy(off_by, off_by, off_by))
    return _shown(parts, found, (sums[:, 0], sums[:, 2]), off_by)


def _per_year(parts: Floats, confidence: float, off_by: int) -> Figures:
    of_time = np.array([0, 1, 0, 1])
    # How often time is a factor of each product.
    in_product = of_time[:, None] + of_time
    sums = parts[:, 4:8] / DAYS_IN_A_YEAR**of_time
    products = parts[:, 8:] / DAYS_IN_A_YEAR ** in_product[*np.transpose(PRODUCTS)]
    sums_off, products_off = off_by / DAYS_IN_A_YEAR**of_time, off_by / DAYS_IN_A_YEAR**in_product
    if off_by:
        # The days that two groups differ by would tell how long the one who is in one of them only was in custody.
        sums, products = np.rint(sums), np.rint(products)
        sums_off, products_off = sums_off + of_time / 2, products_off + (in_product > 0) / 2
    of = _moments(parts[:, 0], sums, products)
    found = changed(of, confidence=confidence, off_by=OffBy(off_by, sums_off, products_off))
    years = {"person_years": sums[:, 1], "against_person_years": sums[:, 3]}
    return {**_shown(parts, found, (sums[:, 0], sums[:, 2]), off_by), **years}


_FIGURES = ("out_of", "not_known", "events", "against_events", "estimate", *_RATES, *_CHANGES, "p_value")

_WITHHELD = f"Events and rates are {_FEW}"

RATE_BEFORE_AND_AFTER = Measure(
    "a rate before and after",
    "per 100",
    "Rate: the events divided by what the row says, one sum over another, before and after. P value: that the ratio of "
    f"the two rates is 1, from the counts shown. {_RELATIVE} {_WITHHELD}",
    _per_one,
    _FIGURES,
    shown_per=100,
    shows=("out_of", "everyone", "", "", "events", "against_events"),
    heading="Rate before",
    events_of=(EventsOf(2, 4, each_has_one=True), EventsOf(3, 5, each_has_one=True)),
)
"""Parts: those known, everybody, those with any before and with any after; their events before and after; the sums of
the squares of those before, of each one's events before times those after, and of the squares of those after."""

RATE_OF_THOSE_WITH_ANY = replace(
    RATE_BEFORE_AND_AFTER,
    name="the rate of those with any, before and after",
    rule=_per_any,
    shows=("out_of", "everyone", "", "", "events", "", "against_events"),
    events_of=(EventsOf(2, 4, each_has_one=True), EventsOf(3, 6, each_has_one=True)),
)
"""Parts: those known, everybody, those with any before and with any after; the sums of four numbers of each, which are
events before, what they are divided by, events after, what these are divided by; and the sums of ``PRODUCTS``."""

RATE_OF_TIME_AT_RISK = replace(
    RATE_OF_THOSE_WITH_ANY,
    name="the rate of the time at risk, before and after",
    method=f"{RATE_BEFORE_AND_AFTER.method} Years at risk are those of each window less the days in custody; where "
    "counts are protected they are whole years.",
    rule=_per_year,
    figures=(*_FIGURES, "person_years", "against_person_years"),
)
"""Parts: the same, with days at risk as what events are divided by."""
