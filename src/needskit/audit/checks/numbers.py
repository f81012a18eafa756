"""Checks of numbers: one cell one number, sums that add up, multiples of the base, figures that follow, precision."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from needskit.audit.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from needskit.audit.facts import Facts
    from needskit.audit.matched import MatchedTable, Shown
    from needskit.audit.reading.grid import Grid

SLACK = 1e-9
FINEST = 4
"""Decimals that a figure may be stored with where neither its format nor the structure says how many it has."""

FROM_SHOWN = "Work it out from the counts that are shown."
AGAIN = "Make the file again from protected tables, or put the number back that was released."


def two_numbers(facts: Facts) -> Iterator[Finding]:
    """Find counts of the same people that are one number here and another there."""
    for shown in facts.numbers.values():
        given: dict[float, Shown] = {}
        for each in shown:
            if each.number is not None:
                given.setdefault(each.number, each)
        if len(given) > 1:
            first, other = (each.where for each in list(given.values())[:2])
            words = f"The same people are another number here than in {first}, so a reader learns from both."
            yield Finding("A-TWO-NUMBERS", "disclosure", other, words, AGAIN)


def sums(facts: Facts) -> Iterator[Finding]:
    """Find sums that do not add up, of numbers that are all shown."""
    shown = {
        terms[0][1]: each
        for terms, told in facts.numbers.items()
        if len(terms) == 1 and terms[0][0] == 1
        for each in reversed(told)
        if each.number is not None
    }
    said = facts.relations
    of = [shown[cell].number if cell in shown else None for cell in said.cells]
    for (first, last), is_of_parts in zip(pairwise(said.ends), said.of_parts, strict=True):
        # What holds between attributes may be let go where no rounding keeps it; parts of a whole never are.
        numbers = [of[column] for column in said.columns[first:last]] if is_of_parts else [None]
        known = [number for number in numbers if number is not None]
        if len(known) < len(numbers):
            continue
        total = sum(weight * number for weight, number in zip(said.weights[first:last], known, strict=True))
        if abs(total) > SLACK:
            whole = said.cells[said.columns[first + known.index(max(known))]]
            words = (
                "What is shown of these people does not agree with what is shown of the parts that they are made of."
            )
            yield Finding("A-SUM", "error", shown[whole].where, words, AGAIN)


def off_base(facts: Facts) -> Iterator[Finding]:
    """Find counts that are no multiples of the base that counts are said to be rounded to, or no whole numbers."""
    base = facts.rules.base
    mend = f"Round every count to a multiple of {base} together." if base > 1 else AGAIN
    for shown in facts.numbers.values():
        for each in shown:
            if each.number is not None and each.number % base:
                words = f"A count is no multiple of {base}, so it is likely to be a true one."
                if base == 1:
                    words = "A count is no whole number."
                yield Finding("A-BASE", "disclosure" if base > 1 else "error", each.where, words, mend)


def small_shown(facts: Facts) -> Iterator[Finding]:
    """Find small true counts that are simply shown."""
    if facts.rules.off_by:
        return
    for shown in facts.numbers.values():
        for each in shown[:1]:
            if each.number is not None and 1 <= each.number < facts.rules.threshold:
                words = f"A true count below {facts.rules.threshold} is shown."
                yield Finding("A-SMALL-SHOWN", "disclosure", each.where, words, "Hide it and what it follows from.")


def loose_estimates(facts: Facts) -> Iterator[Finding]:
    """Find percentages, means and limits that tell more than the numbers beside them."""
    for row in facts.loose:
        names = row.said.estimate.of if row.said.estimate else ()
        hidden = any(facts.shown_of(row.said.counts[name]) is None for name in names)
        words = (
            "A percentage, a mean or a limit stands beside a number that is hidden, and gives it away."
            if hidden
            else "A percentage, a mean or a limit does not follow from the numbers beside it, as they are shown."
        )
        yield Finding("A-PERCENT", "disclosure", row.where, words, FROM_SHOWN)
    for worked, is_shown in facts.worked:
        if is_shown:
            words = "A difference, a ratio or a limit does not follow from the counts it is of, as they are shown."
            yield Finding("A-PERCENT", "disclosure", worked.where, words, FROM_SHOWN)


def beside_hidden(tables: Sequence[MatchedTable]) -> Iterator[Finding]:
    """Find figures made of several counts that are shown beside a count that is hidden, once a table."""
    for table in tables:
        rows = [row for row in table.rows if row.has_more and any(each.is_hidden for each in row.counts.values())]
        if rows:
            words = (
                f"{len(rows)} rows show a P value, a figure of a model or another such beside a number that is hidden."
            )
            mend = "See that it is not made of the hidden number: few people leave few values of it."
            yield Finding("A-BESIDE", "note", rows[0].where, words, mend)


def precision(tables: Sequence[MatchedTable], grids: Iterable[Grid]) -> Iterator[Finding]:
    """Find numbers that are stored more finely than they are shown, once a column."""
    said = {id(table.grid): table for table in tables}
    for grid in grids:
        told = said.get(id(grid))
        headings = {} if told is None or grid.tidy else {c.heading: c.decimals for c in told.said.columns.values()}
        for place, heading in enumerate(grid.header):
            finer = [
                row
                for row, values in enumerate(grid.rows)
                if _is_finer(values[place], headings.get(heading), grid.decimals[row][place])
            ]
            if finer:
                words = f"{len(finer)} numbers of this column are stored with more digits than they are shown with."
                mend = "Store what is shown: round the number itself, for a number format only hides."
                yield Finding("A-PRECISION", "disclosure", grid.where(finer[0], place), words, mend)


def _is_finer(value: object, said: int | None, shown: int | None) -> bool:
    if not isinstance(value, float):
        return False
    decimals = said if said is not None else min(shown, FINEST) if shown is not None else FINEST
    return abs(round(value, decimals) - value) > SLACK * max(1.0, abs(value))


def not_told(tables: Sequence[MatchedTable], grids: Iterable[Grid]) -> Iterator[Finding]:
    """Find tables that the structure does not tell of, with numbers that stand nowhere in those that it tells of."""
    if not tables:
        return
    told = {id(table.grid) for table in tables}
    known = {value for table in tables for row in table.grid.rows for value in row if isinstance(value, float)}
    for grid in grids:
        if id(grid) in told:
            continue
        new = [value for row in grid.rows for value in row if isinstance(value, float) and value not in known]
        if new:
            words = f"A table is not in the structure and holds {len(new)} numbers that no other table shows."
            mend = "Say in the structure what it counts, or take it out."
            yield Finding("A-NOT-TOLD", "disclosure", grid.name, words, mend)
