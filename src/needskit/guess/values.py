"""Whether a column holds what its standard name wants, and which of its texts are not understood."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from needskit.extract.files.raw import Tokens
from needskit.extract.values.parse import parse_column
from needskit.extract.values.spelling import Spelling
from needskit.guess.looked import looks_like_record
from needskit.guess.people_names import looks_like_name, words_of
from needskit.guess.toml_text import quoted
from needskit.schema import load_table, normalise
from needskit.schema.answers import NO_SPELLINGS, YES_SPELLINGS

if TYPE_CHECKING:
    from collections.abc import Collection

    import numpy.typing as npt

    from needskit.guess.looked import Column
    from needskit.schema import Field

ALWAYS_TOLD = 2099
"""A latest year that makes years of two digits readable, to tell whether a column holds dates at all."""

EARLIEST = 1901
"""Years up to here are placeholders."""

FEW = 5
"""A text that stands in fewer rows than this is not written, nor is a smaller count."""

MOST_TEXTS = 30
MOST_LETTERS = 70

PASSED_BY = frozenset({"placeholder_date"})
OLDEST = 110
MONTHS_IN_YEAR = 12
MOST_MONTHS = 400

YEAR_LAST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{2,4})(?:[T ].*)?")
TWO_DIGITS = 2
YEAR_FIRST = re.compile(r"(\d{4})-\d{1,2}-\d{1,2}.*")
LAST_MONTH = 12


@dataclass(frozen=True, slots=True)
class Understood:
    """How far a column is understood as one standard column.

    Parameters
    ----------
    rows, texts
        How many rows, and how many distinct texts in them, are understood.
    strange
        Texts that are not and that may be written, each with the number of its rows, the commonest first.
    others, other_rows
        How many further texts are not understood, and in how many rows they stand.
    """

    rows: int
    texts: int
    strange: tuple[tuple[str, int], ...]
    others: int
    other_rows: int

    @property
    def mostly(self) -> bool:
        """Whether at least half of the rows that say something are understood."""
        return self.rows >= self.other_rows + sum(count for _, count in self.strange)


RATINGS = (frozenset({"red", "amber", "green", "blue", "grey"}), frozenset("rag"))


def understood(field: Field, column: Column, *, day_first: bool, unit: str = "") -> Understood:
    """How far does a column hold what a standard column wants?

    Each distinct text is read once, as the reader would.

    Parameters
    ----------
    field
        The standard column.
    column
        The column of the file.
    day_first
        Which comes first in its dates.
    unit
        Of its numbers, if it is told.
    """
    rows_of = column.rows_of
    here = np.flatnonzero(column.filled & (rows_of > 0))
    spelling = Spelling(day_first=day_first, latest_two_digit_year=ALWAYS_TOLD, unit=unit)
    once = Tokens(column.tokens.texts.iloc[here].reset_index(drop=True), np.arange(len(here)))
    parsed = parse_column(field, once, load_table("people"), np.arange(len(here)), spelling)
    refused = np.zeros(len(here), dtype=bool)
    for found in parsed.problems:
        if found.severity != "note" and found.rule not in PASSED_BY:
            refused[found.at] = True
    listed = bool(field.codes) or field.type == "boolean"
    strange, others, other_rows = _strange(column, here[refused], words_of(field) if listed else None)
    return Understood(int(rows_of[here[~refused]].sum()), int((~refused).sum()), strange, others, other_rows)


def _strange(
    column: Column, refused: npt.NDArray[np.intp], words: Collection[str] | None
) -> tuple[tuple[tuple[str, int], ...], int, int]:
    """Return the texts that are not understood and may be written, and how many others there are in how many rows.

    None may be where there are no words of a code list.
    """
    rows_of, texts = column.rows_of, column.tokens.texts
    times: Counter[str] = Counter()
    spelt: dict[str, list[str]] = {}
    for position in refused:
        form = normalise(texts.iloc[position])
        spelt.setdefault(form, []).append(str(texts.iloc[position]))
        times[form] += int(rows_of[position])
    often = [(spelt[form], count) for form, count in times.most_common() if count >= FEW and words is not None]
    shown = [(ways[0], count) for ways, count in often if all(may_be_shown(each, words or ()) for each in ways)]
    if len(shown) > MOST_TEXTS:
        shown = []
    return tuple(shown), len(times) - len(shown), sum(times.values()) - sum(count for _, count in shown)


def may_be_shown(text: str, words: Collection[str]) -> bool:
    """Is this a text that a code list may hold, and no identifier, date, postcode, name of a person or long note?

    Parameters
    ----------
    text
        As it stands in the file.
    words
        Those of the code list.
    """
    return not looks_like_record(text) and not looks_like_name(text, words) and len(quoted(text)) <= MOST_LETTERS


def is_yes_or_no(column: Column) -> bool:
    """Does every text of a column mean yes or no, both of them there?"""
    answers = {normalise(text) for text in column.texts}
    yes, no = answers & set(YES_SPELLINGS), answers & set(NO_SPELLINGS)
    return bool(yes) and bool(no) and answers == yes | no


def month_first(columns: list[Column]) -> bool:
    """Do dates of these columns put the month first? Only if some must, and none can only have the day first."""
    parts = [found for column in columns for text in column.texts if (found := YEAR_LAST.fullmatch(text))]
    second = any(int(each[2]) > LAST_MONTH for each in parts)
    return second and not any(int(each[1]) > LAST_MONTH for each in parts)


def two_digit_years(columns: list[Column]) -> bool:
    """Has any date of these columns a year of two digits?"""
    parts = [found for column in columns for text in column.texts if (found := YEAR_LAST.fullmatch(text))]
    return any(len(each[3]) == TWO_DIGITS for each in parts)


def latest_year(columns: list[Column]) -> int | None:
    """Return the latest year of four digits among the dates of these columns."""
    texts = [text for column in columns for text in column.texts]
    years = [int(found[1]) for text in texts if (found := YEAR_FIRST.fullmatch(text))]
    years += [int(found[3]) for text in texts if (found := YEAR_LAST.fullmatch(text)) and len(found[3]) == len("2025")]
    plausible = [year for year in years if EARLIEST < year < ALWAYS_TOLD]
    return max(plausible, default=None)


def ages_in_months(column: Column) -> bool:
    """Are most ages too high for years, and none too high for months?"""
    numbers, rows = _numbers(column)
    total = rows.sum()
    too_old = rows[numbers > OLDEST].sum()
    return bool(total and 2 * too_old > total and numbers.max() <= OLDEST * MONTHS_IN_YEAR)


def is_rating(column: Column) -> bool:
    """Does a column rate people red, amber or green?"""
    if "rag" in column.form.split("_"):
        return True
    if np.count_nonzero(column.filled) > MOST_TEXTS:
        return False
    ratings = {normalise(text) for text in column.texts}
    return len(ratings) > 1 and any(ratings <= each for each in RATINGS)


def length_unit(column: Column) -> str:
    """Which unit are lengths without one in? Guessed from the header, else the largest; empty if all have one."""
    named = [unit for unit in ("day", "month", "year") if re.search(rf"(^|_){unit}s?(_|$)", column.form)]
    numbers, _ = _numbers(column)
    if not len(numbers):
        return ""
    if len(named) == 1:
        return f"{named[0]}s"
    return "months" if numbers.max() < MOST_MONTHS else "days"


def _numbers(column: Column) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.intp]]:
    """Return the distinct numbers of a column and in how many rows each stands."""
    texts = column.tokens.texts.astype("str")
    plain = column.filled & texts.str.fullmatch(r"\d{1,6}(\.\d+)?").to_numpy(dtype=bool) & (column.rows_of > 0)
    return texts[plain].to_numpy().astype(np.float64), column.rows_of[plain].astype(np.intp)
