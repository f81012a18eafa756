"""The counts of each extract protected together, and what people come to beside how many they are."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from needskit.disclosure.beside import (
    Hidden,
    all_of,
    ends_of_events,
    families_of,
    least_people,
    ties_between,
    ties_in,
)
from needskit.disclosure.linked import LinkedCells, completed, link
from needskit.disclosure.rounding import Rounded, round_together, rounded_within
from needskit.errors import DisclosureError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from needskit.disclosure.beside import Family, Tie
    from needskit.disclosure.policy import Policy
    from needskit.disclosure.rare import Listed
    from needskit.table.table import Table
    from needskit.table.whom import Attribute, Sum, Whom

MOST_SOUGHT = 3
"""So many families of events are sought that must be hidden; if these are not enough, more are hidden than must be."""


def protect(tables: Sequence[Table], policy: Policy, listed: Listed) -> Rounded:
    """Protect the counts of each extract together; nothing ties the people of one to those of another.

    Parameters
    ----------
    tables
        With true counts.
    policy
        To which multiples counts are rounded.
    listed
        Which rows are listed.

    Raises
    ------
    DisclosureError
        If the tables disagree, or no rounding makes everything add up.
    """
    ties = ties_in(tables) if policy.base > 1 else ()
    tied = {tie.events.source for tie in ties}
    found = Rounded({}, off_by=0, left_over_off_by=0)
    for source in sorted({whom.source for table in tables for whom in table.counts} - tied):
        of_it = _Extract.of(tables, source)
        if policy.base == 1:
            rounded = Rounded(of_it.counts, off_by=0, left_over_off_by=0)
        else:
            own = [tie for tie in ties if tie.people.source == source]
            beside = [_Extract.of(tables, name) for name in sorted({tie.events.source for tie in own})]
            rounded = _Together(of_it, beside, own, policy.base, listed).rounded(policy.off_by)
        found = _both(found, rounded)
    return found


def _both(one: Rounded, other: Rounded) -> Rounded:
    return Rounded(
        {**one.counts, **other.counts},
        max(one.off_by, other.off_by),
        max(one.left_over_off_by, other.left_over_off_by),
        listing_fits=one.listing_fits and other.listing_fits,
        hidden=one.hidden | other.hidden,
    )


@dataclass(frozen=True, slots=True)
class _Extract:
    """What tables count of one extract: its people, or what they come to."""

    counts: Mapping[Whom, int]
    attributes: Mapping[str, Attribute]
    shown: frozenset[Whom]
    sums: tuple[Sum, ...]

    @staticmethod
    def of(tables: Sequence[Table], source: str) -> _Extract:
        of_it = [table for table in tables if any(whom.source == source for whom in table.counts)]
        counts, attributes = _collected(of_it, source)
        shown = {whom for table in of_it for cell in table.cells for part in cell.parts for _, whom in part}
        sums = (terms for terms in _left_over(of_it) if all(whom in counts for _, whom in terms))
        return _Extract(counts, attributes, frozenset(shown & counts.keys()), tuple(sums))

    def linked(self, *, besides: frozenset[Whom] = frozenset(), hidden: Hidden | None = None) -> LinkedCells:
        shown = self.shown | (besides & self.counts.keys())
        return link((whom for whom in shown if hidden is None or not hidden.holds(whom)), self.attributes)


@dataclass(slots=True)
class _Together:
    """The people of an extract, and their events, which are rounded after them so that both go together."""

    people: _Extract
    events: Sequence[_Extract]
    ties: Sequence[Tie]
    base: int
    listed: Listed

    def rounded(self, usual: int) -> Rounded:
        """Return counts that are off by as little as can be; where events stand in the way, some are not shown."""
        # That a row is not listed is shown too, so it must fit with all that is shown.
        linked = self.people.linked(besides=frozenset(self.listed.most))
        for off_by in (usual, self.base, 2 * self.base - 1) if self.ties else ():
            found = self._with_events(linked, off_by)
            if found is not None:
                return found
        people = self.people
        return round_together(
            linked,
            people.counts,
            people.attributes,
            base=self.base,
            left_over=people.sums,
            least=self.listed.least,
            most=self.listed.most,
        )

    def _with_events(self, linked: LinkedCells, off_by: int) -> Rounded | None:
        """Return counts within so many of the true ones, with as many of the events as can be shown beside them."""
        people = completed(linked, self.people.counts)
        events = {whom: count for each in self.events for whom, count in each.counts.items()}
        families = families_of(self.ties, people, events, base=self.base)

        def hiding(hidden: Hidden) -> Rounded | None:
            return self._rounded_without(hidden, linked, people, off_by)

        shown = hiding(Hidden())
        found = None if shown else hiding(all_of(families))
        if shown or not found:
            return shown
        needed: tuple[Family, ...] = ()
        enough = len(families)
        for _ in range(MOST_SOUGHT):
            # Hiding so many of the families is enough, and one fewer is not: so the last of them is needed.
            too_few = 0
            while enough - too_few > 1:
                middle = (too_few + enough) // 2
                closer = hiding(Hidden((*needed, *families[:middle])))
                too_few, enough, found = (middle, enough, found) if closer is None else (too_few, middle, closer)
            needed = (*needed, families[enough - 1])
            alone = hiding(Hidden(needed))
            if alone is not None:
                return alone
        return found

    def _rounded_without(
        self, hidden: Hidden, linked: LinkedCells, people: Mapping[Whom, int], off_by: int
    ) -> Rounded | None:
        """Return counts of which some events are not shown, within so many of the true ones; None if there are none."""
        linked_events = [each.linked(hidden=hidden) for each in self.events]
        known = [
            {whom: count for whom, count in completed(cells, each.counts).items() if whom in frozenset(cells.cells)}
            for each, cells in zip(self.events, linked_events, strict=True)
        ]
        ties = [ties_between(self.ties, people, events) for events in known]
        least = dict(self.listed.least)
        for events, own in zip(known, ties, strict=True):
            least = {**least_people(own, events, base=self.base), **least}
        if not self._may_be(frozenset(tie.people for own in ties for tie in own), least, off_by):
            return None
        found = rounded_within(
            linked,
            self.people.counts,
            self.people.attributes,
            base=self.base,
            left_over=self.people.sums,
            ends=(least, self.listed.most),
            off_by=(off_by,),
        )
        if found is None:
            return None
        for each, cells, own in zip(self.events, linked_events, ties, strict=True):
            gone = frozenset(whom for whom in each.shown if hidden.holds(whom))
            found = replace(found, hidden=found.hidden | gone)
            if not cells.cells:
                continue
            beside = rounded_within(
                cells,
                each.counts,
                each.attributes,
                base=self.base,
                left_over=[terms for terms in each.sums if not any(hidden.holds(whom) for _, whom in terms)],
                ends=ends_of_events(own, found.counts),
                off_by=range(off_by + 1),
            )
            if beside is None or not beside.listing_fits:
                return None
            found = _both(found, beside)
        return found

    def _may_be(self, whose: frozenset[Whom], least: Mapping[Whom, int], off_by: int) -> bool:
        """Tell whether those whose events are shown can be as many as they must; with all others it takes longer."""
        people = self.people
        alone = link(whose & people.counts.keys(), people.attributes)
        if not alone.cells:
            return True
        of_these: dict[Whom, int] = {whom: least[whom] for whom in alone.cells if whom in least}
        found = rounded_within(
            alone,
            people.counts,
            people.attributes,
            base=self.base,
            left_over=(),
            ends=(of_these, {}),
            off_by=range(off_by + 1),
        )
        return found is not None


def _collected(tables: Sequence[Table], source: str) -> tuple[dict[Whom, int], dict[str, Attribute]]:
    """Return every count and attribute of an extract once, refusing two accounts of the same people."""
    counts: dict[Whom, int] = {}
    attributes: dict[str, Attribute] = {}
    for table in tables:
        for name, attribute in table.attributes.items():
            if attributes.setdefault(name, attribute) != attribute:
                message = f"Two tables disagree on the answers to '{name}'. Make them from one cohort."
                raise DisclosureError(message)
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
