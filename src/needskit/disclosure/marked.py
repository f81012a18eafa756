"""What each count says of its people: the conditions it has, and all that follows from them.

What follows is what attributes say of each other in ``implies``, and what a number or a combination of needs is where
other conditions decide every need.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from needskit.disclosure.relations import NO, YES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import numpy.typing as npt

    from needskit.table.whom import Attribute, Condition, Whom

    Marks = npt.NDArray[np.float32]
    Places = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Marked:
    """Which conditions each count has, and which follow from them; a row a count, a column a condition."""

    held: Marks
    true: Marks
    alike: Mapping[tuple[str, tuple[str, ...]], Places]
    """Counts by their extract and by the attributes that they have conditions on."""
    about: Mapping[str, list[int]]
    """Conditions by their attribute."""
    held_bits: list[int]
    true_bits: list[int]
    """The same as whole numbers, a bit a condition: a count at a time, that is quicker than arrays."""

    @classmethod
    def of(cls, cells: Sequence[Whom], attributes: Mapping[str, Attribute]) -> Marked:
        """Mark the counts."""
        used = {c for whom in cells for c in whom.conditions}
        conditions = sorted(used | _answered_alone(attributes), key=lambda c: (c[0], sorted(c[1])))
        place = {condition: number for number, condition in enumerate(conditions)}
        held = np.zeros((len(cells), len(conditions)), dtype=np.float32)
        alike: dict[tuple[str, tuple[str, ...]], list[int]] = {}
        about: dict[str, list[int]] = {}
        for row, whom in enumerate(cells):
            held[row, [place[condition] for condition in whom.conditions]] = 1
            alike.setdefault((whom.source, names_of(whom)), []).append(row)
        for number, (name, _) in enumerate(conditions):
            about.setdefault(name, []).append(number)
        follows = _following(conditions, about, attributes)
        true = np.minimum(held @ follows, 1)
        several = (
            (np.flatnonzero(true[:, [place[each] for each in met]].all(axis=1)), implied)
            for met, implied in _together(attributes)
        )
        for rows, (name, answers) in (*_decided(true, place, attributes), *several):
            wider = [number for number in about.get(name, []) if answers <= conditions[number][1]]
            true[rows] = np.maximum(true[rows], follows[wider].max(axis=0, initial=0))
        by_kind = {key: np.array(rows) for key, rows in alike.items()}
        return cls(held, true, by_kind, about, _bits(held), _bits(true))

    def larger(self) -> Iterator[tuple[int, list[int]]]:
        """Return each count with all that it is among."""
        # What is asked of each kind of larger count is looked up once, not for each kind of smaller one.
        kinds = []
        for (source, names), places in self.alike.items():
            asked = self.held[places]
            used = np.flatnonzero(asked.any(axis=0))
            kinds.append((source, names, places, used, asked[:, used].T, asked.sum(axis=1)))
        for (source, own), smaller in self.alike.items():
            true = self.true[smaller]
            follows = true.max(axis=0)
            spoken_of = {name for name, columns in self.about.items() if follows[columns].max() > 0}
            found = []
            for of, names, places, used, asked, needed in kinds:
                if of == source and spoken_of.issuperset(names):
                    inside = true[:, used] @ asked >= needed
                    if names == own:
                        np.fill_diagonal(inside, val=False)
                    found.append((places, inside))
            larger = np.concatenate([places for places, _ in found])
            among_them = np.hstack([inside for _, inside in found])
            for row, small in enumerate(smaller.tolist()):
                yield small, larger[among_them[row]].tolist()

    def larger_of(self, cells: Sequence[int]) -> Iterator[tuple[int, list[int]]]:
        """Return each of some counts of one extract with those of them that it is among."""
        held = [(large, self.held_bits[large]) for large in cells]
        for small in cells:
            follows = ~self.true_bits[small]
            yield small, [large for large, marks in held if not marks & follows and large != small]


def names_of(whom: Whom) -> tuple[str, ...]:
    """Return the attributes that a count has conditions on."""
    return tuple(sorted(name for name, _ in whom.conditions))


def _bits(marks: Marks) -> list[int]:
    return [int.from_bytes(row.tobytes()) for row in np.packbits(marks > 0, axis=1)]


def _following(
    conditions: Sequence[Condition], about: Mapping[str, list[int]], attributes: Mapping[str, Attribute]
) -> Marks:
    """Return for each condition which of them follow from it alone, by however many steps."""
    follows = np.zeros((len(conditions), len(conditions)), dtype=np.float32)
    for met, (name, answers) in _steps(conditions, about, attributes):
        follows[met, [number for number in about.get(name, []) if answers <= conditions[number][1]]] = 1
    while True:
        further = np.minimum(follows @ follows, 1)
        if np.array_equal(further, follows):
            return follows
        follows = further


def _steps(
    conditions: Sequence[Condition], about: Mapping[str, list[int]], attributes: Mapping[str, Attribute]
) -> Iterator[tuple[int, Condition]]:
    """Return conditions with what each of them implies: itself, and what made attributes say."""
    for number, (name, answers) in enumerate(conditions):
        yield number, (name, answers)
        for implied in attributes[name].implies:
            if implied.way != "back" and answers <= implied.answers:
                yield from ((number, condition) for condition in implied.conditions)
    backwards = [
        (implied.conditions[0], (attribute.name, implied.answers))
        for attribute in attributes.values()
        for implied in attribute.implies
        if implied.way != "forth" and len(implied.conditions) == 1
    ]
    for (name, met), condition in backwards:
        yield from ((number, condition) for number in about.get(name, []) if conditions[number][1] <= met)


def _answered_alone(attributes: Mapping[str, Attribute]) -> set[Condition]:
    """Return the single answers to the attributes that numbers and combinations are made of."""
    made_of = {need for a in attributes.values() for need in (*a.numbers, *a.patterns) if need in attributes}
    found = {(need, answers) for need in made_of for answers in (YES, NO)}
    return found | {condition for conditions, _ in _together(attributes) for condition in conditions}


def _together(attributes: Mapping[str, Attribute]) -> list[tuple[tuple[Condition, ...], Condition]]:
    """Return several conditions that only together imply another."""
    return [
        (implied.conditions, (attribute.name, implied.answers))
        for attribute in attributes.values()
        for implied in attribute.implies
        if implied.way != "forth" and len(implied.conditions) > 1
        if all(name in attributes for name, _ in implied.conditions)
    ]


def _decided(
    true: Marks, place: Mapping[Condition, int], attributes: Mapping[str, Attribute]
) -> Iterator[tuple[Places, Condition]]:
    """Return the numbers and combinations of those of whom every need is known, whatever says so."""
    for attribute in attributes.values():
        needs = attribute.numbers or attribute.patterns
        if needs and all(need in attributes for need in needs):
            yes, no = (true[:, [place[need, answers] for need in needs]] > 0 for answers in (YES, NO))
            for row in np.flatnonzero((yes ^ no).all(axis=1)):
                pattern = "".join("1" if had else "0" for had in yes[row])
                answer = pattern if attribute.patterns else str(pattern.count("1"))
                yield np.array([row]), (attribute.name, frozenset({answer}))
