"""What a need is worked out from: the questions that are scored, the screening question and the cut-offs."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from needskit.schema.entry import Entry

SCALES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "0 to 2": "0, 1 or 2, with or without words after the number",
        "yes or no": "no (0) or yes (2)",
        "ever": "never (0), previous (1) or currently (2)",
    }
)
"""How the answer to a scored question is spelt (HMPPS, hmpps-assess-risks-and-needs, ScoredAnswer)."""

HIGHEST_ITEM: Final = 2
STANDARD: Final = "standard"
"""The edition of an assessment whose cut-offs are those of the need itself."""


@dataclass(frozen=True, slots=True)
class Item:
    """One question that is scored from 0 to 2: its name, title, headers in extracts, and scale of ``SCALES``."""

    name: str
    title: str
    headers: tuple[str, ...]
    scale: str


@dataclass(frozen=True, slots=True)
class Screen:
    """The question that is asked first: where it is answered no, the others are not asked and there is no need."""

    title: str
    headers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CutOffs:
    """The section score at or above which there is a need, and a severe one; no ``severe`` where none is set."""

    cut_off: int
    severe: int | None


def items_from(entry: Entry) -> tuple[Item, ...]:
    """Read the scored questions of a need.

    Raises
    ------
    NeedskitError
        If a key is missing, not known or of the wrong kind, or if a scale is not one of ``SCALES``.
    """
    items = []
    for child in entry.entries("items"):
        child.only(required=("name", "title", "headers", "scale"))
        if child.text("scale") not in SCALES:
            child.reject("scale", because=f"one of {', '.join(SCALES)} is wanted")
        items.append(Item(child.text("name"), child.text("title"), child.texts("headers"), child.text("scale")))
    return tuple(items)


def screen_from(entry: Entry) -> Screen | None:
    """Read the screening question of a need, or None where it has none.

    Raises
    ------
    NeedskitError
        If a key is missing, not known or of the wrong kind.
    """
    if "screen" not in entry.values:
        return None
    child = entry.entry("screen").only(required=("title", "headers"))
    return Screen(title=child.text("title"), headers=child.texts("headers"))


def editions_from(entry: Entry, *, known: Collection[str]) -> Mapping[str, CutOffs]:
    """Read the cut-offs that other editions of the assessment have for a need.

    Parameters
    ----------
    entry
        The need.
    known
        The editions there are.

    Raises
    ------
    NeedskitError
        If a key is missing, not known or of the wrong kind; if an edition is not known, or is the standard
        one; or if the cut-offs are out of order.
    """
    editions: dict[str, CutOffs] = {}
    listed = entry.entry("editions")
    for edition in listed.values:
        child = listed.entry(edition).only(required=("cut_off",), optional=("severe",))
        if edition not in known or edition == STANDARD:
            listed.reject(edition, because="an edition of the code list assessment_edition, not standard, is wanted")
        found = CutOffs(child.whole("cut_off"), child.whole_or_none("severe"))
        if found.severe is not None and found.severe < found.cut_off:
            child.reject("severe", because="the severe cut-off is below the other")
        editions[edition] = found
    return MappingProxyType(editions)
