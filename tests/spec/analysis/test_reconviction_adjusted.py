"""Homeless people's reconviction against that of others, adjusted by a model; what is withheld; what is released."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import statsmodels.api as sm
from tests.spec.analysis.homes import MIXED, coded, of_the_trial, people, row

import needskit as nk
from needskit.errors import UsageError

if TYPE_CHECKING:
    import pandas as pd
    from tests.spec.analysis.homes import Read, Real

    from needskit.table.table import Table


@pytest.fixture(scope="module")
def help_trial(real_data: Real) -> pd.DataFrame:
    return of_the_trial(real_data)


def test_the_adjusted_figures_of_a_trial_are_those_of_statsmodels(read: Read, help_trial: pd.DataFrame) -> None:
    table = nk.accommodation.reconviction_adjusted(read(help_trial))
    known = coded(help_trial)
    design = known[["intercept", "homeless", "young", "female"]]
    expected = sm.GLM(known["again"], design, family=sm.families.Binomial()).fit(tol=1e-12)
    main = row(table, "homeless, against not homeless")
    assert main["odds_ratio"] == pytest.approx(np.exp(expected.params["homeless"]), rel=1e-7)
    limits = np.exp(expected.conf_int().loc["homeless"])
    assert [main["odds_ratio_lower"], main["odds_ratio_upper"]] == pytest.approx(limits.tolist(), rel=1e-6)
    assert main["p_value"] == pytest.approx(expected.pvalues["homeless"], rel=1e-5)
    for term, label in (("young", "aged 18 to 24, against 25 and over"), ("female", "female, against male")):
        assert row(table, label)["odds_ratio"] == pytest.approx(np.exp(expected.params[term]), rel=1e-7)
    # Everybody homeless less nobody, with the slopes of the delta method by hand.
    ends = [design.assign(homeless=value).to_numpy() for value in (1.0, 0.0)]
    likely = [1 / (1 + np.exp(-x @ expected.params.to_numpy())) for x in ends]
    slope = np.subtract(*(((p * (1 - p))[:, None] * x).mean(axis=0) for p, x in zip(likely, ends, strict=True)))
    reach = 1.959964 * np.sqrt(slope @ expected.cov_params().to_numpy() @ slope)
    difference = likely[0].mean() - likely[1].mean()
    assert [main["difference"], main["difference_lower"], main["difference_upper"]] == pytest.approx(
        [difference, difference - reach, difference + reach], rel=1e-6
    )


def test_beside_the_adjusted_figures_stand_those_as_found(read: Read, help_trial: pd.DataFrame) -> None:
    main = row(nk.accommodation.reconviction_adjusted(read(help_trial)), "homeless, against not homeless")
    known = coded(help_trial)
    home, others = (known.loc[known["homeless"] == value, "again"] for value in (1, 0))
    assert main["crude_difference"] == pytest.approx(home.mean() - others.mean())
    odds = home.sum() * (len(others) - others.sum()) / ((len(home) - home.sum()) * others.sum())
    assert main["crude_odds_ratio"] == pytest.approx(odds)
    assert [main["out_of"], main["not_known"]] == [len(known), len(help_trial) - len(known)]


def fit(table: Table) -> list[float]:
    return [float(each) for each in table.to_frame()["fit"]]


def test_a_group_that_nobody_is_in_takes_no_figure_from_the_others(read: Read) -> None:
    table = nk.accommodation.reconviction_adjusted(read(people(MIXED)))
    nobody = row(table, "aged 10 to 17, against 25 and over")
    assert np.isnan(nobody["odds_ratio"])
    assert nobody["fit"] == 0
    assert row(table, "homeless, against not homeless")["odds_ratio"] > 1


def test_where_nobody_is_in_the_group_that_others_are_set_against_homelessness_still_has_a_figure(read: Read) -> None:
    young = [({**kind, "age": "16" if kind["age"] == "30" else "20"}, four) for kind, four in MIXED]
    table = nk.accommodation.reconviction_adjusted(read(people(young)))
    older = nk.accommodation.reconviction_adjusted(read(people(MIXED)))
    main = "homeless, against not homeless"
    assert row(table, main)["odds_ratio"] == pytest.approx(row(older, main)["odds_ratio"])
    assert np.isnan(row(table, "aged 18 to 24, against 25 and over")["odds_ratio"])


def test_a_term_that_tells_the_outcome_for_certain_is_named_and_no_row_has_an_estimate(read: Read) -> None:
    certain = [*MIXED, ({"sex": "male", "age": "16"}, (20, 0, 15, 0))]
    table = nk.accommodation.reconviction_adjusted(read(people(certain)))
    assert fit(table) == [-2, -1, -2, -2]
    frame = table.to_frame()
    assert frame[["odds_ratio", "odds_ratio_lower", "difference", "p_value"]].isna().all(axis=None)


@pytest.mark.parametrize("four", [(10, 0, 30, 0), (0, 10, 0, 30)])
def test_all_or_none_reconvicted_leaves_no_estimate(read: Read, four: tuple[int, int, int, int]) -> None:
    cohort = read(people([({"sex": "female"}, four), ({"sex": "male"}, four)]))
    assert fit(nk.accommodation.reconviction_adjusted(cohort)) == [-2, -2]
    pooled = row(nk.accommodation.reconviction_stratified(cohort, by="sex"), "all strata, pooled")
    assert np.isnan(pooled["odds_ratio"])
    assert np.isnan(pooled["strata_differ"])


@pytest.mark.parametrize("four", [(10, 5, 0, 0), (0, 0, 10, 5)])
def test_a_group_of_nobody_leaves_nothing_to_compare(read: Read, four: tuple[int, int, int, int]) -> None:
    cohort = read(people([({"sex": "female"}, four), ({"sex": "male"}, four)]))
    table = nk.accommodation.reconviction_adjusted(cohort)
    assert row(table, "homeless, against not homeless")["fit"] == 0
    assert np.isnan(row(table, "homeless, against not homeless")["odds_ratio"])
    pooled = row(nk.accommodation.reconviction_stratified(cohort, by="sex"), "all strata, pooled")
    assert np.isnan(pooled["difference"])


@pytest.mark.parametrize("policy", ["none", "publish"])
def test_nobody_followed_up_leaves_every_figure_withheld(read: Read, policy: str) -> None:
    cohort = read(people(MIXED).assign(reconvicted_12_months=""))
    tables = [
        nk.accommodation.reconviction_stratified(cohort, by="sex"),
        nk.accommodation.reconviction_adjusted(cohort),
    ]
    for table in nk.release(tables, policy=policy):
        for cell in table.cells:
            assert {"estimate", "odds_ratio", "difference"}.isdisjoint(cell.figures)
            assert cell.status in {"[u]", "[z]"}


def test_a_factor_in_which_the_chosen_part_is_alike_is_left_out_by_name(read: Read) -> None:
    women = read(people(MIXED)).where("women", sex="female")
    table = nk.accommodation.reconviction_adjusted(women)
    assert not any("male" in term for term in table.to_frame()["term"])
    assert any(note.endswith("alike in it: sex.") for note in table.caption.notes)
    assert not any("alike" in n for n in nk.accommodation.reconviction_adjusted(read(people(MIXED))).caption.notes[:3])


def test_a_part_chosen_to_be_homeless_is_not_compared_with_nobody(read: Read) -> None:
    homeless = read(people(MIXED)).where("homeless", homeless_before_custody="Homeless")
    with pytest.raises(UsageError, match="no two groups to compare"):
        nk.accommodation.reconviction_adjusted(homeless)
    with pytest.raises(UsageError, match="no two groups to compare"):
        nk.accommodation.reconviction_stratified(homeless, by="sex")


def test_an_extract_with_nothing_to_adjust_for_is_refused(read: Read) -> None:
    with pytest.raises(UsageError, match="none of them"):
        nk.accommodation.reconviction_adjusted(read(people([({}, (5, 5, 5, 5))])))


@pytest.mark.parametrize("size", [400, 2_000])
def test_released_counts_are_multiples_of_5_within_4_of_the_true_ones(size: int) -> None:
    cohort = nk.read_cohort(nk.synthetic_people(people=size, seed=1), population="made-up people", as_at="2025-12-31")
    tables = [
        nk.accommodation.reconviction(cohort),
        nk.accommodation.reconviction_stratified(cohort, by="sentence_band"),
        nk.accommodation.reconviction_stratified(cohort, by="prior_convictions"),
        nk.accommodation.reconviction_adjusted(cohort),
    ]
    released = nk.release(tables)
    assert released.off_by == 4
    for true, shown in zip(tables, released, strict=True):
        for name in ("count", "out_of", "against_count", "against_out_of"):
            if name in shown.to_frame():
                counts = shown.to_frame()[name].dropna().astype(int)
                assert (counts % 5 == 0).all()
                assert (counts - true.to_frame()[name].dropna().astype(int)).abs().max() <= 4


def test_figures_of_few_people_are_withheld(read: Read) -> None:
    [shown] = nk.release(nk.accommodation.reconviction_adjusted(read(people(MIXED))))
    main = shown.cells[0]
    assert "odds_ratio" in main.figures
    assert {"odds_ratio", "p_value"} <= shown.cells[1].withheld.keys()
    few = [
        ({**kind, "prior_convictions": "3"}, (four[0] // 5, four[1] // 5, four[2] // 5, four[3] // 5))
        for kind, four in MIXED
    ]
    [withheld] = nk.release(nk.accommodation.reconviction_adjusted(read(people(few))))
    assert {"odds_ratio", "difference", "crude_odds_ratio", "crude_difference"} <= withheld.cells[0].withheld.keys()
