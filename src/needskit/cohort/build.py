"""Building a cohort: the typed table is proved against its schema, then described."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pandas as pd

from needskit.cohort.breakdown import NOT_KNOWN
from needskit.cohort.cohort import PEOPLE, Cohort
from needskit.cohort.combination import NOT_IN_FULL, number_implies
from needskit.cohort.divided_by import breakdowns_of, not_to_divide_by
from needskit.cohort.dual_diagnosis import made_of_both
from needskit.cohort.problems import Problem
from needskit.cohort.severity import severity_implies, severity_labels
from needskit.errors import DataError
from needskit.schema import (
    NEED_ANSWERS,
    SEVERITY_ANSWERS,
    Field,
    TableSchema,
    is_synthetic,
    pandera_schema,
)
from needskit.table.whom import Attribute, Whom

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from needskit.cohort.needs import Needs
    from needskit.cohort.provenance import Source
    from needskit.cohort.settings import Settings

RECORD = "record"
"""The attribute of a row received: what became of it."""

KEPT = "kept"
"""What became of a row that is a record of a person."""

NUMBER_OF_NEEDS = "number_of_needs"

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
    made
        Other columns that the reader made, and what each holds; one of the schema may have a title of its own here.
    linked, agreement
        As ``Cohort`` has them.
    """

    people: pd.DataFrame
    records: Mapping[str, int]
    problems: tuple[Problem, ...]
    sources: tuple[Source, ...]
    assessed_stated: bool
    flags: Mapping[str, str] = field(default_factory=dict)
    made: tuple[Field, ...] = ()
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
    needs, schema = settings.needs, schema.with_fields(extract.made)
    _prove(extract.people, schema, needs)
    attributes = _attributes(extract, settings, schema, needs)
    attributes |= made_of_both(DUAL_DIAGNOSIS, settings.definitions.dual_diagnosis, attributes)
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
        breakdowns=breakdowns_of(attributes, settings, schema, extract.flags),
        records=extract.records,
        problems=(*extract.problems, *_not_supplied(needs), *not_to_divide_by(attributes, schema)),
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
    levels |= {column: list(SEVERITY_ANSWERS) for column in severity_labels(needs) if column in levels}
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
        if categories in {NEED_ANSWERS, SEVERITY_ANSWERS}:
            implies = severity_implies(column, needs)
            found[column] = Attribute(column, label, categories[:-1], ("assessed", "yes"), implies=implies)
        elif column == "assessed":
            found[column] = Attribute(column, label, ("yes", "no"))
        elif categories:
            is_open, each = column not in extract.flags and _is_open(column, schema), column in settings.identifying
            found[column] = Attribute(column, label, categories, within, from_extract=is_open, identifies=each)
        elif (field := schema.field(column)).type == "integer":
            numbers = range(field.minimum or 0, (field.maximum or 0) + 1)
            found[column] = Attribute(column, label, (*(str(number) for number in numbers), NOT_KNOWN), within)
    if needs.columns:
        answers = (*(str(number) for number in range(len(needs.columns) + 1)), NOT_IN_FULL)
        label = f"Number of {needs.word}s"
        found[NUMBER_OF_NEEDS] = Attribute(
            NUMBER_OF_NEEDS, label, answers, within=("assessed", "yes"), numbers=needs.columns,
            implies=number_implies(needs.columns),
        )  # fmt: skip
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
    own = {question.column: question.label for question in settings.needs.questions}
    own |= severity_labels(settings.needs) | dict(settings.breakdowns)
    return own[column] if column in own else schema.field(column).title


def _not_supplied(needs: Needs) -> tuple[Problem, ...]:
    if not needs.not_supplied or not needs.questions:
        return ()
    words = f"the {needs.word}s {', '.join(needs.not_supplied)} have no column."
    done = f"The number of {needs.word}s counts the others."
    return (Problem("need_not_supplied", "", "note", 0, words, done),)
