"""The look of a workbook, as a house wants it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from needskit.output.theme_parts import Colours, Cover, Font, Markers

if TYPE_CHECKING:
    import os

    from needskit.output.picture import Picture

__all__ = ["Colours", "Cover", "Font", "Markers", "Theme"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """The look of a workbook, as a house wants it.

    Whatever is left out is as the guidance of the Analysis Function has it.

    Parameters
    ----------
    font
        Of cells and of charts.
    cover
        Words that stand on every cover.
    logo
        A picture with its alternative text, on a worksheet of its own after all others: guidance says no logo on a
        cover, and a picture beside a table is in the way of who hears the worksheet read. None, no worksheet.
    markers
        The shorthand in place of a figure.
    colours
        Of charts, heat maps and links.

    Raises
    ------
    UsageError
        If letters are smaller than 12 points or may have serifs, two colours have too little contrast, or a marker
        means something else.

    References
    ----------
    Analysis Function, Releasing statistics in spreadsheets; W3C, Web Content Accessibility Guidelines 2.2, level AA.

    Examples
    --------
    >>> Theme(font=Font(family="Verdana", size=13)).font.heading
    15.0
    >>> Theme(colours=Colours(link="#99CCFF"))
    Traceback (most recent call last):
    needskit.errors.UsageError: The colour link (#99CCFF) has a contrast of 1.6 to 1 with white (#FFFFFF), and it \
wants 4.5: some readers could not tell them apart. Choose another.
    """

    font: Font = field(default_factory=Font)
    cover: Cover = field(default_factory=Cover)
    logo: Picture | None = None
    markers: Markers = field(default_factory=Markers)
    colours: Colours = field(default_factory=Colours)

    @staticmethod
    def read(path: str | os.PathLike[str]) -> Theme:
        """Which look does a file say? A ``Theme``.

        Parameters
        ----------
        path
            ``theme.toml``; its logo is looked for beside it.

        Raises
        ------
        UsageError
            If it is not there, is not TOML, has a key that is not known (the nearest is named), holds something of
            the wrong kind, or says what a ``Theme`` refuses.
        """
        from needskit.output.theme_file import read_theme  # noqa: PLC0415 - it needs this module

        return read_theme(path)

    def said(self, text: str) -> str:
        """Return words with the markers of the theme in place of the usual ones."""
        renamed = self.markers.renamed
        if not renamed:
            return text
        return re.sub("|".join(map(re.escape, renamed)), lambda found: renamed[found[0]], text)
