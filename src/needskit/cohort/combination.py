"""The combination of needs: which a person has, of those answered in full, and what follows from it."""

from __future__ import annotations

from functools import lru_cache
from itertools import combinations, product
from typing import TYPE_CHECKING

from needskit.errors import UsageError
from needskit.table.whom import Attribute, Condition, Implied

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

COMBINATION = "combination"
NOT_IN_FULL = "not answered in full"
MOST_COMBINED = 12
"""Of so many needs there are 4,096 combinations; of more, nobody reads a table."""

YES, NO, KNOWN = frozenset({"yes"}), frozenset({"no"}), frozenset({"yes", "no"})


def number_implies(needs: Sequence[str]) -> tuple[Implied, ...]:
    """Return what follows from a number of needs: all answered, all had at the most, none at nought."""
    numbers = [str(number) for number in range(len(needs) + 1)]
    found = []
    for need in needs:
        found += [
            Implied(frozenset(numbers), ((need, KNOWN),)),
            Implied(frozenset(numbers[-1:]), ((need, YES),)),
            Implied(frozenset(numbers[:1]), ((need, NO),)),
        ]
    return tuple(found)


@lru_cache(maxsize=8)
def combination_of(needs: tuple[str, ...], number: str) -> Attribute:
    """Return the attribute whose answers are the combinations of these needs.

    An answer is a text of 1 for each need had and 0 for each not had, in the order of the needs.

    Parameters
    ----------
    needs
        Their columns.
    number
        The attribute of how many they are.

    Raises
    ------
    UsageError
        If there are more than ``MOST_COMBINED``.

    Examples
    --------
    >>> combination_of(("need_drugs", "need_alcohol"), "number_of_needs").answers
    ('00', '01', '10', '11', 'not answered in full')
    """
    if len(needs) > MOST_COMBINED:
        message = (
            f"Combinations can be counted of {MOST_COMBINED} needs at most, and there are {len(needs)}. "
            "Name fewer with needs=."
        )
        raise UsageError(message)
    answers = tuple("".join(had) for had in product("01", repeat=len(needs)))
    return Attribute(
        COMBINATION,
        "Combination of needs",
        (*answers, NOT_IN_FULL),
        within=("assessed", "yes"),
        patterns=needs,
        implies=tuple(_implied(needs, number, answers)),
    )


@lru_cache(maxsize=1024)
def with_all(answers: tuple[str, ...], places: tuple[int, ...]) -> frozenset[str]:
    """Return the combinations that hold all needs at these places.

    Examples
    --------
    >>> sorted(with_all(("00", "01", "10", "11"), (1,)))
    ['01', '11']
    """
    return frozenset(answer for answer in answers if all(answer[place] == "1" for place in places))


def _implied(needs: Sequence[str], number: str, answers: Sequence[str]) -> Iterable[Implied]:
    yield Implied(frozenset({NOT_IN_FULL}), ((number, frozenset({NOT_IN_FULL})),), way="both")
    for score in range(len(needs) + 1):
        alike = frozenset(answer for answer in answers if answer.count("1") == score)
        yield Implied(alike, ((number, frozenset({str(score)})),), way="both")
    had = {
        (place, digit): frozenset(a for a in answers if a[place] == digit)
        for place in range(len(needs))
        for digit in "01"
    }
    for together in (*combinations(range(len(needs)), 1), *combinations(range(len(needs)), 2)):
        for digits in product("10", repeat=len(together)):
            inside = frozenset.intersection(*(had[each] for each in zip(together, digits, strict=True)))
            conditions: tuple[Condition, ...] = tuple(
                (needs[place], YES if digit == "1" else NO) for place, digit in zip(together, digits, strict=True)
            )
            yield Implied(inside, conditions)
