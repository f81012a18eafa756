"""The made-up people show the published headlines, to the nearest person where that is promised."""

from __future__ import annotations

from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from needskit.synthetic import draws, margins, synthetic_people
from needskit.synthetic.needs import level
from needskit.synthetic.people import draw_ages, draw_traits

if TYPE_CHECKING:
    from collections.abc import Mapping

SIZES_AND_SEEDS = [(2_000, 1), (2_000, 2), (2_000, 2025), (20_000, 1), (20_000, 7)]
HOMELESS = ["homeless_not_rough_sleeping", "rough_sleeping"]
SCORED = [
    "need_accommodation",
    "need_employment",
    "need_relationships",
    "need_lifestyle",
    "need_drugs",
    "need_alcohol",
    "need_thinking",
    "need_attitudes",
]


@pytest.fixture(scope="module", params=SIZES_AND_SEEDS, ids=lambda drawn: f"{drawn[0]} people, seed {drawn[1]}")
def made_up(request: pytest.FixtureRequest) -> pd.DataFrame:
    people, seed = request.param
    return synthetic_people(people=people, seed=seed)


def nearest(share: float, whole: int) -> int:
    return int(np.floor(share * whole + 0.5))


def test_94_per_cent_of_people_with_every_answer_have_two_or_more_needs(made_up: pd.DataFrame) -> None:
    answered = made_up["assessed"].eq("yes") & (made_up[SCORED] != "").all(axis=1)
    needs = made_up[SCORED][answered]
    two_or_more = int((needs == "yes").sum(axis=1).ge(2).sum())
    assert two_or_more == nearest(0.94, len(needs))


def test_15_per_cent_are_homeless_before_custody_among_the_known(made_up: pd.DataFrame) -> None:
    known = made_up.loc[made_up["accommodation_before_custody"].ne(""), "accommodation_before_custody"]
    assert int(known.isin(HOMELESS).sum()) == nearest(0.15, len(known))


def test_79_per_cent_of_the_homeless_and_47_per_cent_of_others_are_reconvicted(made_up: pd.DataFrame) -> None:
    known = made_up["accommodation_before_custody"].ne("") & made_up["reconvicted_12_months"].ne("")
    homeless = made_up["accommodation_before_custody"].isin(HOMELESS)
    reconvicted = made_up["reconvicted_12_months"].eq("yes")
    for group, share in ((known & homeless, 0.79), (known & ~homeless, 0.47)):
        assert int((group & reconvicted).sum()) == nearest(share, int(group.sum()))


def test_a_third_are_aged_18_to_24_and_a_few_16_or_17(made_up: pd.DataFrame) -> None:
    age = made_up["age"].astype(int)
    assert int(age.between(18, 24).sum()) == nearest(1 / 3, len(made_up))
    assert int(age.between(16, 17).sum()) == nearest(0.03, len(made_up))
    assert int(age.min()) == 16


def test_one_person_in_ten_is_not_assessed_and_one_in_25_has_no_ethnicity(made_up: pd.DataFrame) -> None:
    assert int(made_up["assessed"].eq("no").sum()) == len(made_up) - nearest(0.9, len(made_up))
    assert int(made_up["ethnicity"].eq("").sum()) == nearest(0.04, len(made_up))


@pytest.mark.parametrize(
    ("need", "low", "high"),
    [
        ("need_thinking", 0.71, 0.80),
        ("need_lifestyle", 0.71, 0.89),
        ("need_relationships", 0.74, 0.85),
        ("need_accommodation", 0.39, 0.69),
        ("need_employment", 0.62, 0.72),
        ("need_attitudes", 0.65, 0.76),
        ("need_drugs", 0.43, 0.70),
        ("need_alcohol", 0.20, 0.40),
    ],
)
def test_each_need_is_about_as_common_as_published(made_up: pd.DataFrame, need: str, low: float, high: float) -> None:
    answers = made_up.loc[made_up[need].ne(""), need]
    assert low <= answers.eq("yes").mean() <= high


def test_about_one_answer_in_a_hundred_is_missing_among_the_assessed(made_up: pd.DataFrame) -> None:
    missing = (made_up.loc[made_up["assessed"].eq("yes"), SCORED] == "").to_numpy().mean()
    assert 0.006 <= missing <= 0.014


