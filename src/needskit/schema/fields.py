"""One column of a table: what it holds, as its Table Schema file says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from needskit.schema.tokens import normalise, standard_form

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from needskit.schema.entry import Entry

TYPES: Final = ("string", "integer", "number", "boolean", "date")
ROLES: Final = (
    "identifier",
    "count",
    "date",
    "breakdown",
    "number",
    "length",
    "need",
    "score",
    "item",
    "screen",
    "flag",
    "outcome",
)


@dataclass(frozen=True, slots=True)
class Field:
    """One column.

    Attributes
    ----------
    type
        In the words of Table Schema: string, integer, number, boolean or date.
    role
        What the column is for, one of ``ROLES``. A length is in months; a score, an item and a screen are what a
        need is worked out from.
    concerns
        The yes or no column without whose "yes" this one does not apply; None where it concerns everybody.
    required_unless
        The column whose presence makes a required column not required; None where there is no such column.
    codes
        The name of its code list, or None.
    true_values, false_values
        How yes and no are spelt, normalised; empty where the column is not boolean.
    headers
        What the column is called in extracts, as written there. They serve to guess, when an extract is set up,
        which column is which, and never to read one.
    scale
        How the answer to a scored question is spelt; None where the column is not one.
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
    headers: tuple[str, ...] = ()
    scale: str | None = None


def field_from(entry: Entry, code_lists: Collection[str]) -> Field:
    """Build a column from what its file says.

    Raises
    ------
    NeedskitError
        If a key is missing, not known or of the wrong kind, or names a code list that is not there.
    """
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
            "needskit:headers",
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
        headers=entry.texts("needskit:headers"),
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


def header_owners(fields: Iterable[Field]) -> dict[str, str]:
    """Map the compared form of every name and header to the first column that has it; names go first."""
    fields = tuple(fields)
    owners = {field.name: field.name for field in fields}
    for field in fields:
        for header in field.headers:
            owners.setdefault(standard_form(header), field.name)
    return owners


def check_headers(entry: Entry, key: str, headers: tuple[str, ...], name: str, owners: Mapping[str, str]) -> None:
    """Refuse a header of a column that is blank once it is compared, or that belongs to another column.

    Raises
    ------
    NeedskitError
        If a header is one of these.
    """
    for header in headers:
        form = standard_form(header)
        if not form:
            entry.reject(key, because="a header without a letter or a digit cannot be compared")
        if owners[form] != name:
            entry.reject(key, because=f"'{header}' stands for {owners[form]} too; it may stand for one column only")
