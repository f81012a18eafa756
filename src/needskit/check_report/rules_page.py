"""The reference page of all rules, written from ``needskit.cohort.rules``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from needskit.cohort.rules import GROUPS

if TYPE_CHECKING:
    from pathlib import Path

PAGE = "rules.md"

_TOP = """\
<!-- Generated from src/needskit/cohort/rules.py by `python -m needskit.check_report --write`. Do not edit by hand. -->

# Rules

Every rule that an extract can break, by its name. An **error** stops the reading. A **warning** is kept and counted as
the sentence says. A **note** needs no mending, but a reader should know. How to go about it:
[mend an extract](../how-to/mend-an-extract.md).
"""
_HEADER = "| Rule | Severity | What it means | What to do |\n| --- | --- | --- | --- |"


def rules_page() -> str:
    """Return the page, which ends with a line end."""
    parts = [_TOP]
    for title, rules in GROUPS.items():
        rows = (f"| `{rule.name}` | {rule.severity} | {rule.meaning} | {rule.mend} |" for rule in rules)
        parts.append("\n".join((f"## {title}\n", _HEADER, *rows)) + "\n")
    return "\n".join(parts)


def write_rules_page(folder: Path) -> Path:
    """Write the page into a folder and return its path."""
    folder.mkdir(parents=True, exist_ok=True)
    page = folder / PAGE
    page.write_bytes(rules_page().encode("utf-8"))
    return page


def is_current(folder: Path) -> bool:
    """Say whether the page in a folder is what would be written now."""
    page = folder / PAGE
    # Bytes, not text: a page with CRLF line ends is not the page that would be written.
    return page.is_file() and page.read_bytes() == rules_page().encode("utf-8")
