"""Two releases of nearly the same people side by side: what changed, and what the difference would tell."""

from __future__ import annotations

import csv
import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from needskit.disclosure.policies import policy_named
from needskit.disclosure.released import Release
from needskit.errors import UsageError
from needskit.output.tidy import ABOUT, ALSO_COUNTED, OURS

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator, Mapping

COUNTED = ("count", "out_of", *ALSO_COUNTED)
REST = "out_of less count"
"""What is left of a row by subtraction, which no column shows."""

Place = tuple[str, str, str]
"""A table, a row of it, and one of its numbers."""

USUAL = 5


@dataclass(frozen=True, slots=True)
class Telling:
    """One number whose change would tell of few people who came or left."""

    table: str
    row: str
    figure: str
    old: int
    new: int
    few: tuple[int, int]
    """Between which numbers a reader knows the change to be."""


@dataclass(frozen=True, slots=True)
class Churn:
    """What two releases show of the same rows of the same tables.

    Parameters
    ----------
    same, changed
        How many numbers are shown in both, and are the same or others.
    new, gone
        How many only the second has, and only the first.
    uncovered, covered
        How many were hidden in the first and are shown in the second, and the other way round.
    threshold
        A change of fewer than so many tells of few people.
    tells
        The numbers whose change is known to be of few people.
    """

    same: int
    changed: int
    new: int
    gone: int
    uncovered: int
    covered: int
    threshold: int
    tells: tuple[Telling, ...] = field(repr=False)

    def to_frame(self) -> pd.DataFrame:
        """Return a row for each change that tells of few people."""
        columns = ["table", "row", "figure", "old", "new", "at_least", "at_most"]
        rows = [(t.table, t.row, t.figure, t.old, t.new, *t.few) for t in self.tells]
        return pd.DataFrame(rows, columns=columns)

    @property
    def sentences(self) -> tuple[str, ...]:
        """What was found, for the analyst."""
        found = [
            f"Numbers in both: {self.same:,} the same, {self.changed:,} changed.",
            f"Only in the new release: {self.new:,}. Only in the old one: {self.gone:,}.",
        ]
        if self.uncovered or self.covered:
            found.append(
                f"Hidden in the old release and shown in the new: {self.uncovered:,}; the other way round: "
                f"{self.covered:,}. What was hidden so that others are not told should stay hidden."
            )
        if self.tells:
            found.append(
                f"{len(self.tells):,} changes tell of fewer than {self.threshold} people who came or left. Release the "
                "new tables under policy 'publish', or less often."
            )
        else:
            found.append(f"No change of a number by itself tells of fewer than {self.threshold} people.")
        return tuple(found)


def compare_releases(
    old: Release | str | os.PathLike[str], new: Release | str | os.PathLike[str], *, threshold: int = USUAL
) -> Churn:
    """What changed from one release to the next, and which changes would tell of few people who came or left?

    Numbers are compared by table, row and column; what is left of a row by subtraction is compared too. A change is
    known as nearly as both policies let it be: under ``publish`` each number may be 4 off, so that no change by itself
    tells of fewer than 5; true numbers tell every change.

    Parameters
    ----------
    old, new
        Releases, or folders of tidy files.
    threshold
        The first number of people that may be told.

    Raises
    ------
    UsageError
        If a folder holds no tidy files, or says no policy.

    Examples
    --------
    >>> import needskit as nk
    >>> people = nk.synthetic_people(people=120, seed=1)
    >>> first, second = (
    ...     nk.release(nk.needs.prevalence(nk.read_cohort(some, population="made-up people", as_at="2025-12-31")))
    ...     for some in (people, people.head(117))
    ... )
    >>> churn = compare_releases(first, second)
    >>> churn.tells, churn.new, churn.gone
    ((), 0, 0)
    """
    before, after = _numbers(old), _numbers(new)
    kinds: Counter[str] = Counter()
    tells = []
    for place in before.shown.keys() & after.shown.keys():
        one, other = before.shown[place], after.shown[place]
        if place[2] != REST:
            kinds[_kind(one, other)] += 1
        few = None if one is None or other is None else _few(other - one, before.off_by(place) + after.off_by(place))
        if one is not None and other is not None and few and few[0] >= 1 and few[1] < threshold:
            tells.append(Telling(*place, one, other, few))
    counted = [{place for place in each.shown if place[2] != REST} for each in (before, after)]
    return Churn(
        same=kinds["same"],
        changed=kinds["changed"],
        new=len(counted[1] - counted[0]),
        gone=len(counted[0] - counted[1]),
        uncovered=kinds["uncovered"],
        covered=kinds["covered"],
        threshold=threshold,
        tells=tuple(sorted(tells, key=lambda each: (each.table, each.row, each.figure))),
    )


