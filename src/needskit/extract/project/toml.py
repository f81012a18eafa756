"""Reading needskit.toml: every key proved, and whatever is wrong said by its name."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING, Any, get_args, get_origin, get_type_hints

from needskit.errors import UsageError
from needskit.extract.project.located import Located
from needskit.extract.project.parts import Project
from needskit.extract.project.terms import key_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pydantic import TypeAdapter

SUFFIX = ".toml"

Steps = tuple[int | str, ...]
"""Where something stands in the file: tables, keys, and positions in lists."""

MOST_SAID = 3
"""So many errors are said at once."""

UNIONS = frozenset({"str", "literal[False]", "bool", "int", "float", "tuple[str, ...]", "RangePart"})
"""What pydantic adds to a path where more than one kind of value is allowed."""

WANTED = {
    "bool_type": "wants true or false",
    "date_type": "wants a date such as 2025-12-31",
    "date_parsing": "wants a date such as 2025-12-31",
    "date_from_datetime_parsing": "wants a date such as 2025-12-31",
    "date_from_datetime_inexact": "wants a date without a time",
    "float_type": "wants a number",
    "int_type": "wants a whole number",
    "int_from_float": "wants a whole number",
    "mapping_type": "wants a table of its own, or a list of name = value",
    "dict_type": "wants a table of its own, or a list of name = value",
    "string_type": "wants words in quotes",
    "tuple_type": "wants a list in square brackets",
    "missing_positional_argument": "wants one more value",
    "too_long": "has more values than it wants",
    "dataclass_type": "wants a table of its own",
    "dataclass_exact_type": "wants a table of its own",
}
"""What each kind of error of pydantic asks for."""


def read_project(path: Path) -> Located:
    """Read needskit.toml and prove that every key is one that there is, and holds what it must.

    Parameters
    ----------
    path
        The file. Sources are looked for beside it.

    Raises
    ------
    UsageError
        If it is not there, is not TOML, has a key that is not known (the nearest is named), lacks one, or holds
        something of the wrong kind.
    """
    if not path.is_file():
        message = f"There is no file '{path.name}' in that folder. `needskit init FILE...` writes one."
        raise UsageError(message)
    content = path.read_bytes()
    try:
        said = tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        said = None
    except tomllib.TOMLDecodeError as error:
        # The words of tomllib give place and kind, and no text of the file.
        message = (
            f"{path.name} is not TOML: {str(error).rstrip('.')}. Texts stand in double quotes, dates do not; paths "
            "are written with /."
        )
        raise UsageError(message) from None
    if said is None:
        message = f"{path.name} is not in UTF-8. Save it as UTF-8."
        raise UsageError(message)
    project = project_from(said, file=path.name)
    return Located(project, path.parent, name=path.name, sha256=hashlib.sha256(content).hexdigest())


def project_from(said: Mapping[str, Any], *, file: str) -> Project:
    """Return the project that some TOML says.

    Examples
    --------
    >>> said = {
    ...     "cohort": {"population": "people in a test"},
    ...     "sources": {"a": {"file": "a.csv", "role": "people"}},
    ... }
    >>> project_from(said, file="needskit.toml").cohort.unit
    'people'
    >>> project_from({**said, "cohort": {"popuation": "people"}}, file="needskit.toml")
    Traceback (most recent call last):
    needskit.errors.UsageError: needskit.toml: [cohort] has no key 'popuation'; did you mean 'population'? It has: \
