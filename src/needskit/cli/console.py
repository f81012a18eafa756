"""What the command line says: ASCII alone, progress on standard error."""

from __future__ import annotations

import sys
import time
from typing import TextIO


def say(text: str, stream: TextIO | None = None) -> None:
    """Print a line in ASCII: a Windows console may show nothing else."""
    print(text.encode("ascii", "replace").decode("ascii"), file=stream or sys.stdout)


class Progress:
    """Says on standard error what is being done, stage by stage, and how long it took."""

    def __init__(self) -> None:
        self._since = time.perf_counter()

    def stage(self, done: str) -> None:
        """Say that a stage is done."""
        now = time.perf_counter()
        say(f"  {done} ({now - self._since:.1f} s)", sys.stderr)
        self._since = now
