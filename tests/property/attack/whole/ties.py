"""What ties the cells of crossed tables to each other: what they share, and how attributes are made of others."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import combinations
from math import comb
from typing import TYPE_CHECKING

import numpy as np
from tests.property.attack.whole.tables import grouped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tests.property.attack.whole.tables import Cells, Crossed, Names, People

    from needskit.table.whom import Attribute, Implied

YES = frozenset({"yes"})
Row = tuple[list[int], list[float], float, float]


@dataclass
class Rows:
    """Weighted sums of unknowns, and between what they lie."""

    columns: list[int] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)

    def add(self, terms: Iterable[tuple[float, Cells]], low: float, high: float) -> None:
        """Note a sum; of each weight there are several unknowns."""
        merged: dict[int, float] = defaultdict(float)
        for weight, cells in terms:
            for cell in cells.tolist():
                merged[cell] += weight
        kept = {cell: weight for cell, weight in merged.items() if weight}
        if kept:
            self.columns += kept.keys()
            self.weights += kept.values()
            self.numbers += [len(self.low)] * len(kept)
            self.low.append(low)
            self.high.append(high)


def tie(people: People, rows: Rows) -> None:
    """Note all that ties the cells of one extract."""
    for large, small in _covers(people):
        both = people.tables[large], people.tables[small]
        of_large, of_small = grouped(both, list(both[1].pieces))
        for group, cells in of_large.items():
            rows.add([(1.0, cells), (-1.0, of_small[group])], 0, 0)
    for attribute in people.attributes.values():
        if attribute.name in people.used:
            _made_of(people, attribute, rows)
            _number(people, attribute, rows)


def _covers(people: People) -> Iterator[tuple[Names, Names]]:
    """Return each table with those of which it is the next larger."""
    for small in people.tables:
        larger = [names for names in people.tables if small < names]
        for large in larger:
            if not any(small < between < large for between in larger):
                yield large, small


def _beside(people: People, name: str, others: Names) -> Iterator[tuple[Crossed, Crossed, list[str]]]:
    """Return tables of an attribute, with tables of others by as much else as both have."""
    gone = {name, *(each for each in people.used if each != name and name in people.asked_of({each}))}
    tables = [(names, table) for names, table in people.tables.items() if others <= names]
    for names in [names for names in people.tables if name in names and names in people.told]:
        nearest: dict[Names, Crossed] = {}
        for of, table in sorted(tables, key=lambda each: (len(each[1].codes), sorted(each[0]))):
            nearest.setdefault(names & of - gone, table)
        for rest, table in nearest.items():
            if not any(rest < other for other in nearest):
                yield people.tables[names], table, sorted(rest)


def _made_of(people: People, attribute: Attribute, rows: Rows) -> None:
    beside: dict[Names, list[tuple[Crossed, Crossed, list[str]]]] = {}
    for implied in attribute.implies:
        others = frozenset(name for name, _ in implied.conditions)
        if others <= people.used:
            others = people.asked_of(others)
            if others not in beside:
                beside[others] = list(_beside(people, attribute.name, others))
            for one, other, rest in beside[others]:
                _said(attribute, implied, one, other, rest, rows)


def _said(attribute: Attribute, implied: Implied, one: Crossed, other: Crossed, rest: list[str], rows: Rows) -> None:
    """Note, of each group of people, what it says of them that an attribute is made of others."""
    own, nobody = [(attribute.name, implied.answers)], np.zeros(0, dtype=np.intp)
    with_it, with_others = grouped([one, other], rest)
    ends = [
        (one.meeting(own, partly=partly), other.meeting(implied.conditions, partly=partly)) for partly in (False, True)
    ]
    (these_in, those_in), (these_out, those_out) = ends
    for group in with_it.keys() | with_others.keys():
        these, those = with_it.get(group, nobody), with_others.get(group, nobody)
        if implied.way in {"forth", "both"}:
            inside, around = these[these_in[these - one.first]], those[those_out[those - other.first]]
            rows.add([(1.0, around), (-1.0, inside)], 0, np.inf) if len(inside) else None
        if implied.way in {"back", "both"}:
            inside, around = those[those_in[those - other.first]], these[these_out[these - one.first]]
            rows.add([(1.0, around), (-1.0, inside)], 0, np.inf) if len(inside) else None


def _number(people: People, attribute: Attribute, rows: Rows) -> None:
    """Note that needs, and pairs of needs, are those of people by their number, and of those not answered in full."""
    needs = attribute.numbers
    if not needs or not people.used >= set(needs):
        return
    for names in [names for names in people.tables if attribute.name in names and names in people.told]:
        rest = sorted(names - {attribute.name})
        for size in (1, 2):
            several = [frozenset(each) for each in combinations(needs, size)]
            held = [people.smallest(people.asked_of({*rest, *each})) for each in several]
            if None not in held:
                crossed = [(each, of) for each, of in zip(several, held, strict=True) if of is not None]
                _of_number(attribute, people.tables[names], size, crossed, rest, rows)


def _of_number(
    attribute: Attribute, table: Crossed, size: int, crossed: list[tuple[Names, Crossed]], rest: list[str], rows: Rows
) -> None:
    by_number, *of_needs = grouped([table, *(of for _, of in crossed)], rest)
    have = [of.meeting([(need, YES) for need in each]) for each, of in crossed]
    number = {str(n): n for n in range(len(attribute.numbers) + 1)}
    codes, nobody = table.column(attribute.name), np.zeros(0, dtype=np.intp)
    most = float(comb(len(attribute.numbers) - 1, size))
    for group, cells in by_number.items():
        terms: list[tuple[float, Cells]] = []
        for (_, of), met, groups in zip(crossed, have, of_needs, strict=True):
            those = groups.get(group, nobody)
            terms.append((1.0, those[met[those - of.first]]))
        unknown = []
        for code, answers in enumerate(table.pieces[attribute.name]):
            inside = cells[codes[cells - table.first] == code]
            if answers <= number.keys():
                ways = [comb(number[each], size) for each in answers]
                terms.append((-float(min(ways)), inside))
                unknown += [(float(max(ways) - min(ways)), inside)]
            else:
                unknown.append((most if not answers & number.keys() else most + len(number) ** size, inside))
        rows.add(terms, 0, np.inf)
        rows.add([*terms, *((-each, inside) for each, inside in unknown)], -np.inf, 0)
