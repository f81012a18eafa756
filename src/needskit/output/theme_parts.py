"""The parts of a theme: font, words of the cover, markers and colours, refused where nobody could read them."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields

from needskit.disclosure.shorthand import CONFIDENTIAL, LOW_RELIABILITY, NOT_APPLICABLE
from needskit.errors import UsageError
from needskit.output.contrast import BLACK, LETTERS, SHAPES, WHITE, code_of, contrast

SMALLEST, LARGEST = 12.0, 24.0
"""Points. Source: Analysis Function, Releasing statistics in spreadsheets: at least size 12."""

MEASURED = ("arial", "arimo", "helvetica", "liberation sans")
"""Fonts with the widths that columns are worked out with."""

SANS_SERIF = (
    *MEASURED,
    *(
        "aptos",
        "calibri",
        "carlito",
        "dejavu sans",
        "franklin gothic book",
        "frutiger",
        "gill sans mt",
        "helvetica neue",
    ),
    *("inter", "lato", "noto sans", "open sans", "roboto", "segoe ui", "source sans pro", "tahoma", "trebuchet ms"),
    "verdana",
)
SPARE = 1.15
"""By how much columns and rows are made larger in a font whose letters are not measured."""

_MARKER = re.compile(r"\[[a-z][a-z0-9]{0,9}\]")
_OTHERS = {
    "[b]": "break in series",
    "[e]": "estimated",
    "[er]": "earliest revision",
    "[f]": "forecast",
    "[low]": "low but not zero",
    "[k]": "low but not zero",
    "[ns]": "not significant",
    "[s]": "significant",
    "[ss]": "highly significant",
    "[sss]": "very highly significant",
    "[p]": "provisional",
    "[r]": "revised",
    "[w]": "none recorded in the survey",
    "[x]": "not available",
    CONFIDENTIAL: "confidential",
    LOW_RELIABILITY: "low reliability",
    NOT_APPLICABLE: "not applicable",
}
"""Source: Government Statistical Service, Using symbols and shorthand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Font:
    """``[font]``: of cells and of charts.

    Parameters
    ----------
    family
        A sans serif font. Readers who do not have it see another in its place.
    sans_serif
        That a font which needskit does not know is one.
    size, heading, title
        In points: of figures, words and charts; of headings on the cover; of the title of each worksheet. Headings
        are 2 and titles 4 points larger than the words unless told otherwise.
    """

    family: str = "Arial"
    sans_serif: bool = False
    size: float = 12.0
    heading: float = 0.0
    title: float = 0.0

    def __post_init__(self) -> None:
        """Refuse letters that are hard to read."""
        if not re.fullmatch("[A-Za-z0-9][A-Za-z0-9 -]{0,30}", self.family):
            message = "The font has no name that a workbook can hold: letters, digits, spaces, at most 31 of them."
            raise UsageError(message)
        if self.family.lower() not in SANS_SERIF and not self.sans_serif:
            message = (
                f"The font '{self.family}' is not one that needskit knows as sans serif, and letters with serifs are "
                "harder to read on a screen. Say sans_serif = true under [font] if it is."
            )
            raise UsageError(message)
        for name, more in (("heading", 2.0), ("title", 4.0)):
            object.__setattr__(self, name, float(getattr(self, name) or self.size + more))
        for name in ("size", "heading", "title"):
            points = getattr(self, name)
            if not SMALLEST <= points <= LARGEST:
                message = (
                    f"The {name} of the font is {points:g} points, and it wants {SMALLEST:g} to {LARGEST:g}: smaller "
                    "letters are hard to read, larger ones leave no room for a table."
                )
                raise UsageError(message)
        if not self.size < self.heading <= self.title:
            message = "A heading must be larger than the words under it, and a title no smaller than it: see [font]."
            raise UsageError(message)

    @property
    def spare(self) -> float:
        """By how much columns, rows and charts are larger than measured."""
        return 1.0 if self.family.lower() in MEASURED else SPARE

    @property
    def times(self) -> float:
        """How many times higher than in Arial 12 a line is."""
        return self.size / SMALLEST * self.spare


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """``[cover]``: words that stand on every cover of a house.

    Parameters
    ----------
    lines
        Under the title, a line each.
    contact
        Whom to ask, where the workbook does not say.
    organisation
        Who publishes it: on the cover and as the author of the file.
    """

    lines: tuple[str, ...] = ()
    contact: str = ""
    organisation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Markers:
    """``[markers]``: the shorthand in place of a figure, in square brackets."""

    confidential: str = CONFIDENTIAL
    low_reliability: str = LOW_RELIABILITY
    not_applicable: str = NOT_APPLICABLE

    def __post_init__(self) -> None:
        """Refuse markers that are no shorthand, mean something else, or cannot be told apart."""
        usual = {each.name: each.default for each in fields(Markers)}
        for name, marker in self.named.items():
            if not _MARKER.fullmatch(marker):
                message = f'The marker {name} wants small letters in square brackets, such as "[c]".'
                raise UsageError(message)
            if marker in _OTHERS and marker != usual[name]:
                message = f"The marker {name} is {marker}, which readers know as: {_OTHERS[marker]}. Choose another."
                raise UsageError(message)
        if len(set(self.named.values())) < len(self.named):
            message = "Two markers are the same, so that nobody could tell why a figure is not shown: see [markers]."
            raise UsageError(message)

    @property
    def named(self) -> dict[str, str]:
        """Each marker by its name."""
        return {each.name: getattr(self, each.name) for each in fields(self)}

    @property
    def renamed(self) -> dict[str, str]:
        """The marker in place of each usual one; empty if none is another."""
        usual = {each.name: str(each.default) for each in fields(Markers)}
        return {usual[name]: marker for name, marker in self.named.items() if marker != usual[name]}


