"""What a released report says of how many there are, as unknown whole numbers and sums of them.

The attacker is given more than is printed: every protected count that any figure is worked out from, as if estimates,
limits, P values, models and weighted figures could all be worked back.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
from tests.property.attack.whole.tables import People
from tests.property.attack.whole.ties import Rows, tie

import needskit as nk
from needskit.disclosure.policies import policy_named

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from needskit.disclosure.policy import Policy
    from needskit.disclosure.protected import Protected
    from needskit.disclosure.rare import Listed
    from needskit.disclosure.released import Release, ReleasedCell
    from needskit.table.table import Table
    from needskit.table.whom import Attribute, Sum, Whom

SQUARED = " squared"


@dataclass(frozen=True)
class Seen:
    """A release, with the counts behind its figures and the rows that were listed."""

    released: Release
    protected: Protected
    listed: Listed
    true: Mapping[Whom, int]
    attributes: Mapping[str, Attribute]

    @staticmethod
    def of(tables: Sequence[Table], policy: Policy | str) -> Seen:
        """Release tables, and keep what the protection made of the counts."""
        chosen = policy_named(policy) if isinstance(policy, str) else policy
        kept: list[tuple[Sequence[Table], Listed, Protected]] = []

        def method(tables: Sequence[Table], policy: Policy, listed: Listed) -> Protected:
            kept.append((tables, listed, chosen.method(tables, policy, listed)))
            return kept[-1][2]

        released = nk.release(tables, policy=replace(chosen, method=method))
        given, listed, protected = next(each for each in kept if each[2].off_by == released.off_by)
        true = {whom: count for table in given for whom, count in table.counts.items()}
        attributes: dict[str, Attribute] = {}
        for table in given:
            for name, attribute in table.attributes.items():
                known = attributes.setdefault(name, attribute)
                both = tuple(each for each in known.implies if each in attribute.implies)
                attributes[name] = replace(known, implies=both)
        return Seen(released, protected, listed, true, attributes)

    def cells(self) -> Iterator[ReleasedCell]:
        for table in self.released:
            yield from table.cells

    def hides(self, terms: Sum) -> bool:
        return any(whom in self.protected.hidden for _, whom in terms)


@dataclass
class Unknowns:
    """Everything that is not known, and what is said of it."""

    seen: Seen
    people: dict[str, People] = field(default_factory=dict)
    rows: Rows = field(default_factory=Rows)
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)
    places: dict[Sum, int] = field(default_factory=dict)
    said: dict[int, tuple[float, float]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        counted: dict[str, set[Whom]] = defaultdict(set)
        for cell in self.seen.cells():
            for part in cell.parts:
                for _, whom in part:
                    counted[whom.source].add(whom)
        for source in sorted(counted):
            # Listed rows are known of, and what is not listed for want of people, wherever its people are counted.
            of_it = frozenset(counted[source])
            people = People(self.seen.attributes, of_it, len(self.low))
            self.people[source] = people
            self.low += [0.0] * people.size
            self.high += [np.inf] * people.size
            tie(people, self.rows)

    def place(self, terms: Sum, *, least: float = 0.0) -> int:
        """Return the place of a sum of counts; it is made if it is not there."""
        key = tuple(sorted(((k, whom) for k, whom in terms), key=lambda each: (each[1].sort_key, each[0])))
        if key not in self.places:
            found = [(float(k), self.people[whom.source].cells_of(whom)) for k, whom in key]
            cells = [(k, each) for k, each in found if each is not None]
            assert len(cells) == len(found), "no table tells these people apart"
            if len(cells) == 1 and cells[0][0] == 1 and len(cells[0][1]) == 1:
                self.places[key] = int(cells[0][1][0])
                return self.places[key]
            self.places[key] = len(self.low)
            self.low.append(least)
            self.high.append(np.inf)
            self.rows.add([(1.0, np.array([self.places[key]])), *((-k, each) for k, each in cells)], 0, 0)
        return self.places[key]

    @property
    def not_looked_at(self) -> str:
        """In how many tables there are events: these tie people, but small numbers of them are not asked for."""
        released = self.seen.released
        of = sum(any(cell.measure.events_of for cell in table.cells) for table in released)
        return f"events in {of} tables" if of else ""

    def between(self, place: int, low: float, high: float) -> None:
        least, most = self.said.get(place, (self.low[place], self.high[place]))
        self.said[place] = max(least, low), min(most, high)

    def read(self) -> None:
        """Note all that is printed, and the counts behind it."""
        off_by, left_over = self.seen.released.off_by, self.seen.released.left_over_off_by
        for cell in self.seen.cells():
            known = [part for part in cell.parts if not self.seen.hides(part)]
            # Where some of a row is hidden, no more of it is known than the numbers in it.
            known = known if len(known) == len(cell.parts) else list(self._printed(cell))
            for part in known:
                for _, whom in part:
                    self._number(((1, whom),), off_by)
                if len(part) > 1 and all(abs(k) == 1 for k, _ in part):
                    self._number(part, left_over)
            shows = dict(zip(cell.measure.shows, cell.parts, strict=False))
            out_of, everyone = shows.get("out_of"), shows.get("everyone")
            if out_of and everyone and out_of in known and everyone in known:
                self._number((*((-k, whom) for k, whom in out_of), *everyone), left_over)
        self._listings()
        self._events()

    def _printed(self, cell: ReleasedCell) -> Iterator[Sum]:
        for name, part in zip(cell.measure.shows, cell.parts, strict=False):
            if name and not self.seen.hides(part):
                yield part

    def _number(self, terms: Sum, off_by: int) -> None:
        if len({whom for _, whom in terms}) == len(terms):
            shown = sum(k * self.seen.protected.counts[whom] for k, whom in terms)
            self.between(self.place(terms), max(shown - off_by, 0), shown + off_by)

    def _listings(self) -> None:
        """Note that listed rows are of so many, and that those not listed are of fewer, if anything counts them."""
        for whom, least in self.seen.listed.least.items():
            if whom.source in self.people and self.people[whom.source].cells_of(whom) is not None:
                self.between(self.place(((1, whom),)), least, np.inf)
        for whom, most in self.seen.listed.most.items():
            if whom.source in self.people and self.people[whom.source].cells_of(whom) is not None:
                self.between(self.place(((1, whom),)), 0, most + self.seen.released.policy.base - 1)

    def _events(self) -> None:
        """Note that whoever has an event is among the people beside it."""
        for cell in self.seen.cells():
            for pair in cell.measure.events_of:
                people, events = cell.parts[pair.people], cell.parts[pair.events]
                if people and events and not self.seen.hides(people) and not self.seen.hides(events):
                    one, other = np.array([self.place(people)]), np.array([self.place(events)])
                    _, most = self.said.get(int(other[0]), (0.0, np.inf))
                    if np.isfinite(most):
                        self.rows.add([(1.0, other), (-most, one)], -np.inf, 0)
                    if pair.each_has_one:
                        self.rows.add([(1.0, other), (-1.0, one)], 0, np.inf)
        self._squares()

    def _squares(self) -> None:
        for source in [each for each in self.people if each.endswith(SQUARED)]:
            for whom in self.people[source].counted:
                once = replace(whom, source=source.removesuffix(SQUARED))
                if once.source in self.people and once in self.people[once.source].counted:
                    both = [np.array([self.place(((1, each),))]) for each in (whom, once)]
                    self.rows.add([(1.0, both[0]), (-1.0, both[1])], 0, np.inf)
