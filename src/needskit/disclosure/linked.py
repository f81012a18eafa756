"""All counts of one workbook as one linked set: which are parts of which, shown or implied.

Protection and attack both start here. A count's description (``Whom``) says what it counts, so every sum that
holds between counts follows from the descriptions: parts of a whole, complements, nested cohorts, and the sum
of the number of needs, which is the sum of the needs.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache
from operator import itemgetter
from typing import TYPE_CHECKING

from needskit.disclosure.order import among
from needskit.disclosure.relations import BY_WORDS, Divided, Equation, Relations, part_of, relations

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from needskit.table.whom import Attribute, Whom


Family = tuple["Whom", str]
"""A whole, and the attribute whose answers divide it."""

Division = list[tuple[frozenset[str], list[frozenset[str]]]]
"""Sets of answers, each with the smaller sets that it is the sum of."""


@dataclass(frozen=True, slots=True)
class LinkedCells:
    """Every count that is shown or implied, and the equations between them.

    Parameters
    ----------
    shown
        The descriptions whose counts the tables show, in a fixed order.
    implied
        Descriptions that no table shows but that follow from those shown, in a fixed order: complements,
        the rest of a whole, wholes of which all parts are shown.
    parts
        Equations between a whole and its parts.
    relations
        What holds because attributes are made from each other, such as a number of needs from the needs.
    """

    shown: tuple[Whom, ...]
    implied: tuple[Whom, ...]
    parts: tuple[Equation, ...]
    relations: Relations

    @property
    def cells(self) -> tuple[Whom, ...]:
        """Shown and implied, in a fixed order."""
        return self.shown + self.implied


def link(shown: Iterable[Whom], attributes: Mapping[str, Attribute]) -> LinkedCells:
    """Find every equation that must hold between these counts.

    Parameters
    ----------
    shown
        What the tables show.
    attributes
        Every attribute that the descriptions use.
    """
    given = frozenset(shown)
    order = cache(BY_WORDS)
    found = _Families(attributes, set(given))
    waiting = sorted(given, key=order)
    # The rest of a whole has parts of its own: people of no shown group who have a need, and who have it not.
    while waiting:
        found.gather(waiting)
        waiting = sorted(found.divide(), key=order)
    parts = [
        equation
        for _, equations in sorted(found.sums.items(), key=lambda item: (order(item[0][0]), item[0][1]))
        for equation in equations
    ]
    every, implied = tuple(sorted(given, key=order)), tuple(sorted(found.cells - given, key=order))
    divided = _divided(found.answered, attributes)
    made = relations(found.cells, divided, attributes)
    orders = among((*every, *implied), attributes, (*made.always, *made.not_below))
    return LinkedCells(every, implied, tuple(parts), replace(made, not_below=(*made.not_below, *orders)))


@dataclass(slots=True)
class _Families:
    """The wholes that counts are parts of, each by the attribute that divides it, as far as they are found."""

    attributes: Mapping[str, Attribute]
    cells: set[Whom]
    answered: dict[Family, set[frozenset[str]]] = field(default_factory=dict)
    sums: dict[Family, list[Equation]] = field(default_factory=dict)
    changed: set[Family] = field(default_factory=set)
    divisions: dict[tuple[str, frozenset[frozenset[str]]], Division] = field(default_factory=dict)
    """Many wholes are divided alike: each way is worked out once."""
    everything: dict[str, frozenset[str]] = field(default_factory=dict)
    """All answers to each attribute, made once: some have a thousand, which are slow to compare when made anew."""

    def __post_init__(self) -> None:
        self.everything = {name: frozenset(attribute.answers) for name, attribute in self.attributes.items()}

    def gather(self, waiting: list[Whom]) -> None:
        """Note for each of those waiting the wholes that it is a part of, and wholes that follow from their parts."""
        while waiting:
            whom = waiting.pop()
            for name, answers in _own_conditions(whom, self.attributes):
                whole = whom.without(name)
                answered = self.answered.setdefault((whole, name), set())
                if answers not in answered:
                    answered.add(answers)
                    self.changed.add((whole, name))
                everything = self.everything[name]
                # Whoever a question is put to lies between those who answered it and everybody.
                put_to_some = self.attributes[name].within is not None
                if whole not in self.cells and (put_to_some or frozenset().union(*answered) == everything):
                    self._add(whole)
                    waiting.append(whole)

    def divide(self) -> set[Whom]:
        """Work out the sums of every whole that changed, and return the counts in them that are new."""
        new: set[Whom] = set()
        for whole, name in self.changed:
            attribute, sets = self.attributes[name], frozenset(self.answered[whole, name])
            if whole in self.cells:
                sets |= {self.everything[name]}
            if (name, sets) not in self.divisions:
                self.divisions[name, sets] = _division(sets, attribute)
            self.sums[whole, name] = _sums(whole, attribute, self.divisions[name, sets])
            new.update(whom for equation in self.sums[whole, name] for _, whom in equation)
        self.changed.clear()
        new -= self.cells
        for whom in new:
            self._add(whom)
        return new

    def _add(self, whom: Whom) -> None:
        """Note a count; families of which it is the whole now have one."""
        self.cells.add(whom)
        self.changed.update((whom, name) for name in self.attributes if (whom, name) in self.answered)


def _own_conditions(whom: Whom, attributes: Mapping[str, Attribute]) -> list[tuple[str, frozenset[str]]]:
    """Return the conditions that can be lifted alone: not those that another condition presupposes."""
    presupposed = {within[0] for name, _ in whom.conditions if (within := attributes[name].within)}
    return sorted((c for c in whom.conditions if c[0] not in presupposed), key=itemgetter(0))


def _division(sets: Iterable[frozenset[str]], attribute: Attribute) -> Division:
    """Return each set of answers that is the sum of smaller ones, and those."""
    ordered = sorted(sets, key=lambda answers: (len(answers), sorted(answers)))
    atoms = _atoms(ordered, attribute)
    alone = frozenset(atoms)
    return [(answers, [atom for atom in atoms if atom <= answers]) for answers in ordered if answers not in alone]


def _sums(whole: Whom, attribute: Attribute, division: Division) -> list[Equation]:
    """Return one equation for each set of answers that is the sum of smaller ones."""
    used = {answers for large, smaller in division for answers in (large, *smaller)}
    cell = {answers: part_of(whole, attribute.name, answers, attribute) for answers in used}
    return [((1, cell[large]), *((-1, cell[atom]) for atom in smaller)) for large, smaller in division]


def _atoms(ordered: Iterable[frozenset[str]], attribute: Attribute) -> list[frozenset[str]]:
    """Return the smallest sets of answers that all of these are made of."""
    member: dict[str, list[int]] = {}
    for place, answers in enumerate(ordered):
        for answer in answers:
            member.setdefault(answer, []).append(place)
    pieces: dict[tuple[int, ...], set[str]] = {}
    for answer in attribute.answers:
        if answer in member:
            pieces.setdefault(tuple(member[answer]), set()).add(answer)
    return [frozenset(answers) for answers in pieces.values()]


def _divided(families: Mapping[tuple[Whom, str], set[frozenset[str]]], attributes: Mapping[str, Attribute]) -> Divided:
    """Return, for each whole that an attribute made from others divides, the smallest parts that there are."""
    return {
        (whole, name): _atoms(
            sorted({*sets, frozenset(attributes[name].answers)}, key=lambda answers: (len(answers), sorted(answers))),
            attributes[name],
        )
        for (whole, name), sets in families.items()
        if attributes[name].implies
    }


def completed(linked: LinkedCells, counts: Mapping[Whom, int]) -> dict[Whom, int]:
    """Return the counts with those of implied cells that follow from them.

    Each is worked out from an equation in which it alone is unknown. One that takes several equations at once is
    not in the result, and is then free to take any count that fits.
    """
    known = dict(counts)
    open_equations = list(linked.parts)
    while True:
        left: list[Equation] = []
        for equation in open_equations:
            unknown = [(k, whom) for k, whom in equation if whom not in known]
            if len(unknown) == 1:
                [(weight, whom)] = unknown
                rest = sum(k * known[other] for k, other in equation if other is not whom)
                known[whom] = -rest // weight
            elif unknown:
                left.append(equation)
        if len(left) == len(open_equations):
            return known
        open_equations = left
