"""Rows that are no record of a person: set aside by rule, and counted, never dropped in silence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from needskit.cohort.build import KEPT
from needskit.extract.files.footer import TOTAL_WORDS
from needskit.extract.values.column import MANY, begin_like, chosen, missing, problem
from needskit.schema import TableSchema, normalise, standard_form

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from needskit.cohort.problems import Problem
    from needskit.extract.files.raw import Flags, Positions, RawTable, Tokens
    from needskit.extract.project.parts import Repeated
    from needskit.extract.values.dates import Dates


BLANK = "blank row"
REPEATED_HEADER = "repeated header"
TOTALS = "totals row"
NO_IDENTIFIER = "no identifier"
REPEATED = "repeated exactly"
FOOTER = "note below the table"
FATES = (KEPT, BLANK, REPEATED_HEADER, TOTALS, FOOTER, NO_IDENTIFIER, REPEATED)
"""What can become of a row, in the order in which the rules are tried."""

Fates = npt.NDArray[np.int8]

ANOTHER_ROW = "another row of the person"
"""What becomes of a row where the project says which row of a person counts, and it is another one."""

EVERYBODY_WORDS = frozenset({"all", "overall", "everyone", "total people", "all people", "all offenders"})
"""What a row of totals is called where a person, or a group of people, is named."""

EVENTS = frozenset({"offences"})
"""Tables in which two rows alike may be two events."""

ONE_A_PERSON = "one a person"

OF_THE_COHORT = "of the cohort"
"""What becomes of a row that is of somebody in the cohort, where a source is one of several."""

SET_ASIDE = {
    REPEATED_HEADER: "repeats the header.",
    TOTALS: "is a row of totals, not a person.",
    NO_IDENTIFIER: "has no identifier, or none of the form that is wanted.",
    FOOTER: "is a note below the table, not a person.",
    REPEATED: "repeats another row exactly.",
    ANOTHER_ROW: "has an identifier of which another row counts.",
}


@dataclass(frozen=True, slots=True, repr=False)
class Sorted:
    """The records that are kept, what became of each row received, and what was found wrong."""

    table: RawTable
    fates: Fates
    names: tuple[str, ...]
    problems: tuple[Problem, ...]


def sort_records(
    table: RawTable,
    schema: TableSchema,
    *,
    take: Repeated = "refuse",
    dates: Dates | None = None,
    no_identifier: Flags | None = None,
) -> Sorted:
    """Tell the records of people from the other rows of a file.

    Parameters
    ----------
    table
        As read, with columns under their standard names.
    schema
        Which texts mean that nothing is known, and whether a person has one row or many.
    take
        Which row of a person counts, where there is one row a person and rows differ.
    dates
        The index date of each row, if that decides, shape ``(rows,)``.
    no_identifier
        Which rows have an identifier of another form than the one that is wanted, shape ``(rows,)``.

    Returns
    -------
    Sorted
        ``fates`` holds, for each row received, its position in ``names``. Rows with one identifier and different
        values are an error unless the project says which counts: which of them is right cannot be known here.
        Events that look alike may be two events, so they are never taken for a repeat.
    """
    blank = {name: missing(tokens, ["", *schema.missing_values]) for name, tokens in table.columns.items()}
    fates: Fates = np.zeros(len(table), dtype=np.int8)
    names = FATES if take == "refuse" else (*FATES, ANOTHER_ROW)
    _mark_rows_of_the_sheet(fates, table, schema, blank)
    conflicting = np.zeros(len(table), dtype=bool)
    identifiers = table.columns.get("person_id")
    if identifiers is not None:
        refused = identifiers.rows_with(blank["person_id"])
        _mark(fates, NO_IDENTIFIER, refused if no_identifier is None else refused | no_identifier)
        if schema.name not in EVENTS:
            again, conflicting = _repeated(table, identifiers, fates == 0)
            _mark(fates, REPEATED, again)
        if schema.rows != ONE_A_PERSON:
            conflicting[:] = False
    if take != "refuse" and identifiers is not None and conflicting.any():
        fates[_not_taken(identifiers, fates == 0, take, dates)] = names.index(ANOTHER_ROW)
        conflicting[:] = False
    conflicts = problem(
        "conflicting_records", conflicting, table.row_numbers, column="person_id", severity="error",
        wanted="has an identifier that another row has too, with different values.",
        done="Give each person one row, or say in the settings which of them counts (repeated).",
    )  # fmt: skip
    problems = (*_set_aside(fates, names, table.row_numbers), *conflicts)
    return Sorted(table.keep(fates == 0), fates, names, problems)


def _mark_rows_of_the_sheet(fates: Fates, table: RawTable, schema: TableSchema, blank: Mapping[str, Flags]) -> None:
    """Note the fate of rows that are part of the layout of a sheet: blank rows, headers, totals, notes."""
    grouped = "people" in table.columns and "person_id" not in table.columns
    breakdowns = {field.name for field in schema.fields if field.role == "breakdown"}
    if table.columns:
        _mark(fates, BLANK, _all_blank(table, blank))
        _mark(fates, REPEATED_HEADER, _repeats_header(table))
    for name, tokens in table.columns.items():
        of_whom = name == "person_id" or (grouped and name in breakdowns)
        totals = say_one_of(tokens.texts, TOTAL_WORDS | EVERYBODY_WORDS if of_whom else TOTAL_WORDS)
        if totals.any():
            _mark(fates, TOTALS, tokens.rows_with(totals))
    if table.totals is not None:
        _mark(fates, TOTALS, table.totals)
    if table.footers is not None:
        _mark(fates, FOOTER, table.footers)


def _set_aside(fates: Fates, names: tuple[str, ...], row_numbers: Positions) -> tuple[Problem, ...]:
    """Return a problem for each rule by which rows were set aside."""
    return tuple(
        found
        for fate, wanted in SET_ASIDE.items()
        if fate in names
        for found in problem(
            fate.replace(" ", "_"), fates == names.index(fate), row_numbers, wanted=wanted, done="Set aside."
        )
    )


def _not_taken(identifiers: Tokens, open_rows: Flags, take: Repeated, dates: Dates | None) -> Flags:
    """Tell which rows are of a person of whom another row counts; a date that is not known comes last."""
    rows = np.flatnonzero(open_rows)
    order = np.arange(len(rows))
    if take.startswith(("earliest", "latest")) and dates is not None:
        days = dates[rows].astype("datetime64[D]").astype(np.int64)
        known = ~np.isnat(dates[rows])
        order = np.lexsort((order, np.where(known, days if take.startswith("earliest") else -days, 0), ~known))
    elif take == "last row":
        order = order[::-1]
    _, first = np.unique(identifiers.codes[rows][order], return_index=True)
    not_taken = np.zeros(len(open_rows), dtype=bool)
    not_taken[rows] = True
    not_taken[rows[order[first]]] = False
    return not_taken


def _all_blank(table: RawTable, blank: Mapping[str, Flags]) -> Flags:
    """Tell which rows have nothing in any column; one column that is always filled settles it."""
    found = np.ones(len(table), dtype=bool)
    for name, tokens in table.columns.items():
        found &= tokens.rows_with(blank[name])
        if not found.any():
            break
    return found


def _mark(fates: Fates, fate: str, rows: Flags) -> None:
    """Note the fate of rows that have none yet."""
    if rows.any():
        fates[rows & (fates == 0)] = FATES.index(fate)


def _repeats_header(table: RawTable) -> Flags:
    """Tell which rows hold the names of the columns in most of the columns."""
    hits = np.zeros(len(table), dtype=np.int32)
    for name, tokens in table.columns.items():
        named = names_the_column(tokens.texts, name, table.headers[name].strip())
        if named.any():
            hits += tokens.rows_with(named)
    found: Flags = hits * 2 > len(table.columns)
    return found


def names_the_column(texts: pd.Series, column: str, header: str) -> Flags:
    """Tell which of the distinct texts are the name of their column, or its header in the file."""
    first = (column[0], column[0].upper())

    def names(text: str) -> bool:
        return text == header or (text.startswith(first) and standard_form(text) == column)

    if len(texts) <= MANY:
        return np.array([names(text) for text in texts], dtype=bool)
    return chosen(texts, texts.str.startswith(first) | (texts == header), names)


def say_one_of(texts: pd.Series, words: frozenset[str]) -> Flags:
    """Tell which of the distinct texts are one of some words, a colon after it or not."""

    def says(text: str) -> bool:
        return normalise(text).rstrip(":") in words

    if len(texts) <= MANY:
        return np.array([says(text) for text in texts], dtype=bool)
    return chosen(texts, begin_like(texts, words), says)


def _repeated(table: RawTable, identifiers: Tokens, open_rows: Flags) -> tuple[Flags, Flags]:
    """Tell which rows repeat an earlier one exactly, and which share an identifier but not the values."""
    again, conflicting = np.zeros((2, len(table)), dtype=bool)
    codes = identifiers.codes if open_rows.all() else identifiers.codes[open_rows]
    times = np.bincount(codes, minlength=len(identifiers.texts))
    shared = open_rows & (times > 1)[identifiers.codes]
    if shared.any():
        rows = np.flatnonzero(shared)
        values = pd.DataFrame({name: tokens.codes[rows] for name, tokens in table.columns.items()})
        again[rows] = values.duplicated().to_numpy()
        versions = values.drop_duplicates()["person_id"].value_counts()
        conflicting[rows] = values["person_id"].map(versions).to_numpy() > 1
    return again, conflicting & ~again


def count_fates(
    fates: npt.NDArray[np.integer], names: Sequence[str], people: Sequence[int] | npt.NDArray[np.int64] | None = None
) -> dict[str, int]:
    """How many records received met each fate? People, where a row stands for many."""
    weights = None if people is None else np.asarray(people, dtype=np.float64)
    counts = np.bincount(fates, weights=weights, minlength=len(names))
    return {fate: int(count) for fate, count in zip(names, counts, strict=True)}
