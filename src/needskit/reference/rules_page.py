"""The reference page of all rules, written from ``needskit.cohort.rules``."""

from __future__ import annotations

from needskit.cohort.rules import GROUPS

_TOP = """\
<!-- Generated from src/needskit/cohort/rules.py by `python -m needskit.reference --write`. Do not edit by hand. -->

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
