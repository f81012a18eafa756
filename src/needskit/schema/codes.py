"""Code lists: the codes of a column, how they are spelt in extracts, and how they are grouped."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from needskit.errors import reject_name
from needskit.schema.answers import NOT_KNOWN
from needskit.schema.entry import Entry, names_in, read_entry
from needskit.schema.tokens import normalise

if TYPE_CHECKING:
    from collections.abc import Mapping

_BANDINGS = "age_bands"


@dataclass(frozen=True, slots=True)
class Code:
    """One code of a list: its label in tables, and the other spellings that mean it."""

    code: str
    label: str
    synonyms: tuple[str, ...] = ()
    description: str | None = None
    class_: str | None = None


@dataclass(frozen=True, slots=True)
class GroupLevel:
    """One level of a grouping: its label, and the codes that it takes in."""

    label: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grouping:
    """A coarser reading of a code list: every code is in just one level."""

    name: str
    title: str
    levels: tuple[GroupLevel, ...]
    source: str | None = None


@dataclass(frozen=True, slots=True)
class CodeList:
    """The codes of a column, in reading order.

    Attributes
    ----------
    not_known
        Spellings that mean not known in this list, besides the missing values of the table.
    lookup
        From a normalised token (code, label, synonym) to its code; None means not known. A token that is not
        in it is one that nobody has mapped.
    """

    name: str
    title: str
    description: str
    source: str
    codes: tuple[Code, ...]
    not_known: tuple[str, ...]
    groupings: tuple[Grouping, ...]
    lookup: Mapping[str, str | None] = field(repr=False, compare=False)

    @property
    def names(self) -> tuple[str, ...]:
        """The codes alone, in reading order."""
        return tuple(code.code for code in self.codes)

    @property
    def categories(self) -> tuple[str, ...]:
        """The categories of a typed column: the codes, then not known."""
        return (*self.names, NOT_KNOWN)

    def grouping(self, name: str) -> Grouping:
        """Give a grouping by its name.

        Raises
        ------
        UsageError
            If the list has no grouping of that name.
        """
        found = next((grouping for grouping in self.groupings if grouping.name == name), None)
        if found is None:
            names = [grouping.name for grouping in self.groupings]
            reject_name(name, kind=f"grouping of {self.name}", known=names)
        return found


def code_list_names() -> tuple[str, ...]:
    """Name the code lists there are.

    Examples
    --------
    >>> code_list_names()
    ('accommodation', 'accommodation_point', 'assessment_edition', 'assessment_status', 'assessment_type', \
'court_type', 'ethnicity', 'iom_tier', 'offence_outcome', 'risk_of_harm', 'sentence_band', 'sentence_type', 'sex')
    """
    return tuple(name for name in names_in("codes") if name != _BANDINGS)


@cache
def load_codes(name: str) -> CodeList:
    """Read a code list by its name.

    Raises
    ------
    UsageError
        If there is no such list; the nearest name is given.
    NeedskitError
        If its file is not sound.

    Examples
    --------
    >>> load_codes("accommodation").lookup["a08a"]
    'rough_sleeping'
    >>> load_codes("accommodation").lookup["awaiting assessment"] is None
    True
    """
    if name not in code_list_names():
        reject_name(name, kind="code list", known=code_list_names())
    return code_list_from(read_entry(f"codes/{name}.json"))


def code_list_from(entry: Entry) -> CodeList:
    """Build a code list from what its file says.

    Raises
    ------
    NeedskitError
        If a key is missing, not known or of the wrong kind; if a token is listed under two codes, or under a
        code and as not known; or if a grouping does not hold every code once.
    """
    entry.only(required=("name", "title", "description", "source", "codes", "notKnown", "groupings"))
    codes = tuple(_code(item) for item in entry.entries("codes"))
    if not codes:
        entry.reject("codes", because="one code or more is wanted")
    values = tuple(code.code for code in codes)
    repeated = next((value for value in values if values.count(value) > 1), None)
    if repeated is not None:
        entry.reject("codes", because=f"the code {repeated} is there twice")
    return CodeList(
        name=entry.text("name"),
        title=entry.text("title"),
        description=entry.text("description"),
        source=entry.text("source"),
        codes=codes,
        not_known=entry.texts("notKnown"),
        groupings=tuple(_grouping(item, values) for item in entry.entries("groupings")),
        lookup=_lookup(entry, codes),
    )


def _code(entry: Entry) -> Code:
    entry.only(required=("code", "label", "synonyms"), optional=("description", "needskit:class"))
    return Code(
        code=entry.text("code"),
        label=entry.text("label"),
        synonyms=entry.texts("synonyms"),
        description=entry.text_or_none("description"),
        class_=entry.text_or_none("needskit:class"),
    )


def _lookup(entry: Entry, codes: tuple[Code, ...]) -> Mapping[str, str | None]:
    """Map every token to its code, and refuse a token that would mean two things."""
    lookup: dict[str, str | None] = {normalise(NOT_KNOWN): None}
    spellings: list[tuple[str, str | None]] = [(token, None) for token in entry.texts("notKnown")]
    for code in codes:
        own = {normalise(code.code), normalise(code.label)}
        spellings += [(token, code.code) for token in own]
        spellings += [(token, code.code) for token in code.synonyms]
    for token, code_or_none in spellings:
        key = normalise(token)
        if not key:
            entry.reject("codes", because="a synonym is empty")
        if lookup.setdefault(key, code_or_none) != code_or_none:
            entry.reject("codes", because=f"'{key}' is listed under two codes, or under a code and as not known")
    return MappingProxyType(lookup)


def _grouping(entry: Entry, values: tuple[str, ...]) -> Grouping:
    entry.only(required=("name", "title", "levels"), optional=("source",))
    levels = tuple(_group_level(item) for item in entry.entries("levels"))
    grouped = [code for level in levels for code in level.codes]
    strange = sorted(set(grouped) - set(values))
    if strange:
        entry.reject("levels", because=f"'{strange[0]}' is not a code of this list")
    if sorted(grouped) != sorted(values):
        entry.reject("levels", because="every code of the list is wanted in just one level")
    return Grouping(
        name=entry.text("name"), title=entry.text("title"), levels=levels, source=entry.text_or_none("source")
    )


def _group_level(entry: Entry) -> GroupLevel:
    entry.only(required=("label", "codes"))
    return GroupLevel(label=entry.text("label"), codes=entry.texts("codes"))
