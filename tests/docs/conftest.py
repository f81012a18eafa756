"""Where the tests of prose and examples find the checkout, and real data if there are any."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

CHECKOUT = Path(__file__).parents[2]


@pytest.fixture
def checkout() -> Path:
    return CHECKOUT


@pytest.fixture
def real_data() -> Callable[[str], Path]:
    """Give what finds a file of real data, none of which the repository holds, or skips the test."""
    named = os.environ.get("NEEDSKIT_DATA")
    folder = Path(named) if named else CHECKOUT.parent / "shared" / "data"

    def find(name: str) -> Path:
        if not (folder / name).is_file():
            pytest.skip(f"{name} is not in the repository: name the folder that holds it in NEEDSKIT_DATA")
        return folder / name

    return find
