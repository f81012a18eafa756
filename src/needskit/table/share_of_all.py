"""Measures of a part of everybody, those not known among them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from needskit.table.measure import PERCENTAGE, Measure, proportion_of

if TYPE_CHECKING:
    from needskit.stats.proportion import Floats
    from needskit.table.measure import Figures


def _with_share_of_all(parts: Floats, confidence: float, off_by: int) -> Figures:
    return {**PERCENTAGE.rule(parts, confidence, off_by), "share_of_all": proportion_of(parts[:, 0], parts[:, 2])}


WITH_SHARE_OF_ALL = replace(PERCENTAGE, rule=_with_share_of_all, figures=(*PERCENTAGE.figures, "share_of_all"))
"""A percentage of those known beside that of everybody."""

SHARE_OF_ALL = Measure(
    "share of all",
    "",
    "Percentage of all: the count divided by all of the group, those not known among them. No interval.",
    lambda parts, _confidence, _off_by: {
        "count": parts[:, 0],
        "share_of_all": proportion_of(parts[:, 0], parts[:, 1]),
        "base": np.full(len(parts), np.inf),
        "further_base": parts[:, 1],
    },
    ("count", "share_of_all"),
    shows=("count",),
)
"""Those not known, as a share of everybody."""
