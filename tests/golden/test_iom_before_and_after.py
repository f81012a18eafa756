"""Published falls of people managed under IOM, and regression to the mean, through the tables that show them."""

from __future__ import annotations

import pandas as pd
import pytest

import needskit as nk

SUSSEX = "made-up people with the fall of Sussex"


def those_of_sussex() -> pd.DataFrame:
    """Return 300 people who give the two falls that were published of Sussex.

    Hallam Centre for Community Justice, Sheffield Hallam University (2013), as reported on cjp.org.uk on 19 September
    2013: of people managed under IOM in Sussex over two years from October 2010, the proportion reconvicted fell by
    57% and how often by 69%. Counts that give both: 100 of 300 with 300 offences before, 43 with 93 after.
    """
    before = [3] * 100 + [0] * 200
    after = [0] * 57 + [3] * 7 + [2] * 36 + [0] * 200
    frame = pd.DataFrame({"offences_before_12_months": before, "reoffences_12_months": after})
    frame["reconvicted_before_12_months"] = frame["offences_before_12_months"].gt(0).map({True: "yes", False: "no"})
    frame["reconvicted_12_months"] = frame["reoffences_12_months"].gt(0).map({True: "yes", False: "no"})
    return frame.assign(person_id=[f"P{number}" for number in range(300)]).astype(str)


def test_a_relative_fall_of_57_per_cent_is_one_of_19_percentage_points() -> None:
    cohort = nk.read_cohort(those_of_sussex(), population=SUSSEX, as_at="2013-09-13")
    frame = nk.iom.before_after(cohort).to_frame().set_index("statement")
    shown = frame.loc["people reconvicted"]
    assert [shown[name] for name in ("count", "against_count", "out_of", "lost", "gained")] == [100, 43, 300, 57, 0]
    assert round(100 * shown["relative_change"], 1) == -57.0
    assert round(100 * shown["difference"], 1) == -19.0


def test_offences_fall_by_69_per_cent_and_those_of_each_by_28() -> None:
    cohort = nk.read_cohort(those_of_sussex(), population=SUSSEX, as_at="2013-09-13")
    frame = nk.iom.before_after(cohort).to_frame().set_index("statement")
    each, of_any = (frame.loc[f"offences per 100 people{words}"] for words in ("", " reconvicted"))
    assert [each[name] for name in ("events", "against_events")] == [300, 93]
    assert round(100 * each["relative_change"], 1) == -69.0
    # (1 - 0.69) / (1 - 0.57) = 0.721
    assert [round(of_any[name], 3) for name in ("estimate", "rate_after")] == [3.0, 2.163]
    assert round(100 * of_any["relative_change"], 1) == -27.9


@pytest.mark.parametrize(("number", "expected"), [(7, 5.2941), (5, 3.8824)])
def test_a_person_chosen_at_a_high_is_expected_to_have_fewer(number: int, expected: float) -> None:
    # Hauer (1997), chapter 11: (x + kappa) m / (m + kappa) with m = 1.2 and kappa = 0.5.
    frame = pd.DataFrame({"person_id": [f"P{place}" for place in range(40)]})
    frame = frame.assign(offences_before_12_months=str(number), reoffences_12_months="2")
    cohort = nk.read_cohort(frame, population="made-up people", as_at="2025-12-31")
    row = nk.iom.regression_to_the_mean(cohort, mean=1.2, kappas=[0.5]).to_frame().iloc[0]
    assert row["expected"] / 40 == pytest.approx(expected, abs=5e-5)
    assert row["expected_change"] == pytest.approx(expected / number - 1, abs=1e-5)
    assert row["estimate"] == pytest.approx(2 / expected - 1, abs=1e-5)


def test_a_reference_population_of_motorists_tells_mean_and_shape() -> None:
    # Efron and Hastie (2016), Computer Age Statistical Inference, table 6.1: claims of 9,461 motorists in a year.
    claims = [7840, 1317, 239, 42, 14, 4, 4, 1]
    frame = pd.DataFrame({"offences_before_12_months": [x for x, n in enumerate(claims) for _ in range(n)]})
    frame = frame.assign(person_id=[f"P{place}" for place in range(len(frame))], reoffences_12_months=0)
    frame["iom"] = frame["offences_before_12_months"].ge(2).map({True: "yes", False: "no"})
    cohort = nk.read_cohort(frame.astype(str), population="made-up people", as_at="2025-12-31")
    chosen = cohort.where("managed under IOM", iom=True)
    row = nk.iom.regression_to_the_mean(chosen, reference=cohort).to_frame().iloc[0]
    # By the method of moments: mean 0.214, variance 0.289.
    assert [round(row[name], 3) for name in ("reference_mean", "reference_shape")] == [0.214, 0.616]
    # Robbins' formula, which supposes no distribution, expects 233 claims of those with two or more.
    assert row["expected"] == pytest.approx(231.9, abs=0.05)
