"""The cells of a worksheet and the addresses that it names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from needskit.audit.accessible.reading.package import texts
from needskit.audit.accessible.reading.parts import Area, Cell, Place
from needskit.audit.accessible.reading.styles import is_raised

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from xml.etree.ElementTree import Element as Node

    from needskit.audit.accessible.reading.styles import Style

_ADDRESS = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d+)")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
LETTERS = 26
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384


def address(place: Place) -> str:
    """Return the address of a cell.

    Examples
    --------
    >>> address((5, 28))
    'AB5'
    """
    return f"{letters(place[1])}{place[0]}"


def letters(column: int) -> str:
    """Return the letters of a column by its number from one."""
    text = ""
    while column:
        column, rest = divmod(column - 1, LETTERS)
        text = chr(65 + rest) + text
    return text


@lru_cache(maxsize=1 << 14)
def place_of(text: str) -> Place | None:
    """Return row and column of an address, or None where it is none."""
    found = _ADDRESS.fullmatch(text)
    if found is None:
        return None
    column = 0
    for letter in found[1].upper():
        column = column * LETTERS + ord(letter) - 64
    return int(found[2]), column


def area_of(text: str) -> Area | None:
    """Return the cells that a range such as ``A4:C9`` names, or None where it is none."""
    start, _, end = text.partition(":")
    corner, other = place_of(start), place_of(end or start)
    if corner is None or other is None:
        return None
    return Area(min(corner[0], other[0]), min(corner[1], other[1]), max(corner[0], other[0]), max(corner[1], other[1]))


def decoded(text: str) -> str:
    r"""Return a text with its escaped characters.

    Examples
    --------
    >>> decoded("Share_x000a_(%)")
    'Share\n(%)'
    """
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text).replace("\r\n", "\n")


@dataclass(frozen=True, slots=True)
class Shared:
    """The texts that cells share, and which of them have a part that is raised."""

    texts: Sequence[str]
    raised: Sequence[bool]


def shared_texts(tree: Node | None) -> Shared:
    """Return the texts that cells point at by number."""
    items = [] if tree is None else list(tree)
    return Shared([decoded(texts(item)) for item in items], [_has_raised(item) for item in items])


def _has_raised(item: Node) -> bool:
    return any(is_raised(run) for run in item.iter("rPr"))


@dataclass(frozen=True, slots=True)
class Read:
    """The cells that hold something, and what is wrong with how the file gives them."""

    cells: Mapping[Place, Cell]
    disordered: bool
    wrong_styles: bool


def read_cells(data: Node | None, *, shared: Shared, styles: Sequence[Style]) -> Read:
    """Read the rows of a worksheet."""
    cells: dict[Place, Cell] = {}
    disordered, wrong_styles, before = False, False, (0, 0)
    for row in data if data is not None else ():
        number = int(row.get("r", before[0] + 1))
        disordered |= number <= before[0]
        before = (number, 0)
        for node in row:
            place = place_of(node.get("r", "")) or (number, before[1] + 1)
            disordered |= place <= before or place[0] != number
            before = place
            style = int(node.get("s", 0))
            wrong_styles |= style >= len(styles)
            cell = _cell(node, place, shared, styles[style if style < len(styles) else 0])
            if cell is not None:
                cells[place] = cell
    return Read(cells, disordered, wrong_styles)


def _cell(node: Node, place: Place, shared: Shared, style: Style) -> Cell | None:
    """Return a cell, or None where it shows nothing and is no formula."""
    kind, value = node.get("t", "n"), node.find("v")
    is_formula = node.find("f") is not None
    text, raised, number = ("" if value is None else value.text or ""), False, None
    if kind == "s" and text.isdigit() and int(text) < len(shared.texts):
        text, raised = shared.texts[int(text)], shared.raised[int(text)]
    elif kind == "inlineStr":
        inner = node.find("is")
        text, raised = decoded(texts(inner)), inner is not None and _has_raised(inner)
    elif kind == "str":
        text = decoded(text)
    elif kind == "n" and text:
        number = _number(text)
    if not text and not is_formula:
        return None
    return Cell(place[0], place[1], text, number, kind == "e", is_formula, raised or style.is_superscript, style)


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
