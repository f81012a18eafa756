"""The same report with DuckDB and openpyxl, the rules and the counts in SQL; no disclosure control."""

from __future__ import annotations

from benchmarks.job import extract_columns as x
from benchmarks.job.stages import Stages, checks_of, paths, report

stages = Stages()

import duckdb  # noqa: E402 - importing is a stage
from benchmarks.job.rival_figures import number_rows, percentage, with_percentages  # noqa: E402
from benchmarks.job.rival_workbook import Sheet, title_of, write_workbook  # noqa: E402


def main() -> None:
    """Go from the extract to the workbook."""
    source, out = paths()
    stages.done("import")
    database = duckdb.connect()
    read(database, source)
    stages.done("read")
    problems = validate(database)
    flow = prepare(database)
    stages.done("validate")
    sheets = [
        Sheet("Rules that rows break", x.PROBLEM_COLUMNS, problems or [("no row breaks a rule", 0)]),
        Sheet("Cohort flow", x.FLOW_COLUMNS, flow),
        *tables(database),
    ]
    stages.done("tables")
    write_workbook(sheets, out)
    stages.done("workbook")
    report(stages, check_values({sheet.title: sheet.rows for sheet in sheets}))


def quoted(texts: tuple[str, ...] | list[str]) -> str:
    """Return texts as a list of SQL literals."""
    return ", ".join("'" + text.replace("'", "''") + "'" for text in texts)


def read(database: duckdb.DuckDBPyConnection, source: str) -> None:
    """Read with the types that the columns are known to have; yes and no become BOOLEAN."""
    types = {
        "person_id": "VARCHAR",
        "ogrs3": "DOUBLE",
        **dict.fromkeys(x.RANGES, "SMALLINT"),
        **dict.fromkeys(x.DATES, "DATE"),
        **dict.fromkeys((*x.TEXTS, *x.YES_NO), "VARCHAR"),
    }
    answers = ", ".join(f"{column} = 'yes' AS {column}" for column in x.YES_NO)
    database.execute(
        # Nothing here comes from a record: the columns and codes are our own.
        f"CREATE TABLE received AS SELECT * REPLACE ({answers}) "  # noqa: S608 - our own column names
        f"FROM read_csv('{source}', header = true, types = {types}, nullstr = [{quoted(x.MISSING)}])"
    )


def validate(database: duckdb.DuckDBPyConnection) -> list[tuple]:
    """Return how many rows break each rule."""
    rules = {
        "person_id: unique": "count(person_id) - count(DISTINCT person_id)",
        "ogrs3: from 0 to 100": "count(*) FILTER (ogrs3 NOT BETWEEN 0 AND 100)",
    }
    for name, codes in x.CODES.items():
        rules[f"{name}: in its code list"] = f"count(*) FILTER ({name} NOT IN ({quoted(codes)}))"
    for name, (low, high) in x.RANGES.items():
        rules[f"{name}: from {low} to {high}"] = f"count(*) FILTER ({name} NOT BETWEEN {low} AND {high})"
    for name in x.NOT_AFTER_AS_AT:
        rules[f"{name}: not after the extract"] = f"count(*) FILTER ({name} > DATE '{x.AS_AT}')"
    counts = database.execute(f"SELECT {', '.join(rules.values())} FROM received").fetchall()[0]  # noqa: S608 - our own column names
    return [(rule, count) for rule, count in zip(rules, counts, strict=True) if count]


def prepare(database: duckdb.DuckDBPyConnection) -> list[tuple]:
    """Set aside what is no person, and work out ages, groups and numbers of needs."""
    number = " + ".join(f"{need}::TINYINT" for need in x.NEEDS)
    bands = " ".join(f"WHEN years BETWEEN {low} AND {high} THEN '{band}'" for band, (low, high) in x.AGE_BANDS.items())
    groups = ", ".join(
        f"coalesce({by}, '{x.NOT_KNOWN}') AS {by}"
        for by in ("sex", "ethnicity", "district", "sentence_band", "risk_of_harm")
    )
    [[repeats]] = database.execute("SELECT count(person_id) > count(DISTINCT person_id) FROM received").fetchall()
    database.execute(
        f"""
        CREATE TABLE people AS
        SELECT * EXCLUDE (years) REPLACE (
            years AS age, {groups},
            CASE WHEN iom THEN 'yes' WHEN NOT iom THEN 'no' ELSE '{x.NOT_KNOWN}' END AS iom
        ),
        CASE {bands} ELSE '{x.NOT_KNOWN}' END AS age_band,
        CASE WHEN accommodation_before_custody IN ({quoted(x.HOMELESS)}) THEN 'homeless'
             WHEN accommodation_before_custody IS NULL THEN '{x.NOT_KNOWN}' ELSE 'not homeless'
        END AS homeless_before_custody,
        {number} AS number
        FROM (
            SELECT {"DISTINCT" if repeats else ""} *, coalesce(datesub('year', date_of_birth, index_date), age) AS years
            FROM received WHERE person_id IS NOT NULL
        )
        """  # noqa: S608 - our own column names
    )
    [[received, identified]] = database.execute("SELECT count(*), count(person_id) FROM received").fetchall()
    [[kept, assessed, in_full]] = database.execute(
        "SELECT count(*), count(*) FILTER (assessed), count(number) FROM people"
    ).fetchall()
    steps = [
        (x.RECEIVED, received, received),
        (x.NO_IDENTIFIER, received - identified, received),
        (x.REPEATED, identified - kept, received),
        (x.COHORT, kept, received),
        (x.ASSESSED, assessed, kept),
        (x.IN_FULL, in_full, kept),
    ]
    return [(step, n, of, percentage(n, of)) for step, n, of in steps]


