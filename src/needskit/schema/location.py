"""Where the schemas folder is: inside an installed needskit, or at the top of a checkout."""

from __future__ import annotations

from pathlib import Path

from needskit.errors import NeedskitError


def schemas_folder() -> Path:
    """Find the folder that holds people.json, codes and needs.

    Returns
    -------
    Path
        ``needskit/schemas`` of an installed package, or the top-level ``schemas`` of a checkout.

    Raises
    ------
    NeedskitError
        If neither is there.

    Examples
    --------
    >>> (schemas_folder() / "people.json").is_file()
    True
    """
    return first_with_people(candidates(Path(__file__).resolve()))


def reference_folder() -> Path:
    """Find the folder of the generated reference pages, which only a checkout has.

    Raises
    ------
    NeedskitError
        If this is an installed package, without a docs folder beside its schemas.
    """
    folder = schemas_folder().parent / "docs" / "reference"
    if not (folder.parent.parent / "pyproject.toml").is_file():
        message = (
            "The reference pages are kept in a checkout of needskit, and this is an installed package; "
            "give a folder with --folder."
        )
        raise NeedskitError(message)
    return folder


def candidates(module: Path) -> tuple[Path, Path]:
    """Say where the folder may be, seen from a module of needskit.schema."""
    return module.parents[1] / "schemas", module.parents[3] / "schemas"


def first_with_people(folders: tuple[Path, ...]) -> Path:
    """Give the first folder that holds people.json.

    Raises
    ------
    NeedskitError
        If none of them does.
    """
    for folder in folders:
        if (folder / "people.json").is_file():
            return folder
    message = (
        "needskit cannot find its schemas (people.json, codes and needs), neither inside the installed "
        "package nor at the top of a checkout; install needskit again."
    )
    raise NeedskitError(message)
