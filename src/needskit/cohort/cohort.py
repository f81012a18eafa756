"""The cohort: a population in words, a date, and one typed row a person. Having one is proof of validity."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from needskit.cohort.profile import Profile, answer_codes
from needskit.cohort.settings import Definitions
from needskit.cohort.unit import one_of
from needskit.errors import UsageError, reject_name
from needskit.table.wording import date_in_words

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    import numpy.typing as npt
    import pandas as pd

    from needskit.cohort.breakdown import Breakdown
    from needskit.cohort.needs import Needs
    from needskit.cohort.packed import Codes
    from needskit.cohort.problems import Problem
    from needskit.cohort.provenance import Source, Stated
    from needskit.cohort.settings import Wanted
    from needskit.table.whom import Attribute, Whom

PEOPLE = "people"
"""The column that says how many people a row stands for, and the unit unless told otherwise."""

MOST_LISTED = 20
"""So many answers an error lists; more are numbers."""


@dataclass(frozen=True)
class Cohort:
    """Some people, described: what every analysis starts from.

    Made by ``read_cohort``, which validates; narrowed by ``where``. A row may stand for many people.

    Parameters
    ----------
    population
        Who they are, in words: "people on probation in Northshire".
    as_at
        The date that the extract describes; None if nobody said. The library never asks for today.
    unit
        What is counted, in the plural: "people".
    people
        The typed table, a row a person.
    needs
        The needs that are counted.
    attributes
        What can be asked of them, and every answer there is.
    breakdowns
        The ways of dividing them for a table.
    records
        How many records were received, by what became of them; those kept are under "kept".
    problems
        What was found wrong in the extract.
    sources
        The files.
    settings
        Everything that a figure depends on and that no file says.
    whom
        Whom it means, as a set of conditions.
    among
        The same in words; empty for everybody.
    made_up
        Whether their identifiers say that they are made up.
    assessed_stated
        Whether the extract itself says who is assessed; otherwise it is whoever answered a need.
    definitions
        What terms mean where the field has more than one meaning.
    linked
        Typed records linked to the people by role: offences, say, with ``person_id``.
    agreement
        Of each column that two sources hold: column, the later source, of how many people both know it, and of
        how many they say the same.
    left_in_engine
        Columns that were used where people were counted in an engine, and that stay there: the identifier and dates.
    extract
        Stands for all rows that were read; cohorts made from one another share it.
    of_rows
        Which of those rows the people are on, shape ``(rows,)``; None if on all.
    whole
        The cohort on all rows that this one was narrowed from; None if it is on all.
    """

    population: str
    as_at: dt.date | None
    unit: str
    people: pd.DataFrame = field(repr=False)
    needs: Needs
    attributes: Mapping[str, Attribute] = field(repr=False)
    breakdowns: Mapping[str, Breakdown] = field(repr=False)
    records: Mapping[str, int] = field(repr=False)
    problems: tuple[Problem, ...] = field(repr=False)
    sources: tuple[Source, ...] = field(repr=False)
    settings: tuple[Stated, ...] = field(repr=False)
    whom: Whom
    among: str = ""
    made_up: bool = False
    assessed_stated: bool = False
    definitions: Definitions = field(default_factory=Definitions)
    linked: Mapping[str, pd.DataFrame] = field(default_factory=dict, repr=False)
    agreement: tuple[tuple[str, str, int, int], ...] = field(default=(), repr=False)
    left_in_engine: tuple[str, ...] = field(default=(), repr=False)
    extract: object = field(default_factory=object, repr=False, compare=False)
    of_rows: Codes | None = field(default=None, repr=False, compare=False)
    whole: Cohort | None = field(default=None, repr=False, compare=False)

    def __repr__(self) -> str:
        """Describe the cohort without a number: the counts are not protected."""
        return f"<Cohort of {self.in_words}>"

    def __len__(self) -> int:
        """Count the people, whatever number of rows they are on."""
        return self.profile.total

    @property
    def in_words(self) -> str:
        """Who they are, for titles: population, conditions, date."""
        date = date_in_words(self.as_at) if self.as_at else ""
        return ", ".join(words for words in (self.population, self.among, date) if words)

    @property
    def one(self) -> str:
        """One of what is counted: "person"."""
        return one_of(self.unit)

    @cached_property
    def profile(self) -> Profile:
        """The people as codes; counted once, then every table comes from it."""
        return Profile(self.people, self.weights if PEOPLE in self.people else None, self.needs.columns)

    @property
    def weights(self) -> npt.NDArray[np.int64]:
        """How many people each row stands for, shape ``(rows,)``."""
        if PEOPLE not in self.people:
            return np.ones(len(self.people), dtype=np.int64)
        found: npt.NDArray[np.int64] = self.people[PEOPLE].to_numpy(dtype=np.int64)
        return found

    @cached_property
    def identifiers(self) -> pd.Index:
        """The identifiers in the order of the people, to find whose a linked record is.

        Kept, since finding the first makes a table of all, which takes longer than to find the others.
        """
        return self.people.set_index("person_id").index

    def breakdown(self, name: str) -> Breakdown:
        """Return a way of dividing them by its name.

        Raises
        ------
        UsageError
            If the extract has no such breakdown; the nearest one is named.
        """
        if name not in self.breakdowns:
            reject_name(name, kind="breakdown of this cohort", known=self.breakdowns)
        return self.breakdowns[name]

    def where(self, words: str, /, **conditions: Wanted) -> Cohort:
        """Which of them are of interest? Return those, with words that travel to every title.

        People whose answer is not known are not among them, unless "not known" is asked for.

        Parameters
        ----------
        words
            The conditions in words: "aged 18 to 24".
        **conditions
            A column or breakdown each: an answer, by its code or its label (``sex="female"``), several
            (``iom_tier=["fixed", "flex"]``), True or False for yes or no (``iom=True``), or for numbers a range
            with both ends in it, None for no end (``age=(18, 24)``).

        Raises
        ------
        UsageError
            If there are no words or conditions, or a column or an answer is not there.

        Examples
        --------
        >>> import datetime, needskit as nk
        >>> from needskit.synthetic import synthetic_people
        >>> cohort = nk.read_cohort(
        ...     synthetic_people(people=300, seed=1), population="made-up people", as_at="2025-12-31"
        ... )
        >>> cohort.where("aged 18 to 24", age=(18, 24))
        <Cohort of made-up people, aged 18 to 24, 31 December 2025>
        """
        if not words.strip() or not conditions:
            message = 'where() wants words and a condition, such as where("aged 18 to 24", age=(18, 24)).'
            raise UsageError(message)
        keep = np.ones(len(self.people), dtype=bool)
        whom: Whom | None = self.whom
        for name, wanted in conditions.items():
            attribute, answers = self.asked(name, wanted=wanted)
            chosen = np.array([answer in answers for answer in attribute.answers] + [False])
            keep &= chosen[answer_codes(self.people, attribute)]
            whom = whom.narrow(attribute, answers) if whom is not None else None
        if whom is None:
            message = f"Nobody can be '{words}': the conditions exclude each other or those already set."
            raise UsageError(message)
        among = ", ".join(part for part in (self.among, words.strip()) if part)
        fewer = self.on_rows(keep)
        linked = {role: _of_these(records, fewer.people) for role, records in self.linked.items()}
        return replace(fewer, whom=whom, among=among, linked=linked)

    def on_rows(self, keep: npt.NDArray[np.bool_]) -> Cohort:
        """Return the people on some of the rows, described as all are; shape of ``keep`` is ``(rows,)``."""
        rows = np.arange(len(self.people)) if self.of_rows is None else self.of_rows
        people = self.people[keep].reset_index(drop=True)
        return replace(self, people=people, of_rows=rows[keep], whole=self.whole or self)

    def asked(self, name: str, *, wanted: Wanted) -> tuple[Attribute, frozenset[str]]:
        """Return the attribute that a condition is about, and the answers that it asks for.

        Raises
        ------
        UsageError
            If there is no such column or breakdown, or it has no such answer.
        """
        askable = {n: a for n, a in self.attributes.items() if n in self.people}
        if name not in askable and name not in self.breakdowns:
            reject_name(name, kind="column or breakdown of this cohort", known={**askable, **self.breakdowns})
        breakdown = self.breakdowns.get(name)
        attribute = askable[name] if breakdown is None else breakdown.attribute
        spelled = {answer.casefold(): frozenset([answer]) for answer in attribute.answers} if name in askable else {}
        spelled |= {group.label.casefold(): group.answers for group in breakdown.groups} if breakdown else {}
        listed = _listed(attribute, wanted)
        if not {text.casefold() for text in listed} <= spelled.keys():
            raise UsageError(_no_such_answer(name, attribute, breakdown))
        return attribute, frozenset().union(*(spelled[text.casefold()] for text in listed))


def _of_these(records: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
    """Return the linked records of some people; records of nobody, such as population counts, stay."""
    if "person_id" not in records:
        return records
    return records[records["person_id"].isin(people["person_id"])].reset_index(drop=True)


def _listed(attribute: Attribute, wanted: Wanted) -> list[str]:
    """Return the answers that a condition asks for, a range of numbers spelled out, True and False as yes and no."""
    if wanted is None:
        message = 'where() wants an answer, such as sex="female"; for those not known it is sex="not known".'
        raise UsageError(message)
    if isinstance(wanted, bool):
        return ["yes" if wanted else "no"]
    if isinstance(wanted, str | int):
        return [str(wanted)]
    numbers = [int(answer) for answer in attribute.answers if answer.isdigit()]
    ends = list(wanted)
    is_range = isinstance(wanted, tuple) and len(ends) == len(("low", "high"))
    if is_range and numbers and all(end is None or isinstance(end, int) for end in ends):
        low, high = ends
        # The answers of a column of the user's own are in the order of their texts, 12 before 3.
        least = min(numbers) if low is None else int(low)
        most = max(numbers) if high is None else int(high)
        return [str(number) for number in numbers if least <= number <= most]
    return [str(each) for each in ends]


def _no_such_answer(name: str, attribute: Attribute, breakdown: Breakdown | None) -> str:
    """Say what could be asked for; the answers that an extract brought along are not quoted."""
    if attribute.from_extract:
        return f"'{name}' has no such answer; its answers are those of the extract: see demographics.profile(cohort)."
    if len(attribute.answers) > MOST_LISTED and breakdown is None:
        return f"'{name}' has no such answer; it wants whole numbers, such as {name}=25 or {name}=(18, 24)."
    labels = [group.label for group in breakdown.groups] if breakdown else list(attribute.answers)
    return f"'{name}' has no such answer; it has {', '.join(labels)}."
