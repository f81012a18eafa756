"""The one place where a cohort is counted into a table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from needskit.cohort.breakdown import EVERYBODY, NOT_KNOWN, Breakdown, each_answer
from needskit.cohort.build import NUMBER_OF_NEEDS
from needskit.errors import UsageError
from needskit.table.measure import COUNT, PERCENTAGE, Measure
from needskit.table.table import Caption, Cell, Dimension, Headings, Level, Table
from needskit.table.whom import Sum, Whom, count_of
from needskit.table.wording import slug

if TYPE_CHECKING:
    from needskit.cohort.cohort import Cohort
    from needskit.cohort.profile import Counts

By = str | Sequence[str] | None
"""No breakdown, one by its name, or several crossed with each other."""

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


def share(cohort: Cohort, rows: Iterable[Row], *, name: str, label: str, words: Words, by: By = None) -> Table:
    """Of how many people is each statement true?

    Parameters
    ----------
    cohort
        Whose people are counted.
    rows
        The statements.
    name, label
        Of the dimension that the statements are the levels of.
    words
        For caption and headings.
    by
        Breakdowns; a group "all" comes first.

    Raises
    ------
    UsageError
        If the cohort has no such breakdown.
    """
    breakdowns = _breakdowns(cohort, by)
    asked = tuple(rows)
    dimensions = (
        *(Dimension(b.name, b.label, (Level(EVERYBODY), *levels_of(b))) for b in breakdowns),
        Dimension(name, label, tuple(Level(row.at[-1], found_in=row.found_in) for row in asked)),
    )
    return counted(cohort, _groups(cohort, breakdowns), asked, dimensions, words, breakdowns)


def distribution(cohort: Cohort, of: str, *, words: Words, by: By = None) -> Table:
    """How do people divide between the answers to a question?

    Each group of the breakdown ``of`` as a percentage of those whose answer is known; those whose answer is
    not known are a row of their own and in no percentage.

    Parameters
    ----------
    cohort
        Whose people are counted.
    of
        The breakdown that is the question: ``sex``, ``age_band``.
    words
        For caption and headings.
    by
        Breakdowns; a group "all" comes first.

    Raises
    ------
    UsageError
        If the cohort has no such breakdown.
    """
    found = cohort.breakdown(of)
    return share(cohort, answers_of(found), name=found.name, label=found.label, words=words, by=by)


def stacked(cohort: Cohort, row: Row, *, by: By, words: Words) -> Table:
    """Of how many in each group, one breakdown after another, is one statement true?

    The first row is everybody; then come the groups of each breakdown, under its name.

    Raises
    ------
    UsageError
        If the cohort has no such breakdown.
    """
    groups = [Placed((EVERYBODY, EVERYBODY), cohort.whom, (), ())]
    for breakdown in _breakdowns(cohort, by):
        for position, group in enumerate(breakdown.groups):
            whom = cohort.whom.narrow(breakdown.attribute, group.answers)
            groups.append(Placed((breakdown.label, group.label), whom, (breakdown,), (position,)))
    levels = [Level(EVERYBODY, under=EVERYBODY)]
    levels += [level for name in names_in(by) for level in levels_of(cohort.breakdown(name), nested=True)]
    return counted(cohort, groups, (row,), one_after_another(levels), words)


def levels_of(breakdown: Breakdown, *, nested: bool = False) -> list[Level]:
    """Return the levels of a breakdown, under its label if it is one of several in a table."""
    under = breakdown.label if nested else None
    return [Level(group.label, under, breakdown.found_in(group.label)) for group in breakdown.groups]


def one_after_another(groups: Sequence[Level]) -> tuple[Dimension, Dimension]:
    """Return the dimensions of a table that goes through one characteristic after another."""
    characteristics = tuple(Level(label) for label in dict.fromkeys(group.under or "" for group in groups))
    return (
        Dimension("characteristic", "Characteristic", characteristics),
        Dimension("group", "Group", tuple(groups)),
    )


def names_in(by: By) -> tuple[str, ...]:
    """Return the names of breakdowns that were asked for, one or several.

    Raises
    ------
    UsageError
        If one is named twice.

    Examples
    --------
    >>> names_in("sex"), names_in(["sex", "age_band"]), names_in(None)
    (('sex',), ('sex', 'age_band'), ())
    """
    names = () if by is None else (by,) if isinstance(by, str) else tuple(by)
    if len(set(names)) < len(names):
        message = "A breakdown is named twice. Name each once."
        raise UsageError(message)
    return names


def answers_of(breakdown: Breakdown, measure: Measure = PERCENTAGE) -> list[Row]:
    """Return a row for each group: a percentage of those known, and a plain count of those not known."""
    name = breakdown.attribute.name
    return [
        Row((group.label,), COUNT, ((name, group.answers),))
        if group.label == NOT_KNOWN
        else Row(
            (group.label,),
            measure,
            ((name, group.answers), (name, breakdown.known), None),
            breakdown.found_in(group.label),
        )
        for group in breakdown.groups
    ]


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


def _breakdowns(cohort: Cohort, by: By) -> tuple[Breakdown, ...]:
    return tuple(cohort.breakdown(name) for name in names_in(by))


def _groups(cohort: Cohort, breakdowns: tuple[Breakdown, ...]) -> list[Placed]:
    """Return every combination of groups, "all" of each first."""
    placed = []
    for positions in product(*([None, *range(len(b.groups))] for b in breakdowns)):
        whom: Whom | None = cohort.whom
        labels = []
        for breakdown, position in zip(breakdowns, positions, strict=True):
            labels.append(EVERYBODY if position is None else breakdown.groups[position].label)
            if position is not None and whom is not None:
                whom = whom.narrow(breakdown.attribute, breakdown.groups[position].answers)
        placed.append(Placed(tuple(labels), whom, breakdowns, positions))
    return placed


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
