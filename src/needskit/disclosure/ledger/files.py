"""The three files of a ledger: what was shown, private marks of the counts behind it, and the private key.

What was shown is public anyway. The marks tell whoever holds the key too whether a count is still what it was, and so
what it is; they and the key never go out.
"""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from needskit.disclosure.key import Key
from needskit.errors import OutputError, UsageError
from needskit.table.whom import Whom

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

SHOWN_FILE, MARKS_FILE = "needskit ledger of releases", "needskit private marks of a ledger"
FORMAT = 1
RANDOM_BYTES = 32
PUBLIC = ("id", "needskit", "policy", "base", "off_by", "shown")
"""What the file of a release that may go out says of it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One release.

    Parameters
    ----------
    id
        Made from what it showed, so that the same release made again is the same entry.
    needskit
        The version that made it.
    policy
        Its name.
    base, off_by
        What counts were multiples of, and by how many they might be off.
    shown
        By the keyed hash of each description, the number shown, or None for one that was hidden.
    marks
        By the same hash, what tells whether the true count is still the same; in the private file.
    described
        By the same hash, whom the number counts, where numbers are true ones and tell more of each other than rounded
        ones do; in the private file too.
    """

    id: str
    needskit: str
    policy: str
    base: int
    off_by: int
    shown: Mapping[str, int | None] = field(repr=False)
    marks: Mapping[str, str] = field(repr=False)
    described: Mapping[str, Whom] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Places:
    """Where the files are: one name, and two beside it that say that they are private.

    Examples
    --------
    >>> from pathlib import Path
    >>> Places(Path("release-ledger.json")).key.name
    'release-ledger.PRIVATE.key'
    """

    shown: Path

    @property
    def marks(self) -> Path:
        """The private marks."""
        return self.shown.with_name(f"{self.shown.stem}.PRIVATE.json")

    @property
    def key(self) -> Path:
        """The private key."""
        return self.shown.with_name(f"{self.shown.stem}.PRIVATE.key")


def read_key(places: Places) -> Key:
    """Return the key of a ledger; of one that is not there yet, a new one, which is written.

    Raises
    ------
    UsageError
        If there is a ledger and no key, or something else than a ledger.
    """
    if places.shown.exists():
        _read(places.shown, SHOWN_FILE)
    if not places.key.exists():
        if places.shown.exists():
            message = (
                f"The key of the ledger '{places.shown.name}' is not there. Put '{places.key.name}' beside it, "
                "or begin another ledger."
            )
            raise UsageError(message)
        _write(places.key, secrets.token_hex(RANDOM_BYTES) + "\n", private=True)
    return Key.from_file(places.key)


def read_entries(places: Places, key: Key) -> tuple[Entry, ...]:
    """Return the releases of a ledger, the earliest first; none if it is not there yet.

    Raises
    ------
    UsageError
        If it is no ledger, is broken, was made with another key, or its marks are missing.
    """
    if not places.shown.exists():
        return ()
    shown = _read(places.shown, SHOWN_FILE)
    if shown.get("key") != key.mark:
        message = (
            f"The ledger '{places.shown.name}' was made with another key than the one in '{places.key.name}'. "
            "Put its own key there, or begin another ledger."
        )
        raise UsageError(message)
    marks = _read(places.marks, MARKS_FILE)
    try:
        described = marks.get("described", {})
        return tuple(
            _entry(each, marks["releases"][each["id"]], described.get(each["id"], {})) for each in shown["releases"]
        )
    except (AttributeError, KeyError, TypeError, ValueError):
        raise UsageError(_broken(places.shown)) from None


def _entry(said: Mapping[str, Any], marks: Mapping[str, str], described: Mapping[str, Any]) -> Entry:
    found = Entry(**said, marks=marks, described={cell: _whom(words) for cell, words in described.items()})
    whole = all(value is None or isinstance(value, int) for value in found.shown.values())
    if not whole or set(found.marks) != set(found.shown) or not set(found.described) <= set(found.shown):
        raise ValueError
    return found


def _whom(words: Any) -> Whom:  # noqa: ANN401 - whatever JSON held
    source, conditions = words
    return Whom(source, frozenset((name, frozenset(answers)) for name, answers in conditions))


def _in_words(whom: Whom) -> list[Any]:
    return [whom.source, sorted([name, sorted(answers)] for name, answers in whom.conditions)]


def write_entries(places: Places, key: Key, entries: tuple[Entry, ...]) -> None:
    """Write the files, private ones first, so that no release is in the ledger without its marks."""
    marks = {
        "what": MARKS_FILE,
        "format": FORMAT,
        "releases": {each.id: dict(each.marks) for each in entries},
        "described": {
            each.id: {cell: _in_words(whom) for cell, whom in each.described.items()}
            for each in entries
            if each.described
        },
    }
    without = [{name: getattr(each, name) for name in PUBLIC} for each in entries]
    shown = {"what": SHOWN_FILE, "format": FORMAT, "key": key.mark, "releases": without}
    _write(places.marks, json.dumps(marks, indent=1) + "\n", private=True)
    _write(places.shown, json.dumps(shown, indent=1) + "\n", private=False)


def _read(path: Path, what: str) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        message = f"'{path.name}' cannot be read ({error.strerror}), and the ledger is nothing without it."
        raise UsageError(message) from None
    except ValueError:
        raise UsageError(_broken(path)) from None
    if not isinstance(found, dict) or found.get("what") != what:
        message = f"'{path.name}' is something else than a ledger of releases. Name the ledger, or a file to begin one."
        raise UsageError(message)
    if found.get("format") != FORMAT:
        message = f"'{path.name}' was written by another version of needskit, which this one cannot read."
        raise UsageError(message)
    return found


def _broken(path: Path) -> str:
    return (
        f"The ledger '{path.name}' is broken, or it is no ledger. Put back a copy of it and its private files, or name "
        "another."
    )


def _write(path: Path, text: str, *, private: bool) -> None:
    """Write a file beside its place and rename it; a private one can be read by its owner alone, where that can be."""
    beside = path.with_name(f".needskit-{secrets.token_hex(4)}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600 if private else 0o666)
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        beside.replace(path)
    except OSError as error:
        message = f"The ledger cannot be written to '{path.name}' ({error.strerror}). Choose another place."
        raise OutputError(message) from None
    finally:
        beside.unlink(missing_ok=True)
