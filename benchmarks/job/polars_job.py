"""The same report with polars, pandera.polars and openpyxl; no disclosure control."""

from __future__ import annotations

from benchmarks.job import extract_columns as x
from benchmarks.job.stages import Stages, checks_of, paths, report

stages = Stages()

import pandera.polars as pa  # noqa: E402 - importing is a stage
import polars as pl  # noqa: E402
from benchmarks.job.rival_figures import number_rows, percentage, with_percentages  # noqa: E402
from benchmarks.job.rival_workbook import Sheet, title_of, write_workbook  # noqa: E402


def main() -> None:
    """Go from the extract to the workbook."""
    source, out = paths()
    stages.done("import")
    received = read(source)
    stages.done("read")
    problems = validate(received)
    people, flow = prepare(received)
    stages.done("validate")
    sheets = [
        Sheet("Rules that rows break", x.PROBLEM_COLUMNS, problems or [("no row breaks a rule", 0)]),
        Sheet("Cohort flow", x.FLOW_COLUMNS, flow),
        *tables(people),
    ]
    stages.done("tables")
    write_workbook(sheets, out)
    stages.done("workbook")
    report(stages, check_values({sheet.title: sheet.rows for sheet in sheets}))


def read(source: str) -> pl.DataFrame:
    """Read with the types that the columns are known to have; yes and no become Boolean."""
    people = pl.read_csv(
        source,
        schema_overrides={
            "person_id": pl.String,
            "ogrs3": pl.Float64,
            **dict.fromkeys(x.RANGES, pl.Int64),
            **dict.fromkeys(x.DATES, pl.Date),
            **dict.fromkeys((*x.TEXTS, *x.YES_NO), pl.Categorical),
        },
        null_values=x.MISSING,
    )
    return people.with_columns(pl.col(*x.YES_NO) == "yes")


def validate(people: pl.DataFrame) -> list[tuple]:
    """Return how many cells break each rule."""
    columns = {
        "person_id": pa.Column(pl.String, unique=True),
        "ogrs3": pa.Column(pl.Float64, pa.Check.in_range(0, 100), nullable=True),
        "district": pa.Column(pl.Categorical, nullable=True),
        **{name: pa.Column(pl.Boolean, nullable=True) for name in x.YES_NO},
        **{name: pa.Column(pl.Categorical, pa.Check.isin(codes), nullable=True) for name, codes in x.CODES.items()},
        **{name: pa.Column(pl.Int64, pa.Check.in_range(*ends), nullable=True) for name, ends in x.RANGES.items()},
        **{
            name: pa.Column(pl.Date, pa.Check.le(x.AS_AT) if name in x.NOT_AFTER_AS_AT else None, nullable=True)
            for name in x.DATES
        },
    }
    try:
        pa.DataFrameSchema(columns, strict=True).validate(people, lazy=True)
    except pa.errors.SchemaErrors as errors:
        return errors.failure_cases.group_by("column", "check").len().rows()
    return []


def prepare(received: pl.DataFrame) -> tuple[pl.DataFrame, list[tuple]]:
    """Set aside what is no person, and work out ages, groups and numbers of needs."""
    identified = received.drop_nulls("person_id")
    shared = identified.filter(pl.col("person_id").is_duplicated())
    people = identified.unique(maintain_order=True) if len(shared) else identified
    born, index = pl.col("date_of_birth").dt, pl.col("index_date").dt
    month, month_born = index.month().cast(pl.Int16), born.month().cast(pl.Int16)
    birthday_to_come = month * 100 + index.day() < month_born * 100 + born.day()
    age = index.year() - born.year() - birthday_to_come.cast(pl.Int32)
    bands = {age: band for band, (low, high) in x.AGE_BANDS.items() for age in range(low, high + 1)}
    homeless = pl.col("accommodation_before_custody").cast(pl.String).is_in(x.HOMELESS)
    people = people.with_columns(age=pl.coalesce(age, pl.col("age")))
    people = people.with_columns(
        age_band=pl.col("age").replace_strict(bands, default=None, return_dtype=pl.String),
        homeless_before_custody=pl.when(homeless).then(pl.lit("homeless")).when(~homeless).then(pl.lit("not homeless")),
        iom=pl.when("iom").then(pl.lit("yes")).when(~pl.col("iom")).then(pl.lit("no")),
        number=pl.when(pl.all_horizontal(pl.col(*x.NEEDS).is_not_null())).then(pl.sum_horizontal(*x.NEEDS)),
    )
    people = people.with_columns(as_groups(people, by) for by in dict.fromkeys((*x.BREAKDOWNS, *x.PROFILED)))
    received_count, kept = len(received), len(people)
    steps = [
        (x.RECEIVED, received_count, received_count),
        (x.NO_IDENTIFIER, received_count - len(identified), received_count),
        (x.REPEATED, len(identified) - kept, received_count),
        (x.COHORT, kept, received_count),
        (x.ASSESSED, people["assessed"].sum(), kept),
        (x.IN_FULL, kept - people["number"].null_count(), kept),
    ]
    return people, [(step, n, of, percentage(n, of)) for step, n, of in steps]


