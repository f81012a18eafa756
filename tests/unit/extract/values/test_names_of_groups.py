"""Names of districts and other groups: spellings that are one, marks that are none, free text that is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from needskit.extract.values.column import Column

    Parse = Callable[..., Column]


def test_capitals_and_white_space_make_no_other_place(parse: Parse) -> None:
    read = parse("district", "North Loam", "north  loam", "NORTH\u00a0LOAM", "North Loam", "South")
    assert read.answers.tolist() == ["North Loam"] * 4 + ["South"]
    assert read.problems == ()


@pytest.mark.parametrize("mark", ["<5", "*", "..", "[c]", "#REF!", "#N/A"])
def test_a_mark_for_a_hidden_number_is_no_place(parse: Parse, mark: str) -> None:
    read = parse("district", mark, *["North"] * 9)
    assert read.answers.tolist()[0] == "not known"
    assert [found.rule for found in read.problems] == ["not_a_name"]
    assert read.problems[0].severity == "warning"


def test_texts_that_are_nearly_all_different_are_refused(parse: Parse) -> None:
    addresses = [f"{number} Elm Road" for number in range(40)]
    [found] = parse("district", *addresses).problems
    assert (found.rule, found.severity, found.rows) == ("free_text", "error", 40)


def test_a_remark_among_names_is_not_known(parse: Parse) -> None:
    read = parse("district", "x" * 101, "x" * 100, *["North"] * 9)
    assert read.answers.tolist()[:2] == ["not known", "x" * 100]
    assert [(found.rule, found.severity) for found in read.problems] == [("free_text", "warning")]


def test_a_few_people_may_each_have_their_own_place(parse: Parse) -> None:
    read = parse("district", *(f"Place {number:02}" for number in range(19)))
    assert read.problems == ()
