"""Rows of a table in an engine that are no record of a person: told by the rules for files, and counted there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from needskit.cohort.build import KEPT
from needskit.cohort.problems import Problem
from needskit.engine.columns import IDENTIFIER
from needskit.engine.identifiers import identifiers_in
from needskit.errors import UsageError
from needskit.extract.files.footer import TOTAL_WORDS
from needskit.extract.records import (
    BLANK,
    EVERYBODY_WORDS,
    FATES,
    NO_IDENTIFIER,
    REPEATED,
    REPEATED_HEADER,
    SET_ASIDE,
    TOTALS,
    names_the_column,
    say_one_of,
)
from needskit.extract.values.column import missing
from needskit.schema import standard_form

if TYPE_CHECKING:
    from collections.abc import Mapping

    import ibis.expr.types as ir

    from needskit.engine.columns import Distinct, Wanted
    from needskit.engine.identifiers import Identifiers
    from needskit.extract.files.raw import Flags
    from needskit.extract.project.reading import Reading

FATE, TEXT, VERSION = "fate__", "text__", "version__"
OF_EVERYBODY = sorted({f"{word}{end}" for word in TOTAL_WORDS | EVERYBODY_WORDS for end in ("", ":")})
"""What stands in place of an identifier in a row that is of everybody."""


@dataclass(frozen=True, slots=True, repr=False)
class Records:
    """The rows that are records, as a table in the engine, and how many rows met each fate.

    Parameters
    ----------
    table
        A row a person.
    fates
        By fate, in the order of the rules.
    problems
        The rows that were set aside, by rule.
    made_up
        Whether an identifier says that its person is made up.
    """

    table: ir.Table
    fates: dict[str, int]
    problems: tuple[Problem, ...]
    made_up: bool

    @property
    def people(self) -> int:
        """How many records there are."""
        return self.fates[KEPT]

    @property
    def all_kept(self) -> bool:
        """Whether no row was set aside."""
        return sum(self.fates.values()) == self.people


def records_of(wanted: Wanted, found: Mapping[str, Distinct], reading: Reading) -> Records:
    """Tell the records of people from the other rows, in the engine.

    Parameters
    ----------
    wanted
        The table.
    found
        The distinct values of each column but the identifier.
    reading
        What is wanted of the source.

    Raises
    ------
    UsageError
        If the settings say that the first or the last row of a person counts: an engine keeps no order of rows.
    """
    import ibis  # noqa: PLC0415 - an optional extra

    table = wanted.table
    counts = dict.fromkeys(FATES, 0)
    nothing = ["", *reading.schema.missing_values]
    identifiers = identifiers_in(table, nothing=nothing, everybody=OF_EVERYBODY)
    rules = _rules(wanted, identifiers, found, nothing)
    if rules:
        marked = table.mutate(**{FATE: ibis.cases(*rules, else_=0)})
        each_fate = marked.group_by(fate=marked[FATE]).agg(rows=lambda each: each.count()).to_pandas()
        counts |= {FATES[int(fate)]: int(rows) for fate, rows in zip(each_fate["fate"], each_fate["rows"], strict=True)}
        table = _as_written(marked.filter(marked[FATE] == 0).drop(FATE))
    else:
        counts[KEPT] = identifiers.rows
    kept, again, conflicting = _once_each(table, identifiers, counts[KEPT], reading)
    counts[KEPT] -= again
    counts[REPEATED] += again
    problems = [
        Problem(fate.replace(" ", "_"), "", "warning", counts[fate], words, "Set aside.")
        for fate, words in SET_ASIDE.items()
        if counts.get(fate)
    ]
    if conflicting:
        problems.append(
            Problem(
                "conflicting_records", IDENTIFIER, "error", conflicting,
                "has an identifier that another row has too, with different values.",
                "Give each person one row, or say in the settings which of them counts (repeated).",
            )
        )  # fmt: skip
    return Records(kept, counts, tuple(problems), identifiers.made_up)


def number_in(found: ir.Scalar) -> int:
    """Return the one whole number that an engine was asked for; nought where there was nothing to add up."""
    return int(found.to_pyarrow().as_py() or 0)


def _rules(
    wanted: Wanted, identifiers: Identifiers, found: Mapping[str, Distinct], nothing: list[str]
) -> list[tuple[ir.BooleanValue, int]]:
    """Return what tells each fate that some row can meet, in the order of the rules; nothing if all rows are records.

    The distinct texts of a column say whether a rule can concern it at all, so that usually nothing is asked of rows.
    """
    import ibis  # noqa: PLC0415 - an optional extra

    table = wanted.table
    plain = identifiers.plain(table)
    unnamed, of_all = plain.isin(nothing), plain.isin(OF_EVERYBODY)
    rules: list[tuple[ir.BooleanValue, int]] = []
    if identifiers.unnamed:
        empty = [_holds(table, name, each, missing(each.texts, nothing)) for name, each in found.items()]
        rules.append((ibis.and_(unnamed, *empty), FATES.index(BLANK)))
    header = _where(
        table, found, {n: names_the_column(e.texts.texts, n, wanted.headers[n].strip()) for n, e in found.items()}
    )
    if header or not found:
        forms = {standard_form(wanted.headers[IDENTIFIER]), IDENTIFIER}
        named = plain.re_replace(r"[^0-9a-z]+", "_").isin(sorted(forms))
        hits = sum((each.cast("int32") for each in header), named.cast("int32"))
        rules.append((hits * 2 > len(wanted.headers), FATES.index(REPEATED_HEADER)))
    totals = _where(table, found, {name: say_one_of(each.texts.texts, TOTAL_WORDS) for name, each in found.items()})
    if identifiers.of_all or totals:
        rules.append((ibis.or_(of_all, *totals), FATES.index(TOTALS)))
    if identifiers.unnamed:
        rules.append((unnamed, FATES.index(NO_IDENTIFIER)))
    return rules


def _where(table: ir.Table, found: Mapping[str, Distinct], chosen: Mapping[str, Flags]) -> list[ir.BooleanValue]:
    """Say of each column that holds a chosen text which rows do."""
    return [_holds(table, name, found[name], flags) for name, flags in chosen.items() if flags.any()]


def _holds(table: ir.Table, name: str, found: Distinct, chosen: Flags) -> ir.BooleanValue:
    """Say which rows hold one of the chosen texts in a column."""
    import ibis  # noqa: PLC0415 - an optional extra

    of_value = chosen[found.text_of]
    values = found.held[of_value[:-1]].tolist()
    column = table[name]
    told = [column.isin(values).fill_null(False)] if values else []  # noqa: FBT003 - the argument of ibis
    told += [column.isnull()] if of_value[-1] else []
    return ibis.or_(*told) if told else ibis.literal(False)  # noqa: FBT003


def _once_each(table: ir.Table, identifiers: Identifiers, rows: int, reading: Reading) -> tuple[ir.Table, int, int]:
    """Return a table without rows that repeat another exactly, how many those are, and how many rows contradict."""
    import ibis  # noqa: PLC0415 - an optional extra

    # Two texts with different hashes differ. Counting groups takes less memory than counting distinct values.
    if number_in(table.select(key__=identifiers.key(table)).distinct().count()) == rows:
        return table, 0, 0
    texts = {f"{TEXT}{name}": table[name].cast("string").fill_null("").strip() for name in table.columns}
    as_texts = table.mutate(**texts)
    names = [as_texts[name] for name in texts]
    numbered = as_texts.mutate(**{VERSION: ibis.row_number().over(ibis.window(group_by=names))})
    once = numbered.filter(numbered[VERSION] == 0)
    of_each = once.group_by(once[f"{TEXT}{IDENTIFIER}"]).agg(versions=lambda each: each.count())
    left = number_in(of_each["versions"].sum())
    conflicting = number_in(of_each["versions"].sum(where=of_each["versions"] > 1))
    if conflicting and reading.part.repeated != "refuse":
        message = (
            f"sources.{reading.name}: repeated = '{reading.part.repeated}' has no meaning in an engine, which keeps no "
            "order of rows. Let the query give a row a person."
        )
        raise UsageError(message)
    plainly = table.distinct()
    # Repeats mostly are the same to the letter, and then need no texts to be told.
    same = number_in(plainly.count()) == left
    # Kept by the engine for as long as it is used, since telling repeats apart takes longer than all other counts.
    return (plainly if same else once.drop(*texts, VERSION)).cache(), rows - left, conflicting


def _as_written(table: ir.Table) -> ir.Table:
    """Return a table as its SQL, which is then written once and not anew for every column that is asked for."""
    import ibis  # noqa: PLC0415 - an optional extra

    return table.get_backend().sql(str(ibis.to_sql(table)), schema=table.schema())
