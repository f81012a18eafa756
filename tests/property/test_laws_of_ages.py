"""Laws of the tables of young adults and of single years of age, whoever the people are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

import needskit as nk
from needskit.disclosure.released import Release
from needskit.table.table import Table

Faults = Callable[[Iterable[Table], Release], list[str]]
few = settings(max_examples=3, derandomize=True, deadline=None)
NEEDS = ("need_drugs", "need_alcohol")
COUNTS = ["count", "out_of", "not_known"]


@st.composite
def extracts(draw: st.DrawFn) -> pd.DataFrame:
    """Return an extract of ages about 18 and 25, with any answers, some missing."""
    people = draw(st.integers(20, 200))
    chance = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    missing = draw(st.sampled_from([0.0, 0.1, 0.4]))

    def column(answers: Iterable[str]) -> list[str]:
        said = chance.choice(np.array(list(answers), dtype=object), size=people)
        return list(np.where(chance.random(people) < missing, "", said))

    return pd.DataFrame(
        {
            "age": column(str(age) for age in range(14, 32)),
            "sex": column(["female", "male"]),
            "accommodation_on_release": column(["settled", "rough sleeping"]),
            "reconvicted_12_months": column(["yes", "no"]),
            **{need: column(["yes", "no"]) for need in NEEDS},
        }
    )


def read(frame: pd.DataFrame) -> nk.Cohort:
    return nk.read_cohort(frame, population="people in a test", as_at="2025-12-31")


def of_people(frame: pd.DataFrame) -> nk.Cohort:
    return read(frame.assign(person_id=[f"P{number}" for number in range(len(frame))]))


def tables(cohort: nk.Cohort) -> Iterator[Table]:
    asked = nk.transition
    for against in (asked.needs, asked.overlap, asked.accommodation, asked.reconviction):
        yield against(cohort)
    yield asked.needs(cohort, by="sex")
    yield from (asked.age_profile(cohort, of=of) for of in (None, "need_drugs"))
    yield asked.steps(cohort, of="reconvicted_12_months", ages=(14, 31))
    yield asked.steps(cohort, of="need_drugs", by="sex")


@few
@given(frame=extracts())
def test_they_are_released_together_and_add_up(faults: Faults, frame: pd.DataFrame) -> None:
    cohort = of_people(frame)
    made = [*tables(cohort), nk.transition.young_adults_share(cohort), nk.needs.prevalence(cohort)]
    assert faults(made, nk.release(made)) == []


@few
@given(frame=extracts())
def test_grouped_rows_give_the_tables_of_the_people(frame: pd.DataFrame) -> None:
    grouped = frame.value_counts(sort=False).reset_index(name="people").astype("str")
    for one, other in zip(tables(of_people(frame)), tables(read(grouped)), strict=True):
        pd.testing.assert_frame_equal(one.to_frame(), other.to_frame())


@few
@given(frame=extracts(), seed=st.integers(0, 2**32 - 1))
def test_dates_a_year_later_change_nothing(frame: pd.DataFrame, seed: int) -> None:
    chance = np.random.default_rng(seed)
    born = [f"{chance.integers(1, 13):02d}-{chance.integers(1, 29):02d}" for _ in range(len(frame))]
    ages = frame["age"].replace("", "20").astype(int)

    def dated(later: int) -> nk.Cohort:
        dates = {
            "date_of_birth": [f"{2022 - age + later}-{day}" for age, day in zip(ages, born, strict=True)],
            "index_date": f"{2022 + later}-06-15",
        }
        return of_people(frame.drop(columns="age").assign(**dates))

    for one, other in zip(tables(dated(0)), tables(dated(1)), strict=True):
        pd.testing.assert_frame_equal(one.to_frame(), other.to_frame())


@few
@given(frame=extracts())
def test_every_person_is_in_one_row_of_the_profile(frame: pd.DataFrame) -> None:
    cohort = of_people(frame)
    profile = nk.transition.age_profile(cohort).to_frame()
    assert profile["count"].sum() == len(cohort)
    of_need = nk.transition.age_profile(cohort, of="need_drugs").to_frame()
    whole = nk.needs.prevalence(cohort).to_frame()
    assert of_need[COUNTS].sum().tolist() == whole[COUNTS].iloc[0].tolist()
    # The rows of the ages of a band are those of the band.
    young = nk.transition.needs(cohort).to_frame()[COUNTS].iloc[0]
    ages = of_need[of_need["age"].isin([str(age) for age in range(18, 25)])]
    assert ages[COUNTS].sum().tolist() == young.tolist()
