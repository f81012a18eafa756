"""Whom a count counts: the same people are the same description, however they were asked for."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

import pytest

from needskit.errors import UsageError
from needskit.table.whom import Attribute, Whom, count_of

Describe = Callable[..., Whom]
Attributes = Mapping[str, Attribute]


def test_all_answers_are_no_condition(whom: Describe) -> None:
    assert whom(sex="female|male|not known") == whom()


def test_the_order_of_conditions_changes_nothing(whom: Describe) -> None:
    one, other = whom(sex="female", area="north"), whom(area="north", sex="female")
    assert one == other
    assert hash(one) == hash(other)
    assert one.sort_key == other.sort_key


def test_narrowing_twice_keeps_what_both_allow(whom: Describe, attributes: Attributes) -> None:
    assert whom(sex="female|male").narrow(attributes["sex"], ["male", "not known"]) == whom(sex="male")


def test_conditions_that_exclude_each_other_are_nobody(whom: Describe, attributes: Attributes) -> None:
    assert whom(sex="female").narrow(attributes["sex"], ["male"]) is None
    assert whom(assessed="no").narrow(attributes["need_a"], ["no"]) is None
    assert count_of(None) == ()


def test_a_need_is_asked_of_the_assessed(whom: Describe) -> None:
    assert whom(need_a="yes").answers_to("assessed") == frozenset({"yes"})
    assert whom(need_a="yes|no|not answered") == whom(assessed="yes")


def test_lifting_a_condition_leaves_the_others(whom: Describe) -> None:
    assert whom(sex="female", area="north").without("sex") == whom(area="north")
    assert whom(area="north").answers_to("sex") is None


def test_an_answer_that_there_is_not_is_refused_without_being_quoted(attributes: Attributes) -> None:
    with pytest.raises(UsageError, match=re.escape("'sex' does not have. It has 3")) as refused:
        attributes["sex"].checked(["A N Other"])
    assert "Other" not in str(refused.value)


def test_a_description_reads_in_words(whom: Describe) -> None:
    assert repr(whom(area="north", sex="male|female")) == "Whom(people in a test: area north, sex female or male)"
    assert repr(whom()) == "Whom(people in a test: everyone)"
