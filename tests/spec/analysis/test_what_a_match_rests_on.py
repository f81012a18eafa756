"""Arms, levels and pairs that a match is made of, and what its attributes say follows."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from tests.spec.analysis.matched_people import OURS, THEIRS, cohort_of, people, row_of

import needskit as nk
from needskit.table.balanced import BALANCE

ALIKE: dict[str, Any] = {"sex": ("f", "m", "f", "m"), "prior_convictions": (1, 2, 1, 2)}


def test_whoever_a_question_does_not_concern_is_known_not_to_be_meant() -> None:
    # Of those managed 20 are fixed and 20 flex; of one of the others it is not known whether they are managed.
    frame = people(**ALIKE)
    frame["iom_tier"] = ["fixed", "flex"] * 20 + [""] * THEIRS
    frame.loc[OURS, "iom"] = ""
    told: dict[str, Any] = {"treated": {"iom_tier": "fixed"}, "called": "fixed", "adjust": ("sex",)}
    found = nk.iom.match(cohort_of(frame), min_people=10, method="none", **told)

    assert (found.is_treated.sum(), found.is_comparison.sum()) == (20, 20 + THEIRS - 1)


def test_attributes_of_a_match_say_what_follows_from_them() -> None:
    frame = people(**ALIKE)
    frame["index_date"], frame["follow_up_end"] = "2023-01-10", "2024-06-30"
    frame.loc[3, "prior_convictions"] = ""
    found = nk.iom.match(cohort_of(frame), known_only=True)
    yes, no, unknown = (frozenset({answer}) for answer in ("yes", "no", "not known"))

    arms = [(each.answers, condition) for each in found.arm.implies for condition in each.conditions]
    assert {each.way for each in found.arm.implies} == {"both"}
    assert arms == [
        (frozenset({"managed under IOM"}), ("iom", yes)),
        (frozenset({"comparison"}), ("iom", no)),
        (unknown, ("iom", unknown)),
    ]
    follows = {each.conditions[0][0] for each in found.matched.implies}
    assert follows == {"arm", "followed_up", found.complete.name}
    [both, forth] = found.complete.implies
    assert (both.way, forth.way, both.conditions[0][0]) == ("both", "forth", "prior_convictions")


def test_whoever_was_like_one_alone_who_is_left_out_is_left_out_too() -> None:
    # One of those managed is of another sex than anybody, and the only one of them in area b.
    frame = people(**ALIKE)
    frame["area"] = "a"
    frame.loc[[0, OURS, OURS + 1], "area"] = "b"
    frame.loc[0, "sex"] = "o"
    cohort = cohort_of(frame, breakdowns={"area": "Area"})
    found = nk.iom.match(cohort, adjust=("area", "sex", "prior_convictions"))

    assert np.flatnonzero(~found.could_be).tolist() == [0, OURS, OURS + 1]


def test_pairs_are_named_by_the_row_of_the_one_treated() -> None:
    frame = people(**ALIKE)
    frame.loc[[0, 5], "iom"] = ""
    found = nk.iom.match(cohort_of(frame), method="nearest")
    pairs = found.group[found.group >= 0]

    assert sorted(set(pairs)) == np.flatnonzero(found.is_treated).tolist()
    assert np.bincount(pairs)[np.unique(pairs)].tolist() == [2] * (OURS - 2)
    assert (found.group[found.is_treated] == np.flatnonzero(found.is_treated)).all()


def test_whoever_was_not_assessed_stands_for_those_who_were_not() -> None:
    frame = people(need_drugs=("yes", "no", "", "yes", "no", ""), prior_convictions=(1, 1))
    found = nk.iom.match(cohort_of(frame), caliper=0.01)
    not_assessed = found.cohort.people["assessed"].eq("no").to_numpy()

    assert [each.name for each in found.covariates] == ["prior_convictions", "assessed", "need_drugs"]
    assert found.weights[not_assessed & found.is_comparison].sum() == pytest.approx(
        (not_assessed & found.is_treated).sum()
    )
    # Of those who were not assessed no answer is missing: nobody asked.
    assert row_of(nk.iom.balance(found), "not answered")["count"] == 0


def test_the_profile_counts_those_followed_up() -> None:
    frame = people(**ALIKE)
    frame["index_date"], frame["follow_up_end"] = "2023-01-10", "2024-06-30"
    frame.loc[[0, OURS, OURS + 1], "follow_up_end"] = "2023-03-01"
    row = row_of(nk.iom.profile(nk.iom.match(cohort_of(frame))), "Female")

    assert (row["count"], row["out_of"]) == (19, 39)
    assert (row["against_count"], row["against_out_of"]) == (39, 78)
    assert row["difference"] == pytest.approx(19 / 39 - 39 / 78)


@pytest.mark.parametrize("few", range(0, 8, 2))
def test_few_before_or_after_are_few(few: int) -> None:
    parts = np.array([[50, 100, 50, 100, 50, 100, 50, 100, 20, 40, 0, 0]], dtype=float)
    assert BALANCE.apply(parts, off_by=4)["further_base"].tolist() == [100]
    for count in (13, 87):
        parts[0, few] = count
        assert BALANCE.apply(parts, off_by=4)["further_base"].tolist() == [0]
        assert BALANCE.apply(parts, off_by=0)["further_base"].tolist() == [100]
