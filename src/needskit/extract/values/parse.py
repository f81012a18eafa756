"""From the texts of a column to typed values: each distinct text is looked at once, each rule counted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from needskit.cohort.problems import Problem, Severity
from needskit.extract.values.dates import parse_dates
from needskit.schema import NOT_KNOWN, Field, TableSchema, load_codes, normalise

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from needskit.extract.files.raw import Flags, Positions, Tokens


MANY = 1000
"""From so many distinct texts on, looking at them all together is quicker than one by one."""

FEW = 5
"""A column with fewer wrong values than this may be wrong in most of them by chance."""

SUPPRESSED = re.compile(r"[<>]=?\s*\d+|\*+|\[?c\]?|\.\.|~|:|supp(ressed)?", re.IGNORECASE)
"""What stands for a hidden number in a table that somebody has already protected."""

THOUSANDS = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,9})"
WHOLE_NUMBER = rf"[+-]?{THOUSANDS}(?:\.0+)?"
NUMBER = rf"[+-]?{THOUSANDS}(?:\.[0-9]+)?%?"


@dataclass(frozen=True, slots=True)
class Column:
    """A typed column, and what was wrong with it."""

    answers: pd.Series
    problems: tuple[Problem, ...]


def problem(
    rule: str,
    rows: Flags,
    row_numbers: Positions,
    *,
    wanted: str,
    done: str,
    column: str = "",
    severity: Severity = "warning",
) -> tuple[Problem, ...]:
    """Return the problem of the rows that break a rule; nothing if none does."""
    count = int(rows.sum())
    if not count:
        return ()
    return (Problem(rule, column, severity, count, wanted, done, at=row_numbers[np.flatnonzero(rows)]),)


def missing(tokens: Tokens, missing_values: Sequence[str]) -> Flags:
    """Tell which of the distinct texts mean that nothing is known."""
    known = frozenset(missing_values)
    if len(tokens.texts) > MANY:
        # Identifiers and dates have many texts: only those that begin like a missing value go the slow way.
        likely = begin_like(tokens.texts, known) | (tokens.texts == "")
        return chosen(tokens.texts, likely, lambda text: normalise(text) in known)
    return np.array([normalise(text) in known for text in tokens.texts], dtype=bool)


def begin_like(texts: pd.Series, phrases: Iterable[str]) -> pd.Series:
    """Tell which texts begin with the first word of one of the phrases, in capitals or not."""
    return texts.str.lower().str.startswith(tuple({phrase.split()[0] for phrase in phrases if phrase}))


def chosen(texts: pd.Series, likely: pd.Series, rule: Callable[[str], bool]) -> Flags:
    """Tell which texts meet a rule, trying it on the likely ones alone."""
    found = likely.to_numpy(dtype=bool, copy=True)
    found[found] = [rule(text) for text in texts[found]]
    return found


def parse_column(field: Field, tokens: Tokens, schema: TableSchema, row_numbers: Positions, spelling: object = None) -> Column:
    """Turn the texts of a column into what its schema asks for.

    A text that breaks a rule becomes "not known" and is counted; the row is kept.

    Parameters
    ----------
    field, schema
        What the column must hold.
    tokens
        What it holds.
    row_numbers
        The row of the file of each record, shape ``(rows,)``.
    """
    if field.role == "identifier":
        return Column(tokens.texts.take(tokens.codes).reset_index(drop=True), ())
    empty = missing(tokens, schema.missing_values)
    if field.type == "date":
        return _dates(field, tokens, empty, row_numbers)
    if field.type in {"integer", "number"}:
        return _numbers(field, tokens, empty, row_numbers)
    if field.type == "boolean" or field.codes:
        return _coded(field, tokens, empty, row_numbers)
    return Column(open_list(tokens, empty), ())


def open_list(tokens: Tokens, empty: Flags) -> pd.Series:
    """Return a column of free texts as categories in the order of the alphabet, "not known" last."""
    used = np.zeros(len(tokens.texts), dtype=bool)
    used[tokens.codes] = True
    names = sorted(text for text, gone in zip(tokens.texts, empty | ~used, strict=True) if not gone)
    position = {name: index for index, name in enumerate(names)}
    look_up = np.array([position.get(text, len(names)) for text in tokens.texts], dtype=np.int32)
    return _categories(look_up, tokens, [*names, NOT_KNOWN])


def _categories(look_up: npt.NDArray[np.int32], tokens: Tokens, categories: Sequence[str]) -> pd.Series:
    small = len(categories) <= np.iinfo(np.int8).max
    codes: npt.NDArray[np.integer] = (look_up.astype(np.int8) if small else look_up)[tokens.codes]
    return coded(codes, categories)


def coded(codes: npt.NDArray[np.integer], categories: Sequence[str]) -> pd.Series:
    """Return a column of categories from the position of each row's answer among them."""
    return pd.Series(pd.Categorical.from_codes(codes, categories=pd.Index(list(categories))))


