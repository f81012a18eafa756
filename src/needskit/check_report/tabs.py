"""Names of worksheets that Excel takes, no two alike."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from needskit.output.plain_text import plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from needskit.check_report.page import Page

LONGEST = 31
_NOT_IN_A_TAB = re.compile(r"[\[\]:*?/\\\n]+")


def with_legal_tabs(pages: Iterable[Page]) -> tuple[Page, ...]:
    """Return the pages under names that Excel takes.

    Names come from settings: signs that a tab cannot have become spaces, and those alike get a number.
    """
    used: set[str] = set()
    named = []
    for page in pages:
        whole = " ".join(_NOT_IN_A_TAB.sub(" ", plain(page.tab)).split()).strip("'")
        tab, number = _cut(whole, ""), 1
        while tab.casefold() in used:
            number += 1
            tab = _cut(whole, f" {number}")
        used.add(tab.casefold())
        named.append(replace(page, tab=tab))
    return tuple(named)


def _cut(text: str, end: str) -> str:
    """Return a text that is no longer than a tab may be, in the units in which Excel counts."""
    kept = text.encode("utf-16-le")[: 2 * (LONGEST - len(end))].decode("utf-16-le", errors="ignore")
    return kept.strip(" '") + end
