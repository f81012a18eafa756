"""Proven reoffending of each person from offences in an engine: as ``extract.offences`` and ``extract.reoffending``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from needskit.cohort.build import FOLLOWED_UP
from needskit.engine.days import Rule
from needskit.engine.known import KEY, Made, categories_of
from needskit.engine.linked_rows import HERE
from needskit.extract.offences import (
    AFTER,
    BEFORE,
    COUNTS,
    LATE,
    LEFT_OPEN,
    MAY,
    MAY_NO_OUTCOME,
    MAY_OUTCOME_UNDATED,
    MAY_UNDATED,
    NO_OUTCOMES,
    NONE,
    PSEUDO,
    SET_ASIDE,
    UNDATED,
)
from needskit.extract.project.measures import not_made
from needskit.extract.spells import NO, UNKNOWN, YES
from needskit.schema import FLAG_ANSWERS, load_codes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import ibis.expr.types as ir

    from needskit.cohort.problems import Problem
    from needskit.engine.linked_rows import LinkedRows
    from needskit.extract.project.measures import Reoffending

KIND, CUSTODY, COURT = "kind__", "custody__code", "court_type__code"
EVERY_MAY = tuple(int(kind) for kind in MAY)


def offences_in(rows: LinkedRows, measure: Reoffending) -> ir.Table:
    """What is each offence to the follow-up of its person? Return the records with their kind and days.

    Parameters
    ----------
    rows
        Of one source, each beside the dates of its person.
    measure
        Which outcomes count, and for how long.
    """
    import ibis  # noqa: PLC0415 - an optional extra

    table = rows.table
    offended, ended = rows.day("offence_date"), rows.day("outcome_date")
    counted, unsure = _outcomes(rows, measure)
    start, last, waited = table["start__"], table["last__"], table["waited__"]
    before, after = _sure(offended <= start), _sure(offended > last)
    dated = offended.notnull() & start.notnull()
    inside = ~before & ~after & dated
    late = _sure(ended > waited) if measure.asks_when else ibis.literal(False)
    timely = _sure(ended <= waited) if measure.asks_when else ibis.literal(True)
    undated = offended.isnull() & start.notnull()
    could = counted | unsure
    kinds = (
        (undated & could & ~late & ~_sure(ended <= start), MAY_UNDATED),
        (undated, UNDATED),
        (inside & could & late, LATE),
        (inside & unsure, MAY_NO_OUTCOME),
        (inside & counted & timely, COUNTS),
        (inside & counted, MAY_OUTCOME_UNDATED),
        (after, AFTER),
        (before & counted & _sure(ended > start), PSEUDO),
        (before, BEFORE),
    )
    kind = ibis.cases(*((told, int(number)) for told, number in kinds), else_=int(NONE)).cast("int64")
    # An offence without a date may have been on the first day.
    days = ibis.ifelse(kind == int(MAY_UNDATED), 1, offended - start)
    return table.mutate(**{KIND: kind, "days__": days})


def _sure(told: ir.BooleanValue) -> ir.BooleanValue:
    """Return what is not known as false: it is neither before a date nor after it."""
    return told.fill_null(False)


def _outcomes(rows: LinkedRows, measure: Reoffending) -> tuple[ir.BooleanValue, ir.BooleanValue]:
    """Tell which offences have an outcome that counts, and of which that is not known."""
    import ibis  # noqa: PLC0415 - an optional extra

    if "outcome" not in rows.columns:
        return ibis.literal(True), ibis.literal(False)
    answers = rows.categories("outcome")
    code = rows.table["outcome__code"]
    return (
        _sure(code.isin([place for place, answer in enumerate(answers) if answer in measure.outcomes])),
        _sure(code == len(answers) - 1),
    )


def rules_of_offences(offences: ir.Table, rows: LinkedRows, *, used: bool) -> tuple[tuple[Rule, ...], list[Problem]]:
    """Return the rules by which offences are no reoffences, and what is said of the source."""
    said = [NO_OUTCOMES] if used and "outcome" not in rows.columns else []
    return tuple(
        Rule(
            offences[KIND].isin([int(kind) for kind in each.kinds]),
            each.rule,
            each.column,
            each.wanted,
            each.done,
            each.severity,
        )
        for each in (*SET_ASIDE, *(LEFT_OPEN if used else ()))
    ), said


def with_reoffending(
    people: ir.Table, sources: Sequence[tuple[LinkedRows, ir.Table]], found_in: Sequence[str], measure: Reoffending
) -> tuple[ir.Table, tuple[Made, ...]]:
    """Who offended again, how often, how soon, how serious was the first, and did it lead to custody?

    As ``extract.reoffending.reoffending_of`` says it of rows.

    Parameters
    ----------
    people
        A row a person, with who was followed up in full, and who is in which source.
    sources
        The records of each source, and the same with the kind of each offence.
    found_in
        The columns of ``people`` that say who is in one of the sources.
    measure
        What its columns are called, and what they hold.
    """
    import ibis  # noqa: PLC0415 - an optional extra

    has_custody, has_court = (all(name in rows.columns for rows, _ in sources) for name in ("custody", "court_type"))
    each = _of_each(sources, custody=has_custody, court=has_court)
    found = people.left_join(each, people[KEY] == each["of__"]).drop("of__")
    times, maybe = (found[name].fill_null(0) for name in ("times__", "maybe__"))
    known = found[FOLLOWED_UP] == int(YES)
    if not any(rows.read.reading.part.complete for rows, _ in sources):
        known &= ibis.or_(*(found[name] == int(YES) for name in found_in))
    happened = ibis.cases((~known, UNKNOWN), (times > 0, YES), (maybe > 0, UNKNOWN), else_=NO).cast("int64")
    again = happened == int(YES)
    sure = known & (maybe == 0)
    most = next(field.maximum for field in measure.fields if field.name == measure.times)
    first, first_maybe = found["first__"], found["first_maybe__"]
    certain = again & (first_maybe.isnull() | (first <= first_maybe))

    def number(value: ir.IntegerValue, told: ir.BooleanValue) -> ir.IntegerValue:
        value = value.fill_null(0)
        return ibis.ifelse(told, value if most is None else ibis.least(value, most), ibis.null("int64"))

    made: dict[str, tuple[ir.IntegerValue, Sequence[str] | None]] = {
        measure.happened: (happened, FLAG_ANSWERS),
        measure.times: (number(times, sure), None),
        measure.days: (ibis.ifelse(certain, first, ibis.null("int64")), None),
    }
    if has_custody:
        made[measure.custody] = (_custody(found, again, ""), FLAG_ANSWERS)
        made[measure.first_custody] = (_custody(found, certain, "first_"), FLAG_ANSWERS)
        told = sure & (found["custody_untold__"].fill_null(0) == 0)
        made[measure.custodies] = (number(found["custody_yes__"], told), None)
    if has_court:
        courts = load_codes("court_type")
        agreed = certain & (found["least__"] == found["most__"])
        made[measure.first_court] = (ibis.ifelse(_sure(agreed), found["least__"], len(courts.names)), courts.categories)
        told = sure & (found["court_untold__"].fill_null(0) == 0)
        made |= {name: (number(found[f"court_{kind}__"], told), None) for kind, name in enumerate(measure.courts)}
    left_out = frozenset[str]().union(*(not_made(rows.read.reading.part, measure) for rows, _ in sources))
    return _made(people, found, {name: each for name, each in made.items() if name not in left_out})


def _made(
    people: ir.Table, found: ir.Table, made: Mapping[str, tuple[ir.IntegerValue, Sequence[str] | None]]
) -> tuple[ir.Table, tuple[Made, ...]]:
    """Return the people with the columns that were made, and what these are."""
    names = {f"{name}__linked": value.cast("int64") for name, (value, _) in made.items()}
    of_people = tuple(
        Made(name, None if answers is None else categories_of(answers), is_date=False)
        for name, (_, answers) in made.items()
    )
    return found.mutate(**names).select(*people.columns, *names), of_people


def _of_each(sources: Sequence[tuple[LinkedRows, ir.Table]], *, custody: bool, court: bool) -> ir.Table:
    """Return what the offences of each person that count or may count come to."""
    import ibis  # noqa: PLC0415 - an optional extra

    wanted = [KEY, KIND, "days__", *([CUSTODY] if custody else []), *([COURT] if court else [])]
    every = [offences.filter(offences[HERE].notnull()).select(wanted) for _, offences in sources]
    rows = every[0] if len(every) == 1 else ibis.union(*every)
    rows = rows.filter(rows[KIND].isin([int(COUNTS), *EVERY_MAY]))
    counts = rows[KIND] == int(COUNTS)
    rows = rows.mutate(counts__=counts, sure__=ibis.ifelse(counts, rows["days__"], ibis.null("int64")))
    rows = rows.mutate(earliest__=rows["sure__"].min().over(group_by=KEY))
    counts, on_first = rows["counts__"], _sure(rows["days__"] == rows["earliest__"])
    sums: dict[str, ir.BooleanValue] = {"times__": counts, "maybe__": ~counts}
    more: dict[str, ir.IntegerScalar] = {}
    if custody:
        said = rows[CUSTODY]
        yes, untold = counts & (said == int(YES)), counts & (said == int(UNKNOWN))
        # An offence that may count can only turn a no into not known.
        unsure = untold | (~counts & (said != int(NO)))
        sums |= {"custody_yes__": yes, "custody_untold__": untold, "custody_unsure__": unsure}
        sums |= {"first_custody_yes__": yes & on_first, "first_custody_unsure__": unsure & on_first}
    if court:
        said, unknown = rows[COURT], len(load_codes("court_type").names)
        sums |= {f"court_{kind}__": counts & (said == kind) for kind in range(unknown)}
        sums["court_untold__"] = counts & (said == unknown)
        # One of no known kind, or that may count, does not matter beside one that is as serious as can be.
        least = ibis.ifelse(said == unknown, -1, said)
        more["least__"] = ibis.ifelse(counts & on_first, least, ibis.null("int64")).max()
        more["most__"] = ibis.ifelse(on_first, ibis.least(said, unknown - 1), ibis.null("int64")).max()
    may = ibis.ifelse(counts, ibis.null("int64"), rows["days__"])
    return rows.group_by(of__=rows[KEY]).agg(
        **{name: told.cast("int32").sum() for name, told in sums.items()},
        **more,
        first__=rows["sure__"].min(),
        first_maybe__=may.min(),
    )


def _custody(found: ir.Table, asked: ir.BooleanValue, which: str) -> ir.IntegerValue:
    """Say of those asked whether any reoffence led to custody, or any on the day of the first."""
    import ibis  # noqa: PLC0415 - an optional extra

    yes, unsure = (found[f"{which}custody_{told}__"].fill_null(0) > 0 for told in ("yes", "unsure"))
    return ibis.cases((~_sure(asked), UNKNOWN), (yes, YES), (unsure, UNKNOWN), else_=NO).cast("int64")
