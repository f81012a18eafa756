"""The columns of a table: what each holds, as its Table Schema file says."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from needskit.errors import reject_name
from needskit.schema.codes import code_list_names
from needskit.schema.entry import Entry, read_entry
from needskit.schema.tokens import normalise

if TYPE_CHECKING:
    from collections.abc import Collection

TABLES: Final = ("people",)
TYPES: Final = ("string", "integer", "number", "boolean", "date")
ROLES: Final = ("identifier", "count", "date", "breakdown", "number", "need", "flag", "outcome")


@dataclass(frozen=True, slots=True)
class Field:
    """One column.

    Attributes
    ----------
    type
        In the words of Table Schema: string, integer, number, boolean or date.
    role
        What the column is for: identifier, count, date, breakdown, number, need, flag or outcome.
    concerns
        The yes or no column without whose "yes" this one does not apply; None where it concerns everybody.
    required_unless
        The column whose presence makes a required column not required; None where there is no such column.
    codes
        The name of its code list, or None.
    true_values, false_values
        How yes and no are spelt, normalised; empty where the column is not boolean.
    """

    name: str
    title: str
    description: str
    example: str | None
    type: str
    role: str
    required: bool
    unique: bool
    minimum: int | None
    maximum: int | None
    codes: str | None
    true_values: tuple[str, ...]
    false_values: tuple[str, ...]
    required_unless: str | None = None
    concerns: str | None = None


@dataclass(frozen=True, slots=True)
class TableSchema:
    """The columns of a table in their standard order, and what counts as missing in all of them."""

    name: str
    title: str
    description: str
    fields: tuple[Field, ...]
    missing_values: tuple[str, ...]
    primary_key: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns, in order."""
        return tuple(field.name for field in self.fields)

    def field(self, name: str) -> Field:
        """Give a column by its name.

        Raises
        ------
        UsageError
            If there is no such column; the nearest name is given.
        """
        found = next((field for field in self.fields if field.name == name), None)
        if found is None:
            reject_name(name, kind=f"column of {self.name}", known=self.names)
        return found


@cache
def load_table(name: str) -> TableSchema:
    """Read the schema of a table by its name.

    Raises
    ------
    UsageError
        If there is no such table; the nearest name is given.
    NeedskitError
        If its file is not sound.

    Examples
    --------
    >>> people = load_table("people")
    >>> people.names[:3]
    ('person_id', 'people', 'index_date')
    >>> people.field("age").minimum, people.field("sex").codes
    (10, 'sex')
    """
    if name not in TABLES:
        reject_name(name, kind="table", known=TABLES)
    return table_from(read_entry(f"{name}.json"), code_lists=code_list_names())


def table_from(entry: Entry, *, code_lists: Collection[str]) -> TableSchema:
    """Build the schema of a table from what its file says.

    Parameters
    ----------
    entry
        The file.
    code_lists
        The names of the code lists there are.

    Raises
    ------
    NeedskitError
        If a key is missing, not known or of the wrong kind; if a column is there twice; or if a key names a
        column or a code list that is not there.
    """
    entry.only(required=("name", "title", "description", "fields", "missingValues", "primaryKey"))
    fields = tuple(_field(item, code_lists) for item in entry.entries("fields"))
    names = [field.name for field in fields]
    flags = {field.name for field in fields if field.type == "boolean"}
    for item, field in zip(entry.entries("fields"), fields, strict=True):
        if names.count(field.name) > 1:
            item.reject("name", because=f"the column {field.name} is there twice")
        if field.required_unless is not None and field.required_unless not in names:
            item.reject("needskit:requiredUnless", because=f"there is no column {field.required_unless}")
        if field.concerns is not None and field.concerns not in flags:
            item.reject("needskit:concerns", because=f"there is no yes or no column {field.concerns}")
    key = entry.text("primaryKey")
    if key not in names:
        entry.reject("primaryKey", because=f"there is no column {key}")
    missing = tuple(normalise(value) for value in entry.texts("missingValues"))
    return TableSchema(
        name=entry.text("name"),
        title=entry.text("title"),
        description=entry.text("description"),
        fields=fields,
        missing_values=missing,
        primary_key=(key,),
    )


def _field(entry: Entry, code_lists: Collection[str]) -> Field:
    entry.only(
        required=("name", "title", "description", "type", "needskit:role"),
        optional=(
            "example",
            "constraints",
            "trueValues",
            "falseValues",
            "needskit:codes",
            "needskit:requiredUnless",
            "needskit:concerns",
        ),
    )
    limits = entry.entry("constraints").only(required=(), optional=("required", "unique", "minimum", "maximum"))
    field = Field(
        name=entry.text("name"),
        title=entry.text("title"),
        description=entry.text("description"),
        example=entry.text_or_none("example"),
        type=entry.text("type"),
        role=entry.text("needskit:role"),
        required=limits.flag("required"),
        unique=limits.flag("unique"),
        minimum=limits.whole_or_none("minimum"),
        maximum=limits.whole_or_none("maximum"),
        codes=entry.text_or_none("needskit:codes"),
        true_values=tuple(normalise(value) for value in entry.texts("trueValues")),
        false_values=tuple(normalise(value) for value in entry.texts("falseValues")),
        required_unless=entry.text_or_none("needskit:requiredUnless"),
        concerns=entry.text_or_none("needskit:concerns"),
    )
    _check_field(entry, field, code_lists)
    return field


def _check_field(entry: Entry, field: Field, code_lists: Collection[str]) -> None:
    if field.type not in TYPES:
        entry.reject("type", because=f"one of {', '.join(TYPES)} is wanted")
    if field.role not in ROLES:
        entry.reject("needskit:role", because=f"one of {', '.join(ROLES)} is wanted")
    if field.codes is not None and field.codes not in code_lists:
        entry.reject("needskit:codes", because=f"there is no code list {field.codes}")
    if {bool(field.true_values), bool(field.false_values)} != {field.type == "boolean"}:
        entry.reject("trueValues", because="a boolean column, and no other, has trueValues and falseValues")
    if set(field.true_values) & set(field.false_values):
        entry.reject("falseValues", because="a value cannot mean both yes and no")
    if field.minimum is not None and field.maximum is not None and field.maximum < field.minimum:
        entry.reject("constraints.maximum", because="the maximum is below the minimum")
