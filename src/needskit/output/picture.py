"""A picture in a workbook, without anything in it that is not seen."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from needskit.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_PNG = b"\x89PNG\r\n\x1a\n"
_SEEN = (b"IHDR", b"PLTE", b"tRNS", b"gAMA", b"sRGB", b"pHYs", b"IDAT", b"IEND")
"""The parts of a file that make the picture; others name programs, people and times."""

_HEADER = 33
LARGEST_FILE = 1_000_000
WIDEST, HIGHEST = 480, 200
"""In pixels, as it is shown."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture, and its words for who does not see it.

    Parameters
    ----------
    content
        A PNG file.
    alt
        What it shows.

    Raises
    ------
    UsageError
        If it is not a PNG file of at most a megabyte, or there are no words.
    """

    content: bytes = field(repr=False)
    alt: str

    def __post_init__(self) -> None:
        """Keep what is seen of the file alone."""
        if not self.alt.strip():
            message = "A logo wants alternative text, alt, for those who do not see it: 'Logo of Northshire Council'."
            raise UsageError(message)
        if len(self.content) > LARGEST_FILE:
            message = "The logo is larger than a megabyte. Save a smaller one."
            raise UsageError(message)
        if self.content[:8] != _PNG or len(self.content) < _HEADER or self.content[12:16] != b"IHDR":
            message = "The logo is not a PNG file. Save it as one."
            raise UsageError(message)
        object.__setattr__(self, "content", _PNG + b"".join(_seen(self.content)))

    @property
    def size(self) -> tuple[int, int]:
        """How wide and high it is shown, in pixels."""
        wide, high = struct.unpack(">II", self.content[16:24])
        times = min(WIDEST / max(wide, 1), HIGHEST / max(high, 1), 1.0)
        return max(round(wide * times), 1), max(round(high * times), 1)


def read_picture(path: Path, *, alt: str) -> Picture:
    """Return the picture of a file.

    Raises
    ------
    UsageError
        If it cannot be read, or is not one that a workbook may hold.
    """
    try:
        content = path.read_bytes()
    except OSError:
        message = f"The logo '{path.name}' cannot be read. Its file is looked for beside the theme."
        raise UsageError(message) from None
    return Picture(content, alt)


def _seen(content: bytes) -> Iterator[bytes]:
    at = len(_PNG)
    while at + 12 <= len(content):
        end = at + 12 + int.from_bytes(content[at : at + 4])
        if content[at + 4 : at + 8] in _SEEN:
            yield content[at:end]
        at = end
