"""What floats over the cells of a worksheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from needskit.audit.accessible.reading.package import attribute, first
from needskit.audit.accessible.reading.parts import Drawn

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element as Node

    from needskit.audit.accessible.reading.package import Package

_KINDS = {"graphicFrame": "chart", "pic": "picture", "sp": "text box", "cxnSp": "line", "grpSp": "group of shapes"}


def drawn_on(package: Package, part: str) -> tuple[Drawn, ...]:
    """Return charts, pictures and shapes of a worksheet; what a group holds counts as the group."""
    found: list[Drawn] = []
    for name in package.related(part, "drawing"):
        tree = package.trees.get(name)
        if tree is not None:
            found += [_drawn(package, name, each) for each in _tops(tree)]
    return tuple(found)


def _tops(tree: Node) -> Iterator[Node]:
    """Go through what is drawn; where a file gives it twice, for old programs too, only the first counts."""
    for anchor in tree:
        for node in anchor:
            if node.tag in _KINDS:
                yield node
            elif node.tag == "AlternateContent":
                inner = next((each for each in node.iter() if each.tag in _KINDS), None)
                if inner is not None:
                    yield inner


def _drawn(package: Package, part: str, node: Node) -> Drawn:
    said, points = first(node, "cNvPr"), first(node, "chart")
    decorative = first(node, "decorative")
    chart = None
    if points is not None:
        relation = package.relations(part).get(attribute(points, "id"))
        chart = None if relation is None else package.trees.get(relation.target)
    return Drawn(
        kind=_KINDS[node.tag],
        name="" if said is None else said.get("name", ""),
        alt="" if said is None else said.get("descr", "").strip(),
        is_decorative=decorative is not None and decorative.get("val") in {"1", "true"},
        chart=chart,
    )
