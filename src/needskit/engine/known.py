"""What is known of each person in an engine: by the table of people, and by the sources that are linked to it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from needskit.cohort.build import FOLLOWED_UP, FOUND_IN
from needskit.engine.kept import kept
from needskit.engine.mapped import told_as
from needskit.extract.join import is_severity
from needskit.extract.values.column import coded
from needskit.schema import FLAG_ANSWERS, NOT_KNOWN

KEY, OF = "key__", "of__"
"""The columns that hold the identifier: of people and linked records, and of what is joined to them."""

YES, NO, UNKNOWN = range(3)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import ibis.expr.types as ir
    import pandas as pd

    from needskit.engine.source import Read


@dataclass(frozen=True, slots=True, repr=False)
class Made:
    """A column that a linked source gives: of the people as ``..__linked``.

    Parameters
    ----------
    name
        Its standard name.
    levels
        Each answer once, in the order of its codes; None for a number or a date.
    is_date
        Whether it holds days.
    """

    name: str
    levels: pd.Series | None
    is_date: bool


@dataclass(frozen=True, slots=True, repr=False)
class Said:
    """What a source says of people.

    Parameters
    ----------
    table
        A row a person, by ``of__``, with ``..__linked`` of each column.
    made
        What these are.
    source
        Its name.
    """

    table: ir.Table
    made: tuple[Made, ...]
    source: str


@dataclass(frozen=True, slots=True, repr=False)
class Compared:
    """A column that two sources hold, and the columns of people that say who is known in both and who differs."""

    column: str
    source: str
    both: str
    differ: str


@dataclass(frozen=True, slots=True, repr=False)
class Known:
    """What is known of each person.

    Parameters
    ----------
    table
        A row a person.
    keys
        By standard name, the column of the table that holds the answer, in the order of a file that was read.
    levels
        What the numbers in it mean; those of a column that is not here mean themselves.
    dates
        The columns that hold dates, as ``..__day``.
    compared
        Those that two sources hold.
    """

    table: ir.Table
    keys: Mapping[str, str]
    levels: Mapping[str, pd.Series]
    dates: tuple[str, ...]
    compared: tuple[Compared, ...] = field(default=())

    def joined(self, said: Sequence[Said]) -> Known:
        """Add what sources say: where two know a value, what was known before stays.

        Parameters
        ----------
        said
            Of each source, no two of which make one column.
        """
        table = self.table
        for each in said:
            found = table.left_join(each.table, table[KEY] == each.table[OF])
            table = found.select(*table.columns, *(f"{made.name}__linked" for made in each.made))
        columns: dict[str, ir.Value] = {}
        joined = replace(self, table=table)
        for each in said:
            for made in each.made:
                joined, more = joined.with_column(made, each.source)
                columns |= more
        # All at once: each step is a query within a query.
        return replace(joined, table=table.mutate(**columns))

    def with_column(self, made: Made, source: str) -> tuple[Known, dict[str, ir.Value]]:
        """Add one column that a source says; return also what the table of people wants for it."""
        import ibis  # noqa: PLC0415 - an optional extra

        name, later = made.name, self.table[f"{made.name}__linked"]
        column, keys, levels = f"{name}__day" if made.is_date else f"{name}__joined", {**self.keys}, {**self.levels}
        if made.is_date:
            earlier = self.table[column] if name in self.dates else None
        else:
            earlier = self.numbers(name, made.levels) if name in self.keys else None
            keys[name] = column
            levels.pop(name, None)
            if made.levels is not None:
                levels[name] = made.levels
        dates = (*self.dates, name) if made.is_date and name not in self.dates else self.dates
        found = replace(self, keys=keys, levels=levels, dates=dates)
        # Rules between dates and numbers ask for these under one name, whoever gives them.
        columns = [column] if made.is_date or made.levels is not None else [column, f"{name}__number"]
        if earlier is None:
            return found, dict.fromkeys(columns, later)
        unknown = None if made.levels is None else made.levels.tolist().index(NOT_KNOWN)
        here, there = (_known(value, unknown) for value in (earlier, later))
        both, differ = f"{name}__both_{source}", f"{name}__differ_{source}"
        first, other = ibis.ifelse(here, earlier, later), here & there & (earlier != later)
        if not is_severity(made.levels):
            found = replace(found, compared=(*self.compared, Compared(name, source, both, differ)))
        return found, {**dict.fromkeys(columns, first), both: here & there, differ: other}

    def numbers(self, name: str, levels: pd.Series | None) -> ir.IntegerValue:
        """Return what is known of a column already, as the codes of some levels or as numbers."""
        held, column = self.levels.get(name), self.table[self.keys[name]]
        if held is None:
            return column
        if levels is None:
            numbers = held.to_numpy(dtype=np.float64, na_value=np.nan)
        else:
            place = {str(answer): code for code, answer in enumerate(levels.tolist())}
            numbers = np.array([place[str(answer)] for answer in held.tolist()], dtype=np.float64)
        return told_as(column, list(range(len(held))), np.append(numbers, np.nan))


def settled(known: Known) -> Known:
    """Return the same with a table that the engine keeps for as long as it is used, of narrow numbers.

    What is worked out of several tables is asked for several times, and takes longer to write than to count.
    """
    table = known.table
    wanted = [name for name in table.columns if "__" in name or name.startswith((FOLLOWED_UP, FOUND_IN))]
    narrow = {name: table[name].cast("int32") if table[name].type().is_integer() else table[name] for name in wanted}
    return replace(known, table=kept(table.select(**narrow)))


def with_blanks(known: Known, people: Read) -> Known:
    """Return needs whose empty cells mean no, in rows that answer another need or say "assessed".

    Before another source is asked: what that says is not in the row.

    Parameters
    ----------
    known
        What the table of people says.
    people
        How it was read.
    """
    import ibis  # noqa: PLC0415 - an optional extra

    marked = [name for name, each in people.others.items() if each.marked is not None]
    if not marked:
        return known
    table, flags = known.table, categories_of(FLAG_ANSWERS)
    fields = people.reading.fields
    needs = [name for name in known.keys if name in fields and fields[name].role == "need"]
    codes = {name: known.numbers(name, flags) for name in needs}
    asked = [code != UNKNOWN for code in codes.values()]
    if "assessed" in known.keys:
        asked.append(known.numbers("assessed", flags) == YES)
    blank = {
        name: ibis.or_(*asked) & (table[f"{name}__empty"] == 1) & (codes[name] == UNKNOWN)
        for name in marked
        if name in codes
    }
    made = {f"{name}__filled": ibis.ifelse(no, NO, codes[name]) for name, no in blank.items()}
    keys = {name: column for name, column in known.keys.items() if column not in {f"{each}__empty" for each in marked}}
    keys |= {name: f"{name}__filled" for name in blank}
    return replace(known, table=table.mutate(**made), keys=keys, levels={**known.levels, **dict.fromkeys(blank, flags)})


def _known(value: ir.IntegerValue, unknown: int | None) -> ir.BooleanValue:
    told: ir.BooleanValue = value.notnull() if unknown is None else value != unknown
    return told


def categories_of(answers: Sequence[str]) -> pd.Series:
    """Return each answer once, in order, as a column of those categories.

    Examples
    --------
    >>> categories_of(["yes", "no"]).cat.codes.tolist()
    [0, 1]
    """
    return coded(np.arange(len(answers)), list(answers))
