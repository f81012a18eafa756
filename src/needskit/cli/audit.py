"""The command that judges a finished workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from needskit.cli.console import say

if TYPE_CHECKING:
    import argparse

FINE, WRONG = 0, 1
FAILS = ("repair", "essential")
"""What is desirable is said, and fails nothing."""


def audit(chosen: argparse.Namespace) -> int:
    """Say what a finished workbook tells of few people, and which rules it breaks."""
    from needskit.audit.accessible import check_workbook  # noqa: PLC0415 - each command loads what it needs
    from needskit.audit.auditor import audit_workbook  # noqa: PLC0415

    found = audit_workbook(chosen.workbook, tidy=chosen.tidy, structure=chosen.structure, programs=chosen.programs)
    for sentence in found.summary:
        say(sentence)
    for finding in found.findings:
        say(f"{finding.severity}: {finding.code}: {finding.where}: {finding.words} {finding.mend}")
    checked = check_workbook(chosen.workbook)
    for line in checked.lines():
        say(line)
    broken = WRONG if any(checked.of(severity) for severity in FAILS) else FINE
    return max(found.exit_code, broken)
