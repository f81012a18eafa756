"""Spells of accommodation are drawn, and read with the people whose they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import needskit as nk

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pandas as pd
    from tests.spec.analysis.spells import Spells

    Draw = Callable[[str], pd.DataFrame]

SETTINGS = """
[cohort]
population = "people in a test"
{as_at}
[sources.people]
file = ""
role = "people"
[sources.accommodation]
file = ""
role = "accommodation"
"""


@pytest.fixture
def spells(draw: Draw, tmp_path: Path) -> Spells:
    """Return the cohort of drawn spells; all have the index date 30 June 2024 unless people are drawn too."""

    def cohort(drawing: str, people: str = "", as_at: str = "as_at = 2025-12-31") -> nk.Cohort:
        homes = draw(drawing)
        everybody = "\n".join(f"{person} | 2024-06-30" for person in dict.fromkeys(homes["person_id"]))
        frames = {"accommodation": homes, "people": draw(people or f"person_id | index_date\n{everybody}")}
        path = tmp_path / "needskit.toml"
        path.write_text(SETTINGS.format(as_at=as_at), encoding="utf-8")
        return nk.read_cohort(path, frames=frames)

    return cohort
