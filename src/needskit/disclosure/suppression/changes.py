"""What single people could have answered instead, and which counts that changes: of such changes worlds are made."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scipy.sparse import csc_array

    from needskit.disclosure.suppression.membership import Membership
    from needskit.disclosure.suppression.people import Codes, Counts, People
    from needskit.table.whom import Whom

MOST_CHANGES = 12_000
"""So many changes of one attribute are looked at to make up for others."""

MOST_DIRECT = 150
"""So many changes are looked at that make a count another."""

DONORS = 6
"""So many others' answers are tried where several questions are answered anew together."""


@dataclass(frozen=True, slots=True, eq=False)
class Change:
    """Changes of single people, one a column.

    Parameters
    ----------
    rows
        The row of the person of each; shape ``(changes,)``.
    effect
        By how much each changes which count; shape ``(counts, changes)``.
    """

    rows: Counts
    effect: csc_array


@dataclass(slots=True, eq=False)
class Changes:
    """What people could have answered instead.

    Parameters
    ----------
    people
        As they are.
    cells
        The counts.
    membership
        Who is in which of them.
    """

    people: People
    cells: Sequence[Whom]
    membership: Membership
    named: list[frozenset[str]] = field(init=False)
    kept: dict[str, Change] = field(init=False, default_factory=dict)
    found: dict[tuple[int, tuple[str, ...], int], Change | None] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Note which attributes each count is divided by."""
        self.named = [frozenset(name for name, _ in whom.conditions) for whom in self.cells]
        self.named += [frozenset().union(*(self.named[at] for _, at in terms)) for terms in self.membership.sums]

    def behind(self, at: int) -> list[str]:
        """Return which answers of people decide whether they are in a count, those that decide others last.

        What is only bound by others, as a route is by ages, may be another by itself; a number of needs may not.
        """
        made, found, waiting = self.people.made, list[str](), sorted(self.named[at])
        while waiting:
            name = waiting.pop(0)
            if name not in found and name in made.columns:
                waiting += sorted(made.made_from(name))
                found.append(name)
        asked = [name for name in found if not made.is_told_by_others(name) and name != "record"]
        return sorted(asked, key=self.decides_others)

    def decides_others(self, name: str) -> bool:
        """Tell whether it depends on the answer what else people are asked."""
        return bool(self.people.made.put_to_those_of(name))

    def of(self, name: str) -> Change:
        """Return changes of one answer, of people all over."""
        if name not in self.kept:
            every = np.arange(len(self.people.times))
            self.kept[name] = self._effects(name, *self._changed(name, every, most=MOST_CHANGES))
        return self.kept[name]

    def beside(self, names: tuple[str, ...]) -> list[str]:
        """Return these questions and others from the answers to which the same is made."""
        made = self.people.made
        of = {each for each in made.columns if made.made_from(each) & set(names)}
        more = {name for each in of for name in made.made_from(each) if not made.made_from(name)}
        return [*names, *sorted(more - set(names))]

    def direct(self, at: int, names: tuple[str, ...], sign: int) -> Change | None:
        """Return changes that make one count larger, or smaller, by one; of all these answers at once if several."""
        if (at, names, sign) not in self.found:
            self.found[at, names, sign] = self._direct(at, names, sign)
        return self.found[at, names, sign]

    def _direct(self, at: int, names: tuple[str, ...], sign: int) -> Change | None:
        inside = self.membership.among(self.people.codes, np.array([at]))[0]
        rows = np.flatnonzero(inside != (sign > 0))
        if len(names) > 1:
            rows, codes = self._copied(names, rows, np.flatnonzero(inside == (sign > 0)))
        else:
            rows = self._in_all_else(at, names[0], rows)
            rows, codes = self._changed(names[0], rows, most=20 * MOST_DIRECT)
        now = self.membership.among(codes, np.array([at]))[0]
        moved = _spread(np.flatnonzero(now == (sign > 0)), 2 * MOST_DIRECT)
        if not len(moved):
            return None
        return self._effects(names, rows[moved], codes[moved])

    def _in_all_else(self, at: int, name: str, rows: Counts) -> Counts:
        """Return which rows meet the conditions of a count that one answer does not decide."""
        made = self.people.made
        follow = made.following([name])
        if at >= len(self.cells):
            return rows
        others = [each for each in self.cells[at].conditions if each[0] not in follow]
        found: Counts = rows[made.meet(self.people.codes[rows], others)]
        return found

    def _changed(self, name: str, rows: Counts, *, most: int) -> tuple[Counts, Codes]:
        """Return people of these rows with every other answer to one question, as far as there can be such people."""
        made = self.people.made
        if made.put_to_those_of(name):
            return self._copied([name], _spread(rows, most // DONORS), np.arange(len(self.people.times)))
        column, outside = made.columns[name], len(made.attributes[name].answers)
        asked = rows[self.people.codes[rows, column] < outside]
        values = self._different(name)
        asked = _spread(asked, max(most // len(values), 1))
        codes = np.repeat(self.people.codes[asked], len(values), axis=0)
        codes[:, column] = np.tile(values, len(asked))
        who = np.repeat(asked, len(values))
        return self._possible(who, codes)

    def _different(self, name: str) -> Counts:
        """Return one of all answers that no count tells apart, each."""
        answers = self.people.made.attributes[name].answers
        asked = [held for each, held in self.membership.conditions if each == name]
        told = [tuple(answer in held for held in asked) for answer in answers]
        made = any(name in self.people.made.made_from(other) for other in self.people.made.columns)
        return np.arange(len(answers)) if made else np.array([told.index(each) for each in dict.fromkeys(told)])

    def _copied(self, names: Sequence[str], rows: Counts, donors: Counts) -> tuple[Counts, Codes]:
        """Return people who answered some questions, and those that only these are asked, as others did."""
        made = self.people.made
        copied = dict.fromkeys([*names, *(other for name in names for other in made.put_to_those_of(name))])
        parents = [a.within[0] for name in names if (a := made.attributes[name]).within and a.within[0] in made.columns]
        for parent in parents:
            copied |= dict.fromkeys([parent, *made.put_to_those_of(parent)])
        columns = [made.columns[name] for name in copied]
        alike, first = np.unique(self.people.codes[donors][:, columns], axis=0, return_index=True)
        weights = [self.people.times[donors[at]] for at in first]
        # Of each answer to the first of these questions some of the commonest people.
        order = sorted(range(len(alike)), key=lambda at: (-weights[at], at))
        chosen: list[int] = []
        for at in order:
            if sum(alike[at, 0] == alike[each, 0] for each in chosen) < DONORS:
                chosen.append(at)
        rows = _spread(rows, max(MOST_CHANGES // max(len(chosen), 1), 1))
        codes = np.repeat(self.people.codes[rows], len(chosen), axis=0)
        codes[:, columns] = np.tile(alike[chosen], (len(rows), 1))
        return self._possible(np.repeat(rows, len(chosen)), codes)

    def _possible(self, rows: Counts, codes: Codes) -> tuple[Counts, Codes]:
        """Return the people that there can be, with what is made of their answers, who are others than before."""
        codes, possible = self.people.made.completed(codes)
        possible &= (codes != self.people.codes[rows]).any(axis=1)
        return rows[possible], codes[possible]

    def _effects(self, names: str | Sequence[str], rows: Counts, codes: Codes) -> Change:
        from scipy.sparse import csc_array  # noqa: PLC0415 - loaded only when used

        made = self.people.made
        asked = [names] if isinstance(names, str) else list(names)
        parents = [a.within[0] for name in asked if (a := made.attributes[name]).within and len(asked) > 1]
        follow = made.following([*asked, *(name for name in parents if name in made.columns)])
        cells = np.flatnonzero([not each.isdisjoint(follow) for each in self.named])
        places, columns, values = [], [], []
        for first in range(0, len(rows), 2_000):
            some = slice(first, first + 2_000)
            after = self.membership.among(codes[some], cells).astype(np.int8)
            effect = after - self.membership.among(self.people.codes[rows[some]], cells).astype(np.int8)
            at, change = np.nonzero(effect)
            places.append(cells[at])
            columns.append(change + first)
            values.append(effect[at, change])
        shape = len(self.membership), len(rows)
        if not places:
            return Change(rows, csc_array(shape, dtype=np.float64))
        where = (np.concatenate(places), np.concatenate(columns))
        return Change(rows, csc_array((np.concatenate(values).astype(np.float64), where), shape=shape))


def _spread(places: Counts, most: int) -> Counts:
    """Return at most so many of these, evenly from all over."""
    if len(places) <= most:
        return places
    found: Counts = places[np.linspace(0, len(places) - 1, most).astype(np.int64)]
    return found
