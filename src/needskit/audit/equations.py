"""What always holds between counts, worked out from whom they count and from how attributes are made.

Written anew from the conditions alone: nothing of it comes from the code that protects, so that a relation that the one
forgets is not forgotten by the other for the same reason.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain, combinations
from math import comb, inf
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from needskit.audit.reading.structure import Answers, Asked, Cell

YES = frozenset({"yes"})
Weighted = tuple[tuple[int, "Cell"], ...]
MOST_CONDITIONS = 6
"""Of counts by more conditions than this, only the nearest wholes are looked for."""


class Relation(NamedTuple):
    """A weighted sum of counts that lies between two numbers; ``of_parts`` if it is a whole less its parts."""

    terms: Weighted
    low: float
    high: float
    of_parts: bool = False


class Relations(NamedTuple):
    """What holds between counts: weighted sums, one behind the other.

    Parameters
    ----------
    cells
        The counts.
    columns, weights
        Of each term the place of its count and its weight.
    ends
        Where each sum begins, and where the last one ends.
    low, high
        Between which numbers each sum lies.
    of_parts
        Whether each is a whole less its parts.
    """

    cells: list[Cell]
    columns: list[int]
    weights: list[float]
    ends: list[int]
    low: list[float]
    high: list[float]
    of_parts: list[bool]

    def __len__(self) -> int:
        """Return how many sums there are."""
        return len(self.low)


NONE = Relations([], [], [], [0], [], [], [])


@dataclass(slots=True)
class Known:
    """Counts, shown and implied, and what holds between them.

    Parameters
    ----------
    attributes
        Every attribute that conditions name.
    most
        So many counts are looked at; what more there might be is left, and ``is_cut`` says so.
    """

    attributes: Mapping[str, Asked]
    most: int
    cells: set[Cell] = field(default_factory=set)
    families: dict[tuple[Cell, str], set[Answers]] = field(default_factory=dict)
    by_whole: dict[Cell, set[str]] = field(default_factory=dict)
    is_cut: bool = False
    forms: dict[Cell, Cell | None] = field(default_factory=dict)
    conditions: dict[tuple[str, Answers], tuple[str, Answers]] = field(default_factory=dict)

    def canonical(self, cell: Cell) -> Cell | None:
        """Return a count in the one form that is compared: None if it can be of nobody."""
        if cell not in self.forms:
            source, conditions = cell
            form = self.meeting((source, frozenset()), conditions)
            self.forms[cell] = cell if form == cell else form
        return self.forms[cell]

    def meeting(self, cell: Cell, conditions: Iterable[tuple[str, Answers]]) -> Cell | None:
        """Return those of a count who meet the conditions too; None if that can be nobody."""
        source, already = cell
        held = dict(already)
        waiting = list(conditions)
        while waiting:
            name, told = waiting.pop()
            asked = self.attributes[name]
            if asked.within:
                waiting.append((asked.within[0], frozenset({asked.within[1]})))
            both = told & held.get(name, told)
            if not both:
                return None
            if len(both) < len(asked.answers):
                held[name] = both
        return source, frozenset(held.items())

    def close(self, given: Iterable[Cell]) -> None:
        """Find the counts that follow from those given: wholes, complements, and what is left of a whole."""
        self.cells = set(given)
        waiting = sorted(self.cells, key=in_order)
        while waiting:
            changed = self._gather(waiting)
            new = {cell for family in changed for cell in self._parts(family)} - self.cells
            if len(self.cells) + len(new) > self.most:
                self.is_cut = True
                return
            self.cells |= new
            waiting = sorted(new, key=in_order)

    def _gather(self, waiting: list[Cell]) -> set[tuple[Cell, str]]:
        changed: set[tuple[Cell, str]] = set()
        while waiting:
            cell = waiting.pop()
            changed.update((cell, name) for name in self.by_whole.get(cell, ()))
            for name, told in self.lifted(cell):
                whole = cell[0], frozenset(c for c in cell[1] if c[0] != name)
                parts = self.families.setdefault((whole, name), set())
                self.by_whole.setdefault(whole, set()).add(name)
                if told not in parts:
                    parts.add(told)
                    changed.add((whole, name))
                asked = self.attributes[name]
                if whole not in self.cells and (asked.within or frozenset().union(*parts) >= set(asked.answers)):
                    self.cells.add(whole)
                    waiting.append(whole)
        return changed

    def lifted(self, cell: Cell) -> list[tuple[str, Answers]]:
        """Return the conditions that can be lifted alone: a need is asked only of those assessed."""
        wanted = {within[0] for name, _ in cell[1] if (within := self.attributes[name].within)}
        return sorted((c for c in cell[1] if c[0] not in wanted), key=lambda c: c[0])

    def atoms(self, family: tuple[Cell, str]) -> list[Answers]:
        """Return the smallest sets of answers by which the counts of a family can be told apart."""
        whole, name = family
        answers = self.attributes[name].answers
        sets = set(self.families[family])
        if whole in self.cells:
            sets.add(frozenset(answers))
        return list(atoms_of(answers, frozenset(sets)))

    def part(self, family: tuple[Cell, str], told: Answers) -> Cell:
        """Return those of a whole who gave one of the answers."""
        (source, conditions), name = family
        if len(told) == len(self.attributes[name].answers):
            return source, conditions
        # The same condition is kept once: it is part of many counts.
        return source, conditions | {self.conditions.setdefault((name, told), (name, told))}

    def _parts(self, family: tuple[Cell, str]) -> list[Cell]:
        return [self.part(family, told) for told in self.atoms(family)]

    def relations(self) -> Relations:
        """Return everything that holds between the counts."""
        cells = sorted(self.cells, key=in_order)
        places = {cell: place for place, cell in enumerate(cells)}
        found = Relations(cells, [], [], [0], [], [], [])
        seen: set[bytes] = set()
        for each in chain(self._sums(), self._among(), self._implied(), self._of_numbers()):
            if not all(cell in places for _, cell in each.terms):
                continue
            terms = sorted((places[cell], weight) for weight, cell in each.terms)
            columns, weights = [place for place, _ in terms], [weight for _, weight in terms]
            key = array("q", [*columns, *weights, int(each.high == 0)]).tobytes()
            if key in seen:
                continue
            seen.add(key)
            found.columns.extend(columns)
            found.weights.extend(weights)
            found.ends.append(len(found.columns))
            found.low.append(each.low)
            found.high.append(each.high)
            found.of_parts.append(each.of_parts)
        return found

    def _sums(self) -> Iterator[Relation]:
        for family in sorted(self.families, key=lambda each: (in_order(each[0]), each[1])):
            atoms = self.atoms(family)
            sets = {
                *self.families[family],
                *({frozenset(self.attributes[family[1]].answers)} if family[0] in self.cells else ()),
            }
            for told in sorted(sets, key=sorted):
                inside = [atom for atom in atoms if atom <= told]
                if len(inside) > 1:
                    terms = ((1, self.part(family, told)), *((-1, self.part(family, atom)) for atom in inside))
                    yield Relation(terms, 0, 0, of_parts=True)

    def _among(self) -> Iterator[Relation]:
        """Say that people of several conditions are among those of fewer, where no sum says it already."""
        for cell in sorted(self.cells, key=in_order):
            source, conditions = cell
            ordered = sorted(conditions)
            if len(ordered) > MOST_CONDITIONS or all((source, conditions - {each}) in self.cells for each in ordered):
                continue
            nearer: list[frozenset[tuple[str, Answers]]] = []
            for size in range(len(ordered) - 1, -1, -1):
                for kept in map(frozenset, combinations(ordered, size)):
                    if (source, kept) in self.cells and not any(kept < each for each in nearer):
                        nearer.append(kept)
                        yield Relation(((1, (source, kept)), (-1, cell)), 0, inf)

    def _implied(self) -> Iterator[Relation]:
        for family in sorted(self.families, key=lambda each: (in_order(each[0]), each[1])):
            whole, name = family
            for implied in self.attributes[name].implies:
                if any(other not in self.attributes for other, _ in implied.conditions):
                    continue
                target = self.meeting(whole, implied.conditions)
                inside = [atom for atom in self.atoms(family) if atom <= implied.answers]
                touching = [atom for atom in self.atoms(family) if atom & implied.answers]
                whole_of_it = set().union(*inside) == implied.answers
                if target is None:
                    continue
                if implied.way in {"forth", "both"} and inside:
                    high = 0.0 if implied.way == "both" and whole_of_it else inf
                    yield Relation(((1, target), *((-1, self.part(family, atom)) for atom in inside)), 0, high)
                if implied.way in {"back", "both"} and touching and not (implied.way == "both" and whole_of_it):
                    yield Relation(((-1, target), *((1, self.part(family, atom)) for atom in touching)), 0, inf)

    def _of_numbers(self) -> Iterator[Relation]:
        """Say that needs, and pairs of needs, are at least those of people whose number of needs is known."""
        for name, asked in sorted(self.attributes.items()):
            if not asked.numbers or any(each not in self.attributes for each in asked.numbers):
                continue
            for whole in sorted({family[0] for family in self.families if family[1] == name}, key=in_order):
                for size in (1, 2):
                    needs = [
                        (1, self.meeting(whole, [(need, YES) for need in several]))
                        for several in combinations(asked.numbers, size)
                    ]
                    scores = [
                        (-comb(score, size), self.meeting(whole, [(name, frozenset({str(score)}))]))
                        for score in range(size, len(asked.numbers) + 1)
                    ]
                    terms = tuple((weight, cell) for weight, cell in (*needs, *scores) if cell is not None)
                    yield Relation(terms, 0, inf)
                yield from self._of_three(whole, asked.numbers)

    def _of_three(self, whole: Cell, needs: tuple[str, ...]) -> Iterator[Relation]:
        """Say what three pairs of needs tell of each other."""
        have = {
            frozenset(several): cell
            for size in (1, 2)
            for several in combinations(needs, size)
            if (cell := self.meeting(whole, [(need, YES) for need in several])) in self.cells and cell is not None
        }
        for three in combinations(needs, 3):
            for first in three:
                second, third = (need for need in three if need != first)
                sets = ({first}, {first, second}, {first, third}, {second, third})
                cells = [have.get(frozenset(each)) for each in sets]
                if None not in cells:
                    terms = tuple((w, cell) for w, cell in zip((1, -1, -1, 1), cells, strict=True) if cell is not None)
                    yield Relation(terms, 0, inf)


@lru_cache(maxsize=4096)
def atoms_of(answers: tuple[str, ...], sets: frozenset[Answers]) -> tuple[Answers, ...]:
    """Return the smallest sets of answers by which some sets of them can be told apart."""
    ordered = sorted(sets, key=sorted)
    alike: dict[tuple[bool, ...], list[str]] = {}
    for answer in answers:
        inside = tuple(answer in each for each in ordered)
        if any(inside):
            alike.setdefault(inside, []).append(answer)
    return tuple(frozenset(each) for each in alike.values())


@lru_cache(maxsize=65536)
def in_order(cell: Cell) -> str:
    """Return what puts counts in an order that depends on nothing but what they say."""
    source, conditions = cell
    said = sorted(f"{name}\t{'|'.join(sorted(told))}" for name, told in conditions)
    return "\n".join((source, *said))
