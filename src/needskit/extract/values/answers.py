"""Columns whose answers are a list: codes, yes and no, and the scored questions of an assessment."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

import pandas as pd

from needskit.errors import reject_name
from needskit.extract.values.column import Column, Refused, coded_answers, problems_of
from needskit.extract.values.glued import NotFound, answer_to
from needskit.extract.values.numbers import numbers_of
from needskit.schema import NOT_KNOWN, Field, load_codes, normalise

if TYPE_CHECKING:
    from collections.abc import Mapping

    from needskit.extract.files.raw import Flags, Positions, Tokens
    from needskit.extract.values.spelling import Spelling

YES, NO = "yes", "no"
COUNT = re.compile(r"[0-9]{1,3}(,[0-9]{3})+|[0-9]+")
LEADING_SCORE = re.compile(r"([0-2])(\.0+)?(\s*[-\u2013\u2014:].*)?")
SCALES: Mapping[str, Mapping[str, int]] = {
    "0 to 2": {"no problems": 0, "no problem": 0, "some problems": 1, "significant problems": 2},
    "yes or no": {"no": 0, "n": 0, "yes": 2, "y": 2},
    "ever": {"never": 0, "previous": 1, "previously": 1, "current": 2, "currently": 2},
}
"""What the words of a scored question score (HMPPS, hmpps-assess-risks-and-needs, Section.kt)."""

NOT_SCORED = frozenset({"m", "missing", "not answered", "null", "-"})


class Answers(NamedTuple):
    """The answers that a column can have, how they are spelt, and what is wanted in words."""

    names: tuple[str, ...]
    lookup: Mapping[str, str | None]
    wanted: str


def answers_of(field: Field) -> Answers:
    """Return the answers that a column with a list of them can have."""
    if field.codes:
        codes = load_codes(field.codes)
        wanted = f"wants one of the codes, labels or synonyms of its code list ({', '.join(codes.names)})."
        return Answers(codes.names, codes.lookup, wanted)
    spelled: dict[str, str | None] = {**dict.fromkeys(field.true_values, YES), **dict.fromkeys(field.false_values, NO)}
    return Answers((YES, NO), spelled, f"wants yes or no ({', '.join(spelled)}).")


def checked_codes(field: Field, codes: Mapping[str, str]) -> None:
    """Raise unless every code that their texts are to be read as is an answer of the column.

    Raises
    ------
    UsageError
        If one is not, with the nearest named; or if the column has no list of answers.
    """
    names = answers_of(field).names if field.codes or field.type == "boolean" else ()
    for standard in codes.values():
        if standard not in {*names, NOT_KNOWN}:
            reject_name(standard, kind=f"code of the column {field.name}", known=(*names, NOT_KNOWN))


def parse_answers(field: Field, tokens: Tokens, empty: Flags, rows: Positions, spelling: Spelling) -> Column:
    """Turn texts into the answers of a list.

    Parameters
    ----------
    field
        A column with a code list, or of yes and no.
    tokens, empty
        The distinct texts, and which of them mean that nothing is known, shape ``(distinct,)``.
    rows
        The row of the file of each record.
    spelling
        The user's own codes go before the list.
    """
    if spelling.at_least is not None:
        return _from_numbers(field, tokens, empty, rows, spelling)
    names, listed, wanted = answers_of(field)
    said = {text: None if standard == NOT_KNOWN else standard for text, standard in spelling.codes.items()}
    lookup = {**listed, **said}
    # A text that the user names counts, also where it usually means that nothing is known.
    empty = empty & np.array([normalise(text) not in said for text in tokens.texts], dtype=bool)
    found = [None if gone else answer_to(text, lookup) for text, gone in zip(tokens.texts, empty, strict=True)]
    strange = np.array([answer is NotFound.STRANGE for answer in found], dtype=bool)
    differs = np.array([answer is NotFound.DIFFERS for answer in found], dtype=bool)
    position = {name: index for index, name in enumerate(names)}
    mapped = np.array([position.get(str(answer), len(names)) for answer in found], dtype=np.int32)
    if spelling.blank == NO and YES in names:
        mapped[(tokens.texts == "").to_numpy()] = names.index(NO)
    refused = [
        _counts(field, tokens, strange, empty) or Refused("not_in_code_list", strange, wanted),
        Refused("code_and_words_differ", differs, "holds a code and words that do not agree."),
    ]
    values = coded_answers(mapped, tokens, [*names, NOT_KNOWN])
    return Column(values, problems_of(field, refused, tokens, empty, rows))


def _counts(field: Field, tokens: Tokens, strange: Flags, empty: Flags) -> Refused | None:
    """Return the rule that a yes or no column breaks most of whose texts are counts."""
    if field.type != "boolean" or not strange.any():
        return None
    counts = np.array([COUNT.fullmatch(text) is not None for text in tokens.texts], dtype=bool) & strange
    filled = tokens.rows_with(~empty).sum()
    if 2 * tokens.rows_with(counts).sum() <= filled:
        return None
    wanted = "wants yes or no, and holds numbers, as a table of counts does that has no row a person."
    return Refused("counts_not_answers", strange, wanted)


def _from_numbers(field: Field, tokens: Tokens, empty: Flags, rows: Positions, spelling: Spelling) -> Column:
    """Return yes from a number on, no below it."""
    numbers, refused = numbers_of(tokens, empty, kind="a number", whole=False)
    with np.errstate(invalid="ignore"):
        mapped = np.where(np.isnan(numbers), 2, np.where(numbers >= (spelling.at_least or 0), 0, 1)).astype(np.int32)
    if spelling.blank == NO:
        mapped[(tokens.texts == "").to_numpy()] = 1
    return Column(coded_answers(mapped, tokens, [YES, NO, NOT_KNOWN]), problems_of(field, refused, tokens, empty, rows))


def parse_scores(field: Field, tokens: Tokens, empty: Flags, rows: Positions) -> Column:
    """Turn the answers to a scored question of an assessment into 0, 1 or 2.

    "2-Significant problems", "0 - No", "Yes", "Never": the score if it leads, otherwise what the words score.
    """
    words = SCALES.get(field.scale or "", {})
    empty = empty | np.array([normalise(text) in NOT_SCORED for text in tokens.texts], dtype=bool)
    scores = np.array([_score(text, words) for text in tokens.texts], dtype=np.float64)
    scores[empty] = np.nan
    wanted = f"wants a score of 0, 1 or 2, or its words ({', '.join(words)})."
    refused = [Refused("not_a_score", np.isnan(scores) & ~empty, wanted)]
    distinct: pd.api.extensions.ExtensionArray = pd.array(scores, dtype="Int64")
    return Column(pd.Series(distinct.take(tokens.codes)), problems_of(field, refused, tokens, empty, rows))


def _score(text: str, words: Mapping[str, int]) -> float:
    leading = LEADING_SCORE.fullmatch(text.strip())
    return float(leading[1]) if leading is not None else float(words.get(normalise(text), np.nan))
