"""The generated reference pages that are committed are what the schemas would give now."""

from __future__ import annotations

from pathlib import Path

from needskit.schema import data_dictionary

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"


def test_the_data_dictionary_is_current() -> None:
    page = (REFERENCE / "data-dictionary.md").read_text(encoding="utf-8")

    assert page == data_dictionary(), "run: python -m needskit.schema --write"
