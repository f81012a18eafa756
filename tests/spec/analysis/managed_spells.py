"""People with a source of spells under IOM beside them."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

import needskit as nk

if TYPE_CHECKING:
    from collections.abc import Iterable

    from needskit.cohort.cohort import Cohort

SETTINGS = """
[cohort]
population = "people in a test"
as_at = 2025-12-31
[sources.people]
file = ""
role = "people"
[sources.police]
file = ""
role = "iom"
complete = {complete}
"""


def linked(people: pd.DataFrame, spells: Iterable[tuple[str, ...]], *, complete: bool = True) -> Cohort:
    """Return people with spells: whose, the first day, the last, and the tier where one is given."""
    columns = ["person_id", "start_date", "end_date", "iom_tier"]
    frame = pd.DataFrame([(*each, "")[: len(columns)] for each in spells], columns=columns)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "needskit.toml")
        path.write_text(SETTINGS.format(complete=str(complete).lower()), encoding="utf-8")
        return nk.read_cohort(path, frames={"people": people, "police": frame})