def _kind(one: int | None, other: int | None) -> str:
    if one is None or other is None:
        return "hidden" if one is other else "uncovered" if one is None else "covered"
    return "same" if one == other else "changed"


def _few(change: int, off_by: int) -> tuple[int, int]:
    """Return between which numbers a change lies, whichever way it went."""
    return abs(change) - off_by, abs(change) + off_by


@dataclass(frozen=True, slots=True)
class _Numbers:
    """The numbers of people of a release, None where one is hidden."""

    shown: Mapping[Place, int | None]
    each_off_by: int

    def off_by(self, place: Place) -> int:
        return self.each_off_by * (2 if place[2] == REST and self.each_off_by else 1)


def _numbers(release: Release | str | os.PathLike[str]) -> _Numbers:
    if isinstance(release, Release):
        rows, off_by = _of_release(release), release.off_by
    else:
        folder = Path(release)
        if not folder.is_dir():
            message = f"There is no folder '{folder.name}'. Name the folders of tidy files of both releases."
            raise UsageError(message)
        rows, off_by = _of_folder(folder), policy_named(_policy_in(folder)).off_by
    found: dict[Place, int | None] = {}
    for table, row, figures in rows:
        found |= {(table, row, name): value for name, value in figures.items()}
        count, out_of = figures.get("count"), figures.get("out_of")
        if count is not None and out_of is not None:
            found[table, row, REST] = out_of - count
    return _Numbers(found, off_by)


def _of_release(release: Release) -> Iterator[tuple[str, str, dict[str, int | None]]]:
    for table in release:
        for cell in table.cells:
            shown = {name: cell.figures.get(name) for name in COUNTED if name in cell.measure.figures}
            whole = {name: None if value is None else round(value) for name, value in shown.items()}
            yield table.caption.key, ", ".join(cell.at), whole


def _whole(words: str, path: Path) -> int:
    try:
        return int(words)
    except ValueError:
        message = (
            f"'{path.name}' holds something else than a whole number among its counts. Write the tidy files again."
        )
        raise UsageError(message) from None


def _of_folder(folder: Path) -> Iterator[tuple[str, str, dict[str, int | None]]]:
    files = sorted(path for path in folder.glob("*.csv") if OURS.fullmatch(path.name))
    if not files:
        message = f"The folder '{folder.name}' holds no tidy files, as --tidy and nk.write_tidy write them."
        raise UsageError(message)
    for path in files:
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if "count" not in row:
                    message = f"'{path.name}' has no column of counts. Write the tidy files again."
                    raise UsageError(message)
                labels = list(row)[: list(row).index("count")]
                counted = [name for name in COUNTED if name in row]
                # A plain count has no denominator: that is no hidden number.
                given = [name for name in counted if row[name] or name == "count"]
                figures = {name: _whole(row[name], path) if row[name] else None for name in given}
                yield path.stem, ", ".join(row[name] for name in labels), figures


def _policy_in(folder: Path) -> str:
    try:
        about = (folder / ABOUT).read_text(encoding="utf-8")
    except OSError:
        about = ""
    said = re.search(r"^Policy: (\S+)\.$", about, re.MULTILINE)
    if said is None:
        message = f"The folder '{folder.name}' does not say its policy: '{ABOUT}' is missing from it or says none."
        raise UsageError(message)
    return said[1]
