"""From the texts of one source to typed rows: those that are records, each value proved or not known."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from needskit.cohort.problems import Problem
from needskit.extract.files.raw import RawTable, Tokens
from needskit.extract.needs.blanks import blanks_as_no
from needskit.extract.needs.found import needs_found
from needskit.extract.project.rules import need_rules
from needskit.extract.records import sort_records
from needskit.extract.values.column import problem
from needskit.extract.values.identifiers import standard_identifiers
from needskit.extract.values.parse import parse_column

if TYPE_CHECKING:
    import numpy.typing as npt

    from needskit.extract.files.raw import Flags, Positions
    from needskit.extract.project.parts import Project
    from needskit.extract.project.reading import Reading
    from needskit.extract.records import Fates
    from needskit.extract.values.column import Column
    from needskit.extract.values.dates import Dates

WORKED_OUT_FROM = frozenset({"score", "item", "screen"})
"""Roles of columns that are read for the need that follows from them."""


@dataclass(frozen=True, slots=True, repr=False)
class Typed:
    """One source, read and proved.

    Parameters
    ----------
    reading
        What was wanted of it.
    table
        As it was read, every row.
    fates
        What became of each row, as its position in ``names``; shape ``(rows read,)``.
    names
        What can become of a row.
    frame
        The records that are kept, typed, in the order of the file.
    kept
        Which row of ``table`` each of them is.
    problems
        What was found wrong.
    """

    reading: Reading
    table: RawTable
    fates: Fates
    names: tuple[str, ...]
    frame: pd.DataFrame
    kept: npt.NDArray[np.intp]
    problems: tuple[Problem, ...]

    @property
    def row_numbers(self) -> Positions:
        """The row of the file that each record stands on."""
        return self.table.row_numbers[self.kept]


def type_source(table: RawTable, reading: Reading, project: Project) -> Typed:
    """Turn what was read into typed records.

    Every row that is no record is set aside and counted; a value that breaks a rule becomes "not known" and is
    counted, and its row stays.

    Parameters
    ----------
    table
        The wanted columns as texts.
    reading
        What is wanted of the source.
    project
        How needs are worked out from scores and items.
    """
    known = _identified(table, project)
    dates = _index_dates(table, reading) if reading.part.repeated.endswith("index date") else None
    records = sort_records(
        known.table, reading.schema, take=reading.part.repeated, dates=dates, no_identifier=known.refused
    )
    problems = [*known.problems, *records.problems]
    parsed: dict[str, pd.Series] = {}
    for name, tokens in records.table.columns.items():
        column = _parsed(name, tokens, reading, records.table.row_numbers)
        problems += column.problems
        parsed[name] = column.answers
    frame = pd.DataFrame(parsed, copy=False)
    if not any(found.severity == "error" for found in problems):
        frame, found = _with_needs(frame, reading, project, records.table.row_numbers)
        problems += found
        frame = _with_blanks(frame, records.table, reading)
    problems += about_file(table, reading, records=len(frame))
    kept = np.flatnonzero(records.fates == 0)
    named = tuple(_of_source(each, table) for each in problems)
    return Typed(reading, table, records.fates, records.names, frame, kept, named)


def about_file(table: RawTable, reading: Reading, *, records: int) -> list[Problem]:
    """Say what of the file was not read: rows above the header, columns without a standard name; or that no row was."""
    found: list[Problem] = []
    if table.above:
        rows = "1 row stands" if table.above == 1 else f"{table.above} rows stand"
        found.append(Problem("rows_above_header", "", "note", 0, f"{rows} above the header.", "Not read."))
    if table.not_used and not reading.part.only_named:
        hints = f" ({'; '.join(table.hints)})" if table.hints else ""
        columns = "1 column has" if table.not_used == 1 else f"{table.not_used} columns have"
        words = f"{columns} no standard name{hints}."
        found.append(Problem("column_not_used", "", "note", 0, words, "Not read."))
    if not records and reading.part.role == "people":
        words, mend = "no row is a record of a person.", "Export it again with a row a person."
        found.append(Problem("no_people", "", "error", 0, words, mend))
    return found


def _of_source(found: Problem, table: RawTable) -> Problem:
    return replace(found, header=table.headers.get(found.column, ""))


def _parsed(name: str, tokens: Tokens, reading: Reading, row_numbers: Positions) -> Column:
    return parse_column(reading.fields[name], tokens, reading.schema, row_numbers, reading.spelling(name))


class _Identified(NamedTuple):
    """A table whose identifiers are in the one form that links, which rows have none, and what was found wrong."""

    table: RawTable
    refused: Flags | None
    problems: tuple[Problem, ...]


def _identified(table: RawTable, project: Project) -> _Identified:
    """Return the table with its identifiers in the one form that links, and what was found on the way."""
    form = project.cohort.identifier
    tokens = table.columns.get("person_id")
    if tokens is None or form == "as written":
        return _Identified(table, None, ())
    found = standard_identifiers(tokens.texts, form)
    codes, texts = pd.factorize(found.texts)
    times = np.bincount(codes, minlength=len(texts))
    otherwise = (times[codes] > 1) & ~found.refused & (found.texts.to_numpy() != tokens.texts.to_numpy())
    one = Tokens(pd.Series(texts, dtype="str"), codes[tokens.codes])
    problems = (
        *problem(
            "identifier_forms", tokens.rows_with(otherwise), table.row_numbers, column="person_id", severity="note",
            wanted="writes an identifier in another way than other rows do.",
            done=f"Read as one {form.upper()} number.",
        ),
        *problem(
            "check_letter", tokens.rows_with(found.check_letter), table.row_numbers, column="person_id",
            wanted="has an identifier whose check letter is wrong.", done="Kept as it is; it may link to nobody.",
        ),
    )  # fmt: skip
    columns = {**table.columns, "person_id": one}
    return _Identified(replace(table, columns=columns), tokens.rows_with(found.refused), problems)


def _index_dates(table: RawTable, reading: Reading) -> Dates | None:
    tokens = table.columns.get("index_date")
    if tokens is None:
        return None
    column = _parsed("index_date", tokens, reading, table.row_numbers)
    dates: Dates = column.answers.to_numpy().astype("datetime64[D]")
    return dates


def _with_blanks(frame: pd.DataFrame, table: RawTable, reading: Reading) -> pd.DataFrame:
    """Return the records with empty cells of needs read as no, where the project says so and the row was asked."""
    needs = [str(name) for name in frame.columns if str(name) in reading.fields and _is_need(reading, str(name))]
    blank_is_no = [name for name in needs if reading.spelling(name).blank == "no"]
    every = reading.part.role == "assessments"
    return blanks_as_no(frame, table.columns, needs=needs, blank_is_no=blank_is_no, all_asked=every)


def _is_need(reading: Reading, name: str) -> bool:
    return reading.fields[name].role == "need"


def _with_needs(
    frame: pd.DataFrame, reading: Reading, project: Project, row_numbers: Positions
) -> tuple[pd.DataFrame, tuple[Problem, ...]]:
    """Return the records with each need worked out from its flag, score or items, which are then left out."""
    given = [name for name in frame.columns if reading.fields[name].role in WORKED_OUT_FROM]
    if not given:
        return frame, ()
    rules = need_rules(project)
    partial, edition = project.needs.partial, project.needs.edition
    needs, problems = needs_found(frame, rules, partial=partial, edition=edition, row_numbers=row_numbers)
    return frame.drop(columns=given).assign(**needs), problems
