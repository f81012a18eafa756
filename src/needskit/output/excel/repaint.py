"""Charts are drawn in the usual font and colours; a theme has them repainted in its own, in this one place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl.xml.functions import localname

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element as Node

    from needskit.output.theme import Theme


def repainted(root: Node, theme: Theme) -> Node:
    """Return the chart in the colours, the font and the size of letters of a theme."""
    colours = theme.colours.renamed
    for node in root.iter():
        tag = localname(node)
        if tag == "srgbClr":
            node.set("val", colours.get(node.get("val", ""), node.get("val", "")))
        if tag in {"latin", "cs"}:
            node.set("typeface", theme.font.family)
        if node.get("sz"):
            node.set("sz", str(round(theme.font.size * 100)))
    return root
