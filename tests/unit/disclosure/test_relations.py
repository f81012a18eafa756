"""What holds between counts because attributes are made from each other: forth, back, both, sums of needs and pairs."""

from __future__ import annotations

import pytest

from needskit.cohort.combination import combination_of, number_implies
from needskit.disclosure.linked import link
from needskit.table.whom import Attribute, Implied, Whom

NEEDS = ("need_a", "need_b", "need_c")
ASSESSED = ("assessed", "yes")
YES, NO = frozenset({"yes"}), frozenset({"no"})
NUMBERS = ("0", "1", "2", "3", "not answered in full")
ANY = Attribute(
    "a or b",
    "A or B",
    ("yes", "no", "not answered"),
    within=ASSESSED,
    implies=(
        Implied(NO, (("need_a", NO), ("need_b", NO)), way="both"),
        *(Implied(NO, ((need, NO),)) for need in NEEDS[:2]),
        *(Implied(YES, ((need, YES),), way="back") for need in NEEDS[:2]),
    ),
)
ATTRIBUTES = {
    attribute.name: attribute
    for attribute in (
        Attribute("sex", "Sex", ("female", "male")),
        Attribute("followed", "Followed", ("yes", "no")),
        Attribute("again", "Again", ("yes", "no", "not known")),
        Attribute("assessed", "Assessed", ("yes", "no")),
        *(Attribute(need, need, ("yes", "no", "not answered"), within=ASSESSED) for need in NEEDS),
        Attribute("number", "Number", NUMBERS, within=ASSESSED, numbers=NEEDS, implies=number_implies(NEEDS)),
        combination_of(NEEDS, "number"),
        ANY,
    )
}
Terms = set[tuple[int, Whom]]


def whom(**conditions: str) -> Whom:
    """Say whom; an attribute of several words with spaces as underscores, several answers with |."""
    found: Whom | None = Whom("people in a test")
    for name, answers in conditions.items():
        attribute = ATTRIBUTES.get(name) or ATTRIBUTES[name.replace("_", " ")]
        found = found.narrow(attribute, answers.split("|")) if found is not None else None
    assert found is not None
    return found


def kept(shown: list[Whom], kind: str) -> list[Terms]:
    relations = link(shown, ATTRIBUTES).relations
    equations = {"always": relations.always, "if true": relations.if_true, "not below": relations.not_below}
    return [set(equation) for equation in equations[kind]]


def at_least(large: Whom, *small: Whom) -> Terms:
    return {(1, large), *((-1, each) for each in small)}


def test_both_ways_is_an_equation_always() -> None:
    neither = whom(need_a="no", need_b="no")
    assert at_least(neither, whom(a_or_b="no")) in kept([neither, whom(a_or_b="no")], "always")


def test_forth_says_no_more_and_is_an_equation_only_where_the_truth_says_so() -> None:
    shown = [whom(need_a="no"), whom(a_or_b="no")]
    relation = at_least(whom(need_a="no"), whom(a_or_b="no"))
    assert relation in kept(shown, "not below")
    assert relation in kept(shown, "if true")
    assert relation not in kept(shown, "always")


def test_back_says_no_fewer() -> None:
    # Whoever has the need is in the domain, by whichever parts of it are counted.
    shown = [whom(need_a="yes"), whom(a_or_b="yes"), whom()]
    assert at_least(whom(a_or_b="yes"), whom(need_a="yes")) in kept(shown, "not below")


def test_a_relation_holds_in_every_group_that_is_counted() -> None:
    shown = [whom(need_a="no", sex="female"), whom(a_or_b="no", sex="female")]
    assert at_least(*shown) in kept(shown, "not below")


def test_combinations_with_a_pair_are_no_more_than_the_pair() -> None:
    pair = whom(need_a="yes", need_b="yes")
    listed = [whom(combination="110"), whom(combination="111")]
    assert at_least(pair, *listed) in kept([pair, *listed], "not below")


def test_those_with_as_many_needs_are_those_of_the_combinations_of_so_many() -> None:
    listed = [whom(combination=answer) for answer in ("100", "010", "001")]
    one = whom(number="1")
    assert at_least(one, *listed) in kept([one, *listed], "always")


def test_a_combination_that_stands_alone_for_a_number_is_that_number() -> None:
    all_three = whom(number="3")
    shown = [all_three, whom(combination="111")]
    assert at_least(all_three, whom(combination="111")) in kept(shown, "always")


@pytest.mark.parametrize("size", [1, 2])
def test_needs_and_pairs_are_at_least_those_of_people_whose_number_is_known(size: int) -> None:
    numbers = [whom(number=str(number)) for number in (1, 2, 3)]
    singles = [whom(**{need: "yes"}) for need in NEEDS]
    pairs = [whom(**{one: "yes", two: "yes"}) for one, two in (NEEDS[:2], NEEDS[1:], NEEDS[::2])]
    times = {1: (1, 2, 3), 2: (0, 1, 3)}[size]
    moment = {(1, each) for each in (singles if size == 1 else pairs)}
    moment |= {(-weight, each) for weight, each in zip(times, numbers, strict=True) if weight}
    shown = [*numbers, *singles, *pairs]
    assert moment in kept(shown, "not below")
    assert moment in kept(shown, "if true")


def test_pairs_of_three_needs_bound_each_other() -> None:
    a, b, c = (whom(**{need: "yes"}) for need in NEEDS)
    ab, bc, ac = (whom(**{one: "yes", two: "yes"}) for one, two in (NEEDS[:2], NEEDS[1:], NEEDS[::2]))
    relations = kept([a, b, c, ab, bc, ac, whom(assessed="yes")], "not below")
    assert {(1, a), (-1, ab), (-1, ac), (1, bc)} in relations
    assert {(1, b), (-1, ab), (-1, bc), (1, ac)} in relations
    assert {(1, c), (-1, ac), (-1, bc), (1, ab)} in relations
    assert {(1, whom(assessed="yes")), (-1, a), (-1, b), (-1, c), (1, ab), (1, bc), (1, ac)} in relations


def test_a_relation_holds_for_those_whom_several_conditions_leave() -> None:
    # Of those not followed up with a known outcome there is no count, but those with three needs all have the first.
    known = {"followed": "yes", "again": "yes|no"}
    has, all_three = whom(need_a="yes"), whom(number="3")
    has_known, all_known = whom(need_a="yes", **known), whom(number="3", **known)
    relation = {(1, has), (-1, all_three), (-1, has_known), (1, all_known)}
    assert relation in kept([has, all_three, has_known, all_known], "not below")


def test_a_part_by_two_conditions_is_no_more_than_the_whole() -> None:
    shown = [whom(need_a="yes"), whom(need_a="yes", sex="female", followed="yes")]
    assert at_least(*shown) in kept(shown, "not below")


def test_parts_that_share_nobody_are_together_no_more_than_the_whole() -> None:
    large = whom(need_c="yes", need_a="no")
    segments = [whom(need_c="yes", a_or_b="no", again=again) for again in ("yes", "no")]
    assert at_least(large, *segments) in kept([large, *segments], "not below")


def test_answers_that_decide_every_need_are_that_combination() -> None:
    combination = whom(combination="001", sex="female")
    segment = whom(need_c="yes", a_or_b="no", again="yes", sex="female")
    assert at_least(combination, segment) in kept([combination, segment], "not below")


def test_answers_that_decide_every_need_are_that_number() -> None:
    number = whom(number="1")
    segment = whom(need_c="yes", a_or_b="no", again="yes")
    assert at_least(number, segment) in kept([number, segment], "not below")
