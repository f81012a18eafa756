"""The counts by DuckDB: SQL over a table in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from benchmarks.overlap.figures import COMBINATIONS, NUMBERS, PAIRS, SEGMENTS, Array
from benchmarks.overlap.people import ACCOMMODATION, ALCOHOL, DRUGS, MENTAL, NEEDS, OUTCOME, STRATA, levels_of

if TYPE_CHECKING:
    import duckdb

NO = 1
"""The code of the answer no, after which come those not known."""

IN_FULL = " AND ".join(f"{need} IN ('yes', 'no')" for need in NEEDS)
PATTERN = " + ".join(f"({need} = 'yes')::INTEGER * {1 << bit}" for bit, need in enumerate(NEEDS))
NUMBER = " + ".join(f"({need} = 'yes')::INTEGER" for need in NEEDS)
DERIVED = f"""
    CREATE OR REPLACE TEMP TABLE answered AS
    SELECT *, ({PATTERN})::SMALLINT AS pattern,
        (
            CASE WHEN {NEEDS[0]} = 'not assessed' THEN {NUMBERS + 1} WHEN {IN_FULL} THEN {NUMBER} ELSE {NUMBERS} END
        )::TINYINT AS place
    FROM people
"""  # noqa: S608 - our own column names
KNOWN_SUBSTANCE = (
    f"({NEEDS[DRUGS]} = 'yes' OR {NEEDS[ALCOHOL]} = 'yes' OR ({NEEDS[DRUGS]} = 'no' AND {NEEDS[ALCOHOL]} = 'no'))"
)
SUBSTANCE = f"({NEEDS[DRUGS]} = 'yes' OR {NEEDS[ALCOHOL]} = 'yes')::INTEGER"


class DuckdbCounts:
    """Counts of a table of ENUM columns."""

    def __init__(self, database: duckdb.DuckDBPyConnection) -> None:
        self.database = database
        database.execute(DERIVED)

    def sizes(self, keys: list[str], shape: tuple[int, ...], where: str = "true") -> Array:
        """Group by expressions, and lay the sizes out."""
        asked = ", ".join(f"{key} AS key_{place}" for place, key in enumerate(keys))
        found = self.database.execute(
            f"SELECT {asked}, count(*) AS people FROM answered WHERE {where} GROUP BY ALL"  # noqa: S608 - our own column names
        ).fetchnumpy()
        counts = np.zeros(shape, dtype=np.int64)
        counts[tuple(found[f"key_{place}"] for place in range(len(keys)))] = found["people"]
        return counts

    def answers(self, by: str) -> Array:
        """As Counts."""
        answers = levels_of(NEEDS[0])
        sums = ", ".join(f"count_if({need} = '{answer}')" for need in NEEDS for answer in answers)
        rows = self.database.execute(f"SELECT {sums} FROM answered GROUP BY {by} ORDER BY {by}").fetchall()  # noqa: S608 - our own column names
        return np.array(rows, dtype=np.int64).reshape(-1, len(NEEDS), len(answers))

    def number(self, by: str) -> Array:
        """As Counts."""
        return self.sizes([coded(by), "place"], (len(levels_of(by)), NUMBERS + 2))

    def combinations(self, by: str) -> Array:
        """As Counts."""
        return self.sizes([coded(by), "pattern"], (len(levels_of(by)), COMBINATIONS), f"place < {NUMBERS}")

    def pairs(self, by: str) -> Array:
        """As Counts; GROUPING SETS are quicker here than count_if of each cell."""
        sets = ", ".join(f"({by}, {NEEDS[i]}, {NEEDS[j]})" for i, j in PAIRS)
        codes = ", ".join(f"coalesce({coded(need)}, -1) AS {need}" for need in NEEDS)
        found = self.database.execute(
            f"SELECT {coded(by)} AS grouped, {codes}, count(*) AS people "  # noqa: S608 - our own column names
            f"FROM people GROUP BY GROUPING SETS ({sets})"
        ).fetchnumpy()
        answers = np.stack([found[need] for need in NEEDS], axis=1)
        counts = np.zeros((len(levels_of(by)), 4, len(PAIRS)), dtype=np.int64)
        for place, (i, j) in enumerate(PAIRS):
            # A need that is in no set of its own is NULL there, here -1, so that exactly the two tell the pair.
            here = (answers[:, i] >= 0) & (answers[:, j] >= 0) & (answers[:, [i, j]] <= NO).all(axis=1)
            cell = 2 * answers[here, i] + answers[here, j]
            counts[found["grouped"][here], cell, place] = found["people"][here]
        return counts

    def domains(self, by: str) -> Array:
        """As Counts."""
        yes = f"({NEEDS[ACCOMMODATION]} = 'yes')::INTEGER * 2 + ({NEEDS[MENTAL]} = 'yes')::INTEGER * 4"
        where = f"{KNOWN_SUBSTANCE} AND {NEEDS[ACCOMMODATION]} IN ('yes', 'no') AND {NEEDS[MENTAL]} IN ('yes', 'no')"
        return self.sizes([coded(by), f"{SUBSTANCE} + {yes}"], (len(levels_of(by)), SEGMENTS), where)

    def dual(self, by: str) -> Array:
        """As Counts."""
        place = f"{SUBSTANCE} + ({NEEDS[MENTAL]} = 'yes')::INTEGER * 2"
        return self.sizes(
            [coded(by), place], (len(levels_of(by)), 4), f"{KNOWN_SUBSTANCE} AND {NEEDS[MENTAL]} IN ('yes', 'no')"
        )

    def strata(self, by: str) -> Array:
        """As Counts."""
        shape = (*(len(levels_of(name)) for name in (by, *STRATA)), NUMBERS)
        return self.sizes([coded(by), *map(coded, STRATA), "place"], shape, f"place < {NUMBERS}")

    def outcomes(self, by: str) -> Array:
        """As Counts."""
        shape = (len(levels_of(by)), NUMBERS, len(levels_of(OUTCOME)))
        return self.sizes([coded(by), "place", coded(OUTCOME)], shape, f"place < {NUMBERS}")


def coded(column: str) -> str:
    """Return the codes of an ENUM column, in SQL."""
    return f"enum_code({column})::INTEGER"


def collapsed(database: duckdb.DuckDBPyConnection, by: str) -> tuple[Array, Array, Array]:
    """Count the people of each group and pattern: group, pattern of four answers a need, people."""
    pattern = " + ".join(f"({coded(need)} << {2 * bit})" for bit, need in enumerate(NEEDS))
    found = database.execute(
        f"SELECT {coded(by)} AS grouped, {pattern} AS pattern, count(*) AS people FROM people GROUP BY ALL"  # noqa: S608 - our own column names
    ).fetchnumpy()
    answers = (found["pattern"][:, None] >> (2 * np.arange(len(NEEDS)))) & 3
    return found["grouped"], answers, found["people"]
