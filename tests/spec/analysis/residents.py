"""People and residents that are drawn, read together through a settings file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.spec.damage.drawn import write_sources

import needskit as nk

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pandas as pd

    from needskit.table.table import Table


def read_with(
    draw: Callable[[str], pd.DataFrame], folder: Path, people: str, residents: str = "", **cohort: str
) -> nk.Cohort:
    """Return the cohort of drawn people, beside drawn residents if there are any."""
    said = {"population": "people in a test", "as_at": "2025-12-31", **cohort}
    lines = "\n".join(f"{key} = {value}" if key == "as_at" else f'{key} = "{value}"' for key, value in said.items())
    cohort_table = f"[cohort]\n{lines}\n"
    if not residents:
        return nk.read_cohort(write_sources(draw, folder, cohort=cohort_table, people=people))
    return nk.read_cohort(write_sources(draw, folder, cohort=cohort_table, people=people, population=residents))


def row(table: Table, **at: str) -> dict[str, Any]:
    """Return the figures of the row that stands there."""
    frame = table.to_frame()
    for name, label in at.items():
        frame = frame[frame[name] == label]
    [found] = frame.to_dict("records")
    return {str(name): value for name, value in found.items()}
