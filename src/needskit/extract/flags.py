"""Yes or no columns that follow from others: who is found where, followed up, with a dual diagnosis."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from needskit.cohort.build import DUAL_DIAGNOSIS, FOLLOWED_UP, FOUND_IN
from needskit.extract.followed import Answers, followed_up
from needskit.extract.spells import NO, UNKNOWN, YES, flag_of
from needskit.extract.values.column import problem
from needskit.schema import NOT_KNOWN

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from needskit.cohort.problems import Problem
    from needskit.extract.project.parts import Project

OUTCOMES = ("reconvicted_12_months", "reoffences_12_months", "days_to_first_reoffence")


def flags_of(
    people: pd.DataFrame,
    project: Project,
    found_in: Mapping[str, npt.NDArray[np.bool_]],
    *,
    followed: Answers | None = None,
) -> tuple[pd.DataFrame, dict[str, str], tuple[Problem, ...]]:
    """Add the columns that follow from others, and return their labels and what was found wrong.

    Parameters
    ----------
    people
        Settled, a row a person.
    project
        How long people are followed, and which columns make a dual diagnosis.
    found_in
        By column name, ``found_in_police`` say: whether each person is in that source, shape ``(people,)``.
    followed
        Who was followed up in full, where the dates that tell are not among the columns.
    """
    made: dict[str, pd.Series] = {}
    labels: dict[str, str] = {}
    problems: tuple[Problem, ...] = ()
    for name, holds in found_in.items():
        made[name] = flag_of(_answers(holds, ~holds))
        labels[name] = f"Found in {name.removeprefix(FOUND_IN).replace('_', ' ')}"
    if followed is None:
        followed = followed_up(people, project.follow_up)
    if followed is not None:
        made[FOLLOWED_UP], labels[FOLLOWED_UP] = flag_of(followed), _in_words(project)
        problems = _not_yet(people, followed)
    dual = _dual_diagnosis(people, project)
    if dual is not None:
        made[DUAL_DIAGNOSIS], labels[DUAL_DIAGNOSIS] = flag_of(dual), "Dual diagnosis"
    for part in project.sources.values():
        if part.flag and part.flag in people:
            labels[part.flag] = part.label
    return people.assign(**made), labels, problems


def _in_words(project: Project) -> str:
    months = project.follow_up.months
    return f"Followed up for {months} {'month' if months == 1 else 'months'}"


def _not_yet(people: pd.DataFrame, followed: Answers) -> tuple[Problem, ...]:
    """Count outcomes of people who were not followed up in full: they are too early to be believed."""
    found: list[Problem] = []
    for column in OUTCOMES:
        if column in people:
            values = people[column]
            coded_so = isinstance(values.dtype, pd.CategoricalDtype)
            given = (values != NOT_KNOWN if coded_so else values.notna()).to_numpy(dtype=bool)
            found += problem(
                "not_followed_up", given & (followed == NO), np.arange(len(people)), column=column, severity="note",
                wanted="is given though the follow-up is not over.", done="Kept as it is; see followed_up.",
            )  # fmt: skip
    return tuple(found)


def _dual_diagnosis(people: pd.DataFrame, project: Project) -> Answers | None:
    """Who has any problem of the one kind together with any of the other? None if either has no column."""
    rule = project.definitions.dual_diagnosis
    mental, substance = _any_of(people, rule.mental_health), _any_of(people, rule.substance)
    if mental is None or substance is None:
        return None
    return _answers((mental == YES) & (substance == YES), (mental == NO) | (substance == NO))


def _any_of(people: pd.DataFrame, columns: Iterable[str]) -> Answers | None:
    """Say yes where any column does, no where all do, otherwise not known."""
    there = [people[column].cat.codes.to_numpy() for column in columns if column in people]
    if not there:
        return None
    return _answers(
        np.logical_or.reduce([codes == YES for codes in there]),
        np.logical_and.reduce([codes == NO for codes in there]),
    )


def _answers(yes: npt.NDArray[np.bool_], no: npt.NDArray[np.bool_]) -> Answers:
    """Return yes or no as codes; not known for those who are neither."""
    found: Answers = np.full(len(yes), UNKNOWN, dtype=np.int8)
    found[no] = NO
    found[yes] = YES
    return found
