"""What became of everybody who turned 18 in the period, by needskit, in pandas and in SQL: the count of each route."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from benchmarks.transition.people import PERIOD

import needskit as nk
from needskit.synthetic import AS_AT

if TYPE_CHECKING:
    import duckdb
    from benchmarks.transition.people import Made

LONG_GAP, WINDOW = 28, 91
FAR_OFF = pd.Timestamp("9999-12-31").as_unit("s")

STEPS = {
    "never": "not known to youth services",
    "no gap": "adult services began by the day the case closed",
    "short gap": f"adult services began after a gap of 1 to {LONG_GAP} days",
    "long gap": f"adult services began after a gap of more than {LONG_GAP} days",
    "lost": f"lost: no adult services within {WINDOW} days",
    "goes on": "youth case goes on, no adult services yet",
    "too early": "too early to tell",
    "closed before": "youth case closed before the 18th birthday",
    "came back": f"of those closed before: adult services within {WINDOW} days of that birthday",
}
"""Each count, and the row of needskit's table that shows it."""

Counts = dict[str, int]


def fresh(made: Made) -> nk.Cohort:
    """Return a cohort of which nothing has been counted yet."""
    return replace(made.cohort)


def by_needskit(made: Made) -> Counts:
    """Make the public table, with limits, words and whom each figure counts."""
    table = nk.transition.crossing(fresh(made), period=PERIOD).to_frame().set_index("step")["count"]
    return {name: int(table[step]) for name, step in STEPS.items()}


def by_pandas(made: Made) -> Counts:
    """Do the same by hand: cases joined by groupby and cummax, then the first order that was not over."""
    born = made.people["date_of_birth"]
    turned = born + pd.DateOffset(years=18)
    leap = (born.dt.month == 2) & (born.dt.day == 29) & (turned.dt.day == 28)  # noqa: PLR2004 - 29 February
    turned = turned.where(~leap, turned + pd.Timedelta(days=1))
    inside = turned.between(*map(pd.Timestamp, PERIOD))
    people = pd.DataFrame({"person_id": made.people["person_id"], "turned": turned})[inside]
    cases = made.youth.merge(people, on="person_id").sort_values(["person_id", "start_date"])
    cases["end_date"] = cases["end_date"].fillna(FAR_OFF)
    latest = cases.groupby("person_id")["end_date"].cummax().groupby(cases["person_id"]).shift()
    begins = latest.isna() | (cases["start_date"] > latest + pd.Timedelta(days=1))
    cases["time"] = begins.cumsum()
    times = cases.groupby("time").agg(
        person_id=("person_id", "first"),
        turned=("turned", "first"),
        first=("start_date", "min"),
        last=("end_date", "max"),
    )
    last = times[times["first"] < times["turned"]].groupby("person_id")["last"].last().rename("closed")
    people = people.merge(last, on="person_id", how="left")
    closed, turned = people["closed"], people["turned"]
    people["since"] = turned.where(closed.isna() | (closed == FAR_OFF) | (closed < turned), closed)
    orders = made.adult.merge(people[["person_id", "since"]], on="person_id")
    orders = orders[orders["end_date"].isna() | (orders["end_date"] >= orders["since"])]
    came = orders.groupby("person_id")["start_date"].min().rename("came")
    people = people.merge(came, on="person_id", how="left")
    return _routes(people["turned"], people["closed"], people["came"])


def _routes(turned: pd.Series, closed: pd.Series, came: pd.Series) -> Counts:
    window, today = pd.Timedelta(days=WINDOW), pd.Timestamp(AS_AT)
    gap = (came - closed).dt.days
    before = closed < turned
    told = {
        "never": closed.isna(),
        "closed before": before,
        "no gap": came <= closed,
        "goes on": closed == FAR_OFF,
        "short gap": gap <= LONG_GAP,
        "long gap": gap <= WINDOW,
        "lost": closed <= today - window,
    }
    route = pd.Series(np.select(list(told.values()), list(told), "too early")).value_counts()
    found = {name: int(route.get(name, 0)) for name in STEPS}
    return {**found, "came back": int((before & (came <= turned + window)).sum())}


QUERY = """
    WITH who AS (
        SELECT person_id, CASE
            WHEN month(born) = 2 AND day(born) = 29 AND day(born + INTERVAL 18 YEAR) = 28
            THEN born + INTERVAL 18 YEAR + INTERVAL 1 DAY ELSE born + INTERVAL 18 YEAR END::DATE AS turned
        FROM (SELECT person_id, date_of_birth::DATE AS born FROM people)
        WHERE turned BETWEEN DATE '{first}' AND DATE '{last}'
    ),
    cases AS (
        SELECT person_id, turned, start_date::DATE AS first, coalesce(end_date::DATE, DATE '9999-12-31') AS last
        FROM youth JOIN who USING (person_id)
    ),
    marked AS (
        SELECT *, max(last) OVER (
            PARTITION BY person_id ORDER BY first ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS latest FROM cases
    ),
    numbered AS (
        SELECT *, sum((latest IS NULL OR first > latest + 1)::INT) OVER (
            PARTITION BY person_id ORDER BY first ROWS UNBOUNDED PRECEDING
        ) AS number FROM marked
    ),
    times AS (
        SELECT person_id, min(first) AS first, max(last) AS last, any_value(turned) AS turned
        FROM numbered GROUP BY person_id, number
    ),
    gone AS (SELECT person_id, arg_max(last, first) AS closed FROM times WHERE first < turned GROUP BY person_id),
    leaving AS (
        SELECT person_id, turned, closed,
            CASE WHEN closed IS NULL OR closed = DATE '9999-12-31' THEN turned
                ELSE greatest(closed, turned) END AS since
        FROM who LEFT JOIN gone USING (person_id)
    ),
    came AS (
        SELECT person_id, min(start_date::DATE) AS came FROM adult JOIN leaving USING (person_id)
        WHERE end_date IS NULL OR end_date::DATE >= since GROUP BY person_id
    )
    SELECT CASE
            WHEN closed IS NULL THEN 'never'
            WHEN closed < turned THEN 'closed before'
            WHEN came <= closed THEN 'no gap'
            WHEN closed = DATE '9999-12-31' THEN 'goes on'
            WHEN came - closed <= {long_gap} THEN 'short gap'
            WHEN came - closed <= {window} THEN 'long gap'
            WHEN closed + {window} <= DATE '{today}' THEN 'lost'
            ELSE 'too early' END AS route,
        count(*) AS people,
        count(*) FILTER (closed < turned AND came <= turned + {window}) AS back
    FROM leaving LEFT JOIN came USING (person_id) GROUP BY route
"""


def by_duckdb(database: duckdb.DuckDBPyConnection) -> Counts:
    """Ask the same in SQL."""
    first, last = PERIOD
    query = QUERY.format(first=first, last=last, long_gap=LONG_GAP, window=WINDOW, today=AS_AT)
    rows = database.execute(query).fetchall()
    found = {route: people for route, people, _ in rows}
    return {name: found.get(name, 0) for name in STEPS} | {"came back": sum(back for _, _, back in rows)}
