"""Where figures come from: the files that were read, and every setting."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


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
    """

    name: str
    sha256: str
    details: str
    label: str = ""
    role: str = "people"
    rows: Mapping[str, int] = field(default_factory=dict, compare=False, repr=False)
    outside: int = field(default=0, compare=False, repr=False)
    used_are: str = ""


@dataclass(frozen=True, slots=True)
class Stated:
    """A setting as the method sheet says it: name, value and what it means."""

    name: str
    value: str
    meaning: str
