"""The releases that went out before, and what a new release must do about them."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from needskit.disclosure.gathered import Gathered
from needskit.disclosure.ledger.files import Entry, Places, read_entries, read_key, write_entries
from needskit.disclosure.linked import completed, link
from needskit.errors import UsageError

if TYPE_CHECKING:
    import os
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from needskit.disclosure.key import Key
    from needskit.disclosure.policy import Policy
    from needskit.disclosure.protected import Protected
    from needskit.disclosure.released import ReleasedTable
    from needskit.table.table import Table
    from needskit.table.whom import Whom

ID_DIGITS = 12


@dataclass(frozen=True, slots=True)
class Before:
    """What is known of the counts of a release from those before it.

    Parameters
    ----------
    true
        The true counts of all that the tables show, and of what follows.
    shown
        What counts were shown as, where they have not changed since.
    hidden
        Which counts were hidden, and have not changed since.
    besides
        What other counts of the same people were shown as, which no new table shows: of true numbers, which tell of
        each other across releases.
    """

    true: Mapping[Whom, int] = field(default_factory=dict, repr=False)
    shown: Mapping[Whom, int] = field(default_factory=dict, repr=False)
    hidden: frozenset[Whom] = field(default=frozenset(), repr=False)
    besides: Mapping[Whom, int] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Ledger:
    """The releases in a ledger, the earliest first."""

    places: Places
    key: Key
    entries: tuple[Entry, ...]

    @staticmethod
    def opened(path: str | os.PathLike[str]) -> Ledger:
        """Read a ledger, or begin one.

        Raises
        ------
        UsageError
            If the file is no ledger, is broken, or its private files do not go with it.
        """
        places = Places(Path(path))
        key = read_key(places)
        return Ledger(places, key, read_entries(places, key))

    def refuse_other_policy(self, policy: Policy) -> None:
        """Raise if a release may not go into this ledger.

        Raises
        ------
        UsageError
            If its policy protects nothing, or earlier releases have another.
        """
        name = self.places.shown.name
        if not policy.protects:
            message = (
                f"Policy '{policy.name}' is for internal use, and a ledger holds what went out. Leave '{name}' out."
            )
            raise UsageError(message)
        other = sorted({each.policy for each in self.entries} - {policy.name})
        if other:
            message = (
                f"The ledger '{name}' holds releases under policy '{other[0]}', and this one is under '{policy.name}'. "
                "Keep to one policy for the same people: two, side by side, tell more than either."
            )
            raise UsageError(message)

    def before(self, tables: Sequence[Table]) -> Before:
        """Return what earlier releases showed of the counts of these tables, the latest first to be believed."""
        gathered = [
            Gathered.of(tables, source) for source in sorted({whom.source for table in tables for whom in table.counts})
        ]
        true: dict[Whom, int] = {}
        for of_it in gathered:
            true |= completed(of_it.linked(), of_it.counts)
        shown: dict[Whom, int] = {}
        hidden = set()
        changed: set[str] = set()
        for whom, count in true.items() if self.entries else ():
            cell, mark = self.key.of_cell(whom), self.key.of_count(whom, count)
            for entry in self.entries:
                if cell in entry.marks and entry.marks[cell] != mark:
                    changed.add(entry.id)
                if entry.marks.get(cell) != mark:
                    continue
                value = entry.shown[cell]
                if value is None:
                    hidden.add(whom)
                else:
                    shown[whom] = value
        besides: dict[Whom, int] = {}
        for of_it in gathered:
            besides |= self._besides(of_it, true.keys(), changed)
        return Before(true, shown, frozenset(hidden - shown.keys()), besides)

    def _besides(self, of_it: Gathered, these: Collection[Whom], changed: Collection[str]) -> dict[Whom, int]:
        """Return the other counts that releases of the same people showed, as far as they have to do with these.

        A release of which a count is another now was of other people, and so was one whose counts do not go with these.
        """
        source = next(iter(of_it.counts)).source
        found: dict[Whom, int] = {}
        for entry in self.entries:
            of_these = {
                whom: value
                for cell, whom in entry.described.items()
                if (value := entry.shown[cell]) is not None
                and whom.source == source
                and whom not in these
                and all(
                    name in of_it.attributes and answers <= set(of_it.attributes[name].answers)
                    for name, answers in whom.conditions
                )
            }
            if entry.id in changed or not of_these:
                continue
            together = {**found, **of_these}
            linked = link({*of_it.shown, *together}, of_it.attributes)
            if min(completed(linked, {**together, **of_it.counts}).values()) >= 0:
                found = together
        return found

    def add(self, tables: Sequence[ReleasedTable], protected: Protected, policy: Policy, before: Before) -> str:
        """Write a release into the ledger, unless it is there already, and return its id."""
        numbers = dict(_shown_of(tables, protected, policy))
        known = {whom: self.key.of_cell(whom) for whom in numbers if whom in before.true}
        shown = dict(sorted((cell, numbers[whom]) for whom, cell in known.items()))
        marks = dict(sorted((cell, self.key.of_count(whom, before.true[whom])) for whom, cell in known.items()))
        # The marks are in it too: the same numbers of other people are another release.
        text = json.dumps([policy.name, shown, marks])
        name = hashlib.sha256(text.encode()).hexdigest()[:ID_DIGITS]
        if name not in {each.id for each in self.entries}:
            # Rounded numbers are pinned, and tell of no others.
            described = {} if policy.rounds else {cell: whom for whom, cell in known.items()}
            entry = Entry(name, _version(), policy.name, policy.base, protected.off_by, shown, marks, described)
            write_entries(self.places, self.key, (*self.entries, entry))
        return name

    def forget(self, name: str) -> None:
        """Take a release out that never went out.

        Raises
        ------
        UsageError
            If there is none of that id.
        """
        if name not in {each.id for each in self.entries}:
            message = f"The ledger '{self.places.shown.name}' holds no release '{name}'."
            raise UsageError(message)
        write_entries(self.places, self.key, tuple(each for each in self.entries if each.id != name))


def _shown_of(
    tables: Sequence[ReleasedTable], protected: Protected, policy: Policy
) -> Iterator[tuple[Whom, int | None]]:
    """Go through the counts that a release shows; where all are multiples that add up, also through what follows."""
    if not policy.hides_counts:
        yield from ((whom, count) for whom, count in protected.counts.items() if whom not in protected.hidden)
        return
    for cell in (cell for table in tables for cell in table.cells):
        # Parts beyond those that a measure shows are behind a figure, and stand in no table.
        for part in cell.parts[: len(cell.measure.shows)]:
            # Of a sum of several, none by itself is shown.
            for _, whom in part if len(part) == 1 else ():
                yield whom, None if whom in protected.hidden else protected.counts[whom]


def _version() -> str:
    try:
        return version("needskit")
    except PackageNotFoundError:
        return "not installed"
