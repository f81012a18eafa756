"""The conditions of named cohorts: what can be asked of each column before any file is opened."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from needskit.cohort.breakdown import NOT_IN_A_BAND
from needskit.cohort.build import DUAL_DIAGNOSIS, FOLLOWED_UP, FOUND_IN
from needskit.errors import UsageError
from needskit.extract.project.measures import made_by
from needskit.extract.project.own_bandings import own_bandings
from needskit.extract.project.reading import needs_wanted
from needskit.extract.project.terms import RangePart
from needskit.schema import FLAG_ANSWERS, NEED_ANSWERS, NOT_KNOWN, load_bandings, load_codes, load_table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from needskit.cohort.settings import Wanted
    from needskit.extract.project.parts import Project
    from needskit.extract.project.terms import ConditionPart
    from needskit.schema import Field


@dataclass(frozen=True, slots=True)
class Answers:
    """What can be asked of a column.

    Parameters
    ----------
    said
        The answers as an error lists them; none if only the extract can tell.
    also
        Other words for them.
    numbers
        The whole numbers among them; None if there are none.
    """

    said: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    numbers: range | None = None


ANY = Answers()
FLAG, NEED = Answers(FLAG_ANSWERS), Answers(NEED_ANSWERS[:3])


def answers_by_name(project: Project) -> dict[str, Answers]:
    """Return the columns and breakdowns that a condition can be about, and what can be asked of each.

    Parameters
    ----------
    project
        Its own needs, breakdowns and sources are among them. Whether the extract holds a column is not asked here.
    """
    found: dict[str, Answers] = {}
    for field in (*load_table("people").fields, *made_by(project)):
        found |= _of_field(field)
    bandings = (*load_bandings(), *own_bandings(project))
    found |= {banding.name: _groups(band.label for band in banding.levels) for banding in bandings}
    found |= dict.fromkeys(needs_wanted(project).columns, NEED) | dict.fromkeys(project.need, NEED)
    # Who was assessed is always known: whoever is not said to be, is not.
    found |= {**dict.fromkeys(project.breakdowns, ANY), "assessed": Answers(FLAG_ANSWERS[:2])}
    made = (FOLLOWED_UP, DUAL_DIAGNOSIS, *(f"{FOUND_IN}{name}" for name in project.sources))
    return found | dict.fromkeys((*made, *(part.flag for part in project.sources.values() if part.flag)), FLAG)


def condition(said: ConditionPart) -> Wanted:
    """Return a condition as ``Cohort.where`` takes it.

    Examples
    --------
    >>> condition(RangePart(from_=18, to=24)), condition("female")
    ((18, 24), 'female')
    """
    return (said.from_, said.to) if isinstance(said, RangePart) else said


def condition_in_words(said: ConditionPart) -> str:
    """Say a condition in words.

    Examples
    --------
    >>> condition_in_words(RangePart(from_=18)), condition_in_words(("fixed", "flex")), condition_in_words(True)
    ('18 and over', 'fixed or flex', 'yes')
    """
    if isinstance(said, RangePart):
        if said.to is None:
            return f"{said.from_} and over"
        return f"up to {said.to}" if said.from_ is None else f"{said.from_} to {said.to}"
    if isinstance(said, bool):
        return "yes" if said else "no"
    return " or ".join(said) if isinstance(said, tuple) else str(said)


def refuse_condition(name: str, said: ConditionPart, answers: Answers, *, place: str) -> None:
    """Raise if a condition asks of a column what it cannot hold.

    Parameters
    ----------
    name
        The column or breakdown.
    said
        What is wanted of it.
    answers
        What it can hold.
    place
        Where that stands in the settings.

    Raises
    ------
    UsageError
        If so.
    """
    if isinstance(said, RangePart):
        _refuse_range(name, said, answers, place=place)
        return
    listed = said if isinstance(said, tuple) else (condition_in_words(said),)
    if not listed:
        message = f"{place}: {name} wants an answer at least."
        raise UsageError(message)
    if answers.numbers is not None:
        known = {*map(str, answers.numbers), NOT_KNOWN}
        wanted = f"a whole number {_between(answers.numbers)}, or a range such as {{ from = 18, to = 24 }}"
    else:
        known = {text.casefold() for text in (*answers.said, *answers.also)}
        wanted = f"one of {', '.join(answers.said)}"
    if answers is not ANY and not {text.casefold() for text in listed} <= known:
        message = f"{place}: {name} wants {wanted}."
        raise UsageError(message)


def _refuse_range(name: str, said: RangePart, answers: Answers, *, place: str) -> None:
    """Raise if a range is none, or of a column that has none; of the user's own columns only the extract can tell."""
    if answers.numbers is None and answers is not ANY:
        message = f"{place}: {name} holds no whole numbers, so it has no range. It wants an answer, or a list of them."
        raise UsageError(message)
    if said.from_ is None and said.to is None:
        message = f"{place}: {name} wants from, to or both."
        raise UsageError(message)
    numbers = answers.numbers or range(sys.maxsize)
    low = numbers[0] if said.from_ is None else said.from_
    high = numbers[-1] if said.to is None else said.to
    if low > high or high < numbers[0] or low > numbers[-1]:
        within = f" {_between(answers.numbers)}" if answers.numbers else ""
        message = f"{place}: nobody is in the range of {name}. It wants from, and to not below it{within}."
        raise UsageError(message)


def _between(numbers: range) -> str:
    return f"from {numbers[0]} to {numbers[-1]}"


def _of_field(field: Field) -> dict[str, Answers]:
    """Return a standard column, if it can be asked about, and its groupings."""
    if field.type == "boolean":
        return {field.name: NEED if field.role == "need" else FLAG}
    if field.type == "integer" and field.role != "count":
        return {field.name: Answers(numbers=range(field.minimum or 0, (field.maximum or 0) + 1))}
    if field.codes:
        codes = load_codes(field.codes)
        found = {field.name: Answers(codes.categories, tuple(code.label for code in codes.codes))}
        when = field.name.removeprefix(codes.name)
        return found | {
            f"{grouping.name}{when}": _groups(level.label for level in grouping.levels) for grouping in codes.groupings
        }
    return {field.name: ANY} if field.role == "breakdown" else {}


def _groups(labels: Iterable[str]) -> Answers:
    return Answers((*labels, NOT_KNOWN), also=(NOT_IN_A_BAND,))
