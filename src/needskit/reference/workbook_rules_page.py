"""The reference page of the rules of workbooks, written from ``needskit.audit.accessible``."""

from __future__ import annotations

from needskit.audit.accessible.rules.every import GROUPS

_TOP = """\
<!-- Generated from src/needskit/audit/accessible/rules by `python -m needskit.reference --write`. Do not edit by hand. -->

# Rules of workbooks

Every rule that `nk.check_workbook` and `needskit audit` hold a finished workbook to, by its code. **Repair** makes Excel
say that it found a problem, and change the file. **Essential** is what the Analysis Function's checklist holds necessary to
meet the accessibility regulations. **Desirable** is what else the guidance asks for. What is behind them, and what no
program can decide: [accessible workbooks](../methods/accessible-workbooks.md).
"""
_HEADER = "| Rule | Severity | What is found | What to do | Source |\n| --- | --- | --- | --- | --- |"


def workbook_rules_page() -> str:
    """Return the page, which ends with a line end."""
    parts = [_TOP]
    for title, rules in GROUPS:
        rows = (f"| `{r.code}` | {r.severity} | {r.means} | {r.mend} | {r.source} |" for r in rules)
        parts.append("\n".join((f"## {title}\n", _HEADER, *rows)) + "\n")
    return "\n".join(parts)
