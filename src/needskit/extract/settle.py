"""Columns that depend on each other: age from two dates, and who was assessed at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from needskit.cohort.cohort import PEOPLE
from needskit.cohort.problems import Problem
from needskit.extract.in_order import people_in_order
from needskit.extract.needs.severity import of_the_need
from needskit.extract.outcomes import outcomes_in_order
from needskit.extract.project.reading import needs_wanted
from needskit.extract.sentence import sentence_bands
from needskit.extract.values.column import FEW, coded, problem
from needskit.extract.values.dates import Dates, completed_years
from needskit.schema import FLAG_ANSWERS, NEED_ANSWERS, NOT_KNOWN, SEVERITY_ANSWERS, load_table, severity_column

if TYPE_CHECKING:
    from needskit.extract.files.raw import Flags, Positions
    from needskit.extract.project.parts import Project

DEPENDED_ON = {
    "index_date": "is not known of anybody: no age, no window and no follow-up can be worked out.",
    "date_of_birth": "is not known of anybody: no age can be worked out.",
    "assessed": "is yes of nobody: no need is known.",
}
"""Columns that much depends on, and what cannot be said without them."""

FEWEST_PARTS = 2
"""Two rows alike are no total and its part."""

YES, NO, NOT_GIVEN = range(3)
NOT_ANSWERED, NOT_ASSESSED = 2, 3
SEVERITY_NOT_ASSESSED = 4


def settle(people: pd.DataFrame, project: Project, row_numbers: Positions) -> tuple[pd.DataFrame, tuple[Problem, ...]]:
    """Complete the typed columns, and count where they contradict each other.

    Age in completed years at the index date comes from the two dates where both are known, otherwise from the
    column ``age``. A person is assessed if ``assessed`` says so or, where it says nothing, if any need is
    answered; a need that is blank is then "not answered", and all needs of people not assessed are "not
    assessed" whatever the columns hold, since systems write "no" where nobody asked. The severity of a need follows
    the need: another source, or a blank that means no, may have settled that.

    Parameters
    ----------
    people
        Typed columns, a row a person; need columns hold yes, no, not known.
    project
        Which needs are counted, as at which date; other needs of the schema are settled too.
    row_numbers
        The row of the file of each.
    """
    problems = [*people_in_order(people, project, row_numbers), *_may_be_a_total(people, row_numbers)]
    made: dict[str, pd.Series] = {}
    if {"date_of_birth", "index_date"} <= set(people.columns) or "age" in people.columns:
        made["age"], found = _age(people, row_numbers)
        problems += found
    asked = {
        *needs_wanted(project).columns,
        *(field.name for field in load_table("people").fields if field.role == "need"),
    }
    needs = [column for column in people.columns if column in asked]
    if needs or "assessed" in people.columns:
        assessed, found = _assessed(people, needs, row_numbers)
        problems += found
        made["assessed"] = coded(np.where(assessed, np.int8(YES), np.int8(NO)), FLAG_ANSWERS)
        for column in needs:
            made[column] = _need(people[column], assessed)
            severity = severity_column(column)
            if severity in people.columns:
                made[severity] = _severity(people[severity], people[column], assessed)
    bands, found = sentence_bands(people, row_numbers)
    problems += [*_beside_the_point(people, row_numbers), *found, *outcomes_in_order(people, project, row_numbers)]
    left_out = [column for column in ("sentence_length",) if column in people.columns]
    return people.assign(**made, **bands).drop(columns=left_out), tuple(problems)


def _may_be_a_total(people: pd.DataFrame, row_numbers: Positions) -> tuple[Problem, ...]:
    """Count a row of a grouped extract that stands for as many people as all the others together."""
    if PEOPLE not in people.columns or len(people) <= FEWEST_PARTS:
        return ()
    counts = _numbers(people[PEOPLE])
    return problem(
        "may_be_a_total", (2 * counts == counts.sum()) & (counts > 0), row_numbers, column=PEOPLE,
        wanted="stands for as many people as all other rows together, as a row of totals does.", done="Kept as it is.",
    )  # fmt: skip


def _beside_the_point(people: pd.DataFrame, row_numbers: Positions) -> tuple[Problem, ...]:
    """Count values of columns that concern only people with a yes elsewhere, where there is none."""
    found: list[Problem] = []
    for field in load_table("people").fields:
        if field.concerns is not None and {field.name, field.concerns} <= set(people.columns):
            column = people[field.name]
            coded_so = isinstance(column.dtype, pd.CategoricalDtype)
            given = (column != NOT_KNOWN if coded_so else column.notna()).to_numpy(dtype=bool)
            found += problem(
                "does_not_apply", given & (people[field.concerns] != "yes").to_numpy(dtype=bool), row_numbers,
                column=field.name, wanted=f"applies only where {field.concerns} is yes.", done="Not counted.",
            )  # fmt: skip
    return tuple(found)


def _need(column: pd.Series, assessed: Flags) -> pd.Series:
    return coded(np.where(assessed, column.cat.codes.to_numpy(), np.int8(NOT_ASSESSED)), NEED_ANSWERS)


def _severity(column: pd.Series, need: pd.Series, assessed: Flags) -> pd.Series:
    agreed = of_the_need(need.cat.codes.to_numpy(), column.cat.codes.to_numpy())
    return coded(np.where(assessed, agreed, np.int8(SEVERITY_NOT_ASSESSED)), SEVERITY_ANSWERS)


def _assessed(people: pd.DataFrame, needs: list[str], row_numbers: Positions) -> tuple[Flags, tuple[Problem, ...]]:
    answered = np.zeros(len(people), dtype=bool)
    for column in needs:
        answered |= people[column].cat.codes.to_numpy() != NOT_GIVEN
    if "assessed" not in people.columns:
        return answered, ()
    said = people["assessed"].cat.codes.to_numpy()
    conflicts = problem(
        "needs_without_assessment",
        answered & (said == NO),
        row_numbers,
        column="assessed",
        wanted="says that there is no assessment, yet needs are answered.",
        done="Counted as not assessed.",
    )
    return np.where(said == NOT_GIVEN, answered, said == YES), conflicts


def _age(people: pd.DataFrame, row_numbers: Positions) -> tuple[pd.Series, tuple[Problem, ...]]:
    field = load_table("people").field("age")
    low, high = field.minimum or 0, field.maximum or 0
    given = _numbers(people["age"]) if "age" in people.columns else np.full(len(people), np.nan)
    worked_out = np.full(len(people), np.nan)
    if {"date_of_birth", "index_date"} <= set(people.columns):
        worked_out = completed_years(_days(people["date_of_birth"]), _days(people["index_date"]))
    with np.errstate(invalid="ignore"):
        impossible = (worked_out < low) | (worked_out > high)
        worked_out[impossible] = np.nan
        differ = ~np.isnan(worked_out) & ~np.isnan(given) & (worked_out != given)
    problems = (
        *problem(
            "impossible_age", impossible, row_numbers, column="date_of_birth",
            wanted=f"gives an age at the index date that is not from {low} to {high}.", done="Age is not known.",
        ),
        *problem(
            "age_differs", differ, row_numbers, column="age",
            wanted="differs from the age that the date of birth gives.", done="The dates were used.",
        ),
    )  # fmt: skip
    age = np.where(np.isnan(worked_out), np.where(impossible, np.nan, given), worked_out)
    return pd.Series(pd.array(age, dtype="Int64"), copy=False), problems


def known_of_nobody(people: pd.DataFrame) -> tuple[Problem, ...]:
    """Say which columns, of those that many tables depend on, hold nothing that is known."""
    found: list[Problem] = []
    for column, wanted in DEPENDED_ON.items():
        if column not in people.columns or len(people) < FEW:
            continue
        values = people[column]
        known = values == "yes" if isinstance(values.dtype, pd.CategoricalDtype) else values.notna()
        if not known.any():
            found.append(Problem("nobody_known", column, "warning", 0, wanted, "Tables that depend on it are empty."))
    return tuple(found)


def _days(column: pd.Series) -> Dates:
    days: Dates = column.to_numpy().astype("datetime64[D]")
    return days


def _numbers(column: pd.Series) -> npt.NDArray[np.float64]:
    return column.to_numpy(dtype=np.float64, na_value=np.nan)
