"""Codes that stand in one cell with their description: "W1 - White: British", "White: British (W1)"."""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING, Final

from needskit.schema import normalise

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

SEPARATORS: Final = re.compile(r"\s+[-\u2013\u2014]\s+|[-\u2013\u2014:=]\s*")
IN_BRACKETS: Final = re.compile(r"(.+?)\s*\(([^()]*)\)")
LIKE_A_CODE: Final = re.compile(r"(?=.*[0-9])[0-9A-Za-z]{1,6}|[A-Z]{1,6}|[A-Za-z]")
VERIFIED: Final = frozenset({"verified", "unverified", "not verified"})
"""Said of an address after its status; it changes nothing."""


class NotFound(Enum):
    """Why a text has no answer."""

    STRANGE = "strange"
    DIFFERS = "its code says one thing and its words another"


Found = str | None | NotFound


def answer_to(text: str, lookup: Mapping[str, str | None]) -> Found:
    """Which answer does a text mean? None for "not known".

    The whole text if it is known; otherwise its code and its words, which must agree if both are known. Words are
    taken alone only after what looks like a code, and a code alone only if it looks like one. Nothing else is
    guessed.

    Parameters
    ----------
    text
        As it stands in the cell.
    lookup
        From a normalised text to the answer, or None.

    Examples
    --------
    >>> lookup = {"w1": "white", "white: british": "white", "b1": "black", "ns": None}
    >>> answer_to("W1 - White: British", lookup), answer_to("White: British (W1)", lookup), answer_to("NS", lookup)
    ('white', 'white', None)
    >>> answer_to("B1 - White: British", lookup)
    <NotFound.DIFFERS: 'its code says one thing and its words another'>
    >>> answer_to("White or British", lookup)
    <NotFound.STRANGE: 'strange'>
    """
    whole = normalise(text)
    if whole in lookup:
        return lookup[whole]
    bracketed = IN_BRACKETS.fullmatch(text.strip())
    if bracketed is not None and normalise(bracketed[2]) in VERIFIED:
        return answer_to(bracketed[1], lookup)
    found: set[Found] = {answer for code, words in _parts(text) for answer in _of_parts(code, words, lookup)}
    if not found:
        return NotFound.STRANGE
    return found.pop() if len(found) == 1 else NotFound.DIFFERS


def _parts(text: str) -> Iterator[tuple[str, str]]:
    """Yield every way in which a text may be a code and its words; brackets hold the code."""
    bracketed = IN_BRACKETS.fullmatch(text.strip())
    if bracketed is not None:
        yield bracketed[2], bracketed[1]
    for separator in SEPARATORS.finditer(text):
        code, words = text[: separator.start()].strip(), text[separator.end() :].strip()
        if code and words:
            yield code, words
            return


def _of_parts(code: str, words: str, lookup: Mapping[str, str | None]) -> Iterator[str | None]:
    """Yield what the code and the words mean, each if it may be believed."""
    if LIKE_A_CODE.fullmatch(code) is None:
        both = normalise(code) in lookup and normalise(words) in lookup
        if not both:
            return
    for part in (code, words):
        if normalise(part) in lookup:
            yield lookup[normalise(part)]
