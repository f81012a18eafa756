"""The people of an extract and their events, rounded so that both go together."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from needskit.disclosure.aims import Aims
from needskit.disclosure.beside import (
    Hidden,
    all_of,
    ends_of_events,
    families_of,
    least_people,
    ties_between,
)
from needskit.disclosure.linked import completed, link
from needskit.disclosure.protected import Protected
from needskit.disclosure.rounding import round_together, rounded_within

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from needskit.disclosure.beside import Family, Tie
    from needskit.disclosure.gathered import Gathered
    from needskit.disclosure.key import Key
    from needskit.disclosure.linked import LinkedCells
    from needskit.disclosure.rare import Listed
    from needskit.table.whom import Whom


def both(one: Protected, other: Protected) -> Protected:
    """Return the counts of two together, off by as many as the one that is further off."""
    return Protected(
        {**one.counts, **other.counts},
        max(one.off_by, other.off_by),
        max(one.left_over_off_by, other.left_over_off_by),
        listing_fits=one.listing_fits and other.listing_fits,
        hidden=one.hidden | other.hidden,
    )


@dataclass(frozen=True, slots=True)
class _Beside:
    """Events of one kind that are to be shown, and how they are tied to people."""

    of: Gathered
    linked: LinkedCells
    true: Mapping[Whom, int]
    ties: tuple[Tie, ...]


@dataclass(slots=True)
class Together:
    """People of an extract, and their events, which are rounded after them.

    Parameters
    ----------
    people, events
        What the tables count of them.
    ties
        Which events are shown beside which people.
    base
        What every count becomes a multiple of.
    listed
        Which rows are listed, and what was shown before.
    drawn_by
        The key by which multiples are drawn; None if counts go to the nearest.
    """

    people: Gathered
    events: Sequence[Gathered]
    ties: Sequence[Tie]
    base: int
    listed: Listed
    drawn_by: Key | None = None

    @property
    def aims(self) -> Aims:
        """Which multiples counts go to if they can."""
        return Aims(self.drawn_by, self.listed.before)

    def rounded(self, usual: int) -> Protected:
        """Return counts that are off by as little as can be; where events stand in the way, some are not shown."""
        # That a row is not listed is shown too, so it must fit with all that is shown.
        linked = self.people.linked(besides=frozenset(self.listed.most))
        for off_by in (usual, self.base, 2 * self.base - 1) if self.ties else ():
            found = self._within(linked, off_by)
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
            aims=self.aims,
        )

    def _within(self, linked: LinkedCells, off_by: int) -> Protected | None:
        """Return counts that are off by so many, with as many of the events as can be shown beside them."""
        true = completed(linked, self.people.counts)
        found = self._all_hiding(Hidden(), linked, true, off_by)
        if found is not None:
            return found
        events = {whom: count for each in self.events for whom, count in each.counts.items()}
        families = families_of(self.ties, true, events, base=self.base)
        needed = self._needed(families, true, off_by)
        others = [family for family in families if family not in needed]
        found = self._all_hiding(Hidden(needed), linked, true, off_by) if needed else None
        if found is not None:
            return found
        found = self._all_hiding(all_of(families), linked, true, off_by)
        too_few, enough = 0, len(others) + 1
        while found is not None and enough - too_few > 1:
            middle = (too_few + enough) // 2
            closer = self._all_hiding(Hidden((*needed, *others[:middle])), linked, true, off_by)
            too_few, enough, found = (middle, enough, found) if closer is None else (too_few, middle, closer)
        if found is None or enough > len(others):
            return found
        # It is the last of them without which it does not do; the others may do no harm.
        return self._all_hiding(Hidden((*needed, others[enough - 1])), linked, true, off_by) or found

    def _needed(self, families: Sequence[Family], true: Mapping[Whom, int], off_by: int) -> tuple[Family, ...]:
        """Return of which families events cannot be shown, whatever other counts there are."""
        needed: tuple[Family, ...] = ()
        enough = len(families)
        while not self._alone_hiding(Hidden(needed), true, off_by):
            # Hiding so many of the others is enough, and one fewer is not: so the last of them is needed.
            too_few = 0
            while enough - too_few > 1:
                middle = (too_few + enough) // 2
                closer = self._alone_hiding(Hidden((*needed, *families[:middle])), true, off_by)
                too_few, enough = (too_few, middle) if closer else (middle, enough)
            if families[enough - 1] in needed:
                return tuple(families)
            needed = (*needed, families[enough - 1])
        return needed

    def _beside(self, hidden: Hidden, true: Mapping[Whom, int]) -> list[_Beside]:
        found = []
        for each in self.events:
            linked = each.linked(hidden=hidden)
            cells = frozenset(linked.cells)
            counts = {whom: count for whom, count in completed(linked, each.counts).items() if whom in cells}
            found.append(_Beside(each, linked, counts, ties_between(self.ties, true, counts)))
        return found

    def _all_hiding(
        self, hidden: Hidden, linked: LinkedCells, true: Mapping[Whom, int], off_by: int
    ) -> Protected | None:
        """Return all counts, rounded without some events; None if there is no such rounding."""
        beside = self._beside(hidden, true)
        found = rounded_within(
            linked,
            self.people.counts,
            self.people.attributes,
            base=self.base,
            left_over=self.people.sums,
            ends=({**self._least(beside), **self.listed.least}, self.listed.most),
            off_by=(off_by,),
            aims=self.aims,
        )
        return found and self._with_events(found, beside, hidden, off_by)

    def _alone_hiding(self, hidden: Hidden, true: Mapping[Whom, int], off_by: int) -> bool:
        """Tell whether the events and those whose events they are can be rounded, were there no other counts."""
        beside, people = self._beside(hidden, true), self.people
        whose = {tie.people for each in beside for tie in each.ties} & people.counts.keys()
        if not whose:
            return True
        linked, least = link(whose, people.attributes), self._least(beside)
        cells = frozenset(linked.cells)
        found = rounded_within(
            linked,
            people.counts,
            people.attributes,
            base=self.base,
            left_over=(),
            ends=({whom: least[whom] for whom in least.keys() & cells}, {}),
            off_by=range(off_by + 1),
            aims=self.aims,
        )
        of_these = [replace(each, ties=tuple(tie for tie in each.ties if tie.people in cells)) for each in beside]
        return found is not None and self._with_events(found, of_these, hidden, off_by) is not None

    def _least(self, beside: Sequence[_Beside]) -> dict[Whom, int]:
        found: dict[Whom, int] = {}
        for each in beside:
            found |= least_people(each.ties, each.true, base=self.base)
        return found

    def _with_events(
        self, found: Protected, beside: Sequence[_Beside], hidden: Hidden, off_by: int
    ) -> Protected | None:
        """Return the counts of people with those of their events that go with them; None if none do."""
        for each in beside:
            of = each.of
            found = replace(found, hidden=found.hidden | {whom for whom in of.shown if hidden.holds(whom)})
            if not each.linked.cells:
                continue
            events = rounded_within(
                each.linked,
                of.counts,
                of.attributes,
                base=self.base,
                left_over=[terms for terms in of.sums if not any(hidden.holds(whom) for _, whom in terms)],
                ends=ends_of_events(each.ties, found.counts),
                off_by=range(off_by + 1),
                aims=self.aims,
            )
            if events is None or not events.listing_fits:
                return None
            found = both(found, events)
        return found
