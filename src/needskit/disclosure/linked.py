"""All counts of one workbook as one linked set: which are parts of which, shown or implied.

Protection and attack both start here. A count's description (``Whom``) says what it counts, so every sum that
holds between counts follows from the descriptions: parts of a whole, complements, nested cohorts, and the sum
of the number of needs, which is the sum of the needs.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING

from needskit.table.whom import Attribute, Whom

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

BY_WORDS = attrgetter("sort_key")
"""Sorts descriptions in an order that depends on nothing but what they say."""

Equation = tuple[tuple[int, Whom], ...]
"""Weighted counts that add up to nought."""


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
    moments
        Equations between the distribution of a number of needs and the needs themselves.
    orders
        Pairs of which the first are among the second, though they are not conditions of it: whoever has a
        number of needs has answered each of them; whoever has all of them has each; whoever has none lacks each.
    """

    shown: tuple[Whom, ...]
    implied: tuple[Whom, ...]
    parts: tuple[Equation, ...]
    moments: tuple[Equation, ...]
    orders: tuple[tuple[Whom, Whom], ...] = ()

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
    cells = set(given)
    waiting = sorted(given, key=order)
    families: dict[tuple[Whom, str], set[frozenset[str]]] = {}
    parts: list[Equation] = []
    # The rest of a whole has parts of its own: people of no shown group who have a need, and who have it not.
    while waiting:
        _gather(waiting, cells, families, attributes)
        parts = [
            equation
            for (whole, name), answered in sorted(families.items(), key=lambda item: (order(item[0][0]), item[0][1]))
            for equation in _sums(
                whole,
                name,
                answered | ({frozenset(attributes[name].answers)} if whole in cells else set()),
                attributes[name],
            )
        ]
        waiting = sorted({whom for equation in parts for _, whom in equation} - cells, key=order)
        cells.update(waiting)
    return LinkedCells(
        shown=tuple(sorted(given, key=order)),
        implied=tuple(sorted(cells - given, key=order)),
        parts=tuple(parts),
        moments=tuple(_moments(cells, attributes)),
        orders=tuple(_orders(cells, attributes)),
    )


def _gather(
    waiting: list[Whom],
    cells: set[Whom],
    families: dict[tuple[Whom, str], set[frozenset[str]]],
    attributes: Mapping[str, Attribute],
) -> None:
    """Note for each of those waiting the wholes that it is a part of, and the wholes that follow from their parts."""
    while waiting:
        whom = waiting.pop()
        for name, answers in _own_conditions(whom, attributes):
            whole = whom.without(name)
            answered = families.setdefault((whole, name), set())
            answered.add(answers)
            everything = frozenset(attributes[name].answers)
            # Whoever a question is put to lies between those who answered it and everybody.
            put_to_some = attributes[name].within is not None
            if whole not in cells and (put_to_some or frozenset().union(*answered) == everything):
                cells.add(whole)
                waiting.append(whole)


def _own_conditions(whom: Whom, attributes: Mapping[str, Attribute]) -> list[tuple[str, frozenset[str]]]:
    """Return the conditions that can be lifted alone: not those that another condition presupposes."""
    presupposed = {within[0] for name, _ in whom.conditions if (within := attributes[name].within)}
    return sorted((c for c in whom.conditions if c[0] not in presupposed), key=lambda c: (c[0], sorted(c[1])))


def _sums(whole: Whom, name: str, sets: set[frozenset[str]], attribute: Attribute) -> list[Equation]:
    """Return one equation for each set of answers that is the sum of smaller ones."""
    ordered = sorted(sets, key=lambda answers: (len(answers), sorted(answers)))
    pieces: dict[tuple[bool, ...], set[str]] = {}
    for answer in attribute.answers:
        member = tuple(answer in answers for answers in ordered)
        if any(member):
            pieces.setdefault(member, set()).add(answer)
    atoms = [frozenset(answers) for answers in pieces.values()]

    def cell(answers: frozenset[str]) -> Whom:
        if len(answers) == len(attribute.answers):
            return whole
        return Whom(whole.source, whole.conditions | {(name, answers)})

    return [
        ((1, cell(answers)), *((-1, cell(atom)) for atom in atoms if atom <= answers))
        for answers in ordered
        if answers not in atoms
    ]


def _moments(cells: set[Whom], attributes: Mapping[str, Attribute]) -> list[Equation]:
    """Return, for each group, that the sum of the number of needs is the sum of the needs."""
    found: list[Equation] = []
    for number in sorted((a for a in attributes.values() if a.numbers), key=lambda a: a.name):
        groups = {whom.without(number.name) for whom in cells if whom.answers_to(number.name)}
        for group in sorted(groups, key=BY_WORDS):
            terms: list[tuple[int, Whom | None]] = [
                (score, group.narrow(number, [str(score)])) for score in range(1, len(number.numbers) + 1)
            ]
            terms += [(-1, group.narrow(attributes[need], ["yes"])) for need in number.numbers if need in attributes]
            equation = tuple((k, whom) for k, whom in terms if whom is not None)
            complete = len(equation) == 2 * len(number.numbers)
            if complete and all(whom in cells for _, whom in equation):
                found.append(equation)
    return found


def _orders(cells: set[Whom], attributes: Mapping[str, Attribute]) -> list[tuple[Whom, Whom]]:
    """Return the pairs of counts of which one is among the other because of what a number of needs is."""
    found: list[tuple[Whom, Whom]] = []
    for number in sorted((a for a in attributes.values() if a.numbers), key=lambda a: a.name):
        numbers = [str(score) for score in range(len(number.numbers) + 1)]
        groups = {whom.without(number.name) for whom in cells if whom.answers_to(number.name)}
        for group in sorted(groups, key=BY_WORDS):
            for need in (attributes[name] for name in number.numbers if name in attributes):
                pairs = (
                    (group.narrow(number, numbers), group.narrow(need, ["yes", "no"])),
                    (group.narrow(number, numbers[-1:]), group.narrow(need, ["yes"])),
                    (group.narrow(number, numbers[:1]), group.narrow(need, ["no"])),
                )
                found += [(a, b) for a, b in pairs if a is not None and b is not None and {a, b} <= cells]
    return found


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
