"""Where figures come from: the files that were read, and every setting."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass(frozen=True, slots=True)
class Source:
    """A file that was read, as the provenance names it, and what became of its rows.

    Parameters
    ----------
    name, sha256, details
        The file, and how it was read.
    label
        What the analyst calls it: "probation".
    role
        What its rows are.
    rows
        How many rows met each fate; the first are those that are used.
    outside
        How many people are in it and not in the cohort.
    used_are
        The yes or no column of people whose yes are the rows that are used, where each of those is one person:
        the two counts are then one, and protected as one. Empty where there is no such column.
    complete
        Whether the settings say that whoever is not in it is known not to be concerned.
    """

    name: str
    sha256: str
    details: str
    label: str = ""
    role: str = "people"
    rows: Mapping[str, int] = field(default_factory=dict, compare=False, repr=False)
    outside: int = field(default=0, compare=False, repr=False)
    used_are: str = ""
    complete: bool = False


def all_complete(sources: Iterable[Source], role: str) -> bool:
    """Tell whether whoever is in no source of a role is known not to be concerned: each of them is complete.

    Parameters
    ----------
    sources
        Those of a cohort.
    role
        What the rows are of which it is asked.

    Examples
    --------
    >>> whole, part = Source("a.csv", "", "", role="youth", complete=True), Source("b.csv", "", "", role="youth")
    >>> all_complete([whole], "youth"), all_complete([whole, part], "youth"), all_complete([whole], "adult")
    (True, False, False)
    """
    said = [source.complete for source in sources if source.role == role]
    return bool(said) and all(said)


@dataclass(frozen=True, slots=True)
class Stated:
    """A setting as the method sheet says it: name, value and what it means."""

    name: str
    value: str
    meaning: str
