"""What holds between counts because attributes are made from each other.

Whoever has a number of needs has answered each of them; the sum of the numbers of needs is the sum of the needs;
whoever has a combination of needs has each of its pairs. Such relations are an attacker's too, so the rounding
keeps them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from itertools import combinations
from math import comb
from operator import attrgetter
from typing import TYPE_CHECKING, Literal

from needskit.table.whom import Whom

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

    from needskit.table.whom import Attribute

Equation = tuple[tuple[int, Whom], ...]
"""Weighted counts that add up to nought."""

Divided = Mapping[tuple[Whom, str], list[frozenset[str]]]
"""By whole and attribute: the smallest sets of answers by which counts divide the whole."""

BY_WORDS = attrgetter("sort_key")
"""Sorts descriptions in an order that depends on nothing but what they say."""

Said = dict[tuple[str, Hashable], dict[Whom, Equation]]
"""By what a relation says: in which wholes, or groups of people, it says it of which counts."""

Kept = Literal["always", "if true", "not below"]
"""When a relation is an equation: always, if the true counts say so, or never."""

YES, NO = frozenset({"yes"}), frozenset({"no"})


@dataclass(frozen=True, slots=True)
class Relations:
    """Relations between counts that no sum of parts says.

    Parameters
    ----------
    always
        Weighted counts that add up to nought whatever the people are.
    if_true
        Weighted counts that add up to nought where everybody is answered in full, and are to be kept if the true
        counts do.
    not_below
        Weighted counts that add up to nought or more.
    """

    always: tuple[Equation, ...] = ()
    if_true: tuple[Equation, ...] = ()
    not_below: tuple[Equation, ...] = ()


def relations(cells: AbstractSet[Whom], divided: Divided, attributes: Mapping[str, Attribute]) -> Relations:
    """Find the relations between these counts.

    Parameters
    ----------
    cells
        Every count that is shown or implied.
    divided
        How attributes that are made from others divide their wholes.
    attributes
        Every attribute that the counts use.
    """
    always, if_true, not_below = [], [], []
    said: Said = {}
    for whole, name in sorted(divided, key=lambda each: (each[0].sort_key, each[1])):
        for what, equation, kept in _implications(whole, attributes[name], divided[whole, name], cells, attributes):
            always += [equation] if kept == "always" else []
            if_true += [equation] if kept == "if true" else []
            not_below += [] if kept == "always" else [equation]
            if kept != "always":
                said.setdefault((name, what), {})[whole] = equation
    for number in sorted((a for a in attributes.values() if a.numbers), key=lambda a: a.name):
        for group in _groups(cells, number, attributes):
            for size, equation in _moments(group, number, cells, attributes):
                if_true.append(equation)
                not_below.append(equation)
                said.setdefault((number.name, size), {})[group] = equation
            for what, equation in _triangles(group, number, cells, attributes):
                not_below.append(equation)
                said.setdefault((number.name, what), {})[group] = equation
    not_below += _of_the_rest(said)
    return Relations(tuple(always), tuple(if_true), tuple(not_below))


def _of_the_rest(said: Said) -> Iterator[Equation]:
    """Say of whoever is left of a whole, less some of it, what is said of both.

    Those left by one condition are a count of their own and have their relations. Those left by several conditions at
    once, such as everybody who is not followed up with a known outcome, are no count, only a difference.
    """
    nearest: dict[frozenset[Whom], list[tuple[Whom, Whom]]] = {}
    for equations in said.values():
        wholes = frozenset(equations)
        if wholes not in nearest:
            nearest[wholes] = list(_nearest(wholes))
        for larger, smaller in nearest[wholes]:
            weights = Counter(dict[Whom, int]())
            for sign, whole in ((1, larger), (-1, smaller)):
                for k, whom in equations[whole]:
                    weights[whom] += sign * k
            yield tuple((k, whom) for whom, k in weights.items() if k)


def _nearest(wholes: AbstractSet[Whom]) -> Iterator[tuple[Whom, Whom]]:
    """Return each whole with those inside it by two conditions or more, none of the wholes being between them."""
    ordered = sorted(wholes, key=BY_WORDS)
    inside = {
        larger: [w for w in ordered if w.source == larger.source and larger.conditions < w.conditions]
        for larger in ordered
    }
    for larger, within in inside.items():
        for smaller in within:
            few = len(smaller.conditions) - len(larger.conditions) < 2  # noqa: PLR2004 - one is a count of its own
            if not few and not any(between.conditions < smaller.conditions for between in within):
                yield larger, smaller


def part_of(whole: Whom, name: str, answers: frozenset[str], attribute: Attribute) -> Whom:
    """Return those of a whole, to whom the question is put, who gave one of the answers."""
    if len(answers) == len(attribute.answers):
        return whole
    return Whom(whole.source, whole.conditions | {(name, answers)})


def _implications(
    whole: Whom,
    attribute: Attribute,
    atoms: list[frozenset[str]],
    cells: AbstractSet[Whom],
    attributes: Mapping[str, Attribute],
) -> Iterator[tuple[Hashable, Equation, Kept]]:
    """Say which counts are among others because of what an attribute is made from.

    A relation that is one way only is an equation all the same where everybody is answered in full: it is then kept if
    the true counts say so. Before it comes what it says, which is the same in every whole.
    """
    for place, implied in enumerate(attribute.implies):
        if not all(name in attributes for name, _ in implied.conditions):
            continue
        target = whole.meeting(implied.conditions, attributes)
        if target is None or target not in cells:
            continue
        inside = [atom for atom in atoms if atom <= implied.answers]
        complete = sum(map(len, inside)) == len(implied.answers)
        if implied.way == "back":
            inside = [atom for atom in atoms if atom & implied.answers]
        parts = [part_of(whole, attribute.name, atom, attribute) for atom in inside]
        if not parts or not cells >= set(parts):
            continue
        sign = -1 if implied.way == "back" else 1
        equation = ((sign, target), *((-sign, part) for part in parts))
        what = place, frozenset().union(*inside)
        yield what, equation, "always" if complete and implied.way == "both" else "if true" if complete else "not below"


def _groups(cells: AbstractSet[Whom], number: Attribute, attributes: Mapping[str, Attribute]) -> list[Whom]:
    """Return the groups of people whose number of needs, or two of whose needs, are counted together."""
    found = {whom.without(number.name) for whom in cells if whom.answers_to(number.name)}
    needs = frozenset(need for need in number.numbers if need in attributes)
    for whom in cells:
        both = [condition for condition in whom.conditions if condition[0] in needs]
        if len(both) == 2 and all(answers == YES for _, answers in both):  # noqa: PLR2004 - a pair
            found.add(Whom(whom.source, whom.conditions - frozenset(both)))
    return sorted(found, key=BY_WORDS)


def _moments(
    group: Whom, number: Attribute, cells: AbstractSet[Whom], attributes: Mapping[str, Attribute]
) -> Iterator[tuple[int, Equation]]:
    """Say that the needs, and the pairs of needs, are at least those of the people whose number is known.

    They are the same where everybody is answered in full.
    """
    numbers = [group.narrow(number, [str(score)]) for score in range(len(number.numbers) + 1)]
    if not all(need in attributes for need in number.numbers):
        return
    for size in (1, 2):
        terms = [
            (1, group.meeting([(need, YES) for need in together], attributes))
            for together in combinations(number.numbers, size)
        ]
        terms += [(-comb(score, size), whom) for score, whom in enumerate(numbers) if score >= size]
        equation = tuple((k, whom) for k, whom in terms if whom is not None)
        if len(equation) == len(terms) and all(whom in cells for _, whom in equation):
            yield size, equation


def _triangles(
    group: Whom, number: Attribute, cells: AbstractSet[Whom], attributes: Mapping[str, Attribute]
) -> Iterator[tuple[Hashable, Equation]]:
    """Say what three pairs of needs tell of each other: no more have two and two than have the one between them."""
    needs = [need for need in number.numbers if need in attributes]
    have = {
        together: group.meeting([(need, YES) for need in together], attributes)
        for size in (1, 2)
        for together in combinations(needs, size)
    }
    known = {together: whom for together, whom in have.items() if whom is not None and whom in cells}
    everybody = group.meeting([("assessed", YES)], attributes) if "assessed" in attributes else group
    for three in combinations(needs, 3):
        ones = [known.get((need,)) for need in three]
        pairs = [known.get(pair) for pair in combinations(three, 2)]
        if None in ones or None in pairs:
            continue
        first, second, third = ones
        one_two, one_three, two_three = pairs
        corners = (
            (first, one_two, one_three, two_three),
            (second, one_two, two_three, one_three),
            (third, one_three, two_three, one_two),
        )
        for corner, (one, with_one, with_other, others) in zip(three, corners, strict=True):
            if one and with_one and with_other and others:
                yield (three, corner), ((1, one), (-1, with_one), (-1, with_other), (1, others))
        if everybody in cells and everybody is not None:
            signed = [(1, everybody), *((-1, one) for one in ones if one), *((1, pair) for pair in pairs if pair)]
            yield three, tuple(signed)
