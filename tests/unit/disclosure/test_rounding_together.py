"""Rounding gives way step by step: needs and their number, implied counts, shown counts, and then it refuses."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from needskit.disclosure.linked import LinkedCells, link
from needskit.disclosure.relations import Relations
from needskit.disclosure.rounding import round_together
from needskit.errors import DisclosureError
from needskit.table.whom import Attribute, Whom

Describe = Callable[..., Whom]
Attributes = Mapping[str, Attribute]


def cells(how_many: int) -> list[Whom]:
    """Return unrelated descriptions: their equations are given by hand."""
    return [Whom(f"cell {number:02}") for number in range(how_many)]


def test_groups_are_rounded_so_that_they_still_add_up(whom: Describe, attributes: Attributes) -> None:
    counts = {whom(): 11, whom(sex="female"): 4, whom(sex="male"): 4, whom(sex="not known"): 3}
    found = round_together(link(counts, attributes), counts, attributes, base=5)
    assert found.off_by == 4
    assert found.counts[whom()] == 10 == sum(found.counts[w] for w in counts if w.conditions)
    assert all(found.counts[w] in {n // 5 * 5, n // 5 * 5 + 5} for w, n in counts.items())


def test_a_multiple_stays_as_it_is(whom: Describe, attributes: Attributes) -> None:
    counts = {whom(): 30, whom(sex="female"): 10, whom(sex="male"): 20, whom(sex="not known"): 0}
    assert round_together(link(counts, attributes), counts, attributes, base=5).counts == counts


def test_totals_weigh_more_than_what_they_are_made_of(whom: Describe, attributes: Attributes) -> None:
    counts = {whom(): 6, whom(area="north"): 3, whom(area="south"): 3}
    found = round_together(link(counts, attributes), counts, attributes, base=5).counts
    assert found[whom()] == 5


def test_every_equation_holds_where_it_can(whom: Describe, attributes: Attributes) -> None:
    counts = {whom(number="0"): 2, whom(number="1"): 6, whom(number="2"): 7}
    counts |= {whom(need_a="yes"): 12, whom(need_b="yes"): 8}
    found = round_together(link(counts, attributes), counts, attributes, base=5).counts
    needs = found[whom(need_a="yes")] + found[whom(need_b="yes")]
    assert found[whom(number="1")] + 2 * found[whom(number="2")] == needs


def test_the_number_of_needs_gives_way_first() -> None:
    one, two, three = cells(3)
    linked = LinkedCells((one, two, three), (), (), Relations(if_true=(((1, one), (3, two), (-1, three)),)))
    # 3 becomes 0 or 5, so three times it is 0 or 15, and 10 in all stays 10: no two agree.
    found = round_together(linked, {one: 1, two: 3, three: 10}, {}, base=5)
    assert found.off_by == 4
    assert found.counts == {one: 0, two: 5, three: 10}


def three_alike() -> tuple[list[Whom], tuple[tuple[tuple[int, Whom], ...], ...]]:
    """Return a whole and three parts that are always equal: 2, 2 and 2 of 6 cannot be rounded to 5 or 10."""
    whole, *parts = cells(4)
    alike = tuple(((1, parts[0]), (-1, other)) for other in parts[1:])
    return [whole, *parts], (((1, whole), *((-1, part) for part in parts)), *alike)


def test_then_an_implied_count_goes_one_multiple_further() -> None:
    (whole, *parts), equations = three_alike()
    linked = LinkedCells(tuple(parts), (whole,), equations, Relations())
    found = round_together(linked, dict.fromkeys(parts, 2), {}, base=5)
    assert found.off_by == 4
    assert found.counts == {whole: 0, **dict.fromkeys(parts, 0)}


def test_then_a_multiple_becomes_the_next_and_off_by_says_so() -> None:
    # Both of 2 and 18 go up or neither does, and 20 stays: then 2, 16 and 2 are 15, or 25 and more, and never 20.
    one, two, three, large, *sums, number = cells(8)
    parts = ((one, large), (two, large), (three, large))
    equations = tuple(((1, whole), *((-1, part) for part in of)) for whole, of in zip(sums, parts, strict=True))
    equations += (((1, number), (-1, one), (-1, two), (-1, three)),)
    counts = {one: 2, two: 16, three: 2, large: 18, number: 20}
    counts |= {whole: sum(counts[part] for part in of) for whole, of in zip(sums, parts, strict=True)}
    linked = LinkedCells(tuple(counts), (), equations, Relations())
    found = round_together(linked, counts, {}, base=5)
    assert found.off_by == 5
    assert max(abs(found.counts[each] - count) for each, count in counts.items()) == 5
    assert all(sum(k * found.counts[each] for k, each in equation) == 0 for equation in equations)


def test_a_number_of_several_counts_that_is_not_held_may_be_off_by_what_all_of_them_are() -> None:
    one, two, three = cells(3)
    always = ((1, one), (-1, two)), ((1, one), (-1, three))
    linked = LinkedCells((one, two, three), (), always, Relations())
    # All three are 5 or all are 10: three times the one less the others is then 5 or 10, where it is 6, but nine times
    # less the others is 35 or 70, where it is 42.
    counts = dict.fromkeys((one, two, three), 6)
    rest = ((3, one), (-1, two), (-1, three))
    found = round_together(linked, counts, {}, base=5, left_over=[rest])
    assert (found.off_by, found.left_over_off_by) == (4, 4)
    far = ((9, one), (-1, two), (-1, three))
    found = round_together(linked, counts, {}, base=5, left_over=[far])
    assert (found.off_by, found.left_over_off_by) == (4, 4 * 11)


def test_a_count_that_is_not_shown_for_want_of_people_is_kept_small() -> None:
    one, other, whole = cells(3)
    linked = LinkedCells((one, other, whole), (), (((1, whole), (-1, one), (-1, other)),), Relations())
    counts = {one: 9, other: 7, whole: 16}
    found = round_together(linked, counts, {}, base=5, most={one: 5})
    assert (found.counts[one], found.off_by, found.listing_fits) == (5, 4, True)


def test_it_is_said_if_such_a_count_cannot_be_kept_small() -> None:
    one, other = cells(2)
    linked = LinkedCells((one, other), (), (((1, one), (-1, other)),), Relations())
    found = round_together(linked, {one: 15, other: 15}, {}, base=5, most={one: 5})
    assert not found.listing_fits


def test_nought_stays_nought() -> None:
    (whole, *parts), equations = three_alike()
    linked = LinkedCells((whole, *parts), (), equations, Relations())
    counts = {whole: 0, **dict.fromkeys(parts, 0)}
    assert round_together(linked, counts, {}, base=5).counts == counts


def test_then_a_shown_count_goes_one_multiple_further_and_off_by_says_so() -> None:
    (whole, *parts), equations = three_alike()
    linked = LinkedCells((whole, *parts), (), equations, Relations())
    counts = {whole: 6, **dict.fromkeys(parts, 2)}
    found = round_together(linked, counts, {}, base=5)
    assert found.off_by == 9
    assert all(abs(found.counts[who] - count) <= 9 for who, count in counts.items())


def test_where_nothing_adds_up_nothing_is_released() -> None:
    whole, part = cells(2)
    linked = LinkedCells((whole, part), (), (((1, whole), (-20, part)),), Relations())
    with pytest.raises(DisclosureError, match="Release fewer tables together, or coarser breakdowns"):
        round_together(linked, {whole: 40, part: 2}, {}, base=5)


def test_a_part_never_comes_out_above_what_contains_it(whom: Describe, attributes: Attributes) -> None:
    # 4 with a known number beside 4 with a known answer: 5 beside 0 would tell that both are 1 to 4.
    counts = {whom(assessed="yes"): 9, whom(number="0|1|2"): 4, whom(need_a="yes|no"): 4}
    counts |= {whom(number="2"): 3, whom(need_a="yes"): 3, whom(need_b="yes"): 3}
    found = round_together(link(counts, attributes), counts, attributes, base=5).counts
    assert found[whom(number="0|1|2")] <= found[whom(need_a="yes|no")]
    assert found[whom(number="2")] <= min(found[whom(need_a="yes")], found[whom(need_b="yes")])


def test_counts_that_contradict_each_other_are_refused(whom: Describe, attributes: Attributes) -> None:
    counts = {whom(): 21, whom(area="north"): 10, whom(area="south"): 10}
    with pytest.raises(DisclosureError, match="Make them from one extract"):
        round_together(link(counts, attributes), counts, attributes, base=5)


@pytest.mark.parametrize("whole", [1, 2, 3, 4])
def test_fewer_people_than_their_part_are_refused(whom: Describe, attributes: Attributes, whole: int) -> None:
    counts = {whom(): whole, whom(sex="female"): 5}
    with pytest.raises(DisclosureError, match="do not add up"):
        round_together(link(counts, attributes), counts, attributes, base=5)
