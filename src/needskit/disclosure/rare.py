"""Rows that are listed only because enough people are in them, and what becomes of the others."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from needskit.table.ranked import deciding, total
from needskit.table.whom import Whom, count_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from needskit.disclosure.policy import Policy
    from needskit.table.table import Cell, Table
    from needskit.table.whom import Sum


@dataclass(frozen=True, slots=True)
class Listed:
    """Tables whose listed rows are all common enough, and what readers know beside the tables.

    Parameters
    ----------
    tables
        In the order given.
    least
        What each count that is listed comes to at the least, as everybody knows, also when everything is rounded.
    most
        What each count that is not listed may come to at the most, where it follows from other tables: 10 there and no
        row here would tell that it is 6 to 9, and that others of which it is a part are more.
    before
        What each count was shown as in an earlier release, where it has not changed since.
    """

    tables: tuple[Table, ...]
    least: Mapping[Whom, int] = field(default_factory=dict)
    most: Mapping[Whom, int] = field(default_factory=dict)
    before: Mapping[Whom, int] = field(default_factory=dict)


def without_rare(tables: Iterable[Table], policy: Policy, *, steps: int = 0) -> Listed:
    """Take rows that are not common enough into the row that holds all others.

    A row is listed if it counts at least ``policy.listed_from`` people; that is then the least that it may become when
    everything is rounded together. That a row is listed tells that it is no small number, and that it is not listed
    tells only that it is less. Rows of fewer people that might be rounded up to it are not listed: three of 8 people
    would each have to become 10, and the 24 of them together cannot become 30.

    Parameters
    ----------
    tables
        With true counts.
    policy
        From how many people on a row is listed.
    steps
        By how many multiples of the policy's base more than that.
    """
    listed_from = policy.listed_from + steps * policy.base
    least: dict[Whom, int] = {}
    most: dict[Whom, int] = {}
    found = []
    for table in tables:
        gone: set[str] = set()
        rare_in = {level.label: level.rare_in for level in table.dimensions[-1].levels} if table.dimensions else {}
        for label, cell in deciding(table).items() if any(rare_in.values()) else ():
            if not rare_in[label]:
                continue
            sized_by = cell.parts[table.dimensions[-1].sized_by]
            if total(sized_by, table.counts) < listed_from:
                gone.add(label)
                most |= dict.fromkeys((whom for _, whom in sized_by), listed_from - policy.base)
            elif policy.protects:
                least |= dict.fromkeys((whom for _, whom in sized_by), listed_from)
        found.append(_without(table, gone, rare_in) if gone else table)
    return Listed(tuple(found), least, most)


def _without(table: Table, gone: set[str], rare_in: Mapping[str, str]) -> Table:
    """Return the table without these rows, their people in the row that takes them in."""
    last = table.dimensions[-1]
    levels = tuple(level for level in last.levels if level.label not in gone)
    taken_in: dict[tuple[str, ...], list[Cell]] = {}
    for cell in table.cells:
        if cell.at[-1] in gone:
            taken_in.setdefault((*cell.at[:-1], rare_in[cell.at[-1]]), []).append(cell)
    counts = dict(table.counts)
    cells = tuple(_with(cell, taken_in.get(cell.at, []), counts) for cell in table.cells if cell.at[-1] not in gone)
    dimensions = (*table.dimensions[:-1], replace(last, levels=levels))
    return replace(table, dimensions=dimensions, cells=cells, counts=counts)


def _with(cell: Cell, more: list[Cell], counts: dict[Whom, int]) -> Cell:
    """Return the cell with the people of others counted in it too; what all rows are out of stays as it is."""
    parts = list(cell.parts)
    for place, part in enumerate(cell.parts):
        others = [other.parts[place] for other in more]
        if any(other != part for other in others):
            parts[place] = _together([part, *others], counts)
    return replace(cell, parts=tuple(parts))


def _together(parts: list[Sum], counts: dict[Whom, int]) -> Sum:
    """Return the sum of several, as one count where they are, so that all that is known of a count is known of it."""
    terms = tuple(term for part in parts for term in part)
    whom = _all_of([whom for _, whom in terms]) if all(weight == 1 for weight, _ in terms) else None
    if whom is None:
        return terms
    counts[whom] = total(terms, counts)
    return count_of(whom)


def _all_of(parts: list[Whom]) -> Whom | None:
    """Return whom these are together, if they differ only in their answers to one attribute and share nobody."""
    conditions = [dict(whom.conditions) for whom in parts]
    names = {name for held in conditions for name in held}
    differ = {name for name in names if len({held.get(name) for held in conditions}) > 1}
    if len(differ) != 1 or len({whom.source for whom in parts}) > 1:
        return None
    [name] = differ
    answers = [held.get(name, frozenset()) for held in conditions]
    together = frozenset().union(*answers)
    if sum(map(len, answers)) > len(together) or not all(answers):
        return None
    return Whom(parts[0].source, parts[0].without(name).conditions | {(name, together)})
