"""Which counts are hidden so that no small one can be worked out: found a world at a time, then as few as will do.

References
----------
Fischetti and Salazar (2001), "Solving the cell suppression problem on tabular data with linear constraints", Management
Science 47, 1008-1027; ESSnet Handbook on Statistical Disclosure Control, second edition, chapter 4.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from needskit.disclosure.suppression.worlds import Wanted, World, another
from needskit.errors import DisclosureError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from needskit.disclosure.suppression.changes import Changes
    from needskit.disclosure.suppression.membership import Flags
    from needskit.disclosure.suppression.people import Counts
    from needskit.disclosure.suppression.worlds import Bounds
    from needskit.stats.proportion import Floats

FEW = 6
"""A count is shown again only where no more worlds than these must be found anew for it."""

TRIES = 400
"""So many worlds are looked for to show counts again: counted, not timed, so that every machine hides the same."""

MORE = 20
"""So many times as much is tried before it is said that a count cannot be hidden."""

Target = tuple[int, int]
"""A count, and what a reader must hold possible that it is."""


def worked_out(threshold: int) -> str:
    """Say that a small number cannot be kept, and what to do."""
    return (
        f"A number under {threshold} could be worked out whatever else is hidden. Release fewer tables "
        "together, coarser breakdowns (for example age_group in place of age_band), or under policy 'publish'."
    )


@dataclass(slots=True)
class Search:
    """The counts of an extract that are hidden, and the worlds that prove that this is enough.

    Parameters
    ----------
    changes
        What people could have answered.
    bounds
        Of the counts.
    required
        Between which numbers, at the least, a reader must not be able to tell a count, by its place.
    shown
        Which counts tables show; shape ``(counts,)``.
    value
        What each is worth to a reader; shape ``(counts,)``.
    threshold
        The first number that may be told.
    """

    changes: Changes
    bounds: Bounds
    required: Mapping[int, tuple[int, int]]
    shown: Flags
    value: Floats
    threshold: int
    hidden: Flags = field(init=False)
    worlds: list[Counts] = field(init=False, default_factory=list)
    certain: set[int] = field(init=False, default_factory=set)
    """Counts of nobody, whatever the people are."""
    alone: int = field(init=False, default=0)
    """How many counts somebody who is the one of another can work out."""

    def __post_init__(self) -> None:
        """Begin with the small counts themselves."""
        self.hidden = np.zeros(len(self.shown), dtype=bool)
        self.hidden[list(self.required)] = True
        self.hidden &= self.shown

    def run(self) -> None:
        """Hide as few as will do.

        Raises
        ------
        DisclosureError
            If a small count can be worked out whatever is hidden.
        """
        found = [target if self._reached(target) else self._hide_for(target) for target in self._targets()]
        self._show_again([target for target in found if target is not None])
        self._against_the_one()

    def _targets(self) -> list[Target]:
        """Return what must be held possible, the furthest from the truth first."""
        true = self.bounds.true
        ends = [(at, end) for at, (low, high) in self.required.items() for end in (high, low) if end != true[at]]
        return sorted(ends, key=lambda each: (-abs(each[1] - int(true[each[0]])), each))

    def _by(self, target: Target) -> int:
        return target[1] - int(self.bounds.true[target[0]])

    def _reached(self, target: Target) -> bool:
        by = self._by(target)
        return any(world[target[0]] >= by if by > 0 else world[target[0]] <= by for world in self.worlds)

    def _hide_for(self, target: Target) -> Target | None:
        """Hide what must be hidden so that a reader holds this possible, and return what is held possible.

        That nobody says no is kept as far as other people can be found: fewer of them do too, if as many cannot be.
        """
        at, end = target
        ends = [end] if self.bounds.true[at] else [end >> halves for halves in range(end.bit_length())]
        nothing = np.zeros(len(self.shown), dtype=bool)
        for to in ends:
            if self._reached((at, to)):
                return at, to
            found = self._cheapest((at, to), stay=nothing)
            if found is None and self.bounds.true[at]:
                found = self._cheapest((at, to), stay=nothing, effort=MORE)
            if found is not None:
                self._take(found)
                return at, to
        if self.bounds.true[at]:
            raise DisclosureError(worked_out(self.threshold))
        # That there is nobody follows from what the words mean, and is no news of anybody.
        self.certain.add(at)
        return None

    def _take(self, world: World) -> None:
        self.worlds.append(world.moves)
        self.hidden |= self.shown & (world.moves != 0)

    def _cheapest(self, target: Target, *, stay: Flags, effort: int = 1) -> World | None:
        """Return the world that hides the least that is worth the least."""
        cost = np.where(self.shown & ~self.hidden, self.value, 0.0)
        best: World | None = None
        for names, is_last_resort in self._ways(target[0]):
            if is_last_resort and best is not None:
                break
            wanted = Wanted(target[0], self._by(target), names, cost, stay, effort)
            found = another(self.changes, self.bounds, wanted)
            if found is not None and (best is None or found.cost < best.cost):
                best = found
        return best

    def _ways(self, at: int) -> Iterator[tuple[tuple[str, ...], bool]]:
        """Go through which answers people may have given otherwise, and whether only where nothing else will do.

        One answer at a time; then that on which depends what else people are asked; then all at once.
        """
        behind = self.changes.behind(at)
        yield from (((name,), self.changes.decides_others(name)) for name in behind)
        if len(behind) > 1:
            yield tuple(behind), True

    def _show_again(self, targets: Sequence[Target]) -> None:
        """Show again what need not be hidden, that first which is worth most."""
        needed = np.zeros(len(self.shown), dtype=bool)
        needed[list(self.required)] = True
        more = np.flatnonzero(self.hidden & ~needed)
        at = np.array([place for place, _ in targets], dtype=np.int64)
        by = np.array([self._by(target) for target in targets], dtype=np.int64)
        worlds = np.array(self.worlds, dtype=np.int32).reshape(-1, len(self.shown))
        left = TRIES
        for place in sorted(more.tolist(), key=lambda each: (-self.value[each], each)):
            stays = worlds[:, place] == 0
            moved = worlds[stays][:, at]
            open_ = np.flatnonzero(~np.where(by > 0, moved >= by, moved <= by).any(axis=0))
            if len(open_) > min(FEW, left):
                continue
            left -= len(open_)
            found = self._worlds_without(place, [targets[row] for row in open_.tolist()])
            if found is not None:
                worlds = np.concatenate([worlds[stays], np.array(found, dtype=np.int32).reshape(-1, len(self.shown))])
                self.hidden[place] = False
        self.worlds = [world.astype(np.int64) for world in worlds]

    def _worlds_without(self, place: int, targets: Sequence[Target]) -> list[Counts] | None:
        """Return worlds that do without hiding a count, and hide no more; None if none is found."""
        stay = self.shown & ~self.hidden
        stay[place] = True
        found = []
        for target in targets:
            world = self._cheapest(target, stay=stay)
            if world is None:
                return None
            found.append(world.moves)
        return found

    def _against_the_one(self) -> None:
        """Hide more where somebody who is the one of a count could work out another from it."""
        ones = [at for at in self.required if self.hidden[at] and self.bounds.true[at] == 1]
        places = np.array([at for at in self.required if at not in self.certain], dtype=np.int64)
        for one in ones:
            for at in places[~self._moved_beside(one, places)].tolist():
                if at != one and not self._moved_beside(one, np.array([at]))[0]:
                    self._hide_beside(at, one)

    def _moved_beside(self, one: int, places: Counts) -> Flags:
        """Return which counts at these places are others in a world where one stays as it is."""
        found = np.zeros(len(places), dtype=bool)
        for world in self.worlds:
            if not world[one]:
                found |= world[places] != 0
        return found

    def _hide_beside(self, at: int, one: int) -> None:
        stay = np.zeros(len(self.shown), dtype=bool)
        stay[one] = True
        true = int(self.bounds.true[at])
        for to in (true + 1, true - 1):
            found = self._cheapest((at, to), stay=stay) if to >= 0 else None
            if found is not None:
                self._take(found)
                return
        self.alone += 1
