"""Laws that hold for every match of people, and for every release of its tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import needskit as nk
from needskit.errors import UsageError

if TYPE_CHECKING:
    import pandas as pd
    from tests.property.conftest import Faults

    from needskit.analysis.iom.alike.matched import Matched
    from needskit.cohort.cohort import Cohort
    from needskit.disclosure.released import Release
    from needskit.stats.ways import Method
    from needskit.table.table import Table

ON = ("sex", "age", "prior_convictions")


def made_up(people: int, seed: int) -> pd.DataFrame:
    """Return people of whom a third are managed, whoever they are."""
    frame = nk.synthetic_people(people=people, seed=seed)
    chance = np.random.default_rng(seed)
    managed = frame["prior_convictions"].replace("", "0").astype(int).to_numpy() > chance.integers(1, 15, people)
    frame["iom"] = np.where(chance.random(people) < 0.03, "", np.where(managed, "yes", "no"))
    return frame.drop(columns=["iom_tier", "iom_start", "iom_end"])


def cohort_of(frame: pd.DataFrame) -> Cohort:
    return nk.read_cohort(frame, population="made-up people", as_at="2025-12-31")


def tables_of(matched: Matched) -> list[Table]:
    return [nk.iom.attrition(matched), nk.iom.profile(matched), nk.iom.balance(matched)]


@settings(max_examples=5, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from(["radius", "nearest", "subclass", "weights", "exact"]))
def test_those_treated_count_once_and_the_others_for_as_many(seed: int, method: Method) -> None:
    cohort = cohort_of(made_up(250, seed))
    found = nk.iom.match(cohort, adjust=ON, method=method, known_only=True, min_people=10)

    assert set(found.weights[found.is_treated]) <= {0.0, 1.0}
    assert (found.weights >= 0).all()
    assert not found.weights[~found.could_be].any()
    assert found.weights[found.is_comparison].sum() == pytest.approx(found.weights[found.is_treated].sum())
    assert found.effective_size <= (found.weights[found.is_comparison] > 0).sum() + 1e-6
    # The tables count the same people.
    counts = nk.iom.attrition(found).to_frame().query("step == 'matched'").set_index("arm")["count"]
    assert counts["all records"] == (found.weights > 0).sum() == counts[1:].sum()


@settings(max_examples=3, deadline=None)
@given(st.integers(0, 10_000))
def test_the_order_of_the_rows_changes_nothing(seed: int) -> None:
    frame = made_up(200, seed)
    order = np.random.default_rng(seed).permutation(len(frame))
    one, other = (
        nk.iom.match(cohort_of(each), adjust=ON, known_only=True, min_people=10)
        for each in (frame, frame.iloc[order].reset_index(drop=True))
    )

    assert other.weights == pytest.approx(one.weights[order])
    assert nk.iom.attrition(other).to_frame().equals(nk.iom.attrition(one).to_frame())


@settings(max_examples=3, deadline=None)
@given(st.integers(0, 10_000))
def test_weights_to_the_same_means_leave_no_difference_of_them(seed: int) -> None:
    cohort = cohort_of(made_up(250, seed))
    try:
        found = nk.iom.match(cohort, adjust=ON, method="entropy", known_only=True, min_people=10)
    except UsageError as error:
        assert str(error).startswith("R-NO-WEIGHTS")  # noqa: PT017 - the one refusal that may be
        return
    left = [row.after for row in found.likeness.rows if row.group is None or row.covariate == 0]
    assert max(left) < 1e-4


@pytest.fixture(scope="module", params=[(400, 3), (2_000, 4)])
def made(request: pytest.FixtureRequest) -> tuple[Matched, list[Table], Release]:
    cohort = cohort_of(made_up(*request.param))
    matched = nk.iom.match(cohort, adjust=(*ON, "sentence_band", "need_drugs"), known_only=True, min_people=10)
    tables = [
        *tables_of(matched),
        *tables_of(nk.iom.match(cohort, adjust=ON, method="nearest", known_only=True, min_people=10)),
        *(nk.demographics.profile(cohort), nk.reconviction.headline(cohort, by="iom"), nk.needs.by_cohort(cohort)),
    ]
    return matched, tables, nk.release(tables)


def test_all_tables_of_a_match_add_up_with_others(made: tuple[Matched, list[Table], Release], faults: Faults) -> None:
    _, tables, released = made
    assert faults(tables, released) == []
    assert released.off_by == 4


def test_no_step_has_more_than_the_one_before(made: tuple[Matched, list[Table], Release]) -> None:
    for frame in (table.to_frame() for table in made[2] if table.caption.key.startswith("iom.attrition")):
        for _, steps in frame.groupby("arm", sort=False):
            assert (steps["count"].diff().fillna(0) <= 0).all()
        matched = frame[frame["step"] == "matched"].set_index("arm")["count"]
        assert matched["all records"] == matched[["managed under IOM", "comparison"]].sum()


def test_nothing_beside_a_percentage_is_of_fewer_than_ten(made: tuple[Matched, list[Table], Release]) -> None:
    matched, _, released = made
    cohort = matched.cohort
    [table] = [each for each in released if each.caption.key == "iom.balance"]
    frame = table.to_frame()
    shown = frame[frame["weighted_share"].notna()]
    assert 0 < len(shown) < len(frame)
    by_label = {each.label: each for each in matched.covariates}
    for row in shown.to_dict("records"):
        covariate = by_label[row["characteristic"]]
        assert covariate.levels is not None
        [level] = [group for group in covariate.levels.groups if group.label == row["group"]]
        answers = cohort.people[covariate.levels.attribute.name].astype("str")
        # Of an age the answers are numbers, of the rest words.
        has = answers.isin(level.answers).to_numpy()
        for arm in (matched.is_treated, matched.is_comparison):
            there = arm & (matched.weights > 0)
            assert min((there & has).sum(), (there & ~has).sum()) >= 10


def test_what_is_shown_of_weights_is_of_numbers_that_are_multiples(made: tuple[Matched, list[Table], Release]) -> None:
    for table in (each for each in made[2] if each.caption.key.startswith("iom.balance")):
        frame = table.to_frame()
        for name in ("apart_before", "apart_after"):
            steps = frame[name].dropna() / 0.05
            assert steps.to_numpy() == pytest.approx(steps.round().to_numpy())
