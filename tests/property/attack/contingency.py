"""What an attacker knows of people: every combination of answers is a cell with a whole number of people in it.

Every structure that tables can have (pairs, sets of three, domains as unions, combinations, numbers) is exact then:
each printed count is a sum of cells. An integer program says how low and how high any sum can be. Nothing here, and
nothing beside it, is shared with the code that protects.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import product
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from scipy.optimize import LinearConstraint
from scipy.sparse import csr_array, vstack

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tests.property.attack.bounds import Floats

Masks = npt.NDArray[np.bool_]
ALL = "all"
ANSWERS = ("yes", "no", "missing")
MENTAL = "mental health"


def all_of(masks: Iterable[Masks]) -> Masks:
    """Return where all of these hold."""
    found: Masks = np.logical_and.reduce(list(masks))
    return found


def any_of(masks: Iterable[Masks]) -> Masks:
    """Return where any of these holds."""
    return ~all_of(~mask for mask in masks)


@dataclass(frozen=True)
class People:
    """Every combination of answers, once for each group of each characteristic.

    Parameters
    ----------
    needs
        Their labels.
    groups
        The groups of each characteristic that people are divided by; people of all groups together are the same,
        whichever characteristic divides them.
    mental, outcome
        Whether answers on mental health, and outcomes, are told apart too.
    """

    needs: tuple[str, ...]
    groups: Mapping[str, tuple[str, ...]]
    mental: bool = False
    outcome: bool = False

    def __post_init__(self) -> None:
        patterns = [("yes", *answers) for answers in product(ANSWERS, repeat=len(self.needs))]
        patterns.append(("no", *(("not asked",) * len(self.needs))))
        of_mental = ANSWERS if self.mental else ("missing",)
        outcomes = ("yes", "no", "other") if self.outcome else ("other",)
        rows = [(*pattern, mental, outcome) for pattern, mental, outcome in product(patterns, of_mental, outcomes)]
        object.__setattr__(self, "rows", np.array(rows))
        object.__setattr__(self, "blocks", [(name, group) for name in self.groups for group in self.groups[name]])

    rows: npt.NDArray[np.str_] = field(init=False, repr=False)
    blocks: list[tuple[str, str]] = field(init=False, repr=False)

    @property
    def everyone(self) -> Masks:
        return np.ones(len(self.rows), dtype=bool)

    @property
    def assessed(self) -> Masks:
        return np.asarray(self.rows[:, 0] == "yes")

    def said(self, what: str, *answers: str) -> Masks:
        """Return which combinations hold one of the answers to a need, on mental health or to the outcome."""
        place = {MENTAL: -2, "outcome": -1}.get(what)
        column = self.rows[:, 1 + self.needs.index(what) if place is None else place]
        return np.asarray(np.isin(column, answers))

    def known(self, what: str) -> Masks:
        return self.said(what, "yes", "no")

    @property
    def in_full(self) -> Masks:
        return all_of([self.known(need) for need in self.needs])

    def any_of(self, parts: Sequence[str]) -> tuple[Masks, Masks]:
        """Return who has any of these, and of whom that is known."""
        yes = any_of(self.said(part, "yes") for part in parts)
        no = all_of([self.said(part, "no") for part in parts])
        return yes, yes | no

    def exactly(self, needs: Sequence[str]) -> Masks:
        has = [self.said(need, "yes" if need in needs else "no") for need in self.needs]
        return all_of(has)

    def at_least(self, needs: Sequence[str]) -> Masks:
        return all_of([self.in_full, *(self.said(need, "yes") for need in needs)])

    def numbering(self, *numbers: int) -> Masks:
        number = sum(self.said(need, "yes").astype(int) for need in self.needs)
        return self.in_full & np.isin(number, numbers)

    def placed(self, mask: Masks, *, name: str = "", groups: Sequence[str] = ()) -> Floats:
        """Return a sum of cells: the people of some groups, or all of them, for whom a mask holds."""
        wanted = name or next(iter(self.groups))
        chosen = [of == wanted and (not name or group in groups) for of, group in self.blocks]
        return np.concatenate([mask.astype(float) * inside for inside in chosen])

    def alike(self) -> list[Floats]:
        """Return what comes to nought: people of all groups are the same however they are divided."""
        first, *others = self.groups
        found = []
        for other in others:
            for cell in range(len(self.rows)):
                mask = np.arange(len(self.rows)) == cell
                one = self.placed(mask, name=first, groups=self.groups[first])
                found.append(one - self.placed(mask, name=other, groups=self.groups[other]))
        return found


@dataclass
class Knowledge:
    """Sums of people, and between what they are known to lie."""

    people: People
    off_by: int
    left_over_off_by: int
    sums: dict[bytes, tuple[Floats, float, float]] = field(default_factory=dict)
    rests: dict[bytes, Floats] = field(default_factory=dict)
    wholes: dict[bytes, Floats] = field(default_factory=dict)
    flags: set[bytes] = field(default_factory=set)

    def between(self, terms: Floats, low: float, high: float) -> None:
        key = terms.tobytes()
        _, least, most = self.sums.get(key, (terms, 0.0, np.inf))
        self.sums[key] = (terms, max(least, low), min(most, high))

    def printed(self, terms: Floats, shown: float, *, left_over: bool = False) -> None:
        """Note a printed number of people, which may be that of those left over; anything where it is hidden."""
        if np.isnan(shown):
            self.between(terms, 0.0, np.inf)
            return
        off_by = self.left_over_off_by if left_over else self.off_by
        self.between(terms, max(shown - off_by, 0), shown + off_by)

    def of(self, part: Floats, shown: float, whole: Floats, out_of: float, *, is_flag: bool = False) -> None:
        """Note a printed part of a printed whole, which may be those who have something."""
        self.printed(part, shown)
        self.printed(whole, out_of)
        rest = whole - part
        self.rests[rest.tobytes()] = rest
        self.wholes[rest.tobytes()] = whole
        self.flags |= {rest.tobytes()} if is_flag else set()

    def program(self) -> LinearConstraint:
        alike = self.people.alike()
        rows = [csr_array(terms[None, :]) for terms, _, _ in self.sums.values()]
        rows += [csr_array(terms[None, :]) for terms in alike]
        low = [low for _, low, _ in self.sums.values()] + [0.0] * len(alike)
        high = [high for _, _, high in self.sums.values()] + [0.0] * len(alike)
        return LinearConstraint(csr_array(vstack(rows)), low, high)
