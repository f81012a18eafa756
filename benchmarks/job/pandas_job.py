"""The same report with pandas, pandera, statsmodels and openpyxl; no disclosure control."""

from __future__ import annotations

from benchmarks.job import extract_columns as x
from benchmarks.job.stages import Stages, checks_of, paths, report

stages = Stages()

import numpy as np  # noqa: E402 - importing is a stage
import pandas as pd  # noqa: E402
import pandera.pandas as pa  # noqa: E402
from benchmarks.job.rival_workbook import Sheet, title_of, write_workbook  # noqa: E402
from statsmodels.stats.proportion import proportion_confint  # noqa: E402

Z = 1.959963984540054
"""Standard errors to either side of a 95% interval."""


def main() -> None:
    """Go from the extract to the workbook."""
    source, out = paths()
    stages.done("import")
    received = read(source)
    stages.done("read")
    problems = validate(received)
    people, flow = prepare(received)
    stages.done("validate")
    frames = tables(people)
    sheets = [
        Sheet("Rules that rows break", x.PROBLEM_COLUMNS, [*problems.items()] or [("no row breaks a rule", 0)]),
        Sheet("Cohort flow", x.FLOW_COLUMNS, flow),
        *(Sheet(title, header, rows_of(frame)) for title, (header, frame) in frames.items()),
    ]
    stages.done("tables")
    write_workbook(sheets, out)
    stages.done("workbook")
    report(stages, check_values(frames))


def read(source: str) -> pd.DataFrame:
    """Read with the types that the columns are known to have."""
    return pd.read_csv(
        source,
        dtype={
            "person_id": "str",
            "ogrs3": "Float64",
            **dict.fromkeys(x.RANGES, "Int64"),
            **dict.fromkeys(x.YES_NO, "boolean"),
            **dict.fromkeys(x.TEXTS, "category"),
        },
        parse_dates=list(x.DATES),
        true_values=["yes"],
        false_values=["no"],
        na_values=x.MISSING,
        keep_default_na=False,
    )


def validate(people: pd.DataFrame) -> dict[str, int]:
    """Return how many cells break each rule."""
    as_at = pd.Timestamp(x.AS_AT)
    columns = {
        "person_id": pa.Column(str, unique=True),
        "ogrs3": pa.Column("Float64", pa.Check.in_range(0, 100), nullable=True),
        "district": pa.Column("category", nullable=True),
        **{name: pa.Column("boolean", nullable=True) for name in x.YES_NO},
        **{name: pa.Column("category", pa.Check.isin(codes), nullable=True) for name, codes in x.CODES.items()},
        **{name: pa.Column("Int64", pa.Check.in_range(*ends), nullable=True) for name, ends in x.RANGES.items()},
        **{
            name: pa.Column(
                "datetime64",
                pa.Check.le(as_at) if name in x.NOT_AFTER_AS_AT else None,
                nullable=True,
            )
            for name in x.DATES
        },
    }
    schema = pa.DataFrameSchema(columns, strict=True)
    try:
        schema.validate(people, lazy=True)
    except pa.errors.SchemaErrors as errors:
        return errors.failure_cases.groupby(["column", "check"]).size().rename(": ".join).to_dict()
    return {}


def prepare(received: pd.DataFrame) -> tuple[pd.DataFrame, list[tuple]]:
    """Set aside what is no person, and work out ages, groups and numbers of needs."""
    no_identifier = received["person_id"].isna()
    people = received[~no_identifier]
    shared = people["person_id"].duplicated(keep=False)
    repeated = people[shared].duplicated() if shared.any() else pd.Series(dtype=bool)
    people = people.drop(repeated.index[repeated])
    born, index = people["date_of_birth"].dt, people["index_date"].dt
    birthday_to_come = (index.month * 100 + index.day) < (born.month * 100 + born.day)
    age = (index.year - born.year - birthday_to_come).astype("Int64").fillna(people["age"])
    edges = [low for low, _ in x.AGE_BANDS.values()]
    needs = people[list(x.NEEDS)]
    answered = needs.notna().all(axis=1)
    people = people.assign(
        age=age,
        age_band=pd.cut(age, [*edges, 111], right=False, labels=list(x.AGE_BANDS)),
        homeless_before_custody=people["accommodation_before_custody"].map(
            {code: "homeless" if code in x.HOMELESS else "not homeless" for code in x.CODES["accommodation_on_release"]}
        ),
        iom=people["iom"].map({True: "yes", False: "no"}),
        number=needs.sum(axis=1).astype("Int64").where(answered),
    )
    for name in dict.fromkeys((*x.BREAKDOWNS, *x.PROFILED)):
        levels = x.LEVELS.get(name) or sorted(people[name].dropna().unique())
        grouped = people[name].astype(pd.CategoricalDtype([*levels, x.NOT_KNOWN])).fillna(x.NOT_KNOWN)
        people[name] = grouped
    steps = {
        x.RECEIVED: (len(received), len(received)),
        x.NO_IDENTIFIER: (no_identifier.sum(), len(received)),
        x.REPEATED: (repeated.sum(), len(received)),
        x.COHORT: (len(people), len(received)),
        x.ASSESSED: (people["assessed"].sum(), len(people)),
        x.IN_FULL: (answered.sum(), len(people)),
    }
    return people, [(step, int(n), int(of), 100 * n / of) for step, (n, of) in steps.items()]


