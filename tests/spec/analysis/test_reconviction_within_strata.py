"""Homeless people's reconviction against that of others: as found, and within strata.

Source of the published percentages: Cambridgeshire Office of the Police and Crime Commissioner, board report on the
Offenders theme, 2020: 79% of homeless people reconvicted in a year, and 47% of others. The numbers of people are made
up to give these.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import statsmodels.api as sm
from statsmodels.stats.contingency_tables import StratifiedTable
from tests.spec.analysis.homes import coded, of_the_trial, people, row

import needskit as nk
from needskit.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd
    from tests.spec.analysis.homes import Read, Real, Row

SENTENCES = [
    "community_order",
    "suspended_sentence_order",
    "custody_under_12_months",
    "custody_1_to_4_years",
    "custody_4_years_or_more",
    "indeterminate",
]
BERKELEY = [
    (512, 313, 89, 19),
    (353, 207, 17, 8),
    (120, 205, 202, 391),
    (138, 279, 131, 244),
    (53, 138, 94, 299),
    (22, 351, 24, 317),
]
"""Men and women admitted and not, by department: Bickel, Hammel and O'Connell (1975); R's UCBAdmissions. Here they
stand for homeless people and others, reconvicted and not, by sentence."""


def by_sentence(strata: Iterable[tuple[int, int, int, int]]) -> pd.DataFrame:
    return people(({"sentence_band": band}, four) for band, four in zip(SENTENCES, strata, strict=False))


def rounded(found: Row, name: str, places: int) -> list[float]:
    ends = (name, f"{name}_lower", f"{name}_upper")
    return [round(found[each], places) for each in ends]


@pytest.fixture(scope="module")
def help_trial(real_data: Real) -> pd.DataFrame:
    return of_the_trial(real_data)


# As found.


def test_79_against_47_in_100(read: Read) -> None:
    cohort = read(people([({}, (237, 63, 799, 901))]))
    [table] = nk.release(nk.accommodation.reconviction(cohort), policy="none")
    [found] = [cell.figures for cell in table.cells if cell.at == ("Homeless against not homeless",)]
    counts = ("count", "out_of", "against_count", "against_out_of")
    assert [found[name] for name in counts] == [237, 300, 799, 1700]
    ends = [found[name] for name in ("estimate", "against_estimate", "difference")]
    assert ends == pytest.approx([0.79, 0.47, 0.32])


def test_figures_of_a_survey_of_that_size_are_those_of_the_textbook_formulas(read: Read) -> None:
    # 170 of 215 and 573 of 1,220, by Newcombe's, Katz's and Woolf's formulas with statsmodels 0.15.0.
    cohort = read(people([({}, (170, 45, 573, 647))]))
    [table] = nk.release(nk.accommodation.reconviction(cohort), policy="none")
    [found] = [cell.figures for cell in table.cells if cell.at == ("Homeless against not homeless",)]
    assert round(100 * found["difference"], 2) == 32.10
    assert rounded(dict(found), "risk_ratio", 4)[0] == 1.6835
    assert rounded(dict(found), "risk_ratio", 3)[1:] == [1.537, 1.844]
    assert rounded(dict(found), "odds_ratio", 4)[0] == 4.2657
    assert rounded(dict(found), "odds_ratio", 3)[1:] == [3.014, 6.037]
    assert [round(100 * found[name], 2) for name in ("lower", "upper")] == [73.15, 83.97]
    # Pearson's chi-squared of 75.4457 with one degree of freedom.
    squared = sm.stats.Table2x2(np.array([[170, 45], [573, 647]])).test_nominal_association()
    assert round(squared.statistic, 4) == 75.4457
    assert found["p_value"] == pytest.approx(squared.pvalue, rel=1e-6)


# Within strata.


def test_each_stratum_is_compared_within_itself_and_all_are_pooled(read: Read) -> None:
    table = nk.accommodation.reconviction_stratified(read(by_sentence(BERKELEY)), by="sentence_band")
    first = row(table, "Community order")
    assert [first[name] for name in ("count", "out_of", "against_count", "against_out_of")] == [512, 825, 89, 108]
    assert first["difference"] == pytest.approx(512 / 825 - 89 / 108)
    pooled = row(table, "all strata, pooled")
    assert [pooled[name] for name in ("count", "out_of", "against_count", "against_out_of")] == [1198, 2691, 557, 1835]
    # R, mantelhaen.test(UCBAdmissions, correct = FALSE).
    assert rounded(pooled, "odds_ratio", 7) == [0.9046968, 0.7719074, 1.0603298]
    assert round(pooled["p_value"], 4) == 0.2169
    # statsmodels 0.15.0, StratifiedTable.test_equal_odds(adjust=True).
    assert round(pooled["strata_differ"], 4) == 0.0021


def test_pooling_undoes_what_the_mix_of_sentences_does(read: Read) -> None:
    table = nk.accommodation.reconviction_stratified(read(by_sentence(BERKELEY)), by="sentence_band")
    crude, pooled = row(table, "all strata, not adjusted"), row(table, "all strata, pooled")
    assert round(crude["odds_ratio"], 2) == 1.84
    assert round(pooled["odds_ratio"], 2) == 0.90


def test_people_whose_stratum_is_not_known_are_a_row_and_in_no_pooled_figure(read: Read) -> None:
    extract = people(
        [
            ({"sex": "female"}, (10, 10, 5, 15)),
            ({"sex": "male"}, (30, 20, 20, 30)),
            ({"sex": ""}, (7, 1, 2, 6)),
        ]
    )
    table = nk.accommodation.reconviction_stratified(read(extract), by="sex")
    unknown = row(table, "not known")
    assert [unknown[name] for name in ("count", "out_of", "against_count", "against_out_of")] == [7, 8, 2, 8]
    for together in ("all strata, not adjusted", "all strata, pooled"):
        found = row(table, together)
        assert [found[name] for name in ("count", "out_of", "against_count", "against_out_of")] == [40, 70, 25, 70]
    # By hand: (10*15/40 + 30*30/100) / (10*5/40 + 20*20/100).
    assert row(table, "all strata, pooled")["odds_ratio"] == pytest.approx((3.75 + 9) / (1.25 + 4))
    # By hand: ((10*20 - 5*20)/40 + (30*50 - 20*50)/100) / (20*20/40 + 50*50/100).
    assert row(table, "all strata, pooled")["difference"] == pytest.approx((2.5 + 5) / (10 + 25))


def test_whether_strata_differ_is_not_said_from_rounded_counts_of_few_people(read: Read) -> None:
    # Strata that are alike, 6 of 12 and 3 of 12, look different once their counts are multiples of 5.
    extract = people([({"sex": "female"}, (6, 6, 3, 9)), ({"sex": "male"}, (60, 60, 30, 90))])
    table = nk.accommodation.reconviction_stratified(read(extract), by="sex")
    assert row(table, "all strata, pooled")["strata_differ"] == pytest.approx(1, abs=1e-6)
    [shown] = nk.release(table)
    pooled = shown.cells[-1].figures
    assert "odds_ratio" in pooled
    assert "strata_differ" not in pooled


def test_prior_convictions_are_banded(read: Read) -> None:
    extract = people(
        [
            ({"prior_convictions": "0"}, (4, 6, 3, 7)),
            ({"prior_convictions": "6"}, (6, 4, 5, 5)),
            ({"prior_convictions": "7"}, (9, 1, 8, 2)),
        ]
    )
    frame = nk.accommodation.reconviction_stratified(read(extract), by="prior_convictions").to_frame()
    assert frame["stratum"].tolist()[:4] == [
        "no previous conviction",
        "1 to 6 previous convictions",
        "7 or more",
        "not known",
    ]
    assert frame["count"].tolist() == [4, 6, 9, 0, 19, 19]


@pytest.mark.parametrize(
    ("by", "why"),
    [
        ("settled_before_custody", "what is compared"),
        ("reconvicted_12_months", "the outcome"),
    ],
)
def test_strata_that_leave_nothing_to_compare_are_refused(read: Read, by: str, why: str) -> None:
    cohort = read(by_sentence(BERKELEY))
    with pytest.raises(UsageError, match=why):
        nk.accommodation.reconviction_stratified(cohort, by=by)


def test_homeless_people_of_a_trial_against_housed_ones_by_sex(read: Read, help_trial: pd.DataFrame) -> None:
    table = nk.accommodation.reconviction_stratified(read(help_trial), by="sex")
    known = coded(help_trial)
    counts = [
        [[((stratum["homeless"] == home) & (stratum["again"] == again)).sum() for again in (1, 0)] for home in (1, 0)]
        for _, stratum in known.groupby("female")
    ]
    expected = StratifiedTable([np.array(each) for each in counts])
    pooled = row(table, "all strata, pooled")
    assert pooled["odds_ratio"] == pytest.approx(expected.oddsratio_pooled, rel=1e-9)
    assert pooled["odds_ratio_lower"] == pytest.approx(expected.oddsratio_pooled_confint()[0], rel=1e-9)
    assert pooled["risk_ratio"] == pytest.approx(expected.riskratio_pooled, rel=1e-9)
    assert pooled["p_value"] == pytest.approx(expected.test_null_odds().pvalue, rel=1e-6)
    assert pooled["strata_differ"] == pytest.approx(expected.test_equal_odds(adjust=True).pvalue, rel=1e-6)
