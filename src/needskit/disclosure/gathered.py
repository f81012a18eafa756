"""What the tables of one release count of one extract, each count once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from needskit.disclosure.linked import LinkedCells, link
from needskit.errors import DisclosureError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from needskit.disclosure.beside import Hidden
    from needskit.table.table import Table
    from needskit.table.whom import Attribute, Sum, Whom


@dataclass(frozen=True, slots=True)
class Gathered:
    """What tables count of one extract: its people, or what they come to."""

    counts: Mapping[Whom, int]
    attributes: Mapping[str, Attribute]
    shown: frozenset[Whom]
    sums: tuple[Sum, ...]

    @staticmethod
    def of(tables: Sequence[Table], source: str) -> Gathered:
        """Gather what tables count of an extract."""
        of_it = [table for table in tables if any(whom.source == source for whom in table.counts)]
        counts, attributes = _collected(of_it, source)
        shown = {whom for table in of_it for cell in table.cells for part in cell.parts for _, whom in part}
        sums = (terms for terms in _left_over(of_it) if all(whom in counts for _, whom in terms))
        return Gathered(counts, attributes, frozenset(shown & counts.keys()), tuple(sums))

    def linked(self, *, besides: frozenset[Whom] = frozenset(), hidden: Hidden | None = None) -> LinkedCells:
        """Return the counts shown and others, linked, without events that are hidden."""
        shown = self.shown | (besides & self.counts.keys())
        return link((whom for whom in shown if hidden is None or not hidden.holds(whom)), self.attributes)


def _collected(tables: Sequence[Table], source: str) -> tuple[dict[Whom, int], dict[str, Attribute]]:
    """Return every count and attribute of an extract once, refusing two accounts of the same people."""
    counts: dict[Whom, int] = {}
    attributes: dict[str, Attribute] = {}
    for table in tables:
        for name, attribute in table.attributes.items():
            known = attributes.setdefault(name, attribute)
            if replace(known, implies=()) != replace(attribute, implies=()):
                message = f"Two tables disagree on the answers to '{name}'. Make them from one cohort."
                raise DisclosureError(message)
            # What follows of a part of the people only, such as from the dates of some, is not so of all.
            both = tuple(each for each in known.implies if each in attribute.implies)
            attributes[name] = replace(known, implies=both)
        for whom, count in table.counts.items():
            if whom.source == source and counts.setdefault(whom, count) != count:
                message = (
                    f"Two tables count the same ones differently ('{table.caption.key}' is one of them). "
                    "Make them from one extract, or give each extract its own population in words."
                )
                raise DisclosureError(message)
    return counts, attributes


def _left_over(tables: Sequence[Table]) -> list[Sum]:
    """Return the sums of several counts that a figure shows: those not known, and the rest of a whole."""
    cells = [cell for table in tables for cell in table.cells]
    found = {part for cell in cells for part in cell.parts if len(part) > 1}
    for cell in cells:
        shows = dict(zip(cell.measure.shows, cell.parts, strict=False))
        known, everyone = shows.get("out_of"), shows.get("everyone")
        if known and everyone:
            found.add((*((-weight, whom) for weight, whom in known), *everyone))
    return sorted(found, key=lambda terms: [(weight, whom.sort_key) for weight, whom in terms])
