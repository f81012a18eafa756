"""Building a cohort: the typed table is proved against its schema, then described."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pandas as pd

from needskit.cohort.breakdown import NOT_KNOWN, Breakdown, each_answer, grouped
from needskit.cohort.cohort import PEOPLE, Cohort
from needskit.cohort.problems import Problem
from needskit.errors import DataError, UsageError
from needskit.schema import (
    NEED_ANSWERS,
    CodeList,
    Field,
    TableSchema,
    is_synthetic,
    load_bandings,
    load_codes,
    pandera_schema,
)
from needskit.table.whom import Attribute, Whom

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from needskit.cohort.needs import Needs
    from needskit.cohort.provenance import Source
    from needskit.cohort.settings import Settings

MOST_GROUPS = 60
"""A breakdown with more groups than this is an identifier or free text rather than a breakdown."""

RECORD = "record"
"""The attribute of a row received: what became of it."""

KEPT = "kept"
"""What became of a row that is a record of a person."""

NUMBER_OF_NEEDS = "number_of_needs"
NOT_IN_FULL = "not answered in full"

FOLLOWED_UP, DUAL_DIAGNOSIS = "followed_up", "dual_diagnosis"
FOUND_IN = "found_in_"
"""How the name of the column begins that says who is in a source."""

TAKEN = frozenset({RECORD, NUMBER_OF_NEEDS, FOLLOWED_UP, DUAL_DIAGNOSIS})
"""Attributes that are made and never read: a column of the user's own may not be called so."""


@dataclass(frozen=True, slots=True, repr=False)
class Extract:
    """What was read.

    Parameters
    ----------
    people
        Typed, a row a person.
    records
        What became of every record received.
    problems
        What was found wrong.
    sources
        The files.
    assessed_stated
        Whether a source says who is assessed.
    flags
        Yes or no columns that no schema has and that the reader made: name and label.
    linked, agreement
        As ``Cohort`` has them.
    """

    people: pd.DataFrame
    records: Mapping[str, int]
    problems: tuple[Problem, ...]
    sources: tuple[Source, ...]
    assessed_stated: bool
    flags: Mapping[str, str] = field(default_factory=dict)
    linked: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    agreement: tuple[tuple[str, str, int, int], ...] = ()


def build_cohort(extract: Extract, settings: Settings, schema: TableSchema) -> Cohort:
    """Prove the typed people against their schema and describe what can be asked of them.

    Raises
    ------
    DataError
        If the table is not what the schema says; rules and columns are named, never a value.
    UsageError
        If a breakdown of the user's own has the name of one that is made from a standard column, or too many
        values.
    """
    needs = settings.needs
    _prove(extract.people, schema, needs)
    attributes = _attributes(extract, settings, schema, needs)
    whom = Whom(settings.source).narrow(attributes[RECORD], [KEPT])
    if whom is None:
        message = "No record was kept."
        raise DataError(message)
    return Cohort(
        population=settings.population,
        as_at=settings.as_at,
        unit=settings.unit,
        people=extract.people,
        needs=needs,
        attributes=attributes,
        breakdowns=_breakdowns(attributes, settings, schema, extract.flags),
        records=extract.records,
        problems=(*extract.problems, *_not_supplied(needs), *_not_to_divide_by(attributes, schema)),
        sources=extract.sources,
        settings=settings.stated,
        whom=whom,
        assessed_stated=extract.assessed_stated,
        made_up="person_id" in extract.people and is_synthetic(extract.people["person_id"]),
        definitions=settings.definitions,
        linked=extract.linked,
        agreement=extract.agreement,
    )


def needs_supplied(needs: Needs, columns: Collection[str]) -> Needs:
    """Return the needs that an extract holds, those of the set that it does not being named."""
    supplied = tuple(question for question in needs.questions if question.column in columns)
    absent = tuple(question.label for question in needs.questions if question.column not in columns)
    return replace(needs, questions=supplied, not_supplied=absent)


def _prove(people: pd.DataFrame, schema: TableSchema, needs: Needs) -> None:
    """Validate with pandera, without letting it quote what it found."""
    from pandera.errors import SchemaErrors  # noqa: PLC0415 - loaded only when used

    own = list(needs.columns)
    extra = [c for c in people.columns if c not in schema.names and c not in own]
    levels = {column: list(people[column].cat.categories) for column in extra}
    columns = list(people.columns)
    try:
        pandera_schema(schema, columns=columns, needs=own, levels=levels).validate(people, lazy=True, inplace=True)
    except SchemaErrors as errors:
        failed = sorted({f"{row.column}: {row.check}" for row in errors.failure_cases.itertuples()})
    else:
        failed = []
    if failed:
        message = f"The table of people is not what its schema says ({'; '.join(failed)}). Please report this."
        raise DataError(message)


def _attributes(extract: Extract, settings: Settings, schema: TableSchema, needs: Needs) -> dict[str, Attribute]:
    people = extract.people
    found = {RECORD: Attribute(RECORD, "Record", tuple(extract.records))}
    for column in people.columns:
        if column in {"person_id", PEOPLE} or pd.api.types.is_datetime64_any_dtype(people[column].dtype):
            continue
        label = extract.flags.get(column) or _label(column, settings, schema)
        categories, within = _categories(people[column]), _within(column, schema, people)
        if categories == NEED_ANSWERS:
            found[column] = Attribute(column, label, NEED_ANSWERS[:3], within=("assessed", "yes"))
        elif column == "assessed":
            found[column] = Attribute(column, label, ("yes", "no"))
        elif categories:
            is_open = column not in extract.flags and _is_open(column, schema)
            found[column] = Attribute(column, label, categories, within, from_extract=is_open)
        elif (field := schema.field(column)).type == "integer":
            numbers = range(field.minimum or 0, (field.maximum or 0) + 1)
            found[column] = Attribute(column, label, (*(str(number) for number in numbers), NOT_KNOWN), within)
    if needs.columns:
        answers = (*(str(number) for number in range(len(needs.columns) + 1)), NOT_IN_FULL)
        label = f"Number of {needs.word}s"
        found[NUMBER_OF_NEEDS] = Attribute(
            NUMBER_OF_NEEDS, label, answers, within=("assessed", "yes"), numbers=needs.columns
        )
    return found


