"""Whom each row of a table counts, and the one place where a cohort is counted for it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from needskit.analysis.answers import KNOWN
from needskit.cohort.answered import answered_in
from needskit.cohort.breakdown import Breakdown, Group, each_answer
from needskit.cohort.build import NUMBER_OF_NEEDS
from needskit.cohort.combination import COMBINATION, combination_of
from needskit.cohort.profile import answer_codes
from needskit.errors import UsageError
from needskit.table.table import Caption, Cell, Dimension, Headings, Table
from needskit.table.whom import Attribute, Condition, Sum, Whom
from needskit.table.wording import after_by, slug

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy.typing as npt

    from needskit.cohort.cohort import Cohort
    from needskit.cohort.packed import Codes
    from needskit.cohort.profile import Counts
    from needskit.table.measure import Measure

Asked = tuple[Condition, ...]
"""People of a group who meet all of these conditions; everybody in it if there are none."""

Part = tuple[tuple[int, Asked], ...]
"""What a measure counts: weighted counts of people of a group."""


def people(*conditions: Condition) -> Part:
    """Return the part that is the people of a group who meet all of the conditions.

    Examples
    --------
    >>> people(), people(("sex", frozenset({"female"})))
    (((1, ()),), ((1, (('sex', frozenset({'female'})),)),))
    """
    return ((1, conditions),)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a question: its labels, its measure and whom each part of the measure counts."""

    at: tuple[str, ...]
    measure: Measure
    parts: tuple[Part, ...]
    found_in: str = ""
    """The attribute whose answers the extract brought along, if the row is one of them."""
    rare_in: str = ""
    """The label of the row that takes this one in where too few people are in it to be listed."""


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
    by = f" by {' and '.join(after_by(b.label, is_flag=b.known == KNOWN) for b in breakdowns)}" if breakdowns else ""
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
    counter = Counter(cohort)
    cells = tuple(
        Cell((*group.at, *row.at), row.measure, tuple(counter.sum_of(group, part) for part in row.parts))
        for group in groups
        for row in rows
    )
    return Table(
        caption=caption_for(cohort, words, breakdowns),
        dimensions=dimensions,
        headings=words.headings,
        cells=cells,
        counts=counter.counts,
        attributes=attributes_of(cohort, counter.counts),
    )


def attributes_of(cohort: Cohort, counts: Iterable[Whom]) -> dict[str, Attribute]:
    """Return every attribute that these descriptions use, and those that the used ones are made from."""
    used = {name for whom in counts for name, _ in whom.conditions}
    made = {name: attribute_of(cohort, name) for name in used}
    used |= {need for attribute in made.values() for need in attribute.numbers}
    used |= {name for attribute in made.values() for implied in attribute.implies for name, _ in implied.conditions}
    # A dual diagnosis is made of problems that are attributes only where a table asks for them.
    found = (attribute_of(cohort, name) for name in sorted(used) if name in {COMBINATION, *cohort.attributes})
    return {each.name: replace(each, answered=answered_in(cohort, each)) for each in found}


def attribute_of(cohort: Cohort, name: str) -> Attribute:
    """Return an attribute of a cohort; combinations of needs are only worked out where they are asked for."""
    return combination_of(cohort.needs.columns, NUMBER_OF_NEEDS) if name == COMBINATION else cohort.attributes[name]


@dataclass(frozen=True, slots=True)
class _Answered:
    """How many people of each group of some breakdowns meet conditions: an array, an axis a breakdown."""

    counts: Counts

    def at(self, positions: tuple[int | None, ...]) -> int:
        """Return the count of one group; None stands for all of a breakdown."""
        counts = self.counts
        for position in positions:
            counts = counts.sum(axis=0) if position is None else counts[position]
        return int(counts)


MOST_APART = 120
"""An attribute with more answers than this, such as a number of days, is counted as those who meet a condition."""


def _axis(attribute: Attribute, answers: frozenset[str]) -> Breakdown:
    """Return how people are divided to see who gave some answers: by each answer, or in two."""
    if len(attribute.answers) <= MOST_APART:
        return each_answer(attribute, {})
    others = frozenset(attribute.answers) - answers
    groups = tuple(Group(label, held) for label, held in (("yes", answers), ("no", others)) if held)
    name = f"{attribute.name}: {'|'.join(sorted(answers))}"
    return Breakdown(name, attribute.label, attribute, groups)