as_at, identifier, population, unit.
    """
    from pydantic import ValidationError  # noqa: PLC0415 - loaded only when a file is read

    try:
        # As JSON, since a strict check of Python objects would refuse what TOML has: lists and plain tables.
        found = _adapter().validate_json(json.dumps(said, default=str))
    except ValidationError as error:
        wrong = error.errors(include_url=False, include_context=True, include_input=False)
    else:
        return found
    message = f"{file}: {' '.join(_sentences(wrong)[:MOST_SAID])}"
    raise UsageError(message)


@cache
def _adapter() -> TypeAdapter[Project]:
    """Return what proves a project, made once: making it takes longer than reading a small file."""
    from pydantic import TypeAdapter  # noqa: PLC0415 - loaded only when a file is read

    return TypeAdapter(Project)


def _sentences(wrong: Sequence[Mapping[str, Any]]) -> list[str]:
    """Say each error once; a key that is missing beside one that is not known is often that one misspelt.

    Where several kinds of value are allowed, pydantic says of each why it is not that one. What goes deepest is of the
    kind that was meant; if none does, the kinds are said together.
    """
    misspelt = {one["loc"][:-1] for one in wrong if _is_unknown(one["type"])}
    at: dict[Steps, list[Mapping[str, Any]]] = {}
    for one in wrong:
        if one["type"] != "missing" or one["loc"][:-1] not in misspelt:
            at.setdefault(tuple(step for step in one["loc"] if step not in UNIONS), []).append(one)
    meant = [path for path in at if not any(len(path) < len(other) and other[: len(path)] == path for other in at)]
    return [_sentence(path, at[path]) for path in meant]


def _is_unknown(kind: str) -> bool:
    return kind in {"unexpected_keyword_argument", "extra_forbidden"}


def _sentence(at: Steps, said: Sequence[Mapping[str, Any]]) -> str:
    """Say one error in a sentence: which table, which key, what it wants."""
    wrong, path = said[0], list(at)
    if isinstance(path[-1], int):
        path.pop()
    place, key = _place(path[:-1]), str(path[-1])
    if _is_unknown(wrong["type"]):
        known = sorted(_keys(path[:-1]))
        near = get_close_matches(key.lower(), known, n=1, cutoff=0.5)
        hint = f"; did you mean '{near[0]}'?" if near else "."
        return f"{place} has no key '{key}'{hint} It has: {', '.join(known)}."
    if wrong["type"] == "missing" and isinstance(wrong["loc"][-1], int):
        return f"{place} {key} wants more values in its list."
    if wrong["type"] == "missing":
        return f"{place} wants the key '{key}', which is not there."
    return f"{place} {key} {_wanted(said)}."


def _wanted(said: Sequence[Mapping[str, Any]]) -> str:
    """Say what a value should have been: one of several kinds, if several are allowed."""
    if said[0]["type"] == "literal_error":
        return f"wants {said[0]['ctx']['expected']}"
    kinds = [WANTED[one["type"]].removeprefix("wants ") for one in said if one["type"] in WANTED]
    if len(kinds) == 1 or len(kinds) < len(said):
        return WANTED.get(said[0]["type"], "is not of the kind that is wanted")
    return f"wants {', '.join(kinds[:-1])} or {kinds[-1]}"


def _place(path: Sequence[int | str]) -> str:
    """Return a table as the file writes it."""
    names = [step for step in path if isinstance(step, str)]
    return f"[{'.'.join(names)}]" if names else "The file"


def _keys(path: Sequence[int | str]) -> list[str]:
    """Return the keys that the table at a path may have."""
    kind: Any = Project
    for step in path:
        if is_dataclass(kind) and isinstance(step, str):
            kind = get_type_hints(kind)[step]
        elif get_origin(kind) in {Mapping, tuple}:
            kind = get_args(kind)[-1] if get_origin(kind) is Mapping else get_args(kind)[0]
        kind = _table_of(kind)
    return [key_of(each.name) for each in fields(kind)] if is_dataclass(kind) else []


def _table_of(kind: Any) -> Any:  # noqa: ANN401 - any annotation
    """Return the one of several kinds of value that has keys of its own or members, if several are allowed."""
    if get_origin(kind) in {Mapping, tuple}:
        return kind
    tables = [each for each in get_args(kind) if is_dataclass(each)]
    lists = [each for each in get_args(kind) if get_origin(each) is tuple]
    return next(iter((*tables, *lists)), kind)
