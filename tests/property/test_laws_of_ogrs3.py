"""What holds for OGRS3 whoever the people are."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from needskit.cohort.ogrs3 import contradictory, linear_score, ogrs3, two_year_band
from needskit.cohort.ogrs3_histories import Histories
from needskit.schema import load_ogrs3

GROUPS = [group.code for group in load_ogrs3().offence_groups]
SANCTIONS = st.lists(st.integers(1, 400), min_size=2, max_size=12).map(sorted)


@st.composite
def histories(draw: st.DrawFn, *, sanctions: st.SearchStrategy[list[int]]) -> Histories:
    """Draw people alike but for their sanctions, whose ages do not contradict each other."""
    first, conviction, follow_up = sorted(draw(st.tuples(*[st.integers(10, 110)] * 3)))
    total = draw(sanctions)
    people = len(total)
    return Histories(
        sex=[draw(st.sampled_from(["male", "female"]))] * people,
        age_at_follow_up=[follow_up] * people,
        age_at_conviction=[conviction] * people,
        age_at_first_sanction=[first] * people,
        sanctions=total,
        offence_group=[draw(st.sampled_from(GROUPS))] * people,
    )


@given(histories(sanctions=SANCTIONS), st.none() | st.integers(1, 60))
def test_more_previous_sanctions_never_lower_the_score_at_the_same_ages(people: Histories, cap: int | None) -> None:
    scores = linear_score(people, most_previous=cap)

    assert np.isfinite(scores).all()
    assert (np.diff(scores) >= 0).all()


@given(histories(sanctions=SANCTIONS))
def test_two_years_are_never_less_probable_than_one_and_both_lie_between_0_and_1(people: Histories) -> None:
    one, two = ogrs3(people, horizon=1), ogrs3(people, horizon=2)

    assert ((one > 0) & (one < two) & (two < 1)).all()
    # More than 0, and 1 at most, of bands that exist.
    assert set(two_year_band(two).tolist()) <= {0, 1, 2, 3}


@given(histories(sanctions=SANCTIONS), st.integers(1, 60))
def test_a_cap_never_raises_a_score_and_moves_nobody_below_it(people: Histories, cap: int) -> None:
    capped, free = linear_score(people, most_previous=cap), linear_score(people)
    below = np.asarray(people.sanctions) <= cap + 1

    assert (capped <= free).all()
    assert capped[below].tolist() == free[below].tolist()


@given(st.lists(st.tuples(*[st.none() | st.integers(-5, 130)] * 4), min_size=1, max_size=20))
def test_whatever_the_numbers_nobody_contradictory_or_unknown_has_a_probability(
    rows: list[tuple[int | None, ...]],
) -> None:
    follow_up, conviction, first, sanctions = (list(column) for column in zip(*rows, strict=True))
    people = Histories(
        sex=["male"] * len(rows),
        age_at_follow_up=follow_up,
        age_at_conviction=conviction,
        age_at_first_sanction=first,
        sanctions=sanctions,
        offence_group=["violence"] * len(rows),
    )
    found = ogrs3(people, horizon=2)

    for probability, contradicts, row in zip(found, contradictory(people), rows, strict=True):
        *ages, total = (math.nan if each is None else each for each in row)
        known = min(ages[:2]) >= 10 and ages[2] >= 8 and max(ages) <= 110 and not math.isnan(sum(ages) + total)
        assert np.isfinite(probability) == (known and not contradicts)
        assert not known or contradicts == (ages != sorted(ages, reverse=True) or total < 1)


@given(histories(sanctions=SANCTIONS), st.randoms(use_true_random=False))
def test_the_order_of_people_does_not_matter(people: Histories, chance: np.random.Generator) -> None:
    total = list(people.sanctions)
    order = list(range(len(total)))
    chance.shuffle(order)
    shuffled = Histories(
        sex=people.sex,
        age_at_follow_up=people.age_at_follow_up,
        age_at_conviction=people.age_at_conviction,
        age_at_first_sanction=people.age_at_first_sanction,
        sanctions=[total[place] for place in order],
        offence_group=people.offence_group,
    )

    assert linear_score(shuffled) == pytest.approx(linear_score(people)[order], abs=0)
