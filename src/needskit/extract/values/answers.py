"""Columns whose answers are a list: codes, yes and no, and the scored questions of an assessment."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from needskit.errors import reject_name
from needskit.extract.values.column import FEW, Column, Refused, coded_answers, problems_of
from needskit.extract.values.glued import NotFound, Vocabulary, answer_to
from needskit.extract.values.numbers import numbers_of
from needskit.schema import NOT_KNOWN, Field, load_codes, normalise
from needskit.schema.scoring import SCALES

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt

    from needskit.extract.files.raw import Flags, Positions, Tokens
    from needskit.extract.values.glued import Alone
    from needskit.extract.values.spelling import Spelling

YES, NO = "yes", "no"
COUNT = re.compile(r"[0-9]{1,3}(,[0-9]{3})+|[0-9]+")
SCORES = ("0", "1", "2")
SCORED_AS: Mapping[str, Mapping[str, str]] = {
    "0 to 2": {"no problems": "0", "no problem": "0", "some problems": "1", "significant problems": "2"}
    # A yes alone could be some problems or significant ones; beside its score it is clear.
    | {"0-no": "0", "2-yes": "2"}
    | {score: score for score in SCORES},
    "yes or no": {"0": "0", "no": "0", "n": "0", "2": "2", "yes": "2", "y": "2"},
    "ever": {"never": "0", "previous": "1", "previously": "1", "current": "2", "currently": "2"}
    | {score: score for score in SCORES},
}
"""What the answers to a scored question score (HMPPS, hmpps-assess-risks-and-needs, ScoredAnswer)."""

NOT_SCORED = frozenset({"m", "missing", "not answered", "null", "-"})


class Answers(NamedTuple):
    """The answers that a column can have, how they are spelt, and what is wanted in words."""

    names: tuple[str, ...]
    lookup: Mapping[str, str | None]
    wanted: str
    alone: Alone
    labels: frozenset[str] = frozenset()


class _Found(NamedTuple):
    """Of each distinct text: the place of its answer, the number of answers if there is none, and why there is none."""

    places: npt.NDArray[np.int32]
    strange: Flags
    differs: Flags


def answers_of(field: Field) -> Answers:
    """Return the answers that a column with a list of them can have."""
    if field.role == "item":
        scale = field.scale or "0 to 2"
        # In "1 - Some problems" the words may be any; "2 - Maybe" is no answer to a yes or no question.
        return Answers(SCORES, SCORED_AS[scale], f"wants {SCALES[scale]}.", "none" if scale == "yes or no" else "any")
    if field.codes:
        codes = load_codes(field.codes)
        wanted = f"wants one of the codes, labels or synonyms of its code list ({', '.join(codes.names)})."
        labels = frozenset(normalise(word) for code in codes.codes for word in (code.code, code.label))
        return Answers(codes.names, codes.lookup, wanted, "with a letter", labels)
    spelled: dict[str, str | None] = {**dict.fromkeys(field.true_values, YES), **dict.fromkeys(field.false_values, NO)}
    return Answers((YES, NO), spelled, f"wants yes or no ({', '.join(spelled)}).", "none")


def checked_codes(field: Field, codes: Mapping[str, str]) -> None:
    """Raise unless every code that their texts are to be read as is an answer of the column.

    A column with an open list, such as districts, may be read as anything.

    Raises
    ------
    UsageError
        If one is not, with the nearest named; or if the column holds numbers, dates or identifiers.

    Examples
    --------
    >>> from needskit.schema import load_table
    >>> checked_codes(load_table("people").field("sex"), {"FE": "femal"})
    Traceback (most recent call last):
    needskit.errors.UsageError: There is no code of the column sex called 'femal'; did you mean 'female'? There are: \
