"""Rivals that count people by group and pattern once and work the core tables out from that, as needskit does.

No idiom of those tools, but what an analyst could do who thought of it: it tells how much of the gain is the idea,
and how much the counting.
"""

from __future__ import annotations

import numpy as np
from benchmarks.overlap.figures import MOST, NUMBERS, Array
from benchmarks.overlap.needskit_tables import FromPatterns

NOT_ASSESSED = 3


class CountedOnce:
    """Counts from the number of people of each group and pattern; for the three core tables only."""

    def __init__(self, cells: tuple[Array, Array, Array], groups: int) -> None:
        group, answers, people = cells
        seen, row = np.unique(answers.astype(np.int64) @ 4 ** np.arange(MOST), return_inverse=True)
        answers = (seen[:, None] >> (2 * np.arange(MOST))) & 3
        at = group.astype(np.int64) * len(seen) + row
        counts = np.bincount(at, people, groups * len(seen)).reshape(groups, -1)
        self.counts = np.rint(counts).astype(np.int64)
        self.patterns = FromPatterns(answers)
        absent = (answers == NOT_ASSESSED).any(axis=1)
        self.places = np.where(
            absent, NUMBERS + 1, np.where(self.patterns.in_full, (answers == 0).sum(axis=1), NUMBERS)
        )

    def number(self, _by: str) -> Array:
        """As Counts."""
        return self.patterns.numbered(self.counts, self.places)

    def combinations(self, _by: str) -> Array:
        """As Counts."""
        return self.patterns.combined(self.counts)

    def pairs(self, _by: str) -> Array:
        """As Counts."""
        return self.patterns.paired(self.counts)