def tables(database: duckdb.DuckDBPyConnection) -> list[Sheet]:
    """Make every table."""
    made = [
        Sheet("Assessment coverage", x.COVERAGE_COLUMNS, coverage(database)),
        Sheet("Completeness", x.COMPLETENESS_COLUMNS, completeness(database)),
        Sheet("Demographic profile", x.PROFILE_COLUMNS, profile(database)),
    ]
    for by in ("", *x.BREAKDOWNS):
        header = [by, *x.PREVALENCE_COLUMNS] if by else x.PREVALENCE_COLUMNS
        made.append(Sheet(title_of("Prevalence of each need", by), header, prevalence(database, by)))
    for by in ("", *x.BREAKDOWNS):
        header = [by, *x.NUMBER_COLUMNS] if by else x.NUMBER_COLUMNS
        made.append(Sheet(title_of("Number of needs per person", by), header, number_of_needs(database, by)))
    return [*made, Sheet("Young adults", x.YOUNG_COLUMNS, young_adults(database))]


def in_groups(database: duckdb.DuckDBPyConnection, by: str, figures: list[str]) -> dict[str, tuple]:
    """Return the figures of everybody and of each group in reading order, groups without people too."""
    asked = ", ".join(figures)
    if not by:
        return {x.ALL: database.execute(f"SELECT {asked} FROM people").fetchall()[0]}  # noqa: S608 - our own column names
    query = f"SELECT coalesce({by}, '{x.ALL}'), {asked} FROM people GROUP BY ROLLUP ({by})"  # noqa: S608 - our own column names
    found = {group: tuple(row) for group, *row in database.execute(query).fetchall()}
    levels = x.LEVELS.get(by) or sorted(found.keys() - {x.NOT_KNOWN, x.ALL})
    return {group: found.get(group, (0,) * len(figures)) for group in (x.ALL, *levels, x.NOT_KNOWN)}


def coverage(database: duckdb.DuckDBPyConnection) -> list[tuple]:
    """Count those with an assessment, breakdown after breakdown."""
    figures = ["count(*) FILTER (assessed)", "count(*)"]
    rows = [(x.ALL, x.ALL, *in_groups(database, "", figures)[x.ALL])]
    for by in x.COVERED:
        groups = in_groups(database, by, figures)
        rows += [(by, group, *found) for group, found in groups.items() if group != x.ALL]
    return [(*row, percentage(row[2], row[3])) for row in rows]


def completeness(database: duckdb.DuckDBPyConnection) -> list[tuple]:
    """Count the known values of each column."""
    grouped = {*x.BREAKDOWNS, *x.PROFILED}
    counts = [f"count(nullif({c}, '{x.NOT_KNOWN}'))" if c in grouped else f"count({c})" for c in x.COMPLETENESS]
    everybody, *known = in_groups(database, "", ["count(*)", *counts])[x.ALL]
    return [(name, n, everybody, percentage(n, everybody)) for name, n in zip(x.COMPLETENESS, known, strict=True)]


def profile(database: duckdb.DuckDBPyConnection) -> list[tuple]:
    """Count the people of each group, characteristic after characteristic."""
    rows: list[tuple] = []
    for by in x.PROFILED:
        sizes = {group: found[0] for group, found in in_groups(database, by, ["count(*)"]).items()}
        everybody, unknown = sizes.pop(x.ALL), sizes.pop(x.NOT_KNOWN)
        rows += with_percentages([(by, group, n, everybody - unknown, unknown) for group, n in sizes.items()])
        rows.append((by, x.NOT_KNOWN, unknown, None, None, None, None, None))
    return rows


def prevalence(database: duckdb.DuckDBPyConnection, by: str) -> list[tuple]:
    """Count the people with each need among those with a known answer on it."""
    figures = ["count(*)", *(f"{sums}({what})" for sums, what in asked_of_needs())]
    rows = []
    for group, (everybody, *found) in in_groups(database, by, figures).items():
        counts = zip(x.NEEDS.values(), found[::2], found[1::2], strict=True)
        rows += [(*([group] if by else []), label, yes, known, everybody - known) for label, yes, known in counts]
    return with_percentages(rows)


def asked_of_needs() -> list[tuple[str, str]]:
    """Return how many said yes, and how many answered, need after need."""
    return [pair for need in x.NEEDS for pair in (("count_if", need), ("count", need))]


def number_of_needs(database: duckdb.DuckDBPyConnection, by: str) -> list[tuple]:
    """Count people by their number of needs, with two or more, three or more, and the mean."""
    figures = ["count_if(assessed)", "count(*)", *(f"count_if(number = {number})" for number in x.NUMBERS)]
    return [
        row
        for group, (assessed, size, *people_at) in in_groups(database, by, figures).items()
        for row in number_rows(people_at, assessed, size, (group,) if by else ())
    ]


def young_adults(database: duckdb.DuckDBPyConnection) -> list[tuple]:
    """Count people by age around 18 to 24."""
    figures = [f"count_if(age BETWEEN {low} AND {high})" for low, high in x.YOUNG.values()]
    everybody, known, *counts = in_groups(database, "", ["count(*)", "count(age)", *figures])[x.ALL]
    rows = [(label, n, known, everybody - known) for label, n in zip(x.YOUNG, counts, strict=True)]
    return with_percentages(rows)


def check_values(rows: dict[str, list[tuple]]) -> dict[str, float]:
    """Return what every contender must agree on."""
    number = {row[0]: row for row in rows["Number of needs per person"]}
    groups = [row[2] for by in x.BREAKDOWNS for row in rows[title_of("Prevalence of each need", by)] if row[0] != x.ALL]
    young = {row[0]: row[1] for row in rows["Young adults"]}
    return checks_of(number["two or more"][1], number["mean"][7], groups, young["18 to 24"])


main()
