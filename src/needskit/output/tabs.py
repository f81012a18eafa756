"""What the worksheet of each released table is called."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from needskit.disclosure.released import Release

DATA_QUALITY_KEY = "coverage.problems"
DATA_QUALITY = "Data quality"


def tabs_of(release: Release) -> dict[str, str]:
    """Return the name of the worksheet of each table by its key, data quality first, as they stand."""
    keys = [table.caption.key for table in release]
    others = [key for key in keys if key != DATA_QUALITY_KEY]
    first = {DATA_QUALITY_KEY: DATA_QUALITY} if len(others) < len(keys) else {}
    return {**first, **{key: f"Table {number}" for number, key in enumerate(others, start=1)}}
