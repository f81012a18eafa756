"""Whether words fit their cell, by the widths of the letters of Arial."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from needskit.audit.accessible.reading.parts import Cell, Sheet
    from needskit.audit.accessible.reading.styles import Style

_BY_WIDTH = {
    191: "'", 222: "ijl", 260: "|", 278: " !,./:;I[\\]ft", 333: "()-`r", 334: "{}", 355: '"', 389: "*", 469: "^",
    500: "Jckvsxyz", 584: "+<=>~", 611: "FTZ", 667: "&ABEKPSVXY", 722: "CDHNRUw", 778: "GOQ", 833: "Mm", 889: "%",
    944: "W", 1015: "@",
}  # fmt: skip
"""Thousandths of the size, from Adobe's Font Metrics of Helvetica, whose widths Arial keeps; all others are 556."""

_WIDTHS = {ord(letter): width for width, letters in _BY_WIDTH.items() for letter in letters}
_DIGIT = 556
_BOLD = 1.08
USUAL_WIDTH = 8.43
_PADDING = 5
"""Pixels of a column that hold no letter."""

_TOLERANCE = 1.1
"""Fonts differ, so only what is a tenth too long is told."""

_TIGHTEST_LINE = 1.0
"""Of the size: lines closer than that run into each other."""

_NARROW_FONTS = {"calibri": 0.91, "aptos narrow": 0.91, "arial narrow": 0.82}


def is_cut(cell: Cell, *, sheet: Sheet, normal: Style) -> bool:
    """Tell whether a cell of a table shows less than it holds.

    Text that is not wrapped is cut where its column is too narrow: in a table, it has neighbours. Text that is
    wrapped is cut where the file sets a height that holds too few lines. Numbers turn to "###".
    """
    digit = normal.size * 96 / 72 * _DIGIT / 1000 * _NARROW_FONTS.get(normal.font.casefold(), 1)
    room = sheet.widths.get(cell.column, USUAL_WIDTH) * round(digit) * _TOLERANCE
    words = shown(cell)
    if cell.number is not None:
        return cell.style.number_format != "General" and pixels(words, cell.style) > room
    if not cell.style.wraps:
        return any(pixels(line, cell.style) > room for line in words.split("\n"))
    height = sheet.heights.get(cell.row)
    if height is None:
        return False
    lines = sum(_lines(line, room, cell.style) for line in words.split("\n"))
    return lines > 1 and lines * cell.style.size * _TIGHTEST_LINE > height * _TOLERANCE


def pixels(text: str, style: Style) -> float:
    """Return how wide a line of text is at 96 pixels an inch."""
    thousandths = sum(_WIDTHS.get(ord(letter), _DIGIT) for letter in text)
    narrower = _NARROW_FONTS.get(style.font.casefold(), 1)
    return thousandths / 1000 * style.size * 96 / 72 * narrower * (_BOLD if style.is_bold else 1)


def _lines(text: str, room: float, style: Style) -> int:
    lines, used = 1, 0.0
    for word in text.split(" "):
        wide = pixels(f"{word} ", style)
        if used and used + wide > room:
            lines, used = lines + 1, 0.0
        used += wide
    return lines


def shown(cell: Cell) -> str:
    """Return a cell as it is shown, as far as widths go: a number has the decimals and commas of its format."""
    if cell.number is None:
        return cell.text
    decimals = decimals_of(cell)
    number = cell.number * (100 if "%" in cell.style.number_format else 1)
    text = f"{number:,.{decimals}f}" if "," in cell.style.number_format else f"{number:.{decimals}f}"
    return text + ("%" if "%" in cell.style.number_format else "")


def decimals_of(cell: Cell) -> int:
    """Return how many decimals of a number are shown: those of its format, or all where it has none."""
    code = cell.style.number_format.partition(";")[0]
    if code in {"General", "@"}:
        return decimals_held(cell)
    found = re.search(r"\.([0#?]+)", code)
    return len(found[1]) if found else 0


def decimals_held(cell: Cell) -> int:
    """Return how many decimals a number has in the file, as far as Excel's 15 digits tell."""
    text = f"{cell.number or 0:.15g}"
    if "e" in text:
        mantissa, _, power = text.partition("e")
        return max(0, len(mantissa.partition(".")[2]) - int(power))
    return len(text.partition(".")[2])
