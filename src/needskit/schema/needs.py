"""Need sets: which needs are counted together, and the score at which each is a need."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from needskit.errors import reject_name
from needskit.schema.entry import Entry, names_in, read_entry
from needskit.schema.fields import load_table

if TYPE_CHECKING:
    from collections.abc import Collection


@dataclass(frozen=True, slots=True)
class Need:
    """One need of a set.

    Attributes
    ----------
    column
        The column that holds it: yes, no, not answered or not assessed.
    cut_off, severe
        The section score at or above which there is a need, and a severe one; None where there is no score.
    max_score
        The highest score that the section can have.
    items
        The questions that are scored, as the source names them.
    section
        The number of the OASys section; None in other sets.
    """

    name: str
    column: str
    label: str
    definition: str
    cut_off: int | None = None
    severe: int | None = None
    max_score: int | None = None
    items: tuple[str, ...] = ()
    section: int | None = None


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


def need_set_names() -> tuple[str, ...]:
    """Name the need sets there are.

    Examples
    --------
    >>> need_set_names()
    ('multiple_disadvantage', 'oasys', 'pathways')
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
    """
    if name not in need_set_names():
        reject_name(name, kind="need set", known=need_set_names())
    columns = [field.name for field in load_table("people").fields if field.role == "need"]
    return need_set_from(read_entry(f"needs/{name}.json"), columns=columns)


def need_set_from(entry: Entry, *, columns: Collection[str]) -> NeedSet:
    """Build a need set from what its file says.

    Parameters
    ----------
    entry
        The file.
    columns
        The need columns that a table has.

    Raises
    ------
    NeedskitError
        If a key is missing, not known or of the wrong kind; if a column is not a need column, or serves two
        needs; or if the cut-offs are out of order.
    """
    entry.only(required=("name", "title", "description", "edition", "source", "needs"))
    items = entry.entries("needs")
    if not items:
        entry.reject("needs", because="one need or more is wanted")
    needs = tuple(_need(item, columns) for item in items)
    for key in ("name", "column", "label"):
        said = [item.text(key) for item in items]
        repeated = next((item for item in items if said.count(item.text(key)) > 1), None)
        if repeated is not None:
            repeated.reject(key, because="two needs of the set have the same")
    return NeedSet(
        name=entry.text("name"),
        title=entry.text("title"),
        description=entry.text("description"),
        edition=entry.text("edition"),
        source=entry.text("source"),
        needs=needs,
    )


def _need(entry: Entry, columns: Collection[str]) -> Need:
    entry.only(
        required=("name", "column", "label", "definition"),
        optional=("section", "cut_off", "severe", "max_score", "items"),
    )
    need = Need(
        name=entry.text("name"),
        column=entry.text("column"),
        label=entry.text("label"),
        definition=entry.text("definition"),
        cut_off=entry.whole_or_none("cut_off"),
        severe=entry.whole_or_none("severe"),
        max_score=entry.whole_or_none("max_score"),
        items=entry.texts("items"),
        section=entry.whole_or_none("section"),
    )
    if need.column not in columns:
        entry.reject("column", because=f"there is no need column {need.column}")
    if need.severe is not None and (need.cut_off is None or need.severe < need.cut_off):
        entry.reject("severe", because="a cut-off, and no higher than the severe one, is wanted")
    top = need.severe if need.severe is not None else need.cut_off
    if need.max_score is not None and top is not None and need.max_score < top:
        entry.reject("max_score", because="the highest score is below a cut-off")
    return need
