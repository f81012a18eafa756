"""Where the made-up files of three agencies are, and how their answers are counted."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

FOLDER = Path(__file__).parents[2] / "examples" / "three_agencies"
SETTINGS = FOLDER / "needskit.toml"
OTHERS = 60
"""So many people are known to an agency and not on probation."""

Known = Counter[str]


def under(known: Known, heading: str) -> dict[str, int]:
    """Return what the maker counted under one heading."""
    return {name.removeprefix(f"{heading}: "): n for name, n in known.items() if name.startswith(f"{heading}: ")}


def counted(column: pd.Series) -> dict[str, int]:
    """Count the answers of a column, those of nobody left out."""
    return dict(Counter(column.astype(object).where(column.notna(), "not known").astype(str)))
