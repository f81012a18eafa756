"""Which needs the files hold: those of a set, or columns of yes and no that a header calls a need."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from needskit.guess.looked import looks_like_record
from needskit.guess.names import NEED_WORDS, OWN, WITH_NEEDS, owner_of
from needskit.guess.values import is_yes_or_no
from needskit.schema import load_needs, load_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from needskit.guess.columns import Found
    from needskit.guess.looked import Column, Sheet
    from needskit.guess.roles import Planned
    from needskit.schema import Need

SETS: Final = ("oasys", "oasys_ten", "pathways", "multiple_disadvantage")
"""The sets that are tried; of two of which as much is found the later one, if it is longer."""

HALF: Final = 0.5
ALL_OF: Final = frozenset({"multiple_disadvantage", "oasys_ten"})
"""Sets that are taken only where every need of them is found: most of each is in another set too."""


@dataclass(frozen=True, slots=True)
class OwnNeed:
    """A column of yes and no that may be a need of the user's own.

    Parameters
    ----------
    name, label
        Of the need.
    column
        That of the file.
    active
        Whether it is counted without being asked.
    in_schema
        Whether it is a need column that the schema has.
    texts
        Those that are neither yes nor no and may be written, each with the number of its rows.
    """

    name: str
    label: str
    column: Column
    active: bool
    in_schema: bool = False
    texts: tuple[tuple[str, int], ...] = ()


def need_set_of(sheets: Sequence[Sheet]) -> str:
    """Which need set do the columns of these sheets make up? "own" if most of none is there."""
    forms = {column.form for sheet in sheets for column in sheet.columns}
    best, most = OWN, HALF
    for name in SETS:
        needs = load_needs(name).needs
        found = {owner_of(form, "people", name) for form in forms}
        share = sum(_is_there(need, found) for need in needs) / len(needs)
        if share >= most and (name not in ALL_OF or share == 1) and (best == OWN or share > most or name in ALL_OF):
            best, most = name, share
    return best


def _is_there(need: Need, found: set[str]) -> bool:
    """Tell whether there is a column of the need, its score, or half of its scored questions."""
    items = [f"item_{item.name}" for item in need.items]
    answered = sum(item in found for item in items)
    return bool({need.column, f"score_{need.name}"} & found) or bool(items and answered >= HALF * len(items))


def own_needs(source: Planned, found: Found, needs: str) -> tuple[OwnNeed, ...]:
    """Which columns of a source may be needs of the user's own?

    Need columns of the schema, where no set is counted, and columns of yes and no: those that a header calls a
    need, a problem, an issue or misuse are counted at once, where no set is, and others only suggested.

    Parameters
    ----------
    source, found
        The source and its columns.
    needs
        The need set; "own" for none.
    """
    if source.role not in WITH_NEEDS or (source.split and source.role == "people"):
        return ()
    known: list[OwnNeed] = []
    if needs == OWN:
        known = [
            OwnNeed(
                each.field.name, each.field.title, each.column, each.is_read, in_schema=True, texts=each.known.strange
            )
            for each in found.matches
            if each.field.role == "need"
        ]
    forms = [column.form for column in source.sheet.columns]
    others = [
        OwnNeed(column.form, label_of(column), column, needs == OWN and NEED_WORDS.search(column.form) is not None)
        for column in found.rest
        if forms.count(column.form) == 1 and is_free(column) and is_yes_or_no(column)
    ]
    return (*known, *others)


def label_of(column: Column) -> str:
    """Return words for a column, from its header: capital first, no signs."""
    words = column.form.replace("_", " ")
    return f"{words[:1].upper()}{words[1:]}"


def is_free(column: Column) -> bool:
    """Can a column of the user's own have the name that its header gives, and may that be shown?"""
    return bool(column.form) and column.form not in load_table("people").names and not looks_like_record(column.header)
