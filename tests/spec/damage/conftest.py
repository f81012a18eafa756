"""Drawn sources are files with their settings."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest
from tests.spec.damage.drawn import write_sources

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pandas as pd


@pytest.fixture
def project(draw: Callable[[str], pd.DataFrame], tmp_path: Path) -> Callable[..., Path]:
    """Return the settings file of drawn sources."""
    return partial(write_sources, draw, tmp_path)
