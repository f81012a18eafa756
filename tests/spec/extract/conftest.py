"""People and offences are drawn, and read with the settings of a follow-up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import needskit as nk

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pandas as pd
    from tests.spec.extract.offences import Read


@pytest.fixture
def read_with(tmp_path: Path, draw: Callable[[str], pd.DataFrame]) -> Read:
    """Return the cohort of drawn people and offences, with the data up to the end of 2025 unless told otherwise."""

    def cohort(
        people: str, offences: str, *, follow_up: str = "data_end = 2025-12-31", source: str = "", more: str = ""
    ) -> nk.Cohort:
        (tmp_path / "needskit.toml").write_text(
            '[cohort]\npopulation = "people in a test"\n'
            f"[follow_up]\n{follow_up}\n"
            f'[sources.people]\nfile = ""\nrole = "people"\n{more}\n'
            f'[sources.police]\nfile = ""\nrole = "offences"\n{source}\n',
            encoding="utf-8",
        )
        frames = {"people": draw(people), "police": draw(offences)}
        return nk.read_cohort(tmp_path / "needskit.toml", frames=frames)

    return cohort
