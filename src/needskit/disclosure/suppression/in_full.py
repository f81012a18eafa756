"""What a reader knows of those not answered in full: all that is left over of a sum is among them.

Whoever has a combination of needs has each of them, and whoever has a need without a known combination is not answered
in full. Where a table shows that everybody is, the sums are equations to a reader; where it does not, they are not.
"""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from math import comb
from typing import TYPE_CHECKING

from needskit.disclosure.relations import YES, part_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from collections.abc import Set as AbstractSet

    from needskit.disclosure.relations import Divided, Equation
    from needskit.table.whom import Attribute, Condition, Implied, Whom


def at_most_those_left(
    cells: AbstractSet[Whom], divided: Divided, attributes: Mapping[str, Attribute]
) -> Iterator[Equation]:
    """Go through weighted counts that add up to nought or more since only some people can be left over.

    Parameters
    ----------
    cells
        Every count that is shown or implied.
    divided
        How attributes that are made from others divide their wholes.
    attributes
        Every attribute that the counts use.
    """
    for whole, name in sorted(divided, key=lambda each: (each[0].sort_key, each[1])):
        attribute = attributes[name]
        parts = {atom: part_of(whole, name, atom, attribute) for atom in divided[whole, name]}
        if not cells >= set(parts.values()):
            continue
        for implied in attribute.implies:
            if implied.way == "back" or not all(each in attributes for each, _ in implied.conditions):
                continue
            target = whole.meeting(implied.conditions, attributes)
            if target in cells:
                may = implied.answers | _not_against(implied, attribute)
                yield (-1, target), *((1, part) for atom, part in parts.items() if atom & may)
    for number in sorted((each for each in attributes.values() if each.numbers), key=lambda each: each.name):
        for group in sorted({whom.without(number.name) for whom in cells}, key=lambda each: each.sort_key):
            yield from _moments(group, number, cells, attributes)


def _not_against(implied: Implied, attribute: Attribute) -> set[str]:
    """Return the other answers of people who could meet the conditions all the same."""
    against = {
        answer
        for other in attribute.implies
        if other.way != "back" and _contradict(implied.conditions, other.conditions)
        for answer in other.answers
    }
    return set(attribute.answers) - against


def _contradict(one: Iterable[Condition], other: Iterable[Condition]) -> bool:
    held = dict(one)
    return any(name in held and not answers & held[name] for name, answers in other)


def _moments(
    group: Whom, number: Attribute, cells: AbstractSet[Whom], attributes: Mapping[str, Attribute]
) -> Iterator[Equation]:
    """Say that the needs of those whose number is not known are at most all but one each, and so of pairs."""
    whole = group.meeting([(number.within[0], frozenset([number.within[1]]))], attributes) if number.within else group
    numbers = [group.narrow(number, [str(score)]) for score in range(len(number.numbers) + 1)]
    if whole not in cells or None in numbers or not all(need in attributes for need in number.numbers):
        return
    for size in (1, 2):
        most = comb(len(number.numbers) - 1, size)
        have = [
            group.meeting([(need, YES) for need in some], attributes) for some in combinations(number.numbers, size)
        ]
        weights = Counter({whole: most})
        weights.update({whom: comb(score, size) - most for score, whom in enumerate(numbers)})
        weights.update(dict.fromkeys(have, -1))
        if all(whom in cells for whom in weights):
            yield tuple((k, whom) for whom, k in weights.items() if k and whom is not None)