def test_about_one_person_in_nine_is_not_yet_followed_up(made_up: pd.DataFrame) -> None:
    assert 0.08 <= made_up["reconvicted_12_months"].eq("").mean() <= 0.14


def test_about_seven_in_a_hundred_are_in_iom_and_have_more_behind_them(made_up: pd.DataFrame) -> None:
    iom = made_up["iom"].eq("yes")
    priors = pd.to_numeric(made_up["prior_convictions"])
    assert 0.06 <= iom.mean() <= 0.07
    assert priors[iom].mean() > 2 * priors[~iom].mean()


def test_needs_go_together_and_with_reconviction(made_up: pd.DataFrame) -> None:
    count = (made_up[SCORED] == "yes").sum(axis=1)[made_up["assessed"].eq("yes")]
    one_need = (made_up.loc[count.index, SCORED] == "yes").var().sum()
    # Counts of needs that did not go together would vary as much as the single needs summed.
    assert count.var() > 1.8 * one_need
    reconvicted = made_up.loc[count.index, "reconvicted_12_months"]
    assert count[reconvicted.eq("yes")].mean() > count[reconvicted.eq("no")].mean() + 1


def test_prior_convictions_are_skewed_and_follow_age_and_score(made_up: pd.DataFrame) -> None:
    numbers = made_up[["prior_convictions", "age", "ogrs3"]].apply(pd.to_numeric)
    assert numbers["prior_convictions"].mean() > 1.2 * numbers["prior_convictions"].median()
    together = numbers.corr()
    assert together.loc["prior_convictions", "ogrs3"] > 0.35
    assert together.loc["prior_convictions", "age"] > 0.1
    assert together.loc["age", "ogrs3"] < -0.2


def test_youth_services_knew_mainly_people_under_25(made_up: pd.DataFrame) -> None:
    age = made_up.loc[made_up["known_to_youth_services"].eq("yes"), "age"].astype(int)
    assert age.lt(25).mean() > 0.6
    assert made_up.loc[made_up["age"].astype(int) < 18, "known_to_youth_services"].eq("yes").all()


def test_the_calibrated_model_alone_comes_within_half_a_point_of_94_per_cent() -> None:
    ages = draw_ages(draws.stream(11, part=0), people=100_000)
    strengths = draw_traits(draws.stream(11, part=2), ages=ages).need_strengths[:, : margins.SCORED_NEEDS]
    shares = [share for share, _, _ in margins.NEEDS.values()][: margins.SCORED_NEEDS]
    cut_offs = np.array([NormalDist().inv_cdf(1 - share) for share in shares])
    two_or_more = ((strengths > cut_offs).sum(axis=1) >= 2).mean()
    assert abs(two_or_more - 0.94) < 0.005
    assert abs(level(strengths - cut_offs, share=0.94)) < 0.03


@pytest.mark.parametrize("people", range(1, 12))
@pytest.mark.parametrize("share", [0.0, 0.3, 0.94, 1.0])
def test_the_level_parts_any_number_of_people_exactly(people: int, share: float) -> None:
    above = np.random.default_rng(people).standard_normal((people, 8))
    moved = above - level(above, share=share)
    assert int(((moved > 0).sum(axis=1) >= 2).sum()) == nearest(share, people)


SHARES: Mapping[str, Mapping[str, float]] = {
    "sex": margins.SEX,
    "ethnicity": margins.ETHNICITY,
    "district": margins.DISTRICTS,
    "sentence band": margins.SENTENCE_BANDS,
    "risk of harm": margins.RISK_OF_HARM,
    "IOM tier": margins.IOM_TIERS,
}


@pytest.mark.parametrize("name", SHARES)
def test_shares_that_are_drawn_from_sum_to_one(name: str) -> None:
    assert sum(SHARES[name].values()) == pytest.approx(1)


def test_moves_from_home_to_home_sum_to_one_in_each_row() -> None:
    for moves in (margins.ON_RELEASE_GIVEN_BEFORE, margins.AT_3_MONTHS_GIVEN_RELEASE):
        assert np.asarray(moves).sum(axis=1) == pytest.approx(np.ones(5))
    assert sum(margins.AGES_18_TO_24) == pytest.approx(1)
    assert sum(share for _, _, share in margins.AGE_BANDS_25_AND_OVER) == pytest.approx(1)
