"""Every way in which the people of a report can differ that some of its tables tell together, each a whole number.

For each set of attributes that anything is counted by there is a table of all their answers, and two such tables say
the same of what they share. That is an attacker's knowledge of how the tables of a report are made; nothing of it comes
from the code that protects.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations, product
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from needskit.table.whom import Attribute, Condition, Whom

Names = frozenset[str]
Pieces = list[frozenset[str]]
Sets = dict[str, set[frozenset[str]]]
Cells = npt.NDArray[np.intp]
NOT_ASKED = -1
MOST_TRIPLES = 100
"""Sets of three needs are told apart where all their pairs are printed, but no more of them than this."""


@dataclass(frozen=True, eq=False)
class Crossed:
    """A table of all answers to some attributes; a row a cell, a column an attribute, in each the number of the piece.

    Parameters
    ----------
    pieces
        The smallest sets of answers to each attribute that the table tells apart, in the order of its columns.
    codes
        Of each cell, which of them; ``NOT_ASKED`` where the question is not put.
    first
        The place of its first cell among all unknowns.
    """

    pieces: Mapping[str, Pieces]
    codes: npt.NDArray[np.int16]
    first: int

    def column(self, name: str) -> npt.NDArray[np.int16]:
        return self.codes[:, list(self.pieces).index(name)]

    def meeting(self, conditions: Iterable[Condition], *, partly: bool = False) -> npt.NDArray[np.bool_]:
        """Return which cells meet the conditions; ``partly`` if some of their people may not."""
        met = np.ones(len(self.codes), dtype=bool)
        for name, answers in conditions:
            fits = [bool(each & answers) if partly else each <= answers for each in self.pieces[name]]
            met &= np.isin(self.column(name), np.flatnonzero(fits))
        return met


@dataclass
class People:
    """The crossed tables of one extract.

    Parameters
    ----------
    attributes
        Those of the report.
    counted
        Whom anything counts.
    first
        The place of the first cell.
    """

    attributes: Mapping[str, Attribute]
    counted: frozenset[Whom]
    first: int = 0
    tables: dict[Names, Crossed] = field(default_factory=dict)
    told: set[Names] = field(default_factory=set)
    size: int = 0

    def __post_init__(self) -> None:
        sets: dict[Names, Sets] = defaultdict(lambda: defaultdict(set))
        for whom in self.counted:
            names = self.asked_of(name for name, _ in whom.conditions)
            for name, answers in whom.conditions:
                sets[names][name].add(answers)
        self._triples(sets)
        self.told = set(sets)
        found = {frozenset[str](), *sets}
        new = set(found)
        while new:
            new = {one & other for one in new for other in found} - found
            found |= new
        place = self.first
        for names in sorted(found, key=lambda each: (len(each), sorted(each))):
            self.tables[names] = self._crossed(self._pieces(names, sets), place)
            place += len(self.tables[names].codes)
        self.size = place - self.first

    @cached_property
    def used(self) -> Names:
        return frozenset().union(*self.tables)

    def asked_of(self, names: Iterable[str]) -> Names:
        """Return these attributes with those that a question presupposes."""
        found = set(names)
        waiting = list(found)
        while waiting:
            within = self.attributes[waiting.pop()].within
            if within and within[0] not in found:
                found.add(within[0])
                waiting.append(within[0])
        return frozenset(found)

    def _triples(self, sets: dict[Names, Sets]) -> None:
        """Tell three needs apart at once wherever all pairs of them are."""
        needs = {need for a in self.attributes.values() for need in a.numbers}
        rest: dict[Names, set[Names]] = defaultdict(set)
        for names in list(sets):
            for pair in combinations(sorted(names & needs), 2):
                rest[names - set(pair)].add(frozenset(pair))
        for others, pairs in rest.items():
            every = combinations(sorted(frozenset().union(*pairs)), 3)
            threes = [three for three in every if all(frozenset(pair) in pairs for pair in combinations(three, 2))]
            for three in threes if len(threes) <= MOST_TRIPLES else ():
                for pair in combinations(three, 2):
                    for name, answers in sets[others | set(pair)].items():
                        sets[others | set(three)][name] |= answers

    def _pieces(self, names: Names, sets: Mapping[Names, Sets]) -> dict[str, Pieces]:
        """Return what a table tells apart: what is counted by just these, and what several larger tables share."""
        ordered: list[str] = []
        while len(ordered) < len(names):
            # Who is asked comes before what they are asked.
            left = names - set(ordered)
            asked = {name: self.attributes[name].within for name in left}
            ordered += sorted(name for name in left if (of := asked[name]) is None or of[0] in ordered)
        larger = [sets[of] for of in sets if names < of]
        found = {}
        for name in ordered:
            shared = Counter(answers for of in larger for answers in of.get(name, ()))
            told = {answers for answers, times in shared.items() if times > 1}
            told |= sets[names].get(name, set()) if names in sets else set()
            told |= {frozenset({of[1]}) for each in names if (of := self.attributes[each].within) and of[0] == name}
            found[name] = pieces_of(self.attributes[name].answers, told)
        return found

    def _crossed(self, pieces: Mapping[str, Pieces], first: int) -> Crossed:
        ordered = list(pieces)
        rows: list[tuple[int, ...]] = [()]
        for name in ordered:
            within = self.attributes[name].within
            every = range(len(pieces[name]))
            if within is None:
                rows = [(*row, code) for row, code in product(rows, every)]
                continue
            of, asked = ordered.index(within[0]), pieces[within[0]].index(frozenset({within[1]}))
            rows = [(*row, code) for row in rows for code in (every if row[of] == asked else (NOT_ASKED,))]
        return Crossed(pieces, np.array(rows, dtype=np.int16).reshape(len(rows), len(ordered)), first)

    def smallest(self, names: Names) -> Crossed | None:
        """Return the smallest table in which these attributes are; that of just these if there is one."""
        if names in self.tables:
            return self.tables[names]
        found = [table for of, table in self.tables.items() if names <= of]
        return min(found, key=lambda table: (len(table.codes), tuple(table.pieces)), default=None)

    def cells_of(self, whom: Whom) -> Cells | None:
        """Return the cells whose people together are those that a count counts; None if no table tells them apart."""
        names = self.asked_of(name for name, _ in whom.conditions)
        if not names <= self.used:
            return None
        for table in (self.tables.get(names), self.smallest(names)):
            if table is not None:
                met = table.meeting(whom.conditions)
                if np.array_equal(met, table.meeting(whom.conditions, partly=True)):
                    return np.flatnonzero(met) + table.first
        return None


def pieces_of(answers: Iterable[str], sets: Iterable[frozenset[str]]) -> Pieces:
    """Return the smallest sets of answers that all of these are made of."""
    ordered = sorted(sets, key=sorted)
    alike: dict[tuple[bool, ...], list[str]] = {}
    for answer in answers:
        alike.setdefault(tuple(answer in each for each in ordered), []).append(answer)
    return [frozenset(each) for each in alike.values()]


def grouped(tables: Sequence[Crossed], names: Sequence[str]) -> list[dict[tuple[int, ...], Cells]]:
    """Return the cells of each of several tables by those answers to some attributes that all of them tell apart."""
    columns: list[list[npt.NDArray[np.int16]]] = [[] for _ in tables]
    for name in names:
        of_it = [table.pieces[name] for table in tables]
        joined = _joined([each for pieces in of_it for each in pieces])
        for place, (table, pieces) in enumerate(zip(tables, of_it, strict=True)):
            numbers = [joined[next(iter(each))] for each in pieces]
            # The last is what stands for those who are not asked.
            columns[place].append(np.array([*numbers, NOT_ASKED], dtype=np.int16)[table.column(name)])
    found = []
    for table, of_table in zip(tables, columns, strict=True):
        groups: dict[tuple[int, ...], list[int]] = defaultdict(list)
        for cell in range(len(table.codes)):
            groups[tuple(int(column[cell]) for column in of_table)].append(cell + table.first)
        found.append({group: np.array(cells, dtype=np.intp) for group, cells in groups.items()})
    return found


def _joined(pieces: Iterable[frozenset[str]]) -> dict[str, int]:
    """Return the number of the group of each answer, where answers of one piece are in one group."""
    group: dict[str, int] = {}
    for number, piece in enumerate(pieces):
        met = {group[answer] for answer in piece if answer in group}
        for answer in piece:
            group[answer] = number
        for answer, of in group.items() if met else ():
            group[answer] = number if of in met else of
    return group
