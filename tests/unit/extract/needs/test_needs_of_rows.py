"""Needs of rows: every way in which items can be missing, against trying each value that they could have."""

from __future__ import annotations

from itertools import product

import numpy as np
import pandas as pd
import pytest

from needskit.extract.needs.found import NeedRule, needs_found

ITEMS = ("item_a", "item_b", "item_c")
VALUES = (0, 1, 2, None)


def every_section() -> pd.DataFrame:
    rows = list(product(VALUES, repeat=len(ITEMS)))
    columns = {name: pd.array([row[i] for row in rows], dtype="Int64") for i, name in enumerate(ITEMS)}
    return pd.DataFrame(columns)


def answer_of(row: tuple[int | None, ...], cut_off: int) -> str:
    """Answer as somebody would who tried each value that a missing item could have."""
    if all(item is None for item in row):
        return "not known"
    could_be = {sum(tried) >= cut_off for tried in product(*[VALUES[:3] if item is None else (item,) for item in row])}
    return "not known" if len(could_be) > 1 else ("yes" if could_be.pop() else "no")


@pytest.mark.parametrize("cut_off", range(1, 7))
def test_a_partial_section_is_decided_exactly_if_every_completion_agrees(cut_off: int) -> None:
    rule = NeedRule("need_drugs", cut_off, 6, "score_drugs", ITEMS)
    answers, _ = needs_found(every_section(), [rule], partial="if decided", row_numbers=np.arange(64))

    assert answers["need_drugs"].tolist() == [answer_of(row, cut_off) for row in product(VALUES, repeat=3)]


def test_missing_items_cannot_take_a_section_above_its_highest_score() -> None:
    frame = pd.DataFrame({"item_a": pd.array([1, 1], dtype="Int64"), "item_b": pd.array([0, None], dtype="Int64")})
    lower = NeedRule("need_drugs", 3, 2, "score_drugs", ("item_a", "item_b"))
    free = NeedRule("need_drugs", 3, None, "score_drugs", ("item_a", "item_b"))

    for rule, expected in ((lower, ["no", "no"]), (free, ["no", "not known"])):
        answers, _ = needs_found(frame, [rule], partial="if decided", row_numbers=np.arange(2))
        assert answers["need_drugs"].tolist() == expected


def test_answers_are_categories_in_the_order_of_flags_whatever_the_order_of_the_column() -> None:
    column = pd.Series(pd.Categorical(["no", "yes", None], categories=["no", "yes"]))
    rule = NeedRule("need_drugs", 2, 10, "score_drugs", ())
    answers, _ = needs_found(
        pd.DataFrame({"need_drugs": column}), [rule], partial="as nought", row_numbers=np.arange(3)
    )

    assert answers["need_drugs"].cat.categories.tolist() == ["yes", "no", "not known"]
    assert answers["need_drugs"].tolist() == ["no", "yes", "not known"]


@pytest.mark.parametrize(("edition", "answer"), [("standard", "no"), ("san", "yes")])
def test_a_row_that_does_not_say_its_edition_has_the_one_said_for_all(edition: str, answer: str) -> None:
    said = pd.Categorical(["san", None, "not known"], categories=["standard", "san", "not known"])
    frame = pd.DataFrame({"assessment_edition": said, "score_alcohol": pd.array([2, 2, 2], dtype="Int64")})
    rule = NeedRule("need_alcohol", 4, 8, "score_alcohol", (), "", {"san": 2})
    answers, problems = needs_found(frame, [rule], partial="if decided", edition=edition, row_numbers=np.arange(2, 5))

    assert answers["need_alcohol"].tolist() == ["yes", answer, answer]
    assert {found.rule: found.where for found in problems if found.rule == "edition_not_known"} == {
        "edition_not_known": (3, 4)
    }
    assert ("editions_mixed" in {found.rule for found in problems}) == (edition == "standard")


def test_an_edition_that_rows_do_not_say_can_be_said_for_all() -> None:
    frame = pd.DataFrame({"score_alcohol": pd.array([1, 2], dtype="Int64")})
    rule = NeedRule("need_alcohol", 4, 8, "score_alcohol", (), "", {"san": 2})
    answers, problems = needs_found(frame, [rule], partial="if decided", edition="san", row_numbers=np.arange(2))

    assert answers["need_alcohol"].tolist() == ["no", "yes"]
    assert problems == ()


def test_no_rows_give_no_answers_and_no_problems() -> None:
    frame = pd.DataFrame({"score_alcohol": pd.array([], dtype="Int64")})
    rule = NeedRule("need_alcohol", 4, 8, "score_alcohol", ())
    answers, problems = needs_found(frame, [rule], partial="if decided", row_numbers=np.arange(0))

    assert (len(answers["need_alcohol"]), problems) == (0, ())


def test_a_problem_names_no_value() -> None:
    frame = pd.DataFrame(
        {
            "need_drugs": pd.Categorical(["no"], categories=["yes", "no", "not known"]),
            "score_drugs": pd.array([9], dtype="Int64"),
        }
    )
    rule = NeedRule("need_drugs", 2, 10, "score_drugs", ())
    _, [found] = needs_found(frame, [rule], partial="if decided", row_numbers=np.array([41]))

    assert "9" not in found.sentence
    assert found.sentence.endswith("The flag counts. (row 41)")