female, male, not known, other.
    """
    if field.type == "string" and not field.codes and field.role != "identifier":
        return
    listed = field.codes or field.type == "boolean" or field.role == "item"
    names = answers_of(field).names if listed else ()
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
        Its codes go before the list; its missing texts are those of the schema too.
    """
    if spelling.at_least is not None:
        return _from_numbers(field, tokens, empty, rows, spelling)
    answers, found = answers_of(field), _found(field, tokens, spelling)
    counts = _counts(tokens, found.strange, empty) if field.type == "boolean" else None
    refused = [counts or Refused("not_in_code_list", found.strange, answers.wanted), _differing(found)]
    values = coded_answers(found.places, tokens, [*answers.names, NOT_KNOWN])
    return Column(values, problems_of(field, refused, tokens, empty, rows))


def _found(field: Field, tokens: Tokens, spelling: Spelling) -> _Found:
    """Return which answer each distinct text means."""
    names, listed, _, alone, labels = answers_of(field)
    said = {text: None if standard == NOT_KNOWN else standard for text, standard in spelling.codes.items()}
    meanings: dict[str, str | None] = {**listed, **dict.fromkeys(spelling.missing), **said}
    vocabulary = Vocabulary.of(meanings, alone, labels)
    found = [answer_to(text, vocabulary) for text in tokens.texts]
    place = {name: index for index, name in enumerate(names)}
    return _Found(
        np.array([place.get(str(answer), len(names)) for answer in found], dtype=np.int32),
        np.array([answer is NotFound.STRANGE for answer in found], dtype=bool),
        np.array([answer is NotFound.DIFFERS for answer in found], dtype=bool),
    )


def _differing(found: _Found) -> Refused:
    return Refused("code_and_words_differ", found.differs, "holds a code and words that do not agree.")


def _counts(tokens: Tokens, strange: Flags, empty: Flags) -> Refused | None:
    """Return the rule that a yes or no column breaks most of whose texts are counts."""
    counts = np.array([COUNT.fullmatch(text) is not None for text in tokens.texts], dtype=bool) & strange
    rows, filled = tokens.records_with(counts), tokens.records_with(~empty)
    # One number throughout is a code, such as 2 for no; many are counts or scores.
    several = len(np.unique(tokens.codes[tokens.rows_with(counts)])) > 1
    if not several or rows < FEW or 2 * rows <= filled:
        return None
    wanted = (
        "wants yes or no, and holds numbers, as a table of counts does that has no row a person; if they are scores, "
        "say from which on they mean yes."
    )
    return Refused("counts_not_answers", strange, wanted)


def _from_numbers(field: Field, tokens: Tokens, empty: Flags, rows: Positions, spelling: Spelling) -> Column:
    """Return yes from a number on, no below it; the user's own codes go before the numbers."""
    told = [spelling.codes.get(normalise(text)) for text in tokens.texts]
    untold = np.array([answer is None for answer in told], dtype=bool)
    numbers, refused = numbers_of(tokens, empty | ~untold, kind="a number", whole=False)
    with np.errstate(invalid="ignore"):
        mapped = np.where(np.isnan(numbers), 2, np.where(numbers >= (spelling.at_least or 0), 0, 1)).astype(np.int32)
    answers = [YES, NO, NOT_KNOWN]
    mapped[~untold] = [answers.index(answer) for answer in told if answer is not None]
    return Column(coded_answers(mapped, tokens, answers), problems_of(field, refused, tokens, empty, rows))


def parse_scores(field: Field, tokens: Tokens, empty: Flags, rows: Positions, spelling: Spelling) -> Column:
    """Turn the answers to a scored question of an assessment into 0, 1 or 2.

    "2-Significant problems", "0 - No", "Yes", "Never": the score and the words, which must agree if both are known.
    "M" and "Missing" are not known.
    """
    spelling = replace(spelling, missing=spelling.missing | NOT_SCORED)
    empty = empty | np.array([normalise(text) in NOT_SCORED for text in tokens.texts], dtype=bool)
    answers, found = answers_of(field), _found(field, tokens, spelling)
    refused = [Refused("not_a_score", found.strange, answers.wanted), _differing(found)]
    scores = np.where(found.places < len(answers.names), found.places, np.nan)
    distinct: pd.api.extensions.ExtensionArray = pd.array(scores, dtype="Int64")
    return Column(pd.Series(distinct.take(tokens.codes)), problems_of(field, refused, tokens, empty, rows))
