"""``read_cohort``: from a file to a cohort, or to an error that says what to mend."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from needskit.cohort.build import Extract, build_cohort
from needskit.cohort.cohort import PEOPLE, Cohort, Source
from needskit.cohort.problems import Problem
from needskit.errors import DataError, UsageError
from needskit.extract.files.delimited import open_text, read_columns
from needskit.extract.files.header import match_header, near_misses
from needskit.extract.files.in_memory import texts_of
from needskit.extract.values.parse import missing, open_list, parse_column
from needskit.extract.files.raw import RawTable, Tokens
from needskit.extract.records import count_fates, sort_records
from needskit.extract.settle import settle
from needskit.extract.files.spreadsheet import columns_of, read_sheet
from needskit.extract.wanted import Wanted, iso_date, wanted_needs
from needskit.schema import TableSchema, load_table

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

TEXT_FILES = (".csv", ".txt", ".tsv")
WORKBOOKS = (".xlsx", ".xlsm")


def read_cohort(  # noqa: PLR0913 - each is one thing that a figure depends on, named at the call
    source: str | Path | pd.DataFrame,
    *,
    population: str,
    as_at: dt.date | str | None,
    unit: str = PEOPLE,
    needs: str | Mapping[str, str] = "oasys",
    need_word: str = "need",
    columns: Mapping[str, str] | None = None,
    breakdowns: Mapping[str, str] | None = None,
    sheet: str | None = None,
) -> Cohort:
    """Who is in this extract? Read it, prove it sound, and return the cohort.

    One row a person, or a group of people alike where there is a column ``people``. Rows that are no person
    (totals, blanks, a second header, exact repeats, no identifier) are set aside and counted. A value that
    breaks a rule becomes "not known" and is counted; the person stays. Nothing is dropped in silence.

    Parameters
    ----------
    source
        A CSV or Excel file, or a DataFrame, with the standard column names.
    population
        Who they are, in words that complete "number of ...": "people on probation in Northshire".
    as_at
        The date that the extract describes, a date or ISO text; None leaves it out of the titles.
    unit
        What is counted, in the plural.
    needs
        The name of a need set (``oasys``, ``pathways``, ``multiple_disadvantage``), or your own needs: column
        and label each.
    need_word
        What one need is called in titles: "theme", say.
    columns
        Standard name and the header that it has in the file, for those that differ.
    breakdowns
        Your own columns to divide people by: name and label each.
    sheet
        Of a workbook with several.

    Raises
    ------
    DataError
        If the extract breaks a rule that cannot be mended by counting. No value of a record is quoted.
    UsageError
        If an argument is off.

    Examples
    --------
    >>> frame = pd.DataFrame({"person_id": ["007", "008"], "sex": ["F", "male"], "need_drugs": ["Y", ""]})
    >>> cohort = read_cohort(frame, population="people in a test", as_at="2025-12-31")
    >>> len(cohort)
    2
    """
    cohort, problems = check(
        source,
        population=population,
        as_at=as_at,
        unit=unit,
        needs=needs,
        need_word=need_word,
        columns=columns,
        breakdowns=breakdowns,
        sheet=sheet,
    )
    if cohort is None:
        errors = [found for found in problems if found.severity == "error"]
        more = f" (and {len(errors) - 1} more such problems: see `needskit check`)" if len(errors) > 1 else ""
        message = f"{name_of(source)}: {errors[0].sentence.removeprefix('error: ')}{more}"
        raise DataError(message)
    return cohort


def check(  # noqa: PLR0913 - as read_cohort
    source: str | Path | pd.DataFrame,
    *,
    population: str,
    as_at: dt.date | str | None,
    unit: str = PEOPLE,
    needs: str | Mapping[str, str] = "oasys",
    need_word: str = "need",
    columns: Mapping[str, str] | None = None,
    breakdowns: Mapping[str, str] | None = None,
    sheet: str | None = None,
) -> tuple[Cohort | None, tuple[Problem, ...]]:
    """What is wrong with this extract? As ``read_cohort``, but errors in the data are returned, not raised.

    Returns
    -------
    tuple
        The cohort, or None if a problem is an error; and every problem found.

    Raises
    ------
    DataError
        If the file is no table with a header, or has no rows.
    UsageError
        If an argument is off.
    """
    schema = load_table("people")
    wanted = Wanted(
        population=population,
        as_at=None if as_at is None else iso_date(as_at),
        unit=unit,
        needs=wanted_needs(needs, schema, need_word=need_word),
        columns=dict(columns or {}),
        breakdowns=dict(breakdowns or {}),
        sheet=sheet,
    ).checked(schema)
    return try_cohort(read_table(source, wanted, schema), wanted, schema)


def read_table(source: str | Path | pd.DataFrame, wanted: Wanted, schema: TableSchema) -> RawTable:
    """Read the wanted columns of a source as text."""
    known = wanted.known(schema)
    if isinstance(source, pd.DataFrame):
        header = tuple(str(name) for name in source.columns)
        positions = match_header(header, known=known, renamed=wanted.columns, file=name_of(source))
        frame = pd.DataFrame({name: texts_of(source.iloc[:, i]) for i, name in positions.items()})
        return _raw(name_of(source), "", "in memory", header, positions, frame, first_row=1)
    path = Path(source)
    if wanted.sheet is not None and path.suffix.lower() not in WORKBOOKS:
        message = f"{path.name} is no workbook, so it has no sheet to name. Leave sheet= (--sheet) out."
        raise UsageError(message)
    content = _bytes(path)
    if path.suffix.lower() in WORKBOOKS:
        header, records, first_row = read_sheet(path.name, content, sheet=wanted.sheet)
        positions = match_header(header, known=known, renamed=wanted.columns, file=path.name)
        frame, details = columns_of(records, positions), "Excel workbook"
    elif path.suffix.lower() in TEXT_FILES:
        file = open_text(path.name, content)
        header, details, first_row = file.header, file.details, file.first_row
        positions = match_header(header, known=known, renamed=wanted.columns, file=path.name)
        frame = read_columns(file, positions)
    else:
        message = f"{path.name}: extracts are read from {', '.join(TEXT_FILES + WORKBOOKS)}. Save it as one of these."
        raise UsageError(message)
    digest = hashlib.sha256(content).hexdigest()
    return _raw(path.name, digest, details, header, positions, frame, first_row=first_row)


def try_cohort(table: RawTable, wanted: Wanted, schema: TableSchema) -> tuple[Cohort | None, tuple[Problem, ...]]:
    """Return the cohort and every problem found; no cohort if one of them is an error."""
    if not len(table):
        message = f"{table.name} has a header but no rows. Export it again with a row a person."
        raise DataError(message)
    wanted.require_columns(table, schema)
    records = sort_records(table, schema)
    parsed, problems = {}, list(records.problems)
    for name, tokens in records.table.columns.items():
        if name in schema.names or name in wanted.needs.columns:
            column = parse_column(wanted.field(name, schema), tokens, schema, records.table.row_numbers)
            problems += column.problems
            parsed[name] = column.answers
        else:
            parsed[name] = open_list(tokens, missing(tokens, schema.missing_values))
    if any(found.severity == "error" for found in problems) or not len(records.table):
        return None, (*problems, *_nobody(records.table))
    people, settled = settle(pd.DataFrame(parsed), wanted, records.table.row_numbers)
    problems += [*settled, *_not_used(table)]
    # Where rows are groups of people, a row set aside counts as one record.
    weights = None
    if PEOPLE in people:
        weights = np.ones(len(table), dtype=np.int64)
        weights[records.fates == 0] = people[PEOPLE].to_numpy(dtype=np.int64)
    extract = Extract(
        people=people,
        records=count_fates(records.fates, weights),
        problems=tuple(problems),
        sources=(Source(table.name, table.sha256, table.details),),
        assessed_stated="assessed" in table.columns,
    )
    cohort = build_cohort(extract, wanted, schema)
    return cohort, cohort.problems


def name_of(source: str | Path | pd.DataFrame) -> str:
    """Return what a source is called in errors and in the provenance: never its folder."""
    return "the DataFrame" if isinstance(source, pd.DataFrame) else Path(source).name


def _raw(
    name: str,
    digest: str,
    details: str,
    header: tuple[str, ...],
    positions: Mapping[int, str],
    frame: pd.DataFrame,
    first_row: int,
) -> RawTable:
    hints = near_misses(header, known=load_table("people").names, found=list(positions.values()))
    return RawTable(
        name=name,
        sha256=digest,
        details=details,
        columns={column: Tokens.of(frame[column]) for column in positions.values()},
        headers={column: header[position] for position, column in positions.items()},
        not_used=sum(bool(text.strip()) for text in header) - len(positions),
        row_numbers=np.arange(first_row, first_row + len(frame)),
        hints=tuple(hints),
    )


def _bytes(path: Path) -> bytes:
    if not path.is_file():
        message = f"There is no file '{path.name}' in that folder. Check the name and the path."
        raise UsageError(message)
    try:
        return path.read_bytes()
    except PermissionError:
        message = f"{path.name} cannot be opened. Close it in Excel, or ask for the right to read it."
    raise DataError(message)


def _nobody(table: RawTable) -> tuple[Problem, ...]:
    if len(table):
        return ()
    return (
        Problem(
            "no_people",
            "",
            "error",
            0,
            "no row is a record of a person.",
            "Export it again with a row a person.",
        ),
    )


def _not_used(table: RawTable) -> tuple[Problem, ...]:
    if not table.not_used:
        return ()
    hints = f" ({'; '.join(table.hints)})" if table.hints else ""
    columns = "1 column has" if table.not_used == 1 else f"{table.not_used} columns have"
    words = f"{columns} no standard name{hints}."
    return (Problem("column_not_used", "", "note", 0, words, "Not read."),)