class Counter:
    """Looks counts up in the profile and notes whom each one counts."""

    def __init__(self, cohort: Cohort) -> None:
        self.cohort = cohort
        self.counts: dict[Whom, int] = {}
        self._described: dict[Asked, Whom | None] = {}
        self._found: dict[tuple[tuple[str, ...], Asked], _Answered] = {}

    def sum_of(self, group: Placed, part: Part) -> Sum:
        """Return the sum that counts the people of a group whom a part means."""
        terms = ((weight, asked, self._whom(group.whom, asked)) for weight, asked in part)
        found = []
        for weight, asked, whom in terms:
            if whom is not None:
                if whom not in self.counts:
                    self.counts[whom] = self._count(group, asked)
                found.append((weight, whom))
        return tuple(found)

    def amount_of(self, group: Placed, asked: Asked, *, of: str, called: str) -> Sum:
        """Return the sum that counts what the people of a group come to together: their offences, say.

        It is no count of people, so it has a source of its own, and is tied to the amounts of other groups alone.

        Parameters
        ----------
        group
            The people.
        asked
            What they meet besides.
        of
            The attribute whose answers are numbers; whoever's is not known adds nothing.
        called
            What is counted: "reoffences".
        """
        who = self._whom(group.whom, asked)
        if who is None:
            return ()
        whom = Whom(f"{who.source}: {called}", who.conditions)
        if whom not in self.counts:
            key = (tuple(b.name for b in group.breakdowns), (*asked, (of, frozenset())))
            if key not in self._found:
                among = self._rows_with(asked)
                self._found[key] = _Answered(self.cohort.profile.amount_by(of, among, *group.breakdowns))
            self.counts[whom] = self._found[key].at(group.positions)
        return ((1, whom),)

    def _whom(self, group: Whom | None, asked: Asked) -> Whom | None:
        """Describe the people of a group who meet conditions; those of one part are worked out once."""
        if group is None or not asked:
            return group
        if asked not in self._described:
            attributes = {name: attribute_of(self.cohort, name) for name, _ in asked}
            self._described[asked] = Whom(group.source).meeting(asked, attributes)
        alone = self._described[asked]
        if alone is None:
            return None
        held = {name for name, _ in group.conditions}
        if held.isdisjoint(name for name, _ in alone.conditions):
            return Whom(group.source, group.conditions | alone.conditions)
        return group.meeting(asked, {name: attribute_of(self.cohort, name) for name, _ in asked})

    def _count(self, group: Placed, asked: Asked) -> int:
        key = (tuple(b.name for b in group.breakdowns), asked)
        if key not in self._found:
            self._found[key] = _Answered(self._counted(group.breakdowns, asked))
        return self._found[key].at(group.positions)

    def _counted(self, by: tuple[Breakdown, ...], asked: Asked) -> Counts:
        """Return the counts by group of those who meet all conditions."""
        profile = self.cohort.profile
        about_needs = [(name, answers) for name, answers in asked if self._is_of_needs(name)]
        others = [(attribute_of(self.cohort, name), answers) for name, answers in asked if not self._is_of_needs(name)]
        for attribute, _ in others:
            if any(b.attribute.name == attribute.name for b in by):
                message = f"'{attribute.name}' cannot be broken down by itself."
                raise UsageError(message)
        axes = (*by, *(_axis(attribute, answers) for attribute, answers in others))
        if about_needs:
            counts = profile.patterns_by(*axes) @ self._patterns_with(about_needs)
        else:
            counts = profile.people_by(*axes)
        for axis, (_, answers) in reversed(list(zip(axes[len(by) :], others, strict=True))):
            kept = [place for place, group in enumerate(axis.groups) if group.answers <= answers]
            counts = counts[..., kept].sum(axis=-1)
        return counts

    def _rows_with(self, asked: Asked) -> npt.NDArray[np.bool_]:
        """Return which rows meet conditions that are not on needs."""
        kept = np.ones(len(self.cohort.people), dtype=bool)
        for name, answers in asked:
            attribute = attribute_of(self.cohort, name)
            meets = np.array([*(answer in answers for answer in attribute.answers), False])
            kept &= meets[answer_codes(self.cohort.people, attribute)]
        return kept

    def _is_of_needs(self, name: str) -> bool:
        return name in {NUMBER_OF_NEEDS, COMBINATION} or name in self.cohort.profile.needs

    def _patterns_with(self, asked: Sequence[Condition]) -> Counts:
        """Return 1 for each pattern of answers that meets the conditions on needs, and 0 for the others."""
        profile = self.cohort.profile
        kept = np.ones(len(profile.patterns), dtype=bool)
        for name, answers in asked:
            attribute = attribute_of(self.cohort, name)
            if name == NUMBER_OF_NEEDS:
                codes: Codes = profile.number_of_each_pattern
            elif name == COMBINATION:
                codes = profile.combination_of_each_pattern
            else:
                codes = profile.patterns[:, profile.needs.index(name)]
            # People to whom the question is not put have the code after the last.
            kept &= np.array([*(answer in answers for answer in attribute.answers), False])[codes]
        return kept.astype(np.int64)
