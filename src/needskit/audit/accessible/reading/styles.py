"""How cells look, as the part of the styles has it."""

from __future__ import annotations

import colorsys
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from needskit.audit.accessible.reading.package import first

if TYPE_CHECKING:
    from collections.abc import Sequence
    from xml.etree.ElementTree import Element as Node

    from needskit.audit.accessible.reading.package import Package

T = TypeVar("T")
AUTOMATIC = ""
TEXT_OF_THEME, TEXT_OF_SYSTEM = "1", "64"
BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 14: "dd/mm/yyyy",
    15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 22: "dd/mm/yyyy hh:mm", 37: "#,##0", 38: "#,##0;[Red]-#,##0",
    39: "#,##0.00", 40: "#,##0.00;[Red]-#,##0.00", 49: "@",
}  # fmt: skip
_INDEXED = ("000000", "FFFFFF", "FF0000", "00FF00", "0000FF", "FFFF00", "FF00FF", "00FFFF")
_THEME_ORDER = ("lt1", "dk1", "lt2", "dk2", *(f"accent{n}" for n in range(1, 7)), "hlink", "folHlink")


@dataclass(frozen=True, slots=True)
class Style:
    """How a cell looks. A colour is six digits, or empty where it is automatic."""

    font: str = "Calibri"
    size: float = 11.0
    colour: str = AUTOMATIC
    is_bold: bool = False
    is_italic: bool = False
    is_underlined: bool = False
    is_superscript: bool = False
    fill: str = AUTOMATIC
    has_border: bool = False
    number_format: str = "General"
    across: str = ""
    """Where it stands in its column: left, right or as its kind wants."""
    wraps: bool = False
    indent: int = 0
    is_rotated: bool = False
    heading: int = 0
    """1 for Heading 1 or Title, and so on; 0 for none."""


def read_styles(package: Package) -> tuple[Style, ...]:
    """Return every style in the order in which cells point at it, at the least one."""
    tree = next((tree for name, tree in package.trees.items() if name.endswith("styles.xml")), None)
    if tree is None:
        return (Style(),)
    theme = _theme(package)
    fonts = [_font(node, theme) for node in _under(tree, "fonts")]
    fills = [_fill(node, theme) for node in _under(tree, "fills")]
    borders = [any(side.get("style", "none") != "none" for side in node) for node in _under(tree, "borders")]
    formats = {int(node.get("numFmtId", 0)): node.get("formatCode", "") for node in tree.iter("numFmt")}
    headings = {int(node.get("xfId", 0)): _heading(node) for node in _under(tree, "cellStyles")}
    found = []
    for node in _under(tree, "cellXfs"):
        aligned = first(node, "alignment")
        number = int(node.get("numFmtId", 0))
        said = {} if aligned is None else dict(aligned.items())
        found.append(
            replace(
                _at(fonts, node, "fontId", Style()),
                fill=_at(fills, node, "fillId", AUTOMATIC),
                has_border=_at(borders, node, "borderId", default=False),
                number_format=formats.get(number) or BUILT_IN.get(number, "General"),
                across=said.get("horizontal", "").replace("general", ""),
                wraps=said.get("wrapText", "0") in {"1", "true"},
                indent=int(said.get("indent", 0)),
                is_rotated=said.get("textRotation", "0") != "0",
                heading=headings.get(int(node.get("xfId", 0)), 0),
            )
        )
    return tuple(found) or (Style(),)


def is_raised(run: Node) -> bool:
    """Tell whether a run of text, or a font, is superscript or subscript."""
    node = first(run, "vertAlign")
    return node is not None and node.get("val") in {"superscript", "subscript"}


def _under(tree: Node, name: str) -> list[Node]:
    node = tree.find(name)
    return [] if node is None else list(node)


def _at(found: Sequence[T], node: Node, name: str, default: T) -> T:
    place = int(node.get(name, 0))
    return found[place] if place < len(found) else default


def _on(font: Node, name: str) -> bool:
    node = font.find(name)
    return node is not None and node.get("val", "1") not in {"0", "false", "none"}


def _font(node: Node, theme: Sequence[str]) -> Style:
    name, size = node.find("name"), node.find("sz")
    return Style(
        font="Calibri" if name is None else name.get("val", ""),
        size=11.0 if size is None else float(size.get("val", 11)),
        colour=_colour(node.find("color"), theme),
        is_bold=_on(node, "b"),
        is_italic=_on(node, "i"),
        is_underlined=_on(node, "u"),
        is_superscript=is_raised(node),
    )


def _fill(node: Node, theme: Sequence[str]) -> str:
    pattern = node.find("patternFill")
    if pattern is None:
        return "FFFFFF" if node.find("gradientFill") is not None else AUTOMATIC
    if pattern.get("patternType", "none") in {"none", "gray125"}:
        return AUTOMATIC
    return _colour(pattern.find("fgColor"), theme) or "FFFFFF"


def _colour(node: Node | None, theme: Sequence[str]) -> str:
    """Return a colour in six digits, or empty where it is that of text on this machine."""
    if node is None or node.get("auto") in {"1", "true"}:
        return AUTOMATIC
    if "rgb" in node.keys():  # noqa: SIM118 - a node is no mapping
        return node.get("rgb", "")[-6:].upper()
    if node.get("indexed"):
        place = int(node.get("indexed", 64))
        return _INDEXED[place % 8] if place < 16 else AUTOMATIC  # noqa: PLR2004 - the two rows of named colours
    tint = float(node.get("tint", 0))
    number = node.get("theme", TEXT_OF_THEME)
    if number == TEXT_OF_THEME and not tint:
        return AUTOMATIC
    place = int(number)
    return _tinted(theme[place], tint) if place < len(theme) else AUTOMATIC


def _tinted(colour: str, tint: float) -> str:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4))
    hue, light, strength = colorsys.rgb_to_hls(red, green, blue)
    light = light * (1 + tint) if tint < 0 else light + (1 - light) * tint
    return "".join(f"{round(part * 255):02X}" for part in colorsys.hls_to_rgb(hue, light, strength))


def _theme(package: Package) -> list[str]:
    tree = next((tree for name, tree in package.trees.items() if name.startswith("xl/theme/")), None)
    scheme = first(tree, "clrScheme")
    found = {} if scheme is None else {node.tag: node[0] for node in scheme if len(node)}
    usual = {"lt1": "FFFFFF", "dk1": "000000"}
    return [_theme_colour(found[name]) if name in found else usual.get(name, "808080") for name in _THEME_ORDER]


def _theme_colour(node: Node) -> str:
    return node.get("lastClr", "") or node.get("val", "808080")


def _heading(node: Node) -> int:
    """Return which heading a named style is: Excel knows its own by number, other programs by name."""
    number, name = int(node.get("builtinId", -1)), node.get("name", "").casefold()
    if number == 15 or name == "title":  # noqa: PLR2004 - Excel's number of Title
        return 1
    if 16 <= number <= 19:  # noqa: PLR2004 - Excel's numbers of Heading 1 to 4
        return number - 15
    last = name.replace("headline", "heading").removeprefix("heading").strip()
    return int(last) if name.startswith("head") and last.isdigit() else 0
