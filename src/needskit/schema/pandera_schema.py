"""The pandera schema of the typed frame that the reader makes: the proof that a cohort met its schema."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pandas as pd

from needskit.errors import reject_name
from needskit.schema.answers import FLAG_ANSWERS, NEED_ANSWERS
from needskit.schema.codes import load_codes

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import pandera.pandas as pa

    from needskit.schema.fields import Field
    from needskit.schema.tables import TableSchema

    Rule = Callable[[pd.Series], bool]

_DTYPES: Final = {"integer": "Int64", "number": "Float64"}


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What one column of the frame must be: vectorised rules by name, and whether a cell may be missing."""

    rules: Mapping[str, Rule]
    nullable: bool = False


def pandera_schema(
    table: TableSchema,
    *,
    columns: Sequence[str],
    needs: Sequence[str] = (),
    levels: Mapping[str, Sequence[str]] | None = None,
) -> pa.DataFrameSchema:
    """Say what the typed frame of a table must be.

    Columns with a code list are Categorical with the codes and "not known", in that order; yes and no columns
    with yes, no, not known; need columns with yes, no, not answered, not assessed; open lists such as the
    district with any texts. None of these has a missing cell. Integers are Int64, numbers Float64 and dates
    datetime64 of any unit; there a cell may be missing, and what is there lies within its limits. Identifiers
    are texts, never missing; that no two rows share one is for the reader to check.

    Parameters
    ----------
    table
        The schema of the table.
    columns
        The columns that the frame has, no more and no fewer, in any order.
    needs
        Need columns that are the user's own and not in the table.
    levels
        For an open list, or a breakdown that is the user's own and not in the table: its categories in order.

    Returns
    -------
    pandera.pandas.DataFrameSchema
        ``strict`` and never coercing. Validate with ``lazy=True``. The failure cases that pandera gives hold
        values of records, and are not for printing.

    Raises
    ------
    UsageError
        If a column is neither in the table, nor in ``needs``, nor in ``levels``.

    Examples
    --------
    >>> from needskit.schema import load_table
    >>> frame = pd.DataFrame({"age": pd.array([18, None], dtype="Int64")})
    >>> checked = pandera_schema(load_table("people"), columns=["age"]).validate(frame)
    >>> checked.shape
    (2, 1)
    """
    import pandera.pandas as pa  # noqa: PLC0415 - takes most of a second, and only reading needs it

    wanted = _wanted_by_column(table, columns=columns, needs=needs, levels=levels or {})
    return pa.DataFrameSchema(
        {
            name: pa.Column(
                None,
                # Each rule answers for the whole column and passes over what is missing: pandera would copy the
                # column without it first, and look for each row that breaks the rule.
                checks=[
                    pa.Check(rule, name=words, error=words, ignore_na=False) for words, rule in column.rules.items()
                ],
                nullable=column.nullable,
            )
            for name, column in wanted.items()
        },
        strict=True,
        coerce=False,
    )


def _wanted_by_column(
    table: TableSchema,
    *,
    columns: Sequence[str],
    needs: Sequence[str],
    levels: Mapping[str, Sequence[str]],
) -> dict[str, _Wanted]:
    """Say what each column must be; the caller's own needs and levels go before the table."""
    known = {column.name: _wanted(column) for column in table.fields}
    known |= {name: _closed(tuple(values)) for name, values in levels.items()}
    known |= dict.fromkeys(needs, _closed(NEED_ANSWERS))
    for name in columns:
        if name not in known:
            reject_name(name, kind=f"column of {table.name}", known=known)
    return {name: known[name] for name in columns}


def _wanted(column: Field) -> _Wanted:
    if column.codes is not None:
        return _closed(load_codes(column.codes).categories)
    if column.type == "boolean":
        return _closed(NEED_ANSWERS if column.role == "need" else FLAG_ANSWERS)
    if column.type == "date":
        return _Wanted(rules={"is a date": _is_date}, nullable=True)
    if column.type == "string" and column.role == "identifier":
        return _Wanted(rules={"is text": _is_text})
    if column.type == "string":
        return _Wanted(rules={"is categorical text": _is_open_categorical})
    dtype = _DTYPES[column.type]
    # Not the dtype argument of pandera, for which int64 is as good as Int64.
    rules: dict[str, Rule] = {f"is {dtype}": lambda values: str(values.dtype) == dtype}
    if column.minimum is not None:
        rules[f"is {column.minimum} or more"] = _at_least(column.minimum)
    if column.maximum is not None:
        rules[f"is {column.maximum} or less"] = _at_most(column.maximum)
    return _Wanted(rules=rules, nullable=True)


def _closed(categories: tuple[str, ...]) -> _Wanted:
    """Want Categorical with these categories in this order, which counts: analyses pack category codes."""

    def rule(values: pd.Series) -> bool:
        dtype = values.dtype
        return isinstance(dtype, pd.CategoricalDtype) and tuple(dtype.categories) == categories

    return _Wanted(rules={"has the categories of its list": rule})


def _at_least(minimum: int) -> Rule:
    return lambda values: not (values < minimum).any()


def _at_most(maximum: int) -> Rule:
    return lambda values: not (values > maximum).any()


def _is_date(values: pd.Series) -> bool:
    return pd.api.types.is_datetime64_dtype(values.dtype)


def _is_open_categorical(values: pd.Series) -> bool:
    return isinstance(values.dtype, pd.CategoricalDtype) and _is_text(values.dtype.categories)


def _is_text(values: pd.Series | pd.Index) -> bool:
    return len(values) == 0 or pd.api.types.infer_dtype(values, skipna=True) == "string"
