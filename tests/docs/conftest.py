"""Where the tests of prose and examples find the checkout, and real data if there are any."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]


@pytest.fixture
def checkout() -> Path:
    return CHECKOUT


@pytest.fixture
def real_data() -> Path:
    """Give the folder of real data, which the repository does not hold."""
    named = os.environ.get("NEEDSKIT_DATA")
    folder = Path(named) if named else CHECKOUT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("real data are not in the repository: name their folder in NEEDSKIT_DATA")
    return folder
