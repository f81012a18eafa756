"""Codes glued to their words, what else they are written as, and what must not be guessed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from needskit.extract.values.column import Column

    Parse = Callable[..., Column]


def rules(column: Column) -> list[tuple[str, int]]:
    return [(found.rule, found.rows) for found in column.problems]


@pytest.mark.parametrize(
    ("column", "text", "code"),
    [
        ("ethnicity", "W1 - White: British", "white"),
        ("ethnicity", "W1-White:British", "white"),
        ("ethnicity", "W1: White - British", "white"),
        ("ethnicity", "W1 \u2013 White: British", "white"),
        ("ethnicity", "W1 = White: British", "white"),
        ("ethnicity", "w1 - white:  BRITISH", "white"),
        ("ethnicity", "White: British (W1)", "white"),
        ("ethnicity", "White: British [W1]", "white"),
        ("ethnicity", "White (W1)", "white"),
        ("ethnicity", "B2 - Black: African", "black"),
        ("ethnicity", "M", "mixed"),
        ("ethnicity", "NS - Not stated", "not known"),
        ("ethnicity", "NS", "not known"),
        ("sex", "2 - Female", "female"),
        ("sex", "F - Female", "female"),
        ("sex", "Male (M)", "male"),
        ("sex", "1.0", "male"),
        ("risk_of_harm", "RVHR - Very high", "very_high"),
        ("risk_of_harm", "RVHR", "very_high"),
        ("risk_of_harm", "Very High RoSH (RVHR)", "very_high"),
        ("iom_tier", "I3 - IOM - Fixed", "fixed"),
        ("accommodation_on_release", "A08A - Homeless - Rough Sleeping", "rough_sleeping"),
        ("accommodation_on_release", "Homeless - Rough Sleeping", "rough_sleeping"),
        ("accommodation_on_release", "Homeless-Rough Sleeping", "rough_sleeping"),
        ("accommodation_on_release", "Householder (owner)", "settled"),
        ("accommodation_on_release", "Householder (verified)", "settled"),
        ("accommodation_on_release", "Householder (Owner) (Not Verified)", "settled"),
        ("accommodation_on_release", "A08A - Homeless - Rough Sleeping (verified)", "rough_sleeping"),
        ("accommodation_on_release", "A16 - Awaiting Assessment", "not known"),
        ("accommodation_on_release", "NFA", "homeless_not_rough_sleeping"),
        ("sentence_type", "SSO - Suspended Sentence Order", "suspended_sentence_order"),
        ("sentence_type", "CJA - Community Order", "community_order"),
        ("sentence_band", "1 - 4 years", "custody_1_to_4_years"),
        ("sentence_band", "<12 months", "custody_under_12_months"),
    ],
)
def test_a_code_with_its_words_is_one_answer(parse: Parse, column: str, text: str, code: str) -> None:
    read = parse(column, text)
    assert (read.answers.tolist(), rules(read)) == ([code], [])


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("ethnicity", "B1 - White: British"),
        ("ethnicity", "White: British (B1)"),
        ("ethnicity", "NS - White: British"),
        ("sex", "1 - Female"),
        ("risk_of_harm", "RLRH - Very high"),
        ("accommodation_on_release", "A01A - Homeless - Rough Sleeping"),
    ],
)
def test_a_code_and_words_that_differ_are_not_known_and_counted(parse: Parse, column: str, text: str) -> None:
    read = parse(column, text)
    assert (read.answers.tolist(), rules(read)) == (["not known"], [("code_and_words_differ", 1)])


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("iom", "No - but suspected"),
        ("iom", "Yes - formerly"),
        ("iom", "N - A"),
        ("iom", "1-2"),
        ("iom", "yes/no"),
        ("iom", "Yes (IOM)"),
        ("ethnicity", "White or British"),
        ("ethnicity", "Not White: British"),
        ("ethnicity", "NON - White"),
        ("ethnicity", "IC1"),
        ("ethnicity", "IC1 - White"),
        ("ethnicity", "White (IC1)"),
        ("ethnicity", "W1 B1"),
        ("ethnicity", "W10"),
        ("sex", "2 - 5"),
        ("sex", "Female to male"),
        ("accommodation_on_release", "Homelessness risk"),
        ("accommodation_on_release", "Not homeless"),
        ("accommodation_on_release", "Not homeless (NFA)"),
        ("accommodation_on_release", "Formerly settled"),
        ("sentence_type", "NON-CUSTODIAL"),
        ("sentence_type", "Life skills course"),
        ("risk_of_harm", "High or low"),
    ],
)
def test_what_is_not_sure_is_not_guessed(parse: Parse, column: str, text: str) -> None:
    read = parse(column, text)
    assert (read.answers.tolist(), rules(read)) == (["not known"], [("not_in_code_list", 1)])


@pytest.mark.parametrize("text", ["W1 - White British, some new wording", "W1 - Blanc: Britannique"])
def test_a_code_with_a_digit_decides_where_its_words_are_new(parse: Parse, text: str) -> None:
    read = parse("ethnicity", text)
    assert (read.answers.tolist(), rules(read)) == (["white"], [])


def test_the_codes_of_the_user_go_before_the_list(parse: Parse) -> None:
    codes = {"w1": "other", "eea": "white", "ns": "black", "unknown": "mixed"}
    read = parse("ethnicity", "W1", "EEA", "NS", "Unknown", "eea", "W2", codes=codes)
    assert read.answers.tolist() == ["other", "white", "black", "mixed", "white", "white"]
    assert read.problems == ()


def test_the_codes_of_the_user_are_read_with_their_words_too(parse: Parse) -> None:
    read = parse("ethnicity", "Z9 - Some local words", "Some local words (Z9)", codes={"z9": "mixed"})
    assert (read.answers.tolist(), rules(read)) == (["mixed", "mixed"], [])


def test_the_user_can_make_a_code_not_known(parse: Parse) -> None:
    read = parse("sex", "Other", "Female", codes={"other": "not known"})
    assert (read.answers.tolist(), read.problems) == (["not known", "female"], ())


def test_further_missing_values_are_not_known_without_complaint(parse: Parse) -> None:
    read = parse("sex", "X", "x ", "Female", missing=frozenset({"x"}))
    assert (read.answers.tolist(), read.problems) == (["not known", "not known", "female"], ())


def test_the_answers_stand_in_the_order_of_the_list(parse: Parse) -> None:
    assert list(parse("sex", "M").answers.cat.categories) == ["female", "male", "other", "not known"]


def test_districts_are_an_open_list_that_the_user_may_rename(parse: Parse) -> None:
    read = parse("district", "Eastborough CC", "Westham", "", "Unknown", "Eastborough",
                 codes={"eastborough cc": "Eastborough"})  # fmt: skip
    assert read.answers.tolist() == ["Eastborough", "Westham", "not known", "not known", "Eastborough"]
    assert list(read.answers.cat.categories) == ["Eastborough", "Westham", "not known"]


def test_a_district_may_be_renamed_to_not_known_and_from_it(parse: Parse) -> None:
    read = parse("district", "Elsewhere", "Unknown", "Westham", codes={"elsewhere": "not known", "unknown": "Westham"})
    assert read.answers.tolist() == ["not known", "Westham", "Westham"]
    assert list(read.answers.cat.categories) == ["Westham", "not known"]


@pytest.mark.parametrize("column", ["age", "index_date", "sentence_length", "ogrs3"])
def test_the_user_can_say_of_any_column_that_a_text_is_not_known(parse: Parse, column: str) -> None:
    read = parse(column, "n/a", "N/A", codes={"n/a": "not known"})
    assert (read.answers.isna().tolist(), rules(read)) == ([True, True], [])
