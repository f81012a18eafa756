"""The measure of a step at an age, from the counts at each single year of age on both sides of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from needskit.stats.segmented import step_between
from needskit.table.figure import CERTAIN, FEW_AGES, FITTED, NOT_FITTED
from needskit.table.measure import Measure
from needskit.table.term import EVENTS_PER_TERM

if TYPE_CHECKING:
    from needskit.stats.proportion import Floats
    from needskit.table.measure import Figures

LEAST_AGES = 2
"""A line wants two ages with people in them."""

_STEP = ("line_below", "line_above", "difference", "difference_lower", "difference_upper", "p_value")


def step_of(below: tuple[int, ...], above: tuple[int, ...]) -> Measure:
    """Return the measure of a step between some ages and those that follow them.

    Parameters
    ----------
    below, above
        Ages in completed years, rising; the step is at the first of those above.

    Notes
    -----
    Parts: people of both sides with the answer, those known, everybody; then at each age those with the answer, and
    those known; what follows is only there to be protected with the others.
    """
    ages, size, at = np.array([*below, *above], dtype=np.float64), len(below) + len(above), above[0]

    def rule(parts: Floats, confidence: float, off_by: int) -> Figures:
        count, out_of, everyone = parts[:, :3].T
        known = parts[:, 3 + size : 3 + 2 * size]
        # Rounding can leave an age with more who have the answer than are known there by one multiple.
        yes = np.minimum(parts[:, 3 : 3 + size], known)
        # What rounding to one of the two multiples beside it adds, a remainder being as likely as another.
        variance = ((off_by + 1) ** 2 - 1) / 6
        fitted = [
            _fitted(ages, *cell, at=at, confidence=confidence, variance=variance)
            for cell in zip(yes, known, strict=True)
        ]
        return {
            "count": count,
            "out_of": out_of,
            "not_known": everyone - out_of,
            **{name: np.array([each.get(name, np.nan) for each in fitted]) for name in (*_STEP, "lines")},
            "base": np.full(len(parts), np.inf),
            "further_base": np.array([each["behind"] for each in fitted]),
        }

    return Measure(
        f"step at {at} from {below[0]} to {above[-1]}",
        "",
        "Step: logistic regression of the answer on age in completed years, each side with a level and a slope of its "
        "own, fitted to the counts at each single year of age by maximum likelihood. The step is what the line from "
        "this age on says of those of this age, less what the line of the ages below says, extended by one year. "
        "Limits: 95%, delta method; P value: Wald. Where counts are rounded, the variance that rounding adds to each "
        "is allowed for, but not the furthest that it may move them. Withheld where the rarer answer has fewer than "
        f"{EVENTS_PER_TERM} on a side.",
        rule,
        ("count", "out_of", "not_known", *_STEP, "lines"),
        shows=("count", "out_of", "everyone"),
        limits_hold_rounding=False,
    )


def _fitted(
    ages: Floats, yes: Floats, known: Floats, *, at: int, confidence: float, variance: float
) -> dict[str, float]:
    # Where there is no figure there is none to withhold, and the words that say why may stand.
    nothing = {"behind": np.inf}
    sides = ages < at, ages >= at
    if min((known[side] > 0).sum() for side in sides) < LEAST_AGES:
        return {**nothing, "lines": FEW_AGES}
    rarer = min(min(yes[side].sum(), (known - yes)[side].sum()) for side in sides)
    if not rarer:
        return {**nothing, "lines": CERTAIN}
    found = step_between(ages, yes, known, at=at, confidence=confidence, count_variance=variance)
    if np.isnan(found.difference):
        return {**nothing, "lines": NOT_FITTED}
    return {
        "line_below": found.if_0,
        "line_above": found.if_1,
        "difference": found.difference,
        "difference_lower": found.lower,
        "difference_upper": found.upper,
        "p_value": found.p_value,
        "lines": FITTED,
        "behind": 0.0 if rarer < EVENTS_PER_TERM else float(min(known[side].sum() for side in sides)),
    }
