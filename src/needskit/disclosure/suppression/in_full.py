"""What a reader knows of those not answered in full: all that is left over of a sum is among them.

Whoever has a combination of needs has each of them, and whoever has a need without a known combination is not answered
in full. Where a table shows that everybody is, the sums are equations to a reader; where it does not, they are not.
"""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from math import comb
from typing import TYPE_CHECKING

from needskit.disclosure.relations import NO, YES, part_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from collections.abc import Set as AbstractSet

    from needskit.disclosure.relations import Divided, Equation
    from needskit.table.whom import Attribute, Condition, Implied, Whom

NOBODY, SOME, ALL = range(3)
KNOWN = YES | NO


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
        if cells >= set(parts.values()):
            yield from _of_implied(whole, attribute, parts, cells, attributes)
        yield from _of_any(whole, attribute, cells, attributes)
    yield from _of_answers(cells, divided, attributes)
    for made in sorted((each for each in attributes.values() if _of(each)), key=lambda each: each.name):
        for group in sorted({whom.without(made.name) for whom in cells}, key=lambda each: each.sort_key):
            yield from _not_in_full(group, made, cells, attributes)
            if made.numbers:
                yield from _moments(group, made, cells, attributes)


def _of_implied(
    whole: Whom,
    made: Attribute,
    parts: Mapping[frozenset[str], Whom],
    cells: AbstractSet[Whom],
    attributes: Mapping[str, Attribute],
) -> Iterator[Equation]:
    """Say that who meets conditions gave an answer that does not speak against it."""
    for implied in made.implies:
        if implied.way == "back" or not all(each in attributes for each, _ in implied.conditions):
            continue
        target = whole.meeting(implied.conditions, attributes)
        if target is not None and target in cells:
            may = implied.answers | _not_against(implied, made)
            yield (-1, target), *((1, part) for atom, part in parts.items() if atom & may)


def _of_any(
    whole: Whom, made: Attribute, cells: AbstractSet[Whom], attributes: Mapping[str, Attribute]
) -> Iterator[Equation]:
    """Say how many have any of several: all together, less those counted twice; of two, exactly so."""
    parts = [each.conditions for each in made.implies if each.way == "back" and each.answers == YES]
    names = [name for conditions in parts for name, _ in conditions if name in attributes]
    if not parts or len(names) != len(parts) or YES.isdisjoint(made.answers):
        return
    have = [whole.meeting([(name, YES)], attributes) for name in names]
    pairs = [
        [whole.meeting([(one, YES), (other, YES)], attributes) for one in names[:row]]
        for row, other in enumerate(names)
    ]
    either = whole.meeting([(made.name, YES)], attributes)
    every, with_first = [pair for row in pairs for pair in row], [row[0] for row in pairs[1:]]
    for sign, twice in ((1, every), (-1, with_first), (-1, [])):
        weights = {either: sign, **dict.fromkeys(have, -sign), **dict.fromkeys(twice, sign)}
        if all(whom in cells for whom in weights):
            yield tuple((k, whom) for whom, k in weights.items() if whom is not None)


def _of_answers(cells: AbstractSet[Whom], divided: Divided, attributes: Mapping[str, Attribute]) -> Iterator[Equation]:
    """Say which of those answered in full are for certain, and which may be, among those who gave some answers."""
    for (whole, name), atoms in sorted(divided.items(), key=lambda each: (each[0][0].sort_key, each[0][1])):
        made = attributes[name]
        of = frozenset(_of(made))
        parts = [(atom, part_of(whole, name, atom, made)) for atom in atoms]
        if not of or not cells >= {part for _, part in parts}:
            continue
        beside = [whom for whom in cells if whom.source == whole.source and whole.conditions < whom.conditions]
        for whom in sorted(beside, key=lambda each: each.sort_key):
            asked = whom.conditions - whole.conditions
            if {each for each, _ in asked} <= of:
                said = {answer: _said(made, answer, asked) for answer in made.answers}
                inside = [part for atom, part in parts if all(said[answer] == ALL for answer in atom)]
                some = [part for atom, part in parts if any(said[answer] != NOBODY for answer in atom)]
                yield (1, whom), *((-1, part) for part in inside)
                yield (-1, whom), *((1, part) for part in some)


def _said(made: Attribute, answer: str, asked: Iterable[Condition]) -> int:
    """Tell whether nobody, some or all of those with an answer in full gave the answers asked for."""
    if not answer.isdigit():
        return SOME
    if made.patterns:
        digits = dict(zip(made.patterns, answer, strict=True))
        gave = all(("yes" if digits[name] == "1" else "no") in answers for name, answers in asked)
        return ALL if gave else NOBODY
    need = [answers & KNOWN for _, answers in asked]
    score, out_of = int(answer), len(made.numbers)
    if not all(need) or score < need.count(YES) or score > out_of - need.count(NO):
        return NOBODY
    only = {YES} if score == out_of else {NO} if not score else set[frozenset[str]]()
    return ALL if all(answers == KNOWN or answers in only for answers in need) else SOME


def _of(made: Attribute) -> tuple[str, ...]:
    return made.numbers or made.patterns


def _not_in_full(
    group: Whom, made: Attribute, cells: AbstractSet[Whom], attributes: Mapping[str, Attribute]
) -> Iterator[Equation]:
    """Say that who is not answered in full lacks one of the answers, so that these are as many in all."""
    of = _of(made)
    whole = group.meeting([(made.within[0], frozenset([made.within[1]]))], attributes) if made.within else group
    in_full = [answer for answer in made.answers if answer.isdigit()]
    if whole not in cells or not all(name in attributes for name in of) or not in_full:
        return
    known = [group.meeting([(name, KNOWN)], attributes) for name in of]
    together = group.narrow(made, in_full)
    each = [together] if together in cells else [group.narrow(made, [answer]) for answer in in_full]
    weights = Counter({whole: len(of) - 1})
    weights.update(each)
    weights.subtract(known)
    if all(whom in cells for whom in weights):
        yield tuple((k, whom) for whom, k in weights.items() if k and whom is not None)


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
