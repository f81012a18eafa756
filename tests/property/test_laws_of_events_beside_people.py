"""What always holds of events that are released beside people: they agree, or are not shown."""

from __future__ import annotations

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

import needskit as nk

SEXES, DISTRICTS = ("f", "m"), ("North", "South", "West", "East")
people = st.tuples(
    st.sampled_from(SEXES),
    st.sampled_from(DISTRICTS),
    st.sampled_from([0, 0, 0, 1, 1, 2, 4, 9, 30, None]),
    st.sampled_from([17, 20, 40]),
)
cohorts = st.lists(people, min_size=1, max_size=25)


def released(rows: list[tuple[str, str, int | None, int]]) -> dict[str, pd.DataFrame]:
    frame = pd.DataFrame(rows, columns=["sex", "district", "reoffences_12_months", "age"])
    known = frame["reoffences_12_months"]
    frame["reconvicted_12_months"] = known.gt(0).map({True: "yes", False: "no"}).where(known.notna(), "")
    frame["days_in_custody_12_months"] = frame["age"] % 3 * 5
    frame["person_id"] = [str(number) for number in range(len(frame))]
    frame["reoffences_12_months"] = known.astype("Int64").astype("string").fillna("")
    cohort = nk.read_cohort(frame.astype(str), population="people in a test", as_at="2025-12-31")
    headline, rates = nk.reconviction.headline, nk.reconviction.rates
    tables = [headline(cohort, by=by) for by in ("sex", ["sex", "district"])]
    tables += [rates(cohort, by="sex"), nk.transition.representation(cohort, of="reoffences", by="sex")]
    return {table.caption.key: table.to_frame() for table in nk.release(tables)}


@settings(max_examples=5, deadline=None)
@given(rows=cohorts)
def test_events_are_shown_for_all_groups_and_agree_with_their_people_or_for_none(
    rows: list[tuple[str, str, int | None, int]],
) -> None:
    for key, frame in released(rows).items():
        shown = frame[frame["events"].notna()]
        those = shown["out_of" if "rates" in key else "count"]
        # 5 events of 0 people would be those of 1 to 4.
        assert (shown["events"][those == 0] == 0).all()
        if "headline" in key:
            # And 5 people of whom each has one would have no 0 events.
            assert (shown["events"] >= those).all()
        # Those of one group alone that are not shown would be what is left of all by the others.
        places = [frame[by].ne("all") for by in ("sex", "district") if by in frame]
        ages = frame["age"].eq("not known") if "age" in frame else frame["sex"].isna()
        alike = pd.concat([*places, ages], axis=1).agg(tuple, axis=1)
        hidden = frame["events"].isna()
        assert not (hidden.groupby(alike).any() & ~hidden.groupby(alike).all()).any()
