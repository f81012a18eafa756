"""How wide and how high text is in Arial, so that no column is too narrow and no line is cut.

A spreadsheet file has no automatic width, and programs that convert one do not work out heights again.
"""

from __future__ import annotations

import math
from unicodedata import east_asian_width

FONT_SIZE = 12
TITLE_SIZE = 16
HEADING_SIZE = 14

_PRINTABLE = "".join(map(chr, range(32, 127)))
_THOUSANDTHS = (
    *(278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278),  # space to /
    *(556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556),  # 0 to ?
    *(1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778),  # @ to O
    *(667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556),  # P to _
    *(333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556),  # ` to o
    *(556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584),  # p to ~
)
_THOUSANDTHS_BOLD = (
    *(278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278),  # space to /
    *(556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 333, 333, 584, 584, 584, 611),  # 0 to ?
    *(975, 722, 722, 722, 722, 667, 611, 778, 722, 278, 556, 722, 611, 833, 722, 778),  # @ to O
    *(667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 333, 278, 333, 584, 556),  # P to _
    *(333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556, 278, 889, 611, 611),  # ` to o
    *(611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584),  # p to ~
)
"""Advance widths of Arial, plain and bold, in thousandths of its size.

Source: Adobe Font Metrics of Helvetica, whose widths Arial keeps.
"""


class _Widths(dict[str, int]):
    """The width of every letter: those of other alphabets are guessed."""

    def __missing__(self, letter: str) -> int:
        return 1_100 if east_asian_width(letter) in {"W", "F"} else 650


_WIDTHS = _Widths(zip(_PRINTABLE, _THOUSANDTHS, strict=True))
_WIDTHS_BOLD = _Widths(zip(_PRINTABLE, _THOUSANDTHS_BOLD, strict=True))
_PIXELS_A_POINT = 96 / 72
_DIGIT_PIXELS = 9
"""The widest digit of Arial 12, in which column widths are given."""

_PADDING_PIXELS = 16
"""Between the words and both edges of the column: what Excel leaves, and air between columns."""

_ROOM_LOST_PIXELS = 9
"""Of a column, where words wrap: what Excel leaves at both edges."""

_SLACK = 1.02
"""Screens place letters on whole pixels, so a line can be a little wider than its letters."""
_LINE_POINTS = 1.25
HIGHEST = 409.0
"""The highest row that Excel has, in points."""


def pixels(text: str, *, size: float = FONT_SIZE, bold: bool = False) -> float:
    """Return how wide one line of text is at 96 pixels an inch."""
    widths = _WIDTHS_BOLD if bold else _WIDTHS
    return sum(map(widths.__getitem__, text)) / 1000 * size * _PIXELS_A_POINT


def column_width(text_pixels: float) -> float:
    """Return the column width, in digits, that holds a line of so many pixels.

    Examples
    --------
    >>> column_width(pixels("12,345"))
    7.4
    """
    return math.ceil((text_pixels * _SLACK + _PADDING_PIXELS) / _DIGIT_PIXELS * 10) / 10


def lines_of(text: str, *, width: float, size: float = FONT_SIZE, bold: bool = False) -> int:
    """Return how many lines the text takes when it is wrapped in a column of this width.

    Examples
    --------
    >>> lines_of("Thinking and behaviour", width=14), lines_of("(%)", width=14)
    (2, 1)
    """
    room = _room(width)
    return sum(len(_wrapped(part, room, size=size, bold=bold)) for part in text.split("\n"))


def air_beside(text: str, *, width: float, bold: bool = False) -> float:
    """Return how many pixels the longest line leaves free when the text is wrapped in such a column."""
    rooms = (_room(width) * _SLACK**more for more in (0, 2, 4))  # a word more may fit on another screen, or on paper
    return min(
        room - max(max(_wrapped(part, room, size=FONT_SIZE, bold=bold)) for part in text.split("\n")) for room in rooms
    )


def _room(width: float) -> float:
    return (width * _DIGIT_PIXELS - _ROOM_LOST_PIXELS) / _SLACK


def _wrapped(text: str, room: float, *, size: float, bold: bool) -> list[float]:
    """Return how wide each line is, in pixels, when words are put on a line while there is room."""
    whole = pixels(text, size=size, bold=bold)
    if whole <= room:
        return [whole]
    space = pixels(" ", size=size, bold=bold)
    lines: list[float] = [0.0]
    for word in text.split(" "):
        wide = pixels(word, size=size, bold=bold)
        if lines[-1] and lines[-1] + space + wide <= room:
            lines[-1] += space + wide
            continue
        if lines[-1]:
            lines.append(0.0)
        # A word wider than the column is broken wherever it ends.
        lines.extend([room] * max(math.ceil(wide / room) - 1, 0))
        lines[-1] = wide % room if wide > room else wide
    return lines


def height_of(lines: int, *, size: float = FONT_SIZE) -> float:
    """Return the height, in points, of a row of so many lines.

    Examples
    --------
    >>> height_of(1), height_of(2)
    (18.0, 33.0)
    """
    return min(lines * size * _LINE_POINTS + 3.0, HIGHEST)
