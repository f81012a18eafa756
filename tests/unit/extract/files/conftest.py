"""What the tests of reading share: files made on the spot, and real ones where they are to hand."""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from needskit.extract.files import parquet_file, text_columns, workbook

if TYPE_CHECKING:
    from collections.abc import Callable
    from importlib.machinery import ModuleSpec

DATA = Path(__file__).parents[5] / "shared" / "data"


@pytest.fixture
def real_data() -> Callable[[str], Path]:
    """Give what finds a file of real data, none of which the repository holds, or skips the test."""
    folder = Path(os.environ.get("NEEDSKIT_DATA") or DATA)

    def find(name: str) -> Path:
        if not (folder / name).is_file():
            pytest.skip(f"{name} is not in the repository: name the folder that holds it in NEEDSKIT_DATA")
        return folder / name

    return find


@pytest.fixture
def without(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Give what makes an optional package seem not to be installed."""

    def hide(package: str) -> None:
        def find(name: str) -> ModuleSpec | None:
            return None if name == package else find_spec(name)

        for module in (parquet_file, text_columns, workbook):
            monkeypatch.setattr(module, "find_spec", find)

    return hide
