"""A JSON object of a schema file, read key by key, so that every error names the file and the key."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

from needskit.errors import NeedskitError
from needskit.schema.location import schemas_folder

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping


@dataclass(frozen=True, slots=True)
class Entry:
    """One JSON object: the file it stands in, its place in that file, and its values.

    Examples
    --------
    >>> entry = Entry(file="sex.json", place="codes[0]", values={"code": "female", "synonyms": ["f"]})
    >>> entry.text("code"), entry.texts("synonyms")
    ('female', ('f',))
    """

    file: str
    place: str
    values: Mapping[str, object]

    def only(self, *, required: Collection[str], optional: Collection[str] = ()) -> Entry:
        """Check that every required key is there, and no key that is neither required nor optional.

        Raises
        ------
        NeedskitError
            If a key is missing or not known, such as one with a slip in its spelling.
        """
        unknown = sorted(set(self.values) - set(required) - set(optional))
        if unknown:
            known = ", ".join(sorted({*required, *optional}))
            self.reject(unknown[0], because=f"the key is not known; use one of {known}")
        missing = sorted(set(required) - set(self.values))
        if missing:
            self.reject(missing[0], because="the key is missing")
        return self

    def reject(self, key: str, *, because: str) -> NoReturn:
        """Raise the NeedskitError that names the file and the key, and says what is wrong there."""
        message = f"{self.file}, {self._path(key)}: {because}."
        raise NeedskitError(message)

    def text(self, key: str) -> str:
        """Read a text that is not empty."""
        value = self.values.get(key)
        if not isinstance(value, str) or not value.strip():
            self.reject(key, because="a text that is not empty is wanted")
        return value

    def text_or_none(self, key: str) -> str | None:
        """Read a text, or None where the key is not there."""
        return self.text(key) if key in self.values else None

    def texts(self, key: str) -> tuple[str, ...]:
        """Read a list of texts; an absent key is an empty list."""
        value = self.values.get(key, [])
        if not isinstance(value, list):
            self.reject(key, because="a list of texts is wanted")
        texts = tuple(item for item in value if isinstance(item, str))
        if len(texts) != len(value):
            self.reject(key, because="a list of texts is wanted")
        return texts

    def whole(self, key: str) -> int:
        """Read a whole number."""
        value = self.values.get(key)
        if isinstance(value, bool) or not isinstance(value, int):
            self.reject(key, because="a whole number is wanted")
        return value

    def whole_or_none(self, key: str) -> int | None:
        """Read a whole number, or None where the key is not there."""
        return self.whole(key) if key in self.values else None

    def number(self, key: str) -> float:
        """Read a number, whole or not, that is finite."""
        value = self.values.get(key)
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            self.reject(key, because="a number is wanted")
        return float(value)

    def number_or_none(self, key: str) -> float | None:
        """Read a number, or None where the key is not there."""
        return self.number(key) if key in self.values else None

    def flag(self, key: str) -> bool:
        """Read true or false; an absent key is false."""
        value = self.values.get(key, False)
        if not isinstance(value, bool):
            self.reject(key, because="true or false is wanted")
        return value

    def entry(self, key: str) -> Entry:
        """Read an object; an absent key is an object without keys."""
        return self._child(key, self.values.get(key, {}))

    def entries(self, key: str) -> tuple[Entry, ...]:
        """Read a list of objects; an absent key is an empty list."""
        value = self.values.get(key, [])
        if not isinstance(value, list):
            self.reject(key, because="a list of objects is wanted")
        return tuple(self._child(f"{key}[{number}]", item) for number, item in enumerate(value))

    def _child(self, key: str, value: object) -> Entry:
        if not isinstance(value, dict):
            self.reject(key, because="an object is wanted")
        return Entry(file=self.file, place=self._path(key), values=value)

    def _path(self, key: str) -> str:
        return f"{self.place}.{key}" if self.place else key


def read_entry(file: str) -> Entry:
    """Read a file of the schemas folder.

    Parameters
    ----------
    file
        Its path below the folder: "codes/sex.json".

    Raises
    ------
    NeedskitError
        If the file is not JSON, or holds something other than one object.
    """
    try:
        values = json.loads((schemas_folder() / file).read_text(encoding="utf-8"))
    except json.JSONDecodeError as error:
        message = f"{file}, line {error.lineno}: this is not JSON; mend it or install needskit again."
        raise NeedskitError(message) from error
    if not isinstance(values, dict):
        message = f"{file}: one JSON object is wanted."
        raise NeedskitError(message)
    return Entry(file=file, place="", values=values)


def names_in(folder: str) -> tuple[str, ...]:
    """Name the JSON files of a folder below the schemas folder, without their ending, sorted."""
    return tuple(sorted(path.stem for path in (schemas_folder() / folder).glob("*.json")))
