"""Reconviction against published figures, from an extract through the public functions; sources stand beside each."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pandas as pd
import pytest

import needskit as nk

if TYPE_CHECKING:
    from pathlib import Path

Find = Callable[[str], "Path"]
WEEKS = range(1, 53)
Z = 1.959964


@pytest.fixture
def rossi(real_data: Find) -> nk.Cohort:
    """Return the men of Rossi, Berk and Lenihan (1980): a day of the extract is a week of theirs."""
    people = pd.read_csv(real_data("rossi/rossi_lifelines.csv"))
    arrested = people["arrest"] == 1
    extract = pd.DataFrame(
        {
            "person_id": [f"{number:03d}" for number in range(len(people))],
            "reconvicted_12_months": arrested.map({True: "yes", False: "no"}),
            "days_to_first_reoffence": people["week"].where(arrested).astype("Int64").astype("string").fillna(""),
            "aid": people["fin"].map({0: "no aid", 1: "aid"}),
        }
    )
    return nk.read_cohort(
        extract, population="men released in Maryland", as_at="1980-12-31", breakdowns={"aid": "Financial aid"}
    )


def indexed(table: object, *by: str) -> pd.DataFrame:
    frame: pd.DataFrame = table.to_frame()  # type: ignore[attr-defined]
    return frame.set_index(list(by))


def test_shares_not_rearrested_after_each_quarter(rossi: nk.Cohort) -> None:
    # R 4.2, survival: summary(survfit(Surv(week, arrest) ~ fin, data = Rossi), times = c(13, 26, 39, 52)).
    found = indexed(nk.reconviction.log_rank(rossi, by="aid", on=[13, 26, 39, 52]), "aid", "day")["estimate"].round(3)
    quarters = [f"by day {week}" for week in (13, 26, 39, 52)]
    assert found.loc["no aid"].loc[quarters].tolist() == [0.949, 0.852, 0.787, 0.694]
    assert found.loc["aid"].loc[quarters].tolist() == [0.958, 0.898, 0.838, 0.778]


def test_mean_weeks_without_an_arrest(rossi: nk.Cohort) -> None:
    # R 4.2, survival: print(survfit(Surv(week, arrest) ~ fin, data = Rossi), rmean = 52): 44.8 (.918), 46.9 (.793).
    found = indexed(nk.reconviction.log_rank(rossi, by="aid", on=WEEKS), "aid", "day").xs(
        "restricted mean", level="day"
    )
    assert found.loc[["no aid", "aid"], "estimate"].round(1).tolist() == [44.8, 46.9]
    error = (found["upper"] - found["lower"]) / (2 * Z)
    assert error.loc[["no aid", "aid"]].round(3).tolist() == [0.918, 0.793]


def test_the_log_rank_test_is_exact_where_every_week_is_listed(rossi: nk.Cohort) -> None:
    # R 4.2, survival: survdiff(Surv(week, arrest) ~ fin, data = Rossi): chi-squared 3.8375696, expected 55.6 and 58.4.
    found = indexed(nk.reconviction.log_rank(rossi, by="aid", on=WEEKS), "aid", "day").xs("log-rank test", level="day")
    assert found.loc[["no aid", "aid"], "events"].tolist() == [66, 48]
    assert found.loc[["no aid", "aid"], "expected"].round(1).tolist() == [55.6, 58.4]
    assert found.loc["all", "chi_squared"] == pytest.approx(3.8375696, abs=5e-8)
    assert found.loc["all", "p_value"] == pytest.approx(0.0501161, abs=5e-8)


def test_the_test_by_quarters_is_close_to_the_one_by_weeks(rossi: nk.Cohort) -> None:
    # The figure of survdiff is 3.838; four times instead of 49 lose a little of the order.
    quarters = indexed(nk.reconviction.log_rank(rossi, by="aid", on=[13, 26, 39, 52]), "aid", "day")
    assert quarters.loc[("all", "log-rank test"), "chi_squared"] == pytest.approx(3.838, abs=0.15)


def test_arrests_with_aid_against_without_it(rossi: nk.Cohort) -> None:
    # 48/216 v 66/216: Newcombe (1998) method 10 gives -.1650463 to -.0001510; Wilson .1719062 to .2822459.
    aid, none = (nk.reconviction.time_to_first(rossi.where(words, aid=words), on=[52]) for words in ("aid", "no aid"))
    [found] = nk.difference(aid, against=none).to_frame().to_dict("records")
    assert (found["count"], found["out_of"], found["against_count"], found["against_out_of"]) == (48, 216, 66, 216)
    assert found["estimate"] == pytest.approx(-18 / 216)
    assert (found["lower"], found["upper"]) == pytest.approx((-0.1650463, -0.0001510), abs=5e-8)
    [shares] = aid.to_frame().to_dict("records")
    assert (shares["lower"], shares["upper"]) == pytest.approx((0.1719062, 0.2822459), abs=5e-8)


def rows_of(people: int, reconvicted: int, events: int, **others: str) -> list[dict[str, str]]:
    """Return grouped rows with so many people, of whom so many have so many events together."""
    often = events // reconvicted
    more = events - often * reconvicted
    numbers = [("no", 0, people - reconvicted), ("yes", often, reconvicted - more), ("yes", often + 1, more)]
    return [
        {"reconvicted_12_months": answer, "reoffences_12_months": str(each), "people": str(count), **others}
        for answer, each, count in numbers
        if count
    ]


def nearest(share: float, of: int) -> int:
    return int(share * of + 0.5)


def test_scotland_2017_18(real_data: Find) -> None:
    # Scottish Government, Reconviction Rates in Scotland: 2017-18 Offender Cohort, table 1.
    printed = pd.read_csv(real_data("scotland/scotland_reconvictions_2017_18_table1.csv"), skiprows=3).set_index(
        "Cohort"
    )
    n, rate, each = (float(str(figure)) for figure in printed.loc["2017-18"].iloc[:3])
    assert (n, rate, each) == (36_700, 26.3, 0.46)
    extract = pd.DataFrame(rows_of(int(n), nearest(rate / 100, int(n)), nearest(each, int(n))))
    cohort = nk.read_cohort(extract, population="offenders in Scotland", as_at="2019-03-31")
    [found] = nk.reconviction.headline(cohort).to_frame().to_dict("records")
    assert found["out_of"] == n
    assert (round(100 * found["estimate"], 1), round(found["per_person"], 2)) == (rate, each)


def test_scotland_2017_18_by_age(real_data: Find) -> None:
    # The same, table 3: the rows of 2017-18, under each age.
    printed = pd.read_csv(real_data("scotland/scotland_reconvictions_2017_18_table3.csv"), skiprows=3, dtype="str")
    label, number, rate, each = printed.columns[:4]
    # Some ages carry the mark of a note.
    printed["age"] = printed[label].where(printed[number].isna()).ffill()
    found = printed[printed[label].str.startswith("2017-18", na=False)].dropna(subset=[number])
    published = {row["age"]: (int(row[number]), float(row[rate]), float(row[each])) for row in found.to_dict("records")}
    assert len(published) == 5
    assert sum(n for n, _, _ in published.values()) == 36_700
    rows = [
        row
        for age, (n, share, often) in published.items()
        for row in rows_of(n, nearest(share / 100, n), nearest(often, n), age_printed=age)
    ]
    cohort = nk.read_cohort(
        pd.DataFrame(rows), population="offenders in Scotland", as_at="2019-03-31", breakdowns={"age_printed": "Age"}
    )
    frame = indexed(nk.reconviction.headline(cohort, by="age_printed"), "age_printed")
    for age, figures in published.items():
        row = frame.loc[age]
        assert (row["out_of"], round(100 * row["estimate"], 1), round(row["per_person"], 2)) == figures
    # The ages add up to the printed headline.
    everybody = frame.loc["all"]
    assert (round(100 * everybody["estimate"], 1), round(everybody["per_person"], 2)) == (26.3, 0.46)


@pytest.mark.parametrize(
    ("people", "rate", "reconvicted", "per_100"),
    [
        (725, 39.7, 288, 72),
        (870, 40.3, 351, 81),
        (1031, 40.7, 420, 84),
        (981, 41.6, 408, 87),
        (844, 39.2, 331, 81),
    ],
)
def test_short_sentence_releases_from_peterborough(people: int, rate: float, reconvicted: int, per_100: int) -> None:
    # Ministry of Justice, interim figures of the Peterborough Social Impact Bond pilot: releases of September 2005 to
    # March 2007 and on, reconviction within six months; those reconvicted are the only whole number with that rate.
    extract = pd.DataFrame(rows_of(people, reconvicted, nearest(per_100 / 100, people)))
    cohort = nk.read_cohort(extract, population="people released from Peterborough", as_at="2012-12-31")
    [found] = nk.reconviction.headline(cohort).to_frame().to_dict("records")
    assert (found["count"], found["out_of"]) == (reconvicted, people)
    assert (round(100 * found["estimate"], 1), round(100 * found["per_person"])) == (rate, per_100)
