"""Which counts are among which others, whatever conditions and made attributes lie between them.

Women in IOM with a need are among everybody with it, and whoever is in two domains by alcohol has no drugs need if
the domain of substance misuse is not theirs. A count of 5 that is among one of 0 would be 1 to 4, so the rounding keeps
every such order.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import numpy.typing as npt

    from needskit.disclosure.relations import Equation
    from needskit.table.whom import Attribute, Condition, Whom

    Marks = npt.NDArray[np.float32]
    Places = npt.NDArray[np.int64]


def among(cells: Sequence[Whom], attributes: Mapping[str, Attribute]) -> tuple[Equation, ...]:
    """Say which counts are among which others, where no equation says it.

    Only the nearest are named: what is among a part is among the whole. Several counts that share nobody and are among
    the same one are so together.

    Parameters
    ----------
    cells
        Every count that is shown or implied, in a fixed order.
    attributes
        Every attribute that the counts use.

    Returns
    -------
    tuple
        Weighted counts that add up to nought or more.
    """
    if not cells:
        return ()
    found: dict[tuple[int, tuple[str, ...]], list[int]] = {}
    for small, large in _nearest(_Marked.of(cells, attributes)):
        # By one condition the one is a part of the other, or implied by a part: that is said already.
        if len(cells[small].conditions - cells[large].conditions) > 1:
            found.setdefault((large, _names(cells[small])), []).append(small)
    return tuple(
        ((1, cells[large]), *((-1, cells[small]) for small in apart))
        for (large, _), smaller in found.items()
        for apart in _apart([cells[small] for small in smaller], smaller)
    )


@dataclass(frozen=True, slots=True)
class _Marked:
    """Which conditions each count has, and which follow from them; a row a count, a column a condition."""

    held: Marks
    true: Marks
    alike: Mapping[tuple[str, tuple[str, ...]], Places]
    """Counts by their extract and by the attributes that they have conditions on."""
    about: Mapping[str, list[int]]
    """Conditions by their attribute."""

    @classmethod
    def of(cls, cells: Sequence[Whom], attributes: Mapping[str, Attribute]) -> _Marked:
        """Mark the counts."""
        conditions = sorted({c for whom in cells for c in whom.conditions}, key=lambda c: (c[0], sorted(c[1])))
        place = {condition: number for number, condition in enumerate(conditions)}
        held = np.zeros((len(cells), len(conditions)), dtype=np.float32)
        alike: dict[tuple[str, tuple[str, ...]], list[int]] = {}
        about: dict[str, list[int]] = {}
        for row, whom in enumerate(cells):
            held[row, [place[condition] for condition in whom.conditions]] = 1
            alike.setdefault((whom.source, _names(whom)), []).append(row)
        for number, (name, _) in enumerate(conditions):
            about.setdefault(name, []).append(number)
        true = np.minimum(held @ _following(conditions, about, attributes), 1)
        return cls(held, true, {key: np.array(rows) for key, rows in alike.items()}, about)

    def inside(self, smaller: Places, larger: Places) -> npt.NDArray[np.bool_]:
        """Tell which of some counts, a row each, are among which of others, a column each."""
        asked = self.held[larger]
        used = np.flatnonzero(asked.any(axis=0))
        both = self.true[np.ix_(smaller, used)] @ asked[:, used].T
        inside: npt.NDArray[np.bool_] = np.asarray(both >= asked.sum(axis=1), dtype=np.bool_)
        inside[np.equal.outer(smaller, larger)] = False
        return inside

    def larger(self) -> Iterator[tuple[int, Places]]:
        """Return each count with all that it is among."""
        for (source, _), smaller in self.alike.items():
            follows = self.true[smaller].max(axis=0)
            spoken_of = {name for name, columns in self.about.items() if follows[columns].max() > 0}
            found = [
                (larger, self.inside(smaller, larger))
                for (of, names), larger in self.alike.items()
                if of == source and spoken_of.issuperset(names)
            ]
            places = np.concatenate([larger for larger, _ in found])
            among_them = np.hstack([inside for _, inside in found])
            for row, small in enumerate(smaller.tolist()):
                yield small, places[among_them[row]]


def _names(whom: Whom) -> tuple[str, ...]:
    return tuple(sorted(name for name, _ in whom.conditions))


def _nearest(marked: _Marked) -> Iterator[tuple[int, int]]:
    """Return each count with the nearest that it is among."""
    # As whole numbers, a bit a condition: a count at a time, that is quicker than arrays.
    held, true = _bits(marked.held), _bits(marked.true)
    much = [bits.bit_count() for bits in true]
    for small, larger in marked.larger():
        nearest: list[int] = []
        # Of whom more is known, those come first: nothing that comes later is among what comes before.
        for large in sorted(larger.tolist(), key=lambda each: -much[each]):
            # Two that are each among the other are the same people, and neither is between.
            if all(held[large] & ~true[near] or not held[near] & ~true[large] for near in nearest):
                nearest.append(large)
                yield small, large


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


def _apart(described: Sequence[Whom], places: Sequence[int]) -> list[list[int]]:
    """Return counts together that share nobody, each of the others by itself."""
    together: list[list[tuple[Whom, int]]] = []
    for whom, place in zip(described, places, strict=True):
        for group in together:
            if all(_share_nobody(whom, other) for other, _ in group):
                group.append((whom, place))
                break
        else:
            together.append([(whom, place)])
    return [[place for _, place in group] for group in together]


def _share_nobody(one: Whom, other: Whom) -> bool:
    held = dict(other.conditions)
    return any(name in held and not answers & held[name] for name, answers in one.conditions)