def tables(people: pd.DataFrame) -> dict[str, tuple]:
    """Make every table: its title, its header and its frame."""
    made = {
        "Assessment coverage": (x.COVERAGE_COLUMNS, coverage(people)),
        "Completeness": (x.COMPLETENESS_COLUMNS, completeness(people)),
        "Demographic profile": (x.PROFILE_COLUMNS, profile(people)),
    }
    for by in ("", *x.BREAKDOWNS):
        header = ([by] if by else []) + list(x.PREVALENCE_COLUMNS)
        made[title_of("Prevalence of each need", by)] = (header, prevalence(people, by))
    for by in ("", *x.BREAKDOWNS):
        header = ([by] if by else []) + list(x.NUMBER_COLUMNS)
        made[title_of("Number of needs per person", by)] = (header, number_of_needs(people, by))
    made["Young adults"] = (x.YOUNG_COLUMNS, young_adults(people))
    return made


def with_percentages(frame: pd.DataFrame) -> pd.DataFrame:
    """Add the percentage and its Wilson limits."""
    out_of = frame["out_of"].where(frame["out_of"] > 0)
    # The row of a mean has a sum in place of a count.
    count = frame["count"].where(frame["count"] <= out_of)
    share = count / out_of
    lower, upper = proportion_confint(count, out_of, method="wilson")
    return frame.assign(percentage=100 * share, lower=100 * lower, upper=100 * upper)


def coverage(people: pd.DataFrame) -> pd.DataFrame:
    """Count those with an assessment, breakdown after breakdown."""
    everybody = pd.DataFrame(
        {"characteristic": x.ALL, "group": x.ALL, "count": [people["assessed"].sum()], "out_of": [len(people)]}
    )
    parts = [everybody]
    for by in x.COVERED:
        found = (
            people.groupby(by, observed=False)["assessed"].agg(["sum", "size"]).set_axis(["count", "out_of"], axis=1)
        )
        parts.append(found.rename_axis("group").reset_index().assign(characteristic=by))
    frame = pd.concat(parts)[["characteristic", "group", "count", "out_of"]].astype({"group": str})
    return frame.assign(percentage=100 * frame["count"] / frame["out_of"].where(frame["out_of"] > 0))


def completeness(people: pd.DataFrame) -> pd.DataFrame:
    """Count the known values of each column, the groups called "not known" being none."""
    columns = list(x.COMPLETENESS)
    known = people[columns].notna().sum()
    for name in set(columns) & {*x.BREAKDOWNS, *x.PROFILED}:
        known[name] -= (people[name] == x.NOT_KNOWN).sum()
    frame = known.rename_axis("column").reset_index(name="count").assign(out_of=len(people))
    return frame.assign(percentage=100 * frame["count"] / frame["out_of"])


def profile(people: pd.DataFrame) -> pd.DataFrame:
    """Count the people of each group, characteristic after characteristic."""
    parts = []
    for by in x.PROFILED:
        found = people[by].value_counts(sort=False).rename_axis("group").reset_index(name="count")
        found["group"] = found["group"].astype(str)
        known = found.loc[found["group"] != x.NOT_KNOWN, "count"].sum()
        parts.append(found.assign(characteristic=by, out_of=known, not_known=len(people) - known))
    frame = with_percentages(pd.concat(parts, ignore_index=True))
    frame.loc[frame["group"] == x.NOT_KNOWN, ["out_of", "not_known", "percentage", "lower", "upper"]] = np.nan
    return frame[["characteristic", "group", "count", "out_of", "not_known", "percentage", "lower", "upper"]]


