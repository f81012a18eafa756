"""The reference pages that are written from the code: data dictionary, settings file, rules of data and of workbooks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from needskit.reference.rules_page import rules_page
from needskit.reference.settings_page import settings_page
from needskit.reference.workbook_rules_page import workbook_rules_page
from needskit.schema import data_dictionary

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

PAGES: Mapping[str, Callable[[], str]] = {
    "data-dictionary.md": data_dictionary,
    "rules.md": rules_page,
    "settings-file.md": settings_page,
    "workbook-rules.md": workbook_rules_page,
}
"""Every page, and what writes it."""


def write_pages(folder: Path) -> tuple[Path, ...]:
    """Write every page into a folder, which is made if it is not there, and return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, page in PAGES.items():
        # Bytes, so that a page is the same wherever it is written.
        (folder / name).write_bytes(page().encode("utf-8"))
        written.append(folder / name)
    return tuple(written)


def stale_pages(folder: Path) -> tuple[str, ...]:
    """Return the names of the pages of a folder that are not what would be written now."""
    return tuple(
        name
        for name, page in PAGES.items()
        if not (folder / name).is_file() or (folder / name).read_bytes() != page().encode("utf-8")
    )
