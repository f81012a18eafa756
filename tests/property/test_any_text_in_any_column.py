"""Whatever text stands in whatever column, it is read or counted, changes no other row, and is never repeated."""

from __future__ import annotations

import string
import sys
from itertools import chain
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from needskit.extract.files.raw import Tokens
from needskit.extract.values.column import missing
from needskit.extract.values.identifiers import Form, standard_identifiers
from needskit.extract.values.parse import parse_column
from needskit.extract.values.spelling import Spelling
from needskit.schema import TABLES, load_needs, load_table, normalise

if TYPE_CHECKING:
    from needskit.extract.values.column import Column
    from needskit.schema import Field

PEOPLE = load_table("people")
SCORED = load_needs("oasys").fields()
ALL = chain(*(load_table(name).fields for name in TABLES), SCORED)
KINDS = {
    (field.role, field.type, field.codes, field.scale, field.minimum, field.maximum, field.name == "age"): field
    for field in ALL
}
COLUMNS = tuple(KINDS.values())
"""One column of every kind; of an age alone the name matters."""

HOSTILE = (
    "", " ", "-", "()", "(", "a(", "W1 -", "- W1", ":", "=", "W1 - White: British", "White (W1) (B1)",
    "=cmd|' /C calc'!A0",
    "1" * 400, "1,000" + ",000" * 120, "-9,223,372,036,854,775,809", "9,223,372,036,854,775,808", "1e999", "nan",
    "inf", "-0", "0.0", "1.", ".5", "%", "100%", "00000", "99999", "99999.99999", "00000000", "99999999",
    "31/12/9999", "01/01/0000", "29/02/1900", "2024-02-29T25:61:61Z", "1 May 2024", "1st", "45351" * 20, "31-Dec-99",
    "999999y 999999m", "0y", "1y1y", "12 months to", "to 4 years", "<", "<5", ">= 4 years", "+", "4+",
    "\u0663", "\u00b2", "\u2460", "\u0130", "\u00df", "\ufb01", "\u200b", "\u00a0", "\x00", "\x1f", "\u2028", "\ud7ff",
    "\U0001f600", "\u202eabc", "\u0e33", "\n", "W1\n-\nWhite", "IC1", "SYNTHETIC-", "SYNTHETIC-SYNTHETIC-X123456",
    "08/359381C", "8/1C", "00/0Z", "2008/0359381C", "0" * 13 + "Z",
)  # fmt: skip
ALPHABET = st.sampled_from(f"{string.digits}/-.,:() <>+%T{string.ascii_letters}\u2013\u00a0\u00df\u0663")
TEXTS = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=20), st.text(ALPHABET, max_size=12))
SPELLINGS = st.builds(
    Spelling,
    missing=st.frozensets(TEXTS.map(normalise), max_size=2),
    blank=st.sampled_from(["not known", "no"]),
    day_first=st.booleans(),
    latest_two_digit_year=st.sampled_from([None, 2025]),
    unit=st.sampled_from(["", "days", "months", "years"]),
    at_least=st.sampled_from([None, 0.0, 2.0]),
)


def parsed(field: Field, texts: list[str], spelling: Spelling) -> Column:
    tokens = Tokens.of(pd.Series(texts, dtype="str"))
    return parse_column(field, tokens, PEOPLE, np.arange(2, len(texts) + 2), spelling)


def as_texts(column: Column) -> list[str]:
    return column.answers.astype("object").astype("str").tolist()


@pytest.mark.parametrize("field", COLUMNS, ids=lambda field: field.name)
@pytest.mark.parametrize("at_least", [None, 2.0])
def test_every_hostile_text_is_read_or_counted(field: Field, at_least: float | None) -> None:
    spelling = Spelling(at_least=at_least, unit="months", latest_two_digit_year=2025)
    read = parsed(field, list(HOSTILE), spelling)
    assert len(read.answers) == len(HOSTILE)
    assert {row for found in read.problems for row in found.at} <= set(range(2, len(HOSTILE) + 2))


