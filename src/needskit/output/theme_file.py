"""Reading theme.toml: every key known, every value of its kind, and whatever is wrong said by its name."""

from __future__ import annotations

import tomllib
from dataclasses import fields
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

from needskit.errors import UsageError
from needskit.output.picture import read_picture
from needskit.output.theme import Colours, Cover, Font, Markers, Theme

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable, Mapping

    from needskit.output.picture import Picture

PARTS: Mapping[str, type] = {"font": Font, "cover": Cover, "markers": Markers, "colours": Colours}
LOGO = {"file": "str", "alt": "str"}
LARGEST = 1_000_000

_KINDS: Mapping[str, tuple[Callable[[Any], bool], str]] = {
    "str": (lambda value: isinstance(value, str), "words in quotes"),
    "bool": (lambda value: isinstance(value, bool), "true or false"),
    "float": (lambda value: isinstance(value, int | float) and not isinstance(value, bool), "a number"),
    "tuple[str, ...]": (
        lambda value: isinstance(value, list) and all(isinstance(each, str) for each in value),
        "a list of words, each in quotes",
    ),
}


def read_theme(path: str | os.PathLike[str]) -> Theme:
    """Return the theme that a file says; ``Theme.read`` is its public name."""
    where = Path(path)
    said = _toml(where)
    try:
        _known(said, (*PARTS, "logo"), "The file", "table")
        parts = {name: kind(**_values(name, kind, said.get(name, {}))) for name, kind in PARTS.items()}
        return Theme(**parts, logo=_logo(said, where.parent))
    except UsageError as error:
        message = f"{where.name}: {error}"
        raise UsageError(message) from None


def _toml(path: Path) -> dict[str, Any]:
    try:
        if path.stat().st_size > LARGEST:
            message = f"{path.name} is larger than a megabyte, so it is not a theme."
            raise UsageError(message)
        return tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError:
        message = (
            f"There is no file '{path.name}' in that folder that can be read. A theme is a file such as theme.toml."
        )
        raise UsageError(message) from None
    except UnicodeDecodeError:
        message = f"{path.name} is not in UTF-8. Save it as UTF-8."
        raise UsageError(message) from None
    except tomllib.TOMLDecodeError as error:
        message = f"{path.name} is not TOML: {str(error).rstrip('.')}. Words stand in double quotes."
        raise UsageError(message) from None


def _logo(said: Mapping[str, Any], folder: Path) -> Picture | None:
    if "logo" not in said:
        return None
    _proved("logo", LOGO, said["logo"])
    for key in LOGO:
        if key not in said["logo"]:
            message = f"[logo] wants the key '{key}', which is not there."
            raise UsageError(message)
    return read_picture(folder / said["logo"]["file"], alt=said["logo"]["alt"])


def _values(name: str, kind: type, given: Any) -> dict[str, Any]:  # noqa: ANN401 - whatever TOML held
    """Return the arguments of a part of the theme."""
    _proved(name, {each.name: str(each.type) for each in fields(kind)}, given)
    return {key: tuple(value) if isinstance(value, list) else value for key, value in given.items()}


def _proved(name: str, kinds: Mapping[str, str], given: Any) -> None:  # noqa: ANN401 - whatever TOML held
    """Refuse keys that are not known and values of another kind."""
    if not isinstance(given, dict):
        message = f"[{name}] wants a table of its own."
        raise UsageError(message)
    _known(given, kinds, f"[{name}]", "key")
    for key, value in given.items():
        fits, wanted = _KINDS[kinds[key]]
        if not fits(value):
            message = f"[{name}] {key} wants {wanted}."
            raise UsageError(message)


def _known(given: Iterable[str], known: Iterable[str], place: str, what: str) -> None:
    there = sorted(known)
    for key in given:
        if key not in there:
            near = get_close_matches(key.lower(), there, n=1, cutoff=0.5)
            hint = f"; did you mean '{near[0]}'?" if near else "."
            message = f"{place} has no {what} '{key}'{hint} It has: {', '.join(there)}."
            raise UsageError(message)
