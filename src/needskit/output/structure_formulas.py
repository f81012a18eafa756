"""Which figures of a row follow by a formula from few counts, and from which: what an auditor works back."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from needskit.table.compared import AGAINST_THE_REST, ANOTHER_GROUP, DIFFERENCE, TWO_GROUPS
from needskit.table.measure import PERCENTAGE
from needskit.table.overlapping import SHARE_OF_FIRST
from needskit.table.stratified import WITHIN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from needskit.table.measure import Measure

USUAL = 0.95

_OWN = {"estimate": "percentage", "lower": "wilson lower", "upper": "wilson upper"}
_OTHERS = {
    "against_estimate": "other percentage",
    "against_lower": "other wilson lower",
    "against_upper": "other wilson upper",
}
_DIFFERENCE = {
    "difference": "difference",
    "difference_lower": "newcombe lower",
    "difference_upper": "newcombe upper",
}
_RATIOS = {
    "risk_ratio": "risk ratio",
    "risk_ratio_lower": "katz lower",
    "risk_ratio_upper": "katz upper",
    "odds_ratio": "odds ratio",
    "odds_ratio_lower": "woolf lower",
    "odds_ratio_upper": "woolf upper",
}
_TWO_GROUPS = {**_OWN, **_OTHERS, **_DIFFERENCE, **_RATIOS}
_LESS = {"estimate": "difference", "lower": "newcombe lower", "upper": "newcombe upper"}
_TOGETHER = {**_RATIOS, "expected": "expected", "lift": "lift", "phi": "phi"}


class Worked(NamedTuple):
    """Figures of the same counts: of which part of the measure, or weighted sum of parts, each form is."""

    of: Mapping[str, int | tuple[tuple[int, int], ...]]
    figures: Mapping[str, str]


_FORMULAS: Mapping[str, tuple[Worked, ...]] = {
    DIFFERENCE.name: (Worked({"a": 0, "ab": 1, "c": 2, "cd": 3}, _LESS),),
    AGAINST_THE_REST.name: (Worked({"a": 0, "ab": 1, "c": 3, "cd": 4}, _TWO_GROUPS),),
    **{
        measure.name: (Worked({"a": 0, "ab": 1, "b": 3, "c": 4, "cd": 5, "d": 6}, _TWO_GROUPS),)
        for measure in (TWO_GROUPS, WITHIN, ANOTHER_GROUP)
    },
    SHARE_OF_FIRST.name: (Worked({"a": 0, "b": 1, "ab": 2}, _OWN),),
    PERCENTAGE.name: (
        Worked({"a": 0, "ab": 2}, {"lowest": "percentage"}),
        Worked({"a": ((1, 0), (1, 2), (-1, 1)), "ab": 2}, {"highest": "percentage"}),
        Worked({"a": 3, "ab": 1}, {"at_least_share": "percentage"}),
    ),
}


def worked_of(measure: Measure) -> tuple[Worked, ...]:
    """Return the figures of a measure that follow by a formula from few of its parts."""
    if measure.name.startswith("together, "):
        found: tuple[Worked, ...] = (Worked({"a": 0, "b": 1, "c": 2, "d": 3, "all": 4}, _TOGETHER),)
    else:
        found = _FORMULAS.get(measure.name, ())
    kept = (
        Worked(each.of, {name: formula for name, formula in each.figures.items() if name in measure.figures})
        for each in found
    )
    return tuple(each for each in kept if each.figures)
