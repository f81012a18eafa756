"""Which answers can go together, because some attributes are made from others.

Whoever changes an answer changes what is made from it: another need is another number of needs. Answers that nothing
says to be impossible are possible to a reader too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from needskit.table.whom import Attribute, Condition

Codes = npt.NDArray[np.int32]
Flags = npt.NDArray[np.bool_]


class Made:
    """The columns of people, and how some follow from others.

    Parameters
    ----------
    attributes
        One a column, in order.
    """

    def __init__(self, attributes: Mapping[str, Attribute]) -> None:
        self.attributes = attributes
        self.columns = {name: column for column, name in enumerate(attributes)}
        self._from = {name: self._others_of(attribute) for name, attribute in attributes.items()}
        self.order = self._in_order()

    def _others_of(self, attribute: Attribute) -> frozenset[str]:
        """Return the attributes that one is made from."""
        named = {name for implied in attribute.implies for name, _ in implied.conditions}
        return frozenset({*named, *attribute.numbers, *attribute.patterns} & self.columns.keys()) - {attribute.name}

    def _in_order(self) -> tuple[str, ...]:
        """Return what is made from others, those first that others again are made from."""
        left = [name for name in self.attributes if self._from[name]]
        found: list[str] = []
        while left:
            # Two that are each made from the other come in the order of their names.
            ready = [name for name in left if not self._from[name] & set(left) - {name}] or left[:1]
            found += ready
            left = [name for name in left if name not in ready]
        return tuple(found)

    def made_from(self, name: str) -> frozenset[str]:
        """Return the attributes that one is made from; none if it is asked of people themselves."""
        return self._from[name]

    def is_told_by_others(self, name: str) -> bool:
        """Tell whether one is the number of others, or the pattern of their answers."""
        attribute = self.attributes[name]
        return bool(attribute.numbers or attribute.patterns)

    def put_to_those_of(self, name: str) -> list[str]:
        """Return the attributes that are asked only of people with an answer to this one, and are made from nothing."""
        return [
            other
            for other, attribute in self.attributes.items()
            if attribute.within is not None and attribute.within[0] == name and not self._from[other]
        ]

    def following(self, names: Iterable[str]) -> set[str]:
        """Return these and every attribute that may be another where one of them is."""
        found = set(names)
        while True:
            more = {
                name
                for name, attribute in self.attributes.items()
                if self._from[name] & found or (attribute.within is not None and attribute.within[0] in found)
            }
            if more <= found:
                return found
            found |= more

    def gave(self, codes: Codes, name: str, answers: Collection[str]) -> Flags:
        """Return which rows gave one of some answers; shape ``(rows,)``."""
        wanted = np.array([answer in answers for answer in self.attributes[name].answers] + [False])
        found: Flags = wanted[codes[:, self.columns[name]]]
        return found

    def meet(self, codes: Codes, conditions: Iterable[Condition]) -> Flags:
        """Return which rows meet all of some conditions; shape ``(rows,)``."""
        found = np.ones(len(codes), dtype=bool)
        for name, answers in conditions:
            found &= self.gave(codes, name, answers)
        return found

    def concerned(self, codes: Codes, name: str) -> Flags:
        """Return of which rows a question is asked; shape ``(rows,)``."""
        attribute = self.attributes[name]
        if attribute.within is None or attribute.within[0] not in self.columns:
            found: Flags = codes[:, self.columns[name]] < len(attribute.answers)
            return found
        parent, answer = attribute.within
        return self.gave(codes, parent, [answer])

    def completed(self, codes: Codes) -> tuple[Codes, Flags]:
        """Return people with what is made from their answers made anew, and whether there can be such people.

        Parameters
        ----------
        codes
            Shape ``(rows, attributes)``.

        Returns
        -------
        codes
            The same with what is made from others changed where it must be.
        possible
            Shape ``(rows,)``.
        """
        found, possible = codes.copy(), np.ones(len(codes), dtype=bool)
        for name in self.order:
            attribute, column = self.attributes[name], self.columns[name]
            outside = len(attribute.answers)
            asked, allowed = self.concerned(found, name), self._allowed(found, attribute)
            held = np.minimum(found[:, column], outside - 1)
            stays = allowed[np.arange(len(found)), held] & (found[:, column] < outside)
            found[:, column] = np.where(asked, np.where(stays, held, allowed.argmax(axis=1)), outside)
            possible &= allowed.any(axis=1) | ~asked
        for name in self.attributes:
            possible &= (found[:, self.columns[name]] < len(self.attributes[name].answers)) == self.concerned(
                found, name
            )
        return found, possible

    def _allowed(self, codes: Codes, attribute: Attribute) -> Flags:
        """Return which answers people can give, by what they answered to others; shape ``(rows, answers)``."""
        allowed = np.ones((len(codes), len(attribute.answers)), dtype=bool)
        for implied in attribute.implies:
            if all(name in self.columns for name, _ in implied.conditions):
                met = self.meet(codes, implied.conditions)[:, None]
                those = np.array([answer in implied.answers for answer in attribute.answers])[None, :]
                if implied.way != "back":
                    allowed &= met | ~those
                if implied.way != "forth":
                    allowed &= ~met | those
        of = attribute.numbers or attribute.patterns
        return allowed & self._told_by(codes, attribute, of) if of and self.columns.keys() >= set(of) else allowed

    def _told_by(self, codes: Codes, attribute: Attribute, of: tuple[str, ...]) -> Flags:
        """Return which numbers of others, or patterns of them, people can have; shape ``(rows, answers)``."""
        yes = np.array([self.gave(codes, name, ["yes"]) for name in of])
        in_full: Flags = np.logical_and.reduce([self.gave(codes, name, ["yes", "no"]) for name in of])
        digits = np.array([answer.isdigit() for answer in attribute.answers])
        values = np.array([int(answer, 10) if answer.isdigit() else -1 for answer in attribute.answers])
        if attribute.patterns:
            values = np.array([int(answer, 2) if answer.isdigit() else -1 for answer in attribute.answers])
        weights = 2 ** np.arange(len(of))[::-1] if attribute.patterns else np.ones(len(of), dtype=np.int64)
        told = (weights @ yes)[:, None]
        found: Flags = np.where(in_full[:, None], digits & (values == told), ~digits)
        return found
