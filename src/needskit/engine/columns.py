"""The columns of a table in an engine: which are wanted, and the distinct values of each with their counts.

Only the distinct values of a column are looked at in Python, by the code that reads files. What each means goes back
to the engine as a mapping, so that there is one piece of code for codes, dates, numbers and missing values.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from needskit.cohort.problems import no_rows
from needskit.errors import DataError
from needskit.extract.files.header import near_misses, place_columns
from needskit.extract.files.in_memory import texts_of
from needskit.extract.files.raw import RawTable, Tokens
from needskit.extract.sentence import coarsened
from needskit.extract.values.parse import parse_column
from needskit.schema import standard_form

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import numpy.typing as npt

    from needskit.cohort.problems import Problem
    from needskit.engine.connect import Opened
    from needskit.extract.files.raw import Flags, Positions
    from needskit.extract.project.reading import Reading

    Times = npt.NDArray[np.int64]

IDENTIFIER = "person_id"
MOST_VALUES = 500_000
"""A column with more distinct values is no column of answers, and is not fetched."""


@dataclass(frozen=True, slots=True, repr=False)
class Wanted:
    """A table in an engine with the columns that are wanted, under their standard names.

    Parameters
    ----------
    table
        Only those columns.
    headers
        What each is called in the engine, in its order.
    not_used, hints
        How many columns have no standard name, and which look like one misspelt.
    """

    table: ir.Table
    headers: dict[str, str]
    not_used: int
    hints: tuple[str, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Distinct:
    """The distinct values of a column as the engine has them, and as texts.

    Parameters
    ----------
    held
        As the engine has them, without the missing one.
    texts
        The distinct texts, and how many records have each.
    text_of
        The position of the text of each value; the last is that of the missing one.
    """

    held: pd.Series
    texts: Tokens
    text_of: Positions


@dataclass(frozen=True, slots=True, repr=False)
class Coded:
    """A column as small whole numbers, the levels.

    Parameters
    ----------
    name
        Its standard name.
    held, level_of
        As in ``Distinct``: values of the engine, and the level of each, the last being that of the missing one.
    levels
        What each level means, typed.
    times
        How many records have each level.
    problems
        What is wrong in the column.
    empty
        Which levels are empty cells, where these are told from other values that are not known.
    """

    name: str
    held: pd.Series
    level_of: Positions
    levels: pd.Series
    times: Times
    problems: tuple[Problem, ...]
    empty: Flags | None = None

    def known(self) -> int:
        """Count the records of which the value is known; for dates and numbers."""
        return int(self.times[self.levels.notna().to_numpy(dtype=bool)].sum())


def wanted_of(source: Opened, reading: Reading) -> Wanted:
    """Find the columns of a table that are wanted.

    Raises
    ------
    DataError
        If no column has a standard name, two have the same, or none tells people apart.
    UsageError
        If a column that was named is not there.
    """
    texts = tuple(source.table.columns)
    forms = {standard_form(text) for text in texts}
    also = {name: theirs for name, theirs in reading.also.items() if standard_form(theirs) in forms}
    positions = place_columns(texts, known=reading.known, renamed={**reading.renamed, **also}, file=source.name)
    hints = tuple(near_misses(texts, known=reading.schema.names, found=list(positions)))
    if IDENTIFIER not in positions:
        near = f" ({'; '.join(hints)})" if hints else ""
        message = (
            f"{source.name} has no column '{IDENTIFIER}' that tells people apart{near}. Name its header under columns, "
            "as columns={'person_id': 'their header'}. Rows that stand for several people are read by read_cohort."
        )
        raise DataError(message)
    headers = {name: texts[position] for name, position in positions.items()}
    columns = {name: _plain(source.table[theirs], identifier=name == IDENTIFIER) for name, theirs in headers.items()}
    not_used = sum(bool(text.strip()) for text in texts) - len(set(positions.values()))
    return Wanted(source.table.select(**columns), headers, not_used, hints)


def _plain(column: ir.Column, *, identifier: bool) -> ir.Column:
    """Return a column in a type that every engine compares exactly: text, whole number, number, date, yes or no."""
    kind = column.type()
    if identifier:
        return column if kind.is_string() else column.cast("string")
    if kind.is_timestamp():
        return column.cast("date")
    if kind.is_decimal():
        return column.cast("float64")
    if kind.is_floating():
        return _without_nan(column)
    if kind.is_string() or kind.is_integer() or kind.is_boolean() or kind.is_date():
        return column
    return column.cast("string")


def _without_nan(column: ir.FloatingColumn) -> ir.FloatingColumn:
    """Return numbers of which those that are none are missing, as they are once they are in Python."""
    import ibis  # noqa: PLC0415 - an optional extra
    from ibis.expr.operations import IsNan  # noqa: PLC0415

    if not column.get_backend().has_operation(IsNan):
        return column
    return ibis.ifelse(column.isnan(), ibis.null(column.type()), column)


def distinct_of(table: ir.Table, name: str) -> Distinct:
    """Fetch the distinct values of a column and how many records have each.

    Raises
    ------
    DataError
        If there are too many.
    """
    found = table.group_by(value=table[name]).agg(times=lambda each: each.count()).limit(MOST_VALUES + 1).to_pandas()
    if len(found) > MOST_VALUES:
        message = (
            f"'{name}' has more than {MOST_VALUES:,} different values, so it is no column of answers. Leave it out: "
            f"columns={{'{name}': None}}."
        )
        raise DataError(message)
    texts = texts_of(found["value"])
    missing = found["value"].isna()
    order = np.argsort(texts.to_numpy(dtype=object), kind="stable")
    found, texts, missing = found.iloc[order], texts.iloc[order], missing.iloc[order]
    times = found["times"].to_numpy(dtype=np.int64)
    # The missing value stands last, whether there is one or not.
    every = pd.concat([texts[~missing], pd.Series([""])], ignore_index=True)
    counts = np.append(times[~missing], times[missing].sum())
    tokens, text_of = Tokens.counted(every.astype("str"), counts)
    return Distinct(found["value"][~missing].reset_index(drop=True), tokens, text_of)


def raw_table(source: Opened, wanted: Wanted, texts: dict[str, Tokens]) -> RawTable:
    """Return what is known of a table before its texts are typed, as of a file that was read."""
    return RawTable(
        name=source.name,
        sha256="",
        details=source.details,
        columns=texts,
        headers=wanted.headers,
        not_used=wanted.not_used,
        row_numbers=np.zeros(0, dtype=np.int64),
        hints=wanted.hints,
    )


def coded_of(name: str, found: Distinct, reading: Reading) -> Coded:
    """Type the distinct texts of a column by the code that reads files, and number what they mean."""
    tokens, field = found.texts, reading.fields[name]
    column = parse_column(field, tokens, reading.schema, np.arange(len(tokens.texts)), reading.spelling(name))
    answers = coarsened(column.answers) if field.role == "length" else column.answers
    level_of_text, _ = pd.factorize(answers, use_na_sentinel=False)
    empty = (tokens.texts == "").to_numpy(dtype=bool) if field.role == "need" and _blank_is_no(reading, name) else None
    if empty is not None:
        level_of_text, _ = pd.factorize(2 * level_of_text + empty)
    _, first = np.unique(level_of_text, return_index=True)
    levels = answers.iloc[first].reset_index(drop=True)
    times = np.bincount(level_of_text, weights=tokens.times_of_each, minlength=len(levels)).astype(np.int64)
    problems = tuple(replace(each, at=no_rows()) for each in column.problems)
    empty_levels = None if empty is None else empty[first]
    return Coded(name, found.held, level_of_text[found.text_of], levels, times, problems, empty_levels)


def _blank_is_no(reading: Reading, name: str) -> bool:
    return reading.spelling(name).blank == "no"
