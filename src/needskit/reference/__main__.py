"""``python -m needskit.reference``: write the reference pages, or check that they are current."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from needskit.errors import NeedskitError
from needskit.reference import PAGES, stale_pages, write_pages
from needskit.schema import reference_folder


def main(arguments: list[str] | None = None) -> int:
    """Write or check the reference pages.

    Parameters
    ----------
    arguments
        The command line after the program's name; that of the process where it is None.

    Returns
    -------
    int
        0 when done or current, 1 when a page is stale or there is no place for them.
    """
    parser = argparse.ArgumentParser(
        prog="python -m needskit.reference", description="Write or check the reference pages."
    )
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--write", action="store_true", help="write the pages")
    what.add_argument("--check", action="store_true", help="exit with 1 where a page is not what would be written")
    parser.add_argument("--folder", type=Path, help="where the pages are (docs/reference of the checkout)")
    options = parser.parse_args(arguments)
    try:
        folder = options.folder or reference_folder()
    except NeedskitError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code
    if options.write:
        write_pages(folder)
        sys.stdout.write(f"Wrote {', '.join(PAGES)}.\n")
        return 0
    stale = stale_pages(folder)
    if stale:
        sys.stderr.write(f"Not current: {', '.join(stale)}; run python -m needskit.reference --write.\n")
        return 1
    sys.stdout.write("The reference pages are current.\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
