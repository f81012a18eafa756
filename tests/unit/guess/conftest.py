"""Files as agencies send them."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence

import pytest

Rows = Sequence[Sequence[str]]


@pytest.fixture(scope="session")
def csv_of() -> Callable[[Rows], str]:
    """Return what a CSV file of these rows holds."""

    def text(rows: Rows) -> str:
        held = io.StringIO()
        csv.writer(held).writerows(rows)
        return held.getvalue()

    return text
