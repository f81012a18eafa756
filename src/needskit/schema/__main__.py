"""``python -m needskit.schema``: write the data dictionary, or check that it is current."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from needskit.errors import NeedskitError
from needskit.schema.dictionary import PAGE, data_dictionary, write_reference
from needskit.schema.location import reference_folder


def main(arguments: list[str] | None = None) -> int:
    """Write or check the reference page.

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
        prog="python -m needskit.schema", description="Write or check the data dictionary."
    )
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--write", action="store_true", help="write the page from the schemas")
    what.add_argument("--check", action="store_true", help="exit with 1 where the page is not what would be written")
    parser.add_argument("--folder", type=Path, help="where the page is (docs/reference of the checkout)")
    options = parser.parse_args(arguments)
    try:
        folder = options.folder or reference_folder()
        return _write(folder) if options.write else _check(folder)
    except NeedskitError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code


def _write(folder: Path) -> int:
    write_reference(folder)
    sys.stdout.write(f"Wrote {PAGE}.\n")
    return 0


def _check(folder: Path) -> int:
    if is_current(folder):
        sys.stdout.write(f"{PAGE} is current.\n")
        return 0
    sys.stderr.write(f"{PAGE} is not what the schemas say; run python -m needskit.schema --write.\n")
    return 1


def is_current(folder: Path) -> bool:
    """Say whether the page in a folder is what would be written now."""
    page = folder / PAGE
    # Bytes, not text: a page with CRLF line ends is not the page that would be written.
    return page.is_file() and page.read_bytes() == data_dictionary().encode("utf-8")


if __name__ == "__main__":
    raise SystemExit(main())
