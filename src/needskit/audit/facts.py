"""Everything that a file says of how many there are, as one system of unknown whole numbers."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import inf
from typing import TYPE_CHECKING

from needskit.audit.equations import NONE, Known, in_order
from needskit.audit.follows import half_width, is_rounded, pairs, widened
from needskit.audit.reading.grid import between
from needskit.audit.system import System
from needskit.audit.worked import narrow_by, not_from_shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from needskit.audit.equations import Relations
    from needskit.audit.matched import MatchedRow, MatchedTable, Shown
    from needskit.audit.reading.structure import Cell, Rules, Structure, Terms
    from needskit.audit.worked import Worked

MOST_COUNTS = 20_000
"""Counts beyond these, shown or implied, are not looked at, and the report says so."""


@dataclass(slots=True)
class Facts:
    """What is known of everybody who is counted.

    Parameters
    ----------
    rules
        What is said to have been done to the counts.
    known
        The counts and what holds between them.
    relations
        The same, as weighted sums.
    system
        All of it as unknown whole numbers.
    numbers
        By whom they count: the figures that are shown of them, hidden ones too.
    loose
        Rows whose percentage, mean or limits do not follow from the numbers beside them.
    first
        The first number that is shown of each sum.
    worked
        Figures that tell more than the counts shown, and whether all of the counts that they are of are shown.
    told
        Where the figure is that told something of an unknown, by its place.
    """

    rules: Rules
    known: Known
    relations: Relations
    system: System = field(default_factory=System)
    numbers: dict[Terms, list[Shown]] = field(default_factory=dict)
    loose: list[MatchedRow] = field(default_factory=list)
    first: dict[Terms, float] = field(default_factory=dict)
    worked: list[tuple[Worked, bool]] = field(default_factory=list)
    told: dict[int, str] = field(default_factory=dict)

    @classmethod
    def of(cls, structure: Structure, tables: Sequence[MatchedTable], *, equations: bool = True) -> Facts:
        """Put together what all tables say.

        Parameters
        ----------
        structure
            Whom the figures count.
        tables
            As they are in the file.
        equations
            Whether what holds between counts is put in too.
        """
        known = Known(structure.attributes, MOST_COUNTS)
        numbers: dict[Terms, list[Shown]] = {}
        for row in (row for table in tables for row in table.rows):
            for shown in row.counts.values():
                numbers.setdefault(_canonical(shown.terms, known), []).append(shown)
        rows = [row for table in tables for row in table.rows]
        cells = {cell for terms in numbers for _, cell in terms}
        for row in rows:
            # Where counts are rounded, a figure tells nothing of those that stand nowhere.
            more = () if structure.rules.off_by else [terms for each in row.worked for terms in each.said.of.values()]
            for terms in (*row.said.counts.values(), *more):
                cells |= {cell for _, cell in _canonical(terms, known)}
        if equations:
            known.close(cells)
        found = cls(structure.rules, known, known.relations() if equations else NONE, numbers=numbers)
        found.first = dict(found.first_numbers())
        found.loose = [row for row in rows if not follows(row, found)]
        found.worked = list(not_from_shown([each for row in rows for each in row.worked], found))
        return found

    @property
    def hides(self) -> bool:
        """Whether true numbers stand beside others that are hidden."""
        return self.rules.off_by == 0 and any(each.is_hidden for shown in self.numbers.values() for each in shown)

    def terms(self, said: Terms) -> Terms:
        """Return a sum in the one form in which sums are compared."""
        return _canonical(said, self.known)

    def place(self, said: Terms) -> int:
        """Return the place of a sum in the system; it is made, and tied to its counts, if it is not there."""
        terms = self.terms(said)
        if len(terms) == 1 and terms[0][0] == 1:
            return self.system.unknown(terms[0][1])
        is_new = terms not in self.system.places
        place = self.system.unknown(terms)
        if is_new:
            parts = [(float(-weight), self.system.unknown(cell)) for weight, cell in terms]
            self.system.row([(1.0, place), *parts], 0, 0)
        return place

    def shown_of(self, said: Terms) -> float | None:
        """Return the number that is shown of a sum, or that the numbers shown of its counts come to; None if hidden."""
        terms = self.terms(said)
        if terms not in self.first:
            parts = [(weight, self.first.get(((1, cell),))) for weight, cell in terms]
            return None if any(n is None for _, n in parts) else sum(weight * (n or 0.0) for weight, n in parts)
        return self.first[terms]

    def first_numbers(self) -> Iterator[tuple[Terms, float]]:
        """Go through the sums of which a number is shown, each with the first."""
        for terms, shown in self.numbers.items():
            number = next((each.number for each in shown if each.number is not None), None)
            if number is not None and terms:
                yield terms, number

    def rest(self, row: MatchedRow, part: str, whole: str) -> Terms | None:
        """Return those of a whole who are not in a part of it; None if the row has not both."""
        if part not in row.said.counts or whole not in row.said.counts:
            return None
        minus = tuple((-weight, cell) for weight, cell in row.said.counts[part])
        return self.terms((*row.said.counts[whole], *minus)) or None

    def fill(self) -> None:
        """Put every relation and every number into the system, and narrow it.

        Raises
        ------
        ContradictionError
            If the numbers cannot all be true as the policy says.
        """
        said = self.relations
        places = [self.system.unknown(cell) for cell in said.cells]
        columns = [places[column] for column in said.columns]
        self.system.rows(columns, said.weights, ends=said.ends, low=said.low, high=said.high)
        for terms, shown in self.numbers.items():
            for each in shown:
                self._number(terms, each)
        self.system.narrow()
        # A second look, for a denominator may be known only once sums are narrowed.
        for _ in range(2):
            before = self.system.low.copy(), self.system.high.copy()
            for row in self.loose:
                self._estimate(row)
            for worked, _ in self.worked:
                narrow_by(worked, self)
            if self.told:
                self.system.narrow()
                self._follow(*before)

    def _follow(self, low: Sequence[float], high: Sequence[float]) -> None:
        """Keep in mind what followed from what figures told."""
        first = next(iter(self.told.values()))
        for place, ends in enumerate(zip(low, high, strict=False)):
            if ends != (self.system.low[place], self.system.high[place]):
                self.told.setdefault(place, first)

    def _number(self, terms: Terms, shown: Shown) -> None:
        place = self.place(terms)
        told = between(shown.value)
        if told is not None:
            self.system.between(place, *told)
        if shown.number is not None:
            off_by = self.off_by(terms, shown.number)
            self.system.between(place, shown.number - off_by, shown.number + off_by)

    def off_by(self, terms: Terms, number: float) -> float:
        """Return by how many a number may be off; one that is no multiple of the base is taken for a true one."""
        rules = self.rules
        if rules.base > 1 and number % rules.base:
            return 0.0
        if len(terms) == 1:
            return float(rules.off_by * abs(terms[0][0]))
        is_left_over = len(terms) == 2 and all(abs(weight) == 1 for weight, _ in terms)  # noqa: PLR2004 - all less some
        return float(rules.left_over_off_by if is_left_over else rules.off_by * sum(abs(w) for w, _ in terms))

    def _estimate(self, row: MatchedRow) -> None:
        """Take an estimate that does not follow from what is shown for one of the true counts."""
        of = row.said.estimate
        if of is None or any(name not in row.said.counts for name in of.of):
            return
        count, out_of = (self.place(row.said.counts[name]) for name in of.of)
        if of.kind == "mean":
            if row.estimate is not None:
                half = half_width(row.estimate, row.decimals)
                self.system.row([(1.0, count), (-(row.estimate - half), out_of)], 0, inf)
                self.system.row([(1.0, count), (-(row.estimate + half), out_of)], -inf, 0)
                for _, cell in self.terms(row.said.counts[of.of[0]]):
                    self.told.setdefault(self.system.unknown(cell), row.where)
            return
        low, high = self.system.low, self.system.high
        ends = pairs(
            row.estimate,
            (row.lower, row.upper) if of.limits == "wilson" and not self.rules.off_by else (None, None),
            counts=(low[count], high[count]),
            out_ofs=(low[out_of], high[out_of]),
            decimals=(row.decimals, row.limit_decimals),
        )
        if ends is not None:
            self.learn(count, *ends[0], row.where)
            self.learn(out_of, *ends[1], row.where)

    def learn(self, place: int, low: float, high: float, where: str) -> None:
        """Say between which numbers an unknown lies because of a figure, and where that stands."""
        before = self.system.low[place], self.system.high[place]
        self.system.between(place, low, high)
        if (self.system.low[place], self.system.high[place]) != before:
            self.told[place] = where

    def told_by(self, terms: Terms) -> str | None:
        """Return where the figure is that told of a sum, or of a count that it is made of; None if none did."""
        names = [self.terms(terms), *(cell for _, cell in self.terms(terms))]
        places = [self.system.places[name] for name in names if name in self.system.places]
        return next((self.told[place] for place in places if place in self.told), None)

    def is_hidden(self, said: Terms) -> bool:
        """Tell whether it is said of a sum that there is a number, which is hidden."""
        return any(shown.is_hidden for shown in self.numbers.get(self.terms(said), ()))


def follows(row: MatchedRow, facts: Facts) -> bool:
    """Tell whether the estimate of a row tells no more than the numbers that are shown."""
    of, rules = row.said.estimate, facts.rules
    if of is None or (row.estimate is None and row.lower is None and row.upper is None):
        return True
    if any(name not in row.said.counts for name in of.of):
        return True
    count, out_of = (facts.shown_of(row.said.counts[name]) for name in of.of)
    if count is None or out_of is None or out_of <= 0:
        return False
    times = 100.0 if of.kind == "percentage" else 1.0
    if row.estimate is not None and not is_rounded(times * count / out_of, row.estimate, row.decimals):
        return False
    if of.limits != "wilson" or row.lower is None or row.upper is None:
        return True
    lower, upper = widened(count, out_of, off_by=rules.off_by)
    return is_rounded(lower, row.lower, row.limit_decimals) and is_rounded(upper, row.upper, row.limit_decimals)


def _canonical(said: Terms, known: Known) -> Terms:
    if len(said) == 1:
        weight, cell = said[0]
        one = known.canonical(cell)
        if one is cell and weight:
            return said
        return ((weight, one),) if one is not None and weight else ()
    weights: dict[Cell, int] = {}
    for weight, cell in said:
        one = known.canonical(cell)
        if one is not None:
            weights[one] = weights.get(one, 0) + weight
    return tuple((weights[cell], cell) for cell in sorted(weights, key=in_order) if weights[cell])
