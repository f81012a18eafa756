"""Whether a text in a column of codes looks like the name of a person."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from needskit.schema import load_codes, load_table
from needskit.schema.answers import NO_SPELLINGS, YES_SPELLINGS

if TYPE_CHECKING:
    from collections.abc import Collection

    from needskit.schema import Field

TITLES: Final = frozenset({"mr", "mrs", "ms", "miss", "dr"})
FEWEST, MOST = 2, 4
"""How many words a name without a title has."""

SHORTEST: Final = 3
"""Shorter words of a code list, such as "in" or "A", are also initials and parts of names."""


def looks_like_name(text: str, words: Collection[str]) -> bool:
    """Does a text look like the name of a person?

    It does with a title, and so do two to four words that all begin with a capital, without a digit and without any
    word of the code list. A name of one word, or in small letters, cannot be told from a code.

    Parameters
    ----------
    text
        As it stands in the file.
    words
        Those of the code list, case folded.

    Examples
    --------
    >>> looks_like_name("Ann Example", {"fixed"}), looks_like_name("EXAMPLE, A.", {"fixed"})
    (True, True)
    >>> looks_like_name("Fixed Cohort", {"fixed"}), looks_like_name("Legacy scheme", {"fixed"})
    (False, False)
    >>> looks_like_name("mrs example", {"fixed"})
    True
    """
    parts = re.findall(r"[^\W_](?:[^\s,;()\[\]/_\"]*)", text)
    plain = [part.casefold().strip(".") for part in parts]
    if len(parts) > 1 and TITLES & set(plain):
        return True
    if not FEWEST <= len(parts) <= MOST or any(sign.isdigit() for sign in text):
        return False
    known = any(word in words for part in plain for word in _words(part))
    return not known and all(part[0].isupper() for part in parts)


@cache
def _of_list(codes: str) -> frozenset[str]:
    return frozenset(word for text in load_codes(codes).lookup for word in _words(text))


def words_of(field: Field) -> frozenset[str]:
    """Return the words of the codes, labels and synonyms of a column, and of what means yes, no or not known.

    Parameters
    ----------
    field
        A standard column with a code list, or of yes and no.
    """
    usual = (*load_table("people").missing_values, *YES_SPELLINGS, *NO_SPELLINGS)
    found = frozenset(word for text in usual for word in _words(text))
    return found | _of_list(field.codes) if field.codes else found


def _words(text: str) -> list[str]:
    return [word for word in re.findall(r"[^\W\d_]+", text.casefold()) if len(word) >= SHORTEST]
