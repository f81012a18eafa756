"""Whom each row of a table counts, and the one place where a cohort is counted for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from needskit.cohort.breakdown import Breakdown, each_answer
from needskit.cohort.build import NUMBER_OF_NEEDS
from needskit.errors import UsageError
from needskit.table.table import Caption, Cell, Dimension, Headings, Table
from needskit.table.whom import Sum, Whom, count_of
from needskit.table.wording import slug

if TYPE_CHECKING:
    from collections.abc import Sequence

    from needskit.cohort.cohort import Cohort
    from needskit.cohort.profile import Counts
    from needskit.table.measure import Measure

Answered = tuple[str, frozenset[str]] | None
"""People who gave one of these answers to an attribute; None for everybody in the group."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a question: its labels, its measure and whom each part of the measure counts."""

    at: tuple[str, ...]
    measure: Measure
    parts: tuple[Answered, ...]
    found_in: str = ""
    """The attribute whose answers the extract brought along, if the row is one of them."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of an analysis, before it is known of whom and by what."""

    key: str
    title: str
    headings: Headings
    notes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


def caption_for(cohort: Cohort, words: Words, breakdowns: Sequence[Breakdown]) -> Caption:
    """Return the caption: the key says the analysis, the part of the cohort and the breakdowns."""
    key = words.key
    if cohort.among:
        key += f"_for_{slug(cohort.among)}"
    if breakdowns:
        key += f"_by_{'_and_'.join(b.name for b in breakdowns)}"
    by = f" by {' and '.join(_inside_a_sentence(b.label) for b in breakdowns)}" if breakdowns else ""
    sources = (*words.sources, *(f"{b.label}: {b.source}" for b in breakdowns if b.source))
    return Caption(
        key=key,
        title=f"{words.title}{by}",
        population=cohort.in_words,
        among=cohort.among,
        notes=words.notes,
        sources=sources,
        made_up=cohort.made_up,
    )


def _inside_a_sentence(label: str) -> str:
    """Return a label without its capital, unless it starts with an abbreviation."""
    return label if label[:2].isupper() else label[:1].lower() + label[1:]


@dataclass(frozen=True, slots=True)
class Placed:
    """A group of people and where it stands; its position in each breakdown, None for all of it."""

    at: tuple[str, ...]
    whom: Whom | None
    breakdowns: tuple[Breakdown, ...]
    positions: tuple[int | None, ...]


def counted(
    cohort: Cohort,
    groups: Sequence[Placed],
    rows: Sequence[Row],
    dimensions: tuple[Dimension, ...],
    words: Words,
    breakdowns: Sequence[Breakdown] = (),
) -> Table:
    """Count every row for every group."""
    counter = _Counter(cohort)
    cells = tuple(
        Cell((*group.at, *row.at), row.measure, tuple(counter.sum_of(group, part) for part in row.parts))
        for group in groups
        for row in rows
    )
    used = {name for whom in counter.counts for name, _ in whom.conditions}
    used |= {need for name in used for need in cohort.attributes[name].numbers}
    attributes = {name: cohort.attributes[name] for name in sorted(used)}
    caption = caption_for(cohort, words, breakdowns)
    return Table(caption, dimensions, words.headings, cells, counter.counts, attributes)


class _Counter:
    """Looks counts up in the profile and notes whom each one counts."""

    def __init__(self, cohort: Cohort) -> None:
        self.cohort = cohort
        self.counts: dict[Whom, int] = {}
        self._found: dict[tuple[str, ...], tuple[Counts, tuple[str, ...]]] = {}

    def sum_of(self, group: Placed, answered: Answered) -> Sum:
        """Return the sum that counts the people of a group who gave one of the answers."""
        whom = group.whom
        if whom is not None and answered is not None:
            whom = whom.narrow(self.cohort.attributes[answered[0]], answered[1])
        if whom is not None and whom not in self.counts:
            self.counts[whom] = self._count(group, answered)
        return count_of(whom)

    def _count(self, group: Placed, answered: Answered) -> int:
        key = (answered[0] if answered else "", *(b.name for b in group.breakdowns))
        if key not in self._found:
            self._found[key] = self._counted(group.breakdowns, answered)
        counts, answers = self._found[key]
        for position in group.positions:
            counts = counts.sum(axis=0) if position is None else counts[position]
        if answered is None:
            return int(counts)
        return int(sum(counts[i] for i, answer in enumerate(answers) if answer in answered[1]))

    def _counted(self, by: tuple[Breakdown, ...], answered: Answered) -> tuple[Counts, tuple[str, ...]]:
        """Return the counts by group, the last axis being the answers to the attribute."""
        profile = self.cohort.profile
        if answered is None:
            return profile.people_by(*by), ()
        attribute = self.cohort.attributes[answered[0]]
        if attribute.name == NUMBER_OF_NEEDS:
            return profile.number_by(*by), attribute.answers
        if attribute.name in profile.needs:
            return profile.answers_by(attribute.name, *by), attribute.answers
        if any(b.attribute.name == attribute.name for b in by):
            message = f"'{attribute.name}' cannot be broken down by itself."
            raise UsageError(message)
        return profile.people_by(*by, each_answer(attribute, {})), attribute.answers
