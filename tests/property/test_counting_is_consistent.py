"""Whatever the people: parts add up to wholes, order and names do not matter, and the grid is complete."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import pandas as pd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import needskit as nk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from needskit.table.table import Table

NEEDS = ["need_drugs", "need_alcohol", "need_thinking"]
ANSWER = st.sampled_from(["yes", "no", "", "perhaps"])
PERSON = st.fixed_dictionaries(
    {
        "sex": st.sampled_from(["f", "m", ""]),
        "age": st.sampled_from(["17", "18", "24", "25", "61", "<5", ""]),
        "assessed": st.sampled_from(["yes", "yes", "no", ""]),
        **dict.fromkeys(NEEDS, ANSWER),
    }
)
PEOPLE = st.lists(PERSON, min_size=2, max_size=25)
ANALYSES: tuple[Callable[[nk.Cohort], Table], ...] = (
    lambda cohort: nk.needs.prevalence(cohort, by=["sex", "age_group"]),
    lambda cohort: nk.overlap.number_of_needs(cohort, by="sex"),
    lambda cohort: nk.transition.young_adults_share(cohort, by="sex"),
    lambda cohort: nk.demographics.profile(cohort, characteristics=["sex", "age_band"]),
    lambda cohort: nk.coverage.assessment(cohort, by=["sex", "age_band"]),
    nk.coverage.completeness,
)
COUNTS = ["count", "out_of", "not_known"]

often = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def read(frame: pd.DataFrame) -> nk.Cohort | None:
    """Return the cohort, or None if a column of the extract is hopeless."""
    try:
        return nk.read_cohort(frame, population="people in a test", as_at="2025-12-31")
    except nk.DataError:
        return None


def cohort_of(people: list[dict[str, str]], *, first: int = 0) -> nk.Cohort | None:
    frame = pd.DataFrame(people, columns=sorted(people[0]))
    return read(frame.assign(person_id=[f"P{first + i:03d}" for i in range(len(people))]))


def tables(cohort: nk.Cohort) -> Iterator[pd.DataFrame]:
    for analysis in ANALYSES:
        yield analysis(cohort).to_frame()


@often
@given(PEOPLE, st.data())
def test_two_parts_of_a_cohort_add_up_to_the_whole(people: list[dict[str, str]], data: st.DataObject) -> None:
    cut = data.draw(st.integers(1, len(people) - 1))
    whole, first, second = cohort_of(people), cohort_of(people[:cut]), cohort_of(people[cut:], first=cut)
    if whole is None or first is None or second is None:
        return
    for all_of_them, one, other in zip(tables(whole), tables(first), tables(second), strict=True):
        counts = [name for name in COUNTS if name in all_of_them]
        together = one[counts].fillna(0) + other[counts].fillna(0)
        pd.testing.assert_frame_equal(all_of_them[counts].fillna(0), together, check_dtype=False)


@often
@given(PEOPLE, st.permutations(sorted([*NEEDS, "sex", "age", "assessed", "person_id"])), st.integers(0, 99))
def test_order_of_rows_and_columns_and_names_of_people_change_no_figure(
    people: list[dict[str, str]], columns: list[str], seed: int
) -> None:
    frame = pd.DataFrame(people, columns=sorted(people[0])).assign(person_id=[f"P{i}" for i in range(len(people))])
    renamed = frame.assign(person_id=[f"X{i:05d}" for i in range(len(people))])
    cohort, other = read(frame), read(renamed.sample(frac=1, random_state=seed)[columns])
    assert (cohort is None) == (other is None)
    if cohort is None or other is None:
        return
    for table, again in zip(tables(cohort), tables(other), strict=True):
        at = [str(name) for name in table.columns if table[name].dtype != float]
        pd.testing.assert_frame_equal(
            table.sort_values(at).reset_index(drop=True), again.sort_values(at).reset_index(drop=True)
        )


@often
@given(PEOPLE)
def test_every_combination_has_one_row_and_no_count_is_more_than_it_is_out_of(people: list[dict[str, str]]) -> None:
    cohort = cohort_of(people)
    if cohort is None:
        return
    for analysis in ANALYSES[:3]:
        table = analysis(cohort)
        frame = table.to_frame()
        places = list(product(*(dimension.labels for dimension in table.dimensions)))
        assert [tuple(at) for at in frame[[d.name for d in table.dimensions]].to_numpy()] == places
        shares = frame[(frame["unit"] != "") & (frame.iloc[:, len(table.dimensions) - 1] != "mean")]
        assert (shares["count"] <= shares["out_of"]).all()
        assert (shares["out_of"] + shares["not_known"] <= len(cohort)).all()
        if (shares["out_of"] > 0).any():
            known = shares[shares["out_of"] > 0]
            assert (known["lower"] <= known["estimate"] + 1e-12).all()
            assert (known["upper"] >= known["estimate"] - 1e-12).all()


@often
@given(st.lists(st.fixed_dictionaries(dict.fromkeys(NEEDS, st.sampled_from(["yes", "no"]))), min_size=1, max_size=40))
def test_where_everybody_is_answered_in_full_needs_times_people_is_people_times_needs(
    people: list[dict[str, str]],
) -> None:
    cohort = cohort_of(people)
    assert cohort is not None
    number = nk.overlap.number_of_needs(cohort).to_frame().set_index("number_of_needs")["count"]
    needs = nk.needs.prevalence(cohort).to_frame()["count"]
    assert sum(c * number[str(c)] for c in range(len(NEEDS) + 1)) == needs.sum() == number["mean"]
    assert sum(number[str(c)] for c in range(len(NEEDS) + 1)) == len(people)


@often
@given(PEOPLE)
def test_grouped_rows_give_the_tables_of_the_people(people: list[dict[str, str]]) -> None:
    cohort = cohort_of(people)
    if cohort is None:
        return
    rows = pd.DataFrame(people, columns=sorted(people[0]))
    grouped = read(rows.value_counts(sort=False).reset_index(name="people").astype("str"))
    if grouped is None:
        return  # five groups of one person each can be hopeless where many people are not
    assert len(grouped) == len(cohort)
    for table, again in zip(tables(cohort), tables(grouped), strict=True):
        pd.testing.assert_frame_equal(table, again)
