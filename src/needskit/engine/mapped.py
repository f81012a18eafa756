"""What values mean goes back to the engine: whole numbers that follow from the distinct values of columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import ibis.expr.types as ir
    import numpy as np
    import numpy.typing as npt

    from needskit.engine.columns import Coded

    Numbers = npt.NDArray[np.integer] | npt.NDArray[np.floating]

FEW_VALUES = 40
"""So few values are told apart in an expression; more are joined."""


def mapped(table: ir.Table, made: Sequence[tuple[Coded, Mapping[str, Numbers]]]) -> ir.Table:
    """Add whole numbers that follow from columns to a table in the engine, all in one step.

    Parameters
    ----------
    table
        Holds the columns under their standard names.
    made
        Of each column, by the name of the new one: what stands for each level, not a number if missing, shape
        ``(levels,)``.
    """
    import ibis  # noqa: PLC0415 - an optional extra

    told: dict[str, ir.IntegerValue] = {}
    later: list[tuple[Coded, dict[str, list[int | None]]]] = []
    for coded, numbers in made:
        of_value = {name: _whole(each[coded.level_of]) for name, each in numbers.items()}
        if len(coded.held) <= FEW_VALUES:
            values = coded.held.tolist()
            told |= {name: _told(table[coded.name], values, each) for name, each in of_value.items()}
        else:
            later.append((coded, of_value))
    # Before the joins, which take columns out of their dictionaries.
    joined = table = table.mutate(**told)
    found: dict[str, ir.IntegerValue] = {}
    for coded, of_value in later:
        key = f"{coded.name}__key"
        given = {f"{name}__of": pd.array(each[:-1], dtype="Int64") for name, each in of_value.items()}
        types = {key: table[coded.name].type().copy(nullable=True), **dict.fromkeys(given, "int64")}
        mapping = ibis.memtable(pd.DataFrame({key: coded.held, **given}), schema=ibis.schema(types))
        joined = joined.left_join(mapping, table[coded.name] == mapping[key])
    for coded, of_value in later:
        unknown = joined[coded.name].isnull()  # noqa: PD003 - an expression of ibis
        for name, (*_, missing) in of_value.items():
            of_row = joined[f"{name}__of"]
            found[name] = of_row if missing is None else ibis.ifelse(unknown, missing, of_row)
    return joined.select(*(joined[name] for name in table.columns), **found)


def _whole(numbers: npt.NDArray[np.generic]) -> list[int | None]:
    return [None if number != number else int(number) for number in numbers.tolist()]  # noqa: PLR0124 - not a number


def _told(column: ir.Column, values: Sequence[object], numbers: Sequence[int | None]) -> ir.IntegerValue:
    """Return the number of each row's value; the last is that of the missing one."""
    import ibis  # noqa: PLC0415 - an optional extra

    places: dict[int | None, list[int]] = {}
    for position, number in enumerate(numbers):
        places.setdefault(number, []).append(position)
    # What most values mean is said last, so that few need be told apart.
    *told, (usual, _) = sorted(places.items(), key=lambda item: len(item[1]))
    if not told:
        return _literal(usual)
    if column.get_backend().name == "duckdb" and column.type().is_string():
        place = _place(column, values)
        if list(numbers) == list(range(len(numbers))):
            return place
        cases = [(place.isin(found), _literal(number)) for number, found in told]
    else:
        cases = [(_holds(column, values, found), _literal(number)) for number, found in told]
    return ibis.cases(*cases, else_=_literal(usual))


def _place(column: ir.StringColumn, values: Sequence[object]) -> ir.IntegerValue:
    """Return the place of each row's value in a list by DuckDB, the missing one last.

    DuckDB looks in a list once for each text in a dictionary of a Parquet file; a case it compares for each row.
    """
    import ibis  # noqa: PLC0415 - an optional extra

    @ibis.udf.scalar.builtin(name="list_position", signature=(("array<string>", "string"), "int32"))
    def place_in(texts, text):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202 - the signature says it  # pragma: no cover
        """Say nothing: the engine has it."""

    return place_in(ibis.array([*values, ibis.null("string")]), column) - 1


def _holds(column: ir.Column, values: Sequence[object], places: Sequence[int]) -> ir.BooleanValue:
    """Say which rows hold one of the values at some places; after the last is the missing one."""
    import ibis  # noqa: PLC0415 - an optional extra

    given = [values[place] for place in places if place < len(values)]
    told = [column.isin(given)] if given else []
    told += [column.isnull()] if len(values) in places else []  # noqa: PD003 - an expression of ibis
    return ibis.or_(*told)


def _literal(number: int | None) -> ir.IntegerScalar:
    import ibis  # noqa: PLC0415 - an optional extra

    # As wide as engines take them: Ibis leaves out a cast to what it believes a number is already.
    return ibis.null("int32") if number is None else ibis.literal(number, "int32")
