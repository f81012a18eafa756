"""The tables that agencies send: the columns of each, and how its rows stand to people."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Final

from needskit.errors import reject_name
from needskit.schema.codes import code_list_names
from needskit.schema.entry import Entry, read_entry
from needskit.schema.fields import check_headers, field_from, header_owners
from needskit.schema.tokens import normalise

if TYPE_CHECKING:
    from collections.abc import Collection

    from needskit.schema.fields import Field

ONE_A_PERSON: Final = "one a person"
MANY_A_PERSON: Final = "many a person"
NO_PEOPLE: Final = "no people"
ROWS: Final = (ONE_A_PERSON, MANY_A_PERSON, NO_PEOPLE)

TABLES: Final = (
    *("people", "assessments", "accommodation", "offences", "iom", "youth", "adult", "services", "population"),
)


@dataclass(frozen=True, slots=True)
class TableSchema:
    """The columns of a table in their standard order, and what counts as missing in all of them.

    Attributes
    ----------
    rows
        How its rows stand to people: "one a person", "many a person" or "no people".
    primary_key
        The column that no two rows share; empty where several rows may be of one person, or none is of any.
    """

    name: str
    title: str
    description: str
    fields: tuple[Field, ...]
    missing_values: tuple[str, ...]
    primary_key: tuple[str, ...]
    rows: str

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

    def with_fields(self, made: tuple[Field, ...]) -> TableSchema:
        """Give the same table with further columns, each in the place of one with its name, or after all."""
        own = {field.name: field for field in made}
        fields = [own.pop(field.name, field) for field in self.fields]
        return replace(self, fields=(*fields, *own.values()))


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
    >>> load_table("offences").rows
    'many a person'
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
        If a key is missing, not known or of the wrong kind; if a column is there twice; if a key names a
        column or a code list that is not there; if a header would stand for two columns; or if the rows are
        not of people as said.
    """
    entry.only(
        required=("name", "title", "description", "needskit:rows", "fields", "missingValues"), optional=("primaryKey",)
    )
    fields = tuple(field_from(item, code_lists) for item in entry.entries("fields"))
    names = [field.name for field in fields]
    flags = {field.name for field in fields if field.type == "boolean"}
    for item, field in zip(entry.entries("fields"), fields, strict=True):
        if names.count(field.name) > 1:
            item.reject("name", because=f"the column {field.name} is there twice")
        if field.required_unless is not None and field.required_unless not in names:
            item.reject("needskit:requiredUnless", because=f"there is no column {field.required_unless}")
        if field.concerns is not None and field.concerns not in flags:
            item.reject("needskit:concerns", because=f"there is no yes or no column {field.concerns}")
    owners = header_owners(fields)
    for item, field in zip(entry.entries("fields"), fields, strict=True):
        check_headers(item, "needskit:headers", field.headers, field.name, owners)
    return TableSchema(
        name=entry.text("name"),
        title=entry.text("title"),
        description=entry.text("description"),
        fields=fields,
        missing_values=tuple(normalise(value) for value in entry.texts("missingValues")),
        primary_key=_primary_key(entry, fields),
        rows=entry.text("needskit:rows"),
    )


def _primary_key(entry: Entry, fields: tuple[Field, ...]) -> tuple[str, ...]:
    """Read the key of a table whose rows are one a person, and check that the others have none."""
    rows = entry.text("needskit:rows")
    if rows not in ROWS:
        entry.reject("needskit:rows", because=f"one of {', '.join(ROWS)} is wanted")
    of_people = any(field.role == "identifier" and field.required for field in fields)
    if rows == MANY_A_PERSON and not of_people:
        entry.reject("needskit:rows", because="a required identifier is wanted where rows are many a person")
    if rows == NO_PEOPLE and of_people:
        entry.reject("needskit:rows", because="a table of no people has no required identifier")
    if rows != ONE_A_PERSON:
        if "primaryKey" in entry.values:
            entry.reject("primaryKey", because=f"only a table whose rows are {ONE_A_PERSON} has a key")
        return ()
    key = entry.text("primaryKey")
    if key not in [field.name for field in fields]:
        entry.reject("primaryKey", because=f"there is no column {key}")
    return (key,)
