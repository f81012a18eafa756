"""The records of a source with many rows a person, in an engine: whole numbers, each row beside its person."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from needskit.cohort.build import KEPT
from needskit.cohort.problems import Problem
from needskit.engine.columns import ORDER
from needskit.engine.days import Rule, counted, day_of, days_of
from needskit.engine.kept import kept
from needskit.engine.known import KEY
from needskit.engine.mapped import mapped
from needskit.engine.sections import sections_of
from needskit.extract.fit import problems_of_linking
from needskit.extract.in_order import AT_ONCE, LINKED_THAT_HAPPENED, ORDERS, OVERLAPPING
from needskit.extract.needs.choose import NOT_IN_COHORT
from needskit.extract.records import NO_IDENTIFIER, OF_THE_COHORT

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    import ibis.expr.types as ir

    from needskit.engine.columns import Coded
    from needskit.engine.mapped import Numbers
    from needskit.engine.source import Read
    from needskit.extract.project.parts import Project

HERE = "here__"
"""The column that says whether a record is of somebody in the cohort."""

NO, UNKNOWN = 1, 2
FAR = 1 << 23
"""Later than any date."""


@dataclass(frozen=True, slots=True, repr=False)
class LinkedRows:
    """The records of one source, each beside the dates of its person.

    Parameters
    ----------
    read
        The source.
    table
        A row a record: ``key__``, ``here__``, of each column ``..__code`` or ``..__day``, and the person's dates.
    columns
        The columns that it has, needs that were worked out among them.
    problems
        What was found wrong before it was linked.
    """

    read: Read
    table: ir.Table
    columns: tuple[str, ...]
    problems: tuple[Problem, ...]

    @property
    def name(self) -> str:
        """What the settings call the source."""
        return self.read.reading.name

    @property
    def role(self) -> str:
        """What its rows are."""
        return self.read.reading.part.role

    def code(self, name: str, *, otherwise: int) -> ir.IntegerValue:
        """Return a column of answers as codes; where the source does not have it, that of not known."""
        import ibis  # noqa: PLC0415 - an optional extra

        return self.table[f"{name}__code"] if name in self.columns else ibis.literal(otherwise, "int64")

    def day(self, name: str) -> ir.IntegerValue:
        """Return a column of dates as days; nothing where the source does not have it."""
        import ibis  # noqa: PLC0415 - an optional extra

        return self.table[f"{name}__day"] if name in self.columns else ibis.null("int64")

    def categories(self, name: str) -> tuple[str, ...]:
        """Return the answers of a column, in the order of their codes."""
        return tuple(self.read.coded[name].levels.cat.categories)


def linked_rows(read: Read, who: ir.Table, project: Project) -> LinkedRows:
    """Turn the records of a source into whole numbers, and put each beside its person.

    Parameters
    ----------
    read
        The source.
    who
        The dates of each person of the cohort, by ``person__``.
    project
        How needs are worked out.
    """
    every = [(coded, _numbers_of(name, coded)) for name, coded in read.others.items()]
    every += [(coded, _days_of(name, coded, project)) for name, coded in read.dates.items()]
    records = read.records.table
    table = mapped(records, every) if every else records
    table = table.mutate(**{KEY: read.records.identifiers.trimmed(table)})
    sections = sections_of(table, records, read.others, read.reading, project)
    table = sections.table.mutate(**{f"{name}__code": sections.table[f"{name}__level"] for name in sections.levels})
    table = table.mutate(**_blanks(table, read, sections.columns))
    columns = (*sections.columns, *read.dates)
    numbers = [name for name in table.columns if name.endswith(("__code", "__day", "__marked"))]
    narrow = table.select(KEY, *([ORDER] if ORDER in table.columns else []), *numbers)
    beside = narrow.left_join(who, narrow[KEY] == who["person__"]).drop("person__")
    # Counted several times, and small beside the texts that it comes from.
    return LinkedRows(read, kept(beside), columns, (*read.problems, *sections.problems, *read.about))


def _numbers_of(name: str, coded: Coded) -> dict[str, Numbers]:
    made: dict[str, Numbers] = {f"{name}__level": np.arange(len(coded.levels))}
    if isinstance(coded.levels.dtype, pd.CategoricalDtype):
        made[f"{name}__code"] = coded.levels.cat.codes.to_numpy().astype(np.int64)
    return made | _marked(name, coded)


def _days_of(name: str, coded: Coded, project: Project) -> dict[str, Numbers]:
    return days_of(name, coded, project) | _marked(name, coded)


def _marked(name: str, coded: Coded) -> dict[str, Numbers]:
    return {} if coded.marked is None else {f"{name}__marked": coded.marked.astype(np.int64)}


def _blanks(table: ir.Table, read: Read, columns: Sequence[str]) -> dict[str, ir.IntegerValue]:
    """Return needs whose empty cells mean no: every row is an assessment, so that somebody was asked."""
    import ibis  # noqa: PLC0415 - an optional extra

    found: dict[str, ir.IntegerValue] = {}
    for name in columns:
        if name in read.others and read.others[name].marked is not None:
            code = table[f"{name}__code"]
            found[f"{name}__code"] = ibis.ifelse((code == UNKNOWN) & (table[f"{name}__marked"] == 1), NO, code)
    return found


@dataclass(frozen=True, slots=True, repr=False)
class Linked:
    """What became of the records of one source, and what is wrong with them.

    Parameters
    ----------
    fates
        How many rows met each fate.
    outside
        How many people are in it and not in the cohort.
    problems
        Of dates and links, then those of the rules that were asked.
    """

    fates: dict[str, int]
    outside: int
    problems: tuple[Problem, ...]


def linked_of(
    rows: LinkedRows, as_at: dt.date | None, rules: Sequence[Rule], said: Sequence[Problem] = (), *, chosen: bool
) -> Linked:
    """Count what became of the records of a source, and which rules they break, in one query.

    Parameters
    ----------
    rows
        The records.
    as_at
        The date of the extract.
    rules, said
        Further rules, and what is said before them.
    chosen
        Whether it is said elsewhere which records count.
    """
    table = rows.table
    nobody = table[HERE].isnull()
    asked = table.aggregate(
        rows=table.count(), linked=table[HERE].count(), outside=table[KEY].nunique(where=nobody)
    ).to_pandas()
    number, linked, outside = (int(asked[name].fillna(0).iloc[0]) for name in ("rows", "linked", "outside"))
    of_dates, asked_for = counted(table, (_rules_of_dates(rows, as_at), rules))
    fates = rows.read.records.fates
    links = problems_of_linking(
        complete=rows.read.reading.part.complete,
        rows=number,
        linked=linked,
        unnamed=fates[NO_IDENTIFIER],
        received=sum(fates.values()),
    )
    aside = {fate: count for fate, count in fates.items() if fate != KEPT}
    found = [*of_dates, *_overlapping(rows), *links]
    if not chosen and number > linked:
        words = "is of nobody in the cohort."
        found.append(Problem("not_in_the_cohort", "person_id", "note", number - linked, words, "Set aside."))
    after = {OF_THE_COHORT: linked, **aside, NOT_IN_COHORT: number - linked}
    return Linked(after, outside, (*found, *said, *asked_for))


def _rules_of_dates(rows: LinkedRows, as_at: dt.date | None) -> tuple[Rule, ...]:
    dates = rows.read.dates
    rules = [
        Rule(rows.day(later) < rows.day(earlier), rule, later, wanted)
        for earlier, later, rule, wanted in ORDERS
        if {earlier, later} <= dates.keys()
    ]
    if as_at is not None:
        words = "is after the date that the extract describes."
        happened = [name for name in LINKED_THAT_HAPPENED if name in dates]
        rules += [Rule(rows.day(name) > day_of(as_at), "after_as_at", name, words) for name in happened]
    return tuple(rules)


def _overlapping(rows: LinkedRows) -> tuple[Problem, ...]:
    """Count the spells that begin before an earlier one of the same person is over."""
    if not {"start_date", "end_date"} <= rows.read.dates.keys() or rows.role in AT_ONCE:
        return ()
    table = rows.table
    dated = table.filter(table[HERE].notnull() & table["start_date__day"].notnull())
    order = [dated["start_date__day"], *([dated[ORDER]] if ORDER in dated.columns else [dated["end_date__day"]])]
    last = dated["end_date__day"].fill_null(FAR)
    latest = last.max().over(group_by=KEY, order_by=order, rows=(None, -1))
    beside = dated.mutate(latest__=latest)
    rule = Rule(beside["start_date__day"] < beside["latest__"], *OVERLAPPING)
    [found] = counted(beside, [[rule]])
    return found


def with_source(found: Sequence[Problem], rows: LinkedRows) -> tuple[Problem, ...]:
    """Return problems of linked records as those of their source."""
    return rows.read.named(found, several=True)


def replaced(linked: Linked, fates: Mapping[str, int], problems: Sequence[Problem]) -> Linked:
    """Return the same with the fates of records of which one counts, and what is said of these."""
    aside = {fate: count for fate, count in linked.fates.items() if fate not in {OF_THE_COHORT, NOT_IN_COHORT}}
    first = next(iter(fates))
    after = {first: fates[first], **aside, **{fate: count for fate, count in fates.items() if fate != first}}
    return replace(linked, fates=after, problems=(*linked.problems, *problems))
