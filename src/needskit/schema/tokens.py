"""How a token of a record is compared with a code or a missing value, and a header with a standard name."""

from __future__ import annotations

import re


def normalise(token: str) -> str:
    """Give the form in which a token is compared with a code, a synonym or a missing value.

    Trimmed, inner white space (tabs and no-break spaces too) to one space, and case folded.

    Examples
    --------
    >>> normalise("  White :  IRISH ")
    'white : irish'
    """
    return " ".join(token.split()).casefold()


def standard_form(header: str) -> str:
    """Return a header as it is compared: lower case, every run of other signs one underscore.

    Examples
    --------
    >>> standard_form(" Date of Birth ")
    'date_of_birth'
    """
    return re.sub(r"[^0-9a-z]+", "_", header.casefold()).strip("_")
