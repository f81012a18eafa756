"""Observed against expected: what is expected of whom, what must match, and what is not known."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binomtest

import needskit as nk
from needskit.errors import UsageError
from needskit.stats.poisson_binomial import against_expected

Read = Callable[..., nk.Cohort]
observed_expected = nk.reconviction.observed_expected


def scored(*groups: tuple[int, int, int]) -> pd.DataFrame:
    """Return people: of each group the score in per cent, how many there are, and how many were reconvicted."""
    rows = [
        (str(score), "yes" if place < reconvicted else "no")
        for score, people, reconvicted in groups
        for place in range(people)
    ]
    extract = pd.DataFrame(rows, columns=["ogrs3", "reconvicted_12_months"])
    return extract.assign(person_id=[f"{place:05d}" for place in range(len(rows))])


def row(table: object, risk: str = "all") -> dict[str, float]:
    frame: pd.DataFrame = table.to_frame()  # type: ignore[attr-defined]
    [found] = frame[frame["risk"] == risk].to_dict("records")
    return {str(name): value for name, value in found.items()}


def test_everybody_counts_with_the_middle_of_their_band(read: Read) -> None:
    # 52 per cent is the middle of 50, 51, 52, 53 and 54, which are the whole per cents of its band.
    found = row(observed_expected(read(scored((50, 100, 40), (54, 100, 50))), horizon_months=12))
    assert found["expected_share"] == pytest.approx(0.52)
    assert found["expected"] == pytest.approx(104)
    assert found["difference"] == pytest.approx(0.45 - 0.52)


def test_figures_are_those_of_the_formula(read: Read) -> None:
    found = row(observed_expected(read(scored((57, 142, 93))), horizon_months=12))
    formula = against_expected([93], [142], [142 * 0.57])
    for name, figure in formula._asdict().items():
        assert found[name] == pytest.approx(float(figure[0])), name
    # All have one probability, so that the test is that of the binomial distribution, twice its smaller tail.
    assert found["p_value"] == pytest.approx(2 * binomtest(93, 142, 0.57, alternative="greater").pvalue)


@pytest.mark.parametrize(
    ("score", "risk"),
    [
        ("49.4", "Below 50%"),
        ("49.5", "50% to 74%"),
        ("74.4", "50% to 74%"),
        ("74.5", "75% to 89%"),
        ("89.5", "90% or more"),
        ("100", "90% or more"),
    ],
)
def test_bands_are_by_whole_per_cent_a_half_upwards(read: Read, score: str, risk: str) -> None:
    extract = pd.DataFrame({"person_id": ["1"], "ogrs3": [score], "reconvicted_12_months": ["no"]})
    assert row(observed_expected(read(extract), horizon_months=12), risk)["out_of"] == 1


def test_bands_have_the_names_of_ogrs3_where_the_score_is_for_two_years(read: Read) -> None:
    extract = scored((57, 10, 4)).rename(columns={"reconvicted_12_months": "reconvicted_24_months"})
    cohort = read(extract, breakdowns={"reconvicted_24_months": "Reconvicted within 24 months"})
    frame = observed_expected(cohort, outcome="reconvicted_24_months").to_frame()
    assert frame["risk"].tolist() == [
        "all", "Low: below 50%", "Medium: 50% to 74%", "High: 75% to 89%", "Very high: 90% or more",
    ]  # fmt: skip


def test_the_bands_make_up_everybody(read: Read) -> None:
    frame = observed_expected(
        read(scored((3, 20, 1), (60, 30, 12), (80, 10, 9), (97, 5, 5))), horizon_months=12
    ).to_frame()
    for name in ("count", "out_of", "expected"):
        assert frame.loc[1:, name].sum() == pytest.approx(frame.loc[0, name])


def test_a_score_for_two_years_is_not_compared_with_one_year(read: Read) -> None:
    with pytest.raises(UsageError, match="for 24 months and 'reconvicted_12_months' is for 12"):
        observed_expected(read(scored((57, 10, 4))))


def test_an_outcome_must_say_its_months(read: Read) -> None:
    cohort = read(scored((57, 10, 4)).assign(breached=["yes", "no"] * 5), breakdowns={"breached": "Breached"})
    with pytest.raises(UsageError, match="ends in its months"):
        observed_expected(cohort, outcome="breached")


def test_a_follow_up_shorter_than_the_outcome_is_refused(read: Read) -> None:
    extract = scored((57, 10, 4)).rename(columns={"reconvicted_12_months": "reconvicted_24_months"})
    extract = extract.assign(index_date="2023-01-01", follow_up_end="2025-12-31")
    cohort = read(extract, breakdowns={"reconvicted_24_months": "Reconvicted within 24 months"})
    with pytest.raises(UsageError, match="followed up for 12 months"):
        observed_expected(cohort, outcome="reconvicted_24_months")


def test_whoever_has_no_probability_is_not_known(read: Read) -> None:
    extract = scored((57, 10, 4))
    extract.loc[:2, "ogrs3"] = ""
    found = row(observed_expected(read(extract), horizon_months=12))
    assert (found["count"], found["out_of"], found["not_known"]) == (1, 7, 3)


def test_probabilities_can_be_given_by_person(read: Read) -> None:
    extract = scored((57, 10, 4)).drop(columns="ogrs3")
    given = pd.Series(0.319, index=extract["person_id"]).drop(["00000"])
    found = row(observed_expected(read(extract), probability=given, horizon_months=12))
    assert (found["out_of"], found["not_known"]) == (9, 1)
    assert found["expected_share"] == pytest.approx(0.32)


@pytest.mark.parametrize("given", [pd.Series([57.0], index=["00000"]), pd.Series([0.1, 0.1], index=["00000", "00000"])])
def test_probabilities_that_are_none_are_refused(read: Read, given: pd.Series) -> None:
    with pytest.raises(UsageError, match=r"from 0 to 1|once"):
        observed_expected(read(scored((57, 10, 4))), probability=given, horizon_months=12)


def test_a_column_that_is_not_there_is_refused(read: Read) -> None:
    with pytest.raises(UsageError, match="'ogrs3'"):
        observed_expected(read(scored((57, 10, 4)).drop(columns="ogrs3")), horizon_months=12)


def test_recalibrated_to_itself_a_cohort_is_as_expected_and_its_groups_need_not_be(read: Read) -> None:
    cohort = read(scored((22, 300, 30), (62, 200, 110)))
    found = observed_expected(cohort, horizon_months=12, recalibrate=True)
    assert row(found)["ratio"] == pytest.approx(1)
    # The same shift of the log odds for both: solved by hand from 300 p + 200 q = 140.
    low, high = row(found, "Below 50%")["expected_share"], row(found, "50% to 74%")["expected_share"]
    shift = np.log(low / (1 - low)) - np.log(0.22 / 0.78)
    assert np.log(high / (1 - high)) - np.log(0.62 / 0.38) == pytest.approx(shift)
    assert 300 * low + 200 * high == pytest.approx(140)


def test_recalibrated_to_another_cohort(read: Read) -> None:
    scheme = read(scored((57, 200, 60)), population="people in a scheme")
    others = read(scored((57, 1000, 450)), population="people elsewhere")
    table = observed_expected(scheme, horizon_months=12, recalibrate=True, to=others)
    assert row(table)["expected_share"] == pytest.approx(0.45)
    released = row(nk.release(table)["reconviction.observed_expected_recalibrated"])
    assert released["ratio"] == pytest.approx(60 / 200 / 0.45, abs=0.03)


def test_to_wants_to_be_recalibrated(read: Read) -> None:
    cohort = read(scored((57, 10, 4)))
    with pytest.raises(UsageError, match="recalibrate=True"):
        observed_expected(cohort, horizon_months=12, to=cohort)


def test_what_is_released_follows_from_released_counts(read: Read) -> None:
    cohort = read(scored((22, 303, 31), (52, 202, 111), (77, 99, 81)))
    frame = nk.release(observed_expected(cohort, horizon_months=12))["reconviction.observed_expected"].to_frame()
    # Each row here is one band of 5 per cent, so that what is expected can be worked out from what is shown.
    middles = [0.22, 0.52, 0.77]
    out_of, expected = (frame[name].to_numpy(dtype=float) for name in ("out_of", "expected"))
    assert expected[1:4] == pytest.approx(out_of[1:4] * middles)
    assert expected[0] == pytest.approx(expected[1:4].sum())