def tables(people: pl.DataFrame) -> list[Sheet]:
    """Make every table."""
    made = [
        Sheet("Assessment coverage", x.COVERAGE_COLUMNS, coverage(people)),
        Sheet("Completeness", x.COMPLETENESS_COLUMNS, completeness(people)),
        Sheet("Demographic profile", x.PROFILE_COLUMNS, profile(people)),
    ]
    for by in ("", *x.BREAKDOWNS):
        header = [by, *x.PREVALENCE_COLUMNS] if by else x.PREVALENCE_COLUMNS
        made.append(Sheet(title_of("Prevalence of each need", by), header, prevalence(people, by)))
    for by in ("", *x.BREAKDOWNS):
        header = [by, *x.NUMBER_COLUMNS] if by else x.NUMBER_COLUMNS
        made.append(Sheet(title_of("Number of needs per person", by), header, number_of_needs(people, by)))
    return [*made, Sheet("Young adults", x.YOUNG_COLUMNS, young_adults(people))]


def as_groups(people: pl.DataFrame, by: str) -> pl.Expr:
    """Return a breakdown as an Enum of its groups in reading order, "not known" being one of them."""
    levels = x.LEVELS.get(by) or people[by].cast(pl.String).drop_nulls().unique().sort().to_list()
    return pl.col(by).cast(pl.String).fill_null(x.NOT_KNOWN).cast(pl.Enum([*levels, x.NOT_KNOWN]))


def in_groups(people: pl.DataFrame, by: str, figures: list[pl.Expr]) -> dict[str, dict[str, int]]:
    """Return the figures of everybody and of each group in reading order, groups without people too."""
    everybody = {x.ALL: people.select(figures).row(0, named=True)}
    if not by:
        return everybody
    levels = pl.DataFrame({by: people[by].dtype.categories}, schema={by: people[by].dtype})
    found = levels.join(people.group_by(by).agg(figures), on=by, how="left", maintain_order="left").fill_null(0)
    return everybody | {row.pop(by): row for row in found.iter_rows(named=True)}


def coverage(people: pl.DataFrame) -> list[tuple]:
    """Count those with an assessment, breakdown after breakdown."""
    figures = [pl.col("assessed").sum(), pl.len()]
    rows = [(x.ALL, x.ALL, *in_groups(people, "", figures)[x.ALL].values())]
    for by in x.COVERED:
        groups = in_groups(people, by, figures)
        rows += [(by, group, *found.values()) for group, found in groups.items() if group != x.ALL]
    return [(*row, percentage(row[2], row[3])) for row in rows]


def completeness(people: pl.DataFrame) -> list[tuple]:
    """Count the known values of each column."""
    grouped = {*x.BREAKDOWNS, *x.PROFILED}
    counts = [(pl.col(c) != x.NOT_KNOWN).sum() if c in grouped else pl.col(c).count() for c in x.COMPLETENESS]
    known = people.select(counts).row(0, named=True)
    return [(name, n, len(people), percentage(n, len(people))) for name, n in known.items()]


def profile(people: pl.DataFrame) -> list[tuple]:
    """Count the people of each group, characteristic after characteristic."""
    rows: list[tuple] = []
    for by in x.PROFILED:
        sizes = {group: found["len"] for group, found in in_groups(people, by, [pl.len()]).items()}
        everybody, unknown = sizes.pop(x.ALL), sizes.pop(x.NOT_KNOWN)
        rows += with_percentages([(by, group, n, everybody - unknown, unknown) for group, n in sizes.items()])
        rows.append((by, x.NOT_KNOWN, unknown, None, None, None, None, None))
    return rows


def prevalence(people: pl.DataFrame, by: str) -> list[tuple]:
    """Count the people with each need among those with a known answer on it."""
    needs = pl.col(*x.NEEDS)
    figures = [needs.sum().name.suffix(" yes"), needs.count().name.suffix(" known"), pl.len()]
    return with_percentages(
        [
            (
                *([group] if by else []),
                label,
                found[f"{need} yes"],
                known := found[f"{need} known"],
                found["len"] - known,
            )
            for group, found in in_groups(people, by, figures).items()
            for need, label in x.NEEDS.items()
        ]
    )


def number_of_needs(people: pl.DataFrame, by: str) -> list[tuple]:
    """Count people by their number of needs, with two or more, three or more, and the mean."""
    sizes = in_groups(people, by, [pl.col("assessed").sum(), pl.len()])
    keys = [by, "number"] if by else ["number"]
    counts = {tuple(row[:-1]): row[-1] for row in people.group_by(keys).len().iter_rows()}
    if by:
        everybody = people.group_by("number").len().iter_rows()
        counts |= {(x.ALL, number): n for number, n in everybody}
    return [
        row
        for group, found in sizes.items()
        for place in [(group,) if by else ()]
        for row in number_rows(
            [counts.get((*place, number), 0) for number in x.NUMBERS], found["assessed"], found["len"], place
        )
    ]


def young_adults(people: pl.DataFrame) -> list[tuple]:
    """Count people by age around 18 to 24."""
    counts = people.select(pl.col("age").is_between(*ends).sum().alias(label) for label, ends in x.YOUNG.items())
    known = people["age"].count()
    rows = counts.row(0, named=True).items()
    return with_percentages([(label, n, known, len(people) - known) for label, n in rows])


def check_values(rows: dict[str, list[tuple]]) -> dict[str, float]:
    """Return what every contender must agree on."""
    number = {row[0]: row for row in rows["Number of needs per person"]}
    groups = [row[2] for by in x.BREAKDOWNS for row in rows[title_of("Prevalence of each need", by)] if row[0] != x.ALL]
    young = {row[0]: row[1] for row in rows["Young adults"]}
    return checks_of(number["two or more"][1], number["mean"][7], groups, young["18 to 24"])


main()
