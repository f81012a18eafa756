"""The same rule twice: needskit's code, and a query of DuckDB over the same frames."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from benchmarks.reoffending.events import DATA_END

from needskit.extract.followed import followed_up
from needskit.extract.join import places
from needskit.extract.offences import offences_of
from needskit.extract.project.measures import measure_of
from needskit.extract.project.parts import FollowUpPart
from needskit.extract.reoffending import reoffending_of

if TYPE_CHECKING:
    import duckdb
    from benchmarks.reoffending.events import Made

RULE = FollowUpPart(data_end=DATA_END.astype(object))
POSITION, IDENTIFIER = "person", "person_id"
"""What offences are joined to people by."""

QUERY = """
    WITH asked AS (
        SELECT {key} AS key, index_date::DATE AS start,
            (index_date + INTERVAL 12 MONTH)::DATE AS last, (index_date + INTERVAL 18 MONTH)::DATE AS waited
        FROM people
    ),
    told AS (
        SELECT asked.key, start, offence_date::DATE AS offended, custody,
            outcome IN ('conviction', 'caution') AND offended > start AND offended <= last
                AND outcome_date::DATE <= waited AS counts,
            outcome IN ('conviction', 'caution', 'not known') AND (outcome_date IS NULL OR outcome_date::DATE <= waited)
                AND (
                    (offended > start AND offended <= last)
                    OR (offended IS NULL AND (outcome_date IS NULL OR outcome_date::DATE > start))
                ) AS may
        FROM offences JOIN asked ON offences.{key} = asked.key
    ),
    each AS (
        SELECT key, count(*) AS rows,
            count(*) FILTER (counts) AS times,
            count(*) FILTER (may AND NOT coalesce(counts, false)) AS maybe,
            min(offended - start) FILTER (counts) AS first,
            min(coalesce(offended - start, 1)) FILTER (may AND NOT coalesce(counts, false)) AS first_maybe,
            count(*) FILTER (counts AND custody = 'yes') AS led,
            count(*) FILTER (
                (counts AND custody = 'not known')
                OR (may AND NOT coalesce(counts, false) AND custody <> 'no')
            ) AS perhaps
        FROM told GROUP BY key
    )
    SELECT
        CASE WHEN NOT known THEN 2 WHEN times > 0 THEN 0 WHEN maybe > 0 THEN 2 ELSE 1 END::TINYINT AS happened,
        CASE WHEN known AND maybe = 0 THEN times ELSE -1 END::BIGINT AS times,
        CASE WHEN known AND times > 0 AND (first_maybe IS NULL OR first <= first_maybe) THEN first ELSE -1
            END::BIGINT AS days,
        CASE WHEN NOT known OR times = 0 THEN 2 WHEN led > 0 THEN 0 WHEN perhaps > 0 THEN 2 ELSE 1
            END::TINYINT AS custody
    FROM (
        SELECT people.person, waited <= DATE '{data_end}' AND rows IS NOT NULL AS known, each.*
        FROM people JOIN asked ON people.{key} = asked.key LEFT JOIN each ON each.key = asked.key
    )
    ORDER BY person
"""

Answers = dict[str, np.ndarray]


def by_needskit(made: Made, key: str) -> Answers:
    """Work reoffending out as reading a project does; by identifier with the look-up of places that it makes."""
    people, offences = made.people, made.offences
    measure = measure_of(RULE)
    place = offences[POSITION].to_numpy()
    if key == IDENTIFIER:
        place = places(offences[IDENTIFIER], pd.Index(people[IDENTIFIER]))
    index = people["index_date"].to_numpy().astype("datetime64[D]")
    followed = followed_up(people, RULE)
    if followed is None:
        return {}
    told = offences_of(offences, place, index, measure)
    found = reoffending_of([told], followed, measure, complete=False)
    numbers = {name: found[name].to_numpy(dtype=np.int64, na_value=-1) for name in (measure.times, measure.days)}
    return {
        "happened": found[measure.happened].cat.codes.to_numpy(),
        "times": numbers[measure.times],
        "days": numbers[measure.days],
        "custody": found[measure.custody].cat.codes.to_numpy(),
    }


def by_duckdb(database: duckdb.DuckDBPyConnection, key: str) -> Answers:
    """Ask the same in SQL."""
    found: Answers = database.execute(QUERY.format(key=key, data_end=DATA_END)).fetchnumpy()
    return found
