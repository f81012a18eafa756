"""Which answers a structure names: those that some figure tells apart, and no list that an extract brought along."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from needskit.table.whom import Attribute, Condition, Whom

ANY_OTHER = "any other"
"""Stands among the groups that an extract brings along, whether or not there are others that no row shows."""

Names = dict[str, dict[str, str]]
"""By attribute and answer, as what the structure names it."""


def names_of(whoms: Iterable[Whom], attributes: Mapping[str, Attribute]) -> Names:
    """Return what each answer is called: answers that no figure tells apart are called the same.

    That a district is on the list of an extract tells that somebody lives there; one that no row shows is not named.

    Parameters
    ----------
    whoms
        Whom the figures count.
    attributes
        Those that the structure holds.
    """
    sets: dict[str, set[frozenset[str]]] = {name: set() for name in attributes}
    for name, answers in (condition for whom in whoms for condition in whom.conditions):
        sets[name].add(answers)
    for attribute in attributes.values():
        sets[attribute.name] |= {implied.answers for implied in attribute.implies}
        for name, answers in _named_by(attribute):
            if name in sets:
                sets[name].add(answers)
    return {name: _names(attributes[name], sets[name]) for name in attributes}


def _named_by(attribute: Attribute) -> Iterable[Condition]:
    """Return the conditions on other attributes that what an attribute says of itself names."""
    yield from (condition for implied in attribute.implies for condition in implied.conditions)
    yield from ((name, frozenset({"yes"})) for name in attribute.numbers)
    if attribute.within:
        yield attribute.within[0], frozenset({attribute.within[1]})


def _names(attribute: Attribute, sets: set[frozenset[str]]) -> dict[str, str]:
    if attribute.numbers:
        return {answer: answer for answer in attribute.answers}
    ordered = sorted(sets, key=sorted)
    alike: dict[tuple[int, ...], list[str]] = {}
    for answer in attribute.answers:
        alike.setdefault(tuple(place for place, each in enumerate(ordered) if answer in each), []).append(answer)
    found: dict[str, str] = {}
    unnamed = 0
    for answers in alike.values():
        called = answers[0] if len(answers) == 1 else f"{answers[0]} and {len(answers) - 1} more"
        if attribute.from_extract and (len(answers) > 1 or frozenset(answers) not in sets):
            unnamed += 1
            called = ANY_OTHER if unnamed == 1 else f"{ANY_OTHER} {unnamed}"
        found.update(dict.fromkeys(answers, called))
    return found


def answers_of(attribute: Attribute, names: Mapping[str, str]) -> list[str]:
    """Return the answers that the structure lists."""
    listed = list(dict.fromkeys(names[answer] for answer in attribute.answers))
    return [*listed, ANY_OTHER] if attribute.from_extract and ANY_OTHER not in listed else listed


def called(answers: frozenset[str], attribute: Attribute, names: Mapping[str, str]) -> list[str]:
    """Return what the answers of a condition are called, those of nobody's row among them where most are meant."""
    found = sorted({names[answer] for answer in answers})
    most = 2 * len(answers) > len(attribute.answers)
    if attribute.from_extract and most and ANY_OTHER not in names.values():
        return sorted([*found, ANY_OTHER])
    return found
