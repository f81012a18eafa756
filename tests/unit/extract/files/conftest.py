"""What the tests of reading share: what makes an optional package seem not to be installed."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

import pytest

from needskit.extract.files import parquet_file, text_columns, workbook

if TYPE_CHECKING:
    from collections.abc import Callable
    from importlib.machinery import ModuleSpec


@pytest.fixture
def without(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Give what makes an optional package seem not to be installed."""

    def hide(package: str) -> None:
        def find(name: str) -> ModuleSpec | None:
            return None if name == package else find_spec(name)

        for module in (parquet_file, text_columns, workbook):
            monkeypatch.setattr(module, "find_spec", find)

    return hide
