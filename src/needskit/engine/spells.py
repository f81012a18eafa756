"""What spells say of people on a date, in an engine: as ``extract.spells`` says it of rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from needskit.engine.known import KEY, Made, categories_of
from needskit.engine.linked_rows import FAR, HERE
from needskit.engine.stacked import latest_of, stacked
from needskit.extract.spells import MONTHS_AFTER, NO, POINTS, UNKNOWN, YES
from needskit.schema import FLAG_ANSWERS, load_codes

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    import ibis.expr.types as ir

    from needskit.engine.linked_rows import LinkedRows

FIRST = -FAR
"""Earlier than any date."""

OPEN, DOUBTFUL, OVER = range(3)
"""What a spell is on a day, that which decides first."""

WHEN = {"on_release": "start__", "at_3_months": "three__"}
"""The column that holds the day of a point."""

TIER, HOME, POINT = "iom_tier", "accommodation", "point"


def with_spells(
    people: ir.Table, sources: Sequence[LinkedRows], role: str, flag: str, as_at: dt.date | None
) -> tuple[ir.Table, tuple[Made, ...]]:
    """Return the people with what the spells of one role say of them.

    Parameters
    ----------
    people
        A row a person.
    sources
        Those of the role.
    role, flag
        What the rows are; of services, the column that says who is in one.
    as_at
        The date of the extract, up to which something can be known.
    """
    held = {name for rows in sources for name in rows.columns}
    rows = stacked(sources, [_made(each, role, held) for each in sources])
    # Of nobody of the cohort nothing is asked.
    ours = rows.filter(rows[HERE].notnull())
    if role == "iom":
        return _iom(people, ours, held, complete=_complete(sources))
    if role == "youth":
        return _youth(people, ours, held, complete=_complete(sources))
    if role == "adult":
        return _adult(people, ours, as_at)
    if role == HOME:
        return _homes(people, rows, ours, held, as_at)
    if flag:
        must_start = ours["start_date__day"].notnull() if "start_date" in held else _always()
        treated = _open(ours, ours["on__"]) & must_start
        told = _answers(people, ours, treated, complete=_complete(sources))
        return _told(people, told, {flag: "answer__"}, {flag: FLAG_ANSWERS})
    return people, ()


def _complete(sources: Sequence[LinkedRows]) -> bool:
    return any(rows.read.reading.part.complete for rows in sources)


def _always() -> ir.BooleanValue:
    import ibis  # noqa: PLC0415 - an optional extra

    return ibis.literal(True)


def _made(rows: LinkedRows, role: str, held: set[str]) -> dict[str, ir.Value]:
    """Return what is wanted of the spells of a source."""
    import ibis  # noqa: PLC0415 - an optional extra

    table, start, end = rows.table, rows.day("start_date"), rows.day("end_date")
    unread = [table[name] == 1 for name in ("start_date__marked", "end_date__marked") if name in table.columns]
    doubtful = ibis.or_(*unread) if unread else ~_always()
    if role != "adult":
        # Of a person without a date nobody can say whether a spell with dates is open then.
        nowhen = table[HERE].notnull() & table["on__"].isnull()
        doubtful |= nowhen & (start.notnull() | end.notnull())
    found = {
        "start_date__day": start,
        "end_date__day": end,
        "recorded_on__day": rows.day("recorded_on"),
        "doubtful__": doubtful,
    }
    found |= {name: table[name] for name in (HERE, "on__", "start__", "three__", "adult__")}
    for name, codes in ((TIER, TIER), (HOME, HOME), (POINT, "accommodation_point")):
        if name in held:
            found[f"{name}__code"] = rows.code(name, otherwise=len(load_codes(codes).names)).cast("int64")
    return found


def _open(rows: ir.Table, on: ir.IntegerValue) -> ir.BooleanValue:
    """Tell which spells are open on a day, as far as their dates can be read."""
    start, end = rows["start_date__day"], rows["end_date__day"]
    undated = start.isnull() & end.isnull()
    inside = (start.fill_null(FIRST) <= on) & (end.fill_null(FAR) >= on)
    return (undated | inside.fill_null(False)) & ~rows["doubtful__"]


def _answers(people: ir.Table, rows: ir.Table, yes: ir.BooleanValue, *, complete: bool) -> ir.Table:
    """Say yes or no of each person, as ``extract.spells.answers``."""
    import ibis  # noqa: PLC0415 - an optional extra

    # Yes comes before not known, and that before no.
    rank = ibis.cases((yes, OPEN), (rows["doubtful__"], DOUBTFUL), else_=OVER)
    marked = rows.mutate(answer__=rank)
    each = marked.group_by(of__=marked[KEY]).agg(answer__=marked["answer__"].min())
    found = people.select(KEY).left_join(each, people[KEY] == each["of__"])
    otherwise = int(NO) if complete else int(UNKNOWN)
    answer = found["answer__"]
    told = ibis.cases(
        (answer == OPEN, int(YES)), (answer == DOUBTFUL, int(UNKNOWN)), (answer == OVER, int(NO)), else_=otherwise
    )
    return found.select(of__=found[KEY], answer__=told.cast("int64"))


def _told(
    people: ir.Table, each: ir.Table, columns: Mapping[str, str], answers: Mapping[str, Sequence[str]]
) -> tuple[ir.Table, tuple[Made, ...]]:
    """Return the people with columns of a table by person; those that are no answers are dates."""
    found = people.left_join(each, people[KEY] == each["of__"])
    made: dict[str, ir.Value] = {}
    for name, column in columns.items():
        value = found[column]
        made[f"{name}__linked"] = value.fill_null(len(answers[name]) - 1) if name in answers else value
    told = tuple(
        Made(name, categories_of(answers[name]) if name in answers else None, is_date=name not in answers)
        for name in columns
    )
    return found.mutate(**made).select(*people.columns, *made), told


def _iom(people: ir.Table, rows: ir.Table, held: set[str], *, complete: bool) -> tuple[ir.Table, tuple[Made, ...]]:
    is_open = _open(rows, rows["on__"])
    told = _answers(people, rows, is_open, complete=complete)
    people, made = _told(people, told, {"iom": "answer__"}, {"iom": FLAG_ANSWERS})
    opened = rows.filter(is_open)
    latest = latest_of(opened, opened["start_date__day"].fill_null(FIRST)).rename(of__=KEY)
    days = (("start_date", "iom_start"), ("end_date", "iom_end"))
    columns = {ours: f"{theirs}__day" for theirs, ours in days if theirs in held}
    answers: dict[str, Sequence[str]] = {}
    if TIER in held:
        columns[TIER], answers[TIER] = f"{TIER}__code", load_codes(TIER).categories
    people, more = _told(people, latest.select("of__", *columns.values()), columns, answers)
    return people, (*made, *more)


def _youth(people: ir.Table, rows: ir.Table, held: set[str], *, complete: bool) -> tuple[ir.Table, tuple[Made, ...]]:
    start = rows["start_date__day"]
    begun = (start.isnull() | (start <= rows["on__"]).fill_null(False)) & ~rows["doubtful__"]
    told = _answers(people, rows, begun, complete=complete)
    name = "known_to_youth_services"
    people, made = _told(people, told, {name: "answer__"}, {name: FLAG_ANSWERS})
    if "end_date" not in held:
        return people, made
    opened = rows.filter(begun)
    latest = latest_of(opened, opened["start_date__day"].fill_null(FIRST)).rename(of__=KEY)
    people, more = _told(people, latest.select("of__", "end_date__day"), {"youth_service_end": "end_date__day"}, {})
    return people, (*made, *more)


def _adult(people: ir.Table, rows: ir.Table, as_at: dt.date | None) -> tuple[ir.Table, tuple[Made, ...]]:
    import ibis  # noqa: PLC0415 - an optional extra

    start, adult = rows["start_date__day"], rows["adult__"].fill_null(FIRST)
    counts = rows["end_date__day"].fill_null(FAR) >= adult
    early = (start < adult).fill_null(False)
    unsure = counts & (start.isnull() | (rows["doubtful__"] & early))
    last = FAR if as_at is None else int(np.datetime64(as_at, "D").astype(np.int64))
    begun = counts & ~unsure & (start <= last).fill_null(False)
    marked = rows.mutate(unsure__=unsure.cast("int32"), begun__=ibis.ifelse(begun, start, ibis.null("int64")))
    each = marked.group_by(of__=marked[KEY]).agg(unsure__=marked["unsure__"].max(), first__=marked["begun__"].min())
    told = each.mutate(first__=ibis.ifelse(each["unsure__"] == 0, each["first__"], ibis.null("int64")))
    return _told(people, told.select("of__", "first__"), {"adult_service_start": "first__"}, {})


def _homes(
    people: ir.Table, rows: ir.Table, ours: ir.Table, held: set[str], as_at: dt.date | None
) -> tuple[ir.Table, tuple[Made, ...]]:
    import ibis  # noqa: PLC0415 - an optional extra

    homes, points = load_codes(HOME).categories, load_codes("accommodation_point").names

    def at(table: ir.Table, point: str) -> ir.BooleanValue:
        return table[f"{POINT}__code"] == points.index(point) if POINT in held else ~_always()

    def is_spell(table: ir.Table) -> ir.BooleanValue:
        dated = table["start_date__day"].notnull() | table["end_date__day"].notnull()
        plain = table[f"{POINT}__code"] == len(points) if POINT in held else _always()
        return dated & plain & ~table["doubtful__"]

    asked = {point: at(rows, point).cast("int32").sum() for point in POINTS}
    seen = rows.aggregate(**asked, spells=is_spell(rows).cast("int32").sum()).to_pandas().fillna(0).iloc[0]
    recorded = "recorded_on__day" if "recorded_on" in held else "start_date__day"
    made: tuple[Made, ...] = ()
    for point in POINTS:
        by_spell = point in MONTHS_AFTER and seen["spells"] > 0
        if not seen[point] and not by_spell:
            continue
        noted = ours.filter(at(ours, point))
        found = latest_of(noted, noted[recorded].fill_null(FIRST)).select(of__=KEY, home__=f"{HOME}__code")
        if by_spell:
            then = ours[WHEN[point]]
            known = _always() if as_at is None else then <= int(np.datetime64(as_at, "D").astype(np.int64))
            opened = ours.filter(is_spell(ours) & _open(ours, then) & known)
            spells = latest_of(opened, opened["start_date__day"].fill_null(FIRST))
            spells = spells.select(spell_of__=KEY, spell__=f"{HOME}__code")
            either = found.outer_join(spells, found["of__"] == spells["spell_of__"])
            found = either.select(
                of__=ibis.coalesce(either["of__"], either["spell_of__"]),
                home__=ibis.coalesce(either["home__"], either["spell__"]),
            )
        name = f"{HOME}_{point}"
        people, more = _told(people, found, {name: "home__"}, {name: homes})
        made = (*made, *more)
    return people, made