@dataclass(frozen=True, slots=True, kw_only=True)
class Colours:
    """``[colours]``: of charts, heat maps and links; the usual ones are those of the Analysis Function.

    Parameters
    ----------
    first
        Bars, dots and lines; white numbers stand on it.
    second
        What stands beside the first.
    marks
        Limits and lines drawn across the first.
    outline
        The line round what is hollow.
    heat_map
        The highest percentage; black numbers stand on it.
    link
        The letters of links.
    """

    first: str = "12436D"
    second: str = "28A197"
    marks: str = "F46A25"
    outline: str = "3D3D3D"
    heat_map: str = "6BACE6"
    link: str = "0000FF"

    def __post_init__(self) -> None:
        """Refuse colours that nobody can tell apart."""
        for each in fields(self):
            object.__setattr__(self, each.name, code_of(getattr(self, each.name), name=each.name))
        for one, other, least in self._pairs():
            codes = [_FIXED.get(name, getattr(self, name, "")) for name in (one, other)]
            found = contrast(*codes)
            if found < least:
                message = (
                    f"The colour {one} (#{codes[0]}) has a contrast of {int(found * 10) / 10:g} to 1 with {other} "
                    f"(#{codes[1]}), and it wants {least:g}: some readers could not tell them apart. Choose another."
                )
                raise UsageError(message)

    @staticmethod
    def _pairs() -> tuple[tuple[str, str, float], ...]:
        return (
            *(("first", "white", LETTERS), ("second", "white", SHAPES), ("marks", "white", SHAPES)),
            *(("outline", "white", SHAPES), ("link", "white", LETTERS), ("heat_map", "black", LETTERS)),
            *(("second", "first", SHAPES), ("marks", "first", SHAPES)),
        )

    @property
    def renamed(self) -> dict[str, str]:
        """The colour in place of each usual one of a chart; empty if none is another."""
        of_charts = ("first", "second", "marks", "outline")
        usual = {each.name: str(each.default) for each in fields(Colours)}
        return {usual[name]: getattr(self, name) for name in of_charts if getattr(self, name) != usual[name]}


_FIXED = {"white": WHITE, "black": BLACK}
