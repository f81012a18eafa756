"""Whom a count counts: a set of conditions, each an attribute and the answers to it that are meant.

The same set is the same cell on every sheet, so complements, parts of a whole and nested cohorts follow from
the sets alone. Disclosure control is built on that.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from needskit.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from needskit.table.answered import Answered


Condition = tuple[str, frozenset[str]]
"""An attribute and the answers to it that are meant."""


@lru_cache(maxsize=8192)
def _in_words(condition: Condition) -> tuple[str, tuple[str, ...]]:
    """Return a condition as what conditions are sorted by; a few hundred of them make thousands of descriptions."""
    name, answers = condition
    return name, tuple(sorted(answers))


@dataclass(frozen=True, slots=True)
class Implied:
    """What some answers have to do with conditions on other attributes, because an attribute is made from them.

    Parameters
    ----------
    answers
        Of the attribute that holds this.
    conditions
        Which conditions: whoever has the combination of drugs and alcohol has each of the two.
    way
        "forth" if whoever gives one of the answers meets the conditions; "back" if whoever meets the conditions gives
        one of the answers; "both" if they are the same people.
    """

    answers: frozenset[str]
    conditions: tuple[Condition, ...]
    way: Literal["forth", "back", "both"] = "forth"


@dataclass(frozen=True, slots=True)
class Attribute:
    """A question whose answers divide people: everybody it concerns gives exactly one of them.

    Parameters
    ----------
    name
        As conditions name it, such as ``sex`` or ``need_drugs``.
    label
        As a reader sees it.
    answers
        Every answer there is, in reading order; "not known" is one of them where it can happen.
    within
        The attribute and answer without which the question is not put: a need is asked of people whose
        ``assessed`` is ``yes``. None if it concerns everybody.
    numbers
        The attributes of which this one is the number answered "yes", if it is such a number; its answers
        0, 1, 2 ... are then the numbers. Sums of counts follow from it, for us and for an attacker.
    patterns
        The attributes whose answers together this one is, if it is such a combination; its answers are then texts of 1
        for each "yes" and 0 for each "no".
    implies
        What its answers have to do with those to others, if the attribute is made from them.
    from_extract
        Whether the answers are what the extract happens to hold, such as districts, and not a fixed list: that
        one is listed then tells that somebody gave it.
    identifies
        Whether each answer is of one record, as a name is: a release that protects does not list them.
    answered
        Who gave which answer, for whoever protects counts of them; no release holds it.
    """

    name: str
    label: str
    answers: tuple[str, ...]
    within: tuple[str, str] | None = None
    numbers: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    implies: tuple[Implied, ...] = ()
    from_extract: bool = False
    identifies: bool = False
    answered: Answered | None = field(default=None, repr=False, compare=False)

    def checked(self, answers: Iterable[str]) -> frozenset[str]:
        """Return the answers as a set, each proved to be one of this attribute's."""
        wanted = frozenset(answers)
        if not wanted <= frozenset(self.answers):
            # The answer itself may have come from a record, so it is not quoted.
            message = (
                f"An answer was asked for that '{self.name}' does not have. "
                f"It has {len(self.answers)}: see its code list."
            )
            raise UsageError(message)
        return wanted


@dataclass(frozen=True, slots=True)
class Whom:
    """The people that one count is of.

    Parameters
    ----------
    source
        Which extract they are in: counts of two extracts are never the same cell.
    conditions
        What is true of them; nobody is excluded by a condition that is not there.

    Examples
    --------
    >>> sex = Attribute("sex", "Sex", ("female", "male", "not known"))
    >>> everyone = Whom("people on probation")
    >>> everyone.narrow(sex, ["female", "male", "not known"]) == everyone
    True
    >>> everyone.narrow(sex, ["female"])
    Whom(people on probation: sex female)
    """

    source: str
    conditions: frozenset[Condition] = frozenset()

    def narrow(self, attribute: Attribute, answers: Iterable[str]) -> Whom | None:
        """Return those of them who gave one of the answers; None if that can be nobody."""
        wanted = attribute.checked(answers)
        held = dict(self.conditions)
        if attribute.within is not None:
            parent, answer = attribute.within
            held[parent] = held.get(parent, frozenset([answer])) & {answer}
        wanted &= held.get(attribute.name, wanted)
        if len(wanted) < len(attribute.answers):
            held[attribute.name] = wanted
        if not all(held.values()):
            return None
        return Whom(self.source, frozenset(held.items()))

    def meeting(self, conditions: Iterable[Condition], attributes: Mapping[str, Attribute]) -> Whom | None:
        """Return those of them who meet all of the conditions; None if that can be nobody."""
        found: Whom | None = self
        for name, answers in conditions:
            found = found.narrow(attributes[name], answers) if found is not None else None
        return found

    def without(self, name: str) -> Whom:
        """Return the people meant when the condition on one attribute is lifted."""
        return Whom(self.source, frozenset(c for c in self.conditions if c[0] != name))

    def answers_to(self, name: str) -> frozenset[str] | None:
        """Return the answers that are meant to one attribute; None if it is no condition."""
        return dict(self.conditions).get(name)

    @property
    def sort_key(self) -> tuple[str, tuple[tuple[str, tuple[str, ...]], ...]]:
        """An order that depends on nothing but the words: not on the run, nor on the order of rows."""
        return self.source, tuple(sorted(map(_in_words, self.conditions)))

    def __repr__(self) -> str:
        """Say it in words."""
        _, conditions = self.sort_key
        words = ", ".join(f"{name} {' or '.join(answers)}" for name, answers in conditions)
        return f"Whom({self.source}: {words or 'everyone'})"


Sum = tuple[tuple[int, Whom], ...]
"""A figure as a weighted sum of counts: ((1, women), (1, men)). Empty is nought: nobody can be meant."""


def count_of(whom: Whom | None) -> Sum:
    """Return the sum that is just this count.

    Examples
    --------
    >>> count_of(None)
    ()
    """
    return () if whom is None else ((1, whom),)
