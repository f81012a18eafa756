"""The command line: one command from an extract to a workbook."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from needskit.cli.console import say
from needskit.cli.parser import parser
from needskit.errors import NeedskitError

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code.

    0 done; 1 problems in the data; 2 usage; 3 refused by disclosure control. A deliberate error is one
    sentence without a traceback; anything else is a bug and keeps it.
    """
    chosen = parser().parse_args(arguments)
    try:
        code: int = chosen.run(chosen)
    except BrokenPipeError:
        # The reader of our output, such as `head`, has seen enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except NeedskitError as error:
        say(str(error), sys.stderr)
        return error.exit_code
    return code
