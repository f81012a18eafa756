"""The generated reference pages that are committed are what the code would write now."""

from __future__ import annotations

from pathlib import Path

import pytest

from needskit.reference import PAGES

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"


@pytest.mark.parametrize("name", PAGES)
def test_a_reference_page_is_current(name: str) -> None:
    page = (REFERENCE / name).read_text(encoding="utf-8")

    assert page == PAGES[name](), "run: python -m needskit.reference --write"


def test_every_reference_page_is_written_from_the_code() -> None:
    assert {path.name for path in REFERENCE.glob("*.md")} == set(PAGES)
