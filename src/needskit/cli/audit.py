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
    """Say which rules a finished workbook breaks."""
    from needskit.audit.accessible import check_workbook  # noqa: PLC0415 - each command loads what it needs

    checked = check_workbook(chosen.workbook)
    for line in checked.lines():
        say(line)
    return WRONG if any(checked.of(severity) for severity in FAILS) else FINE
