"""A private key: what it makes of descriptions and counts, and the file or the environment that holds it."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from needskit.errors import UsageError

if TYPE_CHECKING:
    from needskit.table.whom import Whom

SHORTEST = 32
"""So many bytes a key has at the least (RFC 2104, section 3: as many as the digest of SHA-256)."""

DIGITS = 32
"""So many hexadecimal digits of a digest are kept: 128 bits."""


@dataclass(frozen=True, slots=True)
class Key:
    """A secret that no file, message or ``repr`` of ours ever shows.

    Parameters
    ----------
    secret
        At least 32 bytes.

    References
    ----------
    RFC 2104, HMAC: Keyed-Hashing for Message Authentication.

    Examples
    --------
    >>> Key(bytes(32))
    Key()
    >>> Key(b"1234")
    Traceback (most recent call last):
    needskit.errors.UsageError: A key has at least 32 bytes, and this one is shorter. Make one from random bytes.
    """

    secret: bytes = field(repr=False)

    def __post_init__(self) -> None:
        """Refuse a secret that could be guessed for being short."""
        if len(self.secret) < SHORTEST:
            message = f"A key has at least {SHORTEST} bytes, and this one is shorter. Make one from random bytes."
            raise UsageError(message)

    @staticmethod
    def from_file(path: str | os.PathLike[str]) -> Key:
        """Read a key from a file that holds nothing else; line ends after it do not count.

        Raises
        ------
        UsageError
            If the file cannot be read, or the key in it is too short.
        """
        where = Path(path)
        try:
            return Key(where.read_bytes().rstrip(b"\r\n"))
        except OSError as error:
            message = f"The key file '{where.name}' cannot be read ({error.strerror}). Name a file that holds a key."
            raise UsageError(message) from None

    @staticmethod
    def from_environment(name: str) -> Key:
        """Read a key from a variable of the environment.

        Raises
        ------
        UsageError
            If there is no such variable, or the key in it is too short.
        """
        if not os.environ.get(name):
            message = f"There is no variable '{name}' in the environment to read a key from."
            raise UsageError(message)
        return Key(os.environ[name].encode())

    def of_cell(self, whom: Whom) -> str:
        """Return what stands for a description where nobody is to read it."""
        return self._digest("cell", whom).hex()[:DIGITS]

    def of_count(self, whom: Whom, count: int) -> str:
        """Return what tells whether a count is still the same, and not what it is."""
        return self._digest(f"count {count}", whom).hex()[:DIGITS]

    def draw(self, whom: Whom) -> float:
        """Return a number from 0 up to 1 that looks drawn by chance, and is always the same one of a description."""
        return int.from_bytes(self._digest("rounding", whom)[:6]) / 2**48

    @property
    def mark(self) -> str:
        """What tells whether two keys are the same one."""
        return hmac.new(self.secret, b"needskit: which key", hashlib.sha256).hexdigest()[:DIGITS]

    def _digest(self, purpose: str, whom: Whom) -> bytes:
        text = json.dumps([purpose, whom.sort_key], ensure_ascii=True)
        return hmac.new(self.secret, text.encode(), hashlib.sha256).digest()
