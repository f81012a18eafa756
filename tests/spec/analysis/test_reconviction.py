"""Who is counted in figures of reconviction, and what each figure is."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

import needskit as nk
from needskit.errors import UsageError
from needskit.stats.log_rank import log_rank

Read = Callable[..., nk.Cohort]

SIX = """
    person_id | index_date | follow_up_end | sex | reconvicted_12_months | reoffences_12_months | days_to_first_reoffence | days_in_custody_12_months | ogrs3
    1         | 2024-01-01 | 2025-12-31    | f   | yes                   | 3                    | 20                      | 65                        | 80
    2         | 2024-01-01 | 2025-12-31    | f   | yes                   | 1                    | 200                     | 0                         | 60
    3         | 2024-01-01 | 2025-12-31    | m   | no                    | 0                    |                         | 365                       | 40
    4         | 2024-01-01 | 2025-12-31    | m   | no                    | 0                    |                         | 0                         | 20
    5         | 2024-01-01 | 2025-12-31    | m   |                       |                      |                         |                           | 20
    6         | 2024-01-01 | 2024-06-30    | m   | yes                   | 40                   | 10                      | 0                         | 20
    """  # noqa: E501 - a row of the drawing is a row of the extract
"""Person 5 has no known outcome; person 6 is not followed up in full."""


def only(table: object) -> dict[str, float]:
    [found] = table.to_frame().to_dict("records")  # type: ignore[attr-defined]
    return dict(found)


def test_too_early_is_in_no_figure_and_not_known_is_no_no(read: Read) -> None:
    found = only(nk.reconviction.headline(read(SIX)))
    assert [found[name] for name in ("count", "out_of", "not_known", "events")] == [2, 4, 2, 4]
    assert [found[name] for name in ("per_reoffender", "per_person", "per_100")] == [2.0, 1.0, 1.0]


@pytest.mark.parametrize(
    "table",
    [
        nk.reconviction.headline,
        nk.reconviction.rates,
        nk.reconviction.time_to_first,
        nk.reconviction.concentration,
        lambda cohort: nk.reconviction.observed_expected(cohort, horizon_months=12),
        lambda cohort: nk.reconviction.log_rank(cohort, by="sex"),
    ],
)
def test_nobody_without_a_full_follow_up_is_in_any_figure(read: Read, table: Callable[[nk.Cohort], object]) -> None:
    everybody = read(SIX)
    frame = table(everybody).to_frame()  # type: ignore[attr-defined]
    among = table(everybody.where("followed up", followed_up=True)).to_frame()  # type: ignore[attr-defined]
    figures = [name for name in frame.columns if name != "not_known"]
    pd.testing.assert_frame_equal(frame[figures], among[figures])


def test_days_in_custody_are_no_time_at_risk(read: Read) -> None:
    # Person 1 was at risk for 300 days, 2 and 4 for 365; 3 spent the whole year in custody and adds no time.
    found = only(nk.reconviction.rates(read(SIX)))
    assert found["person_years"] == pytest.approx((300 + 365 + 0 + 365) / 365.25)
    assert found["estimate"] == pytest.approx(4 / found["person_years"])
    assert (found["out_of"], found["events"]) == (4, 4)


@pytest.mark.parametrize(
    ("events", "lower", "upper"),
    [
        # Fewer than 10: exact, half a quantile of chi-squared with 2 x 3 and 2 x 4 degrees of freedom.
        (3, 0.61867, 8.76727),
        # From 10 on: Byar's, Breslow and Day (1987), page 69.
        (15, 8.389264, 24.741631),
    ],
)
def test_limits_of_a_rate_are_exact_below_ten_events_and_byars_from_there(
    read: Read, events: int, lower: float, upper: float
) -> None:
    rows = [{"reconvicted_12_months": "yes", "reoffences_12_months": str(events)}]
    rows += [{"reconvicted_12_months": "no", "reoffences_12_months": "0"}] * 9
    extract = pd.DataFrame(rows).assign(days_in_custody_12_months="0", person_id=[f"{n}" for n in range(10)])
    found = only(nk.reconviction.rates(read(extract)))
    years = 10 * 365 / 365.25
    assert (found["lower"] * years, found["upper"] * years) == pytest.approx((lower, upper), abs=1e-5)


def test_the_day_itself_is_by_that_day(read: Read) -> None:
    frame = nk.reconviction.time_to_first(read(SIX), on=[19, 20, 199, 200]).to_frame()
    assert frame["count"].tolist() == [0, 1, 1, 2]
    assert set(frame["out_of"]) == {4}


def test_whoever_was_reconvicted_on_a_day_that_is_not_known_is_in_no_percentage_by_day(read: Read) -> None:
    cohort = read("""
        person_id | reconvicted_12_months | days_to_first_reoffence
        1         | yes                   | 30
        2         | yes                   |
        3         | no                    |
        """)
    found = only(nk.reconviction.time_to_first(cohort, on=[365]))
    assert (found["count"], found["out_of"], found["not_known"]) == (1, 2, 1)


def test_days_must_rise(read: Read) -> None:
    with pytest.raises(UsageError, match="rising order"):
        nk.reconviction.log_rank(read(SIX), by="sex", on=[30, 30])


def test_the_share_without_a_reoffence_and_the_share_with_one_make_everybody(read: Read) -> None:
    cohort = read(SIX)
    having = nk.reconviction.time_to_first(cohort, by="sex").to_frame()
    without = nk.reconviction.log_rank(cohort, by="sex").to_frame()
    without = without[without["day"].str.startswith("by day")]
    assert (having["count"].to_numpy() + without["count"].to_numpy() == having["out_of"].to_numpy()).all()


def test_a_mean_counts_the_middle_of_the_days_between_those_listed(read: Read) -> None:
    # Persons 1 and 2 have their first reoffence within days 1 to 100 and 101 to 300; 3 and 4 have none by day 365.
    frame = nk.reconviction.log_rank(read(SIX), by="sex", on=[100, 300, 365]).to_frame().set_index(["sex", "day"])
    assert frame.loc[("all", "restricted mean"), "estimate"] == pytest.approx((50.5 + 200.5 + 365 + 365) / 4)


def test_people_of_a_group_that_is_not_known_are_in_no_test(read: Read) -> None:
    cohort = read(
        SIX.replace(
            "| m   | no                    | 0                    |                         | 365",
            "|     | no                    | 0                    |                         | 365",
        )
    )
    frame = nk.reconviction.log_rank(cohort, by="sex").to_frame().set_index(["sex", "day"])
    assert frame.loc[("all", "by day 365"), "out_of"] == 4
    assert frame.loc[("all", "log-rank test"), "out_of"] == 3
    assert frame["out_of"].isna()[("not known", "log-rank test")]


def test_one_group_cannot_be_tested(read: Read) -> None:
    cohort = read(SIX).where("in one group", sex="female")
    extract = pd.DataFrame(
        {"person_id": ["1"], "reconvicted_12_months": "no", "days_to_first_reoffence": "", "team": "a"}
    )
    with pytest.raises(UsageError, match="two groups"):
        nk.reconviction.log_rank(read(extract, breakdowns={"team": "Team"}), by="team")
    # Women alone are still asked for their sex: the other group is of nobody, and there is no figure.
    frame = nk.reconviction.log_rank(cohort, by="sex").to_frame().set_index(["sex", "day"])
    assert frame["chi_squared"].isna()[("all", "log-rank test")]


def test_a_released_test_and_mean_follow_from_released_counts() -> None:
    made_up = nk.synthetic_people(people=600, seed=8)
    cohort = nk.read_cohort(made_up, population="made-up people", as_at="2025-12-31")
    on = (91, 183, 274, 365)
    [table] = nk.release(nk.reconviction.log_rank(cohort, by="sex", on=on))
    frame = table.to_frame().set_index(["sex", "day"])
    events, left = [], []
    for sex in ("Female", "Male"):
        rows = frame.loc[sex]
        without = rows["count"].iloc[: len(on)].to_numpy(dtype=float)
        known = float(rows["out_of"].iloc[0])
        events.append([*-np.diff([known, *without]), 0])
        left.append([0] * len(on) + [without[-1]])
        middles = [46, 137.5, 229, 320]
        mean = (np.array(events[-1][:-1]) @ middles + without[-1] * 365) / known
        assert rows.loc["restricted mean", "estimate"] == pytest.approx(mean)
    tested = log_rank(events, left)
    found = frame[["chi_squared", "p_value"]].dropna().to_numpy(dtype=float)
    assert found[0] == pytest.approx([tested.statistic, tested.p_value])
    assert frame.loc[("Female", "log-rank test"), "expected"] == pytest.approx(tested.expected[0])
