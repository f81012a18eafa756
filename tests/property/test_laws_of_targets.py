"""Laws of progress against a target: limits and words agree, and rounding takes nothing back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import needskit as nk
from needskit.analysis.targets import Baseline, Target
from needskit.table.targeted import against_target

if TYPE_CHECKING:
    from tests.property.conftest import Faults

OFF_BY = 4
counts = st.tuples(st.integers(0, 400), st.integers(40, 400)).map(lambda drawn: (min(drawn), drawn[1]))
SHARE = st.integers(5, 95).map(lambda each: each / 100)


@settings(max_examples=60, deadline=None)
@given(counts, SHARE, SHARE, st.integers(0, 2_000), st.integers(-OFF_BY, OFF_BY), st.integers(-OFF_BY, OFF_BY))
def test_what_is_said_of_rounded_counts_holds_of_the_true_ones(
    true: tuple[int, int], baseline: float, wanted: float, of: int, off: int, off_of: int
) -> None:
    count, out_of = true
    shown, shown_of = max(count + off, 0), out_of + off_of
    assume(wanted != baseline and shown <= shown_of)
    measure = against_target(baseline, float(of), wanted, "a plan")
    found = measure.apply(np.array([[shown, shown_of, shown_of]], dtype=float), off_by=OFF_BY)
    exact = measure.apply(np.array([[count, out_of, out_of]], dtype=float))
    assert found["difference_lower"][0] <= exact["difference_lower"][0] + 1e-9
    assert found["difference_upper"][0] >= exact["difference_upper"][0] - 1e-9
    for words in ("reached", "significant"):
        # What is said once counts are rounded was so before; that it cannot be told takes nothing back.
        assert found[words][0] in {0, exact[words][0]}
    assert (exact["p_value"][0] < 0.05) == (exact["significant"][0] != 0)
    # Beyond a target is beyond an exact baseline that it lies beyond.
    assert of or exact["reached"][0] != 1 or exact["significant"][0] == np.sign(wanted - baseline)


def test_targets_are_released_with_all_other_tables(faults: Faults) -> None:
    cohort = nk.read_cohort(nk.synthetic_people(people=400, seed=2), population="made-up people")
    before = Baseline(60.0, "2024", "a plan", out_of=300)
    targets = [
        Target("Women", "reconvicted_12_months", before, where={"sex": "female"}, fall=10),
        Target("Alcohol", "need_alcohol", before, level=70),
    ]
    tables = [
        nk.targets.progress(cohort, targets=targets),
        nk.needs.prevalence(cohort),
        nk.needs.prevalence(cohort, by="sex"),
        nk.reconviction.headline(cohort, by="sex"),
    ]
    released = nk.release(tables)
    assert faults(tables, released) == []
    mine, need = (
        released[key].to_frame().query(f"{name} == @row")[["count", "out_of"]].to_numpy().tolist()
        for key, name, row in (
            ("targets.progress", "target", "Alcohol"),
            ("needs.prevalence", "need", "Alcohol misuse"),
        )
    )
    assert mine == need
