"""Charts are drawn in the usual font and colours; a theme has them repainted in its own, in this one place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl.xml.functions import localname

from needskit.output.excel.draw_parts import letters_on

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
    for stacked in (node for node in root.iter() if localname(node) == "barChart" and _is_of_parts(node)):
        _read_on_their_fill(stacked)
    return root


def _is_of_parts(chart: Node) -> bool:
    return any(localname(node) == "grouping" and node.get("val") == "percentStacked" for node in chart)


def _read_on_their_fill(chart: Node) -> None:
    """Give the figures in the parts of bars letters that are read on the colour that a theme has put there."""
    for series in (node for node in chart if localname(node) == "ser"):
        look, said = (next(node for node in series if localname(node) == tag) for tag in ("spPr", "dLbls"))
        fill = next(node.get("val", "") for node in look.iter() if localname(node) == "srgbClr")
        for letters in (node for node in said.iter() if localname(node) == "srgbClr"):
            letters.set("val", letters_on(fill))
