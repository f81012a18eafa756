"""Breakdowns: ways of dividing people for a table, each a grouping of the answers to one attribute."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from needskit.table.whom import Attribute

NOT_KNOWN = "not known"
NOT_IN_A_BAND = "other ages"
EVERYBODY = "all"
"""The label of the group that is everybody, in every table with a breakdown."""


@dataclass(frozen=True, slots=True)
class Group:
    """One level of a breakdown and the answers that put a person in it."""

    label: str
    answers: frozenset[str]


@dataclass(frozen=True, slots=True)
class Breakdown:
    """Groups that divide everybody: each person is in exactly one.

    Parameters
    ----------
    name
        As it is asked for: ``age_band``.
    label
        As a reader sees it: "Age band".
    attribute
        Whose answers are grouped.
    groups
        In reading order. The last may be "not known".
    source
        Where the grouping comes from; empty if it is the code list itself.
    """

    name: str
    label: str
    attribute: Attribute
    groups: tuple[Group, ...]
    source: str = ""

    def found_in(self, label: str) -> str:
        """Return the attribute if a group is listed only because the extract holds it; empty otherwise."""
        return self.attribute.name if self.attribute.from_extract and label != NOT_KNOWN else ""

    @property
    def known(self) -> frozenset[str]:
        """Every answer but "not known"."""
        return frozenset(self.attribute.answers) - {NOT_KNOWN}


def each_answer(attribute: Attribute, labels: dict[str, str]) -> Breakdown:
    """Return the breakdown that has a group for each answer.

    A group that an extract calls "all" is told from the row of everybody.

    Examples
    --------
    >>> from needskit.table.whom import Attribute
    >>> team = Attribute("team", "Team", ("all", "north", "not known"))
    >>> [group.label for group in each_answer(team, {}).groups]
    ['all (a group)', 'north', 'not known']
    """
    named = {EVERYBODY: f"{EVERYBODY} (a group)", **labels}
    groups = tuple(Group(named.get(answer, answer), frozenset([answer])) for answer in attribute.answers)
    return Breakdown(attribute.name, attribute.label, attribute, groups)


def grouped(
    attribute: Attribute, *, name: str, label: str, groups: list[tuple[str, frozenset[str]]], source: str
) -> Breakdown:
    """Return the breakdown with these groups, completed so that it divides everybody.

    Parameters
    ----------
    attribute
        Whose answers are grouped.
    name, label, source
        The words.
    groups
        Label and answers, in reading order; answers that the attribute does not have are passed over.

    Examples
    --------
    >>> from needskit.table.whom import Attribute
    >>> age = Attribute("age", "Age", ("17", "18", "not known"))
    >>> found = grouped(age, name="adult", label="Adult", groups=[("adult", frozenset({"18"}))], source="")
    >>> [group.label for group in found.groups]
    ['adult', 'other ages', 'not known']
    """
    everything = frozenset(attribute.answers)
    made = [Group(text, answers & everything) for text, answers in groups]
    covered = frozenset().union(*(group.answers for group in made)) | {NOT_KNOWN}
    if everything - covered:
        made.append(Group(NOT_IN_A_BAND, everything - covered))
    if NOT_KNOWN in everything:
        made.append(Group(NOT_KNOWN, frozenset([NOT_KNOWN])))
    return Breakdown(name, label, attribute, tuple(made), source)
