"""Run the command line: ``python -m needskit``."""

from __future__ import annotations

import sys

from needskit.cli import main

if __name__ == "__main__":
    sys.exit(main())