@given(st.sampled_from(COLUMNS), st.lists(TEXTS, max_size=12), SPELLINGS)
@settings(max_examples=400, deadline=None)
def test_every_row_is_read_or_counted(field: Field, texts: list[str], spelling: Spelling) -> None:
    read = parsed(field, texts, spelling)
    assert len(read.answers) == len(texts)
    for found in read.problems:
        assert 0 < found.rows == len(found.at) <= len(texts)
        assert set(found.at) <= set(range(2, len(texts) + 2))


@given(st.sampled_from(COLUMNS), st.lists(TEXTS, min_size=1, max_size=8), SPELLINGS)
@settings(max_examples=200, deadline=None)
def test_no_text_changes_how_another_row_is_read(field: Field, texts: list[str], spelling: Spelling) -> None:
    together = as_texts(parsed(field, texts, spelling))
    alone = [as_texts(parsed(field, [text], spelling))[0] for text in texts]
    assert together == alone


@given(st.sampled_from(COLUMNS), st.lists(TEXTS, max_size=10), SPELLINGS, st.randoms(use_true_random=False))
@settings(max_examples=200, deadline=None)
def test_the_order_of_the_rows_changes_nothing(
    field: Field, texts: list[str], spelling: Spelling, random: object
) -> None:
    order = list(range(len(texts)))
    random.shuffle(order)  # type: ignore[attr-defined] # as Random has it
    first, second = parsed(field, texts, spelling), parsed(field, [texts[place] for place in order], spelling)
    answers = as_texts(first)
    assert as_texts(second) == [answers[place] for place in order]
    counted = [
        [(found.rule, found.severity, found.rows, found.wanted) for found in read.problems] for read in (first, second)
    ]
    assert counted[0] == counted[1]


@given(st.sampled_from(COLUMNS), st.text(string.ascii_letters + string.digits, min_size=6, max_size=12), SPELLINGS)
@settings(max_examples=200, deadline=None)
def test_no_text_is_repeated_in_what_is_said(field: Field, text: str, spelling: Spelling) -> None:
    secret = f"Q{text}J"
    read = parsed(field, [secret] * 6, spelling)
    for found in read.problems:
        assert secret not in f"{found!r} {found.sentence}"


@given(st.lists(TEXTS, max_size=12), st.sampled_from(get_args(Form)))
@settings(max_examples=300, deadline=None)
def test_an_identifier_is_in_its_one_form_or_as_it_was_written(
    texts: list[str], form: Literal["as written", "pnc", "crn", "noms"]
) -> None:
    written = pd.Series(texts, dtype="str")
    found = standard_identifiers(written, form)
    assert found.texts[found.refused].tolist() == written[found.refused].tolist()
    again = standard_identifiers(found.texts, form)
    assert again.texts.tolist() == found.texts.tolist()
    assert again.refused.tolist() == found.refused.tolist()
    assert not (found.refused & found.check_letter).any()


@given(st.lists(TEXTS, max_size=12))
@settings(max_examples=100, deadline=None)
def test_many_texts_mean_nothing_where_each_alone_does(texts: list[str]) -> None:
    # From a thousand texts on they are looked at another way.
    many = pd.Series([*texts, *PEOPLE.missing_values, "N/K", "UNKNOWN", *map(str, range(1200))], dtype="str")
    tokens = Tokens.of(many)
    expected = [normalise(text) in PEOPLE.missing_values for text in tokens.texts]
    assert missing(tokens, PEOPLE.missing_values).tolist() == expected


def calls(field: Field, rows: int) -> int:
    """Count the calls of Python that it takes to read a column of so many rows and 20 texts."""
    texts = pd.Series([*("yes", "no", "W1 - White: British", "2024-01-01", "12", "9 months", "", "unknown", "x", "F"),
                       *map(str, range(30, 40))], dtype="str")  # fmt: skip
    tokens, numbers, count = Tokens(texts, np.arange(rows) % len(texts)), np.arange(rows), 0

    def one_more(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    parse_column(field, tokens, PEOPLE, numbers)
    before = sys.getprofile()
    sys.setprofile(one_more)
    try:
        parse_column(field, tokens, PEOPLE, numbers)
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("name", ["ethnicity", "iom", "index_date", "age", "ogrs3", "sentence_length", "district"])
def test_more_rows_are_no_more_work_in_python(name: str) -> None:
    assert calls(PEOPLE.field(name), 200_000) <= calls(PEOPLE.field(name), 1_000) + 20
