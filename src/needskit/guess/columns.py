"""Which column of a sheet is which standard column, which may be, and which is none."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

from needskit.guess.names import KEY, fields_of, owner_of, owners_of, year_of
from needskit.guess.values import ages_in_months, length_unit, month_first, understood

if TYPE_CHECKING:
    from collections.abc import Mapping

    from needskit.guess.looked import Column
    from needskit.guess.roles import Planned
    from needskit.guess.values import Understood
    from needskit.schema import Field

SAME_ENOUGH: Final = 0.86
"""How like a known header one must be to be offered for it."""

SHORTEST: Final = 4
"""Shorter headers are like too many others."""

OF_ASSESSMENTS: Final = frozenset({"need", "score", "item", "screen"})


@dataclass(frozen=True, slots=True)
class Match:
    """One standard column that a sheet has.

    Parameters
    ----------
    field
        The standard column.
    column
        That of the sheet.
    known
        How far it holds what the standard column wants.
    """

    field: Field
    column: Column
    known: Understood

    @property
    def is_read(self) -> bool:
        """Whether it is read: most of it must be understood, for a column with more wrong than right is refused."""
        return self.known.mostly or not self.column.rows


@dataclass(frozen=True, slots=True)
class Found:
    """What the columns of a sheet are.

    Parameters
    ----------
    matches
        Standard columns, in the order of the schema.
    doubled
        Further columns that would be the same standard column, with its name.
    off
        Standard names that must be said not to be read, since a header is just that name.
    close
        Columns that have nearly the name of a standard one, with its name.
    rest
        The others.
    day_first
        Which comes first in the dates.
    units
        By standard name, the unit of numbers without one.
    """

    matches: tuple[Match, ...]
    doubled: tuple[tuple[str, Column], ...]
    off: tuple[str, ...]
    close: tuple[tuple[str, Column], ...]
    rest: tuple[Column, ...]
    day_first: bool
    units: dict[str, str]

    def column(self, name: str) -> Column | None:
        """Return the column that is read as a standard one; None if none is."""
        return next((each.column for each in self.matches if each.field.name == name and each.is_read), None)


def find_columns(source: Planned, needs: str) -> Found:
    """What are the columns of a source?

    Parameters
    ----------
    source
        The sheet and its role.
    needs
        The need set; "own" for none.
    """
    fields, owners = fields_of(source.role, needs), owners_of(source.role, needs)
    fields = {name: field for name, field in fields.items() if not _left_out(field, source)}
    named: dict[str, list[Column]] = {}
    rest: list[Column] = []
    for column in source.sheet.columns:
        name = KEY if column is source.key else owner_of(column.form, source.role, needs)
        if name in fields:
            named.setdefault(name, []).append(column)
        else:
            rest.append(column)
    headers = [column.header for column in source.sheet.columns]
    best, doubled = {}, []
    for name in fields:
        usable = [column for column in named.get(name, ()) if headers.count(column.header) == 1]
        usable = [column for column in usable if name != KEY or column is source.key]
        if usable:
            best[name] = max(usable, key=lambda column: (column.rows, column.form == name, year_of(column.form)))
        doubled += [(name, column) for column in named.get(name, ()) if column is not best.get(name)]
    day_first = not month_first([column for name, column in best.items() if fields[name].type == "date"])
    units = _units(fields, best)
    matches = tuple(
        Match(fields[name], column, understood(fields[name], column, day_first=day_first, unit=units.get(name, "")))
        for name, column in best.items()
    )
    forms = {column.form for column in source.sheet.columns}
    read = {each.field.name for each in matches if each.is_read}
    off = tuple(name for name in fields if name in forms and name not in read and not source.split)
    close = _close(
        rest, [form for form, name in owners.items() if name in fields and name not in {*best, *off}], owners
    )
    unlike = [column for column in rest if column not in [each for _, each in close]]
    return Found(matches, tuple(doubled), off, close, tuple(unlike), day_first, units)


def _left_out(field: Field, source: Planned) -> bool:
    """Leave out, where one sheet is read as people and as assessments, what is of assessments from the people."""
    if not source.split or source.role != "people":
        return False
    return field.role in OF_ASSESSMENTS or field.name in {"assessment_date", "assessed"}


def _units(fields: dict[str, Field], best: dict[str, Column]) -> dict[str, str]:
    units: dict[str, str] = {}
    if "age" in best and "age" in fields and ages_in_months(best["age"]):
        units["age"] = "months"
    for name, column in best.items():
        if fields[name].role == "length" and (unit := length_unit(column)):
            units[name] = unit
    return units


def _close(rest: list[Column], forms: list[str], owners: Mapping[str, str]) -> tuple[tuple[str, Column], ...]:
    """Return for some standard names the first column whose header is nearly theirs."""
    found: dict[str, Column] = {}
    for column in rest:
        near = get_close_matches(column.form, forms, n=1, cutoff=SAME_ENOUGH) if len(column.form) >= SHORTEST else []
        if near:
            found.setdefault(owners[near[0]], column)
    return tuple(found.items())
