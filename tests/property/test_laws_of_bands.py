"""What always holds of bands of age, of shares against residents and of shares of events."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

import needskit as nk
from needskit.stats.clustered import share_of_events_limits
from needskit.table.measure import PERCENTAGE

if TYPE_CHECKING:
    from tests.property.conftest import Faults

    from needskit.cohort.cohort import Cohort

few = settings(max_examples=8, deadline=None)
often = settings(max_examples=60, deadline=None)
AGES = st.lists(st.one_of(st.integers(10, 40), st.integers(10, 110), st.none()), min_size=1, max_size=60)
BAND = st.tuples(st.integers(10, 110), st.integers(10, 110)).map(lambda ends: (min(ends), max(ends)))


def read(ages: list[int | None], *, people: list[int] | None = None) -> Cohort:
    numbers = [3 * (place % 4) for place in range(len(ages))]
    frame = pd.DataFrame(
        {
            "age": ["" if age is None else str(age) for age in ages],
            "sex": ["f" if place % 3 else "m" for place in range(len(ages))],
            "offences_before_12_months": ["" if place % 7 == 6 else str(n) for place, n in enumerate(numbers)],
        }
    )
    if people is None:
        frame["person_id"] = [str(place) for place in range(len(frame))]
    else:
        frame["people"] = [str(number) for number in people]
    return nk.read_cohort(frame, population="people in a test", as_at="2025-12-31")


@few
@given(AGES, st.lists(st.integers(11, 110), max_size=4, unique=True))
def test_bands_that_partition_add_up_and_everybody_is_in_one(ages: list[int | None], starts: list[int]) -> None:
    firsts = [10, *sorted(starts)]
    bands = list(zip(firsts, [first - 1 for first in firsts[1:]] + [110], strict=True))
    frame = nk.transition.representation(read(ages), bands=bands).to_frame()
    assert frame["count"].sum() == len(ages)
    known = frame[frame["age"] != "not known"]
    assert known["count"].sum() == known["out_of"].iloc[0] == sum(age is not None for age in ages)


@few
@given(AGES, BAND, BAND)
def test_a_wider_band_never_holds_fewer(ages: list[int | None], one: tuple[int, int], other: tuple[int, int]) -> None:
    both = (min(one[0], other[0]), max(one[1], other[1]))
    bands = list(dict.fromkeys((one, other, both)))
    counts = nk.transition.definitions(read(ages), bands=bands).to_frame()["count"].tolist()
    assert max(counts) == counts[bands.index(both)]


@few
@given(st.lists(st.tuples(st.integers(10, 30), st.integers(1, 5)), min_size=1, max_size=15))
def test_rows_that_stand_for_several_people_give_the_same_as_a_row_each(rows: list[tuple[int, int]]) -> None:
    together = read([age for age, _ in rows], people=[people for _, people in rows])
    places = [place for place, (_, people) in enumerate(rows) for _ in range(people)]
    frame = together.people.drop(columns="people").iloc[places].astype(str)
    frame = frame.assign(person_id=[str(place) for place in range(len(frame))]).replace("<NA>", "")
    apart = nk.read_cohort(
        frame[["person_id", "age", "sex", "offences_before_12_months"]],
        population="people in a test",
        as_at="2025-12-31",
    )
    for of in ("people", "offences"):
        one, other = (nk.transition.representation(each, of=of, by="sex").to_frame() for each in (together, apart))
        pd.testing.assert_frame_equal(one, other)
    one, other = (nk.transition.definitions(each).to_frame() for each in (together, apart))
    pd.testing.assert_frame_equal(one, other)


@settings(max_examples=4, deadline=None)
@given(AGES)
def test_tables_of_ages_add_up_when_they_are_released_together(faults: Faults, ages: list[int | None]) -> None:
    cohort = read(ages * 3)
    tables = [nk.transition.young_adults_share(cohort), nk.transition.definitions(cohort, by="sex")]
    tables += [nk.transition.representation(cohort, by="sex"), nk.transition.representation(cohort, of="offences")]
    assert faults(tables, nk.release(tables)) == []


NUMBERS = st.lists(st.tuples(st.booleans(), st.integers(0, 9)), min_size=1, max_size=40)


@often
@given(NUMBERS)
def test_limits_of_a_share_hold_it_and_mirror_those_of_the_others(
    people: list[tuple[bool, int]],
) -> None:
    inside = np.array([number for young, number in people if young])
    numbers = np.array([number for _, number in people])
    sums = [each.sum() for each in (inside, numbers, inside**2, numbers**2)]
    found = share_of_events_limits(sums[0], sums[1], squares=sums[2], all_squares=sums[3])
    others = share_of_events_limits(sums[1] - sums[0], sums[1], squares=sums[3] - sums[2], all_squares=sums[3])
    if sums[1] == 0:
        assert np.isnan([*found, *others]).all()
        return
    assert found.lower - 1e-12 <= sums[0] / sums[1] <= found.upper + 1e-12
    np.testing.assert_allclose([found.lower, found.upper], [1 - others.upper, 1 - others.lower], atol=1e-9)


@often
@given(NUMBERS, st.integers(1, 4), st.lists(st.integers(-4, 4), min_size=4, max_size=4))
def test_limits_of_rounded_events_hold_those_of_the_true_ones(
    people: list[tuple[bool, int]], off_by: int, moves: list[int]
) -> None:
    inside = np.array([number for young, number in people if young])
    numbers = np.array([number for _, number in people])
    sums = [each.sum() for each in (inside, numbers, inside**2, numbers**2)]
    shown = [max(total + max(min(move, off_by), -off_by), 0) for total, move in zip(sums, moves, strict=True)]
    true = share_of_events_limits(sums[0], sums[1], squares=sums[2], all_squares=sums[3])
    wide = share_of_events_limits(shown[0], shown[1], squares=shown[2], all_squares=shown[3], off_by=off_by)
    assert not wide.lower > true.lower + 1e-9
    assert not wide.upper < true.upper - 1e-9


@often
@given(st.integers(0, 200), st.integers(1, 200), st.integers(1, 5_000), st.integers(0, 5_000))
def test_a_ratio_to_the_residents_has_their_share_as_its_one(count: int, rest: int, here: int, elsewhere: int) -> None:
    measure = PERCENTAGE.against_residents(here, of=here + elsewhere)
    found = measure.apply(np.array([[count, count + rest, count + rest]], dtype=float))
    share = found["residents_share"].item()
    for name, of in (("estimate", ""), ("lower", "_lower"), ("upper", "_upper")):
        np.testing.assert_allclose(found[f"representation{of}"] * share, found[name], atol=1e-12)
    assert found["rate_lower"].item() <= found["rate"].item()
    assert found["rate"].item() <= found["rate_upper"].item() or count > here