def prevalence(people: pd.DataFrame, by: str) -> pd.DataFrame:
    """Count the people with each need among those with a known answer on it."""
    needs = list(x.NEEDS)
    grouped = [(x.ALL, people[needs].agg(["sum", "count"]).T.assign(size=len(people)))]
    if by:
        groups = people.groupby(by, observed=False)
        found, sizes = groups[needs].agg(["sum", "count"]), groups.size()
        grouped += [(name, found.loc[name].unstack().assign(size=size)) for name, size in sizes.items()]  # noqa: PD010 - counts to columns, nothing to aggregate
    frame = pd.concat(dict(grouped), names=["group", "need"]).reset_index()
    frame = frame.rename(columns={"sum": "count", "count": "out_of"})
    frame["need"] = frame["need"].map(x.NEEDS)
    frame["not_known"] = frame["size"] - frame["out_of"]
    frame = with_percentages(frame.drop(columns="size").astype({"count": int, "out_of": int}))
    return frame if by else frame.drop(columns="group")


def number_of_needs(people: pd.DataFrame, by: str) -> pd.DataFrame:
    """Count people by their number of needs, with two or more, three or more, and the mean."""
    grouped = [(x.ALL, people["number"].value_counts(), people["assessed"].sum(), len(people))]
    if by:
        groups = people.groupby(by, observed=False)
        counts = groups["number"].value_counts().unstack(fill_value=0)  # noqa: PD010 - counts to columns, nothing to aggregate
        summary = groups["assessed"].agg(["sum", "size"])
        grouped += [(name, counts.loc[name], *summary.loc[name]) for name in summary.index]
    parts = [number_rows(counts, assessed, size).assign(group=name) for name, counts, assessed, size in grouped]
    frame = with_percentages(pd.concat(parts, ignore_index=True))
    frame.insert(0, "group", frame.pop("group"))
    shares = ["percentage", "lower", "upper"]
    frame.loc[frame["row"] == "mean", shares] = np.nan
    order = [
        "group",
        "row",
        "count",
        "out_of",
        "not_known",
        "percentage",
        "lower",
        "upper",
        "mean",
        "mean_lower",
        "mean_upper",
    ]
    return frame[order] if by else frame[order[1:]]


def number_rows(counts: pd.Series, assessed: int, size: int) -> pd.DataFrame:
    """Return the rows of one group."""
    people_at = counts.reindex(x.NUMBERS, fill_value=0).astype(int)
    known = people_at.sum()
    total = (people_at * people_at.index).sum()
    mean = total / known if known else np.nan
    variance = (people_at * (people_at.index - mean) ** 2).sum() / (known - 1) if known > 1 else np.nan
    reach = Z * np.sqrt(variance / known) if known else np.nan
    rows = {
        **{str(number): (count, known) for number, count in people_at.items()},
        "not answered in full": (assessed - known, np.nan),
        "not assessed": (size - assessed, np.nan),
        **{label: (people_at.loc[least:].sum(), known) for label, least in x.AT_LEAST.items()},
        "mean": (total, known),
    }
    frame = pd.DataFrame([(row, *found) for row, found in rows.items()], columns=["row", "count", "out_of"])
    means = np.where(frame["row"] == "mean", 1.0, np.nan)
    return frame.assign(
        not_known=size - frame["out_of"],
        mean=means * mean,
        mean_lower=means * (mean - reach),
        mean_upper=means * (mean + reach),
    )


def young_adults(people: pd.DataFrame) -> pd.DataFrame:
    """Count people by age around 18 to 24."""
    known = people["age"].notna().sum()
    counts = {label: people["age"].between(*ends).sum() for label, ends in x.YOUNG.items()}
    frame = pd.DataFrame({"age": list(counts), "count": list(counts.values()), "out_of": known})
    return with_percentages(frame.assign(not_known=len(people) - known))


def rows_of(frame: pd.DataFrame) -> list[tuple]:
    """Return the rows for openpyxl: blanks for what is missing, whole numbers whole."""
    whole = frame.astype({name: "Int64" for name in ("count", "out_of", "not_known") if name in frame})
    return list(whole.astype(object).where(whole.notna(), None).itertuples(index=False, name=None))


def check_values(frames: dict[str, tuple]) -> dict[str, float]:
    """Return what every contender must agree on."""
    number = frames["Number of needs per person"][1].set_index("row")
    groups: list[int] = []
    for by in x.BREAKDOWNS:
        frame = frames[title_of("Prevalence of each need", by)][1]
        groups += frame.loc[frame["group"] != x.ALL, "count"].tolist()
    young = frames["Young adults"][1].set_index("age").loc["18 to 24", "count"]
    return checks_of(number.loc["two or more", "count"], number.loc["mean", "mean"], groups, young)


main()
