"""Which sources match nobody in the source of people, and which column of which file would link them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from needskit.guess.identifiers import identifiers_of, kind_of
from needskit.guess.keys import key_columns
from needskit.guess.toml_text import shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from needskit.guess.roles import Planned

IN_WORDS: Final = {"crn": "CRNs", "pnc": "PNC numbers", "noms": "NOMS numbers", "as written": "others"}


def relinked(planned: Sequence[Planned]) -> tuple[Planned, ...]:
    """Return the sources, each that matches nobody with the key that does, where it has another one."""
    people = _people(planned)
    return tuple(_relinked(each, people) if _matches_nobody(each, people) else each for each in planned)


def _relinked(source: Planned, people: frozenset[str]) -> Planned:
    able = [column for column in key_columns(source.sheet) if identifiers_of(column) & people]
    return replace(source, key=max(able, key=lambda column: len(identifiers_of(column) & people))) if able else source


def _people(planned: Sequence[Planned]) -> frozenset[str]:
    """Return the identifiers of everybody in the cohort."""
    keys = [each.key for each in planned if each.role == "people" and each.key is not None]
    return frozenset[str]().union(*map(identifiers_of, keys))


def _matches_nobody(source: Planned, people: frozenset[str]) -> bool:
    return (
        source.role != "people" and source.key is not None and bool(people) and not identifiers_of(source.key) & people
    )


def unlinked(planned: Sequence[Planned]) -> dict[str, str]:
    """Say of each source that matches nobody why that may be and what would link it, by the name of the source.

    Files, sheets and headers are named, and kinds of identifiers: never an identifier.
    """
    people = _people(planned)
    return {each.name: _words(each, planned, people) for each in planned if _matches_nobody(each, people)}


def _words(source: Planned, planned: Sequence[Planned], people: frozenset[str]) -> str:
    main = next(each for each in planned if each.role == "people" and each.key is not None)
    if source.key is None or main.key is None:
        return ""
    titles = " and ".join(dict.fromkeys(each.sheet.title for each in planned if each.role == "people"))
    theirs, ours = kind_of(source.key), kind_of(main.key)
    if theirs != ours:
        why = f"{shown(source.key.header)} holds {IN_WORDS[theirs]}"
        why += f", and {shown(main.key.header)} there holds {IN_WORDS[ours]}"
    elif theirs == "as written":
        why = "they may be of another kind, or of other people"
    else:
        why = f"both hold {IN_WORDS[ours]}, so the files are of other people"
    return f"no identifier in {source.sheet.title} is in {titles}: {why}. {_advice(source, planned, people)}"


def _advice(source: Planned, planned: Sequence[Planned], people: frozenset[str]) -> str:
    """Say which column would link a source: of the people, or of a file that holds both kinds."""
    wanted = identifiers_of(source.key) if source.key is not None else frozenset()
    for each in planned:
        other = next((column for column in key_columns(each.sheet) if identifiers_of(column) & wanted), None)
        if each is source or other is None:
            continue
        same = next(
            (column for column in key_columns(each.sheet) if column is not other and identifiers_of(column) & people),
            None,
        )
        if each.role == "people":
            return (
                f"Column {shown(other.header)} of {each.sheet.title} would link it, as person_id there, but only "
                "with files that have that kind too."
            )
        if same is not None:
            return (
                f"{each.sheet.title} holds both kinds: {shown(other.header)} matches this file and "
                f"{shown(same.header)} the people; add that column to this file."
            )
    return "Ask for it with the identifier that the people have."
