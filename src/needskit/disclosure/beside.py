"""Events beside people: what people come to together must not tell that they are a few.

Reoffences are no count of people, so no sum ties them to the people who reoffended. All the same, 5 of them tell that
somebody did: beside 0 people, which are 0 to 4, that is 1 to 4. And 0 of them beside 5 people, which are 1 to 9, are
the reoffences of 4 people at the most.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from needskit.table.whom import Whom

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from needskit.table.table import Table

Family = tuple[str, frozenset[str]]
"""The source of events, and the attributes by which those whose events they are were chosen."""


@dataclass(frozen=True, slots=True)
class Tie:
    """Events, people who are the only ones with any of them, and whether each of these people has one at least."""

    people: Whom
    events: Whom
    each_has_one: bool


def ties_in(tables: Iterable[Table]) -> tuple[Tie, ...]:
    """Return the events that tables show beside people, where both are single counts, in a fixed order."""
    found = set()
    for cell in (cell for table in tables for cell in table.cells):
        for pair in cell.measure.events_of:
            match cell.parts[pair.people], cell.parts[pair.events]:
                case ((1, people),), ((1, events),):
                    found.add(Tie(people, events, pair.each_has_one))
    return tuple(sorted(found, key=lambda tie: (tie.events.sort_key, tie.people.sort_key)))


def ties_between(ties: Sequence[Tie], people: Mapping[Whom, int], events: Mapping[Whom, int]) -> tuple[Tie, ...]:
    """Return the same ties between all counts that are known, shown or implied.

    Where the true counts have it otherwise, as of somebody who did not reoffend and has reoffences, nothing follows for
    a reader either.

    Parameters
    ----------
    ties
        Those shown.
    people, events
        The true counts of both, with those that follow from them.
    """
    names = {name for tie in ties for name in _names(tie.events)}
    ways = {
        (tie.people.source, tie.events.source, gone, come, tie.each_has_one)
        for tie in ties
        for gone, come in [
            (tie.events.conditions - tie.people.conditions, tie.people.conditions - tie.events.conditions)
        ]
    }
    # Whoever has the events is among those whose events they are, whether or not a table shows both.
    nothing: frozenset[tuple[str, frozenset[str]]] = frozenset()
    ways |= {(tie.people.source, tie.events.source, nothing, nothing, False) for tie in ties}
    found = set()
    for whom in events:
        for source, of_events, gone, come, each_has_one in ways:
            # Tables may count events without asking what others ask: those of an age, whatever the outcome.
            asked = gone <= whom.conditions or _names(whom).isdisjoint(name for name, _ in (*gone, *come))
            if whom.source != of_events or not asked or not _names(whom) <= names:
                continue
            those = Whom(source, whom.conditions - gone | come)
            if those in people and _is_true(people[those], events[whom], each_has_one=each_has_one):
                found.add(Tie(those, whom, each_has_one))
    return tuple(sorted(found, key=lambda tie: (tie.events.sort_key, tie.people.sort_key, tie.each_has_one)))


def _is_true(people: int, events: int, *, each_has_one: bool) -> bool:
    return (people > 0 or not events) and (people <= events or not each_has_one)


def least_people(ties: Iterable[Tie], events: Mapping[Whom, int], *, base: int) -> dict[Whom, int]:
    """Return the smallest multiple that people may become, since some of their events must be shown."""
    return {tie.people: base for tie in ties if events[tie.events] >= base}


def ends_of_events(ties: Iterable[Tie], people: Mapping[Whom, int]) -> tuple[dict[Whom, int], dict[Whom, int]]:
    """Return the smallest and the largest multiples that events may become beside people as they are shown."""
    least: dict[Whom, int] = {}
    most: dict[Whom, int] = {}
    for tie in ties:
        shown = people[tie.people]
        if not shown:
            most[tie.events] = 0
        elif tie.each_has_one:
            least[tie.events] = max(shown, least.get(tie.events, 0))
    return least, most


@dataclass(frozen=True, slots=True)
class Hidden:
    """Events that are not shown: those of every group that some attributes, or these and others, divide.

    Hiding those of one group would not do: what all have less what the others have are its own.
    """

    families: tuple[Family, ...] = ()

    def holds(self, whom: Whom) -> bool:
        """Tell whether these events are not shown."""
        return any(whom.source == source and names <= _names(whom) for source, names in self.families)


def families_of(
    ties: Iterable[Tie], people: Mapping[Whom, int], events: Mapping[Whom, int], *, base: int
) -> tuple[Family, ...]:
    """Return the families of the events, those first of which the most are by groups of few people.

    Parameters
    ----------
    ties
        Those shown.
    people, events
        The true counts of both.
    base
        Of fewer people than this a group is of few.
    """
    of_few: Counter[Family] = Counter()
    for tie in ties:
        few = 0 < people[tie.people] < base
        of_few[tie.events.source, _names(tie.events)] += events[tie.events] if few else 0
    return tuple(sorted(of_few, key=lambda each: (-of_few[each], each[0], -len(each[1]), sorted(each[1]))))


def all_of(families: Iterable[Family]) -> Hidden:
    """Return that no events of these sources are shown at all."""
    nothing: frozenset[str] = frozenset()
    return Hidden(tuple((source, nothing) for source in sorted({source for source, _ in families})))


def _names(whom: Whom) -> frozenset[str]:
    return frozenset(name for name, _ in whom.conditions)
