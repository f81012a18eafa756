"""Dates in an engine: ages, follow-up and the rules between dates, as whole numbers of days.

The calendar is asked in Python, of each distinct date once, by the code that reads files: the day, its month, the day
so many months later. The engine only compares and subtracts whole numbers, so that every engine finds the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from needskit.cohort.build import FOLLOWED_UP
from needskit.cohort.problems import Problem
from needskit.extract.in_order import HAPPENED, ORDERS_OF_PEOPLE
from needskit.extract.in_order import KEPT as AS_IT_IS
from needskit.extract.months import months_later
from needskit.extract.outcomes import DAYS
from needskit.extract.outcomes import MONTHS as MONTHS_OF_OUTCOMES
from needskit.extract.spells import NO, UNKNOWN, YES
from needskit.extract.values.dates import completed_years
from needskit.schema import load_table

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Mapping, Sequence

    import ibis.expr.types as ir

    from needskit.cohort.problems import Severity
    from needskit.engine.columns import Coded
    from needskit.engine.mapped import Numbers
    from needskit.extract.project.parts import Project
    from needskit.extract.values.dates import Dates

INDEX, BORN, END = "index_date", "date_of_birth", "follow_up_end"
AGE, ASSESSED_ON = "age", "assessment_date"
MOST_DAYS = 31
YEARS_BEFORE = 1_000
"""Added before days are divided, and taken from the years: engines differ below nought."""


@dataclass(frozen=True, slots=True, repr=False)
class Rule:
    """Rows that break a rule, to be counted in the engine, and what is said of them."""

    broken: ir.BooleanValue
    rule: str
    column: str
    wanted: str
    done: str = AS_IT_IS
    severity: Severity = "warning"


def days_of(name: str, coded: Coded, project: Project) -> dict[str, Numbers]:
    """Return what the calendar says of each distinct date: its day since 1970, and days that follow from it."""
    days: Dates = coded.levels.to_numpy().astype("datetime64[D]")
    months = days.astype("datetime64[M]")
    numbers = {"day": days.astype(np.int64)}
    if name in {INDEX, BORN}:
        # A calendar of months that all have 31 days: years between two days are then one division.
        numbers["even"] = MOST_DAYS * months.astype(np.int64) + (days - months).astype(np.int64)
    if name == INDEX:
        rule = project.follow_up
        numbers |= {
            "later": months_later(days, rule.months).astype(np.int64),
            "waited": months_later(days, rule.months + rule.waiting_months).astype(np.int64),
            "year": (months_later(days, MONTHS_OF_OUTCOMES) - days).astype(np.int64),
        }
    unknown = np.isnat(days)
    return {f"{name}__{what}": np.where(unknown, np.nan, found) for what, found in numbers.items()}


def with_ages(table: ir.Table, dates: Mapping[str, Coded], *, given: bool) -> ir.Table:
    """Add the age in completed years at the index date: from the two dates where both are known, else as given.

    Parameters
    ----------
    table
        With the days of its dates, and ``age__number`` if ages are given.
    dates
        The columns that hold dates.
    given
        Whether ages are given.
    """
    import ibis  # noqa: PLC0415 - an optional extra

    if not {INDEX, BORN} <= set(dates):
        return table.mutate(age__years=table["age__number"]) if given else table
    between = table["index_date__even"] - table["date_of_birth__even"]
    a_year = 12 * MOST_DAYS
    years = ((between + YEARS_BEFORE * a_year) / a_year).floor().cast("int64") - YEARS_BEFORE
    table = table.mutate(age__worked=years)
    otherwise = table["age__worked"].coalesce(table["age__number"]) if given else table["age__worked"]
    if not _may_be_impossible(dates):
        return table.mutate(age__years=otherwise)
    impossible = ~table["age__worked"].between(*_limits())
    table = table.mutate(age__impossible=impossible.fill_null(False))  # noqa: FBT003 - the argument of ibis
    return table.mutate(age__years=ibis.ifelse(table["age__impossible"], ibis.null("int64"), otherwise))


def _limits() -> tuple[int, int]:
    field = load_table("people").field(AGE)
    return int(field.minimum or 0), int(field.maximum or 0)


def most_of(keys: Collection[str]) -> dict[str, int]:
    """Return the largest number that each answer can be that is no level: an age, or a yes, no or not known."""
    return {name: _limits()[1] if name == AGE else int(UNKNOWN) for name in keys}


def with_follow_up(table: ir.Table, dates: Collection[str], project: Project) -> ir.Table:
    """Add who can be followed for the whole time, where the extract and the project tell (``extract.followed``)."""
    import ibis  # noqa: PLC0415 - an optional extra

    ends: list[tuple[ir.IntegerValue, ir.IntegerValue]] = []
    if INDEX in dates and project.follow_up.data_end is not None:
        data_end = int(np.datetime64(project.follow_up.data_end, "D").astype(np.int64))
        ends.append((ibis.literal(data_end), table["index_date__waited"]))
    if {INDEX, END} <= set(dates):
        ends.append((table["follow_up_end__day"], table["index_date__later"] - 1))
    if not ends:
        return table
    enough = ibis.or_(*((until >= wanted).fill_null(False) for until, wanted in ends))  # noqa: FBT003
    early = ibis.or_(*((until < wanted).fill_null(False) for until, wanted in ends))  # noqa: FBT003
    return table.mutate(**{FOLLOWED_UP: ibis.cases((early, NO), (enough, YES), else_=UNKNOWN).cast("int64")})


def rules_before(table: ir.Table, dates: Mapping[str, Coded], as_at: dt.date | None) -> tuple[Rule, ...]:
    """Return the rules between the dates of a person, and between them and the date of the extract.

    A rule that no two of the distinct dates can break is not asked of anybody.
    """
    ends = _ends_of(dates)
    rules = [
        Rule(table[f"{later}__day"] < table[f"{earlier}__day"], rule, later, wanted)
        for earlier, later, rule, wanted in ORDERS_OF_PEOPLE
        if {earlier, later} <= set(ends) and ends[later][0] < ends[earlier][1]
    ]
    if {ASSESSED_ON, INDEX} <= set(ends) and ends[ASSESSED_ON][1] > ends[INDEX][0]:
        late = table[f"{ASSESSED_ON}__day"] > table["index_date__day"]
        rules.append(Rule(late, "after_index", ASSESSED_ON, "is after the index date.", severity="note"))
    if as_at is not None:
        last = _day(as_at)
        rules += [
            Rule(table[f"{name}__day"] > last, "after_as_at", name, "is after the date that the extract describes.")
            for name in HAPPENED
            if name in ends and ends[name][1] > as_at
        ]
    return tuple(rules)


def _ends_of(dates: Mapping[str, Coded]) -> dict[str, tuple[dt.date, dt.date]]:
    """Return the first and the last date of each column, of those that have any."""
    known = {name: each.levels.dropna() for name, each in dates.items()}
    return {name: (each.min().date(), each.max().date()) for name, each in known.items() if len(each)}


def _may_be_impossible(dates: Mapping[str, Coded]) -> bool:
    """Say whether any two of the distinct dates of birth and index dates give an age that nobody has."""
    ends = _ends_of(dates)
    if not {INDEX, BORN} <= set(ends):
        return False
    (first, last), on = ends[BORN], np.array(ends[INDEX], dtype="datetime64[D]")
    youngest, oldest = completed_years(np.array([last, first], dtype="datetime64[D]"), on)
    low, high = _limits()
    return bool(youngest < low or oldest > high)


def rules_of_ages(table: ir.Table, *, given: bool) -> tuple[Rule, ...]:
    """Return the rules that an age from two dates can break."""
    rules, differ = [], None
    if "age__worked" in table.columns and given:
        differ = table["age__worked"] != table["age__number"]
    if "age__impossible" in table.columns:
        low, high = _limits()
        words = f"gives an age at the index date that is not from {low} to {high}."
        rules.append(Rule(table["age__impossible"], "impossible_age", BORN, words, "Age is not known."))
        differ = None if differ is None else ~table["age__impossible"] & differ
    if differ is not None:
        words = "differs from the age that the date of birth gives."
        rules.append(Rule(differ, "age_differs", AGE, words, "The dates were used."))
    return tuple(rules)


def rules_beside(table: ir.Table, dates: Collection[str], others: Mapping[str, Coded]) -> tuple[Rule, ...]:
    """Return the rules of dates that concern only people with a yes elsewhere."""
    rules = []
    for field in load_table("people").fields:
        if field.name in dates and field.concerns in others:
            yes = [int(place) for place in np.flatnonzero(others[str(field.concerns)].levels == "yes")]
            given = table[f"{field.name}__day"].notnull()
            broken = given & ~table[f"{field.concerns}__level"].isin(yes)
            words = f"applies only where {field.concerns} is yes."
            rules.append(Rule(broken, "does_not_apply", field.name, words, "Not counted."))
    return tuple(rules)


def rules_after(table: ir.Table, as_at: dt.date | None) -> tuple[Rule, ...]:
    """Return the rules between the days to a first reoffence and the index date."""
    if f"{DAYS}__number" not in table.columns or "index_date__day" not in table.columns:
        return ()
    days = table[f"{DAYS}__number"]
    words = f"is after the follow-up of {MONTHS_OF_OUTCOMES} months."
    rules = [Rule(days > table["index_date__year"], "reconviction_outside_follow_up", DAYS, words)]
    if as_at is not None:
        late = days > _day(as_at) - table["index_date__day"]
        rules.append(Rule(late, "after_as_at", DAYS, "is after the date that the extract describes."))
    return tuple(rules)


def _day(date: dt.date) -> int:
    return int(np.datetime64(date, "D").astype(np.int64))


def counted(table: ir.Table, groups: Sequence[Sequence[Rule]]) -> list[tuple[Problem, ...]]:
    """Count in one query the rows that break each rule, and return the problems of each group of rules."""
    every = [rule for rules in groups for rule in rules]
    if not every:
        return [() for _ in groups]
    sums = {f"rule_{place}": rule.broken.sum() for place, rule in enumerate(every)}
    rows = iter(table.aggregate(**sums).to_pandas().fillna(0).iloc[0].astype(np.int64).tolist())
    return [
        tuple(
            Problem(rule.rule, rule.column, rule.severity, count, rule.wanted, rule.done)
            for rule, count in [(rule, next(rows)) for rule in rules]
            if count
        )
        for rules in groups
    ]
