"""Measures of the same people in two windows of time: how many with any, and how often, before and after."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from needskit.stats.before_after import changed
from needskit.stats.two_windows import Moments, OffBy
from needskit.table.measure import Measure
from needskit.table.paired import PAIRED
from needskit.table.reoffending import DAYS_IN_A_YEAR

if TYPE_CHECKING:
    from needskit.stats.before_after import Change
    from needskit.stats.proportion import Floats
    from needskit.table.measure import Figures

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


def _relative(found: Change, few: Floats) -> Figures:
    shown = (found.ratio, found.ratio_lower, found.ratio_upper)
    return {name: np.where(few, np.nan, each - 1) for name, each in zip(_CHANGES, shown, strict=True)}


def _any(parts: Floats, confidence: float, off_by: int) -> Figures:
    before, known, _, after, _, _, both, _ = parts.T
    # A yes is 1, and so is the time of each: all products are counts of people too.
    products = (before, before, both, before, known, after, known, after, after, known)
    of = _moments(known, np.stack((before, known, after, known), axis=-1), np.stack(products, axis=-1))
    found = changed(of, confidence=confidence, off_by=OffBy(off_by, off_by, off_by))
    few = (np.minimum(before, after) < FEWEST_WITH_ANY) & (off_by > 0)
    return {**PAIRED.rule(parts, confidence, off_by), **_relative(found, few)}


ANY_BEFORE_AND_AFTER = replace(
    PAIRED,
    name="paired percentages, and the relative change",
    method=f"{PAIRED.method} {_RELATIVE} It is {_FEW}",
    rule=_any,
    figures=(*PAIRED.figures, *_CHANGES),
)
"""Parts: as those of the paired percentages."""


def _rates(parts: Floats, confidence: float, off_by: int, *, in_days: bool) -> Figures:
    out_of, everyone, any_before, any_after = parts[:, :4].T
    sums, products = parts[:, 4:8], parts[:, 8:]
    sums_off, products_off = np.full(4, float(off_by)), np.full((4, 4), float(off_by))
    years: Figures = {}
    if in_days:
        # Which of the four, and how often it is in each product, is time.
        of_time = np.array([0, 1, 0, 1])
        in_product = of_time[:, None] + of_time
        sums, products = (
            sums / DAYS_IN_A_YEAR**of_time,
            products / DAYS_IN_A_YEAR ** in_product[*np.transpose(PRODUCTS)],
        )
        sums_off, products_off = sums_off / DAYS_IN_A_YEAR**of_time, products_off / DAYS_IN_A_YEAR**in_product
        if off_by:
            # The days that two groups differ by would tell how long the one who is in one of them only was in custody.
            sums, products = np.rint(sums), np.rint(products)
            sums_off, products_off = sums_off + of_time / 2, products_off + (in_product > 0) / 2
        years = {"person_years": sums[:, 1], "against_person_years": sums[:, 3]}
    found = changed(
        _moments(out_of, sums, products), confidence=confidence, off_by=OffBy(off_by, sums_off, products_off)
    )
    few = (np.minimum(any_before, any_after) < FEWEST_WITH_ANY) & (off_by > 0)
    rates = (found.after, found.difference, found.difference_lower, found.difference_upper)
    events = {"events": parts[:, 4], "against_events": parts[:, 6]}
    return {
        "out_of": out_of,
        "not_known": everyone - out_of,
        **{name: np.where(few, np.nan, each) for name, each in events.items()},
        "estimate": found.before,
        **dict(zip(_RATES, rates, strict=True)),
        **_relative(found, few),
        "p_value": found.p_value,
        **years,
        "base": np.where(few, 0, out_of),
    }


_FIGURES = ("out_of", "not_known", "events", "against_events", "estimate", *_RATES, *_CHANGES, "p_value")

RATE_BEFORE_AND_AFTER = Measure(
    "a rate before and after",
    "per 100",
    "Rate: the events divided by what the row says, one sum over another, before and after. P value: that the ratio of "
    f"the two rates is 1. {_RELATIVE} Events and rates are {_FEW}",
    lambda parts, confidence, off_by: _rates(parts, confidence, off_by, in_days=False),
    _FIGURES,
    shown_per=100,
    shows=("out_of", "everyone", "", "", "events", "", "against_events"),
    heading="Rate before",
)
"""Parts: those known, everybody, those with any before and with any after; the sums of four numbers of each, which are
events before, what they are divided by, events after, what these are divided by; and the sums of ``PRODUCTS``."""

RATE_OF_TIME_BEFORE_AND_AFTER = replace(
    RATE_BEFORE_AND_AFTER,
    name="a rate before and after, for the time at risk",
    method=f"{RATE_BEFORE_AND_AFTER.method} Years at risk are those of each window less the days in custody; where "
    "counts are protected they are whole years.",
    rule=lambda parts, confidence, off_by: _rates(parts, confidence, off_by, in_days=True),
    figures=(*_FIGURES, "person_years", "against_person_years"),
)
"""Parts: the same, with days at risk as what events are divided by."""
