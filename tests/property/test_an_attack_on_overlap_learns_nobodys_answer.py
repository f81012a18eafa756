"""An attacker with every table of how needs overlap, and all that their rows and notes mean, learns nobody's answer.

The tables are read by ``tests.property.attack``, which shares no code with what protects them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from tests.property.attack.score import LEARNT_NOTHING, PARTS, YOUNG, Attacked
from tests.property.test_release_at_every_size import AWKWARD

import needskit as nk

if TYPE_CHECKING:
    from needskit.table.table import Table

FOUR = ("need_drugs", "need_alcohol", "need_accommodation", "need_emotional_wellbeing")


def extract(people: int, seed: int, *, unanswered: float = 0.0) -> pd.DataFrame:
    """Return made-up people, some of whose answers on needs are taken away."""
    frame = nk.synthetic_people(people=people, seed=seed)
    chance = np.random.default_rng(seed)
    for need in FOUR:
        frame.loc[chance.random(people) < unanswered, need] = ""
    return frame


def of_needs(cohort: nk.Cohort) -> list[Table]:
    """Return all that is said of needs alone."""
    overlap = nk.overlap
    analyses = (overlap.number_of_needs, overlap.pairs, overlap.association, overlap.combinations, overlap.at_least)
    return [nk.coverage.assessment(cohort), nk.needs.prevalence(cohort), *(each(cohort) for each in analyses)]


def of_health(cohort: nk.Cohort) -> list[Table]:
    return [nk.overlap.domains(cohort), nk.overlap.dual_diagnosis(cohort)]


def of_outcomes(cohort: nk.Cohort) -> list[Table]:
    exactly = nk.overlap.combinations_and_outcome(cohort)
    at_least = nk.overlap.combinations_and_outcome(cohort, kind="at least")
    return [nk.overlap.reconviction(cohort), nk.needs.reconviction(cohort), exactly, at_least]


def everything(cohort: nk.Cohort) -> list[Table]:
    return [*of_needs(cohort), *of_health(cohort), *of_outcomes(cohort)]


def broken_down(cohort: nk.Cohort, by: str) -> list[Table]:
    overlap = nk.overlap
    analyses = (nk.needs.prevalence, overlap.number_of_needs, overlap.pairs, overlap.combinations, overlap.domains)
    return [analysis(cohort, by=by) for analysis in analyses]


def pairs_by(cohort: nk.Cohort) -> list[Table]:
    return [nk.needs.prevalence(cohort, by="iom"), nk.overlap.pairs(cohort, by="iom")]


def awkward(which: str) -> pd.DataFrame:
    """Return one of the cohorts that are hard to protect."""
    columns = ["sex", "age", "district", "iom", "need_accommodation", "need_drugs", "need_alcohol"]
    frame = pd.DataFrame(AWKWARD[which], columns=columns)
    return frame.assign(person_id=[f"P{number}" for number in range(len(frame))])


@pytest.mark.parametrize(
    ("people", "seed", "unanswered"),
    [
        (60, 1, 0.0),
        (60, 13, 0.08),
        (60, 503, 0.2),
        (60, 505, 0.05),
        (150, 2, 0.0),
        (150, 17, 0.08),
        (400, 3, 0.0),
        (400, 5, 0.08),
    ],
)
def test_no_small_count_is_learnt_from_three_needs(people: int, seed: int, unanswered: float) -> None:
    frame = extract(people, seed, unanswered=unanswered)
    how_many, bounds = Attacked(frame, everything, mental=True, outcome=True).score(off_by=5)
    assert how_many > 0
    assert bounds == LEARNT_NOTHING


@pytest.mark.parametrize(
    ("people", "seed", "unanswered"), [(60, 10, 0.0), (60, 503, 0.2), (150, 12, 0.0), (150, 13, 0.08), (400, 10, 0.0)]
)
def test_no_small_count_is_learnt_from_four_needs(people: int, seed: int, unanswered: float) -> None:
    frame = extract(people, seed, unanswered=unanswered)
    attacked = Attacked(frame, lambda cohort: [*of_needs(cohort), *of_outcomes(cohort)], FOUR, outcome=True)
    how_many, bounds = attacked.score(off_by=5)
    assert how_many > 0
    assert bounds == LEARNT_NOTHING


@pytest.mark.parametrize(("people", "seed", "by"), [(60, 20, "iom"), (60, 20, "sex")])
def test_no_small_count_is_learnt_from_groups_each_with_pairs_combinations_and_domains(
    people: int, seed: int, by: str
) -> None:
    def tables(cohort: nk.Cohort) -> list[Table]:
        return [*of_needs(cohort), *of_health(cohort), *broken_down(cohort, by)]

    frame = extract(people, seed, unanswered=0.08)
    how_many, bounds = Attacked(frame, tables, by=(by,), mental=True).score()
    assert how_many > 50
    assert bounds == LEARNT_NOTHING


@pytest.mark.parametrize(("people", "seed"), [(60, 11), (150, 12)])
def test_no_small_count_is_learnt_from_parts_of_a_cohort_and_the_rest(people: int, seed: int) -> None:
    def tables(cohort: nk.Cohort) -> list[Table]:
        return [*of_needs(cohort), nk.needs.by_cohort(cohort, cohorts=PARTS)]

    frame = extract(people, seed, unanswered=0.05)
    how_many, bounds = Attacked(frame, tables, by=("sex", "iom", YOUNG)).score()
    assert how_many > 10
    assert bounds == LEARNT_NOTHING


@pytest.mark.parametrize("which", AWKWARD)
def test_no_small_count_is_learnt_of_awkward_cohorts(which: str) -> None:
    _, bounds = Attacked(awkward(which), lambda cohort: [*of_needs(cohort), *pairs_by(cohort)], by=("iom",)).score()
    assert bounds == LEARNT_NOTHING


@pytest.mark.parametrize(("people", "seed"), [(60, 21), (150, 20)])
def test_no_small_count_is_learnt_from_sub_cohorts_each_with_pairs_combinations_and_domains(
    people: int, seed: int
) -> None:
    def tables(cohort: nk.Cohort) -> list[Table]:
        overlap = nk.overlap
        analyses = (nk.needs.prevalence, overlap.pairs, overlap.combinations, overlap.at_least, overlap.domains)
        parts = [cohort.where(words, **conditions) for words, conditions in PARTS.items()]
        return [analysis(group) for group in (cohort, *parts) for analysis in analyses]

    frame = extract(people, seed, unanswered=0.05)
    how_many, bounds = Attacked(frame, tables, by=("sex", "iom", YOUNG), mental=True).score()
    assert how_many > 50
    assert bounds == LEARNT_NOTHING
