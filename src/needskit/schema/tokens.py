"""How a token of a record is compared with a code, a synonym or a missing value."""

from __future__ import annotations


def normalise(token: str) -> str:
    """Give the form in which a token is compared with a code, a synonym or a missing value.

    Trimmed, inner white space (tabs and no-break spaces too) to one space, and case folded.

    Examples
    --------
    >>> normalise("  White :  IRISH ")
    'white : irish'
    """
    return " ".join(token.split()).casefold()
