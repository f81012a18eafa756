"""The parts of an .xlsx file and what they say of each other."""

from __future__ import annotations

import posixpath
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import ParseError

from needskit.errors import OutputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from xml.etree.ElementTree import Element as Node

_XML = (".xml", ".rels")
LARGEST = 1_000_000_000
"""No workbook that is published unpacks to so many bytes; a file made to exhaust the machine does."""


@dataclass(frozen=True, slots=True)
class Relation:
    """What a part says of another: by which kind of relation, and whether it is outside the file."""

    kind: str
    target: str
    outside: bool


@dataclass(frozen=True, slots=True)
class Package:
    """All parts of a file by their names, without a slash in front.

    Parameters
    ----------
    name
        Of the file.
    parts
        Their bytes.
    broken
        Names of the XML parts that no program can read.
    """

    name: str
    parts: Mapping[str, bytes]
    broken: tuple[str, ...]
    trees: Mapping[str, Node] = field(repr=False)

    def relations(self, part: str) -> dict[str, Relation]:
        """Return what a part says of others, by identifier."""
        folder, _, name = part.rpartition("/")
        tree = self.trees.get(posixpath.join(folder, "_rels", f"{name}.rels"))
        return {} if tree is None else {each.get("Id", ""): _relation(each, folder) for each in tree}

    def related(self, part: str, kind: str) -> list[str]:
        """Return the parts that a part is related to in this way, in their order."""
        return [each.target for each in self.relations(part).values() if each.kind == kind and not each.outside]


def read_package(path: str | Path, *, name: str = "") -> Package:
    """Read every part of a workbook.

    Parameters
    ----------
    path
        Of the file.
    name
        That it is to have, if it is another than it has.

    Raises
    ------
    UsageError
        If there is no such file, or it is not a workbook of the kind .xlsx or .xlsm.
    """
    file = Path(path)
    try:
        with zipfile.ZipFile(file) as archive:
            if sum(each.file_size for each in archive.infolist()) > LARGEST:
                message = f"{file.name} unpacks to more than {LARGEST // 10**9} GB, so it was not read."
                raise OutputError(message)
            parts = {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}
    except FileNotFoundError:
        message = f"There is no file {file.name} to check."
        raise UsageError(message) from None
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError):
        message = f"{file.name} is not a workbook that can be read: save it as .xlsx, without a password."
        raise UsageError(message) from None
    if "xl/workbook.xml" not in parts:
        message = f"{file.name} has no workbook in it: save it as .xlsx."
        raise UsageError(message)
    trees = {name: _tree(content) for name, content in parts.items() if name.endswith(_XML)}
    broken = tuple(name for name, tree in trees.items() if tree is None)
    return Package(name or file.name, parts, broken, {name: tree for name, tree in trees.items() if tree is not None})


def _tree(content: bytes) -> Node | None:
    """Return the tree of a part, with names that have lost their namespace, or None where it cannot be read."""
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        return None
    try:
        tree = ET.fromstring(content)  # noqa: S314 - no entity can be in it
    except (ParseError, LookupError, ValueError):
        return None
    for node in tree.iter():
        node.tag = node.tag.rpartition("}")[2]
    return tree


def _relation(node: Node, folder: str) -> Relation:
    target, outside = node.get("Target", ""), node.get("TargetMode") == "External"
    if not outside:
        target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
    return Relation(node.get("Type", "").rpartition("/")[2], target, outside)


def attribute(node: Node, name: str) -> str:
    """Return an attribute whatever its namespace, such as ``r:id``, or an empty text."""
    return next((value for key, value in node.items() if key == name or key.endswith("}" + name)), "")


def first(node: Node | None, name: str) -> Node | None:
    """Return the first node below with this name."""
    return None if node is None else next(node.iter(name), None)


def texts(node: Node | None, name: str = "t") -> str:
    """Return the texts below, joined; phonetic readings are left out."""
    return "" if node is None else "".join(_plain_texts(node, name))


def _plain_texts(node: Node, name: str) -> Iterator[str]:
    for each in node:
        if each.tag == name:
            yield each.text or ""
        elif each.tag != "rPh":
            yield from _plain_texts(each, name)
