"""Laws of differences that are tested together: what is withheld of one is not told by the others."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from needskit.stats.holm import holm
from needskit.table.differences import one_of
from needskit.table.figure import NEITHER
from needskit.table.matched import ESTIMATED

OFF_BY = 4
MEASURES = ((ESTIMATED[True], 4), (ESTIMATED[True], 4))
FOUND = [60.0, 200.0, 20.0, 200.0]
p_values = st.lists(st.floats(0, 1), min_size=1, max_size=12)


@settings(max_examples=60, deadline=None)
@given(p_values)
def test_correction_keeps_the_order_and_makes_no_p_value_smaller(found: list[float]) -> None:
    corrected = holm(found)
    assert (corrected >= np.array(found)).all()
    assert corrected.max() <= 1
    assert np.diff(corrected[np.argsort(found, kind="stable")]).min(initial=0) >= 0
    assert corrected.min() == pytest.approx(min(1, len(found) * min(found)))


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 20), st.integers(0, 20))
def test_what_is_withheld_of_one_changes_nothing_of_another(ours: int, theirs: int) -> None:
    # Twenty-five in an arm are too few to show: whatever became of them, the other row is the same.
    few = [float(ours), 25.0, float(theirs), 25.0]
    first = one_of(MEASURES, place=0, by_holm=True).apply(np.array([FOUND + few]), off_by=OFF_BY)
    usual = one_of(MEASURES, place=0, by_holm=True).apply(np.array([[*FOUND, 5.0, 25.0, 5.0, 25.0]]), off_by=OFF_BY)
    assert first["corrected_p_value"].tolist() == usual["corrected_p_value"].tolist()
    assert first["corrected_p_value"][0] == pytest.approx(2 * first["p_value"][0])
    second = one_of(MEASURES, place=1, by_holm=True).apply(np.array([FOUND + few]), off_by=OFF_BY)
    assert second["base"].tolist() == [0]
    assert np.isnan(second["corrected_p_value"]).all()


def test_one_that_stays_significant_keeps_its_direction() -> None:
    both = np.array([[*FOUND, 20.0, 200.0, 60.0, 200.0]])
    found = [one_of(MEASURES, place=place, by_holm=True).apply(both)["corrected_significant"] for place in (0, 1)]
    assert [each.tolist() for each in found] == [[1.0], [-1.0]]
    just = np.array([[*FOUND, 50.0, 200.0, 67.0, 200.0]])
    assert one_of(MEASURES, place=1, by_holm=True).apply(just)["corrected_significant"].tolist() == [NEITHER]
