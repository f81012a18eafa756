"""Which counts are parts of which follows from whom they count."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from needskit.disclosure.linked import completed, link
from needskit.table.whom import Attribute, Whom

Describe = Callable[..., Whom]
Attributes = Mapping[str, Attribute]


def test_the_groups_of_a_question_add_up_to_everybody(whom: Describe, attributes: Attributes) -> None:
    everyone = whom()
    groups = [whom(sex=answer) for answer in ("female", "male", "not known")]
    linked = link([everyone, *groups], attributes)
    assert [set(equation) for equation in linked.parts] == [{(1, everyone), *((-1, g) for g in groups)}]
    assert linked.implied == ()


def test_a_whole_that_no_table_shows_is_implied_by_all_its_parts(whom: Describe, attributes: Attributes) -> None:
    linked = link([whom(area="north"), whom(area="south")], attributes)
    assert linked.implied == (whom(),)
    assert linked.cells == (*linked.shown, whom())


def test_some_of_the_parts_imply_no_whole(whom: Describe, attributes: Attributes) -> None:
    linked = link([whom(sex="female"), whom(sex="male")], attributes)
    assert (linked.implied, linked.parts) == ((), ())


def test_the_rest_of_a_group_is_implied(whom: Describe, attributes: Attributes) -> None:
    linked = link([whom(), whom(sex="female")], attributes)
    assert linked.implied == (whom(sex="male|not known"),)


def test_overlapping_answers_are_cut_into_pieces(whom: Describe, attributes: Attributes) -> None:
    shown = [whom(), whom(sex="female|male"), whom(sex="female")]
    linked = link(shown, attributes)
    assert set(linked.implied) == {whom(sex="male"), whom(sex="not known")}
    assert len(linked.parts) == 2


def test_a_cohort_inside_another_is_a_part_of_it(whom: Describe, attributes: Attributes) -> None:
    linked = link([whom(area="north"), whom(area="north", sex="female")], attributes)
    assert linked.implied == (whom(area="north", sex="male|not known"),)


def test_a_condition_that_another_presupposes_is_not_lifted_alone(whom: Describe, attributes: Attributes) -> None:
    # Of the assessed, some have the need: "not assessed with the need" is nobody and no cell.
    linked = link([whom(), whom(assessed="yes"), whom(need_a="yes")], attributes)
    assert set(linked.implied) == {whom(assessed="no"), whom(need_a="no|not answered")}


def test_those_to_whom_a_question_is_put_are_implied_between_everybody_and_those_who_answered(
    whom: Describe, attributes: Attributes
) -> None:
    linked = link([whom(), whom(need_a="yes|no")], attributes)
    assert set(linked.implied) == {whom(assessed="yes"), whom(assessed="no"), whom(need_a="not answered")}
    assert len(linked.parts) == 2


def test_the_number_of_needs_is_tied_to_the_needs(whom: Describe, attributes: Attributes) -> None:
    numbers = [whom(number=answer) for answer in ("1", "2")]
    needs = [whom(need_a="yes"), whom(need_b="yes")]
    linked = link([*numbers, *needs], attributes)
    moment = {(-1, numbers[0]), (-2, numbers[1]), (1, needs[0]), (1, needs[1])}
    # Where somebody is not answered in full, the needs may be more than those of the people whose number is known.
    assert moment in [set(equation) for equation in linked.relations.if_true]
    assert moment in [set(equation) for equation in linked.relations.not_below]


def test_without_one_of_the_needs_the_number_is_tied_to_none(whom: Describe, attributes: Attributes) -> None:
    linked = link([whom(number="1"), whom(number="2"), whom(need_a="yes")], attributes)
    assert not [equation for equation in linked.relations.if_true if len(equation) > len((1, 2))]


def test_the_order_in_which_counts_are_given_changes_nothing(whom: Describe, attributes: Attributes) -> None:
    shown = [whom(), *(whom(sex=a, area=b) for a in ("female", "male") for b in ("north", "south"))]
    assert link(shown, attributes) == link(reversed(shown), attributes)


def test_counts_that_follow_are_completed_and_others_are_left_out(whom: Describe, attributes: Attributes) -> None:
    linked = link([whom(), whom(sex="female"), whom(area="north", sex="female")], attributes)
    known = completed(linked, {whom(): 20, whom(sex="female"): 8, whom(area="north", sex="female"): 3})
    assert known[whom(sex="male|not known")] == 12
    assert known[whom(area="south", sex="female")] == 5
    parts = [whom(area=a, sex=b) for a in ("north", "south") for b in ("female", "male")]
    linked = link([whom(area="north"), *parts[:1]], attributes)
    assert completed(linked, {}) == {}


@pytest.mark.parametrize(
    ("smaller", "larger"),
    [
        ({"number": "0|1|2"}, {"need_a": "yes|no"}),
        ({"number": "2"}, {"need_b": "yes"}),
        ({"number": "0"}, {"need_a": "no"}),
    ],
)
def test_whoever_has_a_known_number_answered_each_need(
    whom: Describe, attributes: Attributes, smaller: dict[str, str], larger: dict[str, str]
) -> None:
    linked = link([whom(**smaller), whom(**larger)], attributes)
    assert ((1, whom(**larger)), (-1, whom(**smaller))) in linked.relations.not_below


def test_the_rest_of_a_group_is_divided_like_the_group(whom: Describe, attributes: Attributes) -> None:
    # Without it 5 men with the need could be left of 0 men who answered: both would be 1 to 4.
    answered = [whom(need_a=answers) for answers in ("yes", "yes|no")]
    of_women = [whom(sex="female", need_a=answers) for answers in ("yes", "yes|no")]
    linked = link([*answered, *of_women], attributes)
    left = {answers: whom(sex="male|not known", need_a=answers) for answers in ("yes", "no", "yes|no")}
    assert {(1, left["yes|no"]), (-1, left["yes"]), (-1, left["no"])} in [set(equation) for equation in linked.parts]
