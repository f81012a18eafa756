"""Need sets: which needs are counted together, and the score at which each is a need."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from needskit.errors import reject_name
from needskit.schema.answers import severity_column
from needskit.schema.codes import load_codes
from needskit.schema.entry import Entry, names_in, read_entry
from needskit.schema.fields import check_headers, header_owners
from needskit.schema.need import need_from
from needskit.schema.scored_columns import scoring_fields
from needskit.schema.tables import load_table
from needskit.schema.tokens import standard_form

if TYPE_CHECKING:
    from collections.abc import Collection

    from needskit.schema.fields import Field
    from needskit.schema.need import Need


@dataclass(frozen=True, slots=True)
class NeedSet:
    """Needs that are counted together, in reading order, with the edition of their definitions."""

    name: str
    title: str
    description: str
    edition: str
    source: str
    needs: tuple[Need, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the needs, in reading order."""
        return tuple(need.column for need in self.needs)

    def fields(self) -> tuple[Field, ...]:
        """Return the columns besides its own that each need can be worked out from, in reading order.

        Returns
        -------
        tuple of Field
            For each need its section score, its scored questions and its screening question, as far as it has
            them: none in a set without scores.

        Examples
        --------
        >>> [column.name for column in load_needs("oasys").fields()][5:8]
        ['score_employment', 'item_unemployed', 'item_employment_history']
        >>> load_needs("pathways").fields()
        ()
        """
        return tuple(column for need in self.needs for column in scoring_fields(need))


def need_set_names() -> tuple[str, ...]:
    """Name the need sets there are.

    Examples
    --------
    >>> need_set_names()
    ('multiple_disadvantage', 'oasys', 'oasys_ten', 'pathways')
    """
    return names_in("needs")


@cache
def load_needs(name: str) -> NeedSet:
    """Read a need set by its name.

    Raises
    ------
    UsageError
        If there is no such set; the nearest name is given.
    NeedskitError
        If its file is not sound.

    Examples
    --------
    A section is an identified need at or above its cut-off (HMPPS, hmpps-assess-risks-and-needs, Section.kt).

    >>> alcohol = load_needs("oasys").needs[5]
    >>> alcohol.label, alcohol.cut_off, alcohol.severe, alcohol.max_score
    ('Alcohol misuse', 4, 7, 8)
    >>> alcohol.cut_offs("san")
    CutOffs(cut_off=2, severe=4)
    """
    if name not in need_set_names():
        reject_name(name, kind="need set", known=need_set_names())
    entry = read_entry(f"needs/{name}.json")
    return need_set_from(
        entry,
        columns=[column.name for column in load_table("people").fields if column.role == "need"],
        editions=load_codes("assessment_edition").names,
        included=_included(entry),
    )


def _included(entry: Entry) -> tuple[Need, ...]:
    """Return the needs of the set that this one starts with, or none."""
    other = entry.text_or_none("includes")
    if other is None:
        return ()
    if other not in need_set_names() or "includes" in read_entry(f"needs/{other}.json").values:
        entry.reject("includes", because="a need set that includes no other is wanted")
    return load_needs(other).needs


@cache
def severity_columns() -> frozenset[str]:
    """Return the columns that can say how severe a need is: of the needs of any set that have a severe cut-off.

    Examples
    --------
    >>> "severity_drugs" in severity_columns(), "severity_finance" in severity_columns()
    (True, False)
    """
    needs = (need for name in need_set_names() for need in load_needs(name).needs)
    return frozenset(severity_column(need.column) for need in needs if need.severe is not None)


def need_set_from(
    entry: Entry, *, columns: Collection[str], editions: Collection[str], included: tuple[Need, ...] = ()
) -> NeedSet:
    """Build a need set from what its file says.

    Parameters
    ----------
    entry
        The file.
    columns
        The need columns that a table has.
    editions
        The editions of the assessment there are.
    included
        The needs of another set, which go before its own.

    Raises
    ------
    NeedskitError
        If a key is missing, not known or of the wrong kind; if a column is not a need column, or serves two
        needs; if the cut-offs are out of order; or if a scored question or a header would stand for two columns.
    """
    entry.only(required=("name", "title", "description", "edition", "source", "needs"), optional=("includes",))
    items = entry.entries("needs")
    if not items:
        entry.reject("needs", because="one need or more is wanted")
    own = tuple(need_from(item, columns=columns, editions=editions) for item in items)
    needs = NeedSet(
        name=entry.text("name"),
        title=entry.text("title"),
        description=entry.text("description"),
        edition=entry.text("edition"),
        source=entry.text("source"),
        needs=(*included, *own),
    )
    for item, need in zip(items, own, strict=True):
        _check_alone(item, need, needs)
    return needs


def _check_alone(entry: Entry, need: Need, needs: NeedSet) -> None:
    """Refuse a need that shares its name, column, label, a scored question or a header with another of its set."""
    said = {
        "name": [other.name for other in needs.needs],
        "column": [other.column for other in needs.needs],
        "label": [other.label for other in needs.needs],
    }
    for key, values in said.items():
        if values.count(entry.text(key)) > 1:
            entry.reject(key, because="two needs of the set have the same")
    questions = [item.name for other in needs.needs for item in other.items]
    if any(questions.count(item.name) > 1 for item in need.items):
        entry.reject("items", because="two questions of the set have one name; put the need's name before it")
    owners = _owners(needs)
    check_headers(entry, "headers", need.headers, need.column, owners)
    check_headers(entry, "scoreHeaders", need.score_headers, f"score_{need.name}", owners)
    for item in need.items:
        check_headers(entry, "items", item.headers, f"item_{item.name}", owners)
    if need.screen is not None:
        check_headers(entry, "screen", need.screen.headers, f"screen_{need.name}", owners)


def _owners(needs: NeedSet) -> dict[str, str]:
    """Map the compared form of every name and header of the set to the first column that has it."""
    owners = {column: column for column in needs.columns}
    for need in needs.needs:
        owners |= {standard_form(header): need.column for header in need.headers if standard_form(header) not in owners}
    return header_owners(needs.fields()) | owners
