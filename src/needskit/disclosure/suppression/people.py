"""The people behind the counts of a release, as the answers that they gave: what other people are made from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from needskit.disclosure.suppression.made import Made

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from needskit.table.answered import Answered
    from needskit.table.table import Table
    from needskit.table.whom import Attribute, Condition, Whom

Codes = npt.NDArray[np.int32]
Counts = npt.NDArray[np.int64]

KEPT = ("record", "kept")
"""Everybody is on a record that was kept."""


@dataclass(frozen=True, slots=True, eq=False)
class People:
    """Everybody, those alike on one row.

    Parameters
    ----------
    codes
        The place of each answer among those of its attribute, one more where the question does not concern them; shape
        ``(rows, attributes)``.
    times
        How many people each row is; shape ``(rows,)``.
    made
        What the columns are, and how some follow from others.
    among
        What is true of all whose answers to an attribute are known here, of those that only some have.
    """

    codes: Codes
    times: Counts
    made: Made
    among: Mapping[str, frozenset[Condition]]

    def holds(self, whom: Whom) -> bool:
        """Tell whether people can be counted for a description: whether the answers that it asks for are known."""
        kept_name, kept = KEPT
        if kept_name in self.made.columns and whom.answers_to(kept_name) != frozenset([kept]):
            return False
        return all(
            name in self.made.columns and self.among.get(name, frozenset()) <= whom.conditions
            for name, _ in whom.conditions
        )


def people_behind(tables: Sequence[Table], source: str, attributes: Mapping[str, Attribute]) -> People | None:
    """Return the people whom the counts of a source are of; None where no table knows them.

    Parameters
    ----------
    tables
        With true counts.
    source
        Of the counts.
    attributes
        Every attribute that they use.
    """
    found = _widest(tables, source)
    if not found:
        return None
    kept_name, kept = KEPT
    rows = np.unique(np.concatenate([_rows(each) for each in found.values()]))
    named = {name: attributes[name] for name in sorted(attributes) if name in found or name == kept_name}
    codes = np.empty((len(rows), len(named)), dtype=np.int32)
    people = np.zeros(len(rows), dtype=np.int64)
    among = {}
    for column, (name, attribute) in enumerate(named.items()):
        if name not in found:
            codes[:, column] = attribute.answers.index(kept)
            continue
        at = np.searchsorted(rows, _rows(found[name]))
        codes[:, column] = len(attribute.answers)
        codes[at, column] = found[name].places()
        people[at] = found[name].people()
        if len(at) < len(rows):
            among[name] = found[name].among
    alike, times = _alike(codes, people)
    return People(alike, times, Made(named), among)


def _widest(tables: Sequence[Table], source: str) -> dict[str, Answered]:
    """Return the answers to each attribute of the most people, all from one extract."""
    every = [
        (name, attribute.answered)
        for table in tables
        for name, attribute in table.attributes.items()
        if attribute.answered is not None and attribute.answered.source == source
    ]
    found: dict[str, Answered] = {}
    for name, answered in every:
        if answered.extract is not every[0][1].extract:
            continue
        if name not in found or _is_wider(answered, found[name]):
            found[name] = answered
    return found


def _is_wider(one: Answered, other: Answered) -> bool:
    if other.rows is None:
        return False
    return one.rows is None or len(one.rows) > len(other.rows)


def _rows(answered: Answered) -> Counts:
    return np.arange(len(answered.people())) if answered.rows is None else answered.rows.astype(np.int64)


def _alike(codes: Codes, people: Counts) -> tuple[Codes, Counts]:
    """Put people with the same answers on one row."""
    alike, which = np.unique(codes, axis=0, return_inverse=True)
    times = np.zeros(len(alike), dtype=np.int64)
    np.add.at(times, which.ravel(), people)
    return alike, times
