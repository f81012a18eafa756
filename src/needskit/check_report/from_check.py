"""What a check found, as the report of it wants it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from needskit.check_report.sources import CheckedSource

if TYPE_CHECKING:
    from needskit.extract.read import Checked


def checked_sources(found: Checked) -> tuple[CheckedSource, ...]:
    """Return every source as it was read."""
    several = len(found.sources) > 1
    return tuple(
        CheckedSource(
            name=typed.reading.name if several else "",
            file=typed.table.name,
            sheet=typed.table.sheet,
            headers=typed.table.headers,
            row_numbers=typed.table.row_numbers,
            texts=typed.table.columns,
        )
        for typed in found.sources
    )


def flow_of(found: Checked) -> tuple[tuple[str, str, int], ...]:
    """Return what became of the rows of each source: as the cohort counts them or, without one, as they were read."""
    if found.cohort is not None and len(found.sources) > 1:
        return tuple((s.label, fate, count) for s in found.cohort.sources for fate, count in s.rows.items() if count)
    return tuple(
        (typed.reading.name, name, int(count))
        for typed in found.sources
        for name, count in zip(typed.names, np.bincount(typed.fates, minlength=len(typed.names)), strict=True)
        if count
    )
