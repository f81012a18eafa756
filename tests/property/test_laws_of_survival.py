"""Laws of times to an event that hold for any days."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from needskit.stats.log_rank import log_rank
from needskit.stats.survival import ByDay, kaplan_meier, people_by_day, restricted_mean

often = settings(max_examples=200, deadline=None)
LAST = 12
PEOPLE = st.lists(st.tuples(st.integers(0, LAST), st.booleans(), st.integers(0, 2)), min_size=1, max_size=60)
People = list[tuple[int, bool, int]]


def by_group(people: People, *, times: int = 1) -> ByDay:
    days, had, group = np.array(people * times).T
    return people_by_day(days, had, last_day=LAST, cell=group, cells=3)


@often
@given(PEOPLE)
def test_shares_fall_from_1_to_0_and_lie_within_their_limits(people: People) -> None:
    found = kaplan_meier(*by_group(people))
    known = np.isfinite(found.share)
    assert ((found.share[known] >= 0) & (found.share[known] <= 1)).all()
    assert not (np.diff(found.share, axis=1) > 1e-12).any()
    assert not ((found.lower > found.share) | (found.share > found.upper)).any()
    assert not ((found.lower < 0) | (found.upper > 1)).any()


@often
@given(PEOPLE, st.integers(1, LAST))
def test_followed_up_in_full_the_share_and_the_mean_are_plain_ones(people: People, up_to: int) -> None:
    days = np.array([day for day, _, _ in people])
    counts = people_by_day(days, np.ones(len(days)), last_day=LAST)
    found, mean = kaplan_meier(*counts), restricted_mean(*counts, up_to=up_to)
    share = (days[:, None] > np.arange(LAST + 1)).mean(axis=0)
    np.testing.assert_allclose(found.share[0], share, atol=1e-12)
    error = np.sqrt(share * (1 - share) / len(days))
    np.testing.assert_allclose(found.standard_error[0][share > 0], error[share > 0], atol=1e-12)
    cut = np.minimum(days, up_to)
    np.testing.assert_allclose(mean.mean, cut.mean(), atol=1e-12)
    np.testing.assert_allclose(mean.standard_error, cut.std() / np.sqrt(len(days)), atol=1e-9)


@often
@given(PEOPLE, st.integers(2, 5))
def test_people_who_stand_for_several_are_as_many_people(people: People, times: int) -> None:
    days, had, group = np.array(people).T
    weight = np.full(len(people), times)
    weighted = people_by_day(days, had, last_day=LAST, weight=weight, cell=group, cells=3)
    repeated = by_group(people, times=times)
    for one, other in zip(weighted, repeated, strict=True):
        np.testing.assert_array_equal(one, other)
    single, several = kaplan_meier(*by_group(people)), kaplan_meier(*weighted)
    np.testing.assert_allclose(several.share, single.share, atol=1e-12)
    np.testing.assert_allclose(several.standard_error * np.sqrt(times), single.standard_error, atol=1e-12)


@often
@given(PEOPLE)
def test_as_many_events_are_expected_as_observed_and_the_order_of_groups_does_not_matter(people: People) -> None:
    events_at, left_at = by_group(people)
    found = log_rank(events_at, left_at)
    np.testing.assert_allclose(found.expected.sum(), found.observed.sum(), atol=1e-9)
    turned = log_rank(events_at[[2, 0, 1]], left_at[[2, 0, 1]])
    assert turned.degrees == found.degrees
    np.testing.assert_allclose(turned.statistic, found.statistic, atol=1e-7)
    assert not found.statistic < -1e-9


@often
@given(PEOPLE)
def test_one_stratum_is_as_none_and_two_alike_say_twice_as_much(people: People) -> None:
    events_at, left_at = by_group(people)
    found = log_rank(events_at, left_at)
    one = log_rank(events_at[None], left_at[None])
    np.testing.assert_allclose([*one.expected, one.statistic], [*found.expected, found.statistic])
    two = log_rank(np.stack([events_at] * 2), np.stack([left_at] * 2))
    np.testing.assert_allclose(two.statistic, 2 * found.statistic, atol=1e-7)
