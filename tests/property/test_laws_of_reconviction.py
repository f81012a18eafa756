"""Laws of figures of reconviction that hold for any extract."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import needskit as nk
from needskit.stats.recalibration import shifted

often = settings(max_examples=40, deadline=None)
NUMBERS = st.lists(st.integers(0, 12), min_size=1, max_size=60)
GROUPS = st.lists(st.tuples(st.floats(0.01, 0.99), st.integers(0, 200)), min_size=1, max_size=8)


def cohort_of(numbers: list[int], people: list[int] | None = None) -> nk.Cohort:
    extract = pd.DataFrame(
        {
            "reconvicted_12_months": ["yes" if number else "no" for number in numbers],
            "reoffences_12_months": [str(number) for number in numbers],
            "person_id": [str(place) for place in range(len(numbers))],
        }
    )
    if people is not None:
        extract = extract.drop(columns="person_id").assign(people=[str(each) for each in people])
    return nk.read_cohort(extract, population="people in a test", as_at="2025-12-31")


@often
@given(NUMBERS)
def test_reoffences_per_person_are_the_rate_times_those_per_person_reconvicted(numbers: list[int]) -> None:
    table = nk.reconviction.headline(cohort_of(numbers))
    for frame in (table.to_frame(), nk.release(table)[table.caption.key].to_frame()):
        found = frame.iloc[0]
        if not pd.isna(found["per_reoffender"]) and not pd.isna(found["estimate"]):
            assert found["per_person"] == pytest.approx(found["estimate"] * found["per_reoffender"])
            assert found["per_100"] == found["per_person"]


@often
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 30)), min_size=1, max_size=20))
def test_shares_of_the_most_prolific_are_those_of_a_sorted_list(rows: list[tuple[int, int]]) -> None:
    numbers, people = (list(each) for each in zip(*rows, strict=True))
    frame = nk.reconviction.concentration(cohort_of(numbers, people), top=[1, 5, 10, 60]).to_frame()
    ranked = np.sort(np.repeat(numbers, people))[::-1]
    for share, found in zip([1, 5, 10, 60], frame.to_dict("records"), strict=False):
        most = (2 * share * len(ranked) + 100) // 200
        assert (found["count"], found["events"]) == (most, ranked[:most].sum())
    assert frame["events"].iloc[-1] + frame["events"].iloc[-2] == ranked.sum()
    shares = frame["share_of_events"].iloc[:-1].dropna()
    assert (np.diff(shares) >= 0).all()


@often
@given(GROUPS, st.floats(0.02, 0.98))
def test_recalibrated_probabilities_expect_what_was_observed_in_the_same_order(
    groups: list[tuple[float, int]], share: float
) -> None:
    probability, people = (np.array(each, dtype=float) for each in zip(*groups, strict=True))
    observed = share * people.sum()
    found = shifted(probability, people, observed=observed)
    if people.sum() == 0:
        assert np.isnan(found).all()
        return
    assert float(found @ people) == pytest.approx(observed, abs=1e-6)
    assert (np.diff(found[np.argsort(probability)]) >= -1e-12).all()
