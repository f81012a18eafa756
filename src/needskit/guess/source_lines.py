"""The lines of one source: its file, its columns, its codes and its units."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from needskit.extract.files.header import find_header
from needskit.extract.project.parts import CAN_BE_COMPLETE
from needskit.guess.looked import looks_like_record
from needskit.guess.names import KEY, OWN, fields_of
from needskit.guess.needs import own_needs
from needskit.guess.toml_text import comment, quoted, setting, shown
from needskit.guess.values import FEW, is_rating, latest_year, two_digit_years

if TYPE_CHECKING:
    from needskit.guess.columns import Found, Match
    from needskit.guess.looked import Column
    from needskit.guess.roles import Planned

ROWS: Final = {
    "people": "One row a person: this file says who is in the cohort.",
    "needs": "One row a person: what it says is added to the people of the file with the role people.",
    "assessments": "One row an assessment, several a person: which of them counts is said under [assessments].",
    "accommodation": "One row an address or a recorded status, several a person.",
    "offences": "One row an offence, several a person.",
    "iom": "One row a time on the list of integrated offender management.",
    "youth": "One row a time with youth justice services.",
    "adult": "One row a time with adult services, such as an order of probation.",
    "services": "One row a referral to, or a time in, a service.",
    "population": "How many people live in each area: no row is of a person.",
}
EXAMPLE_YEAR: Final = 2025
MOST_LISTED: Final = 60


def number_of_rows(count: int) -> str:
    """Return a number of rows in words; small ones are not told.

    Examples
    --------
    >>> number_of_rows(1200), number_of_rows(3)
    ('1,200 rows', 'fewer than 5 rows')
    """
    return f"{count:,} rows" if count >= FEW else f"fewer than {FEW} rows"


def source_lines(
    source: Planned, found: Found, needs: str, folder: Path, unlinked: str = ""
) -> tuple[list[str], list[str]]:
    """Return the lines of a source, and what of it is left to do.

    Parameters
    ----------
    source, found
        The source and its columns.
    needs
        The need set; "own" for none.
    folder
        Where the settings file is to be.
    unlinked
        Why its identifiers match nobody; empty if they match.
    """
    to_do = [f"[sources.{source.name}.columns] person_id: {unlinked}"] if unlinked else []
    lines = [
        f"[sources.{source.name}]",
        *comment(f"{ROWS[source.role]} It has {number_of_rows(source.sheet.rows)}."),
        *(comment(f"It links to nobody: {unlinked}") if unlinked else []),
        *setting("file", quoted(_path(source.sheet.path, folder)), "the file, as it is found from this one"),
        *setting("role", quoted(source.role), "what its rows are"),
        *_where(source, found, needs),
        *_repeated(source, found, to_do),
        *_more(source),
        *_dates(source, found, to_do),
        *setting("missing", "[]", "texts that mean that nothing is known, beside the usual ones", off=True),
        "",
        *_columns(source, found, needs, to_do),
        *_codes(source, found, needs, to_do),
        *_units(source, found, to_do),
    ]
    return lines, to_do


def _path(path: Path, folder: Path) -> str:
    """Return the path from the settings file, with forward slashes; the whole path where there is no other."""
    try:
        return Path(os.path.relpath(path.resolve(), folder.resolve())).as_posix()
    except ValueError:
        return path.resolve().as_posix()


def _where(source: Planned, found: Found, needs: str) -> list[str]:
    sheet, lines = source.sheet, []
    if sheet.name:
        lines += setting("sheet", quoted(sheet.name), "which sheet of the workbook")
    wanted = [each.column.header for each in found.matches if each.is_read]
    same = find_header(sheet.top, known=fields_of(source.role, needs), wanted=wanted) == sheet.header
    words = "the row of the file that holds the headers, counted from 1"
    return lines + setting("header_row", str(sheet.header + 1), words, off=sheet.header_is_first and same)


def _repeated(source: Planned, found: Found, to_do: list[str]) -> list[str]:
    words = "which row counts of a person with several: first row, last row, earliest or latest index date"
    if source.repeated != "refuse":
        if not source.split:
            to_do.append(f"[sources.{source.name}] repeated: many people have several rows; say which of them counts")
        return setting("repeated", quoted(source.repeated), words)
    if source.differing:
        row = "latest index date" if found.column("index_date") is not None else "last row"
        to_do.append(f"[sources.{source.name}] repeated: some people have rows that differ; say which of them counts")
        return setting("repeated", quoted(row), words, off=True)
    return []


def _more(source: Planned) -> list[str]:
    """Return the settings that some roles alone have."""
    lines: list[str] = []
    if source.split and source.role == "people":
        lines += setting("only_named", "true", "of this file only the columns named below are read here")
    if source.role in CAN_BE_COMPLETE:
        words = "take the # away if whoever is not in this file is known not to be concerned: no, and not not known"
        lines += setting("complete", "true", words, off=True)
    if source.role == "services":
        lines += setting(
            "flag", quoted(f"in_{source.name}"), "makes a column: in this service at the index date", off=True
        )
        lines += setting("label", quoted("In the service"), "the words for that column; needed with flag", off=True)
    return lines


def _dates(source: Planned, found: Found, to_do: list[str]) -> list[str]:
    columns = [each.column for each in found.matches if each.field.type == "date"]
    lines: list[str] = []
    if not found.day_first:
        lines += setting(
            "dates", quoted("month first"), "03/04/2001 is in March: some dates here can mean nothing else"
        )
    if two_digit_years(columns):
        year = latest_year(columns) or EXAMPLE_YEAR
        words = "some years have two digits: take the # away and give the latest year that they can mean"
        lines += setting("two_digit_years", str(year), words, off=True)
        to_do.append(
            f"[sources.{source.name}] two_digit_years: some years have two digits; say the latest they can mean"
        )
    return lines


def _columns(source: Planned, found: Found, needs: str, to_do: list[str]) -> list[str]:
    lines = [f"[sources.{source.name}.columns]", *comment("Standard name = the header in their file.")]
    if source.key is None and source.role == "people" and "people" not in {each.field.name for each in found.matches}:
        lines += setting(KEY, quoted(""), "no column was found that tells people apart: write its header", off=True)
        to_do.append(f"[sources.{source.name}.columns] person_id: say which column tells people apart")
    for match in found.matches:
        if not _is_left_to_need(match, needs):
            lines += _match(source, match, to_do)
    for name in found.off:
        words = f"a column has this name, and what it holds is not {name} or cannot be told apart: it is not read"
        lines += setting(name, "false", words)
    lines += _doubled(source, found)
    for name, column in found.close:
        if not looks_like_record(column.header):
            lines += setting(name, quoted(column.header), "looks like it: take the # away if it is", off=True)
    return [*lines, *_the_rest(source, found, needs), *_rating(source, found, to_do), ""]


def _rating(source: Planned, found: Found, to_do: list[str]) -> list[str]:
    """Say of a police list that a column of red, amber and green is no tier."""
    columns = [column for column in found.rest if source.role == "iom" and is_rating(column)]
    if not columns or found.column("iom_tier") is not None:
        return []
    words = f"{shown(columns[0].header)} rates people red, amber or green, which is no tier: it is not read as iom_tier"
    to_do.append(f"[sources.{source.name}.columns] iom_tier: {words}; name the column of fixed, flex or free if any")
    return comment(f"{words}. iom_tier wants a column of fixed, flex or free.")


def _doubled(source: Planned, found: Found) -> list[str]:
    """Return the other columns of a standard name; those with one header cannot be told apart."""
    headers = [column.header for column in source.sheet.columns]
    lines: list[str] = []
    for name, column in found.doubled:
        if headers.count(column.header) == 1:
            lines += setting(name, quoted(column.header), "another column of the same: take one of the two", off=True)
    same = dict.fromkeys(column.header for _, column in found.doubled if headers.count(column.header) > 1)
    words = "Several columns have this header, so that none can be read; give each its own in the file:"
    return lines + [line for header in same for line in comment(f"{words} {shown(header)}.")]


def _is_left_to_need(match: Match, needs: str) -> bool:
    """Tell whether a column is asked for under ``[need]`` instead."""
    return needs == OWN and match.field.role == "need" and not match.is_read


def _match(source: Planned, match: Match, to_do: list[str]) -> list[str]:
    name, header = match.field.name, quoted(match.column.header)
    if match.is_read:
        return setting(name, header, match.field.title)
    to_do.append(
        f"[sources.{source.name}.columns] {name}: most of {shown(match.column.header)} is not understood; "
        "take the # away once its codes are given"
    )
    return setting(name, header, "most of what it holds is not understood, so it is not read", off=True)


def _the_rest(source: Planned, found: Found, needs: str) -> list[str]:
    """Name the columns that are nothing standard; one whose header may be a record is only counted."""
    own = [each.column for each in own_needs(source, found, needs) if each.active and not each.in_schema]
    rest = [column for column in found.rest if column not in own]
    lines = comment(f"Read as needs, under [need]: {', '.join(shown(each.header) for each in own)}.") if own else []
    if not rest:
        return lines
    named = [column for column in rest if not looks_like_record(column.header)]
    words = ", ".join(shown(column.header, most=50) for column in named[:MOST_LISTED])
    hidden = len(rest) - len(named[:MOST_LISTED])
    more = f"{' and ' if words else ''}{hidden} more" if hidden else ""
    return lines + comment(f"Not recognised, and not read: {words}{more}.")


def _codes(source: Planned, found: Found, needs: str, to_do: list[str]) -> list[str]:
    """Return what is understood of each listed column, and a line to fill in for each text that is not."""
    lines: list[str] = []
    asked: list[str] = []
    for match in found.matches:
        if (match.field.codes or match.field.type == "boolean") and not _is_left_to_need(match, needs):
            lines += _of_column(match)
            asked += [match.field.name] if match.known.strange else []
    if not lines:
        return []
    if asked:
        to_do.append(
            f"[sources.{source.name}.codes]: say what the texts of {', '.join(asked)} mean that are not understood"
        )
    words = "Their text = the standard code (`needskit schema` lists them), or not known. Fill in, and take the # away."
    return [f"[sources.{source.name}.codes]", *comment(words), *lines, ""]


def _of_column(match: Match) -> list[str]:
    known, name = match.known, match.field.name
    texts = "1 text" if known.texts == 1 else f"{known.texts} texts"
    words = (
        f"{name}: understood: {number_of_rows(known.rows)}, {texts}."
        if known.rows
        else f"{name}: nothing is understood."
    )
    if known.others:
        others = "1 other text" if known.others == 1 else f"{known.others} other texts"
        words += f" Not understood and not shown: {others} in {number_of_rows(known.other_rows)}."
    lines = comment(words)
    for text, count in known.strange:
        lines += setting(f"{name}.{quoted(text)}", quoted(""), f"{number_of_rows(count)}: say which", off=True)
    return lines


def _units(source: Planned, found: Found, to_do: list[str]) -> list[str]:
    lines: list[str] = []
    for name, unit in found.units.items():
        column = found.column(name)
        if column is None:
            continue
        if name == "age":
            lines += setting(name, quoted(unit), "most are too high for years; months become completed years")
            continue
        lines += setting(name, quoted(unit), "the unit of a number without one: days, months or years")
        if not _says_unit(column):
            to_do.append(f"[sources.{source.name}.units] {name}: {unit} is a guess; say which it is")
    return [f"[sources.{source.name}.units]", *lines, ""] if lines else []


def _says_unit(column: Column) -> bool:
    return bool({"day", "days", "month", "months", "year", "years"} & set(column.form.split("_")))
