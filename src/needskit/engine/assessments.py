"""Which assessment of a person counts, in an engine: as ``extract.needs.choose`` says it of rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from needskit.cohort.problems import Problem
from needskit.engine.columns import ORDER
from needskit.engine.kept import kept
from needskit.engine.known import KEY, Made, categories_of
from needskit.engine.linked_rows import HERE
from needskit.engine.stacked import RANK, SOURCE, lower_first, stacked
from needskit.extract.needs.choose import (
    AFTER,
    ANOTHER_STATUS,
    ANOTHER_TYPE,
    DATE,
    DAYS_IN_WEEK,
    FATES,
    NO_DATE,
    NOT_IN_COHORT,
    NOT_TAKEN,
    SAID,
    STATUS,
    STATUS_NOT_KNOWN,
    TAKEN,
    TOO_OLD,
    TYPE,
    TYPE_NOT_KNOWN,
)
from needskit.extract.spells import UNKNOWN, YES
from needskit.schema import FLAG_ANSWERS, NOT_KNOWN, SEVERITY_ANSWERS, severity_column

if TYPE_CHECKING:
    from collections.abc import Sequence

    import ibis.expr.types as ir

    from needskit.engine.linked_rows import LinkedRows
    from needskit.extract.project.parts import Project

FATE, SAME, UNDATED = "fate__", "same_day__", "no_index__"
FLAGS = len(FLAG_ANSWERS)


@dataclass(frozen=True, slots=True, repr=False)
class Chosen:
    """The assessments of all sources with what became of each, and what is to be counted of them.

    Parameters
    ----------
    rows
        Each assessment with its fate, the position in ``FATES``.
    columns
        What each person has by the assessment that counts: standard name and its answers, None for a date.
    fates, problems
        By source: how many rows met each fate, and what is said of them.
    """

    rows: ir.Table
    columns: dict[str, tuple[str, ...] | None]
    fates: dict[str, dict[str, int]]
    problems: dict[str, tuple[Problem, ...]]


def chosen_of(sources: Sequence[LinkedRows], project: Project) -> Chosen:
    """Which assessment of each person counts, of several?

    Parameters
    ----------
    sources
        Those of assessments.
    project
        How one is chosen.
    """
    columns = _columns(sources, project)
    marked = kept(_taken(_marked(sources, columns, project), project))
    counts = marked.group_by(SOURCE, FATE).agg(
        rows__=marked.count(), same=marked[SAME].cast("int32").sum(), undated=marked[UNDATED].cast("int32").sum()
    )
    found = counts.to_pandas()
    fates: dict[str, dict[str, int]] = {}
    problems: dict[str, tuple[Problem, ...]] = {}
    for place, rows in enumerate(sources):
        of_source = found[found[SOURCE] == place]
        numbers = np.bincount(of_source[FATE], weights=of_source["rows__"], minlength=len(FATES)).astype(int).tolist()
        fates[rows.name] = dict(zip(FATES, numbers, strict=True))
        problems[rows.name] = (
            *_set_aside(fates[rows.name]),
            *_not_filtered(sources, sum(numbers), project),
            *_said(int(of_source["undated"].sum()), "no_index_date", "is of a person without an index date.",
                   "Any date of assessment will do."),
            *_said(int(of_source["same"].sum()), "same_day", "is the same as that of the assessment taken.",
                   "The one lower in the file counts." if ORDER in marked.columns else
                   "The engine keeps no order of rows, so the one whose answers come first in the code lists counts."),
        )  # fmt: skip
    return Chosen(marked, columns, fates, problems)


def _columns(sources: Sequence[LinkedRows], project: Project) -> dict[str, tuple[str, ...] | None]:
    """Return the columns that a person has by an assessment, in the order of a file that was read."""
    every = dict.fromkeys(name for rows in sources for name in rows.columns)
    needs = [name for name in every if name.startswith("need_") or name in project.need]
    severities = [name for name in map(severity_column, needs) if name in every]
    found: dict[str, tuple[str, ...] | None] = dict.fromkeys(needs, tuple(FLAG_ANSWERS))
    found |= dict.fromkeys(severities, SEVERITY_ANSWERS[:4])
    return found if project.assessments.take == "any" else {**found, DATE: None}


def _marked(sources: Sequence[LinkedRows], columns: dict[str, tuple[str, ...] | None], project: Project) -> ir.Table:
    """Return the assessments of all sources below each other, with the first rule that sets each aside."""
    import ibis  # noqa: PLC0415 - an optional extra

    made = []
    for rows in sources:
        table, day, on = rows.table, rows.day(DATE), rows.table["on__"]
        dated = day.notnull() & on.notnull()
        rules: list[tuple[ir.BooleanValue, str]] = [(table[HERE].isnull(), NOT_IN_COHORT)]
        rules += _others(sources, rows, TYPE, project.assessments.types, (ANOTHER_TYPE, TYPE_NOT_KNOWN))
        rules += _others(sources, rows, STATUS, project.assessments.statuses, (ANOTHER_STATUS, STATUS_NOT_KNOWN))
        rules += [(day.isnull(), NO_DATE), (dated & (day > on), AFTER)]
        if project.assessments.within_weeks:
            rules.append((dated & (on - day > project.assessments.within_weeks * DAYS_IN_WEEK), TOO_OLD))
        fate = ibis.cases(*((told, FATES.index(name)) for told, name in rules), else_=0).cast("int64")
        answers = {
            f"{name}__code": rows.code(name, otherwise=len(of_column) - 1).cast("int64")
            for name, of_column in columns.items()
            if of_column is not None
        }
        undated = (fate == 0) & on.isnull()
        made.append({FATE: fate, f"{DATE}__day": day, UNDATED: undated, **answers})
    return stacked(sources, made)


def _others(
    sources: Sequence[LinkedRows], rows: LinkedRows, column: str, wanted: Sequence[str], fates: tuple[str, str]
) -> list[tuple[ir.BooleanValue, str]]:
    """Return the rules of rows whose type or status is not among those that are taken."""
    import ibis  # noqa: PLC0415 - an optional extra

    if not wanted or not any(column in each.columns for each in sources):
        return []
    if column not in rows.columns:
        return [(ibis.literal(True), fates[1])]
    answers, code = rows.categories(column), rows.table[f"{column}__code"]
    unknown = answers.index(NOT_KNOWN)
    taken = [place for place, answer in enumerate(answers) if answer in wanted]
    return [(~code.isin([*taken, unknown]), fates[0]), (code == unknown, fates[1])]


def _taken(marked: ir.Table, project: Project) -> ir.Table:
    """Take one row a person of those that can count, mark the others, and tell which have the same date."""
    import ibis  # noqa: PLC0415 - an optional extra

    no = ibis.literal(False)
    if project.assessments.take == "any":
        return marked.mutate(**{SAME: no})
    day = marked[f"{DATE}__day"]
    towards = day if project.assessments.take == "latest" else -day
    rank = ibis.row_number().over(group_by=[KEY, FATE], order_by=[towards.desc(), *lower_first(marked)])
    ranked = marked.mutate(**{RANK: rank, "best__": towards.max().over(group_by=[KEY, FATE]), "towards__": towards})
    later = (ranked[FATE] == 0) & (ranked[RANK] > 0)
    fate = ibis.ifelse(later, FATES.index(NOT_TAKEN), ranked[FATE])
    same = later & (ranked["towards__"] == ranked["best__"])
    return ranked.mutate(**{FATE: fate, SAME: same}).drop(RANK, "best__", "towards__")


def _set_aside(fates: dict[str, int]) -> tuple[Problem, ...]:
    return tuple(
        Problem(fate.replace(" ", "_"), column, severity, fates[fate], wanted, "Set aside.")
        for fate, (column, wanted, severity) in SAID.items()
        if fates[fate]
    )


def _not_filtered(sources: Sequence[LinkedRows], rows: int, project: Project) -> tuple[Problem, ...]:
    """Say that some types or statuses were asked for, and that no column tells them."""
    rule = project.assessments
    return tuple(
        found
        for column, wanted in ((TYPE, rule.types), (STATUS, rule.statuses))
        if wanted and not any(column in each.columns for each in sources)
        for found in _said(
            rows, f"no_{column}", "has no column, and only some were to be taken.", "All were taken.", column
        )
    )


def _said(rows: int, rule: str, wanted: str, done: str, column: str = DATE) -> tuple[Problem, ...]:
    return (Problem(rule, column, "note", rows, wanted, done),) if rows else ()


def with_assessments(people: ir.Table, chosen: Chosen) -> tuple[ir.Table, tuple[Made, ...]]:
    """Return the people with the needs of the assessment that counts, its date, and who has one.

    Parameters
    ----------
    people
        A row a person.
    chosen
        The assessments.
    """
    import ibis  # noqa: PLC0415 - an optional extra

    rows = chosen.rows.filter(chosen.rows[FATE] == FATES.index(TAKEN))
    worst: dict[str, ir.IntegerScalar] = {}
    for name, answers in chosen.columns.items():
        column = rows[f"{name}__day"] if answers is None else rows[f"{name}__code"]
        if answers is not None and len(answers) != FLAGS:
            # The severest that is known. Where there is one row a person it is that of the row.
            column = ibis.ifelse(column == len(answers) - 1, ibis.null("int64"), column)
            worst[f"{name}__of"] = column.max()
        else:
            # Yes comes before no, and no before not known.
            worst[f"{name}__of"] = column.min()
    each = rows.group_by(of__=rows[KEY]).agg(**worst, seen__=rows.count())
    found = people.left_join(each, people[KEY] == each["of__"])
    made: dict[str, ir.IntegerValue] = {}
    for name, answers in chosen.columns.items():
        of_person = found[f"{name}__of"]
        made[f"{name}__linked"] = of_person if answers is None else of_person.fill_null(len(answers) - 1)
    # Whoever has none may still be assessed by what another source says.
    made["assessed__linked"] = ibis.ifelse(found["seen__"].notnull(), int(YES), int(UNKNOWN))
    columns = {**chosen.columns, "assessed": tuple(FLAG_ANSWERS)}
    told = tuple(
        Made(name, None if answers is None else categories_of(answers), is_date=answers is None)
        for name, answers in columns.items()
    )
    return found.mutate(**made).select(*people.columns, *made), told
