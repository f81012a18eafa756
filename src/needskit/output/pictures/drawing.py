"""A picture as shapes and words at places in pixels, before any format is asked to hold it."""

from __future__ import annotations

from dataclasses import dataclass, field

from needskit.output.excel.measure_text import FONT_SIZE, pixels
from needskit.output.palette import BLACK

SIZE = 16
"""Of the words, in pixels: 12 point."""

LINE = 20
"""From one line of words to the next, in pixels."""

WIDER = 1.18
"""The letters of a font that stands in for Arial may be so many times as wide."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle; without a fill it is hollow."""

    x: float
    y: float
    width: float
    height: float
    fill: str = ""
    line: str = ""


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line through points."""

    points: tuple[tuple[float, float], ...]
    colour: str = BLACK
    width: float = 1
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """A dot, or a diamond."""

    x: float
    y: float
    size: float
    fill: str
    diamond: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """A line of words; ``anchor`` is which end stands at x: start, middle or end."""

    x: float
    y: float
    text: str
    anchor: str = "start"
    bold: bool = False
    colour: str = BLACK


Shape = Box | Stroke | Mark | Words


@dataclass(slots=True)
class Canvas:
    """Shapes as they are put down, and how far they reach."""

    width: float = 0
    height: float = 0
    shapes: list[Shape] = field(default_factory=list)

    def put(self, *shapes: Shape) -> None:
        """Put shapes on top of those that are there."""
        self.shapes.extend(shapes)

    def words(self, x: float, y: float, lines: tuple[str, ...], *, anchor: str = "start", bold: bool = False) -> None:
        """Put lines of words under each other, the first with its letters standing on y."""
        self.put(*(Words(x, y + LINE * number, text, anchor, bold) for number, text in enumerate(lines)))


@dataclass(frozen=True, slots=True)
class Drawing:
    """A finished picture.

    Parameters
    ----------
    width, height
        In pixels, at 96 an inch.
    shapes
        From the lowest to the topmost.
    title
        What it is of.
    alt
        What it says, for those who do not see it.
    """

    width: int
    height: int
    shapes: tuple[Shape, ...]
    title: str
    alt: str


def begun(name: str) -> str:
    """Return the name of a row as its worksheet has it: with a capital.

    Examples
    --------
    >>> begun("turned 18 in the period")
    'Turned 18 in the period'
    """
    return f"{name[:1].upper()}{name[1:]}"


def wide(text: str, *, bold: bool = False) -> float:
    """Return how much room a line of words may want, in pixels."""
    return pixels(text, size=FONT_SIZE, bold=bold) * WIDER


def wrapped(text: str, room: float, *, bold: bool = False) -> tuple[str, ...]:
    """Return words as lines no wider than there is room, in pixels; a longer word has a line of its own.

    Examples
    --------
    >>> wrapped("Education, training and employment", 110)
    ('Education,', 'training and', 'employment')
    """
    lines: list[str] = []
    for word in text.split():
        if lines and wide(f"{lines[-1]} {word}", bold=bold) <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return tuple(lines) or ("",)
