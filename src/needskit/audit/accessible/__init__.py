"""Is a finished workbook accessible: every rule that a program can decide, and what makes Excel repair a file."""

from __future__ import annotations

from needskit.audit.accessible.check import WorkbookCheck, check_workbook

__all__ = ["WorkbookCheck", "check_workbook"]