def _is_open(column: str, schema: TableSchema) -> bool:
    """Tell whether a column has no list of answers but those that the extract brings along."""
    if column not in schema.names:
        return True
    field = schema.field(column)
    return field.type == "string" and field.codes is None


def _within(column: str, schema: TableSchema, people: pd.DataFrame) -> tuple[str, str] | None:
    """Return the column and answer without which a column does not apply."""
    concerns = schema.field(column).concerns if column in schema.names else None
    return (concerns, "yes") if concerns is not None and concerns in people.columns else None


def _categories(column: pd.Series) -> tuple[str, ...]:
    """Return the answers of a column of categories; none for numbers."""
    return tuple(column.cat.categories) if isinstance(column.dtype, pd.CategoricalDtype) else ()


def _label(column: str, settings: Settings, schema: TableSchema) -> str:
    own = {question.column: question.label for question in settings.needs.questions} | dict(settings.breakdowns)
    return own[column] if column in own else schema.field(column).title


def _breakdowns(
    attributes: Mapping[str, Attribute], settings: Settings, schema: TableSchema, flags: Mapping[str, str]
) -> dict[str, Breakdown]:
    found: dict[str, Breakdown] = {}
    for column in schema.fields:
        if column.name == "age" and "age" in attributes:
            found |= _bandings(attributes["age"])
        elif column.name in attributes and column.codes:
            found |= _of_code_list(attributes[column.name], column, load_codes(column.codes))
        elif column.name in attributes and _divides(column, attributes[column.name]):
            found[column.name] = each_answer(attributes[column.name], {})
    made = {name: each_answer(attributes[name], {}) for name in flags if name in attributes}
    return _own_breakdowns(attributes, settings, made=found | made) | found | made


def _own_breakdowns(
    attributes: Mapping[str, Attribute], settings: Settings, *, made: Mapping[str, Breakdown]
) -> dict[str, Breakdown]:
    """Return the breakdowns by the user's own columns, refusing names of those made from standard columns."""
    found: dict[str, Breakdown] = {}
    for column, label in settings.breakdowns.items():
        if column in made:
            message = f"breakdowns: '{column}' is made from another column already. Give your column another name."
            raise UsageError(message)
        groups = len(attributes[column].answers)
        if groups > MOST_GROUPS:
            message = (
                f"breakdowns: '{column}' has {groups} different values, and a column to divide people by has "
                f"{MOST_GROUPS} at most. Group its values first."
            )
            raise UsageError(message)
        found[column] = each_answer(replace(attributes[column], label=label), {})
    return found


def _divides(field: Field, attribute: Attribute) -> bool:
    """Tell whether a column without a code list is one to divide people by: not a need, and not an identifier."""
    kind = field.role == "breakdown" or (field.type == "boolean" and field.role != "need")
    return kind and len(attribute.answers) <= MOST_GROUPS


def _not_to_divide_by(attributes: Mapping[str, Attribute], schema: TableSchema) -> tuple[Problem, ...]:
    """Note a standard column that would be a breakdown if it had fewer values."""
    open_lists = (f.name for f in schema.fields if f.role == "breakdown" and f.codes is None and f.name in attributes)
    return tuple(
        Problem("too_many_groups", name, "note", 0, "has too many values to divide people by.", "No breakdown.")
        for name in open_lists
        if len(attributes[name].answers) > MOST_GROUPS
    )


def _of_code_list(attribute: Attribute, field: Field, codes: CodeList) -> dict[str, Breakdown]:
    """Return the code list itself as a breakdown, and each of its groupings."""
    found = {field.name: each_answer(attribute, {code.code: code.label for code in codes.codes})}
    # accommodation_on_release gives homeless_on_release; sex gives a grouping its own name.
    when = field.name.removeprefix(codes.name)
    for grouping in codes.groupings:
        name = f"{grouping.name}{when}"
        words = when.replace("_", " ")
        groups = [(level.label, frozenset(level.codes)) for level in grouping.levels]
        found[name] = grouped(
            attribute,
            name=name,
            label=f"{grouping.title}{words}",
            groups=groups,
            source=grouping.source or "",
        )
    return found


def _bandings(age: Attribute) -> dict[str, Breakdown]:
    found = {}
    numbers = [answer for answer in age.answers if answer.isdigit()]
    for banding in load_bandings():
        groups = [
            (
                band.label,
                frozenset(n for n in numbers if band.from_ <= int(n) and (band.to is None or int(n) <= band.to)),
            )
            for band in banding.levels
        ]
        found[banding.name] = grouped(age, name=banding.name, label=banding.title, groups=groups, source=banding.source)
    return found


def _not_supplied(needs: Needs) -> tuple[Problem, ...]:
    if not needs.not_supplied or not needs.questions:
        return ()
    words = f"the {needs.word}s {', '.join(needs.not_supplied)} have no column."
    done = f"The number of {needs.word}s counts the others."
    return (Problem("need_not_supplied", "", "note", 0, words, done),)
