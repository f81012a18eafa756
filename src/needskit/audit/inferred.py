"""Whom rows count as far as the words of a table tell, where nobody gives its structure.

A row or a column called All or Total is the sum of the others, unless the numbers say otherwise; a percentage is of the
count and of the number that it is out of.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import product
from typing import TYPE_CHECKING

from needskit.audit.follows import is_rounded, wilson
from needskit.audit.reading.grid import is_hidden, is_marker
from needskit.audit.reading.structure import Asked, ColumnSaid, Estimate, RowSaid, Rules, Structure, TableSaid

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from needskit.audit.reading.grid import Grid, Value
    from needskit.audit.reading.structure import Answers, Cell, Terms

TOTALS = {"all", "total", "totals", "sum", "overall", "everyone", "everybody", "all people", "grand total"}
OUT_OF = re.compile(r"\b(out of|denominator|base|known answer|total)\b")
PERCENTAGE = re.compile(r"%|per ?cent|\bpct\b|proportion|\brate\b|\bshare\b")
NO_COUNT = re.compile(
    r"%|\bper\b|percent|\bpct\b|proportion|\brate\b|\bshare\b|limit|mean|median|average|ratio|difference|\bci\b"
    r"|p.value|quartile|expected|\blift\b|\bphi\b|chi.squared|divided by"
)
LIMIT = re.compile(r"limit|\bci\b|bound|interval")
ENOUGH = 20
"""From so many counts on, all multiples of 5, they are taken to be rounded."""

BASE, OFF_BY = 5, 4


def inferred(grids: Sequence[Grid]) -> Structure:
    """Return what the words of tables tell of whom they count."""
    found = [told for grid in grids if (told := _Told.of(grid)) is not None]
    attributes = {name: asked for told in found for name, asked in told.attributes()}
    numbers = [value for told in found for value in told.numbers()]
    is_rounded_to = sum(number % BASE == 0 for number in numbers) >= 0.95 * len(numbers) and len(numbers) >= ENOUGH
    rules = Rules("made out from the numbers", BASE, OFF_BY, OFF_BY) if is_rounded_to else Rules()
    return Structure(rules, attributes, tuple(told.table() for told in found))


@dataclass(frozen=True, slots=True)
class _Told:
    """A table whose columns were told apart: words, counts, the number they are out of, percentages."""

    grid: Grid
    labels: tuple[int, ...]
    counts: tuple[int, ...]
    out_of: int | None
    percentage: int | None
    limits: tuple[int, int] | None
    at: tuple[tuple[str, ...], ...]
    tied: frozenset[int]
    """Places of the columns of words whose total row is the sum of the others; -1 for the columns themselves."""

    @classmethod
    def of(cls, grid: Grid) -> _Told | None:
        """Tell the columns of a table apart; None if it has no counts."""
        width = range(len(grid.header))
        figures = [column for column in width if _is_figures([row[column] for row in grid.rows])]
        labels = [column for column in width if column not in figures]
        words = {column: grid.header[column].casefold() for column in width}
        countable = [
            column
            for column in figures
            if not NO_COUNT.search(words[column]) and _are_whole([row[column] for row in grid.rows])
        ]
        outs = [column for column in countable if OUT_OF.search(words[column])] if len(countable) > 1 else []
        percentages = [
            column for column in figures if PERCENTAGE.search(words[column]) and "limit" not in words[column]
        ]
        is_crossed = len(countable) > 2 and any(words[column].strip() in TOTALS for column in countable)  # noqa: PLR2004
        out_of = outs[0] if outs and not is_crossed else None
        counts = tuple(column for column in countable if column != out_of)
        if not counts or not grid.rows:
            return None
        filled = _filled([tuple(row[column] for column in labels) for row in grid.rows])
        percentage = percentages[0] if len(percentages) == 1 and len(counts) == 1 else None
        ends = [[c for c in figures if end in words[c] and LIMIT.search(words[c])] for end in ("lower", "upper")]
        limits = (ends[0][0], ends[1][0]) if percentage is not None and [*map(len, ends)] == [1, 1] else None
        bare = cls(grid, tuple(labels), counts, out_of, percentage, limits, filled, frozenset())
        places = [*range(len(labels)), *([-1] if is_crossed else [])]
        tied = frozenset(place for place in places if bare.adds_up(place))
        return replace(bare, tied=tied)

    def adds_up(self, place: int) -> bool:
        """Tell whether totals by a column of words can be the sums of their parts, and are where all are shown."""
        there = False
        for total, parts in self._totals(place):
            there = True
            known = [value for value in parts if isinstance(value, float)]
            if len(known) < len(parts):
                if isinstance(total, float) and sum(known) > total:
                    return False
            elif isinstance(total, float) and sum(known) != total:
                return False
        return there

    def _totals(self, place: int) -> Iterator[tuple[Value, list[Value]]]:
        """Go through the totals by a column of words, each with its parts."""
        if place < 0:
            total = [c for c in self.counts if self.grid.header[c].casefold().strip() in TOTALS]
            for row in self.grid.rows:
                yield row[total[0]], [row[c] for c in self.counts if c not in total]
            return
        groups: dict[tuple[tuple[str, ...], int], tuple[list[Value], list[Value]]] = {}
        for (labels, row), column in product(zip(self.at, self.grid.rows, strict=True), self.counts):
            others = tuple(words for number, words in enumerate(labels) if number != place)
            pair = groups.setdefault((others, column), ([], []))
            pair[0 if _is_total(labels[place]) else 1].append(row[column])
        for totals, parts in groups.values():
            if len(totals) == 1 and len(parts) > 1:
                yield totals[0], parts

    def attributes(self) -> Iterator[tuple[str, Asked]]:
        """Return an attribute for each column of words, and one for the columns of a crossed table."""
        for place in range(len(self.labels)):
            answers = dict.fromkeys(labels[place] for labels in self.at if not self._is_whole(place, labels[place]))
            # Where a total is no sum of its rows, there may be people in none of them.
            yield self._name(place), Asked((*answers, *(() if place in self.tied else ("of no row",))))
        headings = tuple(self.grid.header[c] for c in self.counts if not self._is_whole(-1, self.grid.header[c]))
        yield self._name(-1), Asked((*headings, *(() if -1 in self.tied else ("of no column",))))

    def _name(self, place: int) -> str:
        return f"{self.grid.name}: column {place}"

    def _is_whole(self, place: int, words: str) -> bool:
        return place in self.tied and _is_total(words)

    def numbers(self) -> Iterator[float]:
        """Go through the counts that are shown."""
        for row in self.grid.rows:
            yield from (value for c in self.counts if isinstance(value := row[c], float))

    def table(self) -> TableSaid:
        """Return what is told of the table."""
        header = self.grid.header
        columns = {self._figure(c): ColumnSaid(header[c]) for c in self.counts}
        if self.out_of is not None:
            columns["out_of"] = ColumnSaid(header[self.out_of])
        if self.percentage is not None:
            columns["estimate"] = ColumnSaid(header[self.percentage], "%")
        if self._has_wilson():
            columns |= {
                name: ColumnSaid(header[c], "%") for name, c in zip(("lower", "upper"), self.limits or (), strict=False)
            }
        rows = tuple(
            RowSaid(tuple(str(row[c]) for c in self.labels), self._whom(labels), self._estimate(row))
            for labels, row in zip(self.at, self.grid.rows, strict=True)
        )
        names = tuple(header[c] for c in self.labels)
        return TableSaid(self.grid.name, self.grid.name, names, ranked=False, columns=columns, rows=rows)

    def _whom(self, labels: tuple[str, ...]) -> dict[str, Terms]:
        conditions = frozenset(
            (self._name(place), frozenset({words}))
            for place, words in enumerate(labels)
            if not self._is_whole(place, words)
        )
        found: dict[str, Terms] = {self._figure(c): ((1, self._cell(conditions, c)),) for c in self.counts}
        if self.out_of is not None:
            found["out_of"] = ((1, (f"{self.grid.name}: out of", conditions)),)
        elif self.percentage is not None:
            found["out_of"] = ((1, self._cell(frozenset(), self.counts[0])),)
        return found

    def _figure(self, column: int) -> str:
        return "count" if len(self.counts) == 1 else f"count {column}"

    def _cell(self, conditions: frozenset[tuple[str, Answers]], column: int) -> Cell:
        heading = self.grid.header[column]
        if -1 in self.tied:
            if _is_total(heading):
                return self.grid.name, conditions
            return self.grid.name, conditions | {(self._name(-1), frozenset({heading}))}
        return f"{self.grid.name}: {heading}", conditions

    def _estimate(self, row: tuple[Value, ...]) -> Estimate | None:
        """Return of what the percentage of a row is, if the numbers that are shown do not say otherwise."""
        if self.percentage is None or (self.out_of is None and 0 not in self.tied):
            return None
        share, count = row[self.percentage], row[self.counts[0]]
        whole = row[self.out_of] if self.out_of is not None else None
        if (
            all(isinstance(value, float) for value in (share, count, whole))
            and whole
            and not self._fits(share, count, whole)
        ):
            return None
        limits = "wilson" if self._has_wilson() else ""
        return Estimate("percentage", (self._figure(self.counts[0]), "out_of"), "%", limits)

    def _has_wilson(self) -> bool:
        """Tell whether limits are Wilson's: they are in every row that shows its counts, and there is such a row."""
        if self.limits is None or self.out_of is None:
            return False
        rows = [[row[column] for column in (self.counts[0], self.out_of, *self.limits)] for row in self.grid.rows]
        shown = [[value for value in row if isinstance(value, float)] for row in rows]
        full = [row for row in shown if len(row) == len(rows[0]) and row[1]]
        return bool(full) and all(
            is_rounded(exact, round(told, 1), 1)
            for count, whole, *limits in full
            for exact, told in zip(wilson(count, whole), limits, strict=True)
        )

    def _fits(self, share: Value, count: Value, whole: Value) -> bool:
        if not (isinstance(share, float) and isinstance(count, float) and isinstance(whole, float)):
            return True
        return is_rounded(100 * count / whole, round(share, 0), 0)


def _is_figures(values: Sequence[Value]) -> bool:
    """Tell whether a column holds numbers, or what stands for one that is hidden."""
    numbers = sum(isinstance(value, float) for value in values)
    markers = sum(is_marker(value) or value is None for value in values)
    return numbers + markers == len(values) and (numbers > 0 or any(is_hidden(value) for value in values))


def _are_whole(values: Sequence[Value]) -> bool:
    """Tell whether most numbers of a column are whole, as counts are but for one that was not released so."""
    numbers = [value for value in values if isinstance(value, float)]
    return 2 * sum(number.is_integer() for number in numbers) >= len(numbers)


def _filled(labels: Sequence[tuple[Value, ...]]) -> tuple[tuple[str, ...], ...]:
    """Return labels with those of merged cells, which only the first row of a group has, in every row."""
    found: list[tuple[str, ...]] = []
    for row in labels:
        before = found[-1] if found else ("",) * len(row)
        found.append(tuple(old if new is None else str(new) for new, old in zip(row, before, strict=True)))
    return tuple(found)


def _is_total(words: str) -> bool:
    return words.strip().casefold() in TOTALS
