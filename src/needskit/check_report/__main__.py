"""``python -m needskit.check_report``: write the page of rules, or check that it is current."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from needskit.check_report.rules_page import PAGE, is_current, write_rules_page
from needskit.errors import NeedskitError
from needskit.schema.location import reference_folder


def main(arguments: list[str] | None = None) -> int:
    """Write or check the reference page of rules.

    Parameters
    ----------
    arguments
        The command line after the program's name; that of the process where it is None.

    Returns
    -------
    int
        0 when done or current, 1 when the page is stale or there is no place for it.
    """
    parser = argparse.ArgumentParser(
        prog="python -m needskit.check_report", description="Write or check the page of rules."
    )
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--write", action="store_true", help="write the page from the rules")
    what.add_argument("--check", action="store_true", help="exit with 1 where the page is not what would be written")
    parser.add_argument("--folder", type=Path, help="where the page is (docs/reference of the checkout)")
    options = parser.parse_args(arguments)
    try:
        folder = options.folder or reference_folder()
    except NeedskitError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code
    return _write(folder) if options.write else _check(folder)


def _write(folder: Path) -> int:
    write_rules_page(folder)
    sys.stdout.write(f"Wrote {PAGE}.\n")
    return 0


def _check(folder: Path) -> int:
    if is_current(folder):
        sys.stdout.write(f"{PAGE} is current.\n")
        return 0
    sys.stderr.write(f"{PAGE} is not what the rules say; run python -m needskit.check_report --write.\n")
    return 1


if __name__ == "__main__":
    raise SystemExit(main())