def _coded(field: Field, tokens: Tokens, empty: Flags, row_numbers: Positions) -> Column:
    if field.codes:
        codes = load_codes(field.codes)
        look_up, answers = codes.lookup, codes.names
        wanted = f"wants one of the codes, labels or synonyms of its code list ({', '.join(answers)})."
    else:
        spelled = {**dict.fromkeys(field.true_values, "yes"), **dict.fromkeys(field.false_values, "no")}
        look_up, answers = spelled, ("yes", "no")
        wanted = f"wants yes or no ({', '.join(spelled)})."
    position = {answer: index for index, answer in enumerate(answers)}
    texts = [normalise(text) for text in tokens.texts]
    strange = np.array([text not in look_up for text in texts], dtype=bool) & ~empty
    found = [look_up.get(text) for text in texts]
    mapped = np.array([len(answers) if a is None else position[a] for a in found], dtype=np.int32)
    mapped[empty] = len(answers)
    values = _categories(mapped, tokens, [*answers, NOT_KNOWN])
    problems = _refused(field, "not_in_code_list", strange, tokens, empty, row_numbers, wanted)
    return Column(values, problems)


def _numbers(field: Field, tokens: Tokens, empty: Flags, row_numbers: Positions) -> Column:
    texts = tokens.texts.astype("str")
    hidden = texts.map(lambda text: bool(SUPPRESSED.fullmatch(text))).to_numpy(dtype=bool) & ~empty
    pattern = WHOLE_NUMBER if field.type == "integer" else NUMBER
    readable = texts.str.fullmatch(pattern).to_numpy(dtype=bool) & ~empty
    numbers = np.full(len(texts), np.nan)
    numbers[readable] = texts[readable].str.rstrip("%").str.replace(",", "").astype(float).to_numpy()
    with np.errstate(invalid="ignore"):
        outside = np.zeros(len(texts), dtype=bool)
        if field.minimum is not None:
            outside |= numbers < field.minimum
        if field.maximum is not None:
            outside |= numbers > field.maximum
    numbers[outside] = np.nan
    kind = "a whole number" if field.type == "integer" else "a number"
    unreadable = ~readable & ~empty & ~hidden
    problems = (
        *_refused(field, "not_a_number", unreadable, tokens, empty, row_numbers, f"wants {kind}."),
        *_refused(
            field, "hidden_number", hidden, tokens, empty, row_numbers,
            f"wants {kind}, and holds a mark for a number that somebody has hidden.",
        ),
        *_refused(
            field, "out_of_range", outside, tokens, empty, row_numbers,
            f"wants {kind} from {field.minimum} to {field.maximum}.",
        ),
    )  # fmt: skip
    if field.role == "count":
        blank = np.zeros_like(empty)
        wanted = f"wants {kind}, and holds nothing."
        problems += _refused(field, "no_count", empty, tokens, blank, row_numbers, wanted)
    distinct = pd.array(numbers, dtype="Int64" if field.type == "integer" else "Float64")
    values = pd.Series(distinct.take(tokens.codes))
    return Column(values, problems)


def _dates(field: Field, tokens: Tokens, empty: Flags, row_numbers: Positions) -> Column:
    asked = pd.Series(tokens.texts.to_numpy()[~empty], dtype="str")
    parsed = parse_dates(asked)
    dates = np.full(len(tokens.texts), np.datetime64("NaT", "D"))
    dates[~empty] = parsed.dates
    unreadable, placeholder = np.zeros((2, len(dates)), dtype=bool)
    unreadable[~empty], placeholder[~empty] = parsed.unreadable, parsed.placeholder
    wanted = "wants a date: 2025-12-31, 31/12/2025 or 31 Dec 2025, with four digits for the year."
    problems = (
        *_refused(field, "not_a_date", unreadable, tokens, empty, row_numbers, wanted),
        *_refused(
            field, "placeholder_date", placeholder, tokens, empty, row_numbers,
            "wants a date, and holds one that systems write where they have none.",
        ),
    )  # fmt: skip
    return Column(pd.Series(dates.astype("datetime64[s]")[tokens.codes]), problems)


def _refused(
    field: Field, rule: str, refused: Flags, tokens: Tokens, empty: Flags, row_numbers: Positions, wanted: str
) -> tuple[Problem, ...]:
    """Return the problem of texts that break a rule; an error where no text of the column is right."""
    if not refused.any():
        return ()
    rows = tokens.rows_with(refused)
    filled = ~tokens.rows_with(empty)
    # A count that cannot be read, or a column that never can, is a mistake in the export or the mapping.
    mostly = rows.sum() >= FEW and 2 * rows.sum() > filled.sum() and rule != "placeholder_date"
    hopeless = bool(rows.any()) and (field.role == "count" or mostly)
    done = "Mend the column or its codes and read again." if hopeless else "Counted as not known."
    return problem(
        rule,
        rows,
        row_numbers,
        column=field.name,
        severity="error" if hopeless else "warning",
        wanted=wanted,
        done=done,
    )
