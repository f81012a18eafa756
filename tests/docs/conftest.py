"""Where the tests of prose and examples find the checkout."""

from __future__ import annotations

from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]


@pytest.fixture
def checkout() -> Path:
    return CHECKOUT
