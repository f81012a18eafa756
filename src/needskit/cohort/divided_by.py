"""The ways of dividing people: by code lists and their groupings, by bands of age, by columns of the analyst's own."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from needskit.cohort.breakdown import Breakdown, each_answer, grouped
from needskit.cohort.problems import Problem
from needskit.errors import UsageError
from needskit.schema import Banding, CodeList, Field, TableSchema, load_bandings, load_codes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from needskit.cohort.settings import Settings
    from needskit.table.whom import Attribute

MOST_GROUPS = 60
"""A breakdown with more groups than this is an identifier or free text rather than a breakdown."""


def breakdowns_of(
    attributes: Mapping[str, Attribute], settings: Settings, schema: TableSchema, flags: Mapping[str, str]
) -> dict[str, Breakdown]:
    """Return every way of dividing people by the columns that an extract holds, by name."""
    found: dict[str, Breakdown] = {}
    for column in schema.fields:
        if column.name == "age" and "age" in attributes:
            found |= _bandings(attributes["age"], (*load_bandings(), *settings.definitions.age_bandings))
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
                f"breakdowns: '{column}' has {groups} different values, and a column to divide by has "
                f"{MOST_GROUPS} at most. Group its values first."
            )
            raise UsageError(message)
        found[column] = each_answer(replace(attributes[column], label=label), {})
    return found


def _divides(field: Field, attribute: Attribute) -> bool:
    """Tell whether a column without a code list is one to divide people by: not a need, and not an identifier."""
    kind = field.role == "breakdown" or (field.type == "boolean" and field.role != "need")
    return kind and len(attribute.answers) <= MOST_GROUPS


def not_to_divide_by(attributes: Mapping[str, Attribute], schema: TableSchema) -> tuple[Problem, ...]:
    """Note a standard column that would be a breakdown if it had fewer values."""
    open_lists = (f.name for f in schema.fields if f.role == "breakdown" and f.codes is None and f.name in attributes)
    return tuple(
        Problem("too_many_groups", name, "note", 0, "has too many values to divide by.", "No breakdown.")
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


def _bandings(age: Attribute, bandings: Iterable[Banding]) -> dict[str, Breakdown]:
    found = {}
    numbers = [answer for answer in age.answers if answer.isdigit()]
    for banding in bandings:
        groups = [
            (
                band.label,
                frozenset(n for n in numbers if band.from_ <= int(n) and (band.to is None or int(n) <= band.to)),
            )
            for band in banding.levels
        ]
        found[banding.name] = grouped(age, name=banding.name, label=banding.title, groups=groups, source=banding.source)
    return found
