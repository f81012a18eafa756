"""The charts of parts of 100: everybody divided, those of whom it is not known as a part of their own."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from needskit.output.chart import Chart, ChartKind, Page, Point, Term
from needskit.output.chart_words import (
    has_share,
    in_short,
    left_out_lines,
    name_of_row,
)
from needskit.output.number import count_text, decimals_of_parts, half_up, whole
from needskit.table.wording import inside_a_sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from needskit.disclosure.policy import Policy
    from needskit.disclosure.released import ReleasedCell, ReleasedTable

NOT_KNOWN = "Not known"
HUNDRED = 100

MOST_NUMBERS = 5
"""From this number on, those with more are one part: six parts are as many as can be told apart by colour."""

MOST_BARS = 40

HOW = (
    "Each bar is all counted in its row, divided into parts of 100. The hollow part at its end is of those not known.",
    "So the other parts are lower than the percentages of the table, which are of those known.",
    "Each part is rounded, so a bar may not add up to exactly 100. Its figure stands in a part where there is room.",
)

FEWEST_BARS = 2
"""Of groups: one bar alone would be what the columns show already."""

ALL = "all"
"""The label of everybody, beside the groups."""


@dataclass(frozen=True, slots=True)
class _Bar:
    """A bar before it is drawn: its name, also within a sentence, and of which counts each part is the sum."""

    cells: tuple[ReleasedCell, ...]
    row: int
    name: str
    made_of: tuple[tuple[Term, ...], ...]
    said: str
    is_all: bool = False

    def counts(self, table: ReleasedTable) -> tuple[int, ...]:
        """Return how many each part is of."""
        return tuple(sum_of(table, terms) for terms in self.made_of)

    def is_shown(self, policy: Policy) -> bool:
        """Tell whether every count of it is shown, and percentages of so many."""
        first = self.cells[0].figures
        return (
            all(has_share(cell) for cell in self.cells)
            and "not_known" in first
            and first["out_of"] >= max(policy.minimum_out_of, 1)
        )


def sum_of(table: ReleasedTable, terms: Sequence[Term]) -> int:
    """Return what released counts come to, as a part of a bar holds them."""
    return sum(term.times * whole(table.cells[term.row].figures[term.figure]) for term in terms)


def parts_of(table: ReleasedTable, point: Point, *, decimals: int) -> tuple[float, ...]:
    """Return how long each part of a bar is, worked out from the released counts."""
    counts = [sum_of(table, terms) for terms in point.made_of]
    return tuple(float(half_up(count / sum(counts), decimals, times=HUNDRED)) for count in counts)


def is_of_its_bar(table: ReleasedTable, chart: Chart, point: Point) -> bool:
    """Tell whether the parts of a bar are those of the released counts of its row, or of its group, and no others.

    Which counts a part is of is told by the labels of their rows, and not by the plan.
    """
    at = table.cells[point.row].at
    alone = len(at) == 1
    name = at[-1] if alone else ": ".join(at[:-1])
    if point.name != (name if alone else f"{name[:1].upper()}{name[1:]}") or len(point.parts) != len(chart.called):
        return False
    for called, terms in zip(chart.called, point.made_of, strict=True):
        for term in terms:
            cell = table.cells[term.row]
            own = term.row == point.row if alone else cell.at[:-1] == at[:-1]
            if not own or term.figure not in cell.figures or not (alone or _is_called(cell.at[-1], called, term)):
                return False
    return point.parts == parts_of(table, point, decimals=chart.decimals)


def _is_called(label: str, called: str, term: Term) -> bool:
    """Tell whether a count of a row goes into the part of a group that is called so."""
    if term.figure != "count":
        return called == NOT_KNOWN
    many = f"{MOST_NUMBERS} or more"
    return label == called or (called == many and label.isdecimal() and int(label) >= MOST_NUMBERS)


def parts(table: ReleasedTable, policy: Policy) -> Page | None:
    """Plan the bars of everybody in parts of 100; None if there is none to draw, or none to compare it with.

    Needs are divided into those with it, without it and not known, the number of needs into each number, accommodation
    into its kinds. A bar of which one part is not shown is left out, for the others would be drawn too long.

    Parameters
    ----------
    table
        A released table of needs; of the number of needs, by a breakdown; or of accommodation.
    policy
        From how many on percentages are shown, and how fine.
    """
    called, every, title, by = _divided(table)
    bars = [bar for bar in every if bar.is_shown(policy)][:MOST_BARS]
    if sum(not bar.is_all for bar in bars) < FEWEST_BARS:
        return None
    counts = [bar.counts(table) for bar in bars]
    decimals = decimals_of_parts([sum(each) for each in counts], rounded=policy.rounds)
    points = tuple(
        Point(bar.row, bar.name, _share(each[0], each, decimals), parts=in_hundred(each, decimals), made_of=bar.made_of)
        for bar, each in zip(bars, counts, strict=True)
    )
    hidden = [bar for bar in every if not bar.is_shown(policy)]
    left_out = _left_out(hidden, more=len(every) - len(hidden) > MOST_BARS)
    chart = Chart(
        ChartKind.PARTS,
        "parts",
        "%",
        decimals,
        points,
        "",
        f"Parts of 100{by} (%)",
        in_short(
            f"Stacked bar chart, parts of 100: {title}.",
            *_finding(called, bars, counts, decimals, all_shown=not left_out),
            *(f"{bar.name} ({_said(called, each, decimals)})." for bar, each in zip(bars, counts, strict=True)),
            *left_out,
        ),
        called=called,
    )
    return Page(table, (chart,), (*HOW, *left_out), shows="in parts of 100")


def _divided(table: ReleasedTable) -> tuple[tuple[str, ...], list[_Bar], str, str]:
    """Return what the parts of the bars of a table are called, its bars, what they are of, and by what divided."""
    if len(table.dimensions) == 1:
        noun = inside_a_sentence(table.dimensions[0].label)
        called = (f"With this {noun}", "Without it", NOT_KNOWN)
        rows = enumerate(table.cells)
        return called, [_of_need(row, cell) for row, cell in rows if cell.measure.unit == "%"], f"each {noun}", ""
    grouped = [list(rows) for _, rows in groupby(enumerate(table.cells), key=lambda placed: placed[1].at[:-1])]
    kinds = _kinds(grouped[0])
    label = inside_a_sentence(table.dimensions[-1].label)
    bars = [_of_group(rows, kinds) for rows in grouped]
    by = " and ".join(inside_a_sentence(dimension.label) for dimension in table.dimensions[:-1])
    return (*kinds, NOT_KNOWN), bars, f"{label} by {by}", f", by {label}"


def _of_need(row: int, cell: ReleasedCell) -> _Bar:
    without = (Term(row, "out_of"), Term(row, "count", -1))
    parts = ((Term(row),), without, (Term(row, "not_known"),))
    return _Bar((cell,), row, cell.at[-1], parts, inside_a_sentence(cell.at[-1]))


def _kinds(rows: Sequence[tuple[int, ReleasedCell]]) -> dict[str, tuple[str, ...]]:
    """Return the parts of a group, each with the labels of the rows that it is the sum of."""
    labels = [cell.at[-1] for _, cell in rows]
    numbers = [label for label in labels if label.isdecimal()]
    if not numbers:
        return {label: (label,) for label in _before_not_known(rows)}
    few = {label: (label,) for label in numbers if int(label) < MOST_NUMBERS}
    many = tuple(label for label in numbers if int(label) >= MOST_NUMBERS)
    return few | ({many[0] if len(many) == 1 else f"{MOST_NUMBERS} or more": many} if many else {})


def _before_not_known(rows: Sequence[tuple[int, ReleasedCell]]) -> Iterator[str]:
    """Go through the kinds of accommodation: the rows up to that of those not known, under which rows sum others."""
    for _, cell in rows:
        if cell.measure.unit != "%":
            return
        yield cell.at[-1]


def _of_group(rows: Sequence[tuple[int, ReleasedCell]], kinds: dict[str, tuple[str, ...]]) -> _Bar:
    placed = {cell.at[-1]: row for row, cell in rows}
    cells = {cell.at[-1]: cell for _, cell in rows}
    made_of = tuple(tuple(Term(placed[label]) for label in labels) for labels in kinds.values())
    first, group = rows[0]
    name = ": ".join(group.at[:-1])
    used = tuple(cells[label] for labels in kinds.values() for label in labels)
    return _Bar(
        used,
        first,
        f"{name[:1].upper()}{name[1:]}",
        (*made_of, (Term(first, "not_known"),)),
        name,
        is_all=group.at[0] == ALL,
    )


def _share(count: int, counts: Sequence[int], decimals: int) -> float:
    return float(half_up(count / sum(counts), decimals, times=HUNDRED))


def in_hundred(counts: Sequence[int], decimals: int) -> tuple[float, ...]:
    """Return how long each part of a bar is, of the counts of its parts."""
    return tuple(_share(count, counts, decimals) for count in counts)


def _said(called: Sequence[str], counts: Sequence[int], decimals: int) -> str:
    shares = in_hundred(counts, decimals)
    said = zip(map(inside_a_sentence, called), shares, strict=True)
    return ", ".join(f"{name}: {share:.{decimals}f}%" for name, share in said)


def _finding(
    called: Sequence[str], bars: Sequence[_Bar], counts: Sequence[tuple[int, ...]], decimals: int, *, all_shown: bool
) -> tuple[str, str]:
    """Say where the part that the chart is read for is longest and shortest, and how many are not known."""
    # Of numbers the last is of those with most needs; of needs and of kinds the first is what is asked.
    asked = len(called) - 2 if called[0].isdecimal() else 0
    compared = [(bar.said, each) for bar, each in zip(bars, counts, strict=True) if not bar.is_all]
    shares = {name: _share(each[asked], each, decimals) for name, each in compared}
    of = {name: f"{count_text(each[asked])} of {count_text(sum(each))}" for name, each in compared}
    most, least = max(shares, key=lambda name: shares[name]), min(shares, key=lambda name: shares[name])
    begins = f"'{called[asked]}'" if all_shown else f"Of the bars shown, '{called[asked]}'"

    def at(name: str) -> str:
        return f"{name}, {shares[name]:.{decimals}f}% ({of[name]})"

    first = f"{begins} is highest: {at(most)}"
    said = (
        f"{first}; lowest: {at(least)}."
        if shares[most] > shares[least]
        else f"{begins} is the same for all: {at(most)}."
    )
    unknown = [_share(each[-1], each, decimals) for _, each in compared]
    low, high = (f"{share:.{decimals}f}%" for share in (min(unknown), max(unknown)))
    return said, f"Not known: {low}." if low == high else f"Not known: {low} to {high}."


def _left_out(hidden: Sequence[_Bar], *, more: bool) -> tuple[str, ...]:
    """Say which bars are not drawn: of such a bar the first row that is not shown says why."""
    gone = {bar.name: next((cell for cell in bar.cells if not has_share(cell)), bar.cells[0]) for bar in hidden}
    names = {cell.at: name for name, cell in gone.items()}
    cells = list(gone.values())
    return (
        *left_out_lines(withheld=cells, name=lambda cell: names.get(cell.at, name_of_row(cell))),
        *((f"The chart has the first {MOST_BARS} bars, in the order of the table.",) if more else ()),
    )
