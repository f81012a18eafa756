"""How well one colour stands out from another."""

from __future__ import annotations

import re

from needskit.errors import UsageError

WHITE, BLACK = "FFFFFF", "000000"
LETTERS, SHAPES = 4.5, 3.0
"""The least contrast of letters, and of parts of a chart that have to be told apart.

Source: W3C, Web Content Accessibility Guidelines 2.2, level AA, success criteria 1.4.3 and 1.4.11.
"""

_CODE = re.compile("#?([0-9A-Fa-f]{6})")
_DARK, _SLOPE = 0.04045, 12.92


def code_of(text: str, *, name: str) -> str:
    """Return a colour as six digits in capitals.

    Parameters
    ----------
    text
        "#12436D", with or without its mark.
    name
        What the colour is for, for the error.

    Raises
    ------
    UsageError
        If it is not written so.

    Examples
    --------
    >>> code_of("#12436d", name="first")
    '12436D'
    """
    found = _CODE.fullmatch(text.strip())
    if found is None:
        message = f'The colour {name} is not written as one: it wants six digits from 0 to F, such as "#12436D".'
        raise UsageError(message)
    return found[1].upper()


def contrast(one: str, other: str) -> float:
    """Return the contrast between two colours, from 1 (none) to 21 (black on white).

    Examples
    --------
    >>> round(contrast("000000", "FFFFFF"), 1), round(contrast("12436D", "FFFFFF"), 1)
    (21.0, 10.2)
    """
    darker, lighter = sorted(map(_luminance, (one, other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(code: str) -> float:
    red, green, blue = (_linear(int(code[place : place + 2], 16) / 255) for place in (0, 2, 4))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return float(part / _SLOPE if part <= _DARK else ((part + 0.055) / 1.055) ** 2.4)
