"""The measures of what became of a part of the people matched: of those who reoffended."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from needskit.table.balanced import FEWEST_PEOPLE
from needskit.table.figure import PARTLY_ALIKE, UNLIKE
from needskit.table.matched import MATCHED_PERCENTAGE, people_behind

if TYPE_CHECKING:
    from needskit.stats.proportion import Floats
    from needskit.table.measure import Figures

COUNTED = ("count", "out_of", "against_count", "against_out_of")


def _of_part(parts: Floats, confidence: float, off_by: int, *, most: int, alike: bool) -> Figures:
    """Return the figures of one kind of outcome, of parts that end with the counts of the other kinds."""
    own, others = (parts[:, :5], parts[:, 5:]) if alike else (parts[:, :7], parts[:, 7:])
    found = MATCHED_PERCENTAGE[most, alike].rule(own, confidence, off_by)
    # Of so few the arms cannot be told apart, whether counts are protected or not.
    few = parts[:, 0] < FEWEST_PEOPLE
    shown = {name: figure if name in COUNTED else np.where(few, np.nan, figure) for name, figure in found.items()}
    base = np.where(few, 0, found["base"])
    base = np.where(_is_last_but_one(own, others.reshape(len(parts), -1, 2), off_by), 0, base)
    return {**shown, "base": base, "further_base": base}


def _is_last_but_one(own: Floats, others: Floats, off_by: int) -> Floats:
    """Tell which rows have to be withheld with a single one that is: all but it come to what it is short of all.

    Parameters
    ----------
    own
        Of the treated with the kind and all, of the comparison both; shape ``(cells, 4 or more)``.
    others
        Of each other kind those of the treated and of the comparison; shape ``(cells, kinds, 2)``.
    off_by
        How far each count may be from the true one.
    """
    kinds = others.shape[1]
    if kinds < 2 or not off_by:  # noqa: PLR2004 - of two kinds each is what the other is short of
        return np.zeros(len(own), dtype=bool)
    size = np.full(len(own), np.inf)
    is_shown = np.column_stack(
        [
            people_behind(np.column_stack([others[:, kind, 0], own[:, 1], others[:, kind, 1], own[:, 3]]), size, off_by)
            > 0
            for kind in range(kinds)
        ]
    )
    # Of two that are as common both are withheld.
    fewest = np.where(is_shown, others.sum(axis=2), np.inf).min(axis=1)
    found: Floats = ((~is_shown).sum(axis=1) == 1) & (own[:, 0] + own[:, 2] <= fewest)
    return found


_AMONG = (
    "Counted are those with a reoffence, of those matched, with the weights that they were matched by. The level of "
    f"evidence is {PARTLY_ALIKE} at most: all of either arm were made alike, not the part that reoffended. Of fewer "
    f"than {FEWEST_PEOPLE} of the treated nothing but counts is given. Where one kind alone would be withheld, the "
    "least common of the others is withheld too, for it would follow from these."
)

MATCHED_PART = {
    (most, alike): replace(
        whole,
        name=f"matched percentage of a part, evidence up to {most}{', all alike' if alike else ''}",
        method=f"{_AMONG} {whole.method}",
        rule=partial(_of_part, most=most, alike=alike),
    )
    for (most, alike), whole in MATCHED_PERCENTAGE.items()
    if most in {UNLIKE, PARTLY_ALIKE}
}
"""By the highest level of evidence that there may be, and whether all of the comparison count alike. Parts: as those of
a matched percentage, then of each other kind those of the treated and of the comparison."""
