"""Tables that no file shows: everybody by three attributes at once, where each two of them are shown together.

Three tables of two attributes each say more together than the sums of any of them: whoever fits all of them is
somewhere in the table of all three. Attributes that are made of the three, such as their number, are told from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, product
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array

from needskit.audit.equations import YES, atoms_of, in_order
from needskit.audit.programs import cheapest
from needskit.audit.system import Sums

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from needskit.audit.equations import Known
    from needskit.audit.programs import Budget
    from needskit.audit.reading.structure import Answers, Asked, Cell
    from needskit.audit.system import Floats, Places, System

MOST_PARTS = 100
"""A table of more parts than this is not looked at: ages and districts are not told apart three at a time."""

SUSPICIOUS = 8
"""A count that may be more than so many times the threshold is not looked at: too much is left of it."""

MOST_AGAIN = 3
"""What one table tells may narrow another: so often all are looked at."""

KNOWN = frozenset({"yes", "no"})
Joint = tuple["Answers", ...]


@dataclass(frozen=True, slots=True)
class Latent:
    """A table of three attributes, and of those made of them: its parts, and which of them each count counts."""

    cells: tuple[Cell, ...]
    matrix: csr_array


def narrowed_by_three(known: Known, system: System, *, small: int, budget: Budget) -> None:
    """Narrow counts by everybody who fits three tables at once, in place.

    Parameters
    ----------
    known
        The counts and what holds between them.
    system
        All that is known of them, narrowed.
    small
        Numbers below this, but not nought, are to be protected: a count that can be so far is looked at.
    budget
        How many programs may be solved; it is shared, and taken from.

    Raises
    ------
    ContradictionError
        If nobody fits.
    """
    tables = list(_tables(known, system))
    again = tables
    for _ in range(MOST_AGAIN):
        before = np.array([system.low, system.high])
        for table in again:
            _narrow(table, system, small=small, budget=budget)
        system.narrow()
        is_new = (np.array([system.low, system.high]) != before).any(axis=0)
        again = [table for table in tables if any(is_new[system.places[cell]] for cell in table.cells)]


def _narrow(table: Latent, system: System, *, small: int, budget: Budget) -> None:
    """Narrow the counts of one table that may be small."""
    looked = _Looked(table, system, small, budget)
    for sign in (1.0, -1.0):
        left = looked.left()
        if len(left):
            looked.least(np.full(len(left), sign), left)
    for at, sign in product(looked.left(), (1.0, -1.0)):
        if at in looked.left():
            end = looked.least(np.array([sign]), np.array([at]))
            if np.isfinite(end):
                looked.bound(int(at), *((end, np.inf) if sign > 0 else (-np.inf, -end)))


class _Looked:
    """The worlds that were seen of one table."""

    def __init__(self, table: Latent, system: System, small: int, budget: Budget) -> None:
        self.table, self.system, self.small, self.budget = table, system, small, budget
        self.places = [system.places[cell] for cell in table.cells]
        self.low = np.array([system.low[place] for place in self.places])
        self.high = np.array([system.high[place] for place in self.places])
        self.seen_low, self.seen_high = np.full(len(self.low), np.inf), np.full(len(self.low), -np.inf)
        is_asked = (self.low < self.high) & (self.low < small) & (self.high <= SUSPICIOUS * small)
        self.asked = np.flatnonzero(is_asked)

    def left(self) -> Places:
        """Return the counts of which no worlds show that they are safe."""
        is_wide = self.seen_high - self.seen_low >= 2  # noqa: PLR2004 - three numbers
        is_safe = is_wide & ((self.seen_low < 1) | (self.seen_high >= self.small))
        those: Places = self.asked[~is_safe[self.asked]]
        return those

    def least(self, weights: Floats, at: Places) -> float:
        """Look for a world in which a weighted sum of counts is small; return what it is at least."""
        matrix = self.table.matrix
        size = matrix.shape[1]
        if not self.budget.spend(size):
            return -np.inf
        sums = Sums(matrix, self.low, self.high)
        answer = cheapest(weights @ matrix[at], sums, np.zeros(size), np.full(size, np.inf))
        if answer.world is not None:
            found = matrix @ answer.world
            self.seen_low, self.seen_high = np.minimum(self.seen_low, found), np.maximum(self.seen_high, found)
        return answer.least

    def bound(self, at: int, low: float, high: float) -> None:
        """Say between which numbers a count lies."""
        place = self.places[at]
        self.system.between(place, low, high)
        self.low[at], self.high[at] = self.system.low[place], self.system.high[place]


def _tables(known: Known, system: System) -> Iterator[Latent]:
    """Go through the tables of three attributes of which something is hidden and each two are told together."""
    pairs: dict[Cell, set[tuple[str, str]]] = {}
    is_open: dict[Cell, set[tuple[str, str]]] = {}
    for cell in known.cells:
        for one, other in combinations(known.lifted(cell), 2):
            whole = cell[0], cell[1] - {one, other}
            pairs.setdefault(whole, set()).add((one[0], other[0]))
            place = system.places.get(cell)
            if place is not None and system.low[place] < system.high[place]:
                is_open.setdefault(whole, set()).add((one[0], other[0]))
    ordered = sorted((cell for cell in known.cells if cell in system.places), key=in_order)
    for whole in sorted(is_open, key=in_order):
        beside = [(cell, dict(cell[1] - whole[1])) for cell in ordered if cell[0] == whole[0] and whole[1] <= cell[1]]
        names = sorted({name for pair in pairs[whole] for name in pair})
        for three in combinations(names, 3):
            each_two = set(combinations(three, 2))
            if each_two <= pairs[whole] and each_two & is_open[whole]:
                table = _table(known, three, beside)
                if table is not None:
                    yield table


def _table(known: Known, three: tuple[str, ...], beside: Sequence[tuple[Cell, Mapping[str, Answers]]]) -> Latent | None:
    made = [name for name, asked in known.attributes.items() if name not in three and _is_made_of(asked, three)]
    made += [n for n, a in known.attributes.items() if n not in {*three, *made} and _is_made_of(a, (*three, *made))]
    names = (*three, *made)
    told = [(cell, conditions) for cell, conditions in beside if conditions.keys() <= set(names)]
    atoms = [
        atoms_of(
            known.attributes[name].answers,
            frozenset({frozenset(known.attributes[name].answers), *_named(name, names, known, told)}),
        )
        for name in names
    ]
    if np.prod([len(each) for each in atoms[:3]]) > MOST_PARTS:
        return None
    parts: list[Joint] = list(product(*atoms[:3]))
    for place in range(3, len(names)):
        parts = [(*part, atom) for part in parts for atom in atoms[place]]
        parts = [part for part in parts if _can_be(dict(zip(names, part, strict=False)), names[place], known)]
        if len(parts) > MOST_PARTS:
            return None
    rows = [
        [all(part[names.index(name)] <= answers for name, answers in conditions.items()) for part in parts]
        for _, conditions in told
    ]
    return Latent(tuple(cell for cell, _ in told), csr_array(np.array(rows, dtype=np.float64)))


def _named(
    name: str, names: Sequence[str], known: Known, told: Sequence[tuple[Cell, Mapping[str, Answers]]]
) -> Iterator[Answers]:
    """Go through the sets of answers of an attribute that anything tells apart."""
    yield from (conditions[name] for _, conditions in told if name in conditions)
    asked = known.attributes[name]
    yield from (implied.answers for implied in asked.implies)
    if asked.numbers:
        yield from (frozenset({answer}) for answer in asked.answers)
    for other in names:
        yield from (
            dict(each.conditions)[name] for each in known.attributes[other].implies if name in dict(each.conditions)
        )
        if name in known.attributes[other].numbers:
            yield from (YES, KNOWN)


def _is_made_of(asked: Asked, names: Sequence[str]) -> bool:
    """Tell whether what an attribute says of itself names some attributes, and no others."""
    named = {*asked.numbers, *(name for implied in asked.implies for name, _ in implied.conditions)}
    return bool(named) and named <= set(names)


def _can_be(answers: Mapping[str, Answers], name: str, known: Known) -> bool:
    """Tell whether somebody can have an answer to an attribute that is made of others."""
    asked, own = known.attributes[name], answers[name]
    if asked.numbers:
        if all(answers[each] <= KNOWN for each in asked.numbers):
            if own != {str(sum(answers[each] == YES for each in asked.numbers))}:
                return False
        elif own & {str(number) for number in range(len(asked.numbers) + 1)}:
            return False
    for implied in asked.implies:
        holds = all(answers[each] <= told for each, told in implied.conditions)
        if implied.way in {"forth", "both"} and own <= implied.answers and not holds:
            return False
        if implied.way in {"back", "both"} and holds and not own <= implied.answers:
            return False
    return True
