"""Which counts are among which others, whatever conditions and made attributes lie between them.

Women in IOM with a need are among everybody with it, and whoever is in two domains by alcohol has no drugs need if
the domain of substance misuse is not theirs. A count of 5 that is among one of 0 would be 1 to 4, so the rounding keeps
every such order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from needskit.disclosure.marked import Marked, names_of
from needskit.table.whom import Whom

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from needskit.disclosure.relations import Equation
    from needskit.table.whom import Attribute


def among(
    cells: Sequence[Whom], attributes: Mapping[str, Attribute], known: Iterable[Equation]
) -> tuple[Equation, ...]:
    """Say which counts are among which others, where no equation says it.

    Only the nearest are named: what is among a part is among the whole. Several counts that share nobody and are among
    the same one are so together.

    Parameters
    ----------
    cells
        Every count that is shown or implied, in a fixed order.
    attributes
        Every attribute that the counts use.
    known
        What is said already of counts that attributes are made from.

    Returns
    -------
    tuple
        Weighted counts that add up to nought or more.
    """
    if not cells:
        return ()
    marked = Marked.of(cells, attributes)
    nearest = list(_nearest(marked.larger(), marked))
    said = set(_pairs_in(known))
    orders = [
        (small, large)
        for small, large in nearest
        if not _divides(cells[large], cells[small]) and (cells[small], cells[large]) not in said
    ]
    found = [
        ((1, cells[large]), *((-1, cells[small]) for small in apart)) for large, apart in _together_in(orders, cells)
    ]
    return (*found, *_of_those_left(cells, marked, nearest, attributes))


def _of_those_left(
    cells: Sequence[Whom], marked: Marked, nearest: Sequence[tuple[int, int]], attributes: Mapping[str, Attribute]
) -> Iterator[Equation]:
    """Say which are among which of those whom several conditions at once leave.

    Of everybody who is not followed up with a known outcome there is no count, only a difference: whoever has all of
    the needs and is left is among those who have one of them and are left. That a part of them is among them follows
    from equations only where the other part is a count too.
    """
    place = {whom: row for row, whom in enumerate(cells)}
    inside = ((cells[small].conditions, cells[large].conditions) for small, large in nearest)
    leaving = {small - large for small, large in inside if large < small and len(small - large) > 1}
    for conditions in sorted(leaving, key=lambda each: Whom("", each).sort_key):
        met = {row: place.get(Whom(whom.source, whom.conditions | conditions)) for row, whom in enumerate(cells)}
        left = {row: of for row, of in met.items() if of is not None and of != row}
        orders = [
            (small, large)
            for small, large in _nearest(marked.larger_of(list(left)), marked)
            if not (_divides(cells[large], cells[small]) and place.get(_rest(large, small, cells, attributes)) in left)
        ]
        for large, apart in _together_in(orders, cells):
            one, rest = cells[left[large]], [(cells[small], cells[left[small]]) for small in apart]
            yield (1, cells[large]), (-1, one), *((-1, all_) for all_, _ in rest), *((1, some) for _, some in rest)


def _together_in(orders: Iterable[tuple[int, int]], cells: Sequence[Whom]) -> Iterator[tuple[int, list[int]]]:
    """Return each of the larger with those among it, as many at once as share nobody."""
    found: dict[tuple[int, tuple[str, ...]], list[int]] = {}
    for small, large in orders:
        found.setdefault((large, names_of(cells[small])), []).append(small)
    for (large, _), smaller in found.items():
        for apart in _apart([cells[small] for small in smaller], smaller):
            yield large, apart


def _rest(large: int, small: int, cells: Sequence[Whom], attributes: Mapping[str, Attribute]) -> Whom:
    """Return those of one count who are not in a part of it by one attribute."""
    whole, [name] = cells[large], {name for name, _ in cells[large].conditions ^ cells[small].conditions}
    answers = whole.answers_to(name) or frozenset(attributes[name].answers)
    return Whom(
        whole.source, whole.without(name).conditions | {(name, answers - (cells[small].answers_to(name) or answers))}
    )


def _divides(large: Whom, small: Whom) -> bool:
    """Tell whether one is a part of the other by its answers to one attribute: equations say that."""
    names = {name for name, _ in large.conditions ^ small.conditions}
    return len(names) == 1


def _pairs_in(known: Iterable[Equation]) -> Iterator[tuple[Whom, Whom]]:
    """Return which counts are said to be among which, each by itself or with others."""
    for equation in known:
        for sign in (1, -1):
            if [k * sign for k, _ in equation].count(1) == 1:
                [large] = [whom for k, whom in equation if k == sign]
                yield from ((whom, large) for k, whom in equation if k == -sign)


def _nearest(larger_of: Iterable[tuple[int, Iterable[int]]], marked: Marked) -> Iterator[tuple[int, int]]:
    """Return each count with the nearest that it is among."""
    held, untrue = marked.held_bits, [~each for each in marked.true_bits]
    # Of whom more is known, those come first: nothing that comes later is among what comes before.
    rank = [-each.bit_count() for each in marked.true_bits]
    for small, larger in larger_of:
        nearest: list[int] = []
        for large in sorted(larger, key=rank.__getitem__):
            held_here, untrue_here = held[large], untrue[large]
            for near in nearest:
                # Two that are each among the other are the same people, and neither is between.
                if not held_here & untrue[near] and held[near] & untrue_here:
                    break
            else:
                nearest.append(large)
                yield small, large


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
